"""Countries against each other, indexed to a month before the crisis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style

DASHES = {"china": "-", "us": (0, (5, 1.5))}
TITLES = {"multiplier": "Multiplier", "base": "Base money", "m2": "M2"}


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw multiplier, base and M2 of the countries as indices.

    Parameters
    ----------
    tables
        ``indices``.
    options
        index_month, crisis; ``others``, names and colours of countries that the style does not know; ``title``,
        what the panel of M2 is called.
    """
    table = tables["indices"].assign(month=pd.PeriodIndex(tables["indices"]["month"], freq="M"))
    names = style.COUNTRY_NAMES | {country: name for country, (name, _) in options.get("others", {}).items()}
    colours = style.COUNTRY_COLOURS | {country: colour for country, (_, colour) in options.get("others", {}).items()}
    titles = TITLES | {"m2": options.get("title", TITLES["m2"])}
    figure, axes = style.panels(3, height=1.5, sharex=True)
    for axis, (column, title) in zip(axes, titles.items(), strict=True):
        for country, name in names.items():
            part = table[table["country"] == country].set_index("month")
            style.line(axis, part[column], name, colours[country], linestyle=DASHES.get(country, (0, (1, 1))))
        axis.axhline(100, color="black", linewidth=0.6)
        axis.set_title(title)
        axis.set_ylabel(f"{options['index_month']} = 100")
        style.month_axis(axis, part.index, style.interval(part.index))
        style.mark_crisis(axis, options["crisis"])
    style.legend_above(axes[0])
    return figure, table
