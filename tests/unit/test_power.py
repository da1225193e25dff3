"""Size and power: processes, calibration, cells against loops over the libraries, numbers, tables and configuration."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from arch.unitroot import DFGLS, KPSS, PhillipsPerron, ZivotAndrews
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS
from statsmodels.tools import add_constant
from statsmodels.tsa.stattools import adfuller

from gate import GateError
from gate.configuration import validate_configuration
from multiplier import DataError
from multiplier.figures.power_curves import draw
from multiplier.report.numbers import power as power_numbers
from multiplier.report.tables.power import power as power_table
from multiplier.report.tables.power import seasonal as seasonal_table
from multiplier.simulation import autoregression
from multiplier.unit_roots.power import COLUMNS, by_country
from multiplier.unit_roots.processes import (
    Process,
    SeasonalProcess,
    calibration,
    fit_ar1,
    processes,
    seasonal_pattern,
    seasonal_processes,
    troubled,
)

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {
    "phis": [0.7, 0.8, 0.9, 0.95],
    "single_phi": 0.8,
    "lags": [0, 1, 4, 12],
    "max_lags": 12,
    "criteria": ["AIC", "BIC", "MAIC"],
    "za_max_lags": 3,
    "ocsb_lags": [1, 2],
    "period": 12,
}
SHOWN = {"criterion": "MAIC", "bandwidth": "l4"}


def simulated(ratios, replications, seed=1, crisis="2008-09", first="2006-03", last="2009-10", **changes):
    rng = np.random.default_rng(seed)
    return by_country(ratios, first, last, crisis, replications, rng, **(SETTINGS | changes))


@pytest.fixture(scope="module")
def ratios(ratios_china, ratios_us):
    return {"china": ratios_china, "us": ratios_us}


@pytest.fixture(scope="module")
def cells(ratios):
    return simulated(ratios, 4000)[0]


def pick(cells, country="china", transform="level", **chosen):
    part = cells[(cells["country"] == country) & (cells["transform"] == transform)]
    for column, value in chosen.items():
        part = part[part[column] == value]
    return part


def share(cells, **chosen):
    part = pick(cells, **chosen)
    assert len(part) == 1
    return part["rejections_share"].iloc[0]


# Processes


@pytest.mark.parametrize("phi", [0.7, 0.95])
def test_an_ar1_is_stationary_from_its_first_observation(phi):
    process = Process("ar1", phi, 4.0, 0.2)
    paths = process.paths(np.random.default_rng(0).standard_normal((40000, 20)))
    sigma = 0.2 / np.sqrt(1 - phi**2)
    np.testing.assert_allclose(paths.std(axis=0), sigma, rtol=0.02)
    np.testing.assert_allclose(paths.mean(axis=0), 4.0, atol=4 * sigma / 200)
    assert np.corrcoef(paths[:, 3], paths[:, 4])[0, 1] == pytest.approx(phi, abs=0.015)


@given(location=st.floats(-9, 9), scale=st.floats(0.1, 5), drift=st.floats(-1, 1))
@settings(max_examples=20)
def test_a_walk_starts_where_it_is_told_and_adds_drift_and_shocks(location, scale, drift):
    shocks = np.random.default_rng(1).standard_normal((3, 8))
    paths = Process("walk", 1.0, location, scale, drift=drift).paths(shocks)
    np.testing.assert_allclose(paths[:, 0], location)
    np.testing.assert_allclose(np.diff(paths, axis=1), scale * (drift + shocks[:, 1:]), atol=1e-9)


def test_a_step_moves_the_level_from_its_month_on():
    shocks = np.random.default_rng(1).standard_normal((2, 10))
    plain, stepped = Process("", 0.8, 4, 0.5), Process("", 0.8, 4, 0.5, step=3, step_at=6)
    np.testing.assert_allclose(stepped.paths(shocks) - plain.paths(shocks), [[0] * 6 + [1.5] * 4] * 2, atol=1e-12)


def test_seasonal_processes_repeat_their_season():
    none = np.zeros((1, 44))
    season = tuple(np.arange(12.0))
    root = SeasonalProcess("seasonal_root", Process("", 0.8, 0, 1), season, root=True).paths(none)
    np.testing.assert_array_equal(root[0], np.tile(season, 4)[:44])
    year = np.arange(44) % 12
    stable = SeasonalProcess("stable_season", Process("", 0.8, 5, 1), tuple(year * 1.0), root=False).paths(none)
    np.testing.assert_array_equal(stable[0], 5 + year)


def test_each_month_of_a_seasonal_root_is_that_of_a_year_before_plus_the_process():
    shocks = np.random.default_rng(2).standard_normal((4, 44))
    process = Process("", 0.8, 0.0, 0.3)
    paths = SeasonalProcess("seasonal_root", process, tuple(np.arange(12.0)), root=True).paths(shocks)
    np.testing.assert_allclose(paths[:, 12:] - paths[:, :-12], process.paths(shocks[:, 12:]))


def test_ar1_paths_follow_their_recursion():
    errors = np.array([[1.0, 2.0]])
    np.testing.assert_array_equal(autoregression(1.0, 0.5, 4.0, errors), [[4, 4, 5]])


# Calibration


def test_the_fit_of_an_ar1_is_least_squares(sample_china):
    values = sample_china["multiplier"].to_numpy()
    with_mean = OLS(values[1:], add_constant(values[:-1])).fit()
    phi, sigma = fit_ar1(values)
    assert phi == pytest.approx(with_mean.params[1], rel=1e-10)
    assert sigma == pytest.approx(np.sqrt(with_mean.scale), rel=1e-10)
    without = OLS(values[1:], values[:-1]).fit()
    assert fit_ar1(values, mean=False) == pytest.approx((without.params[0], np.sqrt(without.scale)), rel=1e-10)


def test_a_season_is_found_whatever_the_trend_between_years():
    months = pd.period_range("2006-03", periods=44, freq="M")
    season = np.cos(2 * np.pi * (months.month - 1) / 12)
    series = pd.Series(season + 0.05 * np.arange(44), index=months, name="m")
    np.testing.assert_allclose(seasonal_pattern(series), season, atol=1e-12)
    with pytest.raises(DataError, match="season of m: 9 observations; at least 13"):
        seasonal_pattern(series.iloc[:9])


def test_processes_take_their_scale_from_the_data(sample_us):
    found = calibration(sample_us["multiplier"], "2008-09")
    walk, *ar1 = processes(found, [0.7, 0.9])
    assert (walk.phi, walk.location, walk.scale) == (1, sample_us["multiplier"].iloc[0], found["walk_sigma"])
    assert {(process.location, process.scale) for process in ar1} == {(found["mean"], found["sigma"])}
    drifting, breaking = troubled(found, 0.8)
    assert drifting.drift * drifting.scale == pytest.approx(sample_us["multiplier"].diff().mean())
    parts = sample_us["multiplier"][:"2008-08"].mean(), sample_us["multiplier"]["2008-09":].mean()
    assert breaking.step * breaking.scale == pytest.approx(parts[1] - parts[0])
    assert str(sample_us.index[breaking.step_at]) == "2008-09"


def test_a_break_at_the_edge_of_the_sample_is_named(sample_us):
    with pytest.raises(DataError, match="power of multiplier: the crisis begins in 2009-09"):
        calibration(sample_us["multiplier"], "2009-09")


# Cells


def test_cells_are_complete_and_tidy(cells):
    assert list(cells.columns) == COLUMNS
    keys = ["country", "transform", "test", "deterministic", "lag_rule", "lags", "process", "phi"]
    assert not cells.duplicated(keys).any()
    assert cells["rejections_share"].between(0, 1).all()
    expected = np.sqrt(cells["rejections_share"] * (1 - cells["rejections_share"]) / cells["replications"])
    np.testing.assert_allclose(cells["share_se"], expected)
    assert set(cells.loc[cells["transform"] == "level", "nobs"]) == {44}
    assert set(cells.loc[cells["transform"] == "diff12", "nobs"]) == {32}
    assert cells.loc[cells["under_null"], "size_adjusted_share"].isna().all()


def test_the_simulated_critical_value_is_beyond_the_printed_one_where_a_test_is_over_sized(cells):
    walks = cells[cells["process"] == "random_walk"]
    assert (walks["critical_simulated"].isna() == (walks["test"] == "KPSS")).all()
    assert cells.loc[cells["process"] != "random_walk", "critical_simulated"].isna().all()
    fixed = walks.dropna(subset=["critical_simulated", "critical_5"])
    beyond = fixed["critical_simulated"] < fixed["critical_5"]
    unequal = (fixed["rejections_share"] - 0.05).abs() > 0.0005
    assert (beyond == (fixed["rejections_share"] > 0.05))[unequal].all()
    assert set(beyond) == {True, False}
    # Over-sized tests of a break: more than the level is rejected, so that the value lies beyond the printed -4.81.
    breaks = walks[walks["test"] == "ZA"]
    assert (breaks["rejections_share"] > 0.07).all()
    assert (breaks["critical_simulated"] < -4.81).all()


def test_size_of_finds_the_null_of_each_test(cells):
    def size_of(*arguments, **rule):
        return power_numbers.share_rejected(cells, True, *arguments, **rule)

    assert size_of("us", "ADF", "c", "level", 0.9, lag_rule="MAIC") == share(
        cells, country="us", test="ADF", deterministic="c", lag_rule="MAIC", process="random_walk"
    )
    assert size_of("china", "KPSS", "c", "level", 0.7, lag_rule="l12") == share(
        cells, test="KPSS", deterministic="c", lag_rule="l12", process="ar1", phi=0.7
    )
    walk = {"country": "china", "test": "OCSB", "process": "seasonal_root", "lags": 1}
    assert size_of("china", "OCSB", "n", "level", 0.9, lag_rule="fixed", lags=1) in set(
        pick(cells, **walk)["rejections_share"]
    )


def test_cells_are_what_loops_over_the_libraries_count(ratios, sample_us):
    replications, seed = 40, 5
    cells, _ = simulated(ratios, replications, seed)
    shocks = np.random.default_rng(seed).standard_normal((replications, 44))
    found = calibration(sample_us["multiplier"], "2008-09")
    made = {
        (process.name, process.phi): process.paths(shocks)
        for process in [*processes(found, SETTINGS["phis"]), *troubled(found, 0.8)]
    }

    def adf(path, terms, lags, rule):
        result = adfuller(path, lags, terms, rule, result_object=True)
        return result.statistic < result.critical_values["5%"]

    def left(test):
        return test.stat < test.critical_values["5%"]

    def za(path):
        lags = adfuller(path, 3, "ct", "AIC", result_object=True).lags
        return left(ZivotAndrews(path, lags=lags, trend="c"))

    def kpss_rejected(path):
        test = KPSS(path, lags=9, trend="c")
        return test.stat > test.critical_values["5%"]

    single = {
        ("ADF", "n", "fixed", 12): lambda path: adf(path, "n", 12, None),
        ("ADF", "n", "AIC", None): lambda path: adf(path, "n", 12, "AIC"),
        ("ADF", "c", "fixed", 1): lambda path: adf(path, "c", 1, None),
        ("ADF", "ct", "BIC", None): lambda path: adf(path, "ct", 12, "BIC"),
        ("DF-GLS", "c", "AIC", None): lambda path: left(DFGLS(path, trend="c", max_lags=12, method="aic")),
        ("PP", "n", "l12", 9): lambda path: left(PhillipsPerron(path, lags=9, trend="n")),
        ("PP", "ct", "l4", 3): lambda path: left(PhillipsPerron(path, lags=3, trend="ct")),
        ("KPSS", "c", "l12", 9): kpss_rejected,
        ("ZA", "c", "AIC", None): za,
    }
    for (name, phi), paths in made.items():
        for (test, terms, rule, lags), rejected in single.items():
            chosen = {"test": test, "deterministic": terms, "lag_rule": rule, "process": name, "phi": phi}
            if lags is not None:
                chosen["lags"] = lags
            assert share(cells, country="us", **chosen) == np.mean([rejected(path) for path in paths]), chosen


def test_seeds_reproduce_every_cell_and_another_seed_does_not(ratios):
    first, again, other = (simulated(ratios, 50, seed)[0] for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(first, again, check_exact=True)
    assert not first["rejections_share"].equals(other["rejections_share"])


def test_a_multiple_of_the_series_has_the_same_cells(ratios):
    tripled = {country: table * 3 for country, table in ratios.items()}
    pd.testing.assert_frame_equal(simulated(ratios, 60)[0], simulated(tripled, 60)[0])


def test_another_mean_changes_the_tests_without_constant_only(ratios):
    moved = {country: table + 20 for country, table in ratios.items()}
    here, there = simulated(ratios, 400)[0], simulated(moved, 400)[0]
    different = here[(here["rejections_share"] - there["rejections_share"]).abs() > 1e-12]
    assert set(different["deterministic"]) == {"n"}
    assert set(different["transform"]) == {"level"}
    assert not (different["test"] == "OCSB").any()


@pytest.mark.parametrize("test", ["ADF", "DF-GLS", "PP"])
def test_power_rises_as_phi_falls(cells, test):
    rule = {"lag_rule": "l4"} if test == "PP" else {"lag_rule": "fixed", "lags": 0}
    chosen = {"test": test, "deterministic": "c", "process": "ar1"} | rule
    shares = [share(cells, phi=phi, **chosen) for phi in SETTINGS["phis"]]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] > share(cells, **(chosen | {"process": "random_walk"}))


@pytest.mark.parametrize("terms", ["c", "ct"])
@pytest.mark.parametrize("lags", [0, 1])
def test_the_size_of_adf_is_nominal(cells, terms, lags):
    """MacKinnon's critical values are made for this; four Monte Carlo standard errors and 0.4 points of theirs."""
    size = share(cells, test="ADF", deterministic=terms, lag_rule="fixed", lags=lags, process="random_walk")
    assert size == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 4000) + 0.004)


def test_without_a_constant_a_series_around_its_mean_is_never_found_stationary(cells):
    for country in ("china", "us"):
        found = pick(cells, country=country, test="ADF", deterministic="n", lag_rule="fixed", lags=0, process="ar1")
        assert (found["rejections_share"] < 0.01).all()


def test_size_adjusted_shares_take_a_false_size_away(cells):
    """The adjusted share of a test whose critical value is right is its share."""
    part = pick(cells, test="ADF", deterministic="c", lag_rule="fixed", process="ar1", lags=0)
    np.testing.assert_allclose(part["size_adjusted_share"], part["rejections_share"], atol=0.03)
    oversized = pick(cells, test="ADF", deterministic="ct", lag_rule="AIC", process="ar1")
    assert (oversized["size_adjusted_share"] < oversized["rejections_share"]).all()


def test_nulls_are_those_of_the_tests(cells):
    null = cells[cells["under_null"]].groupby("test")["process"].unique().map(set)
    assert null.to_dict() == {
        **{test: {"random_walk", "random_walk_drift"} for test in ("ADF", "DF-GLS", "PP", "ZA")},
        "KPSS": {"ar1"},
        "OCSB": {"seasonal_root"},
        "CH": {"stable_season"},
    }


def test_the_seasonal_root_has_the_yearly_change_of_the_data(sample_china):
    *_, root = seasonal_processes(sample_china["multiplier"], 0.8, 12)
    yearly = sample_china["multiplier"].diff(12).dropna()
    assert root.process.scale == pytest.approx(np.sqrt((yearly.diff().dropna() ** 2).mean()))
    assert root.season == tuple(sample_china["multiplier"].iloc[:12])


def test_a_sample_that_is_too_short_or_constant_is_named(ratios):
    with pytest.raises(DataError, match=r"power of multiplier of china \(diff12\).*at least 29 are needed"):
        simulated(ratios, 50, last="2009-01", crisis="2008-03")
    constant = {country: table.assign(multiplier=4.0) for country, table in ratios.items()}
    with pytest.raises(DataError, match="constant at 4"):
        simulated(constant, 50)


# Numbers, tables, figure


def test_power_of_finds_the_alternative_of_each_test(cells):
    def power_of(*arguments, **rule):
        return power_numbers.share_rejected(cells, False, *arguments, **rule)

    assert power_of("us", "ADF", "n", "level", 0.7, lag_rule="AIC") == share(
        cells, country="us", test="ADF", deterministic="n", lag_rule="AIC", process="ar1", phi=0.7
    )
    assert power_of("us", "ADF", "n", "diff12", 0.9, lag_rule="fixed", lags=4) == share(
        cells, country="us", transform="diff12", test="ADF", deterministic="n", lags=4, process="ar1", phi=0.9
    )
    assert power_of("china", "KPSS", "c", "level", 0.7, lag_rule="l12") == share(
        cells, test="KPSS", deterministic="c", lag_rule="l12", process="random_walk"
    )
    assert np.isnan(power_of("us", "ADF", "n", "level", 0.5, lag_rule="AIC"))
    assert np.isnan(power_of("us", "ADF", "n", "diff", 0.7, lag_rule="AIC"))


def test_tables_have_a_line_a_test_and_one_for_both_countries_where_they_agree(cells):
    printed = power_table(cells, SHOWN, "rule")
    assert all(len(row) == len(printed.columns) == 9 for row in printed.rows)
    assert {row[3] for row in printed.rows if row[1] == "none"} == {"China", "United States"}
    assert {row[3] for row in printed.rows if row[1] != "none"} == {"both"}
    seasonal = seasonal_table(cells, "rule")
    assert len(seasonal.rows) == 6
    assert all(len(row) == len(seasonal.columns) for row in seasonal.rows)


def test_the_figure_draws_a_line_a_test_in_both_panels(cells):
    figure, drawn = draw({"power": cells}, SHOWN)
    assert len(figure.axes) == 2
    assert len(drawn) == 2 * 6 * 5
    kpss = drawn[(drawn["test"] == "KPSS") & (drawn["phi"] == 1) & (drawn["country"] == "us")]
    expected = 1 - share(cells, test="KPSS", deterministic="c", lag_rule="l4", process="random_walk")
    assert kpss["judged_stationary_percent"].iloc[0] == pytest.approx(100 * expected)


# Configuration


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"phis": [0.7, 1.0]}, r"power\.phis\.1: 1\.0 is greater than or equal to the maximum of 1"),
        ({"replications": 500}, r"power\.replications: 500 is less than the minimum of 1000"),
        ({"replications": 2000.5}, r"power\.replications: found 2000\.5, expected a whole number"),
        ({"single_phi": 0}, r"power\.single_phi: 0 is less than or equal to the minimum of 0"),
        ({"lags": [0, 13]}, r"power\.lags\.1: 13 is greater than the maximum of 12"),
        ({"phi": 0.7}, r"power: unknown key 'phi'; did you mean 'phis'"),
    ],
)
def test_a_careless_setting_gets_one_sentence(change, message):
    config = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "workflow/schemas/config.schema.json").read_text(encoding="utf-8"))
    config["power"] |= change
    with pytest.raises(GateError, match=message):
        validate_configuration(config, schema)
