"""Headline numbers of the United States by vintage: as the months came in, and as they were revised afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib import dates
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from multiplier import DataError
from multiplier.figures import style

# Rows of panels: title, axis, and column of the table -> label, colour, dashes.
Line = tuple[str, str, Any]
PANELS: list[tuple[str, str, dict[str, Line]]] = [
    (
        "Change of the multiplier",
        "percent",
        {"change_percent": ("_change", style.BLUE, "-")},
    ),
    (
        "Coefficient of the formula",
        "\u03c6",
        {
            "phi_exact_ml": ("exact likelihood", style.BLUE, "-"),
            "phi_cls": ("least squares", style.ORANGE, (0, (1, 1))),
        },
    ),
    (
        "Forecast",
        "multiplier",
        {"forecast": ("forecast", style.BLUE, "-"), "outcome": ("what came", "black", "-")},
    ),
    (
        "Unit root test, simulated",
        "p",
        {
            "adf_n_simulated_p": ("no terms", style.BLUE, "-"),
            "adf_c_simulated_p": ("constant", style.ORANGE, (0, (1, 1))),
            "adf_ct_simulated_p": ("trend", style.GREEN, (0, (5, 1.5))),
        },
    ),
]
SHORT = 3  # vintages of a line in a panel up to which no eye finds it by its legend
HELD = {"linewidth": 0.9, "alpha": 0.45}  # of a line that goes on with the old base


def _name_if_short(axis: Axes, series: pd.Series, name: str, colour: str) -> None:
    """Write the name of a line above its end, if the line is too short for its legend to be enough."""
    if not 0 < len(series) <= SHORT:
        return
    place = style.positions(pd.PeriodIndex(series.index[-1:], freq="M"))[0]
    axis.annotate(
        name,
        (place, series.iloc[-1]),
        xytext=(0, 2),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=7,
        color=colour,
        bbox={"facecolor": "white", "linewidth": 0, "pad": 0.6},
    )


def _mark(axis: Axes, month: str, label: str, shown: bool) -> None:
    """Draw a dashed line at the beginning of a vintage's month, its label beside its upper end if ``shown``."""
    place = dates.date2num(pd.Period(month, freq="M").start_time)
    axis.axvline(place, color=style.GREY, linewidth=0.8, linestyle=(0, (4, 2)), zorder=1, label=f"_{label}")
    if not shown:
        return
    axis.annotate(
        label,
        (place, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(3, -2),
        textcoords="offset points",
        ha="left",
        va="top",
        fontsize=7,
        color=style.GREY,
    )


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw change, coefficient, forecast and unit root tests by vintage; panels on the right have their own scales.

    Parameters
    ----------
    tables
        ``vintages``: real_time.
    options
        close_up, last vintage of the panels on the left; published, month in which the study appeared; significance.

    Raises
    ------
    DataError
        If ``close_up`` leaves one side without vintages.
    """
    columns = [column for _, _, lines in PANELS for column in lines]
    table = tables["vintages"]
    drawn = table.loc[(table["country"] == "us") & table[columns].notna().any(axis=1)]
    drawn = drawn[["vintage", "base", "carried", *columns]].sort_values(["vintage", "base"], ignore_index=True)
    split = options["close_up"]
    begin, end = drawn["vintage"].min(), drawn["vintage"].max()
    if not begin < split < end:
        raise DataError(
            f"real_time.close_up: {split} is not inside the vintages with numbers, {begin}..{end}; choose one of these "
            "in config.yaml."
        )
    newest = drawn["base"][drawn["carried"]].iloc[-1]
    change = drawn.loc[drawn["base"] == newest, "vintage"].min()
    figure, axes = style.panels(len(PANELS), 2, height=1.35, width_ratios=[1, 1.35], sharex="col")
    sides = [(begin, split), (str(pd.Period(split, freq="M") + 1), end)]
    for row, (title, label, lines) in enumerate(PANELS):
        for side, span in enumerate(sides):
            axis = axes[2 * row + side]
            part = drawn[drawn["vintage"].between(*span)]
            for column, (name, colour, dash) in lines.items():
                for (base, carried), rows in part.groupby(["base", "carried"]):
                    shown = name if carried and base == part["base"].iloc[0] else f"_{name.removeprefix('_')}"
                    shown += "" if carried else f" with {base}"
                    weight = {} if carried else HELD
                    series = rows.set_index("vintage")[column]
                    style.line(axis, series, shown, colour, linestyle=dash, **weight)
                    _name_if_short(axis, series.dropna(), name, colour)
            style.month_axis(axis, pd.period_range(*span, freq="M"), 12)
            if label == "p":
                axis.axhline(options["significance"], color="black", linewidth=0.8, linestyle=(0, (4, 2)))
                axis.set_ylim(0, 1.02)
            if side == 0:
                axis.set_ylabel(label)
                axis.set_title(title)
                if span[0] < options["published"] <= span[1]:
                    _mark(axis, options["published"], "study", row == 0)
            else:
                axis.xaxis.set_major_locator(dates.YearLocator(3))
                axis.xaxis.set_major_formatter(dates.DateFormatter("%Y"))
                if len(lines) > 1:
                    style.legend_above(axis)
                if drawn["base"].nunique() > 1:
                    _mark(axis, change, newest, row == 0)
    for axis in axes[-2:]:
        axis.set_xlabel("vintage")
    return figure, drawn
