"""Tables: growth of money, of base money and of the multiplier; money over output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.tables.cells import fixed, probability


def _span(row: pd.Series) -> str:
    return f"{row['first']} to {row['last']}"


def _interval(row: pd.Series, name: str, decimals: int) -> str:
    return f"{fixed(row[f'{name}_lower'], decimals)} to {fixed(row[f'{name}_upper'], decimals)}"


def correlations(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Correlation of the growth of base and multiplier beside what independence of base and M2 would give."""
    rows = [
        [
            _span(row),
            fixed(row["sd_base"], 1),
            fixed(row["sd_m2"], 1),
            fixed(row["correlation_m2"], 2),
            fixed(row["correlation"], 3),
            _interval(row, "correlation", 2),
            fixed(row["independent"], 3),
            _interval(row, "difference", 3),
        ]
        for _, row in table.iterrows()
    ]
    return PrintedTable(
        [
            Column("Window", "left"),
            Column("sd B"),
            Column("sd M2"),
            Column("r(B, M2)"),
            Column("r(B, m)"),
            Column("interval"),
            Column("if independent"),
            Column("difference"),
        ],
        rows,
        origin,
    )


def years(table: pd.DataFrame, first: str, last: str, origin: Origin) -> PrintedTable:
    """Growth of M2 by source over the years whose December lies in ``first`` to ``last``."""
    rows = [
        [str(row["year"]), *(fixed(row[part], 1) for part in ("base", "multiplier", "m2")), row["main"]]
        for _, row in table[(table["year"].astype(str) + "-12").between(first, last)].iterrows()
    ]
    return PrintedTable(
        [Column("Year", "left"), Column("Base"), Column("Multiplier"), Column("M2"), Column("Main source", "left")],
        rows,
        origin,
    )


def trends(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """The multiplier's trend by window, and how little robust errors of it mean."""
    rows = [
        [
            _span(row),
            fixed(row["slope_year"], 3),
            fixed(row["t"], 1),
            fixed(100 * row["random_walk_size"], 0),
            probability(row["random_walk_p"]),
            fixed(row["drift_year"], 3),
            probability(row["drift_p"]),
        ]
        for _, row in table.iterrows()
    ]
    return PrintedTable(
        [
            Column("Window", "left"),
            Column("slope"),
            Column("t"),
            Column("size, %"),
            Column("p of t"),
            Column("drift"),
            Column("p of drift"),
        ],
        rows,
        origin,
    )


def monetisation(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Growth of M2 over GDP by window."""
    rows = [
        [
            _span(row),
            fixed(row["start"], 2),
            fixed(row["end"], 2),
            fixed(row["growth_year"], 1),
            fixed(row["t"], 1),
            str(int(row["breaks"])),
            fixed(row["growth_year_without"], 1),
            fixed(row["t_without"], 1),
            f"{int(row['up'])} of {int(row['compared'])}",
        ]
        for _, row in table.iterrows()
    ]
    return PrintedTable(
        [
            Column("Window", "left"),
            Column("first"),
            Column("last"),
            Column("growth"),
            Column("t"),
            Column("breaks"),
            Column("without"),
            Column("t"),
            Column("higher"),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    long = settings["growth"]["windows"]["long"]
    return {
        "growth-correlations": correlations(frames["growth_correlations"], origins["growth_correlations"]),
        "growth-years": years(frames["growth_years"], long["first"], long["last"], origins["growth_years"]),
        "growth-trends": trends(frames["multiplier_trends"], origins["multiplier_trends"]),
        "monetisation": monetisation(frames["monetisation_growth"], origins["monetisation_growth"]),
    }
