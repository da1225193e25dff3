"""Forecasts of the multiplier from an AR(1) of its 12-month difference, with intervals, and how they fared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtri

from multiplier.forecasting.models import benchmarks
from multiplier.formula.arima import Fit, Reading


def _polynomial(fit: Fit, reading: Reading) -> np.ndarray:
    """Return a of m(t) = sum a[j] m(t-1-j) + intercept + e(t), all differences multiplied out."""
    lag = np.array([1.0, -fit.phi])
    for _ in range(reading.difference):
        lag = np.convolve(lag, [1.0, -1.0])
    season = np.zeros(reading.period + 1)
    season[0], season[-1] = 1.0, -1.0
    return -np.convolve(lag, season)[1:]


def difference_equation(values: np.ndarray, fit: Fit, reading: Reading, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    """Return forecasts 1..``horizon`` months past the end of ``values`` and their standard errors.

    The difference equation is run forward; the variance of the h-step error is sigma2 times the sum
    of squared weights of its moving-average form (Box, Jenkins, Reinsel and Ljung 2015, chapter 5).
    """
    a = _polynomial(fit, reading)
    history = list(values)
    weights = [1.0]
    for _ in range(horizon):
        recent = np.array(history[: -len(a) - 1 : -1])
        history.append(float(a @ recent) + fit.intercept)
        past = np.array(weights[: -len(a) - 1 : -1])
        weights.append(float(a[: len(past)] @ past))
    return np.array(history[-horizon:]), np.sqrt(fit.sigma2 * np.cumsum(np.square(weights[:horizon])))


def forecast(
    series: pd.Series, fit: Fit, reading: Reading, horizon: int, levels: Sequence[int], model: str
) -> pd.DataFrame:
    """Forecast ``series`` 1..``horizon`` months past its end by :func:`difference_equation`.

    Intervals are Gaussian and leave out the uncertainty of the estimates.

    Returns
    -------
    DataFrame
        Columns origin, horizon, month, model, forecast, std_error, and lower_<level>, upper_<level>.
    """
    return _table(series, horizon, levels, model, *difference_equation(series.to_numpy(), fit, reading, horizon))


def _table(
    series: pd.Series, horizon: int, levels: Sequence[int], model: str, path: np.ndarray, error: np.ndarray
) -> pd.DataFrame:
    origin = series.index[-1]
    frame = pd.DataFrame(
        {
            "origin": str(origin),
            "horizon": range(1, horizon + 1),
            "month": pd.period_range(origin + 1, periods=horizon, freq="M").astype(str),
            "model": model,
            "forecast": path,
            "std_error": error,
        }
    )
    return _with_intervals(frame, levels)


def no_change(series: pd.Series, horizon: int, levels: Sequence[int]) -> pd.DataFrame:
    """Forecast by the last value; the error is that of a random walk without drift."""
    path = benchmarks.no_change(series.to_numpy(), horizon)
    return _table(series, horizon, levels, "no_change", path.mean, path.error)


def seasonal_naive(series: pd.Series, horizon: int, levels: Sequence[int], period: int) -> pd.DataFrame:
    """Forecast by the value of the same month a year before; the error is that of w as a random walk of years."""
    path = benchmarks.seasonal_naive(series.to_numpy(), horizon, period)
    return _table(series, horizon, levels, "seasonal_naive", path.mean, path.error)


def _with_intervals(frame: pd.DataFrame, levels: Sequence[int]) -> pd.DataFrame:
    for level in sorted(levels):
        half = ndtri(0.5 + level / 200) * frame["std_error"]
        frame[f"lower_{level}"] = frame["forecast"] - half
        frame[f"upper_{level}"] = frame["forecast"] + half
    return frame


def with_actual(forecasts: pd.DataFrame, actual: pd.Series) -> pd.DataFrame:
    """Add what came after as column ``actual``; NaN where the vintage ends before the month."""
    months = pd.PeriodIndex(forecasts["month"], freq="M")
    return forecasts.assign(actual=actual.reindex(months).to_numpy())


def accuracy(forecasts: pd.DataFrame, levels: Sequence[int]) -> pd.DataFrame:
    """Return, per model, the months compared, RMSE, MAE, mean error and coverage of each interval.

    Months without an actual figure are not compared; a model without any has NaN.
    """
    known = forecasts.dropna(subset=["actual"])
    error = known["actual"] - known["forecast"]
    scored = known.assign(
        squared=error**2,
        absolute=error.abs(),
        error=error,
        **{
            f"inside_{level}": known["actual"].between(known[f"lower_{level}"], known[f"upper_{level}"]).astype(float)
            for level in levels
        },
    )
    groups = scored.groupby("model", sort=True)
    table = pd.DataFrame(
        {
            "months": groups.size(),
            "rmse": groups["squared"].mean() ** 0.5,
            "mae": groups["absolute"].mean(),
            "mean_error": groups["error"].mean(),
        }
        | {f"coverage_{level}": groups[f"inside_{level}"].mean() for level in sorted(levels)}
    )
    return table.reindex(sorted(forecasts["model"].unique())).rename_axis("model").reset_index()
