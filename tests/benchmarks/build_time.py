"""Time and memory of a clean build and of a no-op, and the build against one Python process.

``make benchmark`` prints medians over several rounds; both sides of the ratio run in turn, so that it
holds when the machine's speed drifts.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[2] / "workflow")]

from conftest import copy_project  # noqa: E402

ROUNDS = 3
# Rules that draw random numbers; their time holds all that is not simulation as well.
SIMULATING = (
    *("arima", "arima_diagnostics", "contest", "drivers", "stability", "unit_root_power"),
    *("bottom_up", "cycles", "event_study", "growth", "prices", "quarterly", "regimes"),
)
# Rules of the definition search; two of them draw random numbers as well.
SEARCHING = ("candidates", "k2_candidates", "growth", "prices", "verdicts")
CORES = "4"


def timed(command: list[str], folder: Path) -> float:
    """Return wall seconds of a command that must succeed."""
    begin = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def by_rule(command: list[str], folder: Path) -> dict[str, float]:
    """Return the CPU seconds of each rule that one_process.py prints."""
    run = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    lines = [line.split() for line in run.stdout.splitlines() if line.startswith("seconds ")]
    return {rule: float(seconds) for _, rule, seconds in lines}


def forget(folder: Path) -> None:
    """Remove what a build leaves."""
    for name in ("results", ".snakemake"):
        shutil.rmtree(folder / name, ignore_errors=True)


def main() -> None:
    """Print the machine, the times and the ratio."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    os.environ.update(environment)
    with tempfile.TemporaryDirectory() as temporary:
        project = copy_project(Path(temporary) / "project").path
        plan = Path(temporary) / "plan.pickle"
        build = [sys.executable, "-m", "snakemake", "--cores", CORES]
        alone = [sys.executable, str(HERE.with_name("one_process.py")), str(plan)]
        timed([sys.executable, str(HERE.parents[1] / "plan.py"), str(plan)], project)
        rows = []
        for _ in range(ROUNDS):
            forget(project)
            clean = timed(build, project)
            noop = timed(build, project)
            forget(project)
            rows.append((clean, noop, timed(alone, project)))
        forget(project)
        seconds = by_rule(alone, project)
    clean, noop, single = (statistics.median(column) for column in zip(*rows, strict=True))
    ratio = statistics.median(row[0] / row[2] for row in rows)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"machine: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )
    print(f"clean build: {clean:.1f} s; no-op: {noop:.1f} s; one process: {single:.1f} s (medians of {ROUNDS})")
    print(f"clean build / one process: {ratio:.2f}; peak memory of the largest process: {peak:.0f} MB")
    print("CPU seconds by rule in one process: " + ", ".join(f"{rule} {taken:.1f}" for rule, taken in seconds.items()))
    for what, rules in (("simulate", SIMULATING), ("search", SEARCHING)):
        print(f"rules that {what}, everything in them: {sum(seconds[rule] for rule in rules):.1f} CPU seconds")


if __name__ == "__main__":
    main()
