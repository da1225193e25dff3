"""Replications in blocks that fit the processor's cache; the results do not depend on the size of a block."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from multiplier import DataError

BLOCK = 1250  # replications: few enough for the cache, many enough that calls cost little


def in_blocks(statistic: Callable[[np.ndarray], np.ndarray], paths: np.ndarray, size: int = BLOCK) -> np.ndarray:
    """Return ``statistic`` of every path, computed block by block.

    Parameters
    ----------
    statistic
        Takes series of shape (nobs, block), one a column, and returns an array whose last axis is the block.
    paths
        Series of shape (replications, nobs), one a row.
    size
        Replications a block.

    Returns
    -------
    ndarray
        What ``statistic`` returns, with all replications on the last axis.

    Raises
    ------
    DataError
        If ``paths`` is not two-dimensional, is empty, or has a value that is not finite.
    """
    values = np.asarray(paths, dtype=float)
    if values.ndim != 2 or not values.size:
        raise DataError(
            f"batched test: paths of shape {values.shape}; expected (replications, nobs), both at least one."
        )
    if not np.isfinite(values).all():
        row = int(np.argmin(np.isfinite(values).all(axis=1)))
        raise DataError(f"batched test: path {row} has a value that is not finite; simulate paths without gaps.")
    parts = [statistic(np.ascontiguousarray(values[start : start + size].T)) for start in range(0, len(values), size)]
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-1)
