"""Numbers: turning points and leads of the multiplier and of inflation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.companions.terms import MULTIPLIER
from multiplier.report.number import Number, Numbers

KINDS = ("smoothed", "diff12")


def _together(table: pd.DataFrame) -> Numbers:
    found: Numbers = {}
    source = "cycle_concordance"
    for _, row in table.iterrows():
        key = f"cycle_{row['window']}"
        found |= {
            f"{key}_first": Number(row["first"], "month", None, source),
            f"{key}_last": Number(row["last"], "month", None, source),
            f"{key}_concordance": Number(100 * row["concordance"], "percent", 0, source),
            f"{key}_expected": Number(100 * row["expected"], "percent", 0, source),
            f"{key}_pvalue": Number(row["pvalue"], "probability", 2, source),
            f"{key}_pvalue_se": Number(row["pvalue_se"], "probability", 3, source),
            f"{key}_turns_multiplier": Number(int(row["turns_multiplier"]), "turns", 0, source),
            f"{key}_turns_inflation": Number(int(row["turns_inflation"]), "turns", 0, source),
            f"{key}_distance": Number(row["median_distance"], "months", 0, source),
        }
    return found


def _leads(table: pd.DataFrame, significance: float) -> Numbers:
    """Correlation of one month, the highest and the lowest, by window and kind."""
    found: Numbers = {}
    for (window, kind), part in table.groupby(["window", "kind"]):
        values = part.set_index("lag")
        key = f"cycle_{window}_{kind}"
        places = {"now": 0, "high": values["correlation"].idxmax(), "low": values["correlation"].idxmin()}
        places["largest"] = values["correlation"].abs().idxmax()
        for name, lag in places.items():
            found |= {
                f"{key}_{name}": Number(values.loc[lag, "correlation"], "correlation", 2, "cycle_leads"),
                f"{key}_{name}_p": Number(values.loc[lag, "pvalue"], "probability", 2, "cycle_leads"),
                f"{key}_{name}_months": Number(int(abs(lag)), "months", 0, "cycle_leads"),
                f"{key}_{name}_leads": Number(bool(lag > 0), "whether the multiplier leads", None, "cycle_leads"),
            }
        ahead, behind = values.loc[1:]["correlation"].idxmax(), values.loc[:-1]["correlation"].idxmax()
        found |= {
            f"{key}_behind": Number(values.loc[behind, "correlation"], "correlation", 2, "cycle_leads"),
            f"{key}_behind_months": Number(int(-behind), "months", 0, "cycle_leads"),
            f"{key}_ahead": Number(values.loc[ahead, "correlation"], "correlation", 2, "cycle_leads"),
            f"{key}_lead_found": Number(
                bool(values.loc[ahead, "anywhere_p"] < significance), "whether a lead is found", None, "cycle_leads"
            ),
            f"{key}_ahead_months": Number(int(ahead), "months", 0, "cycle_leads"),
            f"{key}_ahead_p": Number(values.loc[ahead, "anywhere_p"], "probability", 2, "cycle_leads"),
            f"{key}_largest_anywhere": Number(
                values.loc[places["largest"], "anywhere_p"], "probability", 2, "cycle_leads"
            ),
            f"{key}_largest_found": Number(
                bool(values.loc[places["largest"], "anywhere_p"] < significance),
                "whether a relation is found",
                None,
                "cycle_leads",
            ),
        }
    return found


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    chosen, source = settings["cycles"], "cycle_turns"
    found = _together(tables["cycle_concordance"]) | _leads(tables["cycle_leads"], settings["significance"])
    turns = tables["cycle_turns"]
    own = turns[(turns["window"] == "study") & (turns["series"] == MULTIPLIER)]
    for kind, part in own.groupby("kind"):
        found[f"cycle_last_{kind}"] = Number(str(part["month"].max()), "month", None, source)
    short = own["lead"].dropna()
    found["cycle_study_lead_lowest"] = Number(float(short.min()) if len(short) else None, "months", 0, source)
    leads = turns.loc[(turns["window"] == "whole") & (turns["series"] == MULTIPLIER), "lead"].dropna()
    found |= {
        "cycle_whole_all_before": Number(bool(len(leads) and (leads > 0).all()), "whether all lead", None, source),
        "cycle_whole_lead_low": Number(float(leads.min()) if len(leads) else None, "months", 0, source),
        "cycle_whole_lead_high": Number(float(leads.max()) if len(leads) else None, "months", 0, source),
    }
    for kind in ("peak", "trough"):
        found.setdefault(f"cycle_last_{kind}", Number(None, "month", None, source))
    found |= {
        "cycle_smoothing": Number(chosen["smoothing"], "months", 0, "configuration"),
        "cycle_phase": Number(chosen["turning"]["phase"], "months", 0, "configuration"),
        "cycle_length": Number(chosen["turning"]["cycle"], "months", 0, "configuration"),
        "cycle_reach": Number(chosen["turning"]["window"], "months", 0, "configuration"),
        "cycle_lags": Number(chosen["lags"], "months", 0, "configuration"),
        "cycle_draws": Number(chosen["concordance_draws"], "surrogates", 0, "configuration"),
    }
    drivers = tables["drivers"]
    drivers = drivers[(drivers["country"] == "china") & (drivers["transform"] == "diff")].set_index("driver")
    for symbol, driver in (
        ("c", "currency_ratio"),
        ("s", "savings_ratio"),
        ("t", "time_ratio"),
        ("r", "reserve_ratio"),
    ):
        contrary = int(drivers.loc[driver, "nobs"] - drivers.loc[driver, "agreements"])
        found[f"cycle_contrary_{symbol}"] = Number(contrary, "months", 0, "drivers")
    found["cycle_contrary_months"] = Number(int(drivers["nobs"].iloc[0]), "months", 0, "drivers")
    return found
