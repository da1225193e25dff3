"""What figures share: labels of policy dates in the lowest free row, bands whole inside the axes."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from multiplier.data.yields import BREAKEVEN, NOMINAL, REAL
from multiplier.figures import event_study, style

MONTHS = pd.period_range("2006-01", "2015-12", freq="M")


def rows_of_labels(events):
    """Label -> row above the axis, of events (date, label) in ten years."""
    axis = Figure().subplots()
    style.month_axis(axis, MONTHS)
    table = pd.DataFrame(events, columns=["date", "label"]).assign(country="us")
    style.mark_events(axis, table, "us")
    return {label.get_text(): round((label.xyann[1] - 2) / 9) for label in axis.texts}


def test_a_label_stands_in_the_lowest_row_that_is_free():
    long = "a label of thirty characters.."
    rows = rows_of_labels(
        [
            ("2008-10-09", long),
            ("2008-11-25", "QE1"),
            ("2010-08-10", "QE2"),
            ("2010-09-10", "more"),
            ("2014-05-22", "x"),
        ]
    )
    assert rows == {long: 0, "QE1": 1, "QE2": 1, "more": 2, "x": 0}


def test_events_outside_the_axis_are_not_drawn():
    assert rows_of_labels([("2005-10-09", "before"), ("2016-11-25", "after")]) == {}


@pytest.mark.parametrize("low", [-25.0, -40.0])
def test_no_band_of_the_event_study_ends_in_the_axis(low):
    table = pd.DataFrame(
        {"programme": programme, "series": series, "basis_points": 1.0, "placebo_low": low, "placebo_high": 25.0}
        for programme in event_study.PROGRAMMES
        for series in (*NOMINAL, *REAL, *BREAKEVEN)
    ).assign(set="event_set", pool="near", window="two_day")
    figure, _ = event_study.draw({"study": table}, {})
    for axis in figure.axes:
        bottom, top = axis.get_ylim()
        assert bottom < low
        assert top > 25
