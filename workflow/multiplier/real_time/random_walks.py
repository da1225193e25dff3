"""What the unit root tests do to random walks as short as the samples, lags chosen in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.tsa.adfvalues import mackinnoncrit

from multiplier.simulation import autoregression, share_error
from multiplier.unit_roots.batched.dickey_fuller import dickey_fuller_by_rules

CRITICAL = (0.01, 0.05, 0.1)  # levels of the critical values, in the order in which they come


@dataclass(frozen=True)
class RandomWalks:
    """Tests of simulated random walks of one length: shape (terms, draws); the statistics of a term ascend."""

    statistics: np.ndarray
    lags: np.ndarray

    @property
    def draws(self) -> int:
        """The number of walks."""
        return self.statistics.shape[1]

    def share_below(self, place: int, statistics: np.ndarray) -> np.ndarray:
        """Return the share of walks with a statistic as low or lower, for term number ``place``: a p-value."""
        return np.searchsorted(self.statistics[place], statistics, side="right") / self.draws


def critical_values(terms: str, observations: np.ndarray, level: float) -> np.ndarray:
    """Return the critical values of MacKinnon (2010) for numbers of ``observations``, shape (series,)."""
    place = CRITICAL.index(level)
    table = {nobs: mackinnoncrit(1, terms, nobs)[place] for nobs in map(int, set(observations))}
    return np.array([table[int(nobs)] for nobs in observations])


def simulate(
    lengths: Iterable[int],
    deterministics: Sequence[str],
    rule: str,
    max_lags: int,
    draws: int,
    rng: np.random.Generator,
) -> dict[int, RandomWalks]:
    """Return tests of Gaussian random walks that begin at zero, as those behind the critical values do.

    Parameters
    ----------
    lengths
        Months of a walk. Shorter walks are the beginnings of longer ones.
    deterministics, rule, max_lags
        Terms; criterion that chooses the lags among 0..``max_lags``.
    draws
        Walks of each length.
    rng
        Source of the shocks.

    Returns
    -------
    dict
        Length -> tests.
    """
    ordered = sorted(lengths)
    paths = autoregression(0.0, 1.0, 0.0, rng.standard_normal((draws, ordered[-1] - 1)))
    found = {}
    for months in ordered:
        statistics, lags = dickey_fuller_by_rules(paths[:, :months], deterministics, (), max_lags, (rule,))["ADF"]
        found[months] = RandomWalks(np.sort(statistics[:, 0], axis=1), lags[:, 0])
    return found


def summary(walks: Mapping[int, RandomWalks], deterministics: Sequence[str], max_lags: int) -> pd.DataFrame:
    """Return how often the lags of random walks are the most that are allowed.

    Returns
    -------
    DataFrame
        One row a length and term: months, terms, draws, most_lags_share and most_lags_error, its Monte Carlo standard
        error.
    """
    rows = []
    for months, tests in walks.items():
        for term, lags in zip(deterministics, tests.lags, strict=True):
            share = float((lags == max_lags).mean())
            row = {"months": months, "terms": term, "draws": tests.draws, "most_lags_share": share}
            rows.append(row | {"most_lags_error": share_error(share, tests.draws)})
    return pd.DataFrame(rows)
