"""Daily yields of Treasuries, of inflation-protected Treasuries, and their difference."""

from __future__ import annotations

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.data.dated import clean_dated
from multiplier.data.schemas import YIELDS

NOMINAL = ("DGS1", "DGS2", "DGS3", "DGS5", "DGS7", "DGS10", "DGS20", "DGS30")
REAL = ("DFII5", "DFII10")
BREAKEVEN = ("T5YIE", "T10YIE")
SERIES = (*NOMINAL, *REAL, *BREAKEVEN)
YEARS = {series: int("".join(filter(str.isdigit, series))) for series in SERIES}
# The breakevens of the file are the difference of the two printed yields on all its days, also across the break of the
# real yields: half a unit of the last decimal is for the arithmetic of floats, no economic tolerance is needed.
ROUNDING = 0.005
# The nominal curve of a day is smooth. In the file a maturity leaves the span of its two neighbours by at most 0.40
# points (20 years, 2008-11-03), and one with a single neighbour is at most 1.05 from it (20 years from 10 while 30
# was not published); the federal funds rate is at most 1.70 from the one-year yield.
BETWEEN_NEIGHBOURS = 0.5
BESIDE_NEIGHBOUR = 1.25
FUNDS_BESIDE_YEAR = 2.5
LARGEST_STEP = 2.5  # percentage points from one day to the next; the largest of the file is below


def clean_yields(name: str, data: bytes, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return the yields of trading days, percent.

    Parameters
    ----------
    name, data
        The file's path below data/raw and its bytes.
    corrections
        Rows of data/corrections.csv.

    Returns
    -------
    DataFrame
        Indexed by date: :data:`SERIES` and DFF, the effective federal funds rate.

    Raises
    ------
    DataError
        For a date or cell that cannot be used, a step of more than :data:`LARGEST_STEP`, a yield that does not fit
        the maturities next to it, or a breakeven that is not the nominal less the real yield.
    """
    frame = clean_dated(name, data, YIELDS, corrections)
    steps = frame.drop(columns="DFF").diff().abs()
    if (steps > LARGEST_STEP).to_numpy().any():
        column = (steps > LARGEST_STEP).any().idxmax()
        date = (steps[column] > LARGEST_STEP).idxmax()
        raise DataError(
            f"{name}: date {date}, column {column}: found {frame.at[date, column]:g}, {steps.at[date, column]:.2f} "
            f"points from the day before, expected at most {LARGEST_STEP}; check the cell."
        )
    _check_curve(frame, name)
    for nominal, real, breakeven in (("DGS5", "DFII5", "T5YIE"), ("DGS10", "DFII10", "T10YIE")):
        off = (frame[nominal] - frame[real] - frame[breakeven]).abs() > ROUNDING
        if off.any():
            date = off.idxmax()
            raise DataError(
                f"{name}: date {date}, column {breakeven}: found {frame.at[date, breakeven]:g}, expected {nominal} "
                f"less {real}, {frame.at[date, nominal] - frame.at[date, real]:.2f}; check the three cells."
            )
    return frame


def _check_curve(frame: pd.DataFrame, name: str) -> None:
    """Raise :class:`DataError` for the yield that lies farthest from the maturities next to it: a unit, or a column.

    Each nominal yield must lie between its neighbours of the day, give or take :data:`BETWEEN_NEIGHBOURS`, and
    within :data:`BESIDE_NEIGHBOUR` of the only one where it has but one; the federal funds rate within
    :data:`FUNDS_BESIDE_YEAR` of the one-year yield.
    """
    curve = frame[list(NOMINAL)]
    below, above = curve.shift(1, axis=1), curve.shift(-1, axis=1)
    low, high = np.fmin(below, above), np.fmax(below, above)
    both = below.notna() & above.notna()
    allowed = pd.DataFrame(np.where(both, BETWEEN_NEIGHBOURS, BESIDE_NEIGHBOUR), curve.index, curve.columns)
    low["DFF"] = high["DFF"] = frame["DGS1"]
    allowed["DFF"] = FUNDS_BESIDE_YEAR
    found = frame[list(low)]
    excess = np.maximum(low - found, found - high) - allowed
    off = excess > 0
    if off.to_numpy().any():
        # The wrong column is the one that is off by most: it may push its neighbours out of their spans too.
        column = excess.where(off, 0.0).sum().idxmax()
        date = off[column].idxmax()
        raise DataError(
            f"{name}: date {date}, column {column}: found {found.at[date, column]:g}, expected "
            f"{low.at[date, column] - allowed.at[date, column]:.2f} to "
            f"{high.at[date, column] + allowed.at[date, column]:.2f} percent beside the maturities next to it; check "
            "the unit of the column and the cell."
        )


def breaks(name: str, corrections: pd.DataFrame) -> dict[str, list[str]]:
    """Return column -> the dates from which its yields are computed otherwise than on the day before."""
    rows = corrections[(corrections["file"] == name) & (corrections["action"] == "break")]
    return {column: list(part["first"]) for column, part in rows.groupby("column")}
