"""The sign of a rational function for all admissible ratios at once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

POSITIVE, NEGATIVE, ZERO, UNDETERMINED = "positive", "negative", "zero", "undetermined"


@dataclass(frozen=True)
class Region:
    """Positive symbols, of which some are fractions: each group of ``fractions`` sums to less than one."""

    fractions: tuple[tuple[sp.Symbol, ...], ...] = ()

    def _unbounded(self, expression: sp.Expr) -> sp.Expr:
        """Return the expression in symbols that run over all positive numbers: p = x / (1 + sum of x)."""
        replaced: dict[sp.Symbol, sp.Expr] = {}
        for group in self.fractions:
            free = [sp.Symbol(f"x_{symbol.name}", positive=True) for symbol in group]
            whole = 1 + sum(free)
            replaced |= {symbol: x / whole for symbol, x in zip(group, free, strict=True)}
        return expression.subs(replaced, simultaneous=True)

    def sign(self, expression: sp.Expr) -> str:
        """Return ``positive``, ``negative``, ``zero`` or ``undetermined``.

        Settled when all coefficients of the numerator, and all of the denominator, have one sign. This is
        sufficient and not necessary; an expression that is called undetermined has both signs if
        :func:`has_both_signs` finds them.
        """
        numerator, denominator = sp.fraction(sp.cancel(sp.together(self._unbounded(expression))))
        if numerator == 0:
            return ZERO
        product = _polynomial_sign(numerator) * _polynomial_sign(denominator)
        return {1: POSITIVE, -1: NEGATIVE, 0: UNDETERMINED}[product]

    def has_both_signs(self, expression: sp.Expr, values: Sequence[sp.Rational]) -> bool:
        """Return whether the expression is positive at one and negative at another point of a grid of ``values``."""
        free = self._unbounded(expression)
        symbols = sorted(free.free_symbols, key=lambda symbol: symbol.name)
        function = sp.lambdify(symbols, free, "math")
        found = {float(function(*point)) > 0 for point in itertools.product(map(float, values), repeat=len(symbols))}
        return found == {True, False}


def _polynomial_sign(part: sp.Expr) -> int:
    """Return 1 or -1 if all coefficients have that sign, else 0; the symbols are positive."""
    coefficients = (
        sp.Poly(part, *sorted(part.free_symbols, key=lambda symbol: symbol.name)).coeffs()
        if (part.free_symbols)
        else [part]
    )
    if all(value > 0 for value in coefficients):
        return 1
    return -1 if all(value < 0 for value in coefficients) else 0
