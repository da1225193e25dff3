"""The numbers of the text in two vintages, key by key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

import pandas as pd

from multiplier.report.number import Number

Record = Mapping[str, Any]

SAME, CHANGED, ONLY_A, ONLY_B = "same", "changed", "only in A", "only in B"
COLUMNS = ["key", "rule", "unit", "decimals", "value_a", "value_b", "change", "percent"]
COLUMNS += ["printed_a", "printed_b", "status", "printed_changed"]


def _is_number(value: Any) -> TypeGuard[float]:
    """Return whether ``value`` can be subtracted: truth values and texts cannot."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _printed(record: Record | None) -> str:
    if record is None:
        return ""
    return str(Number(record["value"], record["unit"], record["decimals"], record["rule"]))


def _row(key: str, one: Record | None, other: Record | None) -> dict[str, Any]:
    present: list[Record] = [record for record in (one, other) if record is not None]
    a, b = (None if record is None else record["value"] for record in (one, other))
    units = list(dict.fromkeys(record["unit"] for record in present))
    if len(present) == 1:
        status = ONLY_A if other is None else ONLY_B
    else:
        status = SAME if a == b and len(units) == 1 else CHANGED
    change = b - a if _is_number(a) and _is_number(b) and len(units) == 1 else None
    printed = _printed(one), _printed(other)
    return {
        "key": key,
        "rule": present[0]["rule"],
        "unit": "; ".join(units),
        "decimals": present[0]["decimals"],
        "value_a": a,
        "value_b": b,
        "change": change,
        "percent": 100 * change / abs(a) if change is not None and a else None,
        "printed_a": printed[0],
        "printed_b": printed[1],
        "status": status,
        "printed_changed": status != SAME and (len(present) == 1 or len(units) > 1 or printed[0] != printed[1]),
    }


def compare_numbers(a: Mapping[str, Record], b: Mapping[str, Record], names: tuple[str, str]) -> pd.DataFrame:
    """Return every number of either vintage with both values.

    Parameters
    ----------
    a, b
        Content of numbers.json: key -> value, unit, decimals, rule, inputs.
    names
        Of the vintages; a text that says nothing but this name is left out.

    Returns
    -------
    DataFrame
        :data:`COLUMNS`, by key. ``change`` is B less A and ``percent`` that over the size of A, for numbers of one
        unit; ``status`` says whether the values are the same, ``printed_changed`` whether a reader of the text sees it.
    """
    rows = [_row(key, a.get(key), b.get(key)) for key in sorted(a.keys() | b.keys())]
    rows = [row for row in rows if (row["value_a"], row["value_b"]) != names]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"value_a": object, "value_b": object, "decimals": "Int64"})
