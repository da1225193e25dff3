"""From the name of a vintage to the raw files that it pins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gate import GateError
from gate.configuration import nearest
from gate.manifest import RawFile


def tables(manifest: Mapping[str, RawFile]) -> dict[str, list[str]]:
    """Return the vintages that each table has, oldest first."""
    found: dict[str, list[str]] = {}
    for file in manifest.values():
        if file.vintage:
            found.setdefault(file.table, []).append(file.vintage)
    return {table: sorted(vintages) for table, vintages in sorted(found.items())}


def resolve(
    vintage: str, table: str, config: Mapping[str, Any], manifest: Mapping[str, RawFile], outcomes: bool = False
) -> list[str]:
    """Return the manifest paths of ``table`` under ``vintage``, in order of precedence.

    A table with a single vintage needs no pin. A pin is a list: a month is taken from the first file
    that has it. ``outcomes`` asks for the files of what came after the sample, which are the vintage's own
    unless it pins others.

    Raises
    ------
    GateError
        If the vintage, the table or a pinned file does not exist, or the vintage leaves the table open.
    """
    known = config["vintages"]
    if vintage not in known:
        raise GateError(f"results/{vintage}: '{vintage}' is not a known vintage{nearest(vintage, known)}")
    available = tables(manifest)
    if table not in available:
        raise GateError(f"data/raw/{table}: no such table{nearest(table, available)}")
    block = "outcomes" if outcomes and table in known[vintage].get("outcomes", {}) else "tables"
    pins = known[vintage][block].get(table)
    if pins is None:
        if len(available[table]) > 1:
            raise GateError(
                f"config.yaml: vintages.{vintage}.tables: no pin for {table}, which has the vintages "
                f"{', '.join(available[table])}; add one."
            )
        pins = available[table]
    for pin in pins:
        if pin not in available[table]:
            raise GateError(
                f"config.yaml: vintages.{vintage}.{block}.{table}: there is no vintage '{pin}'"
                f"{nearest(pin, available[table])}"
            )
    return [f"{table}/{pin}.csv" for pin in pins]


def check_pins(config: Mapping[str, Any], manifest: Mapping[str, RawFile]) -> None:
    """Raise :class:`GateError` for the first pin in the configuration that no raw file answers."""
    for vintage, entry in config["vintages"].items():
        for table in entry["tables"]:
            resolve(vintage, table, config, manifest)
        for table in entry.get("outcomes", {}):
            resolve(vintage, table, config, manifest, outcomes=True)
