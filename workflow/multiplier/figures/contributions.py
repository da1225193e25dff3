"""Contributions of the factors to the change of the multiplier over a year, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style

# Parts that are drawn as one -> label and colour; order of stacking from zero outwards.
BARS = {
    "required": (("required",), "required reserves", style.BLUE),
    "excess": (("excess",), "excess reserves", style.ORANGE),
    "cash": (("cash",), "cash", style.GREEN),
    "other": (("other_deposits", "other_base"), "outside the ratios", "#BBBBBB"),
}
TITLES = {
    ("china", "large"): "China, every bank taken as large",
    ("china", "small"): "China, every bank taken as small",
    ("us", "reported"): "United States",
}


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw stacked bars of the factors' log points and the total as a line, a panel for each country and bound.

    Parameters
    ----------
    tables
        ``rolling``.
    options
        first, last, crisis.
    """
    table = tables["rolling"]
    wide = table.pivot(index=["country", "bound", "month"], columns="part", values="log_points")
    drawn = pd.DataFrame({bar: wide[list(parts)].sum(axis=1) for bar, (parts, _, _) in BARS.items()})
    drawn["total"] = wide["total"]
    months = pd.period_range(options["first"], options["last"], freq="M")
    figure, axes = style.panels(len(TITLES), height=1.75, sharex=True)
    for axis, (key, title) in zip(axes, TITLES.items(), strict=True):
        part = drawn.loc[key]
        index = pd.PeriodIndex(part.index, freq="M")
        where = style.positions(index)
        above, below = np.zeros(len(part)), np.zeros(len(part))
        for bar, (_, label, colour) in BARS.items():
            height = part[bar].to_numpy()
            bottom = np.where(height >= 0, above, below)
            axis.bar(where, height, bottom=bottom, width=24, color=colour, label=label, linewidth=0)
            above, below = above + np.maximum(height, 0), below + np.minimum(height, 0)
        style.line(axis, part["total"].set_axis(index), "multiplier", "black", marker="o", markersize=2, linewidth=1.1)
        axis.axhline(0, color="black", linewidth=0.6)
        axis.set_title(title)
        axis.set_ylabel("log points")
        style.month_axis(axis, months)
        style.mark_crisis(axis, options["crisis"])
    style.legend_below(axes[-1], columns=5, offset=-0.16)
    return figure, drawn.reset_index()
