"""What the function of a claim may return: what was computed, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Untestable:
    """The data cannot decide; ``missing`` names the series that would, ``note`` says what they do show."""

    missing: str
    note: str = ""


@dataclass(frozen=True)
class Decided:
    """A statement that is not one number: ``holds`` by computation; ``computed`` and ``cause`` say how.

    ``alternative`` names a reading other than the stated one under which it does hold, out of ``tried``,
    over the span ``months``.
    """

    holds: bool
    computed: str
    cause: str
    definition: str = ""
    alternative: str = ""
    tried: int = 0
    months: str = ""


@dataclass(frozen=True)
class Computed:
    """A number as the study states it, with the candidates of the search.

    ``candidates`` has the columns month, definition, vintage, value and, optionally, shift (months by
    which another end of a window was moved). ``note`` is added to the cause. ``month_printed`` is False
    where the study names no month and ``month`` is ours.
    """

    value: float
    month: str
    definition: str
    vintage: str
    candidates: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["month", "definition", "vintage"]))
    note: str = ""
    month_printed: bool = True
    missing: str = ""


@dataclass(frozen=True)
class ComputedVector:
    """Several numbers of one statement, as the study states them, in the printed order.

    ``months`` is the span they are computed on. ``candidates`` has one row a way of computing them:
    columns definition, months, vintage, then one a number, named 0, 1, ... Where the data do not reach as
    far as the statement, ``values`` are not numbers and ``missing`` names the series that would decide it.
    """

    values: tuple[float, ...]
    months: str
    definition: str
    vintage: str
    candidates: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["definition", "months", "vintage"]))
    note: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Dated:
    """A date as the data have it: ``date`` is YYYY, YYYY-MM or YYYY-MM-DD, or two of them joined by two dots.

    ``event`` says what happened then; ``candidates`` maps other events that may be meant to their dates.
    """

    date: str
    event: str
    candidates: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


Outcome = Untestable | Decided | Computed | ComputedVector | Dated
