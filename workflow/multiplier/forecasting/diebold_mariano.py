"""Is one forecast better than another by more than chance? The Diebold-Mariano test, and what it can find."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import stdtr

from multiplier.simulation import share_error


def small_sample_factor(nobs: int, horizon: int) -> float:
    """Return the factor of the statistic by Harvey, Leybourne and Newbold (1997, equation 9)."""
    return float(np.sqrt((nobs + 1 - 2 * horizon + horizon * (horizon - 1) / nobs) / nobs))


def diebold_mariano(differential: np.ndarray, horizon: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Test that a loss differential has mean zero (Diebold and Mariano 1995, with the correction of 1997).

    Parameters
    ----------
    differential
        Loss of one forecast less that of the other, shape (..., forecasts); negative where the first is better.
    horizon
        Months ahead: errors are correlated up to lag horizon - 1.

    Returns
    -------
    tuple of ndarray
        Statistics, two-sided p-values of Student's t with one degree of freedom fewer than forecasts, and
        whether the variance is Bartlett's. The variance is the original's, autocovariances to lag
        horizon - 1 with equal weights; where that is not positive, Bartlett's weights are used, which cannot fail.
    """
    nobs = differential.shape[-1]
    centred = differential - differential.mean(axis=-1, keepdims=True)
    covariances = [
        np.einsum("...t,...t->...", centred[..., lag:], centred[..., : nobs - lag]) / nobs for lag in range(horizon)
    ]
    equal = covariances[0] + 2 * np.sum(covariances[1:], axis=0)
    bartlett = covariances[0] + 2 * sum(
        ((1 - lag / horizon) * covariances[lag] for lag in range(1, horizon)), start=np.zeros(())
    )
    failed = equal <= 0
    variance = np.where(failed, bartlett, equal) / nobs
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = small_sample_factor(nobs, horizon) * differential.mean(axis=-1) / np.sqrt(variance)
    return statistic, 2 * stdtr(nobs - 1, -np.abs(statistic)), failed


def rejections(
    nobs: int,
    horizon: int,
    correlation: float,
    ratios: Sequence[float],
    significance: float,
    draws: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return how often the test rejects when one forecast's root mean squared error is a known part of the other's.

    Errors of h months are sums of h Gaussian shocks, as those of a random walk are, so that forecasts overlap
    as they do in the contest; the shocks of the two forecasts have ``correlation`` (the design of Harvey,
    Leybourne and Newbold 1997 with equal weights).

    Parameters
    ----------
    nobs, horizon
        Number of forecasts and months ahead.
    correlation
        Of the errors of the two forecasts.
    ratios
        Root mean squared errors of the better forecast over that of the other; 1, the size, comes first by itself.
    significance
        Level of the two-sided test.
    draws, rng
        Replications, shared by all ratios, and their generator.

    Returns
    -------
    DataFrame
        rmse_ratio, rejections (share), rejections_se (its Monte Carlo standard error), bartlett (share of
        draws in which the variance was not positive).
    """
    shocks = rng.standard_normal((2, draws, nobs + horizon - 1))
    shocks[1] = correlation * shocks[0] + np.sqrt(1 - correlation**2) * shocks[1]
    sums = np.cumsum(shocks, axis=-1)
    sums[..., horizon:] -= sums[..., :-horizon].copy()
    squared = sums[..., horizon - 1 :] ** 2
    rows = []
    for ratio in (1.0, *ratios):
        _, pvalue, bartlett = diebold_mariano(ratio**2 * squared[0] - squared[1], horizon)
        share = float((pvalue < significance).mean())
        rows.append(
            {
                "rmse_ratio": ratio,
                "rejections": share,
                "rejections_se": share_error(share, draws),
                "bartlett": float(bartlett.mean()),
            }
        )
    return pd.DataFrame(rows)
