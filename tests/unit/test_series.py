"""Drivers, unit roots, the forecasting formula and the comparison: properties and errors."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import f as fisher
from scipy.stats import ncf, nct
from scipy.stats import t as student
from statsmodels.tsa.statespace.sarimax import SARIMAX

from multiplier import DataError
from multiplier.comparison import changes, indices
from multiplier.data.business_cycle import gdp_growth, quarterly
from multiplier.drivers.correlations import (
    correlations,
    monthly_signs,
    random_walk_correlations,
    share_above,
    sign_test,
)
from multiplier.formula.arima import Fit, Reading, differenced, fit_reading, parameter_rows
from multiplier.formula.chow import chow
from multiplier.formula.correlogram import ar1_autocorrelations, correlogram
from multiplier.formula.forecasts import accuracy, forecast, no_change, seasonal_naive, with_actual
from multiplier.months import chosen, window
from multiplier.multiple_testing import holm
from multiplier.simulation import simulate_ar1
from multiplier.trends import (
    drift,
    f_statistics,
    fitted_changes,
    linear_trend,
    seasonal_patterns,
    seasonality,
    simulated_changes,
    simulated_tests,
    t_statistics,
)
from multiplier.unit_roots.dickey_fuller import adf_table


def monthly(values, first="2006-03", name="m"):
    return pd.Series(values, index=pd.period_range(first, periods=len(values), freq="M", name="month"), name=name)


@pytest.fixture(scope="module")
def rng():
    return np.random.default_rng(0)


def test_a_window_outside_the_data_or_with_a_gap_is_named():
    frame = monthly([1.0, np.nan, 3.0]).to_frame()
    with pytest.raises(DataError, match=r"x: window 2006-03\.\.2006-06: month 2006-06 is not in the data"):
        window(frame, "2006-03", "2006-06", "x")
    with pytest.raises(DataError, match="m has no value in 2006-04"):
        window(frame, "2006-03", "2006-05", "x")


def test_a_chosen_month_outside_the_data_is_named():
    frame = monthly([1.0, 2.0]).to_frame()
    assert chosen(frame, ["2006-04", "2006-03"], "x")["m"].tolist() == [2, 1]
    with pytest.raises(DataError, match="x: month 1980-03 is not in the data, which run from 2006-03 to 2006-04"):
        chosen(frame, ["2006-03", "1980-03"], "x")


def test_signs_count_months_that_move_as_theory_says():
    sample = pd.DataFrame(
        {
            "multiplier": [1.0, 2, 1, 2],
            "currency_ratio": [2.0, 1, 2, 1],
            "savings_ratio": [1.0, 2, 3, 4],
            "time_ratio": [1.0, 1, 1, 1],
            "reserve_ratio": [1.0, 2, 1, 2],
            "cash_deposit_ratio": [2.0, 1, 1, 1],
        },
        index=pd.period_range("2008-01", periods=4, freq="M", name="month"),
    )
    counts = monthly_signs(sample, ["diff"]).groupby("driver")["agrees"].sum()
    assert counts.to_dict() == {
        "currency_ratio": 3,
        "savings_ratio": 2,
        "time_ratio": 0,
        "reserve_ratio": 0,
        "cash_deposit_ratio": 1,
    }


def test_random_walks_correlate_and_independent_noise_does_not(rng):
    walks = random_walk_correlations(44, 20000, rng)
    share, error = share_above(walks, 0.3)
    # METHODS: about two thirds of pairs of independent walks of 44 months show |r| > 0.3.
    assert share == pytest.approx(2 / 3, abs=0.05)
    assert error == pytest.approx(np.sqrt(share * (1 - share) / 20000))
    assert share_above(walks, 0.0)[0] == 1
    assert share_above(walks, -0.3)[0] == share
    noise = np.array([np.corrcoef(rng.standard_normal((2, 44)))[0, 1] for _ in range(2000)])
    assert (np.abs(noise) > 0.3).mean() < 0.1


def test_the_reference_depends_on_the_seed_only():
    draws = [random_walk_correlations(44, 100, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert (draws[0] == draws[1]).all()
    assert not (draws[0] == draws[2]).all()


@given(scale=st.floats(0.01, 100), shift=st.floats(-10, 10))
@settings(max_examples=20, deadline=None)
def test_correlations_do_not_depend_on_units(scale, shift):
    rng = np.random.default_rng(3)
    columns = ["multiplier", "currency_ratio", "savings_ratio", "time_ratio", "reserve_ratio"]
    columns.append("cash_deposit_ratio")
    sample = pd.DataFrame(
        rng.standard_normal((44, 6)).cumsum(axis=0),
        columns=columns,
        index=pd.period_range("2006-03", periods=44, freq="M", name="month"),
    )
    reference = random_walk_correlations(44, 1000, rng)
    other = sample.assign(currency_ratio=scale * sample["currency_ratio"] + shift)
    numbers = ["pearson", "spearman", "agreements"]
    first, second = (correlations(each, ["level", "diff", "diff12"], reference)[numbers] for each in (sample, other))
    np.testing.assert_allclose(first, second, atol=1e-8)


def test_the_sign_test_is_that_of_a_fair_coin():
    assert sign_test(5, 10) == 1
    assert sign_test(0, 10) == pytest.approx(2 / 1024)
    assert sign_test(9, 10) == sign_test(1, 10) == pytest.approx(22 / 1024)


def run_adf(series, lags=12):
    return adf_table({"m": series}, ["level"], ["n", "c", "ct"], lags, ["AIC"], 0.05, "x")


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        (monthly([4.0] * 44), "constant at 4"),
        (
            monthly(np.arange(20.0)),
            "20 observations for 15 parameters, at least 30 are needed; .* or lower unit_roots.max_lags in",
        ),
        (monthly([1.0, np.nan] + [2.0] * 42), "no value in 2006-04"),
    ],
)
def test_series_that_cannot_be_tested_are_named_with_their_window(series, expected):
    with pytest.raises(DataError, match=expected) as error:
        run_adf(series)
    assert "unit root test of m of x (level), 2006-03.." in str(error.value)


def test_decisions_follow_the_critical_value_at_the_chosen_level(rng):
    series = monthly(rng.standard_normal(44))
    table = run_adf(series)
    rejected = table["statistic"] < table["crit_5"]
    assert (table["decision"] == rejected.map({True: "rejected", False: "not rejected"})).all()
    assert set(table["decision"]) == {"rejected", "not rejected"}, (
        "both decisions must occur for this test to mean anything"
    )
    strict = adf_table({"m": series}, ["level"], ["n", "c", "ct"], 12, ["AIC"], 0.01, "x")
    assert (strict["decision"] == "rejected").sum() < rejected.sum()


def ar1(phi, n, rng, mean=0.0):
    x = np.zeros(n)
    for t in range(1, n):
        x[t] = phi * x[t - 1] + rng.standard_normal()
    return x + mean


@pytest.mark.parametrize("estimator", ["exact_ml", "cls"])
@pytest.mark.parametrize("mean", [False, True])
def test_readings_find_the_process_that_made_the_series(estimator, mean, rng):
    level = 3.0 if mean else 0.0
    w = ar1(0.7, 4000, rng, level)
    series = list(rng.standard_normal(12))
    for value in w:
        series.append(series[-12] + value)
    fit = fit_reading(monthly(series, "1500-01"), Reading(0, mean), estimator, 12, "x")
    assert fit.phi == pytest.approx(0.7, abs=0.04)
    assert fit.sigma2 == pytest.approx(1, abs=0.08)
    assert fit.errors["phi"] == pytest.approx(np.sqrt((1 - 0.49) / 4000), rel=0.1)
    assert fit.converged
    rows = {row["parameter"]: row["estimate"] for row in parameter_rows(fit, Reading(0, mean))}
    if mean:
        found = rows["mean"] if estimator == "exact_ml" else rows["intercept"] / (1 - rows["phi"])
        assert found == pytest.approx(level, abs=0.15)
    else:
        assert set(rows) == {"phi", "sigma2"}


def test_too_short_a_sample_stops_before_estimation():
    with pytest.raises(DataError, match=r"AR\(1\) of x after a 12-month difference, .* at least 14 are needed"):
        fit_reading(monthly(np.arange(20.0) ** 2), Reading(0, False), "exact_ml", 12, "x")


@pytest.mark.parametrize("reading", [Reading(0, False), Reading(0, True), Reading(1, False)])
def test_forecasts_equal_those_of_a_state_space_model(reading, sample_china):
    """The difference equation run by hand against statsmodels' SARIMAX at the same parameters, 24 months."""
    series = sample_china["multiplier"]
    fit = fit_reading(series, reading, "exact_ml", 12, "m")
    ours = forecast(series, fit, reading, 24, [80, 95], "x")
    model = SARIMAX(series.to_numpy(), order=reading.order, seasonal_order=reading.seasonal_order, trend=reading.trend)
    parameters = ([fit.intercept] if reading.mean else []) + [fit.phi, fit.sigma2]
    theirs = model.smooth(parameters).get_forecast(24)
    # The state-space model starts from a diffuse state of variance 1e6, which leaves some 1e-6 of it.
    np.testing.assert_allclose(ours["forecast"], theirs.predicted_mean, rtol=1e-4)
    np.testing.assert_allclose(ours["std_error"], theirs.se_mean, rtol=1e-4)
    for level in (80, 95):
        bounds = theirs.conf_int(alpha=1 - level / 100)
        np.testing.assert_allclose(ours[f"lower_{level}"], bounds[:, 0], rtol=1e-3)
        np.testing.assert_allclose(ours[f"upper_{level}"], bounds[:, 1], rtol=1e-3)
    assert ours["month"].iloc[[0, -1]].tolist() == ["2009-11", "2011-10"]


def test_accuracy_counts_only_months_with_an_outcome():
    series = monthly(np.tile(np.arange(12.0), 4))
    naive = seasonal_naive(series, 3, [80, 95], 12)
    assert naive["forecast"].tolist() == [0, 1, 2]
    actual = monthly([1.0, 1.0], "2010-03")
    table = accuracy(with_actual(naive, actual), [80, 95])
    assert table["months"].tolist() == [2]
    assert table["mean_error"].iloc[0] == 0.5
    assert table["rmse"].iloc[0] == pytest.approx(np.sqrt(0.5))
    assert table["mae"].iloc[0] == 0.5
    still = no_change(series, 3, [80, 95])
    assert still["forecast"].tolist() == [11, 11, 11]
    assert still["std_error"].iloc[2] == pytest.approx(still["std_error"].iloc[0] * np.sqrt(3))


def test_differenced_loses_what_it_must():
    series = monthly(np.arange(44.0) ** 2)
    assert len(differenced(series, Reading(0, False))) == 32
    assert len(differenced(series, Reading(1, False))) == 31
    assert differenced(series, Reading(0, False)).iloc[0] == 144


def test_chow_rejects_a_break_and_not_its_absence(rng):
    calm = monthly(ar1(0.5, 200, rng))
    broken = calm + np.where(np.arange(200) < 100, 0, 6)
    assert chow(calm, "2014-07", True)["pvalue"] > 0.05
    assert chow(broken, "2014-07", True)["pvalue"] < 0.001
    with pytest.raises(DataError, match="2 observations from 2022-09, at least 3 are needed"):
        chow(calm, "2022-09", True)


def test_simulated_paths_have_the_process_that_is_asked_for(rng):
    paths = simulate_ar1(np.array([3.0, 0.5]), 1.0, 6.0, 400, 200, rng)
    assert (paths[:, 0] == 6).all()
    assert paths[:, 50:].mean() == pytest.approx(6, abs=0.05), "intercept / (1 - phi)"
    assert paths[:, 50:].std() == pytest.approx(1 / np.sqrt(1 - 0.25), abs=0.05)
    without = simulate_ar1(np.array([0.5]), 1.0, 0.0, 400, 200, rng)
    assert without[:, 50:].mean() == pytest.approx(0, abs=0.05)


def test_holm_multiplies_the_smallest_by_their_number():
    adjusted = holm(pd.Series([0.5, 0.01, 0.02]))
    assert adjusted.round(9).tolist() == [0.5, 0.03, 0.04]
    assert holm(pd.Series([0.4, 0.5])).tolist() == [0.8, 0.8]


def test_autocorrelations_of_a_short_ar1_are_biased_and_of_a_long_one_not(rng):
    mean, low, high = ar1_autocorrelations(0.6, 5000, 3, 200, rng)
    np.testing.assert_allclose(mean, [0.6, 0.36, 0.216], atol=0.01)
    assert (low < mean).all()
    assert (mean < high).all()
    assert ar1_autocorrelations(0.95, 32, 12, 2000, rng)[0][-1] < 0
    # Started in its stationary distribution: the exact expectation of r(1) is lower when started at rest.
    started = ar1_autocorrelations(0.95, 6, 1, 200000, rng)[0][0]
    paths = np.linalg.cholesky(0.95 ** np.abs(np.subtract.outer(range(6), range(6)))) @ rng.standard_normal((6, 200000))
    paths -= paths.mean(axis=0)
    assert started == pytest.approx(((paths[1:] * paths[:-1]).sum(axis=0) / (paths**2).sum(axis=0)).mean(), abs=0.004)


def test_a_correlogram_of_too_short_a_series_is_refused():
    series = monthly(np.arange(25.0) ** 2)
    with pytest.raises(
        DataError, match=r"correlogram of m, 2006-03\.\.2008-03: 25 observations, at least 26 are needed"
    ):
        correlogram(series, 12)
    assert len(correlogram(monthly(np.arange(26.0) ** 2), 12)) == 12


def test_a_drift_is_found_where_it_is(rng):
    walk = monthly(rng.standard_normal(400).cumsum())
    assert drift(walk)["pvalue"] > 0.05
    assert drift(walk + 0.5 * np.arange(400))["pvalue"] < 1e-6
    assert linear_trend(monthly(3.0 * np.arange(50))) == pytest.approx(3)


def test_seasonality_is_found_where_it_is(rng):
    noise = rng.standard_normal(120)
    season = np.tile(5 * np.sin(np.arange(12)), 10)
    assert seasonality(monthly(noise.cumsum()))["pvalue"] > 0.01
    assert seasonality(monthly(noise + season))["pvalue"] < 1e-6


def test_batched_statistics_of_drift_and_season_are_those_of_the_tests(rng):
    walks = rng.standard_normal((5, 44)).cumsum(axis=1)
    changes, calendar = np.diff(walks, axis=1), monthly(walks[0]).index.month[1:].to_numpy()
    np.testing.assert_allclose(t_statistics(changes), [abs(drift(monthly(walk))["statistic"]) for walk in walks])
    np.testing.assert_allclose(
        f_statistics(changes, calendar), [seasonality(monthly(walk))["statistic"] for walk in walks], rtol=1e-9
    )


def test_simulated_changes_are_stationary_from_the_first_month(rng):
    made = simulated_changes(0.7, 3.0, 10, 40000, rng)
    np.testing.assert_allclose(made.std(axis=0), 3, rtol=0.02)
    np.testing.assert_allclose((made[:, 1:] * made[:, :-1]).mean(axis=0) / 9, 0.7, rtol=0.03)


def test_seasonal_patterns_have_the_share_that_is_asked_for(rng):
    calendar = np.arange(43) % 12 + 1
    made = seasonal_patterns(calendar, 0.3, 50, rng)
    np.testing.assert_allclose(made.var(axis=1), 0.3 / 0.7)
    np.testing.assert_allclose(made.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(made[:, 0], made[:, 12], err_msg="the same month in every year")
    assert np.corrcoef(made[:2])[0, 1] < 0.99, "another season in every draw"


def changing(phi, seed, nobs=44):
    """A series whose changes follow an AR(1); phi is that of the data to come, not of its estimate."""
    rng = np.random.default_rng(seed)
    return monthly(4 + 0.1 * simulate_ar1(np.array([phi]), 1.0, 0.0, nobs, 1, rng)[0].cumsum())


def test_simulated_tests_are_the_plain_ones_where_changes_are_independent(rng, monkeypatch):
    """Noncentral t and F, which need independent changes, against the simulation without correlation."""
    series = changing(0.0, 1)
    change = series.diff().dropna()
    monkeypatch.setattr("multiplier.trends.fitted_changes", lambda _: (0.0, float(change.std())))
    table = simulated_tests(series, 40, 0.3, 0.05, 20000, rng).set_index("test")
    for _, row in table.iterrows():
        assert row["size"] == pytest.approx(0.05, abs=4 * row["size_se"])
        assert row["pvalue_simulated"] == pytest.approx(row["pvalue"], abs=4 * row["pvalue_simulated_se"])
    shift = 0.4 * series.mean() / change.std() / np.sqrt(43)
    bound = student.isf(0.025, 42)
    powers = {
        "drift": nct.sf(bound, 42, shift) + nct.cdf(-bound, 42, shift),
        "seasonality": ncf.sf(fisher.isf(0.05, 11, 31), 11, 31, 43 * 0.3 / 0.7),
    }
    for test, expected in powers.items():
        assert table.loc[test, "power"] == pytest.approx(expected, abs=4 * table.loc[test, "power_se"])
        assert 0.1 < expected < 0.9


def test_correlated_changes_make_the_plain_t_test_reject_too_often(rng):
    series = changing(0.8, 2, 120)
    phi, deviation = fitted_changes(series)
    assert phi == pytest.approx(0.8, abs=0.2)
    assert deviation == pytest.approx(series.diff().std(), rel=0.1)
    table = simulated_tests(series, 10, 0.3, 0.05, 4000, rng).set_index("test")
    assert table.loc["drift", "size"] > 0.3
    assert table.loc["drift", "pvalue_simulated"] > table.loc["drift", "pvalue"]
    decided = table["pvalue_simulated"] < 0.05
    assert (decided == (table["decision"] == "rejected")).all()
    certain = simulated_tests(series, 1e5, 0.999, 0.05, 1000, rng)
    assert (certain["power"] > 0.99).all()


def countries(rng):
    index = pd.period_range("2008-01", periods=24, freq="M", name="month")
    found = {}
    for country in ("china", "us"):
        base, m2 = np.exp(rng.standard_normal((2, 24)).cumsum(axis=1) / 10)
        found[country] = pd.DataFrame({"base": base, "m2": m2, "multiplier": m2 / base}, index=index)
    return found


def test_log_points_of_multiplier_and_base_sum_to_m2(rng):
    table = changes(countries(rng), {"w": {"first": "2008-02", "last": "2009-11"}})
    for _, part in table.groupby("country"):
        points = part.set_index("variable")["log_points"]
        assert points["multiplier"] + points["base"] == pytest.approx(points["m2"], abs=1e-9)
    np.testing.assert_allclose(table["change_percent"], 100 * (np.exp(table["log_points"] / 100) - 1), rtol=1e-9)


def test_indices_are_100_in_their_month(rng):
    table = indices(countries(rng), "2008-08", "2008-02", "2009-11")
    base = table[table["month"] == pd.Period("2008-08")]
    np.testing.assert_allclose(base[["multiplier", "base", "m2"]].astype(float), 100)
    assert len(table) == 44


def test_quarters_come_by_differencing_within_the_year():
    months = pd.PeriodIndex(["2007-03", "2007-06", "2007-09", "2007-12", "2008-03", "2008-06"], freq="M", name="month")
    ytd = pd.Series([10.0, 22, 36, 52, 12, 27], index=months)
    assert quarterly(ytd).tolist() == [10, 12, 14, 16, 12, 15]
    assert gdp_growth(ytd).iloc[-1] == pytest.approx(25)


def test_a_fit_that_did_not_converge_is_reported():
    fit = Fit(0.5, 0.0, 1.0, {"phi": 0.1}, 30, -10.0, 25.0, 0.5, converged=False)
    assert all(row["converged"] is False for row in parameter_rows(fit, Reading(0, False)))
