"""Tables of the verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, PrintedTable
from multiplier.report.tables.cells import PURE, STUDY, minus_signs


def claims(table: pd.DataFrame, units: Mapping[str, str], origin: str) -> PrintedTable:
    """Every claim with what was printed, what was computed, the verdict and its cause; ``units`` by id."""
    rows = []
    for _, row in table.iterrows():
        where = " ".join(part for part in (row["matched_month"], row["matched_definition"]) if part)
        cause = row["cause"] + (f" Matched: {where}." if row["verdict"] == "displaced" else "")
        if row["candidates"] not in ("", "0"):
            cause += f" Candidates: {row['candidates']}"
            if row["expected_by_chance"]:
                chance = float(row["expected_by_chance"])
                cause += f"; matches expected by chance: {f'{chance:.2f}' if chance >= 0.01 else 'below 0.01'}"
            cause += "."
        unit = units[row["id"]] if row["kind"] == "number" and units[row["id"]] not in PURE else ""
        printed = f"{minus_signs(row['printed'])} {unit}".strip()
        computed = minus_signs(row["computed"])
        rows.append([row["id"], row["statement"], printed, computed, row["verdict"], minus_signs(cause)])
    return PrintedTable(
        [
            Column("Claim", "left"),
            Column("Statement", "left", 2.2),
            Column("Printed", "left", 0.9),
            Column("Computed", "left", 1.7),
            Column("Verdict", "left"),
            Column("Cause", "left", 2.8),
        ],
        rows,
        origin,
        wide=True,
    )


def claim_counts(table: pd.DataFrame, origin: str) -> PrintedTable:
    """Number of claims per study and verdict."""
    verdicts = [name for name in ("reproduced", "displaced", "close", "contradicted", "untestable") if name in table]
    rows = [
        [
            STUDY.get(row["study"], row["study"]),
            *(str(row[verdict]) for verdict in verdicts),
            str(sum(row[verdict] for verdict in verdicts)),
        ]
        for _, row in table.iterrows()
    ]
    return PrintedTable([Column("Study", "left"), *map(Column, verdicts), Column("all")], rows, origin)


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, str]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {
        "claim-counts": claim_counts(frames["claim_counts"], origins["claim_counts"]),
        "claims": claims(frames["claims"], dict(frames["printed"][["id", "unit"]].to_numpy()), origins["claims"]),
    }
