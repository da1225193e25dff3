"""The steps of the command: download, check, write, report."""

from __future__ import annotations

import argparse
import importlib
import os
from pathlib import Path

import pandas as pd
import yaml

from gate import GateError
from gate.vintages import of_the_paper, resolve, tables
from multiplier import DataError
from multiplier.data.corrections import carried, check_corrections
from sources import Fetched, FetchError, catalogue, units
from sources.admission import FLOAT_FORMAT, Admitted, admit, csv_bytes, predecessor
from sources.client import Client
from sources.fred import KEY
from sources.store import Store, manifest_line

LATEST = "9999-12"  # later than any vintage
LISTED = 12  # revisions that are printed


def _download(arguments: argparse.Namespace, client: Client, store: Store) -> Fetched:
    """Ask the source that the table comes from; each is imported only if it is used."""
    table, vintage = arguments.table, arguments.vintage
    entry, route = catalogue.entry(table), catalogue.route(table, arguments.source)
    for option, given, routes in (
        ("--as-of", arguments.as_of, ("fred",)),
        ("--unit", arguments.unit, ("fred", "fred_md")),
        ("--page", arguments.page, ("pboc",)),
        ("--from", arguments.first_year, ("fred", "pboc")),
    ):
        if given and route not in routes:
            raise FetchError(
                f"{option}: it says nothing to the source {route}, from which {table} comes; leave it out."
            )
    source = importlib.import_module(f"sources.{route}")
    # A new vintage reaches as far back as the one that it will be compared with.
    before = predecessor(table, vintage or LATEST, entry.title, store.manifest())
    first = f"{arguments.first_year}-01" if arguments.first_year else before.first if before else ""
    if route in ("fred_md", "fred"):
        said = units.stated(arguments.unit, list(entry.units))
    if route == "fred_md":
        fetched: Fetched = source.fetch(client, table, vintage, said)
    elif route == "fred":
        key = os.environ.get(KEY, "").strip() or None
        fetched = source.fetch(client, table, vintage, arguments.as_of, first, said, key)
    elif not vintage:
        raise FetchError(
            f"{table}: {route} does not say of which month the figures are; add the vintage, such as 2024-04."
        )
    elif route == "pboc":
        if not first:
            raise FetchError(f"{table}: there is no older vintage to say where it begins; add --from YEAR.")
        fetched = source.fetch(client, table, tuple(arguments.page), int(first[:4]), vintage)
    else:
        fetched = source.fetch(client, table, vintage)
    return fetched


def _corrections(root: Path) -> pd.DataFrame:
    try:
        rows = pd.read_csv(root / "data" / "corrections.csv", keep_default_na=False, na_values=[""])
    except ValueError as error:  # empty, ragged or not UTF-8
        raise FetchError(f"data/corrections.csv: cannot be read ({error}); restore it, then fetch again.") from None
    return check_corrections(rows)


def _limit(root: Path) -> float:
    """Return the largest revision, percent, that needs no word."""
    try:
        settings = yaml.safe_load((root / "config.yaml").read_text(encoding="utf-8"))
        return float(settings["admission"]["revision_percent"])
    except (yaml.YAMLError, KeyError, TypeError, ValueError):
        raise FetchError(
            "config.yaml: admission.revision_percent cannot be read; `snakemake -n` says what is wrong."
        ) from None


def _known_defects(fetched: Fetched, table: str, store: Store, root: Path) -> str:
    """Return the lines of data/corrections.csv that the vintage before has and that hold in the new one too."""
    before = predecessor(table, fetched.vintage, fetched.title, store.manifest())
    if before is None:
        return ""
    rows = carried(_corrections(root), before.path, f"{table}/{fetched.vintage}.csv", fetched.frame)
    return (
        str(rows.to_csv(index=False, header=False, float_format=FLOAT_FORMAT, lineterminator="\n")) if len(rows) else ""
    )


def _admit(fetched: Fetched, arguments: argparse.Namespace, store: Store, root: Path) -> Admitted:
    limit = _limit(root)
    try:
        return admit(
            arguments.table, fetched, store.manifest(), store.read, _corrections(root), limit, arguments.acknowledge
        )
    except DataError as error:
        lines = _known_defects(fetched, arguments.table, store, root)
        if not lines:
            raise
        raise DataError(
            f"{error} Of the vintage before, these rows of data/corrections.csv hold in the new figures too; add them, "
            f"then fetch again:\n{lines.rstrip()}"
        ) from None


def _report(admitted: Admitted, shown: str, listed: bool) -> None:
    file = admitted.file
    print(f"{shown}/{file.path}: {file.rows} rows, {file.first} to {file.last}")
    if not file.compared_with:
        print("no older vintage to compare it with")
        return
    known = [revision for revision in admitted.revisions if revision.new is not None]
    most = max(known, key=lambda revision: revision.percent, default=None)
    largest = f", the largest of {most.percent:.2f} percent ({most.column}, {most.row})" if most else ""
    print(f"against {file.compared_with}: {len(known)} figures revised{largest}")
    if listed:
        for revision in sorted(known, key=lambda revision: -revision.percent)[:LISTED]:
            change = f"{revision.old:.12g} to {revision.new:.12g}, {revision.percent:.2f} percent"
            print(f"  {revision.column} {revision.row}: {change}")
        if len(known) > LISTED:
            print(f"  and {len(known) - LISTED} smaller ones")
    if file.acknowledged:
        print(f"acknowledged: {file.acknowledged}")


def _next(vintage: str, store: Store) -> str:
    """Return the command that builds the vintage, or what is missing for it."""
    manifest = store.manifest()
    try:
        for table in tables(manifest):
            if of_the_paper(table):
                resolve(vintage, table, {"pins": {}}, manifest)
    except GateError as error:
        return f"next: name a vintage with this file under pins in config.yaml; as a month alone, {error}"
    return f"next: snakemake --cores 4 --config vintage={vintage}"


def add_vintage(arguments: argparse.Namespace, root: Path) -> None:
    """Fetch, check and write one vintage.

    Parameters
    ----------
    arguments
        The words of the command line, as workflow/fetch.py reads them.
    root
        The project's folder.

    Raises
    ------
    FetchError, GateError, DataError
        In one sentence, if the vintage was not added.
    """
    inside = arguments.raw.resolve().is_relative_to(root)
    shown = str(arguments.raw.resolve().relative_to(root)) if inside else str(arguments.raw)
    store = Store(arguments.raw, shown)
    with Client(
        arguments.mirror, max(1, arguments.attempts), arguments.timeout, arguments.pause, arguments.progress
    ) as client:
        try:
            fetched = _download(arguments, client, store)
        except FetchError as error:
            known = f"{arguments.table}/{arguments.vintage}.csv"
            if known not in store.manifest():
                raise
            raise FetchError(
                f"{shown}/{known}: this vintage exists, and raw files are never overwritten; the publisher's figures "
                f"cannot be held against it: {error}"
            ) from None
    path = f"{arguments.table}/{fetched.vintage}.csv"
    store.check_absent(path, csv_bytes(fetched.frame))
    before = store.manifest()
    admitted = _admit(fetched, arguments, store, root)
    if not arguments.dry_run:
        with store.locked():
            store.check_absent(path, admitted.data)
            if store.manifest() != before:
                # Another fetch was quicker: there may be a nearer vintage to compare with.
                admitted = _admit(fetched, arguments, store, root)
            store.add(admitted.file, admitted.data)
    _report(admitted, shown, listed=arguments.dry_run)
    lines = _known_defects(fetched, arguments.table, store, root)
    if lines:
        print("known defects and breaks of the vintage before that hold here too; add them to data/corrections.csv:")
        print(lines, end="")
    if arguments.dry_run:
        print(f"row of the manifest: {manifest_line(admitted.file)}")
        print("dry run: nothing was written")
    else:
        print(_next(fetched.vintage, store))
