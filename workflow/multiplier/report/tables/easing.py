"""Tables: quantitative easing: programmes, yields, balance sheets, reserves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.data.yields import BREAKEVEN, NOMINAL, SERIES, YEARS
from multiplier.easing.event_study import ALL_PROGRAMMES, PROGRAMMES, TAPER
from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.tables.cells import fixed, minus_signs, probability

PROGRAMME = {name: name for name in PROGRAMMES} | {ALL_PROGRAMMES: "all three", TAPER: "slowing"}
KIND = {"nominal": "Treasury", "real": "real yield", "breakeven": "breakeven"}
PRINTED_OF_PROGRAMMES = [f"QE-{number:02d}" for number in range(1, 21)]
READINGS = {
    "stated": ("event_set", "near", "two_day"),
    "one-day windows": ("event_set", "near", "one_day"),
    "days of all years": ("event_set", "whole", "two_day"),
    "all announcements": ("all_rows", "near", "two_day"),
    "without the largest": ("without_largest", "near", "two_day"),
}
MEASURE = {
    "biweekly base": "base, two weeks",
    "monthly base": "base, months",
    "monthly multiplier": "multiplier, months",
}


def _label(series: str) -> str:
    kind = "nominal" if series in NOMINAL else "breakeven" if series in BREAKEVEN else "real"
    return f"{KIND[kind]}, {YEARS[series]} year{'s' * (YEARS[series] != 1)}"


def programmes(claims: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Dates and amounts: printed, and by announcements and holdings."""
    rows = [
        [
            row["id"],
            row["statement"],
            minus_signs(row["printed"]),
            minus_signs(row["computed"]) or "n/a",
            row["verdict"],
        ]
        for _, row in claims[claims["id"].isin(PRINTED_OF_PROGRAMMES)].iterrows()
    ]
    return PrintedTable(
        [
            Column("Claim", "left"),
            Column("Statement", "left", 2.6),
            Column("Printed"),
            Column("Data"),
            Column("Verdict", "left"),
        ],
        rows,
        origin,
        wide=True,
    )


def event_study(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Two-day sums by series and programme, each with its p-value adjusted for the maturities."""
    rows = table[(table["set"] == "event_set") & (table["pool"] == "near") & (table["window"] == "two_day")]
    cells = rows.set_index(["series", "programme"])
    return PrintedTable(
        [Column("Series", "left"), *(Column(f"{label}{end}") for label in PROGRAMME.values() for end in ("", ": p"))],
        [
            [
                _label(series),
                *(
                    text
                    for name in PROGRAMME
                    for text in (
                        fixed(cells.at[(series, name), "basis_points"], 0),
                        probability(cells.at[(series, name), "pvalue_holm"]),
                    )
                ),
            ]
            for series in SERIES
        ],
        origin,
    )


def sensitivity(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """The 10-year yield under other windows, events and random days."""
    rows = table[table["series"] == "DGS10"].set_index(["programme", "set", "pool", "window"])
    return PrintedTable(
        [Column("Reading", "left"), *(Column(f"{label}{end}") for label in PROGRAMME.values() for end in ("", ": p"))],
        [
            [
                label,
                *(
                    text
                    for name in PROGRAMME
                    for text in (
                        fixed(rows.at[(name, *where), "basis_points"], 0),
                        probability(rows.at[(name, *where), "pvalue"]),
                    )
                ),
            ]
            for label, where in READINGS.items()
        ],
        origin,
    )


def shares(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """How much of the rise of the base and of the fall of the multiplier had come by each date."""
    cells = table.set_index(["mark", "measure"])
    return PrintedTable(
        [Column("Before", "left"), Column("Date", "left"), *map(Column, MEASURE.values())],
        [
            [mark, part["date"].iloc[0], *(fixed(cells.at[(mark, measure), "share"], 0) for measure in MEASURE)]
            for mark, part in table.groupby("mark", sort=False)
        ],
        origin,
    )


def channels(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Channels with the series that would show them, and what of these the data hold."""
    return PrintedTable(
        [Column("Channel", "left", 1.3), Column("Needs", "left", 2.0), Column("In these data", "left", 1.3)],
        [list(row) for row in table.to_numpy()],
        origin,
        wide=True,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {
        "easing-programmes": programmes(frames["claims"], origins["claims"]),
        "easing-yields": event_study(frames["event_study"], origins["event_study"]),
        "easing-readings": sensitivity(frames["event_study"], origins["event_study"]),
        "easing-timing": shares(frames["share_by_date"], origins["share_by_date"]),
        "easing-channels": channels(frames["easing_channels"], origins["easing_channels"]),
    }
