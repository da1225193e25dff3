"""Tables of the page of a country that a user adds; those that the paper has too are made by the paper's modules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.tables import arima, sample, trends, unit_roots
from multiplier.report.tables.cells import COUNTRY, fixed

LONGEST = 60  # months of which every one is printed
DECEMBER = 12


def printed_months(part: pd.DataFrame) -> pd.DataFrame:
    """Return every month of a sample of up to :data:`LONGEST`; of a longer one its ends and the Decembers."""
    if len(part) <= LONGEST:
        return part
    ends = part.index.isin([part.index[0], part.index[-1]])
    return part[ends | (part.index.month == DECEMBER)]


def amounts_decimals(part: pd.DataFrame) -> int:
    """Return decimals with which the smallest amount of base and m2 shows four digits, three at most."""
    smallest = float(part[["base", "m2"]].min(axis=None))
    return next((decimals for decimals in range(3) if smallest * 10**decimals >= 1000), 3)


def months(part: pd.DataFrame, unit: str, money: str, origin: Origin) -> PrintedTable:
    """Multiplier, base and money by month, with growth; parameters: months of the sample, unit, the money's name."""
    shown, decimals = printed_months(part), amounts_decimals(part)
    growth = [f"{name}_{kind}" for kind in ("growth_percent", "growth_12_percent") for name in ("base", "m2")]
    rows = [
        [
            str(month),
            fixed(row["multiplier"], 3),
            *(fixed(row[name], decimals) for name in ("base", "m2")),
            *("" if pd.isna(row[name]) else fixed(row[name], 1) for name in growth),
        ]
        for month, row in shown.iterrows()
    ]
    heads = [f"{name}, {span} %" for span in ("1 month,", "12 months,") for name in ("Base", money)]
    return PrintedTable(
        [
            Column("Month", "left"),
            Column("m"),
            Column(f"Base, {unit}"),
            Column(f"{money}, {unit}"),
            *map(Column, heads),
        ],
        rows,
        origin,
    )


def contributions(table: pd.DataFrame, names: Mapping[str, str], money: str, origin: Origin) -> PrintedTable:
    """How far base and multiplier moved money over each window, log points and shares."""
    pivot = table.pivot(index=["first", "last", "country"], columns="variable", values="log_points")
    rows = [
        [
            f"{first} to {last}",
            names[country],
            *(fixed(row[part], 1) for part in ("m2", "base", "multiplier")),
            *(fixed(100 * row[part] / row["m2"], 0) for part in ("base", "multiplier")),
        ]
        for (first, last, country), row in pivot.iterrows()
    ]
    heads = [f"{money}, log", "base, log", "m, log", "base, %", "m, %"]
    return PrintedTable([Column("Window", "left"), Column("Country", "left"), *map(Column, heads)], rows, origin)


def forecasts(table: pd.DataFrame, model: str, origin: Origin) -> PrintedTable:
    """Forecasts of one model by month, with intervals and what came after."""
    chosen = table[table["model"] == model]
    levels = sorted(int(name.rpartition("_")[2]) for name in table if name.startswith("lower_"))
    rows = [
        [
            row["month"],
            fixed(row["forecast"], 3),
            *(f"{fixed(row[f'lower_{level}'], 3)} to {fixed(row[f'upper_{level}'], 3)}" for level in levels),
            "" if pd.isna(row["actual"]) else fixed(row["actual"], 3),
        ]
        for _, row in chosen.iterrows()
    ]
    heads = ["Forecast", *(f"{level} % interval" for level in levels), "Came after"]
    return PrintedTable([Column("Month", "left"), *map(Column, heads)], rows, origin)


def page_tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return every table of the page that could be computed.

    Parameters
    ----------
    frames
        ``ratios`` (month index) and what :func:`multiplier.one_country.study` returns.
    settings
        country, name, money, unit, first, last; files, manifest rows; criteria and headline_tests of the unit root
        tables; model, the headline forecast.
    origins
        Name of a frame -> rule, script and vintage that made it.
    """
    key, money = settings["country"], settings["money"]
    own = {key: settings["name"]}
    names = COUNTRY | own
    part = frames["ratios"].loc[settings["first"] : settings["last"]]
    made = {
        "sources": sample.sources(settings["files"], "From data/raw/MANIFEST.csv."),
        "months": months(part, settings["unit"], money, origins["ratios"]),
    }
    if len(changes := frames["changes"]):
        made["changes"] = sample.changes(changes, origins["changes"], names, money)
        made["contributions"] = contributions(changes, names, money, origins["changes"])
    if len(tests := frames["trends"]):
        made["trends"] = trends.trends(tests, origins["trends"], own)
    if len(tests := frames["unit_roots"]):
        origin = origins["unit_roots"]
        made["unit-roots"] = unit_roots.unit_roots(tests, settings["criteria"], origin, own)
        made["unit-root-battery"] = unit_roots.battery(tests, None, settings["headline_tests"], 0.0, origin, own)
        made["unit-root-conflicts"] = unit_roots.conflicts(frames["unit_root_conflicts"], origin, own)
    if len(frames["arima"]):
        made["correlogram"] = arima.correlogram(frames["correlogram"], origins["correlogram"], {key: ""})
        made["arima"] = arima.arima(frames["arima"], origins["arima"], own)
        made["forecasts"] = forecasts(frames["forecasts"], settings["model"], origins["forecasts"])
        if frames["forecasts"]["actual"].notna().any():
            made["accuracy"] = arima.accuracy(frames["accuracy"], origins["accuracy"], key)
    return made
