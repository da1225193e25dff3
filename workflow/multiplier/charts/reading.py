"""A finished matplotlib figure -> its panels, axes and marks, in data coordinates.

What belongs to a series carries the series' name as its label. A label that begins with an underscore stands in no
printed legend; its rest is the name all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
from matplotlib import axis as axes_of
from matplotlib import colors, dates, ticker
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.spines import Spine
from matplotlib.text import Annotation, Text

from multiplier import DataError

Row = Sequence[float] | np.ndarray
PIXELS: Final = 96 / 72  # of a point
DEFAULT_LABEL = re.compile(r"_(child\d+|container\d+|nolegend_)?")
SHAPES = {"o": "circle", "s": "square", "D": "diamond", "^": "triangle-up", "v": "triangle-down", "P": "cross"}
STEPS = {"default": "", "steps-mid": "step", "steps-pre": "step-before", "steps-post": "step-after"}
# What a panel holds besides its data.
FURNITURE = (Spine, axes_of.Axis, Legend)


@dataclass(frozen=True)
class Mark:
    """What is drawn in one way: rows of positions, numbers of the axes; where a row has two ends, ``x2`` or ``y2``.

    ``kind`` is line, points, bars, band (an area between ``y2`` and ``y``), span (a shaded part of the whole panel),
    rule (a line across the whole panel) or note (words). The value of a row is its ``y``, or ``x`` in horizontal bars;
    of stacked bars it is ``value``, of ranges both ends. Widths are in pixels, ``across`` in units of the axis.
    """

    kind: str
    name: str
    colour: str
    x: Row
    y: Row
    x2: Row = ()
    y2: Row = ()
    value: Row = ()
    texts: Sequence[str] = ()
    opacity: float = 1.0
    width: float = 0.0
    dash: tuple[float, ...] = ()
    shape: str = ""
    size: float = 0.0
    filled: bool = True
    step: str = ""
    across: float = 0.0
    horizontal: bool = False
    up: float = 0.0
    align: str = "left"
    place: str = ""  # of a note: "bar", inside one, or "top", at the upper end of a line across the panel

    @property
    def series(self) -> bool:
        """Whether a reader may switch it off."""
        return self.kind in ("line", "points", "bars", "band")


@dataclass(frozen=True)
class Scale:
    """An axis: months and days as days since 1970 if ``dated``; ``ticks`` where they are fixed, with their words."""

    title: str
    unit: str  # the title, or that of the neighbour whose axis it shares
    limits: tuple[float, float]  # the second is the smaller where the axis runs backwards
    dated: bool = False
    logarithmic: bool = False
    ticks: Sequence[float] = ()
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Panel:
    """One pair of axes, its marks from back to front."""

    title: str
    x: Scale
    y: Scale
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Drawn:
    """A figure: panels in reading order, ``columns`` beside each other; heights in pixels."""

    panels: Sequence[Panel]
    columns: int
    height: int
    heading: str = ""  # what its series are
    across: str = ""  # titles that stand once for all panels
    up: str = ""


def _name(label: object) -> str:
    text = str(label)
    return "" if DEFAULT_LABEL.fullmatch(text) else text.removeprefix("_")


def _colour(value: Any, alpha: float | None) -> tuple[str, float]:
    red, green, blue, own = colors.to_rgba(value)
    return colors.to_hex((red, green, blue)), own if alpha is None else alpha


def _dash(line: Line2D) -> tuple[float, ...]:
    # matplotlib tells the dashes of a line through no public attribute; they are in units of its width.
    _, dashes = line._unscaled_dash_pattern  # type: ignore[attr-defined]
    return tuple(round(PIXELS * line.get_linewidth() * part, 2) for part in dashes or ())


def _line(axis: Axes, line: Line2D) -> Iterator[Mark]:
    x, y = (np.asarray(line.get_data(orig=False)[place], float) for place in (0, 1))
    colour, opacity = _colour(line.get_color(), line.get_alpha())
    look: dict[str, Any] = {"opacity": opacity, "width": PIXELS * line.get_linewidth(), "dash": _dash(line)}
    name = _name(line.get_label())
    if line.get_transform() is axis.get_yaxis_transform(which="grid"):
        yield Mark("rule", name, colour, (), y[:1], horizontal=True, **look)
    elif line.get_transform() is axis.get_xaxis_transform(which="grid"):
        yield Mark("rule", name, colour, x[:1], (), **look)
    else:
        if line.get_linestyle() != "None" and line.get_linewidth() > 0:
            yield Mark("line", name, colour, x, y, step=STEPS[line.get_drawstyle()], **look)
        if line.get_marker() not in ("None", "", None):
            size = (PIXELS * float(line.get_markersize())) ** 2
            fill, _ = _colour(line.get_markerfacecolor(), None)
            yield Mark("points", name, fill, x, y, opacity=opacity, shape=SHAPES[str(line.get_marker())], size=size)


def _scatter(points: PathCollection) -> Mark:
    x, y = np.asarray(points.get_offsets(), float).T
    filled = len(points.get_facecolor()) > 0
    colour, opacity = _colour((points.get_facecolor() if filled else points.get_edgecolor())[0], points.get_alpha())
    size = PIXELS**2 * float(points.get_sizes()[0])
    name = _name(points.get_label())
    return Mark("points", name, colour, x, y, opacity=opacity, shape="circle", size=size, filled=filled)


def _bars(bars: BarContainer) -> Iterator[Mark]:
    """Return the bars of one call; a mark for each of their colours."""
    horizontal = bars.orientation == "horizontal"
    boxes = list(bars.patches)
    left, bottom, wide, high = (
        np.array([float(getattr(box, f"get_{what}")()) for box in boxes]) for what in ("x", "y", "width", "height")
    )
    base, length, place, across = (left, wide, bottom, high) if horizontal else (bottom, high, left, wide)
    middle, end = place + across / 2, base + length
    looks = [_colour(box.get_facecolor(), box.get_alpha()) for box in boxes]
    ranges = getattr(bars, "ranges", False)
    for look in dict.fromkeys(looks):
        own = np.array([other == look for other in looks])
        ends = (end[own], middle[own]) if horizontal else (middle[own], end[own])
        start = base[own] if ranges or base.any() else ()
        yield Mark(
            "bars",
            _name(bars.get_label()),
            look[0],
            *ends,
            x2=start if horizontal else (),
            y2=() if horizontal else start,
            value=length[own] if base.any() and not ranges else (),
            opacity=look[1],
            across=float(across[0]),
            horizontal=horizontal,
        )


def _span(axis: Axes, box: Rectangle) -> Mark | None:
    colour, opacity = _colour(box.get_facecolor(), box.get_alpha())
    x, y = box.get_x(), box.get_y()
    name = _name(box.get_label())
    if box.get_data_transform() is axis.get_xaxis_transform(which="grid"):
        return Mark("span", name, colour, [x], (), x2=[x + box.get_width()], opacity=opacity)
    if box.get_data_transform() is axis.get_yaxis_transform(which="grid"):
        return Mark("span", name, colour, (), [y], y2=[y + box.get_height()], opacity=opacity, horizontal=True)
    return None


def _band(area: PolyCollection) -> Mark | None:
    # A polygon's corners no longer tell its steps, so that style.band() keeps what it was asked to draw.
    if not hasattr(area, "drawn"):
        return None
    x, low, high, step = area.drawn
    colour, opacity = _colour(area.get_facecolor()[0], area.get_alpha())
    return Mark("band", _name(area.get_label()), colour, x, high, y2=low, opacity=opacity, step="step" if step else "")


def _note(axis: Axes, text: Text) -> Mark:
    colour, opacity = _colour(text.get_color(), text.get_alpha())
    look: dict[str, Any] = {"texts": [text.get_text()], "opacity": opacity, "align": text.get_horizontalalignment()}
    x, y = text.xy if isinstance(text, Annotation) else text.get_position()
    x = float(axis.convert_xunits(x))
    if isinstance(text, Annotation) and text.xycoords == ("data", "axes fraction"):
        return Mark("note", "", colour, [x], (), place="top", up=max(0.0, PIXELS * float(text.xyann[1])), **look)
    place = "bar" if look["align"] == "center" else ""
    return Mark("note", "", colour, [x], [float(axis.convert_yunits(y))], place=place, **look)


ROWS = ("x", "y", "x2", "y2", "value", "texts")
GAP = np.array([np.nan])


def _look(mark: Mark) -> tuple[Any, ...]:
    own = (getattr(mark, entry.name) for entry in fields(mark) if entry.name not in ROWS)
    return (*own, *(len(getattr(mark, rows)) > 0 for rows in ROWS))


def _joined(marks: Sequence[Mark]) -> list[Mark]:
    """Return ``marks``, those of one series that look alike as one; lines and areas keep a gap between them."""
    alike: dict[tuple[Any, ...], list[Mark]] = {}
    for mark in marks:
        alike.setdefault(_look(mark), []).append(mark)
    joined = []
    for first, *others in alike.values():
        between = [GAP] if first.kind in ("line", "band") else []
        rows: dict[str, Any] = {"texts": [text for mark in (first, *others) for text in mark.texts]}
        for name in ROWS[:-1]:
            if len(getattr(first, name)):
                parts = [part for mark in others for part in (*between, getattr(mark, name))]
                rows[name] = np.concatenate([getattr(first, name), *parts]).astype(float)
        joined.append(replace(first, **rows))
    return joined


def _marks(axis: Axes, place: str) -> list[Mark]:
    containers = {id(box): bars for bars in axis.containers if isinstance(bars, BarContainer) for box in bars.patches}
    titles = {id(title) for title in (axis.title, axis._left_title, axis._right_title)}  # type: ignore[attr-defined]
    done: set[int] = set()
    found: list[Mark] = []
    for artist in sorted(axis.get_children(), key=Artist.get_zorder):
        if isinstance(artist, FURNITURE) or artist is axis.patch or id(artist) in titles or not artist.get_visible():
            continue
        marks: list[Mark | None] = [None]
        if isinstance(artist, Line2D):
            marks = list(_line(axis, artist))
        elif isinstance(artist, PathCollection):
            marks = [_scatter(artist)]
        elif isinstance(artist, PolyCollection):
            marks = [_band(artist)]
        elif isinstance(artist, Rectangle) and id(artist) in containers:
            bars = containers[id(artist)]
            marks = [] if id(bars) in done else list(_bars(bars))
            done.add(id(bars))
        elif isinstance(artist, Rectangle):
            marks = [_span(axis, artist)]
        elif isinstance(artist, Text):
            marks = [_note(axis, artist)] if artist.get_text() else []
        for mark in marks:
            if mark is None:
                raise DataError(
                    f"{place}: found a {type(artist).__name__}, which the interactive view cannot read; draw it with "
                    "what multiplier/charts/reading.py knows, or add its kind there."
                )
            if mark.series and not mark.name:
                raise DataError(
                    f"{place}: found a {type(artist).__name__} without a label; name its series, with an underscore "
                    "before the name if the printed legend is not to have it."
                )
            found.append(mark)
    return _joined(found)


def _says(text: str, place: float) -> bool:
    """Return whether a tick's text is its number."""
    try:
        return float(text.replace("\u2212", "-").replace(",", "")) == place
    except ValueError:
        return False


def _scale(axis: axes_of.XAxis | axes_of.YAxis, unit: str) -> Scale:
    first, last = (float(end) for end in axis.get_view_interval())
    low, high = min(first, last), max(first, last)
    formatter, locator = axis.get_major_formatter(), axis.get_major_locator()
    dated, logarithmic = isinstance(formatter, dates.DateFormatter), axis.get_scale() == "log"
    title = axis.label.get_text()
    ticks: Sequence[float] = ()
    words: Sequence[str] = ()
    if isinstance(locator, ticker.FixedLocator) and not dated:
        places = [float(tick) for tick in axis.get_majorticklocs()]
        printed = formatter.format_ticks(places)
        if not all(_says(text, place) for text, place in zip(printed, places, strict=True)):
            ticks, words = places, printed
        elif logarithmic or axis.axis_name == "y":
            ticks = [place for place in places if low <= place <= high]
    return Scale(title, title or unit, (first, last), dated, logarithmic, ticks, words)


def read(figure: Figure, name: str) -> Drawn:
    """Return what ``figure`` draws.

    Parameters
    ----------
    figure
        A finished figure, every series of it labelled.
    name
        What errors call it.

    Raises
    ------
    DataError
        If it holds a kind of artist that is not known here, or a series without a label.
    """
    axes = list(figure.axes)
    grid = axes[0].get_subplotspec().get_gridspec()  # type: ignore[union-attr]
    rows, columns = grid.nrows, grid.ncols
    across, up = figure.get_supxlabel(), figure.get_supylabel()
    panels = []
    for place, axis in enumerate(axes):
        of_row = axes[place - place % columns : place - place % columns + columns]
        of_column = axes[place % columns :: columns]
        unit_x = next((other.get_xlabel() for other in of_column if other.get_xlabel()), across)
        unit_y = next((other.get_ylabel() for other in of_row if other.get_ylabel()), up)
        title = axis.get_title(loc="left") or of_row[0].get_title(loc="left")
        panels.append(
            Panel(
                title,
                _scale(axis.xaxis, unit_x),
                _scale(axis.yaxis, unit_y),
                _marks(axis, f"{name}, panel {title or place + 1}"),
            )
        )
    legends = [*figure.legends, *filter(None, (axis.get_legend() for axis in axes))]
    heading = next((text for legend in legends if (text := legend.get_title().get_text())), "")
    height = round(96 * figure.get_figheight() / rows)
    return Drawn(panels, columns, height, heading, across, up)
