"""Verdicts: from a printed statement and what was computed for it, by one rule for every claim.

The first that applies: ``untestable`` (these data cannot decide), ``reproduced`` (equal at the printed
precision as stated), ``displaced`` (equal for another month, definition or vintage), ``close``
(within half a percent), ``contradicted``.
"""

from __future__ import annotations

import math
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
    which another end of a window was moved). ``note`` is added to the cause. ``month_printed`` is False
    where the study names no month and ``month`` is ours.
    """

    value: float
    month: str
    definition: str
    vintage: str
    candidates: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["month", "definition", "vintage"]))
    note: str = ""
    month_printed: bool = True


Outcome = Untestable | Decided | Computed


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
    else:
        decided = _number(outcome, claim["printed"], int(claim["decimals"]), close_percent)
    blank = dict.fromkeys(COLUMNS, "")
    return {column: (blank | row | decided)[column] for column in COLUMNS}
