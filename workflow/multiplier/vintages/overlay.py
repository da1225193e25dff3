"""Figures of two vintages in one: what both plot, A solid and B dashed, and the difference below.

Nothing is known of a figure but its plotted data, so that a new figure is compared without a line here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib import dates
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from multiplier.figures.style import BLUE, GREY, ORANGE, WIDTH, positions

MONTH = "month"
MOST = 4  # panels of a figure: those that differ most
SMALL = 1e-9  # of a series' range: below it two figures are drawn alike
SHORT = 3  # months below which a series is drawn as points


@dataclass(frozen=True)
class Panel:
    """One plotted column of one group of rows in both vintages, by month or by key."""

    title: str
    a: pd.Series
    b: pd.Series
    share: float  # largest difference over the range of A; infinite where only one vintage has a value

    @property
    def monthly(self) -> bool:
        """Return whether the panel runs over months."""
        return isinstance(self.a.index, pd.PeriodIndex)


def _unique(a: pd.DataFrame, b: pd.DataFrame, keys: list[str]) -> bool:
    return not a.duplicated(keys).any() and not b.duplicated(keys).any()


def _keys(a: pd.DataFrame, b: pd.DataFrame) -> list[str]:
    """Return the columns that name a row: months, then texts, then numbers, as few as tell all rows apart.

    Months come first only where rows run along them.
    """
    columns = [column for column in a.columns if column in b.columns]
    texts = [column for column in columns if not _numeric(a, b, column)]
    order = texts + [column for column in columns if column not in texts]
    chosen: list[str] = []
    for column in sorted(order, key=lambda column: column != MONTH):
        if chosen and _unique(a, b, chosen):
            break
        chosen.append(column)
    groups = [key for key in chosen if key != MONTH]
    if MONTH in chosen and groups and len(a) < SHORT * len(a[groups].drop_duplicates()):
        return [*groups, MONTH]
    return chosen


def _numeric(a: pd.DataFrame, b: pd.DataFrame, column: str) -> bool:
    return pd.api.types.is_numeric_dtype(a[column]) and pd.api.types.is_numeric_dtype(b[column])


def _share(a: pd.Series, b: pd.Series) -> float:
    if (a.isna() != b.isna()).any():
        return float("inf")
    spread = float(a.max() - a.min()) or float(a.abs().max()) or 1.0
    return float((b - a).abs().max()) / spread


def panels(a: pd.DataFrame, b: pd.DataFrame) -> list[Panel]:
    """Return the panels in which the plotted data of a figure differ, the largest difference first.

    Parameters
    ----------
    a, b
        The figure's plotted data in either vintage, as its CSV has them. A column ``month`` (YYYY-MM) makes lines by
        month, one panel a numeric column and group of rows; without it rows are points, one panel a numeric column.
    """
    # Truth values cannot be subtracted: they count as 0 and 1.
    a, b = (frame.astype(dict.fromkeys(frame.select_dtypes("bool").columns, float)) for frame in (a, b))
    keys = _keys(a, b)
    values = [column for column in a.columns if column in b.columns and column not in keys and _numeric(a, b, column)]
    dated = keys[0] == MONTH
    left, right = (
        frame.assign(**{key: frame[key].fillna("") if key in frame else "" for key in keys}).set_index(keys)[values]
        for frame in (a, b)
    )
    left, right = left.align(right, join="outer", axis=0)
    groups = keys[1:] if dated else []
    parts = left.groupby(level=groups, sort=True).groups.items() if groups else [("", left.index)]
    found = []
    for name, rows in parts:
        label = ", ".join(str(part) for part in (name if isinstance(name, tuple) else (name,)) if str(part))
        for column in values:
            one, other = left.loc[rows, column], right.loc[rows, column]
            one, other = (side[one.notna() | other.notna()] for side in (one, other))
            if not len(one):
                continue
            if dated:
                months = pd.PeriodIndex(one.index.get_level_values(MONTH), freq="M")
                one, other = (side.set_axis(months).sort_index() for side in (one, other))
            share = _share(one, other)
            if share > SMALL:
                title = f"{column} ({label})" if label else column
                found.append(Panel(title, one.astype(float), other.astype(float), share))
    return sorted(found, key=lambda panel: (-panel.share, panel.title))


def _lines(above: Axes, below: Axes, panel: Panel, names: tuple[str, str]) -> None:
    places = positions(panel.a.index)
    mark = "." if len(places) <= SHORT else ""
    above.plot(places, panel.a.to_numpy(), color=BLUE, label=names[0], marker=mark)
    above.plot(places, panel.b.to_numpy(), color=ORANGE, linestyle=(0, (4, 2)), label=names[1], marker=mark)
    below.axhline(0, color=GREY, linewidth=0.6)
    below.plot(places, (panel.b - panel.a).to_numpy(), color=GREY, linewidth=1.0, marker=mark)
    below.sharex(above)
    above.tick_params(labelbottom=False)
    below.set_ylabel("B \u2212 A", fontsize=7)


def _points(above: Axes, below: Axes, panel: Panel, names: tuple[str, str]) -> None:
    both = pd.concat([panel.a, panel.b], axis=1).dropna().to_numpy()
    if len(both):
        low, high = both.min(), both.max()
        above.plot([low, high], [low, high], color=GREY, linewidth=0.6)
        above.plot(both[:, 0], both[:, 1], ".", color=BLUE, markersize=3.5)
        below.plot(both[:, 0], both[:, 1] - both[:, 0], ".", color=GREY, markersize=3.5)
    below.axhline(0, color=GREY, linewidth=0.6)
    below.sharex(above)
    below.locator_params(axis="x", nbins=5)
    above.set_ylabel(names[1], fontsize=7)
    above.tick_params(labelbottom=False)
    below.set_xlabel(names[0], fontsize=7)
    below.set_ylabel("B \u2212 A", fontsize=7)


def _month_axis(axis: Axes, months: pd.PeriodIndex) -> None:
    """Label an axis of few inches: about four marks, at the beginning of half years or years where there is room."""
    length = (months[-1] - months[0]).n + 1
    years = length / 12
    if years > 4:
        axis.xaxis.set_major_locator(dates.YearLocator(max(1, round(years / 5))))
        axis.xaxis.set_major_formatter(dates.DateFormatter("%Y"))
        return
    months_apart = next(step for step in (1, 2, 3, 4, 6, 12) if 4 * step >= length or step == 12)
    axis.xaxis.set_major_locator(dates.MonthLocator(bymonth=range(1, 13, months_apart)))
    axis.xaxis.set_major_formatter(dates.DateFormatter("%Y-%m"))


def draw(found: list[Panel], names: tuple[str, str]) -> Figure:
    """Return a figure of the first :data:`MOST` panels, each with the difference, B less A, below it."""
    chosen = found[:MOST]
    rows, columns = int(np.ceil(len(chosen) / 2)), min(len(chosen), 2)
    # Fixed margins: a layout that is solved takes as long as all the drawing.
    figure = Figure(figsize=(WIDTH, 2.5 * rows))
    grid = figure.add_gridspec(
        rows,
        columns,
        left=0.1,
        right=0.985,
        top=1 - 0.22 / (2.5 * rows),
        bottom=0.36 / (2.5 * rows),
        hspace=0.34,
        wspace=0.34,
    )
    for k, panel in enumerate(chosen):
        inner = grid[k // columns, k % columns].subgridspec(2, 1, height_ratios=[3, 1], hspace=0.12)
        above, below = figure.add_subplot(inner[0]), figure.add_subplot(inner[1])
        above.set_title(panel.title, fontsize=7.5, parse_math=False)
        (_lines if panel.monthly else _points)(above, below, panel, names)
        for axis in (above, below):
            axis.tick_params(labelsize=6.5)
            axis.locator_params(axis="y", nbins=4 if axis is above else 3)
            axis.ticklabel_format(axis="y", useOffset=False)
        if panel.monthly:
            above.legend(fontsize=6.5, loc="best")
            _month_axis(below, panel.a.index)
    return figure
