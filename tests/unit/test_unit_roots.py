"""The battery of unit root tests: what each must not depend on, what each must tell apart, and what it refuses."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.imports import dependencies
from multiplier import DataError
from multiplier.report.numbers.unit_roots import apart, over_sized
from multiplier.simulation import simulate_ar1
from multiplier.unit_roots.battery import (
    bandwidth,
    df_gls,
    kpss,
    minimum_with_break,
    phillips_perron,
    zivot_andrews,
)
from multiplier.unit_roots.conflicts import conflicts, seasonal_verdict, verdict
from multiplier.unit_roots.conventions import longest_lags_with_break
from multiplier.unit_roots.dickey_fuller import adf
from multiplier.unit_roots.lag_selection import CRITERIA, choose_lags, maic, ols_detrended
from multiplier.unit_roots.seasonal import canova_hansen, kernel_lags, minimum, ocsb
from multiplier.unit_roots.table import TABLE_COLUMNS, battery, implied

AROUND = ("c", "ct")
TESTS = {
    "ADF": lambda x, terms: adf(pd.Series(x), terms, "AIC", 4, 0.05),
    "PP": lambda x, terms: phillips_perron(x, terms, "l4", 0.05),
    "KPSS": lambda x, terms: kpss(x, terms, "l4", 0.05),
    "DF-GLS": lambda x, terms: df_gls(x, terms, "MAIC", 4, 0.05),
    "ZA": lambda x, terms: zivot_andrews(x, terms, "AIC", 2, 0.05),
    "OCSB": lambda x, terms: ocsb(x, 2, 12),
    "CH": lambda x, terms: canova_hansen(x, 12),
}
UNIT_ROOT = ("ADF", "PP", "DF-GLS", "ZA")
SETTINGS = {
    "deterministics": ["n", "c", "ct"],
    "max_lags": 4,
    "criteria": list(CRITERIA),
    "bandwidths": ["l4", "l12"],
    "za_max_lags": 3,
    "ocsb_max_lags": 2,
    "period": 12,
    "significance": 0.05,
}
HEADLINE = {"deterministic": "c", "criterion": "MAIC", "bandwidth": "l4", "break_in": "c", "ocsb_lags": 1}


def monthly(values, first="2006-03"):
    return pd.Series(values, index=pd.period_range(first, periods=len(values), freq="M", name="month"), name="m")


def draw(phi, n, seed):
    """One path of an AR(1), a random walk for ``phi`` = 1."""
    return simulate_ar1(np.array([phi]), 1.0, 0.0, n, 1, np.random.default_rng(seed))[0]


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("terms", AROUND)
@given(scale=st.floats(0.001, 1000), sign=st.sampled_from([-1, 1]))
@settings(max_examples=10)
def test_no_statistic_depends_on_units(test, terms, scale, sign):
    x = draw(0.8, 44, 5)
    first, second = TESTS[test](x, terms), TESTS[test](sign * scale * x, terms)
    assert second["statistic"] == pytest.approx(first["statistic"], rel=1e-6)
    assert second["lags"] == first["lags"]
    assert second["decision"] == first["decision"]


@pytest.mark.parametrize("test", TESTS)
@given(shift=st.floats(-100, 100))
@settings(max_examples=10)
def test_with_a_constant_no_statistic_depends_on_the_mean(test, shift):
    x = draw(0.8, 44, 6)
    assert TESTS[test](x + shift, "c")["statistic"] == pytest.approx(TESTS[test](x, "c")["statistic"], rel=1e-6)


@pytest.mark.parametrize("test", ["ADF", "PP", "KPSS", "DF-GLS", "ZA"])
@given(slope=st.floats(-10, 10))
@settings(max_examples=10)
def test_with_a_trend_no_statistic_depends_on_the_slope(test, slope):
    x = draw(0.8, 44, 7)
    tilted = x + slope * np.arange(44)
    assert TESTS[test](tilted, "ct")["statistic"] == pytest.approx(TESTS[test](x, "ct")["statistic"], rel=1e-5)


@pytest.mark.parametrize("test", ["ADF", "PP"])
def test_without_a_constant_a_mean_away_from_zero_hides_stationarity(test):
    noise = draw(0.5, 200, 8)
    assert TESTS[test](noise, "n")["decision"] == "rejected"
    assert TESTS[test](noise + 100, "n")["decision"] == "not rejected"


@pytest.mark.parametrize("test", UNIT_ROOT)
@pytest.mark.parametrize("terms", AROUND)
def test_tests_of_a_unit_root_tell_noise_from_a_random_walk(test, terms):
    """Of twenty series each: noise is found stationary nearly always, a random walk seldom."""
    decisions = {
        phi: [TESTS[test](draw(phi, 200, seed), terms)["decision"] for seed in range(20)] for phi in (0.3, 1.0)
    }
    assert decisions[0.3].count("rejected") >= 19
    assert decisions[1.0].count("rejected") <= 4


@pytest.mark.parametrize("terms", AROUND)
def test_kpss_works_in_the_other_direction(terms):
    noise, walk = ([kpss(draw(phi, 200, seed), terms, "l4", 0.05) for seed in range(20)] for phi in (0.3, 1.0))
    assert [row["decision"] for row in noise].count("rejected") <= 4
    assert [row["decision"] for row in walk].count("rejected") >= 18
    for row in noise + walk:
        assert (row["statistic"] > row["crit_5"]) == (row["decision"] == "rejected")
        assert row["crit_1"] > row["crit_5"] > row["crit_10"]
        assert 0.0001 <= row["pvalue"] <= 1


def seasonal_series(kind, n, seed):
    noise = np.random.default_rng(seed).standard_normal(n)
    if kind == "fixed season":
        return noise + np.tile(3 * np.sin(2 * np.pi * np.arange(12) / 12), n // 12)
    wandering = noise.copy()
    for t in range(12, n):
        wandering[t] += wandering[t - 12]
    return wandering


@pytest.mark.parametrize("seed", range(5))
def test_seasonal_tests_tell_a_fixed_season_from_one_that_wanders(seed):
    fixed, wandering = (seasonal_series(kind, 480, seed) for kind in ("fixed season", "random walk"))
    assert ocsb(fixed, 1, 12)["decision"] == "rejected"
    assert ocsb(wandering, 1, 12)["decision"] == "not rejected"
    assert canova_hansen(fixed, 12)["decision"] == "not rejected"
    assert canova_hansen(wandering, 12)["decision"] == "rejected"


def test_less_than_four_years_are_too_few_for_canova_and_hansen_to_reject():
    """Even a season that is a random walk: the paper says so, and this is what it rests on."""
    statistics = [canova_hansen(seasonal_series("random walk", 44, seed), 12)["statistic"] for seed in range(200)]
    assert max(statistics) < canova_hansen(seasonal_series("random walk", 44, 0), 12)["crit_5"] - 0.5


@pytest.mark.parametrize("terms", ["n", "c", "ct"])
def test_maic_is_the_formula_of_ng_and_perron(terms):
    """Written out observation by observation, least squares by statsmodels."""
    y, longest = draw(0.9, 40, 9) + 3, 5
    time = np.arange(40)
    regressors = {"n": None, "c": np.ones((40, 1)), "ct": np.column_stack([np.ones(40), time])}[terms]
    x = y if regressors is None else sm.OLS(y, regressors).fit().resid
    expected = []
    for k in range(longest + 1):
        months = range(longest + 1, 40)
        left = [x[t] - x[t - 1] for t in months]
        right = [[x[t - 1]] + [x[t - j] - x[t - j - 1] for j in range(1, k + 1)] for t in months]
        fit = sm.OLS(left, right).fit()
        s2 = (fit.resid**2).sum() / 34
        tau = fit.params[0] ** 2 * sum(row[0] ** 2 for row in right) / s2
        expected.append(np.log(s2) + 2 * (tau + k) / 34)
    np.testing.assert_allclose(maic(y, terms, longest), expected, rtol=1e-10)
    assert choose_lags(y, terms, "MAIC", longest) == int(np.argmin(expected))


@pytest.mark.parametrize("terms", ["n", "c", "ct"])
def test_the_t_rule_takes_the_longest_significant_lag(terms):
    found = set()
    for seed in range(12):
        x = draw(0.5, 60, seed).cumsum()
        months = np.arange(7, 60)
        change = np.diff(x)
        right = {f"d{j}": change[months - 1 - j] for j in range(1, 7)} | {"x1": x[months - 1]}
        if terms != "n":
            right |= {"one": np.ones(len(months))}
        if terms == "ct":
            right |= {"time": months}
        expected = 0
        for k in range(6, 0, -1):
            names = [name for name in right if not name.startswith("d") or int(name[1:]) <= k]
            fit = sm.OLS(change[months - 1], np.column_stack([right[name] for name in names])).fit()
            if abs(fit.tvalues[names.index(f"d{k}")]) >= 1.6448536269514722:
                expected = k
                break
        assert choose_lags(x, terms, "t", 6) == expected
        found.add(expected)
    assert len(found) > 2, "the rule must choose differently for this test to mean anything"


def test_detrended_series_are_orthogonal_to_their_terms():
    y = draw(1.0, 44, 10) + 5
    assert ols_detrended(y, "n") is y
    assert ols_detrended(y, "c").sum() == pytest.approx(0, abs=1e-9)
    assert ols_detrended(y, "ct") @ np.arange(44) == pytest.approx(0, abs=1e-7)


def test_maic_gives_adf_and_df_gls_the_same_lags():
    for seed in range(10):
        x = draw(0.95, 44, seed)
        for terms in AROUND:
            lags = adf(pd.Series(x), terms, "MAIC", 8, 0.05)["lags"]
            assert df_gls(x, terms, "MAIC", 8, 0.05)["lags"] == lags


@pytest.mark.parametrize("rule", CRITERIA)
def test_a_chosen_number_of_lags_is_then_estimated_on_all_observations(rule):
    x = pd.Series(draw(0.9, 44, 11))
    chosen = adf(x, "c", rule, 8, 0.05)
    assert chosen == adf(x, "c", "fixed", chosen["lags"], 0.05)
    assert chosen["nobs"] == 43 - chosen["lags"]


def test_bandwidths_are_those_of_schwert():
    assert [bandwidth("l4", n) for n in (16, 44, 100, 324)] == [2, 3, 4, 5]
    assert [bandwidth("l12", n) for n in (32, 44, 100)] == [9, 9, 12]
    assert kernel_lags(100, 12) == 12


@pytest.mark.parametrize(
    ("terms", "shape"), [("c", lambda t: 30.0 * (t >= 30)), ("t", lambda t: 5 * np.clip(t - 29, 0, None))]
)
@pytest.mark.parametrize("lags", [0, 2])
def test_the_break_is_found_where_it_is(terms, shape, lags):
    """The first month of the new regime is that of index 30, with a step as with a kink that first moves it."""
    x = draw(0.2, 60, 12) / 4 + shape(np.arange(60))
    row = zivot_andrews(x, terms, "fixed", lags, 0.05)
    assert row["break_position"] == 30
    assert row["decision"] == "rejected"


def test_lags_before_the_first_break_are_capped():
    assert [longest_lags_with_break(n, 12) for n in (20, 32, 44)] == [0, 1, 3]
    assert minimum_with_break() == 20
    for n in (20, 32, 44):  # the longest admissible lags can be estimated with every break
        for terms in ("c", "t", "ct"):
            assert zivot_andrews(draw(0.9, n, 13), terms, "fixed", 12, 0.05)["lags"] == longest_lags_with_break(n, 12)


@pytest.fixture(scope="module")
def table():
    series = {"walk": monthly(draw(1.0, 44, 14) + 20), "noise": monthly(draw(0.2, 44, 15))}
    return battery(series, ["level", "diff", "diff12"], "x", **SETTINGS)


def test_the_table_has_every_test_of_every_series_and_transform(table):
    assert list(table) == TABLE_COLUMNS
    counts = table.groupby(["series", "transform", "test"]).size().unstack("test")
    # ADF: three terms, lags 0..4 and four criteria. ZA: three breaks, lags 0..3 (0..1 when short) and AIC.
    assert (counts[["ADF", "PP", "KPSS", "DF-GLS", "OCSB", "CH"]] == [27, 6, 4, 18, 2, 1]).all(axis=None)
    assert counts["ZA"].unstack("transform").to_numpy().tolist() == [[15, 9, 15]] * 2
    assert not table.duplicated(["series", "transform", "test", "deterministic", "lag_rule", "lags"]).any()
    assert not table[["lags", "nobs", "null", "decision", "implies", "state"]].isna().any(axis=None)


def test_a_seasonal_test_of_a_seasonal_difference_is_a_row_that_says_so(table):
    seasonal = table[table["test"].isin(["OCSB", "CH"])]
    differenced = seasonal[seasonal["transform"] == "diff12"]
    assert set(differenced["state"]) == {"seasonally differenced"}
    assert set(differenced["decision"]) == set(differenced["implies"]) == {"not available"}
    assert differenced["statistic"].isna().all()
    others = table.drop(differenced.index)
    assert set(others["state"]) == {"computed"}
    assert not others[["statistic", "crit_5"]].isna().any(axis=None)


def test_decisions_and_what_they_imply_follow_the_null(table):
    computed = table[table["state"] == "computed"]
    above = computed["test"].isin(["KPSS", "CH"])
    beyond = (computed["statistic"] > computed["crit_5"]).where(above, computed["statistic"] < computed["crit_5"])
    assert (beyond == (computed["decision"] == "rejected")).all()
    assert set(computed["decision"]) == {"rejected", "not rejected"}
    assert set(computed.loc[computed["decision"] == "not rejected", "implies"]) == {"undecided"}
    rejected = computed[computed["decision"] == "rejected"]
    assert set(rejected.loc[rejected["test"] == "KPSS", "implies"]) <= {"unit root"}
    assert set(rejected.loc[rejected["test"] == "ZA", "implies"]) == {"stationary around a break"}
    assert set(computed.loc[computed["test"] == "ZA", "break_month"].str.len()) == {7}
    words = {"n": "stationary around zero", "c": "stationary", "ct": "stationary around a trend"}
    plain = rejected[rejected["test"].isin(["ADF", "PP", "DF-GLS"])]
    assert (plain["implies"] == plain["deterministic"].map(words)).all()
    assert implied({"test": "CH", "null": "no seasonal unit root", "decision": "rejected"}) == "seasonal unit root"
    assert implied({"test": "OCSB", "null": "seasonal unit root", "decision": "rejected"}) == "no seasonal unit root"


def test_too_few_months_for_seasonal_tests_are_a_row_and_not_a_crash():
    n = minimum(12) - 1
    table = battery({"m": monthly(draw(0.9, n, 16))}, ["level"], "x", **SETTINGS | {"max_lags": 2})
    seasonal = table[table["test"].isin(["OCSB", "CH"])]
    assert set(seasonal["state"]) == {"fewer than 29 observations"}
    enough = battery({"m": monthly(draw(0.9, n + 1, 16))}, ["level"], "x", **SETTINGS | {"max_lags": 2})
    assert set(enough["state"]) == {"computed"}


def test_a_series_in_whole_units_is_a_series_like_any_other():
    """A table of whole units comes as integers, into which the Zivot-Andrews test cannot write."""
    whole = (1000 * monthly(draw(0.9, 44, 23))).round()
    tables = [battery({"m": values}, ["level", "diff"], "x", **SETTINGS) for values in (whole, whole.astype(int))]
    pd.testing.assert_frame_equal(*tables)


def test_seasonal_tests_have_no_critical_value_at_another_level():
    table = battery({"m": monthly(draw(0.9, 44, 17))}, ["level"], "x", **SETTINGS | {"significance": 0.1})
    seasonal = table["test"].isin(["OCSB", "CH"])
    assert set(table.loc[seasonal, "state"]) == {"critical value at 5% only"}
    assert set(table.loc[seasonal, "decision"]) == {"not available"}
    assert not table.loc[seasonal, "statistic"].isna().any()
    others = table[~seasonal & (table["test"] != "KPSS")]
    assert ((others["statistic"] < others["crit_10"]) == (others["decision"] == "rejected")).all()


@pytest.mark.parametrize(
    ("series", "changed", "expected"),
    [
        (monthly(np.full(44, 4.0)), {}, "constant at 4"),
        (monthly(np.arange(13.0) ** 2), {}, "13 observations for 7 parameters, at least 20 are needed"),
        (monthly(np.arange(19.0) ** 2), {"max_lags": 0}, "19 observations for 3 parameters, at least 20 are needed"),
        (monthly(np.arange(25.0) ** 2), {"max_lags": 12}, "25 observations for 15 parameters, at least 30 are needed"),
        (monthly([1.0, np.nan] + [2.0] * 42), {}, "no value in 2006-04"),
    ],
)
def test_series_that_cannot_be_tested_are_named_before_anything_is_estimated(series, changed, expected):
    good = monthly(draw(0.9, 44, 18))
    with pytest.raises(DataError, match=expected) as error:
        battery({"good": good, "m": series}, ["level"], "x", **SETTINGS | changed)
    assert "unit root test of m of x (level), 2006-03.." in str(error.value)


@pytest.mark.parametrize(
    ("against_root", "against_stationarity", "expected"),
    [
        ([], [], ("undecided", "none")),
        (["ADF", "PP", "DF-GLS"], [], ("agree", "stationary")),
        (["ADF", "PP", "DF-GLS", "ZA"], [], ("agree", "stationary")),
        ([], ["KPSS"], ("agree", "unit root")),
        (["PP"], [], ("split", "stationary")),
        (["ZA"], [], ("split", "stationary around a break")),
        (["PP"], ["KPSS"], ("conflict", "none")),
        (["ZA"], ["KPSS"], ("conflict", "none")),
    ],
)
def test_verdicts_on_one_series(against_root, against_stationarity, expected):
    assert verdict(against_root, against_stationarity) == expected


def test_verdicts_on_the_season():
    yes, no = "rejected", "not rejected"
    assert seasonal_verdict({"OCSB": yes, "CH": no}) == "no seasonal unit root"
    assert seasonal_verdict({"OCSB": no, "CH": yes}) == "seasonal unit root"
    assert seasonal_verdict({"OCSB": yes, "CH": yes}) == "conflict"
    assert seasonal_verdict({"OCSB": no, "CH": no}) == "undecided"
    assert seasonal_verdict({"OCSB": "not available", "CH": yes}) == "not available"


def test_conflicts_name_the_tests_that_reject(table):
    stacked = table.assign(country="x")
    found = conflicts(stacked, **HEADLINE).set_index(["series", "transform"])
    assert len(found) == 6
    for (series, kind), row in found.iterrows():
        part = stacked[(stacked["series"] == series) & (stacked["transform"] == kind)]
        for test, terms, rule in (("ADF", "c", "MAIC"), ("PP", "c", "l4"), ("ZA", "c", "AIC")):
            one = part[(part["test"] == test) & (part["deterministic"] == terms) & (part["lag_rule"] == rule)]
            assert len(one) == 1
            named = test in row["against_unit_root"].split(", ")
            assert named == (one["decision"].iloc[0] == "rejected")
    assert found.loc[("noise", "level"), "reading"] == "stationary"
    assert set(found["season"].xs("diff12", level="transform")) == {"not available"}


def test_a_specification_that_was_not_run_is_named(table):
    with pytest.raises(DataError, match="OCSB was not run with these terms"):
        conflicts(table.assign(country="x"), **HEADLINE | {"ocsb_lags": 5})


@pytest.mark.parametrize("script", ["verdicts", "numbers", "paper_text", "arima"])
def test_scripts_that_run_no_battery_do_not_load_its_libraries(script):
    folder = ROOT / "workflow/multiplier/unit_roots"
    used = set(dependencies(ROOT / f"workflow/scripts/{script}.py", (ROOT / "workflow",)))
    assert folder / "conflicts.py" in used or script in ("verdicts", "arima")
    heavy = {folder / "seasonal.py", folder / "battery.py"}
    assert all(file.is_file() for file in heavy)
    assert not used & heavy


def test_rejections_of_zivot_andrews_are_held_against_the_simulated_value():
    chosen = pd.DataFrame(
        {
            "test": ["ZA", "ZA", "ZA", "ZA", "ZA", "ADF"],
            "transform": ["level", "level", "diff12", "diff12", "diff", "level"],
            "statistic": [-4.9, -5.3, -5.0, -5.15, -4.9, -9.0],
            "decision": ["rejected", "rejected", "not rejected", "rejected", "rejected", "rejected"],
        }
    )
    power = pd.DataFrame(
        {
            "test": ["ZA", "ZA", "ADF"],
            "process": "random_walk",
            "transform": ["level", "diff12", "level"],
            "critical_simulated": [-5.1, -5.2, -10.0],
        }
    )
    found = {key: number.value for key, number in over_sized(chosen, power).items()}
    assert found == {"za_rejections": 3, "za_taken_back": 2}


def test_decisions_that_the_asymptotic_p_value_would_turn_are_counted():
    rows = [(0.04, "not rejected"), (0.06, "rejected"), (0.04, "rejected"), (0.5, "not rejected")]
    rows += [(None, "rejected"), (0.01, "not available")]
    found = apart(pd.DataFrame(rows, columns=["pvalue", "decision"]), 0.05)
    assert {key: number.value for key, number in found.items()} == {"unit_root_decided": 4, "unit_root_apart": 2}
