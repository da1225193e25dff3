"""Phillips-Perron and KPSS statistics of many series at once, equal to those of arch and statsmodels."""

from __future__ import annotations

import numpy as np

from multiplier import DataError
from multiplier.unit_roots.batched.blocks import BLOCK, in_blocks
from multiplier.unit_roots.batched.least_squares import deterministic_basis, dot, residuals


def bartlett_variance(errors: np.ndarray, lags: int) -> np.ndarray:
    """Return long-run variances of ``errors`` (nobs, block) with Bartlett weights (Newey and West 1987)."""
    variance = dot(errors, errors)
    for lag in range(1, lags + 1):
        variance += 2 * (1 - lag / (lags + 1)) * dot(errors[lag:], errors[:-lag])
    return variance / len(errors)


def phillips_perron_statistics(paths: np.ndarray, deterministic: str, lags: int, block: int = BLOCK) -> np.ndarray:
    """Return Z-tau statistics (Phillips and Perron 1988).

    Parameters
    ----------
    paths
        Series of shape (replications, nobs).
    deterministic
        ``n`` none, ``c`` constant, ``ct`` constant and trend.
    lags
        Of the long-run variance.
    block
        Replications computed at a time.

    Returns
    -------
    ndarray
        Shape (replications,).

    Raises
    ------
    DataError
        If there are fewer observations than lags.
    """
    nobs = np.shape(paths)[-1] - 1
    if nobs <= max(lags, 4):
        raise DataError(f"batched Phillips-Perron: {nobs + 1} observations for {lags} lags; use longer series.")
    basis = deterministic_basis(nobs, deterministic)
    freedom = nobs - basis.shape[1] - 1

    def statistic(series: np.ndarray) -> np.ndarray:
        # With a constant the statistic does not change when the mean is taken off, and keeps its digits.
        centred = series - series.mean(axis=0) if basis.shape[1] else series
        level = residuals(centred[:-1], basis)
        change = residuals(np.diff(centred, axis=0), basis)
        sum_of_squares = dot(level, level)
        slope = dot(level, change) / sum_of_squares  # rho - 1
        errors = change - slope * level
        squares = dot(errors, errors)
        long_run = bartlett_variance(errors, lags)
        short_run, variance = squares / nobs, squares / freedom
        standard_error = np.sqrt(variance / sum_of_squares)
        correction = 0.5 * (long_run - short_run) / np.sqrt(long_run) * nobs * standard_error / np.sqrt(variance)
        return np.sqrt(short_run / long_run) * slope / standard_error - correction

    return in_blocks(statistic, paths, block)


def kpss_statistics(paths: np.ndarray, deterministic: str, lags: int, block: int = BLOCK) -> np.ndarray:
    """Return statistics of the test of stationarity (Kwiatkowski, Phillips, Schmidt and Shin 1992).

    Parameters
    ----------
    paths
        Series of shape (replications, nobs).
    deterministic
        ``c`` stationary around a constant, ``ct`` around a trend.
    lags
        Of the long-run variance.
    block
        Replications computed at a time.

    Returns
    -------
    ndarray
        Shape (replications,).

    Raises
    ------
    DataError
        If the terms are neither ``c`` nor ``ct``, or there are fewer observations than lags.
    """
    nobs = np.shape(paths)[-1]
    if deterministic not in ("c", "ct"):
        raise DataError(f"batched KPSS: deterministic terms '{deterministic}'; expected c or ct.")
    if nobs <= max(lags, 4):
        raise DataError(f"batched KPSS: {nobs} observations for {lags} lags; use longer series.")
    basis = deterministic_basis(nobs, deterministic)

    def statistic(series: np.ndarray) -> np.ndarray:
        errors = residuals(series - series.mean(axis=0), basis)
        partial_sums = errors.cumsum(axis=0)
        return dot(partial_sums, partial_sums) / nobs**2 / bartlett_variance(errors, lags)

    return in_blocks(statistic, paths, block)
