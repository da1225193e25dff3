"""The actual multiplier and its paths with one factor frozen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style

# Scenario -> label, colour and dash; the same colour as in the figure of contributions.
LINES: dict[str, tuple[str, str, Any]] = {
    "required": ("required ratio frozen", style.BLUE, "-"),
    "excess": ("excess ratio frozen", style.ORANGE, (0, (5, 1.5))),
    "cash": ("cash ratio frozen", style.GREEN, (0, (1, 1.2))),
}


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw the actual multiplier and each scenario, a panel a country; a band where two bounds differ.

    Parameters
    ----------
    tables
        ``counterfactuals``.
    options
        crisis, frozen_at.
    """
    table = tables["counterfactuals"]
    low_high = table.groupby(["country", "scenario", "month"])["multiplier"].agg(["min", "max"])
    actual = table.groupby(["country", "month"])["actual"].first()
    figure, axes = style.panels(2, height=2.1, sharex=True)
    for axis, (country, title) in zip(axes, style.COUNTRY_NAMES.items(), strict=True):
        index = pd.PeriodIndex(actual[country].index, freq="M")
        where = style.positions(index)
        # Below the scenarios, so that a path which coincides with it is seen.
        style.line(axis, actual[country].set_axis(index), "actual", "black", linewidth=2.6)
        for scenario, (label, colour, dash) in LINES.items():
            part = low_high.loc[country, scenario]
            style.band(axis, where, part["min"], part["max"], color=colour, alpha=0.25, linewidth=0, label=f"_{label}")
            for bound in ("min", "max"):
                style.line(
                    axis,
                    part[bound].set_axis(index),
                    label if bound == "min" else f"_{label}",
                    colour,
                    linestyle=dash,
                    linewidth=1.1,
                )
        frozen = style.positions(pd.PeriodIndex([options["frozen_at"]], freq="M"))[0]
        if index[0].start_time <= frozen <= index[-1].end_time:
            axis.axvline(frozen, color=style.GREY, linewidth=0.8, linestyle=(0, (4, 2)), zorder=1, label="_frozen")
        axis.set_title(title)
        axis.set_ylabel("M2 / base")
        style.month_axis(axis, index)
        style.mark_crisis(axis, options["crisis"])
    style.legend_below(axes[-1], columns=4, offset=-0.14)
    return figure, low_high.add_prefix("multiplier_").reset_index().merge(
        actual.reset_index(), on=["country", "month"], how="left"
    )
