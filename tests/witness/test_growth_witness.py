"""Growth of money, breaks and bottom-up forecasts against numbers that R computed by lm and loops (growth.R).

Simulated numbers come from R's own random numbers: they agree within four standard errors of their difference.
"""

import numpy as np
import pandas as pd
import pytest
from conftest import named
from reference import SIX_DIGITS, reference

from multiplier.companions import bottom_up, growth, regimes, segments
from multiplier.companions.monetisation import money_over_output
from multiplier.data.business_cycle import quarterly
from multiplier.data.cleaning import clean_series, clean_table
from multiplier.data.schemas import GDP, MONEY_STOCK
from multiplier.data.world import world_output

witness = reference("growth")
ENDS = ["2005-12", "2008-08", "2009-10", "2012-12"]
LAST = "2012-12"
SAMPLE = {"first": "2005-01", "last": "2008-12"}
HOLDOUT = {"first": "2009-01", "last": "2009-12"}


def agrees(value, *where):
    assert value == pytest.approx(witness(*where), rel=SIX_DIGITS), where


def within(value, error, quantity, detail):
    apart = abs(value - witness(quantity, "china", detail))
    assert apart < 4 * np.hypot(error, witness(f"{quantity}_se", "china", detail))


@pytest.fixture(scope="module")
def multiplier(ratios_china):
    return ratios_china.loc["2000-01":LAST, "multiplier"]


@pytest.mark.parametrize("end", ENDS)
def test_growth_over_a_year(ratios_china, end):
    table = growth.accounts(ratios_china).loc["2001-01":end]
    found = growth.mirror(table, 10, 0.95, np.random.default_rng(1))
    agrees(found["correlation"], "growth_correlation", "china", end)
    agrees(found["independent"], "growth_independent", "china", end)
    agrees(found["correlation_m2"], "growth_correlation_m2", "china", end)
    led = growth.leads(table["main"])
    agrees(led["multiplier_percent"], "multiplier_percent", "china", end)
    assert led["switches"] == witness("switches", "china", end)


def test_the_search_holds_the_numbers_of_its_definitions(clean_china):
    table = growth.search({"2019-07": clean_china}, {"first": "2012-12", "last": LAST})
    values = table.set_index("definition")["value"]
    of = "M2 over reserve_money"
    agrees(values[f"growth in percent, {of}, months from 2001-01"], "growth_correlation_percent", "china", LAST)
    agrees(values[f"growth in logarithms, {of}, quarters from 2001-03"], "growth_correlation_quarters", "china", LAST)


@pytest.mark.parametrize("end", ENDS)
def test_trends(multiplier, end):
    slope, t = growth.trend_statistics(multiplier.loc[:end].to_numpy())
    agrees(12 * slope, "trend_slope", "china", end)
    agrees(t, "trend_t", "china", end)


def test_trends_of_random_walks(multiplier):
    windows = {"long": {"first": "2000-01", "last": LAST}}
    row = growth.trends(multiplier, windows, 0.05, 20000, np.random.default_rng(2)).iloc[0]
    within(row["random_walk_size"], row["random_walk_size_se"], "random_walk_size", LAST)


def test_money_over_output(clean_china, corrections):
    gdp = clean_series(*named("china/gdp/single.csv"), GDP, corrections)
    name, data = named("us/money_stock/2023-12.csv")
    us = clean_table(data, MONEY_STOCK, corrections, name)["M2SL"]
    table = money_over_output(
        clean_china["m2"],
        quarterly(gdp),
        us,
        world_output(*named("world/nominal_gdp/single.csv"), corrections).reset_index(),
    )
    for month in ("2001-06", "2003-12", "2008-09", "2009-12", "2012-12"):
        for country in ("china", "us"):
            agrees(table.loc[month, country], "m2_over_gdp", country, month)


@pytest.fixture(scope="module")
def tests(multiplier):
    table = regimes.sup_f(multiplier, 0.15, 0.05, 20000, np.random.default_rng(3))
    return table.set_index(["variant", "null"])


@pytest.mark.parametrize("variant", ["trend", "trend_season", "drift"])
def test_one_break(multiplier, tests, variant):
    row = tests.loc[(variant, "ar1")]
    agrees(row["statistic"], "sup_f", "china", variant)
    if variant != "drift":
        place = int(witness("sup_f_date", "china", variant)) - 1  # R counts from one
        assert row["month"] == str(multiplier.index[place])


def test_one_break_under_a_random_walk(tests):
    row = tests.loc[("trend", "random_walk")]
    within(row["pvalue"], row["pvalue_se"], "random_walk_p", "trend")


def test_two_breaks(multiplier):
    nobs = len(multiplier)
    found = segments.partitions(multiplier.to_numpy()[None, :], 2, segments.smallest_regime(nobs, 0.15))[2]
    agrees(found.squares[0], "two_breaks", "china", "squares")
    assert list(found.breaks[0] + 1) == [witness("two_breaks", "china", part) for part in ("first", "second")]
    agrees(segments.information(found.squares[0], nobs, 2), "two_breaks", "china", "bic")


def test_bottom_up(clean_china):
    table = bottom_up.ratios_of(clean_china, "central_bank").loc[SAMPLE["first"] : HOLDOUT["last"]]
    origin = pd.Period(SAMPLE["last"], freq="M")
    found = bottom_up.paths(table, origin, 12)
    made = bottom_up.from_origin(table, origin, 12)
    for kind in bottom_up.REGRESSIONS:
        for name in ("c", "s", "t", "r", "k"):
            agrees(found[f"{name}/{kind}"][1][-1], "ratio_forecast", "china", f"{kind}/{name}")
        for form in bottom_up.FORMS:
            agrees(made[f"{form}_{kind}_none"].iloc[-1], "bottom_up_last", "china", f"{form}/{kind}")
    lags = bottom_up.by_ratio(table, SAMPLE, HOLDOUT).query("regression == 'ar'").set_index("ratio")["lag"]
    for name, value in lags.items():
        agrees(value, "ratio_lag", "china", name)


def test_bottom_up_scores(clean_china):
    readings = bottom_up.specifications(clean_china, SAMPLE, HOLDOUT)
    chosen = readings.query("reserves == 'central_bank' and gap == 'none'").set_index(["form", "regression"])
    for (form, kind), row in chosen.iterrows():
        agrees(row["rmse"], "bottom_up_rmse", "china", f"{form}/{kind}")
        agrees(row["mape"], "bottom_up_mape", "china", f"{form}/{kind}")
        for benchmark in ("no_change", "seasonal_naive"):
            agrees(row["rmse"] / row[f"relative_{benchmark}"], "bottom_up_rmse", "china", benchmark)
