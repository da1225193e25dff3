"""Claims MZ-01 to MZ-03: a study of the ratio of money to output."""

from __future__ import annotations

import sympy as sp

from multiplier.algebra.formula import text
from multiplier.algebra.region import POSITIVE
from multiplier.algebra.studies import BROAD_CONCEPT, CONCEPT, rd, rt
from multiplier.claims.evidence import Evidence
from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Decided, Outcome, Untestable

for identifier in (
    "MZ-01",
    "MZ-02",
):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))


@claim("MZ-03")
def sign_of_the_time_ratio(e: Evidence) -> Outcome:
    # ASSUME: the multiplier of the monetisation study is that of M2, the money of its ratio M2 / GDP.
    slope = BROAD_CONCEPT.derivative("t")
    one_ratio = BROAD_CONCEPT.region.sign(slope.subs(rt, rd))
    demand_higher = BROAD_CONCEPT.region.sign(slope.subs(rd, rt + sp.Symbol("d", positive=True)))
    narrow = CONCEPT.sign("t")
    deposits = e.sample("deposits") / (e.sample("m1") - e.sample("m0")) - 1
    both = {"M2": e.sample("m2") / e.sample("base"), "M1": e.sample("m1") / e.sample("base")}
    found = ", ".join(f"{name} {deposits.corr(m):.2f}" for name, m in both.items())
    return Decided(
        BROAD_CONCEPT.sign("t") == "negative",
        f"dm2/dt = {text(slope)}, {BROAD_CONCEPT.sign('t')}; dm1/dt = "
        f"{text(CONCEPT.derivative('t'))}, {narrow}; correlation of levels in China: {found}",
        "More time deposits per demand deposit raise M2 itself: with one required ratio for all deposits, as in China, "
        f"dm2/dt is {one_ratio}"
        + (
            ", and it can be negative only where time deposits need the higher ratio"
            if one_ratio == demand_higher == POSITIVE
            else ""
        )
        + f". The multiplier of M1, which does not contain them, has the derivative's sign {narrow}.",
        alternative="multiplier of M1" if narrow == "negative" else "",
        tried=2,
        months=f"{e.first}..{e.last}",
    )
