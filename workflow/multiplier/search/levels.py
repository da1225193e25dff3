"""Candidates of growth rates, from candidates of the levels, with every digit and as printed."""

from __future__ import annotations

import pandas as pd

from multiplier.search.quantities import COLUMNS


def with_rounded(levels: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """Return the levels and, as definitions of their own, the levels rounded to ``decimals``.

    A study that prints levels with so many decimals may have computed from the printed ones.
    """
    rounded = levels.assign(
        value=levels["value"].round(decimals), definition=levels["definition"] + f", rounded to {decimals} decimals"
    )
    return pd.concat([levels, rounded], ignore_index=True)


def growth(levels: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """Return month-on-month growth in percent of candidates of a level, full and rounded to ``decimals``."""
    ordered = with_rounded(levels, decimals).sort_values(["definition", "vintage", "month"])
    groups = ordered.groupby(["definition", "vintage"], sort=False)
    previous = groups["value"].shift()
    adjacent = groups["month"].shift() + 1 == ordered["month"]
    return ordered.assign(value=100 * (ordered["value"] / previous - 1))[adjacent & previous.notna()]


def growth_between(levels: pd.DataFrame, first: str, last: str, offset: int, decimals: int) -> pd.DataFrame:
    """Return growth in percent between months near ``first`` and ``last``, from full and from rounded levels.

    Parameters
    ----------
    levels
        Candidates of a level.
    first, last
        The printed months; each end moves by up to ``offset`` months.
    decimals
        Decimals to which the study prints the level: growth of rounded levels is a reading of its own.

    Returns
    -------
    DataFrame
        Columns as candidates; ``month`` is the last one, ``definition`` names the first and the rounding.
    """
    both = with_rounded(levels, decimals)
    start, end = pd.Period(first, freq="M"), pd.Period(last, freq="M")
    starts = both[both["month"].between(start - offset, start + offset)]
    ends = both[both["month"].between(end - offset, end + offset)]
    pairs = starts.merge(ends, on=["country", "quantity", "definition", "vintage"], suffixes=("_start", ""))
    return pairs.assign(
        value=100 * (pairs["value"] / pairs["value_start"] - 1),
        definition=pairs["definition"] + " from " + pairs["month_start"].astype(str),
        shift=[abs((month - start).n) for month in pairs["month_start"]],
    )[[*COLUMNS, "shift"]]
