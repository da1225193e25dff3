"""How a change divides among what moved: products, and the multiplier over its factors.

Every decomposition here is exact: its parts sum to the change. They differ in what they do with the
interaction of factors that move together, so that it is a choice, made in the open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np

Parts = dict[str, Any]


def logarithmic(m0: float, m1: float, b0: float, b1: float) -> Parts:
    """Return the parts of dln(mB) = dln m + dln B; no interaction is left in logarithms."""
    return {"multiplier": np.log(m1 / m0), "base": np.log(b1 / b0)}


def additive(m0: float, m1: float, b0: float, b1: float) -> Parts:
    """Return the parts of d(mB) = B0 dm + m0 dB + dm dB, the interaction as a part of its own."""
    return {"multiplier": b0 * (m1 - m0), "base": m0 * (b1 - b0), "cross": (m1 - m0) * (b1 - b0)}


def midpoint(m0: float, m1: float, b0: float, b1: float) -> Parts:
    """Return the parts of d(mB) = mean(B) dm + mean(m) dB, half of the interaction with either factor."""
    return {"multiplier": (b0 + b1) / 2 * (m1 - m0), "base": (m0 + m1) / 2 * (b1 - b0)}


def shapley(value: Callable[[Parts], Any], start: Mapping[str, Any], end: Mapping[str, Any]) -> Parts:
    """Return the Shapley parts of the change of ``value`` from ``start`` to ``end``.

    A part is what changing one factor adds, averaged over all orderings in which the factors can be
    changed one after the other (Shapley 1953; as a decomposition Shorrocks 2013, eq. 12). The parts sum
    to the change, a factor that does not move gets zero, and no ordering is preferred.

    Parameters
    ----------
    value
        Function of the factors by name, at whatever mixture of ``start`` and ``end``.
    start, end
        Factor -> number, or array of one shape, elementwise.

    Returns
    -------
    dict
        Factor -> part, in the unit of ``value``.
    """
    names = list(start)
    n = len(names)
    subsets = [frozenset(chosen) for size in range(n + 1) for chosen in combinations(names, size)]
    worth = {moved: value({name: (end if name in moved else start)[name] for name in names}) for moved in subsets}
    # The orderings in which exactly the factors of ``moved`` come before another one, as a share of all.
    share = [factorial(size) * factorial(n - size - 1) / factorial(n) for size in range(n)]
    return {
        name: sum(share[len(moved)] * (worth[moved | {name}] - worth[moved]) for moved in subsets if name not in moved)
        for name in names
    }


def logarithmic_mean(x: Any, y: Any) -> Any:
    """Return L(x, y) = (x - y) / ln(x / y), and x where both are equal; both positive."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    step = (x - y) / y
    with np.errstate(invalid="ignore"):
        return np.where(step == 0, x, (x - y) / np.log1p(step))


def lmdi(start: Mapping[str, Any], end: Mapping[str, Any]) -> Parts:
    """Return the parts of the change of ln m by the logarithmic mean Divisia index (Ang 2004, LMDI I).

    m = N / X is a ratio of sums, per deposit: N = k + 1 and X = k + required + excess. For a sum S of
    x_j, dln S = sum of w_j dln x_j with w_j = L(x_j1, x_j0) / L(S1, S0), and w_j dln x_j is
    dx_j / L(S1, S0). So the parts are, exactly,

    - cash: dk (1 / L(N1, N0) - 1 / L(X1, X0))
    - required, excess: -dx / L(X1, X0)

    and need the sums to be positive, not every component. Other deposits and other base are logarithms
    already and are their own parts.

    Parameters
    ----------
    start, end
        cash, required, excess (per deposit), other_deposits, other_base (logarithms).

    Notes
    -----
    The index is not free of the choice of scale: amounts per deposit of their own month are used, since
    m depends on nothing else; with amounts in currency their common growth would not cancel.
    """
    change = {name: end[name] - start[name] for name in start}
    mean_n, mean_x = (
        logarithmic_mean(sum(end[name] for name in parts) + unit, sum(start[name] for name in parts) + unit)
        for parts, unit in ((("cash",), 1), (("cash", "required", "excess"), 0))
    )
    return {
        "cash": change["cash"] * (1 / mean_n - 1 / mean_x),
        "required": -change["required"] / mean_x,
        "excess": -change["excess"] / mean_x,
        "other_deposits": change["other_deposits"],
        "other_base": change["other_base"],
    }
