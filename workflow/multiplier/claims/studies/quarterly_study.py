"""Claims QS-01 to QS-04: a quarterly study, 2000 to 2012. It prints procedures and no results.

A procedure is decided on what it should show if the formula is right: that every sign is the one that the formula
implies (QS-02, QS-03), and that a lower statutory ratio raises money with the other ratios as they are (QS-04).
"""

from __future__ import annotations

import pandas as pd

from multiplier.algebra.region import NEGATIVE
from multiplier.algebra.studies import QUARTERLY
from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Decided, Outcome
from multiplier.claims.registry import claim
from multiplier.claims.symbolic import follows
from multiplier.companions.low_requirement import ABSORBED, MECHANICAL
from multiplier.companions.terms import BOUNDS, DRIVERS
from multiplier.definitions import TRILLION

NOTHING_PRINTED = "No number is printed;"


def _stated(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["window"] == "stated"]


@claim("QS-01", "identity")
def formula(e: Evidence) -> Outcome:
    quarters = e.table("quarterly_ratios")
    gap = quarters["multiplier"] - quarters["mm"]
    return follows(
        QUARTERLY,
        "Holds where base money is cash and reserves; on the quarters' figures vault cash and, in the first years, "
        "deposits of the non-financial sector are base money too, and M2 over base less mm is "
        f"{gap.min():.2f} to {gap.max():.2f}.",
    )


def _listed(rows: pd.DataFrame) -> str:
    """Correlations by driver, the range over both bounds."""
    found = rows.groupby("driver")["pearson"].agg(["min", "max"]).loc[DRIVERS]
    return ", ".join(
        f"{driver} {low:.2f}" if round(low, 2) == round(high, 2) else f"{driver} {low:.2f} to {high:.2f}"
        for driver, (low, high) in zip(DRIVERS, found.to_numpy(), strict=True)
    )


@claim("QS-02", "no number printed")
def correlations(e: Evidence) -> Outcome:
    rows = _stated(e.table("quarterly_correlations"))
    after = rows[rows["adjustment"] == "x13"]
    level, change = (after[after["transform"] == kind] for kind in ("level", "diff"))
    before = rows[(rows["adjustment"] == "none") & (rows["transform"] == "level")]
    return Decided(
        bool((level["pearson"] < 0).all()),
        f"after adjustment by X-13: {_listed(level)}; before: {_listed(before)}; changes after adjustment: "
        f"{_listed(change)}",
        f"{NOTHING_PRINTED} holds if after adjustment every correlation of levels with mm is negative, as the "
        f"identity's derivatives are, whether all banks count as large or as small. {level['nobs'].iloc[0]} quarters, "
        f"{level['first'].iloc[0]} to {level['last'].iloc[0]}, to which the statutory ratio is known.",
        alternative="changes instead of levels" if (change["pearson"] < 0).all() else "",
        tried=2,
        months=f"{level['first'].iloc[0]}..{level['last'].iloc[0]}",
    )


@claim("QS-03", "no number printed")
def log_regression(e: Evidence) -> Outcome:
    rows = _stated(e.table("quarterly_regression"))
    slopes = rows[rows["term"].isin(DRIVERS)]
    parts = []
    for bound in BOUNDS:
        own = slopes[slopes["bound"] == bound].set_index("term")
        found = ", ".join(
            f"{driver} {own.loc[driver, 'estimate']:.2f} ({own.loc[driver, 'elasticity']:.2f})" for driver in DRIVERS
        )
        parts.append(f"{bound}, {int(own['nobs'].iloc[0])} quarters: {found}")
    return Decided(
        bool((slopes["estimate"] < 0).all()),
        "slopes and in brackets the identity's elasticities at the means, as if all banks were " + "; ".join(parts),
        f"{NOTHING_PRINTED} holds if every slope is negative, as the elasticities are. The regression restates a known "
        f"function, with variance inflation up to {slopes['vif'].max():.1f}, and explains nothing.",
    )


@claim("QS-04", "no number printed")
def low_requirement(e: Evidence) -> Outcome:
    table = e.table("quarterly_paths")
    trillion = TRILLION["china"][0]
    ends = {}
    for scenario in (MECHANICAL, ABSORBED):
        rows = table[table["scenario"] == scenario].sort_values("rr_percent")
        first = rows.groupby("bound").first()
        last = rows.groupby("bound").last()
        ends[scenario] = (first, last)
    low, now = ends[MECHANICAL]
    unchanged, same = ends[ABSORBED]
    return Decided(
        bool((low["multiplier"] > now["multiplier"]).all()) and QUARTERLY.sign("rr") == NEGATIVE,
        f"statutory ratio from its value in {now['month'].iloc[0]} to nought: m from {now['multiplier'].mean():.2f} to "
        f"{low['multiplier'].min():.2f}..{low['multiplier'].max():.2f}, M2 from {now['m2'].mean() / trillion:.0f} to "
        f"{low['m2'].min() / trillion:.0f}..{low['m2'].max() / trillion:.0f} trillion yuan",
        f"{NOTHING_PRINTED} holds if m rises with er, cd and the base as they are. If banks hold what is released as "
        f"excess reserves, m stays at {unchanged['multiplier'].mean():.2f}"
        f"{'' if unchanged['multiplier'].equals(same['multiplier']) else ' or near it'}; these data cannot choose.",
    )
