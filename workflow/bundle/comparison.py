"""The results of a bundle against the same results computed again: numbers, verdicts, cells, files.

A difference is one of three kinds. *Printed*: a reader of the paper sees it, in a number of the text at its decimals,
a verdict or a line of the text. *Result*: a table, model or drawing holds another word, or another number within six
digits. *Bytes*: further digits, the versions of the programmes, the bytes of a drawing; another platform can cause it.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from bundle import computed
from multiplier.report.number import from_records

DIGITS = 6  # of a cell: beyond these, sums in another order differ
NOISE = 1e-12  # of the largest cell of a column: what is smaller is nought but for rounding
SHOWN = 160  # characters of a line or cell in a message
VERDICT = "verdict"
PROGRAMMES = "tables/environment.csv"  # describes the machine, not the results
ABSENT = "nothing"
PRINTED, RESULT, BYTES = "in print", "in a result", "in bytes"
REMARKS = {PRINTED: "", RESULT: " (not in the text)", BYTES: " (bytes alone)"}


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same: the file, the key, line or cell, both values, and its kind."""

    file: str
    where: str
    bundled: str
    rebuilt: str
    kind: str

    def __str__(self) -> str:
        where = f", {self.where}" if self.where else ""
        values = f"in the bundle {_shown(self.bundled)}, rebuilt {_shown(self.rebuilt)}"
        return f"{self.file}{where}: {values}{REMARKS[self.kind]}"


@dataclass
class Comparison:
    """What was compared: counts by kind, files the same by hash, and every difference."""

    counts: dict[str, int] = field(default_factory=dict)
    files: int = 0
    same: int = 0
    differences: list[Difference] = field(default_factory=list)

    def of(self, kind: str) -> list[Difference]:
        """Return the differences of a kind."""
        return [difference for difference in self.differences if difference.kind == kind]


Found = Iterator[Difference]


def _shown(value: str) -> str:
    line = " ".join("".join(char if char.isprintable() else " " for char in value).split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def agree(one: str, other: str, largest: float = 0.0) -> bool:
    """Return whether two cells say the same: equal words, or numbers equal to the sixth digit or both nought."""
    if one == other:
        return True
    first, second = _number(one), _number(other)
    if first is None or second is None:
        return False
    apart = abs(first - second)
    return apart <= max(max(abs(first), abs(second)) * 0.5 * 10.0 ** (1 - DIGITS), largest * NOISE)


def _numbers(file: str, one: bytes, other: bytes, _: Sequence[str]) -> Found:
    """Compare numbers.json key by key: as printed, in full, and what is said of each."""
    sides = json.loads(one), json.loads(other)
    texts = [{key: str(number) for key, number in from_records(side).items()} for side in sides]
    for key in sorted(sides[0].keys() | sides[1].keys()):
        records = [side.get(key) for side in sides]
        if records[0] == records[1]:
            continue
        if None in records:
            left, right = (text.get(key, ABSENT) for text in texts)
            yield Difference(file, key, left, right, PRINTED)
            continue
        for name in sorted(records[0].keys() | records[1].keys()):
            pair = [record.get(name) for record in records]
            if pair[0] == pair[1]:
                continue
            if name == "value":
                left, right = (f"{text[key]} ({value!r})" for text, value in zip(texts, pair, strict=True))
                yield Difference(file, key, left, right, PRINTED if texts[0][key] != texts[1][key] else BYTES)
            else:
                yield Difference(file, f"{key}, {name}", str(pair[0]), str(pair[1]), PRINTED)


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"))))


def _largest(rows: Sequence[Sequence[str]], column: int) -> float:
    values = (_number(row[column]) for row in rows if column < len(row))
    return max((abs(value) for value in values if value is not None), default=0.0)


def _cells(file: str, one: bytes, other: bytes, _: Sequence[str]) -> Found:
    """Compare a table cell by cell; rows are named by line and first cells."""
    (head, *rows), (other_head, *other_rows) = _rows(one), _rows(other)
    if head != other_head:
        yield Difference(file, "columns", ",".join(head), ",".join(other_head), RESULT)
        return
    if len(rows) != len(other_rows):
        yield Difference(file, "rows", str(len(rows)), str(len(other_rows)), RESULT)
    machine = file.endswith(PROGRAMMES)
    largest = [_largest(rows, column) for column in range(len(head))]
    for line, (first, second) in enumerate(zip(rows, other_rows, strict=False), start=2):
        if first == second:
            continue
        for column, (cell, other_cell) in enumerate(zip_longest(first, second, fillvalue="")):
            if cell != other_cell:
                name = head[column] if column < len(head) else f"column {column + 1}"
                where = f"line {line} ({', '.join(first[:2])}), {name}"
                size = largest[column] if column < len(largest) else 0.0
                same = machine or agree(cell, other_cell, size)
                yield Difference(file, where, cell, other_cell, BYTES if same else RESULT)


def _lines(file: str, one: bytes, other: bytes, machine: Sequence[str]) -> Found:
    """Compare a text line by line; the table of programmes, under one of the keys ``machine``, is no result."""
    texts = [content.decode("utf-8") for content in (one, other)]
    blocks = [re.split(r"(?<=\n)(?=```)", text) for text in texts]
    line = 1
    for first, second in zip_longest(*blocks, fillvalue=""):
        if first != second:
            programmes = any(f'id="{key}"' in first or f"<{key}>" in first for key in machine)
            pairs = zip_longest(first.splitlines(), second.splitlines(), fillvalue=ABSENT)
            for number, (left, right) in enumerate(pairs, start=line):
                if left != right:
                    before, after = _around(left, right)
                    yield Difference(file, f"line {number}", before, after, BYTES if programmes else PRINTED)
        line += first.count("\n")


def _around(left: str, right: str) -> tuple[str, str]:
    """Return two lines from a little before the place where they part."""
    parted = next(
        (at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )
    begin = max(parted - 40, 0)
    return left[begin:], right[begin:]


def _leaves(content: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(content, dict):
        for key in sorted(content):
            yield from _leaves(content[key], f"{where}.{key}" if where else str(key))
    elif isinstance(content, list):
        for number, item in enumerate(content):
            yield from _leaves(item, f"{where}[{number}]")
    else:
        yield where, content


def _json(file: str, one: bytes, other: bytes, _: Sequence[str]) -> Found:
    """Compare JSON leaf by leaf."""
    first, second = (dict(_leaves(json.loads(content))) for content in (one, other))
    for where in sorted(first.keys() | second.keys()):
        left, right = (str(side[where]) if where in side else ABSENT for side in (first, second))
        if left != right:
            yield Difference(file, where, left, right, BYTES if agree(left, right) else RESULT)


def _by_id(file: str, one: bytes, other: bytes, _: Sequence[str]) -> Found:
    """Compare claims.csv: rows are named by their ids."""
    sides = []
    for content in (one, other):
        reader = csv.DictReader(io.StringIO(content.decode("utf-8")))
        sides.append({row["id"]: row for row in reader})
    for key in sorted(sides[0].keys() | sides[1].keys()):
        rows = [side.get(key, {}) for side in sides]
        for name in dict.fromkeys([*rows[0], *rows[1]]):
            left, right = (str(row.get(name, ABSENT)) for row in rows)
            if left != right:
                same = name != VERDICT and agree(left, right)
                yield Difference(file, f"{key}, {name}", left, right, BYTES if same else PRINTED)


Compare = Callable[[str, bytes, bytes, Sequence[str]], Found]
COMPARED: Sequence[tuple[str, Compare]] = (
    (r"numbers\.json", _numbers),
    (r"claims\.csv", _by_id),
    (r".*\.csv", _cells),
    (r".*\.json", _json),
    (r".*\.md", _lines),
)


def _counts(name: str, content: bytes) -> dict[str, int]:
    """Return how many things of a kind a file of the bundle holds."""
    if name == "numbers.json":
        return {"numbers": len(json.loads(content))}
    if name == "claims.csv":
        return {"verdicts": len(_rows(content)) - 1}
    if name.endswith(".csv"):
        return {"cells": sum(map(len, _rows(content)[1:]))}
    return {}


def _files(folder: Path) -> dict[str, Path]:
    return {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if file.is_file()}


def _programmes(folder: Path) -> list[str]:
    """Return the keys of the tables that print the versions of programmes."""
    contents = folder / "contents.json"
    items: list[Mapping[str, Any]] = (
        json.loads(contents.read_text(encoding="utf-8"))["items"] if contents.is_file() else []
    )
    return [item["key"] for item in items if any(path.endswith(PROGRAMMES) for path in computed(item))]


def compare(bundled: Path, rebuilt: Path, only_rebuilt: bool = False) -> Comparison:
    """Compare two folders of results of one vintage.

    Parameters
    ----------
    bundled, rebuilt
        ``results/<vintage>`` of the bundle, and the same computed again.
    only_rebuilt
        Compare only what is there again: after the rebuild of one figure.

    Raises
    ------
    ValueError, KeyError, TypeError, AttributeError
        If a file is not of the form that its name says.
    """
    result = Comparison()
    ours, theirs = _files(bundled), _files(rebuilt)
    machine = _programmes(bundled)
    for name in sorted(theirs if only_rebuilt else ours.keys() | theirs.keys()):
        result.files += 1
        file = f"{bundled.name}/{name}"
        if name not in ours or name not in theirs:
            left, right = ("the file" if name in side else ABSENT for side in (ours, theirs))
            result.differences.append(Difference(file, "", left, right, RESULT))
            continue
        one, other = ours[name].read_bytes(), theirs[name].read_bytes()
        for kind, count in _counts(name, one).items():
            result.counts[kind] = result.counts.get(kind, 0) + count
        if one == other:
            result.same += 1
            continue
        method = next((method for pattern, method in COMPARED if re.fullmatch(pattern, name)), None)
        found = list(method(file, one, other, machine)) if method else []
        result.differences += found or [
            Difference(file, "", f"{len(one):,} bytes", f"{len(other):,} other bytes", BYTES)
        ]
    return result
