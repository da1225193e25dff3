"""Money, base money and multiplier in the crisis as indices, two areas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style

# Area -> title and series -> label, colour and dash; the euro area's base money is not in the data.
PANELS: dict[str, tuple[str, dict[str, tuple[str, str, Any]]]] = {
    "us": (
        "United States",
        {
            "base": ("base money", style.ORANGE, "-"),
            "m1": ("M1", style.SKY, (0, (1, 1.2))),
            "m2": ("M2", style.BLUE, "-"),
            "multiplier": ("multiplier", "black", (0, (5, 1.5))),
        },
    ),
    "euro_area": (
        "Euro area",
        {
            "ecb_assets": ("assets of the Eurosystem (not base)", style.GREY, (0, (3, 1, 1, 1))),
            "m3": ("M3", style.BLUE, "-"),
        },
    ),
}


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw the indices, a panel an area on one scale.

    Parameters
    ----------
    tables
        ``indices``.
    options
        crisis.
    """
    table = tables["indices"].assign(month=pd.PeriodIndex(tables["indices"]["month"], freq="M"))
    figure, axes = style.panels(1, 2, height=2.5, sharey=True)
    for axis, (area, (title, lines)) in zip(axes, PANELS.items(), strict=True):
        own = table[table["area"] == area]
        for series, (label, colour, dash) in lines.items():
            part = own[own["series"] == series].set_index("month")["index"]
            style.line(axis, part, label, colour, linestyle=dash)
        axis.axhline(100, color="black", linewidth=0.6)
        axis.set_title(title)
        style.month_axis(axis, part.index)
        style.mark_crisis(axis, options["crisis"])
        axis.legend(loc="upper left")
    axes[0].set_ylabel(f"{part.index[0]} = 100")
    return figure, table
