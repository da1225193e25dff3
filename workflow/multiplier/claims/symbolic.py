"""Outcomes of claims that algebra decides: whether a formula follows, and the sign of a derivative."""

from __future__ import annotations

from multiplier.algebra.formula import Formula, condition_text, text
from multiplier.claims.outcomes import Decided

SYMBOLIC = "symbolic"


def follows(formula: Formula, cause: str) -> Decided:
    """Decide whether a printed formula is what the study's definitions give."""
    holds = formula.follows()
    where = " or ".join(map(condition_text, formula.conditions()))
    return Decided(
        holds,
        f"{formula.plain_name} = {text(formula.derived)}",
        cause if holds else f"{cause} The printed form is right only where {where}.",
        SYMBOLIC,
    )


def falls_or_rises(formula: Formula, ratios: str, expected: str, cause: str, name: str = "") -> Decided:
    """Decide whether the derivatives by all ``ratios`` (names, separated by spaces) have the ``expected`` sign."""
    left = name or formula.plain_name
    names = ratios.split()
    signs = {ratio: formula.sign(ratio) for ratio in names}
    return Decided(
        all(sign == expected for sign in signs.values()),
        ", ".join(
            f"d{left}/d{ratio.replace('_', '')} = {text(formula.derivative(ratio))}, {signs[ratio]}" for ratio in names
        ),
        cause,
        SYMBOLIC,
    )
