"""What the definition search found for one claim: matches at the printed precision, the nearest candidate, chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from multiplier.claims.outcomes import Computed, ComputedVector
from multiplier.search.chance import distinct, expected_by_chance

COLUMNS = [
    "id",
    "printed",
    "candidates",
    "matches",
    "expected_by_chance",
    "nearest_month",
    "nearest_definition",
    "nearest_vintage",
    "nearest_value",
    "nearest_equal",
]


@dataclass(frozen=True)
class Candidate:
    """One way to compute a printed number or vector: ``value`` as text, ``equal`` the numbers that match.

    ``moved`` says that another end of a window was moved than the month names.
    """

    month: str
    definition: str
    vintage: str
    value: str
    equal: int
    moved: bool = False


@dataclass(frozen=True)
class Search:
    """The search for one claim: different candidates tried, those that match, and how many chance would give.

    ``hit`` is the match that departs least from the statement, ``nearest`` the candidate with most
    numbers equal and, of these, the least deviation. ``joint`` says that a match has to give the other
    numbers of one estimation as well, which the nearest and chance do not.
    """

    tried: int
    matches: int
    expected_by_chance: float
    nearest: Candidate
    hit: Candidate | None
    joint: bool = False

    def summary(self) -> str:
        """Return how the candidates did, for a cause."""
        verb = "match" if self.matches > 1 else "matches"
        return f"{self.matches} of {self.tried} different candidates {verb}" if self.matches else "no candidate matches"


def half_unit(decimals: int) -> float:
    """Return half a unit of the last printed decimal, with room for binary representation."""
    return 0.5 * 10.0**-decimals * (1 + 1e-9)


def printed_numbers(text: str) -> list[tuple[float, int]]:
    """Return the numbers of a printed vector with the decimals to which each is printed."""
    return [(float(part), len(part.partition(".")[2])) for part in text.split()]


def equal_numbers(values: np.ndarray, printed: list[tuple[float, int]]) -> np.ndarray:
    """Return which numbers of computed vectors, shape (..., numbers), match at their printed precision."""
    numbers = np.array([number for number, _ in printed])
    return np.asarray(np.abs(values - numbers) <= np.array([half_unit(decimals) for _, decimals in printed]))


def shown_digits(decimals: int) -> int:
    """Return the decimals to show of a computed number: enough to see why it rounds as it does."""
    return decimals + 2 if 0 < decimals <= 2 else decimals


def search_number(outcome: Computed, printed: float, decimals: int) -> Search | None:
    """Return what the candidates of a number give, or None if there are none.

    Departures of a match from the statement count in months, then definition, then vintage.
    """
    if outcome.candidates.empty:
        return None
    table = distinct(outcome.candidates)
    values = table["value"].to_numpy(float)
    expected = expected_by_chance(values, printed, decimals)
    digits = shown_digits(decimals)

    def candidate(row: pd.Series) -> Candidate:
        equal = int(abs(row["value"] - printed) <= half_unit(decimals))
        shown = f"{row['value']:.{digits}f}"
        return Candidate(
            str(row["month"]), row["definition"], row["vintage"], shown, equal, moved=row.get("shift", 0) > 0
        )

    distance = np.abs(outcome.candidates["value"].to_numpy(float) - printed)
    hits = outcome.candidates[distance <= half_unit(decimals)]
    if "joint" in hits:
        hits = hits[hits["joint"]]
    month = pd.Period(outcome.month, freq="M")
    order = hits.assign(
        months=np.array([abs((found - month).n) for found in hits["month"]], float),
        other_definition=hits["definition"] != outcome.definition,
        other_vintage=hits["vintage"] != outcome.vintage,
    )
    order["months"] += order.get("shift", 0)
    order = order.sort_values(["months", "other_definition", "other_vintage", "definition", "vintage"], kind="stable")
    return Search(
        tried=len(table),
        matches=len(distinct(hits)),
        expected_by_chance=expected,
        nearest=candidate(outcome.candidates.iloc[int(distance.argmin())]),
        hit=candidate(order.iloc[0]) if len(order) else None,
        joint="joint" in outcome.candidates,
    )


def search_vector(outcome: ComputedVector, printed: list[tuple[float, int]]) -> Search | None:
    """Return what the candidates of a vector give, or None if there are none.

    Numbers that are independent would all match by chance with the product of their single chances;
    those of one vector are not, so that the number expected by chance is a lower bound.
    """
    columns = list(range(len(printed)))
    if outcome.candidates.empty:
        return None
    table = outcome.candidates.drop_duplicates(subset=columns, ignore_index=True)
    values = table[columns].to_numpy(float)
    equal = equal_numbers(values, printed)
    deviation = np.abs(values - np.array([number for number, _ in printed])).max(axis=1)
    chances = [
        expected_by_chance(values[:, column], number, decimals) / len(table)
        for column, (number, decimals) in enumerate(printed)
    ]

    def candidate(place: int) -> Candidate:
        row = table.iloc[place]
        shown = " ".join(f"{row[column]:.{decimals}f}" for column, (_, decimals) in enumerate(printed))
        return Candidate(row["months"], row["definition"], row["vintage"], shown, int(equal[place].sum()))

    complete = np.flatnonzero(equal.all(axis=1))
    return Search(
        tried=len(table),
        matches=len(complete),
        expected_by_chance=len(table) * float(np.prod(chances)),
        nearest=candidate(int(np.lexsort((deviation, -equal.sum(axis=1)))[0])),
        hit=candidate(int(complete[0])) if len(complete) else None,
    )


def search_of(claim: pd.Series, outcome: object) -> Search | None:
    """Return the search behind an outcome, or None if there was none."""
    if isinstance(outcome, Computed):
        return search_number(outcome, float(claim["printed"]), int(claim["decimals"]))
    if isinstance(outcome, ComputedVector):
        return search_vector(outcome, printed_numbers(claim["printed"]))
    return None


def search_row(claim: pd.Series, search: Search) -> dict[str, object]:
    """Return the row of the table of searches: columns :data:`COLUMNS`."""
    nearest = search.nearest
    values = (
        claim["id"],
        claim["printed"],
        search.tried,
        search.matches,
        round(search.expected_by_chance, 4),
        nearest.month,
        nearest.definition,
        nearest.vintage,
        nearest.value,
        nearest.equal,
    )
    return dict(zip(COLUMNS, values, strict=True))
