"""Daily yields of Treasuries, of inflation-protected Treasuries, and their difference."""

from __future__ import annotations

import pandas as pd

from multiplier import DataError
from multiplier.data.dated import clean_dated
from multiplier.data.schemas import YIELDS

NOMINAL = ("DGS1", "DGS2", "DGS3", "DGS5", "DGS7", "DGS10", "DGS20", "DGS30")
REAL = ("DFII5", "DFII10")
BREAKEVEN = ("T5YIE", "T10YIE")
SERIES = (*NOMINAL, *REAL, *BREAKEVEN)
YEARS = {series: int("".join(filter(str.isdigit, series))) for series in SERIES}
ROUNDING = 0.0101  # yields are printed with two decimals; a difference of two of them may be off by one unit
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
        For a date or cell that cannot be used, a step of more than :data:`LARGEST_STEP`, or a breakeven
        that is not the nominal less the real yield.
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
    for nominal, real, breakeven in (("DGS5", "DFII5", "T5YIE"), ("DGS10", "DFII10", "T10YIE")):
        off = (frame[nominal] - frame[real] - frame[breakeven]).abs() > ROUNDING
        if off.any():
            date = off.idxmax()
            raise DataError(
                f"{name}: date {date}, column {breakeven}: found {frame.at[date, breakeven]:g}, expected {nominal} "
                f"less {real}, {frame.at[date, nominal] - frame.at[date, real]:.2f}; check the three cells."
            )
    return frame


def breaks(name: str, corrections: pd.DataFrame) -> dict[str, list[str]]:
    """Return column -> the dates from which its yields are computed otherwise than on the day before."""
    rows = corrections[(corrections["file"] == name) & (corrections["action"] == "break")]
    return {column: list(part["first"]) for column, part in rows.groupby("column")}
