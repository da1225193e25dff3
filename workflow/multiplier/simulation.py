"""Simulated series for reference distributions; every draw comes from the generator that is handed in."""

from __future__ import annotations

import numpy as np


def ar1_paths(intercept: float, phi: float, first: float | np.ndarray, errors: np.ndarray) -> np.ndarray:
    """Return AR(1) paths driven by ``errors`` (draws, nobs - 1) that start at ``first``, shape (draws, nobs).

    ``first`` is one value, or one a path.
    """
    draws, steps = errors.shape
    paths = np.empty((draws, steps + 1))
    paths[:, 0] = first
    for t in range(1, steps + 1):
        paths[:, t] = intercept + phi * paths[:, t - 1] + errors[:, t - 1]
    return paths


def simulate_ar1(
    coefficients: np.ndarray, sigma: float, first: float | np.ndarray, nobs: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Return ``draws`` Gaussian AR(1) paths of ``nobs`` observations that start at ``first``, shape (draws, nobs).

    ``coefficients`` is (intercept, phi), or (phi,) without intercept; ``first`` is one value, or one a path.
    """
    intercept, phi = (0.0, coefficients[0]) if len(coefficients) == 1 else coefficients
    errors = sigma * rng.standard_normal((draws, nobs - 1))
    return ar1_paths(intercept, phi, first, errors)
