"""Publishers' files, read into tables as the project keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class FetchError(Exception):
    """A table that could not be fetched; the message is one sentence for the person who reads it."""


@dataclass(frozen=True)
class Fetched:
    """One vintage of a table.

    ``frame`` is indexed by month ("YYYY-MM", index name ``month``) and has the columns of
    ``multiplier.data.schemas`` in their order and units, NaN for missing.
    """

    frame: pd.DataFrame
    publisher: str
    title: str
    unit: str
    obtained_via: str
    vintage: str
