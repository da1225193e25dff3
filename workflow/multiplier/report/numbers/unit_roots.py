"""Numbers of the unit root tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.number import Number, Numbers


def _unit_roots(table: pd.DataFrame, headline: str) -> Numbers:
    found: Numbers = {}
    multiplier = table[table["series"] == "multiplier"]
    automatic = multiplier[multiplier["lag_rule"] == headline]
    for _, row in automatic.iterrows():
        key = f"{row['country']}_adf_{row['transform']}_{row['deterministic']}"
        found |= {
            f"{key}_statistic": Number(row["statistic"], "statistic", 2, "unit_roots"),
            f"{key}_pvalue": Number(row["pvalue"], "probability", 2, "unit_roots"),
            f"{key}_crit_5": Number(row["crit_5"], "statistic", 2, "unit_roots"),
            f"{key}_lags": Number(int(row["lags"]), "lags", 0, "unit_roots"),
            f"{key}_decision": Number(row["decision"], "decision", None, "unit_roots"),
        }
    fixed = multiplier[(multiplier["lag_rule"] == "fixed") & (multiplier["transform"] == "level")]
    for (country, term), part in fixed.groupby(["country", "deterministic"]):
        key = f"{country}_adf_lags_{term}"
        found |= {
            f"{key}_low": Number(part["statistic"].min(), "statistic", 2, "unit_roots"),
            f"{key}_high": Number(part["statistic"].max(), "statistic", 2, "unit_roots"),
            f"{key}_rejections": Number(int((part["decision"] == "rejected").sum()), "tests", 0, "unit_roots"),
            f"{key}_tests": Number(len(part), "tests", 0, "unit_roots"),
        }
    found["adf_lag_rule"] = Number(headline, "name", None, "unit_roots")
    found["adf_max_lags"] = Number(int(fixed["lags"].max()), "lags", 0, "unit_roots")
    return found


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    return _unit_roots(tables["unit_roots"], settings["unit_roots_headline"])
