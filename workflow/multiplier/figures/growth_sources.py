"""Growth of M2 by source, the growth of the multiplier as the mirror of the base's, and money over output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style

BARS = {"base": ("base money", style.BLUE), "multiplier": ("multiplier", style.ORANGE)}


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw three panels: contributions stacked, both sources as lines, M2 over GDP of both countries.

    Parameters
    ----------
    tables
        ``accounts`` (growth over a year, log points) and ``monetisation``.
    options
        first, last, crisis.
    """
    months = pd.period_range(options["first"], options["last"], freq="M")
    accounts = tables["accounts"].set_index("month")[["base", "multiplier", "m2"]].reindex(months.astype(str))
    accounts = accounts.set_axis(months)
    ratios = tables["monetisation"].set_index("month")[["china", "us"]]
    ratios = ratios.set_axis(pd.PeriodIndex(ratios.index, freq="M")).loc[: months[-1]]
    span = pd.period_range(min(months[0], ratios.index[0]), months[-1], freq="M")
    figure, (stacked, lines, money) = style.panels(3, height=1.8, sharex=True)

    where = style.positions(months)
    above, below = np.zeros(len(months)), np.zeros(len(months))
    for column, (label, colour) in BARS.items():
        height = accounts[column].to_numpy()
        bottom = np.where(height >= 0, above, below)
        stacked.bar(where, height, bottom=bottom, width=31, color=colour, label=label, linewidth=0)
        above, below = above + np.maximum(height, 0), below + np.minimum(height, 0)
    style.line(stacked, accounts["m2"], "M2", "black")
    stacked.set_title("Growth of M2 over a year by source")
    stacked.set_ylabel("log points")
    style.legend_above(stacked)

    # Were M2 to grow at its mean rate, the multiplier's growth would be this.
    mirror = (accounts["m2"].mean() - accounts["base"]).rename("mirror")
    style.line(lines, accounts["multiplier"], "multiplier", style.ORANGE)
    style.line(lines, mirror, "mean growth of M2 less base", style.BLUE, linestyle=(0, (3, 1.5)), linewidth=1.1)
    lines.set_title("Growth of the multiplier")
    lines.set_ylabel("log points")
    style.legend_above(lines, 2)

    for country, name in style.COUNTRY_NAMES.items():
        style.line(money, ratios[country], name, style.COUNTRY_COLOURS[country], marker="o", markersize=2)
    money.set_title("M2 over GDP")
    money.set_ylabel("ratio")
    money.set_ylim(bottom=0)
    style.legend_above(money, 2)
    for axis in (stacked, lines, money):
        if axis is not money:
            axis.axhline(0, color="black", linewidth=0.6)
        style.month_axis(axis, span, interval=12)
        style.mark_crisis(axis, options["crisis"])
    # Years alone: every tick is a January.
    money.xaxis.set_major_formatter(style.dates.DateFormatter("%Y"))
    return figure, style.tidy(
        [accounts["base"], accounts["multiplier"], accounts["m2"], mirror, ratios["china"], ratios["us"]]
    )
