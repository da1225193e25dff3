"""Was the formula stable? Recursive coefficient, F by break date and CUSUM, both countries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw one reading: phi from the first months on with its band, F at each break date, CUSUM with its bounds.

    Parameters
    ----------
    tables
        ``recursive_phi`` and ``stability_by_month``.
    options
        reading, crisis.
    """
    keys = ["country", "reading", "month"]
    drawn = tables["stability_by_month"].merge(tables["recursive_phi"], on=keys, how="outer")
    drawn = drawn[drawn["reading"] == options["reading"]].sort_values(keys, ignore_index=True)
    figure, axes = style.panels(3, 2, height=1.6, sharex=True, sharey="row")
    for column, (country, name) in enumerate(style.COUNTRY_NAMES.items()):
        part = drawn[drawn["country"] == country].set_index("month")
        part.index = pd.PeriodIndex(part.index, freq="M")
        where, colour = style.positions(part.index), style.COUNTRY_COLOURS[country]
        phi, f, cusum = axes[column], axes[2 + column], axes[4 + column]

        style.band(phi, where, part["low"], part["high"], color=colour, alpha=0.18, linewidth=0, label="_interval")
        style.line(phi, part["phi"], "coefficient", colour)
        phi.axhline(1, color="black", linewidth=0.6, linestyle=(0, (1, 1.2)))
        phi.set_title(f"{name}: coefficient so far")

        style.line(f, part["f"], "F", colour)
        style.line(f, part["f_critical"], "critical", "black", linewidth=0.9, linestyle=(0, (4, 2)))
        f.set_title("F of a break in the month")

        style.line(cusum, part["cusum"], "CUSUM", colour)
        for sign in (-1, 1):
            style.line(cusum, sign * part["cusum_bound"], "bound", "black", linewidth=0.9, linestyle=(0, (4, 2)))
        cusum.axhline(0, color="black", linewidth=0.6)
        cusum.set_title("CUSUM of recursive residuals")
        for axis in (phi, f, cusum):
            style.month_axis(axis, part.index)
            style.mark_crisis(axis, options["crisis"])
    axes[0].set_ylabel("\u03c6")
    axes[2].set_ylabel("F")
    axes[4].set_ylabel("standard deviations")
    return figure, drawn
