"""Which raw series enter a ratio, held against the cleaning itself, and which part of the multiplier moves a test."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.stattools import adfuller

from multiplier import ratios
from multiplier.data import china, united_states
from multiplier.definitions import BASES
from multiplier.vintages import alone
from multiplier.vintages.entering import PARTS, STAND_INS, entering, entering_claim

MONTHS = pd.period_range("2008-01", "2008-03", freq="M", name="month")
DEFINITIONS = {
    "us": {"base": "AMBSL", "reserves": "TOTRESNS", "deposits": "demand_time_savings"},
    "china": {"base": "reserve_money", "reserves": "deposits_with_central_bank", "deposits": "demand_time_savings"},
}
MD = ["M1SL", "M2SL", "AMBSL", "BOGMBASE", "TOTRESNS"]
STOCK = [*BASES["us"], *"CURRSL CURRDD OCDSL SAVINGSL STDSL REQRESNS EXCRESNS MBCURRCIR BOGMBBM".split()]
MONEY = "m0 m1 m2 demand_deposits time_deposits savings_deposits other_deposits".split()
AUTHORITY = "reserve_money currency_issue deposits_of_financial_corporations government_deposits".split()
AUTHORITY += ["deposits_of_other_depository_corporations", "deposits_of_nonfinancial_sector"]
DEPOSITORY = ["deposits_with_central_bank", "vault_cash", *STAND_INS["china/money_supply"][1].values()]


def filled(columns, seed):
    values = np.random.default_rng(seed).uniform(50, 100, (len(MONTHS), len(columns)))
    return pd.DataFrame(values, MONTHS, columns)


def american(tables):
    return united_states.assemble(tables["us/fred_md"], tables["us/money_stock"])


def chinese(tables):
    nothing = pd.DataFrame(1.0, MONTHS, [*ratios.EXTRA["china"][:2]])
    report = pd.DataFrame(1.0, MONTHS, ["m2_multiplier", "base_money", "excess_reserve_ratio"])
    names = ("money_supply", "monetary_authority", "depository_corporations")
    return china.assemble(*(tables[f"china/{name}"] for name in names), nothing, report)


TABLES = {
    "us": (american, {"us/fred_md": filled(MD, 1), "us/money_stock": filled(STOCK, 2)}),
    "china": (
        chinese,
        {
            "china/money_supply": filled(MONEY, 3),
            "china/monetary_authority": filled(AUTHORITY, 4),
            "china/depository_corporations": filled(DEPOSITORY, 5),
        },
    ),
}


def moved_by(country, tables, table, column):
    """The ratios that move when a column of a raw table does."""
    assembled = TABLES[country][0]
    changed = tables | {table: tables[table].assign(**{column: tables[table][column] * 1.1})}
    before, after = (
        ratios.ratios(assembled(found), country, **DEFINITIONS[country])[list(PARTS)] for found in (tables, changed)
    )
    return {name for name in PARTS if not np.allclose(before[name], after[name], rtol=1e-9)}


def entered(country, tables):
    """Series -> the columns of tables that move it."""
    found = {name: set() for name in PARTS}
    for table, frame in tables.items():
        for column in frame:
            for name in moved_by(country, tables, table, column):
                found[name].add((table, column))
    return found


@pytest.mark.parametrize("country", ["us", "china"])
def test_the_series_that_enter_a_ratio_are_those_that_move_it(country):
    for name, moving in entered(country, TABLES[country][1]).items():
        assert {column for _, column in moving} == entering(country, name, [DEFINITIONS] * 2), name


def test_the_columns_that_stand_in_are_those_that_move_a_ratio_where_the_first_table_has_none():
    md, stock = TABLES["us"][1].values()
    lacking = {"us/fred_md": md.assign(AMBSL=np.nan), "us/money_stock": stock}
    other, names = STAND_INS["us/fred_md"]
    assert entered("us", lacking)["multiplier"] == {("us/fred_md", "M2SL"), (other, names["AMBSL"])}
    tables = TABLES["china"][1]
    lacking = tables | {"china/money_supply": tables["china/money_supply"][["m0", "m1", "m2"]]}
    other, names = STAND_INS["china/money_supply"]
    found = entered("china", lacking)
    demand = {("china/money_supply", "m0"), ("china/money_supply", "m1")}
    assert found["time_ratio"] == {(other, names["time_deposits"])} | demand
    assert found["savings_ratio"] == {(other, names["savings_deposits"])} | demand


def test_a_definition_in_which_the_vintages_differ_leaves_its_series_out():
    other = DEFINITIONS | {"us": DEFINITIONS["us"] | {"base": "BOGMBASE"}}
    assert entering("us", "multiplier", [DEFINITIONS, other]) == {"M2SL"}


def test_a_series_that_is_not_known_is_not_narrowed():
    assert entering("", "multiplier", [DEFINITIONS] * 2) is None
    assert entering("china", "m2", [DEFINITIONS] * 2) is None


@pytest.mark.parametrize(
    ("country", "texts", "expected"),
    [
        ("us", ["M2SL over AMBSL"], {"M2SL", "AMBSL"}),
        ("us", ["M2SL over AMBSL", "M2SL over BOGMBASE"], {"M2SL"}),
        ("china", ["M2"], {"m2"}),
        ("china", ["M2 over reserve_money"], {"m2", "reserve_money"}),
        (
            "china",
            ["deposits_with_central_bank over demand_time_savings"],
            {"deposits_with_central_bank", "demand_deposits", "time_deposits", "savings_deposits"},
        ),
        ("us", ["M2SL over AMBSL", "months that are complete"], None),
        ("us", ["profit over loss"], None),
        ("china", ["symbolic"], None),
        ("", ["M2SL over AMBSL"], None),
        ("us", [], None),
    ],
)
def test_the_definition_of_a_claim_names_its_series(country, texts, expected):
    assert entering_claim(country, texts) == expected


TESTS = {
    "deterministics": ["c"],
    "max_lags": 2,
    "criteria": ["AIC"],
    "bandwidths": ["l4"],
    "za_max_lags": 1,
    "ocsb_max_lags": 1,
    "period": 12,
    "significance": 0.05,
}


def walk(seed, start):
    months = pd.period_range("2004-01", "2008-12", freq="M", name="month")
    draws = np.random.default_rng(seed)
    return pd.DataFrame({name: start + draws.normal(size=60).cumsum() for name in ("m2", "base")}, months)


def test_one_part_of_the_multiplier_is_changed_at_a_time():
    a, b = walk(1, 60.0), walk(2, 70.0)
    found = alone.crossed(a, b, "us", ("diff",), {"first": "2004-03", "last": "2008-10"}, **TESTS)
    for part, values in (("m2", b["m2"] / a["base"]), ("base", a["m2"] / b["base"])):
        change = values["2004-03":"2008-10"].diff().dropna()
        row = found[part].loc["us, multiplier, diff, ADF, c, fixed, 2"]
        statistic, _, _, _, critical, *_ = adfuller(change, maxlag=2, regression="c", autolag=None, result_object=False)
        assert row["statistic"] == pytest.approx(statistic, abs=1e-9)
        assert row["value"] == ("rejected" if statistic < critical["5%"] else "not rejected")


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        (("rejected", "not rejected"), "m2 alone suffices"),
        (("not rejected", "rejected"), "base alone suffices"),
        (("rejected", "rejected"), "m2 and base each suffice alone"),
        (("not rejected", "not rejected"), "neither part suffices alone"),
    ],
)
def test_the_part_that_suffices_is_said_with_both_statistics(values, verdict):
    found = {
        part: pd.DataFrame({"value": [value], "statistic": [-1.25]}, index=["k"])
        for part, value in zip(("m2", "base"), values, strict=True)
    }
    assert alone.which({"key": "k", "value_b": "rejected"}, found, "2024-03") == (
        f"{verdict}: the multiplier with one part changed, m2 of 2024-03 gives \u22121.250, {values[0]}; "
        f"base of 2024-03 gives \u22121.250, {values[1]}"
    )
