"""Tables by way of DBnomics, which mirrors statistical offices as JSON.

``v22/series/{provider}/{dataset}/{series}?observations=1`` answers with ``series.docs[0]``: ``period`` (YYYY-MM),
``value`` (a number, or "NA"), ``indexed_at``. DBnomics keeps current figures only.

No code below has been tried against the live service from here. Those of the money supply and of consumer prices,
and M1, M2, currency and the three parts of the monetary base of the H.6 release, are in public use by others;
whether the service still updates them is not known, and the currency component's name rests on a single use.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from multiplier import DataError
from multiplier.data import schemas
from sources import Fetched, FetchError, units

if TYPE_CHECKING:
    from sources.client import Client

HOST = "https://api.db.nomics.world/v22/series/"

# What a response may say of the power of ten of its unit: the multiple, its exponent, or a word.
POWERS = {"1": 0, "units": 0} | {
    word: power
    for power, name in ((3, "thousands"), (6, "millions"), (9, "billions"))
    for word in (str(power), str(10**power), name)
}


@dataclass(frozen=True)
class Route:
    """A table's series: column -> codes whose periods follow one another; ``schema`` gives columns and units."""

    schema: schemas.Table
    publisher: str
    title: str
    unit: str
    series: Mapping[str, tuple[str, ...]]


ROUTES = {
    "china/money_supply": Route(
        schemas.MONEY_SUPPLY,
        "People's Bank of China",
        "Money Supply",
        schemas.YUAN,
        {
            "m0": ("NBS/M_A0D01/A0D0105",),
            "m1": ("NBS/M_A0D01/A0D0103",),
            "m2": ("NBS/M_A0D01/A0D0101",),
        },
    ),
    # The office changes the code with the basket: to 2020, from 2021, from 2026.
    "china/cpi": Route(
        schemas.CPI,
        "National Bureau of Statistics of China",
        "Consumer Price Index",
        "same month of last year = 100",
        {"cpi_yoy_index": ("NBS/M_A010101/A01010101", "NBS/M_A01010G/A01010G01", "NBS/M_A01010J/A01010J01")},
    ),
    # The other columns of the table (adjusted bases, deposits by kind, reserves) have no code that is known here.
    "us/money_stock": Route(
        schemas.MONEY_STOCK,
        "Board of Governors of the Federal Reserve System; Federal Reserve Bank of St. Louis",
        "H.6 Money Stock, H.3 Aggregate Reserves, Adjusted Monetary Base",
        "billion dollars (MBCURRCIR, BOGMBBM, BOGMBASE: million dollars)",
        {
            "M1SL": ("FED/H6_H6_M1/M1.M",),
            "M1NS": ("FED/H6_H6_M1/M1_N.M",),
            "M2SL": ("FED/H6_H6_M2/M2.M",),
            "M2NS": ("FED/H6_H6_M2/M2_N.M",),
            "CURRSL": ("FED/H6_H6_M2/MCU.M",),
            "BOGMBASE": ("FED/H6_H6_MBASE/RESMO14A_N.M",),
            "MBCURRCIR": ("FED/H6_H6_MBASE/RESMOC14A_N.M",),
            "BOGMBBM": ("FED/H6_H6_MBASE/RESMOB14A_N.M",),
        },
    ),
}


def fetch(client: Client, table: str, vintage: str) -> Fetched:
    """Return ``table`` as DBnomics has it now, as the vintage of the month ``vintage`` (YYYY-MM).

    The table has the columns of its schema; those without a code are empty. A unit that the response states is
    converted to the column's; where it states none, the figures must lie in the column's range.

    Raises
    ------
    FetchError
        For a table without codes, an answer that is not of the service's form, a month twice with different
        figures, a month missing inside, a unit that is not known, and figures out of range.
    """
    if table not in ROUTES:
        raise FetchError(f"{table}: no series of DBnomics are known, expected one of {', '.join(ROUTES)}.")
    route = ROUTES[table]
    indexed: set[str] = set()
    columns = {}
    for column, codes in route.series.items():
        unit = route.schema.ranges[column][0]
        parts = [_series(client, code, unit, indexed) for code in codes]
        columns[column] = _chain(parts, codes).rename(column)
    frame = pd.concat(columns, axis=1).sort_index().dropna(how="all").reindex(columns=route.schema.columns)
    frame.index.name = "month"
    _check_months(frame, table)
    try:
        schemas.enforce(frame.astype(float), route.schema, f"{table} by way of DBnomics")
    except DataError as error:
        raise FetchError(str(error)) from None
    missing = [column for column in route.schema.columns if column not in route.series]
    via = f"DBnomics, {', '.join(code for codes in route.series.values() for code in codes)}"
    via += f", indexed {' to '.join(dict.fromkeys((min(indexed), max(indexed))))}" if indexed else ""
    via += f"; without {', '.join(missing)}" if missing else ""
    return Fetched(frame.astype(float), route.publisher, route.title, route.unit, via, vintage)


def _check_months(frame: pd.DataFrame, table: str) -> None:
    if frame.empty:
        raise FetchError(f"{table}: DBnomics has no figures, only missing values; take another source.")
    months = pd.period_range(frame.index[0], frame.index[-1], freq="M").astype(str)
    gaps = months.difference(frame.index)
    if len(gaps):
        raise FetchError(
            f"{table}: {gaps[0]} is missing between {frame.index[0]} and {frame.index[-1]}, expected every month; "
            "take another source."
        )


def _chain(parts: list[pd.Series], codes: tuple[str, ...]) -> pd.Series:
    """Return the parts one after another; a month in two of them must have one figure."""
    result = parts[0]
    for part, code in zip(parts[1:], codes[1:], strict=True):
        both = result.index.intersection(part.index)
        differs = both[(result[both] != part[both]) & result[both].notna() & part[both].notna()]
        if len(differs):
            month = differs[0]
            raise FetchError(
                f"{code}, {month}: found {part[month]:g}, but the series before it has {result[month]:g}, expected one "
                "figure; compare the two series on the site."
            )
        result = result.combine_first(part)
    return result


def _series(client: Client, code: str, unit: str, indexed: set[str]) -> pd.Series:
    """Return a series by month ("YYYY-MM") in ``unit``; NaN for "NA"."""
    content = client.get(HOST + code, params={"observations": "1"}, expect="JSON").content
    try:
        answer = json.loads(content)
        document = answer["series"]["docs"][0]
        periods, values = document["period"], document["value"]
    except (ValueError, KeyError, IndexError, TypeError):
        raise FetchError(
            f"DBnomics {code}: the answer begins '{content[:60].decode('utf-8', errors='replace')}', expected JSON "
            "with series.docs[0].period and .value; look the code up on the site."
        ) from None
    months = [_month(period, code) for period in periods]
    if len(months) != len(values) or len(set(months)) != len(months):
        raise FetchError(
            f"DBnomics {code}: found {len(months)} periods ({len(set(months))} different) and {len(values)} values, "
            "expected one value a month; try again later."
        )
    if document.get("indexed_at"):
        indexed.add(str(document["indexed_at"])[:10])
    figures = [_number(value, code, month) for value, month in zip(values, months, strict=True)]
    exponent = _exponent(document, unit, code)
    return pd.Series([units.scaled(figure, exponent) for figure in figures], index=pd.Index(months, name="month"))


def _month(period: object, code: str) -> str:
    if not isinstance(period, str) or not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", period):
        raise FetchError(
            f"DBnomics {code}: found the period '{period}', expected a month YYYY-MM; look the code up on the site."
        )
    return period


def _number(value: object, code: str, month: str) -> float:
    if value in ("NA", None):
        return float("nan")
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise FetchError(f"DBnomics {code}, {month}: found '{value}', expected a number or NA; try again later.")
    return float(value)


def _exponent(document: dict[str, Any], unit: str, code: str) -> int:
    """Return the power of ten that turns the response's figures into ``unit``: 0 where the response states none."""
    table = units.parse(unit)
    if table is None:
        return 0
    stated = {**(document.get("dimensions") or {}), **document}
    words = {str(key).lower(): str(value).strip().lower() for key, value in stated.items()}
    found = words.get("unit_mult") or words.get("unit", "")
    if found in ("", "currency"):
        return 0
    known = POWERS.get(found) if "unit_mult" in words else _power(found, table[1])
    if known is None:
        raise FetchError(
            f"DBnomics {code}: the unit is '{found}', expected {unit} or one that can be converted; take another "
            "source."
        )
    return known - table[0]


def _power(found: str, counted: str) -> int | None:
    known = units.parse(found)
    return known[0] if known and known[1] == counted else None
