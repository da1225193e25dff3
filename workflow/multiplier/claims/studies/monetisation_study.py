"""Claims MZ-01 to MZ-03: a study of the ratio of money to output."""

from __future__ import annotations

import numpy as np
import pandas as pd

from multiplier.claims.evidence import Evidence
from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Decided, Outcome, Untestable

for identifier in ("MZ-03",):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))


@claim("MZ-01")
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


@claim("MZ-02")
def high_and_rising(e: Evidence) -> Outcome:
    table = e.monthly("monetisation")
    growth = e.table("monetisation_growth").set_index("window")
    long, lull = growth.loc["long"], growth.loc["lull"]
    ends = pd.PeriodIndex(e.table("growth_by_end")["last"], freq="M")
    rise = np.log(table["china"] / table["china"].iloc[0])
    least = rise[rise.index.isin(ends)]
    both = table.dropna(subset=["us"])
    above = both["china"] > both["us"]
    rising = bool((least > 0).all() and long["growth_year_without"] > 0)
    return Decided(
        bool(above.all()) and rising,
        f"{long['start']:.2f} in {long['first']}, {long['end']:.2f} in {long['last']}: {long['growth_year']:.1f} log "
        f"points a year (t = {long['t']:.1f}), {long['growth_year_without']:.1f} without the quarters "
        f"of {long['breaks']:.0f} breaks in coverage (t = {long['t_without']:.1f}); above the United States in "
        f"{int(above.sum())} of {len(above)} quarters",
        "No window and no benchmark are printed. Rising: above the first quarter at every end of a quarter from "
        f"{ends[0]} to {ends[-1]} (at least {100 * least.min():.1f} log points), and growing without the breaks; high: "
        f"above the United States in every quarter. The rise was not steady: from {lull['first']} to {lull['last']} "
        f"the ratio moved by {100 * (lull['end'] / lull['start'] - 1):.0f} percent.",
        "M2 over GDP of four quarters",
    )
