"""A user's country as the guide of the example says: its commands, what they leave, what an edit reruns."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from conftest import Project

GUIDE = "data/examples/third_country/README.md"
CONFIG = ("--configfile", "data/examples/third_country/config.yaml")
NOTHING = "Nothing to be done"
MONEY = "data/raw/us_unadjusted/money/2023-12.csv"
OWN = {"country_ratios": 1, "country_study": 1, "country_figures": 1, "country_page": 1, "countries": 1}


def commands(text):
    """The guide's blocks of commands, in order, and whether each is said to stop."""
    return [(block, mark == " stops") for mark, block in re.findall(r"^```sh( stops)?\n(.*?)^```$", text, re.S | re.M)]


@pytest.fixture(scope="module")
def guided(build, tmp_path_factory):
    """A copy of the finished build in which the guide's commands were run, and the output of each."""
    target = tmp_path_factory.mktemp("country") / "project"
    shutil.copytree(build.path, target, symlinks=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SNAKEMAKE")}
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    outputs = []
    for block, stops in commands((target / GUIDE).read_text()):
        run = subprocess.run(
            ["sh", "-e", "-c", block],
            cwd=target,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert (run.returncode != 0) == stops, f"{block}\n{run.stdout}"
        outputs.append(run.stdout)
    return Project(target), outputs


def test_the_commands_of_the_guide_build_the_page(guided):
    project, outputs = guided
    assert len(outputs) == 5
    assert "not listed in MANIFEST.csv" in outputs[1]
    assert "us_unadjusted/money/2023-12.csv,8974c71ecf1e" in outputs[1]
    assert "Traceback" not in outputs[1]
    page = "results/study/countries/us_unadjusted/report.html"
    assert outputs[3].strip().splitlines()[-1] == f"The page of us_unadjusted: {page}"
    assert outputs[4].split() == [page, "results/study/countries/us_unadjusted/tables/ratios.csv"]
    ratios = pd.read_csv(project.path / outputs[4].split()[1]).set_index("month")
    assert ratios.loc["2009-10", "multiplier"] == pytest.approx(8426.4 / 1935.885, rel=1e-11)
    methods = pd.read_csv(project.path / page.replace("report.html", "tables/methods.csv"))
    assert set(methods["state"]) == {"computed"}
    assert str(project.path) not in (project.path / page).read_text(), "a page names no folder of the machine"


def test_the_guide_shows_the_configuration_of_the_example(guided):
    project, _ = guided
    shown = re.search(r"^```yaml\n(.*?)^```$", (project.path / GUIDE).read_text(), re.S | re.M)[1]
    assert (project.path / CONFIG[1]).read_text().endswith(shown)


def test_the_paper_is_built_as_before(guided, build):
    project, _ = guided
    assert NOTHING in project.snakemake().stdout
    assert NOTHING in project.snakemake(*CONFIG).stdout
    results = {name: content for name, content in project.results().items() if not name.startswith("countries/")}
    assert results == build.results()


def test_a_second_run_does_nothing_and_a_deleted_page_comes_back_identical(guided):
    project, _ = guided
    assert NOTHING in project.snakemake("countries", *CONFIG).stdout
    before = project.results()
    for name in ("report.html", "figures/index.svg", "tables/unit_roots.csv"):
        (project.path / "results/study/countries/us_unadjusted" / name).unlink()
    assert project.snakemake("countries", *CONFIG).returncode == 0
    assert project.results() == before


def test_another_figure_of_the_file_reruns_that_country_only(guided):
    project, _ = guided
    file, manifest = project.path / MONEY, project.path / "data/raw/MANIFEST.csv"
    before = {path: path.read_bytes() for path in (file, manifest)}
    digest = hashlib.sha256(before[file]).hexdigest()
    changed = before[file].replace(b"2008-08,7742.7", b"2008-08,7743.7")
    try:
        file.write_bytes(changed)
        run = project.snakemake("--dry-run", "countries", *CONFIG)
        assert run.returncode != 0
        assert f"{MONEY}: the file is not the one in MANIFEST.csv" in run.stdout
        manifest.write_bytes(before[manifest].replace(digest.encode(), hashlib.sha256(changed).hexdigest().encode()))
        assert project.planned("countries", *CONFIG) == OWN
        assert NOTHING in project.snakemake().stdout
    finally:
        for path, content in before.items():
            path.write_bytes(content)
    assert NOTHING in project.snakemake("countries", *CONFIG).stdout


def test_another_window_reruns_no_cleaning(guided):
    project, _ = guided
    file = project.path / CONFIG[1]
    before = file.read_bytes()
    try:
        file.write_bytes(before.replace(b"first: 2006-03", b"first: 2006-04"))
        assert project.planned("countries", *CONFIG) == {key: OWN[key] for key in OWN if key != "country_ratios"}
    finally:
        file.write_bytes(before)


def test_the_manifests_unit_reaches_the_gate(guided):
    project, _ = guided
    file = project.path / CONFIG[1]
    before = file.read_bytes()
    try:
        file.write_bytes(before.replace(b"unit: billion dollars", b"unit: million dollars"))
        run = project.snakemake("--dry-run", "countries", *CONFIG)
        assert run.returncode != 0
        assert "unit in MANIFEST.csv is 'billion dollars'" in run.stdout
        assert "Traceback" not in run.stdout
    finally:
        file.write_bytes(before)


def test_a_key_that_stands_twice_in_a_file_laid_over_is_named(guided):
    project, _ = guided
    file = project.path / "own.yaml"
    file.write_text("seed: 1\ncountries: {}\nseed: 2\n")
    run = project.snakemake("--dry-run", "--configfile", "own.yaml")
    file.unlink()
    assert run.returncode != 0
    assert "own.yaml: line 3: key 'seed' stands twice" in run.stdout


def test_without_a_country_the_target_says_so(build):
    run = build.snakemake("--dry-run", "countries")
    assert run.returncode != 0
    assert "countries: no country is named" in run.stdout
    assert "Traceback (most recent call last)" not in run.stdout
