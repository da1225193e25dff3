"""Tables: printed statistics against each other, without the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.tables.cells import minus_signs

SHARES = {"Check": 1.6, "Claims": 1.2, "Printed": 2.0, "Implied": 2.0, "Follows": 2.2}


def ranges(identifiers: str) -> str:
    """Return ids with runs of three and more written by their ends: QE-13 to QE-20."""
    runs: list[list[str]] = []
    for one in identifiers.split():
        prefix, number = one.split("-")
        last = runs[-1][-1] if runs else "-1"
        if last.startswith(prefix) and int(number) == int(last.split("-")[1]) + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def consistency(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Every check: what is compared, what it implies and what follows."""
    rows = [
        [
            row["check"],
            ranges(row["claims"]),
            minus_signs(row["printed"]),
            minus_signs(row["implied"]),
            row["consistent"],
            row["follows"],
        ]
        for _, row in table.iterrows()
    ]
    columns = [
        Column("Check", "left", SHARES["Check"]),
        Column("Claims", "left", SHARES["Claims"]),
        Column("Printed", "left", SHARES["Printed"]),
        Column("Implied", "left", SHARES["Implied"]),
        Column("Agree", "left"),
        Column("What follows", "left", SHARES["Follows"]),
    ]
    return PrintedTable(columns, rows, origin, wide=True)


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {"consistency": consistency(frames["consistency"], origins["consistency"])}
