"""The multiplier against the statutory ratio: observed, and what a low ratio would do in two readings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from multiplier.companions.low_requirement import ABSORBED, MECHANICAL
from multiplier.figures import style

TITLES = {"large": "As if all banks were large", "small": "As if all banks were small"}
LINES: dict[str, tuple[str, str, Any]] = {
    MECHANICAL: ("excess and cash ratio as they are", style.BLUE, "-"),
    ABSORBED: ("what is released is held as excess", style.ORANGE, (0, (5, 1.5))),
}


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw both paths of the multiplier, a panel a bound; dots are the quarters, shaded their range.

    Parameters
    ----------
    tables
        ``paths`` (quarterly_paths) and ``quarters`` (quarterly_ratios).
    options
        None.
    """
    paths, quarters = tables["paths"], tables["quarters"]
    figure, axes = style.panels(1, 2, height=2.7, sharex=True, sharey=True)
    drawn = []
    for axis, (bound, title) in zip(axes, TITLES.items(), strict=True):
        seen = quarters[["month", "mm"]].assign(rr_percent=100 * quarters[f"rr_{bound}"]).dropna()
        axis.axvspan(seen["rr_percent"].min(), seen["rr_percent"].max(), color=style.SHADE, zorder=0, linewidth=0)
        axis.scatter(
            seen["rr_percent"], seen["mm"], s=9, color="black", zorder=3, linewidth=0, label="quarters observed"
        )
        for scenario, (label, colour, dash) in LINES.items():
            own = paths[(paths["bound"] == bound) & (paths["scenario"] == scenario)]
            axis.plot(own["rr_percent"], own["multiplier"], color=colour, linestyle=dash, label=label, zorder=2)
        start = paths[(paths["bound"] == bound) & (paths["scenario"] == MECHANICAL)].iloc[-1]
        axis.scatter(
            [start["rr_percent"]],
            [start["multiplier"]],
            s=42,
            facecolor="none",
            edgecolor=style.GREY,
            linewidth=1,
            zorder=4,
            label=f"start, {start['month']}",
        )
        axis.set_title(title)
        axis.set_xlabel("statutory ratio, percent")
        axis.set_xlim(left=0)
        axis.set_ylim(bottom=0)
        axis.xaxis.set_major_locator(MultipleLocator(5))
        axis.yaxis.set_major_locator(MultipleLocator(5))
        drawn.append(seen.rename(columns={"mm": "multiplier"}).assign(bound=bound, scenario="observed"))
    axes[0].set_ylabel("multiplier mm")
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2, handlelength=1.8)
    columns = ["bound", "scenario", "month", "rr_percent", "multiplier"]
    return figure, pd.concat([paths[columns], *(part[columns] for part in drawn)], ignore_index=True)
