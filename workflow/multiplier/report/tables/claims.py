"""Tables of the verdicts: the ledger of all claims, the counts, the series that are missing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from multiplier.claims.names import study_name
from multiplier.report.ledger import Entry, Input, Ledger, Source
from multiplier.report.markup import Column, Origin, PrintedTable, joined
from multiplier.report.tables.cells import PURE, minus_signs

ROOT = "../.."  # from the page to the project


def _chance(text: str) -> str:
    """Return the number of matches that chance would give, for print."""
    return f"{float(text):.2f}" if float(text) >= 0.01 else "below 0.01"


def _printed(row: pd.Series, unit: str) -> str:
    named = unit if row["kind"] == "number" and unit not in PURE else ""
    return f"{minus_signs(row['printed'])} {named}".strip()


def _size(text: str) -> tuple[int, float, str]:
    """Return a key that sorts numbers by size, then everything else by its letters."""
    first = text.split(" ", maxsplit=1)[0].replace("\u2212", "-")
    try:
        return 0, float(first), text
    except ValueError:
        return 1, 0.0, text.casefold()


def _ranks(keys: Iterable[Hashable]) -> list[int]:
    """Return the place of each key in their order; equal keys share a place."""
    listed = list(keys)
    places = {key: place for place, key in enumerate(sorted(set(listed)))}  # type: ignore[type-var]
    return [places[key] for key in listed]


def _terms(row: pd.Series, claim: pd.Series, computation: Mapping[str, Any]) -> dict[str, str]:
    """What is said of a computation besides its cause; what is empty is left out."""
    stated = "; ".join(
        part
        for part in (
            computation["definition"],
            computation["months"],
            computation["vintage"] and f"vintage {computation['vintage']}",
        )
        if part
    )
    matched = "; ".join(part for part in (row["matched_definition"], row["matched_month"]) if part)
    searched = row["candidates"] not in ("", "0")
    terms = {
        "Printed for": claim["month"],
        "Unit": claim["unit"],
        "Method as printed": claim["method_as_printed"],
        "Read as": stated,
        "Computed": row["computed"],
        "Matched": matched,
        "Missing": computation["missing"],
        "Candidates tried": row["candidates"] if searched else "",
        "Matches expected by chance": _chance(row["expected_by_chance"]) if row["expected_by_chance"] else "",
    }
    return {term: minus_signs(text) for term, text in terms.items() if text}


def _inputs(names: Sequence[str], evidence: Mapping[str, Mapping[str, Any]]) -> list[Input]:
    return [
        Input(
            name,
            f"tables/{name}.csv",
            evidence[name]["rule"],
            [
                Source(file["publisher"], file["title"], file["vintage"], f"{ROOT}/{file['path']}")
                for file in evidence[name]["raw"]
            ],
        )
        for name in names
    ]


def entries(
    table: pd.DataFrame,
    printed: pd.DataFrame,
    computations: Mapping[str, Mapping[str, Any]],
    evidence: Mapping[str, Mapping[str, Any]],
    verdicts: Sequence[str],
) -> list[Entry]:
    """Return the claims as the page shows them.

    Parameters
    ----------
    table, printed
        The ledger and the printed claims, as text.
    computations
        Claim id -> the record of its computation, as :func:`multiplier.claims.ledger.ledger` returns it.
    evidence
        Name of a table that claims are decided on -> ``rule`` and ``raw``, the files behind it.
    verdicts
        The verdicts in their order.
    """
    claims = printed.set_index("id")
    cells = pd.DataFrame(
        {
            "claim": table["id"],
            "study": table["study"].map(study_name),
            "kind": table["kind"],
            "statement": table["statement"].map(minus_signs),
            "printed": [_printed(row, claims.at[row["id"], "unit"]) for _, row in table.iterrows()],
            "computed": table["computed"].map(minus_signs),
            "verdict": table["verdict"],
        }
    )
    ranks = pd.DataFrame(
        {
            "claim": range(len(cells)),
            "study": _ranks(cells["study"].str.casefold()),
            "kind": _ranks(cells["kind"]),
            "statement": _ranks(cells["statement"].str.casefold()),
            "printed": _ranks(cells["printed"].map(_size)),
            "computed": _ranks(cells["computed"].map(_size)),
            "verdict": [list(verdicts).index(verdict) for verdict in cells["verdict"]],
        }
    )
    found = []
    for place, row in table.iterrows():
        computation = computations[row["id"]]
        found.append(
            Entry(
                id=row["id"],
                cells=cells.loc[place].to_dict(),
                ranks=ranks.loc[place].to_dict(),
                cause=minus_signs(row["cause"]),
                terms=_terms(row, claims.loc[row["id"]], computation),
                inputs=_inputs(computation["tables"], evidence),
                path=f"{ROOT}/workflow/{computation['module'].replace('.', '/')}.py",
                function=computation["function"],
                code=computation["code"],
            )
        )
    return found


def _printed_rows(table: pd.DataFrame, units: Mapping[str, str]) -> list[list[str]]:
    rows = []
    for _, row in table.iterrows():
        where = " ".join(part for part in (row["matched_month"], row["matched_definition"]) if part)
        cause = row["cause"] + (f" Matched: {where}." if row["verdict"] == "displaced" else "")
        if row["candidates"] not in ("", "0"):
            cause += f" Candidates: {row['candidates']}"
            if row["expected_by_chance"]:
                cause += f"; matches expected by chance: {_chance(row['expected_by_chance'])}"
            cause += "."
        computed = minus_signs(row["computed"])
        rows.append(
            [
                row["id"],
                minus_signs(row["statement"]),
                _printed(row, units[row["id"]]),
                computed,
                row["verdict"],
                minus_signs(cause),
            ]
        )
    return rows


def claims(
    table: pd.DataFrame,
    printed: pd.DataFrame,
    computations: Mapping[str, Mapping[str, Any]],
    evidence: Mapping[str, Mapping[str, Any]],
    verdicts: Sequence[str],
    origin: Origin,
) -> Ledger:
    """Every claim with what was printed, what was computed, the verdict and its cause; parameters as for entries."""
    numbers = table["study"].map(table["study"].value_counts())
    groups = [
        f"{study_name(study)}: {number} claim{'s' * (number != 1)}"
        for study, number in zip(table["study"], numbers, strict=True)
    ]
    return Ledger(
        columns=[
            Column("Claim", "left"),
            Column("Statement", "left", 2.0),
            Column("Printed", "left", 1.0),
            Column("Computed", "left", 1.7),
            Column("Verdict", "left"),
            Column("Cause", "left", 3.6),
        ],
        rows=_printed_rows(table, printed.set_index("id")["unit"].to_dict()),
        source=origin,
        wide=True,
        groups=groups,
        entries=entries(table, printed, computations, evidence, verdicts),
    )


def claim_counts(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Number of claims per study and verdict, with totals."""
    counts = table.set_index(table["study"].map(study_name)).drop(columns="study")
    counts.loc["All studies"] = counts.sum()
    rows = [[study, *map(str, row), str(row.sum())] for study, row in counts.iterrows()]
    return PrintedTable(
        [Column("Study", "left"), *map(Column, counts.columns), Column("all")], rows, origin, floating=False
    )


def claim_missing(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Series that no table of the build has, and the claims that wait for each."""
    rows = [
        [f"{series[:1].upper()}{series[1:]}", ", ".join(part["id"])]
        for series, part in table.groupby("missing", sort=False)
    ]
    return PrintedTable([Column("Missing", "left", 5.0), Column("Claims", "left", 1.0)], rows, origin, wide=True)


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    counts = frames["claim_counts"]
    made = {
        "claim-counts": claim_counts(counts, origins["claim_counts"]),
        "claims": claims(
            frames["claims"],
            frames["printed"],
            settings["computations"],
            settings["evidence"],
            [column for column in counts if column != "study"],
            joined(origins["claims"], origins["printed"]),
        ),
    }
    if len(frames["claim_missing"]):
        made["claim-missing"] = claim_missing(frames["claim_missing"], origins["claim_missing"])
    return made
