"""Tables: turning points and leads of the multiplier and of inflation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.companions.terms import MULTIPLIER
from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.number import NOT_AVAILABLE

SHOWN = "whole"


def turns(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Turns of the multiplier with the nearest of inflation, then the other turns of inflation, in order of time."""
    part = table[table["window"] == SHOWN]
    own = part[part["series"] == MULTIPLIER]
    rows = []
    for _, row in own.iterrows():
        if pd.isna(row["lead"]):
            nearest, lead = NOT_AVAILABLE, NOT_AVAILABLE
        else:
            months = int(row["lead"])
            nearest = str(pd.Period(row["month"], freq="M") + months)
            lead = f"{abs(months)} {'before' if months > 0 else 'after' if months < 0 else ''}".strip()
        rows.append([row["kind"], row["month"], f"{row['value']:.2f}", nearest, lead])
    return PrintedTable(
        [
            Column("Turn", "left"),
            Column("Multiplier", "left"),
            Column("m"),
            Column("Nearest of inflation", "left"),
            Column("Multiplier, months", "left"),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {"cycle-turns": turns(frames["cycle_turns"], origins["cycle_turns"])}
