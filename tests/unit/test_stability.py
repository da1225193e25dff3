"""Bias of phi, diagnostics, order search and tests of stability: properties, batches against loops, errors."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.regression.recursive_ls import RecursiveLS
from statsmodels.stats.diagnostic import acorr_ljungbox, het_arch
from statsmodels.stats.stattools import jarque_bera

from multiplier import DataError
from multiplier.formula import order_search
from multiplier.formula.arima import Fit, Reading, fit_cls, fit_exact_ml
from multiplier.formula.bias import (
    bias_at,
    cls_estimates,
    exact_ml_estimates,
    invert,
    median_unbiased,
    phi_grid,
    quantiles_of_cls,
)
from multiplier.formula.break_tests import (
    ANDREWS,
    ANDREWS_TRIMMING,
    Process,
    asymptotic,
    decided,
    one_reading,
    processes,
)
from multiplier.formula.chow import chow
from multiplier.formula.diagnostics import alternatives, arch, innovations, ljung_box, normality
from multiplier.formula.diagnostics import by_country as diagnose
from multiplier.formula.order_search import Model, fit_model, grid, ranked, search
from multiplier.formula.parameter_change import (
    cusum,
    cusum_line,
    cusum_pvalue,
    cusum_statistic,
    f_by_date,
    recursive_estimates,
    recursive_residuals,
    running_sums,
    trimmed,
)
from multiplier.simulation import autoregression, power, simulate_ar1

LEVELS = (0.05, 0.5, 0.95)
SETTINGS = {"trimming": 0.15, "recursive_start": 8, "phi_change": 0.3, "intercept_shift": 1.0}
FAULTS = {"arch_lags": 4, "second_lag": 0.5, "seasonal_ma": -0.5, "t_freedom": 5, "arch": 0.5}


def monthly(values, first="2006-03", name="m"):
    return pd.Series(values, index=pd.period_range(first, periods=len(values), freq="M", name="month"), name=name)


def paths(seed=0, draws=4, nobs=32, phi=0.8):
    return simulate_ar1(np.array([0.3, phi]), 1.0, 1.0, nobs, draws, np.random.default_rng(seed))


samples = st.integers(0, 10_000).map(lambda seed: paths(seed, 1)[0])
either = pytest.mark.parametrize("mean", [False, True])


# ------------------------------------------------------------------ breaks


@either
@given(x=samples)
@settings(max_examples=10)
def test_f_by_date_is_chows_statistic_and_its_supremum_is_no_smaller(mean, x):
    series, k = monthly(x), 1 + mean
    f = f_by_date(running_sums(x, mean))
    months = series.index[1:]
    assert len(f) == len(months) - 2 * k - 1
    at = [chow(series, str(months[k + 1 + date]), mean)["statistic"] for date in range(len(f))]
    np.testing.assert_allclose(f, at, rtol=1e-8, atol=1e-10)
    dates = trimmed(len(months), k, 0.15, "x")
    assert (f[dates].max() >= f[dates]).all()
    # Fifteen percent of 31 observations on either side: five.
    assert [dates.start + k + 1, dates.stop + k] == [5, 26]


@either
@given(x=samples, scale=st.floats(0.001, 1000), shift=st.floats(-50, 50))
@settings(max_examples=20)
def test_break_tests_do_not_depend_on_units(mean, x, scale, shift):
    other = running_sums(scale * x + (scale * shift if mean else 0), mean)
    ours = running_sums(x, mean)
    np.testing.assert_allclose(f_by_date(other), f_by_date(ours), rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(
        cusum_statistic(recursive_residuals(other)), cusum_statistic(recursive_residuals(ours)), rtol=1e-6
    )


@either
def test_recursive_residuals_and_cusum_are_those_of_statsmodels(mean):
    x = paths(3, 1)[0]
    regressors = np.column_stack([np.ones(31), x[:-1]]) if mean else x[:-1]
    theirs = RecursiveLS(x[1:], regressors).fit()
    k = 1 + mean
    ours = recursive_residuals(running_sums(x, mean))
    np.testing.assert_allclose(ours, theirs.resid_recursive[k:], rtol=1e-5)  # theirs starts diffuse
    np.testing.assert_allclose(cusum(ours), theirs.cusum, rtol=1e-5)
    # Its bounds at 5 percent use 0.948: the usual rounding of where the p-value is 0.05.
    upper = theirs._cusum_significance_bounds(0.05)[1]
    line = cusum_line(31 - k)
    assert upper[-1] == pytest.approx(0.948 * line[-1], rel=1e-9)


@either
@given(x=samples)
@settings(max_examples=10)
def test_the_last_recursive_estimate_is_that_of_the_whole_sample(mean, x):
    phi, error = recursive_estimates(running_sums(x, mean), 8)
    whole = fit_cls(monthly(x), mean, 12)
    assert len(phi) == 31 - 8 + 1
    assert phi[-1] == pytest.approx(whole.phi, rel=1e-8)
    assert error[-1] == pytest.approx(whole.errors["phi"], rel=1e-8)
    early = fit_cls(monthly(x[:20]), mean, 5)
    assert phi[19 - 8] == pytest.approx(early.phi, rel=1e-8)


def test_a_break_is_found_where_it_is():
    rng = np.random.default_rng(5)
    phi, intercept = np.where(np.arange(99) < 60, 0.2, 0.9), np.where(np.arange(99) < 60, 0.0, 5.0)
    series = monthly(autoregression(intercept, phi, 0.0, rng.standard_normal((1, 99)))[0])
    result = one_reading(series, True, "2011-04", SETTINGS, 0.05, 500, rng, "x")
    row = result["tests"].set_index("test").loc["sup-F"]
    assert abs((pd.Period(row["break_month"], "M") - series.index[61]).n) <= 2
    assert row["pvalue_simulated"] < 0.01
    assert row["phi_before"] < 0.5
    assert row["phi_after"] > 0.8
    # The regimes are those of Chow's test in that month.
    same = chow(series, row["break_month"], True)
    assert same["statistic"] == pytest.approx(row["statistic"])
    assert [same["phi_before"], same["phi_after"]] == pytest.approx([row["phi_before"], row["phi_after"]])
    by_month = result["monthly"].set_index("month")["f"]
    assert by_month.idxmax() == row["break_month"]
    assert by_month.max() == row["statistic"]


def test_a_stable_series_is_rejected_as_often_as_the_level_says_and_a_broken_one_more_often():
    rng = np.random.default_rng(1)
    power = one_reading(monthly(paths(7, 1, 60, 0.5)[0]), True, "2008-09", SETTINGS, 0.05, 4000, rng, "x")["power"]
    share = power.set_index(["test", "alternative"])["share"]
    for test in ("Chow", "sup-F", "CUSUM"):
        assert 0.01 < share[test, "none"] < 0.15, "asymptotic critical values are near where phi is small"
    assert share["Chow", "intercept"] > 0.3
    assert share["Chow", "intercept"] > share["sup-F", "intercept"], "knowing the date helps"
    plain = np.sqrt(power["share"] * (1 - power["share"]) / 4000)
    simulated = power["alternative"] != "none"
    np.testing.assert_allclose(power["se"][~simulated], plain[~simulated])
    assert (power["se"][simulated] > plain[simulated]).all(), "the critical value is simulated too"
    assert set(power.loc[power["alternative"] == "none", "critical"]) == {"asymptotic"}
    assert set(power.loc[power["alternative"] != "none", "critical"]) == {"simulated"}


def test_the_error_of_power_counts_that_of_the_critical_value():
    """Against repeated simulation, where the statistic is normal and the alternative moves it by one."""
    rng = np.random.default_rng(4)
    found = np.array([power(rng.standard_normal(500) + 1, rng.standard_normal(500), 0.05) for _ in range(800)])
    assert found[:, 0].mean() == pytest.approx(norm.sf(norm.isf(0.05) - 1), abs=0.01)
    assert found[:, 1].mean() == pytest.approx(found[:, 0].std(), rel=0.12)
    assert found[:, 1].mean() > 1.5 * np.sqrt(found[:, 0].mean() * (1 - found[:, 0].mean()) / 500)


@pytest.mark.parametrize("change", [{"intercept_shift": 0.0}, {"phi_change": 0.0}])
def test_a_process_without_a_break_is_rejected_at_the_level(change):
    """With the simulated critical value an alternative that is no break has power equal to the level."""
    rng = np.random.default_rng(2)
    still = SETTINGS | change
    kind = "intercept" if "intercept_shift" in change else "phi"
    power = one_reading(monthly(paths(8, 1)[0]), True, "2007-07", still, 0.05, 20000, rng, "x")["power"]
    for share in power.loc[power["alternative"] == kind, "share"]:
        assert share == pytest.approx(0.05, abs=5 * np.sqrt(2 * 0.05 * 0.95 / 20000))
        assert share != 0.05, "the draws of the critical value must not be those of the power"


def test_a_break_in_a_simulated_path_comes_in_its_month():
    after = np.array([False, False, True, True])
    process = Process(before=(1.0, 0.5), after=(0.0, 2.0), sigma=3.0)
    still = process.paths(2.0, after, np.zeros((1, 4)))
    assert still.tolist() == [[2.0, 2.0, 2.0, 4.0, 8.0]]
    moved = process.paths(2.0, after, np.array([[0.0, 1.0, 0.0, 0.0]]))
    assert moved.tolist() == [[2.0, 2.0, 5.0, 10.0, 20.0]]


def test_processes_are_fitted_before_and_after():
    x = paths(9, 1)[0]
    after = np.arange(31) >= 17
    made = processes(x, after, True, SETTINGS)
    early, late = (fit_cls(monthly(part), True, 5) for part in (x[:18], x[17:]))
    assert made["estimated"].before == pytest.approx((early.intercept, early.phi))
    assert made["estimated"].after == pytest.approx((late.intercept, late.phi))
    whole = fit_cls(monthly(x), True, 12)
    assert made["none"].before == made["none"].after == pytest.approx((whole.intercept, whole.phi))
    assert made["intercept"].after[0] - made["none"].after[0] == pytest.approx(made["none"].sigma)
    assert made["phi"].before == made["intercept"].before == made["none"].before, (
        "the null is that of the critical value"
    )
    assert {made[key].sigma for key in ("none", "phi", "intercept")} == {made["none"].sigma}
    assert made["phi"].before[1] - made["phi"].after[1] == pytest.approx(0.3)
    ahead = [intercept + phi * x.mean() for intercept, phi in (made["phi"].before, made["phi"].after)]
    assert ahead[0] == pytest.approx(ahead[1]), "what follows the mean stays the same"
    assert processes(x, after, False, SETTINGS)["phi"].after[0] == 0, "no intercept where the reading has none"


@pytest.mark.parametrize("k", [1, 2])
def test_critical_values_of_andrews_are_those_of_a_long_series(k):
    """The typed table against 4,000 white-noise series of 400 observations."""
    noise = np.random.default_rng(k).standard_normal((4000, 401))
    dates = trimmed(400, k, ANDREWS_TRIMMING, "x")
    largest = k * f_by_date(running_sums(noise, k == 2))[:, dates].max(axis=-1)
    for level, value in ANDREWS[k].items():
        assert (largest >= value).mean() == pytest.approx(level, abs=4 * np.sqrt(level / 4000) + 0.15 * level)
    assert np.isnan(asymptotic(k, 31, 0.2, 0.05)["sup-F"]), "the table is for one trimming"


def test_where_no_table_has_a_critical_value_its_size_is_missing_and_the_rest_is_there():
    wide = SETTINGS | {"trimming": 0.2}
    result = one_reading(monthly(paths()[0]), True, "2007-07", wide, 0.05, 100, np.random.default_rng(0), "x")
    missing = result["power"][result["power"]["share"].isna()]
    assert missing[["test", "alternative"]].to_numpy().tolist() == [["sup-F", "none"]]
    assert len(result["power"]) == 3 * 4


def test_published_critical_values_of_the_cusum():
    """Brown, Durbin and Evans (1975) print 0.850, 0.948 and 1.143."""
    for level, value in ((0.1, 0.850), (0.05, 0.948), (0.01, 1.143)):
        assert cusum_pvalue(value) == pytest.approx(level, rel=0.01)
    values = [cusum_pvalue(a) for a in np.linspace(0, 2, 81)]
    assert (np.diff(values) < 0).all()
    assert asymptotic(1, 31, 0.15, 0.05)["CUSUM"] == pytest.approx(0.948, abs=0.001)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"trimming": 0.02}, r"sup-F test of x: trimming 0.02 of 31 observations leaves 1 on a side, between 3 and 15"),
        ({"recursive_start": 2}, "recursive estimates: start at 2 observations, between 3 and 31 are possible"),
        ({"recursive_start": 32}, "recursive estimates: start at 32 observations"),
    ],
)
def test_impossible_settings_are_named(change, expected):
    with pytest.raises(DataError, match=expected):
        one_reading(monthly(paths()[0]), True, "2007-07", SETTINGS | change, 0.05, 10, np.random.default_rng(0), "x")


@pytest.mark.parametrize(
    ("series", "month", "expected"),
    [
        (monthly([2.0] * 32), "2007-07", "stability of x, .*constant at 2"),
        (monthly(paths(nobs=11)[0]), "2006-09", "11 observations for 2 parameters, at least 12 are needed"),
        (monthly([1.0, np.nan, *range(30)]), "2007-07", "no value in 2006-04"),
        (monthly(paths()[0]), "2012-07", "0 observations from 2012-07, at least 3 are needed"),
    ],
)
def test_series_that_cannot_be_tested_are_named(series, month, expected):
    with pytest.raises(DataError, match=expected):
        one_reading(series, True, month, SETTINGS, 0.05, 10, np.random.default_rng(0), "x")


def test_each_test_is_adjusted_by_itself():
    tests = pd.DataFrame(
        {
            "reading": ["a", "a", "b", "b"],
            "test": ["sup-F", "CUSUM"] * 2,
            "pvalue_simulated": [0.01, 0.5, 0.04, 0.3],
        }
    )
    critical = pd.DataFrame(
        {"reading": ["a"] * 2 + ["b"] * 2, "test": ["sup-F", "CUSUM"] * 2, "critical_simulated": range(4)}
    )
    table = decided(tests, critical, 0.05).set_index(["test", "reading"])
    assert table.loc["sup-F", "pvalue_holm"].to_dict() == {"a": 0.02, "b": 0.04}
    assert table.loc["CUSUM", "pvalue_holm"].to_dict() == {"a": 0.6, "b": 0.6}
    assert table.loc["sup-F", "decision"].tolist() == ["rejected", "rejected"]
    assert table.loc[("CUSUM", "b"), "critical_simulated"] == 3


def test_the_simulated_p_value_of_chow_is_that_of_f_where_f_is_right():
    """With many observations and little persistence both must agree."""
    rng = np.random.default_rng(8)
    series = monthly(autoregression(0.0, 0.2, 0.0, rng.standard_normal((1, 400)))[0])
    row = one_reading(series, True, str(series.index[200]), SETTINGS, 0.05, 4000, rng, "x")["tests"].iloc[0]
    assert row["test"] == "Chow"
    assert row["pvalue_simulated"] == pytest.approx(row["pvalue"], abs=5 * row["pvalue_simulated_se"] + 0.01)
    share = row["pvalue_simulated"]
    assert row["pvalue_simulated_se"] == pytest.approx(np.sqrt(share * (1 - share) / 4000))


# ------------------------------------------------- a batch against a loop


def statistics(mean):
    def bare(estimate):
        return lambda x: np.stack(estimate(x, mean), axis=-1)

    return {
        "f": lambda x: f_by_date(running_sums(x, mean)),
        "cusum": lambda x: cusum_statistic(recursive_residuals(running_sums(x, mean))),
        "recursive": lambda x: recursive_estimates(running_sums(x, mean), 8)[1],
        "cls": bare(cls_estimates),
        "exact_ml": bare(exact_ml_estimates),
        "ljung_box": lambda x: ljung_box(x, 12),
        "normality": normality,
        "arch": lambda x: arch(x, 4),
        "innovations": lambda x: innovations(x, *exact_ml_estimates(x, mean), "exact_ml"),
    }


@either
@pytest.mark.parametrize("name", list(statistics(True)))
def test_many_series_at_once_equal_one_after_the_other(name, mean):
    function, many = statistics(mean)[name], paths(4, 6)
    np.testing.assert_allclose(function(many), np.stack([function(one) for one in many]), rtol=1e-9, atol=1e-12)


# ---------------------------------------------------------------- diagnostics


@given(e=samples)
@settings(max_examples=10)
def test_statistics_of_residuals_are_those_of_statsmodels(e):
    assert ljung_box(e, 12) == pytest.approx(acorr_ljungbox(e, lags=[12])["lb_stat"].iloc[0], rel=1e-9)
    assert normality(e) == pytest.approx(jarque_bera(e)[0], rel=1e-9)
    assert arch(e, 4) == pytest.approx(het_arch(e, nlags=4, result_object=False)[0], rel=1e-7)


@either
@pytest.mark.parametrize("phi", [-0.5, 0.3, 0.95])
def test_batched_maximum_likelihood_is_that_of_statsmodels(mean, phi):
    for x in paths(11, 3, 32, phi):
        fit = fit_exact_ml(monthly(x), mean, 12)
        found, intercept = exact_ml_estimates(x, mean)
        assert found == pytest.approx(fit.phi, abs=1e-5)
        assert intercept == pytest.approx(fit.intercept, abs=1e-4)
        e = innovations(x, found, intercept, "exact_ml")
        assert (e @ e) / len(x) == pytest.approx(fit.sigma2, rel=1e-5)
        lags, freedom = 12, 11
        assert freedom == lags - 1
        p = acorr_ljungbox(e, lags=[lags], model_df=1)["lb_pvalue"].iloc[0]
        assert p == pytest.approx(fit.ljung_box_p, rel=1e-3)


def test_innovations_have_the_faults_that_are_asked_for():
    made = alternatives(4000, 20, FAULTS, np.random.default_rng(0))

    def correlation(e, lag):
        return (e[:, lag:] * e[:, :-lag]).mean() / (e * e).mean()

    assert {test for test, _ in made.values()} == {"Ljung-Box", "Jarque-Bera", "ARCH-LM"}
    assert all(errors.shape == (20, 4000) for _, errors in made.values())
    assert correlation(made["second_lag"][1], 1) == pytest.approx(0, abs=0.02)
    assert correlation(made["second_lag"][1], 2) == pytest.approx(0.5, abs=0.02)
    assert made["second_lag"][1][:, :2].std() == pytest.approx(made["second_lag"][1].std(), abs=0.2)
    assert correlation(made["seasonal_ma"][1], 12) == pytest.approx(-0.5 / 1.25, abs=0.02)
    assert correlation(made["seasonal_ma"][1], 1) == pytest.approx(0, abs=0.02)
    heavy = made["t_errors"][1]
    assert heavy.var() == pytest.approx(1, abs=0.03)
    assert (heavy**4).mean() > 4
    arch_made = made["arch"][1]
    assert arch_made.var() == pytest.approx(1, abs=0.05)
    assert correlation(arch_made, 1) == pytest.approx(0, abs=0.03)
    assert correlation(np.minimum(arch_made**2, 9) - np.minimum(arch_made**2, 9).mean(), 1) > 0.2


def test_power_rises_with_the_observations_and_faults_are_named():
    rng = np.random.default_rng(3)

    def table(nobs):
        season = rng.standard_normal(12)
        w = paths(12, 1, nobs, 0.5)[0]
        series = list(season)
        for value in w:
            series.append(series[-12] + value)
        frame = monthly(series, "1900-01", "multiplier").to_frame()
        last = str(frame.index[-1])
        return diagnose(
            {"x": frame}, "1900-01", last, {"w": Reading(0, True)}, ["cls"], 12, FAULTS, 0.05, 2000, rng
        ).set_index("alternative")

    short, long = table(32), table(150)
    assert (long["power"] > short["power"] + 0.1).all()
    assert set(short.index) == {"second_lag", "seasonal_ma", "t_errors", "arch"}
    assert (short["pvalue_simulated"] > 0.01).all(), "the null is true"
    assert (short["power_se"] > np.sqrt(short["power"] * (1 - short["power"]) / 2000)).all(), (
        "critical values have errors"
    )


def test_the_second_lag_is_another_process_for_every_coefficient():
    """An AR(1) that is fitted again leaves it in the residuals, whatever phi is."""
    errors = alternatives(3000, 4, FAULTS, np.random.default_rng(1))["second_lag"][1]
    for phi in (-0.2, 0.5, 0.97):
        made = autoregression(0.0, phi, errors[:, 0], errors[:, 1:])
        left = innovations(made, *cls_estimates(made, True), "cls")
        assert (ljung_box(left, 12) > 200).all()


# ----------------------------------------------------------------------- bias


def test_least_squares_is_biased_as_kendall_says():
    """With a mean the bias is about -(1 + 3 phi) / n for a stationary series of moderate phi (Kendall 1954)."""
    x = monthly(paths(1, 1, 101, 0.5)[0])
    fit = Fit(0.5, 0.0, 1.0, {}, 100, 0.0, 0.0, 0.5, True)
    found = bias_at(fit, "cls", np.concatenate([[0.0], x.to_numpy()[1:]]), True, 20000, np.random.default_rng(0))
    assert found["bias_mean"] == pytest.approx(-(1 + 3 * 0.5) / 100, abs=4 * found["bias_mean_se"] + 0.001)
    assert found["phi_corrected"] == pytest.approx(0.5 - found["bias_mean"])
    exact = bias_at(fit, "exact_ml", x.to_numpy(), True, 20000, np.random.default_rng(0))
    assert exact["bias_mean"] == pytest.approx(-(1 + 3 * 0.5) / 100, abs=4 * exact["bias_mean_se"] + 0.001)
    assert 0 < found["bias_mean_se"] < 0.001
    assert 0 < found["bias_median_se"] < 0.002


@pytest.fixture(scope="module")
def tabulated():
    values = phi_grid(0.05, 0.01, 0.9)
    return values, quantiles_of_cls(values, 32, None, LEVELS, 20000, np.random.default_rng(6))


def test_the_grid_ends_at_one_and_is_finer_there():
    values = phi_grid(0.05, 0.01, 0.9)
    assert values[-1] == 1
    assert values[0] > -1
    assert (np.diff(values) > 0).all()
    assert np.diff(values)[0] == pytest.approx(0.05)
    assert np.diff(values)[-1] == pytest.approx(0.01)
    assert 0.9 in values


def test_the_median_unbiased_estimate_inverts_the_simulated_median(tabulated):
    values, quantiles = tabulated
    for phi, median in zip(values[1:-1:6], quantiles[1:-1:6, 1], strict=True):
        found = median_unbiased(float(median), values, quantiles)
        assert found["phi_median_unbiased"] == pytest.approx(phi, abs=1e-9)
        assert not found["boundary"]
        assert found["low"] < phi < found["high"] or found["high"] == 1
        assert 0 < found["phi_median_unbiased_se"] < 0.004
    beyond = median_unbiased(float(quantiles[-1, 1]) + 0.01, values, quantiles)
    assert beyond["phi_median_unbiased"] == 1
    assert beyond["boundary"]
    assert beyond["phi_median_unbiased_se"] == 0
    assert beyond["high"] == 1
    assert beyond["median_at_one"] == quantiles[-1, 1] < 0.9


def test_half_of_the_median_unbiased_estimates_are_too_low_and_the_interval_covers(tabulated):
    values, quantiles = tabulated
    rng, phi, draws = np.random.default_rng(7), 0.95, 6000
    first = 5 + rng.standard_normal(draws) / np.sqrt(1 - phi**2)
    made = simulate_ar1(np.array([5 * (1 - phi), phi]), 1.0, first, 32, draws, rng)
    found = [median_unbiased(float(estimate), values, quantiles) for estimate in cls_estimates(made, True)[0]]
    low = np.mean([each["phi_median_unbiased"] < phi for each in found])
    covered = np.mean([each["low"] <= phi <= each["high"] for each in found])
    assert low == pytest.approx(0.5, abs=4 * np.sqrt(0.25 / draws))
    assert covered == pytest.approx(0.9, abs=4 * np.sqrt(0.09 / draws))
    # From its mean, not from its stationary distribution, the same process gives other estimates.
    rested = cls_estimates(simulate_ar1(np.array([phi]), 1.0, 0.0, 32, draws, rng), True)[0]
    assert np.median(rested) < np.interp(phi, values, quantiles[:, 1]) - 0.005
    assert (cls_estimates(made, True)[0] < phi).mean() > 0.7, "least squares itself is biased"


def test_without_a_mean_the_first_observation_is_kept():
    """Far from zero it dominates: the estimate is exact. Starting at rest a random walk is underestimated."""
    far, rest = (
        quantiles_of_cls(np.array([0.5, 1.0]), 32, start, LEVELS, 4000, np.random.default_rng(1))
        for start in (1e6, 0.0)
    )
    np.testing.assert_allclose(far[:, :3], [[0.5] * 3, [1.0] * 3], atol=1e-4)
    assert rest[1, 1] < 0.99


def test_an_inverse_outside_the_grid_is_its_end():
    values = np.array([0.0, 0.5, 1.0])
    assert invert(0.25, values, np.array([0.0, 0.5, 0.9]), first=True) == (0.25, False)
    assert invert(0.95, values, np.array([0.0, 0.5, 0.9]), first=True) == (1.0, True)
    assert invert(-0.5, values, np.array([0.0, 0.5, 0.9]), first=True) == (0.0, True)
    hump = np.array([0.0, 0.6, 0.4, 0.8])
    crossings = [invert(0.5, np.array([0.0, 0.3, 0.6, 1.0]), hump, first)[0] for first in (True, False)]
    assert crossings == pytest.approx([0.25, 0.7])


# --------------------------------------------------------------- order search


def test_the_grid_has_every_model_once():
    models = grid(2, 2, 1, [False, True], 12)
    assert len(models) == len(set(models)) == 2 * 9 * 3
    assert max(model.parameters for model in models) == 2 + 2 + 1 + 1 + 1


@given(x=samples)
@settings(max_examples=3)
def test_the_search_finds_the_ar1_that_is_fitted_elsewhere(x):
    for mean in (False, True):
        ours = fit_model(x, Model(1, 0, 0, 0, mean))
        fit = fit_exact_ml(monthly(x), mean, 12)
        assert ours["loglik"] == pytest.approx(fit.loglik, abs=1e-4)
        assert ours["aicc"] == pytest.approx(fit.aicc, abs=2e-4)
    white = fit_model(x, Model(0, 0, 0, 0, False))
    assert white["loglik"] == pytest.approx(norm.logpdf(x, scale=np.sqrt((x @ x) / 32)).sum())
    assert fit_model(x, Model(1, 0, 0, 0, False))["loglik"] > white["loglik"]


def seasonal_series():
    rng = np.random.default_rng(4)
    series = list(rng.standard_normal(12))
    for value in paths(13, 1, 32, 0.9)[0]:
        series.append(series[-12] + value)
    return monthly(series, name="m")


def test_fits_that_do_not_converge_stay_in_the_table_and_are_never_best(monkeypatch):
    monkeypatch.setattr(order_search, "OPTIMISER", {"method": "lbfgs", "maxiter": 1})
    table = search(seasonal_series(), [0, 1], 1, 1, 0, 12, "x")
    assert len(table) == 2 * 4 + 4
    failed = table[~table["converged"]]
    assert len(failed) > 6
    assert failed["rank"].isna().all()
    assert not failed["selected_by"].str.contains("AICc|runner-up").any()
    best = table[table["selected_by"].str.contains("AICc")]
    assert best["converged"].all()
    assert len(best) == 2


def test_ranks_count_converged_fits_of_the_grid_only():
    table = ranked(
        pd.DataFrame(
            {
                "aicc": [3.0, 1.0, 2.0, 0.5],
                "converged": [True, False, True, True],
                "in_grid": [True, True, True, False],
                "automatic": [False, False, False, True],
            }
        )
    )
    assert table["aicc"].tolist() == [0.5, 1, 2, 3]
    assert table["rank"].fillna(0).tolist() == [0, 0, 1, 2]
    assert table["delta"].tolist() == [-1.5, -1, 0, 1]
    assert table["selected_by"].tolist() == ["auto_arima", "", "AICc", "runner-up"]


def test_a_sample_too_short_for_the_search_is_named():
    with pytest.raises(
        DataError, match=r"order search of x after a 12-month difference and 0 more, .*: 12 obs.*at least 14"
    ):
        search(seasonal_series().iloc[:24], [0, 1], 0, 0, 0, 12, "x")
    with pytest.raises(DataError, match="constant"):
        search(monthly(np.arange(44.0)), [0, 1], 1, 1, 0, 12, "x")
