"""Augmented Dickey-Fuller and DF-GLS statistics of many series at once, equal to adfuller and to arch's DFGLS.

The Cholesky factor of a regression's cross-products holds the t ratio of the level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from multiplier import DataError
from multiplier.unit_roots.batched.blocks import BLOCK, in_blocks
from multiplier.unit_roots.batched.lag_choice import detrended_lags, regression_lags
from multiplier.unit_roots.batched.products import check_lags, products_by_lag

QUASI_DIFFERENCE = {"c": 7.0, "ct": 13.5}  # times 1/nobs below a unit root: Elliott, Rothenberg and Stock (1996)


def adf_statistics(paths: np.ndarray, deterministic: str, lags: int, block: int = BLOCK) -> np.ndarray:
    """Return augmented Dickey-Fuller t ratios with a fixed number of lags (Dickey and Fuller 1979).

    Parameters
    ----------
    paths
        Series of shape (replications, nobs).
    deterministic
        ``n`` none, ``c`` constant, ``ct`` constant and trend.
    lags
        Number of lagged differences.
    block
        Replications computed at a time; the statistics do not depend on it.

    Returns
    -------
    ndarray
        Shape (replications,).

    Raises
    ------
    DataError
        If the paths are too short for the lags.
    """
    check_lags(np.shape(paths)[-1], deterministic, lags)

    return in_blocks(lambda series: next(products_by_lag(series, lags, lags)).t_ratio(deterministic), paths, block)


@dataclass
class Rules:
    """Fixed numbers of lags, and criteria that choose among 0..``max_lags``."""

    fixed: Sequence[int]
    max_lags: int
    criteria: Sequence[str]

    @property
    def most(self) -> int:
        """The most lags of any regression."""
        return max([*self.fixed, self.max_lags if self.criteria else 0])

    def run(self, series: np.ndarray, deterministic: Sequence[str], lags: np.ndarray) -> np.ndarray:
        """Return statistics and, below them, the lags of the criteria: (terms, fixed + 2 * criteria, block).

        ``lags`` (terms, criteria, block) are those of the criteria; where they are below zero they are chosen
        here, in the regression. A regression is run for the replications that need it only.
        """
        count, block = len(self.fixed), series.shape[1]
        everyone = np.arange(block)
        found = np.empty((len(deterministic), count + 2 * len(self.criteria), block))
        lags = lags.copy()
        for products in products_by_lag(series, self.most):
            for place, terms in enumerate(deterministic):
                unknown = np.flatnonzero(lags[place, :, 0] < 0)
                if products.lags == self.max_lags and len(unknown):
                    names = [self.criteria[rule] for rule in map(int, unknown)]
                    lags[place, unknown] = regression_lags(products, terms, names)
                wanted = lags[place] == products.lags
                if products.lags in self.fixed:
                    replications, statistics = everyone, products.t_ratio(terms)
                    found[place, list(self.fixed).index(products.lags)] = statistics
                else:
                    replications = np.flatnonzero(wanted.any(axis=0))
                    if not len(replications):
                        continue
                    statistics = products.of(replications).t_ratio(terms)
                for rule, chosen in enumerate(wanted[:, replications]):
                    found[place, count + rule, replications[chosen]] = statistics[chosen]
        found[:, count + len(self.criteria) :] = lags
        return found


def gls_detrended(series: np.ndarray, deterministic: str) -> np.ndarray:
    """Return ``series`` (nobs, block) less deterministic terms fitted in quasi-differences.

    Elliott, Rothenberg and Stock (1996): the root of the quasi-difference is 1 - 7/nobs with a constant and
    1 - 13.5/nobs with constant and trend.
    """
    nobs = len(series)
    root = 1 - QUASI_DIFFERENCE[deterministic] / nobs
    terms = np.column_stack([np.ones(nobs), np.arange(1, nobs + 1)])[:, : len(deterministic)]
    quasi = terms.copy()
    quasi[1:] = terms[1:] - root * terms[:-1]
    centred = series - series[0]  # the fit follows a constant that is added
    changed = centred.copy()
    changed[1:] -= root * centred[:-1]
    return centred - np.einsum("tk,kr->tr", terms, np.einsum("kt,tr->kr", np.linalg.pinv(quasi), changed))


def dickey_fuller_by_rules(
    paths: np.ndarray,
    deterministics: Sequence[str],
    fixed: Sequence[int],
    max_lags: int,
    criteria: Sequence[str],
    tests: Sequence[str] = ("ADF",),
    block: int = BLOCK,
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return the statistics of fixed lags and of the lags that criteria choose.

    The criteria compare all lags on the sample of the longest; the statistic of the lag chosen is then that of
    its own, longer sample, as in adfuller and in arch's DFGLS.

    Parameters
    ----------
    paths
        Series of shape (replications, nobs).
    deterministics
        Terms of :func:`adf_statistics`; DF-GLS has no ``n``.
    fixed
        Fixed numbers of lags.
    max_lags
        The most lags that a criterion may choose.
    criteria
        ``AIC``, ``BIC``, ``MAIC`` and ``t``, see :func:`best_lags`. DF-GLS chooses its lags without terms on the
        series detrended by least squares, and so does ADF with MAIC (Perron and Qu 2007).
    tests
        ``ADF``, ``DF-GLS`` or both.
    block
        Replications computed at a time.

    Returns
    -------
    dict
        Test -> statistics of shape (deterministics, fixed lags and then criteria, replications), and chosen lags
        of shape (deterministics, criteria, replications).

    Raises
    ------
    DataError
        If the paths are too short for the lags, or DF-GLS is asked for without terms.
    """
    rules = Rules(fixed, max_lags, criteria)
    for terms in deterministics:
        check_lags(np.shape(paths)[-1], terms, rules.most)
        if "DF-GLS" in tests and terms not in QUASI_DIFFERENCE:
            raise DataError(f"batched DF-GLS: deterministic terms '{terms}'; expected c or ct.")

    def statistic(series: np.ndarray) -> np.ndarray:
        # Lags below zero are chosen in the regression of the test, which without terms is the detrended one.
        used = np.full((len(deterministics), len(criteria), series.shape[1]), -1)
        elsewhere = [place for place, name in enumerate(criteria) if name == "MAIC" or "DF-GLS" in tests]
        for row, terms in enumerate(deterministics):
            if elsewhere and terms != "n":
                used[row, elsewhere] = detrended_lags(series, terms, max_lags, [criteria[place] for place in elsewhere])
        found = []
        for test in tests:
            if test == "ADF":
                own = np.array([name != "MAIC" for name in criteria], dtype=bool)
                found.append(rules.run(series, deterministics, np.where(own[:, None], -1, used)))
            else:
                rows = [
                    rules.run(gls_detrended(series, terms), ("n",), used[[row]])
                    for row, terms in enumerate(deterministics)
                ]
                found.append(np.concatenate(rows))
        return np.array(found)

    found = in_blocks(statistic, paths, block)
    count = len(fixed) + len(criteria)
    return {test: (found[place, :, :count], found[place, :, count:].astype(int)) for place, test in enumerate(tests)}


def dfgls_statistics(paths: np.ndarray, deterministic: str, lags: int, block: int = BLOCK) -> np.ndarray:
    """Return DF-GLS statistics with a fixed number of lags (Elliott, Rothenberg and Stock 1996), (replications,)."""
    found = dickey_fuller_by_rules(paths, (deterministic,), (lags,), 0, (), ("DF-GLS",), block)
    return found["DF-GLS"][0][0, 0]
