"""Every number that the text of the paper uses, one module per part of it.

The template can print nothing else; a key that is not here stops the rendering.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.number import Numbers
from multiplier.report.numbers import (
    arima,
    attribution,
    bottom_up,
    claims,
    consistency,
    contest,
    crisis,
    cycles,
    decisions,
    drivers,
    easing,
    formulas,
    growth,
    inference,
    k2,
    power,
    prices,
    quarterly,
    real_time,
    regimes,
    sample,
    stability,
    trends,
    unit_roots,
)

PARTS = (
    sample,
    drivers,
    trends,
    unit_roots,
    arima,
    attribution,
    inference,
    power,
    stability,
    contest,
    formulas,
    k2,
    quarterly,
    growth,
    prices,
    cycles,
    regimes,
    bottom_up,
    crisis,
    easing,
    consistency,
    decisions,
    real_time,
    claims,
)


def paper_numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return every number of the text.

    Parameters
    ----------
    tables
        Tables of results by name; ratios_china and ratios_us with a month index.
    settings
        What the text says of the configuration: vintage, edition, sample, crisis, comparison, seed and
        the choices of the tests.

    Returns
    -------
    dict
        Key -> :class:`Number`.
    """
    found: Numbers = {}
    for part in PARTS:
        new = part.numbers(tables, settings)
        twice = sorted(found.keys() & new.keys())
        if twice:
            raise KeyError(f"{part.__name__}: the number '{twice[0]}' is computed by another part as well; rename it.")
        found |= new
    return found
