"""Breaks at unknown dates: the best partition by another route, tests that keep their size, and the claims on them."""

from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from test_growth import verdict

from multiplier import DataError
from multiplier.claims.studies import determinants_study  # noqa: F401  registers its claims
from multiplier.companions import regimes, segments
from multiplier.report.numbers import regimes as numbers_of

INDEX = pd.period_range("2000-01", periods=60, freq="M", name="month")
CRISIS = {"first": "2003-01", "last": "2003-06"}


def rng(seed=2):
    return np.random.default_rng(seed)


def squares(y):
    time = np.arange(len(y))
    return float(((y - np.polyval(np.polyfit(time, y, 1), time)) ** 2).sum())


def broken(noise=0.05, seed=2):
    """Rising for 36 months, then from a lower level falling."""
    time = np.arange(60)
    path = np.where(time < 36, 4 + 0.02 * time, 4 - 0.02 * (time - 36))
    return path + noise * rng(seed).standard_normal(60)


def test_sums_of_squares_of_segments_are_those_of_lines():
    paths = 5 + rng().standard_normal((3, 14)).cumsum(axis=1)
    found = segments.segment_squares(paths, 4)
    for a, b in combinations(range(15), 2):
        expected = [squares(path[a:b]) for path in paths] if b - a >= 4 else np.inf
        assert found[a, b] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("number", [1, 2])
def test_the_best_partition_is_the_best_of_all(number):
    paths = rng(4).standard_normal((2, 18)).cumsum(axis=1)
    found = segments.partitions(paths, number, 4)[number]
    for path, least, breaks in zip(paths, found.squares, found.breaks, strict=True):
        tried = {}
        for dates in combinations(range(4, 15), number):
            cuts = [0, *dates, 18]
            if min(np.diff(cuts)) >= 4:
                tried[dates] = sum(squares(path[a:b]) for a, b in pairwise(cuts))
        assert least == pytest.approx(min(tried.values()))
        assert tuple(breaks) == min(tried, key=tried.get)


def test_f_of_a_break_is_that_of_two_regressions():
    y, time = broken(), np.arange(60)
    x = np.column_stack([np.ones(60), time])
    months = pd.get_dummies(INDEX.month, drop_first=True, dtype=float).to_numpy()
    common = np.column_stack([x, months])
    test = regimes.BreakTest(common, x, 9)
    found = test.f(y[None, :])[0]
    date = 30
    after = x * (time >= date)[:, None]

    def rss(z):
        return float(((y - z @ np.linalg.lstsq(z, y, rcond=None)[0]) ** 2).sum())

    whole, parts = rss(common), rss(np.column_stack([common, after]))
    expected = (whole - parts) / 2 / (parts / (60 - common.shape[1] - 2))
    assert found[list(test.dates).index(date)] == pytest.approx(expected)
    assert test.dates[0] == 9
    assert test.dates[-1] == 51


def test_the_plain_test_keeps_its_size_without_memory_and_loses_it_with():
    test = regimes.BreakTest(np.ones((200, 1)), np.ones((200, 1)), 30)
    noise = rng().standard_normal((4000, 200))
    assert (test.largest(noise) > 8.68).mean() == pytest.approx(0.05, abs=0.02)
    assert (test.largest(noise.cumsum(axis=1)) > 8.68).mean() > 0.9


def test_simulated_p_values_are_fair_under_their_null():
    """Of series that follow the null about one in twenty is rejected, whatever the plain test says."""
    rejected = []
    for seed in range(60):
        series = pd.Series(4 + regimes.stationary(0.8, 0.1, 60, 1, rng(seed))[0], index=INDEX)
        rejected.append(regimes.sup_f(series, 0.15, 0.05, 200, rng(seed + 1000)).iloc[0])
    table = pd.DataFrame(rejected)
    assert table["size"].median() > 0.5
    assert (table["pvalue"] < 0.05).mean() < 0.25


def test_taking_the_bias_out_raises_the_coefficient():
    time = np.column_stack([np.ones(60), np.arange(60.0)])
    corrected = regimes.corrected_phi(0.7, 1.0, time, 4000, rng())
    estimates = regimes.stationary(corrected, 1.0, 60, 4000, rng(9))
    basis = np.linalg.qr(time)[0]
    back = regimes.cls_estimates(estimates - (estimates @ basis) @ basis.T, False)[0].mean()
    assert 0.7 < corrected <= regimes.LARGEST_PHI
    assert back == pytest.approx(0.7, abs=0.03)
    assert regimes.corrected_phi(0.99, 1.0, time, 1000, rng()) == regimes.LARGEST_PHI


def test_a_break_is_dated_and_its_regimes_described():
    series = pd.Series(broken(), index=INDEX)
    found = regimes.models(series, 0.15, 2, 0.95, 0.05, CRISIS, 400, rng())
    date = found["dates"].query("breaks == 1").iloc[0]
    assert date["month"] == "2003-01"
    assert date["lower"] <= "2003-01" <= date["upper"]
    assert date["in_crisis"]
    slopes = found["regimes"].query("breaks == 1")["slope_year"].to_numpy()
    assert slopes == pytest.approx([0.24, -0.24], abs=0.03)
    table = found["models"].set_index("breaks")
    assert table["best_bic"].idxmax() == 1
    assert table["sequential"].iloc[0] == 1
    assert table.loc[0, "pvalue_more"] < 0.05 < table.loc[1, "pvalue_more"]


def test_too_many_breaks_are_an_error():
    series = pd.Series(broken(), index=INDEX)
    with pytest.raises(DataError, match=r"6 breaks of regimes of 9 months do not fit into 60 months"):
        regimes.models(series, 0.15, 5, 0.95, 0.05, CRISIS, 10, rng())


def test_moves_by_hand():
    values = np.full(60, 4.0)
    values[20], values[38], values[44], values[55] = 5.0, 3.0, 4.5, 3.75
    row = regimes.moves(pd.Series(values, index=INDEX), "2003-01").iloc[0]
    assert [row[f"{name}_month"] for name in ("high", "low", "peak", "later")] == [
        "2001-09",
        "2003-03",
        "2003-09",
        "2004-08",
    ]
    assert row["rise_percent"] == pytest.approx(50)
    assert row["given_back_percent"] == pytest.approx(50)
    assert row["before_last"] == "2002-12"


# ----------------------------------------------------------------------- claims


def statement(in_crisis=True, before=-0.1, given_back=90.0, second=-0.5, one_in_crisis=True):
    def table(rows):
        return pd.DataFrame(rows).assign(window="long")

    interval = {"lower": "a", "upper": "b"}
    dates = table(
        [
            {"breaks": 1, "number": 1, "month": "2008-10", "in_crisis": one_in_crisis, **interval},
            {"breaks": 2, "number": 1, "month": "2006-04", "in_crisis": False, **interval},
            {"breaks": 2, "number": 2, "month": "2009-02", "in_crisis": in_crisis, **interval},
        ]
    )
    slopes = [0.2, second, 0.0]
    spans = [("2000-01", "2006-03"), ("2006-04", "2009-01"), ("2009-02", "2012-12")]
    lines = table(
        [
            {"breaks": 2, "regime": i, "first": first, "last": last, "slope_year": slope}
            for i, ((first, last), slope) in enumerate(zip(spans, slopes, strict=True), start=1)
        ]
    )
    months = {f"{name}_month": "2008-12" for name in ("high", "low", "peak", "later")}
    move = {"before_first": "2000-01", "before_last": "2008-08", "before_slope_year": before, **months}
    moves = table([{**move, "rise_percent": 25.0, "given_back_percent": given_back}])
    tests = table([{"variant": "trend", "null": null, "pvalue": 0.2} for null in regimes.LEVEL_NULLS])
    return verdict("DT-01", regime_dates=dates, regimes=lines, regime_moves=moves, regime_tests=tests)


def test_two_regimes_as_stated_from_a_later_year_or_not_at_all():
    assert statement()["verdict"] == "reproduced"
    later = statement(before=0.1)
    assert (later["verdict"], later["matched_month"]) == ("displaced", "2006-04..2012-12")
    assert "falls from 2000-01 to the crisis does not hold" in later["cause"]
    assert statement(one_in_crisis=False)["verdict"] == "displaced"
    for changed in ({"in_crisis": False}, {"second": 0.1}, {"given_back": 20.0}):
        assert statement(**{"before": 0.1} | changed)["verdict"] == "contradicted", changed


def test_the_announced_ratio_decides():
    table = pd.DataFrame(
        {"date": ["1998-03-21", "1999-11-21"], "statutory_ratio_large": [8.0, 6.0], "statutory_ratio_small": [8.0, 6.0]}
    )
    row = verdict("DT-02", reserve_requirements=table)
    assert row["verdict"] == "reproduced"
    assert "1999-11-21" in row["cause"]
    other = table.assign(statutory_ratio_large=[9.0, 6.0])
    assert verdict("DT-02", reserve_requirements=other)["verdict"] == "contradicted"


@pytest.mark.parametrize(("sequential", "shown"), [(0, 1), (1, 1), (2, 2), (3, 3)])
def test_the_text_names_the_breaks_that_the_tests_stop_at(sequential, shown):
    index = pd.period_range("2000-01", periods=4, freq="12M").strftime("%Y-%m")
    dates = pd.DataFrame(
        [
            {"window": "long", "breaks": k, "number": i, "month": index[i], "lower": index[i - 1], "upper": index[i]}
            for k in (1, 2, 3)
            for i in range(1, k + 1)
        ]
    ).assign(in_crisis=lambda frame: frame["number"] == 2)
    slopes = pd.DataFrame(
        [{"window": "long", "breaks": k, "regime": i, "slope_year": -i / 10} for k in range(4) for i in range(1, k + 2)]
    )
    models = pd.DataFrame(
        {"window": "long", "breaks": range(4), "best_bic": [False, False, True, False], "sequential": sequential}
    ).assign(pvalue_more=0.5, pvalue_more_se=0.01)
    found = numbers_of._models(models, slopes, dates)
    assert found["regimes_sequential_breaks"].value == sequential
    assert str(found["regimes_shown_dated"]).count("20") == 3 * shown
    assert str(found["regimes_shown_dated"]).startswith("January 2001 (January 2000 to January 2001)")
    assert str(found["regimes_shown_slopes"]).endswith(f"and \u22120.{shown + 1}0")
    assert found["regimes_shown_in_crisis"].value == int(shown > 1)
