"""All printed claims, each decided by the function registered under its id, with the way to its verdict."""

from __future__ import annotations

import dis
import inspect
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

import pandas as pd

from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Outcome
from multiplier.claims.registry import ClaimFunction
from multiplier.claims.searches import COLUMNS as SEARCH_COLUMNS
from multiplier.claims.searches import search_of, search_row
from multiplier.claims.verdicts import COLUMNS, VERDICTS, verdict


@dataclass(frozen=True)
class Ledger:
    """Verdicts, searches and computations.

    ``table`` has one row per claim in the file's order, columns of :mod:`multiplier.claims.verdicts`;
    ``searches`` one row per claim with candidates, columns of :mod:`multiplier.claims.searches`;
    ``computations`` maps claim id -> module, function, its code with that of the module's functions that it
    calls, the tables that it read, definition, months and vintage of the reading as stated, and the missing series.
    """

    table: pd.DataFrame
    searches: pd.DataFrame
    computations: dict[str, dict[str, Any]]


def _names(code: CodeType) -> list[str]:
    """Return the names of the module that compiled code uses, those of functions inside it too; no attributes."""
    own = [step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"]
    return own + [name for part in code.co_consts if isinstance(part, CodeType) for name in _names(part)]


def _code(function: ClaimFunction) -> str:
    """Return the source of a claim's function, after that of the functions of its module that it calls."""
    module = sys.modules[function.__module__]
    sources: dict[Any, str] = {}

    def collect(called: Any) -> None:
        sources[called] = ""  # one that calls itself is not collected for ever
        closed = [cell.cell_contents for cell in called.__closure__ or ()]
        for helper in [*(getattr(module, name, None) for name in _names(called.__code__)), *closed]:
            own = inspect.unwrap(helper) if callable(helper) else None
            if inspect.isfunction(own) and own.__module__ == module.__name__ and own not in sources:
                collect(own)
        del sources[called]  # what it calls stands before it
        sources[called] = textwrap.dedent(inspect.getsource(called)).strip()

    collect(function)
    return "\n\n\n".join(sources.values())


def _computation(function: ClaimFunction, outcome: Outcome, evidence: Evidence) -> dict[str, Any]:
    """How a claim is decided: code, tables read, the definition and span of the reading as stated, missing series."""
    month = getattr(outcome, "month", "") or getattr(outcome, "months", "")
    return {
        "module": function.__module__,
        "function": function.__name__,
        "code": _code(function),
        "tables": sorted(evidence.used),
        "definition": getattr(outcome, "definition", "") or getattr(outcome, "event", ""),
        "months": month,
        "vintage": getattr(outcome, "vintage", ""),
        "missing": getattr(outcome, "missing", ""),
    }


def ledger(
    claims: pd.DataFrame, functions: Mapping[str, ClaimFunction], evidence: Evidence, close_percent: float
) -> Ledger:
    """Decide every claim.

    Parameters
    ----------
    claims
        Rows of data/raw/claims/claims.csv, as text.
    functions
        Claim id -> function that computes its outcome.
    evidence
        What the functions compute from.
    close_percent
        How near counts as close.
    """
    rows, searches, computations = [], [], {}
    for _, claim in claims.iterrows():
        function, own = functions[claim["id"]], evidence.afresh()
        outcome = function(own)
        search = search_of(claim, outcome)
        rows.append(verdict(claim, outcome, search, close_percent))
        searches += [search_row(claim, search)] if search else []
        computations[claim["id"]] = _computation(function, outcome, own)
    return Ledger(pd.DataFrame(rows, columns=COLUMNS), pd.DataFrame(searches, columns=SEARCH_COLUMNS), computations)


def counts(table: pd.DataFrame) -> pd.DataFrame:
    """Return the number of claims by verdict: one row a study in the ledger's order, one column a verdict."""
    found = pd.crosstab(table["study"], table["verdict"])
    return found.reindex(index=table["study"].unique(), columns=list(VERDICTS), fill_value=0).reset_index()


def missing_series(decided: Ledger) -> pd.DataFrame:
    """Return the series that untestable claims lack: columns missing and id, one row a claim, in the ledger's order."""
    untestable = decided.table.loc[decided.table["verdict"] == "untestable", "id"]
    rows = [(decided.computations[claim]["missing"], claim) for claim in untestable]
    return pd.DataFrame(rows, columns=["missing", "id"])
