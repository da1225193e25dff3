"""Seconds per replication of adfuller with fixed lags and of the batched statistic, in one process.

``python tests/benchmarks/simulation.py [replications]`` in a project's folder prints a line for each number of lags.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from statsmodels.tsa.stattools import adfuller

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "workflow"))

from multiplier.unit_roots.batched.dickey_fuller import adf_statistics

EVERY_LAG = (0, 1, 4, 12)
NOBS = 44
ROUNDS = 5


def best_seconds(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the shortest of several runs: what the code takes when nothing else gets in its way."""
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return min(taken)


def single_seconds(walks: np.ndarray, lags: int) -> tuple[float, np.ndarray]:
    """Return adfuller's seconds per series, best of rounds of 100, and its statistic of every series."""
    parts = np.array_split(walks, max(1, len(walks) // 100))
    found: list[float] = []
    seconds = []
    for part in parts:
        started = time.perf_counter()
        found += [adfuller(walk, lags, "c", None, result_object=True).statistic for walk in part]
        seconds.append((time.perf_counter() - started) / len(part))
    return min(seconds), np.array(found)


def batched_seconds(walks: np.ndarray, lags: int) -> float:
    """Return the batched statistic's seconds per series, best of several rounds."""
    return best_seconds(lambda: adf_statistics(walks, "c", lags)) / len(walks)


def main(replications: int) -> None:
    """Print both times, their ratio and the largest difference of a statistic."""
    walks = np.random.default_rng(0).standard_normal((replications, NOBS)).cumsum(axis=1)
    for lags in EVERY_LAG:
        single, statistics = single_seconds(walks[:2000], lags)
        batched = batched_seconds(walks, lags)
        difference = np.abs(adf_statistics(walks[:2000], "c", lags) - statistics).max()
        print(
            f"{lags:2d} lags: adfuller {1e6 * single:6.1f} microseconds, batched {1e6 * batched:5.2f} microseconds, "
            f"ratio {single / batched:5.0f}, largest difference {difference:.0e}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20000)
