"""Numbers of size and power of the unit root tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from multiplier.report.number import Number, Numbers

# Where the alternative of a test holds; the others have it under an AR(1).
ALTERNATIVE = {"KPSS": "random_walk", "OCSB": "stable_season", "CH": "seasonal_root"}
# Where the null holds.
NULL = {
    **dict.fromkeys(("ADF", "DF-GLS", "PP", "ZA"), "random_walk"),
    "OCSB": "seasonal_root",
    "CH": "stable_season",
}
UNIT_ROOT = 1.0
STEM = {"ADF": "adf", "DF-GLS": "dfgls", "PP": "pp", "KPSS": "kpss", "ZA": "za", "OCSB": "ocsb", "CH": "ch"}
TAG = {"random_walk": "walk", "random_walk_drift": "drift", "ar1_break": "break"}


def share_rejected(
    table: pd.DataFrame,
    null: bool,
    country: str,
    test: str,
    deterministic: str,
    transform: str,
    phi: float,
    lag_rule: str,
    lags: int | None = None,
) -> float:
    """Return how often a test rejects for series like the observed one: its size under the null, else its power.

    The null of a test of a unit root is a random walk and its alternative an AR(1) with ``phi``; for KPSS it
    is the other way round. That of OCSB is a season that wanders and its alternative a stable one, for CH the
    other way round; both with the phi that was simulated, whatever ``phi``.

    Parameters
    ----------
    table
        ``unit_root_power``.
    null
        Whether the null is true.
    country, test, deterministic, transform, lag_rule
        As in the table of the tests.
    phi
        Of the AR(1).
    lags
        Where ``lag_rule`` is ``fixed``.

    Returns
    -------
    float
        Missing (nan) where the cell was not simulated.
    """
    process = (NULL if null else ALTERNATIVE).get(test, "ar1")
    chosen = table[
        (table["country"] == country)
        & (table["test"] == test)
        & (table["deterministic"] == deterministic)
        & (table["transform"] == transform)
        & (table["lag_rule"] == lag_rule)
        & (table["process"] == process)
    ]
    if lag_rule == "fixed":
        chosen = chosen[chosen["lags"] == lags]
    if process == "ar1":
        chosen = chosen[np.isclose(chosen["phi"], phi)]
    return float(chosen["rejections_share"].iloc[0]) if len(chosen) else float("nan")


def _tag(process: str, phi: float, phis: Mapping[float, str]) -> str | None:
    """Return how a key names a process; None for a phi between the smallest and the largest."""
    if process == "ar1":
        return phis.get(phi)
    if process in TAG:
        return TAG[process]
    return f"{process}_walk" if phi == UNIT_ROOT else process


def _rule(row: pd.Series, shown: Mapping[str, str], fixed: Mapping[str, float]) -> str | None:
    """Return how a key names a lag rule, nothing for the one shown; None for those that the text leaves out."""
    test, rule = row["test"], row["lag_rule"]
    if test == "KPSS":
        return f"_{rule}"
    if rule == "fixed":
        if row["lags"] != fixed.get(test):
            return None
        return "_most" if test == "ADF" else ""
    if rule in (shown["criterion"], shown["bandwidth"]) or test in ("ZA", "CH"):
        return ""
    return f"_{rule.lower()}" if test == "ADF" else None


def _cells(table: pd.DataFrame, shown: Mapping[str, str]) -> Numbers:
    """Return percentages under keys power_country_transform_test_terms[_rule]_process.

    The rule is left out where it is the one shown. Of fixed lags those of ADF with the most and of OCSB with
    the fewest are kept.
    """
    automatic = table[table["process"] == "ar1"]
    phis = {float(automatic["phi"].min()): "low", float(automatic["phi"].max()): "high"}
    most = table.loc[table["test"] == "ADF", "lags"].max()
    fewest = table.loc[table["test"] == "OCSB", "lags"].min()
    found: Numbers = {}
    for _, row in table.iterrows():
        tag = _tag(row["process"], float(row["phi"]), phis)
        rule = _rule(row, shown, {"ADF": most, "OCSB": fewest})
        if tag is None or rule is None:
            continue
        stem = f"power_{row['country']}_{row['transform']}_{STEM[row['test']]}_{row['deterministic']}"
        key = f"{stem}{rule}_{tag}"
        found[key] = Number(100 * row["rejections_share"], "percent", 1, "unit_root_power")
        if row["test"] == "ADF" and not rule:  # by its name too, for sentences on that criterion
            found[f"{stem}_{row['lag_rule'].lower()}_{tag}"] = found[key]
        if row["test"] == "ZA" and pd.notna(row["critical_simulated"]):
            found[f"{stem}_critical"] = Number(row["critical_simulated"], "statistic", 2, "unit_root_power")
        if pd.notna(row["size_adjusted_share"]) and not rule:
            adjusted = Number(100 * row["size_adjusted_share"], "percent", 1, "unit_root_power")
            found[f"{key}_adjusted"] = adjusted
    found |= {
        "power_phi_low": Number(min(phis), "coefficient", 2, "unit_root_power"),
        "power_phi_high": Number(max(phis), "coefficient", 2, "unit_root_power"),
        "power_decay_low": Number(100 * (1 - min(phis)), "percent", 0, "unit_root_power"),
        "power_most_lags": Number(int(most), "lags", 0, "unit_root_power"),
        "power_replications": Number(int(table["replications"].iloc[0]), "series", 0, "unit_root_power"),
        "power_se": Number(100 * table["share_se"].max(), "percentage points", 2, "unit_root_power"),
        "power_diff12_months": Number(
            int(table.loc[table["transform"] == "diff12", "nobs"].iloc[0]), "months", 0, "unit_root_power"
        ),
        "power_months": Number(
            int(table.loc[table["transform"] == "level", "nobs"].iloc[0]), "months", 0, "unit_root_power"
        ),
        "power_single_phi": Number(
            float(table.loc[table["process"] == "ar1_break", "phi"].iloc[0]), "coefficient", 2, "unit_root_power"
        ),
        "power_ch_most": Number(
            100 * table.loc[table["test"] == "CH", "rejections_share"].max(), "percent", 1, "unit_root_power"
        ),
        "power_level": Number(5, "percent", 0, "unit_root_power"),  # of the column critical_5
        "power_rule": Number(shown["criterion"], "name", None, "unit_root_power"),
        "power_bandwidth": Number(int(shown["bandwidth"][1:]), "months", 0, "unit_root_power"),
    }
    return found


def _calibration(table: pd.DataFrame) -> Numbers:
    found: Numbers = {}
    for _, row in table.iterrows():
        key = f"power_{row['country']}_{row['transform']}"
        for name in ("mean", "sigma", "walk_sigma", "drift", "break_size"):
            found[f"{key}_{name}"] = Number(row[name], "ratio", 2, "power_calibration")
    return found


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    return _cells(tables["unit_root_power"], settings["unit_root_conflicts"]) | _calibration(
        tables["power_calibration"]
    )
