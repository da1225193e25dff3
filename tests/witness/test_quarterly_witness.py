"""The quarterly study, held against numbers that R computed (quarterly.R, versions.csv).

X-13 has no second program here (see test_drivers_witness.py); bootstrap intervals are tested there as well.
"""

import numpy as np
import pytest
from reference import SIX_DIGITS, reference

from multiplier.companions.low_requirement import MECHANICAL, paths
from multiplier.companions.quarterly import BOUNDS, DRIVERS, correlations, log_regressions, ratios

witness = reference("quarterly")
WINDOWS = {"stated": {"first": "2000-03", "last": "2012-12"}}
ADJUSTMENT = {"model": "(0 1 1)(0 1 1)", "stl_span": 13, "stl_robust": True}


@pytest.fixture(scope="module")
def quarters(clean_china):
    return ratios(clean_china, **WINDOWS["stated"])


def test_correlations_before_and_after_stl(quarters):
    table = correlations(quarters, WINDOWS, ADJUSTMENT, 200, 0.95, np.random.default_rng(1))
    rows = table[table["adjustment"] != "x13"]
    assert len(rows) == 2 * 2 * 2 * 3
    for _, row in rows.iterrows():
        detail = f"{row['adjustment']}/{row['transform']}/{row['driver']}"
        assert row["pearson"] == pytest.approx(witness("pearson", row["bound"], detail), rel=SIX_DIGITS), detail


@pytest.mark.parametrize("bound", BOUNDS)
def test_log_regression(quarters, bound):
    table = log_regressions(quarters, WINDOWS)
    own = table[table["bound"] == bound].set_index("term")
    assert own["nobs"].iloc[0] == witness("nobs", bound)
    for driver in DRIVERS:
        for column, quantity in (("estimate", "slope"), ("hac_se", "hac_se"), ("elasticity", "elasticity")):
            assert own.loc[driver, column] == pytest.approx(witness(quantity, bound, driver), rel=SIX_DIGITS)
        assert own.loc[driver, "vif"] == pytest.approx(witness("vif", bound, driver), rel=SIX_DIGITS)
        p = witness("difference_p", bound, driver)
        assert own.loc[driver, "difference_p"] == pytest.approx(p, rel=1e-5, abs=1e-12)


@pytest.mark.parametrize("bound", BOUNDS)
def test_multiplier_at_a_low_ratio(quarters, bound):
    table = paths(quarters, "2012-12", 0.5)
    own = table[(table["bound"] == bound) & (table["scenario"] == MECHANICAL)].set_index("rr_percent")
    for percent in (0, 6):
        assert own.loc[percent, "multiplier"] == pytest.approx(witness("mechanical_m", bound, percent), rel=SIX_DIGITS)
        assert own.loc[percent, "m2"] == pytest.approx(witness("mechanical_m2", bound, percent), rel=SIX_DIGITS)
