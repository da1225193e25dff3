"""Seasonal adjustment by X-13 and STL, and the New Year that moves: properties and errors."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multiplier import DataError
from multiplier.data.spring_festival import DATES, nearness, regressor
from multiplier.drivers.seasonal_adjustment import by_country, stl, unbroken, x13

AIRLINE = "(0 1 1)(0 1 1)"
SEASON = np.array([0.1, -0.06, 0.02, -0.04, 0.03, 0.01, -0.03, 0.05, -0.02, -0.05, 0.04, -0.05])


def monthly(values, first="2002-01"):
    return pd.Series(values, index=pd.period_range(first, periods=len(values), freq="M", name="month"))


def walk(nobs=94, seed=1, step=0.01):
    return np.exp(1.5 + step * np.random.default_rng(seed).standard_normal(nobs).cumsum())


METHODS = {
    "x13": lambda series: x13(series, AIRLINE, 0, "x"),
    "stl": lambda series: stl(series, 13, True, "x"),
}


@pytest.mark.parametrize("method", METHODS)
def test_a_season_is_taken_out_and_nothing_else(method):
    trend = walk()
    season = np.exp(np.tile(SEASON, 8)[:94])
    result = METHODS[method](monthly(trend * season))
    np.testing.assert_allclose(result["adjusted"] * result["seasonal"], trend * season, rtol=1e-10)
    # Within a fifth of the season's own size.
    assert np.abs(np.log(result["adjusted"] / trend)).mean() < np.abs(SEASON).mean() / 5


def test_a_series_without_season_is_left_nearly_alone():
    """What is taken for a season is far smaller than the season of the test above, and than a monthly change."""
    trend = walk()
    result = METHODS["x13"](monthly(trend))
    assert np.abs(np.log(result["seasonal"])).mean() < np.abs(SEASON).mean() / 8
    assert np.abs(np.log(result["seasonal"])).mean() < np.abs(np.diff(np.log(trend))).mean() / 2


@pytest.mark.parametrize("method", METHODS)
@given(scale=st.floats(0.01, 1000))
def test_units_do_not_matter(method, scale):
    series = monthly(walk() * np.exp(np.tile(SEASON, 8)[:94]))
    one, other = METHODS[method](series), METHODS[method](scale * series)
    # X-13 maximises its likelihood to five digits or so.
    np.testing.assert_allclose(other["seasonal"], one["seasonal"], rtol=1e-4)


def test_the_same_series_gives_the_same_digits():
    series = monthly(walk())
    pd.testing.assert_frame_equal(METHODS["x13"](series), METHODS["x13"](series), check_exact=True)


def test_a_moving_holiday_is_found_by_the_regression_and_left_in_by_stl():
    months = pd.period_range("2002-01", periods=94, freq="M", name="month")
    trend = walk(step=0.003)
    series = pd.Series(trend * np.exp(0.2 * nearness(months, 20)), index=months)

    def left(result):  # factors average one, so that the mean of the holiday is no part of them
        return np.log(result["adjusted"] / trend).std()

    with_holiday, without = x13(series, AIRLINE, 20, "x"), x13(series, AIRLINE, 0, "x")
    np.testing.assert_allclose(with_holiday["adjusted"] * with_holiday["seasonal"], series, rtol=1e-10)
    assert left(with_holiday) < left(without) / 2
    assert left(with_holiday) < left(stl(series, 13, True, "x")) / 2


def test_new_years_are_new_moons_in_january_or_february():
    assert len(DATES) == DATES.year.nunique() == DATES[-1].year - DATES[0].year + 1
    days = DATES.day_of_year
    assert days.min() >= 21
    assert days.max() <= 51
    # Mean synodic month; the true one strays from it by up to half a day or so, besides the hour of the day.
    months = (DATES - DATES[0]) / pd.Timedelta(days=29.530588)
    assert np.abs(months - np.round(months)).max() < 1 / 29.53 * 1.2


def test_nearness_is_highest_at_the_new_year():
    months = pd.period_range("2006-01", "2007-03", freq="M")
    near = nearness(months, 20)
    assert near["2006-01"] == pytest.approx(1 - 2 / 20), "29 January to 31 January"
    assert near["2007-02"] == pytest.approx(1 - 10 / 20), "18 to 28 February"
    assert near["2006-06"] == 0
    centred = regressor(pd.period_range("1999-01", "2026-12", freq="M"), 20)
    np.testing.assert_allclose(centred.groupby(centred.index.month).mean(), 0, atol=1e-12)
    with pytest.raises(DataError, match=r"1990-01\.\.1995-01: New Years are known from 1999-01 to 2026-12"):
        regressor(pd.period_range("1990-01", "1995-01", freq="M"), 20)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (walk(35), "35 months, at least 36 are needed"),
        (np.full(60, 2.0), "constant at 2"),
        (np.where(np.arange(60) == 5, np.nan, walk(60)), "no value in 2002-06"),
        (np.where(np.arange(60) == 5, -1.0, walk(60)), "-1 in 2002-06, but the logarithm needs positive figures"),
    ],
)
def test_series_that_cannot_be_adjusted_are_named(method, values, expected):
    with pytest.raises(DataError, match=expected) as error:
        METHODS[method](monthly(values))
    assert "seasonal adjustment of x, 2002-01.." in str(error.value)


def test_x13_is_quoted_when_it_stops():
    with pytest.raises(DataError, match=r"X-13 stopped: [A-Z].{20}") as error:
        x13(monthly(walk(40)), "(3 2 3)(2 1 2)", 0, "x")
    assert "\n" not in str(error.value)
    assert "ended without a message" not in str(error.value)


def test_a_history_begins_after_the_last_gap():
    assert unbroken(monthly([np.nan, 1, np.nan, 2, 3])).tolist() == [2, 3]
    assert unbroken(monthly([1.0, 2])).tolist() == [1, 2]


def test_the_last_month_must_be_whole(ratios_china):
    with pytest.raises(DataError, match="month 2030-01 is not in the data"):
        by_country({"china": ratios_china}, {"first": "2002-01", "last": "2030-01"}, AIRLINE, {}, 13, True)
