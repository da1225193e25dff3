"""All printed claims, each decided by the function registered under its id, with the way to its verdict."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from multiplier import DataError
from multiplier.claims.evidence import Evidence
from multiplier.claims.registry import ClaimFunction
from multiplier.claims.searches import COLUMNS as SEARCH_COLUMNS
from multiplier.claims.searches import search_of, search_row
from multiplier.claims.verdicts import COLUMNS, VERDICTS, verdict

CLAIM_COLUMNS = ["id", "study", "kind", "statement", "month", "unit", "printed", "decimals", "method_as_printed"]


@dataclass(frozen=True)
class Ledger:
    """Verdicts, searches and computations.

    ``table`` has one row per claim in the file's order, columns of :mod:`multiplier.claims.verdicts`;
    ``searches`` one row per claim with candidates, columns of :mod:`multiplier.claims.searches`;
    ``computations`` maps claim id -> module, function, its code and the tables that it read.
    """

    table: pd.DataFrame
    searches: pd.DataFrame
    computations: dict[str, dict[str, Any]]


def check_claims(claims: pd.DataFrame, functions: Mapping[str, ClaimFunction]) -> None:
    """Stop at a table of claims that cannot be decided row by row.

    Raises
    ------
    DataError
        For other columns, or a claim without a function, by name.
    """
    if list(claims.columns) != CLAIM_COLUMNS:
        raise DataError(
            f"data/raw/claims/claims.csv: columns are {', '.join(claims.columns)}; expected {', '.join(CLAIM_COLUMNS)}."
        )
    missing = claims[~claims["id"].isin(list(functions))]
    if len(missing):
        first = missing.iloc[0]
        raise DataError(
            f"data/raw/claims/claims.csv: claim {first['id']} has no function; write one in "
            f"workflow/multiplier/claims/studies/{first['study'].replace('-', '_')}.py and register it under its id."
        )


def _computation(function: ClaimFunction, evidence: Evidence) -> dict[str, Any]:
    """Where a claim is computed and from which tables; paths are relative to the library."""
    return {
        "module": function.__module__,
        "function": function.__name__,
        "code": inspect.getsource(function),
        "tables": sorted(evidence.used),
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
    check_claims(claims, functions)
    rows, searches, computations = [], [], {}
    for _, claim in claims.iterrows():
        function, own = functions[claim["id"]], evidence.afresh()
        outcome = function(own)
        search = search_of(claim, outcome)
        rows.append(verdict(claim, outcome, search, close_percent))
        searches += [search_row(claim, search)] if search else []
        computations[claim["id"]] = _computation(function, own)
    return Ledger(pd.DataFrame(rows, columns=COLUMNS), pd.DataFrame(searches, columns=SEARCH_COLUMNS), computations)


def counts(table: pd.DataFrame) -> pd.DataFrame:
    """Return the number of claims by verdict: one row a study in the ledger's order, one column a verdict."""
    found = pd.crosstab(table["study"], table["verdict"])
    return found.reindex(index=table["study"].unique(), columns=list(VERDICTS), fill_value=0).reset_index()
