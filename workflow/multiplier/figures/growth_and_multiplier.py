"""The multiplier of a country above, base money and M2 below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib import ticker
from matplotlib.figure import Figure

from multiplier.definitions import TRILLION
from multiplier.figures import style
from multiplier.months import window

TICKS = {"china": [5, 10, 20, 40, 60], "us": [1, 2, 4, 8]}


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw multiplier, monthly growth of base and M2, and both amounts on a logarithmic scale.

    Parameters
    ----------
    tables
        ``ratios`` (month index) and, where the country has them, ``events``.
    options
        country, first, last, crisis; for a country that the style does not know also ``colour``, ``unit`` of the
        amounts and ``money``, the name of the aggregate.
    """
    country = options["country"]
    ratios = tables["ratios"]
    amounts = ["multiplier", "base", "m2"]
    data = window(ratios[amounts], options["first"], options["last"], f"figure of {country}")
    # The first month of a table has no growth.
    data = data.join(ratios[["base_growth_percent", "m2_growth_percent"]])
    scale, unit = TRILLION.get(country) or (1.0, options["unit"])
    colour = style.COUNTRY_COLOURS.get(country) or options["colour"]
    money = options.get("money", "M2")
    figure, (top, middle, bottom) = style.panels(3, height=1.55, sharex=True)

    style.line(top, data["multiplier"], f"{money} / base", colour)
    top.set_title("Multiplier")
    top.set_ylabel(f"{money} / base")

    middle.bar(
        style.positions(data.index),
        data["base_growth_percent"],
        width=20,
        color=style.SKY,
        label="base money",
    )
    style.line(middle, data["m2_growth_percent"], money, style.BLUE)
    middle.axhline(0, color="black", linewidth=0.6)
    middle.set_title("Growth on the month before")
    middle.set_ylabel("percent")
    style.legend_above(middle)

    amounts = data[["base", "m2"]] / scale
    style.line(bottom, amounts["m2"], money, style.BLUE)
    style.line(bottom, amounts["base"], "base money", style.SKY)
    bottom.set_yscale("log")
    if country in TICKS:
        bottom.set_yticks(TICKS[country])
    else:
        bottom.yaxis.set_major_locator(ticker.LogLocator(subs=(1.0, 2.0, 5.0)))
    bottom.yaxis.set_major_formatter(ticker.StrMethodFormatter("{x:,.12g}"))
    bottom.yaxis.set_minor_locator(ticker.NullLocator())
    bottom.set_title(f"Base money and {money}")
    bottom.set_ylabel(f"{unit}, log scale")
    style.legend_above(bottom)

    for axis in (top, middle, bottom):
        style.month_axis(axis, data.index, style.interval(data.index))
        style.mark_crisis(axis, options["crisis"])
        if "events" in tables:
            style.mark_events(axis, tables["events"], country, labelled=axis is top)
    return figure, data
