"""Consumer prices and money: the search for a printed correlogram, the correlations, and the claims' verdicts."""

import numpy as np
import pandas as pd
import pytest
from conftest import RAW, evidence_on, named
from hypothesis import given
from hypothesis import strategies as st

from multiplier import DataError
from multiplier.claims.registry import CLAIMS
from multiplier.claims.studies import cpi_study
from multiplier.claims.verdicts import decide
from multiplier.companions import prices
from multiplier.companions.admissible import admissible
from multiplier.companions.correlogram_search import (
    FORMS,
    autocorrelation_columns,
    autocorrelations,
    identified,
    implied_observations,
    label,
    ljung_box,
    observations,
    partial_autocorrelations,
    search,
    statistics,
)
from multiplier.data.business_cycle import business_cycle
from multiplier.data.cleaning import clean_series
from multiplier.data.schemas import CPI, GDP
from multiplier.formula.correlogram import correlogram
from multiplier.report.number import NOT_AVAILABLE
from multiplier.report.numbers import prices as numbers_of
from multiplier.report.tables import prices as tables_to_print

ALL = pd.read_csv(RAW / "claims/claims.csv", dtype=str, keep_default_na=False)
LAGS = 4


def index_of(nobs, seed=0):
    """A price index of ``nobs`` months, rounded to one decimal as published."""
    months = pd.period_range("1999-01", periods=nobs, freq="M", name="month")
    walk = 100 + np.random.default_rng(seed).standard_normal(nobs).cumsum()
    return pd.Series(walk.round(1), months, name=prices.INDEX)


def texts(values, decimals):
    return " ".join(f"{value:.{decimals}f}" for value in values)


def test_a_batch_is_row_by_row_the_correlogram():
    rows = np.random.default_rng(1).standard_normal((3, 60)).cumsum(axis=1)
    found = statistics(autocorrelations(rows, LAGS), 60)
    for place, row in enumerate(rows):
        table = correlogram(pd.Series(row), LAGS)
        for name, values in found.items():
            np.testing.assert_allclose(values[place], table[name], rtol=1e-10)


@given(st.floats(-0.9, 0.9))
def test_partial_autocorrelations_of_an_ar1_vanish_after_the_first(phi):
    found = partial_autocorrelations(phi ** np.arange(1.0, 6.0)[None, :])
    np.testing.assert_allclose(found, [[phi, 0, 0, 0, 0]], atol=1e-9)


@given(st.integers(40, 200), st.integers(0, 1000))
def test_printed_q_gives_the_number_of_observations_away(nobs, seed):
    changes = np.random.default_rng(seed).standard_normal((1, nobs)).cumsum(axis=1)
    ac = autocorrelations(changes, LAGS)
    printed = texts(ac[0], 4), texts(ljung_box(ac, nobs)[0], 4)
    counts = observations(*printed, 300)
    assert nobs in counts
    assert len(counts) <= 3
    assert implied_observations(*printed, 300)[nobs] == LAGS


def test_no_number_of_observations_fits_what_belongs_to_two_series():
    assert observations("0.500 0.300", "20.0 21.0", 300) == []


@pytest.mark.parametrize("omitted", ["", "2003-08"])
def test_the_search_finds_the_sample_behind_a_correlogram(omitted):
    index = index_of(100)
    months = prices.months_of("2000-02", "2006-02", omitted)
    changes = index[months].diff().dropna().to_numpy()[None, :]
    ac = autocorrelations(changes, 8)
    counts = observations(texts(ac[0], 3), texts(ljung_box(ac, changes.shape[1])[0], 4), 99)
    assert changes.shape[1] in counts
    table = search(index, [changes.shape[1]], 8)
    found = identified(table, texts(ac[0], 3))
    assert len(found) == 1
    row = found.iloc[0]
    assert (row["first"], row["last"], row["omitted"]) == ("2000-02", "2006-02", omitted)
    assert row["form"] == "first difference of the index"


def test_samples_that_cannot_be_told_apart_are_one():
    index = index_of(40)
    index["2000-05"] = index["2000-06"]
    table = search(index, [30], LAGS)
    row = table[(table["first"] == "1999-05") & (table["omitted"] == "2000-06")].iloc[0]
    found = identified(table, texts(row[autocorrelation_columns(table)], 6))
    assert len(found) == 1
    assert found["omitted"].iloc[0] == "2000-05"


def test_the_search_has_every_window_with_and_without_a_month_inside():
    table = search(index_of(30), [20], LAGS)
    whole, gaps = 30 - 21 + 1, (30 - 22 + 1) * 20
    assert len(table) == len(FORMS) * (whole + gaps)
    assert not table.duplicated(["form", "first", "last", "omitted"]).any()
    assert len(search(index_of(30), [], LAGS)) == len(FORMS), "without a count the whole sample"


def test_a_correlation_that_two_others_forbid():
    low, high = admissible(0.8, 0.6)
    for value, definite in ((low + 1e-6, True), (high - 1e-6, True), (low - 1e-3, False), (high + 1e-3, False)):
        matrix = np.array([[1, 0.8, value], [0.8, 1, 0.6], [value, 0.6, 1]])
        assert (np.linalg.eigvalsh(matrix).min() >= 0) == definite


def money_like(index, seed=3):
    rng = np.random.default_rng(seed)
    columns = {name: 1000 + rng.standard_normal(len(index)).cumsum() for name in prices.MONEY}
    return pd.DataFrame(columns, index=index.index)


def correlated(index, levels, sample=prices.IDENTIFIED):
    chosen = {prices.AVAILABLE: pd.PeriodIndex(index.index), sample: pd.PeriodIndex(index.index[3:-2])}
    return prices.correlations(index, levels, chosen, [1, 2], 200, 0.9, np.random.default_rng(0))


def test_correlations_bridge_and_leave_out_the_festival():
    index = index_of(60)
    levels = money_like(index)
    months = pd.PeriodIndex(index.index.delete(20))
    table = prices.correlations(index, levels, {"identified": months}, [1, 2], 100, 0.9, np.random.default_rng(0))
    row = table.set_index("variable").loc["m1"]
    both = levels.join(index).loc[months].diff().dropna()
    assert row["correlation"] == pytest.approx(both["m1"].corr(both[prices.INDEX]))
    outside = both[~both.index.month.isin([1, 2])]
    assert row["outside"] == pytest.approx(outside["m1"].corr(outside[prices.INDEX]))
    assert row["omitted"] == str(index.index[20])
    assert (table["pvalue_holm"] >= table["pvalue"]).all()


def test_a_gap_in_money_is_named():
    index = index_of(40)
    levels = money_like(index)
    levels.loc["1999-12", "m0"] = np.nan
    with pytest.raises(DataError, match=r"m0 has no value in 1999-12"):
        correlated(index, levels)
    with pytest.raises(DataError, match="no month has prices, base money and money supply"):
        prices.samples(levels.join(index), pd.DataFrame(), "1990-01", "1991-01")


def test_readings_of_money_are_shifted_and_named():
    index = index_of(50)
    levels = money_like(index)
    months = pd.PeriodIndex(index.index[15:-1])
    table = prices.correlation_search(index, {("m0", "M0", "v"): levels["m0"]}, {"identified": months}, 1)
    assert len(table) == 3 * 4
    later = table.set_index("definition").loc["M0, first difference, money 1 month after", "value"]
    changes = levels["m0"].shift(-1).reindex(months).diff().iloc[1:]
    assert later == pytest.approx(changes.corr(index[months].diff()))


@pytest.fixture(scope="module")
def cycle(corrections):
    cpi = clean_series(*named("china/cpi/single.csv"), CPI, corrections)
    return business_cycle(cpi, clean_series(*named("china/gdp/single.csv"), GDP, corrections))


def tables_of(cycle, clean_china, ac):
    return prices.study(
        cycle,
        clean_china,
        {"2019-07": clean_china[["m0", "m1", "m2"]]},
        "2021-01",
        {"ac": ac, "q": ALL.set_index("id").loc["CP-04", "printed"]},
        "reserve_money",
        {"first": "1999-01", "last": "2010-12"},
        13,
        [1, 2, 3],
        offset=1,
        draws=50,
        confidence=0.95,
        tests={
            "deterministics": ["c"],
            "max_lags": 1,
            "criteria": ["AIC"],
            "bandwidths": ["l4"],
            "za_max_lags": 0,
            "ocsb_max_lags": 1,
            "significance": 0.05,
            "period": 12,
        },
        rng=np.random.default_rng(0),
    )


@pytest.mark.parametrize("as_printed", [True, False])
def test_text_and_tables_stand_with_and_without_a_sample_given_away(cycle, clean_china, as_printed):
    printed = ALL.set_index("id").loc["CP-02", "printed"]
    tables = tables_of(cycle, clean_china, printed if as_printed else printed.replace("0.179", "0.178"))
    samples = {prices.STATED, prices.IDENTIFIED} if as_printed else {prices.STATED}
    assert set(tables["price_correlogram"]["sample"]) == samples
    frames = tables | {"claims": ALL.assign(verdict="contradicted")}
    settings = {
        "prices": {"sample": {"first": "1999-01", "last": "2010-12"}, "lags": 13, "festival_months": [1, 2, 3]},
        "significance": 0.05,
        "unit_roots_headline": "AIC",
    }
    found = numbers_of.numbers(frames, settings)
    assert found["price_found"].value is as_printed
    assert str(found["price_identified_omitted"]) == ("August 2006" if as_printed else NOT_AVAILABLE)
    assert found["price_misprint_lag"].value == (6 if as_printed else None)
    assert found["price_issue_possible"].value is False
    roots = tables["price_unit_roots"].query("series == 'cpi_yoy_index' and transform == 'diff' and lag_rule == 'AIC'")
    row = roots.query("test == 'ADF' and deterministic == 'c'").iloc[0]
    assert found["price_adf_critical"].value == row["crit_5"]
    looser = numbers_of.numbers(frames, settings | {"significance": 0.1})
    assert looser["price_adf_critical"].value == row["crit_10"]
    assert str(found["price_festival_months"]) == "January, February and March"
    made = tables_to_print.tables(frames, {}, dict.fromkeys(frames, "origin"))
    correlations = made["price-correlations"].rows
    assert [row[0] for row in correlations] == ["base money", "currency issue", "M0", "M1", "M2"]
    assert (correlations[2][2] == NOT_AVAILABLE) is not as_printed
    first = made["price-correlogram"].rows[0]
    assert first[:4] == ["1", "0.135", "0.143", "0.135" if as_printed else NOT_AVAILABLE]


# ------------------------------------------------------------------ the claims


def row_of(identifier, tables, printed=None):
    claims = ALL.set_index("id").copy()
    for name, text in (printed or {}).items():
        claims.loc[name, "printed"] = text
    evidence = evidence_on(tables, printed=claims, vintages={"china": "v", "us": "v"})
    claim = claims.reset_index().set_index("id", drop=False).loc[identifier]
    return decide(claim, CLAIMS[identifier](evidence), 0.5)


@pytest.fixture(scope="module")
def vectors():
    """A stated and a true sample of an invented index: tables and printed vectors."""
    index = index_of(80)
    own = index[prices.months_of("1999-05", "2005-03", "2001-02")]
    tables = {"price_search": search(index, [len(own) - 1], 8)}
    parts = {prices.STATED: index, prices.IDENTIFIED: own}
    tables["price_correlogram"] = pd.concat(
        [
            correlogram(part.diff().dropna(), 8).assign(sample=name, months=label(part.index[0], part.index[-1]))
            for name, part in parts.items()
        ]
    ).assign(nobs=lambda table: table["sample"].map({name: len(part) - 1 for name, part in parts.items()}))
    return tables


def printed_of(tables, sample):
    table = tables["price_correlogram"]
    rows = table[table["sample"] == sample]
    return {
        identifier: texts(rows[name], decimals)
        for (name, identifier), decimals in zip(cpi_study.VECTORS.items(), (3, 3, 4, 3), strict=True)
    }


@pytest.mark.parametrize("identifier", ["CP-02", "CP-03", "CP-04", "CP-05"])
def test_vectors_are_reproduced_displaced_or_contradicted(vectors, identifier):
    stated, own = printed_of(vectors, prices.STATED), printed_of(vectors, prices.IDENTIFIED)
    assert row_of(identifier, vectors, stated)["verdict"] == "reproduced"
    found = row_of(identifier, vectors, own)
    assert found["verdict"] == "displaced"
    assert found["matched_month"] == "1999-05..2005-03 without 2001-02"
    numbers = own[identifier].split()
    numbers[3] = texts([float(numbers[3]) + 0.01], len(numbers[3].partition(".")[2]))
    wrong = row_of(identifier, vectors, own | {identifier: " ".join(numbers)})
    assert wrong["verdict"] == "contradicted"
    if identifier == "CP-05":
        assert f"at lag 4 {numbers[3]} is printed where {own[identifier].split()[3]} follows" in wrong["cause"]


def correlation_tables(value, with_identified=True, first="2000-01"):
    rows = [
        {
            "variable": variable,
            "begins": first,
            "sample": sample,
            "first": first if sample == prices.AVAILABLE else "2001-01",
            "last": "2010-12",
            "omitted": "" if sample == prices.AVAILABLE else "2006-08",
            "correlation": value,
            "boot_lower": -0.1,
            "boot_upper": 0.2,
            "pvalue_holm": 0.5,
            "with_m0": 0.9,
        }
        for sample in (prices.AVAILABLE, prices.IDENTIFIED)[: 1 + with_identified]
        for variable in prices.MONEY
    ]
    columns = ["variable", "definition", "vintage", "shift", "sample", "month", "value"]
    other = [[variable, "other", "v2", 1, prices.IDENTIFIED, "2010-12", -0.3] for variable in prices.MONEY]
    return {
        "price_correlations": pd.DataFrame(rows),
        "price_correlation_search": pd.DataFrame(other, columns=columns),
    }


@pytest.mark.parametrize(("identifier", "decimals"), [(f"CP-{number:02d}", 6) for number in range(6, 11)])
def test_correlations_are_decided_by_one_rule(identifier, decimals):
    printed = float(ALL.set_index("id").loc[identifier, "printed"])
    near, far = printed * 1.001, printed + 0.1
    assert row_of(identifier, correlation_tables(printed))["verdict"] == "displaced", "equal on other months"
    assert row_of(identifier, correlation_tables(printed, first="1999-01"))["verdict"] == "reproduced"
    assert row_of(identifier, correlation_tables(near))["verdict"] == "close"
    assert row_of(identifier, correlation_tables(far))["verdict"] == "contradicted"
    matched = row_of(identifier, correlation_tables(far), {identifier: "-0.300000"})
    assert matched["verdict"] == "displaced"
    missing = row_of(identifier, correlation_tables(printed, with_identified=False))
    assert missing["verdict"] == "untestable"
    assert "of 1999-01..1999-12" in missing["cause"]


def unit_root_rows(level, diff):
    """Decisions of unit root tests and of KPSS in level and difference, for all series."""
    return pd.DataFrame(
        [
            {
                "series": series,
                "transform": kind,
                "test": test,
                "deterministic": term,
                "lag_rule": "AIC",
                "state": "computed",
                "decision": "rejected" if rejects else "not rejected",
            }
            for series in (prices.INDEX, *prices.MONEY)
            for kind, decisions in (("level", level), ("diff", diff))
            for test, rejects in zip(("ADF", "KPSS"), decisions, strict=True)
            for term in ("c", "ct")
        ]
    )


@pytest.mark.parametrize(
    ("level", "diff", "integrated", "unit_root"),
    [
        ((False, True), (True, False), "reproduced", "reproduced"),
        ((True, True), (True, False), "contradicted", "contradicted"),
        ((False, False), (True, False), "contradicted", "contradicted"),
        ((False, True), (False, False), "contradicted", "reproduced"),
        ((False, True), (True, True), "contradicted", "reproduced"),
    ],
)
def test_orders_of_integration(level, diff, integrated, unit_root):
    tables = {"price_unit_roots": unit_root_rows(level, diff)}
    assert row_of("CP-01", tables)["verdict"] == integrated
    assert row_of("CP-11", tables)["verdict"] == unit_root


@pytest.mark.parametrize(
    ("growth", "verdict"),
    [
        ([-1.0, -2.0, -3.0], "reproduced"),
        ([9.0, 8.0, 7.0], "displaced"),
        ([9.0, 5.0, 6.0], "displaced"),
        ([5.0, 9.0, 7.0], "contradicted"),
    ],
)
def test_declines_of_the_level_or_of_growth(growth, verdict):
    months = ["2000-12", "2001-12", "2002-12"]
    parts = [
        pd.DataFrame({"variable": name, "month": months, "level": 1.0, "growth_percent": growth})
        for name in ("m0", "m1", "m2")
    ]
    assert row_of("CP-12", {"price_years": pd.concat(parts)})["verdict"] == verdict


def test_growth_of_the_years_is_from_december_to_december():
    months = pd.period_range("2000-11", "2003-01", freq="M", name="month")
    level = pd.Series(100.0, months)
    level["2001-12"], level["2002-12"] = 110.0, 99.0
    table = prices.yearly_changes(pd.DataFrame(dict.fromkeys(("m0", "m1", "m2"), level)), "2000-01", "2003-01")
    assert table[table["variable"] == "m0"]["growth_percent"].round(9).tolist() == [10, -10]
