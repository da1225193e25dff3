"""OCSB and Canova-Hansen statistics of many series at once, equal to pmdarima's OCSBTest and CHTest."""

from __future__ import annotations

import numpy as np

from multiplier import DataError
from multiplier.unit_roots.batched.blocks import BLOCK, in_blocks
from multiplier.unit_roots.batched.least_squares import cholesky, cross_products, last_t_ratio

# The 5 % values that pmdarima takes from R's package forecast, for 2, 3, ... 12 observations a year.
CANOVA_HANSEN = (
    0.4617146,
    0.7479655,
    1.0007818,
    1.2375350,
    1.4625240,
    1.6920200,
    1.9043096,
    2.1169602,
    2.3268562,
    2.5406922,
    2.7391007,
)


def canova_hansen_critical(period: int) -> float:
    """Return the 5 % value of :func:`canova_hansen_statistics` for 2 to 12 observations a year."""
    return CANOVA_HANSEN[period - 2]


def ocsb_critical(period: int) -> float:
    """Return the 5 % value of :func:`ocsb_statistics`: simulations smoothed over periods, as in pmdarima."""
    log = np.log(period) - 0.7656451
    return float(-0.2937411 * np.exp(-0.2850853 * log - 0.05983644 * log**2) - 1.652202)


def _lagged(series: np.ndarray, lags: int) -> list[np.ndarray]:
    """Return ``series`` (nobs, block) lagged by 1, ..., lags, each as long as what is left without the first lags."""
    return [series[lags - lag : len(series) - lag] for lag in range(1, lags + 1)]


def _coefficients(regressors: list[np.ndarray], explained: np.ndarray) -> np.ndarray:
    """Return least-squares coefficients of ``explained`` on ``regressors`` (nobs, block), shape (k, block)."""
    factor = cholesky(cross_products([*regressors, explained]))
    count = len(regressors)
    found = np.empty((count, explained.shape[1]))
    for row in range(count - 1, -1, -1):
        rest = factor[row, -1] - (factor[row, row + 1 : count] * found[row + 1 :]).sum(axis=0)
        found[row] = rest / factor[row, row]
    return found


def ocsb_statistics(paths: np.ndarray, period: int, lags: int, block: int = BLOCK) -> np.ndarray:
    """Return statistics of the test of a seasonal unit root (Osborn, Chui, Smith and Birchenhall 1988).

    The number of lags is fixed, ``OCSBTest(m=period, lag_method="fixed", max_lag=lags)``. A seasonal root is
    rejected when the statistic is at or below the critical value.

    Parameters
    ----------
    paths
        Series of shape (replications, nobs).
    period
        Observations a year.
    lags
        Lags of the twice differenced series, at least 1.
    block
        Replications computed at a time.

    Returns
    -------
    ndarray
        Shape (replications,).

    Raises
    ------
    DataError
        If the series are too short, or there is no lag (pmdarima's fixed rule needs one).
    """
    nobs = np.shape(paths)[-1]
    rows = nobs - period - 1 - lags
    if lags < 1 or rows - lags - 2 < 1:
        raise DataError(
            f"batched OCSB: {lags} lags in {nobs} observations of period {period}; "
            f"choose between 1 and {(nobs - period - 4) // 2}."
        )

    def statistic(series: np.ndarray) -> np.ndarray:
        first, yearly = np.diff(series, axis=0), series[period:] - series[:-period]
        both = np.diff(yearly, axis=0)
        lagged, explained = _lagged(both, lags), both[lags:]
        ones = np.ones_like(explained)
        constant, *slopes = _coefficients([ones, *lagged], explained)

        def filtered(values: np.ndarray) -> np.ndarray:
            left = values[lags:] - constant
            for slope, lag in zip(slopes, _lagged(values, lags), strict=True):
                left = left - slope * lag
            return left[:rows]

        return last_t_ratio(cross_products([*lagged, filtered(yearly), filtered(first), explained]), rows - lags - 2)

    return in_blocks(statistic, paths, block)


def seasonal_cycles(nobs: int, period: int) -> np.ndarray:
    """Return cosines and sines of all seasonal frequencies, shape (nobs, period - 1)."""
    time = np.arange(1, nobs + 1)[:, None]
    angle = 2 * np.pi * np.arange(1, period + 1) * time / period
    cycles = np.empty((nobs, 2 * period))
    cycles[:, 0::2], cycles[:, 1::2] = np.cos(angle), np.sin(angle)
    return cycles[:, : period - 1]


def canova_hansen_statistics(paths: np.ndarray, period: int, block: int = BLOCK // 5) -> np.ndarray:
    """Return statistics of the test of a stable season, all frequencies together (Canova and Hansen 1995).

    Parameters
    ----------
    paths
        Series of shape (replications, nobs).
    period
        Observations a year.
    block
        Replications computed at a time.

    Returns
    -------
    ndarray
        Shape (replications,). A stable season is rejected when the statistic is above the critical value.

    Raises
    ------
    DataError
        If the series are shorter than two years and five observations, where pmdarima does not test either.
    """
    nobs = np.shape(paths)[-1]
    if nobs < 2 * period + 5:
        raise DataError(
            f"batched Canova-Hansen: {nobs} observations of period {period}; at least {2 * period + 5} are needed."
        )
    cycles = seasonal_cycles(nobs, period)
    window = min(int(np.round(period * (nobs / 100.0) ** 0.25)), nobs - 1) + 1
    regressors = np.linalg.qr(np.column_stack([np.ones(nobs), cycles]))[0]
    # Sums of errors times cycles up to each month, and over a window that moves through the sample. With
    # Bartlett weights the long-run covariance is the covariance of the moving sums.
    ages = np.arange(nobs + window - 1) - np.arange(nobs)[:, None]  # (nobs, month of the sum)
    running = ((ages[:, :nobs] >= 0)[:, :, None] * cycles[:, None]).reshape(nobs, -1)
    moving = (((ages >= 0) & (ages < window))[:, :, None] * cycles[:, None]).reshape(nobs, -1)

    def statistic(series: np.ndarray) -> np.ndarray:
        centred = series - series.mean(axis=0)
        errors = (centred - regressors @ (regressors.T @ centred)).T
        sums = (errors @ running).reshape(len(errors), nobs, period - 1)
        moved = (errors @ moving).reshape(len(errors), -1, period - 1)
        covariance = np.matmul(moved.transpose(0, 2, 1), moved) / (nobs * window)
        spread = np.matmul(sums.transpose(0, 2, 1), sums)
        inverse = np.linalg.inv(covariance)
        found = (inverse * spread).sum(axis=(1, 2)) / nobs**2
        # A singular covariance gives no statistic; pmdarima then returns zero. The bound is never above the
        # smallest singular value, which is looked up where the bound does not settle it.
        bound = 1 / np.sqrt((inverse**2).sum(axis=(1, 2)))
        for replication in np.flatnonzero(~(bound > np.finfo(float).eps)):
            if not np.linalg.svd(covariance[replication], compute_uv=False).min() >= np.finfo(float).eps:
                found[replication] = 0
        return found

    return in_blocks(statistic, paths, block)
