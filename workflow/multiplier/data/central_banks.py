"""Assets of the Federal Reserve, the Eurosystem and the Bank of Japan, and the euro area's M3."""

from __future__ import annotations

import pandas as pd

from multiplier import DataError
from multiplier.data.cleaning import clean_series
from multiplier.data.dated import WEEK, clean_dated
from multiplier.data.schemas import BOJ_ASSETS, ECB_ASSETS, EURO_AREA_M3, FEDERAL_RESERVE_ASSETS

MILLIONS_IN_A_BILLION = 1000.0
BILLIONS_IN_100_MILLION = 0.1
EUROS_IN_A_BILLION = 1e9

Named = tuple[str, bytes]


def federal_reserve(file: Named, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return the Federal Reserve's weekly assets, billion dollars.

    Parameters
    ----------
    file
        Path below data/raw and bytes of H.4.1: total assets, Treasuries and mortgage-backed securities of Wednesdays.
    corrections
        Rows of data/corrections.csv.

    Returns
    -------
    DataFrame
        Indexed by date: total_assets, treasury_securities, mortgage_backed_securities, and securities, their sum.
        Agency debt is not in the file.

    Raises
    ------
    DataError
        For a date or cell that cannot be used, or securities that exceed total assets.
    """
    name, data = file
    frame = clean_dated(name, data, FEDERAL_RESERVE_ASSETS, corrections, WEEK) / MILLIONS_IN_A_BILLION
    frame["securities"] = frame["treasury_securities"] + frame["mortgage_backed_securities"]
    over = frame["securities"] > frame["total_assets"]
    if over.any():
        date = over.idxmax()
        raise DataError(
            f"{name}: date {date}, column total_assets: found {1000 * frame.at[date, 'total_assets']:.12g}, expected "
            f"at least the securities, {1000 * frame.at[date, 'securities']:.12g}; check the three cells."
        )
    return frame


def last_of_month(dated: pd.Series) -> pd.Series:
    """Return the last figure of each month of a series that is indexed by dates as text."""
    last = dated.groupby(pd.PeriodIndex(dated.index.str[:7], freq="M")).last()
    return last.rename_axis("month")


def central_bank_assets(fed: pd.DataFrame, ecb: Named, boj: Named, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return total assets at the last observation of each month.

    Parameters
    ----------
    fed
        Weekly table of :func:`federal_reserve`.
    ecb, boj
        Path below data/raw and bytes: weekly million euro, monthly 100 million yen.
    corrections
        Rows of data/corrections.csv.

    Returns
    -------
    DataFrame
        Indexed by month: federal_reserve (billion dollars), ecb (billion euro), boj (billion yen); missing
        where a file has no month.
    """
    weekly = clean_dated(*ecb, ECB_ASSETS, corrections, WEEK)["total_assets"]
    return pd.DataFrame(
        {
            "federal_reserve": last_of_month(fed["total_assets"]),
            "ecb": last_of_month(weekly) / MILLIONS_IN_A_BILLION,
            "boj": clean_series(*boj, BOJ_ASSETS, corrections) * BILLIONS_IN_100_MILLION,
        }
    ).rename_axis("month")


def euro_area_m3(file: Named, corrections: pd.DataFrame) -> pd.Series:
    """Return M3 of the euro area by month, billion euro, seasonally adjusted; ``file`` has euros."""
    return (clean_series(*file, EURO_AREA_M3, corrections) / EUROS_IN_A_BILLION).rename("m3")
