"""When would an AR(1) have changed? F at every break date, its supremum, recursive estimates and CUSUM.

All statistics come from running sums of one series or of many at once, shape (..., observations), so that
every break date of twenty thousand simulated series costs no more than a few passes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from multiplier import DataError


@dataclass(frozen=True)
class Sums:
    """Running sums of an AR(1) regression over its first 1, 2, .. observations, shape (..., observations).

    ``k`` counts its coefficients: phi, and the intercept where there is one.
    """

    k: int
    y: np.ndarray
    x: np.ndarray
    count: np.ndarray
    sum_x: np.ndarray
    sum_y: np.ndarray
    xx: np.ndarray
    xy: np.ndarray
    yy: np.ndarray


def running_sums(paths: np.ndarray, mean: bool) -> Sums:
    """Return running sums of x(t) on x(t-1) for series of shape (..., observations + 1)."""
    # With an intercept nothing depends on the level, which would only cost digits.
    z = paths - paths.mean(axis=-1, keepdims=True) if mean else paths
    y, x = z[..., 1:], z[..., :-1]
    total = np.cumsum
    count = np.arange(1.0, y.shape[-1] + 1)
    return Sums(
        1 + mean,
        y,
        x,
        count,
        total(x, axis=-1),
        total(y, axis=-1),
        total(x * x, axis=-1),
        total(x * y, axis=-1),
        total(y * y, axis=-1),
    )


def _deviations(
    s: Sums, count: np.ndarray, x: np.ndarray, y: np.ndarray, xx: np.ndarray, xy: np.ndarray, yy: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return sums of squares and products, about the means where the regression has an intercept."""
    if s.k == 1:
        return xx, xy, yy
    return xx - x * x / count, xy - x * y / count, yy - y * y / count


def _rss(xx: np.ndarray, xy: np.ndarray, yy: np.ndarray) -> np.ndarray:
    return yy - xy * xy / xx


def f_by_date(s: Sums) -> np.ndarray:
    """Return Chow's F for every break that leaves k + 1 observations on each side, shape (..., dates).

    Date i is the break after the first k + 1 + i observations.
    """
    nobs = s.y.shape[-1]
    at = slice(s.k, nobs - s.k - 1)
    series = (s.sum_x, s.sum_y, s.xx, s.xy, s.yy)
    whole = [each[..., -1:] for each in series]
    before = [each[..., at] for each in series]
    after = [end - each for end, each in zip(whole, before, strict=True)]
    count = s.count[at]
    parts = _rss(*_deviations(s, count, *before)) + _rss(*_deviations(s, nobs - count, *after))
    together = _rss(*_deviations(s, np.array([float(nobs)]), *whole))
    return (together - parts) / s.k / (parts / (nobs - 2 * s.k))


def trimmed(nobs: int, k: int, trimming: float, name: str) -> slice:
    """Return the dates of :func:`f_by_date` that leave the share ``trimming`` of ``nobs`` on each side.

    Raises
    ------
    DataError
        If that leaves fewer than k + 1 observations on a side, or no date.
    """
    smallest = int(np.ceil(trimming * nobs))
    if smallest < k + 1 or 2 * smallest > nobs:
        raise DataError(
            f"sup-F test of {name}: trimming {trimming:g} of {nobs} observations leaves {smallest} on a side, between "
            f"{k + 1} and {nobs // 2} are needed; change arima.stability.trimming or take a longer sample."
        )
    return slice(smallest - k - 1, nobs - smallest - k)


def recursive_residuals(s: Sums) -> np.ndarray:
    """Return forecast errors of each observation from those before it, of equal variance, shape (..., nobs - k).

    Brown, Durbin and Evans (1975).
    """
    before, now = slice(s.k - 1, -1), slice(s.k, None)
    x, y, count = s.x[..., now], s.y[..., now], s.count[before]
    sums = (s.sum_x[..., before], s.sum_y[..., before], s.xx[..., before], s.xy[..., before], s.yy[..., before])
    xx, xy, _ = _deviations(s, count, *sums)
    if s.k == 1:
        return (y - x * xy / xx) / np.sqrt(1 + x * x / xx)
    distance = x - sums[0] / count
    return (y - sums[1] / count - distance * xy / xx) / np.sqrt(1 + 1 / count + distance**2 / xx)


def cusum(residuals: np.ndarray) -> np.ndarray:
    """Return the running sum of recursive residuals in units of their standard deviation.

    The deviation is taken about their mean, as Harvey proposed and statsmodels has it: about zero, a
    break would raise the divisor with the sum.
    """
    return np.cumsum(residuals, axis=-1) / residuals.std(axis=-1, ddof=1, keepdims=True)


def cusum_line(count: int) -> np.ndarray:
    """Return the shape of the CUSUM's bounds for ``count`` residuals: at a significance they are a multiple of it.

    Straight lines from sqrt(count) to three times that (Brown, Durbin and Evans 1975).
    """
    return np.sqrt(count) + 2 * np.arange(1, count + 1) / np.sqrt(count)


def cusum_statistic(residuals: np.ndarray) -> np.ndarray:
    """Return the largest distance of the CUSUM from zero in units of its line; 0.948 is the usual 5 percent."""
    return (np.abs(cusum(residuals)) / cusum_line(residuals.shape[-1])).max(axis=-1)


def cusum_pvalue(statistic: float) -> float:
    """Return the asymptotic p-value of :func:`cusum_statistic`: a Brownian motion crosses the lines.

    Brown, Durbin and Evans (1975) with the next terms of the series, which allow for crossings of both lines;
    below 0.3, where these do not suffice and p is near one, a straight line.
    """
    a = statistic
    if a < 0.3:
        return float(1 - 0.1464 * a)
    crossing = 1 - ndtr(3 * a) + np.exp(-4 * a**2) * (ndtr(a) + ndtr(5 * a) - 1) - np.exp(-16 * a**2) * (1 - ndtr(a))
    return float(2 * crossing)


def recursive_estimates(s: Sums, start: int) -> tuple[np.ndarray, np.ndarray]:
    """Return phi and its standard error from the first ``start``, ``start`` + 1, .. observations.

    Raises
    ------
    DataError
        If there are fewer than ``start`` observations, or too few at the start for a standard error.
    """
    nobs = s.y.shape[-1]
    if not s.k < start <= nobs:
        raise DataError(
            f"recursive estimates: start at {start} observations, between {s.k + 1} and {nobs} are possible; "
            "change arima.stability.recursive_start."
        )
    at = slice(start - 1, None)
    xx, xy, yy = _deviations(
        s, s.count[at], s.sum_x[..., at], s.sum_y[..., at], s.xx[..., at], s.xy[..., at], s.yy[..., at]
    )
    variance = _rss(xx, xy, yy) / (s.count[at] - s.k)
    return xy / xx, np.sqrt(variance / xx)
