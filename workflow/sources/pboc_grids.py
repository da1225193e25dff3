"""Files of the People's Bank of China as grids of cells: .htm, .xls, .xlsx, told by their first bytes, not their name.

Merged cells are filled, raised parts, which are marks of footnotes, left out; what the cells mean is for
``pboc_tables.py``.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any

from sources import FetchError
from sources.pboc_items import plain, title_of

Cell = str | float | datetime.datetime | None
Grid = list[list[Cell]]


def grids(content: bytes, page: str) -> list[tuple[str, Grid]]:
    """Return the grids of a file as (name of the sheet, rows of cells); tables of a page have no name.

    Raises
    ------
    FetchError
        For an empty or damaged file and for a format that is none of the three.
    """
    if not content.strip():
        raise FetchError(f"{page}: found an empty file, expected a yearly table; fetch it again.")
    if content.startswith(b"%PDF"):
        raise FetchError(f"{page}: found a PDF, expected .htm, .xls or .xlsx; give one of the page's other formats.")
    if content.startswith(b"PK"):
        return _workbook(content, page, _xlsx, ".xlsx")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _workbook(content, page, _xls, ".xls")
    return _htm(content, page)


def _workbook(
    content: bytes, page: str, reader: Callable[[bytes], list[tuple[str, Grid]]], kind: str
) -> list[tuple[str, Grid]]:
    try:
        return reader(content)
    # The readers let through whatever a damaged file makes of them: zip, XML, index, struct and assertion errors.
    except Exception as error:
        raise FetchError(
            f"{page}: the {kind} file cannot be read ({type(error).__name__}), expected a whole workbook; fetch it "
            "again."
        ) from error


def _xlsx(content: bytes) -> list[tuple[str, Grid]]:
    import openpyxl  # noqa: PLC0415 (slow to import, and a page is one kind of file)

    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, rich_text=True)
    result = []
    for sheet in book.worksheets:
        grid: Grid = [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        for area in sheet.merged_cells.ranges:
            _fill(grid, area.min_row - 1, area.max_row, area.min_col - 1, area.max_col)
        result.append((sheet.title, grid))
    return result


def _xls(content: bytes) -> list[tuple[str, Grid]]:
    import xlrd  # noqa: PLC0415

    book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    result = []
    for sheet in book.sheets():
        grid: Grid = [[None] * sheet.ncols for _ in range(sheet.nrows)]
        for row in range(sheet.nrows):
            for column, cell in enumerate(sheet.row(row)):
                if cell.ctype == xlrd.XL_CELL_DATE:
                    grid[row][column] = xlrd.xldate_as_datetime(cell.value, book.datemode)
                elif cell.ctype == xlrd.XL_CELL_ERROR:
                    grid[row][column] = xlrd.error_text_from_code[cell.value]
                elif cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    grid[row][column] = _cell(_flat(cell.value, sheet.rich_text_runlist_map.get((row, column)), book))
        for top, bottom, left, right in sheet.merged_cells:
            _fill(grid, top, bottom, left, right)
        result.append((sheet.name, grid))
    return result


def _flat(value: object, runs: list[tuple[int, int]] | None, book: Any) -> object:
    """Return the text of an .xls cell without its raised parts; ``runs`` are (place, font) from which a font holds."""
    if not runs or not isinstance(value, str):
        return value
    ends = [place for place, _ in runs[1:]] + [len(value)]
    parts = [value[place:end] for (place, font), end in zip(runs, ends, strict=True) if not _raised(book, font)]
    return value[: runs[0][0]] + "".join(parts)


def _raised(book: Any, font: int) -> bool:
    return bool(book.font_list[font].escapement == 1)


def _fill(grid: Grid, top: int, bottom: int, left: int, right: int) -> None:
    value = grid[top][left]
    for row in grid[top:bottom]:
        row[left:right] = [value] * len(row[left:right])


def _htm(content: bytes, page: str) -> list[tuple[str, Grid]]:
    from lxml import html  # noqa: PLC0415

    # The text goes in as UTF-8 whatever the page declares: the declaration is often missing or wrong.
    parser = html.HTMLParser(encoding="utf-8")
    document = html.document_fromstring(decode(content, page).encode(), parser=parser)
    result: list[tuple[str, Grid]] = []
    for table in document.iter("table"):
        grid = _expand(table.xpath("./tr | ./*/tr"))
        outside = [title for title in _headlines(document) if title_of(title)]
        if outside and not any(title_of(str(cell)) for row in grid for cell in row if isinstance(cell, str)):
            grid.insert(0, [outside[0]])
        result.append(("", grid))
    return result


def _headlines(document: Any) -> list[str]:
    return [plain(element.text_content()) for element in document.iter("title", "h1", "h2", "h3", "p", "caption")]


def _expand(rows: list[Any]) -> Grid:
    filled: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row.xpath("./td | ./th"):
            while (number, column) in filled:
                column += 1
            text = " ".join(cell.xpath(".//text()[not(ancestor::sup)]"))
            across, down = (int(cell.get(name, 1) or 1) for name in ("colspan", "rowspan"))
            for below in range(max(down, 1)):
                for beside in range(max(across, 1)):
                    filled[number + below, column + beside] = text
            column += 1
    width = max((column for _, column in filled), default=-1) + 1
    return [[filled.get((number, column)) for column in range(width)] for number in range(len(rows))]


def decode(content: bytes, page: str) -> str:
    """Return the text of a page in UTF-8, UTF-16 with its mark, or GB2312, GBK, GB18030, whatever it declares.

    Chinese text in a GB encoding is not valid UTF-8, so that the order of the attempts decides.

    Raises
    ------
    FetchError
        For bytes that are neither.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FetchError(f"{page}: the bytes are neither UTF-8 nor GB18030, expected a page of text; fetch it again.")


def _cell(value: object) -> Cell:
    if isinstance(value, list):  # formatted text of .xlsx: a raised part is the mark of a footnote
        raised = [getattr(getattr(part, "font", None), "vertAlign", None) == "superscript" for part in value]
        return "".join(str(part) for part, mark in zip(value, raised, strict=True) if not mark)
    if value is None or isinstance(value, (str, datetime.datetime)):
        return value
    if isinstance(value, datetime.date):
        return datetime.datetime(value.year, value.month, value.day)
    return float(value) if isinstance(value, (int, float)) else str(value)
