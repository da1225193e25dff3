"""Tables of days and of weeks: their dates, and their way from the raw bytes to a table that can be used."""

from __future__ import annotations

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.data.continuity import check_repeats, check_spikes, check_unit_jumps
from multiplier.data.corrections import apply_corrections
from multiplier.data.reading import read_dated
from multiplier.data.schemas import Table, enforce

WEEK = 7
LONGEST_WEEKEND = 4  # calendar days from one trading day to the next, a public holiday included
SATURDAY = 5


def check_dates(frame: pd.DataFrame, name: str, every: int | None) -> None:
    """Raise :class:`DataError` for a repeated date, wrong order, a gap or a day off.

    ``every`` is the number of days from one row to the next; None for trading days, of which none is a
    Saturday or Sunday and which are at most :data:`LONGEST_WEEKEND` days apart.
    """
    days = pd.DatetimeIndex(frame.index)
    steps = np.diff(days.to_numpy()).astype("timedelta64[D]").astype(int)
    for wrong, what in (
        (steps == 0, "stands twice, expected one row a date; delete one"),
        (steps < 0, "is out of order; sort the rows by date"),
        (
            steps != every if every else steps > LONGEST_WEEKEND,
            f"comes {{}} days after the row before it, expected "
            f"{every or f'at most {LONGEST_WEEKEND}'}; add the missing rows",
        ),
    ):
        if wrong.any():
            at = int(wrong.argmax())
            raise DataError(f"{name}: column date: {frame.index[at + 1]} {what.format(steps[at])}.")
    off = days.day_of_week >= SATURDAY
    if every is None and off.any():
        raise DataError(
            f"{name}: column date: {frame.index[int(off.argmax())]} is a {days.day_name()[int(off.argmax())]}, "
            "expected a trading day; correct the date."
        )


def clean_dated(
    name: str, data: bytes, table: Table, corrections: pd.DataFrame, every: int | None = None
) -> pd.DataFrame:
    """Return a raw table of days or weeks, corrected and checked.

    Parameters
    ----------
    name, data
        The file's path below data/raw and its bytes: a column date (YYYY-MM-DD) and those of ``table``.
    table
        Columns, units and ranges.
    corrections
        Rows of data/corrections.csv; their first and last are dates here.
    every
        Days from one row to the next; None for trading days.

    Returns
    -------
    DataFrame
        Floats, shape (dates, columns), indexed by the dates as text.

    Raises
    ------
    DataError
        Naming file, date, column, found, expected and what to do.
    """
    frame = read_dated(data, table.columns, name)
    check_dates(frame, name, every)
    frame = apply_corrections(frame, corrections, name)
    check_unit_jumps(frame, name)
    check_spikes(frame, name)
    frame = enforce(frame, table, name)
    check_repeats(frame, name)
    return frame
