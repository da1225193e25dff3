"""The average multiplier M/B and the marginal one, dM/dB (MC-01)."""

from __future__ import annotations

import sympy as sp

from multiplier.algebra.formula import text
from multiplier.algebra.studies import B

_m = sp.Function("m", positive=True)(B)
AVERAGE: sp.Expr = _m
MARGINAL: sp.Expr = sp.diff(_m * B, B)


def difference() -> sp.Expr:
    """Return dM/dB less M/B, where M = m(B) B."""
    return sp.expand(MARGINAL - AVERAGE)


def as_text() -> str:
    """Return dM/dB as a reader writes it."""
    return text(MARGINAL).replace("Derivative(m(B), B)", "dm/dB").replace("m(B)", "m")


def equal_if_constant() -> bool:
    """Return whether both are the same where the multiplier does not change with the base."""
    return bool(sp.simplify(difference().subs(sp.Derivative(_m, B), 0)) == 0)
