"""The quarterly study: ratios, adjustment that keeps the accounts, paths, and every verdict."""

import numpy as np
import pandas as pd
import pytest
from conftest import RAW, evidence_on

from multiplier import DataError
from multiplier.claims.studies import quarterly_study
from multiplier.claims.verdicts import decide
from multiplier.companions.low_requirement import ABSORBED, MECHANICAL, paths
from multiplier.companions.quarterly import (
    BOUNDS,
    DRIVERS,
    adjusted,
    correlations,
    elasticities,
    log_regressions,
    part,
    ratios,
)
from multiplier.drivers.seasonal_adjustment import stl, x13
from multiplier.figures.low_requirement import draw

CLAIMS = pd.read_csv(RAW / "claims/claims.csv", dtype=str, keep_default_na=False).set_index("id", drop=False)
STATED = {"first": "2000-03", "last": "2012-12"}
ADJUSTMENT = {"model": "(0 1 1)(0 1 1)", "stl_span": 13, "stl_robust": True}


@pytest.fixture(scope="module")
def quarters(clean_china):
    return ratios(clean_china, **STATED)


def test_ratios_at_the_ends_of_quarters(quarters, clean_china):
    assert len(quarters) == 52
    row, raw = quarters.loc["2007-12"], clean_china.loc["2007-12"]
    deposits = raw["m2"] - raw["m0"]
    assert row["cd"] == raw["m0"] / deposits
    assert row["reserve_ratio"] == raw["deposits_with_central_bank"] / deposits
    assert row["rr_large"] == 0.145
    assert row["mm"] == pytest.approx(raw["m2"] / (raw["m0"] + raw["deposits_with_central_bank"]), rel=1e-12)
    early = clean_china.loc["2003-12", "deposits_of_financial_corporations"]
    assert quarters.loc["2003-12", "reserves"] == early
    for bound in BOUNDS:
        whole = quarters[f"er_{bound}"] + quarters[f"rr_{bound}"]
        known = whole.notna()
        np.testing.assert_allclose(whole[known], quarters.loc[known, "reserve_ratio"], rtol=1e-12)


def test_quarters_without_a_statutory_ratio_are_not_guessed(quarters):
    assert quarters["rr_large"].isna().sum() == 3
    assert str(part(quarters, "large", **STATED).index[-1]) == "2012Q1"
    with pytest.raises(DataError, match="no quarter has a statutory ratio"):
        part(quarters, "large", "2012-06", "2012-12")


def test_a_quarter_without_money_stops(clean_china):
    holed = clean_china.copy()
    holed.loc["2005-09", "m2"] = np.nan
    with pytest.raises(DataError, match="2005-09 has no figure for money"):
        ratios(holed, **STATED)


def test_quarterly_seasons_are_taken_out_by_both_methods():
    rng = np.random.default_rng(3)
    index = pd.period_range("2000Q1", periods=49, freq="Q")
    season = np.tile([1.1, 0.95, 0.9, 1.05], 13)[:49]
    level = np.exp(np.cumsum(0.01 * rng.standard_normal(49)))
    series = pd.Series(level * season, index=index)
    for found in (x13(series, "(0 1 1)(0 1 1)", 0, "s"), stl(series, 13, True, "s")):
        assert np.abs(np.log(found["adjusted"] / level)).max() < 0.05
        np.testing.assert_allclose(found["adjusted"] * found["seasonal"], series, rtol=1e-9)
    with pytest.raises(DataError, match="11 quarters, at least 12 are needed"):
        x13(series[:11], "(0 1 1)(0 1 1)", 0, "s")


@pytest.mark.parametrize("method", ["x13", "stl"])
def test_adjustment_keeps_the_accounts(quarters, method):
    own = part(quarters, "large", **STATED)
    assert (own["er"] < 0).any(), "the case that has no logarithm"
    found = adjusted(own, method, ADJUSTMENT, "x")
    assert (found["rr"] == own["rr"]).all(), "a decree has no season"
    assert not np.allclose(found["er"], own["er"])
    np.testing.assert_allclose((found["er"] + found["rr"]).mean(), own["reserve_ratio"].mean(), rtol=0.01)


def test_correlations_by_hand(quarters):
    table = correlations(quarters, {"stated": STATED}, ADJUSTMENT, 500, 0.9, np.random.default_rng(4))
    assert len(table) == 3 * 2 * 2 * 3
    assert ((table["lower"] <= table["pearson"]) & (table["pearson"] <= table["upper"])).mean() > 0.9
    own = part(quarters, "small", **STATED)
    row = table.query("adjustment == 'none' and transform == 'diff' and bound == 'small' and driver == 'er'").iloc[0]
    assert row["pearson"] == pytest.approx(own["mm"].diff().corr(own["er"].diff()), rel=1e-12)


def test_elasticities_are_those_of_the_function():
    point = {"cd": 0.08, "er": 0.04, "rr": 0.1}

    def mm(cd, er, rr):
        return (1 + cd) / (cd + er + rr)

    for driver, value in elasticities(**point).items():
        slope = mm(**{**point, driver: point[driver] + 1e-30j}).imag / 1e-30
        assert value == pytest.approx(slope * point[driver] / mm(**point), rel=1e-9)


def test_negative_excess_ratios_have_no_logarithm(quarters):
    table = log_regressions(quarters, {"stated": STATED}).set_index(["bound", "term"])
    negative = int((quarters["er_large"] < 0).sum())
    assert table.loc[("large", "er"), "left_out"] == negative > 0
    assert table.loc[("small", "er"), "left_out"] == 0


def test_paths_start_where_the_data_end(quarters):
    table = paths(quarters, STATED["last"], 0.5)
    assert set(table["month"]) == {"2012-03"}
    last = quarters.loc["2012-03"]
    for bound in BOUNDS:
        start = 100 * last[f"rr_{bound}"]
        own = table[table["bound"] == bound]
        at_start = own[np.isclose(own["rr_percent"], start)]
        np.testing.assert_allclose(at_start["multiplier"], last["mm"], rtol=1e-9)
        np.testing.assert_allclose(at_start["m2"], last["m2"], rtol=1e-9)
        absorbed = own[own["scenario"] == ABSORBED]
        np.testing.assert_allclose(absorbed["multiplier"], last["mm"], rtol=1e-9)
        np.testing.assert_allclose(absorbed["er_percent"] + absorbed["rr_percent"], 100 * last["reserve_ratio"])
        mechanical = own[own["scenario"] == MECHANICAL].sort_values("rr_percent")
        assert (mechanical["multiplier"].diff().dropna() < 0).all()
        assert 6.0 in set(mechanical["rr_percent"])


def test_the_figure_draws_what_is_observed_beside_both_paths(quarters):
    observed = quarters.reset_index().assign(month=lambda frame: frame["month"].astype(str))
    _, plotted = draw({"paths": paths(quarters, STATED["last"], 0.5), "quarters": observed}, {})
    assert set(plotted["scenario"]) == {MECHANICAL, ABSORBED, "observed"}
    assert (plotted["scenario"] == "observed").sum() == 2 * 49


# ---------------------------------------------------------------- verdicts


def evidence(quarters, **tables):
    made = {
        "quarterly_ratios": quarters.reset_index(),
        "quarterly_correlations": pd.DataFrame(
            [
                {
                    "window": "stated",
                    "first": "2000Q1",
                    "last": "2012Q1",
                    "adjustment": adjustment,
                    "transform": kind,
                    "bound": bound,
                    "driver": driver,
                    "nobs": 49,
                    "pearson": -0.5,
                }
                for adjustment in ("none", "x13")
                for kind in ("level", "diff")
                for bound in BOUNDS
                for driver in DRIVERS
            ]
        ),
        "quarterly_regression": log_regressions(quarters, {"stated": STATED}),
        "quarterly_paths": paths(quarters, STATED["last"], 0.5),
    }
    return evidence_on(made | tables)


def verdict(claim, function, e):
    row = decide(CLAIMS.loc[claim], function(e), 0.5)
    assert row["cause"]
    return row["verdict"]


def test_correlations_reproduced_displaced_and_contradicted(quarters):
    e = evidence(quarters)
    assert verdict("QS-02", quarterly_study.correlations, e) == "reproduced"
    table = e.table("quarterly_correlations")
    level = (table["adjustment"] == "x13") & (table["transform"] == "level") & (table["driver"] == "cd")
    rising = table.assign(pearson=table["pearson"].where(~level, 0.4))
    e = evidence(quarters, quarterly_correlations=rising)
    assert verdict("QS-02", quarterly_study.correlations, e) == "displaced"
    e = evidence(quarters, quarterly_correlations=table.assign(pearson=0.4))
    assert verdict("QS-02", quarterly_study.correlations, e) == "contradicted"


def test_log_regression_and_low_ratio_reproduced_and_contradicted(quarters):
    e = evidence(quarters)
    assert verdict("QS-01", quarterly_study.formula, e) == "reproduced"
    assert verdict("QS-03", quarterly_study.log_regression, e) == "reproduced"
    assert verdict("QS-04", quarterly_study.low_requirement, e) == "reproduced"
    table = e.table("quarterly_regression")
    bent = table.assign(estimate=table["estimate"].where(table["term"] != "er", 0.1))
    assert verdict("QS-03", quarterly_study.log_regression, evidence(quarters, quarterly_regression=bent)) == (
        "contradicted"
    )
    flat = e.table("quarterly_paths").assign(multiplier=4.0)
    assert verdict("QS-04", quarterly_study.low_requirement, evidence(quarters, quarterly_paths=flat)) == "contradicted"
