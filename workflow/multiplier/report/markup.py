"""Figures and tables as HTML and as typst, escaped; one Markdown source carries both as raw blocks.

pandoc keeps the raw blocks of the format it writes. Everything that comes from data or configuration
passes :func:`html` or :func:`typst` here.
"""

from __future__ import annotations

import html as html_library
import re
from collections.abc import Sequence
from dataclasses import dataclass

_TYPST_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\#$*_`<>@[]~/=-+'\""})


def html(text: object) -> str:
    """Return ``text`` escaped for HTML."""
    return html_library.escape(str(text), quote=True)


def typst(text: object) -> str:
    """Return ``text`` escaped for typst markup."""
    escaped = str(text).translate(_TYPST_SPECIAL)
    # Three dots would become one character, and a number with a dot that opens a line an item of a list.
    return re.sub(r"^(\s*\d+)\.(?=\s|$)|\.(?=\.)", lambda dot: f"{dot[1] or ''}\\.", escaped, flags=re.MULTILINE)


def markdown(text: object) -> str:
    """Return ``text`` escaped for pandoc's Markdown, in which a backslash makes any punctuation plain."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", str(text))


def ended(label: str) -> str:
    """Return a label with the stop that sets it off from its caption; in Chinese, space does."""
    return f"{label}." if label.isascii() else label


def breakable(escaped: str, mark: str) -> str:
    """Let a line break after underscores and slashes of names; ``mark`` is the format's soft break."""
    return re.sub(r"(?<=\w)(\\?[_/])(?=\w)", rf"\1{mark}", escaped)


def typst_string(text: object) -> str:
    """Return ``text`` as a typst string literal."""
    escaped = str(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


ZERO_WIDTH_SPACE = "\u200b"


@dataclass(frozen=True)
class MadeBy:
    """Where a figure or table comes from: the line printed under it, and the files that it shows."""

    line: str
    products: tuple[str, ...]

    def __str__(self) -> str:
        return self.line


Origin = MadeBy | str  # a page without provenance has the line alone


def products(origin: Origin) -> tuple[str, ...]:
    """Return the paths of the files that a figure or table shows, none where only a line is known."""
    return origin.products if isinstance(origin, MadeBy) else ()


def joined(*origins: Origin, between: str = " ") -> MadeBy:
    """Return the origin of what shows several tables of results: each line once, ``between`` them, all files."""
    lines = dict.fromkeys(map(str, origins))
    return MadeBy(between.join(lines), tuple(dict.fromkeys(path for origin in origins for path in products(origin))))


@dataclass(frozen=True)
class Column:
    """A column of a printed table: its header, alignment and, for text, its share of the width."""

    header: str
    align: str = "right"
    share: float = 0.0


@dataclass(frozen=True)
class PrintedTable:
    """A table ready to print: every cell is text; ``source`` names rule and script.

    A ``wide`` table has columns of running text and breaks across pages; one that is not ``floating`` stays
    where the text has it.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    source: Origin
    wide: bool = False
    floating: bool = True

    @property
    def anchors(self) -> Sequence[str]:
        """Names of rows that the text may link to."""
        return ()

    def blocks(self, key: str, label: str, caption: str) -> str:
        """Return the table for both formats, with caption above and origin below."""
        return table_blocks(self, key, label, caption)


def raw_block(kind: str, content: str) -> str:
    """Return ``content`` as a raw block that pandoc keeps for format ``kind`` only."""
    fence = "`" * 3
    while fence in content:
        fence += "`"
    return f"\n{fence}{{={kind}}}\n{content}\n{fence}\n"


def html_cell(text: str) -> str:
    """Return a cell's text, names breakable and dates kept on one line."""
    return re.sub(r"\d{4}-\d\d(-\d\d)?", r'<span class="date">\g<0></span>', breakable(html(text), "<wbr>"))


def _html_table(table: PrintedTable, key: str, label: str, caption: str, origin: Origin) -> str:
    head = "".join(f'<th scope="col" class="{column.align}">{html(column.header)}</th>' for column in table.columns)
    body = "\n".join(
        "<tr>"
        + "".join(
            f'<td class="{column.align}">{html_cell(cell)}</td>'
            for column, cell in zip(table.columns, row, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    wide = " wide" if table.wide else ""
    return (
        f'<figure class="table{wide}" id="{html(key)}">\n'
        f'<figcaption><span class="label">{html(ended(label))}</span> {html(caption)}</figcaption>\n'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{html(label)}"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>\n"
        f'<p class="origin">{html(origin)}</p>\n</figure>'
    )


def _typst_table(table: PrintedTable, key: str, label: str, caption: str, origin: Origin) -> str:
    widths = ", ".join(f"{column.share}fr" if column.share else "auto" for column in table.columns)
    aligns = ", ".join(column.align for column in table.columns)
    head = ", ".join(f"[{typst(column.header)}]" for column in table.columns)
    body = ",\n".join(", ".join(f"[{breakable(typst(cell), ZERO_WIDTH_SPACE)}]" for cell in row) for row in table.rows)
    flags = f"wide: {str(table.wide).lower()}, float: {str(table.floating).lower()}"
    return (
        f"#paper-table(key: <{key}>, label: [{typst(label)}], caption: [{typst(caption)}], origin: [{typst(origin)}], "
        f"{flags}, columns: ({widths},), align: ({aligns},), head: ({head},),\n{body}\n)"
    )


def table_blocks(table: PrintedTable, key: str, label: str, caption: str) -> str:
    """Return a table for both formats, with caption above and origin below."""
    return raw_block("html", _html_table(table, key, label, caption, table.source)) + raw_block(
        "typst", _typst_table(table, key, label, caption, table.source)
    )


def figure_blocks(
    path: str, key: str, label: str, caption: str, alt: str, origin: Origin, floating: bool = True
) -> str:
    """Return a figure for both formats, with caption and origin below; one that does not float stays where it is."""
    page = (
        f'<figure id="{html(key)}">\n'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{html(label)}">'
        f'<img src="{html(path)}" alt="{html(alt)}"></div>\n'
        f'<figcaption><span class="label">{html(ended(label))}</span> {html(caption)}</figcaption>\n'
        f'<p class="origin">{html(origin)}</p>\n</figure>'
    )
    sheet = (
        f"#paper-figure(image({typst_string(path)}, alt: {typst_string(alt)}, width: 100%), "
        f"key: <{key}>, label: [{typst(label)}], caption: [{typst(caption)}], origin: [{typst(origin)}], "
        f"float: {str(floating).lower()})"
    )
    return raw_block("html", page) + raw_block("typst", sheet)


def equation_blocks(tex: str, key: str, number: str) -> str:
    """Return a displayed equation with its number for both formats; ``tex`` is converted by pandoc."""
    opening = raw_block("html", f'<div class="equation" id="{html(key)}"><div>') + raw_block(
        "typst", f"#paper-equation(key: <{key}>, number: [({typst(number)})])["
    )
    closing = raw_block("html", f'</div><span class="number">({html(number)})</span></div>') + raw_block("typst", "]")
    return f"{opening}\n$$\n{tex.strip()}\n$$\n{closing}"
