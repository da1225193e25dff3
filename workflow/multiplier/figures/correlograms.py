"""Correlograms of the 12-month difference, both countries."""

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
        None are used.
    """
    table = tables["correlogram"]
    figure, axes = style.panels(2, 2, height=1.7, sharex=True, sharey=True)
    places = [(country, kind) for country in style.COUNTRY_NAMES for kind in KINDS]
    for axis, (country, kind) in zip(axes, places, strict=True):
        part = table[table["country"] == country]
        band = part["band"].iloc[0]
        axis.axhspan(-band, band, color=style.SHADE, linewidth=0, zorder=0)
        axis.bar(part["lag"], part[kind], width=0.55, color=style.COUNTRY_COLOURS[country])
        axis.axhline(0, color="black", linewidth=0.6)
        axis.set_title(f"{style.COUNTRY_NAMES[country]}: {KINDS[kind]}")
        axis.set_ylim(-1, 1)
        axis.set_xticks(range(2, int(part["lag"].max()) + 1, 2))
    for axis in axes[2:]:
        axis.set_xlabel("lag, months")
    return figure, table
