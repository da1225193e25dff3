"""The printed claims before the first job: each row well formed, with the one function that decides what it says."""

from __future__ import annotations

import ast
import csv
import io
import re
from pathlib import Path

from gate import GateError

COLUMNS = ["id", "study", "kind", "statement", "month", "unit", "printed", "decimals", "method_as_printed"]
DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
NUMBERS = re.compile(r"-?\d+(\.\d+)?( -?\d+(\.\d+)?)*")
# Kind -> what may be printed, and in words. What is printed of the other kinds is a text that its function names.
FORMATS = {
    "number": (NUMBERS, "a number, or some with a space between them"),
    "vector": (NUMBERS, "numbers with a space between them"),
    "sample": (re.compile(r"\d+"), "a whole number"),
    "date": (re.compile(rf"{DAY}(\.\.{DAY})?"), "YYYY, YYYY-MM or YYYY-MM-DD, or two of them joined by two dots"),
}
HOME = "workflow/multiplier/claims/studies"
STATEMENTS = ("sign", "ordering", "qualitative", "formula", "procedure")


def _read(path: Path) -> list[dict[str, str]]:
    reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    header = next(reader, [])
    if header != COLUMNS:
        raise GateError(f"{path}: columns are {', '.join(header)}; expected {', '.join(COLUMNS)}.")
    rows, seen = [], set()
    for number, cells in enumerate(reader, start=2):
        if len(cells) != len(COLUMNS):
            raise GateError(f"{path}: line {number} has {len(cells)} cells, expected {len(COLUMNS)}; mend the line.")
        row = dict(zip(COLUMNS, cells, strict=True))
        if row["id"] in seen:
            raise GateError(f"{path}: claim {row['id']} stands twice; give each row its own id.")
        seen.add(row["id"])
        rows.append(row)
    return rows


def _check_row(row: dict[str, str], path: Path) -> None:
    where = f"{path}: claim {row['id']}"
    if row["kind"] not in (*FORMATS, *STATEMENTS):
        kinds = ", ".join((*FORMATS, *STATEMENTS))
        raise GateError(f"{where}, column kind: found '{row['kind']}', expected one of {kinds}.")
    if row["kind"] in FORMATS:
        pattern, words = FORMATS[row["kind"]]
        if not pattern.fullmatch(row["printed"]):
            raise GateError(f"{where}, column printed: found '{row['printed']}', expected {words}; correct the row.")
    if row["kind"] in ("number", "vector") and not row["decimals"].isdigit():
        found = row["decimals"]
        raise GateError(f"{where}, column decimals: found '{found}', expected a whole number; correct the row.")


def _functions(module: Path) -> dict[str, str]:
    """Return claim id -> the printed text that its function names, of the functions registered in a module."""
    found = {}
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        for decorator in getattr(node, "decorator_list", []):
            if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "claim":
                identifier, *decides = (ast.literal_eval(argument) for argument in decorator.args)
                found[identifier] = decides[0] if decides else ""
    return found


def check_claims(path: Path, studies: Path) -> None:
    """Stop at claims that cannot be decided row by row.

    Parameters
    ----------
    path
        data/raw/claims/claims.csv.
    studies
        Folder of the modules with the claims' functions, one a study, named as the study.

    Raises
    ------
    GateError
        By name, for a row that is not well formed, a vector of another length than the others of its study, a
        claim without function or function without claim, or a statement that is not the one its function decides.
    """
    rows = _read(path)
    lengths: dict[str, tuple[str, int]] = {}
    functions: dict[str, dict[str, str]] = {}
    for row in rows:
        _check_row(row, path)
        if row["kind"] == "vector":
            count = len(row["printed"].split())
            other, expected = lengths.setdefault(row["study"], (row["id"], count))
            if count != expected:
                raise GateError(f"{path}: claim {row['id']} has {count} numbers, {other} of its study {expected}.")
        module = studies / f"{row['study'].replace('-', '_')}.py"
        where, home = f"{path}: claim {row['id']}", f"{HOME}/{module.name}"
        if row["study"] not in functions:
            if not module.is_file():
                raise GateError(f"{where}: study '{row['study']}' has no module {home}; write it.")
            functions[row["study"]] = _functions(module)
        if row["id"] not in functions[row["study"]]:
            raise GateError(f"{where} has no function; write one in {home} and register it under its id.")
        decides = functions[row["study"]][row["id"]]
        if row["kind"] in STATEMENTS and row["printed"] != decides:
            raise GateError(
                f"{where}: '{row['printed']}' is printed, but its function in {home} decides '{decides}'; correct the "
                "row, or the function and what it is registered for."
            )
    ids = {row["id"] for row in rows}
    for module in sorted(studies.glob("*.py")):
        left = sorted(set(_functions(module)) - ids)
        if left:
            raise GateError(f"{path}: claim {left[0]}, which {HOME}/{module.name} decides, has no row; restore it.")
