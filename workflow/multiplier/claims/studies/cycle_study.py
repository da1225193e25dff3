"""Claims CY-01 to CY-04: a study of the multiplier and the business cycle."""

from __future__ import annotations

import numpy as np
import pandas as pd

from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Computed, Decided, Outcome, Untestable
from multiplier.claims.registry import claim
from multiplier.identities import DRIVERS, EXPECTED_SIGN

# ASSUME: cycles coincide if a turn of the one has a turn of its kind of the other within three months, in the median.
COINCIDENT_MONTHS = 3
WINDOW = "study"


def _months(distance: float) -> str:
    """Return a distance in months, whatever its sign."""
    return f"{abs(distance):.0f} month" + ("" if abs(distance) == 1 else "s")


@claim("CY-01")
def inflation_february_2008(e: Evidence) -> Outcome:
    month = str(e.printed.loc["CY-01", "month"])
    inflation = e.monthly("business_cycle")["inflation_percent"]
    centre = pd.Period(month, freq="M")
    around = inflation.loc[centre - e.offset : centre + e.offset]
    definition = "CPI, same month of last year = 100, less 100"
    return Computed(
        value=float(inflation[centre]),
        month=month,
        definition=definition,
        vintage="as compiled",
        candidates=pd.DataFrame(
            {"month": around.index, "definition": definition, "vintage": "as compiled", "value": around.to_numpy()}
        ),
    )


@claim("CY-02", "coincident")
def multiplier_coincides_with_prices(e: Evidence) -> Outcome:
    row = e.table("cycle_concordance").set_index("window").loc[WINDOW]
    table = e.table("cycle_leads")
    table = table[(table["window"] == WINDOW) & (table["kind"] == "diff12")].set_index("lag")
    now, highest = table.loc[0], table["correlation"].idxmax()
    peak = table.loc[highest]
    turns = e.table("cycle_turns")
    turns = turns[(turns["window"] == WINDOW) & turns["lead"].notna()]
    listed = ", ".join(
        f"{kind} {month} ({_months(lead)} {'before' if lead > 0 else 'after' if lead < 0 else 'apart'})"
        for kind, month, lead in zip(turns["kind"], turns["month"], turns["lead"], strict=True)
    )
    conditions = {
        "turns": len(turns) > 0 and row["median_distance"] <= COINCIDENT_MONTHS,
        "phases": row["state_correlation"] > 0 and row["pvalue"] < e.significance,
        "correlation": now["correlation"] > 0 and now["pvalue"] < e.significance,
    }
    readings = {
        "phases opposite to those of inflation": row["state_correlation"] < 0 and row["pvalue"] < e.significance,
        f"12-month changes {'before' if highest > 0 else 'after'} those of inflation by {_months(highest)}": (
            highest != 0 and peak["correlation"] > 0 and peak["anywhere_p"] < e.significance
        ),
    }
    return Decided(
        all(conditions.values()),
        f"both rise or fall in {100 * row['concordance']:.0f} percent of the months ({100 * row['expected']:.0f} if "
        f"independent, p = {row['pvalue']:.2f}); correlation of 12-month changes {now['correlation']:.2f} "
        f"(p = {now['pvalue']:.2f}), highest {peak['correlation']:.2f} with the multiplier "
        f"{_months(highest)} {'before' if highest > 0 else 'after'}",
        f"Holds if turns of one kind are within {COINCIDENT_MONTHS} months of each other in the median, phases agree "
        "more often than independent ones and the 12-month changes of one month correlate, at "
        f"{100 * e.significance:g} percent, {row['first']} to {row['last']}; "
        f"{sum(map(bool, conditions.values()))} of {len(conditions)} do. Turns of the multiplier against the nearest "
        f"of inflation: {listed or 'none'}.",
        alternative=" and ".join(reading for reading, holds in readings.items() if holds),
        tried=1 + len(readings),
        months=f"{row['first']}..{row['last']}",
    )


@claim("CY-03", "contrary signs")
def components_move_contrary_to_theory(e: Evidence) -> Outcome:
    table = e.table("drivers")
    table = table[(table["country"] == "china") & table["driver"].isin(DRIVERS.values())].set_index(
        ["driver", "transform"]
    )
    contrary = {
        symbol: [
            bool(np.sign(table.loc[(driver, kind), "pearson"]) != EXPECTED_SIGN[driver]) for kind in ("level", "diff")
        ]
        for symbol, driver in DRIVERS.items()
    }
    months = {
        symbol: table.loc[(driver, "diff"), "nobs"] - table.loc[(driver, "diff"), "agreements"]
        for symbol, driver in DRIVERS.items()
    }
    against = [symbol for symbol, signs in contrary.items() if all(signs)]
    as_theory = [symbol for symbol, signs in contrary.items() if not any(signs)]
    nobs = int(table["nobs"].xs("diff", level="transform").iloc[0])
    return Decided(
        len(against) == len(DRIVERS),
        "correlation with the multiplier in levels and first differences: "
        + ", ".join(
            f"{symbol} {table.loc[(driver, 'level'), 'pearson']:.2f} and {table.loc[(driver, 'diff'), 'pearson']:.2f}"
            for symbol, driver in DRIVERS.items()
        ),
        "A component moves against theory if both correlations have the contrary sign; holds if all do. With theory: "
        f"{', '.join(as_theory) or 'none'}; against it: {', '.join(against) or 'none'}. Months of a contrary move: "
        + ", ".join(f"{symbol} {count:.0f} of {nobs}" for symbol, count in months.items())
        + ". The signs of theory are those of partial derivatives; components that move together can show others, "
        "which does not contradict an identity.",
        alternative=f"component {' and '.join(against)} alone" if against else "",
        tried=len(DRIVERS),
        months=f"{e.first}..{e.last}",
    )


@claim("CY-04")
def real_growth_in_2011(e: Evidence) -> Outcome:
    first, last = str(e.printed.loc["CY-04", "month"]).split("..")
    growth = e.monthly("business_cycle")["gdp_growth_percent"]
    quarters = pd.PeriodIndex(growth.index.asfreq("Q-DEC"))
    inside = growth[(quarters >= pd.Period(first, freq="Q")) & (quarters <= pd.Period(last, freq="Q"))].dropna()
    nominal = ", ".join(f"{value:.1f}" for value in inside)
    return Untestable(
        "GDP at constant prices or its deflator, by quarter",
        f"GDP at current prices, which the data have, grew by {nominal} percent on the year before.",
    )
