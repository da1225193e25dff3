"""Tables of the verdicts: the ledger of all claims, the counts, the series that are missing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from multiplier.claims.names import study_name
from multiplier.report.language import ENGLISH, Language
from multiplier.report.ledger import Entry, Input, Ledger, Source
from multiplier.report.markup import Column, Origin, PrintedTable, joined
from multiplier.report.tables.cells import PURE, minus_signs

ROOT = "../.."  # from the page to the project


def _chance(text: str, language: Language) -> str:
    """Return the number of matches that chance would give, for print."""
    return f"{float(text):.2f}" if float(text) >= 0.01 else language.say("below {}", 0.01)


def _printed(row: pd.Series, unit: str, language: Language) -> str:
    named = unit if row["kind"] == "number" and unit not in PURE else ""
    return language.printed(minus_signs(language.data(row["printed"])), named)


def _size(text: str) -> tuple[int, float, str]:
    """Return a key that sorts numbers by size, then everything else by its letters."""
    first = text.split(" ", maxsplit=1)[0].replace("\u2212", "-")
    try:
        return 0, float(first), text
    except ValueError:
        return 1, 0.0, text.casefold()


def _letters(text: str, language: Language) -> Hashable:
    """Return a key that sorts a text as its language does; the common characters of GB 18030 are in pinyin order."""
    return text.casefold() if language is ENGLISH else text.encode("gb18030")


def _ranks(keys: Iterable[Hashable]) -> list[int]:
    """Return the place of each key in their order; equal keys share a place."""
    listed = list(keys)
    places = {key: place for place, key in enumerate(sorted(set(listed)))}  # type: ignore[type-var]
    return [places[key] for key in listed]


def _terms(row: pd.Series, claim: pd.Series, computation: Mapping[str, Any], language: Language) -> dict[str, str]:
    """What is said of a computation besides its cause; what is empty is left out."""
    say = language.say
    between = say("; ")
    stated = between.join(
        part
        for part in (
            language.data(computation["definition"]),
            language.data(computation["months"]),
            computation["vintage"] and language.data(f"vintage {computation['vintage']}"),
        )
        if part
    )
    matched = between.join(language.data(row[part]) for part in ("matched_definition", "matched_month") if row[part])
    searched = row["candidates"] not in ("", "0")
    terms = {
        "Printed for": language.data(claim["month"]),
        "Unit": language.data(claim["unit"]),
        "Method as printed": language.data(claim["method_as_printed"]),
        "Read as": stated,
        "Computed": language.data(row["computed"]),
        "Matched": matched,
        "Missing": language.data(computation["missing"]),
        "Candidates tried": row["candidates"] if searched else "",
        "Matches expected by chance": _chance(row["expected_by_chance"], language) if row["expected_by_chance"] else "",
    }
    return {say(term): minus_signs(text) for term, text in terms.items() if text}


def _inputs(names: Sequence[str], evidence: Mapping[str, Mapping[str, Any]], language: Language) -> list[Input]:
    return [
        Input(
            name,
            f"tables/{name}.csv",
            evidence[name]["rule"],
            [
                Source(
                    language.data(file["publisher"]),
                    language.data(file["title"]),
                    language.data(file["vintage"]),
                    f"{ROOT}/{file['path']}",
                )
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
    language: Language = ENGLISH,
) -> list[Entry]:
    """Return the claims as the page shows them; texts are sorted as their language does, numbers by their size.

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
    language
        That of the texts.
    """
    claims = printed.set_index("id")

    def shown(told: Language) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "claim": table["id"],
                "study": table["study"].map(study_name).map(told.name),
                "kind": table["kind"].map(told.name),
                "statement": [
                    minus_signs(told.statement(*claim)) for claim in zip(table["id"], table["statement"], strict=True)
                ],
                "printed": [_printed(row, claims.at[row["id"], "unit"], told) for _, row in table.iterrows()],
                "computed": table["computed"].map(told.data).map(minus_signs),
                "verdict": table["verdict"].map(told.name),
            }
        )

    cells, english = shown(language), shown(ENGLISH)
    ranks = pd.DataFrame(
        {
            "claim": range(len(english)),
            "study": _ranks(_letters(text, language) for text in cells["study"]),
            "kind": _ranks(_letters(text, language) for text in cells["kind"]),
            "statement": _ranks(_letters(text, language) for text in cells["statement"]),
            "printed": _ranks(english["printed"].map(_size)),
            "computed": _ranks(english["computed"].map(_size)),
            "verdict": [list(verdicts).index(verdict) for verdict in english["verdict"]],
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
                cause=minus_signs(language.data(row["cause"])),
                terms=_terms(row, claims.loc[row["id"]], computation, language),
                inputs=_inputs(computation["tables"], evidence, language),
                path=f"{ROOT}/workflow/{computation['module'].replace('.', '/')}.py",
                function=computation["function"],
                code=computation["code"],
                verdict=row["verdict"],
            )
        )
    return found


def _printed_rows(table: pd.DataFrame, units: Mapping[str, str], language: Language) -> list[list[str]]:
    say = language.say
    rows = []
    for _, row in table.iterrows():
        where = " ".join(language.data(row[part]) for part in ("matched_month", "matched_definition") if row[part])
        cause = language.data(row["cause"]) + (say(" Matched: {}.", where) if row["verdict"] == "displaced" else "")
        if row["candidates"] not in ("", "0"):
            cause += say(" Candidates: {}", row["candidates"])
            if row["expected_by_chance"]:
                cause += say("; matches expected by chance: {}", _chance(row["expected_by_chance"], language))
            cause += say(".")
        rows.append(
            [
                row["id"],
                minus_signs(language.statement(row["id"], row["statement"])),
                _printed(row, units[row["id"]], language),
                minus_signs(language.data(row["computed"])),
                language.name(row["verdict"]),
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
    language: Language = ENGLISH,
) -> Ledger:
    """Every claim with what was printed, what was computed, the verdict and its cause; parameters as for entries."""
    say = language.say
    numbers = table["study"].map(table["study"].value_counts())
    groups = [
        say("{}: {} claim" if number == 1 else "{}: {} claims", language.name(study_name(study)), number)
        for study, number in zip(table["study"], numbers, strict=True)
    ]
    return Ledger(
        columns=[
            Column(say("Claim"), "left"),
            Column(say("Statement"), "left", 2.0),
            Column(say("Printed"), "left", 1.0),
            Column(say("Computed"), "left", 1.7),
            Column(say("Verdict"), "left"),
            Column(say("Cause"), "left", 3.6),
        ],
        rows=_printed_rows(table, printed.set_index("id")["unit"].to_dict(), language),
        source=origin,
        wide=True,
        groups=groups,
        entries=entries(table, printed, computations, evidence, verdicts, language),
        language=language,
    )


def claim_counts(table: pd.DataFrame, origin: Origin, language: Language = ENGLISH) -> PrintedTable:
    """Number of claims per study and verdict, with totals."""
    say = language.say
    counts = table.set_index(table["study"].map(study_name).map(language.name)).drop(columns="study")
    counts.loc[say("All studies")] = counts.sum()
    rows = [[study, *map(str, row), str(row.sum())] for study, row in counts.iterrows()]
    return PrintedTable(
        [Column(say("Study"), "left"), *(Column(language.name(verdict)) for verdict in counts), Column(say("all"))],
        rows,
        origin,
        floating=False,
    )


def claim_missing(table: pd.DataFrame, origin: Origin, language: Language = ENGLISH) -> PrintedTable:
    """Series that no table of the build has, and the claims that wait for each."""
    say = language.say
    rows = [
        [f"{series[:1].upper()}{series[1:]}", say(", ").join(part["id"])]
        for series, part in table.assign(missing=table["missing"].map(language.data)).groupby("missing", sort=False)
    ]
    return PrintedTable(
        [Column(say("Missing"), "left", 5.0), Column(say("Claims"), "left", 1.0)],
        rows,
        origin,
        wide=True,
        floating=language is ENGLISH,  # without text around it, it would go before the table that precedes it
    )


def tables(
    frames: Mapping[str, pd.DataFrame],
    settings: Mapping[str, Any],
    origins: Mapping[str, Origin],
    language: Language = ENGLISH,
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    counts = frames["claim_counts"]
    made = {
        "claim-counts": claim_counts(counts, origins["claim_counts"], language),
        "claims": claims(
            frames["claims"],
            frames["printed"],
            settings["computations"],
            settings["evidence"],
            [column for column in counts if column != "study"],
            joined(origins["claims"], origins["printed"], between=language.between),
            language,
        ),
    }
    if len(frames["claim_missing"]):
        made["claim-missing"] = claim_missing(frames["claim_missing"], origins["claim_missing"], language)
    return made
