"""Tables of what moved M2 and the multiplier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.attribution.contributions import LOG_POINTS, NO_BOUND
from multiplier.attribution.factors import FACTORS
from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.tables.cells import COUNTRY, fixed

METHOD = {"shapley": "Shapley", "lmdi": "LMDI"}
BOUND = {"large": "all large", "small": "all small", "reported": "reported"}
PART = {
    "cash": "cash k",
    "required": "required q",
    "excess": "excess e",
    "other_deposits": "deposits",
    "other_base": "base",
    "total": "m",
}
SHARES = [
    ("log", "multiplier"),
    ("log", "base"),
    ("additive", "multiplier"),
    ("additive", "base"),
    ("additive", "cross"),
    ("midpoint", "multiplier"),
    ("midpoint", "base"),
]


def _spans(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Windows in the order of the table: name, printed months, country."""
    rows = table[["country", "window", "first", "last"]].drop_duplicates()
    names = list(rows["window"].unique())
    return [
        (row["window"], f"{row['first']} to {row['last']}", row["country"])
        for _, row in rows.assign(place=rows["window"].map(names.index)).sort_values(["place", "country"]).iterrows()
    ]


def growth(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Multiplier, base and interaction in percent of the growth of M2, three ways."""
    values = table[table["bound"] == NO_BOUND].set_index(["country", "window", "method", "part"])["value"]
    rows = [
        [
            span,
            COUNTRY[country],
            *(
                fixed(100 * values[country, window, method, part] / values[country, window, method, "total"], 0)
                for method, part in SHARES
            ),
        ]
        for window, span, country in _spans(table)
    ]
    short = {"multiplier": "m", "base": "B", "cross": "both"}
    head = {"log": "log", "additive": "start", "midpoint": "midpoint"}
    return PrintedTable(
        [
            Column("Window", "left"),
            Column("Country", "left"),
            *(Column(f"{head[method]}: {short[part]}") for method, part in SHARES),
        ],
        rows,
        origin,
    )


def drivers(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Log points of the multiplier by factor: both methods, and both bounds where there are two."""
    logs = table[(table["bound"] != NO_BOUND) & (table["unit"] == LOG_POINTS)]
    values = logs.pivot(index=["country", "window", "method", "bound"], columns="part", values="value")
    bounds = logs.groupby("country", sort=False)["bound"].unique()
    rows = [
        [
            span,
            COUNTRY[country],
            f"{METHOD[method]}, {BOUND[bound]}",
            *(fixed(values.loc[(country, window, method, bound), part], 1) for part in [*FACTORS, "total"]),
        ]
        for window, span, country in _spans(table)
        for bound in bounds[country]
        for method in METHOD
    ]
    return PrintedTable(
        [
            Column("Window", "left"),
            Column("Country", "left"),
            Column("Method, required ratio", "left"),
            *(Column(PART[part]) for part in [*FACTORS, "total"]),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {
        "attribution-growth": growth(frames["attribution"], origins["attribution"]),
        "attribution-drivers": drivers(frames["attribution"], origins["attribution"]),
    }
