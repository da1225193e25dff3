"""Claims CS-01 and CS-02: slides on money in the crisis, United States and euro area."""

from __future__ import annotations

import pandas as pd

from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Decided, Outcome, Untestable
from multiplier.claims.registry import claim
from multiplier.companions.crisis import crisis_growth

# ASSUME: base money has little effect on money where money grows by less than half of it in logarithms; the
# slides give no threshold.
LITTLE = 0.5
MONEY = {"us": "m2", "euro_area": "m3"}


def _growth(e: Evidence, identifier: str, area: str) -> tuple[pd.DataFrame, str]:
    """Growth over the printed window by series, and a half-sentence on money over as many months before."""
    first, last = e.printed.loc[identifier, "month"].split("..")
    table = crisis_growth(e.monthly("ratios_us"), e.monthly("euro_area"), first, last)
    own = table[table["area"] == area]
    now, before = (own[own["span"] == span].set_index("series") for span in ("window", "before"))
    money = MONEY[area]
    return now, f", after {before.at[money, 'growth_percent']:.1f} percent in as many months before" if len(
        before
    ) else ""


@claim("CS-01", "base up, multiplier down")
def united_states(e: Evidence) -> Outcome:
    now, earlier = _growth(e, "CS-01", "us")
    growth = now["growth_percent"]
    share = now.at["m2", "log_points"] / now.at["base", "log_points"]
    return Decided(
        bool(growth["base"] > 0 and growth["multiplier"] < 0 and share < LITTLE),
        f"base {growth['base']:.1f}, M2 {growth['m2']:.1f}, M1 {growth['m1']:.1f}, "
        f"multiplier {growth['multiplier']:.1f} percent",
        f"M2 grew by {growth['m2']:.1f} percent{earlier}, in logarithms by {share:.2f} of the growth "
        "of the base. That the multiplier falls when M2 grows by less than the base is arithmetic. Little effect is "
        "read as less than half; what M2 would have done at another base is not shown.",
        "growth over the window",
    )


@claim("CS-02", "base up, multiplier down")
def euro_area(e: Evidence) -> Outcome:
    now, earlier = _growth(e, "CS-02", "euro_area")
    growth = now["growth_percent"]
    return Untestable(
        "base money of the euro area (banknotes, current accounts and deposit facility of the Eurosystem)",
        f"M3 grew by {growth['m3']:.1f} percent{earlier}; total assets of the Eurosystem grew by "
        f"{growth['ecb_assets']:.1f} percent and bound base money from above only, in the last month as in the first, "
        "which fixes no growth of it.",
    )
