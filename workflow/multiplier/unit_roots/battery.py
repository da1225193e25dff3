"""Phillips-Perron, KPSS, DF-GLS and Zivot-Andrews tests of one series, each as a row beside that of ADF.

Every test is run by arch. A row has lags (lagged differences, or bandwidth of the Bartlett kernel), nobs,
statistic, pvalue, crit_1, crit_5, crit_10, decision (on the test's own null, at the significance asked for)
and null. ``values`` are observations without gaps, shape (n,).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from arch.unitroot import DFGLS, KPSS, PhillipsPerron, ZivotAndrews
from arch.unitroot.unitroot import UnitRootTest

from multiplier.unit_roots.conventions import TRIM, bandwidth, longest_lags_with_break
from multiplier.unit_roots.lag_selection import choose_lags, ols_detrended

BREAKS = ("c", "t", "ct")  # step, kink, both


def _row(test: UnitRootTest, null: str, lags: int, nobs: int, significance: float) -> dict[str, Any]:
    statistic = float(test.stat)
    critical = {key: float(test.critical_values[f"{key}%"]) for key in (1, 5, 10)}
    bound = critical[round(100 * significance)]
    rejected = statistic > bound if null == "stationary" else statistic < bound
    return {
        "lags": lags,
        "nobs": nobs,
        "statistic": statistic,
        "pvalue": float(test.pvalue),
        "crit_1": critical[1],
        "crit_5": critical[5],
        "crit_10": critical[10],
        "decision": "rejected" if rejected else "not rejected",
        "null": null,
    }


def phillips_perron(values: np.ndarray, deterministic: str, rule: str, significance: float) -> dict[str, Any]:
    """Z-tau of Phillips and Perron (1988) of x(t) on x(t-1) and its terms (n, c, ct); null: unit root.

    The variance of the residuals u has divisor N = n - 1, the long-run variance is that of Newey and West
    (1987) with Bartlett weights 1 - j/(L+1), u not demeaned, divisor N, and L = :func:`bandwidth` of n. With
    s2 = u'u/(N - parameters), g = u'u/N, l2 the long-run variance and se the standard error of rho by s2:

        Z = sqrt(g/l2) (rho - 1)/se - (l2 - g)/(2 sqrt(l2)) N se/sqrt(s2).

    Critical values of MacKinnon (2010) for N, p-values of MacKinnon (1994), as for the augmented test.
    """
    lags = bandwidth(rule, len(values))
    test = PhillipsPerron(values, lags=lags, trend=deterministic, test_type="tau")
    return _row(test, "unit root", lags, len(values) - 1, significance)


def kpss(values: np.ndarray, deterministic: str, rule: str, significance: float) -> dict[str, Any]:
    """Kwiatkowski, Phillips, Schmidt and Shin (1992); null: stationary around a mean (c) or a trend (ct).

    sum over t of S(t)^2 / (n^2 l2), S the partial sums of the residuals from the terms, l2 their long-run variance
    (Bartlett weights, divisor n, L = :func:`bandwidth` of n). Rejected where the statistic is **above** its
    critical value. Critical values and p-values are interpolated in arch's simulated asymptotic quantiles,
    so that a p-value lies between 0.0001 and 1.
    """
    lags = bandwidth(rule, len(values))
    return _row(KPSS(values, lags=lags, trend=deterministic), "stationary", lags, len(values), significance)


def df_gls(values: np.ndarray, deterministic: str, rule: str, lags: int, significance: float) -> dict[str, Any]:
    """DF-GLS of Elliott, Rothenberg and Stock (1996) around a mean (c) or a trend (ct); null: unit root.

    The terms are taken out by least squares of the quasi-differenced series on quasi-differenced terms,
    1 - 7/n (c) or 1 - 13.5/n (ct) times the month before, first observation kept as it is; the t ratio is that of the
    regression without terms. ``rule`` is ``fixed`` with ``lags`` lagged differences, or the criterion that chooses
    among 0..``lags`` by :func:`choose_lags` on the series detrended by ordinary least squares, without terms
    (Perron and Qu 2007). nobs = n - 1 - lags. Critical values and p-values: arch's response surfaces.
    """
    if rule != "fixed":
        if rule == "MAIC":
            lags = choose_lags(values, deterministic, rule, lags)
        else:
            lags = choose_lags(ols_detrended(values, deterministic), "n", rule, lags)
    test = DFGLS(values, lags=lags, trend=deterministic)
    return _row(test, "unit root", lags, len(values) - 1 - lags, significance)


def minimum_with_break() -> int:
    """Return the fewest observations that the Zivot-Andrews test can be run on, without lags."""
    return next(n for n in range(100) if longest_lags_with_break(n, 0) == 0)


def zivot_andrews(values: np.ndarray, deterministic: str, rule: str, lags: int, significance: float) -> dict[str, Any]:
    """Zivot and Andrews (1992): unit root against stationarity around a trend with one break at an unknown month.

    The smallest t ratio over all breaks of the augmented Dickey-Fuller regression with constant, trend and

        c   a step, DU(t) = 1 for t > B          ("intercept" in R's urca::ur.za)
        t   a kink, DT(t) = t - B for t > B      ("trend")
        ct  both                                 ("both")

    B, the last month of the first regime (counted from 1), runs from [0.15 n] + 1 to n - [0.15 n]; one month
    earlier at both ends for t, as arch has it. ``rule`` is ``fixed`` with ``lags`` lagged differences, or the
    criterion that chooses among 0..``lags`` in the regression with constant and trend without break, once for all
    breaks (Baum 2004); lags are capped by :func:`longest_lags_with_break`. Critical values and p-values are
    interpolated in arch's simulated asymptotic quantiles.

    arch, not statsmodels: its statistics are those of ur.za for the same lags and breaks; statsmodels takes
    ``maxlag=0`` for "not given" and uses nine lags.

    Returns
    -------
    dict
        As for the other tests, and ``break_position``: B, so that values[B] is the first observation after
        the break.
    """
    lags = longest_lags_with_break(len(values), lags)
    if rule != "fixed":
        lags = choose_lags(values, "ct", rule, lags)
    test = ZivotAndrews(values, lags=lags, trend=deterministic, trim=TRIM)
    row = _row(test, "unit root", lags, len(values) - 1 - lags, significance)
    # The statistics of all breaks have no public name. With a kink alone they stand one place later.
    position = int(np.nanargmin(test._all_stats)) - (deterministic == "t")
    return row | {"break_position": position}
