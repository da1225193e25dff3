"""Sign randomisation: a test of zero correlation that keeps the size of every month's change.

The product of both changes of a month, each taken from its mean, keeps its amount and gets a sign at random:
the wild bootstrap with two-point weights (Wu 1986; Liu 1988), applied to a covariance. The test assumes that,
given the amounts, the signs of the products are fair and independent from month to month. It allows for
variances that change and for months that tower over the rest; it does not allow for products that are skewed or
serially dependent. Its level is exact where the means
are known; as they are estimated it is met nearly, and no longer where two or three months outweigh all others.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from multiplier.drivers.correlations import MONTHLY_CHANGES
from multiplier.drivers.surrogates import share_as_large
from multiplier.identities import EXPECTED_SIGN
from multiplier.multiple_testing import holm

TERMS = 32  # of the Fourier series of sign_pvalues: for amounts from a t distribution with two degrees of freedom
# a wrong decision at 5 percent in about one of a thousand


def random_signs(nobs: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return fair and independent signs, shape (draws, nobs)."""
    return 2.0 * rng.integers(0, 2, (draws, nobs), dtype=np.int8) - 1.0


def products_of_changes(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return products of the deviations from the means by month, scaled to sum to the correlation.

    ``x`` and ``y`` are of shape (..., nobs).
    """
    dx, dy = x - x.mean(axis=-1, keepdims=True), y - y.mean(axis=-1, keepdims=True)
    norms = np.sqrt(np.einsum("...t,...t->...", dx, dx) * np.einsum("...t,...t->...", dy, dy))
    return dx * dy / norms[..., None]


def wild_pvalue(x: np.ndarray, y: np.ndarray, signs: np.ndarray) -> tuple[float, float]:
    """Return the two-sided p-value of no correlation by random signs, and its Monte Carlo error.

    The correlation itself is counted as one draw.

    Parameters
    ----------
    x, y
        Changes of one length.
    signs
        Of :func:`random_signs`, shape (draws, nobs).
    """
    products = products_of_changes(x, y)
    return share_as_large(signs @ products, float(products.sum()))


def sign_pvalues(amounts: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the chance that amounts with random signs sum to at least |value| in absolute value.

    This is the p-value of infinitely many draws, for many replications at once: as in
    :func:`multiplier.drivers.surrogates.exact_pvalues`, with cosines for the characteristic function of a sign.
    Where a few amounts outweigh all others the sum takes few values, and the series is not precise.

    Parameters
    ----------
    amounts
        Not negative, shape (replications, nobs).
    values
        Shape (replications,).
    """
    bound = amounts.sum(axis=1)
    size = np.minimum(np.abs(values), bound)
    p = 1 - size / bound
    first = np.cos(np.ascontiguousarray(amounts.T) * (np.pi / bound))  # months first: products over them are fast
    double = 2 * first
    before, now = np.ones_like(first), first
    for term in range(1, TERMS + 1):
        p -= 2 / (np.pi * term) * now.prod(axis=0) * np.sin(np.pi * term * size / bound)
        before, now = now, double * now - before  # cosines of multiples of an angle
    return np.clip(p, 0, 1)


def sign_randomisation(seen: Mapping[str, pd.DataFrame], signs: Mapping[int, np.ndarray]) -> pd.DataFrame:
    """Test the correlation of each driver with the multiplier in the transforms whose months do not overlap.

    Parameters
    ----------
    seen
        Transformed series by kind of transform (:func:`multiplier.drivers.correlations.views`); kinds that are
        not changes from month to month are passed over.
    signs
        Number of months -> random signs (:func:`random_signs`), the same for all pairs.

    Returns
    -------
    DataFrame
        Columns driver, transform, wild_p, wild_p_se (Monte Carlo), wild_p_holm (over all rows).
    """
    rows = []
    for kind in MONTHLY_CHANGES:
        if kind not in seen:
            continue
        m = seen[kind]["multiplier"].to_numpy()
        for driver in EXPECTED_SIGN:
            p, error = wild_pvalue(seen[kind][driver].to_numpy(), m, signs[len(m)])
            rows.append({"driver": driver, "transform": kind, "wild_p": p, "wild_p_se": error})
    table = pd.DataFrame(rows, columns=["driver", "transform", "wild_p", "wild_p_se"])
    return table.assign(wild_p_holm=holm(table["wild_p"]))
