"""Claims BA-01 to BA-09: a brief analysis of the multiplier and its growth."""

from __future__ import annotations

from multiplier.algebra.equivalence import shift_from_cash_to_savings, unchanged
from multiplier.algebra.formula import equal, text
from multiplier.algebra.region import ZERO
from multiplier.algebra.studies import BRIEF, D, S
from multiplier.claims.evidence import Evidence
from multiplier.claims.registry import claim
from multiplier.claims.symbolic import falls_or_rises, follows
from multiplier.claims.verdicts import Outcome, Untestable


@claim("BA-01")
def formula_of_m2(e: Evidence) -> Outcome:
    return follows(
        BRIEF,
        "Derived from M2 = C + D + T + S and B = C + (r + e)(D + T + S). The numerator of the printed line cancels "
        f"against its denominator and leaves {text(BRIEF.as_printed())}, in which cash does not matter.",
    )


@claim("BA-02")
def sign_of_c(e: Evidence) -> Outcome:
    printed = BRIEF.region.sign(BRIEF.as_printed().diff(BRIEF.symbols["c"]))
    return falls_or_rises(
        BRIEF,
        "c",
        "negative",
        "Sign over all c, s, t > 0 and r + e < 1, by the formula that the definitions give."
        + (" The printed last line (BA-01) does not depend on c." if printed == ZERO else ""),
    )


def _normalisation() -> str:
    """What the signs of s and t mean: both ratios, and c, are per unit of demand deposits."""
    parts = []
    if equal(BRIEF.derivative("s"), BRIEF.derivative("t")):
        parts.append("s and t enter alike, so that they cannot have opposite signs.")
    if unchanged(BRIEF, {D: -1, S: 1}):
        parts.append("A move from demand to savings deposits changes c, s and t together and leaves m2 unchanged;")
    parts.append(f"one from cash to savings deposits has the sign {shift_from_cash_to_savings(BRIEF)}.")
    return " ".join(parts)


@claim("BA-03")
def sign_of_s(e: Evidence) -> Outcome:
    return falls_or_rises(BRIEF, "s", "negative", f"Sign with c and t fixed. {_normalisation()}")


@claim("BA-04")
def sign_of_t(e: Evidence) -> Outcome:
    return falls_or_rises(BRIEF, "t", "positive", f"Sign with c and s fixed. {_normalisation()}")


@claim("BA-05")
def signs_of_r_and_e(e: Evidence) -> Outcome:
    return falls_or_rises(BRIEF, "r e", "negative", "Signs over all c, s, t > 0 and r + e < 1.")


for identifier in (
    "BA-06",
    "BA-07",
    "BA-08",
    "BA-09",
):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
