"""Cross-products of Dickey-Fuller regressions in many replications at once, from one number of lags to the next.

The deterministic terms are the same in every series and are projected out of the cross-products. With one lag
less the sample has one month more, so that one update leads from the cross-products of a lag to those of the
next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from multiplier import DataError
from multiplier.unit_roots.batched.least_squares import dot, last_t_ratio

TERMS = ("n", "c", "ct")


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

    ``series`` is (nobs, block). The regression with k lags uses the differences from the (k+1)th on. What is
    yielded holds until the next is asked for, which is computed in its place.
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
