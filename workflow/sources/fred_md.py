"""FRED-MD: one CSV file a month, from the Federal Reserve Bank of St. Louis.

Header ``sasdate,RPI,...``; a row ``Transform:`` of codes; then a row a month, first 1959-01. Dates are written
1/1/1959, 01/01/1959 or, in some vintages, with two digits of the year; cells are padded with blanks in others; columns
come and go; empty rows may follow the last. The files name no units.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Mapping, Sequence

import pandas as pd

from sources import Fetched, FetchError, catalogue, units
from sources.client import Client, RefusedError, Response

DATE_COLUMN = "sasdate"
TRANSFORM = "transform"
EMPTY = ("", ".")
NOT_FOUND = 404
PIVOT = 59  # the files begin in 1959: 59 to 99 are of the last century, 00 to 58 of this one
MOST_LATE = 3  # months by which the last row may lag behind the vintage; in every vintage to 2024-03 it is 1
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def month_of(written: str, name: str) -> str:
    """Return a date of the file, the first of a month, as YYYY-MM.

    Raises
    ------
    FetchError
        If it is no date, or not the first of a month.
    """
    text = written.strip()
    if match := _US_DATE.fullmatch(text):
        month, day, year = int(match[1]), int(match[2]), int(match[3])
        if len(match[3]) == 2:
            year += 1900 if year >= PIVOT else 2000
    elif match := _ISO_DATE.fullmatch(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    else:
        raise FetchError(f"{name}, column {DATE_COLUMN}: found '{text}', expected a date such as 1/1/1959.")
    if day != 1 or not 1 <= month <= 12:
        raise FetchError(
            f"{name}, column {DATE_COLUMN}: found '{text}', expected the first of a month, such as 1/1/1959."
        )
    return f"{year:04d}-{month:02d}"


def _number(text: str, column: str, month: str, name: str) -> float:
    cell = text.strip()
    if cell in EMPTY:
        return float("nan")
    value = units.number(cell)
    if value is None:
        raise FetchError(f"{name}: month {month}, column {column}: found '{cell}', expected a number or an empty cell.")
    return value


def parse(content: bytes, columns: Sequence[str], name: str) -> pd.DataFrame:
    """Return the columns that the project uses of one FRED-MD file, in the publisher's units.

    Parameters
    ----------
    content
        The file's bytes.
    columns
        Columns to take; of :data:`sources.catalogue.FRED_MD_BASES` one may be missing and is then empty.
    name
        The file's name for messages.

    Returns
    -------
    DataFrame
        Floats, indexed by month (YYYY-MM) from 1999-01 on, in the order of the file's rows.

    Raises
    ------
    FetchError
        For what is not such a file, a column that is gone, a date or cell that cannot be read, a row of another
        length.
    """
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        raise FetchError(f"{name}: the file is no CSV text in UTF-8; look at it in a browser.") from None
    header = [cell.strip() for cell in rows[0]] if rows else []
    if not header or header[0].lower() != DATE_COLUMN:
        found = header[0][:40] if header else "nothing"
        raise FetchError(f"{name}: the header begins with '{found}', expected '{DATE_COLUMN}' and names of series.")
    twice = [column for column in columns if header.count(column) > 1]
    if twice:
        raise FetchError(f"{name}: column {twice[0]} stands twice; it cannot be told which is meant.")
    absent = [column for column in columns if column not in header]
    bases = [column for column in catalogue.FRED_MD_BASES if column in columns]
    if not (set(bases) - set(absent)):
        raise FetchError(f"{name}: there is neither {' nor '.join(bases)}, expected one of these monetary bases.")
    for column in absent:
        if column not in bases:
            close = difflib.get_close_matches(column, set(header) - set(columns), n=1, cutoff=0.5)
            hint = f"; the nearest is '{close[0]}'" if close else ""
            raise FetchError(f"{name}: there is no column {column}{hint}; look up whether it was renamed.")
    months, figures = [], []
    places = {column: header.index(column) for column in columns if column in header}
    for line, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row) or row[0].strip().lower().startswith(TRANSFORM):
            continue
        if len(row) != len(header):
            raise FetchError(
                f"{name}: line {line} has {len(row)} cells, the header {len(header)}; the file is damaged."
            )
        month = month_of(row[0], f"{name}: line {line}")
        if month >= catalogue.FRED_MD_FIRST:
            months.append(month)
            figures.append([_number(row[places[c]], c, month, name) if c in places else float("nan") for c in columns])
    if not months:
        raise FetchError(f"{name}: there is no row from {catalogue.FRED_MD_FIRST} on; expected a row a month.")
    return pd.DataFrame(figures, index=pd.Index(months, name="month"), columns=list(columns), dtype=float)


def _download(client: Client, vintage: str | None) -> Response:
    if vintage is None:
        return client.get(catalogue.FRED_MD_FILES + catalogue.FRED_MD_CURRENT, expect="CSV")
    tried = [pattern.format(vintage=vintage) for pattern in catalogue.FRED_MD_NAMES]
    for file in tried:
        try:
            return client.get(catalogue.FRED_MD_FILES + file, expect="CSV")
        except RefusedError as error:
            if error.status != NOT_FOUND:
                raise
    raise FetchError(
        f"{catalogue.FRED_MD_FILES}: there is no FRED-MD vintage {vintage} (tried {' and '.join(tried)}); it may "
        "not be out yet, or stand in the publisher's archive of older vintages only."
    )


def fetch(client: Client, table: str, vintage: str | None, said: Mapping[str, str]) -> Fetched:
    """Return one vintage of FRED-MD.

    Parameters
    ----------
    client, table
        The client; the table, us/fred_md.
    vintage
        YYYY-MM, or None for the current file, whose vintage is the month after its last row.
    said
        Column -> the unit in which the publisher now gives it, where that is not the table's.

    Raises
    ------
    FetchError
        If there is no such vintage, or its file cannot be read or ends in a month that does not belong to it.
    """
    entry = catalogue.entry(table)
    answer = _download(client, vintage)
    name = answer.url.rpartition("/")[2]
    frame = parse(answer.content, list(entry.units), name)
    while len(frame) and frame.iloc[-1].isna().all():
        frame = frame.iloc[:-1]
    if frame.empty:
        raise FetchError(f"{name}: the columns {', '.join(entry.units)} are empty; expected figures.")
    last = pd.Period(frame.index[-1], freq="M")
    lag = (pd.Period(vintage, freq="M") - last).n if vintage else 1
    if not 1 <= lag <= MOST_LATE:
        raise FetchError(
            f"{name}: the last month is {last}, expected the month before {vintage}; the file is not of that vintage."
        )
    for column, unit in said.items():
        if frame[column].isna().all():
            raise FetchError(f"--unit {column}={unit}: {name} has no figure of {column}; leave the option out.")
        exponent = units.power(unit, entry.units[column], column)
        frame[column] = [units.scaled(value, exponent) for value in frame[column]]
    converted = "".join(f"; {column} converted from {unit}" for column, unit in said.items())
    via = f"FRED-MD monthly file {answer.url}{converted}"
    return Fetched(frame, entry.publisher, entry.title, entry.unit, via, vintage or str(last + 1))
