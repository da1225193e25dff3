"""How every forecasting model fared against the last value, by horizon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from multiplier.figures import style
from multiplier.forecasting.models.names import NAMES

MARKS = ("o", "s", "^", "D", "v", "P")
TICKS = (0.5, 0.7, 1, 1.5, 2, 3, 5, 8)


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw root mean squared errors relative to the last value, a row a model, a mark a horizon, a panel a country.

    Parameters
    ----------
    tables
        ``contest``.
    options
        benchmark (model that the errors are relative to), readings (models that are the study's formula).
    """
    table = tables["contest"]
    chosen = table[(table["scheme"] == "rolling") & (table["target"] == "m") & (table["model"] != options["benchmark"])]
    order = np.log(chosen.set_index("model")["relative_rmse"]).groupby("model").mean().sort_values().index[::-1]
    rows = {model: row for row, model in enumerate(order)}
    horizons = sorted(chosen["horizon"].unique())
    shift = np.linspace(0.27, -0.27, len(horizons))  # so that marks of one row do not cover each other
    shades = [style.SKY, style.BLUE, style.GREEN, style.ORANGE, style.GREY, "black"]
    figure, axes = style.panels(1, 2, height=0.29 * len(rows) + 0.5, sharey=True)
    for axis, (country, name) in zip(axes, style.COUNTRY_NAMES.items(), strict=True):
        part = chosen[chosen["country"] == country]
        axis.grid(True, axis="x")
        axis.grid(False, axis="y")
        for model in options["readings"]:
            axis.axhspan(
                rows[model] - 0.5,
                rows[model] + 0.5,
                color=style.SHADE,
                zorder=0,
                linewidth=0,
                label="_the study's formula",
            )
        axis.axvline(1, color="black", linewidth=0.8, zorder=1)
        for model, row in rows.items():
            values = part[part["model"] == model].sort_values("horizon")["relative_rmse"]
            axis.plot(values, row + shift, color=style.GREY, linewidth=0.7, zorder=2, label="_all")
        for horizon, up, mark, colour in zip(horizons, shift, MARKS, shades, strict=False):
            of_horizon = part[part["horizon"] == horizon]
            axis.plot(
                of_horizon["relative_rmse"],
                of_horizon["model"].map(rows) + up,
                linestyle="",
                marker=mark,
                markersize=4.2,
                markeredgecolor="white",
                markeredgewidth=0.3,
                color=colour,
                label=str(horizon),
                zorder=3,
            )
        axis.set_xscale("log")
        low, high = part["relative_rmse"].min(), part["relative_rmse"].max()
        axis.set_xlim(low / 1.15, high * 1.15)
        axis.xaxis.set_major_locator(FixedLocator([tick for tick in TICKS if low / 1.15 <= tick <= high * 1.15]))
        axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.xaxis.set_minor_locator(NullLocator())
        axis.set_title(name)
        axis.set_ylim(-0.6, len(rows) - 0.4)
    axes[0].set_yticks(list(rows.values()), [NAMES[model] for model in rows])
    for label, model in zip(axes[0].get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if model in options["readings"] else "normal")
    figure.supxlabel("root mean squared error over that of the last value (log scale)", fontsize=8)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(
        handles, labels, title="months ahead", loc="outside upper center", ncols=len(labels), title_fontsize=7.5
    )
    return figure, chosen[["country", "model", "horizon", "relative_rmse"]].reset_index(drop=True)
