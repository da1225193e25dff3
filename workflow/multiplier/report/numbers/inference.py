"""Numbers of what the correlations of drivers and multiplier are worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from multiplier.data.spring_festival import DATES
from multiplier.drivers.lead_lags import peaks
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
    """Return a p-value with as many decimals as it takes to tell it from nought, down to five."""
    if value < 0.00001:
        return Number("less than 0.00001", "probability", None, "drivers")
    return Number(value, "probability", 3 if value >= 0.001 else 5, "drivers")


def _both(rows: pd.DataFrame, significance: float) -> set[str]:
    """Return the drivers for which both tests reject after Holm's adjustment."""
    found = (rows["surrogate_p_holm"] < significance) & (rows["wild_p_holm"] < significance)
    return set(rows.loc[found, "driver"])


def _settings(chosen: Mapping[str, Any]) -> Numbers:
    adjustment, history = chosen["adjustment"], chosen["adjustment"]["history"]
    return {
        "adjustment_program": Number("X-13ARIMA-SEATS", "name", None, "adjusted"),
        "adjustment_short": Number("X-13", "name", None, "adjusted"),
        "inference_confidence": Number(f"{100 * chosen['confidence']:g}", "percent", None, "configuration"),
        "bootstrap_of_pairs_draws": Number(chosen["bootstrap_draws"], "draws", 0, "configuration"),
        "surrogate_draws": Number(chosen["surrogate_draws"], "draws", 0, "configuration"),
        "sign_draws": Number(chosen["sign_draws"], "draws", 0, "configuration"),
        "power_draws": Number(chosen["power"]["draws"], "draws", 0, "configuration"),
        "lead_lag_months": Number(chosen["lags"]["months"], "months", 0, "configuration"),
        "lead_lag_count": Number(2 * chosen["lags"]["months"] + 1, "lags", 0, "configuration"),
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
        "wild_p_se": Number(table["wild_p_se"].max(), "probability", 4, "drivers"),
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
        if pd.notna(row["wild_p"]):
            found |= {f"{key}_wild_p": _p(row["wild_p"]), f"{key}_wild_holm_p": _p(row["wild_p_holm"])}
    for country, part in table.groupby("country"):
        found[f"{country}_holm_tests"] = Number(len(part), "tests", 0, "drivers")
        found[f"{country}_wild_tests"] = Number(int(part["wild_p"].notna().sum()), "tests", 0, "drivers")
        sure = _both(part[part["transform"] == "diff"], significance) & _both(
            part[part["transform"] == "x13_diff"], significance
        )
        by_stl = sure & _both(part[part["transform"] == "stl_diff"], significance)
        found |= {
            f"{country}_sure": Number(_listed(sure), "names", None, "drivers"),
            f"{country}_sure_count": Number(len(sure), "drivers", 0, "drivers"),
            f"{country}_sure_stl": Number(_listed(by_stl), "names", None, "drivers"),
            f"{country}_sure_not_stl": Number(_listed(sure - by_stl), "names", None, "drivers"),
            f"{country}_sure_not_stl_count": Number(len(sure - by_stl), "drivers", 0, "drivers"),
        }
        for kind, rows in part.groupby("transform"):
            key = f"{country}_{kind}"
            single, holm = rows["surrogate_p"] < significance, rows["surrogate_p_holm"] < significance
            both = _both(rows, significance)
            surrogates_only = set(rows.loc[holm, "driver"]) - both
            signs_only = set(rows.loc[rows["wild_p_holm"] < significance, "driver"]) - both
            found |= {
                f"{key}_alone": Number(_listed(rows.loc[single, "driver"]), "names", None, "drivers"),
                f"{key}_alone_count": Number(int(single.sum()), "drivers", 0, "drivers"),
                f"{key}_holm": Number(_listed(rows.loc[holm, "driver"]), "names", None, "drivers"),
                f"{key}_holm_count": Number(int(holm.sum()), "drivers", 0, "drivers"),
                f"{key}_wild_alone": Number(
                    _listed(rows.loc[rows["wild_p"] < significance, "driver"]), "names", None, "drivers"
                ),
                f"{key}_both": Number(_listed(both), "names", None, "drivers"),
                f"{key}_both_count": Number(len(both), "drivers", 0, "drivers"),
                f"{key}_surrogates_only": Number(_listed(surrogates_only), "names", None, "drivers"),
                f"{key}_surrogates_only_count": Number(len(surrogates_only), "drivers", 0, "drivers"),
                f"{key}_signs_only": Number(_listed(signs_only), "names", None, "drivers"),
                f"{key}_signs_only_count": Number(len(signs_only), "drivers", 0, "drivers"),
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
    sign = table[table["test"] == "sign"]
    simulated = table[table["design"] == "gaussian_ar1"]
    surrogate, wild = (simulated[simulated["test"] == test] for test in ("surrogate", "wild"))
    truths = sorted(set(surrogate["truth"]) - {0})
    places = {"size": 0.0, "weak": truths[0], "strong": truths[-1]}
    for place, truth in places.items():
        found[f"power_{place}_truth"] = Number(f"{truth:g}", "correlation", None, "driver_power")
        at = surrogate[surrogate["truth"] == truth]
        for (country, kind), rows in at.groupby(["country", "transform"]):
            for end, value in (("low", rows["rejections"].min()), ("high", rows["rejections"].max())):
                found[f"{country}_{kind}_{place}_{end}"] = Number(100 * value, "percent", 1, "driver_power")
        for country, rows in wild[wild["truth"] == truth].groupby("country"):
            for end, value in (("low", rows["rejections"].min()), ("high", rows["rejections"].max())):
                found[f"{country}_wild_{place}_{end}"] = Number(100 * value, "percent", 1, "driver_power")
    searched = simulated[simulated["test"] == "largest_lag"]
    for place in ("weak", "strong"):
        for _, row in searched[searched["truth"] == places[place]].iterrows():
            found[f"{row['country']}_largest_{place}"] = Number(100 * row["rejections"], "percent", 1, "driver_power")
    kept = table[table["design"] == "observed_amplitudes"]
    for (country, test), rows in kept.groupby(["country", "test"]):
        for end, value in (("low", rows["rejections"].min()), ("high", rows["rejections"].max())):
            found[f"{country}_{test}_kept_{end}"] = Number(100 * value, "percent", 1, "driver_power")
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
    for country, whole in table.groupby("country"):
        part = whole[whole["transform"] == "diff"]
        outside = ~part["correlation"].between(part["band_lower"], part["band_upper"])
        top = peaks(whole)
        single, sure = top[top["largest_p"] < significance], top[top["largest_p_holm"] < significance]
        counts = sure[sure["lag"] == 0].groupby("driver").size()
        same = set(counts[counts == whole["transform"].nunique()].index)
        found |= {
            f"{country}_lags_outside": Number(int(outside.sum()), "lags", 0, "lead_lags"),
            f"{country}_lags_all": Number(len(part), "lags", 0, "lead_lags"),
            f"{country}_lags_tests": Number(len(top), "tests", 0, "lead_lags"),
            f"{country}_lags_same": Number(_listed(same), "names", None, "lead_lags"),
            f"{country}_lags_other_count": Number(int((sure["lag"] != 0).sum()), "peaks", 0, "lead_lags"),
            f"{country}_lags_leading": Number(int((sure["lag"] > 0).sum()), "peaks", 0, "lead_lags"),
            f"{country}_lags_dropped": Number(len(single) - len(sure), "peaks", 0, "lead_lags"),
            f"{country}_lags_dropped_leading": Number(
                int((single["lag"] > 0).sum() - (sure["lag"] > 0).sum()), "peaks", 0, "lead_lags"
            ),
        }
        for _, row in top.iterrows():
            key = f"{country}_{SHORT[row['driver']]}" + ("" if row["transform"] == "diff" else f"_{row['transform']}")
            found |= {
                f"{key}_peak": Number(row["correlation"], "correlation", 2, "lead_lags"),
                f"{key}_peak_months": Number(abs(int(row["lag"])), "months", 0, "lead_lags"),
                f"{key}_peak_p": Number(row["largest_p"], "probability", 3, "lead_lags"),
                f"{key}_peak_holm": Number(row["largest_p_holm"], "probability", 3, "lead_lags"),
            }
    return found


def _regressions(table: pd.DataFrame, significance: float, departure: float) -> Numbers:
    four = table[table["form"] == "level_four"]
    found: Numbers = {
        "slope_departure": Number(100 * departure, "percent", 0, "configuration"),
        "regression_bandwidth": Number(int(table["bandwidth"].max()), "months", 0, "identity_regressions"),
        "regression_r2_low": Number(table["r2"].min(), "share", 2, "identity_regressions"),
    }
    for country in COUNTRIES:
        part = table[table["country"] == country]
        number = part["form"].str.endswith("_two").map({True: "two_", False: ""})
        tested = part.loc[part["form"].str.endswith("_four") & (part["regressand"] == "from_ratios"), "power"]
        for end, value in (("low", tested.min()), ("high", tested.max())):
            found[f"{country}_slope_power_{end}"] = Number(100 * value, "percent", 0, "identity_regressions")
        found[f"{country}_vif_high"] = Number(part["vif"].max(), "ratio", 0, "identity_regressions")
        found[f"{country}_vif_two"] = Number(
            part.loc[number == "two_", "vif"].max(), "ratio", 1, "identity_regressions"
        )
        for (regressand, which), rows in part.groupby(["regressand", number]):
            key = f"{country}_{regressand}_{which}slopes"
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
        | _regressions(tables["identity_regressions"], significance, settings["inference"]["power"]["slope_departure"])
    )
