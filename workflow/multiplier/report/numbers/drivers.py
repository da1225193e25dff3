"""Numbers of drivers against the multiplier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.identities import DRIVERS
from multiplier.report.number import SHORT, Number, Numbers


def _drivers(table: pd.DataFrame, significance: float) -> Numbers:
    error = 100 * table["random_walk_share_se"].max()
    levels = table[(table["country"] == "china") & (table["transform"] == "level")]
    levels = levels[levels["driver"].isin(DRIVERS.values())]  # the ratios of the study
    found: Numbers = {
        "random_walk_se": Number(error, "percentage points", 2, "drivers"),
        "china_levels": Number(len(levels), "correlations", 0, "drivers"),
        "china_levels_like_chance": Number(
            int((levels["random_walk_share"] > significance).sum()), "correlations", 0, "drivers"
        ),
    }
    for _, row in table.iterrows():
        key = f"{row['country']}_{SHORT[row['driver']]}_{row['transform']}"
        found[f"{key}_pearson"] = Number(row["pearson"], "correlation", 2, "drivers")
        found[f"{key}_agreements"] = Number(int(row["agreements"]), "months", 0, "drivers")
        found[f"{key}_nobs"] = Number(int(row["nobs"]), "months", 0, "drivers")
        found[f"{key}_sign_test_p"] = Number(row["sign_test_p"], "probability", 2, "drivers")
        if row["transform"] == "level":
            found[f"{key}_random_walk"] = Number(100 * row["random_walk_share"], "percent", 0, "drivers")
    return found


def _sensitivities(table: pd.DataFrame) -> Numbers:
    return {
        f"{row['country']}_{SHORT[row['ratio']]}_{name}": Number(row[name], "ratio", 3, "sensitivities")
        for _, row in table.iterrows()
        for name in ("derivative", "elasticity")
    }


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    return _drivers(tables["drivers"], settings["significance"]) | _sensitivities(tables["sensitivities"])
