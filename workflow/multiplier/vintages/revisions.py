"""The raw figures that two vintages read, cell by cell: what was revised, and what only one of them has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

REVISED, ONLY_A, ONLY_B = "revised", "only in A", "only in B"
COLUMNS = ["table", "series", "row", "unit", "kind", "value_a", "value_b", "change", "percent"]
COLUMNS += ["rounding", "corrected", "in_sample", "known", "file_a", "file_b"]
TREATED = ("replace", "blank")  # actions of data/corrections.csv after which a raw figure has no effect
FLOOR = 0.01  # a figure below this share of its series' largest is measured against that share: it may be near nought

Files = Sequence[tuple[str, pd.DataFrame]]  # path below data/raw and its cells as text, in order of precedence


def series_unit(unit: str, series: str) -> str:
    """Return the unit of one series from a manifest's unit, such as ``billion dollars (X, Y: million dollars)``."""
    default = ""
    for part in unit.split("; "):
        match = re.fullmatch(r"(.+?) \((.+)\)", part)
        outside, inside = match.groups() if match else (part, "")
        names, colon, other = inside.partition(": ")
        if series in names.split(", "):
            return other if colon else outside
        if not default and (colon or not inside):
            default = outside
    return default or unit


def _cells(files: Files, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return the filled cells of spliced files: a row is taken whole from the first file that has it."""
    found, seen = [], pd.Index([])
    for path, frame in files:
        key = frame.columns[0]
        rows = frame.set_index(key)
        cells = rows.loc[~rows.index.isin(seen)].stack().rename_axis(["row", "series"]).rename("text")
        seen = seen.union(rows.index)
        part = cells[cells != ""].reset_index()
        found.append(part.assign(file=path, **_corrections(part, path, corrections)))
    return pd.concat(found, ignore_index=True)


def _corrections(cells: pd.DataFrame, path: str, corrections: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return of every cell whether a correction takes its place, and the reason of any row on it."""
    treated, reason = np.zeros(len(cells), dtype=bool), np.full(len(cells), "", dtype=object)
    for _, row in corrections[corrections["file"] == path].iterrows():
        last = row["last"] if isinstance(row["last"], str) and row["last"] else row["first"]
        met = ((cells["series"] == row["column"]) & cells["row"].between(row["first"], last)).to_numpy()
        treated |= met & (row["action"] in TREATED)
        reason[met] = row["reason"]
    return {"corrected": treated, "known": reason}


def _decimals(text: pd.Series) -> pd.Series:
    return text.str.partition(".")[2].str.len()


def compare_table(
    table: str, a: Files, b: Files, units: Mapping[str, str], corrections: pd.DataFrame, sample: Mapping[str, str]
) -> pd.DataFrame:
    """Return every cell of a raw table that A and B read differently.

    Parameters
    ----------
    table
        Its name.
    a, b
        What each vintage reads: path below data/raw and cells as text, the first column a month or date.
    units
        Path -> unit as the manifest has it.
    corrections
        Rows of data/corrections.csv.
    sample
        ``first`` and ``last`` month of the estimation.

    Returns
    -------
    DataFrame
        :data:`COLUMNS`. ``percent`` is the change over A's figure, or over :data:`FLOOR` of its series' largest if
        that is more. ``rounding``: the two differ by less than the last digit of the coarser one. ``corrected``: a
        correction takes the figure's place in either vintage, so that the revision has no effect. ``known``: what
        data/corrections.csv says of the figure, of B's first. ``file_a``, ``file_b``: where it is read from.
    """
    left, right = (_cells(files, corrections) for files in (a, b))
    both = left.merge(right, on=["series", "row"], how="outer", suffixes=("_a", "_b"))
    values = {side: pd.to_numeric(both[f"text_{side}"], errors="coerce") for side in "ab"}
    plain = values["a"].isna() & values["b"].isna()
    same = (values["a"] == values["b"]) | (plain & (both["text_a"] == both["text_b"]))
    both = both.assign(value_a=values["a"], value_b=values["b"])
    both["largest"] = both["value_a"].abs().groupby(both["series"]).transform("max")
    both = both[~same].copy()
    if both.empty:
        return pd.DataFrame(columns=COLUMNS)
    missing_a, missing_b = both["text_a"].isna(), both["text_b"].isna()
    change = both["value_b"] - both["value_a"]
    coarser = pd.concat([_decimals(both["text_a"].fillna("")), _decimals(both["text_b"].fillna(""))], axis=1).min(
        axis=1
    )
    file = both["file_a"].where(~missing_a, both["file_b"])
    month = both["row"].str[:7]
    found = both.assign(
        table=table,
        unit=[series_unit(units[path], series) for path, series in zip(file, both["series"], strict=True)],
        kind=np.select([missing_a, missing_b], [ONLY_B, ONLY_A], REVISED),
        change=change,
        percent=100 * change / np.maximum(both["value_a"].abs(), FLOOR * both["largest"]),
        # Figures of four significant digits and more: the tolerance is for the binary fraction alone.
        rounding=change.abs() < 10.0**-coarser * (1 - 1e-6),
        corrected=both["corrected_a"].eq(True) | both["corrected_b"].eq(True),
        in_sample=month.between(sample["first"], sample["last"]),
        file_a=both["file_a"].fillna(""),
        file_b=both["file_b"].fillna(""),
        known=both["known_b"].where(both["known_b"].fillna("") != "", both["known_a"]).fillna(""),
    )
    return found[COLUMNS].sort_values(["table", "series", "row"], ignore_index=True)


def compare_files(
    a: Mapping[str, Files],
    b: Mapping[str, Files],
    units: Mapping[str, str],
    corrections: pd.DataFrame,
    sample: Mapping[str, str],
) -> pd.DataFrame:
    """Return the differences of :func:`compare_table` of all tables; tables that both read alike may be left out."""
    found = [
        compare_table(table, a[table], b[table], units, corrections, sample) for table in sorted(a.keys() & b.keys())
    ]
    filled = [frame for frame in found if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=COLUMNS)


def _lacks(files: Files, column: str) -> bool:
    return not any(column in frame and (frame[column] != "").any() for _, frame in files)


def _stand_in(files: Files, other: Files, column: str, name: str) -> Files:
    """Return ``column`` as the other table has it under ``name``, in the months of the first."""
    months = {month for _, frame in files for month in frame.iloc[:, 0]}
    return [
        (path, frame.loc[frame.iloc[:, 0].isin(months), [frame.columns[0], name]].rename(columns={name: column}))
        for path, frame in other
        if name in frame
    ]


def compare_stand_ins(
    label: str,
    a: tuple[Files, Files],
    b: tuple[Files, Files],
    columns: Mapping[str, str],
    units: Mapping[str, str],
    corrections: pd.DataFrame,
    sample: Mapping[str, str],
) -> tuple[pd.DataFrame, dict[str, list[list[str]]]]:
    """Return the differences of columns that one vintage takes from another table, and the files of each by vintage.

    Parameters
    ----------
    label
        What ``table`` says in the rows.
    a, b
        Files of the table and of the one that stands in for it, in either vintage.
    columns
        Column -> its name in the other table.
    units, corrections, sample
        As in :func:`compare_table`.
    """
    found, stood = [], {}
    for column, name in columns.items():
        lacking = [_lacks(side[0], column) for side in (a, b)]
        if lacking[0] == lacking[1]:
            continue
        sides: list[Files] = [
            _stand_in(*side, column, name)
            if lacks
            else [(path, frame[[frame.columns[0], column]]) for path, frame in side[0] if column in frame]
            for side, lacks in zip((a, b), lacking, strict=True)
        ]
        stood[column] = [[path for path, _ in side] for side in sides]
        # The corrections know the column by the name that it has in the file.
        paths = {path for path, _ in (a if lacking[0] else b)[1]}
        renamed = corrections["file"].isin(paths) & (corrections["column"] == name)
        noted = corrections.assign(column=corrections["column"].mask(renamed, column))
        found.append(compare_table(label, sides[0], sides[1], units, noted, sample))
    filled = [frame for frame in found if len(frame)]
    frame = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=COLUMNS)
    return frame, stood


def effective(revisions: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in which both have a figure, no correction takes its place and they differ beyond rounding."""
    rows = revisions[revisions["kind"] == REVISED]
    return rows[~rows["rounding"].astype(bool) & ~rows["corrected"].astype(bool)]


def _largest(rows: pd.DataFrame) -> dict[str, Any]:
    if not len(rows):
        return {"largest_row": "", "largest_change": None, "largest_percent": None, "largest_known": ""}
    most = rows.loc[rows["percent"].abs().idxmax()]
    return {"largest_row": most["row"], "largest_change": most["change"], "largest_percent": most["percent"]} | {
        "largest_known": most["known"]
    }


def _summary(rows: pd.DataFrame) -> dict[str, Any]:
    real = effective(rows)
    inside = real[real["in_sample"].astype(bool)]
    return {
        "unit": rows["unit"].iloc[0],
        "revised": int((rows["kind"] == REVISED).sum()),
        "beyond_rounding": len(real),
        "in_sample": len(inside),
        "corrected": int(rows["corrected"].sum()),
        **_largest(real),
        **{f"sample_{key}": value for key, value in _largest(inside).items()},
        "only_a": int((rows["kind"] == ONLY_A).sum()),
        "only_b": int((rows["kind"] == ONLY_B).sum()),
    }


def by_series(revisions: pd.DataFrame) -> pd.DataFrame:
    """Return one row a series, the largest effective revision in percent first.

    Columns: table, series, unit, revised, beyond_rounding, in_sample, corrected, largest_* and sample_largest_* (row,
    change, percent; of effective revisions), only_a, only_b (counts of figures).
    """
    rows = [
        {"table": table, "series": series} | _summary(part)
        for (table, series), part in revisions.groupby(["table", "series"], sort=True)
    ]
    frame = pd.DataFrame(rows)
    if frame.empty:
        return frame
    size = pd.to_numeric(frame["largest_percent"]).abs().fillna(-1.0)
    return frame.loc[size.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


def by_year(revisions: pd.DataFrame) -> pd.DataFrame:
    """Return effective revisions by series and year: count, mean absolute and largest percent with its row."""
    real = effective(revisions)
    rows = [
        {"table": table, "series": series, "year": year, "revised": len(part)}
        | {"mean_percent": float(part["percent"].abs().mean())}
        | _largest(part)
        for (table, series, year), part in real.groupby(["table", "series", real["row"].str[:4]], sort=True)
    ]
    return pd.DataFrame(rows)
