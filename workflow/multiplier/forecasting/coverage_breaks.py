"""Accuracy where no series has changed its meaning yet: target months before a break in coverage."""

from __future__ import annotations

import numpy as np
import pandas as pd

COLUMNS = ["column", "month", "model", "horizon", "n", "rmse", "relative_rmse"]
NUMBERS = {"horizon": int, "n": int, "rmse": float, "relative_rmse": float}  # types that an empty table lacks


def before_breaks(table: pd.DataFrame, breaks: pd.DataFrame, benchmark: str) -> pd.DataFrame:
    """Return the errors of the multiplier from rolling origins, only target months before each break counted.

    Parameters
    ----------
    table
        Forecasts of one country, as :func:`multiplier.forecasting.contest.forecasts` returns them.
    breaks
        month and column of the country's breaks.
    benchmark
        Model that the errors are relative to.

    Returns
    -------
    DataFrame
        Columns :data:`COLUMNS`; no row for a horizon whose first target month lies behind the break.
    """
    rolling = table[(table["scheme"] == "rolling") & (table["target"] == "m")]
    rolling = rolling.assign(squared=(rolling["actual"] - rolling["forecast"]) ** 2)
    parts = [pd.DataFrame(columns=COLUMNS)]
    for _, row in breaks.iterrows():
        early = rolling[rolling["month"] < row["month"]]
        groups = early.groupby(["model", "horizon"], sort=True)["squared"]
        found = pd.DataFrame({"n": groups.size(), "rmse": np.sqrt(groups.mean())}).reset_index()
        scale = found[found["model"] == benchmark].set_index("horizon")["rmse"]
        found["relative_rmse"] = found["rmse"] / found["horizon"].map(scale)
        parts.append(found.assign(column=row["column"], month=row["month"])[COLUMNS])
    return pd.concat(parts[1:] or parts, ignore_index=True).astype(NUMBERS)
