"""Forecast of the multiplier with intervals, against what came after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style
from multiplier.months import window


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw the sample, one model's forecast with its intervals, the seasonal naive forecast and the outcome.

    Parameters
    ----------
    tables
        ``ratios`` (month index), ``forecasts`` and, where the country has them, ``events``.
    options
        country, model, levels, first, last, crisis; for a country that the style does not know also ``colour`` and
        ``money``, the name of the aggregate.
    """
    country = options["country"]
    all_forecasts = tables["forecasts"][tables["forecasts"]["country"] == country]

    def of(model: str) -> pd.DataFrame:
        part = all_forecasts[all_forecasts["model"] == model]
        return part.set_index(pd.PeriodIndex(part["month"], freq="M"))

    fan, naive = of(options["model"]), of("seasonal_naive")
    sample = window(tables["ratios"][["multiplier"]], options["first"], options["last"], "multiplier")["multiplier"]
    figure, (axis,) = style.panels(1, height=2.9)
    where = style.positions(fan.index)
    for level, alpha in zip(sorted(options["levels"], reverse=True), (0.18, 0.32), strict=True):
        style.band(
            axis,
            where,
            fan[f"lower_{level}"],
            fan[f"upper_{level}"],
            color=style.SKY,
            alpha=alpha,
            linewidth=0,
            label=f"{level} percent interval",
        )
    style.line(axis, sample, "sample", style.COUNTRY_COLOURS.get(country) or options["colour"])
    style.line(axis, fan["forecast"], "forecast", style.BLUE)
    style.line(axis, naive["forecast"], "same month a year before", style.GREY, linestyle=(0, (1, 1.2)))
    style.line(axis, fan["actual"].dropna(), "what came after", "black", linewidth=0, marker="o", markersize=3.2)
    axis.set_ylabel(f"{options.get('money', 'M2')} / base")
    months = pd.period_range(sample.index[0], fan.index[-1], freq="M")
    style.month_axis(axis, months, style.interval(months))
    style.mark_crisis(axis, options["crisis"])
    if "events" in tables:
        style.mark_events(axis, tables["events"], country)
    style.legend_below(axis, offset=-0.1)
    drawn = pd.concat([sample.rename("sample"), fan.drop(columns=["country", "month"])], axis=1)
    return figure, drawn.rename_axis("month").join(naive["forecast"].rename("seasonal_naive"))
