"""Verdicts: from a printed statement and what was computed for it, by one rule for every claim.

The first that applies: ``untestable`` (these data cannot decide), ``reproduced`` (equal at the printed
precision as stated), ``displaced`` (equal for another month, definition or vintage), ``close``
(within half a percent), ``contradicted``.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from multiplier.claims.outcomes import Computed, ComputedVector, Dated, Decided, Outcome, Untestable
from multiplier.claims.searches import (
    Candidate,
    Search,
    equal_numbers,
    half_unit,
    printed_numbers,
    search_of,
    shown_digits,
)

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


def matches(value: float, printed: float, decimals: int) -> bool:
    """Return whether ``value`` rounds to ``printed`` at ``decimals`` (half a unit either way)."""
    return bool(abs(value - printed) <= half_unit(decimals))


def _rounding_note(value: float, printed: str, decimals: int) -> str:
    """Say whether other ways of writing the computed number give the printed digits."""
    digits = len(printed.partition(".")[2])
    if digits < decimals and matches(value, float(printed), digits):
        return f" It rounds to the printed {printed} at {digits} decimal{'s' * (digits != 1)}."
    if math.trunc(value * 10**decimals) / 10**decimals == float(printed):
        return " Cut off instead of rounded it is the printed number."
    return ""


def _note(outcome: Computed | ComputedVector | Dated | Untestable) -> str:
    return f" {outcome.note}" if outcome.note else ""


def _searched(search: Search | None) -> dict[str, object]:
    if search is None:
        return {}
    return {"candidates": search.tried, "expected_by_chance": round(search.expected_by_chance, 2)}


def _departures(outcome: Computed, hit: Candidate) -> str:
    """Return in what a match differs from the statement."""
    changed = [
        name
        for name, differs in (
            ("month", hit.month != outcome.month or hit.moved),
            ("definition", hit.definition != outcome.definition),
            ("vintage", hit.vintage != outcome.vintage),
        )
        if differs
    ]
    return " and ".join(changed)


def _displaced(search: Search | None) -> dict[str, object]:
    """Return the part of the row that names the match, or nothing if there is none."""
    if search is None or search.hit is None:
        return {}
    hit = search.hit
    return {
        "verdict": "displaced",
        "matched_month": hit.month,
        "matched_definition": f"{hit.definition} (vintage {hit.vintage})",
    }


def _nearest(search: Search | None, count: int) -> str:
    """Return the sentence on the candidate that comes nearest; ``count`` is how many numbers are printed."""
    if search is None:
        return ""
    nearest = search.nearest
    where = f"{nearest.definition} in {nearest.month} (vintage {nearest.vintage})"
    if search.joint:
        return (
            f" No candidate gives all numbers of the estimation; for this one alone the nearest, {where}, gives "
            f"{nearest.value}."
        )
    if count == 1:
        return f" No candidate matches; the nearest, {where}, gives {nearest.value}."
    return f" No candidate matches in all; the nearest, {where}, has {nearest.equal} of {count} equal."


def _beyond_the_data(
    outcome: Computed | ComputedVector, search: Search | None, count: int, shown: str
) -> dict[str, object]:
    """The row of a statement that the data do not reach: displaced if a candidate matches, else untestable.

    ``shown`` is what was computed on the months that come nearest, if it was.
    """
    months = outcome.month if isinstance(outcome, Computed) else outcome.months
    row: dict[str, object] = {"computed": shown} | _searched(search)
    reason = f"As stated these data cannot decide. Missing: {outcome.missing}."
    if shown:
        reason += f" On what comes nearest, {outcome.definition} to {months}, the figures give {shown}."
    if found := _displaced(search):
        assert search is not None
        cause = f"{reason} {search.summary().capitalize()}.{_note(outcome)}"
        return row | found | {"cause": cause}
    return row | {"verdict": "untestable", "cause": f"{reason}{_nearest(search, count)}{_note(outcome)}"}


def _number(
    outcome: Computed, text: str, decimals: int, close_percent: float, search: Search | None
) -> dict[str, object]:
    printed = float(text)
    shown = "" if math.isnan(outcome.value) else f"{outcome.value:.{shown_digits(decimals)}f}"
    if outcome.missing:
        return _beyond_the_data(outcome, search, 1, shown)
    row = {"computed": shown, "matched_month": "", "matched_definition": ""} | _searched(search)
    note = _note(outcome)
    if matches(outcome.value, printed, decimals):
        if outcome.stand_in:
            return row | {
                "verdict": "displaced",
                "matched_month": outcome.stand_in,
                "matched_definition": f"{outcome.definition} (vintage {outcome.vintage})",
                "cause": f"Equal at the printed precision on {outcome.stand_in}, as the stated months are not in these "
                f"data.{note}",
            }
        return row | {
            "verdict": "reproduced",
            "matched_month": outcome.month,
            "matched_definition": outcome.definition,
            "cause": "Equal at the printed precision with the stated "
            f"{'month and definition' if outcome.month_printed else 'definition'}.{note}",
        }
    if search and search.hit:
        cause = (
            f"As stated the figures give {shown}; another {_departures(outcome, search.hit)} gives "
            f"{search.hit.value}; {search.summary()}.{note}"
        )
        return row | _displaced(search) | {"cause": cause}
    percent = 100 * abs(outcome.value - printed) / abs(printed)
    nearest = _nearest(search, 1)
    if percent <= close_percent:
        rounding = _rounding_note(outcome.value, text, decimals)
        return row | {"verdict": "close", "cause": f"Differs by {percent:.2f} percent.{rounding}{nearest}{note}"}
    return row | {
        "verdict": "contradicted",
        "cause": f"The figures give {shown}, {percent:.1f} percent from the printed number.{nearest}{note}",
    }


def _vector(outcome: ComputedVector, text: str, close_percent: float, search: Search | None) -> dict[str, object]:
    """The row of a statement of several numbers."""
    printed = printed_numbers(text)
    if outcome.missing:
        return _beyond_the_data(outcome, search, len(printed), "")
    if len(outcome.values) != len(printed):
        raise ValueError(f"{len(outcome.values)} numbers computed, {len(printed)} printed")
    pairs = list(zip(outcome.values, printed, strict=True))
    row: dict[str, object] = {
        "computed": " ".join(f"{value:.{decimals}f}" for value, (_, decimals) in pairs),
        "matched_month": "",
        "matched_definition": "",
    } | _searched(search)
    note = _note(outcome)
    equal = int(equal_numbers(np.array(outcome.values, float), printed).sum())
    stated = f"As stated {equal} of {len(printed)} numbers are equal"
    if equal == len(printed):
        return row | {
            "verdict": "reproduced",
            "matched_month": outcome.months,
            "matched_definition": outcome.definition,
            "cause": f"All {len(printed)} numbers are equal at the printed precision.{note}",
        }
    if search and search.hit:
        return row | _displaced(search) | {"cause": f"{stated}; {search.summary()} in all.{note}"}
    nearest = _nearest(search, len(printed))
    percent = max(
        100 * abs(value - number) / abs(number) if number else math.inf
        for value, (number, decimals) in pairs
        if not matches(value, number, decimals)
    )
    if percent <= close_percent:
        cause = f"No number differs by more than {percent:.2f} percent.{nearest}{note}"
        return row | {"verdict": "close", "cause": cause}
    return row | {"verdict": "contradicted", "cause": f"{stated}.{nearest}{note}"}


def _at_precision(date: str, printed: str) -> bool:
    """Return whether a date, or each of two, begins as the printed one does."""
    ends, wanted = date.split(".."), printed.split("..")
    return len(ends) == len(wanted) and all(end.startswith(begin) for end, begin in zip(ends, wanted, strict=True))


def _date(outcome: Dated, printed: str) -> dict[str, object]:
    note = _note(outcome)
    row: dict[str, object] = {"computed": outcome.date}
    if outcome.candidates:
        row["candidates"] = 1 + len(outcome.candidates)
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
            f"of {1 + len(outcome.candidates)} events.{note}",
        }
    return row | {
        "verdict": "contradicted",
        "cause": f"The data have it on {outcome.date} ({outcome.event}).{note}",
    }


def decide(claim: pd.Series, outcome: Outcome, close_percent: float) -> dict[str, object]:
    """Return the ledger's row of one claim: :func:`verdict` with the search among the outcome's candidates."""
    return verdict(claim, outcome, search_of(claim, outcome), close_percent)


def verdict(claim: pd.Series, outcome: Outcome, search: Search | None, close_percent: float) -> dict[str, object]:
    """Return the ledger's row of one claim.

    Parameters
    ----------
    claim
        Row of data/raw/claims/claims.csv.
    outcome
        What its function computed.
    search
        What its candidates gave, if it has any.
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
            "cause": f"These data cannot decide. Missing: {outcome.missing}.{_note(outcome)}",
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
        decided = _vector(outcome, claim["printed"], close_percent, search)
    elif isinstance(outcome, Dated):
        decided = _date(outcome, claim["printed"])
    else:
        decided = _number(outcome, claim["printed"], int(claim["decimals"]), close_percent, search)
    blank = dict.fromkeys(COLUMNS, "")
    return {column: (blank | row | decided)[column] for column in COLUMNS}
