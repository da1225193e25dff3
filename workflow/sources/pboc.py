"""The yearly tables of the People's Bank of China: a vintage is all years as the pages show them now.

The publisher keeps one page a table and year and revises figures in place, with a note at most. The way to a page
leads through links, known by their words: the index of years (2024年统计数据), the year's 货币统计概览 (Money and
Banking Statistics), the row with the table's title, and in it the file. Up to 2007 a year may list its
tables itself. A workbook is preferred to a web page: its figures are numbers.

Not tried against the live site: the words of the index in every year, and its English pages. Where the links are not
found the message says which words were looked for on which page; pages can then be given one by one, as addresses
or as files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import pandas as pd

from multiplier.data import schemas
from sources import Fetched, FetchError
from sources.pboc_grids import decode
from sources.pboc_items import TABLES, english, plain, title_of
from sources.pboc_tables import Year, read

if TYPE_CHECKING:
    from sources.client import Client

START = "https://www.pbc.gov.cn/diaochatongjisi/116219/116319/index.html"
PUBLISHER = "People's Bank of China"
FORMATS = (".xlsx", ".xls", ".htm", ".html")
BOOKS = FORMATS[:2]
REVISED = re.compile(r"修订|调整|修正|revis|adjust", re.IGNORECASE)

COLUMNS = {
    "china/money_supply": schemas.MONEY_SUPPLY_COMPONENTS.columns,
    "china/monetary_authority": schemas.MONETARY_AUTHORITY.columns,
    "china/depository_corporations": schemas.DEPOSITORY_CORPORATIONS.columns,
}


def fetch(client: Client, table: str, pages: tuple[str, ...], first_year: int | None, vintage: str) -> Fetched:
    """Return ``table`` from January of ``first_year`` to the last month that its pages show.

    Parameters
    ----------
    table
        china/money_supply, china/monetary_authority or china/depository_corporations.
    pages
        Addresses or files of yearly tables, in any order; empty: they are looked for from the index of years.
    first_year
        None: the first year in which the table has the items that its columns stand for.
    vintage
        The month (YYYY-MM) in which the pages stand like this.

    Returns
    -------
    Fetched
        Columns as in `schemas`, 100 million yuan. The money supply has its components if any page lists them.

    Raises
    ------
    FetchError
        For a table that is not one of the three, a page that cannot be found or read, two pages that contradict each
        other, and a year that is missing.
    """
    if table not in TABLES:
        raise FetchError(f"{table}: not a yearly table of the {PUBLISHER}, expected one of {', '.join(TABLES)}.")
    first_year = first_year or TABLES[table].first_year
    pages_read = pages or find(client, table, first_year)
    found = [(page, read(_content(client, page), table, page)) for page in client.each(pages_read, table)]
    years = _years(found, first_year)
    frame = pd.concat([year.frame for year in years])
    frame = frame[[column for column in COLUMNS[table] if column in frame]]
    return Fetched(
        frame=frame,
        publisher=PUBLISHER,
        title=_title(table, frame),
        unit=schemas.YUAN,
        obtained_via=_route(years, pages),
        vintage=vintage,
    )


def _title(table: str, frame: pd.DataFrame) -> str:
    components = "quasi_money" in frame
    return TABLES[table].title + (", with components of deposits" if components else "")


def _route(years: list[Year], pages: tuple[str, ...]) -> str:
    """Say where the figures come from: yearly tables, conversions and notes that speak of revisions."""
    files = not all(_is_address(page) for page in pages)
    words = [
        f"yearly tables of {years[0].year} to {years[-1].year}, {'kept files' if files else urlsplit(START).netloc}"
    ]
    words += [f"{year.year} converted from {year.unit}" for year in years if year.converted]
    words += [f"note of {year.year}: {note}" for year in years for note in year.notes if REVISED.search(note)]
    return "; ".join(words)


def _years(found: list[tuple[str, Year]], first_year: int) -> list[Year]:
    """Return the years in order, each once, none missing and all but the last complete."""
    years: dict[int, tuple[str, Year]] = {}
    for page, year in found:
        if year.year < first_year:
            continue
        known = years.setdefault(year.year, (page, year))
        if not known[1].frame.equals(year.frame):
            month, column, one, other = _difference(known[1].frame, year.frame)
            raise FetchError(
                f"{page}, {month}, {column}: found {other}, but {known[0]} has {one} for the same month; give one page "
                "a year."
            )
    missing = [year for year in range(first_year, max(years, default=first_year) + 1) if year not in years]
    if missing:
        raise FetchError(
            f"No page of {', '.join(map(str, missing))} among the {len(found)} read, expected every year from "
            f"{first_year}; give the page of the missing year, or begin later."
        )
    result = [years[year] for year in sorted(years)]
    for page, year in result[:-1]:
        if len(year.frame) != 12:
            raise FetchError(
                f"{page}: the last month of {year.year} is {year.frame.index[-1]} though {year.year + 1} follows, "
                "expected twelve months; fetch the page again."
            )
    return [year for _, year in result]


def _difference(one: pd.DataFrame, other: pd.DataFrame) -> tuple[str, str, str, str]:
    left, right = one.align(other)
    differs = (left != right) & ~(left.isna() & right.isna())
    month, column = differs.stack().loc[lambda cell: cell].index[0]
    return (
        month,
        column,
        *("nothing" if pd.isna(x.at[month, column]) else f"{x.at[month, column]:.10g}" for x in (left, right)),
    )


def _is_address(page: str) -> bool:
    return page.startswith(("http://", "https://"))


def _content(client: Client, page: str) -> bytes:
    if _is_address(page):
        return client.get(page, expect="a workbook" if _suffix(page) in BOOKS else None).content
    try:
        return Path(page).read_bytes()
    except OSError as error:
        raise FetchError(
            f"{page}: {error.strerror or error}, expected a file or an address of a yearly table."
        ) from None


# From the index of years to the files -----------------------------------------------------------------------


def find(client: Client, table: str, first_year: int) -> tuple[str, ...]:
    """Return the addresses of the yearly pages of ``table`` from ``first_year`` on, the oldest first.

    Raises
    ------
    FetchError
        If the index names no year from then on, or a year has no row with the table's title and a file.
    """
    years: dict[int, str] = {}
    for words, address in _links(client, START):
        year = re.match(r"(\d{4})\s*(?:年统计数据|年$|\s*statistic)", words, re.IGNORECASE)
        if year and int(year[1]) >= first_year:
            years.setdefault(int(year[1]), address)
    if not years:
        raise FetchError(
            f"{START}: no link such as '{first_year}年统计数据' from {first_year} on, expected the index of years; "
            "open it in a browser and give the pages with --page."
        )
    return tuple(
        _page_of_year(client, table, year, years[year]) for year in client.each(sorted(years), "index of years")
    )


def _page_of_year(client: Client, table: str, year: int, address: str) -> str:
    overview = [
        link
        for words, link in _links(client, address)
        if "货币统计概览" in words or "moneyandbanking" in english(words)
    ]
    for page in (*overview[:1], address):
        files = list(_files(client, table, page))
        if files:
            return min(files, key=lambda file: FORMATS.index(_suffix(file)))
    raise FetchError(
        f"{(*overview, address)[0]}: no row '{TABLES[table].chinese[0]}' ({TABLES[table].title}) with a link to .htm, "
        f".xls or .xlsx for {year}, expected one; open the page in a browser and give the file with --page."
    )


def _suffix(address: str) -> str:
    return Path(urlsplit(address).path).suffix.lower()


def _files(client: Client, table: str, page: str) -> Iterator[str]:
    """Yield the files of the row with the table's title: the words of the nearest element that has other words."""
    for anchor, address in _anchors(client, page):
        if _suffix(address) not in FORMATS:
            continue
        for element in (anchor, *anchor.iterancestors()):
            words = _other_words(element)
            if words:
                if title_of(words) == table:
                    yield address
                break


def _other_words(element: Any) -> str:
    """Return the text of an element without the names of formats."""
    words = (plain(text) for text in element.itertext())
    return " ".join(word for word in words if word and word.lower().strip("[]()./· ") not in _FORMAT_WORDS)


_FORMAT_WORDS = frozenset(("", "htm", "html", "xls", "xlsx", "pdf", "excel", "下载", "download", "查看"))


def _links(client: Client, page: str) -> Iterator[tuple[str, str]]:
    for anchor, address in _anchors(client, page):
        yield plain(anchor.text_content() or anchor.get("title") or ""), address


def _anchors(client: Client, page: str) -> Iterator[tuple[Any, str]]:
    from lxml import html  # noqa: PLC0415

    text = decode(client.get(page).content, page)
    if not text.strip():
        raise FetchError(f"{page}: found an empty page, expected links; try again later.")
    document = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    for anchor in document.iter("a"):
        if anchor.get("href"):
            # Against the address asked for: a mirror's own would lead past the mirror.
            yield anchor, urljoin(page, anchor.get("href").strip())
