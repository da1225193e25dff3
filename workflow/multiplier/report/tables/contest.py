"""Tables of the contest of forecasts: errors, tests and the power of the tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.forecasting.models.names import NAMES
from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.tables.cells import COUNTRY, SHORT_NAME, fixed, probability

NOT_TESTED = "\u2013"


def contest(table: pd.DataFrame, country: str, origin: Origin) -> PrintedTable:
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


def _levels(table: pd.DataFrame) -> list[int]:
    return sorted(int(name.rpartition("_")[2]) for name in table if name.startswith("coverage_"))


def scores(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Absolute errors, coverage and width at the shortest and the longest horizon, separated by a slash."""
    rolling = table[(table["scheme"] == "rolling") & (table["target"] == "m")]
    ends = (rolling["horizon"].min(), rolling["horizon"].max())
    levels = _levels(table)
    rows = []
    for country, name in SHORT_NAME.items():
        cells = rolling[rolling["country"] == country].set_index(["model", "horizon"])

        def both(model: str, column: str, decimals: int, scale: float = 1, cells: pd.DataFrame = cells) -> str:
            return " / ".join(fixed(scale * cells.loc[(model, horizon), column], decimals) for horizon in ends)

        rows += [
            [
                name,
                NAMES[model],
                both(model, "mae", 3),
                both(model, "mase", 2),
                *(both(model, f"coverage_{level}", 0, 100) for level in levels),
                both(model, f"width_{levels[-1]}", 2),
            ]
            for model in cells.index.unique("model")
        ]
    heads = ["MAE", "MASE", *(f"In {level} %, %" for level in levels), f"Width {levels[-1]} %"]
    columns = [Column("Country", "left"), Column("Model", "left"), *map(Column, heads)]
    return PrintedTable(columns, rows, origin, floating=False)


def holm_tests(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """p-values of every test, adjusted for the number of models at each horizon."""
    rolling = table[(table["scheme"] == "rolling") & (table["target"] == "m")]
    horizons = sorted(rolling["horizon"].unique())
    pairs = [(name, horizon) for name in ("no_change", "formula") for horizon in horizons]
    rows = []
    for country, short in SHORT_NAME.items():
        cells = rolling[rolling["country"] == country].set_index(["model", "horizon"])
        for model in cells.index.unique("model"):
            pvalues = [cells.loc[(model, horizon), f"dm_vs_{name}_p_holm"] for name, horizon in pairs]
            rows.append([short, NAMES[model], *(NOT_TESTED if pd.isna(p) else probability(p) for p in pvalues)])
    # The first column of each group says what the group is held against.
    heads = [
        f"{'Last value' if name == 'no_change' else 'Formula'}: h = {horizon}"
        if horizon == horizons[0]
        else f"{horizon}"
        for name, horizon in pairs
    ]
    columns = [Column("Country", "left"), Column("Model", "left"), *map(Column, heads)]
    return PrintedTable(columns, rows, origin, floating=False)


def power(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Percentage of rejections by horizon and ratio of the errors, China and the United States side by side."""
    ratios = sorted(table["rmse_ratio"].unique(), reverse=True)
    cells = table.set_index(["country", "horizon", "rmse_ratio"])
    rows = [
        [
            f"{horizon}",
            f"{part['n'].iloc[0]}",
            *(
                " / ".join(fixed(100 * cells.loc[(country, horizon, ratio), "rejections"], 1) for country in COUNTRY)
                for ratio in ratios
            ),
        ]
        for horizon, part in table.groupby("horizon")
    ]
    heads = [Column("h"), Column("n"), *(Column("1 (size)" if ratio == 1 else f"{ratio:g}") for ratio in ratios)]
    return PrintedTable(heads, rows, origin)


def contest_m2(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Root mean squared errors of M2 in percent given the base, by model and horizon, China / US, the best first."""
    part = table[(table["target"] == "m2") & (table["scheme"] == "rolling")]
    wide = part.pivot(index="model", columns=["country", "horizon"], values="rmse")
    order = wide.mean(axis=1).sort_values(kind="stable").index
    horizons = sorted(part["horizon"].unique())
    rows = [
        [
            NAMES[model],
            *(" / ".join(fixed(wide.loc[model, (country, horizon)], 1) for country in COUNTRY) for horizon in horizons),
        ]
        for model in order
    ]
    return PrintedTable([Column("Model", "left"), *(Column(f"h = {horizon}") for horizon in horizons)], rows, origin)


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    table, origin = frames["contest"], origins["contest"]
    by_country = {f"contest-{country}": contest(table, country, origin) for country in COUNTRY}
    return by_country | {
        "contest-m2": contest_m2(table, origin),
        "contest-power": power(frames["contest_power"], origins["contest_power"]),
        "contest-scores": scores(table, origin),
        "contest-tests": holm_tests(table, origin),
    }
