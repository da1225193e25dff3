"""Augmented Dickey-Fuller statistics of many series at once, equal to statsmodels' adfuller and arch's DFGLS.

The deterministic terms are the same in every series and are projected out first. What remains are
cross-products of the level, the differences and their lags, whose Cholesky factor holds the t ratio of the
level. With one lag less the sample has one month more, so that one update leads from the cross-products of
a lag to those of the next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from multiplier import DataError
from multiplier.batched.blocks import BLOCK, in_blocks
from multiplier.batched.least_squares import cholesky, deterministic_basis, dot, last_t_ratio, residuals

TERMS = ("n", "c", "ct")
QUASI_DIFFERENCE = {"c": 7.0, "ct": 13.5}  # times 1/nobs below a unit root: Elliott, Rothenberg and Stock (1996)
PENALTY: dict[str, Callable[[int], float]] = {"AIC": lambda _nobs: 2.0, "BIC": math.log}  # for one lag more
ONE_SIDED_5_PERCENT = 1.6448536269514722  # of the normal distribution: the t rule's limit in statsmodels


def check_lags(nobs: int, deterministic: str, lags: int) -> None:
    """Raise :class:`DataError` if a regression with ``lags`` has no degrees of freedom, or the terms are unknown."""
    if deterministic not in TERMS:
        raise DataError(f"batched test: deterministic terms '{deterministic}'; expected one of {', '.join(TERMS)}.")
    most = (nobs - 3 - TERMS.index(deterministic)) // 2
    if not 0 <= lags <= most:
        raise DataError(
            f"batched test: {lags} lags in {nobs} observations with terms '{deterministic}'; "
            f"choose between 0 and {most}."
        )


@dataclass
class Products:
    """Cross-products of lagged differences (longest lag first), lagged level (less its mean) and difference.

    ``main`` is (lags + 2, lags + 2, block), symmetric; ``terms`` (2, lags + 2, block) those with a constant
    and a trend; ``mean`` what was taken from the level, so that sums of squares keep their digits.
    """

    main: np.ndarray
    terms: np.ndarray
    mean: np.ndarray
    nobs: int
    lags: int
    length: int

    def of(self, replications: np.ndarray) -> Products:
        """Return the products of some replications of the block."""
        return replace(
            self,
            main=self.main[:, :, replications],
            terms=self.terms[:, :, replications],
            mean=self.mean[replications],
        )

    def freedom(self, deterministic: str) -> int:
        """Return the degrees of freedom of the regression's residuals."""
        return self.nobs - self.lags - 1 - TERMS.index(deterministic)

    def t_ratio(self, deterministic: str) -> np.ndarray:
        """Return the t ratio of the level, shape (block,)."""
        return last_t_ratio(self.partialled(deterministic), self.freedom(deterministic))

    def partialled(self, deterministic: str) -> np.ndarray:
        """Return the cross-products without the deterministic terms, shape (lags + 2, lags + 2, block)."""
        level = self.lags
        if deterministic == "n":
            products = self.main.copy()
            shift = self.mean * self.terms[0]
            products[level] += shift
            products[:, level] += shift
            products[level, level] += self.mean**2 * self.nobs
            return products
        constant = self.terms[0] / np.sqrt(self.nobs)
        products = self.main - constant[:, None] * constant[None]
        if deterministic == "ct":
            trend = np.arange(self.lags, self.length) - (self.length - 1) / 2
            slope = self.terms[1] - trend.mean() * self.terms[0]
            slope /= np.sqrt(((trend - trend.mean()) ** 2).sum())
            products -= slope[:, None] * slope[None]
        return products


def products_by_lag(series: np.ndarray, first: int, last: int = 0) -> Iterator[Products]:
    """Yield the cross-products of the regressions with ``first`` lags, one less, and so on down to ``last``.

    ``series`` is (nobs, block). The regression with k lags uses the differences from the (k+1)th on.
    """
    mean = series.mean(axis=0)
    differences = np.diff(series, axis=0)
    levels = (series - mean)[:-1]
    length = len(differences)
    trend = np.arange(length) - (length - 1) / 2
    start = first

    # Order of columns: differences lagged by start, ..., 1, then level, then difference itself.
    shifts = [*range(start, 0, -1)]
    columns = [differences[start - lag : length - lag] for lag in shifts] + [levels[start:], differences[start:]]
    block = series.shape[1]
    main = np.empty((start + 2, start + 2, block))
    terms = np.empty((2, start + 2, block))
    for place, column in enumerate(columns):
        terms[0, place] = column.sum(axis=0)
        terms[1, place] = np.einsum("t,tr->r", trend[start:], column)
        main[place, start] = main[start, place] = dot(column, columns[start])
        main[place, start + 1] = main[start + 1, place] = dot(column, columns[start + 1])
    # Lag against lag: the same sums one month earlier, without the last and with one more first month.
    at = [*range(start), start + 1]  # places of lags start, ..., 1, 0
    for row in range(start - 1, -1, -1):
        for column in range(row, -1, -1):
            lag, other = start - row - 1, start - column - 1
            value = (
                main[at[row + 1], at[column + 1]]
                + differences[start - lag - 1] * differences[start - other - 1]
                - differences[length - 1 - lag] * differences[length - 1 - other]
            )
            main[row, column] = main[column, row] = value

    for lags in range(first, last - 1, -1):
        yield Products(main, terms, mean, length - lags, lags, length)
        if lags > last:
            month = lags - 1  # joins the sample when the longest lag goes
            main, terms = main[1:, 1:], terms[:, 1:]
            joining = np.concatenate([differences[:month], levels[[month]], differences[[month]]])
            main += joining[:, None] * joining[None]
            terms[0] += joining
            terms[1] += trend[month] * joining


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

    def run(self, series: np.ndarray, deterministic: Sequence[str], automatic: np.ndarray | None) -> np.ndarray:
        """Return statistics and, below them, the lags of the criteria: (terms, fixed + 2 * criteria, block).

        ``automatic`` (terms, criteria, block) holds lags; those below zero are chosen here, in the regression. A
        regression is run for the replications that need it only.
        """
        count, block = len(self.fixed), series.shape[1]
        everyone = np.arange(block)
        found = np.empty((len(deterministic), count + 2 * len(self.criteria), block))
        lags_used = np.full((len(deterministic), len(self.criteria), block), -1) if automatic is None else automatic
        likelihood = [place for place, name in enumerate(self.criteria) if lags_used[0, place, 0] < 0]
        for products in products_by_lag(series, self.most):
            for place, terms in enumerate(deterministic):
                if likelihood and products.lags == self.max_lags:
                    names = [self.criteria[rule] for rule in likelihood]
                    lags_used[place, likelihood] = regression_lags(products, terms, names)
                wanted = lags_used[place] == products.lags
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
        found[:, count + len(self.criteria) :] = lags_used
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
        used = np.full((len(deterministics), len(criteria), series.shape[1]), -1)
        without_terms = list(criteria) if "DF-GLS" in tests else [name for name in criteria if name == "MAIC"]
        if without_terms:
            places = [criteria.index(name) for name in without_terms]
            for row, terms in enumerate(deterministics):
                used[row, places] = detrended_lags(series, terms, max_lags, without_terms)
        found = []
        for test in tests:
            if test == "ADF":
                known = used.copy()
                known[:, [place for place, name in enumerate(criteria) if name != "MAIC"]] = -1
                found.append(rules.run(series, deterministics, known))
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
