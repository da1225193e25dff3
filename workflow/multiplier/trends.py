"""Does the multiplier drift, and has it a season? Tests on monthly changes, with what they would find.

The changes of a multiplier are correlated: a month that rises is followed by another. The t and F
distributions, which take them as independent, then reject too often, so that p-values, size and power are
simulated with changes that follow the AR(1) fitted to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import fdtri, stdtr, stdtrit
from statsmodels.regression.linear_model import OLS

from multiplier.formula.bias import exact_ml_estimates
from multiplier.formula.diagnostics import innovations
from multiplier.months import stack, window
from multiplier.simulation import autoregression, power, share_error
from multiplier.unit_roots.dickey_fuller import check_series


def linear_trend(series: pd.Series) -> float:
    """Return the least squares slope per month.

    No standard error goes with it: in a sample this short those of a persistent series, robust ones
    included, reject a true slope of zero far more often than they should. :func:`drift` is the test.
    """
    time = np.arange(len(series), dtype=float)
    return float(np.polyfit(time, series.to_numpy(), 1)[0])


def drift(series: pd.Series) -> dict[str, float]:
    """Test whether the mean monthly change is zero (t test), which allows for a unit root in the series.

    The p-value takes the changes as independent; :func:`simulated_tests` does not.

    Returns
    -------
    dict
        mean, std_error, statistic, pvalue (two-sided).
    """
    change = series.diff().dropna()
    mean, error = float(change.mean()), float(change.std(ddof=1) / np.sqrt(len(change)))
    statistic = mean / error
    return {
        "mean": mean,
        "std_error": error,
        "statistic": statistic,
        "pvalue": float(2 * stdtr(len(change) - 1, -abs(statistic))),
    }


def seasonality(series: pd.Series) -> dict[str, float]:
    """Test equal means of the calendar months in the first differences of ``series`` (F test).

    Returns
    -------
    dict
        statistic, pvalue, share (R squared of the month dummies).
    """
    change = series.diff().dropna()
    months = pd.get_dummies(change.index.month, drop_first=True, dtype=float)
    result = OLS(change.to_numpy(), np.column_stack([np.ones(len(change)), months])).fit()
    return {"statistic": float(result.fvalue), "pvalue": float(result.f_pvalue), "share": float(result.rsquared)}


def t_statistics(changes: np.ndarray) -> np.ndarray:
    """Return |t| of the mean of each row of ``changes``, as in :func:`drift`."""
    nobs = changes.shape[-1]
    return np.abs(changes.mean(axis=-1)) / changes.std(axis=-1, ddof=1) * np.sqrt(nobs)


def f_statistics(changes: np.ndarray, calendar: np.ndarray) -> np.ndarray:
    """Return F of equal means of the calendar months of each row of ``changes``, as in :func:`seasonality`.

    ``calendar`` has the calendar month of each column.
    """
    groups = (calendar == np.unique(calendar)[:, None]).astype(float)
    count = groups.sum(axis=1)
    nobs, months = len(calendar), len(count)
    z = changes - changes.mean(axis=-1, keepdims=True)
    between = ((z @ groups.T) ** 2 / count).sum(axis=-1)
    within = np.einsum("...t,...t->...", z, z) - between
    return between / (months - 1) / (within / (nobs - months))


def fitted_changes(series: pd.Series) -> tuple[float, float]:
    """Return phi and the standard deviation of the AR(1) with a mean fitted to the changes by exact likelihood.

    The deviation is that of the process, not of its errors. Phi is biased towards zero in a short sample.
    """
    change = series.diff().dropna().to_numpy()
    phi, intercept = exact_ml_estimates(change, True)
    errors = innovations(change, phi, intercept, "exact_ml")
    return float(phi), float(np.sqrt((errors @ errors) / len(change) / (1 - phi**2)))


def simulated_changes(phi: float, deviation: float, nobs: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return stationary AR(1) paths of mean zero and standard deviation ``deviation``, shape (draws, nobs)."""
    errors = deviation * rng.standard_normal((draws, nobs))
    return autoregression(0.0, phi, errors[:, 0], np.sqrt(1 - phi**2) * errors[:, 1:])


def seasonal_patterns(calendar: np.ndarray, share: float, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return means of calendar months to add to noise of variance one, shape (draws, nobs).

    Every draw has other months high and low; in each they make up ``share`` of the variance of the sum.
    """
    months, place = np.unique(calendar, return_inverse=True)
    pattern = rng.standard_normal((draws, len(months)))[:, place]
    pattern -= pattern.mean(axis=1, keepdims=True)
    return pattern * (np.sqrt(share / (1 - share)) / pattern.std(axis=1, keepdims=True))


def simulated_tests(
    series: pd.Series,
    drift_percent: float,
    season_share: float,
    significance: float,
    draws: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return both tests with simulated p-values, the size of the plain tests, and power.

    Parameters
    ----------
    series
        The multiplier inside the sample.
    drift_percent
        Alternative of the drift test: change over the sample in percent of the mean, the same every month.
    season_share
        Alternative of the season test, see :func:`seasonal_patterns`.
    significance, draws, rng
        Level of the tests, replications and their generator.

    Returns
    -------
    DataFrame
        One row a test; columns as in :func:`by_country`.
    """
    change = series.diff().dropna()
    calendar, nobs = change.index.month.to_numpy(), len(change)
    phi, deviation = fitted_changes(series)
    null = simulated_changes(phi, deviation, nobs, draws, rng)
    noise = simulated_changes(phi, deviation, nobs, draws, rng)
    shift = drift_percent / 100 * float(series.mean()) / nobs
    season = noise + deviation * seasonal_patterns(calendar, season_share, draws, rng)
    months = len(np.unique(calendar))
    cases: dict[str, tuple[dict[str, float], float, np.ndarray, np.ndarray, float]] = {
        "drift": (
            drift(series),
            drift_percent,
            t_statistics(null),
            t_statistics(noise + shift),
            float(stdtrit(nobs - 1, 1 - significance / 2)),
        ),
        "seasonality": (
            seasonality(series),
            season_share,
            f_statistics(null, calendar),
            f_statistics(season, calendar),
            float(fdtri(months - 1, nobs - months, 1 - significance)),
        ),
    }
    rows: list[dict[str, Any]] = []
    for test, (found, alternative, under_null, under_alternative, plain) in cases.items():
        pvalue = float((under_null >= abs(found["statistic"])).mean())
        size = float((under_null >= plain).mean())
        share, error = power(under_alternative, under_null, significance)
        rows.append(
            {
                "test": test,
                "nobs": nobs,
                "phi_changes": phi,
                "statistic": found["statistic"],
                "pvalue": found["pvalue"],
                "pvalue_simulated": pvalue,
                "pvalue_simulated_se": share_error(pvalue, draws),
                "decision": "rejected" if pvalue < significance else "not rejected",
                "size": size,
                "size_se": share_error(size, draws),
                "alternative": alternative,
                "power": share,
                "power_se": error,
            }
        )
    return pd.DataFrame(rows)


def by_country(
    ratios: Mapping[str, pd.DataFrame],
    first: str,
    last: str,
    drift_percent: float,
    season_share: float,
    significance: float,
    draws: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Test drift and season of every country's multiplier inside ``first``..``last``.

    Parameters
    ----------
    ratios
        Country -> ratios table.
    drift_percent, season_share, significance, draws, rng
        See :func:`simulated_tests`.

    Returns
    -------
    DataFrame
        Columns country, test (drift, seasonality), nobs (changes), phi_changes (of their AR(1)), statistic,
        pvalue (of t or F, independent changes), pvalue_simulated with standard error, decision (by it, on "no
        drift", "no season"), size (rejections of the plain test without drift or season) with standard error,
        alternative (percent of the mean; share of the variance), power at the simulated critical value with
        standard error.

    Raises
    ------
    DataError
        If the multiplier is shorter than 26 months, constant or has gaps.
    """
    tables = {}
    for country, table in ratios.items():
        name = f"trend and season of the multiplier of {country}"
        m = window(table[["multiplier"]], first, last, name)["multiplier"]
        check_series(m, name, 12, 26)
        tables[country] = simulated_tests(m, drift_percent, season_share, significance, draws, rng)
    return stack(tables)
