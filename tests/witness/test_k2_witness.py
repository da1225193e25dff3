"""The regression of K2 on its components, held against numbers that R computed (k2.R, versions.csv)."""

import pytest
from reference import SIX_DIGITS, reference

from multiplier.companions.k2 import TERMS, regressions
from multiplier.companions.least_squares import CONSTANT

witness = reference("k2")
WINDOWS = {
    "stated": {"first": "2000-01", "last": "2009-12"},
    "from_2002": {"first": "2002-01", "last": "2009-12"},
    "before_2006": {"first": "2000-01", "last": "2005-12"},
}


@pytest.fixture(scope="module")
def table(clean_china):
    return regressions(clean_china, WINDOWS, ["2001-09", "2001-11"]).set_index(["window", "term"])


@pytest.mark.parametrize("window", WINDOWS)
def test_coefficients_errors_and_what_the_identity_implies(table, window):
    for term in (CONSTANT, *TERMS):
        row = table.loc[(window, term)]
        columns = ["estimate", "hac_se"] + (["vif", "derivative"] if term != CONSTANT else [])
        for column in columns:
            assert row[column] == pytest.approx(witness(column, window, term), rel=SIX_DIGITS), (term, column)
        slope = "r" if term in {"r", "g", "e"} else term
        assert row["equal_slopes"] == pytest.approx(witness("equal_slopes", window, slope), rel=SIX_DIGITS)
    for column in ("nobs", "r2", "equal_f", "equal_p"):
        assert row[column] == pytest.approx(witness(column, window), rel=SIX_DIGITS), column
