"""Reserves, the federal funds rate and the American multiplier around interest on reserves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw excess and required reserves, the effective rate, and the multiplier.

    Parameters
    ----------
    tables
        ``reserves``, ``events``.
    options
        first, last (months), crisis.
    """
    table = tables["reserves"].assign(month=pd.PeriodIndex(tables["reserves"]["month"], freq="M"))
    part = table.set_index("month").loc[options["first"] : options["last"]]
    figure, axes = style.panels(3, height=1.55, sharex=True)
    style.line(axes[0], part["reserve_balances"] / 1000, "reserve balances", style.SKY, linewidth=2.4)
    style.line(axes[0], part["excess"].dropna() / 1000, "excess reserves", style.BLUE, linestyle=(0, (5, 1.5)))
    style.line(axes[0], part["required"] / 1000, "required reserves", style.ORANGE)
    axes[0].set_title("Reserves")
    axes[0].set_ylabel("trillion dollars")
    style.line(axes[1], part["federal_funds_rate"].dropna(), "effective rate", style.GREY)
    axes[1].set_title("Federal funds rate (effective)")
    axes[1].set_ylabel("percent")
    style.line(axes[2], part["multiplier"], "M2 / base", "black")
    style.line(axes[2], part["multiplier_m1"], "M1 / base", style.GREEN, linestyle=(0, (1, 1.2)))
    axes[2].set_title("Multiplier")
    axes[2].set_ylabel("ratio")
    for place, axis in enumerate(axes):
        style.month_axis(axis, part.index, interval=12)
        axis.set_ylim(bottom=0)
        style.mark_crisis(axis, options["crisis"])
        style.mark_events(axis, tables["events"], "us", labelled=place == 0)
    axes[0].legend(loc="upper left")
    axes[2].legend(loc="upper right")
    return figure, part[["reserve_balances", "excess", "required", "federal_funds_rate", "multiplier", "multiplier_m1"]]
