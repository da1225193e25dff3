"""One style for all figures: colours that the colour-blind tell apart, print size, marks of crisis and policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import dates
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure

# Okabe and Ito's palette; order by use.
BLUE, ORANGE, GREEN, GREY, SKY = "#0072B2", "#D55E00", "#009E73", "#666666", "#56B4E9"
COUNTRY_COLOURS = {"china": ORANGE, "us": BLUE}
COUNTRY_NAMES = {"china": "China", "us": "United States"}
SHADE = "#E9E9E9"
CHARACTER = 0.0115  # share of an axis that one character of a policy date's label takes
LABELS = 10  # dates that an axis of that width holds beside each other
WIDTH = 5.9  # inches: the text width of the printed paper, so that type is printed at its size

mpl.rcParams.update(
    {
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 8,
        "axes.titlesize": 8.5,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelsize": 8,
        "xtick.labelsize": 7.5,
        "ytick.labelsize": 7.5,
        "legend.fontsize": 7.5,
        "legend.frameon": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.6,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "grid.color": "#DDDDDD",
        "grid.linewidth": 0.5,
        "lines.linewidth": 1.4,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "figure.dpi": 100,
        "savefig.dpi": 200,
        "svg.fonttype": "path",
        "svg.hashsalt": "multiplier",
        "pdf.fonttype": 42,
    }
)


def panels(rows: int, columns: int = 1, height: float = 1.9, **kwargs: Any) -> tuple[Figure, list[Axes]]:
    """Return a figure of print width and its axes in reading order; ``height`` is a row's, in inches."""
    figure = Figure(figsize=(WIDTH, height * rows + 0.3), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False, **kwargs)
    return figure, list(axes.flat)


def positions(months: pd.PeriodIndex) -> pd.DatetimeIndex:
    """Return where months are drawn: at their middle, so that end-of-month and average figures share an axis."""
    return months.to_timestamp() + pd.Timedelta(days=14)


def mark_crisis(axis: Axes, crisis: Mapping[str, str]) -> None:
    """Shade the crisis window from the beginning of its first to the end of its last month."""
    first, last = pd.Period(crisis["first"], freq="M"), pd.Period(crisis["last"], freq="M")
    axis.axvspan(first.start_time, last.end_time, color=SHADE, zorder=0, linewidth=0)


def band(axis: Axes, x: Any, low: Any, high: Any, step: bool = False, **kwargs: Any) -> None:
    """Fill between ``low`` and ``high``, level around each ``x`` if ``step``; its values stay with the area."""
    area = axis.fill_between(x, low, high, step="mid" if step else None, **kwargs)
    places = axis.convert_xunits(x)
    area.drawn = *(np.asarray(values, float) for values in (places, low, high)), step  # type: ignore[attr-defined]


def ranges(bars: BarContainer) -> None:
    """Say that bars go from one end of a range to the other, so that their length is no value."""
    bars.ranges = True  # type: ignore[attr-defined]


def mark_events(axis: Axes, events: pd.DataFrame, country: str, labelled: bool = True) -> None:
    """Draw the country's policy dates that lie inside the axis, their labels above it.

    A label starts at its line, or ends there where the right edge is near; it stands in the lowest row in
    which it runs into no label before it.
    """
    low, high = axis.get_xlim()
    chosen = events[events["country"] == country].sort_values("date")
    days = dates.date2num(pd.to_datetime(chosen["date"]).to_numpy())
    taken: list[float] = []  # where the last label of every row ends
    for date, label in zip(days, chosen["label"], strict=True):
        if not low < date < high:
            continue
        axis.axvline(date, color=GREY, linewidth=0.8, linestyle=(0, (4, 2)), zorder=1, label=f"_{label}")
        if not labelled:
            continue
        place, room = (date - low) / (high - low), CHARACTER * len(label)
        to_left = place + room > 1
        start = place - room if to_left else place
        row = next((row for row, end in enumerate(taken) if end <= start), len(taken))
        taken[row : row + 1] = [start + room]
        axis.annotate(
            label,
            (date, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(0, 2 + 9 * row),
            textcoords="offset points",
            ha="right" if to_left else "left",
            va="bottom",
            fontsize=7,
            color=GREY,
        )


def interval(months: pd.PeriodIndex) -> int:
    """Return months from label to label that leave at most :data:`LABELS` of them on an axis."""
    return next((step for step in (6, 12, 24, 60) if len(months) <= LABELS * step), 120)


def month_axis(axis: Axes, months: pd.PeriodIndex, interval: int = 6) -> None:
    """Label an axis by year and month every ``interval`` months (of a year, or whole years), limit it to ``months``."""
    axis.set_xlim(months[0].start_time, months[-1].end_time)
    years = interval // 12
    axis.xaxis.set_major_locator(
        dates.YearLocator(years) if years > 1 else dates.MonthLocator(bymonth=range(1, 13, interval))
    )
    axis.xaxis.set_major_formatter(dates.DateFormatter("%Y-%m"))


def line(axis: Axes, series: pd.Series, label: str, colour: str, **kwargs: Any) -> None:
    """Draw a monthly series."""
    index = pd.PeriodIndex(series.index, freq="M")
    axis.plot(positions(index), series.to_numpy(), label=label, color=colour, **kwargs)


def plain(text: str) -> str:
    """Return a user's words as they are drawn: a dollar sign begins no formula."""
    return text.replace("$", r"\$")


def legend_above(axis: Axes, columns: int = 3) -> None:
    """Put the legend above the axes on the right, where no line runs."""
    axis.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=columns, borderaxespad=0.1, handlelength=1.6)


def legend_below(axis: Axes, columns: int = 3, offset: float = -0.2) -> None:
    """Put the legend below the axes; ``offset`` is in units of their height."""
    axis.legend(loc="upper center", bbox_to_anchor=(0.5, offset), ncols=columns, handlelength=1.8)


def tidy(frames: Sequence[pd.Series]) -> pd.DataFrame:
    """Return drawn series side by side, months as first column, for the file beside the figure."""
    return pd.concat(frames, axis=1).rename_axis("month")
