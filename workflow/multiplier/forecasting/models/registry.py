"""The models of the contest by name, and their combination."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from multiplier.forecasting.models import autoregressions, benchmarks, smoothing, state_space
from multiplier.forecasting.models.automatic import Orders, arima
from multiplier.forecasting.models.path import Model, Path
from multiplier.formula.arima import Reading

COMBINATION = "combination"


def _univariate(forecast: Callable[..., Path], *arguments: object) -> Model:
    def model(history: pd.DataFrame, horizon: int) -> Path:
        return forecast(history["multiplier"].to_numpy(), horizon, *arguments)

    return model


def _formula(reading: Reading, estimator: str) -> Model:
    def model(history: pd.DataFrame, horizon: int) -> Path:
        return autoregressions.formula(history["multiplier"], horizon, reading, estimator)

    return model


def models(
    names: Sequence[str], readings: Mapping[str, Reading], estimator: str, orders: Orders, period: int
) -> dict[str, Model]:
    """Return the models ``names``, the combination left out, which needs the others' forecasts.

    Parameters
    ----------
    names
        Names out of the table below, of readings of the formula, or ``combination``.
    readings, estimator
        Readings of the study's formula, and how they are estimated.
    orders
        Of the automatic ARIMA model.
    period
        Months of a season.
    """
    known: dict[str, Model] = {
        "no_change": _univariate(benchmarks.no_change),
        "seasonal_naive": _univariate(benchmarks.seasonal_naive, period),
        "drift": _univariate(benchmarks.drift),
        "seasonal_ar": _univariate(autoregressions.seasonal_ar, period),
        "ets": _univariate(smoothing.ets, period),
        "theta": _univariate(smoothing.theta, period),
        "local_level": _univariate(state_space.local_level),
        "auto_arima": _univariate(arima, orders),
        "bottom_up": lambda history, horizon: autoregressions.bottom_up(history, horizon, period),
    }
    known |= {key: _formula(reading, estimator) for key, reading in readings.items()}
    return {name: known[name] for name in names if name != COMBINATION}


def combine(paths: Sequence[Path]) -> Path:
    """Return the mean of forecasts with equal weights.

    Its variance is that of the mixture of the forecasts' distributions: the mean of their variances and the
    variance of their means. It converged if all did.
    """
    means, errors = (np.stack([getattr(path, part) for path in paths]) for part in ("mean", "error"))
    error = np.sqrt((errors**2).mean(axis=0) + means.var(axis=0))
    return Path(means.mean(axis=0), error, all(path.converged for path in paths))
