"""Claims MZ-01 to MZ-03: a study of the ratio of money to output."""

from __future__ import annotations

import numpy as np
import pandas as pd
import sympy as sp

from multiplier.algebra.formula import text
from multiplier.algebra.region import POSITIVE
from multiplier.algebra.studies import BROAD_CONCEPT, CONCEPT, rd, rt
from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Decided, Outcome
from multiplier.claims.registry import claim


@claim("MZ-01", "definition")
def definition(e: Evidence) -> Outcome:
    table = e.table("monetisation")
    apart = (table["china_m2"] / table["china_gdp"] - table["china"]).abs().max()
    december = table[table["month"].str.endswith("-12")].set_index("month")["china"]
    first, last = december.index[0], december.index[-1]
    return Decided(
        bool(apart < 1e-9 and (table["china"] > 0).all()),
        f"{len(table)} quarters; {december[first]:.2f} in {first}, {december[last]:.2f} in {last}",
        "A definition: it holds if both parts are published and the ratio can be formed in every quarter, which it "
        "can; M2 at the end of the quarter over nominal GDP of the four quarters to it.",
        "M2 over GDP of four quarters",
    )


@claim("MZ-02", "positive")
def high_and_rising(e: Evidence) -> Outcome:
    table = e.monthly("monetisation")
    growth = e.table("monetisation_growth").set_index("window")
    long, lull = growth.loc["long"], growth.loc["lull"]
    ends = pd.PeriodIndex(e.table("growth_by_end")["last"], freq="M")
    rise = np.log(table["china"] / table["china"].iloc[0])
    least = rise[rise.index.isin(ends)]
    both = table.dropna(subset=["us"])
    above = both["china"] > both["us"]
    breaks = "break" if long["breaks"] == 1 else "breaks"
    rising = bool((least > 0).all() and long["growth_year_without"] > 0)
    return Decided(
        bool(above.all()) and rising,
        f"{long['start']:.2f} in {long['first']}, {long['end']:.2f} in {long['last']}: {long['growth_year']:.1f} log "
        f"points a year (t = {long['t']:.1f}), {long['growth_year_without']:.1f} without the quarters "
        f"of {long['breaks']:.0f} {breaks} in coverage (t = {long['t_without']:.1f}); above the United States in "
        f"{int(above.sum())} of {len(above)} quarters",
        "No window and no benchmark are printed. Rising: above the first quarter at every end of a quarter from "
        f"{ends[0]} to {ends[-1]} (at least {100 * least.min():.1f} log points), and growing without the breaks; high: "
        f"above the United States in every quarter. The rise was not steady: from {lull['first']} to {lull['last']} "
        f"the ratio moved by {100 * (lull['end'] / lull['start'] - 1):.0f} percent.",
        "M2 over GDP of four quarters",
    )


@claim("MZ-03", "negative")
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
