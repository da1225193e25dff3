"""Output of the countries whose central banks are compared with China's."""

from __future__ import annotations

import pandas as pd

from multiplier.data.cleaning import checked
from multiplier.data.reading import read_quarterly
from multiplier.data.schemas import NOMINAL_GDP


def world_output(name: str, data: bytes, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return nominal GDP of the United States and Japan at annual rates.

    Parameters
    ----------
    name, data
        The file's path below data/raw and its bytes; columns quarter (YYYYQn), us_gdp, japan_gdp.
    corrections
        Rows of data/corrections.csv.

    Returns
    -------
    DataFrame
        Indexed by quarter (YYYYQn): us_gdp (billion dollars), japan_gdp (billion yen; missing where the file has none).

    Raises
    ------
    DataError
        For a quarter, figure or gap that cannot be used.
    """
    frame = checked(read_quarterly(data, NOMINAL_GDP.columns, name), NOMINAL_GDP, corrections, name)
    quarters = frame.index.asfreq("Q").astype(str)
    return frame.set_axis(pd.Index(quarters, name="quarter"))
