"""The real-time study: vintages side by side, batched numbers against single fits, spread, base and dates."""

import numpy as np
import pandas as pd
import pytest
from benchmarks.real_time import SAMPLE, SETTINGS, TERMS, WINDOW, files, halves, seconds, walk_seconds
from conftest import ROOT, named
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS
from statsmodels.tsa.adfvalues import mackinnoncrit
from statsmodels.tsa.stattools import adfuller

from multiplier import DataError
from multiplier.data.corrections import COLUMNS as CORRECTION_COLUMNS
from multiplier.figures import real_time as figure
from multiplier.formula.arima import ESTIMATORS, Reading, fit_reading
from multiplier.formula.arima import differenced as differenced_series
from multiplier.formula.bias import ESTIMATES
from multiplier.formula.forecasts import difference_equation, forecast
from multiplier.real_time.estimates import cls_errors, differenced, estimates, fewest, forecasts, unit_root_tests
from multiplier.real_time.knowable import holds_from, knowable
from multiplier.real_time.panel import KEYS, china, united_states, with_concepts
from multiplier.real_time.random_walks import RandomWalks, simulate, summary
from multiplier.real_time.revisions import base_step, series, spread
from multiplier.report.numbers import real_time as numbers
from multiplier.report.tables import real_time as tables
from multiplier.simulation import autoregression
from multiplier.unit_roots.dickey_fuller import adf

NONE = pd.DataFrame(columns=CORRECTION_COLUMNS)
MONTHS = pd.period_range("2006-03", "2010-10", freq="M")
HEADER = "month,M1SL,M2SL,AMBSL,BOGMBASE,TOTRESNS,NONBORRES"


def money(t):
    """M2 of the month t: rises from 8000 and wanders a little."""
    return 8000 + t + 37 * t % 11


def file(last, m2=1.0, base="AMBSL", empty=()):
    """A vintage to a month: M2 of :func:`money` times ``m2``, the base rises by two a month from 1000 or 1100."""
    lines = [HEADER]
    for t, month in enumerate(MONTHS[: (pd.Period(last, freq="M") - MONTHS[0]).n + 1]):
        billions = "" if (str(month), "M2SL") in empty else f"{m2 * money(t):.4f}"
        amounts = {"AMBSL": f"{1000 + 2 * t}", "BOGMBASE": f"{1000 * (1100 + 2 * t)}"}
        cells = [amounts[name] if name == base and (str(month), name) not in empty else "" for name in amounts]
        lines.append(",".join([str(month), f"{1500 + t}", billions, *cells, f"{40 + t}", f"{40000 + t}"]))
    return "\n".join(lines).encode()


def panel_of(vintages):
    return united_states({f"us/fred_md/{name}.csv": data for name, data in vintages.items()}, NONE)


THREE = {
    "2010-10": file("2010-09"),
    "2010-11": file("2010-10", m2=1.01),
    "2010-12": file("2010-10", m2=1.02, base="BOGMBASE"),
}


def noisy(names, seed=1):
    """Multipliers that wander, one column a vintage, over the sample and the year after it."""
    rng = np.random.default_rng(seed)
    index = pd.period_range("2006-03", "2010-10", freq="M")
    paths = 8 + 0.1 * rng.standard_normal((len(index), len(names))).cumsum(axis=0)
    return pd.DataFrame(
        paths, index=index, columns=pd.MultiIndex.from_tuples([(name, "AMBSL") for name in names], names=KEYS)
    )


def numbers_of(multipliers):
    return estimates(multipliers, **SAMPLE, window=WINDOW, **SETTINGS)


@pytest.fixture(scope="module")
def real(corrections):
    """Every third vintage and those of the tests: multipliers and their numbers."""
    kept = {"2008-09", "2008-11", "2009-03", "2009-12", "2013-01", "2019-12", "2020-01"}
    some = {path: data for place, (path, data) in enumerate(files().items()) if place % 6 == 0 or path[11:18] in kept}
    panel = united_states(some, corrections)
    multipliers, concepts = with_concepts(panel)
    return panel, multipliers, concepts.merge(numbers_of(multipliers), on=KEYS)


# ------------------------------------------------------------------ vintages side by side


def test_a_vintage_is_divided_by_its_own_base_and_by_the_old_one():
    multipliers, concepts = with_concepts(panel_of(THREE))
    assert concepts.to_numpy().tolist() == [
        ["2010-10", "AMBSL", "2010-10", True],
        ["2010-11", "AMBSL", "2010-11", True],
        ["2010-12", "AMBSL", "2010-11", False],
        ["2010-12", "BOGMBASE", "2010-12", True],
    ]
    first = multipliers.loc["2006-03"].tolist()
    assert first == pytest.approx([8.0, 8.08, 8.16, 8160 / 1100])  # the Board's base is in millions
    assert multipliers["2010-10", "AMBSL"].last_valid_index() == pd.Period("2010-09", freq="M")


def test_the_order_of_files_does_not_matter():
    one, other = (with_concepts(panel_of(dict(order))) for order in (THREE.items(), reversed(THREE.items())))
    pd.testing.assert_frame_equal(one[0], other[0])
    pd.testing.assert_frame_equal(one[1], other[1])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            file("2010-10", empty={("2008-05", "M2SL")}),
            r"us/fred_md/2010-11.csv: month 2008-05, column M2SL: found an empty cell between figures",
        ),
        (
            file("2010-10", empty={("2008-05", "AMBSL")}),
            r"us/fred_md/2010-11.csv: month 2008-05, column AMBSL: found an empty cell between figures",
        ),
        (file("2010-10", base="none"), r"2010-11.csv: carries no base, expected one of AMBSL or BOGMBASE"),
        (
            file("2010-10").replace(b",,40,", b",1100000,40,", 1),
            r"2010-11.csv: carries AMBSL and BOGMBASE, expected one",
        ),
        (
            file("2010-10", m2=0.001),
            r"2010-11.csv: month 2006-03, column M2SL: found 8, expected 2000 to 100000 billion dollars; check",
        ),
        (
            file("2010-10", base="BOGMBASE").replace(b"000,", b","),
            r"column BOGMBASE: found 1100, expected 200000 to 1e\+07 million dollars; check the unit",
        ),
    ],
    ids=["gap in money", "gap in base", "no base", "two bases", "money in trillions", "base in billions"],
)
def test_a_vintage_that_cannot_be_used_is_named(data, message):
    with pytest.raises(DataError, match=message):
        panel_of({"2010-10": THREE["2010-10"], "2010-11": data})


def test_corrections_apply_to_vintages():
    """A figure that is replaced is used, and one whose guard does not hold stops."""
    row = dict.fromkeys(CORRECTION_COLUMNS, np.nan) | {"file": "us/fred_md/2010-10.csv", "column": "M2SL"}
    row |= {
        "first": "2008-08",
        "action": "replace",
        "value": 9000.0,
        "expected": float(money(29)),
        "reason": "r",
        "source": "s",
    }
    files = {"us/fred_md/2010-10.csv": THREE["2010-10"]}
    fixed = united_states(files, pd.DataFrame([row]))
    assert fixed["M2SL"].at[pd.Period("2008-08", freq="M"), "2010-10"] == 9000
    with pytest.raises(DataError, match="the file has changed: review the correction"):
        united_states(files, pd.DataFrame([row | {"expected": 1.0}]))


def test_china_takes_earlier_months_from_the_vintage_before(corrections):
    paths = [f"china/money_supply/{vintage}.csv" for vintage in ("2019-07", "2021-01", "2026-01")]
    authority = named("china/monetary_authority/2021-01.csv")
    panel, multipliers, concepts = china(dict(map(named, paths)), authority, corrections, "reserve_money")
    assert concepts["vintage"].tolist() == ["2019-07", "2021-01", "2026-01"]
    months = pd.PeriodIndex(["2007-12", "2008-01", "2009-10"], freq="M")
    # Raw cells: 2026-01 begins in 2008-01, so that 2007-12 is that of 2021-01.
    assert panel["m2"].loc[months, "2026-01"].tolist() == [403401, 417846.17, 586643.2887]
    assert multipliers.loc["2009-10"].to_numpy() == pytest.approx(
        [586643.29 / 128776, 586643 / 128776, 586643.2887 / 128776]
    )


# ------------------------------------------------------------------ batched against single


@pytest.mark.parametrize(
    ("vintage", "base"),
    [
        ("2008-11", "AMBSL"),
        ("2009-03", "AMBSL"),
        ("2009-12", "AMBSL"),
        ("2013-01", "AMBSL"),
        ("2020-01", "AMBSL"),
        ("2020-01", "BOGMBASE"),
    ],
)
def test_a_row_is_what_the_vintage_gives_alone(real, vintage, base):
    """Tests one by one by statsmodels; coefficients by its state-space likelihood and by its regression."""
    _, multipliers, table = real
    row = table.set_index(KEYS).loc[(vintage, base)]
    whole = multipliers[vintage, base].dropna()
    sample = whole.loc["2006-03":"2009-10"]
    assert row["months"] == len(sample)
    for terms in TERMS:
        single = adf(sample, terms, "AIC", 12, 0.05)
        assert row[f"adf_{terms}_lags"] == single["lags"]
        assert row[f"adf_{terms}_statistic"] == pytest.approx(single["statistic"], rel=1e-8)
        used = len(sample) - 1 - single["lags"]
        assert row[f"adf_{terms}_critical"] == mackinnoncrit(1, terms, used)[1]
        walks = SETTINGS["walks"][len(sample)].statistics[TERMS.index(terms)]
        share = (walks <= row[f"adf_{terms}_statistic"]).mean()
        assert row[f"adf_{terms}_simulated_p"] == share
        assert row[f"adf_{terms}_simulated_p_error"] == pytest.approx(np.sqrt(share * (1 - share) / len(walks)))
        assert row[f"adf_{terms}_decision"] == single["decision"]
    reading = Reading(0, True)
    for estimator in ESTIMATORS:
        fit = fit_reading(sample, reading, estimator, 4, "m")
        assert row[f"phi_{estimator}"] == pytest.approx(fit.phi, rel=1e-6)  # as between the library and R
    path = forecast(sample, fit_reading(sample, reading, "exact_ml", 4, "m"), reading, 12, [95], "m").iloc[-1]
    assert row["forecast_month"] == path["month"]
    # The likelihood is flat in the mean: the search of statsmodels leaves it, and with it the forecast, to five digits.
    assert row["forecast"] == pytest.approx(path["forecast"], rel=1e-5)
    actual = whole.get(pd.Period(path["month"], freq="M"), np.nan)
    assert row["outcome"] == pytest.approx(actual, nan_ok=True)
    assert row["forecast_error"] == pytest.approx(actual - row["forecast"], nan_ok=True)


def test_the_vintage_of_the_study_has_the_numbers_of_its_own_run(real, ratios_us):
    """The pinned vintage goes another way through the pipeline: cleaned with the money stock, divided in ratios."""
    row = real[2].set_index(KEYS).loc[("2009-12", "AMBSL")]
    m = ratios_us["multiplier"]
    assert row["multiplier_first"] == m["2008-08"]
    assert row["multiplier_last"] == m["2009-10"]
    assert row["change_percent"] == pytest.approx(100 * (m["2009-10"] / m["2008-08"] - 1), rel=1e-12)
    assert row["multiplier_low"] == m["2008-08":"2009-10"].min()
    assert row["low_month"] == str(m["2008-08":"2009-10"].idxmin())


@pytest.mark.parametrize("terms", TERMS)
def test_decisions_at_the_critical_value_are_those_of_single_tests(terms):
    """Among many series those whose statistic is next to the critical value, which depends on the observations used."""
    paths = autoregression(0.0, 0.8, 0.0, np.random.default_rng(3).standard_normal((20000, 43)))
    walks = simulate([44], (terms,), "AIC", 4, 10, np.random.default_rng(4))[44]
    found = unit_root_tests(paths, (terms,), "AIC", 4, 0.05, walks)
    near = np.flatnonzero(np.abs(found[f"adf_{terms}_statistic"] - mackinnoncrit(1, terms, 41)[1]) < 0.02)
    assert len(near) >= 50
    for path in near[:200]:
        single = adf(pd.Series(paths[path]), terms, "AIC", 4, 0.05)
        assert found[f"adf_{terms}_decision"][path] == single["decision"]


@pytest.mark.parametrize("reading", [Reading(0, True), Reading(0, False), Reading(1, False)])
@pytest.mark.parametrize("horizon", [1, 12, 15])
def test_forecasts_of_every_reading_are_those_of_the_difference_equation(reading, horizon):
    multipliers = noisy(["a", "b", "c"]).loc["2006-03":"2009-10"]
    paths = multipliers.to_numpy().T
    fits = [ESTIMATORS["cls"](differenced_series(multipliers[key], reading), reading.mean, 4) for key in multipliers]
    found = forecasts(
        paths, np.array([fit.phi for fit in fits]), np.array([fit.intercept for fit in fits]), reading, horizon
    )
    expected = [difference_equation(path, fit, reading, horizon)[0][-1] for path, fit in zip(paths, fits, strict=True)]
    assert found == pytest.approx(expected, rel=1e-10)
    single = np.array([differenced_series(multipliers[key], reading) for key in multipliers])
    assert differenced(paths, reading) == pytest.approx(single, abs=1e-12)


# ------------------------------------------------------------------ what a vintage can give


def test_early_vintages_are_cut_and_marked():
    vintages = {month: file(month) for month in ("2008-07", "2008-08", "2008-09", "2009-10")}
    multipliers, _ = with_concepts(panel_of(vintages))
    table = numbers_of(multipliers).set_index("vintage")
    assert table["months"].tolist() == [29, 30, 31, 44]
    assert table["partial"].tolist() == [True, True, True, False]
    assert table["phi_cls"].notna().tolist() == [False, True, True, True], "from thirty months on"
    assert table["multiplier_first"].notna().tolist() == [False, True, True, True]
    assert table["change_percent"].notna().tolist() == [False, False, True, True]
    # By hand: month t has money(t) / (1000 + 2t); 2008-08 is t = 29, 2008-09 t = 30, 2009-10 t = 43.
    m = {t: money(t) / (1000 + 2 * t) for t in (29, 30, 43)}
    assert table.at["2008-09", "change_percent"] == pytest.approx(100 * (m[30] / m[29] - 1))
    assert table.at["2008-09", "change_to"] == "2008-09"
    assert table.at["2009-10", "change_percent"] == pytest.approx(100 * (m[43] / m[29] - 1))
    assert table.at["2009-10", "multiplier_low"] == pytest.approx(m[43])
    assert table.at["2009-10", "low_month"] == "2009-10"
    assert table["forecast_month"].tolist()[1:] == ["2009-08", "2009-09", "2010-10"]
    assert table["outcome"].isna().all()


def test_a_vintage_that_ends_before_the_sample_begins_gives_nothing():
    multipliers = noisy(["2005-01", "2010-11"])
    multipliers.loc["2006-04":, ("2005-01", "AMBSL")] = np.nan
    row = numbers_of(multipliers).set_index("vintage").loc["2005-01"]
    assert row["months"] == 1
    assert row[["multiplier_first", "change_percent", "phi_cls", "forecast"]].isna().all()


def test_too_few_months_for_the_tests_are_refused():
    needed = fewest(TERMS, 12, Reading(0, True))
    assert needed == 29  # 12 lags, level, constant, trend: 15 parameters on n - 13 months, one degree of freedom left
    with pytest.raises(DataError, match=r"real_time.fewest_months: 28 months, but .* need 29; raise it or lower"):
        estimates(noisy(["a"]), **SAMPLE, window=WINDOW, **SETTINGS | {"fewest_months": 28})


def test_more_months_than_the_sample_has_are_refused():
    with pytest.raises(DataError, match=r"fewest_months: 45 months, but the sample 2006-03..2009-10 has 44; lower it"):
        estimates(noisy(["a"]), **SAMPLE, window=WINDOW, **SETTINGS | {"fewest_months": 45})


def test_a_gap_inside_the_sample_is_named():
    multipliers = noisy(["2010-10", "2010-11"])
    multipliers.loc["2007-05", ("2010-11", "AMBSL")] = np.nan
    with pytest.raises(DataError, match=r"vintage 2010-11, month 2007-05: no multiplier"):
        numbers_of(multipliers)


# ------------------------------------------------------------------ properties

NAMES = [f"2010-{month:02d}" for month in range(1, 9)]
ALL = noisy(NAMES)
TABLE = numbers_of(ALL).set_index("vintage")


@settings(max_examples=25)
@given(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
def test_a_vintage_more_or_less_and_their_order_change_no_row_of_others(chosen):
    found = numbers_of(ALL[[(name, "AMBSL") for name in chosen]]).set_index("vintage")
    pd.testing.assert_frame_equal(found, TABLE.loc[sorted(chosen)], check_dtype=False, rtol=1e-12)


@settings(max_examples=25)
@given(st.permutations(range(len(NAMES))))
def test_numbers_go_with_the_figures_not_with_the_place(order):
    shuffled = ALL.iloc[:, list(order)].set_axis(ALL.columns, axis=1)
    found = numbers_of(shuffled).set_index("vintage")
    expected = TABLE.iloc[list(order)].set_axis(TABLE.index)
    pd.testing.assert_frame_equal(found, expected, rtol=1e-12)


def test_a_unit_of_the_base_changes_coefficients_and_tests_not():
    one, other = TABLE, numbers_of(1000 * ALL).set_index("vintage")
    for column in ("change_percent", "phi_cls", "phi_exact_ml", "adf_c_statistic", "phi_cls_error"):
        assert other[column].to_numpy() == pytest.approx(one[column].to_numpy(), rel=1e-8)
    assert other["forecast"].to_numpy() == pytest.approx(1000 * one["forecast"].to_numpy(), rel=1e-8)


# ------------------------------------------------------------------ spread, concept, dates


def small(**columns):
    """A table of five vintages, the last of them over both bases, with the same number in every column."""
    rows = [
        ("2009-11", "AMBSL", "2009-11", True),
        ("2009-12", "AMBSL", "2009-12", True),
        ("2010-01", "AMBSL", "2010-01", True),
        ("2020-01", "AMBSL", "2010-01", False),
        ("2020-01", "BOGMBASE", "2020-01", True),
    ]
    table = pd.DataFrame(rows, columns=[*KEYS, "base_vintage", "carried"])
    given = ["multiplier_first", "multiplier_last", "multiplier_low", "change_percent", "forecast", "outcome"]
    given += ["forecast_error", "phi_cls", "adf_n_statistic", "adf_n_simulated_p"]
    table = table.assign(months=44, partial=False, forecast_month="2010-10", last_month="2010-10", adf_n_decision="x")
    return table.assign(**{name: [1.0, 1.0, 4.0, 5.0, 7.0] for name in given} | columns)


def amounts(**cells):
    """M2 and bases of the vintages of :func:`small`: 100 but in ``cells``, name -> (month, vintage) -> value."""
    names = ["2009-11", "2009-12", "2010-01", "2020-01"]
    index = pd.period_range("2006-03", "2010-10", freq="M")
    panel = {name: pd.DataFrame(100.0, index=index, columns=names) for name in ("M2SL", "AMBSL", "BOGMBASE")}
    for name, values in cells.items():
        for (month, vintage), value in values.items():
            panel[name].loc[pd.Period(month, freq="M"), vintage] = value
    return panel


def test_series_hold_what_can_be_compared():
    parts = series(small())
    assert {name: part.index.tolist() for name, part in parts.items()} == {
        "AMBSL": [0, 1, 2],
        "AMBSL_held": [0, 1, 2, 3],
        "BOGMBASE": [4],
        "own": [0, 1, 2, 4],
    }


def test_spread_by_hand():
    panel = amounts(
        M2SL={("2009-10", "2010-01"): 101.4, ("2007-05", "2010-01"): 97.0, ("2010-10", "2010-01"): 150.0},
        AMBSL={("2009-10", "2010-01"): 99.5},
    )
    table = spread(small(), panel, "M2SL", **SAMPLE, window=WINDOW).set_index(["series", "quantity"])
    row = table.loc[("AMBSL", "multiplier_last")]
    assert (row["vintages"], row["values"], row["first"], row["last"]) == (3, 2, 1, 4)
    assert (row["minimum"], row["maximum"], row["change"]) == (1, 4, 3)
    assert row["std"] == pytest.approx(np.sqrt(2))  # 1, 1, 4: mean 2, squares 1 + 1 + 4 over 3
    assert (row["jump"], row["jump_vintage"]) == (3, "2010-01")
    # What was revised, among the months that the number uses: its own month, the whole sample, the month forecast.
    assert (row["jump_money_percent"], row["jump_money_month"]) == (pytest.approx(1.4), "2009-10")
    assert (row["jump_base_percent"], row["jump_base_month"]) == (pytest.approx(-0.5), "2009-10")
    assert table.loc[("AMBSL", "phi_cls"), "jump_money_month"] == "2007-05"
    assert table.loc[("AMBSL", "outcome"), "jump_money_month"] == "2010-10"
    assert pd.isna(table.loc[("AMBSL", "multiplier_first"), "jump_money_month"]), "2008-08 was not revised"
    assert table.loc[("AMBSL_held", "phi_cls"), "maximum"] == 5
    assert pd.isna(table.loc[("BOGMBASE", "phi_cls"), "jump"]), "one vintage has no jump"
    assert "own" not in table.index.unique("series"), "a change of concept is no revision"


def test_a_base_that_is_held_is_not_revised():
    """The jump comes where M2 alone is new; what the newer vintage has of the old base is not what was divided by."""
    values = [1.0, 1.0, 1.0, 5.0, 7.0]
    panel = amounts(M2SL={("2009-10", "2020-01"): 99.0}, AMBSL={("2009-10", "2020-01"): 50.0})
    table = spread(small(multiplier_last=values), panel, "M2SL", **SAMPLE, window=WINDOW)
    row = table.set_index(["series", "quantity"]).loc[("AMBSL_held", "multiplier_last")]
    assert (row["jump"], row["jump_vintage"], row["jump_money_percent"]) == (4, "2020-01", pytest.approx(-1))
    assert pd.isna(row["jump_base_percent"])


def test_vintages_without_the_whole_sample_have_no_part_in_the_spread():
    table = small(months=[43, 44, 44, 44, 44])
    found = spread(table, amounts(), "M2SL", **SAMPLE, window=WINDOW).set_index(["series", "quantity"])
    assert found.loc[("AMBSL", "phi_cls"), "first_vintage"] == "2009-12"


def paths(*names):
    """Multipliers that wander, one column of 44 months a vintage and base."""
    shocks = np.random.default_rng(5).standard_normal((44, len(names)))
    return pd.DataFrame(8 + 0.1 * shocks.cumsum(axis=0), columns=pd.MultiIndex.from_tuples(names, names=KEYS))


def at_lags(x, terms, lags):
    """The statistic of statsmodels with a fixed number of lags."""
    return adfuller(x, maxlag=lags, regression=terms, autolag=None, result_object=True).statistic


def test_the_step_is_split_into_revision_base_and_lags():
    sample = paths(("2020-01", "BOGMBASE"))
    table = small(adf_n_lags=[0, 0, 0, 3, 5])
    steps = base_step(table, sample, ["n"]).set_index("quantity")
    assert steps.loc["phi_cls"].tolist() == ["2010-01", "2020-01", 4.0, 5.0, 7.0, 7.0, 1.0, 2.0, 0.0]
    # Over the new base five lags were chosen and gave 7; with the three of the old base the series gives this.
    with_three = at_lags(sample.iloc[:, 0], "n", 3)
    row = steps.loc["adf_n_statistic", ["same_lags", "revision", "new_base", "lags"]]
    assert row.tolist() == pytest.approx([with_three, 1.0, with_three - 5, 7 - with_three])
    assert "adf_n_simulated_p" not in steps.index, "a p-value belongs to a choice of lags"
    assert base_step(small()[:3], sample, ["n"]).empty, "no step without a change of the base"


def test_equal_lags_leave_nothing_to_the_choice_of_lags():
    table = small(adf_n_lags=[0, 0, 0, 3, 3])
    step = base_step(table, paths(("2020-01", "BOGMBASE")), ["n"]).set_index("quantity").loc["adf_n_statistic"]
    assert (step["same_lags"], step["new_base"], step["lags"]) == (7.0, 2.0, 0.0)


def test_at_equal_lags_the_new_base_hardly_moves_the_test_with_a_constant(real):
    """The step of vintage 2020-01: twelve lags are chosen over one base and two over the other."""
    _, multipliers, table = real
    step = base_step(table, multipliers.loc["2006-03":"2009-10"], TERMS).set_index("quantity").loc["adf_c_statistic"]
    x = multipliers["2020-01", "BOGMBASE"]["2006-03":"2009-10"]
    assert step["same_lags"] == pytest.approx(at_lags(x, "c", 12), rel=1e-8)
    assert step["after"] == pytest.approx(at_lags(x, "c", 2), rel=1e-8)
    assert abs(step["new_base"]) < 0.2
    assert step["lags"] > 2
    parts = step[["revision", "new_base", "lags"]].sum()
    assert parts == pytest.approx(step["after"] - step["before"])


# ------------------------------------------------------------------ random walks, errors, equal samples


@pytest.mark.parametrize("months", [30, 44])
def test_random_walks_are_tested_as_single_series(months):
    draws = 20
    found = simulate([30, 44], TERMS, "AIC", 12, draws, np.random.default_rng(7))[months]
    steps = np.random.default_rng(7).standard_normal((draws, 43))
    walks = np.column_stack([np.zeros(draws), steps.cumsum(axis=1)])[:, :months]
    for place, terms in enumerate(TERMS):
        single = [adf(pd.Series(walk), terms, "AIC", 12, 0.05) for walk in walks]
        assert found.statistics[place] == pytest.approx(sorted(test["statistic"] for test in single), rel=1e-8)
        assert found.lags[place].tolist() == [test["lags"] for test in single]


def test_a_p_value_is_the_share_of_walks_that_are_as_low():
    walks = RandomWalks(np.array([[-3.0, -2.0, -1.0, 0.0]]), np.array([[12, 0, 12, 11]]))
    assert walks.share_below(0, np.array([-4.0, -3.0, -1.5, 1.0])).tolist() == [0, 0.25, 0.5, 1]
    row = summary({30: walks}, ["c"], 12).iloc[0]
    assert (row["months"], row["terms"], row["draws"], row["most_lags_share"]) == (30, "c", 4, 0.5)
    assert row["most_lags_error"] == 0.25  # sqrt(0.5 * 0.5 / 4)


@pytest.mark.parametrize("mean", [True, False])
def test_standard_errors_are_those_of_a_regression(mean):
    values = noisy(["a", "b"]).to_numpy().T
    phi, intercept = ESTIMATES["cls"](values, mean)
    found = cls_errors(values, phi, intercept, mean)
    for path, error in zip(values, found, strict=True):
        x = path[:-1, None]
        fit = OLS(path[1:], np.column_stack([x, np.ones(len(x))]) if mean else x).fit()
        assert error == pytest.approx(fit.bse[0], rel=1e-8)


def test_equal_samples_are_known_whatever_comes_after_them():
    multipliers = noisy(["2010-10", "2010-11", "2010-12"])
    multipliers["2010-11", "AMBSL"] = multipliers["2010-12", "AMBSL"] = multipliers["2010-10", "AMBSL"]
    multipliers.loc["2010-01":, ("2010-11", "AMBSL")] += 1
    multipliers.loc["2009-10", ("2010-12", "AMBSL")] += 0.001  # the last month of the sample
    first, same, other = numbers_of(multipliers)["sample"]
    assert first == same != other


@pytest.mark.parametrize(
    ("holds", "since"),
    [
        ([True, True, True], "a"),
        ([False, True, True], "b"),
        ([True, False, True], "c"),
        ([True, True, False], None),
        ([], None),
    ],
)
def test_a_conclusion_counts_from_when_it_is_not_taken_back(holds, since):
    assert holds_from(pd.Series(holds, index=list("abc")[: len(holds)], dtype=bool)) == since


def test_conclusions_are_dated():
    table = small(
        change_percent=[-30.0, -5.0, -30.0, -40.0, -40.0],
        phi_cls=[1.2, 1.1, 0.9, 0.9, 0.9],
        adf_n_decision=["rejected", "not rejected", "rejected", "rejected", "not rejected"],
    )
    found = knowable(table, [25, 50], ["n"]).set_index(["series", "conclusion"])
    row = found.loc[("AMBSL", "fall_25")]
    assert (row["holds_from"], row["value"], row["lapses"], row["vintages"]) == ("2010-01", -30, 1, 3)
    assert pd.isna(found.loc[("AMBSL", "fall_50"), "holds_from"])
    assert found.loc[("own", "fall_25"), "holds_from"] == "2010-01"
    assert found.loc[("own", "phi_cls"), "holds_from"] == "2010-01"
    assert found.loc[("AMBSL", "adf_n"), "holds_from"] == "2010-01"
    assert found.loc[("own", "adf_n"), "holds_from"] == "2020-01", "the newest vintage decides"


# ------------------------------------------------------------------ text, figure and time


@pytest.fixture(scope="module")
def results(real):
    """Tables of results of some vintages; the United States' stand for China's, which has one concept."""
    panel, multipliers, us = real
    one = us[us["base"] == "AMBSL"].assign(carried=True)
    parts = {"china": one, "us": us}
    return {
        "real_time": pd.concat([table.assign(country=country) for country, table in parts.items()]),
        "real_time_summary": pd.concat(
            [spread(t, panel, "M2SL", **SAMPLE, window=WINDOW).assign(country=key) for key, t in parts.items()]
        ),
        "real_time_step": base_step(us, multipliers.loc["2006-03":"2009-10"], TERMS),
        "real_time_walks": summary(SETTINGS["walks"], TERMS, 12),
        "real_time_knowable": knowable(us, [10, 60], TERMS).assign(country="us"),
    }


SAID = {"fewest_months": 30, "published": "2010-07", "horizon": 12}


def test_numbers_of_the_text(results):
    found = numbers.numbers(results, SAID)
    assert str(found["rt_falls_dated"]) == "10 percent from vintage November 2008 on and 60 percent in no vintage"
    assert (str(found["rt_fall_known"]), str(found["rt_fall_lead"])) == ("November 2008", "20")
    us = results["real_time"].query("country == 'us'")
    assert found["rt_adf_tests"].value == 3 * us["phi_cls"].notna().sum()
    assert found["rt_adf_rejected"].value == 0
    assert found["rt_explosive"].value == (us[us["carried"]]["phi_cls"] >= 1).sum() > 0
    assert found["rt_change_percent_low"].value < found["rt_change_percent_high"].value, "sizes of falls"
    assert str(found["rt_step_lags_old"]) == "12"


def test_the_samples_behind_the_tests_are_counted_once(results):
    """By the multipliers themselves; a sample that ends with the window's first month ends before the fall."""
    found = numbers.numbers(results, SAID)
    us = results["real_time"].query("country == 'us' and phi_cls == phi_cls")
    assert found["rt_adf_samples"].value == us["sample"].nunique() < len(us)
    counts = [found[f"rt_adf_{part}"].value for part in ("before", "inside", "revised")]
    assert counts[:2] == [us["last_month"].eq("2008-08").sum(), us["last_month"].between("2008-09", "2009-09").sum()]
    assert sum(counts) == found["rt_adf_samples"].value


def test_the_nearest_statistic_stands_beside_its_own_critical_value(results):
    found = numbers.numbers(results, SAID)
    row = results["real_time"].query("country == 'us' and vintage == '2009-03'").iloc[0]
    assert found["rt_adf_p_min_vintage"].value == "2009-03"
    assert found["rt_adf_p_min_statistic"].value == row["adf_c_statistic"]
    assert found["rt_adf_p_min_critical"].value == mackinnoncrit(1, "c", 36 - 1 - 3)[1]
    # In one walk of nine the search over lags finds as low a value: far from five percent.
    assert found["rt_adf_p_min"].value > 0.08
    chosen = results["real_time"].query("country == 'us'")[[f"adf_{term}_lags" for term in TERMS]]
    assert found["rt_adf_most_lags"].value == (chosen == 12).sum().sum()


def test_coefficients_above_one_by_no_more_than_noise_are_told_apart(results):
    us = results["real_time"].reset_index(drop=True)
    us["phi_cls"] = np.where(us["phi_cls"].notna(), 0.9, np.nan)
    rows = us.index[(us["country"] == "us") & us["carried"] & us["phi_cls"].notna()][:3]
    us.loc[rows, "phi_cls"] = [1.25, 1.15, 1.3]
    us.loc[rows, "phi_cls_error"] = 0.1
    found = numbers.numbers(results | {"real_time": us}, SAID)
    assert (found["rt_explosive"].value, found["rt_explosive_clear"].value) == (3, 2)
    assert found["rt_explosive_clear_last"].value == us.loc[rows[2], "vintage"]


@pytest.mark.parametrize(
    ("largest", "said"), [(0.00442, "0.005"), (0.004, "0.004"), (0.0040000000001, "0.004"), (0.0, "0.000")]
)
def test_a_bound_is_rounded_up(results, largest, said):
    """China's vintages: the largest spread of a number, relative to its last value, in percent."""
    summary = results["real_time_summary"].copy()
    of_china = summary["country"] == "china"
    summary.loc[of_china, ["last", "minimum"]] = 1.0
    summary.loc[of_china, "maximum"] = 1 + largest / 100
    assert str(numbers.numbers(results | {"real_time_summary": summary}, SAID)["rt_china_largest"]) == said


def test_bounds_on_what_revisions_move_are_rounded_up(results):
    """A range of 0.32 is no more than 0.4 percentage points; what a jump comes with is the larger of both revisions."""
    summary = results["real_time_summary"].reset_index(drop=True)
    held = (summary["country"] == "us") & (summary["series"] == "AMBSL_held")
    change, trend = (held & (summary["quantity"] == name) for name in ("change_percent", "adf_ct_simulated_p"))
    summary.loc[change, ["minimum", "maximum"]] = [-52.32, -52.0]
    jump = ["jump_money_percent", "jump_base_percent"]
    summary.loc[trend, jump] = [-0.221, 0.1]
    found = numbers.numbers(results | {"real_time_summary": summary}, SAID)
    assert str(found["rt_change_range"]) == "0.4"
    assert str(found["rt_trend_p_jump_revised"]) == "0.23"
    summary.loc[trend, jump] = [-0.221, np.nan]  # the base was not revised
    found = numbers.numbers(results | {"real_time_summary": summary}, SAID)
    assert str(found["rt_trend_p_jump_revised"]) == "0.23"


def test_the_statistic_over_the_new_base_is_given_at_both_numbers_of_lags(results):
    found = numbers.numbers(results, SAID)
    step = results["real_time_step"].set_index("quantity").loc["adf_c_statistic"]
    said = [found[f"rt_step_test_{part}"].value for part in ("before", "same_lags", "after")]
    assert said == step[["before", "same_lags", "after"]].tolist()
    assert (found["rt_step_lags_old"].value, found["rt_step_lags_new"].value) == (12, 2)


@pytest.mark.parametrize(
    "words",
    [
        "put together afterwards",
        "late bound",
        "chosen with hindsight",
        "is not adjusted for the season",
        "of its concept and its seasonal adjustment together",
        "can only revise one and the same fall",
    ],
)
def test_the_section_says_what_the_vintages_cannot_show(words):
    assert words in (ROOT / "report/sections/real_time.md").read_text(encoding="utf-8")


def test_numbers_hold_if_no_fall_is_reached_and_nothing_explodes(results):
    dates = results["real_time_knowable"].assign(holds_from=np.nan)
    calm = results["real_time"].assign(phi_cls=results["real_time"]["phi_cls"].clip(upper=0.9))
    found = numbers.numbers(results | {"real_time_knowable": dates, "real_time": calm}, SAID)
    assert str(found["rt_falls_dated"]) == "10 percent in no vintage and 60 percent in no vintage"
    assert found["rt_fall_lead"].value == 0
    assert found["rt_explosive"].value == 0


def test_the_printed_table_has_a_row_for_each_number(results):
    printed = tables.real_time(results["real_time_summary"], results["real_time_step"], "x")
    assert [row[0] for row in printed.rows] == [name for name, _ in tables.SHOWN.values()]
    assert {len(row) for row in printed.rows} == {len(printed.columns)}
    cells = dict(zip((column.header for column in printed.columns), printed.rows[1], strict=True))
    step = results["real_time_step"].set_index("quantity").loc["multiplier_last"]
    assert cells["New base"] == f"{step['new_base']:.3f}"


def test_the_figure_marks_study_and_base_and_draws_both_concepts(real):
    options = {"close_up": "2010-12", "published": "2010-07", "significance": 0.05}
    drawing, drawn = figure.draw({"vintages": real[2].assign(country="us")}, options)
    texts = [text.get_text() for axis in drawing.axes for text in axis.texts]
    assert [text for text in texts if text] == ["study", "BOGMBASE"]
    assert set(drawn["base"]) == {"AMBSL", "BOGMBASE"}
    assert drawn["vintage"].min() == "2008-09", "what has no number is not drawn"
    right = drawing.axes[1]
    assert len(right.get_lines()) == 4  # the base carried, the old one held, the new one, and the mark


@pytest.mark.parametrize("close_up", ["2008-08", "2024-03"])
def test_a_figure_with_an_empty_side_is_refused(real, close_up):
    options = {"close_up": close_up, "published": "2010-07", "significance": 0.05}
    last = real[2]["vintage"].max()
    with pytest.raises(DataError, match=rf"close_up: {close_up} is not inside .*{last}; choose one"):
        figure.draw({"vintages": real[2][real[2]["vintage"] <= "2024-03"].assign(country="us")}, options)


@pytest.mark.timed
def test_twice_the_vintages_take_hardly_more_than_twice_the_time(corrections):
    some, every = halves(halves(files())[0])  # half of the vintages, for the sake of time
    seconds(dict(list(some.items())[:4]), corrections)  # first calls prepare what later ones share
    half, whole = (min(seconds(vintages, corrections) for _ in range(2)) for vintages in (some, every))
    assert 2 * whole + walk_seconds() < 10
    assert whole < 3 * half
