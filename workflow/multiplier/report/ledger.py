"""The ledger of claims: on the page a table to sort and filter whose rows open, in print one by study."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from multiplier.report.language import ENGLISH, Language
from multiplier.report.markup import (
    ZERO_WIDTH_SPACE,
    PrintedTable,
    breakable,
    ended,
    html,
    html_cell,
    raw_block,
    typst,
)

FILTERS = ("study", "verdict", "kind")


@dataclass(frozen=True)
class Source:
    """A raw file, or all vintages of a table, with the way to it from the page."""

    publisher: str
    title: str
    vintage: str
    path: str


@dataclass(frozen=True)
class Input:
    """A table of results that a claim is computed from: its path beside the page, its rule and what is behind it."""

    name: str
    path: str
    rule: str
    sources: Sequence[Source]


@dataclass(frozen=True)
class Entry:
    """One claim.

    ``cells`` are its texts by column; ``ranks`` their places in the order of each column; ``terms`` what else
    is said of the computation, term -> text; ``path`` is the way from the page to the module; ``verdict`` is the
    verdict's own name, whatever the language of the cells.
    """

    id: str
    cells: Mapping[str, str]
    ranks: Mapping[str, int]
    cause: str
    terms: Mapping[str, str]
    inputs: Sequence[Input]
    path: str
    function: str
    code: str
    verdict: str = ""


@dataclass(frozen=True)
class Ledger(PrintedTable):
    """All claims: ``rows`` as printed, the claim's id first; ``groups`` the study of each; ``entries`` for the page."""

    groups: Sequence[str] = ()
    entries: Sequence[Entry] = field(default=())
    language: Language = ENGLISH

    @property
    def anchors(self) -> Sequence[str]:
        """Ids of the claims: in both formats the text may link to a claim's row."""
        return [entry.id for entry in self.entries]

    def blocks(self, key: str, label: str, caption: str) -> str:
        """Return the ledger for both formats, with caption above and origin below."""
        return raw_block("html", _page(self, key, label, caption)) + raw_block(
            "typst", _print(self, key, label, caption)
        )


def _form(entries: Sequence[Entry], say: Callable[..., str]) -> str:
    """Return the filters; hidden where no script can serve them."""
    fields = [f'<label>{html(say("Text"))} <input type="search" name="text" autocomplete="off"></label>']
    every = html(say("all"))
    for name in FILTERS:
        found = sorted({(entry.ranks[name], entry.cells[name]) for entry in entries})
        options = "".join(f'<option value="{html(text)}">{html(text)}</option>' for _, text in found)
        fields.append(
            f'<label>{html(say(name.capitalize()))} <select name="{name}"><option value="">{every}</option>'
            f"{options}</select></label>"
        )
    # The script puts the number shown in the place of the first.
    count = f'<output aria-live="polite">{html(say("{} of {}", len(entries), len(entries)))}</output>'
    return (
        f'<form class="filters" role="search" aria-label="{html(say("Filter the claims"))}" hidden>\n'
        + "\n".join(fields)
        + f'\n<button type="reset">{html(say("Show all"))}</button>\n<p>{say("{} claims", count)}</p>\n</form>'
    )


def _link(path: str, text: str) -> str:
    return f'<a href="{html(path)}">{breakable(html(text), "<wbr>")}</a>'


def _source(file: Source, say: Callable[..., str]) -> str:
    link = _link(file.path, file.title)
    return say("{} ({})", link, html(file.vintage)) if file.vintage else link


def _input(found: Input, say: Callable[..., str]) -> str:
    behind = "".join(
        f"<li>{say('{}: {}', html(publisher), say(', ').join(_source(file, say) for file in files))}</li>"
        for publisher, files in groupby(found.sources, key=lambda source: source.publisher)
    )
    return f"<li>{say('{}, rule {}', _link(found.path, found.name), html(found.rule))}<ul>{behind}</ul></li>"


def _details(entry: Entry, say: Callable[..., str]) -> str:
    terms = "".join(f"<dt>{html(term)}</dt><dd>{html_cell(text)}</dd>" for term, text in entry.terms.items())
    inputs = "".join(_input(found, say) for found in entry.inputs)
    read = f"<ul>{inputs}</ul>" if inputs else html(say("No table of results: nothing but the statement itself."))
    code = _link(entry.path, entry.path.removeprefix("../../"))
    function = f"<code>{breakable(html(entry.function), '<wbr>')}</code>"
    return (
        f"<details><summary>{say('Computation{}', _unseen(say(' of {}', html(entry.id))))}</summary>\n"
        f"<dl>{terms}<dt>{html(say('Inputs'))}</dt><dd>{read}</dd>"
        f"<dt>{html(say('Code'))}</dt><dd>{say('{}, function {}', code, function)}</dd></dl>\n"
        f'<pre tabindex="0" role="group" aria-label="{html(say("Code of {}", entry.id))}">'
        f"<code>{html(entry.code)}</code></pre>\n"
        "</details>"
    )


def _unseen(escaped: str) -> str:
    return f'<span class="unseen">{escaped}</span>'


def _linked(text: str, ids: Container[str]) -> str:
    """Return a cell's text in which every claim that it names leads to its row."""

    def link(found: re.Match[str]) -> str:
        return f'<a href="#{found[0]}">{found[0]}</a>' if found[0] in ids else found[0]

    return re.sub(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]-\d\d(?![A-Za-z0-9])", link, html_cell(text))


def _row(entry: Entry, ids: Container[str], say: Callable[..., str]) -> str:
    keys = "".join(f' data-{name}="{html(entry.cells[name])}"' for name in FILTERS)
    cells = []
    for name, text in entry.cells.items():
        rank = f'data-rank="{entry.ranks[name]}"'
        if name == "claim":
            link = f'<a href="#{html(entry.id)}">{html(text)}</a>'
            cells.append(f'<th scope="row" role="rowheader" class="claim" {rank}>{link}</th>')
            continue
        shown = _linked(text, ids)
        if name == "verdict":
            shown = f'<span class="badge {html(entry.verdict or text)}">{html(text)}</span>'
        cells.append(f'<td role="cell" class="{name}" data-label="{html(say(name.capitalize()))}" {rank}>{shown}</td>')
    way = f'<td role="cell" class="way"><p class="cause">{_linked(entry.cause, ids)}</p>\n{_details(entry, say)}</td>'
    return f'<tr role="row" id="{html(entry.id)}"{keys}>{"".join(cells)}\n{way}</tr>'


def _page(ledger: Ledger, key: str, label: str, caption: str) -> str:
    columns = list(ledger.entries[0].cells) if ledger.entries else []
    say = ledger.language.say
    # The claims stand in the order of their file, which is that of the first column.
    head = "".join(
        f'<th scope="col" role="columnheader" class="{name}" aria-sort="{"none" if place else "ascending"}">'
        f'<button type="button" disabled>{html(say(name.capitalize()))}</button></th>'
        for place, name in enumerate(columns)
    )
    decided = _unseen(html(say("How it was decided")))
    way = f'<th scope="col" role="columnheader" class="way">{decided}</th>'
    body = "\n".join(_row(entry, ledger.anchors, say) for entry in ledger.entries)
    return (
        f'<figure class="table wide ledger" id="{html(key)}">\n'
        f'<figcaption><span class="label">{html(ended(label))}</span> {html(caption)}</figcaption>\n'
        f"{_form(ledger.entries, say)}\n"
        f'<table role="table" aria-label="{html(label)}">\n'
        f'<thead role="rowgroup"><tr role="row">{head}{way}</tr></thead>\n<tbody role="rowgroup">\n{body}\n</tbody>\n'
        f'</table>\n<p class="origin">{html(ledger.source)}</p>\n</figure>'
    )


def _print(ledger: Ledger, key: str, label: str, caption: str) -> str:
    def cell(text: str) -> str:
        return f"[{breakable(typst(text), ZERO_WIDTH_SPACE)}]"

    def printed(row: Sequence[str]) -> str:
        identifier, *others = row
        return ", ".join([f"[#box[{typst(identifier)}] <{identifier}>]", *map(cell, others)])

    widths = ", ".join(f"{column.share}fr" if column.share else "auto" for column in ledger.columns)
    head = ", ".join(f"[{typst(column.header)}]" for column in ledger.columns)
    pairs = zip(ledger.groups, ledger.rows, strict=True)
    blocks = []
    for study, members in groupby(pairs, key=lambda pair: pair[0]):
        body = ",\n".join(f"({printed(row)})" for _, row in members)
        blocks.append(f"(name: [{typst(study)}], rows: (\n{body},\n))")
    return (
        f"#paper-ledger(key: <{key}>, label: [{typst(label)}], caption: [{typst(caption)}], "
        f"origin: [{typst(ledger.source)}], columns: ({widths},), head: ({head},),\n" + ",\n".join(blocks) + "\n)"
    )
