"""Seasonal unit roots: the tests of Osborn and others and of Canova and Hansen, as pmdarima computes them.

pmdarima takes two seconds to import; only what runs these tests imports this module.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from pmdarima.arima.seasonality import CHTest, OCSBTest

SIGNIFICANCE = 0.05  # the only level for which pmdarima has critical values


def minimum(period: int) -> int:
    """Return the fewest observations, two seasons and five: pmdarima's own limit."""
    return 2 * period + 5


def _row(test: str, statistic: float, critical: float, lags: int, nobs: int) -> dict[str, Any]:
    rejected = statistic < critical if test == "OCSB" else statistic > critical
    return {
        "lags": lags,
        "nobs": nobs,
        "statistic": statistic,
        "pvalue": np.nan,
        "crit_1": np.nan,
        "crit_5": critical,
        "crit_10": np.nan,
        "decision": "rejected" if rejected else "not rejected",
        "null": "seasonal unit root" if test == "OCSB" else "no seasonal unit root",
    }


def ocsb(values: np.ndarray, lags: int, period: int) -> dict[str, Any]:
    """Osborn, Chui, Smith and Birchenhall (1988); null: seasonal unit root, rejected **below** the critical value.

    With z(t) = (1-L)(1-L^s) x(t): first z(t) on a constant and z(t-1)..z(t-``lags``) gives the filter f; then

        z(t) = sum of d(j) z(t-j) + b1 f[(1-L^s) x](t-1) + b2 f[(1-L) x](t-s) + e(t),

    without constant; the statistic is the t ratio of b2, on n - s - 1 - ``lags`` observations. ``lags`` is fixed, at
    least 1: pmdarima's choice by criterion compares regressions whose rows are not those of the same months.
    The critical value is at 5 percent, from simulations of R's package forecast smoothed over periods.
    """
    statistic = float(OCSBTest(period, "fixed", lags)._compute_test_statistic(values))
    critical = float(OCSBTest._calc_ocsb_crit_val(period))
    return _row("OCSB", statistic, critical, lags, len(values) - period - 1 - lags)


def kernel_lags(n: int, period: int) -> int:
    """Return pmdarima's bandwidth of the Canova-Hansen test for ``n`` observations."""
    return round(period * (n / 100) ** 0.25)


def canova_hansen(values: np.ndarray, period: int) -> dict[str, Any]:
    """Canova and Hansen (1995), all seasonal frequencies; null: stable season, rejected **above** the critical value.

    Residuals of the series on a constant and the s - 1 trigonometric terms; the L statistic of these terms with
    the long-run covariance of Newey and West (Bartlett weights, :func:`kernel_lags`). The series must have no unit
    root at frequency zero, so that the first difference is the safer reading of a level. The critical value
    is at 5 percent (the distribution with s - 1 degrees of freedom). With four years the
    statistic hardly varies, and even a season that is a random walk is not found.
    """
    statistic = float(CHTest._sd_test(values, period))
    lags = kernel_lags(len(values), period)
    row = _row("CH", statistic, float(CHTest._calc_ch_crit_val(period)), lags, len(values))
    if statistic == 0:  # how pmdarima says that the covariance cannot be inverted
        row |= {"statistic": np.nan, "decision": "not available", "state": "singular covariance"}
    return row
