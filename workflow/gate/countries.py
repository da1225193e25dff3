"""The two files of a country that a user adds: there, in the stated form, in the stated unit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gate import GateError
from gate.manifest import RawFile, Rows
from gate.vintages import tables

TABLES = ("money", "base")
COLUMNS = ["month", "value"]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _check_cells(path: Path, rows: Rows) -> None:
    if rows[0] != COLUMNS:
        raise GateError(
            f"{path}: columns are {','.join(rows[0])}; expected {','.join(COLUMNS)}: name them so, with commas between."
        )
    for line in rows[1:]:
        if len(line) != len(COLUMNS):
            raise GateError(f"{path}: month {line[0]}: found {len(line)} cells, expected month,value; mend the line.")
        if line[1] and not _is_number(line[1]):
            raise GateError(
                f"{path}: month {line[0]}, column value: found '{line[1]}', expected a number with a decimal point "
                "and no separators; write it so."
            )


def _check_unit(raw: Path, file: RawFile, table: str, place: str, entry: Mapping[str, Any]) -> None:
    factor = entry.get("factors", {}).get(table)
    if file.unit == entry["unit"] and factor not in (None, 1):
        raise GateError(
            f"config.yaml: {place}.factors.{table}: {factor:g} for a file in {file.unit}, which is the country's unit "
            "already; delete the factor, or correct one of the units."
        )
    if file.unit != entry["unit"] and factor is None:
        raise GateError(
            f"{raw / file.path}: unit in MANIFEST.csv is '{file.unit}', {place}.unit is '{entry['unit']}'; state in "
            f"{place}.factors.{table} what turns one into the other, or correct one of them."
        )


def check_countries(
    raw: Path, config: Mapping[str, Any], manifest: Mapping[str, RawFile], rows: Mapping[str, Rows]
) -> None:
    """Raise :class:`GateError` for the first country under ``countries`` whose files cannot be used.

    Parameters
    ----------
    raw
        The raw folder, for messages.
    config
        The configuration.
    manifest, rows
        Path below the raw folder -> row of the manifest, and header and rows of the file.
    """
    for area, entry in config["countries"].items():
        for table in TABLES:
            name, place = f"{area}/{table}", f"countries.{area}"
            vintages = tables(manifest).get(name, [])
            if not vintages:
                raise GateError(
                    f"config.yaml: {place}: there is no file {raw / name}/VINTAGE.csv in MANIFEST.csv; put it there "
                    "(VINTAGE is a month, YYYY-MM, or single), and the dry run proposes its row."
                )
            for vintage in vintages:
                path = f"{name}/{vintage}.csv"
                if any(rows[path]):  # a file in no known encoding has none: reading it says so
                    _check_cells(raw / path, rows[path])
                _check_unit(raw, manifest[path], table, place, entry)
