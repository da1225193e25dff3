"""Numbers of the tests of drift and season."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.number import Number, Numbers


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    found: Numbers = {}
    for _, row in tables["trends"].iterrows():
        key = f"{row['country']}_{row['test']}"
        percent = row["test"] == "seasonality"
        found |= {
            f"{key}_p": Number(row["pvalue"], "probability", 2, "trends"),
            f"{key}_decision": Number(row["decision"], "decision", None, "trends"),
            f"{key}_alternative": Number(row["alternative"] * (100 if percent else 1), "percent", 0, "trends"),
            f"{key}_power": Number(100 * row["power"], "percent", 0, "trends"),
        }
    return found
