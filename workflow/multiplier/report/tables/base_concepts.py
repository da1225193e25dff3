"""Table of the American multiplier by concept of the base."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.tables.cells import fixed


def base_concepts(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Lowest to highest multiplier over all vintages by definition, and matches with what the study prints."""
    months = list(dict.fromkeys(table["month"]))
    printed = table.dropna(subset=["printed"]).drop_duplicates("month").set_index("month")["printed"]
    rows = []
    for definition, part in table.groupby("definition", sort=True):
        by_month = part.set_index("month")
        cells = []
        for month in months:
            if month not in by_month.index:
                cells += ["\u2013"] + (["\u2013"] if month in printed else [])
                continue
            row = by_month.loc[month]
            low, high = fixed(row["low"], 2), fixed(row["high"], 2)
            cells.append(low if low == high else f"{low} to {high}")
            if month in printed:
                cells.append(f"{row['matches']:.0f} of {row['values']}")
        rows.append([definition, str(part["vintages"].max()), *cells])
    columns = [Column("Definition", "left"), Column("Vintages")]
    for month in months:
        columns.append(Column(month))
        if month in printed:
            columns.append(Column(f"= {fixed(printed[month], 2)}"))
    return PrintedTable(columns, rows, origin)


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {"base-concepts": base_concepts(frames["base_concepts"], origins["base_concepts"])}
