"""Formulas of the studies: what follows from definitions, misprints, signs; every verdict can be another one."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import sympy as sp
from conftest import RAW, evidence_on
from hypothesis import given
from hypothesis import strategies as st

from multiplier.algebra import marginal, tables
from multiplier.algebra.equivalence import READINGS, effect, shift_from_cash_to_savings, unchanged
from multiplier.algebra.formula import condition_text, parsed, printed_latex, text, vanishing
from multiplier.algebra.region import Region
from multiplier.algebra.studies import (
    BRIEF,
    BROAD_CONCEPT,
    CONCEPT,
    FORMULAS,
    K2,
    PRINTED_DERIVATIVE,
    QUARTERLY,
    SOURCE,
    TEXTBOOK,
    C,
    D,
    S,
    T,
    c,
    e,
    k,
    r,
    rd,
    rt,
    s,
    t,
)
from multiplier.claims.studies import brief_analysis, k2_regression, monetisation_study, multiplier_concept
from multiplier.claims.symbolic import falls_or_rises, follows
from multiplier.claims.verdicts import decide

CLAIMS = pd.read_csv(RAW / "claims/claims.csv", dtype=str, keep_default_na=False).set_index("id", drop=False)
share = st.floats(0.01, 0.99)


def verdict(identifier, outcome):
    return decide(CLAIMS.loc[identifier], outcome, 0.5)["verdict"]


@pytest.mark.parametrize("claim", FORMULAS)
def test_derived_formulas_are_money_over_base(claim):
    """Amounts at random, ratios by their definitions: the derived formula gives the quotient of the amounts."""
    formula = FORMULAS[claim]
    everything = formula.money + formula.base + sum(formula.ratios.values())
    names = sorted(everything.free_symbols - set(formula.ratios), key=str)
    # In the order of the definitions, since one ratio may rest on those before it.
    ratios = list(formula.ratios)
    definitions = [
        sp.lambdify([*names, *ratios[:place]], formula.ratios[ratio], "math") for place, ratio in enumerate(ratios)
    ]
    quotient = sp.lambdify([*names, *ratios], formula.money / formula.base, "math")
    derived = sp.lambdify([*names, *ratios], formula.derived, "math")

    @given(values=st.lists(share, min_size=len(names), max_size=len(names)))
    def check(values):
        point = list(values)
        for definition in definitions:
            point.append(definition(*point))
        assert derived(*point) == pytest.approx(quotient(*point), rel=1e-9)

    check()


@pytest.mark.parametrize("claim", FORMULAS)
def test_derivatives_without_symbols(claim):
    """A step along the imaginary axis gives the derivative without cancellation."""
    formula = FORMULAS[claim]
    symbols = list(formula.symbols.values())
    function = sp.lambdify(symbols, formula.derived, "math")
    slopes = [sp.lambdify(symbols, formula.derivative(symbol.name), "math") for symbol in symbols]

    @given(point=st.lists(share, min_size=len(symbols), max_size=len(symbols)))
    def check(point):
        for place, slope in enumerate(slopes):
            moved = [value + 1e-30j * (place == i) for i, value in enumerate(point)]
            assert slope(*point) == pytest.approx(function(*moved).imag / 1e-30, rel=1e-9, abs=1e-12)

    check()


def plain(formula):
    return formula.translate(str.maketrans("", "", " *_()[]"))


@pytest.mark.parametrize("claim", ["MB-02", "MC-02", "MC-03", "BA-01", "K2-01", "QS-01"])
def test_what_is_called_printed_is_printed(claim):
    assert plain(FORMULAS[claim].printed) in plain(CLAIMS.loc[claim, "statement"])


def test_the_printed_derivative_is_printed():
    assert plain(PRINTED_DERIVATIVE.replace("**", "^")) in plain(CLAIMS.loc["MB-20", "statement"])


def test_an_amount_that_does_not_drop_out_stops():
    with pytest.raises(ValueError, match="do not drop out"):
        _ = replace(SOURCE, money=SOURCE.money + 7).derived


@pytest.mark.parametrize(
    ("expression", "sign"),
    [
        (1 - r - e, "positive"),
        (c - s, "undetermined"),
        (r + e - 1, "negative"),
        (c - c, "zero"),
        (1 - r, "positive"),
        (1 - 2 * r, "undetermined"),
    ],
)
def test_signs_over_a_region_where_fractions_sum_to_less_than_one(expression, sign):
    assert Region(((r, e),)).sign(sp.sympify(expression)) == sign


def test_without_a_common_bound_two_fractions_may_exceed_one():
    assert Region(((r,), (e,))).sign(1 - r - e) == "undetermined"


@pytest.mark.parametrize(("formula", "ratio"), [(CONCEPT, "k"), (BROAD_CONCEPT, "t"), (BROAD_CONCEPT, "k")])
def test_an_undetermined_sign_is_found_both_ways(formula, ratio):
    assert formula.sign(ratio) == "undetermined"
    grid = [sp.Rational(1, 50), sp.Integer(1), sp.Integer(50)]
    assert formula.region.has_both_signs(formula.derivative(ratio), grid)
    assert not formula.region.has_both_signs(formula.derivative("e"), grid)


def test_misprints_and_where_they_would_be_right():
    assert list(map(condition_text, BRIEF.conditions())) == ["c = 0", "e + r = 1"]
    (gap,) = TEXTBOOK.conditions()
    assert sp.expand(gap - (e + k * (1 - r))) == 0
    derivative = parsed(PRINTED_DERIVATIVE, SOURCE.symbols) - SOURCE.derivative("r")
    assert vanishing(derivative) == [t]
    for formula in (SOURCE, CONCEPT, K2, QUARTERLY):
        assert formula.follows()
        assert formula.conditions() == []


def test_what_cancels_is_still_printed():
    assert text(BRIEF.as_printed()) == "1/(e + r)"
    assert "1 + c + s + t" in printed_latex(BRIEF.printed, BRIEF.symbols)


def test_all_multipliers_are_one():
    assert all(reading.holds() for reading in READINGS)
    assert not replace(READINGS[0], reserves=READINGS[0].reserves / 2).holds()
    assert tables.readings()["holds"].all()


def test_moves_of_deposits():
    assert unchanged(BRIEF, {D: -1, S: 1})
    assert unchanged(SOURCE, {S: -1, T: 1})
    assert effect(SOURCE, {S: 1}) != 0
    assert shift_from_cash_to_savings(BRIEF) == "positive"


def test_reserves_move_with_the_deposits_that_they_are_a_fraction_of():
    """A yuan more of savings deposits, by hand: reserves rise by r + e of it."""
    point = {C: 30, D: 100, T: 50, S: 200, r: sp.Rational(1, 10), e: sp.Rational(1, 20)}

    def multiplier(savings):
        deposits = 150 + savings
        return (30 + deposits) / (30 + 0.15 * deposits)

    expected = (multiplier(200.001) - multiplier(199.999)) / 0.002
    assert float(effect(BRIEF, {S: 1}).subs(point)) == pytest.approx(expected, rel=1e-6)


def test_average_and_marginal():
    assert marginal.difference() != 0
    assert marginal.equal_if_constant()


def test_table_of_formulas_holds_the_study_of_each():
    table = tables.formulas(dict(CLAIMS[["id", "study"]].to_numpy())).set_index("claim")
    assert table.loc["BA-01", "study"] == "brief-analysis"
    assert table["holds"].to_dict() == {
        "MB-02": True,
        "MB-20": False,
        "MC-02": True,
        "MC-03": True,
        "MC-04": False,
        "BA-01": False,
        "K2-01": True,
        "QS-01": True,
        "MZ-03": None,
    }
    assert table.loc["BA-01", "reduces_to"] == r"\frac{1}{e + r}"
    assert set(tables.derivatives()["claim"]) == set(FORMULAS)


# ---------------------------------------------------------------- verdicts


def evidence(**columns):
    months = [f"2008-{month:02d}" for month in range(1, 13)] + [f"2009-{month:02d}" for month in range(1, 13)]
    base = {"m2": 400.0, "base": 100.0, "m1": 150.0, "m0": 30.0, "deposits": 360.0, "multiplier": 4.0}
    frame = pd.DataFrame({"month": months, "statutory_ratio_large": 15.0, **base})
    frame["m2"] += np.arange(24)
    frame["base"] += 0.1 * np.arange(24)
    frame["deposits"] += np.arange(24) % 5
    return evidence_on(
        {"ratios_china": frame.assign(**columns)}, first="2008-01", last="2009-12", vintages={"china": "v"}
    )


def test_formulas_that_follow_and_that_do_not():
    assert verdict("BA-01", brief_analysis.formula_of_m2(None)) == "contradicted"
    mended = replace(BRIEF, printed="(1 + c + t + s) / (c + (r + e) * (1 + t + s))")
    assert verdict("BA-01", follows(mended, "")) == "reproduced"
    for claim, function in (("MC-02", multiplier_concept.formula_of_m1), ("K2-01", k2_regression.formula)):
        assert verdict(claim, function(None)) == "reproduced"
        wrong = replace(FORMULAS[claim], printed=FORMULAS[claim].printed.replace("1 +", "2 +"))
        assert verdict(claim, follows(wrong, "")) == "contradicted"


def test_signs_that_hold_and_that_do_not(monkeypatch):
    found = {
        "BA-02": brief_analysis.sign_of_c,
        "BA-03": brief_analysis.sign_of_s,
        "BA-04": brief_analysis.sign_of_t,
        "BA-05": brief_analysis.signs_of_r_and_e,
        "MC-05": multiplier_concept.sign_of_the_required_ratio,
    }
    expected = {"BA-03": "contradicted"}
    for claim, function in found.items():
        assert verdict(claim, function(None)) == expected.get(claim, "reproduced")
    assert verdict("BA-03", falls_or_rises(BRIEF, "s", "positive", "why")) == "reproduced"
    assert verdict("MC-05", falls_or_rises(CONCEPT, "r_d k", "negative", "why")) == "contradicted"
    # Without cash in the base, savings deposits would lower the multiplier's part that they do not enter.
    monkeypatch.setattr(brief_analysis, "BRIEF", replace(BRIEF, money=D))
    assert verdict("BA-03", brief_analysis.sign_of_s(None)) == "reproduced"


def test_conditional_statements_are_displaced_and_name_their_condition(monkeypatch):
    row = decide(CLAIMS.loc["MC-01"], multiplier_concept.average_and_marginal(evidence()), 0.5)
    assert (row["verdict"], row["matched_definition"]) == ("displaced", "constant ratios")
    row = decide(CLAIMS.loc["MC-04"], multiplier_concept.inverse_of_the_required_ratio(evidence()), 0.5)
    assert (row["verdict"], row["matched_definition"]) == ("displaced", "cash and excess reserves left out")
    assert "1/r 6.67" in row["computed"]
    assert "M2/B 4.00" in row["computed"]
    monkeypatch.setattr(marginal, "difference", lambda: sp.Integer(0))
    assert verdict("MC-01", multiplier_concept.average_and_marginal(evidence())) == "reproduced"


def test_the_time_ratio_lowers_the_multiplier_of_m1_only(monkeypatch):
    row = decide(CLAIMS.loc["MZ-03"], monetisation_study.sign_of_the_time_ratio(evidence()), 0.5)
    assert (row["verdict"], row["matched_definition"]) == ("displaced", "multiplier of M1")
    assert "can be negative only where time deposits need the higher ratio" in row["cause"]
    assert BROAD_CONCEPT.region.sign(BROAD_CONCEPT.derivative("t").subs(rd, rt)) == "positive"
    monkeypatch.setattr(monetisation_study, "BROAD_CONCEPT", CONCEPT)
    assert verdict("MZ-03", monetisation_study.sign_of_the_time_ratio(evidence())) == "reproduced"
    monkeypatch.setattr(monetisation_study, "BROAD_CONCEPT", BROAD_CONCEPT)
    monkeypatch.setattr(monetisation_study, "CONCEPT", BROAD_CONCEPT)
    assert verdict("MZ-03", monetisation_study.sign_of_the_time_ratio(evidence())) == "contradicted"


def test_the_link_without_a_series_names_it():
    row = decide(CLAIMS.loc["MC-06"], multiplier_concept.rediscount_rate(None), 0.5)
    assert row["verdict"] == "untestable"
    assert "Missing: the central bank's rediscount rate." in row["cause"]
