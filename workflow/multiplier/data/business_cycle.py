"""The business cycle from official figures: inflation and growth of nominal GDP."""

from __future__ import annotations

import pandas as pd


def quarterly(year_to_date: pd.Series) -> pd.Series:
    """Return GDP of the quarter from GDP cumulated from January, by differencing within the year."""
    within = year_to_date.groupby(year_to_date.index.year).diff()
    return within.where(year_to_date.index.month != 3, year_to_date)


def gdp_growth(year_to_date: pd.Series) -> pd.Series:
    """Return growth of nominal quarterly GDP over the same quarter of the year before, percent."""
    quarter = quarterly(year_to_date)
    return 100 * (quarter / quarter.shift(4) - 1)


def inflation(index: pd.Series) -> pd.Series:
    """Return inflation in percent from the price index with the same month of last year = 100."""
    return index - 100
