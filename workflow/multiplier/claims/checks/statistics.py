"""Correlograms, correlations and test statistics as printed."""

from __future__ import annotations

import math

from scipy.special import chdtrc, stdtr, stdtrit
from statsmodels.tsa.adfvalues import mackinnoncrit, mackinnonp

from multiplier.claims.consistency import Finding, Printed, check
from multiplier.companions.correlogram_search import implied_observations, observations
from multiplier.intervals import Interval

LONGEST = 1000  # observations that are tried
LEVEL = 0.05
ONE = Interval.exact(1.0)


def _lags(wrong: list[int]) -> str:
    return f"lag{'s' * (len(wrong) != 1)} {', '.join(map(str, wrong))}"


def partial_intervals(ac: list[Interval]) -> list[Interval]:
    """Return what partial autocorrelations may be, given what autocorrelations may be (Durbin and Levinson)."""
    phi: list[Interval] = []
    found = []
    for k, value in enumerate(ac):
        above, below = value, ONE
        for j, coefficient in enumerate(phi):
            above -= coefficient * ac[k - 1 - j]
            below -= coefficient * ac[j]
        last = above / below
        phi = [one - last * other for one, other in zip(phi, reversed(phi), strict=True)] + [last]
        found.append(last)
    return found


@check("Q and autocorrelations", "CP-02", "CP-04")
def q_and_autocorrelations(p: Printed) -> Finding:
    fits = implied_observations(p.text("CP-02"), p.text("CP-04"), LONGEST)
    best = max(fits, key=lambda nobs: fits[nobs])
    counts = observations(p.text("CP-02"), p.text("CP-04"), LONGEST)
    lags = len(p.vector("CP-02"))
    return Finding(
        f"{lags} autocorrelations and {lags} values of Q",
        f"{' or '.join(map(str, counts))} observations"
        if counts
        else f"at best {best} observations, at {fits[best]} lags",
        bool(counts),
        "Both are of one series of that length." if counts else "They are not of one series.",
    )


@check("Observations of the correlogram and stated months", "CP-02", "CP-04")
def observations_and_months(p: Printed) -> Finding:
    stated = len(p.months("CP-02")) - 1
    counts = observations(p.text("CP-02"), p.text("CP-04"), LONGEST)
    agrees = stated in counts
    return Finding(
        f"{p.claims.loc['CP-02', 'month']}, hence {stated} first differences",
        f"{' or '.join(map(str, counts)) or 'no number of'} observations",
        agrees,
        "The sample is the stated one." if agrees else "The sample is shorter than stated, or has gaps.",
    )


@check("Partial and plain autocorrelations", "CP-02", "CP-03")
def partial_and_plain(p: Printed) -> Finding:
    implied = partial_intervals(p.vector("CP-02"))
    pairs = list(zip(implied, p.vector("CP-03"), strict=True))
    wrong = [lag for lag, (one, other) in enumerate(pairs, 1) if not one.overlaps(other)]
    widest = max(one.high - one.low for one in implied)
    return Finding(
        f"{len(pairs)} autocorrelations and partial autocorrelations",
        f"partial autocorrelations within intervals of at most {widest:.3f}",
        not wrong,
        "The recursion of Durbin and Levinson gives them at every lag."
        if not wrong
        else f"The recursion of Durbin and Levinson does not give them at {_lags(wrong)}.",
    )


@check("p-values and Q", "CP-04", "CP-05")
def pvalues_and_q(p: Printed) -> Finding:
    wrong, shown = [], []
    texts = p.text("CP-05").split()
    for lag, (q, pvalue) in enumerate(zip(p.vector("CP-04"), p.vector("CP-05"), strict=True), 1):
        implied = q.apply(lambda value, freedom=lag: float(chdtrc(freedom, value)))  # type: ignore[misc]
        if not implied.overlaps(pvalue):
            wrong.append(lag)
            shown.append(f"{texts[lag - 1]} at lag {lag}, where {implied.text(4)} follows")
    return Finding(
        "; ".join(shown) or f"{len(texts)} p-values",
        f"chi-squared p-values of Q; {len(texts) - len(wrong)} of {len(texts)} agree",
        not wrong,
        "The p-values are those of Q." if not wrong else f"Misprint at {_lags(wrong)}.",
    )


@check("Correlations and their number of observations", "CP-02", "CP-04", "CP-06", "CP-07", "CP-08", "CP-09", "CP-10")
def significance_of_correlations(p: Printed) -> Finding:
    counts = observations(p.text("CP-02"), p.text("CP-04"), LONGEST) or [len(p.months("CP-06")) - 1]
    freedom = counts[0] - 2
    names = ("CP-06", "CP-07", "CP-08", "CP-09", "CP-10")
    t = float(stdtrit(freedom, 1 - LEVEL / 2))
    bound = t / math.sqrt(freedom + t**2)
    beyond = [name for name in names if min(abs(p.interval(name).low), abs(p.interval(name).high)) > bound]
    smallest = min(
        2 * float(stdtr(freedom, -abs(r) * math.sqrt(freedom / (1 - r**2)))) for r in (p.value(name) for name in names)
    )
    return Finding(
        p.quoted(*names),
        f"with {counts[0]} independent pairs {LEVEL:.0%} reach {bound:.3f} by chance; smallest p {smallest:.3f}, "
        f"{min(1.0, len(names) * smallest):.2f} for the smallest of five",
        None,
        f"Beyond that: {', '.join(beyond) or 'none'}. The study prints no test.",
    )


@check("ADF statistic and its decision", "MB-33", "MB-34")
def adf_decision(p: Printed) -> Finding:
    value = p.value("MB-33")
    longest = len(p.months("MB-33")) - 1
    critical = mackinnoncrit(N=1, regression="n", nobs=longest)
    pvalue = float(mackinnonp(value, regression="n", N=1))
    not_rejected = bool((value > critical).all())
    agrees = not_rejected == (p.text("MB-34") == "not rejected")
    return Finding(
        p.quoted("MB-33", "MB-34"),
        f"p = {pvalue:.2f}; critical values {critical[0]:.2f}, {critical[1]:.2f}, {critical[2]:.2f}",
        agrees,
        "The decision follows from the statistic." if agrees else "The decision does not follow from the statistic.",
    )


@check("Inversions and recessions", "QE-35")
def inversions_and_recessions(p: Printed) -> Finding:
    hits, cases = (int(number) for number in p.text("QE-35").split(" of "))
    chance = sum(math.comb(cases, k) for k in range(hits, cases + 1)) / 2**cases
    return Finding(
        p.quoted("QE-35"),
        f"{hits} or more of {cases} fair tosses have a chance of {chance:.2f}",
        None if 0 <= hits <= cases else False,
        "Too few cases to say more." if chance > LEVEL else "More than chance gives.",
    )
