"""What changed between two vintages in counts, as one line and as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multiplier.report.template import counted
from multiplier.vintages.behind import percent
from multiplier.vintages.decisions import KINDS
from multiplier.vintages.numbers import ONLY_A, ONLY_B, SAME

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
        kind: {"compared": len(part), "flipped": int(part["flipped"].sum())}
        for kind in KINDS
        for part in [decisions[decisions["kind"] == kind]]
    }
    return {
        "a": names[0],
        "b": names[1],
        "numbers": {
            "compared": len(numbers),
            "changed": int((numbers["status"] != SAME).sum()),
            "changed_as_printed": int(numbers["printed_changed"].sum()),
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


def line(summary: Mapping[str, Any], page: str) -> str:
    """Return the one line that the command prints; ``page`` is the path of the report."""
    numbers = summary["numbers"]
    start = f"{summary['a']}..{summary['b']}: {numbers['compared']} number{'s' * (numbers['compared'] != 1)}, "
    if not numbers["changed"] and not summary["flipped"]:
        return f"{start}nothing changed; {page}"
    flips = _listed([f"{summary[kind]['flipped']} {_noun(kind, summary[kind]['flipped'])}" for kind in KINDS])
    printed = f"{numbers['changed']} changed ({numbers['changed_as_printed']} as printed)"
    return f"{start}{printed}; {flips} flipped; {page}"


def sentences(
    summary: Mapping[str, Any], differing: Sequence[str], definitions: Sequence[str], series: pd.DataFrame
) -> list[str]:
    """Return the report's first paragraph, a list of sentences.

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
    if not numbers["changed"] and not summary["flipped"]:
        plural = "s" * (numbers["compared"] != 1)
        said = [
            f"Nothing changed: {numbers['compared']:,} number{plural} of {a} and {b} and all decisions are the same."
        ]
    else:
        flips = [
            f"{summary[kind]['flipped']:,} of {summary[kind]['compared']:,} {_noun(kind, summary[kind]['compared'])}"
            for kind in KINDS
        ]
        alone = [f"{numbers[key]:,} only {name} has" for key, name in (("only_a", a), ("only_b", b)) if numbers[key]]
        said = [
            f"Of {numbers['compared']:,} numbers of the text {numbers['changed']:,} differ between {a} and {b}, "
            f"{numbers['changed_as_printed']:,} of them as printed" + (f"; {_listed(alone)}" if alone else "") + ".",
            f"Flipped: {_listed(flips)}.",
        ]
        moved = [
            f"{NAMED[row['kind']]} {row['key']}, from {row['value_a']} to {row['value_b']}"
            for row in summary["conclusions"]
        ]
        said.append(f"Conclusions that moved: {'; '.join(moved)}." if moved else "No conclusion of the paper moved.")
    said.append(f"{len(summary['figures']['changed'])} of {summary['figures']['compared']} figures plot other data.")
    if differing:
        count = counted(len(differing), "raw table is", "raw tables are").capitalize()
        said.append(f"{count} read from other files: {'; '.join(differing)}.")
    else:
        said.append("Both read the same raw files.")
    revised = series[series["beyond_rounding"] > 0] if len(series) else series
    if len(revised):
        most = revised.iloc[0]
        count = counted(len(revised), "series was", "series were").capitalize()
        place = f"{most['series']} ({most['table']}) in {most['largest_row']}"
        said.append(
            f"{count} revised beyond rounding; the largest revision is {percent(most['largest_percent'])}, of {place}."
        )
    return said + [f"{text[0].upper()}{text[1:]}." for text in definitions]
