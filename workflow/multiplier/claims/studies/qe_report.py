"""Claims QE-01 to QE-35: a report on quantitative easing."""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd

from multiplier import DataError
from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Computed, Dated, Decided, Outcome, Untestable
from multiplier.claims.registry import claim
from multiplier.data.yields import BREAKEVEN, NOMINAL, YEARS
from multiplier.easing.event_study import ALL_PROGRAMMES, PROGRAMMES, SETS, WINDOWS
from multiplier.easing.programmes import PACE, announced_amounts, as_of

SINGLE = "single"  # the one vintage of the tables on the programmes
TEN = "DGS10"
# ASSUME: short yields are those of one and two years, long ones those of ten years and more.
SHORT, LONG = ("DGS1", "DGS2"), ("DGS10", "DGS20", "DGS30")
STATED = ("two_day", "event_set")
WORDS = {
    "two_day": "two-day windows",
    "one_day": "one-day windows",
    "event_set": "marked events",
    "all_rows": "all announcements",
    "without_largest": "without the largest event",
}


def _rows(e: Evidence, programme: str = "") -> pd.DataFrame:
    table = e.table("announcements")
    return table[table["programme"] == programme] if programme else table


def _first(rows: pd.DataFrame, what: str, programme: str, column: str) -> pd.Series:
    """The first of some announcements, of which there must be one; the rest is for the message."""
    if rows.empty:
        whose = f"programme {programme}" if programme else "any programme"
        raise DataError(
            f"us/policy_events: {whose}, column {column}: found no announcement {what}, expected one; add its row, or "
            "correct the cell."
        )
    return rows.iloc[0]


def _told(e: Evidence, *words: str, programme: str = "") -> pd.Series:
    """The first announcement that uses all the words."""
    rows = _rows(e, programme)
    for word in words:
        rows = rows[rows["event"].str.contains(word, regex=False)]
    return _first(rows, f"that says '{' '.join(words)}'", programme, "event")


def _dated(row: pd.Series, others: pd.DataFrame, note: str = "") -> Dated:
    rest = others[others["date"] != row["date"]]
    return Dated(row["date"], row["event"], dict(zip(rest["event"], rest["date"], strict=True)), note)


def _programme(e: Evidence, name: str) -> pd.Series:
    return e.table("programmes").set_index("programme").loc[name]


def _start(e: Evidence, name: str) -> Outcome:
    """A programme starts with the first announcement of an amount or a pace."""
    rows = _rows(e, name)
    announced = _programme(e, name)["announced"]
    row = _first(rows[rows["date"] == announced], f"of {announced}", name, "date")
    return _dated(row, rows, "A programme is taken to start when an amount or a pace is announced.")


def _end_by_holdings(e: Evidence, identifier: str, name: str) -> Outcome:
    """The end of a programme that no announcement of the data names: what the holdings can and cannot say."""
    printed = e.printed.loc[identifier, "printed"]
    ends = e.table("programme_ends")
    own = ends[ends["programme"] == name]
    earliest, latest = own["date"].min(), own["date"].max()
    hits = int(own["date"].str.startswith(printed).sum())
    shown = f"{len(own)} rules on the weekly holdings put it between {earliest} and {latest}"
    if not earliest[: len(printed)] <= printed <= latest[: len(printed)]:
        return Decided(False, f"{earliest} to {latest}", f"{shown}; none allows the printed month.")
    return Untestable(
        f"the announcement that {name} was completed",
        f"{shown}, {hits} of them in {printed}; holdings record deliveries, weeks after the purchases.",
    )


def _amount(e: Evidence, name: str, column: str, note: str, candidates: pd.DataFrame | None = None) -> Computed:
    rows = announced_amounts(_rows(e), name, column)
    parts = rows[column]
    search = {} if candidates is None else {"candidates": candidates}
    return Computed(
        float(parts.sum()),
        rows["date"].iloc[-1][:7],
        "sum of the announced amounts",
        SINGLE,
        note=f"Announced: {' + '.join(f'{part:g}' for part in parts)} billion.{note}",
        month_printed=False,
        **search,
    )


def _holdings(e: Evidence, name: str, series: tuple[str, ...]) -> pd.DataFrame:
    """Changes of holdings over a programme, every start and end, as candidates."""
    table = e.table("holdings_changes")
    own = table[(table["programme"] == name) & table["series"].isin(series)]
    kind = own["series"].str.replace("_", " ")
    return pd.DataFrame(
        {
            "month": pd.PeriodIndex(own["last"].str[:7], freq="M"),
            "definition": kind + " from " + own["first"] + " to " + own["last"],
            "vintage": SINGLE,
            "value": own["change"],
        }
    )


def _bought_in_qe3(e: Evidence, series: str, word: str) -> Outcome:
    """QE3 had a pace and no amount; holdings show net changes, on the days of delivery."""
    start = _told(e, word, "bn a month", programme="QE3")["date"]
    table = e.table("holdings_changes")
    rows = table[(table["programme"] == "QE3") & (table["series"] == series) & (table["start"] == start)]
    row = rows.set_index("end").loc["end"]
    return Untestable(
        "the Federal Reserve's purchases by programme (operations of the Federal Reserve Bank of New York)",
        f"QE3 had a pace and no amount. Net of repayments the holdings rose by {row['change']:.0f} billion from "
        f"{row['first']} to {row['last']}, and by {rows['change'].min():.0f} to {rows['change'].max():.0f} with other "
        "ends that deliveries may have; holdings record these, and not what was bought.",
    )


def _sums(e: Evidence, column: str = "basis_points") -> pd.Series:
    """A column of the event study by programme, set, window and series; the pool does not matter for the sums."""
    table = e.table("event_study")
    near = table[table["pool"] == "near"]
    return near.set_index(["programme", "set", "window", "series"])[column].sort_index()


@claim("QE-01")
def qe1_starts(e: Evidence) -> Outcome:
    return _start(e, "QE1")


@claim("QE-02")
def qe1_ends(e: Evidence) -> Outcome:
    return _end_by_holdings(e, "QE-02", "QE1")


@claim("QE-03")
def qe1_mortgage_backed_securities(e: Evidence) -> Outcome:
    highest = _holdings(e, "QE1", ("mortgage_backed_securities",))["value"].max()
    return _amount(e, "QE1", "mbs_bn_usd", f" The holdings rose by {highest:.0f} billion net of repayments.")


@claim("QE-04")
def qe1_treasuries(e: Evidence) -> Outcome:
    change = _holdings(e, "QE1", ("treasury_securities",))["value"].iloc[0]
    return _amount(e, "QE1", "treasuries_bn_usd", f" The holdings rose by {change:.1f} billion.")


@claim("QE-05")
def qe1_agency_debt(e: Evidence) -> Outcome:
    rows = _rows(e, "QE1")
    ceiling = rows["agency_bn_usd"].sum()
    printed = float(e.printed.loc["QE-05", "printed"])
    if printed > ceiling:
        return Decided(False, f"at most {ceiling:g}", "The announcements allowed for no more.")
    return Untestable(
        "the Federal Reserve's holdings of agency debt (H.4.1)",
        f"Announced were amounts of up to {ceiling:g} billion, which the printed one does not exceed.",
    )


@claim("QE-06")
def qe2_starts(e: Evidence) -> Outcome:
    return _start(e, "QE2")


@claim("QE-07")
def qe2_ends(e: Evidence) -> Outcome:
    return _end_by_holdings(e, "QE-07", "QE2")


@claim("QE-08")
def qe2_treasuries(e: Evidence) -> Outcome:
    found = _holdings(e, "QE2", ("treasury_securities", "securities"))
    since = _programme(e, "QE2")["announced"]
    own = found[found["definition"].str.contains(as_of(e.table("federal_reserve_assets").set_index("date"), since))]
    changes = {kind: own.loc[own["definition"].str.startswith(kind), "value"].iloc[0] for kind in ("treas", "secur")}
    note = (
        f" The holdings of Treasuries rose by {changes['treas']:.0f} billion, Treasuries and mortgage-backed "
        f"securities together by {changes['secur']:.0f}, since repaid principal was put into Treasuries."
    )
    return _amount(e, "QE2", "treasuries_bn_usd", note, found)


@claim("QE-09")
def qe3_starts(e: Evidence) -> Outcome:
    return _start(e, "QE3")


@claim("QE-10")
def qe3_ends(e: Evidence) -> Outcome:
    end = _programme(e, "QE3")["end"]
    row = _first(_rows(e)[_rows(e)["date"] == end], f"of {end}, the end of QE3", "", "date")
    return _dated(row, _rows(e, "TAPER"))


@claim("QE-11")
def qe3_treasuries(e: Evidence) -> Outcome:
    return _bought_in_qe3(e, "treasury_securities", "Treasury")


@claim("QE-12")
def qe3_mortgage_backed_securities(e: Evidence) -> Outcome:
    return _bought_in_qe3(e, "mortgage_backed_securities", "MBS")


@claim("QE-13")
def first_announcement(e: Evidence) -> Outcome:
    return _dated(_first(_rows(e, "QE1"), "at all", "QE1", "programme"), _rows(e, "QE1"))


@claim("QE-14")
def qe1_widened(e: Evidence) -> Outcome:
    rows = _rows(e, "QE1")
    own = rows[(rows["mbs_bn_usd"] == 750) & (rows["agency_bn_usd"] == 100)]
    row = _first(own, "of 750 billion with 100 in column agency_bn_usd", "QE1", "mbs_bn_usd")
    printed = e.printed.loc["QE-14", "printed"]
    misprint = row["date"][:4] != printed[:4] and row["date"][4:] == printed[4:]
    note = f"Day and month agree; the year {printed[:4]} is a misprint." if misprint else ""
    return _dated(row, rows, note)


@claim("QE-15")
def treasuries_prepared(e: Evidence) -> Outcome:
    return _dated(_told(e, "reinvested in Treasuries"), _rows(e, "QE2"))


@claim("QE-16")
def more_purchases_possible(e: Evidence) -> Outcome:
    return _dated(_told(e, "prepared to provide additional"), _rows(e, "QE2"))


@claim("QE-17")
def qe2_announced(e: Evidence) -> Outcome:
    row = _told(e, "Purchase of Treasuries announced")
    return _dated(row, _rows(e, "QE2"), f"Announced were {row['treasuries_bn_usd']:g} billion in all.")


@claim("QE-18")
def qe3_announced(e: Evidence) -> Outcome:
    return _dated(_told(e, "40 bn a month"), _rows(e, "QE3"))


@claim("QE-19")
def qe3_widened(e: Evidence) -> Outcome:
    rows = _rows(e, "QE3")
    pace = rows["event"].str.extract(PACE)[0].astype(float)
    row = _first(rows[pace.cumsum() == 85], "that brings the pace to 85 billion a month", "QE3", "event")
    return _dated(row, rows, f"The paces add up to {' + '.join(f'{part:g}' for part in pace.dropna())} billion.")


@claim("QE-20")
def purchases_cut(e: Evidence) -> Outcome:
    row = _told(e, "from 85 to 75")
    days = (pd.Timestamp(row["date"]) - pd.Timestamp(e.printed.loc["QE-20", "printed"])).days
    note = (
        f"The printed day is {abs(days)} day{'' if abs(days) == 1 else 's'} {'earlier' if days > 0 else 'later'}."
        if days
        else ""
    )
    return _dated(row, _rows(e, "TAPER"), note)


@claim("QE-21")
def assets_before(e: Evidence) -> Outcome:
    table = e.table("federal_reserve_assets").set_index("date")
    weekly, securities = table["total_assets"] / 1000, table["securities"]
    first = _programme(e, "QE1")["announced"]
    year = weekly[(weekly.index.str[:4] == first[:4]) & (weekly.index < first)]
    over = year[year >= 1]
    quiet = year[year.index < over.index[0]] if len(over) else year
    if quiet.empty:
        return Decided(False, f"{year.min():.2f} to {year.max():.2f} trillion", "Assets reached it in the first week.")
    return Decided(
        over.empty,
        f"{year.min():.2f} to {year.max():.2f} trillion",
        f"Before the announcement of {first} assets were below one trillion until {quiet.index[-1]} and rose to "
        f"{year.max():.2f} by {year.idxmax()}; securities held went from "
        f"{securities[quiet.index[-1]]:.0f} to {securities[year.idxmax()]:.0f} billion meanwhile."
        if len(over)
        else f"In no week of the year before {first} did they reach it.",
        f"weeks of {first[:4]} before {first}",
        alternative=f"weeks before {over.index[0]}" if len(over) else "",
        tried=2,
        months=f"{year.index[0][:7]}..{quiet.index[-1][:7]}",
    )


@claim("QE-22")
def assets_at_end_of_2014(e: Evidence) -> Outcome:
    weekly = e.table("federal_reserve_assets").set_index("date")["total_assets"] / 1000
    last = as_of(weekly.to_frame(), "2014-12-31")
    return Computed(float(weekly[last]), "2014-12", f"H.4.1 of {last}", "2022-03")


@claim("QE-23", "Fed lowest")
def lowest_assets_over_output(e: Evidence) -> Outcome:
    table = e.table("assets_over_output")
    wide = table.pivot(index="quarter", columns="bank", values="percent")
    both = wide[["federal_reserve", "boj"]].dropna()
    if both.empty:
        raise DataError(
            f"world/nominal_gdp: quarters {wide.index[0]} to {wide.index[-1]}, columns us_gdp and japan_gdp: found no "
            "quarter in which both meet the assets of their banks, expected one at least; add the figures."
        )
    above = both[both["federal_reserve"] >= both["boj"]]
    shown = (
        f"{both['federal_reserve'].iloc[-1]:.1f} percent, Bank of Japan {both['boj'].iloc[-1]:.1f} percent in "
        f"{both.index[-1]}"
    )
    if len(above):
        return Decided(
            False,
            f"Federal Reserve {shown}",
            f"The Federal Reserve is above the Bank of Japan in {len(above)} of {len(both)} quarters, first in "
            f"{above.index[0]}; the euro area's output is not needed to say so.",
        )
    last = both.index[-1]
    own = table[(table["bank"] == "ecb") & (table["quarter"] == last)]["assets"]
    if own.empty:
        raise DataError(
            f"world/ecb_assets: quarter {last}, column total_assets: found no figure, expected one since the other two "
            "banks have theirs; choose a file that holds the quarter."
        )
    assets = own.iloc[0] / 1000
    needed = 100 * assets / both["federal_reserve"].iloc[-1]
    return Untestable(
        "nominal GDP of the euro area",
        f"The Federal Reserve is below the Bank of Japan in all {len(both)} quarters that both have ({shown}); it is "
        f"below the Eurosystem as well in {last} if output of the euro area was under {needed:.1f} trillion euro "
        "a year.",
    )


def _futures(direction: str) -> Untestable:
    return Untestable(
        "the fed funds futures rate 24 months ahead (daily settlement prices of the contracts)",
        f"It {direction}; the 2-year Treasury yield is another rate and does not stand in for it.",
    )


@claim("QE-24")
def futures_qe1(e: Evidence) -> Outcome:
    return _futures("is said to fall in QE1")


@claim("QE-25")
def futures_qe2(e: Evidence) -> Outcome:
    return _futures("is said to fall in QE2")


@claim("QE-26", "positive")
def futures_qe3(e: Evidence) -> Outcome:
    return _futures("is said to rise in QE3")


@claim("QE-27")
def agency_spread(e: Evidence) -> Outcome:
    fall = -_sums(e)["QE1", "event_set", "two_day", TEN]
    return Untestable(
        "the yield of agency mortgage-backed securities (current coupon, daily)",
        f"Of the two yields compared only the 10-year Treasury's is in the data; it falls by {fall:.0f} basis points.",
    )


def _p(value: float) -> str:
    return "p below 0.001" if value < 0.001 else f"p {value:.3f}"


def _weakens(sums: pd.Series, label: str, window: str, series: str, per_event: dict[str, int] | None) -> bool:
    values = [sums[name, label, window, series] / (per_event[name] if per_event else 1) for name in PROGRAMMES]
    return bool(values[0] < values[1] < values[2])


@claim("QE-28", "QE1 > QE2 > QE3")
def effect_weakens(e: Evidence) -> Outcome:
    sums, pvalues = _sums(e), _sums(e, "pvalue_holm")
    counts = _sums(e, "events")
    readings = {}
    for label, window, series, mean in itertools.product(SETS, WINDOWS, NOMINAL, (False, True)):
        events = {name: int(counts[name, label, window, series]) for name in PROGRAMMES} if mean else None
        readings[label, window, series, mean] = _weakens(sums, label, window, series, events)
    window, label = STATED
    holding = [key for key, holds in readings.items() if holds]
    chance = e.table("placebo_orderings").set_index(["statement", "window"])["share"]["QE1 > QE2 > QE3", window]
    shown = ", ".join(
        f"{name} {sums[name, label, window, TEN]:.0f} ({_p(pvalues[name, label, window, TEN])})" for name in PROGRAMMES
    )
    first = holding[0] if holding else None
    return Decided(
        readings[label, window, TEN, False],
        f"10-year yield, basis points: {shown}",
        f"Sums of {WORDS[window]} over the {WORDS[label]}, p against random days and adjusted for {len(NOMINAL)} "
        f"maturities. The order holds in {len(holding)} of {len(readings)} readings by set, window, maturity, sum or "
        f"mean; random days show it in {100 * chance:.0f} percent of draws.",
        f"10-year yield, {WORDS[window]}, {WORDS[label]}",
        alternative=_reading(*first) if first else "",
        tried=len(readings),
    )


def _reading(label: str, window: str, series: str, mean: bool) -> str:
    return f"{YEARS[series]}-year yield, {WORDS[window]}, {WORDS[label]}, {'mean an event' if mean else 'sum'}"


@claim("QE-29", "positive")
def expectations_rise(e: Evidence) -> Outcome:
    sums, pvalues = _sums(e), _sums(e, "pvalue_directed")
    window, label = STATED
    readings = {key: sums[ALL_PROGRAMMES, *key] > 0 for key in itertools.product(SETS, WINDOWS, BREAKEVEN)}
    shown = ", ".join(
        f"{YEARS[series]} years {sums[ALL_PROGRAMMES, label, window, series]:.0f} "
        f"({_p(pvalues[ALL_PROGRAMMES, label, window, series])})"
        for series in BREAKEVEN
    )
    each = ", ".join(f"{name} {sums[name, label, window, BREAKEVEN[-1]]:.0f}" for name in PROGRAMMES)
    holding = [key for key, holds in readings.items() if holds]
    return Decided(
        all(readings[label, window, series] for series in BREAKEVEN),
        f"breakeven inflation, basis points: {shown}",
        f"Sums of {WORDS[window]} over all programmes, p of as large a rise on random days; 10 years by programme: "
        f"{each}. The event on which the real yields change their method is left out. Breakevens hold a premium for "
        f"liquidity as well. They rise in {len(holding)} of {len(readings)} readings.",
        f"breakevens of 5 and 10 years, {WORDS[window]}, {WORDS[label]}",
        alternative=", ".join(f"{YEARS[key[2]]} years, {WORDS[key[1]]}, {WORDS[key[0]]}" for key in holding[:1]),
        tried=len(readings),
    )


@claim("QE-30", "long > short")
def long_yields_fall_more(e: Evidence) -> Outcome:
    sums = _sums(e)
    window, label = STATED

    def holds(label: str, window: str, long: Any = LONG, short: Any = SHORT) -> bool:
        own = sums["QE1", label, window]
        return bool(own[list(long)].max() < own[list(short)].min())

    strict = {(label, window): holds(label, window) for label, window in itertools.product(SETS, WINDOWS)}
    pairs = {(long, short): holds(label, window, (long,), (short,)) for long, short in itertools.product(LONG, SHORT)}
    own = sums["QE1", label, window]
    largest = own[list(NOMINAL)].idxmin()
    chance = e.table("placebo_orderings").set_index(["statement", "window"])["share"][
        "10 years > 2 years in QE1", window
    ]
    holding = [key for key, value in strict.items() if value]
    return Decided(
        strict[label, window],
        "basis points: "
        + ", ".join(f"{YEARS[series]} year{'' if YEARS[series] == 1 else 's'} {own[series]:.0f}" for series in NOMINAL),
        f"All of {len(LONG)} long yields against both short ones, {WORDS[window]}; {sum(pairs.values())} of "
        f"{len(pairs)} pairs hold, and {len(holding)} of {len(strict)} readings by set and window. The fall is "
        f"largest at {YEARS[largest]} years"
        + (" and not at the longest maturity, as duration alone would have it" if largest != NOMINAL[-1] else "")
        + f". Random days show 10 years below 2 in {100 * chance:.0f} percent of draws.",
        f"{WORDS[window]}, {WORDS[label]}",
        alternative=", ".join(f"{WORDS[key[1]]}, {WORDS[key[0]]}" for key in holding[:1]),
        tried=len(strict),
    )


@claim("QE-31")
def ceiling_of_1942(e: Evidence) -> Outcome:
    first = e.table("yields")["date"].iloc[0]
    return Untestable("the yield of long-term Treasuries from 1942 to 1951", f"The yields begin on {first}.")


@claim("QE-32")
def bill_rate_of_1942(e: Evidence) -> Outcome:
    first = e.table("yields")["date"].iloc[0]
    return Untestable(
        "the three-month Treasury bill rate from 1942 to 1947",
        f"The yields begin on {first}, at maturities from one year.",
    )


@claim("QE-33")
def four_largest_banks(e: Evidence) -> Outcome:
    return Untestable("a table of repo lending and liquid assets by bank (Call Reports or FR Y-9C, 2019)")


def _inversions(e: Evidence) -> str:
    """How many inversions the yields at hand hold: runs of months in which two years yield more than ten."""
    yields = e.table("yields")
    spread = (yields["DGS10"] - yields["DGS2"]).groupby(yields["date"].str[:7]).mean()
    below = spread < 0
    spells = int((below & ~below.shift(fill_value=False)).sum())
    return (
        f"The yields run from {spread.index[0]} to {spread.index[-1]} and hold {spells} spell{'s' * (spells != 1)} of "
        "months in which 2 years yield more than 10."
    )


@claim("QE-34")
def lead_of_inversions(e: Evidence) -> Outcome:
    return Untestable("a series of Treasury yields since the 1960s with recession dates of the NBER", _inversions(e))


@claim("QE-35", "5 of 7")
def inversions_and_recessions(e: Evidence) -> Outcome:
    return Untestable(
        "a series of Treasury yields over seven inversions with recession dates of the NBER", _inversions(e)
    )
