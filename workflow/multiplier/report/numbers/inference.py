"""Numbers of what the correlations of drivers and multiplier are worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from multiplier.data.spring_festival import DATES
from multiplier.identities import EXPECTED_SIGN
from multiplier.report.number import COUNTRIES, SHORT, Number, Numbers

NAMES = {driver: f"the {driver.replace('_', ' ')}" for driver in EXPECTED_SIGN} | {
    "cash_deposit_ratio": "cash over all deposits"
}


def _listed(drivers: Iterable[str]) -> str:
    """Return names of drivers as a list of the text, "none of the drivers" if there are none."""
    chosen = set(drivers)
    names = [NAMES[driver] for driver in EXPECTED_SIGN if driver in chosen]
    if len(names) > 1:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return names[0] if names else "none of the drivers"


def _p(value: float) -> Number:
    """Return a p-value with as many decimals as it takes to tell it from nought."""
    return Number(value, "probability", 3 if value >= 0.001 else 5, "drivers")


def _settings(chosen: Mapping[str, Any]) -> Numbers:
    adjustment, history = chosen["adjustment"], chosen["adjustment"]["history"]
    return {
        "adjustment_program": Number("X-13ARIMA-SEATS", "name", None, "adjusted"),
        "adjustment_short": Number("X-13", "name", None, "adjusted"),
        "inference_confidence": Number(f"{100 * chosen['confidence']:g}", "percent", None, "configuration"),
        "bootstrap_of_pairs_draws": Number(chosen["bootstrap_draws"], "draws", 0, "configuration"),
        "surrogate_draws": Number(chosen["surrogate_draws"], "draws", 0, "configuration"),
        "power_draws": Number(chosen["power"]["draws"], "draws", 0, "configuration"),
        "lead_lag_months": Number(chosen["lags"]["months"], "months", 0, "configuration"),
        "history_first": Number(history["first"], "month", None, "configuration"),
        "history_last": Number(history["last"], "month", None, "configuration"),
        "festival_days": Number(adjustment["festival_days"]["china"], "days", 0, "configuration"),
        "x13_model": Number(adjustment["model"], "name", None, "configuration"),
        "stl_kind": Number("robust" if adjustment["stl_robust"] else "not robust", "name", None, "configuration"),
        "stl_span": Number(adjustment["stl_span"], "years", 0, "configuration"),
    }


def _correlations(table: pd.DataFrame, significance: float) -> Numbers:
    found: Numbers = {
        "block_length_low": Number(table["block_length"].min(), "months", 1, "drivers"),
        "block_length_high": Number(table["block_length"].max(), "months", 1, "drivers"),
        "surrogate_p_se": Number(table["surrogate_p_se"].max(), "probability", 4, "drivers"),
        "random_walk_band": Number(table["random_walk_band"].max(), "correlation", 2, "drivers"),
    }
    for _, row in table.iterrows():
        key = f"{row['country']}_{SHORT[row['driver']]}_{row['transform']}"
        found |= {
            f"{key}_spearman": Number(row["spearman"], "correlation", 2, "drivers"),
            f"{key}_boot_lower": Number(row["boot_lower"], "correlation", 2, "drivers"),
            f"{key}_boot_upper": Number(row["boot_upper"], "correlation", 2, "drivers"),
            f"{key}_surrogate_p": _p(row["surrogate_p"]),
            f"{key}_holm_p": _p(row["surrogate_p_holm"]),
        }
    for country, part in table.groupby("country"):
        found[f"{country}_holm_tests"] = Number(len(part), "tests", 0, "drivers")
        sure = part[part["surrogate_p_holm"] < significance].groupby("transform")["driver"].apply(set)
        both = sure.get("diff", set()) & sure.get("x13_diff", set())
        found[f"{country}_sure"] = Number(_listed(both), "names", None, "drivers")
        for kind, rows in part.groupby("transform"):
            key = f"{country}_{kind}"
            single, holm = rows["surrogate_p"] < significance, rows["surrogate_p_holm"] < significance
            found |= {
                f"{key}_alone": Number(_listed(rows.loc[single, "driver"]), "names", None, "drivers"),
                f"{key}_alone_count": Number(int(single.sum()), "drivers", 0, "drivers"),
                f"{key}_holm": Number(_listed(rows.loc[holm, "driver"]), "names", None, "drivers"),
                f"{key}_holm_count": Number(int(holm.sum()), "drivers", 0, "drivers"),
                f"{key}_band_low": Number(rows["surrogate_band"].min(), "correlation", 2, "drivers"),
                f"{key}_band_high": Number(rows["surrogate_band"].max(), "correlation", 2, "drivers"),
            }
    return found


def _history(adjusted: pd.DataFrame, sample: Mapping[str, str]) -> Numbers:
    """Histories that are shorter than the rest, and what the sample alone holds."""
    months = pd.period_range(sample["first"], sample["last"], freq="M")
    new_years = DATES.to_period("M").isin(months)
    first = adjusted[adjusted["country"] == "china"].groupby("series")["month"].min()
    return {
        "history_reserve_first": Number(first["reserve_ratio"], "month", None, "adjusted"),
        "sample_same_month": Number(int(months.month.value_counts().max()), "months", 0, "configuration"),
        "sample_new_years": Number(int(new_years.sum()), "New Years", 0, "configuration"),
        "history_short": Number(int((first > first.min()).sum()), "series", 0, "adjusted"),
    }


def _power(table: pd.DataFrame) -> Numbers:
    found: Numbers = {
        "driver_power_se": Number(100 * table["rejections_se"].max(), "percentage points", 2, "driver_power")
    }
    surrogate, sign = table[table["test"] == "surrogate"], table[table["test"] == "sign"]
    truths = sorted(set(surrogate["truth"]) - {0})
    places = {"size": 0.0, "weak": truths[0], "strong": truths[-1]}
    for place, truth in places.items():
        found[f"power_{place}_truth"] = Number(f"{truth:g}", "correlation", None, "driver_power")
        at = surrogate[surrogate["truth"] == truth]
        for (country, kind), rows in at.groupby(["country", "transform"]):
            for end, value in (("low", rows["rejections"].min()), ("high", rows["rejections"].max())):
                found[f"{country}_{kind}_{place}_{end}"] = Number(100 * value, "percent", 1, "driver_power")
    weak = [found[f"{country}_diff_weak_high"].value for country in COUNTRIES]
    found["power_weak_missed"] = Number(
        sum(2 * float(str(value)) < 100 for value in weak), "countries", 0, "driver_power"
    )
    for country, rows in sign.groupby("country"):
        for place, row in (("fair", rows.iloc[0]), ("weak", rows.iloc[1]), ("strong", rows.iloc[-1])):
            found[f"{country}_sign_{place}"] = Number(100 * row["rejections"], "percent", 0, "driver_power")
            found[f"sign_{place}_truth"] = Number(f"{100 * row['truth']:g}", "percent", None, "driver_power")
    return found


def _lead_lags(table: pd.DataFrame, significance: float) -> Numbers:
    found: Numbers = {}
    changes = table[table["transform"] == "diff"]
    for country, part in changes.groupby("country"):
        lines = part.groupby("driver", sort=False)
        peaks = part.loc[lines["correlation"].apply(lambda values: values.abs().idxmax())]
        sure = peaks[peaks["largest_p"] < significance]
        same, other = sure[sure["lag"] == 0], sure[sure["lag"] != 0]
        outside = ~part["correlation"].between(part["band_lower"], part["band_upper"])
        found |= {
            f"{country}_lags_same": Number(_listed(same["driver"]), "names", None, "lead_lags"),
            f"{country}_lags_same_count": Number(len(same), "drivers", 0, "lead_lags"),
            f"{country}_lags_other": Number(_listed(other["driver"]), "names", None, "lead_lags"),
            f"{country}_lags_other_count": Number(len(other), "drivers", 0, "lead_lags"),
            f"{country}_lags_leading": Number(int((other["lag"] > 0).sum()), "drivers", 0, "lead_lags"),
            f"{country}_lags_outside": Number(int(outside.sum()), "lags", 0, "lead_lags"),
            f"{country}_lags_all": Number(len(part), "lags", 0, "lead_lags"),
        }
        for _, row in peaks.iterrows():
            key = f"{country}_{SHORT[row['driver']]}"
            found |= {
                f"{key}_peak": Number(row["correlation"], "correlation", 2, "lead_lags"),
                f"{key}_peak_months": Number(abs(int(row["lag"])), "months", 0, "lead_lags"),
                f"{key}_peak_p": Number(row["largest_p"], "probability", 3, "lead_lags"),
            }
    return found


def _regressions(table: pd.DataFrame, significance: float) -> Numbers:
    four = table[table["form"] == "level_four"]
    found: Numbers = {
        "regression_bandwidth": Number(int(table["bandwidth"].max()), "months", 0, "identity_regressions"),
        "regression_r2_low": Number(table["r2"].min(), "share", 2, "identity_regressions"),
    }
    for country in COUNTRIES:
        part = table[table["country"] == country]
        found[f"{country}_vif_high"] = Number(part["vif"].max(), "ratio", 0, "identity_regressions")
        for regressand, rows in part[part["form"].isin(["level_four", "log_four"])].groupby("regressand"):
            key = f"{country}_{regressand}_slopes"
            wrong = rows["slope"] * rows["analytic"] < 0
            found |= {
                key: Number(len(rows), "slopes", 0, "identity_regressions"),
                f"{key}_off": Number(
                    int((rows["difference_p"] < significance).sum()), "slopes", 0, "identity_regressions"
                ),
                f"{key}_wrong": Number(int(wrong.sum()), "slopes", 0, "identity_regressions"),
            }
    for _, row in four.iterrows():
        key = f"{row['country']}_{SHORT[row['regressor']]}_slope_{row['regressand']}"
        found[key] = Number(row["slope"], "ratio", 2, "identity_regressions")
        found[f"{row['country']}_{SHORT[row['regressor']]}_slope_analytic"] = Number(
            row["analytic"], "ratio", 2, "identity_regressions"
        )
    return found


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    significance = settings["significance"]
    return (
        _settings(settings["inference"])
        | _correlations(tables["drivers"], significance)
        | _history(tables["adjusted"], settings["sample"])
        | _power(tables["driver_power"])
        | _lead_lags(tables["lead_lags"], significance)
        | _regressions(tables["identity_regressions"], significance)
    )
