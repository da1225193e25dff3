"""Tables of what stands behind the formula: bias, diagnostics, other orders, stability and power."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, Origin, PrintedTable, joined
from multiplier.report.tables.cells import COUNTRY, ESTIMATOR, fixed, probability

# Alternatives that each residual test is meant for.
AGAINST = {
    "second_lag": "a second lag",
    "seasonal_ma": "a seasonal MA term",
    "t_errors": "errors from t",
    "arch": "ARCH errors",
}
SHOWN = "exact_ml"  # the estimator whose residuals the table has
FORMULA = {"w_no_mean": "w, no mean", "w_mean": "w, mean", "dw": "change of w"}  # AR(1) in every reading
DIFFERENCING = {0: "w", 1: "change of w"}


def phi_bias(table: pd.DataFrame, interval: int, origin: Origin) -> PrintedTable:
    """The coefficient as estimated, its bias, and the estimates that allow for it."""
    rows = []
    for _, row in table.iterrows():
        unbiased = pd.notna(row["phi_median_unbiased"])
        rows.append(
            [
                COUNTRY[row["country"]],
                FORMULA[row["reading"]],
                ESTIMATOR[row["estimator"]],
                fixed(row["phi"], 3),
                fixed(row["bias_mean"], 3),
                fixed(row["bias_median"], 3),
                fixed(row["phi_corrected"], 2),
                fixed(row["phi_median_unbiased"], 2) if unbiased else "",
                f"{fixed(row['low'], 2)} to {fixed(row['high'], 2)}" if unbiased else "",
            ]
        )
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Reading", "left"),
            Column("Estimator", "left"),
            Column("\u03c6"),
            Column("Mean bias"),
            Column("Median bias"),
            Column("\u03c6 less bias"),
            Column("Unbiased"),
            Column(f"{interval} % interval"),
        ],
        rows,
        origin,
    )


def diagnostics(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Tests of the residuals with simulated p-values and power."""
    rows = [
        [
            COUNTRY[row["country"]],
            FORMULA[row["reading"]],
            row["test"],
            fixed(row["statistic"], 1),
            fixed(row["df"], 0),
            probability(row["pvalue"]),
            probability(row["pvalue_simulated"]),
            AGAINST[row["alternative"]],
            fixed(100 * row["power"], 0),
        ]
        for _, row in table[table["estimator"] == SHOWN].iterrows()
    ]
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Reading", "left"),
            Column("Test", "left"),
            Column("Statistic"),
            Column("df"),
            Column("p"),
            Column("p simulated"),
            Column("Against", "left"),
            Column("Power, %"),
        ],
        rows,
        origin,
    )


def _chosen_by(row: pd.Series) -> str:
    study = row["order"] == f"(1,{row['differencing']},0)" and row["seasonal_order"].startswith("(0,1,0,")
    names = [] if pd.isna(row["selected_by"]) else [row["selected_by"].replace("_", " ").replace(" and ", ", ")]
    return ", ".join([*names, *(["the formula"] if study else [])])


def order_search(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Best model and runner-up of each differencing, the automatic choice, and the study's formula."""
    named = table.assign(chosen_by=table.apply(_chosen_by, axis=1))
    rows = [
        [
            COUNTRY[row["country"]],
            DIFFERENCING[row["differencing"]],
            row["chosen_by"],
            f"{row['order']}{row['seasonal_order'].rpartition(',')[0]})",
            "yes" if row["trend"] == "c" else "no",
            fixed(row["aicc"], 2),
            fixed(row["delta"], 2),
            fixed(row["rank"], 0) if pd.notna(row["rank"]) else "not converged",
            "yes" if row["boundary"] else "no",
        ]
        for _, row in named[named["chosen_by"] != ""].iterrows()
    ]
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Series", "left"),
            Column("Chosen by", "left"),
            Column("Order", "left"),
            Column("Mean"),
            Column("AICc"),
            Column("\u0394"),
            Column("Rank"),
            Column("At edge"),
        ],
        rows,
        origin,
    )


def stability(table: pd.DataFrame, power: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Every test of every reading: its decision, and its power beside it."""
    shares = power.pivot_table(index=["country", "reading", "test"], columns="alternative", values="share")
    rows = []
    for _, row in table.iterrows():
        share = 100 * shares.loc[(row["country"], row["reading"], row["test"])]
        month = "" if pd.isna(row["break_month"]) else f", {row['break_month']}"
        rows.append(
            [
                COUNTRY[row["country"]],
                FORMULA[row["reading"]],
                f"{row['test']}{month}",
                fixed(row["statistic"], 2),
                probability(row["pvalue_simulated"]),
                row["decision"],
                *(fixed(share[name], 0) for name in ("estimated", "phi", "intercept")),
            ]
        )
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Reading", "left"),
            Column("Test", "left"),
            Column("Statistic"),
            Column("p simulated"),
            Column("Stability", "left"),
            Column("Power: found"),
            Column("\u03c6 falls"),
            Column("intercept"),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {
        "phi-bias": phi_bias(frames["phi_bias"], settings["unbiased_interval"], origins["phi_bias"]),
        "diagnostics": diagnostics(frames["arima_diagnostics"], origins["arima_diagnostics"]),
        "order-search": order_search(frames["order_search"], origins["order_search"]),
        "stability": stability(
            frames["stability"], frames["stability_power"], joined(origins["stability"], origins["stability_power"])
        ),
    }
