"""Formula claims decided symbolically: identities, derivatives and signs over the admissible region.

Ratios c, s, t are positive and 0 < r < 1. With r written 1/(1+x), x > 0, every expression is a
rational function of positive symbols, and its sign is settled when all coefficients of numerator
and denominator have one sign.
"""

from __future__ import annotations

import sympy as sp

c, s, t, r = sp.symbols("c s t r", positive=True)
_x = sp.symbols("x", positive=True)
C, D, T, S, R = sp.symbols("C D T S R", positive=True)

MULTIPLIER = (c + 1 + s + t) / (c + r * (1 + s + t))
SYMBOLS = {"c": c, "s": s, "t": t, "r": r}


def multiplier_identity_holds() -> bool:
    """Return whether (C+D+T+S)/(C+R) equals :data:`MULTIPLIER` with c, s, t over D and r over D+T+S."""
    from_amounts = (C + D + T + S) / (C + R)
    from_ratios = MULTIPLIER.subs({c: C / D, s: S / D, t: T / D, r: R / (D + T + S)}, simultaneous=True)
    return bool(sp.simplify(from_amounts - from_ratios) == 0)


def derivative(ratio: str) -> sp.Expr:
    """Return the partial derivative of the multiplier by ``c``, ``s``, ``t`` or ``r``, factored."""
    return sp.factor(sp.diff(MULTIPLIER, SYMBOLS[ratio]))


def sign(expression: sp.Expr) -> str:
    """Return ``positive``, ``negative`` or ``undetermined`` for c, s, t > 0 and 0 < r < 1."""

    def polynomial_sign(part: sp.Expr) -> int:
        coefficients = sp.Poly(sp.expand(part), c, s, t, _x).coeffs()
        if all(value > 0 for value in coefficients):
            return 1
        return -1 if all(value < 0 for value in coefficients) else 0

    numerator, denominator = sp.fraction(sp.cancel(sp.together(expression.subs(r, 1 / (1 + _x)))))
    product = polynomial_sign(numerator) * polynomial_sign(denominator)
    return {1: "positive", -1: "negative", 0: "undetermined"}[product]


def equal(left: sp.Expr, right: sp.Expr) -> bool:
    """Return whether two expressions are the same function."""
    return bool(sp.simplify(left - right) == 0)


def two_driver_form_holds() -> bool:
    """Return whether the multiplier depends on c, s, t through k = c/(1+s+t) alone: m = (1+k)/(k+r)."""
    k = c / (1 + s + t)
    return equal(MULTIPLIER, (1 + k) / (k + r))


def invariant_to_shift_from_demand_to_savings() -> bool:
    """Return whether moving deposits from D to S, with C and the total fixed, leaves the multiplier unchanged."""
    step = sp.symbols("h", positive=True)
    amounts = {c: C / D, s: S / D, t: T / D}
    moved = {c: C / (D - step), s: (S + step) / (D - step), t: T / (D - step)}
    before = MULTIPLIER.subs(amounts, simultaneous=True)
    after = MULTIPLIER.subs(moved, simultaneous=True)
    return equal(before, after)


def text(expression: sp.Expr) -> str:
    """Return an expression as a reader writes it: powers with ^, products without sign."""
    return str(expression).replace("**", "^").replace(")*(", ")(").replace("*", " ")
