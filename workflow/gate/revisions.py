"""A vintage of a table against an older one: what was revised, and whether someone has looked at it.

The manifest names for each vintage the older one that it was compared with, and what was found and accepted:
``M2SL 1.46%; AMBSL withdrawn: annual review of seasonal factors``. A larger revision, a column that is gone, or more
rows that are gone than such words name, stop the build.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gate import GateError
from gate.configuration import nearest
from gate.manifest import UNDATED, RawFile, Rows

SMALL = 0.01  # an amount below this share of its column's largest is measured against that share: it may be near nought
ANOTHER_UNIT = 50.0  # no revision changes most figures of a column so much; units differ by a hundred or a thousand
WITHDRAWN = "withdrawn"
ALL_ROWS = "rows"
_ITEM = re.compile(rf"(\w+) (\d+(?:\.\d+)?)%|(?!{ALL_ROWS} )(\w+) {WITHDRAWN}|(\d+) {ALL_ROWS} {WITHDRAWN}")
HOW = "COLUMN 1.5%; COLUMN withdrawn; 12 rows withdrawn: reason"


@dataclass(frozen=True)
class Revision:
    """One cell that two vintages have differently; ``new`` is missing where the figure was withdrawn."""

    column: str
    row: str
    old: float
    new: float | None
    percent: float


@dataclass(frozen=True)
class Finding:
    """What needs a word in the manifest: the largest revision of a column, or a column or rows that are gone."""

    item: str
    percent: float | None  # of the largest revision; None: withdrawn
    where: str
    rows: int = 0  # that are gone

    @property
    def acknowledgement(self) -> str:
        """Return the words that accept it, the percentage rounded up."""
        if self.percent is None:
            return f"{f'{self.rows} ' if self.rows else ''}{self.item} {WITHDRAWN}"
        return f"{self.item} {math.ceil(100 * self.percent) / 100:.2f}%"


@dataclass(frozen=True)
class _Difference:
    """Two vintages held against each other once: rows that are gone, and per shared column the cells that differ."""

    gone: list[str]  # those that have a figure
    lost: list[str]  # columns
    figures: dict[str, int]  # column -> old figures in the rows that both have
    # Column -> (row, old text, new text), where the old one has a figure.
    changed: dict[str, list[tuple[str, str, str]]]
    largest: dict[str, float]  # column -> its largest old figure without sign


def _figure(text: str, column: str, row: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"{row}, column {column}: found '{text}', expected a number or an empty cell")
    return value


def _difference(new: Rows, old: Rows) -> _Difference:
    after = {row[0]: row for row in new[1:]}
    both = [(cells, after[cells[0]]) for cells in old[1:] if cells[0] in after]
    places = [(column, was, new[0].index(column)) for was, column in enumerate(old[0]) if was and column in new[0]]
    changed = {
        column: [(cells[0], cells[was], now[at]) for cells, now in both if cells[was] != now[at] and cells[was]]
        for column, was, at in places
    }
    return _Difference(
        gone=[cells[0] for cells in old[1:] if cells[0] not in after and any(cells[1:])],
        lost=[column for column in old[0] if column not in new[0]],
        figures={column: sum(cells[was] != "" for cells, _ in both) for column, was, _ in places},
        changed={column: cells for column, cells in changed.items() if cells},
        largest={
            column: max(abs(_figure(cells[was], column, cells[0])) for cells in old[1:] if cells[was])
            for column, was, _ in places
            if changed[column]
        },
    )


def revisions(new: Rows, old: Rows) -> list[Revision]:
    """Return every cell that ``old`` has and that ``new`` has differently, by column and row.

    Parameters
    ----------
    new, old
        Header and rows of two vintages of one table, as text; the first cell of a row is its month or date. Rows that
        only one of them has are left out.

    Returns
    -------
    list of Revision
        ``percent`` is the change over the old figure, or over :data:`SMALL` of the column's largest if that is more.
    """
    return _revisions(_difference(new, old))


def _revisions(difference: _Difference) -> list[Revision]:
    found = []
    for column, cells in difference.changed.items():
        floor = SMALL * difference.largest[column]
        for row, before, after in cells:
            old = _figure(before, column, row)
            if after == "":
                found.append(Revision(column, row, old, None, math.inf))
            elif (new := _figure(after, column, row)) != old:
                found.append(Revision(column, row, old, new, 100 * abs(new - old) / max(abs(old), floor)))
    return found


def findings(new: Rows, old: Rows, limit: float) -> list[Finding]:
    """Return what must be acknowledged before ``new`` follows ``old``: see :class:`Finding`.

    ``limit`` is the largest revision, percent, that needs no word.
    """
    return _findings(_difference(new, old), limit)


def _findings(difference: _Difference, limit: float) -> list[Finding]:
    gone, found = difference.gone, []
    if gone:
        found.append(Finding(ALL_ROWS, None, f"{gone[0]} to {gone[-1]}", len(gone)))
    found += [Finding(column, None, "the whole column") for column in difference.lost]
    changed: dict[str, list[Revision]] = {}
    for revision in _revisions(difference):
        changed.setdefault(revision.column, []).append(revision)
    for column, cells in changed.items():
        empty = [cell.row for cell in cells if cell.new is None]
        if empty:
            found.append(Finding(column, None, f"{len(empty)} cells, {empty[0]} to {empty[-1]}"))
        large = [cell for cell in cells if cell.new is not None and cell.percent > limit]
        if large:
            most = max(large, key=lambda cell: cell.percent)
            place = f"{most.row}: {most.old:.12g} to {most.new:.12g}; {len(large)} rows beyond {limit:g} percent"
            found.append(Finding(column, most.percent, place))
    return found


def _accepted(file: RawFile) -> dict[tuple[str, bool], float]:
    """Return (item, whether withdrawn) -> percent, or number of rows, that the manifest acknowledges."""
    accepted: dict[tuple[str, bool], float] = {}
    items, _, reason = file.acknowledged.partition(":")
    if items.strip() and not reason.strip():
        raise GateError(
            f"data/raw/MANIFEST.csv: {file.path}, column acknowledged: '{items}' has no reason; write it as {HOW}."
        )
    for item in filter(None, map(str.strip, items.split(";"))):
        match = _ITEM.fullmatch(item)
        if not match:
            raise GateError(
                f"data/raw/MANIFEST.csv: {file.path}, column acknowledged: '{item}' cannot be read; write it as {HOW}."
            )
        column, percent, withdrawn, rows = match.groups()
        accepted[column or withdrawn or ALL_ROWS, column is None] = float(percent or rows or math.inf)
    return accepted


def unacknowledged(file: RawFile, found: Sequence[Finding]) -> list[Finding]:
    """Return the findings on ``file`` that its row of the manifest does not cover."""
    accepted = _accepted(file)

    def covers(finding: Finding) -> bool:
        known = accepted.get((finding.item, finding.percent is None), -1.0)
        if finding.percent is not None:
            return known >= finding.percent
        return known == (finding.rows or math.inf)

    return [finding for finding in found if not covers(finding)]


def check_columns(name: str, new: Sequence[str], old: Sequence[str], against: str) -> None:
    """Raise :class:`GateError` if two vintages with the same title have different columns; the difference is named."""
    unknown = [column for column in new if column not in old]
    missing = [column for column in old if column not in new]
    if unknown or missing:
        pairs = [f"'{column}'{nearest(column, missing).partition(' Valid')[0].rstrip(';')}" for column in unknown]
        parts = [f"unknown columns {', '.join(pairs)}"] if pairs else []
        parts += [f"missing columns {', '.join(map(repr, missing))}"] if missing else []
        raise GateError(
            f"{name}: {'; '.join(parts)}, compared with {against}; rename the columns, or give the table another title."
        )


def check_units(name: str, new: Rows, old: Rows, against: str) -> None:
    """Raise :class:`GateError` if most figures of a column are :data:`ANOTHER_UNIT` times the older ones, or that
    fraction of them.
    """
    _check_units(name, _difference(new, old), against)


def _check_units(name: str, difference: _Difference, against: str) -> None:
    for column, cells in difference.changed.items():
        if 2 * len(cells) <= difference.figures[column]:  # most figures are as they were
            continue
        pairs = [(_figure(before, column, row), _figure(after, column, row)) for row, before, after in cells if after]
        ratios = [after / before for before, after in pairs if before]
        if ratios and not 1 / ANOTHER_UNIT < abs(ratio := statistics.median(ratios)) < ANOTHER_UNIT:
            raise GateError(
                f"{name}: column {column}: found {ratio:.4g} times the figures of {against}, expected the same unit; "
                "convert the column to the table's unit."
            )


def predecessor(file: RawFile, manifest: Mapping[str, RawFile]) -> RawFile | None:
    """Return the vintage that ``file`` is compared with, None for the oldest of a table.

    Raises
    ------
    GateError
        If the manifest names none, one that does not exist, or one that is not older.
    """
    older = sorted(other.vintage for other in manifest.values() if other.table == file.table and other.vintage)
    older = [vintage for vintage in older if vintage < file.vintage]
    if not file.vintage or file.vintage == UNDATED or not (older or file.compared_with):
        return None
    if file.compared_with not in older:
        found = f"'{file.compared_with}'" if file.compared_with else "nothing"
        expected = f"an older vintage of the table, such as {older[-1]}" if older else "nothing, as it is the oldest"
        raise GateError(
            f"data/raw/MANIFEST.csv: {file.path}, column compared_with: found {found}, expected {expected}; "
            "correct the row."
        )
    return manifest[f"{file.table}/{file.compared_with}.csv"]


def check_revisions(raw: str, manifest: Mapping[str, RawFile], rows: Mapping[str, Rows], limit: float) -> None:
    """Raise :class:`GateError` for the first vintage whose revisions no one has acknowledged.

    Parameters
    ----------
    raw
        The raw folder's name, for messages.
    manifest, rows
        Path below the raw folder -> row of the manifest, and header and rows of the file.
    limit
        The largest revision, percent, that needs no word.
    """
    for path, file in manifest.items():
        before = predecessor(file, manifest)
        if before is None:
            continue
        if before.title == file.title:
            check_columns(f"{raw}/{path}", rows[path][0], rows[before.path][0], before.vintage)
        try:
            difference = _difference(rows[path], rows[before.path])
            _check_units(f"{raw}/{path}", difference, before.vintage)
            open_ones = unacknowledged(file, _findings(difference, limit))
        except ValueError as error:
            if isinstance(error, GateError):
                raise
            raise GateError(f"{raw}/{path} or {before.vintage}.csv beside it: {error}; correct the cell.") from None
        if open_ones:
            listed = "; ".join(f"{finding.acknowledgement} ({finding.where})" for finding in open_ones)
            raise GateError(
                f"{raw}/{path}: compared with {before.vintage}, MANIFEST.csv does not acknowledge {listed}. Look these "
                f"up; if they are the publisher's own, write them as {HOW} in the column acknowledged."
            )
