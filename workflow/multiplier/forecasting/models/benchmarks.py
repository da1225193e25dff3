"""Forecasts without a model to estimate: last value, same month a year before, average change."""

from __future__ import annotations

import numpy as np

from multiplier.forecasting.models.path import Path


def no_change(values: np.ndarray, horizon: int) -> Path:
    """Forecast by the last value; the error is that of a random walk without drift."""
    steps = np.diff(values)
    error = np.sqrt((steps**2).mean() * np.arange(1, horizon + 1))
    return Path(np.full(horizon, values[-1]), error)


def seasonal_naive(values: np.ndarray, horizon: int, period: int) -> Path:
    """Forecast by the value of the same month a year before; the error is that of a random walk of years."""
    ahead = np.arange(horizon)
    w = values[period:] - values[:-period]
    return Path(values[len(values) - period + ahead % period], np.sqrt((w**2).mean() * (ahead // period + 1)))


def drift(values: np.ndarray, horizon: int) -> Path:
    """Forecast by the last value and the average change, whose own error is counted.

    Variance s2 h (1 + h/n), s2 the variance of the n changes (Hyndman and Athanasopoulos 2021, section 5.5).
    """
    steps = np.diff(values)
    ahead = np.arange(1, horizon + 1)
    error = np.sqrt(steps.var(ddof=1) * ahead * (1 + ahead / len(steps)))
    return Path(values[-1] + ahead * steps.mean(), error)
