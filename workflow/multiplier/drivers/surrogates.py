"""Surrogate series: the amplitude spectrum of a series kept, its phases drawn at random (Theiler et al. 1992).

They have the autocorrelations of the series and no relation to any other: the reference for a correlation
of two autocorrelated series without a relation. The series is taken as stationary (and as Gaussian); where
it wanders, as ratios in levels do, the circular autocorrelations that the spectrum holds are not its own.
"""

from __future__ import annotations

import numpy as np
from scipy.special import j0

from multiplier.simulation import share_error

TERMS = 12  # of the Fourier series of exact_pvalues: a wrong decision at 5 percent in fewer than one of a thousand
PRECISE = 200  # of the same for observed series, where one frequency may outweigh the rest
DECIMALS = 10  # of a p-value; what lies below is rounding


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
    return cosines @ correlation_weights(x, y)


def correlation_weights(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return what the cosines of random phases are multiplied by in the correlation of a surrogate of x with y."""
    nobs = len(x)
    products = np.abs(np.fft.rfft(x)[1:]) * np.abs(np.fft.rfft(y)[1:]) * frequency_weights(nobs)
    return products / (nobs**2 * x.std() * y.std())


def surrogate_pvalue(x: np.ndarray, y: np.ndarray) -> float:
    """Return the p-value of the correlation of ``x`` and ``y`` in the limit of infinitely many surrogates of ``x``.

    It is given to ten decimals and at least one unit of the last, for further digits are rounding.
    """
    value = np.array([np.corrcoef(x, y)[0, 1]])
    p = float(exact_pvalues(correlation_weights(x, y)[None, :], value, len(x), PRECISE)[0])
    return max(round(p, DECIMALS), 10.0**-DECIMALS)


def exact_pvalues(weights: np.ndarray, values: np.ndarray, nobs: int, terms: int = TERMS) -> np.ndarray:
    """Return the chance that the weighted sum of cosines of random phases is at least |value| in absolute value.

    This is the p-value that infinitely many surrogates would give, for many pairs at once. The sum is bounded by
    that of its weights, so that its distribution is a Fourier series whose coefficients are its characteristic
    function: a product of Bessel functions, of one cosine for the last frequency of an even ``nobs``.

    Parameters
    ----------
    weights
        Not negative, shape (pairs, nobs // 2).
    values
        Shape (pairs,).
    nobs
        Months of the series.
    terms
        Of the Fourier series.
    """
    bound = weights.sum(axis=1)
    size = np.minimum(np.abs(values), bound)
    p = 1 - size / bound
    for term in range(1, terms + 1):
        arguments = weights * (np.pi * term / bound)[:, None]
        if nobs % 2 == 0:
            characteristic = j0(arguments[:, :-1]).prod(axis=1) * np.cos(arguments[:, -1])
        else:
            characteristic = j0(arguments).prod(axis=1)
        p -= 2 / (np.pi * term) * characteristic * np.sin(np.pi * term * size / bound)
    return np.clip(p, 0, 1)


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
    return float(p), share_error(p, len(reference))
