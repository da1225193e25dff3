"""Tables of sources, ratios, changes, corrections and the build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multiplier.months import chosen
from multiplier.report.markup import Column, MadeBy, Origin, PrintedTable, joined
from multiplier.report.number import minus
from multiplier.report.tables.cells import COUNTRY, VARIABLE, fixed


def sources(files: Sequence[Mapping[str, str]], origin: Origin) -> PrintedTable:
    """Raw files of the vintage: table, publisher, unit, vintage and months."""
    return PrintedTable(
        [
            Column("Table", "left", 2.4),
            Column("Publisher", "left", 2.2),
            Column("Unit", "left", 2.0),
            Column("Vintage", "left"),
            Column("Span", "left", 1.5),
        ],
        [
            [
                file["title"],
                file["publisher"],
                file["unit"],
                file["vintage"],
                f"{file['first']} to {file['last']}",
            ]
            for file in files
        ],
        origin,
        wide=True,
    )


def ratios(table: pd.DataFrame, months: Sequence[str], origin: Origin) -> PrintedTable:
    """Multiplier and ratios of one country in chosen months."""
    rows = chosen(table, months, "config.yaml: paper.months")
    return PrintedTable(
        [Column("Month", "left"), *map(Column, ("m", "m of ratios", "gap", "c", "s", "t", "r, %", "k"))],
        [
            [
                str(month),
                fixed(row["multiplier"], 2),
                fixed(row["multiplier_from_ratios"], 2),
                fixed(row["multiplier_gap"], 2),
                fixed(row["currency_ratio"], 3),
                fixed(row["savings_ratio"], 3),
                fixed(row["time_ratio"], 3),
                fixed(100 * row["reserve_ratio"], 2),
                fixed(row["cash_deposit_ratio"], 3),
            ]
            for month, row in rows.iterrows()
        ],
        origin,
    )


def changes(table: pd.DataFrame, origin: Origin, names: Mapping[str, str] = COUNTRY, money: str = "M2") -> PrintedTable:
    """Changes over each window in percent, and their logarithmic parts."""
    pivot = table.pivot(index=["first", "last", "country"], columns="variable")
    rows = []
    for (first, last, country), row in pivot.iterrows():
        percent, log = row["change_percent"], row["log_points"]
        rows.append(
            [
                f"{first} to {last}",
                names[country],
                *(fixed(percent[name], 1) for name in VARIABLE),
                *(fixed(log[name], 1) for name in VARIABLE),
            ]
        )
    return PrintedTable(
        [
            Column("Window", "left"),
            Column("Country", "left"),
            *(Column(f"{name}, %") for name in ("m", "base", money)),
            *(Column(f"{name}, log") for name in ("m", "base", money)),
        ],
        rows,
        origin,
    )


def corrections(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Every row of the corrections file."""
    rows = []
    for _, row in table.iterrows():
        months = row["first"] if pd.isna(row["last"]) else f"{row['first']} to {row['last']}"
        expected = "empty" if pd.isna(row["expected"]) else minus(f"{row['expected']:,.12g}")
        value = {"replace": minus(f"{row['value']:,.12g}"), "blank": "empty"}.get(row["action"], "")
        rows.append(
            [
                row["file"].removesuffix(".csv"),
                months,
                row["column"],
                row["action"],
                expected,
                value,
                f"{row['reason']} Source: {row['source']}.",
            ]
        )
    return PrintedTable(
        [
            Column("File", "left", 1.5),
            Column("Month", "left", 1.0),
            Column("Column", "left", 1.15),
            Column("Action", "left"),
            Column("Found", "right"),
            Column("Used", "right"),
            Column("Reason", "left", 3.95),
        ],
        rows,
        origin,
        wide=True,
    )


def identities(tables: Mapping[str, pd.DataFrame], origin: Origin) -> PrintedTable:
    """Accounting identities: months checked, months in which they fail, largest difference where they hold."""
    rows = []
    for country, table in tables.items():
        for name, part in table.groupby("identity", sort=False):
            failed = part[~part["holds"]]
            rows.append(
                [
                    COUNTRY[country],
                    name,
                    str(len(part)),
                    fixed(part.loc[part["holds"], "difference"].abs().max(), 1),
                    ", ".join(failed["month"]) or "none",
                ]
            )
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Identity", "left", 3.0),
            Column("Months"),
            Column("Largest"),
            Column("Fails in", "left", 1.2),
        ],
        rows,
        origin,
        wide=True,
        floating=False,
    )


def assumptions(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Economic assumptions marked in the code: module and text."""
    return PrintedTable(
        [Column("Module", "left"), Column("Assumption", "left", 4.0)],
        table.to_numpy().tolist(),
        origin,
        wide=True,
        floating=False,
    )


def environment(versions: Mapping[str, str], origin: Origin) -> PrintedTable:
    """Programmes and versions of the build."""
    return PrintedTable(
        [Column("Programme", "left"), Column("Version", "left")],
        [[name, version] for name, version in versions.items()],
        origin,
        floating=False,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {
        "data": sources(
            settings["files"],
            MadeBy("From data/raw/MANIFEST.csv.", tuple(file["path"] for file in settings["files"])),
        ),
        "ratios-china": ratios(frames["ratios_china"], settings["months"], origins["ratios_china"]),
        "ratios-us": ratios(frames["ratios_us"], settings["months"], origins["ratios_us"]),
        "changes": changes(frames["changes"], origins["changes"]),
        "corrections": corrections(frames["corrections"], origins["corrections"]),
        "identities": identities(
            {country: frames[f"identities_{country}"] for country in COUNTRY},
            joined(*(origins[f"identities_{country}"] for country in COUNTRY)),
        ),
        "assumptions": assumptions(frames["assumptions"], origins["assumptions"]),
        "environment": environment(dict(frames["environment"].to_numpy()), origins["environment"]),
    }
