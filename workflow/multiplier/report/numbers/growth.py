"""Numbers: growth of money, of base money and of the multiplier; money over output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from multiplier.claims.verdicts import matches
from multiplier.companions.terms import TURNS_PERCENT
from multiplier.report.number import Number, Numbers
from multiplier.search.chance import distinct, expected_by_chance

LOG_POINTS = "log points"
CORRELATION = "BA-06"  # claim whose printed number is searched for


def _windows(table: pd.DataFrame) -> Numbers:
    """Correlations, their benchmark and the main source, by window."""
    source = "growth_correlations"
    found: Numbers = {}
    for _, row in table.iterrows():
        key = f"growth_{row['window']}"
        found |= {
            f"{key}_first": Number(row["first"], "month", None, source),
            f"{key}_last": Number(row["last"], "month", None, source),
            f"{key}_months": Number(int(row["months"]), "months", 0, source),
            f"{key}_sd_base": Number(row["sd_base"], LOG_POINTS, 1, source),
            f"{key}_sd_m2": Number(row["sd_m2"], LOG_POINTS, 1, source),
            f"{key}_multiplier_percent": Number(row["multiplier_percent"], "percent", 0, source),
            f"{key}_switches": Number(int(row["switches"]), "switches", 0, source),
            f"{key}_longest_run": Number(int(row["longest_run"]), "months", 0, source),
        }
        for name in ("correlation", "correlation_m2", "independent", "difference"):
            digits = 3 if name in ("independent", "difference") else 2
            for end in ("", "_lower", "_upper"):
                found[f"{key}_{name}{end}"] = Number(row[name + end], "correlation", digits, source)
    apart = ((table["difference_lower"] > 0) | (table["difference_upper"] < 0)).sum()
    return found | {
        "growth_windows": Number(len(table), "windows", 0, source),
        "growth_windows_apart": Number(int(apart), "windows", 0, source),
        "growth_difference_largest": Number(table["difference"].abs().max(), "correlation", 3, source),
        "growth_block_longest": Number(float(table["block"].max()), "months", 0, source),
    }


def _search(table: pd.DataFrame, claims: pd.DataFrame) -> Numbers:
    """The definition search for the printed correlation."""
    source = "growth_search"
    text = claims.set_index("id").at[CORRELATION, "printed"]
    printed, decimals = float(text), len(text.partition(".")[2])
    different = distinct(table.assign(month=pd.PeriodIndex(table["month"], freq="M")))
    hits = different[[matches(value, printed, decimals) for value in different["value"]]]
    return {
        "growth_printed": Number(printed, "correlation", decimals, "claims"),
        "growth_candidates": Number(len(different), "candidates", 0, source),
        "growth_matches": Number(len(hits), "candidates", 0, source),
        "growth_expected": Number(
            expected_by_chance(different["value"].to_numpy(float), printed, decimals), "candidates", 0, source
        ),
        "growth_search_low": Number(different["value"].min(), "correlation", 2, source),
        "growth_search_high": Number(different["value"].max(), "correlation", 2, source),
        "growth_search_first": Number(table["month"].min(), "month", None, source),
        "growth_search_last": Number(table["month"].max(), "month", None, source),
    }


def _sources(years: pd.DataFrame, ends: pd.DataFrame, first: str, last: str) -> Numbers:
    """Which source leads, by December and by last month."""
    chosen = years[(years["year"].astype(str) + "-12").between(first, last)]
    led = chosen.loc[chosen["main"] == "multiplier", "year"]
    most, least = ends["multiplier_percent"].idxmax(), ends["multiplier_percent"].idxmin()
    rising = ends["slope_year"] > 0
    one = abs(ends["multiplier_percent"].iloc[-1] - 50) > 50 - TURNS_PERCENT
    return {
        "growth_years": Number(len(chosen), "years", 0, "growth_years"),
        "growth_years_multiplier": Number(len(led), "years", 0, "growth_years"),
        "growth_years_named": Number(", ".join(map(str, led)) or None, "years", None, "growth_years"),
        "growth_one_leads": Number(int(one), "decision", 0, "growth_by_end"),
        "growth_lead_most": Number(ends["multiplier_percent"][most], "percent", 0, "growth_by_end"),
        "growth_lead_most_end": Number(ends["last"][most], "month", None, "growth_by_end"),
        "growth_lead_least": Number(ends["multiplier_percent"][least], "percent", 0, "growth_by_end"),
        "growth_ends": Number(len(ends), "months", 0, "growth_by_end"),
        "growth_ends_rising": Number(int(rising.sum()), "months", 0, "growth_by_end"),
        "growth_ends_rising_last": Number(
            ends.loc[rising, "last"].iloc[-1] if rising.any() else None, "month", None, "growth_by_end"
        ),
    }


def _trends(table: pd.DataFrame, significance: float) -> Numbers:
    """The multiplier's trend by window."""
    source = "multiplier_trends"
    found: Numbers = {}
    for _, row in table.iterrows():
        key = f"growth_trend_{row['window']}"
        found |= {
            f"{key}_first": Number(row["first"], "month", None, source),
            f"{key}_last": Number(row["last"], "month", None, source),
            f"{key}_slope": Number(row["slope_year"], "a year", 3, source),
            f"{key}_t": Number(row["t"], "statistic", 1, source),
            f"{key}_random_walk_p": Number(row["random_walk_p"], "probability", 2, source),
            f"{key}_drift_p": Number(row["drift_p"], "probability", 2, source),
        }
    size = table["random_walk_size"]
    return found | {
        "growth_trend_size_low": Number(100 * size.min(), "percent", 0, source),
        "growth_trend_size_high": Number(100 * size.max(), "percent", 0, source),
        "growth_trend_se": Number(
            100 * table[["random_walk_size_se", "random_walk_p_se", "drift_p_se"]].max().max(), "percent", 1, source
        ),
        "growth_trend_drifts": Number(int((table["drift_p"] < significance).sum()), "windows", 0, source),
        "growth_trend_windows": Number(len(table), "windows", 0, source),
    }


def _monetisation(table: pd.DataFrame, growth: pd.DataFrame) -> Numbers:
    """Money over output."""
    source = "monetisation_growth"
    found: Numbers = {}
    for _, row in growth.iterrows():
        key = f"monetisation_{row['window']}"
        found |= {
            f"{key}_first": Number(row["first"], "month", None, source),
            f"{key}_last": Number(row["last"], "month", None, source),
            f"{key}_start": Number(row["start"], "ratio", 2, source),
            f"{key}_end": Number(row["end"], "ratio", 2, source),
            f"{key}_growth": Number(row["growth_year"], LOG_POINTS, 1, source),
            f"{key}_t": Number(row["t"], "statistic", 1, source),
            f"{key}_without": Number(row["growth_year_without"], LOG_POINTS, 1, source),
            f"{key}_without_t": Number(row["t_without"], "statistic", 1, source),
            f"{key}_breaks": Number(int(row["breaks"]), "quarters", 0, source),
            f"{key}_change": Number(100 * (row["end"] / row["start"] - 1), "percent", 0, source),
            f"{key}_fall": Number(100 * abs(row["end"] / row["start"] - 1), "percent", 0, source),
            f"{key}_up": Number(int(row["up"]), "quarters", 0, source),
            f"{key}_compared": Number(int(row["compared"]), "quarters", 0, source),
        }
    both = table.dropna(subset=["us"])
    multiple = both["china"] / both["us"]
    last = both[both["month"] <= str(growth.set_index("window").loc["long", "last"])].iloc[-1]
    return found | {
        "monetisation_quarters": Number(len(both), "quarters", 0, "monetisation"),
        "monetisation_above": Number(int((both["china"] > both["us"]).sum()), "quarters", 0, "monetisation"),
        "monetisation_multiple_low": Number(multiple.min(), "factor", 1, "monetisation"),
        "monetisation_multiple_high": Number(multiple.max(), "factor", 1, "monetisation"),
        "monetisation_us_first": Number(both["us"].iloc[0], "ratio", 2, "monetisation"),
        "monetisation_us_last": Number(last["us"], "ratio", 2, "monetisation"),
    }


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    ratios, long = tables["ratios_china"], settings["growth"]["windows"]["long"]
    accounts = tables["growth_accounts"].set_index("month").loc[long["first"] : long["last"]]
    sums = np.abs(accounts["base"] + accounts["multiplier"] - accounts["m2"]).max()
    found: Numbers = {
        "growth_base_first": Number(str(ratios["base"].first_valid_index()), "month", None, "ratios_china"),
        "growth_accounts_first": Number(tables["growth_accounts"]["month"].min(), "month", None, "growth_accounts"),
        "growth_residual": Number(sums, LOG_POINTS, 9, "growth_accounts"),
        "growth_base_high": Number(accounts["base"].max(), LOG_POINTS, 0, "growth_accounts"),
        "growth_base_high_month": Number(accounts["base"].idxmax(), "month", None, "growth_accounts"),
        "growth_multiplier_low": Number(accounts["multiplier"].min(), LOG_POINTS, 0, "growth_accounts"),
        "growth_multiplier_low_month": Number(accounts["multiplier"].idxmin(), "month", None, "growth_accounts"),
        "growth_multiplier_high": Number(accounts["multiplier"].max(), LOG_POINTS, 0, "growth_accounts"),
        "growth_multiplier_high_month": Number(accounts["multiplier"].idxmax(), "month", None, "growth_accounts"),
        "growth_draws": Number(settings["growth_draws"], "draws", 0, "configuration"),
        "growth_confidence": Number(100 * settings["growth_confidence"], "percent", 0, "configuration"),
    }
    found |= _windows(tables["growth_correlations"]) | _search(tables["growth_search"], tables["claims"])
    found |= _sources(tables["growth_years"], tables["growth_by_end"], long["first"], long["last"])
    found |= _trends(tables["multiplier_trends"], settings["significance"])
    return found | _monetisation(tables["monetisation"], tables["monetisation_growth"])
