"""Numbers: formulas that the studies print, decided by algebra."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.number import Number, Numbers

TEX = "TeX"


def _key(claim: str) -> str:
    return f"formulas_{claim.lower().replace('-', '_')}"


def _formulas(table: pd.DataFrame) -> Numbers:
    found: Numbers = {}
    for _, row in table.iterrows():
        for column in ("name", "printed", "derived", "reduces_to", "holds_where"):
            if isinstance(row[column], str):
                found[f"{_key(row['claim'])}_{column}"] = Number(row[column], TEX, None, "formulas")
        if isinstance(row["holds"], bool):
            found[f"{_key(row['claim'])}_holds"] = Number(str(row["holds"]).lower(), "decision", None, "formulas")
    decided = table["holds"].dropna().astype(bool)
    return found | {
        "formulas_printed": Number(len(decided), "formulas", 0, "formulas"),
        "formulas_right": Number(int(decided.sum()), "formulas", 0, "formulas"),
        "formulas_wrong": Number(int((~decided).sum()), "formulas", 0, "formulas"),
    }


def _derivatives(table: pd.DataFrame) -> Numbers:
    source = "formula_derivatives"
    found: Numbers = {}
    for _, row in table.iterrows():
        key = f"{_key(row['claim'])}_{row['ratio'].replace('_', '')}"
        found[f"{key}_derivative"] = Number(row["derivative"], TEX, None, source)
        found[f"{key}_sign"] = Number(row["sign"], "sign", None, source)
    return found


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    readings = tables["formula_readings"]
    return (
        _formulas(tables["formulas"])
        | _derivatives(tables["formula_derivatives"])
        | {
            "formulas_readings": Number(len(readings), "forms", 0, "formula_readings"),
            "formulas_readings_hold": Number(int(readings["holds"].sum()), "forms", 0, "formula_readings"),
        }
    )
