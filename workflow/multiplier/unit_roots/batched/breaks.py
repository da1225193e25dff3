"""Zivot-Andrews statistics of many series at once, equal to arch's ZivotAndrews."""

from __future__ import annotations

import numpy as np

from multiplier import DataError
from multiplier.unit_roots.batched.blocks import BLOCK, in_blocks
from multiplier.unit_roots.batched.least_squares import cholesky, cross_products, deterministic_basis, residuals

MODELS = ("c", "ct")


def break_terms(nobs: int, lags: int, model: str, trim: float) -> np.ndarray:
    """Return orthonormal dummies of every break date, constant and trend taken out.

    Shape (breaks, nobs - 1 - lags, 1 or 2): the dummy of the level (``c``), or of level and slope (``ct``).
    Dates and dummies are those of arch and statsmodels: ``int(nobs * trim)`` months are left out at either end.
    """
    edge = int(nobs * trim)
    rows = nobs - 1 - lags
    basis = deterministic_basis(rows, "ct")
    terms = []
    for month in range(edge + 1, nobs - edge + 1):
        cut = month - lags - 1
        time = np.arange(rows)
        level = (time >= cut).astype(float)
        columns = [level] if model == "c" else [level, np.where(time >= cut, time - cut + 2.0, 0)]
        dummies = np.column_stack(columns)
        dummies -= basis @ (basis.T @ dummies)
        terms.append(np.linalg.qr(dummies)[0])
    return np.array(terms)


def zivot_andrews_statistics(
    paths: np.ndarray, model: str = "c", lags: int = 1, trim: float = 0.15, block: int = BLOCK
) -> np.ndarray:
    """Return the smallest t ratios of the level over all break dates (Zivot and Andrews 1992).

    Parameters
    ----------
    paths
        Series of shape (replications, nobs).
    model
        Break in the level ``c``, or in level and slope ``ct``; constant and trend are in both.
    lags
        Number of lagged differences at every date.
    trim
        Share of the sample at either end in which no break is looked for.
    block
        Replications computed at a time.

    Returns
    -------
    ndarray
        Shape (replications,).

    Raises
    ------
    DataError
        If the model is unknown, or the sample too short for the lags and the share trimmed.
    """
    nobs = np.shape(paths)[-1]
    if model not in MODELS:
        raise DataError(f"batched Zivot-Andrews: model '{model}'; expected one of {', '.join(MODELS)}.")
    rows = nobs - 1 - lags
    freedom = rows - 3 - lags - (2 if model == "ct" else 1)
    if lags < 0 or freedom < 1 or int(nobs * trim) <= lags:
        raise DataError(
            f"batched Zivot-Andrews: {lags} lags in {nobs} observations of which a share of {trim:g} is trimmed; "
            "allow fewer lags."
        )
    basis = deterministic_basis(rows, "ct")
    dummies = break_terms(nobs, lags, model, trim)

    def statistic(series: np.ndarray) -> np.ndarray:
        differences = np.diff(series, axis=0)
        columns = [differences[lags - lag : len(differences) - lag] for lag in range(1, lags + 1)]
        columns += [series[lags:-1] - series.mean(axis=0), differences[lags:]]
        columns = [residuals(column, basis) for column in columns]
        products = cross_products(columns)
        stacked = np.stack(columns)
        smallest = np.full(series.shape[1], np.inf)
        for date in dummies:
            partialled = products
            for dummy in date.T:
                loading = np.einsum("t,ktr->kr", dummy, stacked)
                partialled = partialled - loading[:, None] * loading[None]
            factor = cholesky(partialled)
            np.minimum(smallest, factor[-2, -1] / factor[-1, -1], out=smallest)
        return smallest * np.sqrt(freedom)

    return in_blocks(statistic, paths, block)
