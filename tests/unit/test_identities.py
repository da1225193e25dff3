"""The multiplier's formulas: identities, derivatives and their signs, for all admissible ratios."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multiplier import DataError, algebra
from multiplier.data.accounts import Identity, check_identities
from multiplier.data.corrections import COLUMNS
from multiplier.definitions import total
from multiplier.identities import (
    derivatives,
    elasticities,
    multiplier_from_ratios,
    multiplier_from_two_ratios,
)
from multiplier.ratios import ratios

amount = st.floats(1, 1e6)
positive = st.floats(0.01, 20)
fraction = st.floats(0.01, 0.99)


@given(C=amount, D=amount, T=amount, S=amount, share=fraction)
def test_the_formula_is_money_over_base(C, D, T, S, share):
    reserves = share * (D + T + S)
    expected = (C + D + T + S) / (C + reserves)
    assert multiplier_from_ratios(C / D, share, S / D, T / D) == pytest.approx(expected, rel=1e-10)
    assert multiplier_from_two_ratios(C / (D + T + S), share) == pytest.approx(expected, rel=1e-10)


@given(c=positive, s=positive, t=positive, r=fraction)
def test_derivatives_are_those_of_the_formula(c, s, t, r):
    slopes = derivatives(c, r, s, t)
    point = {"c": c, "r": r, "s": s, "t": t}
    for name, slope in slopes.items():
        # A step along the imaginary axis gives the derivative without cancellation.
        numeric = multiplier_from_ratios(**{**point, name: point[name] + 1e-30j}).imag / 1e-30
        assert slope == pytest.approx(numeric, rel=1e-10)
        assert (slope < 0) == (name in "cr")
        assert elasticities(c, r, s, t)[name] == pytest.approx(
            slope * point[name] / multiplier_from_ratios(c, r, s, t), rel=1e-12
        )


@given(C=amount, D=amount, S=amount, T=amount, R=amount, moved=st.floats(0.01, 0.9))
def test_moving_demand_to_savings_deposits_leaves_the_multiplier(C, D, S, T, R, moved):
    def m(demand, savings):
        return multiplier_from_ratios(C / demand, R / (demand + savings + T), savings / demand, T / demand)

    assert m(D, S) == pytest.approx(m(D * (1 - moved), S + D * moved), rel=1e-9)


def test_algebra_proves_what_the_text_says():
    assert algebra.multiplier_identity_holds()
    assert algebra.two_driver_form_holds()
    assert algebra.invariant_to_shift_from_demand_to_savings()
    signs = {name: algebra.sign(algebra.derivative(name)) for name in "cstr"}
    assert signs == {"c": "negative", "s": "positive", "t": "positive", "r": "negative"}


def test_algebra_can_say_no():
    c, s, t, r = (algebra.SYMBOLS[name] for name in "cstr")
    assert algebra.sign(c - s) == "undetermined"
    assert algebra.sign(1 - r) == "positive"
    assert not algebra.equal(-(1 + c + s) * (1 + t + s) / (r * (1 + t + s) + c) ** 2, algebra.derivative("r"))


@given(c=positive, s=positive, t=positive, r=fraction)
def test_symbols_and_floats_agree(c, s, t, r):
    values = {algebra.SYMBOLS[name]: value for name, value in zip("cstr", (c, s, t, r), strict=True)}
    for name, slope in derivatives(c, r, s, t).items():
        assert float(algebra.derivative(name).subs(values)) == pytest.approx(slope, rel=1e-9)


def test_ratios_on_a_table_small_enough_to_check_by_hand():
    clean = pd.DataFrame(
        {
            "m0": [100.0, 110.0],
            "m1": [500.0, 510.0],
            "m2": [2000.0, 2200.0],
            "demand_deposits": [400.0, 400.0],
            "time_deposits": [300.0, 500.0],
            "savings_deposits": [1000.0, 1000.0],
            "other_deposits": [200.0, 190.0],
            "reserve_money": [500.0, 550.0],
            "deposits_with_central_bank": [340.0, 380.0],
            **{
                name: [1.0, 1.0]
                for name in (
                    "statutory_ratio_large",
                    "statutory_ratio_small",
                    "report_m2_multiplier",
                    "report_base_money",
                    "report_excess_reserve_ratio",
                )
            },
        },
        index=pd.period_range("2008-01", periods=2, freq="M", name="month"),
    )
    table = ratios(clean, "china", "reserve_money", "deposits_with_central_bank", "demand_time_savings")
    first = table.iloc[0]
    assert first["currency_ratio"] == 0.25
    assert first["savings_ratio"] == 2.5
    assert first["time_ratio"] == 0.75
    assert first["reserve_ratio"] == 0.2
    assert first["multiplier"] == 4
    assert first["multiplier_from_ratios"] == pytest.approx(1800 / 440)
    assert first["multiplier_gap"] == pytest.approx(4 - 1800 / 440)
    # The logarithmic parts sum to the whole gap.
    gap = first["log_gap_deposits"] + first["log_gap_base"]
    assert gap == pytest.approx(math.log(4 / (1800 / 440)))
    assert table["base_growth_percent"].iloc[1] == pytest.approx(10)
    wide = ratios(clean, "china", "reserve_money", "deposits_with_central_bank", "with_other_deposits")
    assert wide["multiplier_from_ratios"].iloc[0] == pytest.approx(2000 / 440)


def test_growth_is_on_the_month_and_on_the_year_before(ratios_china):
    base = ratios_china["base"]
    month = pd.Period("2009-10")
    row = ratios_china.loc[month]
    assert row["base_growth_percent"] == pytest.approx(100 * (base[month] / base[month - 1] - 1))
    assert row["base_growth_12_percent"] == pytest.approx(100 * (base[month] / base[month - 12] - 1))


def test_a_definition_without_figures_is_named():
    frame = pd.DataFrame({"AMBSL": [float("nan")]}, index=pd.period_range("2008-01", periods=1, freq="M"))
    with pytest.raises(DataError, match="base 'AMBSL' of us: column AMBSL has no figures in this vintage"):
        total(frame, {"AMBSL": 1}, "base 'AMBSL' of us")


MONTHS = pd.period_range("2008-01", periods=3, freq="M", name="month")
SUM = {"whole = a + b": Identity("whole", {"a": 1, "b": 1}, 0.5, "2008-01", "2008-12")}


def known(month, column):
    return pd.DataFrame([["f", month, None, column, "keep", None, 1.0, "known reason", "s"]], columns=COLUMNS)


def test_a_failing_identity_needs_a_written_reason():
    frame = pd.DataFrame({"whole": [3.0, 5.0, 3.0], "a": [1.0, 1, 1], "b": [2.0, 2, 2]}, index=MONTHS)
    with pytest.raises(DataError, match=r"f: month 2008-02, columns whole, a, b: 'whole = a \+ b' fails by 2"):
        check_identities(frame, SUM, pd.DataFrame(columns=COLUMNS), "f")
    with pytest.raises(DataError):
        check_identities(frame, SUM, known("2008-03", "a"), "f")
    with pytest.raises(DataError):
        check_identities(frame, SUM, known("2008-02", "other"), "f")
    table = check_identities(frame, SUM, known("2008-02", "b"), "f")
    assert table["holds"].tolist() == [True, False, True]
    assert table["explained_by"].tolist() == ["", "known reason", ""]
