"""The multiplier as a function of its ratios, with derivatives and elasticities.

Symbols, all per unit of demand deposits D but r: c = C/D cash, s = S/D savings, t = T/D time
deposits; r = R/(D+T+S) reserves per deposit. N = c+1+s+t and X = c + r(1+s+t); m = N/X
(Ma and Bai 2010; in this form since Brunner and Meltzer 1964 and Jordan 1969).
"""

from __future__ import annotations

from typing import TypeVar

import pandas as pd

Number = TypeVar("Number", float, pd.Series)

DRIVERS = {"c": "currency_ratio", "s": "savings_ratio", "t": "time_ratio", "r": "reserve_ratio"}
# Signs of the partial derivatives, and of that of m = (1+k)/(k+r) by k.
EXPECTED_SIGN = {
    "currency_ratio": -1,
    "savings_ratio": 1,
    "time_ratio": 1,
    "reserve_ratio": -1,
    "cash_deposit_ratio": -1,
}


def multiplier_from_ratios(c: Number, r: Number, s: Number, t: Number) -> Number:
    """Return m = (c+1+s+t) / (c + r(1+s+t)); floats or series of one index."""
    return (c + 1 + s + t) / (c + r * (1 + s + t))


def multiplier_from_two_ratios(k: Number, r: Number) -> Number:
    """Return m = (1+k) / (k+r), k = C/(D+T+S): the same multiplier with its two independent drivers."""
    return (1 + k) / (k + r)


def derivatives(c: Number, r: Number, s: Number, t: Number) -> dict[str, Number]:
    """Return the partial derivatives of m by c, s, t and r.

    dm/dc = -(1-r)(1+s+t)/X^2, dm/ds = dm/dt = c(1-r)/X^2, dm/dr = -(1+s+t)N/X^2.
    """
    q = 1 + s + t
    x2 = (c + r * q) ** 2
    return {
        "c": -(1 - r) * q / x2,
        "s": c * (1 - r) / x2,
        "t": c * (1 - r) / x2,
        "r": -q * (c + q) / x2,
    }


def derivatives_two_ratios(k: Number, r: Number) -> dict[str, Number]:
    """Return the partial derivatives of m = (1+k) / (k+r): -(1-r)/(k+r)^2 by k, -(1+k)/(k+r)^2 by r."""
    x2 = (k + r) ** 2
    return {"k": -(1 - r) / x2, "r": -(1 + k) / x2}


def elasticities(c: Number, r: Number, s: Number, t: Number) -> dict[str, Number]:
    """Return each derivative times its ratio over m: percent of m per percent of the ratio."""
    m = multiplier_from_ratios(c, r, s, t)
    values = {"c": c, "s": s, "t": t, "r": r}
    return {name: slope * values[name] / m for name, slope in derivatives(c, r, s, t).items()}
