"""One yearly page of the People's Bank of China -> one year of a table.

Whatever the file, it becomes grids of cells (``pboc_grids.py``), and one parser finds title, unit, header of months
and items in a grid by their words, never by their place.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass, field

import pandas as pd

from sources import FetchError
from sources.pboc_grids import Cell, Grid, decode, grids
from sources.pboc_items import TABLES, Item, Table, chinese, english, identify, is_heading, plain, title_of

NOTHING = frozenset(("", "-", "--", "—", "——", "–", "…", "..."))
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
# Brackets are the accountant's minus; a comma parts thousands and stands before three digits, never behind a nought.
# A decimal comma before three digits looks the same: figures a thousand times too large leave their columns' ranges.
FIGURE = re.compile(r"(\()?([-−]?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?|[-−]?\.\d+)(?(1)\))")
NOTE = re.compile(r"注|附注|备注|说明|数据来源|资料来源|自\s*\d{4}\s*年|\d{1,2}[.、]\s*\D|note|source", re.IGNORECASE)

# The table's unit is 100 million yuan: what a page's unit line may say, and how many of it make one.
UNITS = {
    "亿元": 1,
    "亿元人民币": 1,
    "人民币亿元": 1,
    "百万元": 100,
    "百万元人民币": 100,
    "人民币百万元": 100,
    "万元": 10_000,
    "万元人民币": 10_000,
    "人民币万元": 10_000,
    "十亿元": 0.1,
    "十亿元人民币": 0.1,
    "万亿元": 0.0001,
    "万亿元人民币": 0.0001,
    "100 million yuan": 1,
    "100 million rmb": 1,
    "rmb 100 million": 1,
    "100 million rmb yuan": 1,
    "rmb 100 million yuan": 1,
    "million yuan": 100,
    "10 thousand yuan": 10_000,
    "10000 yuan": 10_000,
    "billion yuan": 0.1,
    "trillion yuan": 0.0001,
}
UNIT = re.compile(r"(?:单位|unit)\s*[:：]\s*(.+?)\s*(?=单位|unit\s*[:：]|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Year:
    """One year of a table: months by columns in 100 million yuan, the page's unit line and its notes."""

    year: int
    frame: pd.DataFrame
    unit: str
    converted: bool = False
    notes: tuple[str, ...] = field(default=())


def read(content: bytes, table: str, page: str) -> Year:
    """Return the year of ``table`` that ``page`` holds.

    Items that the page does not list or leaves empty are filled as `pboc_items` says; months that are empty
    in every item at the end of the year are dropped.

    Raises
    ------
    FetchError
        For anything but one year of this table in a known unit, with months 1 to 12 in the header, no unknown or
        missing item, and figures in every month up to the last.
    """
    wanted = TABLES[table]
    years: list[tuple[str, Year]] = []
    others: list[str] = []
    untitled: list[tuple[str, str, int, int]] = []  # place, first words, year, number of the table's items
    for name, grid in grids(content, page):
        place = f"{page}, sheet {name}" if name else page
        header = _header(grid, place)
        if header is None:
            continue
        title = _title(grid[: header.row])
        if title == table:
            _check_year(name, grid, header, place)
            years.append((place, _year(grid, header, wanted, place)))
        else:
            others.append(TABLES[title].title if title else _first_words(grid[: header.row]))
            if title is None:
                untitled.append((place, others[-1], header.year, _listed(grid, header, wanted)))
    if not years:
        found = f"a table with the title '{others[0]}'" if others else f"'{_summary(content)}'"
        raise FetchError(
            f"{page}: found {found}, expected the table '{wanted.title}' ({wanted.chinese[0]}) with a header row "
            "'项目 Item' and twelve months; give the page of this table."
        )
    (_, first), *rest = years
    for place, other in rest:
        _same(first, other, place)
    for place, words, year, listed in untitled:
        if year == first.year and 2 * listed >= len(first.frame.columns):
            raise FetchError(
                f"{place}: a sheet headed '{words}' has {listed} items of '{wanted.title}' and months of {year} too, "
                "expected one such sheet; find out which one holds and give a file with that one alone."
            )
    return first


def _listed(grid: Grid, header: _Header, table: Table) -> int:
    """Return how many items of ``table`` a sheet names."""
    labels = {_label(line, header) for line in grid[header.row + 1 :]}
    han = {wording for item in table.items for wording in item.chinese.split()}
    latin = {english(wording) for item in table.items for wording in item.english.split("|")}
    return sum(chinese(label) in han or (not chinese(label) and english(label) in latin) for label in labels)


def _check_year(sheet: str, grid: Grid, header: _Header, place: str) -> None:
    """Hold the years in the sheet's name and in the title against the header's."""
    titles = [plain(cell) for row in grid[: header.row] for cell in row if isinstance(cell, str) and title_of(cell)]
    for text in (plain(sheet), *titles):
        years = YEAR.findall(text)
        if years and str(header.year) not in years:
            raise FetchError(
                f"{place}: '{text}' stands over months of {header.year}, expected one year; compare the page with the "
                "publisher's other formats."
            )


def _same(first: Year, other: Year, place: str) -> None:
    if other.frame.equals(first.frame):
        return
    if other.year != first.year or list(other.frame.columns) != list(first.frame.columns):
        raise FetchError(
            f"{place}: the table stands on a second sheet as of {other.year} with {len(other.frame.columns)} items, "
            f"expected {first.year} with {len(first.frame.columns)}; give a file with one of them."
        )
    left, right = first.frame.align(other.frame)
    differs = (left != right) & ~(left.isna() & right.isna())
    month, column = differs.stack().loc[lambda cell: cell].index[0]
    raise FetchError(
        f"{place}, {month}, {column}: the table stands here a second time with {right.at[month, column]:g}, the first "
        f"sheet has {left.at[month, column]:g}; find out which sheet holds and give a file with that one alone."
    )


@dataclass(frozen=True)
class _Header:
    row: int
    columns: list[int]
    year: int

    @property
    def labels(self) -> int:
        """The number of columns before the first month: a label stands in one of them, indented by column."""
        return self.columns[0]


def _header(grid: Grid, place: str) -> _Header | None:
    """Return where the months stand, or None for a grid without a header row."""
    for number, row in enumerate(grid):
        labelled = [k for k, cell in enumerate(row) if isinstance(cell, str) and _is_item(cell)]
        if not labelled:
            continue
        cells = [(k, cell) for k, cell in enumerate(row) if k > labelled[-1]]
        while cells and _empty(cells[-1][1]):
            cells.pop()
        if not any(_month(cell) for _, cell in cells):
            continue
        while cells and _empty(cells[0][1]):
            cells.pop(0)
        return _Header(number, [k for k, _ in cells], _sequence([cell for _, cell in cells], place))
    if any(sum(_month(cell) is not None for cell in row) >= 6 for row in grid):
        raise FetchError(
            f"{place}: found a row of months without '项目 Item' before them, expected one header row; compare the "
            "page."
        )
    return None


def _is_item(text: str) -> bool:
    return chinese(text) in ("项目", "报表项目") or (not chinese(text) and english(text) in ("item", "items"))


def _sequence(cells: list[Cell], place: str) -> int:
    """Return the year of a header whose cells are the months 1 to 12 in order.

    October and January can look alike (2000.1): the position decides, and every position must allow it.
    """
    years = set()
    for expected, cell in enumerate(cells, start=1):
        month = _month(cell)
        shown = "an empty cell" if _empty(cell) else f"'{_shown(cell)}'"
        if month is None or expected not in month[1]:
            wanted = f"month {expected} of 12" if expected <= 12 else "no more than twelve months"
            raise FetchError(
                f"{place}: column {expected} after the items is headed {shown}, expected {wanted}; a month is missing, "
                "doubled or out of order: compare the page with the publisher's other formats."
            )
        years.add(month[0])
    if len(cells) != 12:
        raise FetchError(
            f"{place}: the header has {len(cells)} months and ends with '{_shown(cells[-1])}', expected twelve; a "
            "month is missing: compare the page with the publisher's other formats."
        )
    if len(years) != 1:
        raise FetchError(
            f"{place}: the header has months of {' and '.join(map(str, sorted(years)))}, expected one year; give "
            "yearly pages."
        )
    return years.pop()


def _month(cell: Cell) -> tuple[int, set[int]] | None:
    """Return year and possible months of a header cell, or None."""
    if isinstance(cell, datetime.datetime):
        return cell.year, {cell.month}
    if isinstance(cell, float):
        if cell == int(cell) and 190001 <= cell <= 210012:
            return int(cell) // 100, {int(cell) % 100}
        hundredths = round(cell * 100)
        year, month = divmod(hundredths, 100)
        if not 1900 <= year <= 2100 or abs(cell * 100 - hundredths) > 1e-6:
            return None
        # 2000.1 is October with its zero lost, or January without one.
        return year, {month} | ({month // 10} if month % 10 == 0 and month else set())
    if cell is None:
        return None
    text = plain(cell).replace(" ", "")
    found = re.fullmatch(r"(\d{4})(?:[.\-/]|年)(\d{1,2})月?", text) or re.fullmatch(r"(\d{4})(\d{2})", text)
    if not found:
        return None
    year, month = int(found[1]), int(found[2])
    return year, {month} | ({10} if found[2] == "1" else set())


def _title(rows: Grid) -> str | None:
    cells = [cell for row in rows for cell in row if isinstance(cell, str)]
    return next((title for cell in cells if (title := title_of(cell))), None)


def _first_words(rows: Grid) -> str:
    return next((plain(cell) for row in rows for cell in row if isinstance(cell, str) and plain(cell)), "no title")


def _unit(rows: Grid, place: str) -> tuple[str, float]:
    """Return the unit line above the header as printed, and how many of the unit make 100 million yuan."""
    texts = dict.fromkeys(plain(cell) for row in rows for cell in row if isinstance(cell, str))
    printed = [unit for text in texts for unit in UNIT.findall(text)]
    if not printed:
        raise FetchError(
            f"{place}: no unit line above the months, expected '单位：亿元人民币' or 'Unit: 100 Million Yuan'; compare "
            "the page."
        )
    factors = []
    for unit in printed:
        key = re.sub(r"(?<=\d),(?=\d)", "", unit.lower()).strip(" .()。")
        key = key.replace(" ", "") if chinese(key) else key
        if key not in UNITS:
            raise FetchError(
                f"{place}: the unit line says '{unit}', expected 亿元人民币 (100 Million Yuan) or a unit that can be "
                "converted; compare the page and add the unit to workflow/sources/pboc_tables.py."
            )
        factors.append(UNITS[key])
    if len(set(factors)) != 1:
        raise FetchError(f"{place}: the unit lines contradict each other ({' / '.join(printed)}); compare the page.")
    return printed[0], factors[0]


def _year(grid: Grid, header: _Header, table: Table, place: str) -> Year:
    unit, per_unit = _unit(grid[: header.row], place)
    months = [f"{header.year}-{month:02d}" for month in range(1, 13)]
    rows: dict[str, tuple[str, list[float]]] = {}
    items: dict[str, Item] = {}
    notes: list[str] = []
    under: str | None = None
    for line in grid[header.row + 1 :]:
        label = _label(line, header)
        cells = [line[k] if k < len(line) else None for k in header.columns]
        # A merged heading or note repeats its text in every cell.
        cells = [None if isinstance(cell, str) and plain(cell) == label else cell for cell in cells]
        empty = all(_empty(cell) for cell in cells)
        if (notes and empty) or (empty and NOTE.match(label)):
            notes += [label] if label else []
            continue
        _check_outside(line, header, place)
        if empty and (not label or is_heading(label)):
            continue
        if notes or not label:
            found = next(_shown(cell) for cell in cells if not _empty(cell))
            raise FetchError(
                f"{place}: found the figure '{found}' in a row {'after the notes' if notes else 'without a label'}"
                f"{f' ({label})' if label else ''}, expected figures beside items only; compare the page."
            )
        item = identify(label, table, under, place)
        if item.column in rows:
            raise FetchError(
                f"{place}: row '{label}' and row '{rows[item.column][0]}' are the same item, {item.column}, "
                "expected each once; compare the page."
            )
        items[item.column] = item
        figures = [_number(cell, place, label, month) for cell, month in zip(cells, months, strict=True)]
        if item.none:
            figures = [0.0 if _dash(cell) else figure for cell, figure in zip(cells, figures, strict=True)]
        rows[item.column] = (label, figures)
        if item.under is None:
            under = item.column
    frame = _complete(rows, table, months, header.year, place)
    if per_unit != 1:
        # Ten digits are more than a page prints and end before the error of the division.
        frame = (frame / per_unit).round(10)
    return Year(header.year, frame, unit, per_unit != 1, tuple(notes))


def _label(line: list[Cell], header: _Header) -> str:
    texts = dict.fromkeys(plain(cell) for cell in line[: header.labels] if isinstance(cell, str))
    return " ".join(texts).strip()


def _check_outside(line: list[Cell], header: _Header, place: str) -> None:
    """Raise :class:`FetchError` for a figure beside the months: the header may stand a column off its figures."""
    for number, cell in enumerate(line):
        text = plain(cell).replace(" ", "") if isinstance(cell, str) else ""
        if number not in header.columns and (isinstance(cell, float | datetime.datetime) or FIGURE.fullmatch(text)):
            raise FetchError(
                f"{place}: row '{_label(line, header)}', column {number + 1}: found '{_shown(cell)}' "
                f"{'before' if number < header.columns[0] else 'after'} the columns of the months, expected figures "
                "under months only; if the header stands a column off its figures, take another of the publisher's "
                "formats."
            )


def _complete(
    rows: dict[str, tuple[str, list[float]]], table: Table, months: list[str], year: int, place: str
) -> pd.DataFrame:
    """Return the rows as columns of the table, without future months, with absent items and empty cells filled."""
    listed = pd.DataFrame(
        {column: values for column, (_, values) in rows.items()}, index=pd.Index(months, name="month")
    )
    # Months to come are empty, or noughts in every row.
    filled = (listed.notna() & (listed != 0)).any(axis=1)
    if not filled.any():
        raise FetchError(f"{place}: all months of {year} are empty, expected figures; fetch the page again.")
    listed = listed.loc[: listed.index[filled][-1]]
    gaps = listed.index[~filled.loc[listed.index]]
    if len(gaps):
        raise FetchError(
            f"{place}: {gaps[0]} is empty or nought in all rows though later months have figures, expected figures up "
            "to the last month; fetch the page again or take another format."
        )
    components = [column for column in table.components if column in rows]
    there = listed[components].notna()
    partly = there.index[there.any(axis=1) & ~there.all(axis=1)]
    if len(partly):
        empty = there.columns[~there.loc[partly[0]]][0]
        raise FetchError(
            f"{place}: row '{rows[empty][0]}' is empty in {partly[0]} though other components have figures, expected "
            "all or none in a month; compare the page with the publisher's other formats."
        )
    columns = {}
    for item in table.items:
        if item.column in table.components and not components:
            continue
        if item.column in rows:
            columns[item.column] = _cells(listed[item.column], item, table, rows[item.column][0], place)
        elif not item.may_be_absent(year):
            raise FetchError(
                f"{place}: no row '{item.chinese.split()[0]} {item.english.split('|')[0]}' ({item.column}) in {year}, "
                "expected one; compare the page, and if the publisher has dropped the item, say so under absent in "
                "workflow/sources/pboc_items.py."
            )
        else:
            columns[item.column] = pd.Series(0.0, index=listed.index)
    for item in table.items:
        if item.total and item.column not in rows:
            columns[item.column] = columns[item.total]
    return pd.DataFrame(columns, index=listed.index).astype(float)


def _cells(values: pd.Series, item: Item, table: Table, label: str, place: str) -> pd.Series:
    if item.none:
        known = values.loc[values.first_valid_index() : values.last_valid_index()]
        if values.notna().any() and known.isna().any():
            raise FetchError(
                f"{place}: row '{label}' is empty in {known.index[known.isna()][0]} between figures, expected a figure "
                "or a dash; compare the page with the publisher's other formats."
            )
        return values.fillna(0.0)
    if item.column not in table.components and values.isna().any():
        raise FetchError(
            f"{place}: row '{label}' is empty in {values.index[values.isna()][0]}, expected a figure; compare the page "
            "with the publisher's other formats."
        )
    return values


def _number(cell: Cell, place: str, label: str, month: str) -> float:
    """Return a figure; nothing, a dash and dots are NaN."""
    if isinstance(cell, float):
        return cell
    text = "" if cell is None or isinstance(cell, datetime.datetime) else plain(_unmarked(cell))
    # A blank in a figure may part thousands, or two figures.
    if not re.search(r"[\d.,] [\d.,]", text):
        text = text.replace(" ", "")
    if text in NOTHING and not isinstance(cell, datetime.datetime):
        return float("nan")
    found = FIGURE.fullmatch(text)
    if not found:
        raise FetchError(
            f"{place}: row '{label}', {month}: found '{_shown(cell)}', expected a figure; compare the page with the "
            "publisher's other formats."
        )
    value = float(found[2].replace(",", "").replace("−", "-"))
    return -value if found[1] else value


def _empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and plain(cell).replace(" ", "") in NOTHING)


def _unmarked(text: str) -> str:
    """Return a figure without the marks of footnotes behind it (① or ¹), which are digits in another form.

    One that stands elsewhere becomes a character that no figure has.
    """
    kept = text.rstrip()
    while kept and unicodedata.category(kept[-1]) == "No" and plain(kept[-1]).isdecimal():
        kept = kept[:-1].rstrip()
    return "".join("\ufffd" if unicodedata.category(sign) == "No" else sign for sign in kept)


def _dash(cell: Cell) -> bool:
    """Say whether the page prints that there is nothing, where an empty cell says nothing."""
    return isinstance(cell, str) and _empty(cell) and plain(cell) != ""


def _shown(cell: Cell) -> str:
    if isinstance(cell, datetime.datetime):
        return f"{cell:%Y-%m-%d}"
    return f"{cell:g}" if isinstance(cell, float) else plain(cell or "")


def _summary(content: bytes) -> str:
    """Return the first words of a page, for the reader to see what came instead of a table."""
    if content.startswith((b"PK", b"\xd0\xcf")):
        return "no such table"
    text = decode(content, "")
    words = plain(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL | re.IGNORECASE))
    return words[:80].rstrip() or "no table"
