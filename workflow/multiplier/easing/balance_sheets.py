"""Assets of central banks over the output of their economies."""

from __future__ import annotations

import pandas as pd

# Bank -> column of output, and the currency units of a billion in which both are held.
OUTPUT = {"federal_reserve": "us_gdp", "boj": "japan_gdp", "ecb": None}


def assets_over_output(assets: pd.DataFrame, output: pd.DataFrame) -> pd.DataFrame:
    """Return assets at the end of each quarter over output of the quarter.

    Parameters
    ----------
    assets
        By month, billions of the own currency: federal_reserve, ecb, boj.
    output
        Indexed by quarter (YYYYQn): us_gdp, japan_gdp, billions at annual rates.

    Returns
    -------
    DataFrame
        bank, quarter, assets, output, percent; quarters that lack either are left out, but for the Eurosystem,
        whose output is not in these data (percent is missing).
    """
    ends = assets[assets.index.month % 3 == 0]
    ends = ends.set_axis(ends.index.asfreq("Q").astype(str).rename("quarter"))
    blocks = []
    for bank, column in OUTPUT.items():
        own = output[column].reindex(ends.index) if column else pd.Series(float("nan"), index=ends.index)
        table = pd.DataFrame({"bank": bank, "assets": ends[bank], "output": own, "percent": 100 * ends[bank] / own})
        blocks.append(table.dropna(subset=["assets", "percent"] if column else ["assets"]).reset_index())
    joined = pd.concat(blocks, ignore_index=True)
    return joined[["bank", "quarter", "assets", "output", "percent"]]
