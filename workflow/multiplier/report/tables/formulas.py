"""Tables: formulas that the studies print, decided by algebra."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.claims.names import study_name
from multiplier.report.markup import Column, Origin, PrintedTable, joined
from multiplier.report.number import minus

SIGN = {"positive": "+", "negative": "\u2212", "zero": "nought", "undetermined": "either"}


def formulas(table: pd.DataFrame, derivatives: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Every printed formula, what follows from the definitions, and the signs of its derivatives."""
    signs = {
        claim: ", ".join(f"{row['ratio'].replace('_', '')} {SIGN[row['sign']]}" for _, row in part.iterrows())
        for claim, part in derivatives.groupby("claim")
    }
    rows = []
    for _, row in table.iterrows():
        known = isinstance(row["holds"], bool)
        where = f", only if {row['holds_where_text']}" if isinstance(row["holds_where_text"], str) else ""
        rows.append(
            [
                row["claim"],
                study_name(row["study"]),
                minus(f"{row['name_text']} = {row['printed_text']}") if known else "none",
                "" if known and row["holds"] else minus(f"{row['name_text']} = {row['derived_text']}"),
                (("yes" if row["holds"] else "no") + minus(where)) if known else "",
                signs.get(row["claim"], ""),
            ]
        )
    return PrintedTable(
        [
            Column("Claim", "left"),
            Column("Study", "left", 1.3),
            Column("Printed", "left", 2.4),
            Column("What follows, where it differs", "left", 2.4),
            Column("Right", "left", 1.2),
            Column("Signs of derivatives", "left", 1.2),
        ],
        rows,
        origin,
        wide=True,
    )


def readings(table: pd.DataFrame, studies: Mapping[str, str], origin: Origin) -> PrintedTable:
    """How the ratios of each study give the two of the common form."""
    rows = [
        [
            study_name(studies[row["claim"]]),
            row["name"],
            row["cash_text"],
            row["reserves_text"],
            row["factor_text"],
            "yes" if row["holds"] else "no",
        ]
        for _, row in table.iterrows()
    ]
    head = ["Study", "Multiplier", "k", "r", "Times", "Holds"]
    return PrintedTable([Column(name, "left") for name in head], rows, origin)


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    printed = frames["formulas"]
    return {
        "formulas": formulas(
            printed, frames["formula_derivatives"], joined(origins["formulas"], origins["formula_derivatives"])
        ),
        "formula-readings": readings(
            frames["formula_readings"],
            dict(printed[["claim", "study"]].to_numpy()),
            joined(origins["formula_readings"], origins["formulas"]),
        ),
    }
