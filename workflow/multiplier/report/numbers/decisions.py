"""Numbers of the closing table: decisions and the power beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.number import Number, Numbers

EVEN = 0.5  # power below which a test misses the alternative more often than it finds it


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    china = tables["decisions"][tables["decisions"]["country"] == "china"]
    kept = china[china["decision"] == "not rejected"]
    forecasts = china[china["statement"].str.startswith("forecast_")]
    found: Numbers = {
        "decisions_phi": Number(settings["decisions"]["phi"], "coefficient", 2, "configuration"),
        "decisions_tests": Number(len(china), "tests", 0, "decisions"),
        "decisions_kept": Number(len(kept), "tests", 0, "decisions"),
        "decisions_forecasts_rejected": Number(
            int((forecasts["decision"] == "rejected").sum()), "tests", 0, "decisions"
        ),
        "decisions_kept_weak": Number(int((kept["power"] < EVEN).sum()), "tests", 0, "decisions"),
        "decisions_power_se": Number(100 * tables["decisions"]["power_se"].max(), "percentage points", 1, "decisions"),
    }
    for _, row in china.iterrows():
        key = f"decision_{row['statement']}_{row['test']}".lower().replace("-", "_")
        found |= {
            f"{key}": Number(row["decision"], "decision", None, "decisions"),
            f"{key}_power": Number(100 * row["power"], "percent", 1, "decisions"),
            f"{key}_size": Number(100 * row["size"], "percent", 1, "decisions"),
        }
    return found
