"""Numbers of the forecasting formula: correlogram, readings, forecasts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.number import Number, Numbers


def _correlogram(table: pd.DataFrame, significance: float) -> Numbers:
    found: Numbers = {}
    for country, part in table.groupby("country"):
        rows = part.set_index("lag")
        last = int(rows.index.max())
        rest = rows["pac"].drop(1).abs()
        found |= {
            f"{country}_ac_first": Number(rows["ac"][1], "correlation", 2, "correlogram"),
            f"{country}_pac_first": Number(rows["pac"][1], "correlation", 2, "correlogram"),
            f"{country}_pac_second": Number(rows["pac"][2], "correlation", 2, "correlogram"),
            f"{country}_pac_rest": Number(rest.max(), "correlation", 2, "correlogram"),
            f"{country}_ac_last": Number(rows["ac"][last], "correlation", 2, "correlogram"),
            f"{country}_ac_negative": Number(int((rows["ac"] < 0).idxmax()), "lag", 0, "correlogram"),
            f"{country}_ar1_ac_last": Number(rows["ar1_ac_mean"][last], "correlation", 2, "correlogram"),
            f"{country}_ar1_ac_outside": Number(
                int((~rows["ac"].between(rows["ar1_ac_low"], rows["ar1_ac_high"])).sum()), "lags", 0, "correlogram"
            ),
            f"{country}_q_last": Number(rows["q"][last], "statistic", 1, "correlogram"),
            f"{country}_pac_outside": Number(int((rest > rows["band"][1]).sum()), "lags", 0, "correlogram"),
        }
        found[f"{country}_q_kept"] = Number(int((rows["p"] >= significance).sum()), "lags", 0, "correlogram")
        found["correlogram_band"] = Number(rows["band"][1], "correlation", 2, "correlogram")
        found["correlogram_lags"] = Number(last, "lags", 0, "correlogram")
    return found


def _arima(table: pd.DataFrame) -> Numbers:
    found: Numbers = {}
    for _, row in table.iterrows():
        key = f"{row['country']}_{row['reading']}_{row['estimator']}"
        found[f"{key}_{row['parameter']}"] = Number(row["estimate"], "coefficient", 3, "arima")
        if pd.notna(row["std_error"]):
            found[f"{key}_{row['parameter']}_se"] = Number(row["std_error"], "coefficient", 3, "arima")
        found[f"{key}_ljung_box_p"] = Number(row["ljung_box_p"], "probability", 3, "arima")
        found[f"{key}_nobs"] = Number(int(row["nobs"]), "months", 0, "arima")
    levels = table[(table["parameter"] == "phi") & table["reading"].isin(["w_no_mean", "w_mean"])]
    for country, part in levels.groupby("country"):
        found[f"{country}_w_phi_low"] = Number(part["estimate"].min(), "coefficient", 2, "arima")
        found[f"{country}_w_phi_high"] = Number(part["estimate"].max(), "coefficient", 2, "arima")
    found["readings_fitted"] = Number(len(table[["reading", "estimator"]].drop_duplicates()), "fits", 0, "arima")
    found["unconverged"] = Number(
        int((~table.drop_duplicates(["country", "reading", "estimator"])["converged"].astype(bool)).sum()),
        "fits",
        0,
        "arima",
    )
    return found


def _forecasts(forecasts: pd.DataFrame, accuracy: pd.DataFrame, headline: Mapping[str, str]) -> Numbers:
    model = "{reading}/{estimator}".format(**headline)
    found: Numbers = {
        f"forecast_{choice}": Number(headline[choice], "name", None, "forecasts") for choice in ("reading", "estimator")
    }
    china = forecasts[(forecasts["country"] == "china") & (forecasts["model"] == model)].iloc[-1]
    levels = sorted(int(column.rpartition("_")[2]) for column in forecasts if column.startswith("lower_"))
    for place, level in zip(("inner", "outer"), levels, strict=True):
        found |= {
            f"forecast_{place}": Number(level, "percent", 0, "forecasts"),
            f"forecast_{place}_lower": Number(china[f"lower_{level}"], "ratio", 2, "forecasts"),
            f"forecast_{place}_upper": Number(china[f"upper_{level}"], "ratio", 2, "forecasts"),
        }
    found |= {
        "forecast_last": Number(china["forecast"], "ratio", 2, "forecasts"),
        "forecast_last_month": Number(china["month"], "month", None, "forecasts"),
        "forecast_actual": Number(china["actual"], "ratio", 2, "forecasts"),
        "forecast_horizon": Number(int(china["horizon"]), "months", 0, "forecasts"),
    }
    for _, row in accuracy[accuracy["country"] == "china"].iterrows():
        key = {model: "headline", "seasonal_naive": "naive", "no_change": "no_change"}.get(row["model"])
        if key:
            found |= {
                f"accuracy_{key}_rmse": Number(row["rmse"], "ratio", 2, "forecast_accuracy"),
                f"accuracy_{key}_months": Number(int(row["months"]), "months", 0, "forecast_accuracy"),
                f"accuracy_{key}_mean_error": Number(row["mean_error"], "ratio", 2, "forecast_accuracy"),
            }
    found["us_forecast_months"] = Number(
        int(accuracy.loc[accuracy["country"] == "us", "months"].max()), "months", 0, "forecast_accuracy"
    )
    return found


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    return (
        _correlogram(tables["correlogram"], settings["significance"])
        | _arima(tables["arima"])
        | _forecasts(tables["forecasts"], tables["forecast_accuracy"], settings["arima_headline"])
    )
