"""Numbers of what stands behind the formula: bias, diagnostics, other orders, stability and power."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.number import Number, Numbers

TEST_KEYS = {"Chow": "chow", "sup-F": "sup_f", "CUSUM": "cusum"}
RESIDUAL_KEYS = {"Ljung-Box": "ljung_box", "Jarque-Bera": "jarque_bera", "ARCH-LM": "arch_lm"}
DIFFERENCING = {0: "w", 1: "dw"}
# Models nearer to the best than the first are hardly worse, farther than the second much worse (Burnham and
# Anderson 2002, section 2.6).
CLOSE_AICC, POOR_AICC = 2, 10
EVEN = 0.5  # power below this: the fault more often goes unseen than not
NEAR = 2  # Monte Carlo standard errors within which other draws may decide otherwise
ESTIMATOR = {"exact_ml": "exact maximum likelihood", "cls": "least squares"}
NAMED = {"w_no_mean": "$w$ without a mean", "w_mean": "$w$ with a mean", "dw": "the change of $w$"}


def _undecided(table: pd.DataFrame, error: str, significance: float, source: str) -> Numbers:
    """Return how many simulated p-values the draws leave near the level, and which.

    ``error`` is the column of their Monte Carlo standard errors.
    """
    close = table[(table["pvalue_simulated"] - significance).abs() <= NEAR * table[error]]
    names = [
        f"{row['test']} of {NAMED[row['reading']]}"
        + (f" by {ESTIMATOR[row['estimator']]}" if "estimator" in table else "")
        + f" in {'China' if row['country'] == 'china' else 'the United States'}"
        f" (p {row['pvalue_simulated']:.4f}, standard error {row[error]:.4f})"
        for _, row in close.iterrows()
    ]
    return {
        f"{source}_near_level": Number(len(close), "tests", 0, source),
        f"{source}_near_level_named": Number("; ".join(names), "tests", None, source),
    }


def _against(shares: pd.Series, errors: pd.Series, level: float) -> str:
    """Return how often rejections come, beside those without a break, in words that a sentence goes on from."""
    if (shares + NEAR * errors < level).all():
        return "less often than"
    if (shares - NEAR * errors > level).all():
        return "more often than"
    if ((shares - level).abs() <= NEAR * errors).all():
        return "about as often as"
    return "here more and there less often than"


def _tests(table: pd.DataFrame, significance: float, headline: str) -> Numbers:
    chow = table[table["test"] == "Chow"]
    found: Numbers = {
        "break_month": Number(chow["break_month"].iloc[0], "month", None, "stability"),
        "chow_rejections": Number(
            int((chow.loc[chow["country"] == "china", "pvalue_holm"] < significance).sum()), "tests", 0, "stability"
        ),
    }
    for _, row in table.iterrows():
        key = f"{row['country']}_{TEST_KEYS[row['test']]}_{row['reading']}"
        found |= {
            f"{key}_f": Number(row["statistic"], "statistic", 2, "stability"),
            f"{key}_p": Number(row["pvalue"], "probability", 3, "stability"),
            f"{key}_p_simulated": Number(row["pvalue_simulated"], "probability", 3, "stability"),
            f"{key}_p_holm": Number(row["pvalue_holm"], "probability", 3, "stability"),
            f"{key}_critical": Number(row["critical_simulated"], "statistic", 1, "stability"),
            f"{key}_critical_asymptotic": Number(row["critical_asymptotic"], "statistic", 1, "stability"),
            f"{key}_decision": Number(row["decision"], "decision", None, "stability"),
        }
        if pd.notna(row["phi_before"]):
            found |= {
                f"{key}_month": Number(row["break_month"], "month", None, "stability"),
                f"{key}_before": Number(row["phi_before"], "coefficient", 2, "stability"),
                f"{key}_after": Number(row["phi_after"], "coefficient", 2, "stability"),
            }
    for (country, test), part in table.groupby(["country", "test"]):
        key = f"{country}_{TEST_KEYS[test]}"
        chosen = part[part["reading"] == headline].iloc[0]
        found[f"{key}_headline_decision"] = Number(chosen["decision"], "decision", None, "stability")
        if pd.notna(chosen["break_month"]):
            found[f"{key}_headline_month"] = Number(chosen["break_month"], "month", None, "stability")
            found[f"{key}_headline"] = Number(chosen["statistic"], "statistic", 1, "stability")
            found[f"{key}_headline_critical"] = Number(chosen["critical_simulated"], "statistic", 1, "stability")
        found[f"{key}_rejected"] = Number(int((part["decision"] == "rejected").sum()), "tests", 0, "stability")
        found[f"{key}_rejected_holm"] = Number(int((part["pvalue_holm"] < significance).sum()), "tests", 0, "stability")
    found["stability_readings"] = Number(table["reading"].nunique(), "readings", 0, "stability")
    found |= _undecided(table, "pvalue_simulated_se", significance, "stability")
    found["stability_p_se"] = Number(100 * table["pvalue_simulated_se"].max(), "percentage points", 1, "stability")
    return found


def _power(table: pd.DataFrame, significance: float, headline: str) -> Numbers:
    found: Numbers = {}
    for _, row in table.iterrows():
        key = f"{row['country']}_{TEST_KEYS[row['test']]}_{row['reading']}"
        name = "size" if row["alternative"] == "none" else f"power_{row['alternative']}"
        found[f"{key}_{name}"] = Number(100 * row["share"], "percent", 0, "stability_power")
    stated = table[(table["alternative"] == "phi") & (table["country"] == "china") & (table["reading"] == headline)]
    found |= {
        "stated_phi_before": Number(stated["phi_before"].iloc[0], "coefficient", 2, "stability_power"),
        "stated_phi_after": Number(stated["phi_after"].iloc[0], "coefficient", 2, "stability_power"),
        "stability_power_se": Number(100 * table["se"].max(), "percentage points", 1, "stability_power"),
    }
    shares = table.pivot_table(index=["country", "reading", "alternative"], columns="test", values="share")
    for alternative, part in shares.drop("none", level="alternative").groupby(level="alternative"):
        best = int((part["Chow"] == part.max(axis=1)).sum())
        found[f"break_power_{alternative}_chow_best"] = Number(best, "cases", 0, "stability_power")
        found["break_power_cases"] = Number(len(part), "cases", 0, "stability_power")
    for (country, reading), part in (
        shares["Chow"].drop(["none", "intercept"], level="alternative").groupby(level=["country", "reading"])
    ):
        poor = int(part.max() < EVEN)
        found[f"{country}_chow_{reading}_power_poor"] = Number(poor, "yes or no", 0, "stability_power")
    for alternative, part in table[table["alternative"] != "none"].groupby("alternative"):
        for test, rows in part.groupby("test"):
            key = f"break_power_{alternative}_{TEST_KEYS[test]}"
            found[f"{key}_low"] = Number(100 * rows["share"].min(), "percent", 0, "stability_power")
            found[f"{key}_high"] = Number(100 * rows["share"].max(), "percent", 0, "stability_power")
            words = _against(rows["share"], rows["se"], significance)
            found[f"{key}_against_level"] = Number(words, "comparison", None, "stability_power")
        if alternative != "estimated":
            found[f"break_power_{alternative}_high"] = Number(
                100 * part["share"].max(), "percent", 0, "stability_power"
            )
    return found


def _recursive(table: pd.DataFrame, headline: str) -> Numbers:
    found: Numbers = {}
    chosen = table[table["reading"] == headline]
    for country, part in chosen.groupby("country"):
        source = "recursive_phi"
        low, high = part.loc[part["phi"].idxmin()], part.loc[part["phi"].idxmax()]
        found |= {
            f"{country}_recursive_low": Number(low["phi"], "coefficient", 2, source),
            f"{country}_recursive_low_month": Number(low["month"], "month", None, source),
            f"{country}_recursive_high": Number(high["phi"], "coefficient", 2, source),
            f"{country}_recursive_high_month": Number(high["month"], "month", None, source),
            f"{country}_recursive_last": Number(part["phi"].iloc[-1], "coefficient", 2, source),
        }
    found["recursive_start"] = Number(int(table["nobs"].min()), "months", 0, "recursive_phi")
    return found


def _bias(table: pd.DataFrame, interval: int) -> Numbers:
    found: Numbers = {}
    source = "phi_bias"
    for _, row in table.iterrows():
        key = f"{row['country']}_{row['reading']}_{row['estimator']}"
        found |= {
            f"{key}_bias": Number(row["bias_mean"], "coefficient", 2, source),
            f"{key}_bias_size": Number(abs(row["bias_mean"]), "coefficient", 2, source),
            f"{key}_bias_median": Number(row["bias_median"], "coefficient", 2, source),
            f"{key}_phi_corrected": Number(row["phi_corrected"], "coefficient", 2, source),
        }
        if pd.notna(row["phi_median_unbiased"]):
            found |= {
                f"{key}_unbiased": Number(row["phi_median_unbiased"], "coefficient", 2, source),
                f"{key}_unbiased_boundary": Number(int(str(row["boundary"]) == "True"), "yes or no", 0, source),
                f"{key}_unbiased_low": Number(row["low"], "coefficient", 2, source),
                f"{key}_unbiased_high": Number(row["high"], "coefficient", 2, source),
                f"{key}_median_at_one": Number(row["median_at_one"], "coefficient", 2, source),
            }
    levels = table[table["reading"] != "dw"]
    found |= {
        "bias_se": Number(table["bias_mean_se"].max(), "coefficient", 3, source),
        "phi_corrected_above_one": Number(int((levels["phi_corrected"] > 1).sum()), "estimates", 0, source),
        "phi_corrected_of": Number(len(levels), "estimates", 0, source),
        "unbiased_interval": Number(interval, "percent", 0, source),
    }
    return found


def _diagnostics(table: pd.DataFrame, significance: float) -> Numbers:
    found: Numbers = {}
    source = "arima_diagnostics"
    for _, row in table.iterrows():
        key = f"{row['country']}_{row['reading']}_{row['estimator']}_{RESIDUAL_KEYS[row['test']]}"
        found[f"{key}_p_simulated"] = Number(row["pvalue_simulated"], "probability", 3, source)
        found[f"{key}_power_{row['alternative']}"] = Number(100 * row["power"], "percent", 0, source)
    once = table.drop_duplicates(["country", "reading", "estimator", "test"])
    rejected = once["pvalue_simulated"] < significance
    for (country, test), part in once.groupby(["country", "test"]):
        name = f"{country}_{RESIDUAL_KEYS[test]}"
        found[f"{name}_rejected"] = Number(int(rejected[part.index].sum()), "fits", 0, source)
        found[f"{name}_fits"] = Number(len(part), "fits", 0, source)
        found[f"{name}_p_low"] = Number(part["pvalue_simulated"].min(), "probability", 3, source)
    for country, part in once.groupby("country"):
        found[f"{country}_diagnostics_rejected"] = Number(int(rejected[part.index].sum()), "tests", 0, source)
        found[f"{country}_diagnostics_tests"] = Number(len(part), "tests", 0, source)
    for alternative, part in table.groupby("alternative"):
        found[f"diagnostics_power_{alternative}_low"] = Number(100 * part["power"].min(), "percent", 0, source)
        found[f"diagnostics_power_{alternative}_high"] = Number(100 * part["power"].max(), "percent", 0, source)
    found |= _undecided(once, "se", significance, source)
    found["diagnostics_unseen"] = Number(100 * (1 - table["power"].max()), "percent", 0, source)
    found["diagnostics_se"] = Number(
        100 * max(table["se"].max(), table["power_se"].max()), "percentage points", 1, source
    )
    found["arch_lags"] = Number(int(table["lags"][table["test"] == "ARCH-LM"].iloc[0]), "lags", 0, source)
    return found


def _named(row: pd.Series) -> str:
    """Return a model as the text prints it, such as (1,0,0)(0,1,1) with mean."""
    seasonal = row["seasonal_order"].rpartition(",")[0] + ")"
    return f"{row['order']}{seasonal}" + (" with mean" if row["trend"] == "c" else "")


def _orders(table: pd.DataFrame, period: int) -> Numbers:
    found: Numbers = {}
    source = "order_search"
    for (country, differencing), part in table.groupby(["country", "differencing"]):
        key = f"{country}_order_{DIFFERENCING[differencing]}"
        ranked = part[part["rank"].notna()].sort_values("rank")
        best, second = ranked.iloc[0], ranked.iloc[1]
        formula = part[(part["order"] == f"(1,{differencing},0)") & part["seasonal_order"].str.startswith("(0,1,0,")]
        formula = formula.sort_values("aicc").iloc[0]
        close = ranked[ranked["delta"] <= CLOSE_AICC]
        found |= {
            f"{key}_best": Number(_named(best), "model", None, source),
            f"{key}_second": Number(_named(second), "model", None, source),
            f"{key}_second_delta": Number(second["delta"], "AICc", 1, source),
            f"{key}_close": Number(len(close), "models", 0, source),
            f"{key}_boundary": Number(int(close["boundary"].astype(bool).sum()), "models", 0, source),
            f"{key}_best_boundary": Number(int(bool(best["boundary"])), "yes or no", 0, source),
            f"{key}_formula_delta": Number(formula["delta"], "AICc", 1, source),
            f"{key}_formula_rank": Number(
                None if pd.isna(formula["rank"]) else int(formula["rank"]), "rank", 0, source
            ),
            f"{key}_models": Number(len(part), "models", 0, source),
            f"{key}_pairs": Number(int(best["nobs"]) - period, "months", 0, source),
        }
    for country, part in table.groupby("country"):
        chosen = part[part["selected_by"].fillna("").str.contains("auto_arima")].iloc[0]
        found[f"{country}_order_auto"] = Number(_named(chosen), "model", None, source)
        found[f"{country}_order_auto_delta"] = Number(chosen["delta"], "AICc", 1, source)
        found[f"{country}_order_auto_is_best"] = Number(int(chosen["rank"] == 1), "yes or no", 0, source)
    found["orders_tried"] = Number(len(table), "fits", 0, source)
    found["orders_unconverged"] = Number(int((~table["converged"].astype(bool)).sum()), "fits", 0, source)
    found["aicc_close"] = Number(CLOSE_AICC, "AICc", 0, source)
    found["aicc_poor"] = Number(POOR_AICC, "AICc", 0, source)
    return found


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    chosen, faults = settings["stability"], settings["diagnostics"]
    return (
        _tests(tables["stability"], settings["significance"], settings["arima_headline"]["reading"])
        | _power(tables["stability_power"], settings["significance"], settings["arima_headline"]["reading"])
        | _recursive(tables["recursive_phi"], settings["arima_headline"]["reading"])
        | _bias(tables["phi_bias"], settings["unbiased_interval"])
        | _diagnostics(tables["arima_diagnostics"], settings["significance"])
        | _orders(tables["order_search"], settings["seasonal_period"])
        | {
            "trimming": Number(100 * chosen["trimming"], "percent", 0, "configuration"),
            "phi_fall": Number(chosen["phi_change"], "coefficient", 1, "configuration"),
            "intercept_shift": Number(chosen["intercept_shift"], "standard deviations", 1, "configuration"),
            "fault_second_lag": Number(faults["second_lag"], "coefficient", 1, "configuration"),
            "fault_seasonal_ma": Number(faults["seasonal_ma"], "coefficient", 1, "configuration"),
            "fault_t_freedom": Number(faults["t_freedom"], "degrees of freedom", 0, "configuration"),
            "fault_arch": Number(faults["arch"], "coefficient", 1, "configuration"),
        }
    )
