"""Numbers of the verdicts and the definition search."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.claims.names import PRINTED_FIGURES, claim_group
from multiplier.report.number import COUNTRIES, Number, Numbers

VERDICTS = ("reproduced", "displaced", "close", "contradicted", "untestable")


def _count(key: str, rows: pd.DataFrame) -> Numbers:
    """Number of claims, and of each verdict among them."""
    found: Numbers = {f"{key}": Number(len(rows), "claims", 0, "claims")}
    for verdict in VERDICTS:
        found[f"{key}_{verdict}"] = Number(int((rows["verdict"] == verdict).sum()), "claims", 0, "claims")
    return found


def _counts(table: pd.DataFrame) -> Numbers:
    """Verdicts on all claims, on printed figures and statements, and on those of the source study alone."""
    whole = _count("claims", table)
    found = {"claims_total": whole.pop("claims")} | whole
    found["claims_studies"] = Number(table["study"].nunique(), "studies", 0, "claims")
    others = table[table["study"] != "ma-bai-2010"]
    found["claims_other_studies"] = Number(others["study"].nunique(), "studies", 0, "claims")
    found |= _count("other_claims", others)
    for prefix, rows in (("claims", table), ("mb_claims", table[table["study"] == "ma-bai-2010"])):
        groups = rows["kind"].map(claim_group)
        for group in (*PRINTED_FIGURES.values(), "statements"):
            found |= _count(f"{prefix}_{group}", rows[groups == group])
    return found


def _searches(table: pd.DataFrame) -> Numbers:
    """How much was searched, and how many of the matches found there chance alone would give."""
    tried = pd.to_numeric(table["candidates"], errors="coerce")
    expected = pd.to_numeric(table["expected_by_chance"], errors="coerce")
    searched = table.assign(tried=tried, expected=expected)[(tried > 0) & expected.notna()]
    found = searched[searched["verdict"] == "displaced"]
    return {
        "claims_searched": Number(len(searched), "claims", 0, "claims"),
        "claims_candidates": Number(int(searched["tried"].sum()), "candidates", 0, "claims"),
        "claims_found_by_search": Number(len(found), "claims", 0, "claims"),
        "claims_found_like_chance": Number(int((found["expected"] >= 1).sum()), "claims", 0, "claims"),
    }


def _claims(table: pd.DataFrame) -> Numbers:
    found = _counts(table) | _searches(table)
    for _, row in table.iterrows():
        key = row["id"].lower().replace("-", "_")
        found[f"{key}_verdict"] = Number(row["verdict"], "verdict", None, "claims")
        found[f"{key}_printed"] = Number(str(row["printed"]).replace("-", "\u2212"), "as printed", None, "claims")
        found[f"{key}_candidates"] = Number(str(row["candidates"]), "candidates", None, "claims")
        found[f"{key}_expected"] = Number(str(row["expected_by_chance"]), "matches", None, "claims")
        if re.fullmatch(r"\d{4}-\d{2}", row["matched_month"]):
            found[f"{key}_month"] = Number(str(row["matched_month"]), "month", None, "claims")
    return found


SLIPPED = ("MB-11", "MB-26", "MB-27")  # base money and the multiplier in the last months


def _months(table: pd.DataFrame, printed: pd.DataFrame, last: str) -> Numbers:
    """For which months numbers are printed, and whether they are those of the month before."""
    stated = printed.set_index("id")["month"]
    matched = table.set_index("id")["matched_month"]
    before = {identifier: str(pd.Period(stated[identifier], freq="M") - 1) for identifier in SLIPPED}
    slipped = all(matched[identifier] == month for identifier, month in before.items())
    beyond = stated["MB-29"] > last
    return {
        **{
            f"{identifier.lower().replace('-', '_')}_printed_month": Number(stated[identifier], "month", None, "claims")
            for identifier in SLIPPED
        },
        "claims_months_slip": Number(bool(slipped), "whether all are of the month before", None, "claims"),
        "mb_29_beyond": Number(bool(beyond), "whether it lies beyond the sample", None, "claims"),
    }


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


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    common = settings["comparison"]["windows"]["common"]
    return (
        _claims(tables["claims"])
        | _months(tables["claims"], tables["printed"], settings["sample"]["last"])
        | _search(tables["candidates"], common["first"], common["last"])
    )
