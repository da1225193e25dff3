"""Tables: the multiplier regressed on its own components, 2000 to 2009."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.companions.k2_search import single
from multiplier.companions.least_squares import CONSTANT
from multiplier.companions.terms import K2_CLAIMS, K2_DECIMALS
from multiplier.report.markup import Column, Origin, PrintedTable, joined
from multiplier.report.tables.cells import fixed

TERM = {
    CONSTANT: "intercept",
    "r": "statutory ratio r",
    "g": "remainder g",
    "h": "cash h",
    "e": "excess reserves e",
}


def _slope(value: float) -> str:
    return "" if pd.isna(value) else fixed(value, K2_DECIMALS)


def regressions(table: pd.DataFrame, printed: Mapping[str, float], origin: Origin) -> PrintedTable:
    """Estimates by window beside the derivatives of the identity; the printed ones beside the stated window."""
    rows = [
        [
            f"{row['first']} to {row['last']}",
            TERM[row["term"]],
            fixed(printed[row["term"]], K2_DECIMALS) if row["window"] == "stated" else "",
            f"{fixed(row['estimate'], K2_DECIMALS)} ({fixed(row['hac_se'], K2_DECIMALS)})",
            _slope(row["derivative"]),
            _slope(row["equal_slopes"]),
            "" if pd.isna(row["vif"]) else fixed(row["vif"], 1),
            "" if pd.isna(row["mean"]) else fixed(100 * row["mean"], 1),
            "" if pd.isna(row["std"]) else fixed(100 * row["std"], 1),
        ]
        for _, row in table.iterrows()
    ]
    return PrintedTable(
        [
            Column("Window", "left"),
            Column("Term", "left"),
            Column("Printed"),
            Column("Estimate (s.e.)"),
            Column("Derivative"),
            Column("One slope"),
            Column("VIF"),
            Column("Mean, %"),
            Column("s.d., %"),
        ],
        rows,
        origin,
    )


def search(
    candidates: pd.DataFrame, stated: pd.DataFrame, printed: Mapping[str, float], origin: Origin
) -> PrintedTable:
    """Every coefficient by itself: how many readings have it, and how many would by chance."""
    rows = []
    for term, number in printed.items():
        found = single(candidates, term, number, K2_DECIMALS)
        rows.append(
            [
                TERM[term],
                fixed(number, K2_DECIMALS),
                fixed(stated.loc[term, "estimate"], K2_DECIMALS),
                f"{fixed(found.values.min(), K2_DECIMALS)} to {fixed(found.values.max(), K2_DECIMALS)}",
                f"{len(found.values):,}",
                str(found.equal),
                fixed(found.chance, 1),
            ]
        )
    head = ["Printed", "As stated", "Range of readings", "Different", "Equal", "Expected"]
    return PrintedTable([Column("Coefficient", "left"), *map(Column, head)], rows, origin)


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    by_id = frames["printed"].set_index("id")["printed"]
    printed = {term: float(by_id[claim]) for term, claim in K2_CLAIMS.items()}
    regression = frames["k2_regression"]
    stated = regression[regression["window"] == "stated"].set_index("term")
    return {
        "k2-regression": regressions(regression, printed, joined(origins["k2_regression"], origins["printed"])),
        "k2-search": search(
            frames["k2_candidates"],
            stated,
            printed,
            joined(origins["k2_candidates"], origins["k2_regression"], origins["printed"]),
        ),
    }
