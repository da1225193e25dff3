"""State-space models: the local level, and the search that they share with the automatic ARIMA model."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from statsmodels.tsa.statespace.structural import UnobservedComponents

from multiplier.forecasting.models.path import Path

MAXITER = 500


def search(model: Any) -> tuple[Any, bool]:
    """Return a model's results at the maximum of its likelihood, and whether the search says that it got there.

    A search by gradients that stops short, as it may at the edge of the parameters, goes on by simplex.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # starting values and convergence; the latter is handed back
        result = model.fit(disp=False, cov_type="none", maxiter=MAXITER)
        if not result.mle_retvals["converged"]:
            result = model.fit(result.params, method="nm", disp=False, cov_type="none", maxiter=MAXITER)
    return result, bool(result.mle_retvals["converged"])


def path(result: Any, horizon: int, converged: bool) -> Path:
    """Return forecasts and standard errors of a state-space model, parameters taken as known."""
    forecast = result.get_forecast(horizon)
    return Path(np.asarray(forecast.predicted_mean), np.asarray(forecast.se_mean), converged)


def local_level(values: np.ndarray, horizon: int) -> Path:
    """Forecast by a random walk observed with noise (Harvey 1989): exact diffuse Kalman filter, maximum likelihood."""
    result, converged = search(UnobservedComponents(values, "llevel", use_exact_diffuse=True))
    return path(result, horizon, converged)
