"""Tables of drivers against the multiplier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.identities import DRIVERS
from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.tables.cells import COUNTRY, DRIVER, TRANSFORM, fixed, probability


def sensitivities(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Ratios at their sample means with derivative and elasticity, countries side by side."""
    wide = table.pivot(index="ratio", columns="country")
    rows = [
        [
            DRIVER[ratio],
            *(
                fixed(wide.loc[ratio, (name, country)], 3)
                for country in COUNTRY
                for name in ("mean", "derivative", "elasticity")
            ),
        ]
        for ratio in DRIVERS.values()
    ]
    return PrintedTable(
        [
            Column("Ratio", "left"),
            *(
                Column(f"{short} {name}")
                for short in ("China:", "US:")
                for name in ("mean", "derivative", "elasticity")
            ),
        ],
        rows,
        origin,
    )


def drivers(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Correlations of drivers and multiplier with sign agreement and the random-walk reference."""
    rows = []
    for _, row in table[table["transform"].isin(list(TRANSFORM))].iterrows():
        share = "" if pd.isna(row["random_walk_share"]) else fixed(100 * row["random_walk_share"], 0)
        rows.append(
            [
                COUNTRY[row["country"]],
                DRIVER[row["driver"]],
                TRANSFORM[row["transform"]],
                "+" if row["expected_sign"] > 0 else "\u2212",
                fixed(row["pearson"], 2),
                fixed(row["spearman"], 2),
                f"{row['agreements']} of {row['nobs']}",
                "" if pd.isna(row["sign_test_p"]) else probability(row["sign_test_p"]),
                share,
            ]
        )
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Driver", "left"),
            Column("Transform", "left"),
            Column("Theory", "center"),
            Column("Pearson"),
            Column("Spearman"),
            Column("Agrees"),
            Column("p"),
            Column("Walks, %"),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {
        "sensitivities": sensitivities(frames["sensitivities"], origins["sensitivities"]),
        "drivers": drivers(frames["drivers"], origins["drivers"]),
    }
