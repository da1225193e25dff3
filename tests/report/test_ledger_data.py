"""Verdicts rest on the data: each kind stands on the tables of the build, and falls with other figures."""

import json

import pandas as pd
import pytest
from conftest import RAW, evidence_on

from multiplier.claims import studies
from multiplier.claims.ledger import ledger
from multiplier.claims.registry import CLAIMS
from multiplier.claims.verdicts import VERDICTS

PRINTED = pd.read_csv(RAW / "claims/claims.csv", dtype=str, keep_default_na=False)
assert studies.__all__, "every study registers its claims"


@pytest.fixture(scope="module")
def tables(build):
    computations = json.loads((build.path / "results/study/claim_computations.json").read_text())
    names = {name for computation in computations.values() for name in computation["tables"]}
    folder = build.path / "results/study/tables"
    return {name: pd.read_csv(folder / f"{name}.csv", keep_default_na=False, na_values=[""]) for name in names}


def decided(tables, *identifiers):
    evidence = evidence_on(tables)
    chosen = PRINTED[PRINTED["id"].isin(identifiers)] if identifiers else PRINTED
    return ledger(chosen, CLAIMS, evidence, 0.5).table.set_index("id")["verdict"]


CHINA = {"base": "reserve_money", "reserves": "deposits_with_central_bank", "deposits": "demand_time_savings"}


def test_the_library_alone_gives_the_verdicts_of_the_build(build, tables):
    built = pd.read_csv(build.path / "results/study/claims.csv", dtype=str, keep_default_na=False).set_index("id")
    assert decided(tables).to_dict() == built["verdict"].to_dict()
    assert set(built["verdict"]) == set(VERDICTS), "each kind of verdict occurs, and is turned below"


def cell(table, where, column, change):
    """Change a column of the rows that a query finds."""
    found = table.query(where).index
    assert len(found), where
    return table.assign(**{column: table[column].where(~table.index.isin(found), change(table[column]))})


OCTOBER = "month == '2009-10'"
# Claim, table, rows, column, change, verdict before and after.
TURNS = [
    ("MB-14", "ratios_china", OCTOBER, "m2", lambda x: x * 1.001, "reproduced", "displaced"),
    ("MB-37", "changes", "country == 'us'", "change_percent", lambda x: x / 100, "reproduced", "contradicted"),
    ("MB-11", "ratios_china", OCTOBER, "base", lambda x: x * 133406 / 128776, "displaced", "reproduced"),
    ("MB-11", "candidates", "quantity == 'base'", "value", lambda x: x * 1.1, "displaced", "contradicted"),
    ("CP-02", "price_search", "first == first", "ac_1", lambda x: x + 0.1, "displaced", "contradicted"),
    ("CP-08", "price_correlations", "variable == 'm0'", "correlation", lambda x: x - 6.4e-5, "close", "displaced"),
    ("CP-08", "price_correlations", "variable == 'm0'", "correlation", lambda x: x + 0.01, "close", "contradicted"),
    ("MB-36", "stability", "test == 'Chow'", "pvalue_holm", lambda x: 0 * x + 0.9, "contradicted", "reproduced"),
    ("K2-03", "k2_regression", "term == term", "estimate", lambda x: 0 * x + 6.52, "contradicted", "reproduced"),
    (
        "QE-23",
        "assets_over_output",
        "bank == 'federal_reserve'",
        "percent",
        lambda x: x * 9,
        "untestable",
        "contradicted",
    ),
    ("BA-06", "growth_search", "value == value", "value", lambda x: x / 2, "displaced", "untestable"),
    ("QE-03", "announcements", "programme == 'QE1'", "mbs_bn_usd", lambda x: x / 2, "reproduced", "contradicted"),
]


@pytest.mark.parametrize(
    ("claim", "name", "where", "column", "change", "before", "after"), TURNS, ids=[f"{t[0]}-{t[-1]}" for t in TURNS]
)
def test_other_data_give_another_verdict(tables, claim, name, where, column, change, before, after):
    assert decided(tables, claim)[claim] == before
    other = tables | {name: cell(tables[name], where, column, change)}
    assert decided(other, claim)[claim] == after


def test_each_kind_of_verdict_is_left_and_each_but_close_is_reached():
    assert {turn[-2] for turn in TURNS} == set(VERDICTS)
    assert {turn[-1] for turn in TURNS} == set(VERDICTS) - {"close"}
