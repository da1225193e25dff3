"""How many lagged differences the Dickey-Fuller regression of each replication gets, by criteria on one sample."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from multiplier.unit_roots.batched.blocks import BLOCK, in_blocks
from multiplier.unit_roots.batched.least_squares import cholesky, deterministic_basis, residuals
from multiplier.unit_roots.batched.products import TERMS, Products, check_lags, products_by_lag

PENALTY: dict[str, Callable[[int], float]] = {"AIC": lambda _nobs: 2.0, "BIC": math.log}  # for one lag more
ONE_SIDED_5_PERCENT = 1.6448536269514722  # of the normal distribution: the t rule's limit in statsmodels


def best_lags(products: np.ndarray, nobs: int, terms: int, criteria: Sequence[str]) -> np.ndarray:
    """Return the number of lags that each criterion chooses on one common sample, shape (criteria, block).

    Parameters
    ----------
    products
        Those of :meth:`Products.partialled` with the most lags to try.
    nobs
        Observations of that regression.
    terms
        Number of deterministic terms that were taken out: parameters of the t rule.
    criteria
        ``AIC``, ``BIC``, ``t`` (downwards the first lag whose t ratio is at least 1.645 in absolute value, else
        none) or ``MAIC`` (Ng and Perron 2001, eq. 8 and 9, for products of a detrended series).
    """
    lags = len(products) - 2
    order = [*range(lags, -1, -1), lags + 1]  # level, first lag, ..., last lag, difference
    factor = cholesky(products[np.ix_(order, order)])
    explained = factor[:, -1] ** 2
    unexplained = explained[::-1].cumsum(axis=0)[::-1][1:]  # of the level and 0, 1, ... lags
    number = np.arange(lags + 1)[:, None]
    found = []
    for criterion in criteria:
        if criterion == "t":
            freedom = nobs - terms - 1 - number
            significant = explained[:-1] * freedom >= ONE_SIDED_5_PERCENT**2 * unexplained
            significant[0] = True
            found.append(lags - np.argmax(significant[::-1], axis=0))
        elif criterion == "MAIC":
            # First row of the factor's inverse: with it the level's coefficient for every number of lags.
            inverse = np.empty((lags + 1, products.shape[2]))
            inverse[0] = 1 / factor[0, 0]
            for lag in range(1, lags + 1):
                inverse[lag] = -(inverse[:lag] * factor[:lag, lag]).sum(axis=0) / factor[lag, lag]
            coefficient = (inverse * factor[:-1, -1]).cumsum(axis=0)
            tau = coefficient**2 * factor[0, 0] ** 2 / (unexplained / nobs)
            found.append(np.argmin(np.log(unexplained) + 2 * (tau + number) / nobs, axis=0))
        else:
            found.append(np.argmin(nobs * np.log(unexplained) + PENALTY[criterion](nobs) * number, axis=0))
    return np.array(found)


def detrended_lags(series: np.ndarray, deterministic: str, max_lags: int, criteria: Sequence[str]) -> np.ndarray:
    """Return lags chosen without terms on ``series`` (nobs, block) detrended by least squares, (criteria, block).

    The rule of DF-GLS tests, and with MAIC of ADF tests (Perron and Qu 2007).
    """
    detrended = residuals(series, deterministic_basis(len(series), deterministic))
    longest = next(products_by_lag(detrended, max_lags, max_lags))
    return best_lags(longest.partialled("n"), longest.nobs, 0, criteria)


def regression_lags(longest: Products, deterministic: str, criteria: Sequence[str]) -> np.ndarray:
    """Return lags chosen in the regression of the ADF test with the most lags, shape (criteria, block)."""
    return best_lags(longest.partialled(deterministic), longest.nobs, TERMS.index(deterministic), criteria)


def chosen_lags(paths: np.ndarray, deterministic: str, max_lags: int, criterion: str, block: int = BLOCK) -> np.ndarray:
    """Return the lags among 0..``max_lags`` that a criterion chooses for ADF tests, shape (replications,)."""
    check_lags(np.shape(paths)[-1], deterministic, max_lags)

    def lags(series: np.ndarray) -> np.ndarray:
        if criterion == "MAIC":
            return detrended_lags(series, deterministic, max_lags, (criterion,))[0]
        return regression_lags(next(products_by_lag(series, max_lags, max_lags)), deterministic, (criterion,))[0]

    return in_blocks(lags, paths, block)
