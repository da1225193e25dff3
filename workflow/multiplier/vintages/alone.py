"""Tests of the multiplier with one of its two parts taken from the other vintage: which of them moves a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.months import window
from multiplier.report.number import minus
from multiplier.unit_roots.table import battery
from multiplier.vintages.decisions import JUDGED, labelled

TABLE, SERIES = "unit_roots", "multiplier"
NUMERATOR, DENOMINATOR = "m2", "base"
PLACES = 3  # decimals of a statistic


def crossed(
    a: pd.DataFrame, b: pd.DataFrame, country: str, transforms: tuple[str, ...], sample: Mapping[str, str], **tests: Any
) -> dict[str, pd.DataFrame]:
    """Return, by the part that comes from B, the unit root tests of the multiplier with the other part from A.

    Parameters
    ----------
    a, b
        A country's table of ratios in either vintage, months as index, with m2 and base.
    country
        Its name.
    transforms
        What is tested: ``level``, ``diff``, ``diff12``.
    sample
        ``first`` and ``last`` month.
    tests
        Settings of :func:`multiplier.unit_roots.table.battery`.

    Returns
    -------
    dict
        ``m2`` and ``base`` -> decided rows by the label that :mod:`multiplier.vintages.decisions` gives them.
    """
    mixed = {NUMERATOR: b[NUMERATOR] / a[DENOMINATOR], DENOMINATOR: a[NUMERATOR] / b[DENOMINATOR]}
    found = {}
    for part, values in mixed.items():
        frame = window(values.to_frame(SERIES), sample["first"], sample["last"], f"unit roots of {country}")
        rows = battery({SERIES: frame[SERIES]}, transforms, country, **tests)
        rows.insert(0, "country", country)
        found[part] = labelled(TABLE, rows, JUDGED[TABLE])
    return found


def which(row: Mapping[str, Any], found: Mapping[str, pd.DataFrame], name: str) -> str:
    """Return in words which part of B alone makes B's decision of a flipped row; ``name`` is that of B."""
    rows = {part: table.loc[row["key"]] for part, table in found.items()}
    enough = [part for part, tested in rows.items() if tested["value"] == row["value_b"]]
    verdicts = {0: "neither part suffices alone", 1: "{} alone suffices", 2: "{} and {} each suffice alone"}
    said = [
        f"{part} of {name} gives {minus(format(tested['statistic'], f'.{PLACES}f'))}, {tested['value']}"
        for part, tested in rows.items()
    ]
    return f"{verdicts[len(enough)].format(*enough)}: the multiplier with one part changed, {'; '.join(said)}"
