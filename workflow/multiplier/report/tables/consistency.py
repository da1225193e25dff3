"""Tables: printed statistics against each other, without the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, PrintedTable
from multiplier.report.tables.cells import minus_signs

SHARES = {"Check": 1.5, "Claims": 0.9, "Printed": 1.9, "Implied": 1.9, "Follows": 1.9}


def consistency(table: pd.DataFrame, origin: str) -> PrintedTable:
    """Every check: what is compared, what it implies and what follows."""
    rows = [
        [
            row["check"],
            row["claims"],
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
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, str]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {"consistency": consistency(frames["consistency"], origins["consistency"])}
