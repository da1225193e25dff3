"""China against the United States: indices and changes over common windows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from multiplier.months import window

INDEXED = ["multiplier", "base", "m2"]


def indices(ratios: Mapping[str, pd.DataFrame], month: str, first: str, last: str) -> pd.DataFrame:
    """Return multiplier, base and M2 of each country as indices, 100 in ``month``.

    Parameters
    ----------
    ratios
        Country -> ratios table.
    month
        Base month of the index, inside ``first``..``last``.

    Returns
    -------
    DataFrame
        Columns country, month, multiplier, base, m2.
    """
    blocks = []
    for country, table in ratios.items():
        part = window(table[INDEXED], first, last, f"index of {country}")
        index = 100 * part / part.loc[pd.Period(month, freq="M")]
        blocks.append(index.reset_index().assign(country=country))
    return pd.concat(blocks, ignore_index=True)[["country", "month", *INDEXED]]


def changes(ratios: Mapping[str, pd.DataFrame], windows: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Return each country's change over each window and its exact logarithmic parts.

    Returns
    -------
    DataFrame
        Columns country, window, first, last, variable, start, end, change_percent, log_points (100
        times the change of the logarithm). The log points of multiplier and base sum to those of M2.
    """
    rows = []
    for country, table in ratios.items():
        for name, span in windows.items():
            part = window(table[INDEXED], span["first"], span["last"], f"window {name} of {country}")
            start, end = part.iloc[0], part.iloc[-1]
            rows += [
                {
                    "country": country,
                    "window": name,
                    "first": span["first"],
                    "last": span["last"],
                    "variable": variable,
                    "start": start[variable],
                    "end": end[variable],
                    "change_percent": 100 * (end[variable] / start[variable] - 1),
                    "log_points": 100 * np.log(end[variable] / start[variable]),
                }
                for variable in INDEXED
            ]
    return pd.DataFrame(rows)
