"""Claims DT-01 and DT-02: a study of the multiplier's determinants."""

from __future__ import annotations

import pandas as pd

from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Computed, Decided, Outcome
from multiplier.claims.registry import claim

# ASSUME: a rise is followed by a fall back if at least half of it is lost again; the study gives no measure.
GIVEN_BACK_PERCENT = 50.0
REFORM = "1998-03"


def _long(e: Evidence, name: str) -> pd.DataFrame:
    table = e.table(name)
    return table[table["window"] == "long"]


@claim("DT-01", "break at 2008")
def two_regimes(e: Evidence) -> Outcome:
    dates, regimes, moves = (_long(e, name) for name in ("regime_dates", "regimes", "regime_moves"))
    tests, move = _long(e, "regime_tests").query("variant == 'trend'").set_index("null"), moves.iloc[0]
    one = dates[dates["breaks"] == 1].iloc[0]
    rises = move["rise_percent"] > 0 and move["given_back_percent"] >= GIVEN_BACK_PERCENT
    parts = {"break": bool(one["in_crisis"]), "fall": bool(move["before_slope_year"] < 0), "rise": bool(rises)}
    holding = [
        (row, before.iloc[0])
        for _, row in dates[(dates["breaks"] == 2) & dates["in_crisis"]].iterrows()
        if len(
            before := regimes[(regimes["breaks"] == 2) & (regimes["regime"] == row["number"])].query("slope_year < 0")
        )
    ]
    # Over the years from the regime that a break in the crisis ends.
    later = holding[0][1]["first"] if holding and rises and holding[0][0]["number"] > 1 else ""
    two = ", ".join(
        f"{row['month']} ({row['lower']} to {row['upper']})" for _, row in dates[dates["breaks"] == 2].iterrows()
    )
    said = {True: "holds", False: "does not hold"}
    return Decided(
        all(parts.values()),
        f"one break: {one['month']} ({one['lower']} to {one['upper']}), p = {tests.loc['ar1', 'pvalue']:.3f} under an "
        f"AR(1), {tests.loc['ar1_corrected', 'pvalue']:.2f} with its coefficient corrected for bias, "
        f"{tests.loc['random_walk', 'pvalue']:.2f} under a random walk; two breaks: {two}; slope a year to "
        f"{move['before_last']} {move['before_slope_year']:.3f}; from {move['low_month']} to {move['peak_month']} "
        f"{move['rise_percent']:+.0f} percent, {move['given_back_percent']:.0f} percent of it lost by "
        f"{move['later_month']}",
        f"That the one break lies in the crisis {said[parts['break']]}; that the multiplier falls from "
        f"{move['before_first']} to the crisis {said[parts['fall']]}, its high is in {move['high_month']}; that it "
        f"then rises fast and falls back {said[parts['rise']]}. The years 1998 and 1999 are outside the data.",
        alternative=f"years from {later} on, the second of three regimes, whose end {holding[0][0]['month']} lies in "
        "the crisis"
        if later
        else "",
        tried=2,
        months=f"{later}..{regimes['last'].max()}" if later else "",
    )


@claim("DT-02")
def ratio_after_the_reform(e: Evidence) -> Outcome:
    table = e.table("reserve_requirements")
    row = table[table["date"].str.startswith(REFORM)].iloc[0]
    following = table[table["date"] > row["date"]].iloc[0]
    same = row["statutory_ratio_large"] == row["statutory_ratio_small"]
    return Computed(
        value=float(row["statutory_ratio_large"]),
        month=REFORM,
        definition="required reserve ratio as announced" + (", all institutions" if same else ", large institutions"),
        vintage="single",
        note=f"In force from {row['date']} to {following['date']}, when it became "
        f"{following['statutory_ratio_large']:g}; the ratio before the reform is outside the data.",
    )
