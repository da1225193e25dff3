"""The paper's tables, from tables of results to cells of text; one module per part of the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Origin, PrintedTable
from multiplier.report.tables import (
    arima,
    attribution,
    base_concepts,
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
    searches,
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
    base_concepts,
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
    searches,
)


def paper_tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return every table of the paper.

    Parameters
    ----------
    frames
        Tables of results by name.
    settings
        ``files``, manifest rows of the raw files that the vintage uses; ``months`` shown in the ratios'
        tables; ``criteria`` of the unit root table; ``unit_root_conflicts``, the tests that count.
    origins
        Name of a table of results -> rule, script and vintage that made it.
    """
    made: dict[str, PrintedTable] = {}
    for part in PARTS:
        made |= part.tables(frames, settings, origins)
    return made
