"""Output of the countries whose central banks are compared with China's."""

from __future__ import annotations

import pandas as pd

from multiplier import DataError
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
        For a quarter or figure that cannot be used, or an empty cell between two figures of its column.
    """
    frame = checked(read_quarterly(data, NOMINAL_GDP.columns, name), NOMINAL_GDP, corrections, name)
    for column, values in frame.items():
        _check_inside(values.rename(str(column)), name)
    return frame.set_axis(pd.Index(frame.index.astype(str), name="quarter"))


def _check_inside(values: pd.Series, name: str) -> None:
    """Raise :class:`DataError` for a column without figures, or with an empty cell between two of them."""
    known = values.dropna()
    if known.empty:
        raise DataError(
            f"{name}: quarters {values.index[0]} to {values.index[-1]}, column {values.name}: found no figure, "
            "expected some; add them."
        )
    first, last = known.index[0], known.index[-1]
    inside = values.loc[first:last]
    if inside.isna().any():
        raise DataError(
            f"{name}: quarter {inside.isna().idxmax()}, column {values.name}: found an empty cell, expected a figure "
            f"in every quarter from {first} to {last}; add it."
        )
