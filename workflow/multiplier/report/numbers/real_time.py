"""Numbers of what was knowable when, and of how far revisions move it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.real_time.panel import BASE_COLUMNS
from multiplier.real_time.revisions import HELD, OWN
from multiplier.report.number import Number, Numbers, month_name

OLD, NEW = BASE_COLUMNS
DECIMALS = {"change_percent": 1, "phi_exact_ml": 4, "phi_cls": 4}  # of quantities; others have two
UNITS = {"change_percent": "percent"}
TERMS = {"n": "no deterministic term", "c": "a constant", "ct": "a constant and a trend"}
RANGES = ("multiplier_first", "multiplier_last", "change_percent", "phi_exact_ml", "phi_cls", "forecast", "outcome")


def _up(value: float, decimals: int) -> float:
    """Return ``value`` rounded up, for a text that says that nothing exceeds it."""
    return math.ceil(value * 10**decimals - 1e-9) / 10**decimals


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _vintages(table: pd.DataFrame, summary: pd.DataFrame, fewest: int) -> Numbers:
    source = "real_time"
    carried = table[table["carried"]]
    told = carried[carried["phi_cls"].notna()]
    whole = summary[(summary["series"].isin([OLD, NEW])) & (summary["quantity"] == "multiplier_last")]
    new = table[table["base"] == NEW]
    held = table[(table["base"] == OLD) & ~table["carried"]]
    return {
        "rt_vintages": Number(carried["vintage"].nunique(), "vintages", 0, source),
        "rt_first": Number(carried["vintage"].min(), "month", None, source),
        "rt_last": Number(carried["vintage"].max(), "month", None, source),
        "rt_fewest": Number(fewest, "months", 0, "configuration"),
        "rt_told": Number(len(told), "vintages", 0, source),
        "rt_told_first": Number(told["vintage"].min(), "month", None, source),
        "rt_whole": Number(int(whole["vintages"].sum()), "vintages", 0, "real_time_summary"),
        "rt_whole_first": Number(whole["first_vintage"].min(), "month", None, "real_time_summary"),
        "rt_new_base": Number(new["vintage"].min(), "month", None, source),
        "rt_held": Number(len(held), "vintages", 0, source),
    }


def _dates(table: pd.DataFrame, published: str) -> Numbers:
    source = "real_time_knowable"
    own = table[table["series"] == OWN]
    falls = own[own["conclusion"].str.startswith("fall_")]
    parts = [
        f"{row['conclusion'].removeprefix('fall_')} percent "
        + ("in no vintage" if pd.isna(row["holds_from"]) else f"from vintage {month_name(row['holds_from'])} on")
        for _, row in falls.iterrows()
    ]
    last = falls["holds_from"].dropna().max()
    found: Numbers = {
        "rt_falls_dated": Number(_listed(parts), "vintages", None, source),
        "rt_falls_lapses": Number(int(falls["lapses"].sum()), "vintages", 0, source),
        "rt_published": Number(published, "month", None, "configuration"),
    }
    # No vintage and no lead where the newest vintage shows none of the falls.
    lead = (pd.Period(published, freq="M") - pd.Period(last, freq="M")).n if isinstance(last, str) else 0
    return found | {
        "rt_fall_known": Number(last if isinstance(last, str) else None, "month", None, source),
        "rt_fall_lead": Number(lead, "months", 0, source),
    }


def _tests(table: pd.DataFrame, walks: pd.DataFrame) -> Numbers:
    """Unit root tests over all vintages and bases, their different samples, and the one that is nearest to rejecting.

    A sample that has no change over the window ends before it; one with a change, of a vintage that ends before the
    window does, ends inside.
    """
    source = "real_time"
    told = table[table["sample"].notna()]
    pvalues = told[[f"adf_{term}_simulated_p" for term in TERMS]].stack()
    decisions = told[[f"adf_{term}_decision" for term in TERMS]].stack()
    lags = told[[f"adf_{term}_lags" for term in TERMS]].stack()
    place, column = pvalues.idxmin()
    term, nearest = column.split("_")[1], told.loc[place]
    ends_inside = told["change_percent"].notna() & told["partial"]
    longest = walks[walks["months"] == walks["months"].max()]
    shares = 100 * longest["most_lags_share"]
    return {
        "rt_adf_tests": Number(len(pvalues), "tests", 0, source),
        "rt_adf_rejected": Number(int((decisions == "rejected").sum()), "tests", 0, source),
        "rt_adf_samples": Number(told["sample"].nunique(), "samples", 0, source),
        "rt_adf_before": Number(told.loc[told["change_percent"].isna(), "sample"].nunique(), "samples", 0, source),
        "rt_adf_inside": Number(told.loc[ends_inside, "sample"].nunique(), "samples", 0, source),
        "rt_adf_revised": Number(told.loc[~told["partial"], "sample"].nunique(), "samples", 0, source),
        "rt_adf_p_min": Number(pvalues.min(), "probability", 3, source),
        "rt_adf_p_min_error": Number(nearest[f"{column}_error"], "probability", 3, source),
        "rt_adf_p_min_vintage": Number(nearest["vintage"], "month", None, source),
        "rt_adf_p_min_terms": Number(TERMS[term], "terms", None, source),
        "rt_adf_p_min_months": Number(int(nearest["months"]), "months", 0, source),
        "rt_adf_p_min_statistic": Number(nearest[f"adf_{term}_statistic"], "ratio", 2, source),
        "rt_adf_p_min_critical": Number(nearest[f"adf_{term}_critical"], "ratio", 2, source),
        "rt_adf_most_lags": Number(int((lags == lags.max()).sum()), "tests", 0, source),
        "rt_walks": Number(int(longest["draws"].iloc[0]), "series", 0, "real_time_walks"),
        "rt_walks_months": Number(int(longest["months"].iloc[0]), "months", 0, "real_time_walks"),
        "rt_walks_most_lags_low": Number(shares.min(), "percent", 0, "real_time_walks"),
        "rt_walks_most_lags_high": Number(shares.max(), "percent", 0, "real_time_walks"),
    }


def _explosive(table: pd.DataFrame) -> Numbers:
    """Vintages whose coefficient by least squares is at least one, and those where noise alone would not do that."""
    source = "real_time"
    rows = table[table["carried"]].set_index("vintage")
    phis = rows["phi_cls"].dropna()
    above = phis[phis >= 1]
    clear = above[above - 1 > 2 * rows["phi_cls_error"].reindex(above.index)]
    found: Numbers = {
        "rt_explosive": Number(len(above), "vintages", 0, source),
        "rt_explosive_clear": Number(len(clear), "vintages", 0, source),
    }
    if len(above):
        found |= {
            "rt_explosive_first": Number(above.index.min(), "month", None, source),
            "rt_explosive_last": Number(above.index.max(), "month", None, source),
            "rt_explosive_high": Number(above.max(), "coefficient", 2, source),
            "rt_explosive_high_vintage": Number(above.idxmax(), "month", None, source),
        }
    if len(clear):
        found |= {
            "rt_explosive_clear_first": Number(clear.index.min(), "month", None, source),
            "rt_explosive_clear_last": Number(clear.index.max(), "month", None, source),
        }
    return found


def _ranges(summary: pd.DataFrame) -> Numbers:
    """Lowest and highest of each number over vintages with the whole sample, M2 revised and the old base throughout."""
    source = "real_time_summary"
    rows = summary[summary["series"] == OLD + HELD].set_index("quantity")
    found: Numbers = {}
    for quantity in RANGES:
        row, unit = rows.loc[quantity], UNITS.get(quantity, "coefficient" if "phi" in quantity else "ratio")
        low, high = row["minimum"], row["maximum"]
        if quantity == "change_percent":  # sizes: the smaller fall first
            low, high = sorted((abs(low), abs(high)))
        decimals = DECIMALS.get(quantity, 2)
        found[f"rt_{quantity}_low"] = Number(low, unit, decimals, source)
        found[f"rt_{quantity}_high"] = Number(high, unit, decimals, source)
    change = rows.loc["change_percent"]
    moved = _up(change["maximum"] - change["minimum"], 1)
    found["rt_change_range"] = Number(moved, "percentage points", 1, source)
    level = rows.loc["multiplier_last"]
    found |= {
        "rt_jump": Number(abs(level["jump"]), "ratio", 2, source),
        "rt_jump_vintage": Number(level["jump_vintage"], "month", None, source),
        "rt_jump_money": Number(abs(level["jump_money_percent"]), "percent", 1, source),
        "rt_jump_money_month": Number(level["jump_money_month"], "month", None, source),
        "rt_level_range": Number(level["maximum"] - level["minimum"], "ratio", 3, source),
    }
    trend = rows.loc["adf_ct_simulated_p"]
    revised = trend[["jump_money_percent", "jump_base_percent"]].abs().max()  # skips what was not revised
    found |= {
        "rt_trend_p_low": Number(trend["minimum"], "probability", 2, source),
        "rt_trend_p_high": Number(trend["maximum"], "probability", 2, source),
        "rt_trend_p_jump": Number(abs(trend["jump"]), "probability", 2, source),
        "rt_trend_p_jump_vintage": Number(trend["jump_vintage"], "month", None, source),
        "rt_trend_p_jump_revised": Number(_up(revised, 2), "percent", 2, source),
    }
    forecast, error = rows.loc["forecast"], rows.loc["forecast_error"]
    times = abs(error["last"]) / (forecast["maximum"] - forecast["minimum"])
    return found | {
        "rt_error_low": Number(min(abs(error["minimum"]), abs(error["maximum"])), "ratio", 2, source),
        "rt_error_high": Number(max(abs(error["minimum"]), abs(error["maximum"])), "ratio", 2, source),
        "rt_error_times": Number(times, "factor", 0, source),
    }


def _step(step: pd.DataFrame, table: pd.DataFrame) -> Numbers:
    source = "real_time_step"
    rows = step.set_index("quantity")
    level, change, test = (rows.loc[name] for name in ("multiplier_last", "change_percent", "adf_c_statistic"))
    found: Numbers = {
        "rt_step_before": Number(level["before"], "ratio", 2, source),
        "rt_step_after": Number(level["after"], "ratio", 2, source),
        "rt_step_base": Number(abs(level["new_base"]), "ratio", 3, source),
        "rt_step_revision": Number(abs(level["revision"]), "ratio", 4, source),
        "rt_step_change": Number(abs(change["after"] - change["before"]), "percentage points", 1, source),
        "rt_step_test_before": Number(test["before"], "ratio", 2, source),
        "rt_step_test_same_lags": Number(test["same_lags"], "ratio", 2, source),
        "rt_step_test_after": Number(test["after"], "ratio", 2, source),
    }
    at = table[table["vintage"] == level["new_vintage"]].set_index("base")
    for key, base in (("old", OLD), ("new", NEW)):
        found[f"rt_step_lags_{key}"] = Number(int(at.at[base, "adf_c_lags"]), "lags", 0, "real_time")
    return found


def _china(table: pd.DataFrame, summary: pd.DataFrame, published: str) -> Numbers:
    source = "real_time_summary"
    rows = summary.set_index("quantity")
    relative = 100 * (rows["maximum"] - rows["minimum"]) / rows["last"].abs()
    return {
        "rt_china_vintages": Number(
            _listed([month_name(month) for month in table["vintage"]]), "months", None, "real_time"
        ),
        "rt_china_count": Number(len(table), "vintages", 0, "real_time"),
        "rt_china_after": Number(int((table["vintage"] > published).sum()), "vintages", 0, "real_time"),
        "rt_china_change": Number(rows.at["change_percent", "last"], "percent", 1, source),
        "rt_china_phi": Number(rows.at["phi_exact_ml", "last"], "coefficient", 2, source),
        "rt_china_largest": Number(_up(relative[list(RANGES)].max(), 3), "percent", 3, source),
    }


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    table, summary = tables["real_time"], tables["real_time_summary"]
    us, china = (table[table["country"] == country] for country in ("us", "china"))
    of_us, of_china = (summary[summary["country"] == country] for country in ("us", "china"))
    dates = tables["real_time_knowable"]
    return (
        _vintages(us, of_us, settings["fewest_months"])
        | _dates(dates[dates["country"] == "us"], settings["published"])
        | _tests(us, tables["real_time_walks"])
        | _explosive(us)
        | _ranges(of_us)
        | _step(tables["real_time_step"], us)
        | _china(china, of_china, settings["published"])
        | {"rt_horizon": Number(settings["horizon"], "months", 0, "configuration")}
    )
