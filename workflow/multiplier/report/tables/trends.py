"""Table of the tests of drift and season."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.tables.cells import COUNTRY, fixed, probability

NAMES = {
    "drift": ("no drift", "t", "drift of {:g} % of the mean"),
    "seasonality": ("no season", "F", "{:g} of the variance"),
}


def trends(table: pd.DataFrame, origin: Origin, names: Mapping[str, str] = COUNTRY) -> PrintedTable:
    """Tests of drift and season: statistic, p, decision, size of the plain test, power against a stated fault."""
    rows = []
    for _, row in table.iterrows():
        null, statistic, alternative = NAMES[row["test"]]
        rows.append(
            [
                names[row["country"]],
                null,
                f"{statistic} = {fixed(row['statistic'], 2)}",
                probability(row["pvalue"]),
                probability(row["pvalue_simulated"]),
                row["decision"],
                fixed(100 * row["size"], 0),
                alternative.format(row["alternative"]),
                fixed(100 * row["power"], 0),
            ]
        )
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Null", "left"),
            Column("Statistic"),
            Column("p"),
            Column("p simulated"),
            Column("Null is", "left"),
            Column("Plain size, %"),
            Column("Alternative", "left"),
            Column("Power, %"),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {"trends": trends(frames["trends"], origins["trends"])}
