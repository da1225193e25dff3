"""A new vintage from the publisher's layout to the build that uses it, as a user types it."""

import subprocess
import sys

import pytest
from conftest import copy_project
from replay.server import Replay

NEW = "data/raw/us/fred_md/2024-04.csv"


@pytest.fixture(scope="module")
def replay():
    with Replay() as server:
        yield server


def fetched(project, replay, *words):
    """Run the command in a project."""
    command = [sys.executable, "workflow/fetch.py", *words, "--mirror", replay.url]
    return subprocess.run(command, cwd=project.path, capture_output=True, text=True, check=False)


def test_a_fetched_vintage_passes_the_gate_and_is_built_from(tmp_path, replay):
    project = copy_project(tmp_path / "project")
    run = project.snakemake("--dry-run", "--config", "vintage=2024-04")
    assert run.returncode == 0, run.stdout
    done = fetched(project, replay, "us/fred_md", "2024-04")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == f"{NEW}: 303 rows, 1999-01 to 2024-03"
    following = done.stdout.splitlines()[-1]
    assert following == "next: snakemake --cores 4 --config vintage=2024-04"
    assert project.planned("--config", "vintage=2024-04")["clean_us"] == 1
    target = "results/2024-04/tables/clean_us.csv"
    assert project.snakemake(target, "--config", "vintage=2024-04").returncode == 0
    last = (project.path / target).read_text(encoding="utf-8").splitlines()[-1]
    assert last.startswith("2024-03,17980,20846,"), "M1 and M2 of the month that only the new vintage has"
    # An interrupted fetch is named by the gate in words that say what to do.
    manifest = project.path / "data/raw/MANIFEST.csv"
    lines = manifest.read_text(encoding="utf-8").splitlines(keepends=True)
    manifest.write_text("".join(line for line in lines if "fred_md/2024-04" not in line), encoding="utf-8")
    (project.path / "data/.incoming/journal.json").write_text("{}", encoding="utf-8")
    run = project.snakemake("--dry-run")
    assert run.returncode != 0
    assert f"{NEW}: a fetch is adding it, or was interrupted" in run.stdout
    assert "Traceback" not in run.stdout


def test_a_new_vintage_leaves_what_is_pinned_alone(build, replay):
    before = build.results()
    manifest = build.path / "data/raw/MANIFEST.csv"
    rows = manifest.read_bytes()
    try:
        assert fetched(build, replay, "us/fred_md", "2024-04").returncode == 0
        run = build.snakemake()
        assert "Nothing to be done" in run.stdout
        assert build.results() == before
    finally:
        (build.path / NEW).unlink(missing_ok=True)
        manifest.write_bytes(rows)
