"""The raw manifest against the raw files: nothing is built from a file that is not what it was."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from gate import GateError

COLUMNS = ["path", "sha256", "rows", "first", "last", "unit", "publisher", "table", "vintage", "obtained_via"]
COLUMNS += ["compared_with", "acknowledged"]
UNDATED = "single"  # the vintage of a table that has no dated releases
NOT_DATA = {"MANIFEST.csv", "README.md"}
INCOMING, JOURNAL = ".incoming", "journal.json"  # beside the raw folder: what a fetch is writing

Rows = list[list[str]]  # header and rows of a file, as text


@dataclass(frozen=True)
class RawFile:
    """One row of the manifest: ``path`` is relative to the raw folder; what is not a vintage of a table has none."""

    path: str
    sha256: str
    rows: int
    first: str
    last: str
    unit: str
    publisher: str
    title: str
    vintage: str
    obtained_via: str
    compared_with: str = ""  # older vintage that its figures were held against
    acknowledged: str = ""  # revisions against it that were looked at and accepted

    @property
    def table(self) -> str:
        """Return country/table."""
        return self.path.rpartition("/")[0]


def read_manifest(path: Path) -> dict[str, RawFile]:
    """Return the rows of the manifest, path -> row; :class:`GateError` for a line that cannot be read."""
    if not path.is_file():
        raise GateError(f"{path}: not found; restore it from version control.")
    reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    header = next(reader, [])
    if header != COLUMNS:
        raise GateError(f"{path}: columns are {','.join(header)}; expected {','.join(COLUMNS)}.")
    files: dict[str, RawFile] = {}
    for number, row in enumerate(reader, start=2):
        if len(row) != len(COLUMNS):
            raise GateError(f"{path}: line {number} has {len(row)} cells, expected {len(COLUMNS)}; mend the line.")
        if not row[2].isdigit():
            raise GateError(f"{path}: line {number}, rows: found '{row[2]}', expected a whole number.")
        if row[0] in files:
            raise GateError(f"{path}: line {number}: {row[0]} is listed twice; delete one of the lines.")
        file = RawFile(row[0], row[1], int(row[2]), *row[3:])
        if file.vintage and Path(file.path).stem != file.vintage:
            raise GateError(
                f"{path}: line {number}: vintage '{file.vintage}' does not agree with the file name {file.path}."
            )
        files[row[0]] = file
    return files


def _check_file(raw: Path, file: RawFile) -> Rows:
    """Return header and rows of ``file`` if they are what the manifest says."""
    path = raw / file.path
    if not path.is_file():
        raise GateError(f"{path}: listed in MANIFEST.csv but not found; restore it from version control.")
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != file.sha256:
        raise GateError(
            f"{path}: the file is not the one in MANIFEST.csv (sha256 found {digest[:12]}..., expected "
            f"{file.sha256[:12]}...). Raw files are never edited: restore it, or add the new figures as a new vintage."
        )
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    except UnicodeDecodeError:
        # The cleaning stage names the encoding; here only the manifest's own row is at stake.
        return [[]]
    header, rows = rows[:1], rows[1:]
    ragged = next((number for number, row in enumerate(rows, start=2) if len(row) != len(header[0])), None)
    if ragged:
        cells = len(rows[ragged - 2])
        raise GateError(f"{path}: line {ragged} has {cells} cells, expected {len(header[0])}; correct the line.")
    found = (len(rows), rows[0][0] if rows else "", rows[-1][0] if rows else "")
    expected = (file.rows, file.first, file.last)
    if found != expected:
        raise GateError(
            f"{path}: rows, first and last are {found}, MANIFEST.csv says {expected}; correct the manifest's row."
        )
    return header + rows


def verify_manifest(raw: Path) -> tuple[dict[str, RawFile], dict[str, Rows]]:
    """Check every file below ``raw`` against ``raw/MANIFEST.csv``.

    Returns
    -------
    tuple of dict
        Path -> row of the manifest, and path -> header and rows of the file, as text.

    Raises
    ------
    GateError
        If a file is missing, altered, not listed, or described wrongly.
    """
    files = read_manifest(raw / "MANIFEST.csv")
    present = {str(p.relative_to(raw)) for p in raw.rglob("*") if p.is_file()} - NOT_DATA
    unlisted = sorted(present - set(files))
    if unlisted:
        if (raw.parent / INCOMING / JOURNAL).exists():
            raise GateError(
                f"{raw / unlisted[0]}: a fetch is adding it, or was interrupted before its row of MANIFEST.csv was "
                "written; wait for it, or run workflow/fetch.py again, which puts the folder in order."
            )
        digest = hashlib.sha256((raw / unlisted[0]).read_bytes()).hexdigest()
        raise GateError(
            f"{raw / unlisted[0]}: not listed in MANIFEST.csv; add a row for it (sha256 {digest}) or remove the file."
        )
    return files, {path: _check_file(raw, file) for path, file in files.items()}
