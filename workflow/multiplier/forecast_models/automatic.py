"""Seasonal ARIMA with orders that a maintained library chooses once, at the first origin."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from pmdarima import auto_arima
from statsmodels.tsa.statespace.sarimax import SARIMAX

from multiplier.forecast_models.path import Path


MAXITER = 500


@dataclass(frozen=True)
class Orders:
    """(p, d, q), (P, D, Q, s), whether there is an intercept, and the criterion's value."""

    order: tuple[int, int, int]
    seasonal_order: tuple[int, int, int, int]
    intercept: bool
    aicc: float


def choose_orders(values: np.ndarray, period: int) -> list[Orders]:
    """Return the models of pmdarima's stepwise search (Hyndman and Khandakar 2008), the best by AICc first.

    Differences by its default tests: KPSS for d, OCSB for D.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of candidates that do not converge; the criterion passes them over
        fits = auto_arima(
            values,
            m=period,
            information_criterion="aicc",
            error_action="ignore",
            suppress_warnings=True,
            return_valid_fits=True,
        )
    found = [Orders(fit.order, fit.seasonal_order, bool(fit.with_intercept), float(fit.aicc())) for fit in fits]
    return sorted(found, key=lambda orders: orders.aicc)


def arima(values: np.ndarray, horizon: int, orders: Orders) -> Path:
    """Re-estimate the chosen model by maximum likelihood (exact diffuse start, scale concentrated out) and forecast."""
    model = SARIMAX(
        values,
        order=orders.order,
        seasonal_order=orders.seasonal_order,
        trend="c" if orders.intercept else "n",
        use_exact_diffuse=True,
        concentrate_scale=True,
    )
    if not model.param_names:  # a random walk: nothing is left to be searched for
        result, converged = model.smooth(np.array([]), cov_type="none"), True
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # starting values and convergence; the latter is kept as a flag
            result = model.fit(disp=False, cov_type="none", maxiter=MAXITER, pgtol=1e-8)
        converged = bool(result.mle_retvals["converged"])
    forecast = result.get_forecast(horizon)
    return Path(np.asarray(forecast.predicted_mean), np.asarray(forecast.se_mean), converged)
