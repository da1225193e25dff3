"""Growth of money by source, the correlation of an identity, the multiplier's trend, money over output, claims."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from conftest import RAW, evidence_on
from hypothesis import given
from hypothesis import strategies as st

from multiplier import DataError
from multiplier.claims.ledger import ledger
from multiplier.claims.registry import CLAIMS
from multiplier.claims.studies import brief_analysis, monetisation_study  # noqa: F401  register their claims
from multiplier.companions import growth, monetisation
from multiplier.data.world import world_output

NONE = pd.DataFrame(columns=["file", "first", "last", "column", "action", "value", "expected", "reason", "source"])
MONTHS = pd.period_range("2000-01", "2006-12", freq="M", name="month")


def rng(seed=1):
    return np.random.default_rng(seed)


def money(base, m2, index=MONTHS):
    """A ratios table from logarithms of base and M2."""
    frame = pd.DataFrame({"base": np.exp(base), "m2": np.exp(m2)}, index=index)
    return frame.assign(multiplier=frame["m2"] / frame["base"])


@pytest.fixture
def walks():
    steps = rng().standard_normal((2, len(MONTHS))) * [[0.02], [0.01]] + 0.01
    return money(*np.cumsum(steps, axis=1))


def test_growth_of_m2_is_the_sum_of_its_sources(walks):
    table = growth.accounts(walks)
    assert table.index[0] == pd.Period("2001-01")
    assert np.allclose(table["base"] + table["multiplier"], table["m2"], atol=1e-9)
    assert np.allclose(table["m2"], 100 * np.log(walks["m2"]).diff(12).iloc[12:])
    assert ((table["multiplier"] > table["base"]) == (table["main"] == "multiplier")).all()


def test_years_are_december_over_december():
    time = np.arange(len(MONTHS)) / 12
    years = growth.by_year(growth.accounts(money(0.06 * time, 0.08 * time)))
    assert list(years["year"]) == list(range(2001, 2007))
    assert np.allclose(years[["base", "multiplier", "m2"]], [6, 2, 8])
    assert np.allclose(years["base_percent"], 75)


def test_leads_counted_by_hand():
    found = growth.leads(pd.Series(["base", "base", "multiplier", "base", "base", "base"]))
    assert found == {
        "months": 6,
        "multiplier_months": 1,
        "multiplier_percent": pytest.approx(100 / 6),
        "switches": 2,
        "longest_run": 3,
    }


@given(st.integers(0, 10**6))
def test_the_identity_gives_the_correlation_of_base_and_multiplier(seed):
    b, m2 = rng(seed).standard_normal((2, 30))
    found = growth.identity_correlation(b.std(), m2.std(), np.corrcoef(b, m2)[0, 1])
    assert found == pytest.approx(np.corrcoef(b, m2 - b)[0, 1], abs=1e-12)


def test_the_benchmark_holds_if_base_and_m2_are_independent_and_fails_if_not():
    b, noise = rng(3).standard_normal((2, 240)) * [[3.0], [1.0]]
    apart = growth.mirror(pd.DataFrame({"base": b, "m2": noise}), 2000, 0.95, rng())
    assert apart["difference_lower"] < 0 < apart["difference_upper"]
    assert apart["independent"] == pytest.approx(-b.std() / np.hypot(b.std(), noise.std()))
    assert apart["correlation"] == pytest.approx(np.corrcoef(b, noise - b)[0, 1])
    tied = growth.mirror(pd.DataFrame({"base": b, "m2": 0.3 * b + 0.5 * noise}), 2000, 0.95, rng())
    assert tied["difference_upper"] < 0, "M2 that follows the base is not as independence would have it"
    assert apart["block"] >= growth.YEAR


def test_short_windows_and_windows_outside_the_data_are_errors(walks):
    table = growth.accounts(walks)
    with pytest.raises(DataError, match="window brief has 12 months, at least 24"):
        growth.correlations(table, {"brief": {"first": "2001-01", "last": "2001-12"}}, 100, 0.95, rng())
    with pytest.raises(DataError, match="2007-01 is not in the data"):
        growth.correlations(table, {"late": {"first": "2001-01", "last": "2007-01"}}, 100, 0.95, rng())


def test_trend_statistics_are_newey_west(walks):
    series = walks["multiplier"].to_numpy()
    time = sm.add_constant(np.arange(len(series), dtype=float))
    lags = {"maxlags": growth.newey_west_lags(len(series)), "use_correction": True}
    fit = sm.OLS(series, time).fit(cov_type="HAC", cov_kwds=lags)
    slope, t = growth.trend_statistics(series)
    assert slope == pytest.approx(fit.params[1], rel=1e-10)
    assert t == pytest.approx(fit.tvalues[1], rel=1e-10)


def test_robust_errors_see_trends_in_random_walks_and_the_drift_test_does_not():
    walk = pd.Series(4 + 0.1 * np.cumsum(rng(7).standard_normal(len(MONTHS))), index=MONTHS)
    row = growth.trends(walk, {"all": {"first": "2000-01", "last": "2006-12"}}, 0.05, 2000, rng()).iloc[0]
    assert row["random_walk_size"] > 0.5
    rising = walk + 0.1 * np.arange(len(MONTHS))
    drifting = growth.trends(rising, {"all": {"first": "2000-01", "last": "2006-12"}}, 0.05, 2000, rng()).iloc[0]
    assert drifting["decision"] == "rejected"
    assert row["decision"] == "not rejected"
    assert drifting["slope_year"] == pytest.approx(row["slope_year"] + 1.2)


def test_every_last_month_has_its_own_row(walks):
    table = growth.by_end(walks, {"first": "2003-01", "last": "2004-06"})
    assert list(table["last"])[::17] == ["2003-01", "2004-06"]
    row = table.set_index("last").loc["2003-06"]
    main = growth.accounts(walks)["main"].loc[:"2003-06"]
    assert row["multiplier_percent"] == pytest.approx(100 * (main == "multiplier").mean())
    assert row["slope_year"] == pytest.approx(
        12 * growth.trend_statistics(walks["multiplier"].loc[:"2003-06"].to_numpy())[0]
    )


def clean(walks):
    return pd.DataFrame(
        {
            "reserve_money": walks["base"],
            "deposits_of_nonfinancial_sector": 0.1 * walks["base"],
            "m1": walks["m2"] ** 0.9,
            "m2": walks["m2"],
        }
    )


def test_the_search_tries_definitions_ends_and_vintages(walks):
    ends = {"first": "2003-01", "last": "2004-12"}
    late = clean(walks).loc["2003-01":]
    table = growth.search({"a": clean(walks), "late": late}, ends)
    assert set(table["vintage"]) == {"a"}, "a vintage that begins too late has no window"
    assert table["definition"].nunique() == 16
    stated = table[
        (table["definition"] == "growth in logarithms, M2 over reserve_money, months from 2001-01")
        & (table["month"] == "2004-12")
    ]
    part = growth.accounts(walks).loc[:"2004-12"]
    assert stated["value"].item() == pytest.approx(part["base"].corr(part["multiplier"]))
    with pytest.raises(DataError, match="no vintage has 24 months"):
        growth.search({"late": late}, ends)


# ------------------------------------------------------------- money over output


def test_output_of_a_year_is_the_sum_of_four_quarters():
    quarters = pd.period_range("2000-03", "2001-12", freq="M")[::3]
    gdp = pd.Series(np.arange(1.0, 9.0), index=quarters)
    us = pd.DataFrame({"quarter": quarters.asfreq("Q").astype(str), "us_gdp": 4 * np.arange(1.0, 9.0)})
    m2 = pd.Series(20.0, index=pd.period_range("2000-01", "2001-12", freq="M"))
    table = monetisation.money_over_output(m2, gdp, m2, us)
    assert str(table.index[0]) == "2000-12"
    assert list(table["china_gdp"]) == [10, 14, 18, 22, 26]
    assert table["us_gdp"].tolist() == table["china_gdp"].tolist()
    assert table["china"].iloc[0] == 2


def ratio_table(values, first="2000-03"):
    index = pd.period_range(first, periods=3 * len(values), freq="M", name="month")[::3]
    return pd.DataFrame({"china": values}, index=index)


def test_growth_with_and_without_the_quarters_of_breaks():
    table = ratio_table(np.exp([0, 0.01, 0.02, 0.12, 0.13]))
    breaks = pd.PeriodIndex(["2000-12"], freq="M")
    row = monetisation.growth(table, breaks, {"all": {"first": "2000-03", "last": "2001-03"}}).iloc[0]
    assert row["growth_year"] == pytest.approx(4 * 13 / 4)
    assert row["growth_year_without"] == pytest.approx(4)
    assert (row["breaks"], row["quarters"], row["up"], row["compared"]) == (1, 4, 1, 1)
    with pytest.raises(DataError, match="quarter to 2001-06 is not in the data"):
        monetisation.growth(table, breaks, {"all": {"first": "2000-03", "last": "2001-06"}})


def test_breaks_fall_into_the_quarter_that_they_happen_in(corrections):
    index = pd.period_range("1999-12", "2012-12", freq="M")[::3]
    found = monetisation.break_quarters(corrections, ["china/money_supply/2019-07.csv"], index)
    assert [str(month) for month in found] == ["2001-06", "2002-03", "2011-12"]


def test_mean_growth_is_newey_west():
    values = rng(5).standard_normal(40).cumsum()
    lags = {"maxlags": growth.newey_west_lags(40), "use_correction": True}
    fit = sm.OLS(values, np.ones(40)).fit(cov_type="HAC", cov_kwds=lags)
    assert monetisation.mean_growth(values) == (
        pytest.approx(fit.params[0]),
        pytest.approx(fit.tvalues[0]),
    )


GDP = "quarter,us_gdp,japan_gdp\n2000Q1,10000,\n2000Q2,10100,500000\n2000Q3,10200,501000\n"


def test_world_output_is_read_by_quarter():
    table = world_output("world/nominal_gdp/x.csv", GDP.encode(), NONE)
    assert list(table.index) == ["2000Q1", "2000Q2", "2000Q3"]
    assert table.loc["2000Q2", "japan_gdp"] == 500000
    assert np.isnan(table.loc["2000Q1", "japan_gdp"])


def test_a_correction_of_world_output_names_its_quarter():
    name = "world/nominal_gdp/x.csv"
    row = [name, "2000Q2", np.nan, "japan_gdp", "replace", 500100.0, 500000.0, "misprint", "test"]
    made = world_output(name, GDP.encode(), pd.DataFrame([row], columns=NONE.columns))
    assert made["japan_gdp"].dropna().to_dict() == {"2000Q2": 500100, "2000Q3": 501000}
    with pytest.raises(DataError, match=f"{name}, quarter 2000Q2, column japan_gdp: found 500000, expected 499999"):
        world_output(name, GDP.encode(), pd.DataFrame([[*row[:6], 499999.0, *row[7:]]], columns=NONE.columns))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2000Q2", "2000-06", "line 3, column quarter: found '2000-06', expected YYYYQn"),
        ("2000Q2,10100,500000\n", "", "quarter 2000Q2 is missing between 2000Q1 and 2000Q3"),
        ("10100", "101", "column us_gdp"),
        ("10100", "", "found an empty cell, expected 5000 to 50000 billion dollars"),
        (
            "2000Q2,10100,500000\n2000Q3,10200,501000\n",
            "2000Q2,10100,500000\n2000Q3,10200,\n2000Q4,10300,502000\n",
            "quarter 2000Q3, column japan_gdp: found an empty cell, expected a figure in every quarter from 2000Q2",
        ),
        (",500000\n2000Q3,10200,501000", ",\n2000Q3,10200,", "2000Q1 to 2000Q3, column japan_gdp: found no figure"),
        ("10100", "1010", "x.csv: quarter 2000Q2, column us_gdp: found 1010"),
        ("2000Q2,", "2000Q1,", "quarter 2000Q1: the quarter has two different rows, expected one row a quarter"),
        (
            "2000Q1,10000,\n2000Q2,10100,",
            "2000Q2,10100,\n2000Q1,10000,",
            "quarter 2000Q1: out of order; sort the rows by q",
        ),
        ("us_gdp", "gdp_us", "nearest missing: 'us_gdp'"),
    ],
)
def test_faults_of_world_output_are_named(old, new, expected):
    with pytest.raises(DataError, match=expected):
        world_output("world/nominal_gdp/x.csv", GDP.replace(old, new).encode(), NONE)


# ----------------------------------------------------------------------- claims

PRINTED = pd.read_csv(RAW / "claims/claims.csv", dtype=str, keep_default_na=False)
ENDS = pd.period_range("2002-12", "2012-12", freq="M").astype(str)


def verdict(identifier, **tables):
    claims = PRINTED[PRINTED["id"] == identifier].reset_index(drop=True)
    evidence = evidence_on(tables)
    return ledger(claims, CLAIMS, evidence, 0.5).table.iloc[0]


def ratios():
    index = pd.period_range("1999-12", "2001-06", freq="M").astype(str)
    return pd.DataFrame({"month": index, "base": [np.nan] + [1.0] * 18, "m2": 4.0})


def correlation(value, *candidates):
    long = pd.DataFrame(
        [{"window": "long", "first": "2001-01", "last": "2012-12", "correlation": value, "independent": -0.93}]
    )
    search = pd.DataFrame(
        [{"month": "2009-06", "definition": "d", "vintage": "v", "value": other} for other in candidates]
    )
    return verdict("BA-06", growth_correlations=long, growth_search=search, ratios_china=ratios())


def test_the_printed_correlation_is_displaced_at_best_since_its_window_is_not_in_the_data():
    assert correlation(-0.90, -0.90, -0.9432)["verdict"] == "displaced"
    assert correlation(-0.94, -0.94)["verdict"] == "displaced", "never reproduced"
    missing = correlation(-0.90, -0.90, -0.95)
    assert missing["verdict"] == "untestable"
    assert "base money before 2000-01" in missing["cause"]
    assert "1998-07 to 2000-12" in missing["cause"]


def test_what_lies_before_the_tables_is_untestable_by_name():
    row = verdict("BA-07", ratios_china=ratios())
    assert row["verdict"] == "untestable"
    assert "reserve money from 2000-01" in row["cause"]


def by_end(percent=40.0, switches=5, slope=0.1):
    return pd.DataFrame(
        {"last": ENDS, "first": "2001-01", "months": 24 + np.arange(len(ENDS)), "trend_first": "2000-01"}
    ).assign(multiplier_percent=percent, switches=switches, slope_year=slope, t=2.0)


def turns(**changes):
    years = pd.DataFrame({"year": [2001, 2002], "main": ["base", "multiplier"]})
    return verdict("BA-08", growth_by_end=by_end(**changes), growth_years=years)


def test_sources_take_turns_for_every_last_month_for_some_or_for_none():
    assert turns()["verdict"] == "reproduced"
    most = turns(percent=np.where(ENDS < "2008-01", 30.0, 10.0))
    assert (most["verdict"], most["candidates"]) == ("displaced", 121)
    assert most["matched_definition"] == "last months from 2002-12 to 2007-12"
    assert turns(percent=np.where(ENDS < "2007-12", 30.0, 10.0))["verdict"] == "contradicted", "60 of 121"
    assert turns(percent=90.0)["verdict"] == "contradicted", "nor if the other source leads throughout"
    assert turns(switches=1)["verdict"] == "contradicted"


def test_an_upward_trend_for_every_last_month_for_some_or_for_none():
    trends = pd.DataFrame(
        [{"window": "long", "first": "2000-01", "last": "2012-12", "slope_year": 0.1, "t": 2, "random_walk_size": 0.8}]
    )

    def found(slope):
        return verdict("BA-09", growth_by_end=by_end(slope=slope), multiplier_trends=trends)

    assert found(0.1)["verdict"] == "reproduced"
    some = found(np.where(ENDS < "2012-02", 0.1, -0.1))
    assert (some["verdict"], some["matched_month"]) == ("displaced", "2000-01..2012-01")
    assert found(-0.1)["verdict"] == "contradicted"


def high(china, us, without=1.0):
    index = pd.period_range("1999-12", "2012-12", freq="M")[::3].astype(str)
    table = pd.DataFrame({"month": index, "china": china, "us": us})
    table = table.assign(china_m2=table["china"], china_gdp=1.0)
    row = {"first": "a", "last": "b", "start": 1.3, "end": 1.8, "growth_year": 2.0, "t": 1.0, "breaks": 3}
    rows = [{"window": name, **row, "growth_year_without": without, "t_without": 1.0} for name in ("long", "lull")]
    return verdict("MZ-02", monetisation=table, monetisation_growth=pd.DataFrame(rows), growth_by_end=by_end())


def test_a_high_and_rising_ratio():
    rising = np.linspace(1.3, 1.8, 53)
    assert high(rising, 0.5)["verdict"] == "reproduced"
    assert high(rising[::-1], 0.5)["verdict"] == "contradicted", "falling"
    assert high(rising, 1.4)["verdict"] == "contradicted", "below the United States at first"
    assert high(rising, 0.5, without=-1.0)["verdict"] == "contradicted", "rising by its breaks alone"


def test_a_definition_that_cannot_be_formed_does_not_hold():
    table = pd.DataFrame(
        {"month": ["2000-12", "2001-12"], "china_m2": [2.0, 3.0], "china_gdp": 1.0, "china": [2.0, 3.0]}
    )
    assert verdict("MZ-01", monetisation=table)["verdict"] == "reproduced"
    assert verdict("MZ-01", monetisation=table.assign(china=[2.0, 3.1]))["verdict"] == "contradicted"
