"""Claims BA-01 to BA-09: a brief analysis of the multiplier and its growth."""

from __future__ import annotations

import pandas as pd

from multiplier.algebra.equivalence import shift_from_cash_to_savings, unchanged
from multiplier.algebra.formula import equal, text
from multiplier.algebra.region import ZERO
from multiplier.algebra.studies import BRIEF, D, S
from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Computed, Decided, Outcome, Untestable
from multiplier.claims.registry import claim
from multiplier.claims.symbolic import falls_or_rises, follows
from multiplier.companions.terms import TURNS_PERCENT


@claim("BA-01", "as printed")
def formula_of_m2(e: Evidence) -> Outcome:
    return follows(
        BRIEF,
        "Derived from M2 = C + D + T + S and B = C + (r + e)(D + T + S). The numerator of the printed line cancels "
        f"against its denominator and leaves {text(BRIEF.as_printed())}, in which cash does not matter.",
    )


@claim("BA-02", "negative")
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


@claim("BA-03", "negative")
def sign_of_s(e: Evidence) -> Outcome:
    return falls_or_rises(BRIEF, "s", "negative", f"Sign with c and t fixed. {_normalisation()}")


@claim("BA-04", "positive")
def sign_of_t(e: Evidence) -> Outcome:
    return falls_or_rises(BRIEF, "t", "positive", f"Sign with c and s fixed. {_normalisation()}")


@claim("BA-05", "negative")
def signs_of_r_and_e(e: Evidence) -> Outcome:
    return falls_or_rises(BRIEF, "r e", "negative", "Signs over all c, s, t > 0 and r + e < 1.")


def _ends(table: pd.DataFrame) -> str:
    return f"{table['last'].iloc[0]} to {table['last'].iloc[-1]}"


def _mostly(holding: pd.Series) -> bool:
    """Return whether a statement holds for more than half of the last months that it may mean."""
    return bool(holding.mean() > 1 / 2)


def _spell(table: pd.DataFrame, holding: pd.Series) -> str:
    """Name the last months for which a statement holds, from the first to the last of them."""
    held = table.loc[holding, "last"]
    if len(held) == 1:
        return f"last month {held.iloc[0]}"
    gaps = "" if len(held) == table["last"].between(held.iloc[0], held.iloc[-1]).sum() else ", with gaps"
    return f"last months from {held.iloc[0]} to {held.iloc[-1]}{gaps}"


@claim("BA-06")
def correlation_of_growth(e: Evidence) -> Outcome:
    search, long = e.table("growth_search"), e.table("growth_correlations").set_index("window").loc["long"]
    return Computed(
        value=float(long["correlation"]),
        month=str(long["last"]),
        definition=f"growth in logarithms, M2 over {e.definitions['china']['base']}, months from {long['first']}",
        vintage=e.vintages["china"],
        candidates=search.assign(month=pd.PeriodIndex(search["month"], freq="M")),
        note=f"The last month is not printed; {search['month'].min()} to {search['month'].max()} are tried. Were base "
        f"and M2 independent, their deviations alone would give {long['independent']:.3f}: the growth of the "
        "multiplier is that of M2 less that of the base.",
        missing=f"base money before {e.monthly('ratios_china')['base'].first_valid_index()}, hence growth over a year "
        f"from 1998-07 to {pd.Period(long['first'], freq='M') - 1}",
    )


@claim("BA-07", ">75; <25")
def base_growth_before_1998(e: Evidence) -> Outcome:
    table = e.monthly("ratios_china")
    return Untestable(
        "growth over a year from 1995-01 to 1998-06, that is M2 and reserve money of the People's Bank of China from "
        f"1994-01 to 1998-06 (the tables have M2 from {table['m2'].first_valid_index()} and reserve money from "
        f"{table['base'].first_valid_index()})"
    )


@claim("BA-08", "alternating")
def sources_take_turns(e: Evidence) -> Outcome:
    table = e.table("growth_by_end")
    share = table["multiplier_percent"]
    holding = share.between(TURNS_PERCENT, 100 - TURNS_PERCENT) & (table["switches"] > 1)
    last, years = table.iloc[-1], e.table("growth_years")
    years = years[(years["year"].astype(str) + "-12").between(str(last["first"]), str(last["last"]))]
    main = [str(year) for year in years.loc[years["main"] == "multiplier", "year"]]
    return Decided(
        bool(holding.all()),
        f"the multiplier contributes more in {last['multiplier_percent']:.0f} percent of {last['months']:.0f} months "
        f"({last['first']} to {last['last']}), with {last['switches']:.0f} switches; from December to December in "
        f"{len(main)} of {len(years)} years{' (' + ', '.join(main) + ')' if main else ''}",
        "They take turns if neither leads in more than "
        f"{100 - TURNS_PERCENT:g} percent of the months and the lead changes more than once; the last month is not "
        f"printed, and the statement holds if it does for all from {_ends(table)}. It does for {int(holding.sum())} of "
        f"{len(table)}. Growth over a year from 1998-07 to {pd.Period(last['first'], freq='M') - 1} is outside the "
        "data.",
        alternative=_spell(table, holding) if _mostly(holding) else "",
        tried=len(table),
        months=f"{last['first']}..{table.loc[holding, 'last'].iloc[-1]}" if _mostly(holding) else "",
    )


@claim("BA-09", "positive")
def upward_trend(e: Evidence) -> Outcome:
    table, trends = e.table("growth_by_end"), e.table("multiplier_trends").set_index("window")
    rising = table["slope_year"] > 0
    listed = ", ".join(f"{row['slope_year']:.3f} (t = {row['t']:.1f}) to {row['last']}" for _, row in trends.iterrows())
    long = trends.loc["long"]
    return Decided(
        bool(rising.all()),
        f"slope a year from {long['first']}: {listed}",
        f"The last month is not printed; the slope is positive for {int(rising.sum())} of {len(table)} from "
        f"{_ends(table)}, and the statement holds if it is for all. Robust errors mislead here: of random walks "
        f"without drift {100 * long['random_walk_size']:.0f} percent have a |t| beyond 1.96. The years from 1995 to "
        f"{int(str(long['first'])[:4]) - 1} are outside the data.",
        alternative=_spell(table, rising) if rising.any() else "",
        tried=len(table),
        months=f"{table['trend_first'].iloc[0]}..{table.loc[rising, 'last'].iloc[-1]}" if rising.any() else "",
    )
