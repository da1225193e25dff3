"""The studies of consumer prices and of cycles against numbers that R computed from the raw files (prices.R)."""

import numpy as np
import pandas as pd
import pytest
from conftest import named
from reference import SIX_DIGITS, reference

from multiplier.companions.correlogram_search import autocorrelations, statistics
from multiplier.companions.cycles import INFLATION, MULTIPLIER, dated, smoothed
from multiplier.companions.prices import INDEX, MONEY, correlations, differences, money, months_of
from multiplier.companions.turning_points import Rule, concordance, rising, turning_points
from multiplier.data.business_cycle import business_cycle
from multiplier.data.cleaning import clean_series
from multiplier.data.schemas import CPI, GDP
from multiplier.drivers.surrogates import cross_correlations
from multiplier.formula.correlogram import correlogram
from multiplier.unit_roots.battery import kpss
from multiplier.unit_roots.dickey_fuller import adf

witness = reference("prices")
SAMPLES = {
    "stated": months_of("1999-01", "2010-12"),
    "identified": months_of("2001-01", "2010-12", "2006-08"),
    "available": months_of("2000-01", "2010-12"),
}
RULE = Rule(window=5, phase=6, cycle=15)


def agrees(value, *where):
    assert value == pytest.approx(witness(*where), rel=SIX_DIGITS, abs=1e-12), where


@pytest.fixture(scope="module")
def cycle(corrections):
    cpi = clean_series(*named("china/cpi/single.csv"), CPI, corrections)
    return business_cycle(cpi, clean_series(*named("china/gdp/single.csv"), GDP, corrections))


@pytest.fixture(scope="module")
def levels(clean_china):
    return money(clean_china, "reserve_money")


@pytest.fixture(scope="module")
def both(ratios_china, cycle):
    return ratios_china.loc["2000-01":"2011-09", [MULTIPLIER]].join(cycle[INFLATION])


@pytest.mark.parametrize("sample", ["stated", "identified"])
def test_correlogram(cycle, sample):
    changes = differences(cycle[[INDEX]], SAMPLES[sample])[INDEX]
    assert len(changes) == witness("nobs", sample)
    table = correlogram(changes, 13)
    batch = statistics(autocorrelations(changes.to_numpy()[None, :], 13), len(changes))
    for name, values in batch.items():
        for lag in range(1, 14):
            agrees(values[0, lag - 1], name, sample, lag)
            agrees(table[name][lag - 1], name, sample, lag)


@pytest.mark.parametrize("kind", ["level", "diff"])
@pytest.mark.parametrize("series", [INDEX, *MONEY])
def test_unit_roots(cycle, levels, series, kind):
    x = cycle[INDEX][SAMPLES["stated"]] if series == INDEX else levels[series][SAMPLES["available"]]
    x = x if kind == "level" else x.diff().dropna()
    for lags in (0, 4, 11, 12):
        agrees(adf(x, "c", "fixed", lags, 0.05)["statistic"], "adf", series, f"{kind}/{lags}")
    agrees(kpss(x.to_numpy(), "c", "l4", 0.05)["statistic"], "kpss", series, kind)


def test_correlations_of_prices_and_money(cycle, levels):
    chosen = {name: SAMPLES[name] for name in ("available", "identified")}
    table = correlations(cycle[INDEX], levels, chosen, [1, 2, 3], 50, 0.95, np.random.default_rng(0))
    assert len(table) == 10
    for row in table.itertuples():
        for quantity in ("correlation", "outside", "with_m0"):
            agrees(getattr(row, quantity), quantity, row.sample, row.variable)


def test_turning_points_and_concordance(both):
    level = smoothed(both, 12)
    table = dated(level, RULE)
    for name, part in table.groupby("series"):
        assert len(part) == witness("turns", name)
        for row in part.itertuples():
            agrees(row.value, "turn", name, f"{row.kind}/{row.month}")
    states = [rising(turning_points(level[name].to_numpy(), RULE), len(level)) for name in (MULTIPLIER, INFLATION)]
    share, _, correlation = concordance(*states)
    agrees(share, "concordance", "study")
    agrees(correlation, "state_correlation", "study")


@pytest.mark.parametrize("kind", ["smoothed", "diff12"])
def test_leads_and_lags(both, kind):
    view = smoothed(both, 12) if kind == "smoothed" else both.diff(12).dropna()
    found = cross_correlations(view[MULTIPLIER].to_numpy(), view[INFLATION].to_numpy(), 24)
    for lag, value in zip(range(-24, 25), found, strict=True):
        agrees(value, "lead", kind, lag)


def test_the_table_of_differences_bridges_the_month_left_out(cycle):
    changes = differences(cycle[[INDEX]], SAMPLES["identified"])[INDEX]
    index = cycle[INDEX]
    assert changes[pd.Period("2006-09")] == pytest.approx(index["2006-09"] - index["2006-07"])
