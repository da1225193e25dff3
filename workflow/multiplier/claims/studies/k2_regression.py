"""Claims K2-01 to K2-08: a regression of the multiplier on its own components."""

from __future__ import annotations

import pandas as pd

from multiplier.algebra.region import NEGATIVE
from multiplier.algebra.studies import K2, r
from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Computed, Decided, Outcome, Untestable
from multiplier.claims.registry import claim
from multiplier.claims.symbolic import follows
from multiplier.companions.k2 import EQUAL, TERMS
from multiplier.companions.k2_search import equal, nearest
from multiplier.companions.least_squares import CONSTANT
from multiplier.companions.terms import K2_CLAIMS, K2_DECIMALS


def _stated(evidence: Evidence) -> pd.DataFrame:
    table = evidence.table("k2_regression")
    return table[table["window"] == "stated"].set_index("term")


@claim("K2-01", "identity")
def formula(evidence: Evidence) -> Outcome:
    amounts = K2.money / K2.base
    return follows(
        K2,
        "As g is what is left of the base, the quotient is M2 over the base by construction"
        + ("; the statutory ratio cancels, and any r gives the same K2." if r not in amounts.free_symbols else "."),
    )


@claim("K2-02")
def sample(evidence: Evidence) -> Outcome:
    months = evidence.monthly("k2_ratios")
    incomplete = months.index[~months["components"]].astype(str)
    stated = _stated(evidence)
    # A vintage without components in the first years cannot show which of its months the study's table lacked.
    if len(incomplete) > len(months) // 10:
        return Untestable(
            "a money supply table with the components of M2 from the first month of the sample, which this vintage has "
            f"in {len(months) - len(incomplete)} of {len(months)} months"
        )
    return Computed(
        float(months["components"].sum()),
        str(stated["last"].iloc[0]),
        "months in which the money supply table has all components of M2",
        evidence.vintages["china"],
        note=f"The table has no usable components in {' and '.join(incomplete)}; K2 needs M2 and M0 only.",
    )


def _coefficient(evidence: Evidence, term: str) -> Computed:
    stated, candidates = _stated(evidence), evidence.table("k2_candidates")
    first = pd.Period(stated["first"].iloc[0], freq="M")
    printed = {name: float(evidence.printed.loc[row, "printed"]) for name, row in K2_CLAIMS.items()}
    best, count = nearest(candidates, printed, K2_DECIMALS)
    matches = equal(candidates, printed, K2_DECIMALS)
    slopes = ", ".join(f"{stated.loc[name, 'estimate']:.2f} ({name})" for name in EQUAL)
    values = ", ".join(f"{best[name]:.2f}" for name in K2_CLAIMS)
    return Computed(
        value=float(stated.loc[term, "estimate"]),
        month=str(stated["last"].iloc[0]),
        definition=str(candidates["definition"].iloc[0]),
        vintage=evidence.vintages["china"],
        candidates=pd.DataFrame(
            {
                "month": pd.PeriodIndex(candidates["month"], freq="M"),
                "definition": candidates["definition"],
                "vintage": candidates["vintage"],
                "value": candidates[term],
                "shift": [abs((start - first).n) for start in pd.PeriodIndex(candidates["first"], freq="M")],
                # The five coefficients are one regression: a reading that gives one of them is not the study's.
                "joint": matches.all(axis=1),
            }
        ),
        note=f"A reading counts if it gives all five coefficients; of {len(candidates)} the nearest has {count} equal "
        f"({values}), and {int(matches[term].sum())} have this one alone. The identity's derivatives by r, g and e are "
        f"one ({stated.loc['r', 'derivative']:.2f} at the means), the slopes are {slopes}; the printed ones differ.",
    )


@claim("K2-03")
def intercept(evidence: Evidence) -> Outcome:
    return _coefficient(evidence, CONSTANT)


@claim("K2-04")
def slope_on_the_statutory_ratio(evidence: Evidence) -> Outcome:
    return _coefficient(evidence, "r")


@claim("K2-05")
def slope_on_the_remainder(evidence: Evidence) -> Outcome:
    return _coefficient(evidence, "g")


@claim("K2-06")
def slope_on_the_cash_ratio(evidence: Evidence) -> Outcome:
    return _coefficient(evidence, "h")


@claim("K2-07")
def slope_on_the_excess_ratio(evidence: Evidence) -> Outcome:
    return _coefficient(evidence, "e")


@claim("K2-08", "negative")
def signs(evidence: Evidence) -> Outcome:
    stated = _stated(evidence)
    named = ["r", "h", "g"]
    implied = {name: K2.sign(name) for name in TERMS}
    return Decided(
        bool((stated.loc[named, "estimate"] < 0).all()),
        ", ".join(f"{name} {stated.loc[name, 'estimate']:.2f} (t {_t(stated, name):.1f})" for name in named),
        f"Least squares on the stated sample, errors by Newey and West; the identity gives the signs "
        f"{', '.join(f'{implied[name]} ({name})' for name in named)} for all admissible ratios, and "
        f"{implied['e']} for e, whose printed slope is {evidence.printed.loc['K2-07', 'printed']}."
        if all(sign == NEGATIVE for sign in implied.values())
        else "Least squares on the stated sample, errors by Newey and West.",
    )


def _t(table: pd.DataFrame, term: str) -> float:
    return float(table.loc[term, "estimate"] / table.loc[term, "hac_se"])
