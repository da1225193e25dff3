"""Verdicts: from a printed statement and what was computed for it, by one rule for every claim.

The first that applies: ``untestable`` (these data cannot decide), ``reproduced`` (equal at the printed
precision as stated), ``displaced`` (equal for another month, definition or vintage), ``close``
(within half a percent), ``contradicted``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from multiplier.candidates import distinct, expected_by_chance

VERDICTS = ("reproduced", "displaced", "close", "contradicted", "untestable")
COLUMNS = [
    "id",
    "study",
    "kind",
    "statement",
    "printed",
    "computed",
    "verdict",
    "matched_month",
    "matched_definition",
    "candidates",
    "expected_by_chance",
    "cause",
]


@dataclass(frozen=True)
class Untestable:
    """The data cannot decide; ``missing`` names the series that would."""

    missing: str


@dataclass(frozen=True)
class Decided:
    """A statement that is not one number: ``holds`` by computation; ``computed`` and ``cause`` say how.

    ``alternative`` names a reading other than the stated one under which it does hold, out of ``tried``,
    over the span ``months``.
    """

    holds: bool
    computed: str
    cause: str
    definition: str = ""
    alternative: str = ""
    tried: int = 0
    months: str = ""


@dataclass(frozen=True)
class Computed:
    """A number as the study states it, with the candidates of the search.

    ``candidates`` has the columns month, definition, vintage, value and, optionally, shift (months by
    which another end of a window was moved) and joint (False where the number is one of several of one
    estimation and the candidate does not give the others). ``note`` is added to the cause. ``month_printed`` is False
    where the study names no month and ``month`` is ours.
    """

    value: float
    month: str
    definition: str
    vintage: str
    candidates: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["month", "definition", "vintage"]))
    note: str = ""
    month_printed: bool = True


@dataclass(frozen=True)
class ComputedVector:
    """Several numbers of one statement, as the study states them, in the printed order.

    ``months`` is the span they are computed on. ``candidates`` has one row a way of computing them:
    columns definition, months, vintage, then one a number, named 0, 1, ...
    """

    values: tuple[float, ...]
    months: str
    definition: str
    vintage: str
    candidates: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["definition", "months", "vintage"]))
    note: str = ""


@dataclass(frozen=True)
class Dated:
    """A date as the data have it: ``date`` is YYYY, YYYY-MM or YYYY-MM-DD, or two of them joined by two dots.

    ``event`` says what happened then; ``candidates`` maps other events that may be meant to their dates.
    """

    date: str
    event: str
    candidates: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


Outcome = Untestable | Decided | Computed | ComputedVector | Dated


def matches(value: float, printed: float, decimals: int) -> bool:
    """Return whether ``value`` rounds to ``printed`` at ``decimals`` (half a unit either way)."""
    return bool(abs(value - printed) <= 0.5 * 10.0**-decimals * (1 + 1e-9))


def _rounding_note(value: float, printed: str, decimals: int) -> str:
    """Say whether other ways of writing the computed number give the printed digits."""
    digits = len(printed.partition(".")[2])
    if digits < decimals and matches(value, float(printed), digits):
        return f" It rounds to the printed {printed} at {digits} decimal{'s' * (digits != 1)}."
    if math.trunc(value * 10**decimals) / 10**decimals == float(printed):
        return " Cut off instead of rounded it is the printed number."
    return ""


def matching(outcome: Computed, printed: float, decimals: int) -> pd.DataFrame:
    """Return the candidates equal at the printed precision, the one that departs least from the statement first.

    Departures count in months, then definition, then vintage.
    """
    table = outcome.candidates
    if table.empty:
        return table
    hits = table[np.abs(table["value"] - printed) <= 0.5 * 10.0**-decimals * (1 + 1e-9)]
    if "joint" in hits:
        hits = hits[hits["joint"]]
    month = pd.Period(outcome.month, freq="M")
    order = hits.assign(
        months=[abs((candidate - month).n) for candidate in hits["month"]],
        other_definition=hits["definition"] != outcome.definition,
        other_vintage=hits["vintage"] != outcome.vintage,
    )
    order["months"] += order.get("shift", 0)
    return order.sort_values(["months", "other_definition", "other_vintage", "definition", "vintage"], kind="stable")


def _number(outcome: Computed, text: str, decimals: int, close_percent: float) -> dict[str, object]:
    printed = float(text)
    digits = decimals + 2 if 0 < decimals <= 2 else decimals  # enough to see why it rounds as it does
    shown = f"{outcome.value:.{digits}f}"
    row: dict[str, object] = {"computed": shown, "matched_month": "", "matched_definition": ""}
    different = distinct(outcome.candidates) if len(outcome.candidates) else outcome.candidates
    tried = len(different)
    if tried:
        values = different["value"].to_numpy(float)
        row |= {"candidates": tried, "expected_by_chance": round(expected_by_chance(values, printed, decimals), 2)}
    note = f" {outcome.note}" if outcome.note else ""
    if matches(outcome.value, printed, decimals):
        return row | {
            "verdict": "reproduced",
            "matched_month": outcome.month,
            "matched_definition": outcome.definition,
            "cause": "Equal at the printed precision with the stated "
            f"{'month and definition' if outcome.month_printed else 'definition'}.{note}",
        }
    hits = matching(outcome, printed, decimals)
    if len(hits):
        hit = hits.iloc[0]
        found = len(distinct(hits))
        changed = [
            name
            for name, differs in (
                ("month", str(hit["month"]) != outcome.month or hit.get("shift", 0) > 0),
                ("definition", hit["definition"] != outcome.definition),
                ("vintage", hit["vintage"] != outcome.vintage),
            )
            if differs
        ]
        return row | {
            "verdict": "displaced",
            "matched_month": str(hit["month"]),
            "matched_definition": f"{hit['definition']} (vintage {hit['vintage']})",
            "cause": f"As stated the figures give {shown}; another {' and '.join(changed)} gives "
            f"{hit['value']:.{digits}f}; {found} of {tried} different candidates "
            f"{'match' if found > 1 else 'matches'}.{note}",
        }
    percent = 100 * abs(outcome.value - printed) / abs(printed)
    searched = " No candidate matches." if tried else ""
    if percent <= close_percent:
        rounding = _rounding_note(outcome.value, text, decimals)
        return row | {"verdict": "close", "cause": f"Differs by {percent:.2f} percent.{rounding}{searched}{note}"}
    return row | {
        "verdict": "contradicted",
        "cause": f"The figures give {shown}, {percent:.1f} percent from the printed number.{searched}{note}",
    }


def printed_numbers(text: str) -> list[tuple[float, int]]:
    """Return the numbers of a printed vector with the decimals to which each is printed."""
    return [(float(part), len(part.partition(".")[2])) for part in text.split()]


def _hits(values: np.ndarray, printed: list[tuple[float, int]]) -> np.ndarray:
    """Return, for rows of computed vectors, which numbers match at their printed precision."""
    numbers = np.array([number for number, _ in printed])
    half_units = np.array([0.5 * 10.0**-decimals for _, decimals in printed])
    return np.asarray(np.abs(values - numbers) <= half_units * (1 + 1e-9))


def _vector(outcome: ComputedVector, text: str, close_percent: float) -> dict[str, object]:
    """The row of a statement of several numbers; the best match has most numbers equal, then the least deviation."""
    printed = printed_numbers(text)
    stated = np.array(outcome.values, float)
    if stated.shape != (len(printed),):
        raise ValueError(f"{len(stated)} numbers computed, {len(printed)} printed")
    row: dict[str, object] = {
        "computed": " ".join(f"{value:.{decimals}f}" for value, (_, decimals) in zip(stated, printed, strict=True)),
        "matched_month": "",
        "matched_definition": "",
    }
    note = f" {outcome.note}" if outcome.note else ""
    equal = int(_hits(stated[None, :], printed).sum())
    tried = outcome.candidates.drop_duplicates(subset=list(range(len(printed))), ignore_index=True)
    found = best = ""
    complete = pd.DataFrame()
    if len(tried):
        values = tried[list(range(len(printed)))].to_numpy(float)
        hits = _hits(values, printed)
        # Independent numbers would all match by chance with the product of their single chances.
        chances = [
            expected_by_chance(values[:, column], number, decimals) / len(tried)
            for column, (number, decimals) in enumerate(printed)
        ]
        row |= {"candidates": len(tried), "expected_by_chance": round(len(tried) * float(np.prod(chances)), 2)}
        order = np.lexsort(
            (np.abs(values - np.array([number for number, _ in printed])).max(axis=1), -hits.sum(axis=1))
        )
        nearest = tried.iloc[order[0]]
        complete = tried[hits.all(axis=1)]
        found = f"; {len(complete)} of {len(tried)} different candidates match in all numbers"
        best = (
            f" The nearest of {len(tried)} candidates, {nearest['definition']} on {nearest['months']}, has "
            f"{int(hits[order[0]].sum())} of {len(printed)} equal."
        )
    if equal == len(printed):
        return row | {
            "verdict": "reproduced",
            "matched_month": outcome.months,
            "matched_definition": outcome.definition,
            "cause": f"All {len(printed)} numbers are equal at the printed precision{found}.{note}",
        }
    if len(complete):
        hit = complete.iloc[0]
        return row | {
            "verdict": "displaced",
            "matched_month": hit["months"],
            "matched_definition": f"{hit['definition']} (vintage {hit['vintage']})",
            "cause": f"As stated {equal} of {len(printed)} numbers are equal{found}.{note}",
        }
    percent = max(
        100 * abs(value - number) / abs(number) if number else math.inf
        for value, (number, decimals) in zip(stated, printed, strict=True)
        if not matches(value, number, decimals)
    )
    if percent <= close_percent:
        return row | {"verdict": "close", "cause": f"No number differs by more than {percent:.2f} percent.{best}{note}"}
    return row | {"verdict": "contradicted", "cause": f"As stated {equal} of {len(printed)} are equal.{best}{note}"}


def _at_precision(date: str, printed: str) -> bool:
    """Return whether a date, or each of two, begins as the printed one does."""
    ends, wanted = date.split(".."), printed.split("..")
    return len(ends) == len(wanted) and all(end.startswith(begin) for end, begin in zip(ends, wanted, strict=True))


def _date(outcome: Dated, printed: str) -> dict[str, object]:
    note = f" {outcome.note}" if outcome.note else ""
    row: dict[str, object] = {"computed": outcome.date}
    if outcome.candidates:
        row["candidates"] = len(outcome.candidates)
    if _at_precision(outcome.date, printed):
        return row | {
            "verdict": "reproduced",
            "matched_month": outcome.date,
            "matched_definition": outcome.event,
            "cause": f"The data have it on {outcome.date}: {outcome.event}.{note}",
        }
    others = [(event, date) for event, date in outcome.candidates.items() if _at_precision(date, printed)]
    if others:
        event, date = others[0]
        return row | {
            "verdict": "displaced",
            "matched_month": date,
            "matched_definition": event,
            "cause": f"The data have it on {outcome.date} ({outcome.event}); the printed date is that of another "
            f"event, out of {len(outcome.candidates)}.{note}",
        }
    return row | {
        "verdict": "contradicted",
        "cause": f"The data have it on {outcome.date} ({outcome.event}).{note}",
    }


def decide(claim: pd.Series, outcome: Outcome, close_percent: float) -> dict[str, object]:
    """Return the ledger's row of one claim.

    Parameters
    ----------
    claim
        Row of data/raw/claims/claims.csv.
    outcome
        What its function computed.
    close_percent
        How near, in percent, counts as close.

    Returns
    -------
    dict
        The columns :data:`COLUMNS`.
    """
    row: dict[str, object] = {key: claim[key] for key in ("id", "study", "kind", "statement", "printed")}
    if isinstance(outcome, Untestable):
        decided: dict[str, object] = {
            "computed": "",
            "verdict": "untestable",
            "cause": f"These data cannot decide: {outcome.missing} is missing.",
        }
    elif isinstance(outcome, Decided):
        displaced = bool(outcome.alternative) and not outcome.holds
        decided = {
            "computed": outcome.computed,
            "verdict": "reproduced" if outcome.holds else "displaced" if displaced else "contradicted",
            "matched_definition": outcome.alternative if displaced else outcome.definition,
            "matched_month": outcome.months if displaced else "",
            "candidates": outcome.tried if displaced else "",
            "cause": outcome.cause,
        }
    elif isinstance(outcome, ComputedVector):
        decided = _vector(outcome, claim["printed"], close_percent)
    elif isinstance(outcome, Dated):
        decided = _date(outcome, claim["printed"])
    else:
        decided = _number(outcome, claim["printed"], int(claim["decimals"]), close_percent)
    blank = dict.fromkeys(COLUMNS, "")
    return {column: (blank | row | decided)[column] for column in COLUMNS}
