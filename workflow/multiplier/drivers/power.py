"""How often would these tests find a relation of a given strength? Size and power for the sample's length.

Driver and multiplier are simulated as Gaussian AR(1) processes with the persistence of the data and correlated
innovations. Each replication is tested by its own surrogates, in the limit of infinitely many: their
distribution is known from the replication's own spectra (:func:`multiplier.drivers.surrogates.exact_pvalues`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb

import numpy as np
import pandas as pd
from scipy.special import ndtri

from multiplier.drivers.correlations import sign_test
from multiplier.drivers.surrogates import exact_pvalues, frequency_weights
from multiplier.identities import EXPECTED_SIGN

MARGIN = 0.05  # standard deviations beyond the normal critical value from which no p-value need be computed


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


class Pairs:
    """Replications of a pair of AR(1) processes, kept as Fourier coefficients: all that the test needs.

    Parameters
    ----------
    phi_x, phi_y
        Coefficients of driver and multiplier.
    innovations
        Independent standard normal numbers, shape (2, draws, nobs).
    """

    def __init__(self, phi_x: float, phi_y: float, innovations: np.ndarray) -> None:
        self.phi_x, self.phi_y = phi_x, phi_y
        first, second = innovations
        self.nobs = first.shape[1]
        self.start, self.other = first[:, :1], second[:, :1]
        effects, response = _response(phi_x, self.nobs, first.dtype)
        self.x = first @ effects + self.start * response / np.sqrt(1 - phi_x**2)
        effects, self.response = _response(phi_y, self.nobs, first.dtype)
        self.common, self.own = first @ effects, second @ effects
        self.power = self._power(self.x)

    def _power(self, coefficients: np.ndarray) -> np.ndarray:
        half = self.nobs // 2
        return coefficients[:, :half] ** 2 + coefficients[:, half:] ** 2

    def rejected(self, correlation: float, significance: float) -> np.ndarray:
        """Return for each replication whether its surrogates' p-value is at most ``significance``.

        ``correlation`` is that of the innovations; the first months are drawn from the joint stationary
        distribution.
        """
        joint = implied_correlation(self.phi_x, self.phi_y, correlation)
        begin = (joint * self.start + np.sqrt(1 - joint**2) * self.other) / np.sqrt(1 - self.phi_y**2)
        y = correlation * self.common + np.sqrt(1 - correlation**2) * self.own + begin * self.response
        weights = frequency_weights(self.nobs)
        values = np.abs(np.einsum("dk,dk,k->d", self.x, y, np.tile(weights, 2)))
        products = np.sqrt(self.power * self._power(y)) * weights
        # E cos^2 is one half for a uniform phase, and one for the last frequency of an even number of months.
        spread = np.sqrt(np.einsum("dk,dk,k->d", products, products, np.where(weights == 1, 1.0, 0.5)))
        # A sum of bounded terms has thinner tails than the normal distribution, and thicker ones than two points.
        found = values > (ndtri(1 - significance / 2) + MARGIN) * spread
        unclear = np.flatnonzero(~found & (values > spread))
        found[unclear] = exact_pvalues(products[unclear], values[unclear], self.nobs) <= significance
        return found


def surrogate_power(
    seen: Mapping[str, pd.DataFrame],
    correlations: Sequence[float],
    significance: float,
    innovations: Mapping[int, np.ndarray],
) -> pd.DataFrame:
    """Return how often the surrogate test rejects for true correlations of the innovations.

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
        Columns driver, transform, test (``surrogate``), truth, nobs, phi_driver, phi_multiplier,
        implied_correlation (of the series), rejections (share), rejections_se (Monte Carlo).
    """
    rows = []
    for kind, view in seen.items():
        m = view["multiplier"].to_numpy()
        noise = innovations[len(m)]
        draws = len(noise[0])
        for driver in EXPECTED_SIGN:
            x = view[driver].to_numpy()
            phi_x, phi_y = persistence(x), persistence(m)
            pairs = Pairs(phi_x, phi_y, noise)
            for truth in (0.0, *sorted(correlations)):
                share = float(pairs.rejected(truth, significance).mean())
                rows.append(
                    {
                        "driver": driver,
                        "transform": kind,
                        "test": "surrogate",
                        "truth": truth,
                        "nobs": len(m),
                        "phi_driver": phi_x,
                        "phi_multiplier": phi_y,
                        "implied_correlation": implied_correlation(phi_x, phi_y, truth),
                        "rejections": share,
                        "rejections_se": float(np.sqrt(share * (1 - share) / draws)),
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
    """Return :func:`sign_test_power` of each true share, in the columns of :func:`surrogate_power`.

    The size, at a share of a half, is put before them. The power is exact: rejections_se is nought. One test
    serves all drivers, so that driver is ``any``.
    """
    return pd.DataFrame(
        [
            {
                "driver": "any",
                "transform": "diff",
                "test": "sign",
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
