"""Printed numbers against each other: intervals of rounding, and every check with numbers that turn it over."""

import numpy as np
import pandas as pd
import pytest
from conftest import RAW
from hypothesis import given
from hypothesis import strategies as st

from multiplier.claims import checks  # noqa: F401  registers the checks
from multiplier.claims.checks.programmes import months_touched
from multiplier.claims.checks.statistics import partial_intervals
from multiplier.claims.consistency import CHECKS, COLUMNS, CONSISTENT, Printed, check, consistency
from multiplier.companions.correlogram_search import partial_autocorrelations
from multiplier.intervals import Interval
from multiplier.report.tables.consistency import ranges

ALL = pd.read_csv(RAW / "claims/claims.csv", dtype=str, keep_default_na=False).set_index("id")
DECISIONS = tuple(pd.read_csv(RAW / "us/policy_events/single.csv")["date"])
numbers = st.floats(-50, 50)


def spans():
    return st.tuples(numbers, numbers).map(lambda ends: Interval(min(ends), max(ends)))


@given(spans(), spans(), st.floats(0, 1), st.floats(0, 1))
def test_results_of_members_lie_in_the_result_of_the_intervals(x, y, at_x, at_y):
    a, b = (one.low + (one.high - one.low) * at for one, at in ((x, at_x), (y, at_y)))
    for made, value in ((x + y, a + b), (x - y, a - b), (x * y, a * b), (x.square(), a * a)):
        assert made.low - 1e-9 <= value <= made.high + 1e-9
    if y.low > 0.01 or y.high < -0.01:
        made = x / y
        assert made.low - 1e-6 <= a / b <= made.high + 1e-6


def test_printed_numbers_stand_for_what_rounds_to_them():
    one = Interval.printed("4.39")
    assert (one.low, one.high) == pytest.approx((4.385, 4.395))
    assert Interval.printed("8.3", 2) == Interval(8.3 - 0.005, 8.3 + 0.005)
    assert one.overlaps(Interval.printed("4.395", 3))
    assert not one.overlaps(Interval.printed("4.396", 3))
    assert Interval(-1.0, 2.0).square() == Interval(0.0, 4.0)
    with pytest.raises(ZeroDivisionError):
        _ = Interval.exact(1.0) / Interval(-1.0, 1.0)


def test_ends_are_printed_rounded_outwards():
    assert Interval(1.234, 1.236).text(2) == "1.23 to 1.24"
    assert Interval(-1.236, -1.234).text(2) == "-1.24 to -1.23"
    assert Interval.exact(2.5).text(1) == "2.5"


def test_partial_intervals_hold_the_partial_autocorrelations():
    ac = np.array([0.5, 0.3, -0.1, 0.05])
    exact = partial_intervals([Interval.exact(value) for value in ac])
    np.testing.assert_allclose([one.low for one in exact], partial_autocorrelations(ac[None, :])[0], rtol=1e-12)
    wide = partial_intervals([Interval.printed(f"{value:.2f}") for value in ac])
    assert all(one.low <= other.low <= one.high for one, other in zip(wide, exact, strict=True))


def result(name, changes=None, decisions=DECISIONS):
    claims = ALL.copy()
    for identifier, text in (changes or {}).items():
        claims.loc[identifier, "month" if ".." in text else "printed"] = text
    table = consistency(Printed(claims, decisions))
    return table.set_index("check").loc[name]


def test_the_table_has_a_row_a_check_and_names_claims_that_exist():
    table = consistency(Printed(ALL, DECISIONS))
    assert list(table.columns) == COLUMNS
    assert len(table) == len(CHECKS) >= 25
    assert {one for row in table["claims"] for one in row.split()} <= set(ALL.index)
    assert set(table["consistent"]) <= set(CONSISTENT.values())
    assert table["follows"].str.endswith(".").all()
    with pytest.raises(KeyError, match="two checks"):
        check(CHECKS[0][0], "MB-01")(lambda p: None)


OTHERS = [
    ("Months of the sample", {"MB-01": "43"}),
    ("A month of the sample", {"MB-01": "2006-03..2009-12"}),
    ("Observations of the regression", {"K2-02": "119"}),
    ("Growth of base money and its levels", {"MB-12": "13.90"}),
    ("Growth of M2 and its levels", {"MB-15": "29.54"}),
    ("Multiplier and the levels of its month", {"MB-26": "4.40"}),
    ("Multiplier before the crisis", {"MB-25": "3.87"}),
    ("The last month's fall and the largest rises of the base", {"MB-27": "4.70"}),
    ("Fall in the United States and rise in China", {"MB-17": "8.00"}),
    ("Shares of base and multiplier", {"BA-07": ">75; <30"}),
    ("Slopes of ratios that enter as a sum", {"K2-05": "-10.01", "K2-07": "-10.01"}),
    ("Slope on h against the slope on r", {"K2-06": "-7.21"}),
    ("Q and autocorrelations", {"CP-02": ALL.loc["CP-02", "printed"].replace("0.170", "0.270")}),
    ("Observations of the correlogram and stated months", {"CP-02": "2001-02..2010-12"}),
    ("Partial and plain autocorrelations", {"CP-03": ALL.loc["CP-03", "printed"].replace("0.154", "0.160")}),
    ("p-values and Q", {"CP-05": ALL.loc["CP-05", "printed"].replace("0.034", "0.037")}),
    ("ADF statistic and its decision", {"MB-33": "-3.655261"}),
    ("Inversions and recessions", {"QE-35": "9 of 7"}),
    ("The widening of the first programme", {"QE-03": "600"}),
    ("The second programme's pace and total", {"QE-08": "600"}),
    ("The third programme's pace and total", {"QE-11": "1100"}),
    ("Start of the third programme and its announcement", {"QE-09": "2012-09"}),
    ("Order of the announcements", {"QE-14": "2009-03-18"}),
    ("Announcements and the list of decisions", {"QE-14": "2009-03-18", "QE-20": "2013-12-18"}),
    ("Purchases and the rise of assets", {"QE-22": "5.5"}),
    ("Reserves and excess reserves", {"QX-02": "2"}),
]


@pytest.mark.parametrize(("name", "changes"), OTHERS, ids=[name for name, _ in OTHERS])
def test_other_numbers_turn_every_check_over(name, changes):
    before, after = result(name), result(name, changes)
    assert before["consistent"] != after["consistent"]
    assert before["follows"] != after["follows"]
    assert {before["consistent"], after["consistent"]} in ({"yes", "no"}, {"open", "no"}, {"open", "yes"})


def test_checks_without_a_counterpart_stay_open_and_still_compute():
    open_ones = set(consistency(Printed(ALL, DECISIONS)).query("consistent == 'open'")["check"])
    assert open_ones <= {name for name, _, _ in CHECKS} - {name for name, _ in OTHERS} | {
        "Inversions and recessions",
        "Reserves and excess reserves",
        "Slopes of ratios that enter as a sum",
        "Slope on h against the slope on r",
    }
    assert "1,725" in result("Sum of the first programme")["implied"]
    assert "2,000" in result("Sum of the first programme", {"QE-03": "1525"})["implied"]
    assert "1218.8 to" not in result("Exports of the year before", {"IL-01": "1000.0"})["implied"]
    name = "Correlations and their number of observations"
    assert "CP-07" in result(name)["follows"]
    assert "none" in result(name, {"CP-07": "-0.10"})["follows"]
    assert "-29" in result("Japan's output in dollars")["implied"]


def test_a_misprint_of_the_year_is_named_only_where_the_year_after_fits():
    name = "Order of the announcements"
    assert "2009-03-18, stands in its place and is on the list" in result(name)["follows"]
    assert "on the list" not in result(name, decisions=("2008-11-25",))["follows"]
    assert "out of place too" in result(name, {"QE-15": "2009-02-01"})["follows"]


def test_months_are_calendar_months():
    assert months_touched("2010-11", "2011-06") == 8
    assert months_touched("2010-11-30", "2010-11-30") == 1


def test_runs_of_ids_are_written_by_their_ends():
    assert ranges("QE-13 QE-14 QE-15 QX-01") == "QE-13 to QE-15, QX-01"
    assert ranges("MB-10 MB-11 K2-12") == "MB-10, MB-11, K2-12"
