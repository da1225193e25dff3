"""What the tests decide about the study's statements, each with the power it had: a decision alone says little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from multiplier import DataError

COLUMNS = [
    "country",
    "statement",
    "test",
    "null",
    "pvalue",
    "decision",
    "direction",
    "alternative",
    "size",
    "power",
    "power_se",
]


def _only(table: pd.DataFrame, name: str, **where: object) -> pd.Series:
    """Return the one row of ``table`` whose columns hold the given values.

    Raises
    ------
    DataError
        If there is none; the message says which values the first column without a match holds.
    """
    found = table
    for column, value in where.items():
        close = np.isclose(found[column], value) if isinstance(value, float) else found[column].to_numpy() == value
        if not close.any():
            known = ", ".join(sorted({str(item) for item in found[column]}))
            raise DataError(
                f"{name}: nothing was computed for {column} = {value}; there is {known}: choose one of these in "
                "config.yaml (decisions)."
            )
        found = found[close]
    if len(found) > 1:
        raise DataError(f"{name}: {len(found)} rows for {where}, expected one.")
    return found.iloc[0]


def _decided(pvalue: float, significance: float) -> str:
    return "rejected" if pvalue < significance else "not rejected"


def _unit_root(tables: Mapping[str, pd.DataFrame], country: str, terms: str, settings: Mapping[str, Any]) -> dict:
    chosen = {"country": country, "series": "multiplier", "transform": "level", "test": "ADF", "deterministic": terms}
    chosen["lag_rule"] = settings["criterion"]
    test = _only(tables["unit_roots"], "unit root tests", **chosen)
    cells = {
        process: _only(tables["unit_root_power"], "power of unit root tests", **chosen, process=process, phi=phi)
        for process, phi in (("random_walk", 1.0), ("ar1", float(settings["phi"])))
    }
    return {
        "statement": "unit_root",
        "test": f"ADF_{terms}",
        "null": "unit root",
        "pvalue": test["pvalue"],
        "decision": test["decision"],
        "alternative": f"phi = {settings['phi']:g}",
        "size": cells["random_walk"]["rejections_share"],
        "power": cells["ar1"]["rejections_share"],
        "power_se": cells["ar1"]["share_se"],
    }


def _correlation(
    tables: Mapping[str, pd.DataFrame], country: str, driver: str, test: str, settings: Mapping[str, Any]
) -> dict:
    chosen = {"country": country, "driver": driver, "transform": "diff"}
    pvalue = _only(tables["drivers"], "correlations of drivers", **chosen)[f"{test}_p_holm"]
    chosen |= {"test": test, "design": "gaussian_ar1"}
    cells = [
        _only(tables["driver_power"], "power of correlations", **chosen, truth=float(truth))
        for truth in (0, settings["correlation"])
    ]
    return {
        "statement": f"driver_{driver}",
        "test": test,
        "null": "no relation",
        "pvalue": pvalue,
        "decision": _decided(pvalue, settings["significance"]),
        "alternative": f"correlation = {settings['correlation']:g}",
        "size": cells[0]["rejections"],
        "power": cells[1]["rejections"],
        "power_se": cells[1]["rejections_se"],
    }


def _trend(tables: Mapping[str, pd.DataFrame], country: str, test: str, settings: Mapping[str, Any]) -> dict:
    row = _only(tables["trends"], "tests of drift and season", country=country, test=test)
    unit = "percent of the mean" if test == "drift" else "of the variance"
    return {
        "statement": test,
        "test": "t" if test == "drift" else "F",
        "null": "no drift" if test == "drift" else "no season",
        "pvalue": row["pvalue_simulated"],
        "decision": row["decision"],
        "alternative": f"{row['alternative']:g} {unit}",
        "size": settings["significance"],
        "power": row["power"],
        "power_se": row["power_se"],
    }


def _residuals(tables: Mapping[str, pd.DataFrame], country: str, settings: Mapping[str, Any]) -> dict:
    row = _only(
        tables["arima_diagnostics"],
        "tests of residuals",
        country=country,
        reading=settings["reading"],
        estimator=settings["estimator"],
        test="Ljung-Box",
        alternative="second_lag",
    )
    return {
        "statement": "residuals",
        "test": "Ljung-Box",
        "null": "no correlation",
        "pvalue": row["pvalue_simulated"],
        "decision": _decided(row["pvalue_simulated"], settings["significance"]),
        "alternative": "second lag",
        "size": settings["significance"],
        "power": row["power"],
        "power_se": row["power_se"],
    }


def _stability(tables: Mapping[str, pd.DataFrame], country: str, test: str, settings: Mapping[str, Any]) -> dict:
    chosen = {"country": country, "reading": settings["reading"], "test": test}
    row = _only(tables["stability"], "tests of stability", **chosen)
    power = _only(tables["stability_power"], "power of tests of stability", **chosen, alternative="phi")
    return {
        "statement": "stability",
        "test": test,
        "null": "no break",
        # Adjusted for the readings, of which the study's text leaves the choice open.
        "pvalue": row["pvalue_holm"],
        "decision": _decided(row["pvalue_holm"], settings["significance"]),
        "alternative": f"phi {power['phi_before']:.2f} to {power['phi_after']:.2f}",
        "size": settings["significance"],
        "power": power["share"],
        "power_se": power["se"],
    }


def _forecast(tables: Mapping[str, pd.DataFrame], country: str, horizon: int, settings: Mapping[str, Any]) -> dict:
    row = _only(
        tables["contest"],
        "contest of forecasts",
        country=country,
        scheme="rolling",
        target="m",
        model=settings["reading"],
        horizon=horizon,
    )
    chosen = {"country": country, "horizon": horizon}
    cells = [
        _only(tables["contest_power"], "power of tests of accuracy", **chosen, rmse_ratio=float(ratio))
        for ratio in (1, settings["rmse_ratio"])
    ]
    return {
        "statement": f"forecast_{horizon}",
        "test": "Diebold-Mariano",
        "null": "equal accuracy",
        "pvalue": row["dm_vs_no_change_p"],
        "decision": _decided(row["dm_vs_no_change_p"], settings["significance"]),
        "direction": "formula better" if row["dm_vs_no_change"] < 0 else "formula worse",
        "alternative": f"RMSE ratio = {settings['rmse_ratio']:g}",
        "size": cells[0]["rejections"],
        "power": cells[1]["rejections"],
        "power_se": cells[1]["rejections_se"],
    }


def decisions(
    tables: Mapping[str, pd.DataFrame],
    countries: Sequence[str],
    drivers: Sequence[str],
    horizons: Sequence[int],
    settings: Mapping[str, Any],
) -> pd.DataFrame:
    """Return, per country and statement of the study, a test with its decision and its power.

    Parameters
    ----------
    tables
        unit_roots, unit_root_power, drivers, driver_power, trends, arima_diagnostics, stability,
        stability_power, contest and contest_power.
    countries, drivers, horizons
        What rows are made for.
    settings
        criterion (of the lags), phi, correlation and rmse_ratio (alternatives that were simulated),
        reading and estimator of the forecasting formula, significance.

    Returns
    -------
    DataFrame
        Columns :data:`COLUMNS`; direction is which forecast had the smaller errors, whatever the two-sided test
        decides. Size and power are shares of simulated samples; where the critical value is itself simulated
        the size is the level. P-values and decisions on drivers and on stability are adjusted by Holm's
        method, while the power is that of the single test, which no adjustment raises.

    Raises
    ------
    DataError
        If an alternative was not simulated.
    """
    rows = []
    for country in countries:
        found = [_unit_root(tables, country, terms, settings) for terms in ("n", "c")]
        found += [_trend(tables, country, test, settings) for test in ("drift", "seasonality")]
        found += [
            _correlation(tables, country, driver, test, settings)
            for driver in drivers
            for test in ("surrogate", "wild")
        ]
        found += [_residuals(tables, country, settings)]
        found += [_stability(tables, country, test, settings) for test in ("Chow", "sup-F", "CUSUM")]
        found += [_forecast(tables, country, horizon, settings) for horizon in horizons]
        rows += [{"country": country} | row for row in found]
    return pd.DataFrame(rows).reindex(columns=COLUMNS)
