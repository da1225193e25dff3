"""Tables: money, base money and multiplier in the crisis, United States and euro area."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.number import NOT_AVAILABLE
from multiplier.report.tables.cells import fixed

AREA = {"us": "United States", "euro_area": "Euro area"}
SERIES = {
    "m1": "M1",
    "m2": "M2",
    "m3": "M3",
    "base": "base money",
    "multiplier": "multiplier",
    "ecb_assets": "total assets of the Eurosystem (not base money)",
}


def growth(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Growth over the window and over as many months before it."""
    cells = table.set_index(["area", "series", "span"])["growth_percent"]
    rows = [
        [
            AREA[area],
            SERIES[series],
            *(
                fixed(cells[area, series, span], 1) if (area, series, span) in cells else NOT_AVAILABLE
                for span in ("before", "window")
            ),
        ]
        for area, series in table[["area", "series"]].drop_duplicates().to_numpy()
    ]
    # Listed, so that nobody takes their absence for an oversight.
    rows += [[AREA["euro_area"], name, NOT_AVAILABLE, NOT_AVAILABLE] for name in ("base money", "multiplier")]
    spans = table.drop_duplicates("span").set_index("span")
    heads = [
        f"{spans.at[s, 'first']} to {spans.at[s, 'last']}" if s in spans.index else s for s in ("before", "window")
    ]
    return PrintedTable([Column("Area", "left"), Column("Series", "left"), *map(Column, heads)], rows, origin)


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {"crisis-growth": growth(frames["crisis_growth"], origins["crisis_growth"])}
