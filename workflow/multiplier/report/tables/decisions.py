"""The closing table: a test for each statement of the study, with its decision and its power."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.tables.cells import DRIVER, fixed, probability

STATEMENT = {
    "unit_root": "the multiplier is not stationary",
    "drift": "it has no trend",
    "seasonality": "it has a season",
    "residuals": "an AR(1) fits",
    "stability": "the formula was stable",
}
TEST = {
    "ADF_n": "ADF, no constant (the study's)",
    "ADF_c": "ADF, constant",
    "t": "t of the mean change",
    "F": "F of calendar months",
    "surrogate": "correlation, surrogates",
    "wild": "correlation, random signs",
}
ALTERNATIVE = {"second lag": "errors with a second lag"}


def _statement(key: str) -> str:
    kind, _, rest = key.partition("_")
    if kind == "driver":
        return f"{DRIVER[rest]} moves it"
    if kind == "forecast":
        return f"the formula forecasts, {rest} month{'s' if rest != '1' else ''} ahead"
    return STATEMENT[key]


def _alternative(text: str) -> str:
    for name, sign in (("phi", "\u03c6"), (" = ", " ")):
        text = text.replace(name, sign)
    return ALTERNATIVE.get(text, text)


def decisions(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Statements on China's multiplier: test, null, p, decision, a fault with size and power in percent."""
    rows = [
        [
            _statement(row["statement"]),
            TEST.get(row["test"], row["test"]) + (f" ({row['direction']})" if pd.notna(row["direction"]) else ""),
            row["null"],
            probability(row["pvalue"]),
            row["decision"],
            _alternative(row["alternative"]),
            fixed(100 * row["size"], 1),
            fixed(100 * row["power"], 1),
        ]
        for _, row in table[table["country"] == "china"].iterrows()
    ]
    return PrintedTable(
        [
            Column("Statement", "left", 1.7),
            Column("Test", "left", 1.6),
            Column("Null", "left", 1.2),
            Column("p"),
            Column("Null is", "left"),
            Column("Alternative", "left", 1.2),
            Column("Size, %"),
            Column("Power, %"),
        ],
        rows,
        origin,
        wide=True,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {"decisions": decisions(frames["decisions"], origins["decisions"])}
