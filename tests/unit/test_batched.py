"""Batched unit root and seasonal tests: equal to the library's own function on every series, and its properties."""

import warnings

import numpy as np
import pytest
from arch.unitroot import DFGLS, KPSS, PhillipsPerron, ZivotAndrews
from benchmarks.simulation import EVERY_LAG, batched_seconds, single_seconds
from hypothesis import given, settings
from hypothesis import strategies as st
from pmdarima.arima.seasonality import CHTest, OCSBTest
from statsmodels.tsa.stattools import adfuller, kpss

from multiplier import DataError
from multiplier.unit_roots.batched.breaks import zivot_andrews_statistics
from multiplier.unit_roots.batched.dickey_fuller import adf_statistics, dfgls_statistics, dickey_fuller_by_rules
from multiplier.unit_roots.batched.lag_choice import chosen_lags
from multiplier.unit_roots.batched.long_run import kpss_statistics, phillips_perron_statistics
from multiplier.unit_roots.batched.seasonal import (
    canova_hansen_critical,
    canova_hansen_statistics,
    ocsb_critical,
    ocsb_statistics,
)
from multiplier.unit_roots.conventions import bandwidth

EQUAL = 1e-8
CRITERIA = ("AIC", "BIC", "MAIC", "t")
warnings.filterwarnings("ignore", category=UserWarning)


@pytest.fixture(scope="module")
def paths(sample_china, sample_us):
    """Observed series of both countries, and simulated ones: walks, with trends, near white noise, with a season."""
    rng = np.random.default_rng(7)
    shocks = rng.standard_normal((60, 44))
    walks = 4 + 0.2 * shocks[:20].cumsum(axis=1)
    trending = walks[:10] - np.linspace(0, 5, 44)
    noise = 9 + 0.1 * shocks[20:40]
    seasonal = 5 + np.cos(2 * np.pi * np.arange(44) / 12) + 0.1 * shocks[40:].cumsum(axis=1)
    columns = ["multiplier", "currency_ratio", "savings_ratio", "time_ratio", "reserve_ratio"]
    observed = [sample[column].to_numpy() for sample in (sample_china, sample_us) for column in columns]
    return np.vstack([walks, trending, noise, seasonal, observed])


def equal(batched, single):
    assert len(batched) >= 30
    np.testing.assert_allclose(batched, single, rtol=EQUAL, atol=EQUAL)


def quiet_kpss(*arguments):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return kpss(*arguments, result_object=True).statistic


@pytest.mark.parametrize("terms", ["n", "c", "ct"])
@pytest.mark.parametrize("lags", range(13))
def test_adf_with_fixed_lags_is_adfuller(paths, terms, lags):
    single = [adfuller(path, lags, terms, None, result_object=True).statistic for path in paths]
    equal(adf_statistics(paths, terms, lags), single)


@pytest.mark.parametrize("terms", ["n", "c", "ct"])
def test_adf_by_criterion_is_adfuller(paths, terms):
    statistics, lags = dickey_fuller_by_rules(paths, (terms,), (0, 12), 12, CRITERIA)["ADF"]
    for rule, name in enumerate(CRITERIA):
        if name != "MAIC":
            single = [
                adfuller(path, 12, terms, "t-stat" if name == "t" else name, result_object=True) for path in paths
            ]
            assert lags[0, rule].tolist() == [result.lags for result in single]
            equal(statistics[0, 2 + rule], [result.statistic for result in single])


def maic_lags(path, terms, most):
    """Ng and Perron (2001), eq. 8 and 9, written out for one series detrended by least squares."""
    design = np.vander(np.arange(len(path)), {"n": 0, "c": 1, "ct": 2}[terms])
    x = path - design @ np.linalg.lstsq(design, path, rcond=None)[0] if terms != "n" else path
    d = np.diff(x)
    y, level = d[most:], x[most:-1]
    found = []
    for k in range(most + 1):
        regressors = np.column_stack([level, *(d[most - j : len(d) - j] for j in range(1, k + 1))])
        b = np.linalg.lstsq(regressors, y, rcond=None)[0]
        s2 = ((y - regressors @ b) ** 2).mean()
        found.append(np.log(s2) + 2 * (b[0] ** 2 * (level @ level) / s2 + k) / len(y))
    return int(np.argmin(found))


@pytest.mark.parametrize("terms", ["n", "c", "ct"])
def test_lags_by_maic(paths, terms):
    assert chosen_lags(paths, terms, 12, "MAIC").tolist() == [maic_lags(path, terms, 12) for path in paths]


@pytest.mark.parametrize("terms", ["c", "ct"])
def test_dfgls_is_that_of_arch(paths, terms):
    """Fixed lags, and lags by AIC and BIC among 0 to 12."""
    for lags in (0, 1, 4, 12):
        equal(dfgls_statistics(paths, terms, lags), [DFGLS(path, lags=lags, trend=terms).stat for path in paths])
    statistics, lags = dickey_fuller_by_rules(paths, (terms,), (1,), 12, CRITERIA, ("DF-GLS",))["DF-GLS"]
    for rule, method in ((0, "aic"), (1, "bic")):
        single = [DFGLS(path, trend=terms, max_lags=12, method=method) for path in paths]
        assert lags[0, rule].tolist() == [test.lags for test in single]
        equal(statistics[0, 1 + rule], [test.stat for test in single])


def test_adf_and_dfgls_together_are_each_alone(paths):
    together = dickey_fuller_by_rules(paths, ("c", "ct"), (0, 4), 12, CRITERIA, ("ADF", "DF-GLS"))
    for test, (statistics, lags) in together.items():
        alone = dickey_fuller_by_rules(paths, ("c", "ct"), (0, 4), 12, CRITERIA, (test,))[test]
        np.testing.assert_array_equal(statistics, alone[0])
        np.testing.assert_array_equal(lags, alone[1])


@pytest.mark.parametrize("terms", ["n", "c", "ct"])
def test_phillips_perron_is_that_of_arch(paths, terms):
    for lags in (bandwidth("l4", 44), bandwidth("l12", 44)):
        single = [PhillipsPerron(path, lags=lags, trend=terms).stat for path in paths]
        equal(phillips_perron_statistics(paths, terms, lags), single)


@pytest.mark.parametrize("terms", ["c", "ct"])
def test_kpss_is_that_of_statsmodels_and_of_arch(paths, terms):
    for lags in (bandwidth("l4", 44), bandwidth("l12", 44)):
        equal(kpss_statistics(paths, terms, lags), [quiet_kpss(path, terms, lags) for path in paths])
        equal(kpss_statistics(paths, terms, lags), [KPSS(path, lags=lags, trend=terms).stat for path in paths])


@pytest.mark.parametrize("model", ["c", "ct"])
@pytest.mark.parametrize("lags", [0, 1, 3])
def test_zivot_andrews_is_that_of_arch(paths, model, lags):
    single = [ZivotAndrews(path, lags=lags, trend=model).stat for path in paths]
    equal(zivot_andrews_statistics(paths, model, lags), single)


@pytest.mark.parametrize("lags", [1, 2, 3])
def test_ocsb_is_that_of_pmdarima(paths, lags):
    single = [OCSBTest(12, "fixed", lags)._compute_test_statistic(path) for path in paths]
    equal(ocsb_statistics(paths, 12, lags), single)


@pytest.mark.parametrize("period", [4, 12])
def test_canova_hansen_is_that_of_pmdarima(paths, period):
    equal(canova_hansen_statistics(paths, period), [CHTest._sd_test(path, period) for path in paths])


@pytest.mark.parametrize("period", [2, 4, 7, 12])
def test_critical_values_of_the_season_are_those_of_pmdarima(period):
    assert canova_hansen_critical(period) == CHTest._calc_ch_crit_val(period)
    assert ocsb_critical(period) == pytest.approx(OCSBTest._calc_ocsb_crit_val(period), rel=1e-14)


STATISTICS = {
    "adf": lambda paths, **block: adf_statistics(paths, "c", 4, **block),
    "dfgls": lambda paths, **block: dfgls_statistics(paths, "ct", 1, **block),
    "pp": lambda paths, **block: phillips_perron_statistics(paths, "c", 3, **block),
    "kpss": lambda paths, **block: kpss_statistics(paths, "c", 3, **block),
    "za": lambda paths, **block: zivot_andrews_statistics(paths, "c", 1, **block),
    "ocsb": lambda paths, **block: ocsb_statistics(paths, 12, 2, **block),
    "ch": lambda paths, **block: canova_hansen_statistics(paths, 12, **block),
}


@pytest.mark.parametrize("name", list(STATISTICS))
def test_blocks_do_not_change_a_statistic(paths, name):
    whole = STATISTICS[name](paths)
    for block in (1, 7, 16, 1000):
        np.testing.assert_allclose(STATISTICS[name](paths, block=block), whole, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("name", list(STATISTICS))
@given(location=st.floats(-50, 50), scale=st.floats(0.01, 100))
@settings(max_examples=10)
def test_neither_location_nor_scale_matters_where_there_is_a_constant(name, location, scale):
    paths = np.random.default_rng(3).standard_normal((5, 44)).cumsum(axis=1)
    moved = STATISTICS[name](location + scale * paths)
    np.testing.assert_allclose(moved, STATISTICS[name](paths), rtol=1e-6, atol=1e-8)


def test_location_matters_without_a_constant(paths):
    assert not np.allclose(adf_statistics(paths, "n", 1), adf_statistics(paths - 4, "n", 1))


@pytest.mark.parametrize("name", ["adf", "pp", "kpss", "za", "ch"])
def test_a_season_leaves_canova_hansen_alone_only(paths, name):
    season = np.tile(np.random.default_rng(1).standard_normal(12), 4)[:44]
    same = np.allclose(STATISTICS[name](paths + season), STATISTICS[name](paths), atol=1e-8)
    assert same == (name == "ch")


def test_paths_that_cannot_be_tested_are_named():
    short = np.ones((3, 20)).cumsum(axis=1)
    with pytest.raises(DataError, match=r"12 lags in 20 observations with terms 'c'; choose between 0 and 8"):
        adf_statistics(short, "c", 12)
    with pytest.raises(DataError, match="deterministic terms 'x'; expected one of n, c, ct"):
        adf_statistics(short, "x", 1)
    with pytest.raises(DataError, match="path 1 has a value that is not finite"):
        adf_statistics(np.array([[1.0] * 20, [np.nan] * 20]), "c", 1)
    with pytest.raises(DataError, match=r"paths of shape \(20,\)"):
        adf_statistics(np.arange(20.0), "c", 1)
    with pytest.raises(DataError, match="DF-GLS: deterministic terms 'n'; expected c or ct"):
        dfgls_statistics(short, "n", 1)
    with pytest.raises(DataError, match="20 observations of period 12; at least 29 are needed"):
        canova_hansen_statistics(short, 12)
    with pytest.raises(DataError, match="OCSB: 0 lags in 20 observations"):
        ocsb_statistics(short, 12, 0)
    with pytest.raises(DataError, match="Zivot-Andrews: 4 lags in 20 observations"):
        zivot_andrews_statistics(short, "c", 4)
    with pytest.raises(DataError, match="model 't'; expected one of c, ct"):
        zivot_andrews_statistics(short, "t", 1)


@pytest.mark.timed
@pytest.mark.parametrize("lags", EVERY_LAG)
def test_adf_is_a_hundred_times_as_fast_as_adfuller_and_equal_on_every_series(lags):
    """Best of several rounds of each in one process, so that other work on the machine slows neither alone."""
    walks = np.random.default_rng(lags).standard_normal((3000, 44)).cumsum(axis=1)
    single, statistics = single_seconds(walks, lags)
    equal(adf_statistics(walks, "c", lags), statistics)
    assert single / batched_seconds(np.tile(walks, (4, 1)), lags) >= 100


def test_canova_hansen_has_no_statistic_where_the_covariance_is_singular(paths):
    """pmdarima returns zero below a singular value of 2e-16, whatever the unit of the series."""
    small = paths[:5] * 1e-9
    assert [CHTest._sd_test(path, 12) for path in small] == [0] * 5
    assert canova_hansen_statistics(small, 12).tolist() == [0] * 5
