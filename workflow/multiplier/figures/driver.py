"""One driver below the multiplier that it moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style
from multiplier.months import window


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw the multiplier above and a driver below; the reserve ratio with the statutory ratios.

    Parameters
    ----------
    tables
        ``ratios`` (month index) and ``events``.
    options
        country, driver (column), title, label, percent (whether the driver is shown in percent), statutory
        (whether the statutory ratios are drawn), first, last, crisis.
    """
    driver, country = options["driver"], options["country"]
    statutory = ["statutory_ratio_large", "statutory_ratio_small"] if options["statutory"] else []
    table = window(tables["ratios"][["multiplier", driver, *statutory]], options["first"], options["last"], driver)
    shown = table[driver] * (100 if options["percent"] else 1)
    figure, (top, bottom) = style.panels(2, height=1.7, sharex=True)

    style.line(top, table["multiplier"], "M2 / base", style.COUNTRY_COLOURS[country])
    top.set_title("Multiplier")
    top.set_ylabel("M2 / base")

    style.line(bottom, shown, options["label"], style.GREEN)
    for column, name, dash in zip(
        statutory, ("statutory, large banks", "statutory, small banks"), ("-", (0, (3, 1.5))), strict=False
    ):
        bottom.step(
            style.positions(table.index),
            table[column],
            where="mid",
            color=style.GREY,
            linewidth=1,
            linestyle=dash,
            label=name,
        )
    bottom.set_title(options["title"] if statutory else f"{options['title']}: {options['label']}")
    bottom.set_ylabel("percent" if options["percent"] else "ratio")
    if statutory:
        style.legend_below(bottom)

    for axis in (top, bottom):
        style.month_axis(axis, table.index)
        style.mark_crisis(axis, options["crisis"])
        style.mark_events(axis, tables["events"], country, labelled=axis is top)
    name = f"{driver}_percent" if options["percent"] else driver
    return figure, table.drop(columns=driver).assign(**{name: shown})
