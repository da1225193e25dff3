"""Words and formats of the cells that tables share."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from multiplier.report.number import NOT_AVAILABLE, SHORT, minus

COUNTRY = {"china": "China", "us": "United States"}
SHORT_NAME = {"china": "China", "us": "US"}
DRIVER = {name: f"{name.replace('_', ' ')} {symbol}" for name, symbol in SHORT.items()} | {
    "cash_deposit_ratio": "cash / all deposits k"
}
SERIES = {"multiplier": "multiplier m"} | DRIVER
TRANSFORM = {"level": "level", "diff": "1-month difference", "diff12": "12-month difference"}
ADJUSTED = {
    "x13": "level, X-13",
    "x13_diff": "1-month difference, X-13",
    "stl": "level, STL",
    "stl_diff": "1-month difference, STL",
}
TERM = {"n": "none", "c": "constant", "ct": "constant, trend"}
READING = {
    "w_no_mean": "w: AR(1), no mean",
    "w_mean": "w: AR(1), mean",
    "dw": "change of w: AR(1)",
}
ESTIMATOR = {"exact_ml": "exact ML", "cls": "least squares"}
PURE = ("ratio", "statistic", "correlation", "coefficient")  # numbers without a unit to name
BENCHMARK = {"seasonal_naive": "same month a year before", "no_change": "last value"}
VARIABLE = {"multiplier": "multiplier", "base": "base money", "m2": "M2"}


def fixed(value: Any, decimals: int) -> str:
    """Return a number with ``decimals``, a true minus and thousands separated; "n/a" if missing."""
    return NOT_AVAILABLE if pd.isna(value) else minus(f"{float(value):,.{decimals}f}")


def probability(value: Any) -> str:
    """Return a p-value with three decimals, "< 0.001" below that."""
    return "< 0.001" if value < 0.001 else fixed(value, 3)


# Before a number or a bracket that nothing precedes but a space, a bracket or an operator: dates, ids, ranges and
# words have a letter or a digit there. Between two terms of a formula it stands between spaces.
_MINUS = re.compile(r"(?<![^\s(\[=/*^])-(?=[\d(\[])|(?<=\s)-(?=\s)")


def minus_signs(text: str) -> str:
    """Return text with a true minus before numbers and brackets and between the terms of a formula."""
    return _MINUS.sub("\u2212", text)
