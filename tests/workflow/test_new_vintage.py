"""A new vintage from the publisher's layout to the build that uses it, as a user types it."""

import shlex
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT, copy_project
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


def commands():
    """The three commands of the README: fetch, build, compare."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = text.partition("Fetch, build, compare")[2].split("```")[1]
    return [shlex.split(line, comments=True) for line in block.strip().splitlines()]


def test_the_three_commands_of_the_readme(build, replay):
    """A vintage is added from the replayed publisher, built and compared with the study's, which it leaves alone."""
    before = build.results()
    manifest = build.path / "data/raw/MANIFEST.csv"
    rows = manifest.read_bytes()
    fetch, build_it, compare = commands()
    assert fetch[:2] == ["python", "workflow/fetch.py"]
    assert build_it[0] == compare[0] == "snakemake"
    try:
        assert fetched(build, replay, *fetch[2:]).returncode == 0
        assert (build.path / NEW).is_file()
        assert "Nothing to be done" in build.snakemake().stdout
        run = build.snakemake(*build_it[1:])
        assert run.returncode == 0, run.stdout
        assert run.stdout.strip().splitlines()[-1].startswith("The paper: results/2024-04/paper.html")
        run = build.snakemake(*compare[1:])
        assert run.returncode == 0, run.stdout
        line = run.stdout.strip().splitlines()[-1]
        report = "results/compare/study..2024-04/report.html"
        assert line.startswith("study..2024-04: ")
        assert line.endswith(f"flipped; {report}")
        page = (build.path / report).read_text(encoding="utf-8")
        assert "M2SL differs in 44 of the sample&#x27;s 44 months" in page
        assert build.results() == before
    finally:
        (build.path / NEW).unlink(missing_ok=True)
        manifest.write_bytes(rows)
        for folder in ("results/2024-04", "results/compare"):
            shutil.rmtree(build.path / folder, ignore_errors=True)
