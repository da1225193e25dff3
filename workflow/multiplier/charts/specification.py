"""What a figure draws -> a Vega-Lite specification, made with altair.

A panel has one table, written as CSV: ``m`` (number of the mark), ``at`` and ``y`` (where the value stands), ``at2``
and ``y2`` (the other end), ``v`` (the value, where it is neither), ``h`` and ``k`` (number of the nearest tick with
words, across and up), ``t`` (words). Names and words stand in lists of parameters and reach expressions by number only,
so that no name is ever read as one.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

import altair as alt
import numpy as np

from multiplier.charts.reading import Drawn, Mark, Panel, Row, Scale

DIGITS: Final = 6  # significant, of every number
SHOWN: Final = ",.5~r"  # as which numbers stand beside the pointer
YEARS: Final = 5 * 365  # days, up to which an axis has room for parts of years
DAY: Final = 86_400_000  # milliseconds
WIDTH: Final = 760  # pixels of a view that stands outside the paper
FURNITURE: Final = 52  # pixels of a panel's height that its title and axes take
COLUMNS: Final = ("m", "at", "at2", "y", "y2", "v", "h", "k", "t")
TIME: Final = "utcFormat({0}, '%m') == '01' ? utcFormat({0}, '%Y') : utcFormat({0}, '%Y-%m')"


def _number(value: float) -> str:
    return "" if np.isnan(value) else format(value, f".{DIGITS}g")


def _day(value: float) -> str:
    return "" if np.isnan(value) else str(np.datetime64(round(value), "D"))


def _nearest(scale: Scale, value: float) -> str:
    return str(int(np.argmin(np.abs(np.asarray(scale.ticks) - value))))


def _table(panel: Panel, first: int) -> alt.InlineData:
    """Return the rows of a panel, whose marks are numbered from ``first`` on."""
    across = _day if panel.x.dated else _number
    top = _number(max(panel.y.limits))
    rows: list[dict[str, str]] = []
    for place, mark in enumerate(panel.marks, first):
        columns = {"at": mark.x, "at2": mark.x2, "y": mark.y, "y2": mark.y2, "v": mark.value, "t": mark.texts}
        columns = {name: values for name, values in columns.items() if len(values)}
        for values in zip(*columns.values(), strict=True):
            row = {"m": str(place)}
            for name, value in zip(columns, values, strict=True):
                row[name] = value if name == "t" else (across if name in ("at", "at2") else _number)(value)
            if panel.x.words and row.get("at"):
                row["h"] = _nearest(panel.x, values[list(columns).index("at")])
            if panel.y.words and row.get("y"):
                row["k"] = _nearest(panel.y, values[list(columns).index("y")])
            if mark.kind == "rule" and not mark.horizontal:
                row["y"] = top  # where its name is shown
            rows.append(row)
    used = [name for name in COLUMNS if any(name in row for row in rows)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(used)
    writer.writerows([row.get(name, "") for name in used] for row in rows)
    parse = {name: "date" if name.startswith("at") and panel.x.dated else "number" for name in used if name != "t"}
    return alt.InlineData(values=text.getvalue(), format=alt.CsvDataFormat(type="csv", parse=parse))


def _axis(scale: Scale, way: str, place: int) -> dict[str, Any]:
    """Return the options of an axis; ``way`` is x or y, ``place`` the number of the panel."""
    axis: dict[str, Any] = {"grid": way == "y" and not scale.words, "labelOverlap": True}
    if scale.ticks:
        axis |= {"values": list(scale.ticks), "tickCount": len(scale.ticks)}  # a lower count would thin them out
    if scale.words:
        found = f"{way}{place}_words[indexof({way}{place}_ticks, datum.value)]"
        axis |= {"labelExpr": f"split({found}, '\\n')", "labelOverlap": way == "x", "labelLimit": 220}
    elif scale.dated:
        axis |= {
            "labelExpr": TIME.format("datum.value"),
            "tickCount": 10 if abs(scale.limits[1] - scale.limits[0]) < YEARS else 7,
        }
    elif scale.logarithmic:
        axis["format"] = "~g"
    elif way == "x":
        axis["tickCount"] = 8
    return axis


def _domain(scale: Scale) -> dict[str, Any]:
    low, high = sorted(scale.limits)
    ends = [round(end) * DAY if scale.dated else float(_number(end)) for end in (low, high)]
    kind = "utc" if scale.dated else "log" if scale.logarithmic else "linear"
    own = {"type": kind, "domain": ends, "nice": False} | ({"zero": False} if kind == "linear" else {})
    return own | ({"reverse": True} if scale.limits[0] > scale.limits[1] else {})


def _mark(mark: Mark) -> dict[str, Any]:
    """Return the properties of the mark that draws ``mark``."""
    look: dict[str, Any] = {"clip": True, "color": mark.colour, "opacity": round(mark.opacity, 3), "tooltip": None}
    if mark.kind in ("line", "rule"):
        look |= {"strokeWidth": round(mark.width, 2)} | ({"strokeDash": list(mark.dash)} if mark.dash else {})
        look["type"] = mark.kind
    if mark.kind == "line":
        look["order"] = None  # as drawn, not from left to right
    if mark.kind == "points":
        look |= {"type": "point", "shape": mark.shape, "size": round(mark.size, 1), "filled": mark.filled}
    if mark.kind == "band":
        look |= {"type": "area", "line": False}
    if mark.kind in ("bars", "span"):
        look["type"] = "rect"
    if mark.kind == "note":
        inside = mark.place == "bar"
        look |= {
            "type": "text",
            "align": mark.align,
            "baseline": "middle" if inside else "top" if mark.place == "top" else "bottom",
            "dx": 0 if inside else -4 if mark.align == "right" else 4,
            "dy": 0 if inside else round(mark.up) + 2 if mark.place == "top" else -2,
            "fontSize": 11,
            "style": "inside" if inside else "note",
        }
    if mark.step:
        look["interpolate"] = mark.step
    return look


def _layer(mark: Mark, number: int, panel: Panel) -> alt.Chart:
    kind_x, kind_y = "temporal" if panel.x.dated else "quantitative", "quantitative"
    chart = alt.Chart(mark=alt.MarkDef(**_mark(mark))).transform_filter(f"datum.m == {number}")
    encoding: dict[str, Any] = {}
    if len(mark.x) and not (mark.kind == "rule" and mark.horizontal):
        encoding["x"] = {"field": "at", "type": kind_x}
    if len(mark.y) and not (mark.kind == "rule" and not mark.horizontal):
        encoding["y"] = {"field": "y", "type": kind_y}
    if mark.kind in ("band", "span"):
        encoding |= {f"{way}2": {"field": name} for way, name, ends in _ends(mark) if len(ends)}
    if mark.kind == "bars":
        along, across, field = ("x", "y", "y") if mark.horizontal else ("y", "x", "at")
        half = mark.across / 2 * (DAY if panel.x.dated and not mark.horizontal else 1)
        half_text = _number(half)
        chart = chart.transform_calculate(low=f"datum.{field} - {half_text}", high=f"datum.{field} + {half_text}")
        encoding[across] = {"field": "low", "type": kind_y if mark.horizontal else kind_x}
        encoding[f"{across}2"] = {"field": "high"}
        other = mark.x2 if mark.horizontal else mark.y2
        encoding[f"{along}2"] = {"field": "at2" if mark.horizontal else "y2"} if len(other) else {"datum": 0}
    if mark.kind == "note":
        encoding["text"] = {"field": "t", "type": "nominal"}
        if mark.place == "top":
            encoding["y"] = {"value": 0}
    return chart.encode(**{channel: _channel(channel, **options) for channel, options in encoding.items()})


def _channel(name: str, **options: Any) -> Any:
    """Return altair's object of a channel by field, value or datum."""
    if "value" in options or "datum" in options:
        ((way, value),) = options.items()
        return getattr(alt, f"{name.capitalize()}{way.capitalize()}")(value)
    return getattr(alt, name.capitalize())(**options)


def _ends(mark: Mark) -> Iterable[tuple[str, str, Row]]:
    return ("x", "at2", mark.x2), ("y", "y2", mark.y2)


def _shown(way: str, panel: Panel, place: int) -> str:
    """Return the expression of what stands beside the pointer of a row's place along an axis."""
    scale = panel.x if way == "x" else panel.y
    lying = any(mark.horizontal for mark in panel.marks if mark.kind == "bars")  # so that values run along x
    name, other, word = ("at", "at2", "h") if way == "x" else ("y", "y2", "k")
    if scale.words:
        return f"replace({way}{place}_words[datum.{word}], /\\n/g, ' ')"
    if scale.dated:
        return f"utcFormat(datum.{name}, utcFormat(datum.{name}, '%d') == '15' ? '%Y-%m' : '%Y-%m-%d')"
    low, high = (f"format({end}(datum.{name}, datum.{other}), '{SHOWN}')" for end in ("min", "max"))
    ends = f"isValid(datum.{other}) ? {low} + ' to ' + {high} : format(datum.{name}, '{SHOWN}')"
    return f"isValid(datum.v) ? format(datum.v, '{SHOWN}') : {ends}" if lying == (way == "x") else ends


def _finite(mark: Mark) -> set[tuple[float, float]]:
    return {(x, y) for x, y in zip(mark.x, mark.y, strict=True) if not np.isnan(x) and not np.isnan(y)}


def _pointer(panel: Panel, place: int, first: int, zoom: alt.Parameter) -> alt.Chart:
    """Return the layer that answers the pointer: unseen points, the nearest of which is ringed and named."""
    # A line through points that are named themselves is not named again.
    points = {place for mark in panel.marks if mark.kind == "points" for place in zip(mark.x, mark.y, strict=True)}
    named = [
        number
        for number, mark in enumerate(panel.marks, first)
        if (mark.series and not (mark.kind == "line" and _finite(mark) <= points))
        or (mark.kind == "rule" and not mark.horizontal and mark.name)
    ]
    # A line across the panel has no value.
    rules = [number for number in named if panel.marks[number - first].kind == "rule"]
    hover = alt.selection_point(name=f"hover{place}", nearest=True, on="pointerover", clear="pointerout", empty=False)
    return (
        alt.Chart(name=f"panel{place}")
        .transform_filter(f"indexof({json.dumps(named)}, datum.m) >= 0")
        .transform_calculate(
            name="names[datum.m]",
            across=_shown("x", panel, place),
            up=f"indexof({json.dumps(rules)}, datum.m) >= 0 ? '' : " + _shown("y", panel, place),
        )
        .mark_point(clip=True, size=70, filled=False, strokeWidth=2, style="pointer", tooltip={"content": "data"})
        .encode(
            x=alt.X("at", type="temporal" if panel.x.dated else "quantitative")
            .scale(**_domain(panel.x))
            .axis(**_axis(panel.x, "x", place))
            .title(panel.x.title or None),
            y=alt.Y("y", type="quantitative")
            .scale(**_domain(panel.y))
            .axis(**_axis(panel.y, "y", place))
            .title(panel.y.title or None),
            opacity=alt.condition(hover, alt.value(1), alt.value(0)),
        )
        .add_params(hover, zoom)
    )


def _told(panel: Panel) -> dict[str, str]:
    """Return what the places of a row are called beside the pointer."""
    return {"across": "month" if panel.x.dated else panel.x.unit, "up": panel.y.unit}


def _looks(drawn: Drawn) -> list[dict[str, Any]]:
    """Return every series once, in the order of drawing, with what it looks like."""
    series: dict[str, list[dict[str, Any]]] = {}
    for panel in drawn.panels:
        for mark in panel.marks:
            if mark.series:
                look = {
                    "kind": mark.kind,
                    "colour": mark.colour,
                    "opacity": round(mark.opacity, 3),
                    "dash": list(mark.dash),
                    "shape": mark.shape,
                    "width": round(mark.width, 2),
                }
                looks = series.setdefault(mark.name, [])
                if look not in looks:
                    looks.append(look)
    return [{"name": name, "looks": looks} for name, looks in series.items()]


def specification(drawn: Drawn) -> dict[str, Any]:
    """Return a figure as Vega-Lite; panels that have one span on their x axis are zoomed together.

    ``usermeta`` has what a page needs to lay the panels out by itself: columns, the parameter that zooms each panel,
    what the pointer calls its axes, the series with their looks, and the titles that stand once for all panels.
    """
    names = [mark.name for panel in drawn.panels for mark in panel.marks]
    lists: dict[str, list[Any]] = {"names": names, "off": []}
    zooms: dict[Any, alt.Parameter] = {}
    of_panel: list[str] = []
    panels: list[dict[str, Any]] = []
    first = 0
    for place, panel in enumerate(drawn.panels):
        span = (panel.x.dated, panel.x.logarithmic, *(round(end, 6) for end in panel.x.limits), panel.x.unit)
        zoom = zooms.setdefault(
            span,
            alt.selection_interval(
                name=f"zoom{len(zooms)}",
                bind="scales",
                encodings=["x"],
                zoom="wheel![event.ctrlKey || event.metaKey]",
                clear="dblclick",
            ),
        )
        of_panel.append(str(zoom.name))
        for way, scale in (("x", panel.x), ("y", panel.y)):
            if scale.words:
                lists[f"{way}{place}_ticks"] = list(scale.ticks)
                lists[f"{way}{place}_words"] = list(scale.words)
        layers = [_layer(mark, number, panel) for number, mark in enumerate(panel.marks, first)]
        layers.append(_pointer(panel, place, first, zoom))
        chart = alt.LayerChart(
            data=_table(panel, first),
            layer=layers,
            title=panel.title,
            height=max(90, drawn.height - FURNITURE),
            width=WIDTH // drawn.columns - 60,
        ).transform_filter("indexof(off, names[datum.m]) < 0")
        with alt.data_transformers.enable(consolidate_datasets=False):
            panels.append(chart.to_dict(validate=False))
        first += len(panel.marks)
    rows = [{"hconcat": panels[at : at + drawn.columns]} for at in range(0, len(panels), drawn.columns)]
    return {
        "$schema": alt.SCHEMA_URL,
        "params": [*({"name": name, "value": value} for name, value in lists.items()), *_hoisted(panels)],
        "vconcat": rows,
        "usermeta": {
            "columns": drawn.columns,
            "heading": drawn.heading,
            "titles": {"across": drawn.across, "up": drawn.up},
            "zooms": of_panel,
            "told": [_told(panel) for panel in drawn.panels],
            "series": _looks(drawn),
        },
    }


def _hoisted(panels: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take what belongs to a whole view out of its panels; return their selections, each with the panels it acts in.

    Joining panels is left to this module, because altair's own concatenation copies every layer many times.
    """
    found: dict[str, dict[str, Any]] = {}
    for panel in panels:
        del panel["$schema"], panel["config"]
        for selection in panel.pop("params"):
            views = found.setdefault(selection["name"], selection | {"views": []})["views"]
            views.extend(selection["views"])
    return list(found.values())


def text(specified: dict[str, Any]) -> str:
    """Return a specification as compact JSON, the same for the same figure."""
    return json.dumps(specified, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")) + "\n"
