"""The workflow as a user runs it: what it reruns, what it refuses, what it leaves, the same bytes twice."""

import pickle
import re
import subprocess
import sys
from contextlib import contextmanager

import pytest
from conftest import ROOT, copy_project

from gate.imports import dependencies

NOTHING = "Nothing to be done"
EDITIONS = dict.fromkeys(("paper_html", "paper_pdf", "chinese_html", "chinese_pdf", "all"), 1)
TEXTS = {"paper_text": 1, "provenance": 1, "chinese_text": 1} | EDITIONS
PAPER = {"numbers": 1} | TEXTS


@contextmanager
def edited(path, old, new):
    """Change a file of the build and put it back."""
    before = path.read_bytes()
    assert old.encode() in before, f"{old} is not in {path}"
    path.write_bytes(before.replace(old.encode(), new.encode(), 1))
    try:
        yield
    finally:
        path.write_bytes(before)


def test_the_build_ends_with_the_place_of_the_paper(tmp_path, build):
    (build.path / "results/study/paper.html").unlink()
    run = build.snakemake()
    assert run.stdout.strip().splitlines()[-1] == "The paper: results/study/paper.html and paper.pdf beside it"
    assert "The paper as HTML (study)" in run.stdout, "jobs say in words what they do"


def test_a_second_run_does_nothing(build):
    before = build.results()
    assert NOTHING in build.snakemake().stdout
    assert build.results() == before


def test_two_clean_builds_give_the_same_bytes(build, tmp_path):
    other = copy_project(tmp_path / "somewhere" / "else" / "with a space")
    run = other.snakemake("--cores", "1")
    assert run.returncode == 0, run.stdout
    first, second = build.results(), other.results()
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_products_have_the_names_that_readers_rely_on(build):
    names = set(build.results())
    figures = {
        f"figures/fig{number:02d}.{form}"
        for number in range(1, ALL_FIGURES + 1)
        for form in ("svg", "pdf", "png", "csv", "json")
    }
    tables = {"ratios_china", "ratios_us", "unit_roots", "arima", "forecasts", "forecast_accuracy"}
    expected = figures | {f"tables/{name}.csv" for name in tables}
    assert expected | {"numbers.json", "claims.csv", "paper.html", "paper.pdf"} <= names
    texts = {name: content for name, content in build.results().items() if not name.endswith((".png", ".pdf"))}
    for name, content in texts.items():
        assert str(build.path) not in content.decode("utf-8"), f"{name} names the machine's folder"


@pytest.mark.parametrize(
    "name", ["tables/ratios_china.csv", "figures/fig05.svg", "claims.csv", "numbers.json", "paper.pdf"]
)
def test_a_deleted_result_comes_back_identical(build, name):
    before = build.results()
    (build.path / "results/study" / name).unlink()
    assert build.snakemake().returncode == 0
    assert build.results() == before


def figures(*numbers):
    return {"figure": len(numbers)}


# What rests on the ratios of both countries, besides figures, verdicts and the paper.
SERIES = {
    "arima": 1,
    "arima_diagnostics": 1,
    "attribution": 1,
    "comparison": 1,
    "contest": 1,
    "decisions": 1,
    "drivers": 1,
    "identity_regressions": 1,
    "order_search": 1,
    "outcomes": 1,
    "seasonal_adjustment": 1,
    "stability": 1,
    "trends": 1,
    "unit_root_power": 1,
    "unit_roots": 1,
}
ALL_FIGURES = 25
LEDGER = {"verdicts": 1, "figure": 1}  # the verdicts and the figure that counts them
# What rests on no ratio: prices and output, the companion studies, quantitative easing.
COMPANIONS = dict.fromkeys(
    (
        "bottom_up business_cycle central_banks crisis cycles event_study growth k2 k2_candidates monetisation prices "
        "programmes quarterly regimes reserves world_output yields"
    ).split(),
    1,
)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("config.yaml", "horizon: 12", "horizon: 6", {"arima": 1, "real_time": 1, "verdicts": 1, "figure": 4} | PAPER),
        ("config.yaml", "month_offset: 2", "month_offset: 1", {"prices": 1} | LEDGER | PAPER),
        (
            "config.yaml",
            "random_walk_draws: 20000",
            "random_walk_draws: 1000",
            {"drivers": 1, "decisions": 1, "verdicts": 1, "figure": 3} | PAPER,
        ),
        ("config.yaml", "close_percent: 0.5", "close_percent: 0.1", LEDGER | PAPER),
        (
            "config.yaml",
            "reading: w_mean",
            "reading: dw",
            {"contest": 1, "decisions": 1, "real_time": 1, "figure": 4} | PAPER,
        ),
        ("config.yaml", "frozen_at: 2008-08", "frozen_at: 2008-07", {"attribution": 1, "figure": 2} | PAPER),
        ("config.yaml", "season_share: 0.3", "season_share: 0.2", {"trends": 1, "decisions": 1} | PAPER),
        (
            "config.yaml",
            "replications: 20000",
            "replications: 2000",
            {"unit_root_power": 1, "decisions": 1, "figure": 1} | PAPER,
        ),
        ("config.yaml", "fewest_months: 30", "fewest_months: 36", {"real_time": 1, "figure": 1} | PAPER),
        ("config.yaml", " walks: 10000", " walks: 1000", {"real_time": 1, "figure": 1} | PAPER),
        (
            "config.yaml",
            "close_up: 2010-12",
            "close_up: 2010-11",
            {"figure": 1, "provenance": 1} | EDITIONS,
        ),
        (
            "config.yaml",
            "us/fred_md: 2024-03",
            "us/fred_md: 2024-02",
            {"candidates": 1, "base_concepts": 1, "real_time": 1, "verdicts": 1, "figure": 2} | PAPER,
        ),
        ("config.yaml", "rmse_ratio: 0.8", "rmse_ratio: 0.9", {"decisions": 1} | PAPER),
        (
            "config.yaml",
            "trimming: 0.15 # share of the observations",
            "trimming: 0.2 # share of the observations",
            {"stability": 1, "decisions": 1, "verdicts": 1, "figure": 2} | PAPER,
        ),
        (
            "config.yaml",
            "stl_robust: true",
            "stl_robust: false",
            {"seasonal_adjustment": 1, "drivers": 1, "decisions": 1, "quarterly": 1, "verdicts": 1, "figure": 4}
            | PAPER,
        ),
        (
            "workflow/multiplier/formula/correlogram.py",
            '"""Correlogram',
            '"""The correlogram',
            {"arima": 1, "prices": 1, "verdicts": 1, "figure": 3, "assumptions": 1} | PAPER,
        ),
        (
            "workflow/multiplier/figures/driver.py",
            '"""One driver',
            '"""A driver',
            {"figure": 3, "assumptions": 1} | TEXTS,
        ),
        ("workflow/scripts/comparison.py", '"""', '"""The ', {"comparison": 1, "verdicts": 1, "figure": 2} | PAPER),
        ("config.yaml", "margin: 125", "margin: 100", {"event_study": 1, "verdicts": 1, "figure": 2} | PAPER),
        (
            "data/easing_channels.csv",
            "Lending of banks",
            "Bank lending",
            TEXTS,
        ),
        (
            "workflow/multiplier/claims/studies/k2_regression.py",
            "def _stated(",
            "def  _stated(",
            LEDGER | {"assumptions": 1} | PAPER,
        ),
        (
            "workflow/multiplier/algebra/region.py",
            '"""',
            '"""The ',
            {"formulas": 1, "bottom_up": 1, "assumptions": 1} | LEDGER | PAPER,
        ),
        (
            "report/sections/conclusions.md",
            "Conclusions",
            "Conclusion",
            TEXTS,
        ),
        ("report/page/style.css", "17px", "18px", {"paper_html": 1, "chinese_html": 1, "all": 1}),
        (
            "report/zh/causes.csv",
            "二乘",
            "乘二",
            dict.fromkeys(("chinese_text", "chinese_html", "chinese_pdf", "all"), 1),
        ),
        (
            "requirements.txt",
            "sympy==",
            "sympy== ",
            {
                "clean_china": 1,
                "clean_us": 1,
                "events": 1,
                "ratios": 2,
                "candidates": 1,
                "base_concepts": 1,
                "verdicts": 1,
            }
            | SERIES
            | COMPANIONS
            | {"formulas": 1, "consistency": 1, "real_time": 1}
            | {"figure": ALL_FIGURES, "assumptions": 1, "environment": 1}
            | PAPER,
        ),
        (
            "data/corrections.csv",
            "The row repeats May 2004.",
            "It repeats May 2004.",
            {"clean_china": 1, "clean_us": 1, "ratios": 2, "candidates": 1, "base_concepts": 1, "verdicts": 1}
            | SERIES
            | COMPANIONS
            | {"real_time": 1, "figure": ALL_FIGURES}
            | PAPER,
        ),
    ],
)
def test_an_edit_reruns_exactly_what_depends_on_it(build, file, old, new, expected):
    with edited(build.path / file, old, new):
        assert build.planned() == expected
    run = build.snakemake()
    # Snakemake goes by the time of a script, by the content of every other input.
    assert NOTHING in run.stdout or "/scripts/" in file, "an edit that is taken back reruns nothing"


def test_one_figure_builds_only_what_it_needs(tmp_path):
    project = copy_project(tmp_path / "project")
    target = "results/study/figures/fig05.svg"
    assert project.planned(target) == {"clean_china": 1, "ratios": 1, "events": 1, "figure": 1}
    assert project.snakemake(target).returncode == 0
    assert {path for path in project.results() if path.startswith("figures/")} == {
        f"figures/fig05.{form}" for form in ("svg", "pdf", "png", "csv", "json")
    }


def test_targets_for_parts(build):
    run = build.snakemake("--dry-run", "--forceall", "figures", "tables", "claims")
    assert run.returncode == 0
    assert not re.search(r"^paper_html", run.stdout, re.M)


def test_the_other_vintage_stands_beside_and_leaves_the_first_alone(build):
    before = build.results()
    run = build.snakemake("--config", "vintage=latest")
    assert run.returncode == 0, run.stdout
    assert "results/latest/paper.html" in run.stdout
    latest = build.results("latest")
    assert latest.keys() == before.keys()
    assert latest["tables/ratios_us.csv"] != before["tables/ratios_us.csv"]
    assert build.results() == before


def test_a_corrupted_raw_file_fails_every_time_and_leaves_the_results(build):
    before = build.results()
    with edited(build.path / "data/raw/china/money_supply/2019-07.csv", "586643.29", "586643.20"):
        for arguments in ((), (), ("--dry-run",)):
            run = build.snakemake(*arguments)
            assert run.returncode != 0
            assert "data/raw/china/money_supply/2019-07.csv" in run.stdout
            assert "sha256" in run.stdout
            assert "Traceback" not in run.stdout
    assert build.results() == before
    assert NOTHING in build.snakemake().stdout


def test_a_raw_file_that_fails_its_checks_names_month_and_column(build):
    """The manifest is right, the figure is not: the cleaning stage stops, and no result of its own stays."""
    complete = build.results()
    raw = build.path / "data/raw"
    file = raw / "china/money_supply/2019-07.csv"
    before = {path: path.read_bytes() for path in (file, raw / "MANIFEST.csv")}
    digest = re.search(r"money_supply/2019-07.csv,(\w+),", before[raw / "MANIFEST.csv"].decode())[1]
    try:
        # Small enough to be no revision that the gate asks about.
        file.write_bytes(before[file].replace(b"586643.29", b"586743.29"))
        import hashlib

        new = hashlib.sha256(file.read_bytes()).hexdigest()
        (raw / "MANIFEST.csv").write_bytes(before[raw / "MANIFEST.csv"].replace(digest.encode(), new.encode()))
        for _ in range(2):
            run = build.snakemake()
            assert run.returncode != 0
            assert "china/money_supply/2019-07.csv, china/monetary_authority/2021-01.csv" in run.stdout
            assert "month 2009-10, columns m2, m0" in run.stdout
            assert "fails by" in run.stdout
            assert run.stdout.splitlines()[-1].startswith("error: china/money_supply/2019-07.csv"), "said last"
            assert "Traceback" not in run.stdout
            left = set(build.results())
            assert not left & {"tables/clean_china.csv", "tables/ratios_china.csv", "figures/fig05.svg", "paper.html"}
            assert "tables/clean_us.csv" in left, "what does not depend on the file stays"
    finally:
        for path, content in before.items():
            path.write_bytes(content)
    run = build.snakemake()
    assert run.returncode == 0, run.stdout
    assert build.results() == complete


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--config", "vintage=studdy"), "'studdy' is not a known vintage; did you mean 'study'?"),
        (("--config", "vintgae=study"), "unknown key 'vintgae'; did you mean 'vintage'?"),
        (("results/lates/paper.html",), "'lates' is not a known vintage; did you mean 'latest'?"),
        (("--config", "seed=soon"), "seed: found 'soon', expected a whole number"),
        (
            ("--config", "pins={study: {tables: {us/fred_md: [2009-12, 2009-11]}}}"),
            "pins.study: us/fred_md: more than one file; pin one vintage",
        ),
    ],
)
def test_a_careless_command_gets_one_sentence(build, arguments, expected):
    run = build.snakemake(*arguments)
    assert run.returncode != 0
    assert expected in run.stdout
    assert "Traceback (most recent call last)" not in run.stdout


def test_declared_inputs_are_what_scripts_import(tmp_path):
    """Import each script's modules in a fresh interpreter and compare with the rule's inputs."""
    project = copy_project(tmp_path / "project")
    plan = tmp_path / "plan.pickle"
    subprocess.run([sys.executable, str(ROOT / "tests/plan.py"), str(plan)], cwd=project.path, check=True)
    jobs = pickle.loads(plan.read_bytes())
    assert {job["rule"] for job in jobs} >= {"clean_china", "verdicts", "figure", "paper_pdf"}
    seen = set()
    for job in jobs:
        script = (project.path / "workflow/rules" / job["script"]).resolve()
        module = f"multiplier.figures.{job['params'].get('module')}" if job["rule"] == "figure" else ""
        if (script, module) in seen:
            continue
        seen.add((script, module))
        probe = (
            "import ast, sys, pathlib\n"
            "tree = ast.parse(pathlib.Path(sys.argv[1]).read_text())\n"
            "tree.body = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]\n"
            "exec(compile(tree, 'imports', 'exec'))\n"
            "if sys.argv[2]: __import__(sys.argv[2])\n"
            "print(*(m.__file__ for m in list(sys.modules.values()) if getattr(m, '__file__', None)), sep='\\n')\n"
        )
        loaded = subprocess.run(
            [sys.executable, "-c", probe, str(script), module],
            env={"PYTHONPATH": str(project.path / "workflow"), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        ours = {file for file in loaded if file.startswith(str(project.path))} | {str(script)}
        declared = {str(project.path / file) for file in job["input"] if str(file).startswith("workflow/")}
        if job["rule"] == "assumptions":
            assert ours <= declared
        else:
            assert ours == declared, job["rule"]


def test_scripts_are_adapters():
    for script in (ROOT / "workflow/scripts").glob("*.py"):
        text = script.read_text()
        assert "def " not in text, f"{script.name} defines something: that belongs into the library"
        assert len(text.splitlines()) <= 50, script.name
        assert len(dependencies(script, (ROOT / "workflow",))) > 1
    for module in (ROOT / "workflow/multiplier").rglob("*.py"):
        used = re.search(r"^\s*(from|import) snakemake|\bsnakemake\.", module.read_text(), flags=re.MULTILINE)
        assert not used, f"{module.name}: the library knows nothing of Snakemake"
