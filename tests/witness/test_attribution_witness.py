"""The decompositions and frozen paths against numbers that R computed in amounts (attribution.R).

The witness enumerates all orderings, weighs logarithms of components and scales parts of base money; no
tolerance is wider than six digits. Parts that are zero by construction are compared absolutely.
"""

import pytest
from reference import SIX_DIGITS, reference

from multiplier.attribution.contributions import attribution, rolling
from multiplier.attribution.counterfactuals import counterfactuals
from multiplier.attribution.factors import BOUNDS, FACTORS

witness = reference("attribution")

WINDOWS = {
    name: {"first": first, "last": "2009-10"}
    for name, first in (
        ("common", "2008-08"),
        ("study_china", "2008-09"),
        ("study_us", "2008-03"),
        ("sample", "2006-03"),
    )
}
SERIES = [(country, bound) for country, bounds in BOUNDS.items() for bound in bounds]
ZERO = 1e-9  # log points; trillions; ratio


def agrees(value, *where):
    assert value == pytest.approx(witness(*where), rel=SIX_DIGITS, abs=ZERO), where


@pytest.fixture(scope="module")
def both(ratios_china, ratios_us):
    return {"china": ratios_china, "us": ratios_us}


@pytest.fixture(scope="module")
def found(both):
    table = attribution(both, WINDOWS)
    quantity = table["method"] + table["unit"].map(lambda unit: "_ratio" if unit == "ratio" else "")
    keys = ["country", "window", "bound", "quantity", "part"]
    return table.assign(quantity=quantity).set_index(keys)["value"].sort_index()


@pytest.mark.parametrize("country", list(BOUNDS))
@pytest.mark.parametrize("window", list(WINDOWS))
def test_m2_between_multiplier_and_base(found, country, window):
    for method in ("log", "additive", "midpoint"):
        parts = found[country, window, "none", method].drop("total")
        assert set(parts.index) == {"multiplier", "base"} | ({"cross"} if method == "additive" else set())
        for part, value in parts.items():
            agrees(value, method, country, f"{window}/{part}")


@pytest.mark.parametrize(("country", "bound"), SERIES)
@pytest.mark.parametrize("window", list(WINDOWS))
@pytest.mark.parametrize("quantity", ["shapley", "shapley_ratio", "lmdi"])
def test_the_multiplier_by_factor(found, country, bound, window, quantity):
    for part in FACTORS:
        agrees(found[country, window, bound, quantity, part], quantity, f"{country}_{bound}", f"{window}/{part}")


@pytest.mark.parametrize(("country", "bound"), SERIES)
def test_the_rolling_year(both, country, bound):
    table = rolling(both, "2007-03", "2009-10", 12)
    chosen = table[(table["country"] == country) & (table["bound"] == bound) & (table["part"] != "total")]
    assert len(chosen) == 32 * len(FACTORS)
    for row in chosen.itertuples():
        agrees(row.log_points, "rolling", f"{country}_{bound}", f"{row.month}/{row.part}")


@pytest.mark.parametrize(("country", "bound"), SERIES)
def test_the_frozen_paths(both, country, bound):
    table = counterfactuals(both, "2006-03", "2009-10", "2008-08")
    chosen = table[(table["country"] == country) & (table["bound"] == bound)]
    assert len(chosen) == 44 * 3
    for row in chosen.itertuples():
        agrees(row.multiplier, "frozen", f"{country}_{bound}", f"{row.scenario}/{row.month}")
