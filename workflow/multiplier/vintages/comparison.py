"""The whole comparison of two vintages: from their products and raw files to the tables and the page of the report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

import pandas as pd

from multiplier.claims.names import study_name
from multiplier.figures.export import render
from multiplier.transforms import TRANSFORMS
from multiplier.vintages import alone, behind, overlay, page, revisions
from multiplier.vintages.decisions import SAME, compare_decisions
from multiplier.vintages.entering import STAND_INS, label
from multiplier.vintages.numbers import compare_numbers
from multiplier.vintages.summary import line, moved, others, sentences, summarise

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Products:
    """What a vintage computed.

    Content of numbers.json, claims.csv (as text) and claim_computations.json; tables with decisions and plotted data of
    figures by name; tables of ratios by country, months as index; the paper as Markdown.
    """

    numbers: Mapping[str, Mapping[str, Any]]
    claims: pd.DataFrame
    computations: Mapping[str, Mapping[str, Any]]
    tables: Frames
    figures: Frames
    ratios: Frames
    text: str


@dataclass(frozen=True)
class Comparison:
    """The report: its tables, counts with the line to print, overlays as SVG, and page."""

    numbers: pd.DataFrame
    decisions: pd.DataFrame
    revisions: pd.DataFrame
    summary: Mapping[str, Any]
    overlays: Mapping[str, bytes]
    page: str


def captions(text: str) -> dict[str, str]:
    """Return figure -> its number and the first sentence of its caption, from the paper as Markdown."""
    # Numbers of a caption remember their key, which here nobody asks for.
    unmarked = re.sub(r'<span class="n" data-n="[^"]*">([^<]*)</span>', r"\1", text)
    found = re.finditer(
        r'<figure id="(\w+)">.*?<figcaption><span class="label">(.*?)\.</span> (.*?)(?:\.(?= |</)|</)',
        unmarked,
        re.DOTALL,
    )
    return {key: unescape(f"{label}: {caption}") for key, label, caption in (match.groups() for match in found)}


def _record(a: Products, b: Products, rests: Mapping[str, Sequence[Sequence[str]]]) -> behind.Record:
    claims = {
        key: list(
            dict.fromkeys(
                [*a.computations.get(key, {}).get("tables", ()), *b.computations.get(key, {}).get("tables", ())]
            )
        )
        for key in a.computations.keys() | b.computations.keys()
    }
    numbers = {
        key: (a.numbers.get(key, {}).get("inputs", ()), b.numbers.get(key, {}).get("inputs", ()))
        for key in a.numbers.keys() | b.numbers.keys()
    }
    definitions = {
        key: {
            side.computations[key]["definition"] for side in (a, b) if side.computations.get(key, {}).get("definition")
        }
        for key in claims
    }
    return behind.Record({name: (files[0], files[1]) for name, files in rests.items()}, claims, numbers, definitions)


def _alone(
    flips: pd.DataFrame, ratios: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]], chosen: Mapping[str, Any]
) -> dict[Any, str]:
    """Return, by row, which part of the multiplier moved a unit root test of it."""
    found = {}
    tested = flips[(flips["table"] == alone.TABLE) & (flips["series"] == alone.SERIES) & flips["flipped"]]
    for country, rows in tested.groupby("country"):
        if not all({alone.NUMERATOR, alone.DENOMINATOR} <= set(frame.columns) for frame in ratios[country]):
            continue
        tests = alone.crossed(*ratios[country], country, tuple(TRANSFORMS), chosen["sample"], **chosen["unit_roots"])
        for index, row in zip(rows.index, rows.to_dict("records"), strict=True):
            found[index] = alone.which(row, tests, chosen["names"][1])
    return found


def _revised(
    raw: Frames,
    corrections: pd.DataFrame,
    readings: Mapping[str, behind.Reading],
    chosen: Mapping[str, Any],
    pair: behind.Pair,
) -> tuple[pd.DataFrame, dict[str, behind.Reading], list[list[str]]]:
    """Return what the vintages read differently, the readings with what comes from another table, and that in words."""
    units, sample = chosen["units"], chosen["sample"]
    one, other = (
        {name: [(path, raw[path]) for path in getattr(files, side)] for name, files in readings.items()}
        for side in "ab"
    )
    parts, known = [revisions.compare_files(one, other, units, corrections, sample)], dict(readings)
    words: list[list[str]] = []
    for name, files in chosen["stand_ins"].items():
        table = behind.table_of(name)
        found = label(table) + name.removeprefix(table)
        sides = [
            (own, [(path, raw[path]) for path in stand_in])
            for own, stand_in in zip((one[name], other[name]), files, strict=True)
        ]
        columns = STAND_INS[table][1]
        rows, elsewhere = revisions.compare_stand_ins(found, sides[0], sides[1], columns, units, corrections, sample)
        if not elsewhere:
            continue
        known |= {found: readings[name], name: replace(readings[name], elsewhere=frozenset(elsewhere))}
        parts.append(rows)
        for column, read in elsewhere.items():
            if behind.used_by_both(table, column, pair):
                texts = [", then ".join(file.removesuffix(".csv") for file in side) for side in read]
                words.append([f"{column} ({found})", *texts, "other table"])
    filled = [frame for frame in parts if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else parts[0], known, words


def compare(
    a: Products,
    b: Products,
    raw: Frames,
    corrections: pd.DataFrame,
    chosen: Mapping[str, Any],
    style: str,
    script: str,
) -> Comparison:
    """Return the comparison of vintage B with vintage A.

    Parameters
    ----------
    a, b
        Their products.
    raw
        Path below data/raw -> cells as text, of the files that they read differently and of those that stand in.
    corrections
        Rows of data/corrections.csv.
    chosen
        ``names`` of the vintages; ``readings``, label of a table -> files of A and of B, where they differ;
        ``stand_ins``, the same of the table from which the cleaning takes what these files lack; ``units`` by path;
        ``rests``, name of a table of results -> files and tables of ratios behind it in A and in B; ``pins``, rows of
        what is read and defined (what, a, b, reading); ``definitions`` of A and of B; ``sample``; ``countries``;
        ``unit_roots``, settings of the tests; ``page``, path of the report.
    style, script
        Content of the page's style sheet and script.
    """
    names, sample = (chosen["names"][0], chosen["names"][1]), chosen["sample"]
    months = len(pd.period_range(sample["first"], sample["last"], freq="M"))
    pair = behind.Pair(names[0], names[1], chosen["definitions"][0], chosen["definitions"][1], months)
    readings = {label: behind.Reading(*files) for label, files in chosen["readings"].items()}
    revised, readings, elsewhere = _revised(raw, corrections, readings, chosen, pair)
    numbers = compare_numbers(a.numbers, b.numbers, names)
    decisions = compare_decisions(
        {name: (a.tables[name], b.tables[name]) for name in a.tables},
        (a.claims, b.claims),
        (a.numbers, b.numbers),
        tuple(chosen["countries"]),
    )
    flips = decisions[decisions["status"] != SAME]
    ratios = {country: (a.ratios[country], b.ratios[country]) for country in a.ratios}
    span = (sample["first"], sample["last"])
    causes = behind.behind(flips, readings, revised, _record(a, b, chosen["rests"]), ratios, span, pair)
    parts = _alone(flips, ratios, chosen)
    causes = [
        ([parts[index]] if index in parts else []) + said for index, said in zip(flips.index, causes, strict=True)
    ]
    panels = {key: overlay.panels(a.figures[key], b.figures[key]) for key in a.figures}
    overlays = {key: render(overlay.draw(found, names), "svg") for key, found in panels.items() if found}
    said = captions(a.text)
    drawn = {
        key: page.Overlay(said.get(key, key), overlays.get(key, b""), len(found), min(len(found), overlay.MOST))
        for key, found in panels.items()
    }
    statements = {
        row["id"]: f"{study_name(row['study'])}, {row['statement'].rstrip('.')}"
        for side in (b, a)
        for row in side.claims.to_dict("records")
    }
    summary = summarise(names, numbers, decisions, {key: len(found) for key, found in panels.items()})
    series = revisions.by_series(revised)
    differing = behind.changed_definitions(pair, {*pair.definitions_a, *pair.definitions_b})
    own = series[~series["table"].str.contains(behind.ELSE, regex=False)] if len(series) else series
    changed, read = sentences(summary, list(chosen["readings"]), differing, own)
    return Comparison(
        numbers=numbers,
        decisions=decisions.assign(behind=pd.Series(map(" | ".join, causes), index=flips.index, dtype=object)),
        revisions=revised,
        summary=summary | {"line": line(summary, chosen["page"])},
        overlays=overlays,
        page=page.page(
            names,
            {
                "What changed": changed,
                "Conclusions that moved, and what stands behind them": moved(flips, causes, statements, names),
                "Tests and statements that moved": others(flips, causes, names),
                "What they read and define otherwise": read,
            },
            pd.DataFrame([*chosen["pins"], *elsewhere], columns=["what", "a", "b", "reading"]),
            flips,
            causes,
            (series, revisions.by_year(revised)),
            drawn,
            numbers,
            statements,
            style,
            script,
        ),
    )
