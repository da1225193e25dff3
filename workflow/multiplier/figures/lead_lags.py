"""Leads and lags of each driver, one small panel a driver and country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style
from multiplier.figures.driver_correlations import label
from multiplier.identities import EXPECTED_SIGN


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw correlations at leads and lags as bars over their pointwise bands.

    Parameters
    ----------
    tables
        ``lead_lags``.
    options
        ``transform``, the kind of change that is drawn.
    """
    table = tables["lead_lags"]
    table = table[table["transform"] == options["transform"]]
    countries = style.COUNTRY_NAMES
    figure, axes = style.panels(len(EXPECTED_SIGN), len(countries), height=1.12, sharex=True, sharey=True)
    places = [(driver, country) for driver in EXPECTED_SIGN for country in countries]
    for axis, (driver, country) in zip(axes, places, strict=True):
        part = table[(table["driver"] == driver) & (table["country"] == country)]
        style.band(
            axis,
            part["lag"],
            part["band_lower"],
            part["band_upper"],
            step=True,
            color=style.SHADE,
            linewidth=0,
            zorder=0,
            label="_reached by chance",
        )
        outside = (part["correlation"] < part["band_lower"]) | (part["correlation"] > part["band_upper"])
        colours = np.where(outside, style.COUNTRY_COLOURS[country], "#A8A8A8")
        axis.bar(part["lag"], part["correlation"], width=0.6, color=colours, label="_correlation")
        axis.axhline(0, color="black", linewidth=0.6)
        axis.set_title(f"{countries[country]}: {label(driver)}", fontsize=7.5)
        axis.set_ylim(-1, 1)
        axis.set_yticks([-1, 0, 1])
        axis.set_xticks(np.arange(-(part["lag"].max() // 4) * 4, part["lag"].max() + 1, 4))
    for axis in axes[-len(countries) :]:
        axis.set_xlabel("months by which the driver leads")
    figure.supylabel("correlation with the multiplier", fontsize=8)
    return figure, table
