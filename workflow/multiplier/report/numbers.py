"""Every number that the text of the paper uses: value, unit, decimals and the table it stands in.

The template can print nothing else; a key that is not here stops the rendering.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from multiplier.definitions import CASH, TRILLION
from multiplier.months import window

COUNTRIES = ("china", "us")
SHORT = {
    "currency_ratio": "c",
    "savings_ratio": "s",
    "time_ratio": "t",
    "reserve_ratio": "r",
    "cash_deposit_ratio": "k",
}
NOT_AVAILABLE = "n/a"
# What each definition of the configuration is called in the text; a test asks for all of them.
PHRASES = {
    "base": {
        "reserve_money": "reserve money",
        "reserve_money_without_nonfinancial": "reserve money without the deposits of the non-financial sector",
        "AMBSL": "the St. Louis adjusted monetary base",
        "AMBNS": "the St. Louis adjusted monetary base, not seasonally adjusted",
        "BOGMBASE": "the Board's monetary base, adjusted neither for reserve requirements nor for the season",
        "BOGAMBSL": "the Board's monetary base adjusted for reserve requirements",
        "BOGUMBNS": "the Board's monetary base, not adjusted for reserve requirements",
    },
    "reserves": {
        "deposits_with_central_bank": "the deposits of banks with the central bank",
        "deposits_and_vault_cash": "the deposits of banks with the central bank and their vault cash",
        "base_minus_m0": "base money less cash in circulation",
        "deposits_of_financial_corporations": "the deposits of financial corporations on the central bank's "
        "balance sheet",
        "deposits_of_other_depository_corporations": "the deposits of depository corporations on the central bank's "
        "balance sheet",
        "TOTRESNS": "total reserves, which include the vault cash that is applied to requirements",
        "required_and_excess": "required and excess reserves",
        "base_minus_currency": "the St. Louis adjusted base less currency",
    },
    "deposits": {
        "demand_time_savings": "demand, time and savings deposits",
        "with_other_deposits": "demand, time, savings and other deposits",
        "m2_minus_currency": "all of M2 but cash",
    },
}


def minus(text: str) -> str:
    """Return a formatted number with a true minus sign, and none before a zero."""
    if text.startswith("-") and not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.replace("-", "\u2212")


def month_name(month: str) -> str:
    """Return a month in words: 2006-03 is March 2006."""
    year, number = month.split("-")
    return f"{calendar.month_name[int(number)]} {year}"


@dataclass(frozen=True)
class Number:
    """A value of the text; ``decimals`` is None for text (months, decisions); ``source`` names its table."""

    value: float | int | str | None
    unit: str
    decimals: int | None
    source: str

    def __str__(self) -> str:
        if self.value is None or (isinstance(self.value, float) and math.isnan(self.value)):
            return NOT_AVAILABLE
        if self.unit == "month":
            return month_name(str(self.value))
        if self.decimals is None:
            return str(self.value)
        text = f"{self.value:,.{self.decimals}f}"
        return minus(text)


Numbers = dict[str, Number]


def _path(table: pd.DataFrame, first: str, last: str, country: str) -> Numbers:
    """The course of a country's multiplier, amounts and ratios through the sample."""
    source = f"ratios_{country}"
    columns = ["multiplier", "base", "m2", CASH[country], *SHORT]
    part = window(table[columns], first, last, f"numbers of {country}")
    m = part["multiplier"]
    scale, unit = TRILLION[country]
    found: Numbers = {
        "m_first": Number(m.iloc[0], "ratio", 2, source),
        "m_last": Number(m.iloc[-1], "ratio", 2, source),
        "m_high": Number(m.max(), "ratio", 2, source),
        "m_high_month": Number(str(m.idxmax()), "month", None, source),
        "m_low": Number(m.min(), "ratio", 2, source),
        "m_low_month": Number(str(m.idxmin()), "month", None, source),
        "m_mean": Number(m.mean(), "ratio", 2, source),
        "m_change_percent": Number(100 * (m.iloc[-1] / m.iloc[0] - 1), "percent", 1, source),
        "m_change_to_low_size": Number(100 * (1 - m.min() / m.iloc[0]), "percent", 1, source),
        "m_recovered": Number(100 * (m.iloc[-1] - m.min()) / (m.iloc[0] - m.min()), "percent", 0, source),
    }
    for name in ("base", "m2"):
        series = part[name] / scale
        found |= {
            f"{name}_first": Number(series.iloc[0], unit, 2, source),
            f"{name}_last": Number(series.iloc[-1], unit, 2, source),
            f"{name}_growth": Number(100 * (series.iloc[-1] / series.iloc[0] - 1), "percent", 1, source),
        }
    for column, symbol in SHORT.items():
        percent = 100 if symbol == "r" else 1
        series, what = part[column] * percent, "percent" if symbol == "r" else "ratio"
        for name, value in (
            ("first", series.iloc[0]),
            ("last", series.iloc[-1]),
            ("high", series.max()),
            ("low", series.min()),
        ):
            found[f"{symbol}_{name}"] = Number(value, what, 2, source)
        found[f"{symbol}_high_month"] = Number(str(series.idxmax()), "month", None, source)
        found[f"{symbol}_low_month"] = Number(str(series.idxmin()), "month", None, source)
    gap = window(table[["multiplier_gap", "log_gap_deposits", "log_gap_base"]], first, last, f"gap of {country}")
    found |= {
        "gap_low": Number(gap["multiplier_gap"].min(), "ratio", 2, source),
        "gap_high": Number(gap["multiplier_gap"].max(), "ratio", 2, source),
        "gap_mean": Number(gap["multiplier_gap"].mean(), "ratio", 2, source),
        "gap_deposits": Number(100 * gap["log_gap_deposits"].mean(), "percent", 1, source),
        "gap_base": Number(100 * gap["log_gap_base"].mean(), "percent", 1, source),
    }
    return {f"{country}_{key}": number for key, number in found.items()}


def _statutory(table: pd.DataFrame, first: str, last: str) -> Numbers:
    part = window(table[["statutory_ratio_large", "statutory_ratio_small", "reserve_ratio"]], first, last, "statutory")
    large, small = part["statutory_ratio_large"], part["statutory_ratio_small"]
    excess = 100 * part["reserve_ratio"].iloc[-1] - large.iloc[-1]
    r = part["reserve_ratio"]
    after = large.loc[large.idxmax() :]
    excess_ratio = table.loc[first:last, "report_excess_reserve_ratio"].dropna()
    source = "ratios_china"
    return {
        "statutory_first": Number(large.iloc[0], "percent", 1, source),
        "statutory_high": Number(large.max(), "percent", 1, source),
        "statutory_high_month": Number(str(large.idxmax()), "month", None, source),
        "statutory_last_large": Number(large.iloc[-1], "percent", 1, source),
        "statutory_last_small": Number(small.iloc[-1], "percent", 1, source),
        "statutory_gap_last": Number(excess, "percentage points", 1, source),
        "statutory_r_level": Number(r.corr(large), "correlation", 2, source),
        "statutory_r_diff": Number(r.diff().corr(large.diff()), "correlation", 2, source),
        "statutory_large_at_r_high": Number(large[r.idxmax()], "percent", 1, source),
        "statutory_first_cut_month": Number(str(after[after.diff() < 0].index[0]), "month", None, source),
        "excess_ratio_high": Number(excess_ratio.max(), "percent", 2, source),
        "excess_ratio_high_month": Number(str(excess_ratio.idxmax()), "month", None, source),
    }


def _excess(table: pd.DataFrame, first: str, index_month: str, last: str) -> Numbers:
    source = "ratios_us"
    found: Numbers = {}
    for name, month in (("index", index_month), ("last", last)):
        row = table.loc[pd.Period(month, freq="M")]
        found[f"us_excess_{name}"] = Number(row["excess_reserves"], "billion dollars", 1, source)
        found[f"us_required_{name}"] = Number(row["required_reserves"], "billion dollars", 1, source)
        found[f"us_r_{name}_month"] = Number(100 * row["reserve_ratio"], "percent", 2, source)
    before, after = (table.at[pd.Period(month, freq="M"), "reserve_ratio"] for month in (index_month, last))
    base, m2 = table.loc[:last, "base"], table.loc[:last, "m2"]
    at_index = pd.Period(index_month, freq="M")
    for name, series in (("base", base), ("m2", m2)):
        share = (series.iloc[-1] - series[at_index]) / (series.iloc[-1] - series.loc[first])
        found[f"us_{name}_share_after"] = Number(100 * share, "percent", 0, source)
    months = table.loc[first:last, "m2_growth_percent"]
    found["us_m2_largest_growth"] = Number(months.max(), "percent", 1, source)
    found["us_m2_largest_growth_month"] = Number(str(months.idxmax()), "month", None, source)
    found["us_m2_mean_growth"] = Number(table.loc[first:at_index, "m2_growth_percent"].mean(), "percent", 1, source)
    found["us_base_largest_growth"] = Number(table.loc[first:last, "base_growth_percent"].max(), "percent", 1, source)
    found["us_r_multiple"] = Number(after / before, "factor", 0, source)
    return found


def _events(table: pd.DataFrame) -> Numbers:
    interest = table[(table["country"] == "us") & (table["label"] == "interest on reserves")]
    return {"us_ior_month": Number(interest["month"].iloc[0], "month", None, "events")}


def _changes(table: pd.DataFrame) -> Numbers:
    found: Numbers = {}
    for _, row in table.iterrows():
        key = f"{row['country']}_{row['window']}_{'m' if row['variable'] == 'multiplier' else row['variable']}"
        found[f"{key}_change"] = Number(row["change_percent"], "percent", 1, "changes")
        found[f"{key}_change_size"] = Number(abs(row["change_percent"]), "percent", 1, "changes")
        found[f"{key}_log"] = Number(row["log_points"], "log points", 1, "changes")
    for name, part in table.groupby("window"):
        found[f"window_{name}_first"] = Number(part["first"].iloc[0], "month", None, "changes")
        found[f"window_{name}_last"] = Number(part["last"].iloc[0], "month", None, "changes")
    return found


def _drivers(table: pd.DataFrame, significance: float) -> Numbers:
    error = 100 * table["random_walk_share_se"].max()
    levels = table[(table["country"] == "china") & (table["transform"] == "level")]
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


def _correlogram(table: pd.DataFrame) -> Numbers:
    found: Numbers = {}
    for country, part in table.groupby("country"):
        rows = part.set_index("lag")
        last = int(rows.index.max())
        rest = rows["pac"].drop(1).abs()
        found |= {
            f"{country}_ac_first": Number(rows["ac"][1], "correlation", 2, "correlogram"),
            f"{country}_pac_first": Number(rows["pac"][1], "correlation", 2, "correlogram"),
            f"{country}_pac_second": Number(rows["pac"][2], "correlation", 2, "correlogram"),
            f"{country}_pac_rest": Number(rest.max(), "correlation", 2, "correlogram"),
            f"{country}_ac_last": Number(rows["ac"][last], "correlation", 2, "correlogram"),
            f"{country}_ac_negative": Number(int((rows["ac"] < 0).idxmax()), "lag", 0, "correlogram"),
            f"{country}_ar1_ac_last": Number(rows["ar1_ac_mean"][last], "correlation", 2, "correlogram"),
            f"{country}_ar1_ac_outside": Number(
                int((~rows["ac"].between(rows["ar1_ac_low"], rows["ar1_ac_high"])).sum()), "lags", 0, "correlogram"
            ),
            f"{country}_q_last": Number(rows["q"][last], "statistic", 1, "correlogram"),
            f"{country}_pac_outside": Number(int((rest > rows["band"][1]).sum()), "lags", 0, "correlogram"),
        }
        found["correlogram_band"] = Number(rows["band"][1], "correlation", 2, "correlogram")
        found["correlogram_lags"] = Number(last, "lags", 0, "correlogram")
    return found


def _arima(table: pd.DataFrame) -> Numbers:
    found: Numbers = {}
    for _, row in table.iterrows():
        key = f"{row['country']}_{row['reading']}_{row['estimator']}"
        found[f"{key}_{row['parameter']}"] = Number(row["estimate"], "coefficient", 3, "arima")
        if pd.notna(row["std_error"]):
            found[f"{key}_{row['parameter']}_se"] = Number(row["std_error"], "coefficient", 3, "arima")
        found[f"{key}_ljung_box_p"] = Number(row["ljung_box_p"], "probability", 3, "arima")
        found[f"{key}_nobs"] = Number(int(row["nobs"]), "months", 0, "arima")
    levels = table[(table["parameter"] == "phi") & table["reading"].isin(["w_no_mean", "w_mean"])]
    for country, part in levels.groupby("country"):
        found[f"{country}_w_phi_low"] = Number(part["estimate"].min(), "coefficient", 2, "arima")
        found[f"{country}_w_phi_high"] = Number(part["estimate"].max(), "coefficient", 2, "arima")
    found["readings_fitted"] = Number(len(table[["reading", "estimator"]].drop_duplicates()), "fits", 0, "arima")
    found["unconverged"] = Number(
        int((~table.drop_duplicates(["country", "reading", "estimator"])["converged"].astype(bool)).sum()),
        "fits",
        0,
        "arima",
    )
    return found


def _stability(table: pd.DataFrame, significance: float) -> Numbers:
    china = table[table["country"] == "china"]
    found: Numbers = {
        "break_month": Number(table["break_month"].iloc[0], "month", None, "stability"),
        "chow_rejections": Number(int((china["pvalue_holm"] < significance).sum()), "tests", 0, "stability"),
    }
    for _, row in table.iterrows():
        key = f"{row['country']}_chow_{row['reading']}"
        found |= {
            f"{key}_f": Number(row["statistic"], "statistic", 2, "stability"),
            f"{key}_p": Number(row["pvalue"], "probability", 3, "stability"),
            f"{key}_p_simulated": Number(row["pvalue_simulated"], "probability", 3, "stability"),
            f"{key}_before": Number(row["phi_before"], "coefficient", 2, "stability"),
            f"{key}_after": Number(row["phi_after"], "coefficient", 2, "stability"),
        }
    return found


def _forecasts(forecasts: pd.DataFrame, accuracy: pd.DataFrame, headline: Mapping[str, str]) -> Numbers:
    model = "{reading}/{estimator}".format(**headline)
    found: Numbers = {
        f"forecast_{choice}": Number(headline[choice], "name", None, "forecasts") for choice in ("reading", "estimator")
    }
    china = forecasts[(forecasts["country"] == "china") & (forecasts["model"] == model)].iloc[-1]
    levels = sorted(int(column.rpartition("_")[2]) for column in forecasts if column.startswith("lower_"))
    for place, level in zip(("inner", "outer"), levels, strict=True):
        found |= {
            f"forecast_{place}": Number(level, "percent", 0, "forecasts"),
            f"forecast_{place}_lower": Number(china[f"lower_{level}"], "ratio", 2, "forecasts"),
            f"forecast_{place}_upper": Number(china[f"upper_{level}"], "ratio", 2, "forecasts"),
        }
    found |= {
        "forecast_last": Number(china["forecast"], "ratio", 2, "forecasts"),
        "forecast_last_month": Number(china["month"], "month", None, "forecasts"),
        "forecast_actual": Number(china["actual"], "ratio", 2, "forecasts"),
        "forecast_horizon": Number(int(china["horizon"]), "months", 0, "forecasts"),
    }
    for _, row in accuracy[accuracy["country"] == "china"].iterrows():
        key = {model: "headline", "seasonal_naive": "naive", "no_change": "no_change"}.get(row["model"])
        if key:
            found |= {
                f"accuracy_{key}_rmse": Number(row["rmse"], "ratio", 2, "forecast_accuracy"),
                f"accuracy_{key}_months": Number(int(row["months"]), "months", 0, "forecast_accuracy"),
                f"accuracy_{key}_mean_error": Number(row["mean_error"], "ratio", 2, "forecast_accuracy"),
            }
    found["us_forecast_months"] = Number(
        int(accuracy.loc[accuracy["country"] == "us", "months"].max()), "months", 0, "forecast_accuracy"
    )
    return found


def _claims(table: pd.DataFrame) -> Numbers:
    found: Numbers = {"claims_total": Number(len(table), "claims", 0, "claims")}
    for verdict in ("reproduced", "displaced", "close", "contradicted", "untestable"):
        found[f"claims_{verdict}"] = Number(int((table["verdict"] == verdict).sum()), "claims", 0, "claims")
    numeric = table[(table["kind"] == "number") & (pd.to_numeric(table["candidates"], errors="coerce") > 0)]
    found["claims_searched"] = Number(len(numeric), "claims", 0, "claims")
    found["claims_candidates"] = Number(int(numeric["candidates"].astype(float).sum()), "candidates", 0, "claims")
    numbers = table[table["kind"] == "number"]
    found["claims_numbers"] = Number(len(numbers), "claims", 0, "claims")
    for verdict in ("reproduced", "displaced", "contradicted"):
        count = int((numbers["verdict"] == verdict).sum())
        found[f"claims_numbers_{verdict}"] = Number(count, "claims", 0, "claims")
        other = int(((table["kind"] != "number") & (table["verdict"] == verdict)).sum())
        found[f"claims_statements_{verdict}"] = Number(other, "claims", 0, "claims")
    found["claims_statements"] = Number(int((table["kind"] != "number").sum()), "claims", 0, "claims")
    for _, row in table.iterrows():
        key = row["id"].lower().replace("-", "_")
        found[f"{key}_verdict"] = Number(row["verdict"], "verdict", None, "claims")
        found[f"{key}_printed"] = Number(str(row["printed"]).replace("-", "\u2212"), "as printed", None, "claims")
        found[f"{key}_candidates"] = Number(str(row["candidates"]), "candidates", None, "claims")
        found[f"{key}_expected"] = Number(str(row["expected_by_chance"]), "matches", None, "claims")
        if re.fullmatch(r"\d{4}-\d{2}", row["matched_month"]):
            found[f"{key}_month"] = Number(str(row["matched_month"]), "month", None, "claims")
    return found


def _search(candidates: pd.DataFrame, first: str, last: str) -> Numbers:
    """How far the change of the multiplier over the common window depends on definition and vintage."""
    multipliers = candidates[candidates["quantity"] == "multiplier"]
    ends = multipliers[multipliers["month"].isin([first, last])].pivot_table(
        index=["country", "definition", "vintage"], columns="month", values="value"
    )
    change = (100 * (ends[last] / ends[first] - 1)).dropna()
    found: Numbers = {}
    for country in COUNTRIES:
        part = change.loc[country]
        found |= {
            f"{country}_search_change_low": Number(part.min(), "percent", 1, "candidates"),
            f"{country}_search_change_high": Number(part.max(), "percent", 1, "candidates"),
            f"{country}_search_specifications": Number(len(part), "specifications", 0, "candidates"),
        }
    return found


def _cleaning(corrections: pd.DataFrame, identities: Mapping[str, pd.DataFrame]) -> Numbers:
    found: Numbers = {"corrections_total": Number(len(corrections), "rows", 0, "corrections")}
    for action in ("replace", "blank", "keep", "break"):
        found[f"corrections_{action}"] = Number(int((corrections["action"] == action).sum()), "rows", 0, "corrections")
    for country, table in identities.items():
        source = f"identities_{country}"
        if country == "china":
            own = bool(table["identity"].eq("M1 = M0 + demand deposits").any())
            found["china_components"] = Number("money supply" if own else "balance sheet", "table", None, source)
        found[f"{country}_identities_checked"] = Number(len(table), "checks", 0, source)
        found[f"{country}_identities_failed"] = Number(int((~table["holds"]).sum()), "checks", 0, source)
    return found


def paper_numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return every number of the text.

    Parameters
    ----------
    tables
        Tables of results by name; ratios_china and ratios_us with a month index.
    settings
        What the text says of the configuration: vintage, edition, sample, crisis, comparison, seed and
        the choices of the tests.

    Returns
    -------
    dict
        Key -> :class:`Number`.
    """
    first, last = settings["sample"]["first"], settings["sample"]["last"]
    found: Numbers = {
        "vintage": Number(settings["vintage"], "name", None, "configuration"),
        "edition": Number(settings["edition"], "day", None, "configuration"),
        "sample_first": Number(first, "month", None, "configuration"),
        "sample_last": Number(last, "month", None, "configuration"),
        "sample_first_year": Number(first[:4], "year", None, "configuration"),
        "sample_last_year": Number(last[:4], "year", None, "configuration"),
        "crisis_first": Number(settings["crisis"]["first"], "month", None, "configuration"),
        "crisis_last": Number(settings["crisis"]["last"], "month", None, "configuration"),
        "index_month": Number(settings["comparison"]["index_month"], "month", None, "configuration"),
        "seasonal_period": Number(settings["seasonal_period"], "months", 0, "configuration"),
        "bootstrap_draws": Number(settings["bootstrap_draws"], "draws", 0, "configuration"),
        "random_walk_draws": Number(settings["random_walk_draws"], "draws", 0, "configuration"),
        "seed": Number(str(settings["seed"]), "seed", None, "configuration"),
        "sample_months": Number(len(tables["ratios_china"].loc[first:last]), "months", 0, "ratios_china"),
        "significance": Number(100 * settings["significance"], "percent", 0, "configuration"),
        "month_offset": Number(settings["month_offset"], "months", 0, "configuration"),
        "close_percent": Number(settings["close_percent"], "percent", 1, "configuration"),
        **{
            f"{country}_{kind}_phrase": Number(PHRASES[kind][choice], "phrase", None, "configuration")
            for country, choices in settings["definitions"].items()
            for kind, choice in choices.items()
        },
    }
    for country in COUNTRIES:
        found |= _path(tables[f"ratios_{country}"], first, last, country)
    found |= _statutory(tables["ratios_china"], first, last)
    found |= _excess(tables["ratios_us"], first, settings["comparison"]["index_month"], last)
    found |= _events(tables["events"])
    found |= _changes(tables["changes"])
    found |= _drivers(tables["drivers"], settings["significance"])
    found |= _sensitivities(tables["sensitivities"])
    found |= _unit_roots(tables["unit_roots"], settings["unit_roots_headline"])
    found |= _correlogram(tables["correlogram"])
    found |= _arima(tables["arima"])
    found |= _stability(tables["stability"], settings["significance"])
    found |= _forecasts(tables["forecasts"], tables["forecast_accuracy"], settings["arima_headline"])
    found |= _claims(tables["claims"])
    common = settings["comparison"]["windows"]["common"]
    found |= _search(tables["candidates"], common["first"], common["last"])
    found |= _cleaning(tables["corrections"], {country: tables[f"identities_{country}"] for country in COUNTRIES})
    return found


def as_records(numbers: Numbers, sources: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the numbers as numbers.json holds them.

    Parameters
    ----------
    numbers
        Key -> number.
    sources
        Name of a table -> ``rule`` that made it and its ``inputs``, down to the raw files.
    """
    return {
        key: {
            "value": None if str(number) == NOT_AVAILABLE else number.value,
            "unit": number.unit,
            "decimals": number.decimals,
            "rule": sources[number.source]["rule"],
            "inputs": sources[number.source]["inputs"],
        }
        for key, number in numbers.items()
    }


def from_records(records: Mapping[str, Mapping[str, Any]]) -> Numbers:
    """Return numbers from the content of numbers.json."""
    return {
        key: Number(record["value"], record["unit"], record["decimals"], record["rule"])
        for key, record in records.items()
    }
