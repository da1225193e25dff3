"""From what the paper prints to the steps and raw files behind it."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from multiplier.report.number import Number, from_records

FACTORS = (1, 100, -1, -100)  # what the text makes of a cell: itself, percent, a fall as a positive number
CLOSE = 1e-9  # tables keep twelve digits
DIGITS = 4  # a number with fewer significant digits meets cells by chance
PLACES = 20  # cells that are named; the others are counted


def digits(value: float) -> int:
    """Return the number of significant digits among the twelve that tables keep."""
    return len(f"{value:.11e}".partition("e")[0].lstrip("-").replace(".", "").rstrip("0"))


class Cells:
    """The cells of a table of results, found by what they hold.

    Parameters
    ----------
    content
        A CSV file with a header.
    """

    def __init__(self, content: bytes) -> None:
        self._frame = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
        self._values = self._frame.apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float)

    def find(self, number: Number) -> dict[str, Any] | None:
        """Return the cells that hold a number's value.

        Returns
        -------
        dict or None
            ``factor`` by which the cells are multiplied, ``count`` of the cells, ``places`` of the first
            :data:`PLACES` as [row from nought, column]; None where the search would prove nothing: for names, whole
            numbers and numbers of fewer than :data:`DIGITS` digits.
        """
        if number.unit == "month":
            return self._found(1, self._frame.to_numpy() == str(number.value))
        value = number.value
        if not isinstance(value, float) or not math.isfinite(value) or value.is_integer() or digits(value) < DIGITS:
            return None
        for factor in FACTORS:
            equal = np.abs(factor * self._values - value) <= CLOSE * abs(value)
            if equal.any():
                return self._found(factor, equal)
        return self._found(1, np.zeros_like(self._values, dtype=bool))

    def _found(self, factor: int, equal: np.ndarray) -> dict[str, Any]:
        places = [[int(row), str(self._frame.columns[column])] for row, column in np.argwhere(equal)[:PLACES]]
        return {"factor": factor, "count": int(equal.sum()), "places": places}


def provenance(
    contents: Mapping[str, Any],
    records: Mapping[str, Mapping[str, Any]],
    *,
    steps: Mapping[str, Mapping[str, Any]],
    raw: Mapping[str, Mapping[str, Any]],
    files: Mapping[str, bytes],
    reading: Mapping[str, Any],
    window: Mapping[str, str],
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
    files
        Every file behind what is printed: path -> content.
    reading
        ``rule``, ``script`` and ``parameters`` of the step that computes the numbers.
    window
        ``first`` and ``last`` month of the sample.

    Returns
    -------
    dict
        ``items``, ``steps``, ``raw``, ``reading`` and ``window`` as given; ``numbers``, key -> text, value, unit,
        decimals, the product it is read from, and the cells of it that hold the value (:meth:`Cells.find`);
        ``files``, path -> bytes and sha256.
    """
    tables: dict[str, Cells] = {}

    def cells(path: str, number: Number) -> dict[str, Any] | None:
        if path not in files:
            return None  # a setting
        if path not in tables:
            tables[path] = Cells(files[path])
        return tables[path].find(number)

    def record(key: str, number: Number) -> dict[str, Any]:
        path = records[key]["inputs"][0]
        return {
            "text": str(number),
            "value": number.value,
            "unit": number.unit,
            "decimals": number.decimals,
            "product": path,
            "cells": cells(path, number),
        }

    numbers = from_records({key: records[key] for key in contents["numbers"]})
    return {
        "items": contents["items"],
        "numbers": {key: record(key, number) for key, number in numbers.items()},
        "steps": steps,
        "raw": raw,
        "reading": reading,
        "window": window,
        "files": {
            path: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for path, content in sorted(files.items())
        },
    }
