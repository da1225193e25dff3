"""Verdicts by study: how much of each study holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from multiplier.claims.names import study_name
from multiplier.figures import style

# Verdict -> colour of the bar and of the count in it; light and dark alternate, so that grey prints tell them apart.
COLOURS = {
    "reproduced": (style.BLUE, "white"),
    "displaced": (style.SKY, "black"),
    "close": ("#F0E442", "black"),
    "contradicted": (style.ORANGE, "black"),
    "untestable": ("#D9D9D9", "black"),
}
ROW = 0.148  # inches of height a study


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw one bar a study, its claims by verdict; the study with most claims stands first.

    Parameters
    ----------
    tables
        ``counts``: study, then one column a verdict.
    options
        None.
    """
    counts = tables["counts"].set_index("study")
    drawn = counts.assign(claims=counts.sum(axis=1)).sort_values("claims", ascending=False, kind="stable")
    figure, (axis,) = style.panels(1, height=ROW * len(drawn) + 0.35)
    places = range(len(drawn))
    start = pd.Series(0, index=drawn.index)
    for verdict in counts:
        fill, ink = COLOURS[verdict]
        axis.barh(
            places, drawn[verdict], left=start, height=0.78, color=fill, edgecolor="white", linewidth=0.5, label=verdict
        )
        for place, (count, left) in enumerate(zip(drawn[verdict], start, strict=True)):
            if count:
                axis.annotate(
                    str(count), (left + count / 2, place), ha="center", va="center_baseline", color=ink, fontsize=7
                )
        start = start + drawn[verdict]
    axis.set_yticks(places, [study_name(study) for study in drawn.index])
    axis.tick_params(axis="y", length=0)
    axis.invert_yaxis()
    axis.margins(x=0.01, y=0.01)
    axis.grid(visible=False)
    axis.spines["left"].set_visible(False)
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))
    axis.set_xlabel("claims")
    style.legend_above(axis, columns=len(counts.columns))
    return figure, drawn.reset_index()
