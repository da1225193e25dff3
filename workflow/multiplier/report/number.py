"""A number of the paper's text: value, unit, decimals and the table it stands in."""

from __future__ import annotations

import calendar
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

COUNTRIES = ("china", "us")
SHORT = {
    "currency_ratio": "c",
    "savings_ratio": "s",
    "time_ratio": "t",
    "reserve_ratio": "r",
    "cash_deposit_ratio": "k",
}
NOT_AVAILABLE = "n/a"
BOUNDED = "probability, or a bound"  # unit of p-values that the text gives as "below 0.001" where they are smaller


def minus(text: str) -> str:
    """Return a formatted number with a true minus sign, and none before a zero."""
    if text.startswith("-") and not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.replace("-", "\u2212")


def month_name(month: str) -> str:
    """Return a month in words: 2006-03 is March 2006."""
    year, number = month.split("-")
    return f"{calendar.month_name[int(number)]} {year}"


@dataclass(frozen=True)
class Number:
    """A value of the text; ``decimals`` is None for text (months, decisions); ``source`` names its table."""

    value: float | int | str | None
    unit: str
    decimals: int | None
    source: str

    def __str__(self) -> str:
        if self.value is None or (isinstance(self.value, float) and math.isnan(self.value)):
            return NOT_AVAILABLE
        if self.unit == "month":
            return month_name(str(self.value))
        if self.decimals is None:
            return str(self.value)
        if self.unit == BOUNDED and float(self.value) < 10**-self.decimals:
            return f"below {10**-self.decimals:.{self.decimals}f}"
        text = f"{self.value:,.{self.decimals}f}"
        return minus(text)


Numbers = dict[str, Number]


def _plain(value: Any) -> Any:
    """Return a number of numpy as one of Python, which JSON can hold."""
    return value.item() if isinstance(value, np.generic) else value


def as_records(numbers: Numbers, sources: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the numbers as numbers.json holds them.

    Parameters
    ----------
    numbers
        Key -> number.
    sources
        Name of a table -> ``rule`` that made it and its ``inputs``, down to the raw files.
    """
    return {
        key: {
            "value": None if str(number) == NOT_AVAILABLE else _plain(number.value),
            "unit": number.unit,
            "decimals": number.decimals,
            "rule": sources[number.source]["rule"],
            "inputs": sources[number.source]["inputs"],
        }
        for key, number in numbers.items()
    }


def from_records(records: Mapping[str, Mapping[str, Any]]) -> Numbers:
    """Return numbers from the content of numbers.json."""
    return {
        key: Number(record["value"], record["unit"], record["decimals"], record["rule"])
        for key, record in records.items()
    }
