"""Augmented Dickey-Fuller statistics of many series at once, equal to statsmodels' adfuller and arch's DFGLS.

The deterministic terms are the same in every series and are projected out first. What remains are
cross-products of the level, the differences and their lags, whose Cholesky factor holds the t ratio of the
level. With one lag less the sample has one month more, so that one update leads from the cross-products of
a lag to those of the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from multiplier import DataError
from multiplier.batched.blocks import BLOCK, in_blocks
from multiplier.batched.least_squares import cholesky, deterministic_basis, dot, last_t_ratio, residuals

TERMS = ("n", "c", "ct")
QUASI_DIFFERENCE = {"c": 7.0, "ct": 13.5}  # times 1/nobs below a unit root: Elliott, Rothenberg and Stock (1996)
PENALTY = {"AIC": lambda nobs: 2.0, "BIC": np.log}


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


def best_lags(products: np.ndarray, nobs: int, criteria: Sequence[str]) -> np.ndarray:
    """Return the number of lags that minimises each criterion on one common sample, shape (criteria, block).

    ``products`` are those of :meth:`Products.partialled` with the most lags to try, ``nobs`` the observations.
    """
    lags = len(products) - 2
    order = [*range(lags, -1, -1), lags + 1]  # level, first lag, ..., last lag, difference
    explained = cholesky(products[np.ix_(order, order)])[:, -1] ** 2
    unexplained = explained[::-1].cumsum(axis=0)[::-1][1:]  # of the level and 0, 1, ... lags
    fit = nobs * np.log(unexplained)
    penalties = [PENALTY[criterion](nobs) * np.arange(lags + 1) for criterion in criteria]
    return np.array([np.argmin(fit + penalty[:, None], axis=0) for penalty in penalties])


def _by_rules(
    series: np.ndarray, deterministics: Sequence[str], fixed: Sequence[int], automatic: np.ndarray, most: int
) -> np.ndarray:
    """Return the statistics of fixed lags and of lags chosen, shape (deterministics, rules, block).

    ``automatic`` (deterministics, criteria, block) holds the lags chosen. A regression is run for the
    replications that need it only.
    """
    found = np.empty((len(deterministics), len(fixed) + automatic.shape[1], series.shape[1]))
    for products in products_by_lag(series, most):
        for place, deterministic in enumerate(deterministics):
            wanted = automatic[place] == products.lags
            if products.lags in fixed:
                statistics = products.t_ratio(deterministic)
                found[place, list(fixed).index(products.lags)] = statistics
                replications = np.arange(series.shape[1])
            else:
                replications = np.flatnonzero(wanted.any(axis=0))
                if not len(replications):
                    continue
                statistics = products.of(replications).t_ratio(deterministic)
            for rule, chosen in enumerate(wanted[:, replications]):
                found[place, len(fixed) + rule, replications[chosen]] = statistics[chosen]
    return found


def adf_by_rules(
    paths: np.ndarray,
    deterministics: Sequence[str],
    fixed: Sequence[int],
    max_lags: int,
    criteria: Sequence[str],
    block: int = BLOCK,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the statistics of fixed lags and of the lags that criteria choose.

    The criteria compare all lags on the sample of the longest; the statistic of the lag chosen is then that of
    its own, longer sample, as in adfuller.

    Parameters
    ----------
    paths
        Series of shape (replications, nobs).
    deterministics
        Terms of :func:`adf_statistics`.
    fixed
        Fixed numbers of lags.
    max_lags
        The most lags that a criterion may choose.
    criteria
        ``AIC``, ``BIC``.
    block
        Replications computed at a time.

    Returns
    -------
    tuple of ndarray
        Statistics of shape (deterministics, fixed lags and then criteria, replications), and chosen lags of
        shape (deterministics, criteria, replications).

    Raises
    ------
    DataError
        If the paths are too short for the lags.
    """
    most = max([*fixed, max_lags if criteria else 0])
    for deterministic in deterministics:
        check_lags(np.shape(paths)[-1], deterministic, most)

    def statistic(series: np.ndarray) -> np.ndarray:
        automatic = np.empty((len(deterministics), len(criteria), series.shape[1]), dtype=int)
        if criteria:
            longest = next(products_by_lag(series, max_lags, max_lags))
            for place, deterministic in enumerate(deterministics):
                automatic[place] = best_lags(longest.partialled(deterministic), longest.nobs, criteria)
        return np.concatenate([_by_rules(series, deterministics, fixed, automatic, most), automatic], axis=1)

    found = in_blocks(statistic, paths, block)
    rules = len(fixed) + len(criteria)
    return found[:, :rules], found[:, rules:].astype(int)


def gls_detrended(series: np.ndarray, deterministic: str) -> np.ndarray:
    """Return ``series`` (nobs, block) less deterministic terms fitted in quasi-differences.

    Elliott, Rothenberg and Stock (1996): the root of the quasi-difference is 1 - 7/nobs with a constant and
    1 - 13.5/nobs with constant and trend.
    """
    nobs = len(series)
    root = 1 - QUASI_DIFFERENCE[deterministic] / nobs
    terms = np.column_stack([np.ones(nobs), np.arange(1, nobs + 1)])[:, : len(deterministic)]
    quasi = terms.copy()
    quasi[1:] -= root * terms[:-1]
    centred = series - series[0]  # the fit follows a constant that is added
    changed = centred.copy()
    changed[1:] -= root * centred[:-1]
    return centred - np.einsum("tk,kr->tr", terms, np.einsum("kt,tr->kr", np.linalg.pinv(quasi), changed))


def dfgls_by_rules(
    paths: np.ndarray,
    deterministic: str,
    fixed: Sequence[int],
    max_lags: int,
    criteria: Sequence[str],
    block: int = BLOCK,
) -> tuple[np.ndarray, np.ndarray]:
    """Return DF-GLS statistics of fixed lags and of the lags that criteria choose, as arch's DFGLS does.

    The lags are chosen on the series detrended by least squares (Perron and Qu 2007).

    Returns
    -------
    tuple of ndarray
        Statistics of shape (fixed lags and then criteria, replications) and chosen lags of shape
        (criteria, replications).

    Raises
    ------
    DataError
        If the paths are too short for the lags, or the terms are neither ``c`` nor ``ct``.
    """
    most = max([*fixed, max_lags if criteria else 0])
    if deterministic not in QUASI_DIFFERENCE:
        raise DataError(f"batched DF-GLS: deterministic terms '{deterministic}'; expected c or ct.")
    check_lags(np.shape(paths)[-1], "n", most)

    def statistic(series: np.ndarray) -> np.ndarray:
        automatic = np.empty((len(criteria), series.shape[1]), dtype=int)
        if criteria:
            detrended = residuals(series, deterministic_basis(len(series), deterministic))
            longest = next(products_by_lag(detrended, max_lags, max_lags))
            automatic = best_lags(longest.partialled("n"), longest.nobs, criteria)
        found = _by_rules(gls_detrended(series, deterministic), ("n",), fixed, automatic[None], most)[0]
        return np.concatenate([found, automatic])

    found = in_blocks(statistic, paths, block)
    rules = len(fixed) + len(criteria)
    return found[:rules], found[rules:].astype(int)
