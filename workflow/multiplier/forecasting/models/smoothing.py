"""Exponential smoothing: the additive ETS model and the Theta method."""

from __future__ import annotations

import warnings

import numpy as np
from statsmodels.tools.sm_exceptions import ConvergenceWarning
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.forecasting.theta import ThetaModel

from multiplier.forecasting.models.path import Path, accumulated

ALPHAS = (0.1, 0.5, 0.9)  # starts of the search: the likelihood has a local maximum where nothing is smoothed


def ets(values: np.ndarray, horizon: int, period: int) -> Path:
    """Forecast by ETS(A,N,A): additive errors, a level, no trend, additive seasons (Hyndman et al. 2008).

    Smoothing parameters and the states at the beginning by maximum likelihood. The variance of h steps is
    sigma2 (1 + sum over j < h of c_j^2), c_j = alpha, and alpha + gamma in whole years; sigma2 has the degrees
    of freedom that are left by two parameters, a level and the free seasons.
    """
    model = ETSModel(values, error="add", seasonal="add", seasonal_periods=period)
    fits = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # kept as a flag
        for alpha in ALPHAS:
            start = np.array(model.start_params)
            start[0] = alpha
            fits.append(model.fit(start, disp=False))
    result = max(fits, key=lambda fit: fit.llf)
    weights = np.full(horizon, result.smoothing_level)
    weights[::period] += result.smoothing_seasonal
    weights[0] = 1.0
    sigma2 = float(np.sum(np.square(result.resid))) / (len(values) - period - 2)
    return Path(
        np.asarray(result.forecast(horizon)),
        accumulated(weights, sigma2),
        bool(result.mle_retvals["converged"]),
    )


def theta(values: np.ndarray, horizon: int, period: int) -> Path:
    """Forecast by the Theta method (Assimakopoulos and Nikolopoulos 2000; Hyndman and Billah 2003).

    The season is taken out by a classical decomposition where a test of its autocorrelation at 10 percent
    finds one. The variance of h steps is that of simple exponential smoothing, sigma2 (1 + (h-1) alpha^2).
    """
    result = ThetaModel(values, period=period).fit()
    alpha = float(result.params["alpha"])
    # The season of the months ahead is that of the months behind; components are the library's.
    season = np.asarray(result.forecast_components(period)["seasonal"])
    repeated = season[(np.arange(len(values)) - len(values)) % period]
    multiplied = result.model.method.startswith("mul")
    adjusted = values / repeated if multiplied else values - repeated
    level, squares = adjusted[0], 0.0
    for value in adjusted[1:]:
        squares += (value - level) ** 2
        level += alpha * (value - level)
    sigma = np.sqrt(squares / (len(values) - 1))
    error = sigma * np.sqrt(1 + np.arange(horizon) * alpha**2)
    if multiplied:
        error = error * season[np.arange(horizon) % period]
    return Path(np.asarray(result.forecast(horizon)), error)
