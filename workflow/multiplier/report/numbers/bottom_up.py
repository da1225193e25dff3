"""Numbers: the multiplier forecast from forecasts of its ratios."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.companions.terms import HEADLINE
from multiplier.report.number import Number, Numbers, month_name

POWER_RATIO = 0.8  # of the better error over the other one, where the text states the power of the test


def _readings(table: pd.DataFrame) -> Numbers:
    source = "bottom_up_specifications"
    lags, plain = (table[table["regression"] == regression] for regression in ("ar", "trend"))
    return {
        "bottom_up_readings": Number(len(table), "readings", 0, source),
        "bottom_up_fit_low": Number(table["fit_mape"].min(), "percent", 1, source),
        "bottom_up_fit_high": Number(table["fit_mape"].max(), "percent", 1, source),
        "bottom_up_year_low": Number(table["mape"].min(), "percent", 1, source),
        "bottom_up_year_high": Number(table["mape"].max(), "percent", 1, source),
        "bottom_up_beat_no_change": Number(int((table["relative_no_change"] < 1).sum()), "readings", 0, source),
        "bottom_up_beat_seasonal": Number(int((table["relative_seasonal_naive"] < 1).sum()), "readings", 0, source),
        "bottom_up_beat_both": Number(int(table["beats_both"].sum()), "readings", 0, source),
        "bottom_up_ar_fit_better": Number(int(lags["fit_mape"].max() < plain["fit_mape"].min()), "decision", 0, source),
        "bottom_up_ar_worse": Number(int(lags["mape"].min() > plain["mape"].max()), "decision", 0, source),
    }


def _rolling(scores: pd.DataFrame, power: pd.DataFrame) -> Numbers:
    rolling = scores[scores["scheme"] == "rolling"].set_index(["horizon", "model"])
    horizons = rolling.index.unique("horizon")
    row = rolling.loc[(horizons.min(), HEADLINE)]
    direct = sum(
        rolling.loc[(horizon, "seasonal_ar"), "rmse"] < rolling.loc[(horizon, HEADLINE), "rmse"] for horizon in horizons
    )
    shares = power.set_index(["horizon", "rmse_ratio"])["rejections"]
    return {
        "bottom_up_rolling_n": Number(int(row["n"]), "forecasts", 0, "bottom_up_scores"),
        "bottom_up_rolling_relative": Number(row["relative_no_change"], "ratio", 2, "bottom_up_scores"),
        "bottom_up_rolling_p": Number(row["dm_no_change_p"], "probability", 2, "bottom_up_scores"),
        "bottom_up_rolling_holm": Number(row["dm_no_change_p_holm"], "probability", 2, "bottom_up_scores"),
        "bottom_up_rolling_horizons": Number(len(horizons), "horizons", 0, "bottom_up_scores"),
        "bottom_up_direct_better": Number(int(direct), "horizons", 0, "bottom_up_scores"),
        "bottom_up_rolling_power": Number(
            100 * shares.get((horizons.min(), POWER_RATIO), float("nan")), "percent", 0, "bottom_up_power"
        ),
        "bottom_up_power_saving": Number(100 * (1 - POWER_RATIO), "percent", 0, "configuration"),
        "bottom_up_longest": Number(int(horizons.max()), "months", 0, "bottom_up_scores"),
        "bottom_up_rolling_size": Number(100 * shares[(horizons.max(), 1.0)], "percent", 0, "bottom_up_power"),
    }


def _ratios(table: pd.DataFrame) -> Numbers:
    source = "bottom_up_ratios"
    four = table[table["ratio"] != "k"].set_index(["regression", "ratio"])["multiplier_percent"]
    worst = str(four.abs().idxmax()[1])
    others = four.drop(worst, level="ratio").abs().max()
    return {
        "bottom_up_worst": Number(worst, "ratio", None, source),
        "bottom_up_worst_percent": Number(four["trend", worst], "percent", 0, source),
        "bottom_up_worst_ar": Number(four["ar", worst], "percent", 0, source),
        "bottom_up_others": Number(others, "percent", 1, source),
    }


def _missing(listed: str) -> str:
    """Return the columns without figures in words: "time_deposits from 2005-01" is time deposits from January 2005."""
    parts = [entry.partition(" from ") for entry in listed.split(", ")]
    return ", ".join(f"{column.replace('_', ' ')} from {month_name(month)}" for column, _, month in parts)


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    chosen, missing = settings["bottom_up"], tables["bottom_up_scope"]["missing"].iloc[0]
    found: Numbers = {
        "bottom_up_missing": Number(
            None if pd.isna(missing) else _missing(missing), "columns", None, "bottom_up_scope"
        ),
        "bottom_up_first": Number(chosen["sample"]["first"], "month", None, "configuration"),
        "bottom_up_last": Number(chosen["sample"]["last"], "month", None, "configuration"),
        "bottom_up_holdout_last": Number(chosen["holdout"]["last"], "month", None, "configuration"),
        "bottom_up_rolling_last": Number(chosen["rolling_last"], "month", None, "configuration"),
    }
    if not pd.isna(missing):
        return found
    events = tables["events"]
    turns = events[(events["country"] == "china") & (events["month"] <= chosen["sample"]["last"])]
    turn = turns.iloc[-1]
    curvature = tables["bottom_up_curvature"]
    apart = (curvature["bias"] - curvature["second_order"]).abs() / curvature["plug_in"]
    found |= {
        "bottom_up_turn_month": Number(turn["month"], "month", None, "events"),
        "bottom_up_turn_is_cut": Number(int("cut" in turn["label"]), "decision", 0, "events"),
        "bottom_up_curvature": Number(curvature["percent"].abs().max(), "percent", 1, "bottom_up_curvature"),
        "bottom_up_curvature_apart": Number(100 * apart.max(), "percentage points", 2, "bottom_up_curvature"),
    }
    found |= _readings(tables["bottom_up_specifications"])
    found |= _rolling(tables["bottom_up_scores"], tables["bottom_up_power"])
    return found | _ratios(tables["bottom_up_ratios"])
