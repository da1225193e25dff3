"""Tables of the unit root tests: the study's test, the battery, and where the tests conflict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, Origin, PrintedTable, joined
from multiplier.report.numbers.power import share_rejected
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


def _starred(row: pd.Series) -> str:
    """Return a statistic, with a star where the test's null is rejected."""
    if pd.isna(row["statistic"]):
        return EMPTY
    return fixed(row["statistic"], 2) + ("*" if row["decision"] == "rejected" else "")


def unit_roots(
    table: pd.DataFrame, rules: Sequence[str], origin: Origin, names: Mapping[str, str] = COUNTRY
) -> PrintedTable:
    """Augmented Dickey-Fuller tests of the multiplier: statistic, lags and decision by every criterion."""
    chosen = table[(table["series"] == "multiplier") & (table["test"] == "ADF") & table["lag_rule"].isin(rules)]
    rows = []
    for (country, kind, term), part in chosen.groupby(["country", "transform", "deterministic"], sort=False):
        by_rule = part.set_index("lag_rule").loc[list(rules)]
        cells = [f"{_starred(row)} ({row['lags']})" for _, row in by_rule.iterrows()]
        rows.append([names[country], TRANSFORM[kind], TERM[term], *cells])
    columns = [Column("Country", "left"), Column("Transform", "left"), Column("Terms", "left")]
    return PrintedTable([*columns, *map(Column, rules)], rows, origin)


def _terms(row: pd.Series) -> str:
    """Return the terms of a test, or why it was not run."""
    if row["state"] != "computed":
        return str(row["state"])
    words = TERMS.get(row["test"], TERM)[row["deterministic"]]
    return f"{words} {row['break_month']}" if row["test"] == "ZA" and row["break_month"] else words


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


def _shares(row: pd.Series, power: pd.DataFrame, phi: float) -> list[str]:
    """Return size and power in percent."""
    names = ("country", "test", "deterministic", "transform")
    cell = {name: row[name] for name in names} | {"phi": phi, "lag_rule": row["lag_rule"], "lags": row["lags"]}
    shares = [share_rejected(power, null, **cell) for null in (True, False)]
    known = row["state"] == "computed"
    return [fixed(100 * share, 0) if known and pd.notna(share) else EMPTY for share in shares]


def battery(
    table: pd.DataFrame,
    power: pd.DataFrame | None,
    specification: Mapping[str, Any],
    phi: float,
    origin: Origin,
    names: Mapping[str, str] = SHORT_NAME,
) -> PrintedTable:
    """Every test of the multiplier in level and 12-month difference, with size and power (``phi`` of the AR(1)).

    Without ``power`` the table has neither.
    """
    rows = [
        [
            f"{names[row['country']]}, {'level' if row['transform'] == 'level' else '12 months'}",
            TEST[row["test"]],
            NULL[row["null"]],
            _terms(row),
            str(row["lags"]),
            str(row["nobs"]),
            _starred(row),
            EMPTY if pd.isna(row["crit_5"]) else fixed(row["crit_5"], 2),
            *([] if power is None else _shares(row, power, phi)),
        ]
        for _, row in battery_rows(table, specification).fillna({"break_month": ""}).iterrows()
    ]
    return PrintedTable(
        [
            Column("Multiplier", "left"),
            Column("Test", "left"),
            Column("Null", "left"),
            Column("Terms", "left"),
            Column("Lags"),
            Column("n"),
            Column("Statistic"),
            Column("5 % value"),
            *([] if power is None else [Column("Size, %"), Column("Power, %")]),
        ],
        rows,
        origin,
    )


def fixed_lags(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Augmented Dickey-Fuller statistics of the multiplier's level with every number of lags."""
    chosen = table[
        (table["series"] == "multiplier")
        & (table["transform"] == "level")
        & (table["test"] == "ADF")
        & (table["lag_rule"] == "fixed")
    ]
    wide = chosen.set_index(["lags", "country", "deterministic"])
    columns = [(country, terms) for country in COUNTRY for terms in TERM]
    rows = [
        [
            str(lags),
            *(_starred(wide.loc[(lags, *column)]) for column in columns),
        ]
        for lags in sorted(chosen["lags"].unique())
    ]
    heads = [Column(f"{SHORT_NAME[country]}: {TERM[terms]}") for country, terms in columns]
    return PrintedTable([Column("Lags"), *heads], rows, origin, floating=False)


def together(row: pd.Series) -> str:
    """Return what the tests of one series say together; ``row`` is one of the table of conflicts."""
    if row["verdict"] == "agree":
        return str(row["reading"])
    if row["verdict"] == "undecided":
        return "undecided"
    against = " against ".join(tests for tests in (row["against_unit_root"], row["against_stationarity"]) if tests)
    return f"{row['verdict']}: {against}"


def conflicts(table: pd.DataFrame, origin: Origin, names: Mapping[str, str] = COUNTRY) -> PrintedTable:
    """What the tests say together of every series, one line a series."""
    # Where no test rejects, a column without a word is read as one of numbers.
    by_series = table.astype(object).fillna("").set_index(KEYS)
    rows = [
        [
            names[country],
            SERIES[series],
            *(together(by_series.loc[(country, series, kind)]) for kind in TRANSFORM),
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
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    tests, origin = frames["unit_roots"], origins["unit_roots"]
    return {
        "unit-roots": unit_roots(tests, settings["criteria"], origin),
        "unit-root-battery": battery(
            tests,
            frames["unit_root_power"],
            settings["unit_root_conflicts"],
            settings["decisions"]["phi"],
            joined(origin, origins["unit_root_power"]),
        ),
        "adf-by-lags": fixed_lags(tests, origin),
        "unit-root-conflicts": conflicts(frames["unit_root_conflicts"], origins["unit_root_conflicts"]),
    }
