"""Printed statistics held against each other: what one printed number implies for another, without any data.

A number that is printed rounded stands for an interval; what follows from several of them is an interval too
(:mod:`multiplier.intervals`). Two statements are consistent if some unrounded numbers give both. There is no
tolerance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from multiplier.intervals import Interval

COLUMNS = ["check", "claims", "printed", "implied", "consistent", "follows"]
CONSISTENT = {True: "yes", False: "no", None: "open"}


@dataclass(frozen=True)
class Printed:
    """The statements as printed, and the dates of a published list of policy decisions.

    ``claims`` are the rows of data/raw/claims/claims.csv by id, as text; ``decisions`` are dates, YYYY-MM-DD.
    """

    claims: pd.DataFrame
    decisions: Sequence[str]

    def text(self, identifier: str) -> str:
        """Return what is printed."""
        return str(self.claims.loc[identifier, "printed"])

    def value(self, identifier: str) -> float:
        """Return a printed number."""
        return float(self.text(identifier))

    def interval(self, identifier: str) -> Interval:
        """Return what rounds to the printed number at the decimals that the table of claims has for it."""
        return Interval.printed(self.text(identifier), int(self.claims.loc[identifier, "decimals"]))

    def vector(self, identifier: str) -> list[Interval]:
        """Return the intervals of several printed numbers, by the decimals of each."""
        return [Interval.printed(number) for number in self.text(identifier).split()]

    def months(self, identifier: str) -> pd.PeriodIndex:
        """Return the months that a statement names as FIRST..LAST."""
        first, last = str(self.claims.loc[identifier, "month"]).split("..")
        return pd.period_range(first, last, freq="M")

    def quoted(self, *identifiers: str) -> str:
        """Return printed statements with their ids."""
        return "; ".join(f"{identifier}: {self.text(identifier)}" for identifier in identifiers)


@dataclass(frozen=True)
class Finding:
    """What a check found: ``consistent`` is None where nothing printed can be held against what is implied."""

    printed: str
    implied: str
    consistent: bool | None
    follows: str


Check = Callable[[Printed], Finding]
CHECKS: list[tuple[str, tuple[str, ...], Check]] = []


def check(name: str, *claims: str) -> Callable[[Check], Check]:
    """Register a check under its name with the ids of the statements that it compares."""

    def register(function: Check) -> Check:
        if name in {known for known, _, _ in CHECKS}:
            raise KeyError(f"two checks are called '{name}'")
        CHECKS.append((name, claims, function))
        return function

    return register


def consistency(printed: Printed) -> pd.DataFrame:
    """Run every check; columns :data:`COLUMNS`, in the order of registration."""
    rows = []
    for name, claims, function in CHECKS:
        found = function(printed)
        rows.append([name, " ".join(claims), found.printed, found.implied, CONSISTENT[found.consistent], found.follows])
    return pd.DataFrame(rows, columns=COLUMNS)
