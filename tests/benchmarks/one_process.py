"""All scripts of a plan (tests/plan.py) in one Python process, one after the other.

``python one_process.py PLAN`` in a project's folder: the same library calls as the workflow's jobs,
without Snakemake and with every library imported once.
"""

from __future__ import annotations

import pickle
import runpy
import sys
from pathlib import Path
from types import SimpleNamespace


def main(plan: str) -> None:
    """Run every job; files are read and written as in the workflow."""
    sys.path.insert(0, "workflow")
    for job in pickle.loads(Path(plan).read_bytes()):
        for path in job["output"]:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        runpy.run_path(f"workflow/rules/{job['script']}", {"snakemake": SimpleNamespace(**job)})


if __name__ == "__main__":
    main(sys.argv[1])
