"""Correlations of each driver with the multiplier, their intervals, and what comes about without a relation."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from multiplier.figures import style
from multiplier.identities import DRIVERS, EXPECTED_SIGN

MARKS = {
    "level": ("level", style.GREY, "s"),
    "diff": ("1-month difference", style.BLUE, "o"),
    "x13_diff": ("1-month, X-13 adjusted", style.ORANGE, "D"),
    "diff12": ("12-month difference", style.GREEN, "^"),
}
SYMBOLS = {column: symbol for symbol, column in DRIVERS.items()} | {"cash_deposit_ratio": "k"}
GAP = 1  # between drivers, in rows


def label(driver: str) -> str:
    """Return the name of a driver with its symbol."""
    words = "cash over all deposits" if driver == "cash_deposit_ratio" else driver.replace("_", " ")
    return f"{words} {SYMBOLS.get(driver, '')}".strip()


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw correlations as dots with bootstrap intervals over the band of what chance gives, one panel a country.

    Parameters
    ----------
    tables
        ``drivers``.
    options
        None are used.
    """
    table = tables["drivers"]
    table = table[table["transform"].isin(list(MARKS))]
    table = table.assign(
        chance_band=table["random_walk_band"].where(table["transform"] == "level").fillna(table["surrogate_band"])
    )
    figure, axes = style.panels(1, 2, height=4.9, sharey=True, sharex=True)
    places = {
        (driver, kind): -(block * (len(MARKS) + GAP) + row)
        for block, driver in enumerate(EXPECTED_SIGN)
        for row, kind in enumerate(MARKS)
    }
    for axis, (country, name) in zip(axes, style.COUNTRY_NAMES.items(), strict=True):
        for _, row in table[table["country"] == country].iterrows():
            place = places[row["driver"], row["transform"]]
            kind, colour, mark = MARKS[row["transform"]]
            band = row["chance_band"]
            chance = axis.barh(
                place,
                2 * band,
                left=-band,
                height=0.86,
                color=style.SHADE,
                linewidth=0,
                zorder=1,
                label="_reached by chance",
            )
            style.ranges(chance)
            axis.plot(
                [row["boot_lower"], row["boot_upper"]],
                [place, place],
                color=colour,
                linewidth=1.3,
                zorder=2,
                label=f"_{kind}, interval",
            )
            axis.plot(
                row["pearson"],
                place,
                marker=mark,
                color=colour,
                markersize=4.2,
                linestyle="",
                zorder=3,
                label=f"_{kind}",
            )
        axis.axvline(0, color="black", linewidth=0.6, zorder=2)
        axis.set_xlim(-1.04, 1.04)
        axis.set_xticks(np.linspace(-1, 1, 5))
        axis.set_xlabel("correlation with the multiplier")
        axis.set_title(name)
        axis.grid(False)
        axis.tick_params(axis="y", length=0)
    middle = [np.mean([places[driver, kind] for kind in MARKS]) for driver in EXPECTED_SIGN]
    axes[0].set_yticks(middle, [fill(label(driver), 16) for driver in EXPECTED_SIGN])
    axes[0].set_ylim(min(places.values()) - 0.9, 0.9)
    handles: list[Any] = [
        Line2D([], [], color=colour, marker=mark, markersize=4.2, label=label) for label, colour, mark in MARKS.values()
    ]
    handles.append(Patch(color=style.SHADE, label="reached by chance"))
    figure.legend(handles=handles, loc="outside lower center", ncols=3, handlelength=1.8)
    shown = ["country", "driver", "transform", "pearson", "boot_lower", "boot_upper", "chance_band"]
    return figure, table[shown]
