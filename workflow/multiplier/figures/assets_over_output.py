"""Assets of central banks over output, and the Eurosystem's assets, whose output is not in the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style
from multiplier.months import quarter_ended

BANKS = {
    "boj": ("Bank of Japan", style.GREEN, (0, (5, 1.5))),
    "federal_reserve": ("Federal Reserve", style.BLUE, "-"),
    "ecb": ("Eurosystem", style.GREY, (0, (3, 1, 1, 1))),
}


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw assets over output of two banks, and assets of three as indices.

    Parameters
    ----------
    tables
        ``assets``.
    options
        crisis, index_month (the last quarter that had ended by then is 100).
    """
    table = tables["assets"].assign(month=pd.PeriodIndex(tables["assets"]["quarter"], freq="Q").asfreq("M", how="end"))
    both = table.dropna(subset=["percent"]).groupby("month")["bank"].nunique()
    months = pd.period_range(both[both == 2].index[0], both[both == 2].index[-1], freq="M")
    figure, axes = style.panels(1, 2, height=2.5)
    base = quarter_ended(options["index_month"])
    for bank, (label, colour, dash) in BANKS.items():
        own = table[(table["bank"] == bank) & table["month"].isin(months)].set_index("month")
        if own["percent"].notna().any():
            style.line(axes[0], own["percent"], label, colour, linestyle=dash)
        index = 100 * own["assets"] / own.loc[own["quarter"] == base, "assets"].iloc[0]
        style.line(axes[1], index, label, colour, linestyle=dash)
    axes[0].set_title("Assets over GDP")
    axes[0].set_ylabel("percent")
    axes[1].set_title("Assets, own currency")
    axes[1].set_ylabel(f"{base} = 100")
    for axis in axes:
        style.month_axis(axis, months, interval=12)
        axis.xaxis.set_major_locator(style.dates.YearLocator(3))
        axis.xaxis.set_major_formatter(style.dates.DateFormatter("%Y"))
        axis.set_ylim(bottom=0)
        style.mark_crisis(axis, options["crisis"])
        axis.legend(loc="upper left")
    return figure, table[table["month"].isin(months)]
