"""Tables of what the correlations of drivers and multiplier are worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, PrintedTable
from multiplier.report.tables.cells import ADJUSTED, COUNTRY, DRIVER, TRANSFORM, fixed, probability

SHOWN = ("diff", "x13_diff", "stl_diff", "diff12")  # the transforms of the printed table; all are in the file
KIND = TRANSFORM | ADJUSTED


def inference(table: pd.DataFrame, origin: str) -> PrintedTable:
    """Correlations of changes with bootstrap intervals and p-values by surrogates."""
    rows = [
        [
            COUNTRY[row["country"]],
            DRIVER[row["driver"]],
            KIND[row["transform"]],
            fixed(row["pearson"], 2),
            f"{fixed(row['boot_lower'], 2)} to {fixed(row['boot_upper'], 2)}",
            fixed(row["block_length"], 1),
            probability(row["surrogate_p"]),
            probability(row["surrogate_p_holm"]),
        ]
        for country in COUNTRY
        for kind in SHOWN
        for _, row in table[(table["country"] == country) & (table["transform"] == kind)].iterrows()
    ]
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Driver", "left"),
            Column("Transform", "left"),
            Column("r"),
            Column("Interval"),
            Column("Block"),
            Column("p"),
            Column("p, Holm"),
        ],
        rows,
        origin,
    )


def power(table: pd.DataFrame, origin: str) -> PrintedTable:
    """Rejections by test and true relation, the lowest and highest over the drivers, countries side by side."""
    rows = []
    for (test, kind, truth), part in table.groupby(["test", "transform", "truth"], sort=False):
        cells = []
        for country in COUNTRY:
            shares = 100 * part.loc[part["country"] == country, "rejections"]
            same = test == "sign"
            cells.append(fixed(shares.min(), 1) if same else f"{fixed(shares.min(), 1)} to {fixed(shares.max(), 1)}")
        relation = f"{100 * truth:g} % of months agree" if test == "sign" else f"correlation {truth:g}"
        rows.append(["sign test" if test == "sign" else "surrogates", KIND[kind], relation, *cells])
    return PrintedTable(
        [
            Column("Test", "left"),
            Column("Transform", "left"),
            Column("True relation", "left"),
            Column("China, %"),
            Column("United States, %"),
        ],
        sorted(rows, key=lambda row: row[0] == "sign test"),
        origin,
    )


def regressions(table: pd.DataFrame, origin: str) -> PrintedTable:
    """Slopes of the regressions on four ratios beside the derivatives, both multipliers side by side."""
    keys = ["country", "form", "regressor"]
    chosen = table[table["form"].isin(["level_four", "log_four"])]
    parts = {name: part.set_index(keys) for name, part in chosen.groupby("regressand")}
    rows = []
    for key, published in parts["published"].iterrows():
        country, form, regressor = key
        from_ratios = parts["from_ratios"].loc[key]
        rows.append(
            [
                COUNTRY[country],
                "levels" if form == "level_four" else "logarithms",
                DRIVER[regressor],
                fixed(published["analytic"], 2),
                *(
                    cell
                    for row in (published, from_ratios)
                    for cell in (f"{fixed(row['slope'], 2)} ({fixed(row['hac_se'], 2)})", fixed(row["difference_t"], 1))
                ),
                fixed(published["vif"], 1),
            ]
        )
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Form", "left"),
            Column("Ratio", "left"),
            Column("Derivative"),
            Column("Slope (s.e.)"),
            Column("t"),
            Column("Slope, from ratios"),
            Column("t"),
            Column("VIF"),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, str]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {
        "driver-inference": inference(frames["drivers"], origins["drivers"]),
        "driver-power": power(frames["driver_power"], origins["driver_power"]),
        "identity-regressions": regressions(frames["identity_regressions"], origins["identity_regressions"]),
    }
