"""Where new vintages come from: publishers' sites, what they send, and the way of a table into data/raw.

This package is beside the gate and outside the library: it knows the network and the disk. No rule of the build
uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame


class FetchError(Exception):
    """A vintage that could not be added; one sentence: what, found, expected, what to do."""


@dataclass(frozen=True)
class Fetched:
    """A table as its publisher has it now, or had it at a date.

    ``frame`` has floats in the table's own units and order of columns, missing cells NaN; its index is of text, months
    (YYYY-MM; named month) or dates (YYYY-MM-DD; named date). The other fields go into the manifest as they are.
    """

    frame: DataFrame
    publisher: str
    title: str
    unit: str
    obtained_via: str
    vintage: str
