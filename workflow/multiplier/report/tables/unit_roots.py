"""Tables of the unit root tests: the study's test, the battery, and where the tests conflict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, PrintedTable
from multiplier.report.numbers.power import power_of
from multiplier.report.tables.cells import COUNTRY, SERIES, SHORT_NAME, TERM, TRANSFORM, fixed
from multiplier.unit_roots.conflicts import KEYS, headline_rows

TEST = {
    "ADF": "ADF",
    "PP": "Phillips-Perron",
    "DF-GLS": "DF-GLS",
    "KPSS": "KPSS",
    "ZA": "Zivot-Andrews",
    "OCSB": "OCSB",
    "CH": "Canova-Hansen",
}
NULL = {
    "unit root": "unit root",
    "stationary": "stationarity",
    "seasonal unit root": "seasonal root",
    "no seasonal unit root": "stable season",
}
SEASON = {"no seasonal unit root": "no seasonal root", "seasonal unit root": "seasonal root"}
TERMS = {
    "ZA": {"c": "step", "t": "kink", "ct": "step, kink"},
    "OCSB": {"n": "none"},
    "CH": {"c": "season"},
}
EMPTY = "\u2013"


def unit_roots(table: pd.DataFrame, rules: Sequence[str], origin: str) -> PrintedTable:
    """Augmented Dickey-Fuller tests of the multiplier: statistic, lags and decision by every criterion."""
    chosen = table[(table["series"] == "multiplier") & (table["test"] == "ADF") & table["lag_rule"].isin(rules)]
    rows = []
    for (country, kind, term), part in chosen.groupby(["country", "transform", "deterministic"], sort=False):
        by_rule = part.set_index("lag_rule").loc[list(rules)]
        cells = [
            f"{fixed(row['statistic'], 2)}{'*' if row['decision'] == 'rejected' else ''} ({row['lags']})"
            for _, row in by_rule.iterrows()
        ]
        rows.append([COUNTRY[country], TRANSFORM[kind], TERM[term], *cells])
    columns = [Column("Country", "left"), Column("Transform", "left"), Column("Terms", "left")]
    return PrintedTable([*columns, *map(Column, rules)], rows, origin)


def _terms(row: pd.Series) -> str:
    words = TERMS.get(row["test"], TERM)[row["deterministic"]]
    return f"{words} {row['break_month']}" if row["test"] == "ZA" and row["break_month"] else words


def _decision(row: pd.Series) -> str:
    return str(row["state"]) if row["state"] != "computed" else f"{NULL[row['null']]} {row['decision']}"


def battery_rows(table: pd.DataFrame, specification: Mapping[str, Any]) -> pd.DataFrame:
    """Return the tests of the multiplier that are printed: those that count, and ADF with every term."""
    counted = headline_rows(table, **specification)
    others = table[(table["test"] == "ADF") & (table["lag_rule"] == specification["criterion"])]
    rows = pd.concat([counted, others]).drop_duplicates()
    rows = rows[(rows["series"] == "multiplier") & (rows["transform"] != "diff")]
    order = {name: place for place, name in enumerate(TEST)}
    return rows.sort_values(
        ["country", "transform", "test", "deterministic"],
        key=lambda column: column.map({"level": 0, "diff12": 1, "n": 0, "c": 1, "ct": 2, "china": 0, "us": 1} | order),
        kind="stable",
    )


def _power(row: pd.Series, power: pd.DataFrame, phi: float) -> str:
    share = power_of(
        power,
        row["country"],
        row["test"],
        row["deterministic"],
        row["transform"],
        phi,
        row["lag_rule"],
        row["lags"],
    )
    return EMPTY if pd.isna(share) or row["state"] != "computed" else fixed(100 * share, 0)


def battery(
    table: pd.DataFrame, power: pd.DataFrame, specification: Mapping[str, Any], phi: float, origin: str
) -> PrintedTable:
    """Every test of the multiplier in level and 12-month difference, with its power (against ``phi``)."""
    rows = [
        [
            f"{SHORT_NAME[row['country']]}, {'level' if row['transform'] == 'level' else '12 months'}",
            TEST[row["test"]],
            _terms(row),
            str(row["lags"]),
            str(row["nobs"]),
            EMPTY if pd.isna(row["statistic"]) else fixed(row["statistic"], 2),
            EMPTY if pd.isna(row["crit_5"]) else fixed(row["crit_5"], 2),
            _decision(row),
            _power(row, power, phi),
        ]
        for _, row in battery_rows(table, specification).fillna({"break_month": ""}).iterrows()
    ]
    return PrintedTable(
        [
            Column("Multiplier", "left"),
            Column("Test", "left"),
            Column("Terms", "left"),
            Column("Lags"),
            Column("n"),
            Column("Statistic"),
            Column("5 % value"),
            Column("Decision", "left"),
            Column("Power, %"),
        ],
        rows,
        origin,
    )


def _together(row: pd.Series) -> str:
    if row["verdict"] == "agree":
        return str(row["reading"])
    if row["verdict"] == "undecided":
        return "undecided"
    against = " against ".join(tests for tests in (row["against_unit_root"], row["against_stationarity"]) if tests)
    return f"{row['verdict']}: {against}"


def conflicts(table: pd.DataFrame, origin: str) -> PrintedTable:
    """What the tests say together of every series, one line a series."""
    by_series = table.fillna({"against_unit_root": "", "against_stationarity": ""}).set_index(KEYS)
    rows = [
        [
            COUNTRY[country],
            SERIES[series],
            *(_together(by_series.loc[(country, series, kind)]) for kind in TRANSFORM),
            SEASON.get(season := by_series.loc[(country, series, "level"), "season"], season),
        ]
        for country, series in dict.fromkeys(table[["country", "series"]].itertuples(index=False, name=None))
    ]
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Series", "left"),
            Column("Level", "left", 1.0),
            Column("1-month difference", "left", 1.0),
            Column("12-month difference", "left", 1.0),
            Column("Season", "left", 0.8),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, str]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    tests, origin = frames["unit_roots"], origins["unit_roots"]
    return {
        "unit-roots": unit_roots(tests, settings["criteria"], origin),
        "unit-root-battery": battery(
            tests, frames["unit_root_power"], settings["unit_root_conflicts"], settings["decisions"]["phi"], origin
        ),
        "unit-root-conflicts": conflicts(frames["unit_root_conflicts"], origins["unit_root_conflicts"]),
    }
