"""Numbers: the multiplier regressed on its own components, 2000 to 2009."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.companions.k2 import EQUAL, TERMS
from multiplier.companions.k2_search import NET_OF_STATUTORY, WHAT_IS_LEFT, nearest, single
from multiplier.companions.least_squares import CONSTANT
from multiplier.companions.terms import K2_CLAIMS, K2_DECIMALS
from multiplier.report.number import Number, Numbers, month_name
from multiplier.report.numbers.breaks import BANKS, MONEY, is_break, month_after

SOURCE = "k2_regression"


def _regressions(table: pd.DataFrame) -> Numbers:
    found: Numbers = {}
    for (window, term), part in table.groupby(["window", "term"]):
        row, key = part.iloc[0], f"k2_{window}_{term}"
        found[f"{key}_estimate"] = Number(row["estimate"], "coefficient", 2, SOURCE)
        found[f"{key}_se"] = Number(row["hac_se"], "standard error", 2, SOURCE)
        if term != CONSTANT:
            found[f"{key}_derivative"] = Number(row["derivative"], "derivative", 2, SOURCE)
            found[f"{key}_vif"] = Number(row["vif"], "factor", 1, SOURCE)
    for window, part in table.groupby("window"):
        row, key = part.iloc[0], f"k2_{window}"
        found |= {
            f"{key}_first": Number(str(row["first"]), "month", None, SOURCE),
            f"{key}_last": Number(str(row["last"]), "month", None, SOURCE),
            f"{key}_months": Number(int(row["nobs"]), "months", 0, SOURCE),
            f"{key}_bandwidth": Number(int(row["bandwidth"]), "months", 0, SOURCE),
            f"{key}_unexplained": Number(100 * (1 - row["r2"]), "percent", 1, SOURCE),
            f"{key}_equal_p": Number(row["equal_p"], "p-value", 2, SOURCE),
            f"{key}_spread": Number(_spread(part.set_index("term")["estimate"]), "difference", 2, SOURCE),
        }
    return found


def _spread(slopes: pd.Series) -> float:
    """Return how far the slopes on r, g and e lie apart."""
    return float(slopes[EQUAL].max() - slopes[EQUAL].min())


def _printed(regression: pd.DataFrame, claims: pd.DataFrame) -> tuple[Numbers, dict[str, float]]:
    """The printed coefficients: how far apart what should be equal is, and their plane at the means."""
    by_id = claims.set_index("id")["printed"]
    printed = {term: float(by_id[claim]) for term, claim in K2_CLAIMS.items()}
    stated = regression[regression["window"] == "stated"].set_index("term")
    plane = printed[CONSTANT] + sum(printed[term] * stated.loc[term, "mean"] for term in TERMS)
    return {
        "k2_printed_spread": Number(_spread(pd.Series(printed)), "difference", 2, "claims"),
        "k2_printed_plane": Number(plane, "ratio", 2, SOURCE),
        "k2_mean": Number(stated["k2_mean"].iloc[0], "ratio", 2, SOURCE),
        "k2_vif_largest": Number(stated["vif"].max(), "factor", 1, SOURCE),
    }, printed


def _search(candidates: pd.DataFrame, printed: Mapping[str, float]) -> Numbers:
    source = "k2_candidates"
    best, count = nearest(candidates, printed, K2_DECIMALS)
    rising = candidates["e"] > 0
    of_sum = list(EQUAL)
    spread = candidates[of_sum].max(axis=1) - candidates[of_sum].min(axis=1)
    apart = max(printed[term] for term in of_sum) - min(printed[term] for term in of_sum)
    alone = [single(candidates, term, number, K2_DECIMALS) for term, number in printed.items()]
    reading = candidates["definition"]
    left = reading.str.endswith(WHAT_IS_LEFT) & reading.str.contains(NET_OF_STATUTORY)
    return {
        "k2_readings": Number(len(candidates), "readings", 0, source),
        "k2_nearest_equal": Number(count, "coefficients", 0, source),
        "k2_single_equal": Number(sum(found.equal for found in alone), "coefficients", 0, source),
        "k2_single_chance": Number(sum(found.chance for found in alone), "coefficients", 0, source),
        "k2_readings_left": Number(int(left.sum()), "readings", 0, source),
        "k2_rising_left": Number(int((rising & left).sum()), "readings", 0, source),
        "k2_left_e_highest": Number(float(candidates.loc[left, "e"].max()), "coefficient", 2, source),
        "k2_left_apart": Number(int((spread[left] > apart).sum()), "readings", 0, source),
        "k2_rising_measured": Number(int((rising & ~left).sum()), "readings", 0, source),
        **{f"k2_nearest_{term}": Number(float(best[term]), "coefficient", 2, source) for term in printed},
    }


def _break(ratios: pd.DataFrame) -> Numbers:
    """The month in which g falls most: deposits that change from the remainder to the reserves."""
    source = "k2_ratios"
    changes = ratios.set_index("month")[["g", "e", "k2"]].diff()
    month = str(changes["g"].idxmin())
    return {
        "k2_shift_month": Number(month, "month", None, source),
        "k2_shift_g": Number(100 * changes.loc[month, "g"], "percentage points", 1, source),
        "k2_shift_e": Number(100 * changes.loc[month, "e"], "percentage points", 1, source),
        "k2_shift_k2": Number(changes.loc[month, "k2"], "ratio", 2, source),
    }


def _reasons(windows: Mapping[str, Mapping[str, str]], corrections: pd.DataFrame) -> Numbers:
    """Whether the windows are bounded by the breaks that they are there for."""
    statistics = is_break(corrections, MONEY, "m2", windows["from_2002"]["first"])
    recast = is_break(corrections, BANKS, "total_assets", month_after(windows["before_2006"]["last"]))
    return {
        "k2_from_2002_is_break": Number(statistics, "whether it is a break", None, "corrections"),
        "k2_before_2006_is_break": Number(recast, "whether it is a break", None, "corrections"),
    }


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    of_printed, printed = _printed(tables["k2_regression"], tables["claims"])
    without = " and ".join(map(month_name, settings["k2"]["without"]))
    return (
        _regressions(tables["k2_regression"])
        | of_printed
        | _search(tables["k2_candidates"], printed)
        | _break(tables["k2_ratios"])
        | _reasons(settings["k2"]["windows"], tables["corrections"])
        | {
            "k2_without": Number(without, "months", None, "configuration"),
            "k2_significance": Number(settings["significance"], "level", 2, "configuration"),
        }
    )
