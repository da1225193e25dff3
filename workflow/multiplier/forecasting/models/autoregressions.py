"""Autoregressions: around monthly means, of the ratios behind the multiplier, and the study's formula."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit
from statsmodels.tsa.ar_model import AutoReg

from multiplier.forecasting.models.path import Path, accumulated
from multiplier.formula.arima import ESTIMATORS, Reading, differenced
from multiplier.formula.forecasts import difference_equation

RESIDUAL_LAGS = 12  # of the test that comes with a fit and is not used here


def _seasonal_ar1(values: np.ndarray, horizon: int, period: int) -> tuple[np.ndarray, float, np.ndarray]:
    """Return forecasts, the coefficient and the residuals of y(t) = s(month) + phi y(t-1) + e(t), by least squares."""
    result = AutoReg(values, lags=1, trend="n", seasonal=True, period=period).fit()
    path = result.forecast(horizon)
    return np.asarray(path), float(result.params[-1]), np.asarray(result.resid)


def seasonal_ar(values: np.ndarray, horizon: int, period: int) -> Path:
    """Forecast by an AR(1) around the means of the calendar months, by conditional least squares.

    The residual variance has the degrees of freedom of the regression. A coefficient of one or more is kept.
    """
    path, phi, residuals = _seasonal_ar1(values, horizon, period)
    sigma2 = float(residuals @ residuals / (len(residuals) - period - 1))
    return Path(path, accumulated(phi ** np.arange(horizon), sigma2))


def coefficients(history: pd.DataFrame, period: int) -> pd.DataFrame:
    """Return the coefficients that :func:`seasonal_ar` and :func:`bottom_up` would forecast with.

    Returns
    -------
    DataFrame
        model, series, coefficient (of the month before; one or more: the path does not return to the means).
    """
    values = {
        ("seasonal_ar", "multiplier"): history["multiplier"],
        ("bottom_up", "cash_deposit_ratio"): np.log(history["cash_deposit_ratio"]),
        ("bottom_up", "reserve_ratio"): np.log(history["reserve_ratio"]),
    }
    rows = [(*key, _seasonal_ar1(series.to_numpy(), 1, period)[1]) for key, series in values.items()]
    return pd.DataFrame(rows, columns=["model", "series", "coefficient"])


def formula(series: pd.Series, horizon: int, reading: Reading, estimator: str) -> Path:
    """Forecast by the study's formula: AR(1) of the 12-month difference in one of its readings."""
    fit = ESTIMATORS[estimator](differenced(series, reading), reading.mean, RESIDUAL_LAGS)
    path, error = difference_equation(series.to_numpy(), fit, reading, horizon)
    return Path(path, error, fit.converged)


def bottom_up(history: pd.DataFrame, horizon: int, period: int) -> Path:
    """Forecast the two independent ratios and put them through m = (1+k)/(k+r).

    ln k (cash over deposits) and ln r (reserves over deposits) each follow an AR(1) around the means of
    the calendar months; the logarithmic gap between M2/base and the ratios' multiplier stays at its last value.

    Parameters
    ----------
    history
        Columns multiplier, cash_deposit_ratio, reserve_ratio.
    horizon, period
        Months ahead; months of a season.

    Returns
    -------
    Path
        Standard errors by the delta method at the forecast: the three errors with the covariance of their
        residuals, those of the ratios accumulated by their coefficients, that of the gap as a random walk's.
    """
    k, r = (np.log(history[column].to_numpy()) for column in ("cash_deposit_ratio", "reserve_ratio"))

    def log_multiplier(k: np.ndarray, r: np.ndarray) -> np.ndarray:
        return np.logaddexp(0.0, k) - np.logaddexp(k, r)

    gap = np.log(history["multiplier"].to_numpy()) - log_multiplier(k, r)
    (path_k, phi_k, e_k), (path_r, phi_r, e_r) = (_seasonal_ar1(values, horizon, period) for values in (k, r))
    mean = np.exp(log_multiplier(path_k, path_r) + gap[-1])
    covariance = np.cov(np.stack([e_k, e_r, np.diff(gap)])) * (len(e_k) - 1) / (len(e_k) - period - 1)
    # Derivatives of ln m by ln k, ln r and the gap.
    slopes = np.stack([expit(path_k) - expit(path_k - path_r), -expit(path_r - path_k), np.ones(horizon)])
    weights = np.array([phi_k, phi_r, 1.0])[:, None] ** np.arange(horizon)
    # sum over j < h of (weights_j weights_j') * covariance, seen through the slopes of month h
    passed = np.cumsum(np.einsum("aj,bj->jab", weights, weights) * covariance, axis=0)
    variance = np.einsum("ah,hab,bh->h", slopes, passed, slopes)
    return Path(mean, mean * np.sqrt(variance))
