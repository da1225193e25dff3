"""The jobs of a full build in the order of their dependencies, with what Snakemake hands to each script.

Run in a project's folder: ``python plan.py FILE [TARGET ...]`` pickles the list to FILE.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from snakemake.api import SnakemakeApi
from snakemake.io import get_flag_value, is_flagged
from snakemake.settings.types import (
    ConfigSettings,
    DAGSettings,
    OutputSettings,
    Quietness,
    ResourceSettings,
)


@dataclass
class Job:
    """One job; ``input``, ``output``, ``params`` and ``wildcards`` as the script sees them.

    ``reported`` has what is marked for Snakemake's report: path -> category, caption's path, whether it has labels.
    """

    rule: str
    script: str
    input: Any
    output: Any
    params: Any
    wildcards: Any
    reported: dict[str, tuple[str, str, bool]]


def _reported(files: Iterable[Any]) -> dict[str, tuple[str, str, bool]]:
    marks = {str(file): get_flag_value(file, "report") for file in files if is_flagged(file, "report")}
    return {
        path: (mark.category, mark.caption.get_path_or_uri(secret_free=True), mark.labels is not None)
        for path, mark in marks.items()
    }


def jobs(snakefile: Path, targets: list[str]) -> list[Job]:
    """Return every job that a build from nothing would run."""
    with SnakemakeApi(OutputSettings(quiet={Quietness.ALL})) as api:
        workflow_api = api.workflow(
            resource_settings=ResourceSettings(cores=1), config_settings=ConfigSettings(), snakefile=snakefile
        )
        dag_api = workflow_api.dag(dag_settings=DAGSettings(targets=set(targets), forceall=True))
        workflow = dag_api.workflow_api._workflow
        workflow._prepare_dag(forceall=True, ignore_incomplete=True, lock_warn_only=True)
        workflow._build_dag()
        return [
            Job(
                job.rule.name,
                job.rule.script,
                job.input._plainstrings(),
                job.output._plainstrings(),
                job.params,
                job.wildcards,
                _reported([*job.input, *job.output]),
            )
            for level in workflow.dag.toposorted()
            for job in sorted(level, key=lambda job: str(job.output))
            if job.rule.script
        ]


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(pickle.dumps([vars(job) for job in jobs(Path("Snakefile"), sys.argv[2:])]))
