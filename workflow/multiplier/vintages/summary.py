"""What changed between two vintages in counts, as one line and as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multiplier.report.language import counted
from multiplier.vintages.behind import percent
from multiplier.vintages.decisions import FLIPPED, KINDS, TEST, WORDS
from multiplier.vintages.numbers import CHANGED, ONLY_A, ONLY_B, SAME

# One and several of each kind of categorical result.
NOUNS = {"decision": "decision", "test": "test", "verdict": "verdict", "words": "statement in words"}
PLURALS = {"words": "statements in words"}
# Kinds whose flips the summary names one by one: what the paper concludes. The tests behind them are counted.
NAMED = {"decision": "decision", "verdict": "verdict"}


def summarise(
    names: tuple[str, str], numbers: pd.DataFrame, decisions: pd.DataFrame, figures: Mapping[str, int]
) -> dict[str, Any]:
    """Return the counts that the line, the page and other programs read.

    Parameters
    ----------
    names
        Of the vintages.
    numbers, decisions
        Of :func:`~multiplier.vintages.numbers.compare_numbers` and
        :func:`~multiplier.vintages.decisions.compare_decisions`.
    figures
        Figure -> number of panels in which it differs.
    """
    counts = {
        kind: {
            "compared": int(part["status"].isin([SAME, FLIPPED]).sum()),
            "flipped": int(part["flipped"].sum()),
            "only_a": int((part["status"] == ONLY_A).sum()),
            "only_b": int((part["status"] == ONLY_B).sum()),
        }
        for kind in KINDS
        for part in [decisions[decisions["kind"] == kind]]
    }
    both = numbers[numbers["status"].isin([SAME, CHANGED])]
    return {
        "a": names[0],
        "b": names[1],
        "numbers": {
            "compared": len(both),
            "changed": int((both["status"] == CHANGED).sum()),
            "changed_as_printed": int(both["printed_changed"].sum()),
            "only_a": int((numbers["status"] == ONLY_A).sum()),
            "only_b": int((numbers["status"] == ONLY_B).sum()),
        },
        **counts,
        "conclusions": [
            {key: str(row[key]) for key in ("kind", "key", "value_a", "value_b")}
            for _, row in decisions[decisions["kind"].isin(list(NAMED)) & decisions["flipped"]].iterrows()
        ],
        "flipped": sum(count["flipped"] for count in counts.values()),
        "figures": {
            "compared": len(figures),
            "changed": sorted(name for name, panels in figures.items() if panels),
        },
    }


def _noun(kind: str, count: int) -> str:
    return NOUNS[kind] if count == 1 else PLURALS.get(kind, NOUNS[kind] + "s")


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def only(summary: Mapping[str, Any]) -> list[str]:
    """Return in words what only one vintage has, numbers and categorical results apart from what both have."""
    found = []
    for key, name in (("only_a", summary["a"]), ("only_b", summary["b"])):
        counts = {kind: summary[kind][key] for kind in KINDS}
        parts = [counted(summary["numbers"][key], "number")] if summary["numbers"][key] else []
        parts += [f"{count} {_noun(kind, count)}" for kind, count in counts.items() if count]
        if parts:
            found.append(f"{_listed(parts)} only in {name}")
    return found


def unchanged(summary: Mapping[str, Any]) -> bool:
    """Return whether both vintages have the same numbers and decisions."""
    return not summary["numbers"]["changed"] and not summary["flipped"] and not only(summary)


def line(summary: Mapping[str, Any], page: str) -> str:
    """Return the one line that the command prints; ``page`` is the path of the report.

    Its numbers are those that both vintages have; what only one has is counted apart.
    """
    numbers = summary["numbers"]
    start = f"{summary['a']}..{summary['b']}: {numbers['compared']} number{'s' * (numbers['compared'] != 1)}, "
    if unchanged(summary):
        return f"{start}nothing changed; {page}"
    flips = _listed([f"{summary[kind]['flipped']} {_noun(kind, summary[kind]['flipped'])}" for kind in KINDS])
    printed = f"{numbers['changed']} changed ({numbers['changed_as_printed']} as printed)"
    return f"{start}{'; '.join([printed, *only(summary), f'{flips} flipped', page])}"


def briefly(causes: Sequence[str]) -> str:
    """Return what stands behind a row without what is computed from it: of every cause what it says first."""
    return "; ".join(cause.partition("; ")[0] for cause in causes if not cause.startswith("computed from these"))


def _in_words(key: str, statements: Mapping[str, str]) -> str:
    return f" ({statements[key]})" if key in statements else ""


def moved(
    flips: pd.DataFrame, causes: Sequence[Sequence[str]], statements: Mapping[str, str], names: tuple[str, str]
) -> list[str]:
    """Return every conclusion of the paper that flipped, from what to what and why.

    Parameters
    ----------
    flips, causes
        Rows that differ, of :func:`multiplier.vintages.decisions.compare_decisions`, and what stands behind each.
    statements
        Id of a claim -> who prints what.
    names
        Of the vintages.
    """
    return [
        f"{NAMED[row['kind']].capitalize()} {row['key']}{_in_words(row['key'], statements)}: {row['value_a']} in "
        f"{names[0]}, {row['value_b']} in {names[1]}. Behind it: {briefly(why)}."
        for row, why in zip(flips.to_dict("records"), causes, strict=True)
        if row["kind"] in NAMED and row["status"] == FLIPPED
    ] or ["No conclusion of the paper moved."]


def others(flips: pd.DataFrame, causes: Sequence[Sequence[str]], names: tuple[str, str]) -> list[str]:
    """Return the tests that flipped, counted by series and by the part that suffices; statements; what is absent.

    Parameters are those of :func:`moved`, without the statements.
    """
    frame = flips.assign(part=[why[0].partition(":")[0] if why and "suffice" in why[0] else "" for why in causes])
    said = []
    tests = frame[(frame["kind"] == TEST) & (frame["status"] == FLIPPED)]
    for (table, country, series), rows in tests.groupby(["table", "country", "series"], sort=False):
        about = " of ".join(filter(None, [series, country]))
        parts = [f"{count} where {part}" for part, count in rows["part"].value_counts().items() if part]
        counts = f"{counted(len(rows), 'test flipped', 'tests flipped').capitalize()} in {table}"
        said.append(f"{counts}{f', {about}' if about else ''}{f': {_listed(parts)}' if parts else ''}.")
    words = frame[(frame["kind"] == WORDS) & (frame["status"] == FLIPPED)]
    if len(words):
        count = counted(len(words), "statement says", "statements say").capitalize()
        said.append(f"{count} something else: {', '.join(words['key'])}.")
    for status, name in ((ONLY_A, names[0]), (ONLY_B, names[1])):
        absent = frame[frame["status"] == status]
        if len(absent):
            said.append(f"{counted(len(absent), 'result').capitalize()} only {name} has: {', '.join(absent['key'])}.")
    return said


def sentences(
    summary: Mapping[str, Any], differing: Sequence[str], definitions: Sequence[str], series: pd.DataFrame
) -> tuple[list[str], list[str]]:
    """Return the report's first sentences: what changed in numbers, and what the vintages read and define otherwise.

    Parameters
    ----------
    summary
        Of :func:`summarise`.
    differing
        Raw tables that the vintages read from different files.
    definitions
        Definitions that differ, in words.
    series
        Of :func:`~multiplier.vintages.revisions.by_series`.
    """
    a, b, numbers = summary["a"], summary["b"], summary["numbers"]
    if unchanged(summary):
        plural = "s" * (numbers["compared"] != 1)
        said = [
            f"Nothing changed: {numbers['compared']:,} number{plural} of {a} and {b} and all decisions are the same."
        ]
    else:
        flips = [
            f"{summary[kind]['flipped']:,} of {summary[kind]['compared']:,} {_noun(kind, summary[kind]['compared'])}"
            for kind in KINDS
        ]
        said = [
            f"Of {numbers['compared']:,} numbers of the text that both have {numbers['changed']:,} differ between "
            f"{a} and {b}, {numbers['changed_as_printed']:,} of them as printed.",
            f"Flipped: {_listed(flips)} that both have.",
        ]
        said += [f"{text[0].upper()}{text[1:]}." for text in only(summary)]
    said.append(f"{len(summary['figures']['changed'])} of {summary['figures']['compared']} figures plot other data.")
    if differing:
        count = counted(len(differing), "raw table is", "raw tables are").capitalize()
        read = [f"{count} read from other files: {'; '.join(differing)}."]
    else:
        read = ["Both read the same raw files."]
    revised = series[series["beyond_rounding"] > 0] if len(series) else series
    if len(revised):
        most = revised.iloc[0]
        count = counted(len(revised), "series differs", "series differ").capitalize()
        place = f"{most['series']} ({most['table']}) in {most['largest_row']}"
        read.append(f"{count} beyond rounding, most by {percent(most['largest_percent'])}: {place}.")
    return said, read + [f"{text[0].upper()}{text[1:]}." for text in definitions]
