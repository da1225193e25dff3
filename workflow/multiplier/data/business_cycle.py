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


def business_cycle(cpi_index: pd.Series, gdp_year_to_date: pd.Series) -> pd.DataFrame:
    """Return prices and output side by side.

    Parameters
    ----------
    cpi_index
        Consumer prices, same month of last year = 100.
    gdp_year_to_date
        Nominal GDP cumulated from January, 100 million yuan, in the last months of quarters.

    Returns
    -------
    DataFrame
        All months of prices: cpi_yoy_index, inflation_percent, and in the last months of quarters gdp
        (of the quarter, 100 million yuan) and gdp_growth_percent (nominal, on the same quarter of last year).
    """
    return pd.DataFrame(
        {
            "cpi_yoy_index": cpi_index,
            "inflation_percent": inflation(cpi_index),
            "gdp": quarterly(gdp_year_to_date),
            "gdp_growth_percent": gdp_growth(gdp_year_to_date),
        }
    ).rename_axis("month")
