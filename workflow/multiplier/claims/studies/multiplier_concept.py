"""Claims MC-01 to MC-06: a study of the concept of the multiplier."""

from __future__ import annotations

from multiplier.algebra import marginal
from multiplier.algebra.formula import equal, text
from multiplier.algebra.region import POSITIVE
from multiplier.algebra.studies import CONCEPT, DEPOSIT_EXPANSION, TEXTBOOK, e, k
from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Decided, Outcome, Untestable
from multiplier.claims.registry import claim
from multiplier.claims.symbolic import falls_or_rises, follows


@claim("MC-01", "M/B = dM/dB")
def average_and_marginal(evidence: Evidence) -> Outcome:
    m2, base = evidence.sample("m2"), evidence.sample("base")
    over_sample = (m2.iloc[-1] - m2.iloc[0]) / (base.iloc[-1] - base.iloc[0])
    steps = m2.diff(12).dropna() / base.diff(12).dropna()
    return Decided(
        bool(marginal.difference() == 0),
        f"dM/dB = {marginal.as_text()}; China: M2/B {m2.iloc[-1] / base.iloc[-1]:.2f} in {evidence.last}, change of M2 "
        f"over change of base {over_sample:.2f} over the sample, {steps.min():.2f} to {steps.max():.2f} over twelve "
        "months",
        "Both are the same only where the multiplier does not change with the base, that is, with constant ratios; "
        "changes over changes are the marginal ratio on the figures.",
        alternative="constant ratios" if marginal.equal_if_constant() else "",
        tried=2,
        months=f"{evidence.first}..{evidence.last}",
    )


@claim("MC-02", "identity")
def formula_of_m1(evidence: Evidence) -> Outcome:
    return follows(CONCEPT, "Follows from M1 = C + D, B = C + reserves and reserves = rd D + rt T + E.")


@claim("MC-03", "identity")
def expansion_of_deposits(evidence: Evidence) -> Outcome:
    return follows(
        DEPOSIT_EXPANSION,
        "Demand deposits over base by the same definitions; an expansion if the ratios stay constant.",
    )


@claim("MC-04", "m = 1 / rr")
def inverse_of_the_required_ratio(evidence: Evidence) -> Outcome:
    m, statutory = evidence.at("multiplier", evidence.last), evidence.at("statutory_ratio_large", evidence.last)
    left_out = equal(TEXTBOOK.derived.subs({k: 0, e: 0}), TEXTBOOK.as_printed())
    (gap,) = TEXTBOOK.conditions()
    return Decided(
        TEXTBOOK.follows(),
        f"m = {text(TEXTBOOK.derived)}; China in {evidence.last}: 1/r {100 / statutory:.2f} with the ratio of large "
        f"institutions, M2/B {m:.2f}",
        f"Equal only where {text(gap)} = 0"
        + ("; that sum is positive unless cash and excess reserves are both nought" if _positive(gap) else "")
        + ". The textbook form leaves both out, so that it is a reading of the statement and not a slip of the pen.",
        alternative="cash and excess reserves left out" if left_out else "",
        tried=2,
        months=evidence.last,
    )


def _positive(gap: object) -> bool:
    return TEXTBOOK.region.sign(gap) == POSITIVE


@claim("MC-05", "negative")
def sign_of_the_required_ratio(evidence: Evidence) -> Outcome:
    return falls_or_rises(
        CONCEPT, "r_d r_t", "negative", "Sign of both required ratios over all k, t, e > 0 and 0 < rd, rt < 1."
    )


@claim("MC-06", "positive")
def rediscount_rate(evidence: Evidence) -> Outcome:
    by_excess = falls_or_rises(CONCEPT, "e", "negative", "")
    return Untestable(
        "the central bank's rediscount rate",
        note="The rate is said to move excess reserves, and these the multiplier. The second link is algebra and "
        f"{'holds' if by_excess.holds else 'fails'}: {by_excess.computed}. The first needs the rate.",
    )
