"""Fixtures of all tests: the raw files, cleaned tables, and one real build in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from multiplier.claims.evidence import Evidence
from multiplier.data import china, united_states
from multiplier.data.corrections import check_corrections
from multiplier.ratios import ratios

# The same examples on every run: a failure in one place is a failure everywhere.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "data" / "raw"
SOURCES = ("Snakefile", "config.yaml", "requirements.txt", "workflow", "report", "data")
FIRST, LAST = "2006-03", "2009-10"


def named(path: str) -> tuple[str, bytes]:
    """A raw file as the library takes it: path below data/raw, bytes."""
    return path, (RAW / path).read_bytes()


def printed_claims() -> pd.DataFrame:
    """What studies print, as text, by id; the id stays a column too."""
    path = RAW / "claims" / "claims.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False).set_index("id", drop=False)


def evidence_on(tables: dict[str, pd.DataFrame], **changes: object) -> Evidence:
    """Tables that claims are decided on, with the settings of the configuration unless others are given."""
    settings = {
        "printed": printed_claims(),
        "first": FIRST,
        "last": LAST,
        "vintages": {"china": "2019-07", "us": "2009-12"},
        "definitions": {
            "china": {
                "base": "reserve_money",
                "reserves": "deposits_with_central_bank",
                "deposits": "demand_time_savings",
            },
            "us": {"base": "AMBSL"},
        },
        "offset": 2,
        "significance": 0.05,
        "headline_rule": "AIC",
    }
    return Evidence(tables=tables, **(settings | changes))  # type: ignore[arg-type]


CHINA_FILES = {
    "authority": "china/monetary_authority/2021-01.csv",
    "depository": "china/depository_corporations/2021-01.csv",
    "statutory": "china/reserve_requirement_ratio/single.csv",
    "report": "china/monetary_policy_report/single.csv",
}


@pytest.fixture(scope="session")
def corrections() -> pd.DataFrame:
    return check_corrections(pd.read_csv(ROOT / "data" / "corrections.csv", keep_default_na=False, na_values=[""]))


@pytest.fixture(scope="session")
def clean_china(corrections: pd.DataFrame) -> pd.DataFrame:
    money = dict([named("china/money_supply/2019-07.csv")])
    return china.clean(money, {key: named(path) for key, path in CHINA_FILES.items()}, corrections)[0]


@pytest.fixture(scope="session")
def clean_us(corrections: pd.DataFrame) -> pd.DataFrame:
    return united_states.clean(named("us/fred_md/2009-12.csv"), named("us/money_stock/2023-12.csv"), corrections)[0]


@pytest.fixture(scope="session")
def ratios_china(clean_china: pd.DataFrame) -> pd.DataFrame:
    return ratios(clean_china, "china", "reserve_money", "deposits_with_central_bank", "demand_time_savings")


@pytest.fixture(scope="session")
def ratios_us(clean_us: pd.DataFrame) -> pd.DataFrame:
    return ratios(clean_us, "us", "AMBSL", "TOTRESNS", "demand_time_savings")


@pytest.fixture(scope="session")
def sample_china(ratios_china: pd.DataFrame) -> pd.DataFrame:
    return ratios_china.loc[FIRST:LAST]


@pytest.fixture(scope="session")
def sample_us(ratios_us: pd.DataFrame) -> pd.DataFrame:
    return ratios_us.loc[FIRST:LAST]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the build: `make test` runs these in one process and the others beside it."""
    for item in items:
        if "build" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.build)


@dataclass(frozen=True)
class Project:
    """A copy of the project in which the workflow can be run."""

    path: Path

    def snakemake(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the workflow; standard output and error come back as one text."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SNAKEMAKE")}
        command = [sys.executable, "-m", "snakemake", "--cores", "2", *arguments]
        return subprocess.run(
            command,
            cwd=self.path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def planned(self, *targets: str) -> dict[str, int]:
        """Return what a dry run would do: rule -> number of jobs."""
        run = self.snakemake("--dry-run", *targets)
        assert run.returncode == 0, run.stdout
        lines = iter(run.stdout.splitlines())
        jobs: dict[str, int] = {}
        for line in lines:
            if line.startswith("---"):
                for row in lines:
                    if not row.strip():
                        return jobs
                    rule, count = row.split()
                    if rule != "total":
                        jobs[rule] = int(count)
        return jobs

    def results(self, vintage: str = "study") -> dict[str, bytes]:
        """Return every product of a vintage: path -> bytes."""
        folder = self.path / "results" / vintage
        return {
            str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
        }


def copy_project(target: Path) -> Project:
    """Copy what the build needs, and nothing that an earlier build left."""
    target.mkdir(parents=True)
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target / name)
    return Project(target)


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A finished build of the study's vintage; tests that change it put back what they changed."""
    project = copy_project(tmp_path_factory.mktemp("first") / "project")
    run = project.snakemake()
    assert run.returncode == 0, run.stdout
    return project
