"""The contest of forecasts: each model on a series that it must get right, scores by hand, tests and their power."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.stattools import diebold_mariano_test

from multiplier import DataError
from multiplier.data.outcomes import BREAK_COLUMNS, breaks, outcomes, revisions
from multiplier.forecasting.contest import (
    COMBINATION,
    OWN_DRIFT,
    by_country,
    check,
    forecasts,
    m2_drift,
    power,
    scaling,
    scores,
)
from multiplier.forecasting.coverage_breaks import COLUMNS, before_breaks
from multiplier.forecasting.diebold_mariano import diebold_mariano, rejections, small_sample_factor
from multiplier.forecasting.models import autoregressions, benchmarks, smoothing, state_space
from multiplier.forecasting.models.automatic import Orders, arima
from multiplier.forecasting.models.names import NAMES
from multiplier.forecasting.models.path import Path, accumulated
from multiplier.forecasting.models.registry import combine, models
from multiplier.formula.arima import Reading
from multiplier.report.tables.contest import contest as printed
from multiplier.report.tables.contest import holm_tests
from multiplier.report.tables.contest import power as printed_power
from multiplier.report.tables.contest import scores as printed_scores

WALK = Orders((0, 1, 0), (0, 0, 0, 12), False, 0.0)
READINGS = {"w_no_mean": Reading(0, False), "w_mean": Reading(0, True), "dw": Reading(1, False)}
ALL = [name for name in NAMES if name != OWN_DRIFT]
SEASON = np.array([0.3, 0.1, -0.2, 0.0, 0.1, -0.1, 0.2, -0.3, 0.05, 0.15, -0.25, -0.05])


def economy(months=60, first="2006-03", seed=0, noise=0.02):
    """A country whose ratios have a season and a memory, with base and M2 that fit its multiplier."""
    rng = np.random.default_rng(seed)
    index = pd.period_range(first, periods=months, freq="M", name="month")

    def ratio(level, size):
        deviation = np.zeros(months)
        for t in range(1, months):
            deviation[t] = 0.8 * deviation[t - 1] + noise * rng.standard_normal()
        return level * np.exp(deviation + size * SEASON[np.arange(months) % 12])

    k, r = ratio(0.1, 0.3), ratio(0.17, 0.1)
    m = 1.05 * (1 + k) / (k + r)
    m2 = 100 * np.exp(0.01 * np.arange(months) + 0.002 * rng.standard_normal(months))
    return pd.DataFrame(
        {
            "base": m2 / m,
            "m2": m2,
            "multiplier": m,
            "cash_deposit_ratio": k,
            "reserve_ratio": r,
            "multiplier_from_ratios": (1 + k) / (k + r),
        },
        index=index,
    )


# ------------------------------------------------------------------ models


def test_benchmarks_by_hand():
    values = np.array([1.0, 3.0, 2.0, 4.0])
    walk = benchmarks.no_change(values, 4)
    assert walk.mean.tolist() == [4] * 4
    assert walk.error == pytest.approx(np.sqrt(3 * np.arange(1, 5)))  # changes 2, -1, 2: mean square 3
    year = benchmarks.seasonal_naive(values, 3, 2)
    assert year.mean.tolist() == [2, 4, 2]
    assert year.error == pytest.approx([1, 1, np.sqrt(2)])  # both differences over two months are 1
    line = benchmarks.drift(values, 2)
    assert line.mean.tolist() == [5, 6]
    # changes have variance 3; one step adds a third of it, two steps four thirds.
    assert line.error == pytest.approx(np.sqrt([3 * (1 + 1 / 3), 3 * (2 + 4 / 3)]))


def test_intervals_are_gaussian():
    lower, upper = Path(np.array([1.0]), np.array([2.0])).bounds(95)
    assert lower[0] == pytest.approx(1 - 2 * 1.959963985)
    assert upper[0] == pytest.approx(1 + 2 * 1.959963985)
    assert accumulated(np.array([1.0, 0.5]), 4.0) == pytest.approx([2, np.sqrt(5)])


@given(slope=st.floats(-0.5, 0.5), level=st.floats(-5, 5))
def test_drift_continues_a_line(slope, level):
    line = level + slope * np.arange(80)
    path = benchmarks.drift(line[:44], 36)
    np.testing.assert_allclose(path.mean, line[44:], atol=1e-9)
    np.testing.assert_allclose(path.error, 0, atol=1e-6)


@given(phi=st.floats(0.3, 0.95), seed=st.integers(0, 1000))
@settings(max_examples=20)
def test_the_autoregression_around_monthly_means_continues_its_own_kind(phi, seed):
    shifts = np.random.default_rng(seed).standard_normal(12)
    values = np.empty(80)
    values[0] = 5.0
    for t in range(1, 80):
        values[t] = shifts[t % 12] + phi * values[t - 1]
    path = autoregressions.seasonal_ar(values[:44], 36, 12)
    np.testing.assert_allclose(path.mean, values[44:], rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(path.error, 0, atol=1e-5)


def test_the_formula_continues_its_own_kind():
    """With w(t) = 0.6 w(t-1) exactly, least squares without mean has nothing left to err about."""
    values = np.concatenate([4 + SEASON, np.zeros(48)])
    w = 0.5
    for t in range(12, 60):
        values[t] = values[t - 12] + w
        w *= 0.6
    series = pd.Series(values[:44], index=pd.period_range("2006-03", periods=44, freq="M"))
    path = autoregressions.formula(series, 16, Reading(0, False), "cls")
    np.testing.assert_allclose(path.mean, values[44:], rtol=1e-9)


def test_ratios_that_follow_their_rule_give_the_multiplier():
    table = economy(noise=0.0)
    # Without noise the lag is a sum of monthly means: a memory that dies out tells them apart.
    for column, factor in (("cash_deposit_ratio", 0.7), ("reserve_ratio", 0.9)):
        table[column] *= np.exp(0.5 * factor ** np.arange(len(table)))
    k, r = table["cash_deposit_ratio"], table["reserve_ratio"]
    table["multiplier"] = 1.05 * (1 + k) / (k + r)
    path = autoregressions.bottom_up(table.iloc[:44], 16, 12)
    np.testing.assert_allclose(path.mean, table["multiplier"].iloc[44:], rtol=1e-6)
    np.testing.assert_allclose(path.error, 0, atol=1e-5)


def test_the_error_of_the_ratios_grows_with_each_of_its_parts():
    quiet, loud = (autoregressions.bottom_up(economy(noise=noise), 12, 12).error for noise in (0.01, 0.05))
    assert (loud > 2 * quiet).all()
    assert quiet[-1] > quiet[0] > 0


@pytest.mark.parametrize("model", [smoothing.ets, smoothing.theta])
def test_smoothing_finds_level_and_season(model):
    rng = np.random.default_rng(1)
    values = 4 + SEASON[np.arange(84) % 12] + 0.01 * rng.standard_normal(84)
    path = model(values[:72], 12, 12)
    np.testing.assert_allclose(path.mean, values[72:], atol=0.06)
    assert (path.error < 0.05).all()


def test_a_season_that_multiplies_multiplies_the_error_of_theta():
    rng = np.random.default_rng(7)
    factors = 1 + SEASON
    values = 10 * factors[np.arange(72) % 12] * np.exp(0.01 * rng.standard_normal(72))
    path = smoothing.theta(values, 12, 12)
    np.testing.assert_allclose(path.mean, 10 * factors, rtol=0.02)
    assert np.corrcoef(path.error, factors)[0, 1] > 0.95


def test_the_errors_of_exponential_smoothing_are_those_of_the_library():
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    values = economy()["multiplier"]
    path = smoothing.ets(values.to_numpy(), 24, 12)
    model = ETSModel(values, error="add", seasonal="add", seasonal_periods=12)
    start = np.array(model.start_params)
    start[0] = 0.9
    fit = max((model.fit(disp=False), model.fit(start, disp=False)), key=lambda each: each.llf)
    prediction = fit.get_prediction(start=len(values), end=len(values) + 23)
    # The library divides by all observations, the contest by those that the states leave free.
    theirs = np.sqrt(np.asarray(prediction.forecast_variance) * len(values) / (len(values) - 14))
    np.testing.assert_allclose(path.error, theirs, rtol=1e-3)


def test_the_local_level_of_noise_is_its_mean_and_of_a_walk_its_end():
    rng = np.random.default_rng(2)
    noise, walk = rng.standard_normal(300), rng.standard_normal(300).cumsum()
    path = state_space.local_level(noise, 3)
    assert path.converged
    assert path.mean == pytest.approx([noise.mean()] * 3, abs=0.1)
    assert path.error[0] == pytest.approx(1, abs=0.15)
    path = state_space.local_level(walk, 3)
    assert path.mean == pytest.approx([walk[-1]] * 3, abs=0.5)
    assert path.error[2] / path.error[0] == pytest.approx(np.sqrt(3), abs=0.1)


def test_a_chosen_random_walk_is_no_change():
    values = economy()["multiplier"].to_numpy()
    walk, same = arima(values, 12, WALK), benchmarks.no_change(values, 12)
    np.testing.assert_allclose(walk.mean, same.mean, rtol=1e-12)
    np.testing.assert_allclose(walk.error, same.error, rtol=1e-9)


def test_an_arima_with_intercept_is_the_drift():
    values = economy()["m2"].to_numpy()
    path = arima(values, 12, Orders((0, 1, 0), (0, 0, 0, 12), True, 0.0))
    np.testing.assert_allclose(path.mean, benchmarks.drift(values, 12).mean, rtol=1e-5)


def test_the_combination_by_hand():
    paths = [Path(np.array([0.0]), np.array([1.0])), Path(np.array([2.0]), np.array([1.0]), converged=False)]
    mixed = combine(paths)
    assert mixed.mean.tolist() == [1]
    assert mixed.error == pytest.approx([np.sqrt(2)])  # within 1, between 1
    assert not mixed.converged


def test_money_grows_at_its_past_rate():
    table = economy()
    table["m2"] = 100 * 1.01 ** np.arange(len(table))
    path = m2_drift(table.iloc[:44], 16)
    np.testing.assert_allclose(path.mean, table["m2"].iloc[44:], rtol=1e-9)


# ------------------------------------------------------------------ origins

HOLDOUT = {"first": "2009-11", "last": "2011-02"}
SHORT = {"first": "2009-11", "last": "2010-04"}  # where every model is fitted
HORIZONS = [1, 3]


def hold(table, names=("no_change", "seasonal_ar", "w_mean"), combined=True, holdout=HOLDOUT):
    competitors = models(names, READINGS, "exact_ml", WALK, 12)
    return forecasts(table, "2006-03", holdout, HORIZONS, competitors, [80, 95], combined)


@pytest.fixture(scope="module")
def held():
    return hold(economy())


def test_every_origin_and_horizon_is_there_once(held):
    rolling = held[held["scheme"] == "rolling"]
    assert not rolling.duplicated(["target", "model", "origin", "horizon"]).any()
    counts = rolling[(rolling["target"] == "m") & (rolling["model"] == "no_change")].groupby("horizon").size()
    assert counts.to_dict() == {1: 16, 3: 14}
    path = held[(held["scheme"] == "holdout") & (held["target"] == "m") & (held["model"] == "no_change")]
    assert path["origin"].unique().tolist() == ["2009-10"]
    assert path["month"].tolist() == [str(month) for month in pd.period_range("2009-11", "2011-02", freq="M")]
    months = pd.PeriodIndex(rolling["month"], freq="M").asi8 - pd.PeriodIndex(rolling["origin"], freq="M").asi8
    assert (months == rolling["horizon"]).all()


def test_actual_figures_are_those_of_the_month(held):
    table = economy()
    for target, column in (("m", "multiplier"), ("m2", "m2")):
        part = held[held["target"] == target]
        expected = table[column].reindex(pd.PeriodIndex(part["month"], freq="M")).to_numpy()
        np.testing.assert_allclose(part["actual"], expected)


def test_money_given_the_base_errs_in_percent_as_the_multiplier_does(held):
    keys = ["scheme", "model", "origin", "horizon"]
    m, m2 = (held[held["target"] == target].set_index(keys) for target in ("m", "m2"))
    both = m.join(m2.add_suffix("_2"), how="inner")
    assert len(both) == len(m)
    np.testing.assert_allclose(both["forecast"] / both["actual"], both["forecast_2"] / both["actual_2"])
    np.testing.assert_allclose(both["lower_95"] / both["actual"], both["lower_95_2"] / both["actual_2"])


@given(month=st.integers(45, 49), factor=st.floats(0.5, 2.0))
@settings(max_examples=5)
def test_no_forecast_knows_what_comes_after_its_origin(month, factor):
    """Figures from a month on are changed: forecasts of the multiplier from origins before it stay as they are."""
    table = economy()
    other = table.copy()
    other.iloc[month:] *= factor
    names = [name for name in ALL if name not in ("auto_arima", COMBINATION)]
    keys = ["scheme", "target", "model", "origin", "horizon"]
    first, second = (
        frame[(frame["target"] == "m") | (frame["model"] == OWN_DRIFT)].set_index(keys)
        for frame in (hold(each, names, holdout=SHORT) for each in (table, other))
    )
    early = pd.PeriodIndex(first.index.get_level_values("origin"), freq="M") < table.index[month]
    assert early.any()
    columns = ["forecast", "lower_80", "upper_80", "lower_95", "upper_95", "converged"]
    pd.testing.assert_frame_equal(first.loc[early, columns], second.loc[early, columns])
    late = first[~early].join(second[["forecast"]].add_suffix("_2"))
    assert factor == 1 or not len(late) or not np.allclose(late["forecast"], late["forecast_2"])


# ------------------------------------------------------------------ scores


def tiny():
    """Two models, four months, one step: errors 1, -1, 1, -1 of one and 2, 0, 2, 0 of the other."""
    rows = []
    for model, errors in (("no_change", [1, -1, 1, -1]), ("w_mean", [2, 0, 2, 0])):
        for place, error in enumerate(errors):
            rows.append(
                {
                    "scheme": "rolling",
                    "target": "m",
                    "model": model,
                    "origin": f"2010-0{place + 1}",
                    "horizon": 1,
                    "month": f"2010-0{place + 2}",
                    "forecast": 4.0 - error,
                    "lower_80": 4.0 - error - 0.5,
                    "upper_80": 4.0 - error + 0.5,
                    "lower_95": 4.0 - error - 1.5,
                    "upper_95": 4.0 - error + 1.5,
                    "actual": 4.0,
                    "converged": place > 0,
                }
            )
    return pd.DataFrame(rows)


def test_scores_by_hand():
    table = scores(tiny(), {"m": 0.5}, [80, 95], "w_mean").set_index("model")
    walk, formula = table.loc["no_change"], table.loc["w_mean"]
    assert (walk["n"], walk["rmse"], walk["mae"], walk["mase"], walk["mean_error"]) == (4, 1, 1, 2, 0)
    assert formula["rmse"] == pytest.approx(np.sqrt(2))
    assert formula["relative_rmse"] == pytest.approx(np.sqrt(2))
    assert (formula["mae"], formula["mean_error"]) == (1, 1)
    assert (walk["coverage_80"], walk["coverage_95"], walk["width_95"]) == (0, 1, 3)
    assert formula["coverage_80"] == formula["coverage_95"] == 0.5
    assert walk["unconverged"] == formula["unconverged"] == 1
    # Loss differential 3, -1, 3, -1: mean 1, variance 4, so that t = 1 / sqrt(4/4) * sqrt(3/4).
    assert formula["dm_vs_no_change"] == pytest.approx(np.sqrt(3) / 2)
    assert walk["dm_vs_formula"] == pytest.approx(-np.sqrt(3) / 2)
    assert pd.isna(walk["dm_vs_no_change"])
    assert pd.isna(formula["dm_vs_formula"])


@given(unit=st.floats(1e-3, 1e3))
@settings(max_examples=10)
def test_scaled_errors_and_tests_have_no_unit(unit):
    table, other = tiny(), tiny()
    columns = ["forecast", "actual", "lower_80", "upper_80", "lower_95", "upper_95"]
    other[columns] *= unit
    first = scores(table, {"m": 0.5}, [80, 95], "w_mean")
    second = scores(other, {"m": 0.5 * unit}, [80, 95], "w_mean")
    for column in ("mase", "relative_rmse", "coverage_80", "dm_vs_no_change", "dm_vs_no_change_p"):
        np.testing.assert_allclose(first[column], second[column], rtol=1e-9)
    np.testing.assert_allclose(second["width_95"], unit * first["width_95"], rtol=1e-9)


def test_the_scale_is_the_seasonal_naive_error_of_the_sample():
    table = economy(44)
    table["multiplier"] = np.arange(44.0)
    table["m2"] = 2.0 ** (np.arange(44) / 12)
    assert scaling(table, 12) == pytest.approx({"m": 12, "m2": 50})


def test_the_path_of_one_origin_is_not_tested(held):
    table = scores(held, {"m": 1.0, "m2": 1.0}, [80, 95], "w_mean")
    path = table[table["scheme"] == "holdout"]
    assert (path["n"] == 16).all()
    assert path["dm_vs_no_change"].isna().all()
    rolling = table[(table["scheme"] == "rolling") & ~table["model"].isin(["no_change"])]
    assert rolling["dm_vs_no_change"].notna().all()


def test_holm_counts_the_models_of_a_horizon(held):
    table = scores(held, {"m": 1.0, "m2": 1.0}, [80, 95], "w_mean")
    part = table[(table["scheme"] == "rolling") & (table["target"] == "m") & (table["horizon"] == 1)]
    tested = part.dropna(subset=["dm_vs_no_change_p"]).sort_values("dm_vs_no_change_p")
    smallest = tested.iloc[0]
    assert smallest["dm_vs_no_change_p_holm"] == pytest.approx(min(1, len(tested) * smallest["dm_vs_no_change_p"]))
    assert (tested["dm_vs_no_change_p_holm"] >= tested["dm_vs_no_change_p"]).all()


# ------------------------------------------------------------------ tests and their power


def test_the_small_sample_factor():
    assert small_sample_factor(38, 1) == pytest.approx(np.sqrt(37 / 38))
    assert small_sample_factor(27, 12) == pytest.approx(np.sqrt((27 + 1 - 24 + 12 * 11 / 27) / 27))


@given(seed=st.integers(0, 10_000), horizon=st.sampled_from([1, 3, 6]))
def test_the_test_is_antisymmetric(seed, horizon):
    loss = np.random.default_rng(seed).standard_normal((2, 30)) ** 2
    one, p_one, _ = diebold_mariano(loss[0] - loss[1], horizon)
    other, p_other, _ = diebold_mariano(loss[1] - loss[0], horizon)
    assert one == pytest.approx(-other)
    assert p_one == pytest.approx(p_other)
    assert 0 <= p_one <= 1


def test_the_test_agrees_with_the_library():
    rng = np.random.default_rng(3)
    y, a, b = rng.standard_normal((3, 38))
    theirs = diebold_mariano_test(y, a, b, lags=0, harvey_adj=True, horizon=1)
    statistic, pvalue, bartlett = diebold_mariano((y - a) ** 2 - (y - b) ** 2, 1)
    assert statistic == pytest.approx(theirs.statistic, rel=1e-10)
    assert pvalue == pytest.approx(theirs.pvalue, rel=1e-10)
    assert not bartlett


def test_a_variance_that_is_not_positive_takes_bartletts_weights():
    y, a = np.zeros(12), np.zeros(12)
    b = np.sqrt(np.tile([1.0, 3.0], 6))  # losses in turn: autocovariances cancel
    differential = (y - b) ** 2 - (y - a) ** 2
    statistic, pvalue, bartlett = diebold_mariano(differential, 3)
    assert not bartlett
    statistic, pvalue, bartlett = diebold_mariano(differential, 2)
    assert bartlett
    theirs = diebold_mariano_test(y, b, a, lags=1, harvey_adj=True, horizon=2)
    assert statistic == pytest.approx(theirs.statistic, rel=1e-9)
    assert pvalue == pytest.approx(theirs.pvalue, rel=1e-9)


def test_one_step_ahead_the_size_is_right_and_power_grows_with_the_gain():
    table = rejections(38, 1, 0.5, [0.9, 0.7, 0.4], 0.05, 20_000, np.random.default_rng(4))
    table = table.set_index("rmse_ratio")["rejections"]
    assert table[1.0] == pytest.approx(0.05, abs=0.01)
    assert table[1.0] < table[0.9] < table[0.7] < table[0.4]
    assert table[0.4] > 0.95


def test_overlap_takes_the_test_apart():
    """27 forecasts a year ahead hold two that do not overlap: wrong size, and a gain of a tenth passes unseen."""
    table = rejections(27, 12, 0.9, [0.9], 0.05, 20_000, np.random.default_rng(5)).set_index("rmse_ratio")
    assert table.loc[1.0, "rejections"] > 0.1
    assert table.loc[0.9, "rejections"] < 0.4
    assert table.loc[1.0, "rejections_se"] == pytest.approx(
        np.sqrt(table.loc[1.0, "rejections"] * (1 - table.loc[1.0, "rejections"]) / 20_000)
    )
    assert 0 < table.loc[1.0, "bartlett"] < 1


def test_simulated_errors_overlap_as_forecasts_do():
    """The squared error three steps ahead is that of a sum of three shocks, drawn again here and added up."""
    shocks = np.random.default_rng(6).standard_normal((2, 500, 12))
    sums = np.stack([shocks[..., place : place + 3].sum(axis=-1) for place in range(10)], axis=-1)
    _, pvalues, bartlett = diebold_mariano(0.25 * sums[0] ** 2 - sums[1] ** 2, 3)
    table = rejections(10, 3, 0.0, [0.5], 0.3, 500, np.random.default_rng(6))
    assert table["rmse_ratio"].tolist() == [1, 0.5]
    assert table["rejections"][1] == (pvalues < 0.3).mean()
    assert table["bartlett"][1] == bartlett.mean()


def test_power_depends_on_the_seed_only(held):
    first, same, other = (power(held, "w_mean", [0.5], 0.05, 1000, np.random.default_rng(seed)) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, same)
    assert not first.equals(other)
    assert first.groupby("horizon")["n"].first().to_dict() == {1: 16, 3: 14}
    assert first["correlation"].between(-1, 1).all()


# ------------------------------------------------------------------ the whole, and what stops it

BREAKS = pd.DataFrame([["china", "2010-02", "m2", 3.0, 1.0, "Wider."]], columns=BREAK_COLUMNS)
SETTINGS = {
    "breaks": BREAKS,
    "first": "2006-03",
    "holdout": SHORT,
    "horizons": HORIZONS,
    "names": ALL,
    "readings": {key: {"difference": each.difference, "mean": each.mean} for key, each in READINGS.items()},
    "headline": {"reading": "w_mean", "estimator": "exact_ml"},
    "seasonal_period": 12,
    "levels": [80, 95],
    "ratios": [0.8, 0.5],
    "draws": 1000,
    "significance": 0.05,
}


@pytest.fixture(scope="module")
def results():
    """The search for orders, slow on these series, is held against R's elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("multiplier.forecasting.contest.choose_orders", lambda *_: [WALK])
        return by_country({"china": economy(), "us": economy(seed=1)}, **SETTINGS, rng=np.random.default_rng(0))


def test_every_model_is_scored_in_every_scheme(results):
    table = results["scores"]
    for (_, _, target), part in table.groupby(["country", "scheme", "target"]):
        assert set(part["model"]) == set(ALL) | ({OWN_DRIFT} if target == "m2" else set())
    assert results["forecasts"]["converged"].dtype == bool
    counted = (
        results["forecasts"].groupby(["country", "scheme", "target", "model"])["converged"].agg(lambda c: (~c).sum())
    )
    scored = table.groupby(["country", "scheme", "target", "model"])["unconverged"].sum()
    pd.testing.assert_series_equal(counted, scored, check_names=False)
    assert results["orders"]["order"].tolist() == ["(0, 1, 0)"] * 2


def test_the_full_tables_hold_every_model_of_both_countries(results):
    for table in (printed_scores(results["scores"], "Rule contest."), holm_tests(results["scores"], "Rule contest.")):
        assert sorted(row[1] for row in table.rows) == sorted([NAMES[name] for name in ALL] * 2)
        assert [row[0] for row in table.rows] == ["China"] * len(ALL) + ["US"] * len(ALL)
        assert all(len(row) == len(table.columns) for row in table.rows)
    table = results["scores"].set_index(["country", "scheme", "target", "model", "horizon"])
    place = ("us", "rolling", "m", "seasonal_ar")
    row = next(row for row in printed_scores(results["scores"], "").rows if row[:2] == ["US", NAMES["seasonal_ar"]])
    assert row[2] == " / ".join(f"{table.loc[(*place, h), 'mae']:.3f}" for h in HORIZONS)
    assert row[4] == " / ".join(f"{100 * table.loc[(*place, h), 'coverage_80']:.0f}" for h in HORIZONS)
    row = next(row for row in holm_tests(results["scores"], "").rows if row[:2] == ["US", NAMES["seasonal_naive"]])
    expected = [table.loc[("us", "rolling", "m", "seasonal_naive", h), "dm_vs_no_change_p_holm"] for h in HORIZONS]
    assert row[2:4] == ["< 0.001" if value < 0.001 else f"{value:.3f}" for value in expected]


def test_power_stands_side_by_side(results):
    table = printed_power(results["power"], "")
    assert [row[0] for row in table.rows] == [str(horizon) for horizon in HORIZONS]
    assert [column.header for column in table.columns] == ["h", "n", "1 (size)", "0.8", "0.5"]
    cell = results["power"].set_index(["country", "horizon", "rmse_ratio"])["rejections"]
    expected = " / ".join(f"{100 * cell[(country, 3, 0.5)]:.1f}" for country in ("china", "us"))
    assert table.rows[1][-1] == expected


def test_only_months_before_the_break_are_scored(results):
    before, scored = results["before_breaks"], results["scores"]
    assert before["country"].unique().tolist() == ["china"]
    counts = before.groupby("horizon")["n"].unique()
    assert counts.map(list).to_dict() == {1: [3], 3: [1]}  # 2009-11 to 2010-01
    made = results["forecasts"]
    early = made[
        (made["country"] == "china")
        & (made["scheme"] == "rolling")
        & (made["target"] == "m")
        & (made["month"] < "2010-02")
    ]
    for _, row in before.iterrows():
        part = early[(early["model"] == row["model"]) & (early["horizon"] == row["horizon"])]
        assert row["rmse"] == pytest.approx(np.sqrt(((part["actual"] - part["forecast"]) ** 2).mean()))
    assert (before.loc[before["model"] == "no_change", "relative_rmse"] == 1).all()
    assert set(before["model"]) == set(scored.loc[scored["target"] == "m", "model"])


def test_before_a_break_behind_the_last_month_nothing_changes(held):
    table = scores(held, {"m": 1.0, "m2": 1.0}, [80, 95], "w_mean")
    table = table[(table["scheme"] == "rolling") & (table["target"] == "m")].set_index(["model", "horizon"])
    late = before_breaks(held, BREAKS.assign(month="2099-01"), "no_change").set_index(["model", "horizon"])
    for column in ("n", "rmse", "relative_rmse"):
        pd.testing.assert_series_equal(late[column], table[column].reindex(late.index), check_dtype=False)


def test_without_a_break_the_table_is_empty_but_whole(held):
    table = before_breaks(held, BREAKS.iloc[:0], "no_change")
    assert table.empty
    assert list(table.columns) == COLUMNS
    assert table["rmse"].dtype == float


def test_coefficients_are_those_of_the_forecasts(results):
    """What a month further adds to the variance of an AR(1) shrinks by the square of its coefficient."""
    table = economy().iloc[:44]
    coefficient = results["coefficients"].set_index(["country", "model", "series"])["coefficient"]
    assert len(coefficient) == 6
    values = table["multiplier"].to_numpy()
    error = autoregressions.seasonal_ar(values, 3, 12).error
    ratio = np.sqrt(np.diff(error**2)[1] / np.diff(error**2)[0])
    assert coefficient["china", "seasonal_ar", "multiplier"] == pytest.approx(ratio)


def correction(file, first, column, action="break", last=np.nan):
    return {"file": file, "first": first, "last": last, "column": column, "action": action, "reason": f"{column}."}


def test_breaks_are_those_of_the_files_and_months_of_the_contest():
    corrections = pd.DataFrame(
        [
            correction("a.csv", "2010-12", "m2"),
            correction("a.csv", "2010-05", "base"),
            correction("b.csv", "2010-05", "base"),  # the same month in the file that continues the first
            correction("a.csv", "2010-06", "m2", action="keep"),
            correction("a.csv", "2009-10", "m2"),  # the first origin, not a target
            correction("a.csv", "2011-03", "m2"),
            correction("c.csv", "2010-07", "m2"),  # of another vintage
            correction("d.csv", "2011-02", "unknown"),
        ]
    )
    table = economy()
    table["m2"] = 100 * 1.01 ** np.arange(len(table))
    table.loc["2010-12":, "m2"] *= 1.05
    found = breaks(
        corrections, {"china": ["a.csv", "b.csv"], "us": ["d.csv"]}, dict.fromkeys(("china", "us"), table), HOLDOUT
    )
    assert list(found.columns) == BREAK_COLUMNS
    assert found[["country", "month", "column"]].to_numpy().tolist() == [
        ["china", "2010-05", "base"],
        ["china", "2010-12", "m2"],
        ["us", "2011-02", "unknown"],
    ]
    assert found.loc[1, "change"] == pytest.approx(100 * (1.01 * 1.05 - 1))
    assert found.loc[1, "median_change"] == pytest.approx(1)
    assert pd.isna(found.loc[2, "change"])
    none = breaks(corrections.iloc[:0], {"china": ["a.csv"]}, {"china": table}, HOLDOUT)
    assert none.empty
    assert list(none.columns) == BREAK_COLUMNS


def test_every_model_has_a_name_and_a_row(results):
    table = printed(results["scores"], "china", "Rule contest.")
    assert sorted(row[0] for row in table.rows) == sorted(NAMES[name] for name in ALL)
    assert all(len(row) == len(table.columns) for row in table.rows)
    walk = next(row for row in table.rows if row[0] == NAMES["no_change"])
    assert walk[1:3] == ["1.00", "1.00"]
    assert walk[-2] == "\u2013"


def test_outcomes_that_end_before_the_hold_out_are_named():
    with pytest.raises(
        DataError, match=r"outcomes of us: the tables run to 2011-02, but the hold-out ends in 2012-12; pin"
    ):
        outcomes(economy(), "2006-03", "2012-12", "us")


def test_a_gap_in_the_outcomes_is_named():
    table = economy()
    table.loc["2010-05", "reserve_ratio"] = np.nan
    with pytest.raises(DataError, match=r"outcomes of china: window .* reserve_ratio has no value in 2010-05"):
        outcomes(table, "2006-03", "2011-02", "china")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"holdout": {"first": "2009-11", "last": "2011-12"}}, "month 2011-03 is not in the data"),
        ({"first": "2007-03"}, "32 observations for 14 parameters, at least 36 are needed"),
        ({"horizons": [1, 16]}, "has 16 months, at least 17 are needed for forecasts 16 months ahead"),
    ],
)
def test_a_contest_that_cannot_be_held_is_named(change, expected):
    chosen = {"first": "2006-03", "holdout": HOLDOUT, "horizons": HORIZONS} | change
    with pytest.raises(DataError, match=expected) as error:
        check(economy(), **chosen, period=12, name="china")
    assert str(error.value).startswith("contest of china")


def test_a_constant_multiplier_is_named():
    table = economy()
    table["multiplier"] = 4.0
    with pytest.raises(DataError, match=r"multiplier to the first origin, .* constant at 4"):
        check(table, "2006-03", HOLDOUT, HORIZONS, 12, "us")


def test_revisions_by_hand():
    old = economy(44)
    new = old.assign(multiplier=old["multiplier"] * np.where(np.arange(44) == 5, 1.02, 1.0))
    row = revisions({"us": new}, {"us": old}, "2006-03", "2009-10").iloc[0]
    assert row["max_abs_percent"] == pytest.approx(2)
    assert row["max_month"] == "2006-08"
    assert row["mean_abs_percent"] == pytest.approx(2 / 44)
