"""How many lagged differences a Dickey-Fuller regression gets: criteria among 0..K on one common sample."""

from __future__ import annotations

import numpy as np
from statsmodels.tsa.stattools import adfuller

AUTOLAG = {"AIC": "AIC", "BIC": "BIC", "t": "t-stat"}  # our names -> those of statsmodels
CRITERIA = (*AUTOLAG, "MAIC")


def ols_detrended(values: np.ndarray, deterministic: str) -> np.ndarray:
    """Return the residuals of ``values`` on its terms by least squares over all observations.

    ``deterministic``: ``n`` nothing is taken out, ``c`` the mean, ``ct`` a linear trend.
    """
    if deterministic == "n":
        return values
    time = np.arange(len(values))
    terms = np.vander(time, len(deterministic))
    return values - terms @ np.linalg.lstsq(terms, values, rcond=None)[0]


def maic(values: np.ndarray, deterministic: str, max_lags: int) -> np.ndarray:
    """Return the modified Akaike criterion of 0..``max_lags`` lags, shape (max_lags + 1,).

    Ng and Perron (2001, eq. 8 and 9) on the series detrended by least squares, as Perron and Qu (2007)
    advise, x: for every k the regression without deterministic terms

        x(t) - x(t-1) = b x(t-1) + sum over j = 1..k of d(j) [x(t-j) - x(t-j-1)] + e(t)

    on the last N = n - 1 - ``max_lags`` observations, s2(k) = sum e(t)^2 / N,

        tau(k) = b^2 sum x(t-1)^2 / s2(k),    MAIC(k) = ln s2(k) + 2 [tau(k) + k] / N.
    """
    x = ols_detrended(values, deterministic)
    change, lag = np.diff(x)[max_lags:], x[max_lags:-1]
    columns = [lag] + [np.diff(x)[max_lags - j : len(x) - 1 - j] for j in range(1, max_lags + 1)]
    found = []
    for k in range(max_lags + 1):
        regressors = np.column_stack(columns[: k + 1])
        coefficients = np.linalg.lstsq(regressors, change, rcond=None)[0]
        s2 = np.mean((change - regressors @ coefficients) ** 2)
        tau = coefficients[0] ** 2 * (lag @ lag) / s2
        found.append(np.log(s2) + 2 * (tau + k) / len(change))
    return np.array(found)


def choose_lags(values: np.ndarray, deterministic: str, rule: str, max_lags: int) -> int:
    """Return the number of lagged differences that ``rule`` chooses among 0..``max_lags``.

    All candidates are estimated on one sample, the last n - 1 - ``max_lags`` observations; the test is then
    run on all observations that its number of lags leaves. The smallest of several best is taken.

    Parameters
    ----------
    values
        Observations without gaps, shape (n,).
    deterministic
        Terms of the regression: ``n``, ``c`` or ``ct``.
    rule
        ``AIC``, ``BIC`` (statsmodels, from the Gaussian likelihood), ``t`` (from ``max_lags`` downwards the
        first lag whose t ratio is at least 1.645 in absolute value, else none), ``MAIC`` (:func:`maic`).
    """
    if rule == "MAIC":
        return int(np.argmin(maic(values, deterministic, max_lags)))
    result = adfuller(values, max_lags, deterministic, AUTOLAG[rule], result_object=True)
    return int(result.lags)
