"""Numbers of the tests of drift and season."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.number import Number, Numbers

# Bases of the United States that their publisher adjusts for the season; M2 is adjusted in every vintage.
ADJUSTED_BASES = ("AMBSL", "BOGAMBSL")


def _printed(pvalue: float) -> str:
    """Return a p-value with its sign, such as p = 0.004, or p < 0.001."""
    return "p < 0.001" if pvalue < 0.001 else f"p = {pvalue:.3f}"


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    source, table = "trends", tables["trends"]
    adjusted = settings["definitions"]["us"]["base"] in ADJUSTED_BASES
    found: Numbers = {
        "us_base_season_adjusted": Number(int(adjusted), "yes or no", 0, "configuration"),
        "trends_changes": Number(int(table["nobs"].max()), "months", 0, source),
        "trends_se": Number(
            100 * table[["pvalue_simulated_se", "size_se", "power_se"]].max().max(), "percentage points", 1, source
        ),
    }
    for _, row in table.iterrows():
        key = f"{row['country']}_{row['test']}"
        percent = row["test"] == "seasonality"
        found |= {
            f"{row['country']}_changes_phi": Number(row["phi_changes"], "coefficient", 2, source),
            f"{key}_p": Number(_printed(row["pvalue_simulated"]), "probability", None, source),
            f"{key}_decision": Number(row["decision"], "decision", None, source),
            f"{key}_size": Number(100 * row["size"], "percent", 0, source),
            f"{key}_alternative": Number(row["alternative"] * (100 if percent else 1), "percent", 0, source),
            f"{key}_power": Number(100 * row["power"], "percent", 0, source),
        }
    return found
