"""Simulated series for reference distributions; every draw comes from the generator that is handed in."""

from __future__ import annotations

import numpy as np


def simulate_ar1(
    coefficients: np.ndarray, sigma: float, first: float | np.ndarray, nobs: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Return ``draws`` Gaussian AR(1) paths of ``nobs`` observations that start at ``first``, shape (draws, nobs).

    ``coefficients`` is (intercept, phi), or (phi,) without intercept; ``first`` is one value, or one a path.
    """
    intercept, phi = (0.0, coefficients[0]) if len(coefficients) == 1 else coefficients
    errors = sigma * rng.standard_normal((draws, nobs - 1))
    paths = np.empty((draws, nobs))
    paths[:, 0] = first
    for t in range(1, nobs):
        paths[:, t] = intercept + phi * paths[:, t - 1] + errors[:, t - 1]
    return paths
