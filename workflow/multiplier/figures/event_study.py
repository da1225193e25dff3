"""Sums of yield changes around announcements, against random days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multiplier.data.yields import BREAKEVEN, NOMINAL, REAL, YEARS
from multiplier.figures import style

PROGRAMMES = {"QE1": "QE1", "QE2": "QE2", "QE3": "QE3", "TAPER": "Slowing of purchases"}
GROUPS = (
    ("", NOMINAL, style.BLUE, "o"),
    ("real yield", REAL, style.GREEN, "s"),
    ("breakeven inflation", BREAKEVEN, style.ORANGE, "^"),
)


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw the two-day sum of every series over the band of random days, a panel a programme.

    Parameters
    ----------
    tables
        ``study``.
    options
        None are used.
    """
    table = tables["study"]
    shown = table[(table["set"] == "event_set") & (table["pool"] == "near") & (table["window"] == "two_day")]
    figure, axes = style.panels(2, 2, height=2.2)
    for axis, (programme, title) in zip(axes, PROGRAMMES.items(), strict=True):
        rows = shown[shown["programme"] == programme].set_index("series")
        place, ticks, labels = 0.0, [], []
        for kind, series, colour, marker in GROUPS:
            here = [place + step for step in range(len(series))]
            own = rows.loc[list(series)]
            chance = axis.bar(
                here,
                own["placebo_high"] - own["placebo_low"],
                bottom=own["placebo_low"],
                width=0.7,
                color=style.SHADE,
                zorder=1,
                label=f"{'_' if kind else ''}95 percent of random days",
            )
            style.ranges(chance)
            axis.plot(
                here,
                own["basis_points"],
                marker,
                color=colour,
                markersize=4.5,
                zorder=3,
                label=kind or "Treasury yield",
            )
            ticks += here
            labels += [str(YEARS[name]) for name in series]
            place = here[-1] + 1.8
        axis.use_sticky_edges = False  # no band may end in the axis
        axis.axhline(0, color="black", linewidth=0.6)
        axis.set_title(title)
        axis.set_xticks(ticks, labels)
        axis.set_xlim(-0.7, ticks[-1] + 0.7)
    for axis in axes[::2]:
        axis.set_ylabel("basis points")
    for axis in axes[2:]:
        axis.set_xlabel("maturity, years")
    handles, names = axes[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=4)
    return figure, shown
