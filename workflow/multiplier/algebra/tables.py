"""Tables of the formulas: what is printed, what follows, derivatives with signs, and the map between the studies."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import sympy as sp

from multiplier.algebra.equivalence import READINGS
from multiplier.algebra.formula import (
    Formula,
    condition_latex,
    condition_text,
    latex,
    parsed,
    printed_latex,
    printed_text,
    text,
    vanishing,
)
from multiplier.algebra.studies import FORMULAS, PRINTED_DERIVATIVE, SOURCE


def _statement(
    claim: str,
    name: str,
    name_text: str,
    amounts: sp.Expr,
    printed: str,
    symbols: Mapping[str, sp.Symbol],
    derived: sp.Expr,
) -> dict[str, object]:
    """One row; a formula that a study does not print has neither verdict nor conditions."""
    expression = parsed(printed, symbols) if printed else None
    conditions = [] if expression is None else vanishing(expression - derived)
    return {
        "claim": claim,
        "name": name,
        "name_text": name_text,
        "printed": printed_latex(printed, symbols) if printed else "",
        "printed_text": printed_text(printed),
        "amounts": latex(amounts),
        "amounts_text": text(amounts),
        "holds": None if expression is None else not conditions,
        "derived": latex(derived),
        "derived_text": text(derived),
        "reduces_to": "" if expression is None else latex(sp.cancel(expression)),
        "holds_where": r"\ \text{or}\ ".join(map(condition_latex, conditions)),
        "holds_where_text": " or ".join(map(condition_text, conditions)),
    }


def _formula(claim: str, formula: Formula) -> dict[str, object]:
    amounts = formula.money / formula.base
    return _statement(
        claim, formula.name, formula.plain_name, amounts, formula.printed, formula.symbols, formula.derived
    )


def formulas(studies: Mapping[str, str]) -> pd.DataFrame:
    """Return one row a printed formula.

    Parameters
    ----------
    studies
        Claim -> study.

    Returns
    -------
    DataFrame
        Columns study, claim, name and name_text (left-hand side), printed, printed_text, amounts and amounts_text
        (money over base; the function, of a derivative), holds, derived and derived_text (what the definitions
        give), reduces_to (the printed formula with common factors cancelled), holds_where and holds_where_text (for
        which ratios a wrong one would be right). TeX, or plain text where the name says so.
    """
    rows = [_formula(claim, formula) for claim, formula in FORMULAS.items()]
    by_r = _statement(
        "MB-20",
        r"\frac{\partial m}{\partial r}",
        "dm/dr",
        SOURCE.derived,
        PRINTED_DERIVATIVE,
        SOURCE.symbols,
        SOURCE.derivative("r"),
    )
    rows.insert(1, by_r)
    table = pd.DataFrame(rows)
    table.insert(0, "study", table["claim"].map(dict(studies)))
    return table


def derivatives() -> pd.DataFrame:
    """Return the partial derivatives of every derived formula: claim, ratio, derivative (TeX and text), sign."""
    return pd.DataFrame(
        [
            {
                "claim": claim,
                "ratio": ratio,
                "derivative": latex(formula.derivative(ratio)),
                "derivative_text": text(formula.derivative(ratio)),
                "sign": formula.sign(ratio),
            }
            for claim, formula in FORMULAS.items()
            for ratio in formula.symbols
        ]
    )


def readings() -> pd.DataFrame:
    """Return how each study's ratios give the two of m = (1 + k) / (k + r): claim, cash, reserves, factor, holds."""
    return pd.DataFrame(
        [
            {
                "claim": reading.claim,
                "name": reading.formula.plain_name,
                "cash": latex(reading.cash),
                "cash_text": text(reading.cash),
                "reserves": latex(reading.reserves),
                "reserves_text": text(reading.reserves),
                "factor": latex(reading.factor),
                "factor_text": text(reading.factor),
                "holds": reading.holds(),
            }
            for reading in READINGS
        ]
    )
