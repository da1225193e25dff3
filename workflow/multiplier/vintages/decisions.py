"""Every categorical result in two vintages: decisions of tests, verdicts on claims, and what the text says in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.vintages.entering import series_of
from multiplier.vintages.numbers import ONLY_A, ONLY_B, SAME, Record

DECISION, TEST, VERDICT, WORDS = "decision", "test", "verdict", "words"
KINDS = (DECISION, TEST, VERDICT, WORDS)
COLUMNS = ["kind", "table", "key", "country", "series", "month", "value_a", "value_b", "status", "flipped"]
FIGURES = ("statistic", "critical", "pvalue", "lags")  # what stands beside a decision
COLUMNS += [f"{figure}_{side}" for figure in FIGURES for side in "ab"]
NO_RESULT = ""  # one vintage lacks the row
FLIPPED = "flipped"  # the other states of a row are those of a number


@dataclass(frozen=True)
class Judged:
    """A table with a decision a row: what names the row, what is decided, and the columns of the figures beside it."""

    keys: tuple[str, ...]
    decided: tuple[str, ...] = ("decision",)
    statistic: str = ""
    critical: str = ""
    pvalue: str = ""
    lags: str = ""
    distribution: str = ""  # of the p-value: asymptotic or simulated
    country: str = ""  # that all rows are about, where no column says it


DRIVER = "driver_"  # begins statements whose p-value is corrected for all drivers, so that each of them enters
ASYMPTOTIC, SIMULATED = "asymptotic", "simulated"
_ROOTS = ("transform", "test", "deterministic", "lag_rule", "lags")
_TESTED = (("decision",), "statistic", "crit_5", "pvalue", "lags")
_SIMULATED = (("decision",), "statistic", "critical_simulated")
CLOSING = "decisions"  # the paper's own table of decisions; it repeats rows of the others
JUDGED: dict[str, Judged] = {
    CLOSING: Judged(("country", "statement", "test"), ("decision", "direction"), pvalue="pvalue"),
    "unit_roots": Judged(("country", "series", *_ROOTS), *_TESTED, ASYMPTOTIC),
    "unit_root_conflicts": Judged(("country", "series", "transform"), ("verdict", "reading")),
    "price_unit_roots": Judged(("series", *_ROOTS), *_TESTED, ASYMPTOTIC, country="china"),
    "trends": Judged(("country", "test"), statistic="statistic", pvalue="pvalue_simulated", distribution=SIMULATED),
    "stability": Judged(("country", "reading", "test"), *_SIMULATED, "pvalue_simulated", distribution=SIMULATED),
    "multiplier_trends": Judged(
        ("window",), statistic="drift_t", pvalue="drift_p", distribution=SIMULATED, country="china"
    ),
    "regime_tests": Judged(
        ("window", "variant", "null"), *_SIMULATED, "pvalue", distribution=SIMULATED, country="china"
    ),
}
# Texts among the numbers that decide nothing, or repeat a verdict or a decision: dates, quantities in words, names of
# choices, formulas. What is added later counts as words unless it is listed here.
NOT_WORDS = frozenset(
    "name,month,candidates,matches,as printed,verdict,decision,probability,TeX,period,quarter,date,day,percent,year,"
    "seed,months,correlation,a year,columns".split(",")
)
YES_OR_NO = frozenset(["yes or no", "decision"])  # numbers that are 1 or 0
NAMED = "tests"  # unit of texts that name rows of a table, by country among others
IN_WORDS = {"china": "China", "us": "the United States"}
CARRIED = re.compile(r"\d+\.\d+")  # a figure that a text carries; whole numbers belong to dates and orders


def labelled(table: str, frame: pd.DataFrame, judged: Judged) -> pd.DataFrame:
    """Return the table by a label of its rows, with decided texts, statistic and p-value."""
    rows = frame.copy()
    if "lag_rule" in judged.keys:
        # A lag that a rule chose is a result, a fixed one names the row.
        rows["lags"] = rows["lags"].where(rows["lag_rule"] == "fixed")
    texts = rows[list(judged.keys)].map(
        lambda cell: "" if pd.isna(cell) else f"{cell:g}" if isinstance(cell, float) else str(cell)
    )
    labels = texts.apply(lambda row: ", ".join(filter(None, row)), axis=1)
    if labels.duplicated().any():
        label = labels[labels.duplicated()].iloc[0]
        raise DataError(f"tables/{table}.csv: the row '{label}' stands twice; add what tells them apart to JUDGED.")
    series = texts["series"] if "series" in texts else pd.Series(series_of(table), index=texts.index)
    if "statement" in texts:
        series = series.mask(texts["statement"].str.startswith(DRIVER), "")
    decided = rows[list(judged.decided)].fillna("").astype(str)
    beside = {name: getattr(judged, name) for name in FIGURES}
    return pd.DataFrame(
        {
            "country": texts.get("country", judged.country),
            "series": series,
            "value": decided.apply(lambda row: ": ".join(filter(None, row)), axis=1),
        }
        | {name: frame[column] if column else float("nan") for name, column in beside.items()}
    ).set_axis(labels)


def _side_by_side(kind: str, table: str, a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """Return both vintages of labelled rows in A's order, then what only B has."""
    labels = list(dict.fromkeys([*a.index, *b.index]))
    left, right = a.reindex(labels), b.reindex(labels)
    shared = {name: left[name].where(left[name].notna(), right[name]) for name in ("country", "series") if name in a}
    found = pd.DataFrame({"kind": kind, "table": table, "key": labels} | {n: s.to_numpy() for n, s in shared.items()})
    for side, frame in (("a", left), ("b", right)):
        found[f"value_{side}"] = frame["value"].fillna(NO_RESULT).to_numpy()
        for name in FIGURES:
            found[f"{name}_{side}"] = frame[name].to_numpy() if name in frame else float("nan")
    months = right["month"].fillna(left["month"]) if "month" in a else pd.Series("", index=labels)
    compared = [found[f"value_{side}"].str.replace(CARRIED, "", regex=True) for side in "ab"]
    status = np.select(
        [found["value_b"] == found["value_a"], found["value_b"] == NO_RESULT, found["value_a"] == NO_RESULT],
        [SAME, ONLY_A, ONLY_B],
        np.where(compared[0] == compared[1], SAME, FLIPPED),
    )
    return found.assign(month=months.to_numpy(), status=status, flipped=status == FLIPPED)


def _verdicts(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    def verdicts(claims: pd.DataFrame) -> pd.DataFrame:
        columns = {"verdict": "value", "matched_month": "month"}
        return claims.set_index("id")[list(columns)].rename(columns=columns).assign(country="", series="")

    return _side_by_side(VERDICT, "claims", verdicts(a), verdicts(b))


def _is_words(record: Record) -> bool:
    return record["unit"] in YES_OR_NO if record["decimals"] is not None else record["unit"] not in NOT_WORDS


def _text(record: Record) -> str:
    if record["value"] in (None, ""):
        return "none"
    if record["decimals"] is not None or isinstance(record["value"], bool):
        return "yes" if record["value"] else "no"
    return str(record["value"])


def _country(key: str, records: Sequence[Record], countries: tuple[str, ...]) -> str:
    """Return the country that a number is about: of its key, or the only one among the rows that it names."""
    if prefix := next((name for name in countries if key.startswith(f"{name}_")), ""):
        return prefix
    if any(record["unit"] != NAMED for record in records):
        return ""
    named = {name for name, words in IN_WORDS.items() for record in records if words in str(record["value"])}
    return named.pop() if len(named) == 1 else ""


def _about(records: Sequence[Record]) -> str:
    """Return the series that a number is about, by the table that it is read from."""
    found = {series_of(PurePosixPath(record["inputs"][0]).stem) for record in records if record["inputs"]}
    return found.pop() if len(found) == 1 else ""


def _words(a: Mapping[str, Record], b: Mapping[str, Record], countries: tuple[str, ...]) -> pd.DataFrame:
    def found(records: Mapping[str, Record]) -> pd.DataFrame:
        texts = {key: _text(record) for key, record in records.items() if _is_words(record)}
        frame = pd.DataFrame({"value": pd.Series(texts, dtype=object)})
        both = {key: [side[key] for side in (a, b) if key in side] for key in texts}
        return frame.assign(
            country=[_country(key, records, countries) for key, records in both.items()],
            series=[_about(records) for records in both.values()],
        )

    return _side_by_side(WORDS, "numbers", found(a), found(b))


def compare_decisions(
    tables: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]],
    claims: tuple[pd.DataFrame, pd.DataFrame],
    numbers: tuple[Mapping[str, Any], Mapping[str, Any]],
    countries: tuple[str, ...],
) -> pd.DataFrame:
    """Return every categorical result of A and B.

    Parameters
    ----------
    tables
        Name, of :data:`JUDGED` -> the table in A and in B.
    claims
        claims.csv of A and of B, as text.
    numbers
        Content of numbers.json of A and of B; what the text says in words is among them.
    countries
        Names with which keys of numbers may begin.

    Returns
    -------
    DataFrame
        :data:`COLUMNS`: ``kind`` is one of :data:`KINDS`, ``key`` names the row in its ``table``; a value is empty
        where a vintage has no such row, which is no flip: ``status`` then says which of them has it. Texts that
        differ in the figures that they carry alone are the same.

    Raises
    ------
    DataError
        If rows of a table cannot be told apart.
    """
    parts = [
        _side_by_side(
            DECISION if name == CLOSING else TEST, name, *(labelled(name, frame, JUDGED[name]) for frame in pair)
        )
        for name, pair in tables.items()
    ]
    parts += [_verdicts(*claims), _words(*numbers, countries)]
    return pd.concat([part[COLUMNS] for part in parts if len(part)], ignore_index=True)
