"""Assets of the Federal Reserve, the Eurosystem and the Bank of Japan, and the euro area's M3."""

from __future__ import annotations

import pandas as pd

from multiplier import DataError
from multiplier.data.cleaning import clean_series
from multiplier.data.dated import WEEK, clean_dated
from multiplier.data.schemas import BOJ_ASSETS, ECB_ASSETS, EURO_AREA_M3, FEDERAL_RESERVE_ASSETS, MILLION

MILLIONS_IN_A_BILLION = 1000.0
BILLIONS_IN_100_MILLION = 0.1
EUROS_IN_A_BILLION = 1e9

# Bounds that tell millions from billions, million dollars: the smallest amount of mortgage-backed securities that was
# ever held (5634, 2009-01-14) and the smallest from the first July on (462445) are well above them.
LEAST_HELD = 1e3
LEAST_FROM = "2009-07-01"
LEAST_FROM_THEN_ON = 1e5

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
        For a date or cell that cannot be used, mortgage-backed securities below what was held at that date, or
        securities that exceed total assets.
    """
    name, data = file
    frame = clean_dated(name, data, FEDERAL_RESERVE_ASSETS, corrections, WEEK)
    _check_mortgage_backed(frame["mortgage_backed_securities"], name)
    frame = frame / MILLIONS_IN_A_BILLION
    frame["securities"] = frame["treasury_securities"] + frame["mortgage_backed_securities"]
    over = frame["securities"] > frame["total_assets"]
    if over.any():
        date = over.idxmax()
        raise DataError(
            f"{name}: date {date}, column total_assets: found {1000 * frame.at[date, 'total_assets']:.12g}, expected "
            f"at least the securities, {1000 * frame.at[date, 'securities']:.12g}; check the three cells."
        )
    return frame


def _check_mortgage_backed(held: pd.Series, name: str) -> None:
    """Raise :class:`DataError` for holdings, million dollars, that are too small for their date or their unit.

    A range of the whole column cannot tell: nothing was held before 2009, and little in the first months.
    """
    least = pd.Series(LEAST_HELD, index=held.index).where(held.index < LEAST_FROM, LEAST_FROM_THEN_ON)
    low = (held < least) & ((held > 0) | (held.index >= LEAST_FROM))
    if low.any():
        date = low.idxmax()
        nothing = "" if date >= LEAST_FROM else "0 or "
        raise DataError(
            f"{name}: date {date}, column {held.name}: found {held[date]:.12g}, expected {nothing}at least "
            f"{least[date]:g} {MILLION}; check the unit of the column."
        )


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
