"""Tables: the multiplier forecast from forecasts of its ratios."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.companions.terms import BENCHMARKS, MAIN_RESERVES, model_names
from multiplier.report.markup import Column, Origin, PrintedTable, joined
from multiplier.report.tables.cells import fixed, probability

FORM = {"cstr": "c, s, t, r", "kr": "k, r"}
REGRESSION = {"trend": "trend, months", "ar": "last value, trend, months"}
GAP = {"none": "left out", "last": "as last seen"}
DIRECT = {
    "no_change": "last value",
    "seasonal_naive": "same month a year before",
    "seasonal_ar": "m: monthly means, AR(1)",
    "direct_trend": "m: trend, months",
    "direct_ar": "m: last value, trend, months",
}


def _name(model: str) -> str:
    form, regression, gap = model.split("_")
    return f"{FORM[form]}: {REGRESSION[regression]}{'; gap' if gap == 'last' else ''}"


def readings(table: pd.DataFrame, scores: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Fit and hold-out of every reading with the main reserves, and the range over the others."""
    direct = scores[scores["scheme"] == "holdout"].set_index("model").at["seasonal_ar", "rmse"]
    table = table.assign(relative_direct=table["rmse"] / direct)
    columns = {"fit_mape": 1, "mape": 1, "relative_no_change": 2, "relative_seasonal_naive": 2, "relative_direct": 2}
    rows = []
    for (form, regression, gap), part in table.groupby(["form", "regression", "gap"], sort=False):
        main = part[part["reserves"] == MAIN_RESERVES].iloc[0]
        rows.append(
            [
                FORM[form],
                REGRESSION[regression],
                GAP[gap],
                *(
                    f"{fixed(main[column], decimals)} ({fixed(part[column].min(), decimals)} to "
                    f"{fixed(part[column].max(), decimals)})"
                    for column, decimals in columns.items()
                ),
            ]
        )
    return PrintedTable(
        [
            Column("Ratios", "left", 0.9),
            Column("Regressed on", "left", 1.2),
            Column("Gap", "left", 0.9),
            Column("Fit, %", "right", 1.0),
            Column("Year after, %", "right", 1.2),
            Column("No change", "right", 1.2),
            Column("Year before", "right", 1.2),
            Column("Direct", "right", 1.2),
        ],
        rows,
        origin,
        wide=True,
    )


def rolling(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Rolling forecasts by horizon and model; of the readings those that leave the gap out."""
    wanted = [model for model in model_names() if model.endswith("_none")] + list(BENCHMARKS)
    names = {model: _name(model) for model in model_names()} | DIRECT
    rows = []
    for horizon, part in table[table["scheme"] == "rolling"].groupby("horizon"):
        of_model = part.set_index("model")
        for place, model in enumerate(wanted):
            row = of_model.loc[model]
            tests = [
                probability(row[column]) if pd.notna(row[column]) else ""
                for column in ("dm_no_change_p", "dm_no_change_p_holm", "dm_seasonal_naive_p")
            ]
            rows.append(
                [
                    f"{horizon} ({int(row['n'])})" if not place else "",
                    names[model],
                    fixed(row["rmse"], 3),
                    fixed(row["mase"], 2),
                    fixed(row["relative_no_change"], 2),
                    *tests[:2],
                    fixed(row["relative_seasonal_naive"], 2),
                    tests[2],
                ]
            )
    return PrintedTable(
        [
            Column("Months (n)", "left"),
            Column("Forecast", "left"),
            Column("RMSE"),
            Column("MASE"),
            Column("no change"),
            Column("p"),
            Column("Holm"),
            Column("year before"),
            Column("p"),
        ],
        rows,
        origin,
    )


def ratios(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Fit and forecast of each ratio, and its effect on the multiplier."""
    rows = [
        [
            REGRESSION[row["regression"]],
            row["ratio"],
            fixed(row["lag"], 2) if row["regression"] == "ar" else "",
            fixed(row["fit_percent"], 1),
            fixed(row["forecast_percent"], 1),
            fixed(row["multiplier_percent"], 1),
        ]
        for _, row in table.iterrows()
    ]
    return PrintedTable(
        [
            Column("Regressed on", "left"),
            Column("Ratio", "left"),
            Column("Last value"),
            Column("Fit, %"),
            Column("Year after, %"),
            Column("Multiplier, %"),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part, none if the vintage lacks figures; parameters as in ``paper_tables``."""
    if pd.notna(frames["bottom_up_scope"]["missing"].iloc[0]):
        return {}
    scores = frames["bottom_up_scores"]
    return {
        "bottom-up-readings": readings(
            frames["bottom_up_specifications"],
            scores,
            joined(origins["bottom_up_specifications"], origins["bottom_up_scores"]),
        ),
        "bottom-up-rolling": rolling(scores, origins["bottom_up_scores"]),
        "bottom-up-ratios": ratios(frames["bottom_up_ratios"], origins["bottom_up_ratios"]),
    }
