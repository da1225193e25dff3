"""Tables: breaks of the multiplier at an unknown date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, Origin, PrintedTable, joined
from multiplier.report.tables.cells import fixed, probability

VARIANT = {"trend": "mean, trend", "trend_season": "mean, trend; season", "drift": "mean of changes"}
NULL = {"ar1": "AR(1)", "ar1_corrected": "corrected", "random_walk": "random walk"}


def tests(table: pd.DataFrame, windows: Mapping[str, Mapping[str, str]], origin: Origin) -> PrintedTable:
    """One break at an unknown date: statistic, date, size of the plain test, simulated p-value."""
    spans = {name: f"{span['first']} to {span['last']}" for name, span in windows.items()}
    rows = [
        [
            spans[row["window"]],
            VARIANT[row["variant"]],
            row["month"],
            fixed(row["statistic"], 1),
            fixed(row["critical_asymptotic"], 2),
            NULL[row["null"]] + (f", {fixed(row['phi'], 2)}" if row["null"] != "random_walk" else ""),
            fixed(100 * row["size"], 0),
            fixed(row["critical_simulated"], 1),
            probability(row["pvalue"]),
        ]
        for _, row in table.iterrows()
    ]
    return PrintedTable(
        [
            Column("Window", "left"),
            Column("What breaks", "left"),
            Column("Month"),
            Column("sup-F"),
            Column("critical"),
            Column("Null", "left"),
            Column("size, %"),
            Column("simulated"),
            Column("p"),
        ],
        rows,
        origin,
    )


def regimes(
    dates: pd.DataFrame, segments: pd.DataFrame, models: pd.DataFrame, window: str, origin: Origin
) -> PrintedTable:
    """Regimes of the models with one break and more: first month with its interval, slope, evidence."""
    chosen = segments[(segments["window"] == window) & (segments["breaks"] > 0)]
    of_model = models[models["window"] == window].set_index("breaks")
    intervals = dates[dates["window"] == window].set_index(["breaks", "number"])
    rows = []
    for _, row in chosen.iterrows():
        breaks, number = row["breaks"], row["regime"] - 1
        interval = (
            f"{intervals.loc[(breaks, number), 'lower']} to {intervals.loc[(breaks, number), 'upper']}"
            if number
            else ""
        )
        rows.append(
            [
                str(breaks) if not number else "",
                fixed(of_model.at[breaks, "bic"], 1) if not number else "",
                probability(of_model.at[breaks - 1, "pvalue_more"]) if not number else "",
                f"{row['first']} to {row['last']}",
                interval,
                fixed(row["slope_year"], 2),
                fixed(row["start"], 2),
                fixed(row["end"], 2),
            ]
        )
    return PrintedTable(
        [
            Column("Breaks", "left"),
            Column("BIC"),
            Column("p"),
            Column("Regime", "left"),
            Column("Interval of its first month", "left"),
            Column("Slope"),
            Column("From"),
            Column("To"),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {
        "regime-tests": tests(frames["regime_tests"], settings["regimes"]["windows"], origins["regime_tests"]),
        "regimes": regimes(
            frames["regime_dates"],
            frames["regimes"],
            frames["regime_models"],
            "long",
            joined(*(origins[name] for name in ("regime_dates", "regimes", "regime_models"))),
        ),
    }
