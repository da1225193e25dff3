"""Numbers of the verdicts and the definition search."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.number import COUNTRIES, Number, Numbers


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


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    common = settings["comparison"]["windows"]["common"]
    return _claims(tables["claims"]) | _search(tables["candidates"], common["first"], common["last"])
