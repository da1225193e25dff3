"""How far the estimated coefficient of a short AR(1) lies below the true one, and estimates that allow for it.

Least squares and maximum likelihood both pull phi towards zero, the more the nearer it is to one and the
fewer the observations. Three answers stand side by side: the bias at the estimate by simulation, the
estimate less that bias, and the median-unbiased estimate of Andrews (1993) with its interval.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from multiplier.formula.arima import Fit, Reading, differenced, fit_reading
from multiplier.months import stack, window
from multiplier.simulation import autoregression, simulate_ar1

BISECTIONS = 48  # of an interval of phi: to about the last digit of a double
BRACKETS = 40  # places at which the likelihood is looked at before the maximum is refined


def cls_estimates(paths: np.ndarray, mean: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return phi and intercept of every path by least squares of x(t) on x(t-1), shape (draws,) each."""
    y, x = paths[..., 1:], paths[..., :-1]
    if not mean:
        phi = np.einsum("...t,...t->...", x, y) / np.einsum("...t,...t->...", x, x)
        return phi, np.zeros_like(phi)
    y_mean, x_mean = y.mean(axis=-1), x.mean(axis=-1)
    deviation = x - x_mean[..., None]
    phi = np.einsum("...t,...t->...", deviation, y) / np.einsum("...t,...t->...", deviation, deviation)
    return phi, y_mean - phi * x_mean


class _Likelihood:
    """Exact Gaussian likelihood of an AR(1), variance and mean concentrated out, by moments of each path."""

    def __init__(self, paths: np.ndarray, mean: bool) -> None:
        self.mean, self.nobs = mean, paths.shape[-1]
        # Measured from the mean of the path, so that sums of squares lose no digits.
        self.origin = paths.mean(axis=-1) if mean else np.zeros(paths.shape[:-1])
        z = paths - self.origin[..., None]
        self.first = z[..., 0]
        self.later, self.earlier = z[..., 1:].sum(axis=-1), z[..., :-1].sum(axis=-1)
        self.squares_later = np.einsum("...t,...t->...", z[..., 1:], z[..., 1:])
        self.squares_earlier = np.einsum("...t,...t->...", z[..., :-1], z[..., :-1])
        self.products = np.einsum("...t,...t->...", z[..., 1:], z[..., :-1])

    def centre(self, phi: np.ndarray) -> np.ndarray:
        """Return the mean that is best at ``phi``."""
        if not self.mean:
            return np.zeros_like(phi)
        weights = 1 + phi + (self.nobs - 1) * (1 - phi)
        return ((1 + phi) * self.first + self.later - phi * self.earlier) / weights

    def squares(self, phi: np.ndarray, centre: np.ndarray) -> np.ndarray:
        """Return the sum of squared innovations, the first one weighted by 1 - phi^2."""
        free = 1 - phi
        return (
            (1 - phi**2) * (self.first - centre) ** 2
            + self.squares_later
            - 2 * phi * self.products
            + phi**2 * self.squares_earlier
            - 2 * centre * free * (self.later - phi * self.earlier)
            + (self.nobs - 1) * (centre * free) ** 2
        )

    def value(self, phi: np.ndarray) -> np.ndarray:
        """Return the log likelihood up to a constant."""
        return -self.nobs / 2 * np.log(self.squares(phi, self.centre(phi))) + np.log(1 - phi**2) / 2

    def rises(self, phi: np.ndarray) -> np.ndarray:
        """Return whether the likelihood rises in ``phi``."""
        centre = self.centre(phi)
        slope = (
            -2 * phi * (self.first - centre) ** 2
            - 2 * self.products
            + 2 * phi * self.squares_earlier
            + 2 * centre * (self.later - phi * self.earlier + (1 - phi) * self.earlier)
            - 2 * (self.nobs - 1) * centre**2 * (1 - phi)
        )
        return -self.nobs / 2 * slope * (1 - phi**2) - phi * self.squares(phi, centre) > 0


def exact_ml_estimates(paths: np.ndarray, mean: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return phi and intercept of every path by exact Gaussian maximum likelihood, shape (draws,) each.

    With variance and mean concentrated out the likelihood is a function of phi alone. Without a mean its
    derivative is a cubic with one root between -1 and 1; with one, the largest of :data:`BRACKETS` values
    brackets the maximum. The root of the derivative is then bisected.
    """
    likelihood = _Likelihood(paths, mean)
    shape = paths.shape[:-1]
    low, high = np.full(shape, -1.0), np.full(shape, 1.0)
    if mean:
        places = np.sin(np.linspace(-np.pi / 2, np.pi / 2, BRACKETS + 2))  # denser near -1 and 1
        values = np.stack([likelihood.value(np.full(shape, place)) for place in places[1:-1]])
        best = values.argmax(axis=0)
        low, high = places[best], places[best + 2]
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        rises = likelihood.rises(middle)
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
    phi = (low + high) / 2
    return phi, (1 - phi) * (likelihood.centre(phi) + likelihood.origin)


ESTIMATES = {"cls": cls_estimates, "exact_ml": exact_ml_estimates}


def paths_of_fit(fit: Fit, estimator: str, x: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return paths of a fitted AR(1) as long as ``x``, shape (draws, nobs).

    Each starts as its estimator has it: least squares takes the first observation as given, exact
    maximum likelihood as a draw from the stationary distribution.
    """
    coefficients, sigma = np.array([fit.intercept, fit.phi]), np.sqrt(fit.sigma2)
    first: float | np.ndarray = float(x[0])
    if estimator == "exact_ml":
        spread = sigma / np.sqrt(1 - fit.phi**2)
        first = fit.intercept / (1 - fit.phi) + spread * rng.standard_normal(draws)
    return simulate_ar1(coefficients, sigma, first, len(x), draws, rng)


def bias_at(
    fit: Fit, estimator: str, x: np.ndarray, mean: bool, draws: int, rng: np.random.Generator
) -> dict[str, Any]:
    """Return mean and median bias of an estimator at its estimate, with Monte Carlo standard errors.

    Parameters
    ----------
    fit, estimator
        The estimate, and the key in :data:`ESTIMATES` of the estimator that made it.
    x
        The differenced series.
    mean
        Whether it has a mean.
    draws, rng
        Replications, and their generator.

    Returns
    -------
    dict
        bias_mean, bias_mean_se, bias_median, bias_median_se, and phi_corrected = phi less its mean bias,
        which can exceed one.
    """
    estimates = ESTIMATES[estimator](paths_of_fit(fit, estimator, x, draws, rng), mean)[0]
    bias = float(estimates.mean() - fit.phi)
    return {
        "bias_mean": bias,
        "bias_mean_se": float(estimates.std(ddof=1) / np.sqrt(draws)),
        "bias_median": float(np.median(estimates) - fit.phi),
        "bias_median_se": quantile_error(estimates, 0.5),
        "phi_corrected": fit.phi - bias,
    }


def quantile_error(draws: np.ndarray, level: float) -> float:
    """Return the Monte Carlo standard error of a simulated quantile.

    The density there is taken from the distance of two quantiles (order statistics) around it.
    """
    count, half = draws.shape[-1], 0.02
    low, high = np.quantile(draws, [level - half, level + half])
    return float(np.sqrt(level * (1 - level) / count) * (high - low) / (2 * half))


def phi_grid(step: float, fine_step: float, fine_from: float) -> np.ndarray:
    """Return values of phi from above -1 to 1: ``step`` apart, ``fine_step`` apart from ``fine_from`` on."""
    coarse = np.arange(fine_from, -1 + step / 2, -step)[::-1]
    fine = np.linspace(fine_from, 1, round((1 - fine_from) / fine_step) + 1)
    return np.concatenate([coarse[:-1], fine])


def quantiles_of_cls(
    grid: np.ndarray,
    nobs: int,
    start: float | None,
    levels: tuple[float, float, float],
    draws: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return quantiles of the least-squares estimate of phi at every true phi of ``grid``.

    Parameters
    ----------
    grid
        Values of phi up to 1.
    nobs
        Length of the series.
    start
        None for a regression with intercept: the series starts in its stationary distribution, and the
        estimate's distribution depends on phi alone, at phi = 1 too, where it does not matter where the walk
        starts (Andrews 1993). Without intercept it matters: a stationary start would outgrow all other
        observations as phi approaches 1. There the first observation, which least squares takes as given,
        is kept: ``start``, in standard deviations of the residuals.
    levels
        Low, median and high.
    draws, rng
        Replications, and their generator. The same errors serve every phi, so that the quantiles move smoothly.

    Returns
    -------
    array
        Shape (len(grid), 4): the three quantiles and the Monte Carlo standard error of the middle one.
    """
    beginning, errors = rng.standard_normal(draws), rng.standard_normal((draws, nobs - 1))
    rows = []
    for phi in grid:
        first: float | np.ndarray = 0.0 if start is None else start
        if start is None and phi < 1:
            first = beginning / np.sqrt(1 - phi**2)
        estimates = cls_estimates(autoregression(0.0, float(phi), first, errors), mean=start is None)[0]
        rows.append([*np.quantile(estimates, levels), quantile_error(estimates, levels[1])])
    return np.array(rows)


def invert(estimate: float, grid: np.ndarray, quantiles: np.ndarray, first: bool) -> tuple[float, bool]:
    """Return the phi at which a quantile of the estimate equals ``estimate``, linear between grid points.

    Parameters
    ----------
    estimate
        The least-squares estimate.
    grid, quantiles
        True phi in rising order, ending at 1, and the quantile at each.
    first
        Which crossing to take where there are several: the first, or the last.

    Returns
    -------
    tuple
        phi, and whether it is the end of the grid: 1 where the quantile stays below ``estimate`` (the estimate
        is as large as a unit root gives), the smallest phi where it stays above.
    """
    crossing = np.flatnonzero((quantiles[:-1] < estimate) & (quantiles[1:] >= estimate))
    if len(crossing) == 0:
        return (float(grid[-1]), True) if quantiles[0] < estimate else (float(grid[0]), True)
    at = crossing[0] if first else crossing[-1]
    part = (estimate - quantiles[at]) / (quantiles[at + 1] - quantiles[at])
    phi = float(grid[at] + part * (grid[at + 1] - grid[at]))
    return phi, phi >= 1


def median_unbiased(estimate: float, grid: np.ndarray, quantiles: np.ndarray) -> dict[str, Any]:
    """Return the median-unbiased estimate of phi and its interval (Andrews 1993).

    Parameters
    ----------
    estimate
        The least-squares estimate.
    grid, quantiles
        As from :func:`quantiles_of_cls`.

    Returns
    -------
    dict
        phi_median_unbiased with its Monte Carlo standard error phi_median_unbiased_se (zero at the
        boundary), boundary (whether it is 1), low and high, the ends of the interval between the two outer
        quantiles, and median_at_one.
    """
    low_quantile, median, high_quantile, error = quantiles.T
    phi, boundary = invert(estimate, grid, median, first=True)
    at = min(int(np.searchsorted(grid, phi, side="right")), len(grid) - 1)
    slope = (median[at] - median[at - 1]) / (grid[at] - grid[at - 1])
    return {
        "phi_median_unbiased": phi,
        "phi_median_unbiased_se": 0.0 if boundary else float(np.interp(phi, grid, error) / slope),
        "boundary": boundary and phi >= 1,
        "low": invert(estimate, grid, high_quantile, first=True)[0],
        "high": invert(estimate, grid, low_quantile, first=False)[0],
        "median_at_one": float(median[-1]),
    }


def one_country(
    series: pd.Series,
    readings: Mapping[str, Reading],
    lags: int,
    grid: np.ndarray,
    interval: int,
    draws: int,
    rng: np.random.Generator,
    tabulated: dict[tuple[int, float | None], np.ndarray],
    name: str,
) -> pd.DataFrame:
    """Return the bias of every reading and estimator of one multiplier, one row each.

    ``tabulated`` keeps quantiles by length and start, which countries can share; others as in
    :func:`by_country`.
    """
    levels = (0.5 - interval / 200, 0.5, 0.5 + interval / 200)
    rows = []
    for key, reading in readings.items():
        x = differenced(series, reading).to_numpy()
        for estimator in ESTIMATES:
            fit = fit_reading(series, reading, estimator, lags, name)
            row = {"reading": key, "estimator": estimator, "nobs": fit.nobs, "phi": fit.phi}
            row |= bias_at(fit, estimator, x, reading.mean, draws, rng)
            if estimator == "cls":
                case = (len(x), None if reading.mean else float(x[0] / np.sqrt(fit.sigma2)))
                if case not in tabulated:
                    tabulated[case] = quantiles_of_cls(grid, *case, levels, draws, rng)
                row |= median_unbiased(fit.phi, grid, tabulated[case])
            rows.append(row | {"converged": fit.converged})
    return pd.DataFrame(rows)


def by_country(
    ratios: Mapping[str, pd.DataFrame],
    first: str,
    last: str,
    readings: Mapping[str, Reading],
    lags: int,
    grid: Mapping[str, float],
    interval: int,
    draws: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return the bias of phi for the multiplier of every country inside ``first``..``last``.

    Parameters
    ----------
    readings, lags
        What is fitted; lags of the residuals' test, which bound the sample from below.
    grid
        ``step``, ``fine_step`` and ``fine_from`` of :func:`phi_grid`.
    interval
        Coverage of the median-unbiased interval, percent.
    draws, rng
        Replications, and their generator.

    Returns
    -------
    DataFrame
        country, reading, estimator, nobs, phi and the columns of :func:`bias_at` and
        :func:`median_unbiased` (the latter for least squares only), converged.
    """
    values = phi_grid(**grid)
    tabulated: dict[tuple[int, float | None], np.ndarray] = {}
    return stack(
        {
            country: one_country(
                window(table[["multiplier"]], first, last, f"multiplier of {country}")["multiplier"],
                readings,
                lags,
                values,
                interval,
                draws,
                rng,
                tabulated,
                f"the multiplier of {country}",
            )
            for country, table in ratios.items()
        }
    )
