"""Money and base of a country of which nothing else is known: two files, one column each."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.data.continuity import UNIT_JUMP, check_months, check_repeats, check_spikes, check_unit_jumps
from multiplier.data.corrections import apply_corrections
from multiplier.data.reading import read_monthly
from multiplier.ratios import with_growth

DIGITS = 4  # of files whose figures have fewer significant digits a month may well repeat another by chance


def _amounts(name: str, data: bytes, corrections: pd.DataFrame) -> pd.Series:
    frame = read_monthly(data, ["value"], name)
    if frame.empty:
        raise DataError(f"{name}: found no month, expected one row a month; fill the file.")
    check_months(frame, name)
    values = apply_corrections(frame, corrections, name)
    wrong = values["value"][~(values["value"] > 0) | np.isinf(values["value"])]
    if len(wrong):
        found = "an empty cell" if pd.isna(wrong.iloc[0]) else f"{wrong.iloc[0]:.12g}"
        raise DataError(
            f"{name}: month {wrong.index[0]}, column value: found {found}, expected a number above nought; correct "
            "the cell, or begin or end the file where the figures do."
        )
    check_unit_jumps(values, name, smallest=0.0)
    check_spikes(values, name, smallest=0.0)
    return values["value"]


def _check_sizes(frame: pd.DataFrame, money: str, base: str) -> None:
    multiplier = frame["m2"] / frame["base"]
    low, high = multiplier[multiplier <= 1], multiplier[multiplier >= UNIT_JUMP]
    if len(low):
        m2, amount = frame.loc[low.index[0], ["m2", "base"]]
        raise DataError(
            f"{money}, {base}: month {low.index[0]}: money is {m2:.12g} and the base {amount:.12g} in the country's "
            f"unit, expected more money than base ({len(low)} of {len(frame)} months are like this); the files may be "
            "exchanged, or in different units: exchange them or state the factors."
        )
    if len(high):
        raise DataError(
            f"{money}, {base}: month {high.index[0]}: money is {high.iloc[0]:.6g} times the base, expected less than "
            f"{UNIT_JUMP:g} times; the files are in different units: state the factors."
        )


def _digits(value: float) -> int:
    return len(f"{value:.12g}".replace(".", "").strip("0"))


def clean(
    money: tuple[str, bytes], base: tuple[str, bytes], factors: Mapping[str, float], corrections: pd.DataFrame
) -> pd.DataFrame:
    """Return multiplier, money and base of the months that both files have, with growth.

    Parameters
    ----------
    money, base
        (Path below data/raw, bytes) of files with the columns month (YYYY-MM, without gaps) and value (above nought).
    factors
        ``money`` and ``base``: what their amounts are multiplied by to be in the country's unit; 1 if absent.
    corrections
        Rows of data/corrections.csv.

    Returns
    -------
    DataFrame
        Per month: base, m2 (the money given, whatever aggregate it is), both in the country's unit; multiplier, m2 /
        base; growth of the three in percent, monthly and over twelve months, as in :func:`multiplier.ratios.ratios`.

    Raises
    ------
    DataError
        For an unreadable file, a gap, an amount that is no positive number, a spike, a jump of the unit, both
        figures repeating an earlier month, files without common month, or money that is not above the base.
    """
    amounts = {
        column: factors.get(table, 1.0) * _amounts(*file, corrections)
        for column, table, file in (("base", "base", base), ("m2", "money", money))
    }
    frame = pd.DataFrame(amounts).dropna().rename_axis("month")
    if frame.empty:
        spans = [f"{series.index[0]} to {series.index[-1]}" for series in amounts.values()]
        raise DataError(
            f"{base[0]}, {money[0]}: found {spans[0]} and {spans[1]}, expected months in common; add the missing ones."
        )
    _check_sizes(frame, money[0], base[0])
    if frame.map(_digits).median().min() >= DIGITS:
        check_repeats(frame, f"{money[0]}, {base[0]}", fewest=frame.shape[1])
    return with_growth(frame.assign(multiplier=frame["m2"] / frame["base"]))
