"""The paper's text: Jinja2 templates filled with numbers, tables and figures, numbered once for both formats."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jinja2

from multiplier import DataError
from multiplier.report.marks import marked, plain, resolved
from multiplier.report.markup import Origin, PrintedTable, equation_blocks, figure_blocks, products
from multiplier.report.number import Number

KINDS = {"fig": "Figure", "tab": "Table", "eq": "Equation"}


class Numbering:
    """Numbers of figures, tables and equations in order of appearance.

    The first rendering hands out the numbers, the second one, in which forward references are
    known, is printed.
    """

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self._count: dict[str, int] = {}
        self._seen: set[str] = set()

    def begin(self) -> None:
        """Start a rendering: counts are at zero, numbers known from the last one stay known."""
        self._count, self._seen = {}, set()

    def place(self, kind: str, key: str) -> str:
        """Return the number of the thing ``key``, which stands here."""
        if key in self._seen:
            raise DataError(f"report: {KINDS[kind].lower()} '{key}' is placed twice; give each its own key.")
        self._seen.add(key)
        self._count[kind] = self._count.get(kind, 0) + 1
        self.known[key] = str(self._count[kind])
        return self.known[key]

    def refer(self, kind: str, key: str, final: bool) -> str:
        """Return a link to ``key``, such as "Figure 3"; a key that is placed nowhere is an error when final."""
        if key not in self.known:
            if final:
                close = difflib.get_close_matches(key, self.known, n=1)
                hint = f"; did you mean '{close[0]}'?" if close else ""
                raise DataError(f"report: reference to {KINDS[kind].lower()} '{key}', which is placed nowhere{hint}")
            return key
        return f"[{KINDS[kind]} {self.known[key]}](#{key})"


class Values(Mapping[str, Any]):
    """Numbers by key: printed text, or the value itself for decisions; an unknown key is an error."""

    def __init__(self, numbers: Mapping[str, Number], show: Callable[[str, Number], Any]) -> None:
        self._numbers, self._show = numbers, show

    def __getitem__(self, key: str) -> Any:
        if key not in self._numbers:
            close = difflib.get_close_matches(key, self._numbers, n=1)
            hint = f"; did you mean '{close[0]}'?" if close else ""
            raise DataError(f"report: the text uses the number '{key}', which nothing computes{hint}")
        return self._show(key, self._numbers[key])

    def __iter__(self) -> Any:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


@dataclass(frozen=True)
class Item:
    """A figure or table as the paper has it: ``key`` is its anchor, ``products`` the files that it shows."""

    kind: str
    key: str
    number: str
    caption: str
    alt: str
    products: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """The paper's Markdown, its figures and tables in order, and the keys of the numbers that its text marks."""

    text: str
    items: tuple[Item, ...]
    numbers: tuple[str, ...]

    def contents(self) -> dict[str, Any]:
        """Return items and numbers as contents.json holds them."""
        return {"items": [vars(item) for item in self.items], "numbers": list(self.numbers)}


def render(
    loader: jinja2.BaseLoader,
    name: str,
    numbers: Mapping[str, Number],
    tables: Mapping[str, PrintedTable],
    figures: Mapping[str, tuple[str, Origin]],
    traced: bool = True,
) -> Paper:
    """Return the paper as Markdown with raw HTML and typst blocks.

    Parameters
    ----------
    loader, name
        Where the templates are, and the one to start from.
    numbers
        What ``n.<key>`` prints and ``v.<key>`` compares.
    tables
        What ``table(key)`` prints.
    figures
        Key -> path of the picture beside the paper, and its origin.
    traced
        Whether the numbers of the text keep their keys.

    Raises
    ------
    DataError
        For a number, table, figure or reference that does not exist, or a figure or table left out.
    """
    numbering = Numbering()
    placed: dict[str, Item] = {}
    state = {"final": False}

    def place_table(key: str, caller: Callable[[], str]) -> str:
        if key not in tables:
            raise DataError(f"report: table '{key}' does not exist; tables: {', '.join(sorted(tables))}.")
        anchor = f"tab-{key}"
        number, caption = numbering.place("tab", anchor), _line(caller())
        placed[key] = Item("table", anchor, number, plain(caption), "", products(tables[key].source))
        return tables[key].blocks(anchor, f"Table {number}", caption)

    def place_figure(key: str, alt: str, caller: Callable[[], str], floating: bool = True) -> str:
        if key not in figures:
            raise DataError(f"report: figure '{key}' does not exist; figures: {', '.join(sorted(figures))}.")
        path, origin = figures[key]
        number, caption, said = numbering.place("fig", key), _line(caller()), plain(_line(alt))
        placed[key] = Item("figure", key, number, plain(caption), said, products(origin))
        return figure_blocks(path, key, f"Figure {number}", caption, said, origin, floating)

    rows = [anchor for table in tables.values() for anchor in table.anchors]

    def refer_claim(key: str) -> str:
        if key not in rows:
            close = difflib.get_close_matches(key, rows, n=1)
            hint = f"; did you mean '{close[0]}'?" if close else "."
            raise DataError(f"report: reference to claim '{key}', which the ledger does not have{hint}")
        return f"[{key}](#{key})"

    def place_equation(key: str, caller: Callable[[], str]) -> str:
        anchor = f"eq-{key}"
        return equation_blocks(caller(), anchor, numbering.place("eq", anchor))

    environment = jinja2.Environment(
        loader=loader,
        undefined=jinja2.StrictUndefined,
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.globals |= {
        "n": Values(
            numbers, (lambda key, number: marked(key, str(number))) if traced else (lambda _, number: str(number))
        ),
        "v": Values(
            numbers,
            lambda key, number: Count.of(key, number.value) if traced and type(number.value) is int else number.value,
        ),
        "table": place_table,
        "figure": place_figure,
        "equation": place_equation,
        "fig": lambda key: numbering.refer("fig", key, state["final"]),
        "tab": lambda key: numbering.refer("tab", f"tab-{key}", state["final"]),
        "eq": lambda key: numbering.refer("eq", f"eq-{key}", state["final"]),
        "claim": refer_claim,
        "rose": lambda change: "rose" if change > 0 else "fell",
        "words": in_words,
        "count": counted,
    }
    template = environment.get_template(name)
    for final in (False, True):
        state["final"] = final
        numbering.begin()
        placed.clear()
        text = template.render()
    left_out = sorted((set(tables) | set(figures)) - placed.keys())
    if left_out:
        raise DataError(f"report: {left_out[0]} is made but stands nowhere in the paper; place it or drop it.")
    text, keys = resolved(text)
    return Paper(text, tuple(placed.values()), tuple(keys))


class Count(int):
    """A whole number of the text that remembers its key; what is computed from it no longer does."""

    key: str

    @classmethod
    def of(cls, key: str, value: int) -> Count:
        """Return ``value`` with its key."""
        made = cls(value)
        made.key = key
        return made


SMALL = "no one two three four five six seven eight nine ten eleven twelve".split()


def in_words(count: int) -> str:
    """Return a count up to twelve as a word (nought as "no"), a larger one in digits."""
    word = SMALL[count] if count < len(SMALL) else str(count)
    return marked(count.key, word) if isinstance(count, Count) else word


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return a count with its noun: one month, two months; ``plural`` where it takes more than an s."""
    return f"{in_words(count)} {noun if count == 1 else plural or noun + 's'}"


def _line(text: str) -> str:
    return " ".join(text.split())
