"""A raw table's way to a table that can be used: read, correct, check."""

from __future__ import annotations

import pandas as pd

from multiplier.data.continuity import check_months, check_repeats, check_spikes, check_unit_jumps
from multiplier.data.corrections import apply_corrections
from multiplier.data.reading import read_monthly
from multiplier.data.schemas import Table, enforce


def clean_table(data: bytes, table: Table, corrections: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a raw monthly table, corrected and checked.

    Months are checked before the corrections (which address cells by month), figures after them.

    Parameters
    ----------
    data
        The raw file's bytes.
    table
        Its columns, units and ranges.
    corrections
        The corrections file as a frame; only rows of this file are used.
    name
        The file's path below data/raw, for corrections and messages.

    Raises
    ------
    DataError
        Naming file, month, column, found, expected and what to do.
    """
    return checked(read_monthly(data, table.columns, name), table, corrections, name)


def checked(frame: pd.DataFrame, table: Table, corrections: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table as read, corrected and checked; parameters and errors as in :func:`clean_table`."""
    check_months(frame, name, table.step)
    frame = apply_corrections(frame, corrections, name)
    check_unit_jumps(frame, name)
    check_spikes(frame, name)
    frame = enforce(frame, table, name)
    check_repeats(frame, name)
    return frame


def clean_series(name: str, data: bytes, table: Table, corrections: pd.DataFrame) -> pd.Series:
    """Return the one column of a raw table as a series, cleaned as by :func:`clean_table`."""
    return clean_table(data, table, corrections, name)[table.columns[0]]
