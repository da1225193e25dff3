"""Tables of size and power of the unit root tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.tables.cells import COUNTRY, TERM, fixed

TEST = {
    "ADF": "ADF",
    "DF-GLS": "DF-GLS",
    "PP": "Phillips-Perron",
    "ZA": "Zivot-Andrews",
    "KPSS": "KPSS",
    "OCSB": "OCSB",
    "CH": "Canova-Hansen",
}
BANDWIDTH = {"l4": "short", "l12": "long"}


def _percent(share: Any) -> str:
    return fixed(100 * share, 1)


def _line(cells: pd.DataFrame, column: str, phis: Sequence[float]) -> list[str]:
    """Return shares under the random walk and the AR(1) processes."""
    walk = cells.loc[cells["process"] == "random_walk", column].iloc[0]
    ar1 = cells[cells["process"] == "ar1"].set_index("phi")[column]
    return ["" if pd.isna(walk) else _percent(walk), *(_percent(ar1[phi]) for phi in phis)]


AUTOMATIC = ("AIC", "BIC", "MAIC", "t")


def power(table: pd.DataFrame, shown: Mapping[str, str], origin: Origin) -> PrintedTable:
    """Size and power in level; one line for both countries where nothing of the country matters."""
    level = table[(table["transform"] == "level") & table["process"].isin(["random_walk", "ar1"])]
    phis = sorted(level.loc[level["process"] == "ar1", "phi"].unique())
    most = level.loc[level["test"] == "ADF", "lags"].max()
    rule, bandwidth = shown["criterion"], shown["bandwidth"]
    choices = [
        *(("ADF", terms, rule, None, "rejections_share") for terms in TERM),
        ("ADF", "c", rule, None, "size_adjusted_share"),
        *(("ADF", "c", other, None, "rejections_share") for other in AUTOMATIC if other != rule),
        ("ADF", "c", "fixed", 0, "rejections_share"),
        ("ADF", "c", "fixed", most, "rejections_share"),
        *(("DF-GLS", terms, rule, None, "rejections_share") for terms in ("c", "ct")),
        ("DF-GLS", "c", rule, None, "size_adjusted_share"),
        *(("PP", terms, bandwidth, None, "rejections_share") for terms in TERM),
        ("ZA", "c", "AIC", None, "rejections_share"),
        *(("KPSS", terms, width, None, "rejections_share") for terms in ("c", "ct") for width in BANDWIDTH),
    ]
    rows = []
    for test, terms, lag_rule, lags, column in choices:
        cells = level[(level["test"] == test) & (level["deterministic"] == terms) & (level["lag_rule"] == lag_rule)]
        if lags is not None:
            cells = cells[cells["lags"] == lags]
        if cells.empty:
            continue
        lines = {country: _line(part, column, phis) for country, part in cells.groupby("country")}
        countries = ["both"] if len(set(map(tuple, lines.values()))) == 1 else list(lines)
        words = "step" if test == "ZA" else TERM[terms]
        used = str(int(lags)) if lags is not None else BANDWIDTH.get(lag_rule, lag_rule)
        adjusted = ", size-adjusted" if column == "size_adjusted_share" else ""
        for country in countries:
            name = "both" if country == "both" else COUNTRY[country]
            rows.append(
                [f"{TEST[test]}{adjusted}", words, used, name, *lines[min(lines) if name == "both" else country]]
            )
    return PrintedTable(
        [
            Column("Test", "left"),
            Column("Terms", "left"),
            Column("Lags", "left"),
            Column("Series of", "left"),
            Column("Walk"),
            *(Column(f"{phi:g}") for phi in phis),
        ],
        rows,
        origin,
    )


def seasonal(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Rejections of the seasonal tests under stable and wandering seasons."""
    cells = table[table["test"].isin(["OCSB", "CH"])]
    single = cells.loc[cells["phi"] < 1, "phi"].iloc[0]
    columns = [(process, phi) for process in ("stable_season", "seasonal_root") for phi in (single, 1.0)]
    rows = []
    for (country, test, lags), part in cells.groupby(["country", "test", "lags"], sort=False, dropna=False):
        shares = part.set_index(["process", "phi"])["rejections_share"]
        null = "seasonal root" if test == "OCSB" else "stable season"
        used = "" if pd.isna(lags) else str(int(lags))
        rows.append([COUNTRY[country], TEST[test], null, used, *(_percent(shares[key]) for key in columns)])
    return PrintedTable(
        [
            Column("Series of", "left"),
            Column("Test", "left"),
            Column("Null", "left"),
            Column("Lags"),
            Column(f"Stable, {single:g}"),
            Column("Stable, walk"),
            Column(f"Root, {single:g}"),
            Column("Root, walk"),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    cells, origin = frames["unit_root_power"], origins["unit_root_power"]
    return {
        "unit-root-power": power(cells, settings["unit_root_conflicts"], origin),
        "seasonal-root-power": seasonal(cells, origin),
    }
