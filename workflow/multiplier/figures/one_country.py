"""The figures of a country that a user adds: those of the paper, with its name, unit and colour."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import correlograms, forecast_fan, growth_and_multiplier, indices, style

COLOUR = style.GREEN
LINE = 90  # characters of a line of the notice


def notice(text: str) -> Figure:
    """Return a figure that holds one sentence, in place of one that cannot be drawn."""
    figure, (axis,) = style.panels(1, height=1.2)
    axis.set_axis_off()
    axis.text(0, 0.5, textwrap.fill(style.plain(text), LINE), transform=axis.transAxes, va="center", color=style.GREY)
    return figure


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> dict[str, tuple[Figure, pd.DataFrame]]:
    """Draw every figure of a country.

    Parameters
    ----------
    tables
        ``ratios`` (month index), ``indices``, ``correlogram``, ``forecasts`` as
        :func:`multiplier.one_country.study` returns them; an empty one gives a notice.
    options
        country (its key), name, money (the aggregate's name), unit, first, last, crisis, index_month, model, levels.

    Returns
    -------
    dict
        growth, index, correlogram, forecast -> figure and the data that it draws.
    """
    key, money = options["country"], style.plain(options["money"])
    own = {**options, "colour": COLOUR, "money": money, "unit": style.plain(options["unit"]), "title": "Money"}
    own["others"] = {key: (style.plain(options["name"]), COLOUR)}
    figures = {
        "growth": (growth_and_multiplier, ("ratios",)),
        "index": (indices, ("indices",)),
        "correlogram": (correlograms, ("correlogram",)),
        "forecast": (forecast_fan, ("ratios", "forecasts")),
    }
    return {
        name: (notice("Not computed: the page says why."), pd.DataFrame(columns=["month"]))
        if any(tables[needed].empty for needed in wanted)
        else module.draw({needed: tables[needed] for needed in wanted}, own)
        for name, (module, wanted) in figures.items()
    }
