"""Numbers of the unit root tests: the study's, and the battery beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.number import Number, Numbers
from multiplier.unit_roots.conflicts import KEYS, VERDICTS, headline_rows
from multiplier.unit_roots.conventions import BANDWIDTHS

SHORT_TEST = {
    "ADF": "adf",
    "PP": "pp",
    "DF-GLS": "dfgls",
    "KPSS": "kpss",
    "ZA": "za",
    "OCSB": "ocsb",
    "CH": "ch",
}


def _study(table: pd.DataFrame, headline: str) -> Numbers:
    """Augmented Dickey-Fuller tests of the multiplier, as the study ran them."""
    found: Numbers = {}
    multiplier = table[(table["series"] == "multiplier") & (table["test"] == "ADF")]
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


def _battery(table: pd.DataFrame, chosen: pd.DataFrame, significance: float) -> Numbers:
    """Every test of the multiplier as it counts, and its rejections over all lags, bandwidths, terms and breaks.

    Regressions without constant are left out of the count.
    """
    found: Numbers = {}
    for _, row in chosen[chosen["series"] == "multiplier"].iterrows():
        key = f"{row['country']}_m_{row['transform']}_{SHORT_TEST[row['test']]}"
        same = (table[[*KEYS, "test"]] == row[[*KEYS, "test"]]).all(axis=1) & (table["deterministic"] != "n")
        decisions = table.loc[same, "decision"]
        found |= {
            f"{key}_statistic": Number(row["statistic"], "statistic", 2, "unit_roots"),
            f"{key}_critical": Number(row[f"crit_{round(100 * significance)}"], "statistic", 2, "unit_roots"),
            f"{key}_lags": Number(int(row["lags"]), "lags", 0, "unit_roots"),
            f"{key}_decision": Number(row["decision"], "decision", None, "unit_roots"),
            f"{key}_rejections": Number(int((decisions == "rejected").sum()), "tests", 0, "unit_roots"),
            f"{key}_tests": Number(len(decisions), "tests", 0, "unit_roots"),
        }
        if row["test"] == "ZA":
            found[f"{key}_month"] = Number(row["break_month"], "month", None, "unit_roots")
    return found


def _rejections(table: pd.DataFrame, deterministic: str) -> Numbers:
    """In how many series of both countries ADF rejects a unit root of the monthly changes, by every criterion."""
    changes = table[(table["test"] == "ADF") & (table["transform"] == "diff")]
    changes = changes[(changes["deterministic"] == deterministic) & (changes["lag_rule"] != "fixed")]
    return {
        f"unit_root_diff_adf_{rule}": Number(int((part["decision"] == "rejected").sum()), "series", 0, "unit_roots")
        for rule, part in changes.groupby("lag_rule")
    }


def over_sized(chosen: pd.DataFrame, power: pd.DataFrame) -> Numbers:
    """How many rejections of Zivot-Andrews, of levels and 12-month differences, the simulated value takes back."""
    walks = power[(power["test"] == "ZA") & (power["process"] == "random_walk")]
    critical = walks.groupby("transform")["critical_simulated"].first()
    rejected = chosen[
        (chosen["test"] == "ZA") & chosen["transform"].isin(critical.index) & (chosen["decision"] == "rejected")
    ]
    taken_back = rejected["statistic"] > rejected["transform"].map(critical)
    return {
        "za_rejections": Number(len(rejected), "tests", 0, "unit_roots"),
        "za_taken_back": Number(int(taken_back.sum()), "tests", 0, "unit_root_power"),
    }


def _conflicts(table: pd.DataFrame) -> Numbers:
    """What the tests say together, of the multiplier and counted over all series."""
    found: Numbers = {}
    source = "unit_root_conflicts"
    for _, row in table[table["series"] == "multiplier"].iterrows():
        key = f"{row['country']}_m_{row['transform']}"
        for name in ("verdict", "reading", "season"):
            found[f"{key}_{name}"] = Number(row[name], "name", None, source)
    for kind, part in table.groupby("transform"):
        for word in VERDICTS:
            found[f"unit_root_{kind}_{word}"] = Number(int((part["verdict"] == word).sum()), "series", 0, source)
    found["unit_root_series"] = Number(len(table[table["transform"] == "level"]), "series", 0, source)
    return found


def apart(table: pd.DataFrame, significance: float) -> Numbers:
    """How many decisions, by critical values for the sample's size, the asymptotic p-value would turn."""
    decided = table[table["pvalue"].notna() & table["decision"].isin(["rejected", "not rejected"])]
    other = (decided["pvalue"] < significance) != (decided["decision"] == "rejected")
    return {
        "unit_root_decided": Number(len(decided), "tests", 0, "unit_roots"),
        "unit_root_apart": Number(int(other.sum()), "tests", 0, "unit_roots"),
    }


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    table = tables["unit_roots"]
    specification = settings["unit_root_conflicts"]
    chosen = headline_rows(table, **specification)
    return (
        _study(table, settings["unit_roots_headline"])
        | _battery(table, chosen, settings["significance"])
        | over_sized(chosen, tables["unit_root_power"])
        | _rejections(table, specification["deterministic"])
        | apart(table, settings["significance"])
        | _conflicts(tables["unit_root_conflicts"])
        | {
            "battery_criterion": Number(specification["criterion"], "name", None, "configuration"),
            "battery_bandwidth": Number(BANDWIDTHS[specification["bandwidth"]], "factor", 0, "configuration"),
            "battery_ocsb_lags": Number(specification["ocsb_lags"], "lags", 0, "configuration"),
        }
    )
