"""The source study's multiplier (Ma and Bai 2010, MB-02 and MB-18 to MB-20)."""

from __future__ import annotations

import sympy as sp

from multiplier.algebra.formula import parsed
from multiplier.algebra.studies import PRINTED_DERIVATIVE, SOURCE

SYMBOLS = SOURCE.symbols


def multiplier_identity_holds() -> bool:
    """Return whether the printed formula is (C+D+T+S)/(C+R) with c, s, t over D and r over D+T+S."""
    return SOURCE.follows()


def derivative(ratio: str) -> sp.Expr:
    """Return the partial derivative of the multiplier by ``c``, ``s``, ``t`` or ``r``, factored."""
    return SOURCE.derivative(ratio)


def printed_derivative() -> sp.Expr:
    """Return the derivative by r as the study prints it."""
    return parsed(PRINTED_DERIVATIVE, SYMBOLS)


def sign(expression: sp.Expr) -> str:
    """Return ``positive``, ``negative``, ``zero`` or ``undetermined`` for c, s, t > 0 and 0 < r < 1."""
    return SOURCE.region.sign(expression)


def factored(expression: sp.Expr) -> sp.Expr:
    """Return an expression in factors."""
    return sp.factor(expression)
