"""Table of the definition search: how many candidates, how many match, how many chance would give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.tables.cells import minus_signs


def definition_search(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """One row a searched claim; of a vector it is said how many of its numbers the nearest candidate has."""
    rows = []
    for _, row in table.iterrows():
        numbers = str(row["printed"]).split()
        vector = len(numbers) > 1
        rows.append(
            [
                row["id"],
                f"{len(numbers)} numbers" if vector else minus_signs(str(row["printed"])),
                f"{row['candidates']:,}",
                f"{row['matches']:,}",
                f"{row['expected_by_chance']:.2f}" if row["expected_by_chance"] >= 0.01 else "below 0.01",
                f"{row['nearest_definition']}, {row['nearest_month']}, vintage {row['nearest_vintage']}",
                f"{row['nearest_equal']} equal" if vector else minus_signs(str(row["nearest_value"])),
            ]
        )
    columns = [
        Column("Claim", "left"),
        Column("Printed"),
        Column("Candidates"),
        Column("Match"),
        Column("By chance"),
        Column("Nearest candidate", "left", 1.0),
        Column("Gives"),
    ]
    return PrintedTable(columns, rows, origin, wide=True)


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {"definition-search": definition_search(frames["definition_search"], origins["definition_search"])}
