"""One figure or table by itself: exactly the jobs behind it, and how many they are."""

import csv
import pickle
import subprocess
import sys
from collections import Counter

import pytest
from conftest import ROOT, copy_project

PRODUCTS = dict.fromkeys(
    row["product"]
    for row in csv.DictReader((ROOT / "report/titles.csv").open(encoding="utf-8", newline=""))
    if not row["product"].startswith("data/")
)
# Jobs from nothing to the figure or table. One more is a dependency more: is it needed?
JOBS = {
    "figures/fig01": 4,
    "figures/fig02": 4,
    "figures/fig03": 4,
    "figures/fig04": 4,
    "figures/fig05": 4,
    "figures/fig06": 4,
    "figures/fig07": 6,
    "figures/fig08": 6,
    "figures/fig09": 7,
    "figures/fig10": 6,
    "figures/fig11": 6,
    "figures/fig12": 7,
    "figures/fig13": 7,
    "figures/fig14": 6,
    "figures/fig15": 6,
    "figures/fig16": 7,
    "figures/fig17": 3,
    "figures/fig18": 7,
    "figures/fig19": 5,
    "figures/fig20": 6,
    "figures/fig21": 3,
    "figures/fig22": 3,
    "figures/fig23": 8,
    "figures/fig24": 29,
    "figures/fig25": 2,
    "tables/sensitivities": 6,
    "tables/ratios_china": 2,
    "tables/ratios_us": 2,
    "tables/base_concepts": 2,
    "tables/drivers": 6,
    "tables/unit_roots": 5,
    "tables/trends": 5,
    "tables/correlogram": 5,
    "tables/arima": 5,
    "tables/changes": 5,
    "tables/forecast_accuracy": 5,
    "tables/attribution": 5,
    "tables/driver_power": 6,
    "tables/lead_lags": 6,
    "tables/identity_regressions": 5,
    "tables/unit_root_conflicts": 5,
    "tables/unit_root_power": 5,
    "tables/phi_bias": 5,
    "tables/arima_diagnostics": 5,
    "tables/order_search": 5,
    "tables/stability": 5,
    "tables/contest": 6,
    "tables/contest_power": 6,
    "tables/formulas": 1,
    "tables/formula_readings": 1,
    "tables/k2_regression": 2,
    "tables/k2_candidates": 2,
    "tables/quarterly_correlations": 2,
    "tables/quarterly_regression": 2,
    "tables/growth_years": 3,
    "tables/growth_correlations": 3,
    "tables/multiplier_trends": 3,
    "tables/monetisation_growth": 5,
    "tables/price_correlogram": 3,
    "tables/price_correlations": 3,
    "tables/cycle_turns": 4,
    "tables/regime_tests": 3,
    "tables/regimes": 3,
    "tables/bottom_up_specifications": 2,
    "tables/bottom_up_scores": 2,
    "tables/bottom_up_ratios": 2,
    "tables/crisis_growth": 5,
    "claims": 28,
    "tables/event_study": 2,
    "tables/share_by_date": 6,
    "tables/consistency": 1,
    "tables/claim_counts": 28,
    "tables/claim_missing": 28,
    "tables/real_time_summary": 1,
    "tables/decisions": 14,
    "tables/identities_china": 1,
    "tables/assumptions": 1,
    "tables/environment": 1,
    "tables/driver_signs": 6,
    "tables/definition_search": 28,
}
TEXT = {"numbers", "paper_text", "provenance", "paper_html", "paper_pdf", "all"}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy in which nothing is built."""
    return copy_project(tmp_path_factory.mktemp("bare") / "project")


@pytest.fixture(scope="module")
def producers(project, tmp_path_factory):
    """Product -> number of its job in the full plan, that job's rule and what it reads."""
    plan = tmp_path_factory.mktemp("plan") / "plan.pickle"
    subprocess.run([sys.executable, str(ROOT / "tests/plan.py"), str(plan)], cwd=project.path, check=True)
    jobs = pickle.loads(plan.read_bytes())
    return {str(file): (place, job) for place, job in enumerate(jobs) for file in job["output"]}


def target_of(product):
    return f"results/study/{product}.{'svg' if product.startswith('figures/') else 'csv'}"


def behind(target, producers):
    """Return rule -> number of its jobs that ``target`` rests on, itself included."""
    found, queue = {}, [target]
    while queue:
        place, job = producers[queue.pop()]
        if place not in found:
            found[place] = job["rule"]
            queue += [str(file) for file in job["input"] if str(file) in producers]
    return Counter(found.values())


def test_every_figure_and_table_of_the_paper_is_counted():
    assert JOBS.keys() == PRODUCTS.keys()


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_target_rests_on_as_many_jobs_as_stated(product, producers):
    jobs = behind(target_of(product), producers)
    assert jobs.total() == JOBS[product], jobs
    assert not jobs.keys() & TEXT
    assert jobs["figure"] == product.startswith("figures/"), "no other figure is drawn"


@pytest.mark.parametrize("product", ["figures/fig05", "figures/fig14", "figures/fig24", "tables/drivers", "claims"])
def test_snakemake_plans_the_jobs_behind_a_target_and_no_other(product, project, producers):
    assert project.planned(target_of(product)) == behind(target_of(product), producers)
