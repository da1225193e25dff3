"""All claims of the chosen studies, each decided by the function registered under its id."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from multiplier import DataError
from multiplier.claims.evidence import Evidence
from multiplier.claims.verdicts import COLUMNS, Outcome, decide

ClaimFunction = Callable[[Evidence], Outcome]


CLAIM_COLUMNS = ["id", "study", "kind", "statement", "month", "unit", "printed", "decimals", "method_as_printed"]


def ledger(
    claims: pd.DataFrame,
    studies: Sequence[str],
    functions: Mapping[str, ClaimFunction],
    evidence: Evidence,
    close_percent: float,
) -> pd.DataFrame:
    """Decide every claim of ``studies``.

    Parameters
    ----------
    claims
        All rows of data/raw/claims/claims.csv, as text.
    studies
        Values of the column study to decide.
    functions
        Claim id -> function that computes its outcome.
    evidence
        What the functions compute from.
    close_percent
        How near counts as close.

    Returns
    -------
    DataFrame
        One row per claim, in the file's order, columns of :mod:`multiplier.claims.verdicts`.

    Raises
    ------
    DataError
        For an unknown study, or a claim without a function, by name.
    """
    if list(claims.columns) != CLAIM_COLUMNS:
        raise DataError(
            f"data/raw/claims/claims.csv: columns are {', '.join(claims.columns)}; expected {', '.join(CLAIM_COLUMNS)}."
        )
    unknown = sorted(set(studies) - set(claims["study"]))
    if unknown:
        raise DataError(
            f"config.yaml: claims.studies: '{unknown[0]}' is not a study of data/raw/claims/claims.csv; "
            f"valid: {', '.join(sorted(claims['study'].unique()))}."
        )
    chosen = claims[claims["study"].isin(studies)]
    missing = [claim for claim in chosen["id"] if claim not in functions]
    if missing:
        raise DataError(
            f"data/raw/claims/claims.csv: claim {missing[0]} has no function; write one in "
            "workflow/multiplier/claims and register it under its id."
        )
    rows = [decide(claim, functions[claim["id"]](evidence), close_percent) for _, claim in chosen.iterrows()]
    return pd.DataFrame(rows, columns=COLUMNS)


def counts(table: pd.DataFrame) -> pd.DataFrame:
    """Return the number of claims per study and verdict, one row a study."""
    return pd.crosstab(table["study"], table["verdict"]).reset_index()
