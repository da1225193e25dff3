"""Surrogate series: the amplitude spectrum of a series kept, its phases drawn at random (Theiler et al. 1992).

They have the autocorrelations of the series and no relation to any other: the reference for a correlation
of two autocorrelated series without a relation. The series is taken as stationary (and as Gaussian); where
it wanders, as ratios in levels do, the circular autocorrelations that the spectrum holds are not its own.
"""

from __future__ import annotations

import numpy as np


def random_phases(nobs: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return phases of the frequencies 1..nobs//2, shape (draws, nobs // 2).

    They are uniform on the circle; the last one of an even ``nobs``, where a series has a real coefficient,
    is 0 or pi.
    """
    phases = rng.uniform(0, 2 * np.pi, (draws, nobs // 2))
    if nobs % 2 == 0:
        phases[:, -1] = np.pi * rng.integers(0, 2, draws)
    return phases


def turned(phases: np.ndarray) -> np.ndarray:
    """Return the points of the unit circle at ``phases``: what a spectrum is multiplied by."""
    return np.exp(1j * phases)


def surrogates(x: np.ndarray, turns: np.ndarray) -> np.ndarray:
    """Return series with the mean and the amplitude spectrum of ``x``, shape (draws, nobs).

    ``turns`` are points of the unit circle (:func:`turned`) by draw and frequency 1..nobs//2.
    """
    spectrum = np.empty((len(turns), turns.shape[1] + 1), dtype=complex)
    spectrum[:, 0] = x.sum()
    spectrum[:, 1:] = np.abs(np.fft.rfft(x)[1:]) * turns
    return np.fft.irfft(spectrum, n=len(x), axis=1)


def frequency_weights(nobs: int) -> np.ndarray:
    """Return how often a frequency 1..nobs//2 stands in the full transform: twice, the last of an even nobs once."""
    weights = np.full(nobs // 2, 2.0)
    if nobs % 2 == 0:
        weights[-1] = 1.0
    return weights


def surrogate_correlations(x: np.ndarray, y: np.ndarray, cosines: np.ndarray) -> np.ndarray:
    """Return the correlations of surrogates of ``x`` with ``y``, shape (draws,).

    By Parseval's theorem the correlation is a sum over frequencies of the product of both amplitudes times
    the cosine of the difference of phases. Where one phase is uniform the difference is too, so that no
    surrogate need be built, and the cosines of one set of random phases serve every pair of series.

    Parameters
    ----------
    x, y
        Series of one length.
    cosines
        Of :func:`random_phases`, shape (draws, nobs // 2).
    """
    nobs = len(x)
    products = np.abs(np.fft.rfft(x)[1:]) * np.abs(np.fft.rfft(y)[1:]) * frequency_weights(nobs)
    return cosines @ (products / (nobs**2 * x.std() * y.std()))


def cross_correlations(x: np.ndarray, y: np.ndarray, lags: int) -> np.ndarray:
    """Return correlations of x(t - l) with y(t) for l = -lags..lags: at a positive lag x comes first.

    ``x`` is of shape (nobs,) or (draws, nobs). Means, variances and the divisor are those of the whole
    series, as in the correlogram.
    """
    nobs = y.shape[-1]
    dx, dy = x - x.mean(axis=-1, keepdims=True), y - y.mean()
    shifted = np.zeros((nobs, 2 * lags + 1))  # column of lag l: y moved back by l months
    for column, lag in enumerate(range(-lags, lags + 1)):
        if lag >= 0:
            shifted[: nobs - lag, column] = dy[lag:]
        else:
            shifted[-lag:, column] = dy[: nobs + lag]
    return dx @ shifted / (nobs * x.std(axis=-1, keepdims=x.ndim > 1) * y.std())


def share_as_large(reference: np.ndarray, value: float) -> tuple[float, float]:
    """Return the p-value of |value| among the absolute values of ``reference`` and its Monte Carlo error.

    The value itself is counted as one draw, so that no p-value is nought (Davison and Hinkley 1997).
    """
    # Rounding must not decide between the value and a draw that equals it.
    p = (1 + (np.abs(reference) >= abs(value) - 1e-12).sum()) / (len(reference) + 1)
    return float(p), float(np.sqrt(p * (1 - p) / len(reference)))
