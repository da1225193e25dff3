"""The comparison of two vintages as one page that needs nothing else. Everything that it is given passes the escape."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from multiplier.report.language import counted
from multiplier.report.markup import html, html_cell
from multiplier.report.number import minus
from multiplier.vintages.decisions import ASYMPTOTIC, CLOSING, DECISION, FLIPPED, JUDGED, KINDS, TEST
from multiplier.vintages.headlines import headlines
from multiplier.vintages.numbers import ONLY_A, ONLY_B

HEADINGS = {
    "decision": "Decisions of the paper",
    "test": "Tests",
    "verdict": "Verdicts on claims",
    "words": "Statements in words",
}
NONE = "no result"  # where a vintage has no such row
PLACES = {"statistic": 3, "critical": 3, "lags": 0, "pvalue": 4}  # decimals; a decision may hang on the third
UNIT_ROOT = "unit_root"  # statement of the paper's decisions whose p-value is asymptotic
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


@dataclass(frozen=True)
class Cell:
    """A cell: its text, its place in the order of the column, and whether ``text`` is markup already."""

    text: str
    rank: float | str = ""
    markup: bool = False
    right: bool = False


@dataclass(frozen=True)
class Overlay:
    """A figure: its caption, and the overlay as SVG, empty if both vintages plot the same."""

    caption: str
    svg: bytes
    panels: int
    drawn: int


def amount(value: object, digits: int = 6) -> str:
    """Return a figure with a true minus sign, to ``digits`` significant digits; empty if there is none."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return minus(f"{value:.{digits}g}") if isinstance(value, int | float) else str(value)


def _number(value: Any, digits: int = 6) -> Cell:
    missing = value is None or bool(pd.isna(value))
    return Cell("" if missing else amount(float(value), digits), "" if missing else float(value), right=True)


def _size(value: object, digits: int = 3) -> Cell:
    """A signed change, ordered by its size."""
    cell = _number(value, digits)
    return Cell(cell.text, "" if cell.rank == "" else abs(float(cell.rank)), right=True)


def _cell(cell: Cell | str, head: str) -> str:
    found = cell if isinstance(cell, Cell) else Cell(cell)
    shown = found.text if found.markup else html_cell(found.text)
    side = ' class="right"' if found.right else ""
    rank = "" if found.rank == "" else f' data-rank="{html(found.rank)}"'
    return f'<td{side}{rank} data-label="{html(head)}">{shown}</td>'


def table(
    label: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell | str]],
    marked: Sequence[bool] = (),
    cards: bool = False,
) -> str:
    """Return a table that scrolls and whose columns can be sorted.

    ``marked`` rows stand out; with ``cards`` a narrow window shows a row as a card.
    """
    head = "".join(f'<th scope="col"><button type="button">{html(text)}</button></th>' for text in heads)
    flags = list(marked) or [False] * len(rows)
    classes = [' class="marked"' if flag else "" for flag in flags]
    body = "\n".join(
        f"<tr{kind}>{''.join(map(_cell, row, heads))}</tr>" for row, kind in zip(rows, classes, strict=True)
    )
    kinds = "sortable cards" if cards else "sortable"
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{html(label)}"><table class="{kinds}">\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _note(text: str) -> str:
    return f"<p>{html(text)}</p>"


def _fold(summary: str, content: str) -> str:
    return f"<details><summary>{html(summary)}</summary>\n{content}\n</details>"


def _section(key: str, title: str, *content: str) -> str:
    return f'<section id="{key}"><h1>{html(title)}</h1>\n' + "\n".join(content) + "\n</section>"


def _headlines(numbers: pd.DataFrame, a: str, b: str) -> str:
    rows = [
        [row.label, Cell(row.printed_a, right=True), Cell(row.printed_b, right=True), _size(row.change), row.unit]
        for row in headlines(numbers).itertuples()
    ]
    changed = [row[1] != row[2] for row in rows]
    return table("Headline numbers", ["", a, b, "change", "unit"], rows, changed, cards=True)


def _pins(pins: pd.DataFrame, a: str, b: str) -> list[str]:
    heads, parts = ["", a, b, "how they differ"], []
    for alike in (False, True):
        chosen = pins[(pins["a"] == pins["b"]) == alike]
        rows = [[row.what, row.a, row.b, row.reading] for row in chosen.itertuples()]
        if alike and rows:
            count = counted(len(rows), "reading that is the same", "readings that are the same")
            parts.append(_fold(count.capitalize(), table("What both vintages read", heads, rows)))
        elif rows:
            parts.append(table("What the vintages read differently", heads, rows))
        elif not alike:
            parts.append(_note("Both read the same files and use the same definitions."))
    return parts


def _values(row: Mapping[str, Any], side: str) -> Cell:
    text = row[f"value_{side}"] or NONE
    if row["kind"] == "verdict" and row[f"value_{side}"]:
        return Cell(f'<span class="badge {html(text)}">{html(text)}</span>', text, markup=True)
    return Cell(text)


def _behind(causes: Sequence[str]) -> Cell:
    """The causes, open on demand: under a list of tables and definitions stands what differs in them."""
    short = "; ".join(dict.fromkeys(cause.partition(": ")[0] for cause in causes))
    items = "".join(f"<li>{html_cell(cause)}</li>" for cause in causes)
    return Cell(f"<details><summary>{html_cell(short)}</summary><ul>{items}</ul></details>", short, markup=True)


def _rounded(value: float, places: int) -> str:
    """Return a figure to so many decimals; one that would read as nought as less than their last."""
    shown = f"{value:.{places}f}"
    return f"below {10.0**-places:.{places}f}" if value > 0 and not float(shown) else minus(shown)


def _tested(row: Mapping[str, Any], side: str) -> Cell:
    """The figures beside a decision, statistic and critical value first; ordered by how far the two are apart.

    Where there is no critical value the order is that of the p-value.
    """
    kind = JUDGED[row["table"]].distribution
    if row["table"] == CLOSING and UNIT_ROOT in row["key"]:
        kind = ASYMPTOTIC
    words = {"statistic": "statistic", "critical": "critical value", "lags": "lags", "pvalue": f"{kind} p".strip()}
    parts = [
        f"{word} {_rounded(row[f'{name}_{side}'], PLACES[name])}"
        for name, word in words.items()
        if pd.notna(row[f"{name}_{side}"])
    ]
    margin = abs(row[f"statistic_{side}"] - row[f"critical_{side}"])
    rank = row[f"pvalue_{side}"] if pd.isna(margin) else margin
    return Cell(", ".join(parts), "" if pd.isna(rank) else float(rank))


def _flips(
    flips: pd.DataFrame, causes: Sequence[Sequence[str]], statements: Mapping[str, str], a: str, b: str
) -> list[str]:
    parts = []
    records = list(zip(flips.to_dict("records"), causes, strict=True))
    for kind in KINDS:
        chosen = [(row, cause) for row, cause in records if row["kind"] == kind]
        parts.append(f"<h2>{html(HEADINGS[kind])}</h2>")
        if not any(row["status"] == FLIPPED for row, _ in chosen):
            parts.append(_note("None flipped."))
        if not chosen:
            continue
        tested = kind in (DECISION, TEST)
        heads = ["where", "what", a, *([f"test in {a}"] if tested else []), b, *([f"test in {b}"] if tested else [])]
        rows = [
            [
                row["table"],
                f"{row['key']}: {statements[row['key']]}" if row["key"] in statements else row["key"],
                *[cell for side in "ab" for cell in [_values(row, side), *([_tested(row, side)] if tested else [])]],
                _behind(cause),
            ]
            # What only one vintage has comes last: it is no flip.
            for row, cause in sorted(chosen, key=lambda found: found[0]["status"] != FLIPPED)
        ]
        parts.append(table(HEADINGS[kind], [*heads, "what stands behind it"], rows, cards=True))
    return parts


def _revisions(series: pd.DataFrame, years: pd.DataFrame, a: str, b: str) -> list[str]:
    if not len(series):
        return ["<p>Both vintages read the same figures.</p>"]
    heads = [
        "table",
        "series",
        "unit",
        "figures that differ",
        "beyond rounding",
        "of these in the sample",
        "largest, percent",
        "in",
    ]
    heads += [
        "largest in the sample, percent",
        "in",
        "corrected",
        f"only in {a}",
        f"only in {b}",
        "known of the largest",
    ]
    rows = [
        [
            row.table,
            row.series,
            row.unit,
            *map(_number, (row.revised, row.beyond_rounding, row.in_sample)),
            _size(row.largest_percent),
            row.largest_row,
            _size(row.sample_largest_percent),
            row.sample_largest_row,
            *map(_number, (row.corrected, row.only_a, row.only_b)),
            row.largest_known,
        ]
        for row in series.itertuples()
    ]
    parts = [table("Raw revisions by series", heads, rows)]
    if len(years):
        order = years.assign(size=years["largest_percent"].abs()).sort_values("size", ascending=False, kind="stable")
        lines = [
            [
                row.table,
                row.series,
                row.year,
                _number(row.revised),
                _size(row.mean_percent),
                _size(row.largest_percent),
                row.largest_row,
            ]
            for row in order.itertuples()
        ]
        heads = ["table", "series", "year", "revised", "mean size, percent", "largest, percent", "in"]
        parts.append(_fold("By series and year", table("Raw revisions by series and year", heads, lines)))
    return parts


def _figures(figures: Mapping[str, Overlay], a: str, b: str) -> list[str]:
    alike = [overlay.caption for overlay in figures.values() if not overlay.panels]
    parts = [f"<p>Unchanged, and not drawn: {html('; '.join(alike))}.</p>"] if alike else []
    for key, overlay in figures.items():
        if not overlay.panels:
            continue
        source = base64.b64encode(overlay.svg).decode("ascii")
        most = "" if overlay.drawn == overlay.panels else f"; the {overlay.drawn} that differ most are drawn"
        count = f"{counted(overlay.panels, 'panel differs', 'panels differ')}{most}.".capitalize()
        caption = html(overlay.caption)
        parts.append(
            f'<figure id="{html(key)}"><div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
            f'<img alt="{caption}: {html(a)} against {html(b)}" src="data:image/svg+xml;base64,{source}"></div>\n'
            f"<figcaption>{caption}. {html(count)}</figcaption></figure>"
        )
    return parts


def _numbers(numbers: pd.DataFrame, a: str, b: str) -> list[str]:
    seen = numbers[numbers["printed_changed"].astype(bool)]
    if not len(seen):
        return ["<p>No number changed as printed.</p>"]
    parts = []
    for rule, part in seen.groupby("rule", sort=True):
        rows = [
            [
                row.key,
                Cell(row.printed_a if row.status != ONLY_B else NONE, right=pd.notna(row.decimals)),
                Cell(row.printed_b if row.status != ONLY_A else NONE, right=pd.notna(row.decimals)),
                _size(row.change),
                _size(row.percent),
                row.unit,
            ]
            for row in part.itertuples()
        ]
        heads = ["number", a, b, "change", "percent", "unit"]
        parts.append(_fold(f"{rule} ({len(part):,})", table(f"Numbers of the rule {rule}", heads, rows)))
    return parts


def _summary(said: Mapping[str, Sequence[str]]) -> str:
    """The summary: under each heading its sentences, one a line."""
    parts = [
        f"<h3>{html(heading)}</h3>\n<ul>{''.join(f'<li>{html_cell(text)}</li>' for text in texts)}</ul>"
        for heading, texts in said.items()
        if texts
    ]
    return "\n".join(parts)


def page(
    names: tuple[str, str],
    said: Mapping[str, Sequence[str]],
    pins: pd.DataFrame,
    flips: pd.DataFrame,
    causes: Sequence[Sequence[str]],
    revisions: tuple[pd.DataFrame, pd.DataFrame],
    figures: Mapping[str, Overlay],
    numbers: pd.DataFrame,
    statements: Mapping[str, str],
    style: str,
    script: str,
) -> str:
    """Return the report as HTML.

    Parameters
    ----------
    names
        Of the vintages A and B.
    said
        Headings of the summary -> sentences.
    pins
        What each vintage reads and how it defines things: what, a, b, reading.
    flips, causes
        Flipped rows, and what stands behind each of them.
    revisions
        By series, and by series and year.
    figures
        Figure -> overlay.
    numbers
        All numbers; those that changed as printed are shown, by the rule that computes them.
    statements
        Id of a claim -> who prints what.
    style, script
        Content of the style sheet and of the script.
    """
    a, b = names
    title = f"Vintage {a} against {b}"
    notes = {
        "headlines": "As the text prints them; rows that differ stand out. The common window and the sample are those "
        "of config.yaml.",
        "flips": "Behind a row stands what differs among the raw series and definitions that enter it; of a row that "
        "is about no single series, everything that differs in the tables that it is computed from, of which some "
        "may not enter it. A unit root test of the multiplier is run again with money alone and with the base alone "
        f"of {b}; of other rows with more than one cause this page does not decide which moved them. A unit root test "
        "is decided by its statistic and the critical value, for the number of observations where the test has one; "
        "the asymptotic p-value can fall on the other side of the level. Tests are named by country, series, "
        "transform (level; diff, monthly change; diff12, change over a year), test (ADF, Dickey-Fuller; PP, "
        "Phillips-Perron; KPSS; DF-GLS; ZA, Zivot-Andrews; OCSB and CH, seasonal), terms (n none, c constant, ct "
        "trend) and the rule that chooses the lags; a choice that comes to the same lags is a row of its own.",
        "revisions": "Figures as the publishers print them. Beyond rounding: apart by more than the last digit of the "
        "coarser one. Corrected: data/corrections.csv puts another figure in its place: no effect.",
        "figures": f"Lines: {a} (A) solid, {b} (B) dashed. Points: A across, B up. Below each the difference, "
        "B less A.",
        "numbers": "By the rule that computes them. All numbers, with full digits, are in numbers.csv beside "
        "this page.",
    }
    sections = {
        "headlines": ("Headline numbers", [_note(notes["headlines"]), _headlines(numbers, a, b)]),
        "pins": ("What the vintages read", _pins(pins, a, b)),
        "flips": ("What flipped", [_note(notes["flips"]), *_flips(flips, causes, statements, a, b)]),
        "revisions": (
            "Raw revisions",
            [_note(notes["revisions"]), *_revisions(*revisions, a, b)],
        ),
        "figures": (
            "Figures",
            [_note(notes["figures"]), *_figures(figures, a, b)],
        ),
        "numbers": (
            "Numbers that changed as printed",
            [_note(notes["numbers"]), *_numbers(numbers, a, b)],
        ),
    }
    contents = "".join(f'<li><a href="#{key}">{html(heading)}</a></li>' for key, (heading, _) in sections.items())
    body = "\n".join(_section(key, heading, *content) for key, (heading, content) in sections.items())
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#text">To the text</a>\n'
        f"<header><h1>{html(title)}</h1></header>\n"
        '<nav id="contents" aria-label="Contents"><details open><summary>Contents</summary>'
        f"<ul>{contents}</ul></details></nav>\n"
        '<main id="text">\n<section id="abstract"><h2>Summary</h2>\n'
        f"{_summary(said)}</section>\n{body}\n</main>\n"
        f"<script>\n{script}</script>\n</body>\n</html>\n"
    )
