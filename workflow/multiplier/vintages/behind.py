"""What stands behind a flip: definitions that differ, and the raw figures that its table rests on and that differ.

A flip rests on the raw files at the end of the chain behind its table. Of these, the tables that both vintages read
alike cannot have moved it; a row of one country is moved by that country's tables alone, and a row about a series by
the raw series that enter it. Where a file lacks a column, the cleaning may take it from another table: then the figures
are held against those.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.report.language import counted
from multiplier.report.number import minus
from multiplier.vintages.decisions import NO_RESULT, VERDICT, WORDS
from multiplier.vintages.entering import ACCOUNTS, entering, entering_claim, parts
from multiplier.vintages.revisions import ONLY_A, ONLY_B, REVISED, effective

RAW = "data/raw/"
RATIOS = "ratios_"  # with a country's name: the table in which its definitions are applied
OUTCOMES = ", outcomes"  # marks a table that is read for what came after the sample
ELSE = ", else "  # marks the columns of a table that a vintage takes from another one
# What is taken from a table that is not taken whole; the American bases that a definition names come in addition.
TAKEN = {
    "us/fred_md": ["M1SL", "M2SL", "TOTRESNS"],
    "china/money_supply": "m0 m1 m2 demand_deposits time_deposits savings_deposits other_deposits".split(),
}
COMPUTED = ["multiplier", "currency_ratio", "savings_ratio", "time_ratio", "reserve_ratio", "cash_deposit_ratio"]
MOST = 4  # series of one table that are named one by one


@dataclass(frozen=True)
class Reading:
    """The files (paths below data/raw) from which A and B read a table.

    ``elsewhere`` are its columns that one of them takes from another table, where the table of ratios is made.
    """

    a: Sequence[str]
    b: Sequence[str]
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pair:
    """Names of the vintages, their definitions by country, and the months of the sample."""

    a: str
    b: str
    definitions_a: Mapping[str, Mapping[str, str]]
    definitions_b: Mapping[str, Mapping[str, str]]
    sample_months: int


def table_of(label: str) -> str:
    """Return the table of a reading's label: outcomes are read from the same table as the rest."""
    return label.removesuffix(OUTCOMES).partition(ELSE)[0]


def changed_definitions(pair: Pair, countries: Collection[str], series: str = "") -> list[str]:
    """Return in words each definition of ``countries`` in which the vintages differ, and that enters ``series``."""
    found = []
    for country in sorted(countries):
        one, other = pair.definitions_a.get(country, {}), pair.definitions_b.get(country, {})
        for key in sorted(one.keys() | other.keys()):
            applies = not parts(country, series) or key in parts(country, series)
            if applies and one.get(key) != other.get(key):
                values = f"{one.get(key, 'none')} in {pair.a}, {other.get(key, 'none')} in {pair.b}"
                found.append(f"definition of {key} ({country}): {values}")
    return found


def taken(revisions: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    """Return the revisions of series that something is computed from."""

    def used(table: str, series: str) -> bool:
        if table not in TAKEN:
            return True
        country = table.partition("/")[0]
        bases = {part.get(country, {}).get("base") for part in (pair.definitions_a, pair.definitions_b)}
        return series in TAKEN[table] or series in bases

    tables = revisions["table"].map(table_of)
    kept = [used(table, series) for table, series in zip(tables, revisions["series"], strict=True)]
    return revisions[pd.Series(kept, index=revisions.index, dtype=bool)]


def used_by_both(table: str, series: str, pair: Pair) -> bool:
    """Return whether the ratios of both vintages rest on a series of ``table``, one that is no base or both's base.

    Where the definitions name two bases the definition is what differs, and the series of the one is not that of the
    other.
    """
    if table not in TAKEN or series in TAKEN[table]:
        return True
    country = table.partition("/")[0]
    return all(part.get(country, {}).get("base") == series for part in (pair.definitions_a, pair.definitions_b))


def percent(value: float) -> str:
    """Return a change with its sign, in percent, to three significant digits."""
    size = float(f"{value:.3g}")
    return minus(f"{size:+.12g}") + " percent" if abs(size) >= 1e-4 else "less than 0.0001 percent"


def _most(rows: pd.DataFrame) -> str:
    most = rows.loc[rows["percent"].abs().idxmax()]
    known = f" (known: {most['known'].rstrip('.')})" if most["known"] else ""
    return f"most by {percent(most['percent'])} in {most['row']}{known}"


def _months(rows: pd.DataFrame, pair: Pair) -> str:
    """Return how many rows there are, how many of them in the sample, and the largest revision of both."""
    inside = rows[rows["in_sample"].astype(bool)]
    if not len(inside):
        return f"in {counted(len(rows), 'row')} outside of the sample, {_most(rows)}"
    sample = f"in {len(inside)} of the sample's {pair.sample_months} months, {_most(inside)}"
    if rows["percent"].abs().max() > inside["percent"].abs().max():
        return f"{sample}; of all {len(rows)} rows that differ {_most(rows)}"
    return sample


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST])
    return shown if len(names) <= MOST else f"{shown} and {len(names) - MOST} more"


def _coverage(rows: pd.DataFrame, pair: Pair, in_sample: bool) -> list[str]:
    """Return in words which series only one vintage has, in rows that touch the sample or in others."""
    found = []
    for kind, vintage in ((ONLY_A, pair.a), (ONLY_B, pair.b)):
        spans: dict[str, list[str]] = {}
        for series, part in rows[rows["kind"] == kind].groupby("series", sort=False):
            inside = int(part["in_sample"].astype(bool).sum())
            if bool(inside) == in_sample:
                first, last = part["row"].min(), part["row"].max()
                span = first if first == last else f"{first} to {last}"
                words = f"{counted(len(part), 'row')}, {span}, {inside or 'none'} of them in the sample"
                spans.setdefault(words, []).append(str(series))
        found += [f"{_names(names)} only in {vintage} ({span})" for span, names in spans.items()]
    return found


def _revised(rows: pd.DataFrame, pair: Pair) -> list[str]:
    real = effective(rows)
    if len(real):
        order = (
            real.groupby("series")["percent"]
            .agg(lambda part: part.abs().max())
            .sort_values(ascending=False, kind="stable")
        )
        said = [f"{series} differs {_months(real[real['series'] == series], pair)}" for series in order.index[:MOST]]
        return said + ([f"{len(order) - MOST} more series differ"] if len(order) > MOST else [])
    rounded = rows[(rows["kind"] == REVISED) & ~rows["corrected"].astype(bool)]
    if len(rounded):
        names = list(dict.fromkeys(rounded["series"]))
        return [f"{_names(names)} printed to other digits {_months(rounded, pair)}"]
    return []


def _sources(rows: pd.DataFrame, pair: Pair) -> list[str]:
    """Return where each vintage reads rows of which one takes another table."""
    places = {
        name: sorted({file.removesuffix(".csv") for file in rows[column] if file})
        for column, name in (("file_a", pair.a), ("file_b", pair.b))
    }
    read = [f"from {_names(files)} in {name}" for name, files in places.items()]
    return [f"read {', '.join(read)}"] if len(rows) else []


def _month_cells(rows: pd.DataFrame, month: str, pair: Pair) -> list[str]:
    cells = rows[(rows["row"] == month) & (rows["kind"] == REVISED)]
    return [
        f"in {month} {row.series} is {row.value_a:.12g} in {pair.a}, {row.value_b:.12g} in {pair.b}"
        for row in cells.itertuples()
    ]


def phrases(revisions: pd.DataFrame, pair: Pair) -> list[str]:
    """Return what differs between the readings of one table in words, what reaches into the sample first."""
    return [*_coverage(revisions, pair, True), *_revised(revisions, pair), *_coverage(revisions, pair, False)]


def carried(
    a: pd.DataFrame, b: pd.DataFrame, country: str, series: str, sample: tuple[str, str], pair: Pair
) -> list[str]:
    """Return in words how far what is computed from the raw figures differs.

    Parameters
    ----------
    a, b
        A country's table of ratios in either vintage, months as index.
    country
        Its name.
    series
        The column that a row is about, looked at with those that it is computed from; where it is none of them,
        :data:`COMPUTED` are looked at.
    sample
        First and last month of the estimation.
    pair
        The vintages.
    """
    chosen = [series, *parts(country, series)] if series in a and series in b else COMPUTED
    names = [name for name in chosen if name in a and name in b]
    left, right = (frame[names].rename_axis(index="row", columns="series").stack().dropna() for frame in (a, b))
    both = pd.concat({"value_a": left, "value_b": right}, axis=1).reset_index()
    both = both[both["value_a"] != both["value_b"]]
    rows = both["row"].astype(str)
    missing = both["value_a"].isna().to_numpy(), both["value_b"].isna().to_numpy()
    return phrases(
        both.assign(
            row=rows,
            kind=np.select(missing, [ONLY_B, ONLY_A], REVISED),
            percent=100 * (both["value_b"] - both["value_a"]) / both["value_a"].abs(),
            rounding=False,
            corrected=False,
            known="",
            in_sample=rows.between(*sample),
        ),
        pair,
    )


@dataclass(frozen=True)
class Record:
    """What the products of both vintages rest on.

    ``tables`` has, by name of a table of results, what is behind it in A and in B: raw files and the tables of ratios
    that it passes through. ``claims`` has the tables that decide a claim in either vintage, ``numbers`` the inputs of a
    number in A and in B, none in a vintage that lacks it; ``definitions`` what a claim's number is, in words.
    """

    tables: Mapping[str, tuple[Sequence[str], Sequence[str]]]
    claims: Mapping[str, Sequence[str]]
    numbers: Mapping[str, tuple[Sequence[str], Sequence[str]]]
    definitions: Mapping[str, Collection[str]] = field(default_factory=dict)

    def enters(
        self, row: Mapping[str, Any], country: str, definitions: Sequence[Mapping[str, Mapping[str, str]]]
    ) -> set[str] | None:
        """Return the raw series of a country from which a row is computed; None if that is not known."""
        if row["kind"] == VERDICT:
            return entering_claim(country, self.definitions.get(row["key"], ()))
        return entering(country, row["series"], definitions)

    def inputs(self, kind: str, table: str, key: str) -> tuple[set[str], set[str]]:
        """Return what is behind a row in A and in B: raw files as paths below data/raw, names of tables of ratios."""
        if kind == WORDS:
            one, other = (self._behind_number(files, side) for side, files in enumerate(self.numbers[key]))
            return one, other
        names = self.claims.get(key, ()) if kind == VERDICT else [table]
        one, other = ({file for name in names for file in self.tables[name][side]} for side in (0, 1))
        return {file.removeprefix(RAW) for file in one}, {file.removeprefix(RAW) for file in other}

    def _behind_number(self, files: Sequence[str], side: int) -> set[str]:
        first = PurePosixPath(files[0]).stem if files else ""
        return {
            file.removeprefix(RAW) for file in [*files, *(self.tables[first][side] if first in self.tables else ())]
        }

    def country(self, row: Mapping[str, Any]) -> str:
        """Return the country that a row is about, empty for both: a claim's is that of the ratios that decide it."""
        if row["kind"] != VERDICT:
            return str(row["country"])
        found = {name.removeprefix(RATIOS) for name in self.claims.get(row["key"], ()) if name.startswith(RATIOS)}
        return found.pop() if len(found) == 1 else ""


def _holds(inputs: Collection[str], label: str, files: Sequence[str]) -> bool:
    """Return whether a reading is among inputs, of which many files of a table are one entry.

    A vintage that lacks the row has no inputs and leaves the question to the other.
    """
    many = f"{table_of(label)}/*.csv" in inputs and not label.endswith(OUTCOMES)
    return not inputs or many or any(file in inputs for file in files)


def _absent(row: Mapping[str, Any], found: Sequence[tuple[Mapping[str, Any], list[str]]], pair: Pair) -> list[str]:
    """Return what stands behind a number that one vintage lacks though its own inputs are the same.

    It stands in the text with others of its part that this vintage lacks as well: what is behind those is behind it.
    """
    side = "a" if row["value_a"] == NO_RESULT else "b"
    part = row["key"].partition("_")[0]
    others = [
        (other, causes)
        for other, causes in found
        if other[f"value_{side}"] == NO_RESULT and other["key"].partition("_")[0] == part and causes
    ]
    if row[f"value_{side}"] != NO_RESULT or not others:
        return []
    lacking = pair.a if side == "a" else pair.b
    return [f"absent in {lacking}, as {others[0][0]['key']} is, its own inputs being the same", *others[0][1]]


@dataclass(frozen=True)
class _Differing:
    """The revisions of every reading, and what is said of them so far."""

    readings: Mapping[str, Reading]
    tables: Mapping[str, pd.DataFrame]
    pair: Pair
    said: dict[tuple[str, frozenset[str] | None, bool], list[str]] = field(default_factory=dict)

    def _phrases(self, label: str, narrow: set[str] | None, assembled: bool) -> list[str]:
        key = (label, None if narrow is None else frozenset(narrow), assembled)
        if key not in self.said:
            part = self.tables[label]
            if assembled:
                kept = [used_by_both(table_of(label), series, self.pair) for series in part["series"]]
                part = part[pd.Series(kept, index=part.index, dtype=bool)]
                part = part[~part["series"].isin(self.readings[label].elsewhere)]
            if narrow is not None:
                part = part[part["series"].isin(narrow)]
            self.said[key] = [*phrases(part, self.pair), *(_sources(part, self.pair) if ELSE in label else [])]
        return self.said[key]

    def _known(self, label: str, known: set[str] | None) -> set[str] | None:
        """Demand deposits that a table does not print are M1 less M0."""
        if known and "demand_deposits" in known and self.readings[label].elsewhere:
            return known | {"m0", "m1"}
        return known

    def causes(
        self,
        row: Mapping[str, Any],
        country: str,
        inputs: tuple[set[str], set[str]],
        passed: Sequence[str],
        enters: set[str] | None,
    ) -> list[str]:
        """Return what differs among the raw figures behind a row, one text a table.

        Of a table that the ratios are computed from these are the series that ``enters`` the row where that is known;
        else those of the series that the row names, or of all. ``passed`` are the countries whose ratios it goes by.
        """
        found = []
        for label, files in self.readings.items():
            if not (_holds(inputs[0], label, files.a) and _holds(inputs[1], label, files.b)):
                continue
            owner = label.partition("/")[0]
            assembled = owner in passed or label.endswith(OUTCOMES)
            if (country and owner not in (country, "world")) or (ELSE in label and not assembled):
                continue
            part = self.tables[label]
            narrow = self._known(label, enters) if table_of(label) in ACCOUNTS else None
            if narrow is None and (part["series"] == row["series"]).any():
                narrow = {row["series"]}
            shown = part if narrow is None else part[part["series"].isin(narrow)]
            cells = _month_cells(shown, row["month"], self.pair) if row["month"] else []
            if different := cells + self._phrases(label, narrow, assembled):
                found.append(f"{label}: {'; '.join(different)}")
        return found


def _other_lags(row: Mapping[str, Any], pair: Pair) -> list[str]:
    one, other = row.get("lags_a"), row.get("lags_b")
    if pd.isna(one) or pd.isna(other) or one == other:
        return []
    return [f"other lags: {one:.0f} in {pair.a} and {other:.0f} in {pair.b}, as the rule chooses from these figures"]


def behind(
    flips: pd.DataFrame,
    readings: Mapping[str, Reading],
    revisions: pd.DataFrame,
    record: Record,
    ratios: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]],
    sample: tuple[str, str],
    pair: Pair,
) -> list[list[str]]:
    """Return of every flip what stands behind it, in words, one list a row.

    Parameters
    ----------
    flips
        Rows of :func:`multiplier.vintages.decisions.compare_decisions`.
    readings
        Label of a table that the vintages read from different files -> these files.
    revisions
        Rows of :func:`multiplier.vintages.revisions.compare_files`, ``table`` being the label.
    record
        What the rows rest on.
    ratios
        Country -> its table of ratios in A and in B, months as index.
    sample
        First and last month of the estimation.
    pair
        The vintages.

    Raises
    ------
    DataError
        If a flip has nothing behind it: then the two results were not made by the same code from the files named.
    """
    used = taken(revisions, pair)
    differing = _Differing(readings, {label: used[used["table"] == label] for label in readings}, pair)
    computed: dict[tuple[str, str], list[str]] = {}
    found: list[tuple[Mapping[str, Any], list[str]]] = []
    for row in flips.to_dict("records"):
        inputs = record.inputs(row["kind"], row["table"], row["key"])
        country = record.country(row)
        passed = [name for name in sorted(ratios) if any(f"{RATIOS}{name}" in side for side in inputs)]
        passed = [name for name in passed if country in ("", name)]
        # A number of the configuration states the definitions themselves.
        stated = [country] if any("config.yaml" in side for side in inputs) and country else []
        only = passed[0] if len(passed) == 1 else ""
        enters = record.enters(row, country or only, (pair.definitions_a, pair.definitions_b))
        causes = changed_definitions(pair, {*passed, *stated}, row["series"])
        causes += differing.causes(row, country, inputs, passed, enters)
        if causes:
            causes += _other_lags(row, pair)
            # A claim's number is computed from the raw figures by its definition.
            for name in passed if row["kind"] != VERDICT or enters is None else []:
                if (name, row["series"]) not in computed:
                    computed[name, row["series"]] = carried(*ratios[name], name, row["series"], sample, pair)
                if computed[name, row["series"]]:
                    causes.append(f"computed from these, {RATIOS}{name}: {'; '.join(computed[name, row['series']])}")
        found.append((row, causes))
    for row, causes in found:
        if not causes:
            causes.extend(_absent(row, found, pair))
        if not causes:
            raise DataError(
                f"results of {pair.a} and {pair.b}: {row['table']}, '{row['key']}' is '{row['value_a']}' in {pair.a} "
                f"and '{row['value_b']}' in {pair.b}, though definitions and raw figures behind it are the same; "
                "build both vintages again."
            )
    return [causes for _, causes in found]
