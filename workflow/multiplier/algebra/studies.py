"""The multipliers of the studies: what each defines, and what it prints.

C cash, D demand deposits, T time, S savings deposits, L all deposits; R reserves, of which Q required, E excess; B base
money. A reserve ratio is a fraction of deposits; ratios that share a denominator sum to less than one because reserves
are less than deposits.
"""

from __future__ import annotations

import sympy as sp

from multiplier.algebra.formula import Formula
from multiplier.algebra.region import Region

C, D, T, S, L, R, Q, E, B = sp.symbols("C D T S L R Q E B", positive=True)
c, s, t, r, e, k, g, h = sp.symbols("c s t r e k g h", positive=True)
rd, rt, cd, er, rr = sp.symbols("r_d r_t cd er rr", positive=True)

# MB-02, Ma and Bai (2010).
SOURCE = Formula(
    "m",
    C + D + T + S,
    C + R,
    {c: C / D, t: T / D, s: S / D, r: R / (D + T + S)},
    D,
    "(c + 1 + s + t) / (c + r * (1 + t + s))",
    Region(((r,),)),
)

# MC-02: reserves are rd D + rt T + E.
CONCEPT = Formula(
    "m_1",
    C + D,
    C + rd * D + rt * T + E,
    {k: C / D, t: T / D, e: E / D},
    D,
    "(1 + k) / (r_d + r_t * t + e + k)",
    Region(((rd,), (rt,))),
    given=(rd, rt),
)

# MC-03: the same definitions, demand deposits instead of money.
DEPOSIT_EXPANSION = Formula(
    "D/B", D, CONCEPT.base, CONCEPT.ratios, D, "1 / (r_d + r_t * t + e + k)", CONCEPT.region, (rd, rt)
)

# The multiplier of M2 with the same definitions; MZ-03 names no formula.
BROAD_CONCEPT = Formula("m_2", C + D + T, CONCEPT.base, CONCEPT.ratios, D, "", CONCEPT.region, (rd, rt))

# BA-01: required and excess reserves over all deposits.
BRIEF = Formula(
    "m_2",
    C + D + T + S,
    C + Q + E,
    {c: C / D, t: T / D, s: S / D, r: Q / (D + T + S), e: E / (D + T + S)},
    D,
    "(1 + c + t + s) / ((r + e) * (1 + t + s + c))",
    Region(((r, e),)),
)

# K2-01: L = M2 - M0, r the statutory ratio, g what is left of the base.
K2 = Formula(
    "K_2",
    C + L,
    B,
    {h: C / L, e: R / L - r, g: B / L - r - e - h},
    L,
    "(1 + h) / (r + g + h + e)",
    Region(((r, g, e),)),
    given=(r,),
)

# QS-01.
QUARTERLY = Formula(
    r"\mathit{mm}",
    C + L,
    C + Q + E,
    {cd: C / L, rr: Q / L, er: E / L},
    L,
    "(1 + cd) / (cd + er + rr)",
    Region(((er, rr),)),
)

# The form with two ratios, of which the others are readings: k and r over all deposits.
TWO_RATIOS = Formula("m", C + L, C + R, {k: C / L, r: R / L}, L, "(1 + k) / (k + r)", Region(((r,),)))

# MC-04: the textbook form, against the form with two ratios.
TEXTBOOK = Formula("m", C + L, C + Q + E, {k: C / L, r: Q / L, e: E / L}, L, "1 / r", Region(((r, e),)))

FORMULAS = {
    "MB-02": SOURCE,
    "MC-02": CONCEPT,
    "MC-03": DEPOSIT_EXPANSION,
    "MC-04": TEXTBOOK,
    "BA-01": BRIEF,
    "K2-01": K2,
    "QS-01": QUARTERLY,
    "MZ-03": BROAD_CONCEPT,
}
# MB-20: the derivative of the source study's formula by r, as printed.
PRINTED_DERIVATIVE = "-(1 + c + s) * (1 + t + s) / (r * (1 + t + s) + c)**2"
