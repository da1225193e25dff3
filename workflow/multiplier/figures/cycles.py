"""Multiplier and inflation with their turning points, and their correlation at leads and lags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from multiplier.figures import style

MARKS = {"peak": "^", "trough": "v"}
PANELS = {
    "multiplier": ("Multiplier of M2", "M2 / base", style.ORANGE),
    "inflation_percent": ("Inflation of consumer prices", "percent", style.GREEN),
}


def _turns(axis: Axes, turns: pd.DataFrame, colour: str) -> None:
    """Mark the turns of a panel's own series."""
    for kind, mark in MARKS.items():
        part = turns[turns["kind"] == kind]
        if len(part):
            where = style.positions(pd.PeriodIndex(part["month"], freq="M"))
            axis.plot(where, part["value"], mark, color=colour, markersize=6, markeredgecolor="black", label=kind)


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw both series over the longest window, their turns, and the correlation of their changes.

    Parameters
    ----------
    tables
        ``series``, ``turns`` and ``leads``.
    options
        ``shown``, the window of the two upper panels; ``window``, that of the correlations and the lines of
        the multiplier's turns; ``kind``, the changes that are correlated; ``crisis``.
    """
    series, turns, leads = (tables[name] for name in ("series", "turns", "leads"))
    series, turns = series[series["window"] == options["shown"]], turns[turns["window"] == options["shown"]]
    figure, axes = style.panels(3, height=1.75)
    index = pd.PeriodIndex(series["month"], freq="M")
    multiplier_turns = pd.PeriodIndex(turns.loc[turns["series"] == "multiplier", "month"], freq="M")
    for axis, (column, (title, label, colour)) in zip(axes, PANELS.items(), strict=False):
        raw = pd.Series(series[column].to_numpy(), index)
        average = pd.Series(series[f"smoothed_{column}"].to_numpy(), index)
        style.line(axis, raw, "by month", colour, linewidth=0.7, alpha=0.55)
        style.line(axis, average, "centred average", colour)
        _turns(axis, turns[turns["series"] == column], colour)
        for month in style.positions(multiplier_turns):
            axis.axvline(
                month, color=style.GREY, linewidth=0.7, linestyle=(0, (4, 2)), zorder=1, label="_turn of the multiplier"
            )
        axis.set_title(title)
        axis.set_ylabel(label)
        style.month_axis(axis, index, interval=12)
        axis.xaxis.set_major_locator(style.dates.YearLocator(2))
        axis.xaxis.set_major_formatter(style.dates.DateFormatter("%Y"))
        style.mark_crisis(axis, options["crisis"])
    style.legend_above(axes[0], columns=4)
    part = leads[(leads["window"] == options["window"]) & (leads["kind"] == options["kind"])]
    axis = axes[2]
    style.band(
        axis,
        part["lag"],
        part["band_lower"],
        part["band_upper"],
        step=True,
        color=style.SHADE,
        linewidth=0,
        zorder=0,
        label="_reached by chance",
    )
    outside = (part["correlation"] < part["band_lower"]) | (part["correlation"] > part["band_upper"])
    axis.bar(
        part["lag"],
        part["correlation"],
        width=0.6,
        color=np.where(outside, style.BLUE, "#A8A8A8"),
        label="_correlation",
    )
    axis.axhline(0, color="black", linewidth=0.6)
    axis.set_ylim(-1, 1)
    reach = int(part["lag"].max())
    axis.set_xticks(np.arange(-(reach // 6) * 6, reach + 1, 6))
    axis.set_xlim(-reach - 1, reach + 1)
    axis.set_title("Correlation of 12-month changes")
    axis.set_xlabel("months by which the multiplier comes first")
    axis.set_ylabel("correlation")
    return figure, series.merge(
        turns.pivot(index="month", columns="series", values="kind").reset_index(),
        how="left",
        on="month",
        suffixes=("", "_turn"),
    )
