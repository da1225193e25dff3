"""Months as periods: one index type for every table, and windows cut from it without silent loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from multiplier import DataError


def monthly(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return ``frame`` indexed by its ``month`` column (text, YYYY-MM).

    Raises
    ------
    DataError
        If a month is not written YYYY-MM; ``name`` is the file named in the message.
    """
    months = frame["month"].astype(str)
    wrong = months[~months.str.fullmatch(r"\d{4}-(0[1-9]|1[0-2])")]
    if len(wrong):
        row = int(wrong.index[0]) + 2
        raise DataError(
            f"{name}: line {row}, column month: found '{wrong.iloc[0]}', expected YYYY-MM; correct the line."
        )
    index = pd.PeriodIndex(months, freq="M", name="month")
    return frame.drop(columns="month").set_index(index)


def window(frame: pd.DataFrame, first: str, last: str, name: str) -> pd.DataFrame:
    """Return the rows of ``first``..``last`` (both included), complete.

    Parameters
    ----------
    frame
        Monthly data frame.
    first, last
        Months, YYYY-MM.
    name
        What the frame holds, for the message.

    Raises
    ------
    DataError
        If the window leaves the data, or a value inside it is missing.
    """
    wanted = pd.period_range(first, last, freq="M", name="month")
    absent = wanted.difference(frame.index)
    if len(absent):
        raise DataError(
            f"{name}: window {first}..{last}: month {absent[0]} is not in the data, which run from "
            f"{frame.index.min()} to {frame.index.max()}; choose a window inside them in config.yaml."
        )
    part = frame.loc[wanted]
    missing = part.isna()
    if missing.to_numpy().any():
        column = missing.any().idxmax()
        month = missing[column].idxmax()
        raise DataError(
            f"{name}: window {first}..{last}: {column} has no value in {month}; "
            "choose a window without gaps or another definition in config.yaml."
        )
    return part


def quarter_ended(month: str) -> str:
    """Return the last quarter, such as 2008Q2, that had ended by the end of ``month`` (YYYY-MM)."""
    return str((pd.Period(month, freq="M") - 2).asfreq("Q"))


def chosen(frame: pd.DataFrame, months: Sequence[str], name: str) -> pd.DataFrame:
    """Return the rows of ``months`` in their order.

    Raises
    ------
    DataError
        If a month is not in the data; ``name`` says where it was chosen.
    """
    wanted = pd.PeriodIndex(months, freq="M", name="month")
    absent = [month for month in wanted if month not in frame.index]
    if absent:
        raise DataError(
            f"{name}: month {absent[0]} is not in the data, which run from {frame.index.min()} to "
            f"{frame.index.max()}; choose months inside them."
        )
    return frame.loc[wanted]


def stack(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one frame from one per country, with the country as first column."""
    return pd.concat(frames, names=["country"]).reset_index(level="country").reset_index(drop=True)
