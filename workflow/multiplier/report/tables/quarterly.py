"""Tables: quarterly ratios and the multiplier, 2000 to 2012."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.companions.terms import DRIVERS
from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.tables.cells import fixed

ADJUSTMENT = {"none": "none", "x13": "X-13", "stl": "STL"}
TRANSFORM = {"level": "level", "diff": "change"}
RATIO = {"cd": "cash cd", "er": "excess er", "rr": "statutory rr"}


def correlations(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Correlations of mm with each ratio and their intervals, as if all banks were large and as if all were small."""
    keys = ["window", "adjustment", "transform", "driver"]
    by_bound = {bound: part.set_index(keys) for bound, part in table.groupby("bound")}
    rows = []
    for key, large in by_bound["large"].iterrows():
        _, adjustment, kind, driver = key
        rows.append(
            [
                f"{large['first']} to {large['last']}",
                ADJUSTMENT[adjustment],
                TRANSFORM[kind],
                RATIO[driver],
                *(
                    cell
                    for row in (large, by_bound["small"].loc[key])
                    for cell in (
                        fixed(row["pearson"], 2),
                        f"{fixed(row['lower'], 2)} to {fixed(row['upper'], 2)}",
                    )
                ),
            ]
        )
    return PrintedTable(
        [
            Column("Quarters", "left"),
            Column("Adjusted", "left"),
            Column("Form", "left"),
            Column("Ratio", "left"),
            Column("r, large"),
            Column("interval"),
            Column("r, small"),
            Column("interval"),
        ],
        rows,
        origin,
    )


def regressions(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Slopes of the log regression beside the elasticities of the identity, the same quarters once."""
    slopes = table[table["term"].isin(DRIVERS)].drop_duplicates(["first", "last", "bound", "term"])
    rows = [
        [
            f"{row['first']} to {row['last']}",
            str(row["nobs"]),
            f"all {row['bound']}",
            RATIO[row["term"]],
            fixed(row["elasticity"], 2),
            f"{fixed(row['estimate'], 2)} ({fixed(row['hac_se'], 2)})",
            fixed(row["difference_t"], 1),
            fixed(row["vif"], 1),
        ]
        for _, row in slopes.iterrows()
    ]
    return PrintedTable(
        [
            Column("Quarters", "left"),
            Column("n"),
            Column("Banks", "left"),
            Column("Ratio", "left"),
            Column("Elasticity"),
            Column("Slope (s.e.)"),
            Column("t"),
            Column("VIF"),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    stated = frames["quarterly_correlations"]
    return {
        "quarterly-correlations": correlations(stated[stated["window"] == "stated"], origins["quarterly_correlations"]),
        "quarterly-regressions": regressions(frames["quarterly_regression"], origins["quarterly_regression"]),
    }
