"""Numbers of the contest of forecasts: accuracy, tests and their power, M2 given the base."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.forecasting.models.names import NAMES
from multiplier.report.number import COUNTRIES, Number, Numbers, month_name

BENCHMARKS = ("no_change", "formula")
OWN = "m2_drift"
SERIES_NAME = {"m2": "M2", "reserve_money": "reserve money"}
ADJECTIVE = {"china": "China's", "us": "the United States'"}


def _design(table: pd.DataFrame, orders: pd.DataFrame, revisions: pd.DataFrame, settings: Mapping[str, Any]) -> Numbers:
    holdout = settings["contest_holdout"]
    rolling = table[table["scheme"] == "rolling"]
    counts = rolling.groupby("horizon")["n"].first()
    origin = pd.Period(holdout["first"], freq="M") - 1
    fits = table[(table["target"] == "m") & (table["model"] != "combination")]
    found: Numbers = {
        "contest_first": Number(holdout["first"], "month", None, "configuration"),
        "contest_last": Number(holdout["last"], "month", None, "configuration"),
        "contest_origin": Number(str(origin), "month", None, "configuration"),
        "contest_models": Number(int(table.loc[table["target"] == "m", "model"].nunique()), "models", 0, "contest"),
        "contest_rivals": Number(int(table.loc[table["target"] == "m", "model"].nunique()) - 1, "models", 0, "contest"),
        "contest_path_months": Number(int(table.loc[table["scheme"] == "holdout", "n"].max()), "months", 0, "contest"),
        "contest_short": Number(int(counts.index[0]), "months", 0, "contest"),
        "contest_long": Number(int(counts.index[-1]), "months", 0, "contest"),
        "contest_short_n": Number(int(counts.iloc[0]), "forecasts", 0, "contest"),
        "contest_long_n": Number(int(counts.iloc[-1]), "forecasts", 0, "contest"),
        "contest_separate": Number(int(-(-counts.iloc[-1] // counts.index[-1])), "forecasts", 0, "contest"),
        "contest_unconverged": Number(int(fits["unconverged"].sum()), "forecasts", 0, "contest"),
        "contest_forecasts": Number(int(fits["n"].sum()), "forecasts", 0, "contest"),
        "contest_level": Number(_level(table), "percent", 0, "contest"),
        "contest_outcomes_us": Number(settings["outcome_vintages"]["us/fred_md"][0], "month", None, "configuration"),
    }
    for country, part in orders.groupby("country"):
        ranked = part.sort_values("rank")
        best, second = ranked.iloc[0], ranked.iloc[1]
        walk = best["order"] == "(0, 1, 0)" and best["seasonal_order"].startswith("(0, 0, 0") and not best["intercept"]
        found |= {
            f"{country}_auto_order": Number(_order(best), "order", None, "contest_orders"),
            f"{country}_auto_second": Number(_order(second), "order", None, "contest_orders"),
            f"{country}_auto_seasonal": Number(_seasonal_difference(best), "differences", 0, "contest_orders"),
            f"{country}_auto_walk": Number(int(walk), "model", 0, "contest_orders"),
            f"{country}_auto_distance": Number(second["aicc"] - best["aicc"], "criterion", 1, "contest_orders"),
        }
    for _, row in revisions.iterrows():
        # A table read back holds twelve digits; what differs less is the same.
        largest = row["max_abs_percent"] if row["max_abs_percent"] > 1e-6 else 0.0
        found |= {
            f"{row['country']}_revision_max": Number(largest, "percent", 1, "revisions"),
            f"{row['country']}_revision_month": Number(row["max_month"], "month", None, "revisions"),
            f"{row['country']}_revision_mean": Number(row["mean_abs_percent"], "percent", 1, "revisions"),
        }
    return found


def _seasonal_difference(row: pd.Series) -> int:
    """Return D of orders printed as (P, D, Q, s)."""
    return int(row["seasonal_order"].strip("()").split(",")[1])


def _inside(sentence: str) -> str:
    """Return a sentence as it stands inside another: without its stop, and small unless it begins with a symbol."""
    small = sentence[:1].lower() if sentence[1:2].islower() else sentence[:1]
    return small + sentence[1:].rstrip(".")


def _breaks(breaks: pd.DataFrame, before: pd.DataFrame, formula: str) -> Numbers:
    """Breaks of coverage inside the hold-out, and accuracy before those of M2."""
    named = [
        f"{ADJECTIVE[row['country']]} {SERIES_NAME.get(row['column'], row['column'])} in {month_name(row['month'])}"
        for _, row in breaks.iterrows()
    ]
    reasons = "; ".join(
        f"{ADJECTIVE[row['country']]} {SERIES_NAME.get(row['column'], row['column'])}: {_inside(row['reason'])}"
        for _, row in breaks.iterrows()
    )
    found: Numbers = {
        "contest_breaks": Number(len(breaks), "breaks", 0, "outcome_breaks"),
        "contest_breaks_named": Number(" and ".join(named), "breaks", None, "outcome_breaks"),
        "contest_breaks_reasons": Number(reasons, "breaks", None, "outcome_breaks"),
    }
    for country in COUNTRIES:
        key = f"{country}_break"
        of_m2 = before[(before["country"] == country) & (before["column"] == "m2")]
        # A break in the first month of the hold-out leaves nothing before it to be scored.
        found[f"{key}_m2"] = Number(of_m2["month"].nunique(), "breaks", 0, "contest_before_breaks")
        if of_m2.empty:
            continue
        chosen = of_m2[of_m2["month"] == of_m2["month"].min()]
        mine = (breaks["country"] == country) & (breaks["column"] == "m2")
        first = breaks[mine & (breaks["month"] == chosen["month"].iloc[0])].iloc[0]
        found |= {
            f"{key}_month": Number(first["month"], "month", None, "outcome_breaks"),
            f"{key}_change": Number(first["change"], "percent", 1, "outcome_breaks"),
            f"{key}_median": Number(first["median_change"], "percent", 1, "outcome_breaks"),
        }
        for place, horizon in zip(("short", "long"), (chosen["horizon"].min(), chosen["horizon"].max()), strict=True):
            of = chosen[chosen["horizon"] == horizon].set_index("model")
            best = of["relative_rmse"].idxmin()
            source = "contest_before_breaks"
            found |= {
                f"{key}_horizon_{place}": Number(int(horizon), "months", 0, source),
                f"{key}_n_{place}": Number(int(of["n"].iloc[0]), "forecasts", 0, source),
                f"{key}_formula_{place}": Number(of.loc[formula, "relative_rmse"], "ratio", 2, source),
                f"{key}_best_{place}": Number(NAMES[best], "name", None, source),
                f"{key}_best_rmse_{place}": Number(of.loc[best, "relative_rmse"], "ratio", 2, source),
            }
    return found


def _coefficients(coefficients: pd.DataFrame, table: pd.DataFrame) -> Numbers:
    """Autoregressions around monthly means at the first origin, and whether the worst path is an explosive one."""
    found: Numbers = {}
    paths = table[(table["target"] == "m") & (table["scheme"] == "holdout")]
    for country, part in coefficients.groupby("country"):
        value = part.set_index("series")["coefficient"]
        found |= {
            f"{country}_contest_phi_{short}": Number(value[series], "coefficient", 2, "contest_coefficients")
            for series, short in (("multiplier", "m"), ("cash_deposit_ratio", "k"), ("reserve_ratio", "r"))
        }
        largest = part.groupby("model")["coefficient"].max()
        explosive = largest[largest > 1].index
        worst = paths[paths["country"] == country].set_index("model")["relative_rmse"].idxmax()
        found |= {
            f"{country}_contest_explosive": Number(len(explosive), "models", 0, "contest_coefficients"),
            f"{country}_contest_path_worst_explosive": Number(
                int(worst in explosive), "models", 0, "contest_coefficients"
            ),
            f"{country}_contest_phi_high": Number(largest.max(), "coefficient", 2, "contest_coefficients"),
        }
    return found


def _level(table: pd.DataFrame) -> int:
    return max(int(name.rpartition("_")[2]) for name in table if name.startswith("coverage_"))


def _order(row: pd.Series) -> str:
    text = f"ARIMA{row['order']}".replace(" ", "")
    seasonal = row["seasonal_order"].replace(" ", "")
    text = text if seasonal.startswith("(0,0,0") else f"{text}{seasonal}"
    return f"{text} with intercept" if row["intercept"] else text


def _place(table: pd.DataFrame) -> dict[str, int]:
    """Return the shortest and the longest horizon from rolling origins."""
    horizons = table.loc[table["scheme"] == "rolling", "horizon"] if "scheme" in table else table["horizon"]
    return {"short": int(horizons.min()), "long": int(horizons.max())}


def _accuracy(table: pd.DataFrame, formula: str, significance: float) -> Numbers:
    of_m = table[(table["scheme"] == "rolling") & (table["target"] == "m")]
    long = of_m[of_m["horizon"] == _place(table)["long"]]
    better = (long["dm_vs_formula_p_holm"] < significance) & (long["dm_vs_formula"] < 0)
    # Both columns hold the pair of formula and last value: it is one test.
    both = (of_m["model"] == "no_change") & of_m["dm_vs_formula_p"].notna()
    cells = [of_m["dm_vs_no_change_bartlett"].dropna(), of_m.loc[~both, "dm_vs_formula_bartlett"].dropna()]
    found: Numbers = {
        "contest_formula_better_long": Number(int(better.sum()), "tests", 0, "contest"),
        "contest_cells": Number(sum(map(len, cells)), "tests", 0, "contest"),
        "contest_bartlett": Number(sum(int(cell.astype(bool).sum()) for cell in cells), "tests", 0, "contest"),
    }
    level = _level(table)
    for country in COUNTRIES:
        part = table[(table["country"] == country) & (table["target"] == "m")]
        rolling, path = part[part["scheme"] == "rolling"], part[part["scheme"] == "holdout"].set_index("model")
        key = f"{country}_contest"
        for place, horizon in _place(rolling).items():
            of = rolling[rolling["horizon"] == horizon].set_index("model")
            best = of["relative_rmse"].idxmin()
            found |= {
                f"{key}_no_change_{place}": Number(of.loc["no_change", "rmse"], "ratio", 2, "contest"),
                f"{key}_formula_{place}": Number(of.loc[formula, "relative_rmse"], "ratio", 2, "contest"),
                f"{key}_formula_mase_{place}": Number(of.loc[formula, "mase"], "ratio", 2, "contest"),
                f"{key}_formula_coverage_{place}": Number(
                    100 * of.loc[formula, f"coverage_{level}"], "percent", 0, "contest"
                ),
                f"{key}_best_{place}": Number(NAMES[best], "name", None, "contest"),
                f"{key}_best_rmse_{place}": Number(of.loc[best, "relative_rmse"], "ratio", 2, "contest"),
                f"{key}_beat_formula_{place}": Number(
                    int((of["rmse"] < of.loc[formula, "rmse"]).sum()), "models", 0, "contest"
                ),
                f"{key}_full_coverage_{place}": Number(
                    int((of[f"coverage_{level}"] == 1).sum()), "models", 0, "contest"
                ),
            }
        worse = rolling[(rolling["model"] == formula) & rolling["horizon"].isin(_place(rolling).values())]
        found[f"{key}_formula_spared"] = Number(int((worse["relative_rmse"] <= 1).sum()), "horizons", 0, "contest")
        found[f"{key}_best_key"] = Number(best, "name", None, "contest")  # at the longest horizon
        for name in BENCHMARKS:
            tested = rolling.dropna(subset=[f"dm_vs_{name}_p_holm"])
            rejected = tested[f"dm_vs_{name}_p_holm"] < significance
            better = tested[f"dm_vs_{name}"] < 0
            found |= {
                f"{key}_{name}_tests": Number(len(tested), "tests", 0, "contest"),
                f"{key}_{name}_better": Number(int((rejected & better).sum()), "tests", 0, "contest"),
                f"{key}_{name}_worse": Number(int((rejected & ~better).sum()), "tests", 0, "contest"),
                f"{key}_{name}_better_raw": Number(
                    int(((tested[f"dm_vs_{name}_p"] < significance) & better).sum()), "tests", 0, "contest"
                ),
            }
        best, worst = path["relative_rmse"].idxmin(), path["relative_rmse"].idxmax()
        found |= {
            f"{key}_path_formula": Number(path.loc[formula, "relative_rmse"], "ratio", 2, "contest"),
            f"{key}_path_best": Number(NAMES[best], "name", None, "contest"),
            f"{key}_path_best_rmse": Number(path.loc[best, "relative_rmse"], "ratio", 2, "contest"),
            f"{key}_path_worst": Number(NAMES[worst], "name", None, "contest"),
            f"{key}_path_worst_rmse": Number(path.loc[worst, "relative_rmse"], "ratio", 1, "contest"),
            f"{key}_path_width": Number(path.loc[formula, f"width_{level}"], "ratio", 1, "contest"),
        }
    return found


def _money(table: pd.DataFrame, formula: str, significance: float) -> Numbers:
    own = table[(table["target"] == "m2") & (table["scheme"] == "rolling") & (table["model"] == OWN)]
    ends = own[own["horizon"].isin(_place(own).values())]
    better = (ends["dm_vs_no_change_p_holm"] < significance) & (ends["dm_vs_no_change"] < 0)
    found: Numbers = {
        "m2_own_tests": Number(len(ends), "tests", 0, "contest"),
        "m2_own_confirmed": Number(int(better.sum()), "tests", 0, "contest"),
    }
    for country in COUNTRIES:
        part = table[(table["country"] == country) & (table["target"] == "m2")]
        rolling = part[part["scheme"] == "rolling"]
        for place, horizon in _place(rolling).items():
            of = rolling[rolling["horizon"] == horizon].set_index("model")["rmse"]
            given = of.drop(OWN)
            pvalues = rolling[rolling["horizon"] == horizon].set_index("model")["dm_vs_no_change_p_holm"]
            found |= {
                f"{country}_m2_formula_{place}": Number(of[formula], "percent", 1, "contest"),
                f"{country}_m2_no_change_{place}": Number(of["no_change"], "percent", 1, "contest"),
                f"{country}_m2_best_{place}": Number(given.min(), "percent", 1, "contest"),
                f"{country}_m2_own_{place}": Number(of[OWN], "percent", 1, "contest"),
                f"{country}_m2_own_p_{place}": Number(
                    pvalues[OWN], "p-value", 3 if pvalues[OWN] >= 0.001 else 5, "contest"
                ),
            }
    return found


def _power(table: pd.DataFrame, settings: Mapping[str, Any]) -> Numbers:
    ratios = sorted(table["rmse_ratio"].unique(), reverse=True)
    middle, smallest = ratios[len(ratios) // 2], ratios[-1]
    found: Numbers = {
        "contest_power_draws": Number(settings["contest_power_draws"], "draws", 0, "configuration"),
        "contest_power_se": Number(100 * table["rejections_se"].max(), "percentage points", 1, "contest_power"),
        "contest_power_middle": Number(100 * (1 - middle), "percent", 0, "contest_power"),
        "contest_power_smallest": Number(100 * (1 - smallest), "percent", 0, "contest_power"),
    }
    for place, horizon in _place(table).items():
        part = table[table["horizon"] == horizon]
        found[f"contest_bartlett_{place}"] = Number(100 * part["bartlett"].max(), "percent", 0, "contest_power")
        for name, ratio in (("size", 1.0), ("middle", middle), ("smallest", smallest)):
            shares = 100 * part.loc[part["rmse_ratio"] == ratio, "rejections"]
            for end, share in (("low", shares.min()), ("high", shares.max())):
                # Nearly all is not all.
                decimals = 1 if 99 < share < 100 else 0
                found[f"contest_{name}_{place}_{end}"] = Number(share, "percent", decimals, "contest_power")
    return found


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    formula = settings["arima_headline"]["reading"]
    table = tables["contest"]
    return (
        _design(table, tables["contest_orders"], tables["revisions"], settings)
        | _accuracy(table, formula, settings["significance"])
        | _money(table, formula, settings["significance"])
        | _breaks(tables["outcome_breaks"], tables["contest_before_breaks"], formula)
        | _coefficients(tables["contest_coefficients"], table)
        | _power(tables["contest_power"], settings)
    )
