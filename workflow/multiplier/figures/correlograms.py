"""Correlograms of the 12-month difference, one row of panels a country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style

KINDS = {"ac": "autocorrelation", "pac": "partial autocorrelation"}


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw autocorrelations and partial autocorrelations with the band of two standard errors.

    Parameters
    ----------
    tables
        ``correlogram``.
    options
        ``others``, names and colours in place of those of the style, for a table of other countries.
    """
    table = tables["correlogram"]
    names, colours = style.COUNTRY_NAMES, style.COUNTRY_COLOURS
    if "others" in options:
        names, colours = ({key: look[place] for key, look in options["others"].items()} for place in (0, 1))
    figure, axes = style.panels(len(names), 2, height=1.7, sharex=True, sharey=True)
    places = [(country, kind) for country in names for kind in KINDS]
    for axis, (country, kind) in zip(axes, places, strict=True):
        part = table[table["country"] == country]
        band = part["band"].iloc[0]
        axis.axhspan(-band, band, color=style.SHADE, linewidth=0, zorder=0, label="_two standard errors")
        axis.bar(part["lag"], part[kind], width=0.55, color=colours[country], label=f"_{KINDS[kind]}")
        axis.axhline(0, color="black", linewidth=0.6)
        axis.set_title(f"{names[country]}: {KINDS[kind]}" if len(names) > 1 else KINDS[kind].capitalize())
        axis.set_ylim(-1, 1)
        axis.set_xticks(range(2, int(part["lag"].max()) + 1, 2))
    for axis in axes[-2:]:
        axis.set_xlabel("lag, months")
    return figure, table
