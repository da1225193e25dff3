"""Numbers: quarterly ratios and the multiplier, 2000 to 2012."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.companions.low_requirement import ABSORBED, MECHANICAL
from multiplier.companions.terms import BOUNDS, DRIVERS
from multiplier.definitions import TRILLION
from multiplier.report.number import Number, Numbers
from multiplier.report.numbers.breaks import BASE, MONEY, is_break, month_after

QUARTER, YEAR = 3, 12  # months


def quarter_name(quarter: str) -> str:
    """Return a quarter in words: 2012Q1 is the first quarter of 2012."""
    year, number = quarter.split("Q")
    return f"the {['first', 'second', 'third', 'fourth'][int(number) - 1]} quarter of {year}"


def _correlations(table: pd.DataFrame) -> Numbers:
    """Correlations of the study's window, the range over both bounds, and how many have the other sign."""
    source = "quarterly_correlations"
    found: Numbers = {}
    stated = table[table["window"] == "stated"]
    for (adjustment, kind, driver), part in stated.groupby(["adjustment", "transform", "driver"]):
        key = f"quarterly_{adjustment}_{kind}_{driver}"
        found[f"{key}_low"] = Number(part["pearson"].min(), "correlation", 2, source)
        found[f"{key}_high"] = Number(part["pearson"].max(), "correlation", 2, source)
    for window, part in table.groupby("window"):
        row = part[part["transform"] == "level"].iloc[0]
        found |= {
            f"quarterly_{window}_quarters": Number(int(row["nobs"]), "quarters", 0, source),
            f"quarterly_{window}_first": Number(quarter_name(row["first"]), "quarter", None, source),
            f"quarterly_{window}_last": Number(quarter_name(row["last"]), "quarter", None, source),
        }
        # cd is the same under both bounds.
        adjusted = part[(part["adjustment"] == "x13") & ~((part["driver"] == "cd") & (part["bound"] == "small"))]
        for kind, rows in adjusted.groupby("transform"):
            against = int((rows["pearson"] >= 0).sum())
            found[f"quarterly_{window}_{kind}_against"] = Number(against, "correlations", 0, source)
            found[f"quarterly_{window}_{kind}_all"] = Number(len(rows), "correlations", 0, source)
    return found


def _regressions(table: pd.DataFrame) -> Numbers:
    source = "quarterly_regression"
    found: Numbers = {}
    stated = table[table["window"] == "stated"]
    slopes = stated[stated["term"].isin(DRIVERS)]
    for (bound, term), part in slopes.groupby(["bound", "term"]):
        row, key = part.iloc[0], f"quarterly_{bound}_{term}"
        found |= {
            f"{key}_slope": Number(row["estimate"], "elasticity", 2, source),
            f"{key}_elasticity": Number(row["elasticity"], "elasticity", 2, source),
        }
    for bound in BOUNDS:
        own = stated[stated["bound"] == bound]
        found |= {
            f"quarterly_{bound}_left_out": Number(int(own["left_out"].iloc[0]), "quarters", 0, source),
            f"quarterly_{bound}_nobs": Number(int(own["nobs"].iloc[0]), "quarters", 0, source),
        }
    return found | {
        "quarterly_slopes": Number(len(slopes), "slopes", 0, source),
        "quarterly_slopes_positive": Number(int((slopes["estimate"] >= 0).sum()), "slopes", 0, source),
        "quarterly_slopes_off": Number(int((slopes["difference_t"].abs() > 2).sum()), "slopes", 0, source),
        "quarterly_vif": Number(stated["vif"].max(), "factor", 1, source),
    }


def _paths(table: pd.DataFrame) -> Numbers:
    source = "quarterly_paths"
    trillion, unit = TRILLION["china"]
    found: Numbers = {"quarterly_start_month": Number(str(table["month"].iloc[0]), "month", None, source)}
    for bound in BOUNDS:
        own = table[(table["bound"] == bound) & (table["scenario"] == MECHANICAL)].set_index("rr_percent")
        places = {
            "start": own["start_percent"].iloc[0],
            "lowest": own["lowest_percent"].iloc[0],
            "nought": own.index.min(),
        }
        for name, percent in places.items():
            key = f"quarterly_{bound}_{name}"
            found |= {
                f"{key}_percent": Number(float(percent), "percent", 1, source),
                f"{key}_m": Number(own.loc[percent, "multiplier"], "ratio", 1, source),
                f"{key}_m2": Number(own.loc[percent, "m2"] / trillion, unit, 0, source),
                f"{key}_er": Number(own.loc[percent, "er_percent"], "percent", 1, source),
            }
    kept = table[table["scenario"] == ABSORBED]["multiplier"]
    return found | {"quarterly_absorbed_m": Number(kept.mean(), "ratio", 1, source)}


def _ratios(table: pd.DataFrame) -> Numbers:
    source = "quarterly_ratios"
    gap = table["multiplier"] - table["mm"]
    known = table.dropna(subset=["rr_large"])
    lowest = known[known["rr_large"] == known["rr_large"].min()]
    return {
        "quarterly_at_lowest": Number(len(lowest), "quarters", 0, source),
        "quarterly_at_lowest_m_low": Number(lowest["mm"].min(), "ratio", 1, source),
        "quarterly_at_lowest_m_high": Number(lowest["mm"].max(), "ratio", 1, source),
        "quarterly_at_lowest_er": Number(100 * lowest["er_large"].mean(), "percent", 1, source),
        "quarterly_count": Number(len(table), "quarters", 0, source),
        "quarterly_unknown": Number(len(table) - len(known), "quarters", 0, source),
        "quarterly_gap_low": Number(gap.min(), "ratio", 2, source),
        "quarterly_gap_high": Number(gap.max(), "ratio", 2, source),
        "quarterly_negative_excess": Number(int((known["er_large"] < 0).sum()), "quarters", 0, source),
    }


def _reasons(windows: Mapping[str, Mapping[str, str]], tables: Mapping[str, pd.DataFrame]) -> Numbers:
    """Whether the windows are bounded by the changes that they are there for."""
    ends, begins = pd.Period(windows["before_2011"]["last"], freq="M"), windows["from_2004"]["first"]
    corrections = tables["corrections"]
    coverage = is_break(corrections, BASE, "reserve_money", month_after(str(ends))) and any(
        is_break(corrections, MONEY, "m2", str(ends + months)) for months in range(1, YEAR + 1)
    )
    # The month in which deposits leave the remainder for the reserves, at most a quarter before.
    moved = pd.Period(tables["k2_ratios"].set_index("month")["g"].diff().idxmin(), freq="M")
    shifted = moved <= pd.Period(begins, freq="M") < moved + QUARTER
    return {
        "quarterly_before_2011_is_break": Number(coverage, "whether it is a break", None, "corrections"),
        "quarterly_from_2004_is_shift": Number(bool(shifted), "whether it is the shift", None, "k2_ratios"),
    }


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    return (
        _ratios(tables["quarterly_ratios"])
        | _correlations(tables["quarterly_correlations"])
        | _regressions(tables["quarterly_regression"])
        | _paths(tables["quarterly_paths"])
        | _reasons(settings["quarterly"]["windows"], tables)
    )
