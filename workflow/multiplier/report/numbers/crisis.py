"""Numbers: money, base money and multiplier in the crisis, United States and euro area."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.number import Number, Numbers


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    table, source = tables["crisis_growth"], "crisis_growth"
    window = settings["crisis_slides"]
    found: Numbers = {
        "slides_first": Number(window["first"], "month", None, "configuration"),
        "slides_last": Number(window["last"], "month", None, "configuration"),
        "slides_index": Number(100, "index", 0, "configuration"),
        "slides_wide_money": Number("M3", "name", None, source),
    }
    for _, row in table.iterrows():
        key = f"slides_{row['area']}_{row['series']}_{row['span']}"
        found[key] = Number(row["growth_percent"], "percent", 1, source)
        found[f"{key}_size"] = Number(abs(row["growth_percent"]), "percent", 1, source)
    us = table[(table["area"] == "us") & (table["span"] == "window")].set_index("series")["log_points"]
    found["slides_us_share"] = Number(us["m2"] / us["base"], "ratio", 2, source)
    first = table[table["span"] == "before"]["first"]
    found["slides_before"] = Number(str(first.min()) if len(first) else None, "month", None, source)
    return found
