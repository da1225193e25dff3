"""From what the paper prints to the steps and raw files behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from multiplier.report.number import from_records


def provenance(
    contents: Mapping[str, Any],
    records: Mapping[str, Mapping[str, Any]],
    steps: Mapping[str, Mapping[str, Any]],
    raw: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """Return what provenance.json holds.

    Parameters
    ----------
    contents
        Content of contents.json: ``items``, the figures and tables in order, and ``numbers``, keys that the text marks.
    records
        Content of numbers.json.
    steps
        Product -> ``rule``, ``script``, ``parameters`` and ``inputs`` that made it.
    raw
        Raw file -> its row of the manifest.

    Returns
    -------
    dict
        ``items`` as given; ``numbers``, key -> text, value, unit, decimals and the product it is read from;
        ``steps`` and ``raw`` as given.
    """
    numbers = from_records({key: records[key] for key in contents["numbers"]})
    return {
        "items": contents["items"],
        "numbers": {
            key: {
                "text": str(number),
                "value": number.value,
                "unit": number.unit,
                "decimals": number.decimals,
                "product": records[key]["inputs"][0],
            }
            for key, number in numbers.items()
        },
        "steps": steps,
        "raw": raw,
    }
