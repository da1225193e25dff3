"""The multiplier in level and as 12-month difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style
from multiplier.months import window


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw level and difference of one country.

    Parameters
    ----------
    tables
        ``ratios`` (month index) and ``events``.
    options
        country, period, first, last, crisis.
    """
    country, period = options["country"], options["period"]
    level = window(tables["ratios"][["multiplier"]], options["first"], options["last"], "multiplier")["multiplier"]
    difference = level.diff(period).rename(f"multiplier_diff{period}")
    figure, (top, bottom) = style.panels(2, height=1.7, sharex=True)
    colour = style.COUNTRY_COLOURS[country]

    style.line(top, level, "M2 / base", colour)
    top.set_title("Level")
    top.set_ylabel("M2 / base")
    style.line(bottom, difference.dropna(), f"difference over {period} months", colour)
    bottom.axhline(0, color="black", linewidth=0.6)
    bottom.set_title(f"Difference over {period} months")
    bottom.set_ylabel("difference of M2 / base")
    for axis in (top, bottom):
        style.month_axis(axis, level.index)
        style.mark_crisis(axis, options["crisis"])
        style.mark_events(axis, tables["events"], country, labelled=axis is top)
    return figure, style.tidy([level, difference])
