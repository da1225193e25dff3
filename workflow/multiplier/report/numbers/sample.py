"""Numbers of configuration, ratios, policy dates, changes and cleaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.definitions import CASH, TRILLION
from multiplier.months import window
from multiplier.report.number import COUNTRIES, SHORT, Number, Numbers

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


def _path(table: pd.DataFrame, first: str, last: str, season: int, country: str) -> Numbers:
    """The course of a country's multiplier, its difference over a season, amounts and ratios through the sample."""
    source = f"ratios_{country}"
    columns = ["multiplier", "base", "m2", CASH[country], *SHORT]
    part = window(table[columns], first, last, f"numbers of {country}")
    m = part["multiplier"]
    w = m.diff(season).dropna()
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
        "w_low": Number(w.min(), "ratio", 2, source),
        "w_low_month": Number(str(w.idxmin()), "month", None, source),
        "w_high": Number(w.max(), "ratio", 2, source),
        "w_high_month": Number(str(w.idxmax()), "month", None, source),
        "w_last": Number(w.iloc[-1], "ratio", 2, source),
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


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    first, last = settings["sample"]["first"], settings["sample"]["last"]
    found: Numbers = {
        "vintage": Number(settings["vintage"], "name", None, "configuration"),
        "edition": Number(settings["edition"], "day", None, "configuration"),
        "sample_first": Number(first, "month", None, "configuration"),
        "sample_last": Number(last, "month", None, "configuration"),
        "sample_first_year": Number(first[:4], "year", None, "configuration"),
        "sample_last_year": Number(last[:4], "year", None, "configuration"),
        "common_opens_before_crisis": Number(
            int(
                pd.Period(settings["comparison"]["windows"]["common"]["first"], freq="M") + 1
                == pd.Period(settings["crisis"]["first"], freq="M")
            ),
            "windows",
            0,
            "configuration",
        ),
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
        found |= _path(tables[f"ratios_{country}"], first, last, settings["seasonal_period"], country)
    found |= _statutory(tables["ratios_china"], first, last)
    found |= _excess(tables["ratios_us"], first, settings["comparison"]["index_month"], last)
    found |= _events(tables["events"])
    found |= _changes(tables["changes"])
    found |= _cleaning(tables["corrections"], {country: tables[f"identities_{country}"] for country in COUNTRIES})
    return found
