"""China against the United States, indexed to a month before the crisis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style

TITLES = {"multiplier": "Multiplier", "base": "Base money", "m2": "M2"}


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw multiplier, base and M2 of both countries as indices.

    Parameters
    ----------
    tables
        ``indices``.
    options
        index_month, crisis.
    """
    table = tables["indices"].assign(month=pd.PeriodIndex(tables["indices"]["month"], freq="M"))
    figure, axes = style.panels(3, height=1.5, sharex=True)
    for axis, (column, title) in zip(axes, TITLES.items(), strict=True):
        for country, name in style.COUNTRY_NAMES.items():
            part = table[table["country"] == country].set_index("month")
            dash = "-" if country == "china" else (0, (5, 1.5))
            style.line(axis, part[column], name, style.COUNTRY_COLOURS[country], linestyle=dash)
        axis.axhline(100, color="black", linewidth=0.6)
        axis.set_title(title)
        axis.set_ylabel(f"{options['index_month']} = 100")
        style.month_axis(axis, part.index)
        style.mark_crisis(axis, options["crisis"])
    style.legend_above(axes[0])
    return figure, table
