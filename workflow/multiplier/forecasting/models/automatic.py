"""Seasonal ARIMA with orders that a maintained library chooses once, at the first origin."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from pmdarima import auto_arima
from statsmodels.tsa.statespace.sarimax import SARIMAX

from multiplier.forecasting.models.path import Path
from multiplier.forecasting.models.state_space import path, search


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
        return path(model.smooth(np.array([]), cov_type="none"), horizon, True)
    result, converged = search(model)
    return path(result, horizon, converged)
