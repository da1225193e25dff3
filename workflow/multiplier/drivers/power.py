"""How often would these tests find a relation of a given strength? Size and power for the sample's length.

Driver and multiplier are simulated as Gaussian AR(1) processes with the persistence of the data and correlated
innovations. Each replication is tested by its own surrogates, in the limit of infinitely many: their
distribution is known from the replication's own spectra (:func:`multiplier.drivers.surrogates.exact_pvalues`).
The test by random signs stands beside it. A second design asks what becomes of both where a few months are far
larger than the rest: the observed amounts, with signs at random.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb

import numpy as np
import pandas as pd
from scipy.special import ndtri

from multiplier.drivers.correlations import sign_test
from multiplier.drivers.sign_randomisation import products_of_changes, sign_pvalues
from multiplier.drivers.surrogates import exact_pvalues, frequency_weights
from multiplier.identities import EXPECTED_SIGN
from multiplier.simulation import power as simulated_power
from multiplier.simulation import share_error

MARGIN = 0.05  # standard deviations beyond the normal critical value from which no p-value need be computed
LEAST = 1 / 10  # chance, at least, that a sum of random signs reaches its own standard deviation


def persistence(x: np.ndarray) -> float:
    """Return the AR(1) coefficient by Yule and Walker, the first autocorrelation: always inside the unit circle."""
    d = x - x.mean()
    return float((d[1:] * d[:-1]).sum() / (d**2).sum())


def implied_correlation(phi_x: float, phi_y: float, innovations: float) -> float:
    """Return the correlation of two AR(1) processes whose innovations correlate by ``innovations``."""
    return float(innovations * np.sqrt((1 - phi_x**2) * (1 - phi_y**2)) / (1 - phi_x * phi_y))


def _response(phi: float, nobs: int, dtype: np.dtype) -> tuple[np.ndarray, np.ndarray]:
    """Return what innovations of months 1.. and the first value do to the Fourier coefficients of an AR(1).

    Shapes (nobs, 2 * (nobs // 2)), its first row nought, and (2 * (nobs // 2),); cosines, then sines.
    """
    times = np.arange(nobs)
    angles = 2 * np.pi * np.outer(times, np.arange(1, nobs // 2 + 1)) / nobs
    basis = np.hstack([np.cos(angles), np.sin(angles)])
    powers = np.where(times[:, None] >= times, phi ** np.abs(times[:, None] - times), 0.0)  # of month, innovation
    effects = powers.T @ basis
    first = effects[0].copy()
    effects[0] = 0
    return effects.astype(dtype), first.astype(dtype)


def surrogates_reject(x: np.ndarray, y: np.ndarray, nobs: int, significance: float) -> np.ndarray:
    """Return for each replication whether its surrogates' p-value is at most ``significance``.

    ``x`` and ``y`` are Fourier coefficients of frequencies 1..nobs//2, cosines and then sines, shape
    (draws, 2 * (nobs // 2)).
    """
    half = nobs // 2
    weights = frequency_weights(nobs)
    values = np.abs(np.einsum("dk,dk,k->d", x, y, np.tile(weights, 2)))
    power_x, power_y = (each[:, :half] ** 2 + each[:, half:] ** 2 for each in (x, y))
    products = np.sqrt(power_x * power_y) * weights
    # E cos^2 is one half for a uniform phase, and one for the last frequency of an even number of months.
    spread = np.sqrt(np.einsum("dk,dk,k->d", products, products, np.where(weights == 1, 1.0, 0.5)))
    # A sum of bounded terms has thinner tails than the normal distribution, and thicker ones than two points.
    found = values > (ndtri(1 - significance / 2) + MARGIN) * spread
    unclear = np.flatnonzero(~found & (values > spread))
    found[unclear] = exact_pvalues(products[unclear], values[unclear], nobs) <= significance
    return found


def signs_reject(products: np.ndarray, significance: float) -> np.ndarray:
    """Return for each replication whether the p-value of its random signs is at most ``significance``.

    ``products`` are those of the changes by month (:func:`products_of_changes`), shape (draws, nobs). The
    p-value is that of infinitely many draws.
    """
    values = np.abs(products.sum(axis=1))
    spread = np.sqrt(np.einsum("dt,dt->d", products, products))
    # Hoeffding (1963): a sum of random signs is as large in at most 2 exp(-t^2 / 2) of all cases. It is as large
    # as its own spread in at least one of ten (Oleszkiewicz 1996).
    found = values > np.sqrt(2 * np.log(2 / significance)) * spread
    unclear = np.flatnonzero(~found & ((values > spread) | (significance > LEAST)))
    found[unclear] = sign_pvalues(np.abs(products[unclear]), values[unclear]) <= significance
    return found


class Pairs:
    """Replications of a pair of AR(1) processes, kept as Fourier coefficients: all that surrogates need.

    Parameters
    ----------
    phi_x, phi_y
        Coefficients of driver and multiplier.
    innovations
        Independent standard normal numbers, shape (2, draws, nobs).
    """

    def __init__(self, phi_x: float, phi_y: float, innovations: np.ndarray) -> None:
        self.phi_x, self.phi_y, self.innovations = phi_x, phi_y, innovations
        first, second = innovations
        self.nobs = first.shape[1]
        self.start, self.other = first[:, :1], second[:, :1]
        effects, response = _response(phi_x, self.nobs, first.dtype)
        self.x = first @ effects + self.start * response / np.sqrt(1 - phi_x**2)
        effects, self.response = _response(phi_y, self.nobs, first.dtype)
        self.common, self.own = first @ effects, second @ effects

    def _begin(self, correlation: float) -> np.ndarray:
        """Return first values of the multiplier from the joint stationary distribution."""
        joint = implied_correlation(self.phi_x, self.phi_y, correlation)
        return (joint * self.start + np.sqrt(1 - joint**2) * self.other) / np.sqrt(1 - self.phi_y**2)

    def rejected(self, correlation: float, significance: float) -> np.ndarray:
        """Return :func:`surrogates_reject` if the innovations correlate by ``correlation``."""
        begin = self._begin(correlation)
        y = correlation * self.common + np.sqrt(1 - correlation**2) * self.own + begin * self.response
        return surrogates_reject(self.x, y, self.nobs, significance)

    def series(self, correlation: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the series themselves, each of shape (draws, nobs)."""
        first, second = self.innovations
        mixed = correlation * first + np.sqrt(1 - correlation**2) * second
        return (
            _recursion(self.phi_x, self.start / np.sqrt(1 - self.phi_x**2), first),
            _recursion(self.phi_y, self._begin(correlation), mixed),
        )


def _recursion(phi: float, begin: np.ndarray, innovations: np.ndarray) -> np.ndarray:
    """Return AR(1) series that start with ``begin`` in place of the first innovation, shape (draws, nobs)."""
    times = np.arange(innovations.shape[1])
    powers = np.where(times[:, None] <= times, phi ** np.abs(times - times[:, None]), 0.0).astype(innovations.dtype)
    return np.hstack([begin, innovations[:, 1:]]).astype(innovations.dtype) @ powers


def observed_amplitudes(x: np.ndarray, y: np.ndarray, signs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return series of the observed absolute deviations from the mean with independent random signs.

    ``x`` and ``y`` are changes, shape (nobs,); ``signs`` of shape (2, draws, nobs). Large months stay large in
    both series, but whether they go up or down is unrelated: a pair without correlation whose variances move
    together.
    """
    return np.abs(x - x.mean()) * signs[0], np.abs(y - y.mean()) * signs[1]


def fourier(x: np.ndarray) -> np.ndarray:
    """Return Fourier coefficients of frequencies 1..nobs//2, cosines and then sines."""
    spectrum = np.fft.rfft(x, axis=-1)[:, 1:]
    return np.hstack([spectrum.real, spectrum.imag])


def correlation_power(
    seen: Mapping[str, pd.DataFrame],
    correlations: Sequence[float],
    significance: float,
    innovations: Mapping[int, np.ndarray],
) -> pd.DataFrame:
    """Return how often the tests of a correlation reject: by surrogates, and by random signs for first differences.

    Parameters
    ----------
    seen
        Transformed series by kind of transform, of one country.
    correlations
        True correlations of the innovations; 0, which gives the size, is put before them.
    significance
        Level of the test.
    innovations
        Number of months -> standard normal numbers, shape (2, draws, months), the same for all pairs.

    Returns
    -------
    DataFrame
        Columns driver, transform, test (``surrogate``, ``wild``), design (``gaussian_ar1``;
        ``observed_amplitudes``, :func:`observed_amplitudes`, of size only), truth, nobs, phi_driver,
        phi_multiplier, implied_correlation (of the series), rejections (share), rejections_se (Monte Carlo).
        ``wild`` and ``observed_amplitudes`` are for ``diff`` only.
    """
    rows = []
    for kind, view in seen.items():
        m = view["multiplier"].to_numpy()
        noise = innovations[len(m)]
        draws = len(noise[0])
        signs = np.sign(noise)  # of normal numbers: fair and independent
        for driver in EXPECTED_SIGN:
            x = view[driver].to_numpy()
            phi_x, phi_y = persistence(x), persistence(m)
            pairs = Pairs(phi_x, phi_y, noise)
            cells = {}
            for truth in (0.0, *sorted(correlations)):
                cells["surrogate", "gaussian_ar1", truth] = pairs.rejected(truth, significance)
                if kind == "diff":
                    products = products_of_changes(*pairs.series(truth))
                    cells["wild", "gaussian_ar1", truth] = signs_reject(products, significance)
            if kind == "diff":
                flipped = observed_amplitudes(x, m, signs)
                cells["surrogate", "observed_amplitudes", 0.0] = surrogates_reject(
                    fourier(flipped[0]), fourier(flipped[1]), len(m), significance
                )
                cells["wild", "observed_amplitudes", 0.0] = signs_reject(products_of_changes(*flipped), significance)
            for (test, design, truth), found in cells.items():
                share = float(found.mean())
                simulated = design == "gaussian_ar1"
                rows.append(
                    {
                        "driver": driver,
                        "transform": kind,
                        "test": test,
                        "design": design,
                        "truth": truth,
                        "nobs": len(m),
                        "phi_driver": phi_x if simulated else np.nan,
                        "phi_multiplier": phi_y if simulated else np.nan,
                        "implied_correlation": implied_correlation(phi_x, phi_y, truth) if simulated else 0.0,
                        "rejections": share,
                        "rejections_se": share_error(share, draws),
                    }
                )
    return pd.DataFrame(rows)


def largest_correlation(x: np.ndarray, y: np.ndarray, lags: int) -> np.ndarray:
    """Return the largest absolute correlation over leads and lags up to ``lags`` of each pair, shape (draws,).

    ``x`` and ``y`` of shape (draws, nobs); correlations as of
    :func:`multiplier.drivers.surrogates.cross_correlations`.
    """
    nobs = x.shape[1]
    padded = nobs + lags  # zeros, so that the ends of the series do not meet
    dx, dy = (each - each.mean(axis=1, keepdims=True) for each in (x, y))
    products = np.fft.irfft(np.fft.rfft(dy, padded) * np.fft.rfft(dx, padded).conj(), padded)
    wanted = np.hstack([products[:, : lags + 1], products[:, -lags:]])
    return np.abs(wanted).max(axis=1) / (nobs * dx.std(axis=1) * dy.std(axis=1))


def largest_lag_power(
    view: pd.DataFrame,
    driver: str,
    lags: int,
    correlations: Sequence[float],
    significance: float,
    noise: np.ndarray,
) -> pd.DataFrame:
    """Return how often the largest correlation over leads and lags would be found, for one driver's monthly changes.

    Columns as of :func:`correlation_power`.
    The relation is with the same month. The critical value is that of pairs simulated without relation, so
    that the size (truth 0) is the level; rejections_se holds the error of that value too.
    """
    x, m = view[driver].to_numpy(), view["multiplier"].to_numpy()
    phi_x, phi_y = persistence(x), persistence(m)
    pairs = Pairs(phi_x, phi_y, noise)
    null = largest_correlation(*pairs.series(0.0), lags)
    rows = []
    for truth in (0.0, *sorted(correlations)):
        found = largest_correlation(*pairs.series(truth), lags) if truth else null
        share, error = simulated_power(found, null, significance)
        rows.append(
            {
                "driver": driver,
                "transform": "diff",
                "test": "largest_lag",
                "design": "gaussian_ar1",
                "truth": truth,
                "nobs": len(m),
                "phi_driver": phi_x,
                "phi_multiplier": phi_y,
                "implied_correlation": implied_correlation(phi_x, phi_y, truth),
                "rejections": share,
                "rejections_se": error,
            }
        )
    return pd.DataFrame(rows)


def sign_test_power(nobs: int, share: float, significance: float) -> float:
    """Return the chance that the sign test of ``nobs`` independent months rejects if a true ``share`` agrees."""
    return sum(
        comb(nobs, k) * share**k * (1 - share) ** (nobs - k)
        for k in range(nobs + 1)
        if sign_test(k, nobs) <= significance
    )


def sign_power(nobs: int, shares: Sequence[float], significance: float) -> pd.DataFrame:
    """Return :func:`sign_test_power` of each true share, in the columns of :func:`correlation_power`.

    The size, at a share of a half, is put before them. The power is exact: rejections_se is nought. One test
    serves all drivers, so that driver is ``any``.
    """
    return pd.DataFrame(
        [
            {
                "driver": "any",
                "transform": "diff",
                "test": "sign",
                "design": "independent",
                "truth": share,
                "nobs": nobs,
                "phi_driver": np.nan,
                "phi_multiplier": np.nan,
                "implied_correlation": np.nan,
                "rejections": sign_test_power(nobs, share, significance),
                "rejections_se": 0.0,
            }
            for share in (0.5, *sorted(shares))
        ]
    )
