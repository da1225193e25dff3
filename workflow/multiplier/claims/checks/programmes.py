"""Amounts and dates of the Federal Reserve's purchases as printed."""

from __future__ import annotations

import re

import pandas as pd

from multiplier.claims.consistency import Finding, Printed, check
from multiplier.intervals import Interval

ANNOUNCEMENTS = ("QE-13", "QE-14", "QE-15", "QE-16", "QE-17", "QE-18", "QE-19", "QE-20")


def months_touched(first: str, last: str) -> int:
    """Return the number of calendar months from that of ``first`` to that of ``last``, both counted."""
    return len(pd.period_range(first[:7], last[:7], freq="M"))


def pace(p: Printed, identifier: str) -> float:
    """Return the billions a month that a statement names, the last ones before "a month"."""
    found = re.findall(r"(\d+) billion a month", str(p.claims.loc[identifier, "statement"]))
    return float(found[-1])


@check("Sum of the first programme", "QE-01", "QE-02", "QE-03", "QE-04", "QE-05")
def sum_of_the_first_programme(p: Printed) -> Finding:
    parts = [p.interval(identifier) for identifier in ("QE-03", "QE-04", "QE-05")]
    total = parts[0] + parts[1] + parts[2]
    months = months_touched(p.text("QE-01"), p.text("QE-02"))
    return Finding(
        p.quoted("QE-03", "QE-04", "QE-05"),
        f"{(total.low + total.high) / 2:,.0f} billion, {(total.low + total.high) / 2 / months:.0f} a month over "
        f"{months} months",
        None,
        "No sum is printed.",
    )


@check("The widening of the first programme", "QE-03", "QE-05", "QE-14")
def widening_of_the_first_programme(p: Printed) -> Finding:
    mbs, agency = (float(number) for number in re.findall(r"(\d+) billion", str(p.claims.loc["QE-14", "statement"])))
    before = p.interval("QE-03") - Interval.exact(mbs), p.interval("QE-05") - Interval.exact(agency)
    agrees = all(one.high >= 0 for one in before)
    return Finding(
        f"QE-03 and QE-05 in all, of which {mbs:.0f} and {agency:.0f} by QE-14",
        f"{(before[0].low + before[0].high) / 2:.0f} and {(before[1].low + before[1].high) / 2:.0f} billion before it",
        agrees,
        "The widening fits into the totals." if agrees else "The widening is larger than the totals.",
    )


@check("The second programme's pace and total", "QE-06", "QE-07", "QE-08", "QE-17")
def pace_of_the_second_programme(p: Printed) -> Finding:
    months, monthly = months_touched(p.text("QE-06"), p.text("QE-07")), pace(p, "QE-17")
    total = p.interval("QE-08")
    agrees = total.low <= months * monthly
    return Finding(
        p.quoted("QE-06", "QE-07", "QE-08") + f"; QE-17: {monthly:.0f} a month",
        f"at most {months * monthly:,.0f} billion in {months} months",
        agrees,
        "The total can be bought at that pace."
        if agrees
        else f"The total would take {total.low / monthly:.1f} months: it or the pace is misprinted, or it counts "
        "other purchases.",
    )


@check("The third programme's pace and total", "QE-10", "QE-11", "QE-12", "QE-18", "QE-19", "QE-20")
def pace_of_the_third_programme(p: Printed) -> Finding:
    steps = [(p.text(identifier)[:7], pace(p, identifier)) for identifier in ("QE-18", "QE-19", "QE-20")]
    months = pd.period_range(steps[0][0], p.text("QE-10")[:7], freq="M").astype(str)
    # The highest pace that was in force on some day of the month.
    paces = [
        max(
            amount
            for at, (begin, amount) in enumerate(steps)
            if begin <= month and (at + 1 == len(steps) or month <= steps[at + 1][0])
        )
        for month in months
    ]
    total = p.interval("QE-11") + p.interval("QE-12")
    agrees = total.low <= sum(paces)
    return Finding(
        p.quoted("QE-11", "QE-12") + "; " + ", ".join(f"{amount:.0f} a month from {month}" for month, amount in steps),
        f"at most {sum(paces):,.0f} billion in {len(months)} months, if the pace was not cut further",
        agrees,
        f"The totals need {(total.low + total.high) / 2 / len(months):.0f} a month on average, so that the pace was "
        "cut further or both are round."
        if agrees
        else "The totals cannot be bought at that pace.",
    )


@check("Start of the third programme and its announcement", "QE-09", "QE-18")
def start_of_the_third_programme(p: Printed) -> Finding:
    start, announced = p.text("QE-09"), p.text("QE-18")
    agrees = start >= announced[:7]
    return Finding(
        p.quoted("QE-09", "QE-18"),
        f"a start not before {announced[:7]}",
        agrees,
        "It starts when or after it is announced." if agrees else "It would start before it is announced.",
    )


@check("Order of the announcements", *ANNOUNCEMENTS)
def order_of_announcements(p: Printed) -> Finding:
    dates = {identifier: p.text(identifier) for identifier in ANNOUNCEMENTS}
    first = dates["QE-13"]
    early = [name for name, date in dates.items() if date < first]
    readings = []
    for name in early:
        later = str(int(dates[name][:4]) + 1) + dates[name][4:]
        following = ANNOUNCEMENTS[ANNOUNCEMENTS.index(name) + 1]
        readings.append(
            f"{name} a year later, {later}, "
            + ("stands in its place" if first < later < dates[following] else "stands out of place too")
            + (" and is on the list of decisions" if later in p.decisions else "")
        )
    return Finding(
        "; ".join(f"{name}: {dates[name]}" for name in ("QE-13", *early)),
        f"no announcement before the first one, {first}",
        not early,
        "The announcements follow each other." if not early else f"{'; '.join(readings)}: a misprint of the year.",
    )


@check("Announcements and the list of decisions", *ANNOUNCEMENTS)
def announcements_on_the_list(p: Printed) -> Finding:
    absent = [name for name in ANNOUNCEMENTS if p.text(name) not in p.decisions]
    near = []
    for name in absent:
        date = pd.Timestamp(p.text(name))
        gap, decision = min((abs((pd.Timestamp(one) - date).days), one) for one in p.decisions)
        near.append(f"{name} (a {date.day_name()}): {decision}, {gap} days away")
    return Finding(
        p.quoted(*absent) if absent else p.quoted(*ANNOUNCEMENTS),
        "; ".join(near) or "each has a decision on its day",
        not absent,
        "All dates are those of decisions." if not absent else "No decision is listed on the printed day.",
    )


@check("Purchases and the rise of assets", "QE-03", "QE-04", "QE-05", "QE-08", "QE-11", "QE-12", "QE-21", "QE-22")
def purchases_and_assets(p: Printed) -> Finding:
    bought = Interval.exact(0.0)
    for identifier in ("QE-03", "QE-04", "QE-05", "QE-08", "QE-11", "QE-12"):
        bought += p.interval(identifier)
    least = p.interval("QE-22") - Interval.exact(p.value("QE-21"))  # assets were below the number of QE-21
    agrees = 1000 * least.low <= bought.high
    return Finding(
        p.quoted("QE-21", "QE-22") + "; amounts of the three programmes",
        f"assets rose by more than {1000 * least.low:,.0f} billion; {(bought.low + bought.high) / 2:,.0f} billion were "
        "bought",
        agrees,
        "The purchases can have made the rise: some of the rest ran off."
        if agrees
        else "Assets rose by more than was bought.",
    )


@check("Reserves and excess reserves", "QX-02", "QX-03")
def reserves_and_excess(p: Printed) -> Finding:
    required = Interval.exact(p.value("QX-02")) - p.interval("QX-03")
    agrees = p.interval("QX-03").low <= p.value("QX-02")
    return Finding(
        p.quoted("QX-02", "QX-03"),
        f"required reserves above {required.low:.2f} trillion dollars, "
        f"{100 * required.low / p.value('QX-02'):.0f} percent of all",
        None if agrees else False,
        "No requirement is printed; it would be large beside an excess of that size."
        if agrees
        else "More excess reserves than reserves.",
    )
