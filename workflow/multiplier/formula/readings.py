"""The study's forecasting formula from beginning to end: correlogram, readings, Chow's test, forecasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from multiplier.formula.arima import Fit, Reading, fit_reading, parameter_rows, readings_of
from multiplier.formula.correlogram import ar1_autocorrelations, correlogram
from multiplier.formula.forecasts import accuracy, forecast, no_change, seasonal_naive, with_actual
from multiplier.months import stack, window


def one_country(
    series: pd.Series,
    actual: pd.Series,
    readings: Mapping[str, Reading],
    estimators: Sequence[str],
    correlogram_lags: int,
    horizon: int,
    levels: Sequence[int],
    bootstrap_draws: int,
    rng: np.random.Generator,
    name: str,
) -> dict[str, Any]:
    """Return all tables of one multiplier.

    Parameters
    ----------
    series
        The multiplier inside the sample.
    actual
        The multiplier as long as the vintage has it, for what came after.
    readings, estimators
        What is fitted and how.
    bootstrap_draws, rng
        Replications behind the band of the correlogram, and their generator.
    name
        Of the series, for messages.

    Returns
    -------
    dict
        Frames correlogram, arima, forecasts, accuracy and the fits as nested dict models.
    """
    fits: dict[tuple[str, str], Fit] = {
        (key, estimator): fit_reading(series, reading, estimator, correlogram_lags, name)
        for key, reading in readings.items()
        for estimator in estimators
    }
    period = next(iter(readings.values())).period
    forecasts = [
        forecast(series, fit, readings[key], horizon, levels, f"{key}/{estimator}")
        for (key, estimator), fit in fits.items()
    ] + [seasonal_naive(series, horizon, levels, period), no_change(series, horizon, levels)]
    table = with_actual(pd.concat(forecasts, ignore_index=True), actual)
    w = series.diff(period).iloc[period:]
    table_of_lags = correlogram(w.rename(name), correlogram_lags).assign(series="multiplier_diff12")
    phi = fits["w_no_mean", "exact_ml"].phi
    expected = ar1_autocorrelations(phi, len(w), correlogram_lags, bootstrap_draws, rng)
    for column, values in zip(("ar1_ac_mean", "ar1_ac_low", "ar1_ac_high"), expected, strict=True):
        table_of_lags[column] = values
    rows = [
        {"series": "multiplier", "reading": key, "estimator": estimator} | row
        for (key, estimator), fit in fits.items()
        for row in parameter_rows(fit, readings[key])
    ]
    return {
        "correlogram": table_of_lags,
        "arima": pd.DataFrame(rows),
        "forecasts": table,
        "accuracy": accuracy(table, levels),
        "models": {f"{key}/{estimator}": asdict(fit) for (key, estimator), fit in fits.items()},
    }


def by_country(
    ratios: Mapping[str, pd.DataFrame],
    first: str,
    last: str,
    seasonal_period: int,
    correlogram_lags: int,
    readings: Mapping[str, Mapping[str, Any]],
    estimators: Sequence[str],
    horizon: int,
    levels: Sequence[int],
    bootstrap_draws: int,
    rng: np.random.Generator,
) -> dict[str, Any]:
    """Run :func:`one_country` on the multiplier of every country inside ``first``..``last``.

    Returns
    -------
    dict
        Frames with a column country in front, and ``models``: country -> model -> fit.
    """
    chosen = readings_of(readings, seasonal_period)
    results = {
        country: one_country(
            window(table[["multiplier"]], first, last, f"multiplier of {country}")["multiplier"],
            table["multiplier"],
            chosen,
            estimators,
            correlogram_lags,
            horizon,
            levels,
            bootstrap_draws,
            rng,
            f"the multiplier of {country}",
        )
        for country, table in ratios.items()
    }
    kinds = [kind for kind in next(iter(results.values())) if kind != "models"]
    tables: dict[str, Any] = {
        kind: stack({country: result[kind] for country, result in results.items()}) for kind in kinds
    }
    return tables | {"models": {country: result["models"] for country, result in results.items()}}
