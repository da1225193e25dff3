"""CPU seconds of the real-time study: of one vintage more over half and all of the FRED-MD vintages, of random walks.

``python tests/benchmarks/real_time.py`` in a project's folder prints them, and those of the rule's whole process.
"""

from __future__ import annotations

import pickle
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
sys.path[:0] = [str(HERE.parents[1]), str(ROOT / "workflow")]

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from multiplier.formula.arima import Reading  # noqa: E402
from multiplier.real_time.estimates import estimates  # noqa: E402
from multiplier.real_time.knowable import knowable  # noqa: E402
from multiplier.real_time.panel import KEYS, united_states, with_concepts  # noqa: E402
from multiplier.real_time.random_walks import RandomWalks, simulate  # noqa: E402
from multiplier.real_time.revisions import base_step, spread  # noqa: E402

TERMS = ("n", "c", "ct")
SAMPLE = {"first": "2006-03", "last": "2009-10"}
WINDOW = {"first": "2008-08", "last": "2009-10"}
LENGTHS = range(30, 45)  # months of the samples
DRAWS = 10000  # as configured


def random_walks(draws: int) -> dict[int, RandomWalks]:
    """Return the tests of as many random walks of every length."""
    return simulate(LENGTHS, TERMS, "AIC", 12, draws, np.random.default_rng(1))


SETTINGS: dict[str, Any] = {
    **{"fewest_months": 30, "deterministics": TERMS, "rule": "AIC", "max_lags": 12, "significance": 0.05},
    **{"reading": Reading(0, True), "estimator": "exact_ml", "horizon": 12, "walks": random_walks(500)},
}
ROUNDS = 3


def files() -> dict[str, bytes]:
    """Return every FRED-MD vintage: path below data/raw -> bytes."""
    folder = ROOT / "data/raw/us/fred_md"
    return {f"us/fred_md/{file.name}": file.read_bytes() for file in sorted(folder.glob("*.csv"))}


def seconds(vintages: dict[str, bytes], corrections: pd.DataFrame) -> float:
    """Return the CPU seconds of the study of some vintages: read, check, estimate, compare, date; without the walks."""
    begin = time.process_time()
    panel = united_states(vintages, corrections)
    multipliers, concepts = with_concepts(panel)
    table = concepts.merge(estimates(multipliers, **SAMPLE, window=WINDOW, **SETTINGS), on=KEYS)
    spread(table, panel, "M2SL", **SAMPLE, window=WINDOW)
    base_step(table, multipliers.loc[SAMPLE["first"] : SAMPLE["last"]], TERMS)
    knowable(table, [10, 25, 50], TERMS)
    return time.process_time() - begin


def walk_seconds() -> float:
    """Return the CPU seconds of the random walks."""
    begin = time.process_time()
    random_walks(DRAWS)
    return time.process_time() - begin


def halves(vintages: dict[str, bytes]) -> list[dict[str, bytes]]:
    """Return every second vintage, and all of them; every second one has the same share of each concept."""
    return [dict(list(vintages.items())[::2]), vintages]


def process_seconds() -> float:
    """Return the CPU seconds of the rule's process, imports in."""
    with tempfile.TemporaryDirectory() as temporary:
        plan = Path(temporary) / "plan.pickle"
        target = "results/study/tables/real_time.csv"
        subprocess.run([sys.executable, str(HERE.parents[1] / "plan.py"), str(plan), target], cwd=ROOT, check=True)
        job = next(job for job in pickle.loads(plan.read_bytes()) if job["rule"] == "real_time")
        for place, name in enumerate(job["output"]._names):
            job["output"][place] = str(Path(temporary) / f"{name}.csv")
            setattr(job["output"], name, job["output"][place])
        plan.write_bytes(pickle.dumps([job]))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, str(HERE.with_name("one_process.py")), str(plan)], cwd=ROOT, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the seconds of half and of all vintages, the difference by vintage, and those of the process."""
    corrections = pd.read_csv(ROOT / "data/corrections.csv", keep_default_na=False, na_values=[""])
    some, every = halves(files())
    taken = [min(seconds(vintages, corrections) for _ in range(ROUNDS)) for vintages in (some, every)]
    more = (taken[1] - taken[0]) / (len(every) - len(some))
    print(f"{len(some)} vintages: {taken[0]:.2f} s; {len(every)} vintages: {taken[1]:.2f} s (CPU, best of {ROUNDS})")
    print(f"random walks: {walk_seconds():.2f} s")
    print(f"one vintage more: {1000 * more:.1f} ms; the rule's process, imports in: {process_seconds():.1f} s")


if __name__ == "__main__":
    main()
