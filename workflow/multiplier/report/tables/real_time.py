"""Table of the headline numbers over the vintages that have the whole sample."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.real_time.panel import BASE_COLUMNS
from multiplier.report.markup import Column, Origin, PrintedTable, joined
from multiplier.report.number import NOT_AVAILABLE
from multiplier.report.tables.cells import fixed

# Quantity -> what the table calls it, decimals.
SHOWN = {
    "multiplier_first": ("multiplier before", 3),
    "multiplier_last": ("multiplier after", 3),
    "change_percent": ("change, percent", 2),
    "adf_n_statistic": ("unit root, no terms", 3),
    "adf_c_statistic": ("unit root, constant", 3),
    "adf_ct_statistic": ("unit root, trend", 3),
    "phi_exact_ml": ("\u03c6, exact likelihood", 4),
    "phi_cls": ("\u03c6, least squares", 4),
    "forecast": ("forecast", 3),
    "outcome": ("what came", 3),
    "forecast_error": ("error of forecast", 3),
}


def real_time(summary: pd.DataFrame, step: pd.DataFrame, origin: Origin) -> PrintedTable:
    """First and last vintage, range, spread and largest jump over the first base, the step to the second, and China."""
    us, china = (summary[summary["country"] == country].set_index("quantity") for country in ("us", "china"))
    old = us[us["series"] == BASE_COLUMNS[0]]
    steps = step.set_index("quantity")
    rows = []
    for quantity, (name, decimals) in SHOWN.items():
        if quantity not in old.index:
            continue
        row, jump = old.loc[quantity], NOT_AVAILABLE
        if pd.notna(row["jump_vintage"]):
            jump = f"{fixed(row['jump'], decimals)} ({row['jump_vintage']})"
        rows.append(
            [
                name,
                fixed(row["first"], decimals),
                fixed(row["last"], decimals),
                f"{fixed(row['minimum'], decimals)} to {fixed(row['maximum'], decimals)}",
                fixed(row["std"], decimals + 1),
                jump,
                *(fixed(steps.at[quantity, part], decimals) for part in ("revision", "new_base")),
                fixed(china.at[quantity, "last"], decimals),
            ]
        )
    heads = ["First", "Last", "Lowest to highest", "SD", "Largest jump", "Revision", "New base", "China"]
    return PrintedTable([Column("Number", "left"), *map(Column, heads)], rows, origin)


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {
        "real-time": real_time(
            frames["real_time_summary"],
            frames["real_time_step"],
            joined(origins["real_time_summary"], origins["real_time_step"]),
        )
    }
