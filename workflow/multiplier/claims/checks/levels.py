"""Levels, growth rates, ratios and samples that are printed of the multiplier and of trade."""

from __future__ import annotations

import pandas as pd

from multiplier.claims.consistency import Finding, Printed, check
from multiplier.intervals import Interval

HUNDRED, ONE = Interval.exact(100.0), Interval.exact(1.0)


def growth(first: Interval, last: Interval) -> Interval:
    """Return growth in percent between two levels."""
    return HUNDRED * (last / first - ONE)


def _growth_check(p: Printed, first: str, last: str, rate: str, decimals: int) -> Finding:
    implied = growth(p.interval(first), p.interval(last))
    agrees = implied.overlaps(p.interval(rate))
    return Finding(
        p.quoted(first, last, rate),
        f"growth of {implied.text(decimals)} percent",
        agrees,
        "Growth was taken of these levels." if agrees else "Growth was not taken of these levels.",
    )


@check("Months of the sample", "MB-01")
def months_of_the_sample(p: Printed) -> Finding:
    months = len(p.months("MB-01"))
    agrees = months == int(p.text("MB-01"))
    return Finding(
        p.quoted("MB-01"),
        f"{months} months between the printed dates",
        agrees,
        "No month is left out." if agrees else "Months were left out or added.",
    )


@check("A month of the sample", "MB-01", "MB-29")
def month_inside_the_sample(p: Printed) -> Finding:
    month, sample = pd.Period(str(p.claims.loc["MB-29", "month"]), freq="M"), p.months("MB-01")
    inside = bool(month in sample)
    return Finding(
        f"MB-29 for {month}; MB-01: {sample[0]} to {sample[-1]}",
        f"months up to {sample[-1]}",
        inside,
        "The month is in the sample." if inside else "The month is a misprint, or the figure was added later.",
    )


@check("Observations of the regression", "K2-02")
def observations_of_the_regression(p: Printed) -> Finding:
    statement = str(p.claims.loc["K2-02", "statement"])
    left_out = [word.strip(".,") for word in statement.partition("without")[2].split() if word[:2] == "20"]
    months = len(p.months("K2-02")) - len(left_out)
    agrees = months == int(p.text("K2-02"))
    return Finding(
        p.quoted("K2-02"),
        f"{months} months without the {len(left_out)} left out",
        agrees,
        "The count follows from the dates." if agrees else "The count does not follow from the dates.",
    )


@check("Growth of base money and its levels", "MB-10", "MB-11", "MB-12")
def growth_of_the_base(p: Printed) -> Finding:
    return _growth_check(p, "MB-10", "MB-11", "MB-12", 2)


@check("Growth of M2 and its levels", "MB-13", "MB-14", "MB-15")
def growth_of_m2(p: Printed) -> Finding:
    return _growth_check(p, "MB-13", "MB-14", "MB-15", 3)


@check("Multiplier and the levels of its month", "MB-11", "MB-14", "MB-26")
def multiplier_of_october_2009(p: Printed) -> Finding:
    implied = p.interval("MB-14") / p.interval("MB-11")
    base = p.interval("MB-14") / p.interval("MB-26")
    agrees = implied.overlaps(p.interval("MB-26"))
    return Finding(
        p.quoted("MB-14", "MB-11", "MB-26"),
        f"multiplier {implied.text(4)}; base behind the printed multiplier {base.text(3)}",
        agrees,
        "The multiplier is that of the printed levels."
        if agrees
        else "The multiplier was not computed from the printed levels: cut off, or of another base or month.",
    )


@check("Multiplier before the crisis", "MB-10", "MB-13", "MB-25")
def multiplier_of_september_2008(p: Printed) -> Finding:
    implied = p.interval("MB-13") / p.interval("MB-10")
    agrees = implied.high >= p.interval("MB-25").low
    return Finding(
        p.quoted("MB-13", "MB-10", "MB-25"),
        f"multiplier {implied.text(3)} in September 2008",
        agrees,
        "January 2009 can be the start of the rise."
        if agrees
        else "The multiplier was lower in September 2008 than where the rise is said to start.",
    )


@check("The last month's fall and the largest rises of the base", "MB-03", "MB-04", "MB-05", "MB-06", "MB-14", "MB-27")
def base_behind_the_peak(p: Printed) -> Finding:
    september = p.interval("MB-14") / p.interval("MB-27")
    rise = growth(september, p.interval("MB-11"))
    third = min((p.interval(identifier) for identifier in ("MB-03", "MB-04", "MB-05")), key=lambda one: one.low)
    agrees = rise.low <= third.high
    return Finding(
        p.quoted("MB-11", "MB-14", "MB-27", "MB-04"),
        f"rise of the base in October 2009 of at least {rise.low:.1f} percent, if M2 did not fall",
        agrees,
        "It can stay below the three largest rises." if agrees else "It would be among the three largest rises.",
    )


@check("Fall in the United States and rise in China", "MB-10", "MB-13", "MB-16", "MB-17", "MB-26", "MB-37")
def collapse_against_steadiness(p: Printed) -> Finding:
    us = growth(p.interval("MB-16"), p.interval("MB-17"))
    china = growth(p.interval("MB-13") / p.interval("MB-10"), p.interval("MB-26"))
    agrees = us.high < 0 and -us.high > max(abs(china.low), abs(china.high))
    return Finding(
        p.quoted("MB-10", "MB-13", "MB-16", "MB-17", "MB-26"),
        f"United States {us.text(1)} percent, China {china.text(1)} percent",
        agrees,
        "The ordering of MB-37 follows from the printed numbers."
        if agrees
        else "The ordering of MB-37 does not follow from the printed numbers.",
    )


@check("Shares of base and multiplier", "BA-07")
def shares_of_growth(p: Printed) -> Finding:
    base, multiplier = (float(part.strip().lstrip("<>")) for part in p.text("BA-07").split(";"))
    agrees = base + multiplier == 100
    return Finding(
        p.quoted("BA-07"),
        f"a base above {base:g} leaves less than {100 - base:g} percent to the multiplier",
        agrees,
        "The two shares are one statement: they add up to the whole."
        if agrees
        else "The two bounds cannot both be the best ones of shares that add up to the whole.",
    )


@check("Slopes of ratios that enter as a sum", "K2-01", "K2-04", "K2-05", "K2-07")
def equal_slopes(p: Printed) -> Finding:
    slopes = [p.interval(identifier) for identifier in ("K2-04", "K2-05", "K2-07")]
    low, high = max(one.low for one in slopes), min(one.high for one in slopes)
    equal = low <= high < 0
    return Finding(
        p.quoted("K2-04", "K2-05", "K2-07"),
        "one negative derivative by r, g and e, on whose sum K2 depends",
        True if equal else None,
        "The slopes can be those derivatives."
        if equal
        else "They are not those derivatives. A plane fitted to a curved surface need not have them; whether one "
        "fitted to ratios that satisfy the identity can differ so much, data have to say.",
    )


@check("Slope on h against the slope on r", "K2-01", "K2-04", "K2-06")
def slope_on_cash(p: Printed) -> Finding:
    r, h = p.interval("K2-04"), p.interval("K2-06")
    ratio = h / r
    below = ratio.high < 1
    return Finding(
        p.quoted("K2-04", "K2-06"),
        f"derivative by h over derivative by r is 1 - 1/K2, below one; printed {ratio.text(2)}",
        True if below else None,
        "The slopes can be those derivatives."
        if below
        else "No positive K2 has these two derivatives at one point; slopes of a fitted plane need not be derivatives.",
    )


@check("Exports of the year before", "IL-01", "IL-02")
def exports_of_the_year_before(p: Printed) -> Finding:
    base = p.interval("IL-01") / (ONE + p.interval("IL-02") / HUNDRED)
    return Finding(
        p.quoted("IL-01", "IL-02"),
        f"{base.text(1)} billion dollars in 2007",
        None,
        "No level of 2007 is printed that could be held against it.",
    )


@check("Japan's output in dollars", "QX-04")
def output_of_japan(p: Printed) -> Finding:
    first, middle, last = p.vector("QX-04")
    return Finding(
        p.quoted("QX-04"),
        f"growth of {growth(first, middle).text(1)} percent to 2012, of {growth(middle, last).text(1)} percent to 2015",
        None,
        "Changes of a currency as much as of output; nothing else printed bears on them.",
    )
