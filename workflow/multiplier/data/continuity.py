"""Checks of a monthly table against itself: order, gaps, repeated rows, jumps of the unit."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from multiplier import DataError

UNIT_JUMP = 400.0  # a change of unit is a factor of 1000; the largest true change of such amounts is below 40
SMALLEST_AMOUNT = 10.0  # below it whole units are too coarse for a ratio to tell anything
SPIKE = 5.0  # a slipped decimal is a factor of 10 for one month; no amount of the files doubles and falls back
FEWEST_FIGURES = 3  # two rows that share fewer figures may well agree by chance


def check_months(frame: pd.DataFrame, name: str, step: int = 1) -> None:
    """Raise :class:`DataError` for duplicated rows, repeated months, wrong order or a gap.

    ``step`` is the number of the index's periods from one row to the next: in an index of months 1, or 3 for a
    table of the quarters' last months; 1 in an index of quarters, which the messages then name.
    """
    unit = frame.index.name
    repeated = frame.index[frame.index.duplicated()]
    if len(repeated):
        rows = frame.loc[[repeated[0]]]
        what = (
            "the row stands twice" if not rows.drop_duplicates().shape[0] > 1 else f"the {unit} has two different rows"
        )
        raise DataError(f"{name}: {unit} {repeated[0]}: {what}, expected one row a {unit}; delete one.")
    if not frame.index.is_monotonic_increasing:
        late = next(b for a, b in itertools.pairwise(frame.index) if b < a)
        raise DataError(f"{name}: {unit} {late}: out of order; sort the rows by {unit}.")
    full = pd.period_range(frame.index[0], frame.index[-1], freq=frame.index.freq)[::step]
    absent = full.difference(frame.index)
    if len(absent):
        raise DataError(f"{name}: {unit} {absent[0]} is missing between {full[0]} and {full[-1]}; add its row.")


def check_repeats(frame: pd.DataFrame, name: str, reach: int = 3, fewest: int = FEWEST_FIGURES) -> None:
    """Raise :class:`DataError` if a month's figures all repeat those of one of the ``reach`` months before it.

    Months with fewer figures than ``fewest`` are passed over.
    """
    values = frame.to_numpy(float)
    empty = np.isnan(values)
    enough = (~empty).sum(axis=1) >= fewest
    for lag in range(1, reach + 1):
        same = ((values[lag:] == values[:-lag]) | (empty[lag:] & empty[:-lag])).all(axis=1) & enough[lag:]
        if same.any():
            place = int(same.argmax())
            raise DataError(
                f"{name}: {frame.index.name} {frame.index[place + lag]}: all figures repeat {frame.index[place]}; "
                f"look the {frame.index.name} up and add a correction."
            )


def check_spikes(frame: pd.DataFrame, name: str, smallest: float = SMALLEST_AMOUNT) -> None:
    """Raise :class:`DataError` if an amount is :data:`SPIKE` times both its neighbours, or that fraction of them.

    Amounts below ``smallest`` are passed over.
    """
    for column in frame:
        values = frame[column].to_numpy(float)
        before, here, after = values[:-2], values[1:-1], values[2:]
        large = np.minimum(np.minimum(before, here), after) >= smallest
        with np.errstate(divide="ignore", invalid="ignore"):
            up = (here / before > SPIKE) & (here / after > SPIKE)
            down = (before / here > SPIKE) & (after / here > SPIKE)
        places = np.flatnonzero(large & (up | down))
        if len(places):
            at = places[0] + 1
            raise DataError(
                f"{name}: {frame.index.name} {frame.index[at]}, column {column}: found {values[at]:.12g} between "
                f"{values[at - 1]:.12g} and {values[at + 1]:.12g}; correct the cell."
            )


def check_unit_jumps(frame: pd.DataFrame, name: str, smallest: float = SMALLEST_AMOUNT) -> None:
    """Raise :class:`DataError` if a column changes by a factor of :data:`UNIT_JUMP` between neighbouring values.

    Amounts below ``smallest`` are passed over.
    """
    for column in frame:
        values = frame[column].to_numpy(float)
        places = np.flatnonzero(values >= smallest)  # leaves out empty cells as well
        amounts = values[places]
        ratio = amounts[1:] / amounts[:-1]
        jumps = np.flatnonzero((ratio > UNIT_JUMP) | (ratio < 1 / UNIT_JUMP))
        if len(jumps):
            at = jumps[0] + 1
            scale = 10 ** round(abs(np.log10(ratio[at - 1])))
            raise DataError(
                f"{name}: {frame.index.name} {frame.index[places[at]]}, column {column}: found {amounts[at]:g} after "
                f"{amounts[at - 1]:g}, a change of unit by {scale}; bring the column to one unit."
            )
