"""Tables of the unit root tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, PrintedTable
from multiplier.report.tables.cells import COUNTRY, TERM, TRANSFORM, fixed, probability


def unit_roots(table: pd.DataFrame, rules: Sequence[str], origin: str) -> PrintedTable:
    """Tests of the multiplier with lags by criterion, every deterministic term and transform."""
    chosen = table[(table["series"] == "multiplier") & table["lag_rule"].isin(rules)]
    rows = [
        [
            COUNTRY[row["country"]],
            TRANSFORM[row["transform"]],
            TERM[row["deterministic"]],
            f"{row['lags']} ({row['lag_rule']})",
            str(row["nobs"]),
            fixed(row["statistic"], 2),
            fixed(row["crit_5"], 2),
            probability(row["pvalue"]),
            row["decision"],
        ]
        for _, row in chosen.iterrows()
    ]
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Transform", "left"),
            Column("Terms", "left"),
            Column("Lags"),
            Column("n"),
            Column("Statistic"),
            Column("5 % value"),
            Column("p"),
            Column("Unit root", "left"),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, str]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {"unit-roots": unit_roots(frames["unit_roots"], settings["criteria"], origins["unit_roots"])}
