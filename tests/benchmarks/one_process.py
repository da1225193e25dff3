"""All scripts of a plan (tests/plan.py) in one Python process, one after the other.

``python one_process.py PLAN`` in a project's folder: the same library calls as the workflow's jobs,
without Snakemake and with every library imported once. Prints the CPU seconds of each rule.
"""

from __future__ import annotations

import pickle
import runpy
import sys
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace


def main(plan: str) -> None:
    """Run every job; files are read and written as in the workflow. A rule's time includes what it imports first."""
    sys.path.insert(0, "workflow")
    seconds: Counter[str] = Counter()
    for job in pickle.loads(Path(plan).read_bytes()):
        begin = time.process_time()
        for path in job["output"]:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        runpy.run_path(f"workflow/rules/{job['script']}", {"snakemake": SimpleNamespace(**job)})
        seconds[job["rule"]] += time.process_time() - begin
    for rule, taken in seconds.most_common():
        print(f"seconds {rule} {taken:.2f}")


if __name__ == "__main__":
    main(sys.argv[1])
