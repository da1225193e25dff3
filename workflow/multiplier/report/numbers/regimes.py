"""Numbers: breaks of the multiplier at an unknown date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.number import Number, Numbers, month_name
from multiplier.report.numbers.breaks import BASE, MONEY, is_break, month_after

LONG = "long"


def _tests(table: pd.DataFrame) -> Numbers:
    """One break at an unknown date, on the long window and the one of one coverage."""
    source = "regime_tests"
    found: Numbers = {}
    for _, row in table.iterrows():
        key = f"regimes_{row['window']}_{row['variant']}"
        found |= {
            f"{key}_month": Number(row["month"], "month", None, source),
            f"{key}_statistic": Number(row["statistic"], "statistic", 0, source),
            f"{key}_critical": Number(row["critical_asymptotic"], "statistic", 2, source),
            f"{key}_{row['null']}_p": Number(row["pvalue"], "probability", 3, source),
            f"{key}_{row['null']}_critical": Number(row["critical_simulated"], "statistic", 0, source),
            f"{key}_{row['null']}_size": Number(100 * row["size"], "percent", 0, source),
            f"{key}_{row['null']}_phi": Number(row["phi"], "coefficient", 2, source),
        }
    trending = table[table["variant"] != "drift"]
    return found | {
        "regimes_size_least": Number(100 * trending["size"].min(), "percent", 1, source),
        "regimes_tests": Number(len(table), "tests", 0, source),
        "regimes_tests_rejected": Number(int((table["decision"] == "rejected").sum()), "tests", 0, source),
        "regimes_walk_rejected": Number(
            int(((table["null"] == "random_walk") & (table["decision"] == "rejected")).sum()), "tests", 0, source
        ),
        "regimes_corrected_rejected": Number(
            int(((table["null"] == "ar1_corrected") & (table["decision"] == "rejected")).sum()), "tests", 0, source
        ),
        "regimes_p_se": Number(100 * table["pvalue_se"].max(), "percent", 1, source),
    }


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _dated(dates: pd.DataFrame) -> Numbers:
    """The breaks of each model in words, with their intervals."""
    found: Numbers = {}
    for breaks, part in dates.groupby("breaks"):
        parts = [
            f"{month_name(row['month'])} ({month_name(row['lower'])} to {month_name(row['upper'])})"
            for _, row in part.sort_values("number").iterrows()
        ]
        found[f"regimes_{breaks}_dated"] = Number(_listed(parts), "months", None, "regime_dates")
        crisis = int(part["in_crisis"].sum())
        found[f"regimes_{breaks}_in_crisis"] = Number(crisis, "breaks", 0, "regime_dates")
    return found


def _slopes(regimes: pd.DataFrame) -> Numbers:
    """The slopes of each model in words."""
    return {
        f"regimes_{breaks}_slopes": Number(
            _listed([str(Number(slope, "a year", 2, "regimes")) for slope in part.sort_values("regime")["slope_year"]]),
            "a year",
            None,
            "regimes",
        )
        for breaks, part in regimes.groupby("breaks")
    }


def _models(models: pd.DataFrame, regimes: pd.DataFrame, dates: pd.DataFrame) -> Numbers:
    """How many breaks, when, and the trends between them, on the long window."""
    models, regimes, dates = (table[table["window"] == LONG] for table in (models, regimes, dates))
    sequential = int(models["sequential"].iloc[0])
    found: Numbers = {
        "regimes_bic_breaks": Number(
            int(models.loc[models["best_bic"].astype(bool), "breaks"].iloc[0]), "breaks", 0, "regime_models"
        ),
        "regimes_sequential_breaks": Number(sequential, "breaks", 0, "regime_models"),
        "regimes_sequential_next": Number(sequential + 1, "regimes", 0, "regime_models"),
        "regimes_date_se": Number(100 * models["pvalue_more_se"].max(), "percent", 1, "regime_models"),
    }
    for _, row in dates.iterrows():
        key = f"regimes_{row['breaks']}_{row['number']}"
        found |= {
            f"{key}_month": Number(row["month"], "month", None, "regime_dates"),
            f"{key}_lower": Number(row["lower"], "month", None, "regime_dates"),
            f"{key}_upper": Number(row["upper"], "month", None, "regime_dates"),
            f"{key}_in_crisis": Number(int(row["in_crisis"]), "decision", 0, "regime_dates"),
        }
    for _, row in regimes.iterrows():
        key = f"regimes_{row['breaks']}_slope_{row['regime']}"
        found[key] = Number(row["slope_year"], "a year", 2, "regimes")
    for _, row in models.iterrows():
        found[f"regimes_more_{row['breaks']}_p"] = Number(row["pvalue_more"], "probability", 3, "regime_models")
    # What the text goes on with: the number of breaks that the tests stop at, but at least one.
    shown = max(sequential, 1)
    named = _dated(dates) | _slopes(regimes)
    return (
        found
        | named
        | {f"regimes_shown_{what}": named[f"regimes_{shown}_{what}"] for what in ("dated", "slopes", "in_crisis")}
    )


def _moves(table: pd.DataFrame) -> Numbers:
    """What the multiplier did before, in and after the crisis."""
    row, source = table[table["window"] == LONG].iloc[0], "regime_moves"
    found: Numbers = {
        f"regimes_{name}": Number(row[name], "month", None, source)
        for name in ("before_first", "before_last", "high_month", "low_month", "peak_month", "later_month")
    }
    found |= {f"regimes_{name}": Number(row[name], "ratio", 2, source) for name in ("high", "low", "peak", "later")}
    return found | {
        "regimes_before_slope": Number(row["before_slope_year"], "a year", 2, source),
        "regimes_rise": Number(row["rise_percent"], "percent", 0, source),
        "regimes_given_back": Number(row["given_back_percent"], "percent", 0, source),
    }


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    chosen, first = settings["regimes"], tables["reserve_requirements"].iloc[0]
    found: Numbers = {
        "regimes_trimming": Number(100 * chosen["trimming"], "percent", 0, "configuration"),
        "regimes_max_breaks": Number(chosen["max_breaks"], "breaks", 0, "configuration"),
        "regimes_test_draws": Number(chosen["test_draws"], "draws", 0, "configuration"),
        "regimes_date_draws": Number(chosen["date_draws"], "draws", 0, "configuration"),
        "regimes_reform_date": Number(first["date"], "date", None, "reserve_requirements"),
        "regimes_reform_ratio": Number(first["statutory_ratio_large"], "percent", 0, "reserve_requirements"),
    }
    known = str(tables["ratios_china"]["multiplier"].first_valid_index())
    found |= {
        "regimes_known_first": Number(known, "month", None, "ratios_china"),
        "regimes_reform_month": Number(str(first["date"])[:7], "month", None, "reserve_requirements"),
    }
    for name, span in chosen["windows"].items():
        found |= {f"regimes_{name}_{end}": Number(span[end], "month", None, "configuration") for end in span}
    one, corrections = chosen["windows"]["one_coverage"], tables["corrections"]
    bounded = is_break(corrections, MONEY, "m2", one["first"]) and is_break(
        corrections, BASE, "reserve_money", month_after(one["last"])
    )
    found["regimes_one_coverage_holds"] = Number(bounded, "whether it lies between breaks", None, "corrections")
    found |= _tests(tables["regime_tests"])
    found |= _models(tables["regime_models"], tables["regimes"], tables["regime_dates"])
    return found | _moves(tables["regime_moves"])
