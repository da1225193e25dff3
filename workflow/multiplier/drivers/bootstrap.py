"""Stationary bootstrap of a pair of series: blocks of random length, drawn for all replications at once.

A correlation depends on the resampled months only through how often each occurs. Counts are therefore drawn
once, and moments of all replications are products of one matrix.
"""

from __future__ import annotations

import numpy as np
from arch.bootstrap import optimal_block_length

BATCH = 2000  # replications at a time, so that their arrays stay in the processor's cache
VARIED = 1e-12  # share of a mean square below which a variance is rounding


def block_length(x: np.ndarray, y: np.ndarray) -> float:
    """Return the mean block length for resampling months of a pair: the longer of the two series' own.

    Each is the automatic choice for the stationary bootstrap (Politis and White 2004, corrected by Patton,
    Politis and White 2009), at least one month.
    """
    lengths = optimal_block_length(np.column_stack([x, y]))["stationary"]
    return float(max(1.0, lengths.max()))


def stationary_indices(nobs: int, length: float, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return the months of each replication, shape (nobs, draws) (Politis and Romano 1994).

    A block begins at any month with equal chance, goes on past the last month with the first, and ends after
    each month with chance 1 / ``length``.
    """
    starts = rng.integers(0, nobs, size=(nobs, draws), dtype=np.int32)
    ends = rng.random((nobs, draws), dtype=np.float32) < 1 / length
    indices = np.empty((nobs, draws), dtype=np.int32)
    indices[0] = starts[0]
    for t in range(1, nobs):
        following = indices[t - 1] + 1
        following[following == nobs] = 0
        indices[t] = np.where(ends[t], starts[t], following)
    return indices


def counts(indices: np.ndarray) -> np.ndarray:
    """Return how often each month occurs in each replication, shape (nobs, draws)."""
    nobs, draws = indices.shape
    cells = indices.astype(np.int64) * draws + np.arange(draws)
    return np.bincount(cells.ravel(), minlength=nobs * draws).reshape(nobs, draws).astype(float)


def weighted_correlations(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return Pearson correlations under every column of ``weights``; NaN where a series does not vary.

    ``x`` and ``y`` are of shape (nobs,), or both (nobs, draws) with values of each replication; each column
    of ``weights``, shape (nobs, draws), sums to nobs.
    """
    total = len(weights)
    if x.ndim == 1:
        # Centred first: sums of squares of series far from zero would lose digits.
        dx, dy = x - x.mean(), y - y.mean()
        mx, my, xx, yy, xy = np.stack([dx, dy, dx * dx, dy * dy, dx * dy]) @ weights / total
    else:
        wx, wy = weights * x, weights * y
        mx, my = wx.sum(axis=0) / total, wy.sum(axis=0) / total
        xx, yy, xy = (np.einsum("td,td->d", a, b) / total for a, b in ((wx, x), (wy, y), (wx, y)))
    vx, vy, cross = xx - mx**2, yy - my**2, xy - mx * my
    varied = (vx > VARIED * xx) & (vy > VARIED * yy)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(varied, cross / np.sqrt(vx * vy), np.nan)


def weighted_ranks(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the mid-rank of every month in every replication, shape (nobs, draws)."""
    values, group = np.unique(x, return_inverse=True)
    order = np.argsort(group, kind="stable")
    sizes = weights[order]
    if len(values) < len(x):
        sizes = np.add.reduceat(sizes, np.flatnonzero(np.diff(group[order], prepend=-1)), axis=0)
    ranks = sizes.cumsum(axis=0)
    ranks -= (sizes - 1) / 2
    return ranks[group]


def correlation_intervals(
    x: np.ndarray, y: np.ndarray, length: float, draws: int, confidence: float, rng: np.random.Generator
) -> dict[str, float]:
    """Return percentile intervals of the Pearson and Spearman correlation of a pair.

    Parameters
    ----------
    x, y
        Series of one length; their months are drawn together.
    length
        Mean block length.
    draws, rng
        Replications and their generator.
    confidence
        Of the interval, such as 0.95.

    Returns
    -------
    dict
        boot_lower, boot_upper, spearman_boot_lower, spearman_boot_upper.
    """
    parts = []
    for done in range(0, draws, BATCH):
        weights = counts(stationary_indices(len(x), length, min(BATCH, draws - done), rng))
        ranks = weighted_ranks(x, weights), weighted_ranks(y, weights)
        parts.append([weighted_correlations(x, y, weights), weighted_correlations(*ranks, weights)])
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    pearson, spearman = np.nanquantile(np.concatenate(parts, axis=1), tails, axis=1).T
    return {
        "boot_lower": float(pearson[0]),
        "boot_upper": float(pearson[1]),
        "spearman_boot_lower": float(spearman[0]),
        "spearman_boot_upper": float(spearman[1]),
    }
