"""Numbers: consumer prices and money, 1999 to 2010."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.companions.admissible import admissible
from multiplier.companions.terms import AVAILABLE, IDENTIFIED, INDEX, MONEY, STATED, UNIT_ROOT_TESTS
from multiplier.report.number import Number, Numbers

PVALUES, OF_M0, OF_ISSUE = "CP-05", "CP-08", "CP-07"
NAMES = {"base": "base money", "currency_issue": "currency issue", "m0": "M0", "m1": "M1", "m2": "M2"}
CORRELATED = ("CP-06", "CP-07", "CP-08", "CP-09", "CP-10")


def _joined(names: list[str]) -> str:
    """Return names as words of a sentence."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or "none"


def _misprint(rows: pd.DataFrame, printed: str) -> Numbers:
    """The first p-value that is not the one of the sample: its lag, as printed and as it follows."""
    found: dict[str, Any] = {"count": 0, "lag": None, "printed": None, "follows": None}
    for lag, (text, value) in enumerate(zip(printed.split(), rows["p"], strict=False), 1):
        decimals = len(text.partition(".")[2])
        if f"{value:.{decimals}f}" != f"{float(text):.{decimals}f}":
            found["count"] += 1
            if found["count"] == 1:
                found |= {"lag": lag, "printed": float(text), "follows": float(value)}
    units = {
        "count": ("p-values", 0),
        "lag": ("months", 0),
        "printed": ("probability", 3),
        "follows": ("probability", 3),
    }
    single = Number(found["count"] == 1, "whether there is one", None, "price_correlogram")
    return {"price_misprint_single": single} | {
        f"price_misprint_{key}": Number(found[key], *units[key], "price_correlogram") for key in found
    }


def _correlations(table: pd.DataFrame, significance: float) -> Numbers:
    found: Numbers = {}
    source = "price_correlations"
    begins = table.groupby("variable")["begins"].first()
    for variable in ("base", "m2"):
        found[f"price_{variable}_begins"] = Number(str(begins[variable]), "month", None, source)
    for sample in (AVAILABLE, IDENTIFIED):
        rows = table[table["sample"] == sample].set_index("variable")
        for variable in MONEY:
            row = rows.loc[variable] if len(rows) else pd.Series(dtype=float)
            key = f"price_{sample}_{variable}"
            for name, column, decimals in (
                ("correlation", "correlation", 3),
                ("lower", "boot_lower", 2),
                ("upper", "boot_upper", 2),
                ("holm", "pvalue_holm", 3),
                ("outside", "outside", 3),
            ):
                found[f"{key}_{name}"] = Number(row.get(column), "correlation", decimals, source)
        first = rows.iloc[0] if len(rows) else pd.Series(dtype=object)
        found |= {
            f"price_{sample}_first": Number(first.get("first"), "month", None, source),
            f"price_{sample}_last": Number(first.get("last"), "month", None, source),
        }
        omitted = first.get("omitted")
        found[f"price_{sample}_omitted"] = Number(None if pd.isna(omitted) else omitted, "month", None, source)
    m0 = rows.loc["m0"] if len(rows) else pd.Series({"pvalue_holm": 1.0, "boot_lower": 0.0})
    disputed = bool(m0["pvalue_holm"] < significance and m0["boot_lower"] < 0)
    nobs = rows["outside_nobs"].iloc[0] if len(rows) else None
    found["price_outside_nobs"] = Number(None if nobs is None else int(nobs), "differences", 0, source)
    # Less than half of the correlation is left without the months of the New Year.
    holiday = bool(len(rows) and abs(m0["outside"]) < abs(m0["correlation"]) / 2)
    found["price_m0_holiday"] = Number(holiday, "whether it is the holiday", None, source)
    found["price_m0_disputed"] = Number(disputed, "whether the tests disagree", None, source)
    return found


def _trending(roots: pd.DataFrame) -> Numbers:
    """The aggregates that some test of a unit root around a trend takes for stationary, as CP-11 counts them."""
    chosen = roots[
        roots["test"].isin(UNIT_ROOT_TESTS)
        & (roots["transform"] == "level")
        & (roots["deterministic"] == "ct")
        & (roots["lag_rule"] != "fixed")
        & (roots["state"] == "computed")
    ]
    rejected = chosen[chosen["decision"] == "rejected"]["series"].unique()
    names = [NAMES[variable] for variable in MONEY if variable in rejected]
    source = "price_unit_roots"
    return {
        "price_trend_rejected": Number(len(names), "aggregates", 0, source),
        "price_trend_rejected_names": Number(_joined(names), "aggregates", None, source),
    }


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    chosen = settings["prices"]
    correlograms, search, roots = (tables[f"price_{name}"] for name in ("correlogram", "search", "unit_roots"))
    stated = correlograms[correlograms["sample"] == STATED]
    own = correlograms[correlograms["sample"] == IDENTIFIED]
    claims = tables["claims"].set_index("id")
    printed = claims["printed"]
    rows = tables["price_correlations"].set_index(["sample", "variable"])
    sample = IDENTIFIED if len(own) else AVAILABLE
    inside = [
        NAMES[variable]
        for variable, identifier in zip(MONEY, CORRELATED, strict=True)
        if rows.loc[(sample, variable), "boot_lower"]
        <= float(printed[identifier])
        <= rows.loc[(sample, variable), "boot_upper"]
    ]
    others = claims.loc[[identifier for identifier in CORRELATED if identifier != OF_M0], "verdict"]
    verdicts = f"all {others.iloc[0]}" if others.nunique() == 1 else _joined(list(others))
    displaced = int((claims.loc[list(CORRELATED), "verdict"] == "displaced").sum())
    names = [calendar.month_name[month] for month in chosen["festival_months"]]
    found: Numbers = {
        "price_stated_first": Number(chosen["sample"]["first"], "month", None, "configuration"),
        "price_stated_last": Number(chosen["sample"]["last"], "month", None, "configuration"),
        "price_lags": Number(chosen["lags"], "lags", 0, "configuration"),
        "price_stated_nobs": Number(int(stated["nobs"].iloc[0]), "differences", 0, "price_correlogram"),
        "price_implied_nobs": Number(int(search["nobs"].iloc[0]), "differences", 0, "price_search"),
        "price_samples": Number(len(search), "samples", 0, "price_search"),
        "price_others": Number(verdicts, "verdicts", None, "claims"),
        "price_festival_months": Number(_joined(names), "months", None, "configuration"),
        "price_inside": Number(_joined(inside), "money", None, "price_correlations"),
        "price_inside_count": Number(len(inside), "correlations", 0, "price_correlations"),
        "price_displaced": Number(displaced, "claims", 0, "claims"),
        "price_found": Number(len(own) > 0, "whether a sample was identified", None, "price_correlogram"),
    }
    found |= _misprint(own, str(printed[PVALUES])) | _correlations(
        tables["price_correlations"], settings["significance"]
    )
    with_m0 = float(rows.loc[(sample, "currency_issue"), "with_m0"])
    low, high = admissible(with_m0, float(printed[OF_M0]))
    issue = float(printed[OF_ISSUE])
    found |= {
        "price_issue_with_m0": Number(with_m0, "correlation", 3, "price_correlations"),
        "price_issue_low": Number(low, "correlation", 2, "price_correlations"),
        "price_issue_high": Number(high, "correlation", 2, "price_correlations"),
        "price_issue_possible": Number(low <= issue <= high, "whether it is possible", None, "price_correlations"),
    }
    adf = roots[(roots["series"] == INDEX) & (roots["test"] == "ADF") & (roots["deterministic"] == "c")]
    for kind in ("level", "diff"):
        row = adf[(adf["transform"] == kind) & (adf["lag_rule"] == settings["unit_roots_headline"])].iloc[0]
        found[f"price_adf_{kind}"] = Number(float(row["statistic"]), "statistic", 2, "price_unit_roots")
        found[f"price_adf_{kind}_lags"] = Number(int(row["lags"]), "lags", 0, "price_unit_roots")
    level = round(100 * settings["significance"])
    found["price_adf_critical"] = Number(float(row[f"crit_{level}"]), "statistic", 2, "price_unit_roots")
    found["price_adf_level_percent"] = Number(level, "percent", 0, "configuration")
    found |= _trending(roots)
    years = tables["price_years"]
    for variable, part in years.groupby("variable"):
        growth = part["growth_percent"]
        found |= {
            f"price_{variable}_falls": Number(int((growth < 0).sum()), "years", 0, "price_years"),
            f"price_{variable}_growth_low": Number(growth.min(), "percent", 1, "price_years"),
            f"price_{variable}_growth_high": Number(growth.max(), "percent", 1, "price_years"),
            f"price_{variable}_slower": Number(int((growth.diff() < 0).sum()), "years", 0, "price_years"),
        }
    found["price_years"] = Number(int(years["month"].nunique()), "years", 0, "price_years")
    return found
