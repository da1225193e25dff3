"""The real-time study against numbers that R took from the raw files (real_time.R)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from benchmarks.real_time import DRAWS, SAMPLE, SETTINGS, TERMS, WINDOW, random_walks
from conftest import RAW, named
from reference import SIX_DIGITS, reference

from multiplier.real_time.estimates import estimates
from multiplier.real_time.panel import KEYS, china, united_states, with_concepts
from multiplier.real_time.random_walks import summary
from multiplier.real_time.revisions import base_step

witness = reference("real_time")
NUMBERS = pd.read_csv(Path(__file__).with_name("real_time.csv"), dtype={"detail": str}, keep_default_na=False)
CASES = [name for name in NUMBERS["series"].unique() if not name.startswith("china")]
CHINA = [name.removeprefix("china ") for name in NUMBERS["series"].unique() if name.startswith("china")]


WALKS = sorted(set(NUMBERS.loc[NUMBERS["quantity"] == "walks_as_low", "series"]))


@pytest.fixture(scope="module")
def whole(corrections):
    """All vintages at once, as in the build: a vintage's numbers come from a batch with others."""
    paths = sorted(f"us/fred_md/{file.name}" for file in (RAW / "us/fred_md").glob("*.csv"))
    multipliers, concepts = with_concepts(united_states(dict(map(named, paths)), corrections))
    walks = random_walks(DRAWS)
    found = estimates(multipliers, **SAMPLE, window=WINDOW, **SETTINGS | {"walks": walks})
    return multipliers, walks, concepts.merge(found, on=KEYS)


@pytest.fixture(scope="module")
def table(whole):
    return whole[2].set_index(KEYS)


def test_the_witness_spans_the_years_and_both_concepts():
    assert len({case.split()[0] for case in CASES}) >= 12
    assert len({case for case in CASES if case.endswith("BOGMBASE")}) >= 3
    assert min(CASES) < "2009-01"
    assert max(CASES) > "2024-01"


@pytest.mark.parametrize("case", CASES)
def test_levels_change_tests_coefficients_and_forecast(table, case):
    row = table.loc[tuple(case.split())]
    assert row["months"] == witness("months", case)
    assert row["multiplier_first"] == pytest.approx(witness("multiplier", case, "2008-08"), rel=SIX_DIGITS)
    assert row["multiplier_low"] == pytest.approx(witness("multiplier", case, "low"), rel=SIX_DIGITS)
    if row["months"] > 30:
        assert row["multiplier_last"] == pytest.approx(witness("multiplier", case, "last"), rel=SIX_DIGITS)
        assert row["change_percent"] == pytest.approx(witness("change", case), rel=SIX_DIGITS)
    for terms in ("n", "c", "ct"):
        assert row[f"adf_{terms}_lags"] == witness("adf_lags", case, terms)
        assert row[f"adf_{terms}_statistic"] == pytest.approx(witness("adf", case, terms), rel=SIX_DIGITS)
        # MacKinnon's response surfaces of 2010 here, of 1996 in R: they agree to two decimals.
        assert row[f"adf_{terms}_critical"] == pytest.approx(witness("adf_critical", case, terms), abs=0.01)
    assert row["phi_exact_ml"] == pytest.approx(witness("phi_exact_ml", case), rel=SIX_DIGITS)
    assert row["phi_cls"] == pytest.approx(witness("phi_cls", case), rel=SIX_DIGITS)
    assert row["phi_cls_error"] == pytest.approx(witness("phi_cls_error", case), rel=SIX_DIGITS)
    assert row["forecast"] == pytest.approx(witness("forecast", case), rel=SIX_DIGITS)
    known = NUMBERS[(NUMBERS["quantity"] == "outcome") & (NUMBERS["series"] == case)]
    assert pd.notna(row["outcome"]) == bool(len(known))
    if len(known):
        assert row["forecast_month"] == known["detail"].iloc[0]
        assert row["outcome"] == pytest.approx(known["value"].iloc[0], rel=SIX_DIGITS)


@pytest.mark.parametrize("terms", TERMS)
def test_the_new_base_at_the_lags_of_the_old_one(whole, terms):
    multipliers, _, found = whole
    step = base_step(found, multipliers.loc[SAMPLE["first"] : SAMPLE["last"]], TERMS).set_index("quantity")
    expected = witness("adf_same_lags", "2020-01 BOGMBASE", terms)
    assert step.at[f"adf_{terms}_statistic", "same_lags"] == pytest.approx(expected, rel=SIX_DIGITS)


@pytest.mark.parametrize("terms", TERMS)
@pytest.mark.parametrize("case", WALKS)
def test_random_walks(whole, table, case, terms):
    """Other draws, tested one by one: shares agree within four standard errors of their difference."""
    row = table.loc[tuple(case.split())]
    of_walks = summary(whole[1], TERMS, 12).set_index(["months", "terms"]).loc[(row["months"], terms)]
    found = {
        "as_low": (row[f"adf_{terms}_simulated_p"], row[f"adf_{terms}_simulated_p_error"]),
        "most_lags": (of_walks["most_lags_share"], of_walks["most_lags_error"]),
    }
    for quantity, (share, error) in found.items():
        other = witness(f"walks_{quantity}_error", case, terms)
        assert abs(share - witness(f"walks_{quantity}", case, terms)) < 4 * np.hypot(error, other)


def test_china(corrections):
    paths = [f"china/money_supply/{vintage}.csv" for vintage in CHINA]
    _, multipliers, _ = china(
        dict(map(named, paths)), named("china/monetary_authority/2021-01.csv"), corrections, "reserve_money"
    )
    table = estimates(multipliers, **SAMPLE, window=WINDOW, **SETTINGS).set_index("vintage")
    assert len(CHINA) == 3
    for vintage in CHINA:
        row, name = table.loc[vintage], f"china {vintage}"
        assert row["multiplier_first"] == pytest.approx(witness("multiplier", name, "2008-08"), rel=SIX_DIGITS)
        assert row["multiplier_last"] == pytest.approx(witness("multiplier", name, "last"), rel=SIX_DIGITS)
        assert row["phi_cls"] == pytest.approx(witness("phi_cls", name), rel=SIX_DIGITS)
        assert row["phi_exact_ml"] == pytest.approx(witness("phi_exact_ml", name), rel=SIX_DIGITS)
