"""From the name of a vintage to the raw files that it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from gate import GateError
from gate.configuration import nearest
from gate.manifest import UNDATED, RawFile

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
NEWEST = "newest"
PAPER = ("china", "us", "world", "claims")  # folders of data/raw that the paper reads


def tables(manifest: Mapping[str, RawFile]) -> dict[str, list[str]]:
    """Return the vintages that each table has, oldest first."""
    found: dict[str, list[str]] = {}
    for file in manifest.values():
        if file.vintage:
            found.setdefault(file.table, []).append(file.vintage)
    return {table: sorted(vintages) for table, vintages in sorted(found.items())}


def entry(vintage: str, config: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the configuration says of ``vintage``; a month that it does not name stands for itself.

    Raises
    ------
    GateError
        If the name is neither.
    """
    known = config["pins"]
    if vintage in known:
        found: Mapping[str, Any] = known[vintage]
        return found
    if MONTH.fullmatch(vintage):
        return {"as_of": vintage}
    short = re.fullmatch(r"(\d{4})-(\d)", vintage)
    hint = f"; did you mean '{short[1]}-0{short[2]}'? Valid: {', '.join(sorted(known))}" if short else ""
    hint = hint or nearest(vintage, known).rstrip(".")
    raise GateError(f"vintage: '{vintage}' is not a known vintage{hint}, or a month, YYYY-MM.")


def pair(config: Mapping[str, Any]) -> tuple[str, str]:
    """Return the two vintages that are held against each other."""
    first, _, second = config["vintages"].partition(",")
    return first.strip(), second.strip()


def _as_of(month: str, table: str, manifest: Mapping[str, RawFile]) -> list[str]:
    """Return the newest vintage of ``table`` not after ``month`` and those that reach further back, newest first.

    Only a vintage with the same title fills the months before the first of a newer one: another title has other
    columns. An undated file is older than any dated one, and the same at any time. Empty if all vintages are later.
    """
    chosen: list[RawFile] = []
    files = {file.vintage: file for file in manifest.values() if file.table == table and file.vintage}
    for vintage in sorted(files, key=lambda name: "" if name == UNDATED else name, reverse=True):
        file = files[vintage]
        if vintage != UNDATED and month != NEWEST and vintage > month:
            continue
        if not chosen or (file.title == chosen[0].title and file.first < chosen[-1].first):
            chosen.append(file)
    return [file.vintage for file in chosen]


def of_the_paper(table: str) -> bool:
    """Return whether the paper reads ``table``; all others are of countries that a user adds."""
    return table.partition("/")[0] in PAPER


def _lacking(
    vintage: str, chosen: Mapping[str, Any], manifest: Mapping[str, RawFile], wanted: Callable[[str], bool]
) -> str:
    """Return in words every ``wanted`` table without pin or file as of the vintage's month; empty if there is none."""
    missing = [
        f"{table} (the oldest is {vintages[0]})"
        for table, vintages in tables(manifest).items()
        if wanted(table) and table not in chosen.get("tables", {}) and not _as_of(chosen["as_of"], table, manifest)
    ]
    if not missing:
        return ""
    return (
        f"vintage '{vintage}': as of {chosen['as_of']} there is no file of {', '.join(missing)}; pin them under "
        "pins in config.yaml, fetch older vintages, or take a later month."
    )


def resolve(
    vintage: str, table: str, config: Mapping[str, Any], manifest: Mapping[str, RawFile], outcomes: bool = False
) -> list[str]:
    """Return the manifest paths of ``table`` under ``vintage``, in order of precedence.

    A table with a single vintage needs no pin. A pin is a list: a month is taken from the first file
    that has it. A vintage with ``as_of`` takes, where it has no pin, the newest file not after that month, and behind
    it older ones of the same title that begin earlier. ``outcomes`` asks for the files of what came after the sample,
    which are the vintage's own unless it pins others.

    Raises
    ------
    GateError
        If the vintage, the table or a pinned file does not exist, or the vintage leaves the table open.
    """
    chosen = entry(vintage, config)
    available = tables(manifest)
    if table not in available:
        raise GateError(f"data/raw/{table}: no such table{nearest(table, available)}")
    block = "outcomes" if outcomes and table in chosen.get("outcomes", {}) else "tables"
    pins = chosen.get(block, {}).get(table)
    if pins is None and "as_of" in chosen:
        pins = _as_of(chosen["as_of"], table, manifest)
        if not pins:
            raise GateError(_lacking(vintage, chosen, manifest, lambda other: other == table))
    elif pins is None:
        if len(available[table]) > 1:
            raise GateError(
                f"config.yaml: pins.{vintage}.tables: no pin for {table}, which has the vintages "
                f"{', '.join(available[table])}; add one."
            )
        pins = available[table]
    for pin in pins:
        if pin not in available[table]:
            raise GateError(
                f"config.yaml: pins.{vintage}.{block}.{table}: there is no vintage '{pin}'"
                f"{nearest(pin, available[table])}"
            )
    return [f"{table}/{pin}.csv" for pin in pins]


def check_pins(config: Mapping[str, Any], manifest: Mapping[str, RawFile]) -> None:
    """Raise :class:`GateError` for the first vintage or pin in the configuration that no raw file answers."""
    for vintage in [*config["pins"], config["vintage"], *pair(config)]:
        chosen = entry(vintage, config)
        if "as_of" in chosen and (lacking := _lacking(vintage, chosen, manifest, of_the_paper)):
            raise GateError(lacking)
        for table in chosen.get("tables", {}):
            resolve(vintage, table, config, manifest)
        for table in chosen.get("outcomes", {}):
            resolve(vintage, table, config, manifest, outcomes=True)
    for table, last in config["archive"].items():
        if last not in tables(manifest)[table]:
            raise GateError(
                f"config.yaml: archive.{table}: there is no vintage '{last}'{nearest(last, tables(manifest)[table])}"
            )


def archive(table: str, config: Mapping[str, Any], manifest: Mapping[str, RawFile]) -> list[str]:
    """Return the manifest paths of the vintages of ``table`` that are gone through one by one, oldest first."""
    last = config["archive"][table]
    return [f"{table}/{vintage}.csv" for vintage in tables(manifest)[table] if vintage <= last]


def settings(config: Mapping[str, Any], vintage: str, block: str) -> dict[str, Any]:
    """Return ``config[block]`` with what the vintage sets differently laid over it, key by key."""
    merged: dict[str, Any] = {key: dict(value) for key, value in config[block].items()}
    for key, value in entry(vintage, config).get(block, {}).items():
        merged[key].update(value)
    return merged
