"""Claim id -> the one function that computes what the claim states."""

from __future__ import annotations

from collections.abc import Callable

from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Outcome

ClaimFunction = Callable[[Evidence], Outcome]

CLAIMS: dict[str, ClaimFunction] = {}


def claim(identifier: str, decides: str = "") -> Callable[[ClaimFunction], ClaimFunction]:
    """Register a function under a claim's id; an id has one function.

    ``decides`` is the printed text of a statement that its function decides. The gate compares it with the
    row, so that another statement does not inherit the verdict.
    """

    def register(function: ClaimFunction) -> ClaimFunction:
        if identifier in CLAIMS:
            raise KeyError(f"claim {identifier} has two functions: {CLAIMS[identifier].__name__}, {function.__name__}")
        CLAIMS[identifier] = function
        return function

    return register
