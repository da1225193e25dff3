"""Least squares in many replications at once: cross-products and their Cholesky factors, replications last."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def dot(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the sums over the first axis of ``left * right``, both (nobs, block)."""
    return np.einsum("tr,tr->r", left, right)


def deterministic_basis(nobs: int, terms: str) -> np.ndarray:
    """Return an orthonormal basis of the deterministic regressors, shape (nobs, 0, 1 or 2).

    ``terms`` is ``n`` for none, ``c`` for a constant and ``ct`` for constant and trend.
    """
    regressors = np.column_stack([np.ones(nobs), np.arange(nobs) - (nobs - 1) / 2])[
        :, : 0 if terms == "n" else len(terms)
    ]
    return regressors / np.sqrt((regressors**2).sum(axis=0))


def residuals(series: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """Return ``series`` (nobs, block) without its projection on the orthonormal columns of ``basis`` (nobs, k)."""
    left = series
    for column in basis.T:
        left = left - column[:, None] * np.einsum("t,tr->r", column, left)
    return left


def cholesky(products: np.ndarray) -> np.ndarray:
    """Return the upper Cholesky factors of cross-products of shape (k, k, block), as (k, k, block).

    Only the upper triangle is read and written. The last column holds what least squares of the last variable
    on the others needs: its squared elements are the sums of squares that each regressor adds in turn, and the
    last one what remains.
    """
    factor = np.zeros_like(products)
    for row in range(len(products)):
        rest = products[row, row:].copy()
        if row:
            rest -= np.einsum("kr,kir->ir", factor[:row, row], factor[:row, row:])
        factor[row, row:] = rest / np.sqrt(rest[0])
    return factor


def last_t_ratio(products: np.ndarray, freedom: int | np.ndarray) -> np.ndarray:
    """Return the t ratio of the last regressor.

    Parameters
    ----------
    products
        Cross-products (k, k, block) of the regressors and, last, the variable that they explain.
    freedom
        Degrees of freedom of the residuals, one number or (block,).
    """
    factor = cholesky(products)
    return factor[-2, -1] / factor[-1, -1] * np.sqrt(freedom)


def cross_products(columns: Sequence[np.ndarray]) -> np.ndarray:
    """Return the cross-products (k, k, block) of k columns of shape (nobs, block)."""
    count = len(columns)
    products = np.empty((count, count, columns[0].shape[1]))
    for row in range(count):
        for column in range(row + 1):
            products[row, column] = products[column, row] = dot(columns[row], columns[column])
    return products
