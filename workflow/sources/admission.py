"""Whether a fetched table may become a vintage: every check that the build would make, before anything is written."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from gate import GateError
from gate.manifest import UNDATED, RawFile, Rows
from gate.revisions import Finding, Revision, check_columns, check_units, findings, revisions, unacknowledged
from gate.vintages import resolve
from multiplier.data import central_banks, china, united_states, yields
from multiplier.data.cleaning import clean_table
from multiplier.data.continuity import check_spikes, check_unit_jumps
from multiplier.data.dated import check_dates
from multiplier.data.reading import read_dated
from multiplier.data.schemas import (
    CPI,
    DEPOSITORY_CORPORATIONS,
    FRED_MD,
    MONETARY_AUTHORITY,
    MONEY_STOCK,
    MONEY_SUPPLY,
    MONEY_SUPPLY_COMPONENTS,
)
from multiplier.real_time import panel
from sources import Fetched, FetchError
from sources.catalogue import FORTNIGHT

FLOAT_FORMAT = "%.12g"  # as all files of data/raw are written

MONTHLY = {
    "us/fred_md": FRED_MD,
    "us/money_stock": MONEY_STOCK,
    "china/monetary_authority": MONETARY_AUTHORITY,
    "china/depository_corporations": DEPOSITORY_CORPORATIONS,
    "china/cpi": CPI,
}

# Pairs of columns of which the first is a part of the second.
PARTS = {
    "us/fred_md": (("M1SL", "M2SL"),),
    "us/money_stock": (("CURRSL", "M1SL"), ("CURRNS", "M1NS"), ("M1SL", "M2SL"), ("M1NS", "M2NS")),
    "china/money_supply": (("m0", "m1"), ("m1", "m2")),
}
PUNCTUAL = ("us/fred_md",)  # its vintages have ended in the month before theirs

# The tables that are cleaned together: their identities run across files.
TOGETHER = {
    "us": ("us/fred_md", "us/money_stock"),
    "china": ("china/money_supply", "china/monetary_authority", "china/depository_corporations"),
}
CHINA_OTHERS = {
    "authority": "china/monetary_authority",
    "depository": "china/depository_corporations",
    "statutory": "china/reserve_requirement_ratio",
    "report": "china/monetary_policy_report",
}


@dataclass(frozen=True)
class Admitted:
    """A vintage that passed: its row of the manifest, its bytes, and how it differs from the one before it."""

    file: RawFile
    data: bytes
    revisions: tuple[Revision, ...]
    findings: tuple[Finding, ...]


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return the file of a table: months or dates first, numbers in their shortest form, missing cells empty."""
    text: str = frame.reset_index().to_csv(index=False, float_format=FLOAT_FORMAT, lineterminator="\n")
    return text.encode("utf-8")


def rows_of(data: bytes) -> Rows:
    """Return header and rows of a raw file as text."""
    return list(csv.reader(io.StringIO(data.decode("utf-8"))))


def predecessor(table: str, vintage: str, title: str, manifest: Mapping[str, RawFile]) -> RawFile | None:
    """Return the newest older vintage of ``table``, with the same title if there is one; None for the first."""
    older = [
        file
        for file in manifest.values()
        if file.table == table and file.vintage and file.vintage != UNDATED and file.vintage < vintage
    ]
    return max(older, key=lambda file: (file.title == title, file.vintage), default=None)


def check_coverage(frame: pd.DataFrame, name: str, vintage: str) -> None:
    """Raise :class:`FetchError` for a table without figures, or with figures of a time after its vintage."""
    if frame.empty or frame.isna().all(axis=None):
        raise FetchError(f"{name}: there is no figure; expected some.")
    last = str(frame.index[-1])
    ahead = last >= vintage if frame.index.name == "month" else last[:7] > vintage
    if ahead:
        raise FetchError(
            f"{name}: the last {frame.index.name} is {last}, which a vintage of {vintage} cannot have; say "
            "the month in which the figures stood like this."
        )


def check_parts(frame: pd.DataFrame, name: str, pairs: Sequence[tuple[str, str]]) -> None:
    """Raise :class:`FetchError` if a part is not below its whole in some month: the columns may be exchanged."""
    for part, whole in pairs:
        wrong = frame.index[frame[part] >= frame[whole]]
        if len(wrong):
            raise FetchError(
                f"{name}: {frame.index.name} {wrong[0]}, columns {part} and {whole}: found "
                f"{frame.at[wrong[0], part]:.12g} and {frame.at[wrong[0], whole]:.12g}, expected the first below the "
                "second; look whether they are exchanged."
            )


def _check_news(name: str, new: Rows, old: Rows, before: RawFile) -> None:
    """Raise :class:`FetchError` if a table says what the vintage before it says: an old copy is no vintage."""

    def said(rows: Rows) -> list[Sequence[str]]:
        return [row for row in rows if any(row[1:])]

    if said(new) == said(old):
        raise FetchError(
            f"{name}: the figures are those of {before.vintage}, expected a new or a revised one; the publisher has "
            "nothing newer, or an old copy was sent: fetch again later."
        )


def _late(frame: pd.DataFrame, name: str, vintage: str, reason: str | None) -> str:
    """Return words for the manifest if a table ends earlier before its vintage than its kind has done."""
    lag = (pd.Period(vintage, freq="M") - pd.Period(frame.index[-1], freq="M")).n
    if lag <= 1:
        return ""
    if not reason:
        raise FetchError(
            f"{name}: the last month is {frame.index[-1]}, expected the month before {vintage} as in the other "
            'vintages; fetch again later or, if the publisher is late, add --acknowledge "why".'
        )
    return f"; ends {lag} months before its vintage: {' '.join(reason.split())}"


def _check_against(name: str, new: Rows, old: Rows, before: RawFile, same_title: bool) -> None:
    """Hold a table against the vintage before it: columns, some rows in common, units."""
    if same_title:
        check_columns(name, new[0], old[0], before.vintage)
    if not {row[0] for row in new[1:]} & {row[0] for row in old[1:]}:
        raise FetchError(
            f"{name}: no {new[0][0]} of it is in {before.vintage} ({before.first} to {before.last}); they cannot be "
            "compared: fetch a vintage that reaches back further."
        )
    try:
        check_units(name, new, old, before.vintage)
    except GateError as error:
        cause = str(error).partition("; ")[0]
        raise FetchError(
            f"{cause}; if the publisher has changed its unit, say which it is now, such as "
            '--unit "COLUMN=billion dollars".'
        ) from None


def _check_alone(table: str, name: str, data: bytes, corrections: pd.DataFrame) -> None:
    """Check a table as its cleaning does: header, order, gaps, repeats, spikes, jumps of the unit, ranges."""
    if table == "china/money_supply":
        components = b"demand_deposits" in data.partition(b"\n")[0]
        clean_table(data, MONEY_SUPPLY_COMPONENTS if components else MONEY_SUPPLY, corrections, name)
    elif table in MONTHLY:
        clean_table(data, MONTHLY[table], corrections, name)
        if table == "us/fred_md":
            panel.united_states({name: data}, corrections)
    elif table == "us/treasury_yields":
        yields.clean_yields(name, data, corrections)
    elif table == "us/federal_reserve_assets":
        central_banks.federal_reserve((name, data), corrections)
    elif table == "us/adjusted_base_biweekly":
        frame = read_dated(data, ["BASE", "BASENS", "MULT"], name)
        check_dates(frame, name, FORTNIGHT)
        check_unit_jumps(frame, name)
        check_spikes(frame, name)
        united_states.biweekly_base(name, data)
    else:
        raise FetchError(f"{table}: there are no checks for this table; add them in workflow/sources/admission.py.")


def _check_together(
    file: RawFile,
    data: bytes,
    manifest: Mapping[str, RawFile],
    read: Callable[[str], bytes],
    corrections: pd.DataFrame,
) -> None:
    """Clean the country as of the vintage's month, the new file in its place, so that its identities are checked.

    Where another table has nothing as of that month, there is nothing to be held against.
    """
    country = file.table.partition("/")[0]
    if file.table not in TOGETHER.get(country, ()):
        return
    known = {**manifest, file.path: file}

    def files(table: str) -> dict[str, bytes]:
        paths = resolve(file.vintage, table, {"pins": {}}, known)
        return {path: data if path == file.path else read(path) for path in paths}

    try:
        if country == "us":
            fred_md, money_stock = (next(iter(files(table).items())) for table in TOGETHER["us"])
        else:
            money = files("china/money_supply")
            others = {key: next(iter(files(table).items())) for key, table in CHINA_OTHERS.items()}
    except GateError:
        return
    if country == "us":
        united_states.clean(fred_md, money_stock, corrections)
    else:
        china.clean(money, others, corrections)


def admit(
    table: str,
    fetched: Fetched,
    manifest: Mapping[str, RawFile],
    read: Callable[[str], bytes],
    corrections: pd.DataFrame,
    limit: float,
    reason: str | None = None,
) -> Admitted:
    """Return the file and its row of the manifest if the table passes every check.

    Parameters
    ----------
    table
        country/table.
    fetched
        What a source brought.
    manifest
        Path below data/raw -> row.
    read
        Gives the bytes of a file by its path below data/raw.
    corrections
        Rows of data/corrections.csv; those for the new file's path are applied in the checks, as in the build.
    limit
        The largest revision, percent, that needs no word.
    reason
        Why larger revisions and withdrawn figures are accepted; None: they are not.

    Raises
    ------
    FetchError, GateError, DataError
        In one sentence, for the first check that fails.
    """
    path = f"{table}/{fetched.vintage}.csv"
    frame = fetched.frame
    check_coverage(frame, path, fetched.vintage)
    before = predecessor(table, fetched.vintage, fetched.title, manifest)
    found: tuple[Finding, ...] = ()
    changed: tuple[Revision, ...] = ()
    old: Rows = []
    if before is not None:
        old = rows_of(read(before.path))
        same_title = before.title == fetched.title
        _check_against(path, rows_of(csv_bytes(frame)), old, before, same_title)
        if same_title:
            frame = frame[old[0][1:]]
    data = csv_bytes(frame)
    rows = rows_of(data)
    if before is not None:
        _check_news(path, rows, old, before)
    check_parts(frame, path, PARTS.get(table, ()))
    file = RawFile(
        path,
        hashlib.sha256(data).hexdigest(),
        len(frame),
        str(frame.index[0]),
        str(frame.index[-1]),
        fetched.unit,
        fetched.publisher,
        fetched.title,
        fetched.vintage,
        fetched.obtained_via,
        before.vintage if before else "",
    )
    _check_alone(table, path, data, corrections)
    _check_together(file, data, manifest, read, corrections)
    if before is not None:
        changed = tuple(revisions(rows, old))
        found = tuple(findings(rows, old, limit))
        if found and reason:
            items = "; ".join(finding.acknowledgement for finding in found)
            file = replace(file, acknowledged=f"{items}: {' '.join(reason.split())}")
        left = unacknowledged(file, found)
        if left:
            listed = "; ".join(f"{finding.acknowledgement} ({finding.where})" for finding in left)
            raise FetchError(
                f"{path}: compared with {before.vintage} there are revisions beyond {limit:g} percent, or withdrawn "
                f'figures: {listed}; look these up and, if they are the publisher\'s own, add --acknowledge "why".'
            )
    if table in PUNCTUAL:
        file = replace(file, obtained_via=file.obtained_via + _late(frame, path, fetched.vintage, reason))
    return Admitted(file, data, changed, found)
