"""The multipliers of the studies as one: the same quotient per unit of other amounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from multiplier.algebra.formula import Formula, equal
from multiplier.algebra.studies import (
    BRIEF,
    BROAD_CONCEPT,
    CONCEPT,
    K2,
    QUARTERLY,
    SOURCE,
    TWO_RATIOS,
    C,
    D,
    S,
    c,
    cd,
    e,
    er,
    g,
    h,
    k,
    r,
    rd,
    rr,
    rt,
    s,
    t,
)


@dataclass(frozen=True)
class Reading:
    """How m = (1 + k) / (k + r) reads in a study's ratios; ``factor`` is what the study's multiplier is times m."""

    claim: str
    formula: Formula
    cash: sp.Expr
    reserves: sp.Expr
    factor: sp.Expr

    def holds(self) -> bool:
        """Return whether the study's multiplier is m in these ratios, times the factor."""
        general = TWO_RATIOS.derived.subs({k: self.cash, r: self.reserves}, simultaneous=True)
        return equal(self.formula.derived, self.factor * general)


ONE = sp.Integer(1)
# In K2 what is left of the base, g, stands with the reserves.
READINGS = (
    Reading("MB-02", SOURCE, c / (1 + s + t), r, ONE),
    Reading("BA-01", BRIEF, c / (1 + s + t), r + e, ONE),
    Reading("K2-01", K2, h, r + e + g, ONE),
    Reading("QS-01", QUARTERLY, cd, rr + er, ONE),
    Reading("MZ-03", BROAD_CONCEPT, k / (1 + t), (rd + rt * t + e) / (1 + t), ONE),
    Reading("MC-02", CONCEPT, k / (1 + t), (rd + rt * t + e) / (1 + t), (1 + k) / (1 + k + t)),
)


def two_driver_form_holds() -> bool:
    """Return whether the source study's multiplier depends on c, s, t through k = c/(1+s+t) alone."""
    return READINGS[0].holds()


def unchanged(formula: Formula, change: Mapping[sp.Symbol, sp.Expr]) -> bool:
    """Return whether a multiplier stays as it is after amounts were changed, its reserve ratios given."""
    return effect(formula, change) == 0


def effect(formula: Formula, change: Mapping[sp.Symbol, sp.Expr]) -> sp.Expr:
    """Return what the derivative of a multiplier is along a change of amounts, its reserve ratios given.

    ``change`` is amount -> its rate of change. The reserves move with the deposits that they are a fraction of.
    """
    amounts = formula.amounts()
    reserves = {amount: value for amount, value in amounts.items() if amount.name in "RQE"}
    # Reserves in deposits as they are, not per unit: the ratios of deposits are put back as amounts.
    back = {symbol: definition for symbol, definition in formula.ratios.items() if symbol not in {r, e}}
    money = formula.money
    base = formula.base.subs(
        {amount: sp.factor(value.subs(back, simultaneous=True)) for amount, value in reserves.items()},
        simultaneous=True,
    )
    multiplier = money / base
    return sp.factor(sum(sp.diff(multiplier, amount) * rate for amount, rate in change.items()))


def invariant_to_shift_from_demand_to_savings() -> bool:
    """Return whether moving deposits from D to S, with C and the total fixed, leaves the multiplier unchanged."""
    return unchanged(SOURCE, {D: -ONE, S: ONE})


def shift_from_cash_to_savings(formula: Formula) -> str:
    """Return the sign of a move of cash to savings deposits, ``D`` and ``T`` fixed."""
    return formula.region.sign(effect(formula, {C: -ONE, S: ONE}))
