"""Interactive views: what is read from a figure is what it draws, and nothing in a name is ever read as code."""

import base64
import csv
import gzip
import io
import json

import altair as alt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from multiplier import DataError
from multiplier.charts.reading import read
from multiplier.charts.runtime import runtime
from multiplier.charts.specification import specification, text
from multiplier.figures import driver, event_study, frozen, style

MONTHS = pd.period_range("2006-03", "2009-10", freq="M")
CRISIS = {"first": "2008-09", "last": "2009-06"}
NASTY = "</script><script>alert(1)</script> datum['m'] \\' \" #eval(1), \u2028"


def panels(specified):
    return [panel for row in specified["vconcat"] for panel in row["hconcat"]]


def rows(panel):
    return list(csv.DictReader(io.StringIO(panel["data"]["values"])))


def drawn_by(figure, name="fig00"):
    return specification(read(figure, name))


def one(draw):
    """A figure of one panel, drawn by ``draw``."""
    figure, (axis,) = style.panels(1)
    axis.set_title("Panel")
    axis.set_ylabel("percent")
    draw(axis)
    return figure


def marks(draw):
    return read(one(draw), "fig00").panels[0].marks


def test_every_value_of_a_line_is_that_of_the_plotted_table():
    rng = np.random.default_rng(1)
    table = pd.DataFrame(
        {
            name: 5 + rng.normal(size=len(MONTHS)).cumsum()
            for name in ("multiplier", "reserve_ratio", "statutory_ratio_large", "statutory_ratio_small")
        },
        index=MONTHS.rename("month"),
    )
    events = pd.DataFrame({"country": ["china"], "date": ["2008-10-09"], "label": ["first cut"]})
    options = {"country": "china", "driver": "reserve_ratio", "title": "r", "label": "r", "percent": True}
    span = {"first": "2006-03", "last": "2009-10", "crisis": CRISIS}
    figure, plotted = driver.draw({"ratios": table, "events": events}, {**options, **span, "statutory": True})
    specified = drawn_by(figure)
    names = specified["params"][0]["value"]
    expected = [
        {"M2 / base": "multiplier"},
        {
            "r": "reserve_ratio_percent",
            "statutory, large banks": "statutory_ratio_large",
            "statutory, small banks": "statutory_ratio_small",
        },
    ]
    for panel, columns in zip(panels(specified), expected, strict=True):
        for name, column in columns.items():
            found = {row["at"][:7]: float(row["y"]) for row in rows(panel) if names[int(row["m"])] == name}
            assert list(found) == [str(month) for month in plotted.index]
            assert list(found.values()) == pytest.approx(plotted[column].tolist(), rel=1e-5)
    dated = [row for row in rows(panels(specified)[1]) if names[int(row["m"])] == "first cut"]
    assert [row["at"] for row in dated] == ["2008-10-09"], "a date that is not labelled there is named by the pointer"


def test_a_gap_stays_a_gap():
    (line,) = marks(lambda axis: axis.plot([1, 2, 3], [1, np.nan, 3], label="x"))
    assert np.isnan(line.y).tolist() == [False, True, False]
    assert [
        row["y"] for row in rows(panels(drawn_by(one(lambda axis: axis.plot([1, 2], [1, np.nan], label="x"))))[0])
    ] == ["1", ""]


def test_lines_keep_colour_dashes_steps_and_marks():
    def draw(axis):
        axis.step([0, 1], [2, 3], where="mid", color=style.GREY, linewidth=1.5, linestyle=(0, (2, 1)), label="steps")
        axis.plot([0, 1], [2, 3], "^", color=style.BLUE, markersize=6, label="peaks")

    line, points = marks(draw)
    assert (line.kind, line.name, line.colour, line.step) == ("line", "steps", style.GREY.lower(), "step")
    assert line.width == pytest.approx(2)
    assert line.dash == pytest.approx((4, 2))
    assert (points.kind, points.shape, points.size) == ("points", "triangle-up", pytest.approx(64))


def test_bars_stacked_are_worth_their_length_and_ranges_both_ends():
    def draw(axis):
        axis.bar([1, 2], [3, -1], bottom=[1, 0], width=0.5, color=["red", "blue"], label="stacked")
        style.ranges(axis.bar([1, 2], [4, 5], bottom=[-2, -3], color="grey", label="range"))
        axis.barh([1, 2], [7, 8], height=0.4, color="green", label="lying")

    red, blue, ranges, lying = marks(draw)
    assert [mark.name for mark in (red, blue, ranges, lying)] == ["stacked", "stacked", "range", "lying"]
    assert (list(red.x), list(red.y), list(red.y2), list(red.value)) == ([1], [4], [1], [3])
    assert (list(blue.y), list(blue.value)) == ([-1], [-1])
    assert (list(ranges.y), list(ranges.y2), list(ranges.value)) == ([2, 2], [-2, -3], [])
    assert (list(lying.x), list(lying.y), lying.across) == ([7, 8], [1, 2], pytest.approx(0.4))
    assert lying.horizontal


def test_bands_spans_rules_points_and_notes():
    def draw(axis):
        axis.set_ylim(0, 9)
        style.band(axis, [1, 2, 3], [0, 1, 2], [4, 5, 6], step=True, color="red", alpha=0.2, label="_band")
        axis.axvspan(1, 2, color=style.SHADE)
        axis.axhspan(3, 4, color=style.SHADE)
        axis.axhline(5, color="black")
        axis.axvline(1.5, color="black", label="_event")
        axis.scatter([1, 2], [3, 4], s=9, facecolor="none", edgecolor="black", label="rings")
        axis.annotate("note", (1, 2), xytext=(0, 2), textcoords="offset points")

    found = {(mark.kind, mark.horizontal): mark for mark in marks(draw)}
    band = found["band", False]
    assert (list(band.x), list(band.y), list(band.y2)) == ([1, 2, 3], [4, 5, 6], [0, 1, 2])
    assert (band.name, band.step, band.opacity) == ("band", "step", pytest.approx(0.2))
    assert (list(found["span", False].x), list(found["span", False].x2)) == ([1], [2])
    assert (list(found["span", True].y), list(found["span", True].y2)) == ([3], [4])
    assert (list(found["rule", True].y), list(found["rule", False].x)) == ([5], [1.5])
    assert found["rule", False].name == "event"
    rings = found["points", False]
    assert (list(rings.x), list(rings.y), rings.filled) == ([1, 2], [3, 4], False)
    assert (found["note", False].texts, list(found["note", False].x)) == (["note"], [1])


def test_axes_keep_limits_ticks_words_and_scale():
    def draw(axis):
        axis.barh([0, 1], [3, 4], label="x")
        axis.set_yticks([0, 1], ["first\nrow", "second"])
        axis.invert_yaxis()
        axis.set_xscale("log")
        axis.set_xlim(0.5, 8)

    panel = read(one(draw), "fig00").panels[0]
    assert (panel.x.logarithmic, panel.x.limits) == (True, (0.5, 8))
    assert (panel.y.ticks, panel.y.words) == ([0, 1], ["first\nrow", "second"])
    assert panel.y.limits[0] > panel.y.limits[1]
    scale = panels(drawn_by(one(draw)))[0]["layer"][-1]["encoding"]["y"]["scale"]
    assert scale["reverse"] is True
    assert scale["domain"] == sorted(scale["domain"])


@pytest.mark.parametrize(
    ("draw", "kind"),
    [
        (lambda axis: axis.imshow(np.zeros((2, 2))), "AxesImage"),
        (lambda axis: axis.vlines([1], 0, 1), "LineCollection"),
        (
            lambda axis: axis.fill_between([1, 2], [0, 0], [1, 1], label="not by style.band"),
            "FillBetweenPolyCollection",
        ),
    ],
)
def test_an_unknown_artist_stops_the_build_and_is_named(draw, kind):
    with pytest.raises(DataError, match=rf"fig07, panel Panel: found a {kind}, which the interactive view cannot read"):
        read(one(draw), "fig07")


def test_a_series_without_a_name_stops_the_build():
    with pytest.raises(DataError, match=r"fig07, panel Panel: found a Line2D without a label; name its series"):
        read(one(lambda axis: axis.plot([1, 2], [3, 4])), "fig07")


def test_marks_that_look_alike_are_one_mark_with_gaps_between_lines():
    def draw(axis):
        for place in (1, 2):
            axis.plot([0, 1], [place, place], color="red", label="_interval")

    (line,) = marks(draw)
    assert [None if np.isnan(x) else x for x in line.x] == [0, 1, None, 0, 1]


def test_panels_of_one_span_are_zoomed_together():
    figure, axes = style.panels(2, 2)
    for axis, end in zip(axes, (5, 5, 7, 5), strict=True):
        axis.plot([0, 1], [0, 1], label="x")
        axis.set_xlim(0, end)
    specified = drawn_by(figure)
    assert specified["usermeta"]["zooms"] == ["zoom0", "zoom0", "zoom1", "zoom0"]
    assert {p["name"]: p["views"] for p in specified["params"] if p["name"].startswith("zoom")} == {
        "zoom0": ["panel0", "panel1", "panel3"],
        "zoom1": ["panel2"],
    }


def test_names_reach_no_expression_and_close_no_element():
    def draw(axis):
        axis.plot([0, 1], [0, 1], label=NASTY)
        axis.set_yticks([0, 1], [NASTY, "b"])
        axis.set_title("$" + NASTY.replace("$", ""))

    specified = drawn_by(one(draw))
    assert specified["params"][0] == {"name": "names", "value": [NASTY]}
    panel = panels(specified)[0]
    for layer in [panel, *panel["layer"]]:
        for step in layer.get("transform", []):
            assert "alert" not in json.dumps(step)
        axis = layer.get("encoding", {}).get("y", {}).get("axis") or {}
        assert "alert" not in axis.get("labelExpr", "")
    assert json.loads(text(specified)) == specified


def test_the_view_is_valid_vega_lite_and_the_same_every_time():
    figure = one(lambda axis: axis.plot([0, 1], [0, 1], "o-", label="x"))
    first, second = text(drawn_by(figure)), text(drawn_by(figure))
    assert first == second
    alt.Chart.from_dict(json.loads(first))  # against altair's schema
    with pytest.raises(Exception, match="hconcatenated"):
        alt.Chart.from_dict(json.loads(first.replace('"hconcat"', '"hconcatenated"')))


def test_the_programme_is_whole_and_the_same_every_time():
    packed = runtime()
    assert packed == runtime()
    code = gzip.decompress(base64.b64decode(packed)).decode()
    assert code.rstrip().endswith(";")
    assert "window.vegaEmbed=" in code.replace(" ", "")


def test_two_bounds_of_a_scenario_are_one_series():
    table = pd.DataFrame(
        {"country": country, "scenario": scenario, "month": str(month), "multiplier": value, "actual": 5.0}
        for country in ("china", "us")
        for scenario in frozen.LINES
        for month in MONTHS
        for value in (4.0, 4.5)
    )
    figure, _ = frozen.draw({"counterfactuals": table}, {"crisis": CRISIS, "frozen_at": "2008-08"})
    series = [entry["name"] for entry in drawn_by(figure)["usermeta"]["series"]]
    assert sorted(series) == sorted(["actual", *(label for label, _, _ in frozen.LINES.values())])


def test_type_of_a_figure_is_legible_in_print():
    from matplotlib.text import Text

    from multiplier.data.yields import BREAKEVEN, NOMINAL, REAL

    table = pd.DataFrame(
        {"programme": programme, "series": series, "basis_points": 1.0, "placebo_low": -1.0, "placebo_high": 2.0}
        for programme in event_study.PROGRAMMES
        for series in (*NOMINAL, *REAL, *BREAKEVEN)
    ).assign(set="event_set", pool="near", window="two_day")
    figure, _ = event_study.draw({"study": table}, {})
    assert isinstance(figure, Figure)
    sizes = {found.get_fontsize() for found in figure.findobj(Text) if found.get_text()}
    assert min(sizes) >= 6.5
