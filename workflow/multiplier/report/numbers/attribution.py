"""Numbers of what moved M2 and the multiplier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.attribution.contributions import LOG_POINTS, NO_BOUND
from multiplier.attribution.factors import BOUNDS, admissible, factors
from multiplier.report.number import COUNTRIES, Number, Numbers

OUTSIDE = ["other_deposits", "other_base"]  # what the ratios leave out, one number in the text


def _growth(table: pd.DataFrame) -> Numbers:
    """Multiplier, base and their interaction as shares of the growth of M2."""
    found: Numbers = {}
    for (country, window, method), part in table[table["bound"] == NO_BOUND].groupby(["country", "window", "method"]):
        values = part.set_index("part")["value"]
        key = f"{country}_{window}_{method}"
        for name, value in values.drop("total").items():
            found[f"{key}_{name}"] = Number(100 * value / values["total"], "percent", 0, "attribution")
        if method == "log":
            found[f"{country}_{window}_growth"] = Number(values["total"], LOG_POINTS, 1, "attribution")
        if method == "additive":
            multiple = abs(values["cross"] / values["total"])
            found[f"{country}_{window}_cross_multiple"] = Number(multiple, "factor", 1, "attribution")
    return found


def _drivers(table: pd.DataFrame) -> Numbers:
    """Parts of the change of the multiplier by bound, and how far the two methods are apart."""
    logs = table[(table["bound"] != NO_BOUND) & (table["unit"] == LOG_POINTS)]
    wide = logs.pivot(index=["country", "window", "bound", "part"], columns="method", values="value")
    found: Numbers = {}
    for (country, window, bound), part in wide["shapley"].groupby(["country", "window", "bound"]):
        values = part.droplevel(["country", "window", "bound"])
        values["outside"] = values[OUTSIDE].sum()
        key = f"{country}_{window}_{bound}"
        for name, value in values.items():
            found[f"{key}_{name}"] = Number(value, LOG_POINTS, 1, "attribution")
            found[f"{key}_{name}_size"] = Number(abs(value), LOG_POINTS, 1, "attribution")
            found[f"{key}_{name}_share"] = Number(100 * value / values["total"], "percent", 0, "attribution")
        # How much of what the required ratio did the excess ratio undid, where they moved against each other.
        offset = -100 * values["excess"] / values["required"] if values["required"] else float("nan")
        found[f"{key}_offset"] = Number(offset, "percent", 0, "attribution")
    for window in wide.index.unique("window"):
        shares = [found[f"china_{window}_{bound}_required_share"] for bound in BOUNDS["china"]]
        found[f"china_{window}_required_least"] = min(shares, key=lambda number: float(number.value or 0))
    apart = (wide["lmdi"] - wide["shapley"]).abs().groupby("country").max()
    return found | {
        f"{country}_lmdi_largest": Number(apart[country], LOG_POINTS, 1, "attribution") for country in COUNTRIES
    }


def _rolling(table: pd.DataFrame) -> Numbers:
    """The extremes of the contributions, and the months from which there are any."""
    source = "attribution_rolling"
    found: Numbers = {}
    for country in COUNTRIES:
        months = table.loc[table["country"] == country, "month"]
        found[f"{country}_rolling_first"] = Number(months.min(), "month", None, source)
    for country, bound, part in (
        *(("china", bound, "required") for bound in BOUNDS["china"]),
        ("us", "reported", "excess"),
    ):
        chosen = (table["country"] == country) & (table["bound"] == bound) & (table["part"] == part)
        values = table[chosen].set_index("month")["log_points"]
        for name, month in (("low", values.idxmin()), ("high", values.idxmax())):
            key = f"{country}_rolling_{bound}_{part}_{name}"
            found[key] = Number(values[month], LOG_POINTS, 1, source)
            found[f"{key}_month"] = Number(month, "month", None, source)
    return found


def _counterfactuals(table: pd.DataFrame, frozen_at: str) -> Numbers:
    """Where the frozen paths end, and how far from the actual one they run after the month of the freeze."""
    source = "counterfactuals"
    found: Numbers = {}
    for (country, bound, scenario), part in table.groupby(["country", "bound", "scenario"]):
        key = f"{country}_frozen_{scenario}_{bound}"
        after = part[part["month"] > frozen_at] if (part["month"] > frozen_at).any() else part
        found |= {
            f"{key}_first": Number(part["multiplier"].iloc[0], "ratio", 2, source),
            f"{key}_last": Number(part["multiplier"].iloc[-1], "ratio", 2, source),
            f"{key}_low": Number(after["multiplier"].min(), "ratio", 2, source),
            f"{key}_distance": Number((after["multiplier"] - after["actual"]).abs().max(), "ratio", 2, source),
        }
    return found


def _excess(ratios: Mapping[str, pd.DataFrame], first: str, last: str) -> Numbers:
    """The excess ratio of the decomposition beside what the authorities report."""
    china, us = ratios["china"], ratios["us"]
    part = admissible(china, "china", first, last, "excess ratio of china")
    reported = china.loc[part.index, "report_excess_reserve_ratio"].dropna()
    source = "ratios_china"
    found: Numbers = {
        "excess_quarters": Number(len(reported), "quarters", 0, source),
        "excess_reported_mean": Number(reported.mean(), "percent", 1, source),
    }
    for bound in BOUNDS["china"]:
        ours = 100 * factors(part, "china", bound)["excess"]
        quarters = ours[reported.index]
        found |= {
            f"excess_{bound}_mean": Number(quarters.mean(), "percent", 1, source),
            f"excess_{bound}_correlation": Number(quarters.corr(reported), "correlation", 2, source),
            f"excess_{bound}_low": Number(ours.min(), "percent", 1, source),
        }
    apart = part[["statutory_ratio_large", "statutory_ratio_small"]].diff(axis=1).iloc[:, 1] != 0
    split = str(apart.idxmax()) if apart.any() else None
    found["statutory_split_month"] = Number(split, "month", None, source)
    balance_sheet = china["reserve_ratio"].dropna().index.min()
    found["china_reserves_first"] = Number(str(balance_sheet), "month", None, source)
    rows = us.loc[first:last]
    difference = (rows["reserves"] - rows["required_reserves"] - rows["excess_reserves"]).abs().max()
    found["us_excess_difference"] = Number(difference, "billion dollars", 1, "ratios_us")
    return found


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    chosen = settings["attribution"]
    found: Numbers = {
        "rolling_months": Number(chosen["rolling_months"], "months", 0, "configuration"),
        "frozen_at": Number(chosen["frozen_at"], "month", None, "configuration"),
    }
    found |= _growth(tables["attribution"]) | _drivers(tables["attribution"])
    found |= _rolling(tables["attribution_rolling"])
    found |= _counterfactuals(tables["counterfactuals"], chosen["frozen_at"])
    ratios = {country: tables[f"ratios_{country}"] for country in COUNTRIES}
    return found | _excess(ratios, **settings["sample"])
