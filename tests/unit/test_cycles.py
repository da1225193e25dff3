"""Turning points by rule, concordance, leads, and the verdicts of the claims on the cycle."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from conftest import RAW, evidence_on
from hypothesis import given
from hypothesis import strategies as st

from multiplier import DataError
from multiplier.claims.registry import CLAIMS
from multiplier.claims.studies import cycle_study
from multiplier.claims.verdicts import decide
from multiplier.companions import cycles
from multiplier.companions.turning_points import (
    PEAK,
    TROUGH,
    Rule,
    concordance,
    extremes,
    nearest,
    rising,
    smooth,
    turning_points,
)
from multiplier.identities import DRIVERS, EXPECTED_SIGN
from multiplier.report.numbers import cycles as numbers_of
from multiplier.report.tables import cycles as tables_to_print

RULE = Rule(window=5, phase=6, cycle=15)
CLAIMED = pd.read_csv(RAW / "claims/claims.csv", dtype=str, keep_default_na=False)


def wave(months, period, shift=0.0):
    return np.sin(2 * np.pi * (np.arange(months) - shift) / period)


def test_a_wave_turns_at_its_tops_and_bottoms():
    turns = turning_points(wave(120, 40), RULE)
    assert turns == [(10, PEAK), (30, TROUGH), (50, PEAK), (70, TROUGH), (90, PEAK), (110, TROUGH)]
    assert turning_points(-wave(120, 40), RULE) == [(place, -kind) for place, kind in turns]
    assert turning_points(np.arange(60.0), RULE) == []
    assert turning_points(np.zeros(60), RULE) == [], "a constant does not turn"


def test_an_average_over_the_season_takes_it_out_and_keeps_a_line():
    line = 2 + 0.1 * np.arange(60.0)
    found = smooth(line + wave(60, 12), 12)
    np.testing.assert_allclose(found[6:-6], line[6:-6], atol=1e-12)
    assert np.isnan(found[[0, 5, 54, 59]]).all()


@given(st.integers(0, 10_000))
def test_turns_obey_the_rule_on_any_series(seed):
    values = smooth(np.random.default_rng(seed).standard_normal(150).cumsum(), 12)[6:-6]
    turns = turning_points(values, RULE)
    places, kinds = [place for place, _ in turns], [kind for _, kind in turns]
    assert all(a == -b for a, b in pairwise(kinds)), "peaks and troughs alternate"
    assert all(b - a >= RULE.phase for a, b in pairwise(places))
    assert all(b - a >= RULE.cycle for a, b in zip(places, places[2:], strict=False))
    assert all(RULE.phase <= place < len(values) - RULE.phase for place in places)
    for place, kind in turns:
        near = kind * values[place - RULE.window : place + RULE.window + 1]
        assert near.max() == kind * values[place]


def test_a_short_cycle_loses_its_lower_peak():
    values = -np.abs(np.arange(80.0) - 40)
    values[25:37] = [-15, -14, -13, -12, -11.5, -12, -13, -14, -15, -12, -9, -6]
    assert (30 - 1, PEAK) not in turning_points(values, RULE)
    assert (40, PEAK) in turning_points(values, RULE)


def test_both_ends_of_a_short_phase_are_left_out():
    """Peak 10, trough 28, peak 31, trough 50: three months are no phase, and the later, higher peak goes with it."""
    values = np.interp(np.arange(61.0), [0, 10, 28, 31, 50, 60], [0, 4, 0, 5, -5, 0])
    short = Rule(window=2, phase=6, cycle=15)
    assert [place for place, _ in turning_points(values, Rule(2, 3, 15))] == [10, 28, 31, 50]
    assert turning_points(values, short) == [(10, PEAK), (50, TROUGH)]


def test_extremes_of_a_batch_are_those_of_its_rows():
    rows = np.random.default_rng(2).standard_normal((4, 70)).cumsum(axis=1)
    batch = extremes(rows, 5)
    for row, found in zip(rows, batch, strict=True):
        np.testing.assert_array_equal(extremes(row, 5), found)


def test_states_run_from_trough_to_peak():
    state = rising([(10, PEAK), (30, TROUGH)], 40)
    assert state[:11].all()
    assert not state[11:31].any()
    assert state[31:].all()
    assert not rising([], 5).any()


def test_concordance_by_hand():
    x = np.array([True, True, False, False])
    assert concordance(x, x) == (1.0, 0.5, 1.0)
    assert concordance(x, ~x) == (0.0, 0.5, -1.0)
    share, expected, correlation = concordance(x, np.array([True, False, False, False]))
    assert (share, expected) == (0.75, 0.5)
    assert correlation == pytest.approx(np.corrcoef([1, 1, 0, 0], [1, 0, 0, 0])[0, 1])
    assert concordance(x, np.ones(4, bool))[2] == 0


def test_the_nearest_turn_is_of_the_same_kind():
    assert nearest([(10, PEAK), (30, TROUGH)], [(12, TROUGH), (15, PEAK), (28, TROUGH)]) == [5, -2]
    assert nearest([(10, PEAK)], [(12, TROUGH)]) == [None]


def frames(lead, sign):
    """A multiplier whose irregular cycle comes ``lead`` months before that of inflation, or is its mirror image."""
    index = pd.period_range("2000-01", periods=240, freq="M", name="month")
    common = smooth(smooth(np.random.default_rng(5).standard_normal(300), 12)[6:-6], 12)[6:-6]
    m, inflation = common[20:260], common[20 - lead : 260 - lead]
    return pd.DataFrame({cycles.MULTIPLIER: 4 + sign * m}, index), pd.DataFrame({cycles.INFLATION: inflation}, index)


def study(lead=0, sign=1, **changes):
    settings = {
        "windows": {"study": {"first": "2000-01", "last": "2019-12"}},
        "smoothing": 12,
        "turning": {"window": 5, "phase": 6, "cycle": 15},
        "lags": 24,
        "concordance_draws": 300,
        "draws": 500,
        "confidence": 0.95,
    }
    return cycles.study(*frames(lead, sign), **(settings | changes), rng=np.random.default_rng(1))


def test_a_lead_is_found_where_it_is():
    tables = study(lead=8)
    turns = tables["cycle_turns"]
    leads = turns.loc[turns["series"] == cycles.MULTIPLIER, "lead"].dropna()
    assert (leads.astype(int) - 8).abs().max() <= 1
    part = tables["cycle_leads"].query("kind == 'diff12'").set_index("lag")
    assert abs(part["correlation"].idxmax() - 8) <= 1
    assert tables["cycle_concordance"]["median_lead"].iloc[0] == pytest.approx(8, abs=1)


def test_surrogates_begin_where_the_series_does_and_keep_its_changes():
    x = np.random.default_rng(3).standard_normal(101).cumsum()
    made = cycles.wandering(x, 50, np.random.default_rng(4))
    np.testing.assert_allclose(made[:, 0], x[0])
    np.testing.assert_allclose(np.diff(made, axis=1).std(axis=1), np.diff(x).std(), rtol=1e-9)
    np.testing.assert_allclose(made[:, -1], x[-1], atol=1e-9)


def test_windows_that_leave_the_data_or_are_too_short_stop_in_one_sentence():
    with pytest.raises(DataError, match=r"cycles of the window study: .* month 1999-01 is not in the data"):
        study(windows={"study": {"first": "1999-01", "last": "2005-01"}})
    with pytest.raises(DataError, match="at least 50 are needed"):
        study(windows={"study": {"first": "2000-01", "last": "2003-12"}})


def test_numbers_and_table_of_the_text():
    tables = study(lead=8)
    drivers = pd.DataFrame(
        {"country": "china", "transform": "diff", "driver": list(DRIVERS.values()), "nobs": 43, "agreements": 20}
    )
    settings = {
        "cycles": {
            "smoothing": 12,
            "turning": {"window": 5, "phase": 6, "cycle": 15},
            "lags": 24,
            "concordance_draws": 300,
        },
        "significance": 0.05,
    }
    found = numbers_of.numbers(tables | {"drivers": drivers}, settings)
    assert found["cycle_study_diff12_ahead_months"].value in (7, 8, 9)
    assert found["cycle_study_diff12_lead_found"].value is True
    leads = tables["cycle_leads"].query("window == 'study' and kind == 'diff12'")
    largest = leads.loc[leads["correlation"].abs().idxmax()]
    assert found["cycle_study_diff12_largest"].value == largest["correlation"]
    assert found["cycle_study_diff12_largest_months"].value == abs(largest["lag"])
    assert found["cycle_study_diff12_largest_leads"].value is bool(largest["lag"] > 0)
    assert found["cycle_contrary_t"].value == 23
    whole = tables["cycle_turns"].assign(window="whole")
    rows = tables_to_print.tables({"cycle_turns": whole}, {}, {"cycle_turns": "origin"})["cycle-turns"].rows
    own = whole[whole["series"] == cycles.MULTIPLIER]
    assert [row[1] for row in rows] == list(own["month"])
    place = next(at for at, lead in enumerate(own["lead"]) if not pd.isna(lead))
    lead = own["lead"].iloc[place]
    assert rows[place][3] == str(pd.Period(rows[place][1], freq="M") + int(lead))
    assert rows[place][4] == f"{abs(lead)} {'before' if lead > 0 else 'after'}"


# ------------------------------------------------------------------ the claims


def decided(identifier, tables):
    evidence = evidence_on(tables, vintages={"china": "v", "us": "v"})
    claim = CLAIMED.set_index("id", drop=False).loc[identifier]
    return decide(claim, CLAIMS[identifier](evidence), 0.5)


def cycle_table(**values):
    months = pd.period_range("2007-10", "2008-06", freq="M").astype(str)
    return pd.DataFrame({"month": months, "inflation_percent": 1.0}).set_index("month").assign(**values).reset_index()


@pytest.mark.parametrize(
    ("month", "value", "verdict"),
    [
        ("2008-02", 8.7, "reproduced"),
        ("2008-03", 8.7, "displaced"),
        ("2008-02", 8.64, "contradicted"),
        ("2008-06", 8.7, "contradicted"),
    ],
)
def test_inflation_of_one_month(month, value, verdict):
    table = cycle_table()
    table.loc[table["month"] == month, "inflation_percent"] = value
    row = decided("CY-01", {"business_cycle": table})
    assert row["verdict"] == verdict


@pytest.mark.parametrize(("lead", "sign", "verdict"), [(0, 1, "reproduced"), (8, 1, "displaced"), (0, -1, "displaced")])
def test_cycles_coincide_lead_or_run_opposite(lead, sign, verdict):
    tables = study(lead, sign)
    row = decided("CY-02", tables)
    assert row["verdict"] == verdict, row["computed"] + row["cause"]
    if sign < 0:
        assert "opposite" in row["matched_definition"]
    if lead == 8:
        assert "12-month changes before those of inflation by" in row["matched_definition"]


@pytest.mark.parametrize(
    ("distance", "state", "state_p", "now", "now_p", "verdict"),
    [
        (3, 0.5, 0.01, 0.5, 0.01, "reproduced"),
        (4, 0.5, 0.01, 0.5, 0.01, "contradicted"),
        (3, 0.5, 0.06, 0.5, 0.01, "contradicted"),
        (3, -0.5, 0.01, 0.5, 0.01, "displaced"),
        (3, 0.5, 0.01, 0.5, 0.06, "contradicted"),
        (3, 0.5, 0.01, -0.5, 0.01, "contradicted"),
    ],
)
def test_each_condition_of_coincidence_counts(distance, state, state_p, now, now_p, verdict):
    lags = [-1, 0, 1]
    leads = pd.DataFrame({"window": "study", "kind": "diff12", "lag": lags, "correlation": [0.0, now, 0.1]})
    together = {"window": "study", "first": "2000-01", "last": "2011-09", "concordance": 0.7, "expected": 0.5}
    together |= {"state_correlation": state, "pvalue": state_p, "median_distance": distance}
    turns = {"window": "study", "series": cycles.MULTIPLIER, "month": "2004-01", "kind": "peak", "lead": distance}
    tables = {
        "cycle_concordance": pd.DataFrame([together]),
        "cycle_leads": leads.assign(pvalue=now_p, anywhere_p=0.9),
        "cycle_turns": pd.DataFrame([turns]),
    }
    assert decided("CY-02", tables)["verdict"] == verdict


def test_cycles_without_relation_do_not_coincide():
    index = pd.period_range("2000-01", periods=160, freq="M", name="month")
    rng = np.random.default_rng(8)
    tables = cycles.study(
        pd.DataFrame({cycles.MULTIPLIER: 4 + wave(160, 57)}, index),
        pd.DataFrame({cycles.INFLATION: rng.standard_normal(160).cumsum()}, index),
        {"study": {"first": "2000-01", "last": "2012-12"}},
        12,
        {"window": 5, "phase": 6, "cycle": 15},
        24,
        300,
        500,
        0.95,
        np.random.default_rng(1),
    )
    assert decided("CY-02", tables)["verdict"] == "contradicted"


@pytest.mark.parametrize(
    ("contrary", "verdict"),
    [(list("cstr"), "reproduced"), (["t"], "displaced"), ([], "contradicted")],
)
def test_components_against_theory(contrary, verdict):
    table = pd.DataFrame(
        [
            {
                "country": "china",
                "driver": driver,
                "transform": kind,
                "nobs": 43,
                "agreements": 20,
                "pearson": 0.5 * EXPECTED_SIGN[driver] * (-1 if symbol in contrary else 1),
            }
            for symbol, driver in DRIVERS.items()
            for kind in ("level", "diff")
        ]
    )
    row = decided("CY-03", {"drivers": table})
    assert row["verdict"] == verdict
    assert "c 23 of 43" in row["cause"]


def test_real_growth_is_untestable_and_the_cause_has_what_the_data_say():
    months = pd.period_range("2011-01", "2011-12", freq="M").astype(str)
    growth = pd.Series(np.nan, range(12))
    growth[[2, 5, 8, 11]] = [17.0, 18.0, 19.0, 20.0]
    row = decided("CY-04", {"business_cycle": pd.DataFrame({"month": months, "gdp_growth_percent": growth})})
    assert row["verdict"] == "untestable"
    assert "17.0, 18.0, 19.0 percent" in row["cause"]
    assert "GDP at constant prices or its deflator" in row["cause"]


def test_coincidence_has_a_stated_limit():
    assert cycle_study.COINCIDENT_MONTHS == 3
