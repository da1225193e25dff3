"""Closed intervals: what a number that is printed rounded may have been, and what follows from several of them.

Arithmetic takes every operand as free inside its interval. Where one number stands twice in an expression the
result is therefore wider than it need be, never narrower: two printed numbers that are called inconsistent are so.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

SLACK = 1e-12  # relative: binary fractions must not decide between an end of an interval and a number that equals it


@dataclass(frozen=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included."""

    low: float
    high: float

    @classmethod
    def exact(cls, value: float) -> Interval:
        """Return the interval of one number."""
        return cls(value, value)

    @classmethod
    def printed(cls, text: str, decimals: int | None = None) -> Interval:
        """Return what rounds to a printed number; ``decimals`` where trailing zeros are lost in ``text``."""
        value = float(text)
        half = 0.5 * 10.0 ** -(len(text.partition(".")[2]) if decimals is None else decimals)
        return cls(value - half, value + half)

    @classmethod
    def _hull(cls, values: list[float]) -> Interval:
        return cls(min(values), max(values))

    def __add__(self, other: Interval) -> Interval:
        """Sum."""
        return Interval(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Interval:
        """Negative."""
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Interval) -> Interval:
        """Difference."""
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        """Product."""
        return self._hull([a * b for a in (self.low, self.high) for b in (other.low, other.high)])

    def __truediv__(self, other: Interval) -> Interval:
        """Quotient; the divisor must not hold nought."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError(f"division by an interval that holds nought: {other}")
        return self * Interval(1 / other.high, 1 / other.low)

    def square(self) -> Interval:
        """Square, narrower than the product with itself where the interval holds nought."""
        ends = [self.low**2, self.high**2]
        return Interval(0.0 if self.low <= 0 <= self.high else min(ends), max(ends))

    def apply(self, monotone: Callable[[float], float]) -> Interval:
        """Image under a monotone function."""
        return self._hull([monotone(self.low), monotone(self.high)])

    def overlaps(self, other: Interval) -> bool:
        """Return whether some number lies in both."""
        slack = SLACK * max(map(abs, (self.low, self.high, other.low, other.high)))
        return self.low <= other.high + slack and other.low <= self.high + slack

    def text(self, decimals: int) -> str:
        """Return both ends rounded outwards; one number where they are equal."""
        unit = 10.0**decimals
        low = math.floor(self.low * unit + 1e-9) / unit
        high = math.ceil(self.high * unit - 1e-9) / unit
        return f"{low:.{decimals}f}" if low == high else f"{low:.{decimals}f} to {high:.{decimals}f}"
