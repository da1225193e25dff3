"""Units as publishers write them, and the factor from one to another."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from sources import FetchError

SCALES = {"": 0, "thousand": 3, "million": 6, "100 million": 8, "billion": 9, "trillion": 12}
_MONEY = re.compile(
    r"(?:(thousand|100 million|million|billion|trillion)s?(?: of)? )?"
    r"(?:(?:u\.?\s?s\.?|chinese|japanese) )?(dollar|yuan|euro|yen)s?"
)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_PLAIN = {"percent": "percent", "%": "percent", "ratio": "ratio", "index": "index"}


def parse(unit: str) -> tuple[int, str] | None:
    """Return (power of ten, what is counted) of a unit such as ``Billions of Dollars``; None if it is not known."""
    text = " ".join(unit.lower().split())
    if text in _PLAIN:
        return 0, _PLAIN[text]
    match = _MONEY.fullmatch(text)
    return (SCALES[match[1] or ""], match[2]) if match else None


def power(found: str, wanted: str, column: str) -> int:
    """Return the power of ten that turns figures in ``found`` into figures in ``wanted``.

    Raises
    ------
    FetchError
        If the unit is not known, or counts something else.
    """
    known, target = parse(found), parse(wanted)
    if known is None or target is None or known[1] != target[1]:
        raise FetchError(
            f"column {column}: the unit is given as '{found}', which cannot be converted to the table's, {wanted}; "
            f'look the unit up and say it with --unit, such as "{column}={wanted}".'
        )
    return known[0] - target[0]


def scaled(value: float, exponent: int) -> float:
    """Return ``value`` times ten to ``exponent``; one exact power and one rounding, so that 0.1 stays 0.1."""
    return float(value * 10**exponent if exponent >= 0 else value / 10**-exponent)


def stated(options: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """Return column -> unit from what was given with ``--unit``.

    Raises
    ------
    FetchError
        If one is not COLUMN=UNIT, names no column, or a unit that is not known.
    """
    found = {}
    for option in options:
        column, sign, unit = (part.strip() for part in option.partition("="))
        if not sign or column not in columns:
            raise FetchError(
                f'--unit "{option}": expected COLUMN=UNIT, the column one of {", ".join(columns)}, '
                f'such as "{columns[0]}=billion dollars".'
            )
        if parse(unit) is None:
            raise FetchError(
                f'--unit "{option}": the unit is not known; write it as "million dollars" or "billion dollars".'
            )
        found[column] = unit
    return found


def number(text: str) -> float | None:
    """Return a decimal number; None for anything else, as well for what Python takes, such as inf, nan and 1_000."""
    written = text.strip()
    value = float(written) if _NUMBER.fullmatch(written) else math.inf
    return value if math.isfinite(value) else None
