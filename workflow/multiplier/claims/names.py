"""What the paper calls studies and kinds of claims."""

from __future__ import annotations

# Study id -> name, in the order of the claims file; only the first has authors that we can name.
STUDIES = {
    "ma-bai-2010": "Ma and Bai (2010)",
    "multiplier-concept": "Multiplier concept",
    "brief-analysis": "Brief analysis",
    "k2-regression": "K2 regression",
    "quarterly-study": "Quarterly study",
    "cpi-study": "Consumer price study",
    "cycle-study": "Cycle study",
    "determinants-study": "Determinants study",
    "monetisation-study": "Monetisation study",
    "stability-study": "Stability study",
    "crisis-slides": "Crisis slides",
    "qe-report": "QE report",
    "qe-explainer": "QE explainer",
    "is-lm-study": "IS-LM study",
    "settlement-currency-study": "Settlement currency study",
}

# What is printed as digits; every other kind is a statement in words or symbols.
PRINTED_FIGURES = {"number": "numbers", "vector": "vectors", "date": "dates"}


def study_name(study: str) -> str:
    """Return the name of a study, its id if it has none."""
    return STUDIES.get(study, study)


def claim_group(kind: str) -> str:
    """Return the group in which claims of a kind are counted: numbers, vectors, dates or statements."""
    return PRINTED_FIGURES.get(kind, "statements")
