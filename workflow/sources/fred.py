"""FRED and ALFRED, the databases of the Federal Reserve Bank of St. Louis, series by series.

Without a key the CSV files behind FRED's graphs give today's figures and no units. With the key in the environment
variable FRED_API_KEY the API gives units, and the figures as they stood at any date (ALFRED).
"""

from __future__ import annotations

import calendar
import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sources import Fetched, FetchError, catalogue, units
from sources.client import Client, RefusedError

KEY = "FRED_API_KEY"
DATE_COLUMNS = ("observation_date", "DATE")
EMPTY = (".", "")
BAD_REQUEST = 400
LIMIT = 100_000  # observations a call
SATURDAY = 5
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Series:
    """A series: figures by date (YYYY-MM-DD), its unit if known, the day of its last update or of the answer."""

    figures: pd.Series
    unit: str | None
    day: str


def _value(text: str, name: str, date: str) -> float:
    if text.strip() in EMPTY:
        return float("nan")
    value = units.number(text)
    if value is None:
        raise FetchError(f"FRED, series {name}: {date}: found '{text}', expected a number, '.' or an empty cell.")
    return value


def _series(pairs: list[tuple[str, str]], name: str) -> pd.Series:
    wrong = [date for date, _ in pairs if not _DATE.fullmatch(date)]
    if wrong:
        raise FetchError(f"FRED, series {name}: found the date '{wrong[0]}', expected YYYY-MM-DD.")
    figures = pd.Series({date: _value(text, name, date) for date, text in pairs}, dtype=float)
    if len(figures) != len(pairs):
        raise FetchError(f"FRED, series {name}: a date stands twice; expected one figure a date.")
    if figures.dropna().empty:
        raise FetchError(f"FRED, series {name}: there is no figure; expected some.")
    return figures


def parse_graph(content: bytes, name: str) -> pd.Series:
    """Return the figures of a graph CSV by date; :class:`FetchError` if it is not one of series ``name``."""
    try:
        rows = [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) if row]
    except UnicodeDecodeError:
        raise FetchError(f"FRED, series {name}: the file is no text in UTF-8; try again later.") from None
    header = rows[0] if rows else []
    if len(header) != 2 or header[0] not in DATE_COLUMNS or header[1] != name:
        raise FetchError(
            f"FRED, series {name}: the header is '{','.join(header)[:60]}', expected "
            f"{' or '.join(f'{date},{name}' for date in DATE_COLUMNS)}."
        )
    short = [row for row in rows if len(row) != 2]
    if short:
        raise FetchError(
            f"FRED, series {name}: the row '{','.join(short[0])[:60]}' has not two cells; the file is damaged."
        )
    return _series([(row[0], row[1]) for row in rows[1:]], name)


def _graph(client: Client, name: str) -> Series:
    answer = client.get(catalogue.FRED_GRAPH, {"id": name}, expect="CSV")
    return Series(parse_graph(answer.content, name), None, answer.date)


def _json(client: Client, path: str, params: Mapping[str, str], key: str, name: str) -> tuple[Any, str]:
    """Return what the API answers, and the day by the server's clock."""
    query = {**params, "file_type": "json", "api_key": key}
    try:
        answer = client.get(catalogue.FRED_API + path, query, expect="JSON")
    except RefusedError as error:
        if error.status != BAD_REQUEST:
            raise
        try:
            said = str(json.loads(error.content)["error_message"]).replace(key, "...")
        except (ValueError, KeyError, TypeError):
            raise error from None
        said = " ".join(said.split()).rstrip(".")
        if "api_key" in said:
            raise FetchError(f"FRED does not accept the key in {KEY} ({said}); correct the variable.") from None
        raise FetchError(f"FRED, series {name}: {said}; check the series and the date.") from None
    try:
        return json.loads(answer.content), answer.date
    except ValueError:
        raise FetchError(f"FRED, series {name}: the answer is no JSON; try again later.") from None


def _from_api(client: Client, name: str, as_of: str | None, key: str) -> Series:
    asked = {"series_id": name} | ({"realtime_start": as_of, "realtime_end": as_of} if as_of else {})
    try:
        about = _json(client, "series", asked, key, name)[0]["seriess"][0]
        pairs: list[tuple[str, str]] = []
        while True:
            page = {"limit": str(LIMIT), "offset": str(len(pairs))}
            answer, _ = _json(client, "series/observations", asked | page, key, name)
            observations = answer["observations"]
            pairs += [(row["date"], row["value"]) for row in observations]
            if len(pairs) >= int(answer["count"]) or not observations:
                break
        if len(pairs) != int(answer["count"]):
            raise FetchError(f"FRED, series {name}: {len(pairs)} observations came, {answer['count']} were announced.")
        return Series(_series(pairs, name), str(about["units"]), str(about["last_updated"])[:10])
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise FetchError(
            f"FRED, series {name}: the answer has not the form of the API ({type(error).__name__}: {error})."
        ) from None


def _months(figures: pd.Series, name: str) -> pd.Series:
    wrong = [date for date in figures.index if not date.endswith("-01")]
    if wrong:
        raise FetchError(f"FRED, series {name}: found the date {wrong[0]}, expected the first of a month.")
    return figures.set_axis(figures.index.str[:7])


def _frame(entry: catalogue.Entry, found: Mapping[str, Series], said: Mapping[str, str], first: str) -> pd.DataFrame:
    """Return the series side by side in the table's units, from ``first`` to the last row that has a figure."""
    columns = {}
    for column, series in found.items():
        unit = said.get(column, series.unit)
        figures = series.figures if entry.dated else _months(series.figures, column)
        if unit is not None:
            exponent = units.power(unit, entry.units[column], column)
            figures = figures.map(lambda value, exponent=exponent: units.scaled(value, exponent))
        columns[column] = figures
    frame = pd.DataFrame(columns).sort_index()
    if entry.leading:
        # A daily rate such as the federal funds rate has weekends too; trading days are those of the yields.
        frame = frame[frame[entry.leading].notna()]
    frame = frame[frame.index >= first]
    known = frame.index[frame.notna().any(axis=1)]
    if known.empty:
        raise FetchError(f"FRED: there is no figure from {first} on in {', '.join(found)}; expected some.")
    return frame.loc[: known[-1]].rename_axis("date" if entry.dated else "month")


def _end_of_month(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{month}-{calendar.monthrange(year, number)[1]:02d}"


def fetch(
    client: Client,
    table: str,
    vintage: str | None,
    as_of: str | None,
    first: str,
    said: Mapping[str, str],
    key: str | None,
) -> Fetched:
    """Return a table of series of FRED, today's or as of a date.

    Parameters
    ----------
    client, table
        The client; a table of the catalogue with the route fred.
    vintage
        YYYY-MM or None. With a key: the figures as they stood at the end of that month; None: at ``as_of`` or now, the
        vintage being its month, or that of the latest update of a series. Without a key it must be given and be the
        month in which the server answers, as other figures are not to be had.
    as_of
        YYYY-MM-DD in the month of the vintage, or None.
    first
        First month or date of the table.
    said
        Column -> the publisher's unit where it is not, or not rightly, given.
    key
        The API key; it appears in no message.

    Raises
    ------
    FetchError
        For a date that cannot be had, a key that is refused, a unit that is not known, or an answer of another form.
    """
    entry = catalogue.entry(table)
    if as_of and vintage and as_of[:7] != vintage:
        raise FetchError(
            f"--as-of {as_of}: it does not lie in the vintage's month {vintage}; leave out one of the two."
        )
    if as_of and not key:
        raise FetchError(
            f"--as-of {as_of}: without a key FRED gives current figures only; put a key into the environment "
            f"variable {KEY}."
        )
    names = {column: entry.series.get(column, column) for column in entry.units}
    if not key:
        if not vintage:
            raise FetchError(f"{table}: without a key in {KEY} the vintage must be said; add this month, YYYY-MM.")
        found: dict[str, Series] = {}
        for column, name in client.each(names.items(), table):
            found[column] = _graph(client, name)
            day = found[column].day
            if day[:7] != vintage:
                raise FetchError(
                    f"{table}: without a key FRED gives current figures only, of {day[:7] or 'an unknown month'}; for "
                    f"{vintage} put a key into the environment variable {KEY}, or take the current month."
                )
        via = f"FRED graph CSV, {catalogue.FRED_GRAPH}"
    else:
        at = as_of
        if vintage or as_of:
            # Real-time periods end today: a month that is still going on is asked for without a date.
            name = next(iter(names.values()))
            today = _json(client, "series", {"series_id": name}, key, name)[1]
            wanted = as_of or vintage or ""
            if wanted > today[: len(wanted)]:
                raise FetchError(f"{table}: {wanted} lies ahead (FRED's date is {today}); take an earlier one.")
            if not as_of:
                at = _end_of_month(wanted) if wanted < today[:7] else None
        found = {column: _from_api(client, name, at, key) for column, name in client.each(names.items(), table)}
        latest = max(series.day for series in found.values())
        vintage = vintage or (at or latest)[:7]
        via = f"FRED API, {catalogue.FRED_API}series/observations, " + (
            f"real-time period {at} (ALFRED)" if at else f"last updated {latest}"
        )
    converted = "".join(f"; {column} taken as {unit}" for column, unit in said.items())
    frame = _frame(entry, found, said, first)
    return Fetched(frame[list(entry.units)], entry.publisher, entry.title, entry.unit, via + converted, vintage)
