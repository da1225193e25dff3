"""K2 regressed on its components: the identity, the search, and every verdict on the printed coefficients."""

import numpy as np
import pandas as pd
import pytest
from conftest import RAW, evidence_on

from multiplier import DataError
from multiplier.claims.studies import k2_regression
from multiplier.claims.verdicts import decide
from multiplier.companions.k2 import EQUAL, TERMS, derivatives, ratios, regression, regressions, sample, stated
from multiplier.companions.k2_search import (
    COLUMNS,
    WHAT_IS_LEFT,
    batched_least_squares,
    nearest,
    samples,
    search,
    single,
    statutory_ratios,
)
from multiplier.companions.least_squares import CONSTANT, coefficients
from multiplier.companions.terms import K2_CLAIMS
from multiplier.data.reserve_requirements import announcements
from multiplier.search.chance import expected_by_chance

CLAIMS = pd.read_csv(RAW / "claims/claims.csv", dtype=str, keep_default_na=False).set_index("id", drop=False)
PRINTED = {term: float(CLAIMS.loc[claim, "printed"]) for term, claim in K2_CLAIMS.items()}
WITHOUT = ["2001-09", "2001-11"]
STATED = {"first": "2000-01", "last": "2009-12"}


def test_k2_is_money_over_base_whatever_the_statutory_ratio(clean_china):
    frame = stated(clean_china).loc["2000-01":"2009-12"]
    rows = clean_china.loc[frame.index]
    base = rows["reserve_money"] + rows["government_deposits"]
    np.testing.assert_allclose(frame["k2"], rows["m2"] / base, rtol=1e-12)
    other = ratios(
        rows["m0"], rows["m2"] - rows["m0"], base, rows["deposits_of_financial_corporations"], 0 * rows["m0"] + 0.5
    )
    np.testing.assert_allclose(other["k2"], frame["k2"], rtol=1e-12)


def test_two_months_lack_components(clean_china):
    frame = stated(clean_china).loc["2000-01":"2009-12"]
    assert frame.index[~frame["components"]].astype(str).tolist() == WITHOUT


def test_the_sample_leaves_out_what_is_named_and_stops_at_gaps(clean_china):
    frame = stated(clean_china)
    assert len(sample(frame, **STATED, without=WITHOUT)) == 118
    assert len(sample(frame, **STATED, without=[])) == 120
    holed = frame.copy()
    holed.loc["2005-05", "e"] = np.nan
    with pytest.raises(DataError, match="2005-05 has no figure for every ratio"):
        sample(holed, **STATED, without=WITHOUT)
    with pytest.raises(DataError, match="1999-01 has no figure"):
        sample(frame, "1999-01", "2009-12", [])


def test_derivatives_are_those_of_the_function():
    point = pd.DataFrame({"r": [0.1], "g": [0.05], "h": [0.09], "e": [0.04]})
    slopes = derivatives(point)

    def k2(**moved):
        at = {term: point.at[0, term] + moved.get(term, 0) for term in TERMS}
        return (1 + at["h"]) / (at["r"] + at["g"] + at["h"] + at["e"])

    for term in TERMS:
        assert slopes[term].iloc[0] == pytest.approx(k2(**{term: 1e-30j}).imag / 1e-30, rel=1e-9)
    assert slopes["r"].iloc[0] == slopes["g"].iloc[0] == slopes["e"].iloc[0]


def test_a_regression_near_a_point_gives_the_derivatives():
    """Ratios that hardly move leave no curvature: the plane is the tangent, and equal slopes are not rejected."""
    rng = np.random.default_rng(1)
    at = np.array([0.1, 0.05, 0.09, 0.04])
    part = pd.DataFrame(at + 1e-5 * rng.standard_normal((100, 4)), columns=TERMS)
    part["k2"] = (1 + part["h"]) / part[TERMS].sum(axis=1)
    found = regression(part, "x").set_index("term")
    for term in TERMS:
        assert found.loc[term, "estimate"] == pytest.approx(found.loc[term, "derivative"], rel=1e-3)
    bent = part.assign(k2=part["k2"] + 3 * part["e"])
    assert regression(bent, "x")["equal_p"].iloc[0] < 1e-6


def test_collinear_and_short_windows_stop_with_a_sentence():
    frame = pd.DataFrame({"a": np.arange(20.0), "b": 2 * np.arange(20.0)})
    with pytest.raises(DataError, match="collinear"):
        coefficients(frame["a"], frame, "place")
    with pytest.raises(DataError, match="place: 5 observations for 3 coefficients"):
        coefficients(frame["a"][:5], frame[:5], "place")


def test_batched_least_squares_is_least_squares():
    rng = np.random.default_rng(2)
    x, y = rng.standard_normal((7, 40, 4)) * 0.02 + 0.1, rng.standard_normal((7, 40))
    x[3, 5, 2] = np.nan
    x[4, :, 1] = x[4, :, 0] * 2
    x[5, :, 0] = 0.3 + 1e-6 * rng.standard_normal(40)
    found = batched_least_squares(x, y)
    for case in (0, 1, 2, 6):
        design = np.column_stack([np.ones(40), x[case]])
        np.testing.assert_allclose(found[case], np.linalg.lstsq(design, y[case], rcond=None)[0], rtol=1e-8)
    assert np.isnan(found[[3, 4, 5]]).all(), "missing, collinear, and constant but for rounding"


def test_statutory_ratios_do_not_end_with_the_table(clean_china):
    """The month before the first is announced too, wherever the table begins; by hand: 24 days of 7, 6 of 7.5."""
    announced = announcements("x", (RAW / "china/reserve_requirement_ratio/single.csv").read_bytes())
    found = statutory_ratios(clean_china.loc["2004-04":"2004-06"], announced)
    assert found["ratio of large institutions, a month before"].tolist() == [0.07, 0.075, 0.075]
    mean = (24 * 0.07 + 6 * 0.075) / 30
    assert found["ratio of large institutions, mean of days"].iloc[0] == pytest.approx(mean, rel=1e-12)


def test_samples_of_the_search():
    found = samples("2000-01", "2009-12", WITHOUT)
    assert [len(months) for months in found.values()] == [118, 120, 118, 118, 118]
    assert len(samples("2000-01", "2000-12", [])) == 1, "nothing left out"


@pytest.fixture(scope="module")
def candidates(clean_china):
    announced = announcements("x", (RAW / "china/reserve_requirement_ratio/single.csv").read_bytes())
    money = clean_china[["m0", "m1", "m2", "demand_deposits", "time_deposits", "savings_deposits"]]
    return search(clean_china, {"2019-07": money, "late": money.loc["2008-01":]}, announced, **STATED, without=WITHOUT)


@pytest.fixture(scope="module")
def table(clean_china):
    return regressions(clean_china, {"stated": STATED}, WITHOUT)


def test_the_first_candidate_is_what_the_study_states(candidates, table):
    first, own = candidates.iloc[0], table.set_index("term")["estimate"]
    assert first["definition"].startswith("2000-01 to 2009-12 without 2001-09 and 2001-11; deposits M2 less M0")
    assert first["definition"].endswith(WHAT_IS_LEFT)
    np.testing.assert_allclose([first[term] for term in PRINTED], own[list(PRINTED)].to_numpy(), rtol=1e-8)


def test_candidates_are_whole_and_of_vintages_that_cover_the_sample(candidates):
    assert list(candidates.columns) == COLUMNS
    assert set(candidates["vintage"]) == {"2019-07"}
    assert candidates["definition"].is_unique
    assert np.isfinite(candidates[TERMS].to_numpy()).all()
    assert candidates[TERMS].abs().to_numpy().max() < 100, "no fit to rounding noise"


def test_nearest_prefers_equal_coefficients_and_single_counts_each(candidates):
    planted = candidates.head(3).copy()
    planted.loc[1, list(PRINTED)] = [6.52, -10.01, 99.0, 99.0, 99.0]
    planted.loc[2, list(PRINTED)] = [6.4, -10.1, -6.3, -15.3, 0.2]
    best, equal = nearest(planted, PRINTED, 2)
    assert (best.name, equal) == (1, 2)
    alone = single(planted, "r", PRINTED["r"], 2)
    assert alone.equal == 1
    assert alone.chance == expected_by_chance(alone.values, PRINTED["r"], 2)


# ---------------------------------------------------------------- verdicts


def evidence(table, candidates, components=None):
    months = [str(month) for month in pd.period_range("2000-01", "2009-12", freq="M")]
    whole = [month not in WITHOUT for month in months] if components is None else components
    return evidence_on(
        {
            "k2_regression": table,
            "k2_candidates": candidates,
            "k2_ratios": pd.DataFrame({"month": months, "components": whole}),
        }
    )


def verdict(claim, e):
    function = {
        "K2-02": k2_regression.sample,
        "K2-03": k2_regression.intercept,
        "K2-04": k2_regression.slope_on_the_statutory_ratio,
        "K2-05": k2_regression.slope_on_the_remainder,
        "K2-06": k2_regression.slope_on_the_cash_ratio,
        "K2-07": k2_regression.slope_on_the_excess_ratio,
        "K2-08": k2_regression.signs,
    }[claim]
    return decide(CLAIMS.loc[claim], function(e), 0.5)


def with_estimates(table, **values):
    found = table.copy()
    for term, value in values.items():
        found.loc[found["term"] == term, "estimate"] = value
    return found


@pytest.mark.parametrize("term", PRINTED)
def test_a_coefficient_is_contradicted_unless_it_comes_with_the_others(table, candidates, term):
    claim = K2_CLAIMS[term]
    assert verdict(claim, evidence(table, candidates))["verdict"] == "contradicted"
    alone = candidates.copy()
    alone.loc[5, term] = PRINTED[term]
    row = verdict(claim, evidence(table, alone))
    assert row["verdict"] == "contradicted"
    assert int(row["candidates"]) > 100
    together = candidates.copy()
    together.loc[5, list(PRINTED)] = list(PRINTED.values())
    row = verdict(claim, evidence(table, together))
    assert row["verdict"] == "displaced"
    assert candidates.loc[5, "definition"] in row["matched_definition"]


@pytest.mark.parametrize("term", PRINTED)
def test_a_coefficient_as_printed_is_reproduced_and_a_near_one_close(table, candidates, term):
    claim, number = K2_CLAIMS[term], PRINTED[term]
    assert (
        verdict(claim, evidence(with_estimates(table, **{term: number + 0.004}), candidates))["verdict"] == "reproduced"
    )
    near = with_estimates(table, **{term: number * 1.004})
    assert verdict(claim, evidence(near, candidates))["verdict"] == ("close" if abs(number) > 1.3 else "reproduced")


def test_the_number_of_months(table, candidates):
    assert verdict("K2-02", evidence(table, candidates))["verdict"] == "reproduced"
    one_more = [month != 20 for month in range(120)]
    assert verdict("K2-02", evidence(table, candidates, one_more))["verdict"] == "contradicted"
    late = [month >= 72 for month in range(120)]
    row = verdict("K2-02", evidence(table, candidates, late))
    assert row["verdict"] == "untestable"
    assert "48 of 120 months" in row["cause"]


def test_signs(table, candidates):
    assert verdict("K2-08", evidence(table, candidates))["verdict"] == "reproduced"
    assert verdict("K2-08", evidence(with_estimates(table, g=0.2), candidates))["verdict"] == "contradicted"
    assert CONSTANT not in EQUAL
