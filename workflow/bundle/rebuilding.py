"""The results of an unpacked bundle, computed again from its raw files in a process without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bundle import BundleError

# Tried in turn: the second also where the user is not root, if the system lets users have namespaces.
WITHOUT_NETWORK = (["unshare", "--net"], ["unshare", "--user", "--map-current-user", "--net"])
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "MPLCONFIGDIR", "XDG_CACHE_HOME")
SAID = 6  # lines of a failed build that are repeated


def without_network() -> list[str]:
    """Return what a command has to begin with so that it finds no network; nothing where the system cannot."""
    if shutil.which("unshare"):
        for prefix in WITHOUT_NETWORK:
            if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
                return prefix
    return []


def _reason(output: str) -> str:
    """Return the sentences of a failed build that say why."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("error: ")]
    named = [line for line in lines if "data/raw/" in line and "sha256" in line]
    return "\n".join(dict.fromkeys(errors or named or lines[-SAID:]))


def rebuild(folder: Path, vintage: str, targets: Sequence[str], cores: int, prefix: Sequence[str]) -> None:
    """Run the workflow in ``folder`` for ``targets`` (all if none); ``prefix`` is what :func:`without_network` gives.

    Nothing of the environment reaches the build but what a program needs to start, no key and no setting of Snakemake.

    Raises
    ------
    BundleError
        If the build fails, with what it says.
    """
    command = [*prefix, sys.executable, "-m", "snakemake", "--cores", str(cores), *targets]
    command += ["--config", f"vintage={vintage}"]
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    run = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if run.returncode != 0:
        raise BundleError(f"the bundle's results could not be computed again; the build says:\n{_reason(run.stdout)}")
