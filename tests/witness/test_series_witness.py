"""The library against numbers that R computed (series.R, versions.csv)."""

import numpy as np
import pytest
from reference import SIX_DIGITS, reference

from multiplier.drivers.correlations import correlations
from multiplier.formula.arima import ESTIMATORS, Reading, differenced, fit_reading
from multiplier.formula.chow import chow
from multiplier.formula.correlogram import correlogram
from multiplier.formula.forecasts import forecast
from multiplier.transforms import transform
from multiplier.trends import drift, fitted_changes, linear_trend, seasonality, simulated_tests
from multiplier.unit_roots.dickey_fuller import adf

READINGS = {"w_no_mean": Reading(0, False), "w_mean": Reading(0, True), "dw": Reading(1, False)}


witness = reference("series")


@pytest.fixture(scope="module")
def series(sample_china, sample_us):
    return {
        "china_m": sample_china["multiplier"],
        "china_c": sample_china["currency_ratio"],
        "china_s": sample_china["savings_ratio"],
        "us_m": sample_us["multiplier"],
    }


@pytest.mark.parametrize("name", ["china_m", "china_c", "china_s", "us_m"])
@pytest.mark.parametrize("terms", ["n", "c", "ct"])
def test_adf_statistics_and_observations(series, name, terms):
    for lags in range(13):
        result = adf(series[name], terms, "fixed", lags, 0.05)
        assert result["statistic"] == pytest.approx(witness("adf_statistic", name, f"{terms}/{lags}"), rel=SIX_DIGITS)
        assert result["nobs"] == witness("adf_nobs", name, f"{terms}/{lags}")


@pytest.mark.parametrize("terms", ["n", "c", "ct"])
def test_adf_critical_values(series, terms):
    """MacKinnon's response surfaces of 2010 here, of 1996 in R: they agree to two decimals."""
    for lags in (0, 1, 12):
        result = adf(series["china_m"], terms, "fixed", lags, 0.05)
        for percent in (1, 5, 10):
            expected = witness("adf_critical", "china_m", f"{terms}/{lags}/{percent}")
            assert result[f"crit_{percent}"] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("terms", ["n", "c", "ct"])
def test_adf_p_values(series, terms):
    """Asymptotic p-values (MacKinnon 1994) against those for the sample size (1996): within 0.03."""
    for lags in range(4):
        result = adf(series["china_m"], terms, "fixed", lags, 0.05)
        assert result["pvalue"] == pytest.approx(witness("adf_pvalue", "china_m", f"{terms}/{lags}"), abs=0.03)


@pytest.mark.parametrize("name", ["china_m", "us_m"])
def test_correlogram(series, name):
    table = correlogram(transform(series[name], "diff12"), 12)
    for column, quantity in (("ac", "acf"), ("pac", "pacf"), ("q", "ljung_box"), ("p", "ljung_box_p")):
        expected = [witness(quantity, name, lag) for lag in table["lag"]]
        np.testing.assert_allclose(table[column], expected, rtol=SIX_DIGITS, atol=1e-30, err_msg=quantity)


@pytest.mark.parametrize("name", ["china_m", "us_m"])
@pytest.mark.parametrize("reading", list(READINGS))
def test_exact_maximum_likelihood(series, name, reading):
    fit = fit_reading(series[name], READINGS[reading], "exact_ml", 12, name)
    assert fit.converged
    assert fit.phi == pytest.approx(witness("ar1_ml_phi", name, reading), rel=SIX_DIGITS)
    assert fit.sigma2 == pytest.approx(witness("ar1_ml_sigma2", name, reading), rel=SIX_DIGITS)
    assert fit.loglik == pytest.approx(witness("ar1_ml_loglik", name, reading), rel=SIX_DIGITS)
    assert fit.ljung_box_p == pytest.approx(witness("ar1_ml_ljung_box_p", name, reading), rel=1e-5)
    assert fit.aicc == pytest.approx(witness("ar1_ml_aicc", name, reading), rel=SIX_DIGITS)
    # Observed information by numerical derivatives here, in closed form in R.
    assert fit.errors["phi"] == pytest.approx(witness("ar1_ml_se", name, reading), rel=1e-5)
    if reading == "w_mean":
        # The likelihood is flat in the mean where phi is near one.
        mean = fit.intercept / (1 - fit.phi)
        assert mean == pytest.approx(witness("ar1_ml_mean", name, reading), rel=1e-5)


@pytest.mark.parametrize("name", ["china_m", "us_m"])
@pytest.mark.parametrize("reading", list(READINGS))
def test_conditional_least_squares(series, name, reading):
    fit = fit_reading(series[name], READINGS[reading], "cls", 12, name)
    assert fit.phi == pytest.approx(witness("ar1_cls_phi", name, reading), rel=SIX_DIGITS)
    assert fit.errors["phi"] == pytest.approx(witness("ar1_cls_se", name, reading), rel=SIX_DIGITS)
    assert fit.nobs == witness("ar1_cls_nobs", name, reading)
    assert fit.ljung_box_p == pytest.approx(witness("ar1_cls_ljung_box_p", name, reading), rel=SIX_DIGITS)
    if reading == "w_mean":
        assert fit.intercept == pytest.approx(witness("ar1_cls_const", name, reading), rel=SIX_DIGITS)


@pytest.mark.parametrize("name", ["china_m", "us_m"])
@pytest.mark.parametrize("reading", ["w_no_mean", "w_mean"])
def test_forecasts(series, name, reading):
    fit = fit_reading(series[name], READINGS[reading], "exact_ml", 12, name)
    table = forecast(series[name], fit, READINGS[reading], 12, [80, 95], "x")
    for _, row in table.iterrows():
        detail = f"{reading}/{row['horizon']}"
        assert row["forecast"] == pytest.approx(witness("forecast_mean", name, detail), rel=SIX_DIGITS)
        assert row["std_error"] == pytest.approx(witness("forecast_se", name, detail), rel=SIX_DIGITS)


@pytest.mark.parametrize("name", ["china_m", "us_m"])
@pytest.mark.parametrize("reading", list(READINGS))
def test_chow(series, name, reading):
    test = chow(differenced(series[name], READINGS[reading]), "2008-09", READINGS[reading].mean)
    assert test["statistic"] == pytest.approx(witness("chow_f", name, reading), rel=SIX_DIGITS)
    assert test["pvalue"] == pytest.approx(witness("chow_p", name, reading), rel=SIX_DIGITS)


def test_correlations(sample_china):
    table = correlations(sample_china, ["level", "diff", "diff12"], np.linspace(0, 1, 11))
    table = table.set_index(["driver", "transform"])
    for driver, name in (("currency_ratio", "china_c"), ("savings_ratio", "china_s")):
        for kind in ("level", "diff", "diff12"):
            for measure in ("pearson", "spearman"):
                expected = witness(measure, name, kind)
                assert table.loc[(driver, kind), measure] == pytest.approx(expected, rel=SIX_DIGITS)


def test_trend_and_season(series):
    season, change = seasonality(series["china_m"]), drift(series["china_m"])
    assert linear_trend(series["china_m"]) == pytest.approx(witness("trend_slope", "china_m"), rel=SIX_DIGITS)
    assert change["mean"] == pytest.approx(witness("drift_mean", "china_m"), rel=SIX_DIGITS)
    assert change["pvalue"] == pytest.approx(witness("drift_p", "china_m"), rel=SIX_DIGITS)
    assert season["statistic"] == pytest.approx(witness("seasonal_f", "china_m"), rel=SIX_DIGITS)
    assert season["pvalue"] == pytest.approx(witness("seasonal_p", "china_m"), rel=SIX_DIGITS)


@pytest.mark.parametrize("name", ["china_m", "us_m"])
def test_drift_and_season_with_correlated_changes(series, name):
    """The fit to 1e-5, where arima() of R stops; simulated shares within four standard errors of their difference."""
    phi, deviation = fitted_changes(series[name])
    assert phi == pytest.approx(witness("changes_phi", name), abs=1e-5)
    assert deviation == pytest.approx(witness("changes_sd", name), rel=1e-5)
    table = simulated_tests(series[name], 10, 0.3, 0.05, 20000, np.random.default_rng([1, 56])).set_index("test")
    for test, key in (("drift", "drift"), ("seasonality", "season")):
        for column, quantity in (("pvalue_simulated", "p_simulated"), ("size", "size"), ("power", "power")):
            theirs, error = witness(f"{key}_{quantity}", name), witness(f"{key}_{quantity}_se", name)
            ours = table.loc[test]
            assert ours[column] == pytest.approx(theirs, abs=4 * np.hypot(error, ours[f"{column}_se"])), quantity


def test_every_estimator_has_a_witness():
    assert set(ESTIMATORS) == {"exact_ml", "cls"}
