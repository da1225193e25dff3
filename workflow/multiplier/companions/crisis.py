"""Money, base money and the multiplier in the crisis: the United States and what can be said of the euro area."""

from __future__ import annotations

import numpy as np
import pandas as pd

from multiplier.months import window

US = ("m1", "m2", "base", "multiplier")
EURO = ("m3", "ecb_assets")


def crisis_indices(ratios_us: pd.DataFrame, euro_area: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Return both areas' money as indices.

    Parameters
    ----------
    ratios_us
        Monthly ratios of the United States: m1, m2, base, multiplier.
    euro_area
        Monthly m3 and ecb_assets, billion euro.
    first, last
        Window, YYYY-MM; the first month is 100.

    Returns
    -------
    DataFrame
        area, series, month, index.

    Raises
    ------
    DataError
        If the window leaves the data.
    """
    blocks = []
    for area, table, columns in (("us", ratios_us, US), ("euro_area", euro_area, EURO)):
        part = window(table[list(columns)], first, last, f"crisis window of {area}")
        long = (100 * part / part.iloc[0]).rename_axis(columns="series").stack().rename("index").reset_index()
        blocks.append(long.assign(area=area))
    return pd.concat(blocks, ignore_index=True)[["area", "series", "month", "index"]]


def crisis_growth(ratios_us: pd.DataFrame, euro_area: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Return growth over the window and over as many months before it.

    Returns
    -------
    DataFrame
        area, series, span (window, before), first, last, growth_percent, log_points; parameters as in
        :func:`crisis_indices`. A span that begins before the data is left out.
    """
    start, end = pd.Period(first, freq="M"), pd.Period(last, freq="M")
    spans = {"window": (start, end), "before": (start - (end - start).n, start)}
    rows = []
    for area, table, columns in (("us", ratios_us, US), ("euro_area", euro_area, EURO)):
        for span, (begin, finish) in spans.items():
            if begin not in table.index:
                continue
            name = f"crisis window of {area}"
            earlier, later = (
                window(table[list(columns)], str(month), str(month), name).iloc[0] for month in (begin, finish)
            )
            for series in columns:
                factor = later[series] / earlier[series]
                rows.append((area, series, span, begin, finish, 100 * (factor - 1), 100 * np.log(factor)))
    return pd.DataFrame(rows, columns=["area", "series", "span", "first", "last", "growth_percent", "log_points"])
