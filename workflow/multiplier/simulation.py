"""Simulated series for reference distributions; every draw comes from the generator that is handed in."""

from __future__ import annotations

import numpy as np


def autoregression(
    intercept: float | np.ndarray, phi: float | np.ndarray, first: float | np.ndarray, errors: np.ndarray
) -> np.ndarray:
    """Return paths x(t) = intercept + phi x(t-1) + e(t), shape (draws, nobs).

    Parameters
    ----------
    intercept, phi
        Coefficients, one value or one for each of the nobs - 1 steps (a break).
    first
        x at the start, one value or one a path.
    errors
        e, shape (draws, nobs - 1), of whatever distribution.
    """
    draws, steps = errors.shape
    intercepts, slopes = np.broadcast_to(intercept, steps), np.broadcast_to(phi, steps)
    paths = np.empty((draws, steps + 1))
    paths[:, 0] = first
    for t in range(steps):
        paths[:, t + 1] = intercepts[t] + slopes[t] * paths[:, t] + errors[:, t]
    return paths


def simulate_ar1(
    coefficients: np.ndarray, sigma: float, first: float | np.ndarray, nobs: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Return ``draws`` Gaussian AR(1) paths of ``nobs`` observations that start at ``first``, shape (draws, nobs).

    ``coefficients`` is (intercept, phi), or (phi,) without intercept; ``first`` is one value, or one a path.
    """
    intercept, phi = (0.0, coefficients[0]) if len(coefficients) == 1 else coefficients
    return autoregression(intercept, phi, first, sigma * rng.standard_normal((draws, nobs - 1)))


def share_error(share: float, draws: int) -> float:
    """Return the Monte Carlo standard error of a simulated share."""
    return float(np.sqrt(share * (1 - share) / draws))


def power(alternative: np.ndarray, null: np.ndarray, level: float) -> tuple[float, float]:
    """Return the share of statistics at or beyond the simulated critical value, and its Monte Carlo standard error.

    The error has two parts: that of the share, and that of the critical value, which is a quantile of other draws.
    Moving the critical value moves the power by the ratio of the two densities there, which is taken from the
    statistics between half and one and a half times the level.

    Parameters
    ----------
    alternative, null
        Statistics simulated under the alternative and, from other draws, under the null, shape (draws,) each.
    level
        Of the test, which rejects large statistics.
    """
    critical, far, near = np.quantile(null, [1 - level, 1 - level / 2, 1 - 1.5 * level])
    share = float((alternative >= critical).mean())
    slope = float(((alternative >= near) & (alternative < far)).mean()) / level
    return share, float(np.hypot(share_error(share, len(alternative)), slope * share_error(level, len(null))))
