"""Tables of what the correlations of drivers and multiplier are worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.drivers.lead_lags import peaks
from multiplier.report.markup import Column, Origin, PrintedTable
from multiplier.report.number import minus
from multiplier.report.tables.cells import ADJUSTED, COUNTRY, DRIVER, TRANSFORM, fixed, probability

DESIGN = {
    "gaussian_ar1": "Gaussian AR(1)",
    "observed_amplitudes": "amounts kept",
    "independent": "independent months",
}
TEST = {"surrogate": "surrogates", "wild": "random signs", "largest_lag": "largest of all lags", "sign": "sign test"}
FORM = {
    "level_four": "levels, four",
    "log_four": "logarithms, four",
    "level_two": "levels, two",
    "log_two": "logarithms, two",
}
SHOWN = ("diff", "x13_diff", "stl_diff", "diff12")  # the transforms of the printed table; all are in the file
KIND = TRANSFORM | ADJUSTED


def inference(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Correlations of changes with bootstrap intervals and p-values by surrogates and by random signs."""
    rows = [
        [
            COUNTRY[row["country"]],
            DRIVER[row["driver"]],
            KIND[row["transform"]],
            fixed(row["pearson"], 2),
            f"{fixed(row['boot_lower'], 2)} to {fixed(row['boot_upper'], 2)}",
            *(
                "" if pd.isna(row[name]) else probability(row[name])
                for name in ("surrogate_p", "surrogate_p_holm", "wild_p", "wild_p_holm")
            ),
        ]
        for country in COUNTRY
        for kind in SHOWN
        for _, row in table[(table["country"] == country) & (table["transform"] == kind)].iterrows()
    ]
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Driver", "left"),
            Column("Transform", "left"),
            Column("r"),
            Column("Interval"),
            Column("p, surrogates"),
            Column("Holm"),
            Column("p, signs"),
            Column("Holm"),
        ],
        rows,
        origin,
    )


def power(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Rejections by test, series and true relation, lowest and highest over the drivers, countries side by side."""
    order = {name: place for place, name in enumerate(TEST)}
    ordered = table.sort_values("test", key=lambda names: names.map(order), kind="stable")
    rows = []
    for (test, design, kind, truth), part in ordered.groupby(["test", "design", "transform", "truth"], sort=False):
        cells = []
        for country in COUNTRY:
            shares = 100 * part.loc[part["country"] == country, "rejections"]
            same = len(shares) == 1
            cells.append(fixed(shares.min(), 1) if same else f"{fixed(shares.min(), 1)} to {fixed(shares.max(), 1)}")
        relation = f"{100 * truth:g} % of months agree" if test == "sign" else f"correlation {truth:g}"
        rows.append([TEST[test], DESIGN[design], KIND[kind], relation, *cells])
    return PrintedTable(
        [
            Column("Test", "left"),
            Column("Simulated series", "left"),
            Column("Transform", "left"),
            Column("True relation", "left"),
            Column("China, %"),
            Column("United States, %"),
        ],
        rows,
        origin,
    )


def largest_lags(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Largest correlation over all leads and lags, with its p-value."""
    rows = [
        [
            COUNTRY[country],
            DRIVER[row["driver"]],
            KIND[row["transform"]],
            minus(f"{row['lag']:d}"),
            fixed(row["correlation"], 2),
            probability(row["largest_p"]),
            probability(row["largest_p_holm"]),
        ]
        for country, part in table.groupby("country")
        for _, row in peaks(part).iterrows()
    ]
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Driver", "left"),
            Column("Transform", "left"),
            Column("Lead, months"),
            Column("r"),
            Column("p"),
            Column("Holm"),
        ],
        rows,
        origin,
    )


def signs(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Months in which driver and multiplier moved as theory says, and those in which they did not."""
    changes = table[table["transform"] == "diff"]
    rows = []
    for (country, driver), part in changes.groupby(["country", "driver"], sort=False):
        against = part.loc[~part["agrees"].astype(bool), "month"].astype(str)
        rows.append(
            [
                COUNTRY[country],
                DRIVER[driver],
                f"{len(part) - len(against)} of {len(part)}",
                ", ".join(against) or "none",
            ]
        )
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Driver", "left", 1.1),
            Column("Agrees", "left"),
            Column("Months in which they moved otherwise", "left", 5.0),
        ],
        rows,
        origin,
        wide=True,
        floating=False,
    )


def regressions(table: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Slopes of the regressions on four and on two ratios beside the derivatives, both multipliers side by side."""
    keys = ["country", "form", "regressor"]
    parts = {name: part.set_index(keys) for name, part in table.groupby("regressand")}
    rows = []
    for key, published in parts["published"].iterrows():
        country, form, regressor = key
        from_ratios = parts["from_ratios"].loc[key]
        rows.append(
            [
                COUNTRY[country],
                FORM[form],
                DRIVER[regressor],
                fixed(published["analytic"], 2),
                *(
                    cell
                    for row in (published, from_ratios)
                    for cell in (f"{fixed(row['slope'], 2)} ({fixed(row['hac_se'], 2)})", fixed(row["difference_t"], 1))
                ),
                fixed(published["vif"], 1),
            ]
        )
    return PrintedTable(
        [
            Column("Country", "left"),
            Column("Form", "left"),
            Column("Ratio", "left"),
            Column("Derivative"),
            Column("Slope (s.e.)"),
            Column("t"),
            Column("Slope, from ratios"),
            Column("t"),
            Column("VIF"),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {
        "driver-inference": inference(frames["drivers"], origins["drivers"]),
        "driver-power": power(frames["driver_power"], origins["driver_power"]),
        "lead-lags": largest_lags(frames["lead_lags"], origins["lead_lags"]),
        "signs": signs(frames["driver_signs"], origins["driver_signs"]),
        "identity-regressions": regressions(frames["identity_regressions"], origins["identity_regressions"]),
    }
