"""The multiplier from forecasts of its ratios: exact cases, no look ahead, curvature, and the verdict."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.regression.linear_model import OLS
from test_growth import verdict

from multiplier.claims.studies import stability_study  # noqa: F401  registers its claim
from multiplier.companions import bottom_up, terms
from multiplier.report.numbers import bottom_up as numbers_of
from multiplier.report.tables import bottom_up as tables_of

SAMPLE = {"first": "2005-01", "last": "2008-12"}
HOLDOUT = {"first": "2009-01", "last": "2009-12"}
ORIGIN = pd.Period("2008-12", freq="M")
STUDY = {
    "sample": SAMPLE,
    "holdout": HOLDOUT,
    "rolling_last": "2010-12",
    "horizons": [1, 3],
    "draws": 2000,
    "rmse_ratios": [0.8],
    "significance": 0.05,
}


@pytest.fixture(scope="module")
def china(clean_china):
    return clean_china.loc["2005-01":"2010-12"]


@pytest.fixture(scope="module")
def table(china):
    return bottom_up.ratios_of(china, "central_bank")


def test_both_forms_are_the_same_formula(table):
    four, two = (
        bottom_up.formula(form, {name: table[name].to_numpy() for name in names}) for form, names in terms.FORMS.items()
    )
    assert four == pytest.approx(two)
    assert four == pytest.approx(table["formula"].to_numpy())


def test_reserves_by_definition(china):
    spliced, own = bottom_up.ratios_of(china, "spliced")["r"], china["deposits_with_central_bank"]
    deposits = china[["demand_deposits", "time_deposits", "savings_deposits"]].sum(axis=1)
    assert spliced.loc["2006-01":].to_numpy() == pytest.approx((own / deposits).loc["2006-01":].to_numpy())
    assert spliced["2005-12"] == bottom_up.ratios_of(china, "central_bank")["r"]["2005-12"]
    less = bottom_up.ratios_of(china, "base_less_cash")
    # With all of base money, cash and reserves, the formula misses M2 by other deposits alone.
    gap = (china["m0"] + deposits) / china["m2"]
    assert (less["formula"] / less["m"]).to_numpy() == pytest.approx(gap.to_numpy())


@pytest.mark.parametrize("lags", [0, 1])
def test_the_regression_is_least_squares_and_its_forecast_goes_on(table, lags):
    y = table["c"].loc[:ORIGIN].to_numpy()
    own, ahead, coefficient = bottom_up.regress(y, 3, lags)
    time, month = np.arange(1.0, len(y) + 4), np.arange(len(y) + 3) % 12
    x = np.column_stack([np.eye(12)[month], time])
    now = np.column_stack([x[lags : len(y)], *([y[:-1]] * lags)])
    fit = OLS(y[lags:], now).fit()
    assert own[lags:] == pytest.approx(fit.fittedvalues)
    assert np.isnan(own[:lags]).all()
    path = list(y)
    for step in range(3):
        row = np.concatenate([x[len(y) + step], path[-1:] * lags])
        path.append(float(row @ fit.params))
    assert ahead == pytest.approx(path[-3:])
    assert coefficient == pytest.approx(fit.params[13:])


def test_nothing_after_the_origin_is_used(table):
    made = bottom_up.from_origin(table, ORIGIN, 6)
    changed = table.copy()
    changed.loc[ORIGIN + 1 :] *= 2
    pd.testing.assert_frame_equal(bottom_up.from_origin(changed, ORIGIN, 6), made)
    assert list(made.columns) == [*terms.model_names(), *terms.BENCHMARKS]
    last = table["m"].loc[ORIGIN]
    assert (made["no_change"] == last).all()
    assert made["seasonal_naive"].to_numpy() == pytest.approx(table["m"].loc["2008-01":"2008-06"].to_numpy())


def test_the_gap_is_left_out_or_kept_as_last_seen(table):
    made = bottom_up.from_origin(table, ORIGIN, 2)
    gap = np.log(table.loc[ORIGIN, "m"] / table.loc[ORIGIN, "formula"])
    assert (made["kr_ar_last"] / made["kr_ar_none"]).to_numpy() == pytest.approx(np.exp(gap))


def regular(months=72):
    """Ratios on a trend with a season, and M2 over base as the formula has it."""
    index = pd.period_range("2005-01", periods=months, freq="M", name="month")
    time = np.arange(months)
    season = 0.01 * np.sin(2 * np.pi * time / 12)
    frame = pd.DataFrame(
        {
            "c": 0.3 + 0.001 * time + season,
            "s": 1.6 - 0.004 * time,
            "t": 0.5 + 0.001 * time,
            "r": 0.1 + 0.0005 * time - season / 5,
        },
        index=index,
    )
    formula = bottom_up.formula("cstr", {name: frame[name].to_numpy() for name in "cstr"})
    k = frame["c"] / (1 + frame["s"] + frame["t"])
    return frame.assign(k=k, m=formula, formula=formula)


@pytest.mark.filterwarnings("ignore:The design matrix")
def test_regular_ratios_are_forecast_without_error():
    errors = bottom_up.forecast_errors(regular(), SAMPLE, HOLDOUT, "2010-12", [1, 3])
    assert np.abs(errors["holdout", 12]["cstr_trend_none"]).max() < 1e-9
    assert np.abs(errors["rolling", 3]["cstr_trend_none"].astype(float)).max() < 1e-9
    assert np.abs(errors["holdout", 12]["no_change"]).max() > 0.05
    assert [len(errors["rolling", horizon]) for horizon in (1, 3)] == [24, 22]
    assert str(errors["rolling", 3].index[0]) == "2009-03"


def test_scores_by_hand(table):
    errors = bottom_up.forecast_errors(table, SAMPLE, HOLDOUT, "2010-12", [1])
    rows = bottom_up.scores(errors, table["m"], SAMPLE).set_index(["scheme", "model"])
    change = table["m"].diff().loc["2009-01":"2010-12"]
    row = rows.loc[("rolling", "no_change")]
    assert (row["n"], row["rmse"]) == (24, pytest.approx(np.sqrt((change**2).mean())))
    scale = table["m"].loc["2005-01":"2008-12"].diff(12).abs().mean()
    assert row["mase"] == pytest.approx(change.abs().mean() / scale)
    assert np.isnan(row["dm_no_change"])
    assert row["relative_no_change"] == 1
    year = table["m"].loc["2009-01":"2009-12"] - table["m"].loc[ORIGIN]
    assert rows.loc[("holdout", "no_change"), "mae"] == pytest.approx(year.abs().mean())
    assert rows.loc["holdout"]["dm_no_change_p"].isna().all()
    tested = rows.loc["rolling"].drop("no_change")
    assert (tested["dm_no_change_p_holm"] >= tested["dm_no_change_p"]).all()


@pytest.mark.filterwarnings("ignore:The design matrix")
def test_one_ratio_alone_moves_the_multiplier_by_its_own_error():
    table = regular()
    table.loc["2009-01":, "r"] *= 0.9  # a cut that no regression sees
    rows = bottom_up.by_ratio(table, SAMPLE, HOLDOUT).set_index(["regression", "ratio"])
    assert rows.loc[("trend", "r"), "forecast_percent"] == pytest.approx(100 / 9)
    assert rows.loc[("trend", "r"), "multiplier_percent"] < -4
    assert rows.loc[("trend", "c"), "multiplier_percent"] == pytest.approx(0, abs=1e-9)


def test_curvature_by_simulation_and_by_second_derivatives(table):
    rows = bottom_up.curvature(table, SAMPLE, 6, 20000, np.random.default_rng(1))
    assert (np.abs(rows["bias"] - rows["second_order"]) < 4 * rows["bias_se"] + 0.05 * rows["bias"].abs()).all()
    assert (rows["bias"] > 0).all(), "the formula is convex in the reserve ratio"
    trend = rows[rows["regression"] == "trend"]["second_order"]
    assert trend.std() / trend.mean() < 0.3, "errors of a trend do not accumulate"


def test_a_vintage_without_components_says_which(china):
    lacking = china.copy()
    lacking.loc[:"2005-12", "time_deposits"] = np.nan
    frames = bottom_up.study(lacking, **STUDY, rng=np.random.default_rng(1))
    assert frames["bottom_up_scope"]["missing"].item() == "time_deposits from 2005-01"
    assert all(frame.empty for name, frame in frames.items() if name != "bottom_up_scope")
    row = verdict("ST-01", **frames)
    assert row["verdict"] == "untestable"
    assert "time_deposits from 2005-01" in row["cause"]


@pytest.fixture(scope="module")
def frames(china):
    made = bottom_up.study(china, **STUDY, rng=np.random.default_rng(1))
    scope = made["bottom_up_scope"]
    return made | {"bottom_up_scope": scope.assign(missing=scope["missing"].replace("", np.nan))}  # as it is read back


def test_accurate_for_every_reading_for_rolling_forecasts_or_for_none(frames):
    readings, scores = frames["bottom_up_specifications"], frames["bottom_up_scores"]

    def found(beats, rolling):
        own = scores["scheme"].eq("rolling") & scores["model"].isin(terms.model_names())
        changed = scores.assign(
            relative_no_change=scores["relative_no_change"].mask(own, rolling),
            relative_seasonal_naive=scores["relative_seasonal_naive"].mask(own, rolling),
        )
        return verdict(
            "ST-01",
            bottom_up_scope=frames["bottom_up_scope"],
            bottom_up_specifications=readings.assign(beats_both=beats),
            bottom_up_scores=changed,
            bottom_up_ratios=frames["bottom_up_ratios"],
        )

    assert found(True, 2.0)["verdict"] == "reproduced"
    some = found(False, 0.5)
    assert (some["verdict"], some["candidates"]) == ("displaced", 24 + 16)
    assert "1, 3 months ahead that do: 16 of 16" in some["matched_definition"]
    mixed = found(np.arange(24) < 13, 2.0)
    assert (mixed["verdict"], mixed["matched_definition"]) == (
        "displaced",
        "13 of 24 readings in the year after the sample",
    )
    assert found(np.arange(24) < 12, 2.0)["verdict"] == "contradicted", "half is no majority"
    assert found(False, 2.0)["verdict"] == "contradicted"


def test_readings_agree_with_the_main_path(frames):
    readings = frames["bottom_up_specifications"].set_index(["reserves", "form", "regression", "gap"])
    scores = frames["bottom_up_scores"].query("scheme == 'holdout'").set_index("model")
    for form in terms.FORMS:
        found = readings.loc[("central_bank", form, "ar", "last"), "rmse"]
        assert found == pytest.approx(scores.loc[f"{form}_ar_last", "rmse"])


def test_tables_of_a_vintage_without_figures_are_left_out(frames):
    origins = dict.fromkeys(frames, "origin")
    made = tables_of.tables(frames, {}, origins)
    assert set(made) == {"bottom-up-readings", "bottom-up-rolling", "bottom-up-ratios"}
    assert len(made["bottom-up-readings"].rows) == 8
    assert len(made["bottom-up-rolling"].rows) == 2 * (4 + len(terms.BENCHMARKS))
    lacking = {"bottom_up_scope": pd.DataFrame([{**SAMPLE, "missing": "time_deposits from 2005-01"}])}
    assert tables_of.tables(lacking, {}, origins) == {}
    found = numbers_of.numbers(lacking, {"bottom_up": STUDY})
    assert str(found["bottom_up_missing"]) == "time deposits from January 2005"
    assert "bottom_up_readings" not in found
