"""How often series with known persistence are judged stationary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multiplier.figures import style

NOMINAL = 5  # percent
PURPLE = "#CC79A7"  # of the same palette as those of style


def draw(tables: Mapping[str, pd.DataFrame], options: Mapping[str, Any]) -> tuple[Figure, pd.DataFrame]:
    """Draw the share of simulated series judged stationary against phi, a panel a country.

    Judged stationary: a unit root is rejected, or, by KPSS, stationarity is not.

    Parameters
    ----------
    tables
        ``power``.
    options
        criterion (of the lags of ADF and DF-GLS) and bandwidth (of Phillips-Perron and KPSS).
    """
    rule, bandwidth = options["criterion"], options["bandwidth"]
    # test, terms, rule: label, colour, line style, width
    lines = {
        ("KPSS", "c", bandwidth): ("KPSS, constant", style.GREY, (0, (1, 1.2)), 1.4),
        ("DF-GLS", "c", rule): ("DF-GLS, constant", style.GREEN, (0, (4, 1.5)), 1.4),
        ("PP", "c", bandwidth): ("Phillips-Perron, constant", PURPLE, (0, (3, 1.2, 1, 1.2)), 1.4),
        ("ADF", "c", rule): ("ADF, constant", style.BLUE, "-", 1.4),
        ("ADF", "ct", rule): ("ADF, constant and trend", style.SKY, "-", 1.4),
        ("ADF", "n", rule): ("ADF without constant, the study's", style.ORANGE, "-", 2.4),
    }
    table = tables["power"]
    table = table[(table["transform"] == "level") & table["process"].isin(["random_walk", "ar1"])]
    figure, axes = style.panels(1, 2, height=2.7, sharey=True)
    drawn = []
    for axis, (country, name) in zip(axes, style.COUNTRY_NAMES.items(), strict=True):
        for (test, terms, lag_rule), (label, colour, dash, width) in lines.items():
            cells = table[
                (table["country"] == country)
                & (table["test"] == test)
                & (table["deterministic"] == terms)
                & (table["lag_rule"] == lag_rule)
            ].sort_values("phi")
            share = cells["rejections_share"] if test != "KPSS" else 1 - cells["rejections_share"]
            axis.plot(
                cells["phi"],
                100 * share,
                label=label,
                color=colour,
                linestyle=dash,
                linewidth=width,
                marker="o",
                markersize=3,
                clip_on=False,
                zorder=4 if terms == "n" else 3,
            )
            drawn.append(cells.assign(judged_stationary_percent=100 * share))
        axis.axhline(NOMINAL, color="black", linewidth=0.6, linestyle=(0, (4, 2)))
        axis.set_title(name)
        axis.set_ylim(0, 100)
        phis = sorted(table["phi"].unique())
        axis.set_xticks(phis, [*(f"{phi:g}" for phi in phis[:-1]), "1"])
        axis.set_xlabel("AR(1) coefficient (1: unit root)")
    axes[0].set_ylabel("judged stationary, percent")
    axes[0].annotate(
        f"{NOMINAL} %",
        (phis[0], NOMINAL),
        xytext=(0, 2),
        textcoords="offset points",
        fontsize=7,
        va="bottom",
    )
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2, handlelength=3.2)
    columns = ["country", "test", "deterministic", "lag_rule", "phi", "judged_stationary_percent", "share_se"]
    return figure, pd.concat(drawn)[columns]
