"""Tables of the forecasting formula: correlogram, readings, accuracy of its forecasts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.tables.cells import BENCHMARK, COUNTRY, ESTIMATOR, READING, fixed, probability

HEADS = {"china": "China: ", "us": "US: "}


def correlogram(table: pd.DataFrame, origin: Origin, heads: Mapping[str, str] = HEADS) -> PrintedTable:
    """Correlogram of the 12-month difference, countries side by side; ``heads`` begin the names of their columns."""
    parts = {country: table[table["country"] == country].set_index("lag") for country in heads}
    rows = [
        [
            str(lag),
            *(
                cell
                for part in parts.values()
                for cell in (
                    fixed(part["ac"][lag], 3),
                    fixed(part["pac"][lag], 3),
                    fixed(part["q"][lag], 2),
                    probability(part["p"][lag]),
                )
            ),
        ]
        for lag in next(iter(parts.values())).index
    ]
    return PrintedTable(
        [
            Column("Lag"),
            *(Column(f"{head}{name}") for head in heads.values() for name in ("AC", "PAC", "Q", "p")),
        ],
        rows,
        origin,
    )


def arima(table: pd.DataFrame, origin: Origin, names: Mapping[str, str] = COUNTRY) -> PrintedTable:
    """The readings of the forecasting formula: phi with standard error, constant, fit and diagnostics."""
    rows = []
    for (country, reading, estimator), part in table.groupby(["country", "reading", "estimator"], sort=False):
        values = part.set_index("parameter")
        phi = values.loc["phi"]
        constants = [name for name in ("mean", "intercept") if name in values.index]
        rows.append(
            [
                names[country],
                READING[reading],
                ESTIMATOR[estimator],
                f"{fixed(phi['estimate'], 3)} ({fixed(phi['std_error'], 3)})",
                f"{fixed(values.loc[constants[0], 'estimate'], 3)} {constants[0]}" if constants else "",
                fixed(values.loc["sigma2", "estimate"], 4),
                str(phi["nobs"]),
                fixed(phi["loglik"], 2),
                probability(phi["ljung_box_p"]),
            ]
        )
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Reading", "left"),
            Column("Estimator", "left"),
            Column("\u03c6 (s.e.)"),
            Column("Constant"),
            Column("\u03c3\u00b2"),
            Column("n"),
            Column("log L"),
            Column("Q, p"),
        ],
        rows,
        origin,
    )


def accuracy(table: pd.DataFrame, origin: Origin, country: str = "china") -> PrintedTable:
    """How the forecasts of a country's multiplier fared."""
    levels = sorted(int(name.rpartition("_")[2]) for name in table if name.startswith("coverage_"))
    rows = []
    for _, row in table[table["country"] == country].sort_values("rmse").iterrows():
        reading, _, estimator = row["model"].partition("/")
        name = f"{READING[reading]}, {ESTIMATOR[estimator]}" if estimator else BENCHMARK[reading]
        rows.append(
            [
                name,
                fixed(row["months"], 0),
                fixed(row["rmse"], 3),
                fixed(row["mae"], 3),
                fixed(row["mean_error"], 3),
                *(fixed(100 * row[f"coverage_{level}"], 0) for level in levels),
            ]
        )
    return PrintedTable(
        [
            Column("Forecast", "left"),
            Column("Months"),
            Column("RMSE"),
            Column("MAE"),
            Column("Mean error"),
            *(Column(f"inside {level} %, %") for level in levels),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {
        "correlogram": correlogram(frames["correlogram"], origins["correlogram"]),
        "arima": arima(frames["arima"], origins["arima"]),
        "accuracy": accuracy(frames["forecast_accuracy"], origins["forecast_accuracy"]),
    }
