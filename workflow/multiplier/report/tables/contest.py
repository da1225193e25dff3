"""Tables of the contest of forecasts, one a country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.forecasting.models.names import NAMES
from multiplier.report.markup import Column, PrintedTable
from multiplier.report.tables.cells import COUNTRY, SHORT_NAME, fixed, probability

NOT_TESTED = "\u2013"


def contest(table: pd.DataFrame, country: str, origin: str) -> PrintedTable:
    """Relative errors by horizon, intervals and tests of every model of the multiplier, the best first."""
    part = table[(table["country"] == country) & (table["target"] == "m")]
    rolling = part[part["scheme"] == "rolling"].set_index(["model", "horizon"])
    path = part[part["scheme"] == "holdout"].set_index("model")
    horizons = sorted(rolling.index.unique("horizon"))
    shortest = horizons[0]
    level = max(int(name.rpartition("_")[2]) for name in table if name.startswith("coverage_"))
    order = rolling["relative_rmse"].groupby("model").mean().sort_values(kind="stable").index

    def tested(model: str, benchmark: str) -> str:
        value = rolling.loc[(model, shortest), f"dm_vs_{benchmark}_p_holm"]
        return NOT_TESTED if pd.isna(value) else probability(value)

    rows = [
        [
            NAMES[model],
            *(fixed(rolling.loc[(model, horizon), "relative_rmse"], 2) for horizon in horizons),
            fixed(path.loc[model, "relative_rmse"], 2),
            f"{fixed(100 * rolling.loc[(model, shortest), f'coverage_{level}'], 0)}",
            tested(model, "no_change"),
            tested(model, "formula"),
        ]
        for model in order
    ]
    return PrintedTable(
        [
            Column("Model", "left"),
            *(Column(f"h = {horizon}") for horizon in horizons),
            Column("Path"),
            Column(f"In {level} %, %"),
            Column("p, last value"),
            Column("p, formula"),
        ],
        rows,
        origin,
    )


def contest_m2(table: pd.DataFrame, origin: str) -> PrintedTable:
    """Root mean squared errors of M2 in percent given the base, by model, country and horizon, the best first."""
    part = table[(table["target"] == "m2") & (table["scheme"] == "rolling")]
    wide = part.pivot(index="model", columns=["country", "horizon"], values="rmse")
    order = wide.mean(axis=1).sort_values(kind="stable").index
    columns = [(country, horizon) for country in COUNTRY for horizon in sorted(part["horizon"].unique())]
    rows = [[NAMES[model], *(fixed(wide.loc[model, column], 1) for column in columns)] for model in order]
    heads = [Column(f"{SHORT_NAME[country]}: h = {horizon}") for country, horizon in columns]
    return PrintedTable([Column("Model of the multiplier", "left"), *heads], rows, origin)


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, str]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    table, origin = frames["contest"], origins["contest"]
    by_country = {f"contest-{country}": contest(table, country, origin) for country in COUNTRY}
    return by_country | {"contest-m2": contest_m2(table, origin)}
