"""Linear trends with breaks at unknown dates: the best dates of one series, or of many simulated ones at once.

Every regime has a mean and a trend of its own (Bai and Perron 1998, pure structural change). The sums of squares of
all segments come from running sums, the best dates from dynamic programming over them (Bai and Perron 2003).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

COEFFICIENTS = 2  # of a regime: mean and trend
FEWEST = 4  # months of a regime, so that a line leaves residuals


def smallest_regime(nobs: int, trimming: float) -> int:
    """Return the months that a regime has at least: the share ``trimming``, rounded up."""
    return max(FEWEST, int(np.ceil(trimming * nobs)))


def segment_squares(paths: np.ndarray, smallest: int) -> np.ndarray:
    """Return residual sums of squares of a line through observations a, .., b - 1 of each path.

    Parameters
    ----------
    paths
        Shape (draws, nobs).
    smallest
        Fewest observations of a segment.

    Returns
    -------
    ndarray
        Shape (nobs + 1, nobs + 1, draws), indexed by a and b; infinite where a segment is too short.
    """
    draws, nobs = paths.shape
    y = (paths - paths.mean(axis=1, keepdims=True)).T
    time = np.arange(nobs) - (nobs - 1) / 2

    def running(values: np.ndarray) -> np.ndarray:
        return np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])

    sums, products, squares = running(y), running(time[:, None] * y), running(y * y)
    times = np.concatenate([[0.0], np.cumsum(time)])
    found = np.full((nobs + 1, nobs + 1, draws), np.inf)
    for a in range(nobs - smallest + 1):
        b = np.arange(a + smallest, nobs + 1)
        count = (b - a).astype(float)[:, None]
        mean_time = (times[b] - times[a])[:, None] / count
        spread = count * (count**2 - 1) / 12  # of consecutive months about their mean
        total = sums[b] - sums[a]
        cross = products[b] - products[a] - mean_time * total
        found[a, b] = squares[b] - squares[a] - total**2 / count - cross**2 / spread
    return found


@dataclass(frozen=True)
class Partition:
    """The best breaks of every path: residual sums of squares (draws,) and first months of later regimes."""

    squares: np.ndarray
    breaks: np.ndarray  # shape (draws, number of breaks), positions


def partitions(paths: np.ndarray, most: int, smallest: int) -> list[Partition]:
    """Return the best partition of every path with 0, 1, .., ``most`` breaks; parameters as :func:`segment_squares`."""
    draws, nobs = paths.shape
    single = segment_squares(paths, smallest)
    best = [single[0]]  # by end: (nobs + 1, draws)
    choice: list[np.ndarray] = []
    for number in range(1, most + 1):
        values = np.full((nobs + 1, draws), np.inf)
        where = np.zeros((nobs + 1, draws), dtype=int)
        for end in range((number + 1) * smallest, nobs + 1):
            starts = np.arange(number * smallest, end - smallest + 1)
            candidates = best[-1][starts] + single[starts, end]
            place = candidates.argmin(axis=0)
            where[end] = starts[place]
            values[end] = candidates[place, np.arange(draws)]
        best.append(values)
        choice.append(where)
    found = []
    for number in range(most + 1):
        dates = np.empty((draws, number), dtype=int)
        ends = np.full(draws, nobs)
        for step in range(number, 0, -1):
            ends = choice[step - 1][ends, np.arange(draws)]
            dates[:, step - 1] = ends
        found.append(Partition(best[number][nobs], dates))
    return found


def fitted(path: np.ndarray, breaks: np.ndarray) -> np.ndarray:
    """Return the lines through the regimes of one path."""
    cuts = [0, *breaks.tolist(), len(path)]
    parts = []
    for start, end in pairwise(cuts):
        time = np.arange(end - start)
        parts.append(np.polyval(np.polyfit(time, path[start:end], 1), time))
    return np.concatenate(parts)


def information(squares: float, nobs: int, breaks: int) -> float:
    """Return the Bayesian information criterion; every break counts as a coefficient (Yao 1988)."""
    count = COEFFICIENTS * (breaks + 1) + breaks
    return float(nobs * np.log(squares / nobs) + count * np.log(nobs))


def sequential_f(fewer: np.ndarray, more: np.ndarray, nobs: int, breaks: int) -> np.ndarray:
    """Return F of ``breaks`` + 1 breaks against ``breaks``, from sums of squares (largest over the dates)."""
    freedom = nobs - COEFFICIENTS * (breaks + 2)
    return np.asarray((fewer - more) / COEFFICIENTS / (more / freedom))
