"""The multiplier from forecasts of its ratios: fit, forecasts of a hold-out, and what they compete with.

Each ratio is regressed on a trend and the calendar months, or on these and its last value; the fitted and forecast
ratios go into the formula (stability study, ST-01).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import sympy as sp
from statsmodels.tsa.ar_model import AutoReg

from multiplier.algebra.studies import SOURCE
from multiplier.companions.terms import FORMS, GAPS, HEADLINE, MAIN_RESERVES, REGRESSIONS
from multiplier.definitions import total
from multiplier.forecasting.diebold_mariano import diebold_mariano, rejections
from multiplier.forecasting.models.autoregressions import seasonal_ar
from multiplier.forecasting.models.benchmarks import no_change, seasonal_naive
from multiplier.identities import multiplier_from_ratios, multiplier_from_two_ratios
from multiplier.multiple_testing import holm

PERIOD = 12
# Reserves of China: the central bank's table has them for all years, the banks' own table from 2006 on.
CENTRAL_BANK, OWN = "deposits_of_financial_corporations", "deposits_with_central_bank"
RESERVES = {
    "central_bank": "the central bank's deposits of financial corporations",
    "spliced": "banks' deposits with the central bank, before their table begins the central bank's figure",
    "base_less_cash": "base money less cash",
}
TESTED = ("no_change", "seasonal_naive")
NEEDED = ["m0", "m2", "demand_deposits", "time_deposits", "savings_deposits", "reserve_money", CENTRAL_BANK]


def missing(clean: pd.DataFrame, first: str, last: str) -> str:
    """Return the columns without figures inside ``first``..``last`` with their first month, or nothing."""
    months = pd.period_range(first, last, freq="M")
    part = clean[NEEDED].reindex(months)
    holes = part.isna().any()
    return ", ".join(f"{name} from {part[name].isna().idxmax()}" for name in NEEDED if holes[name])


def ratios_of(clean: pd.DataFrame, reserves: str) -> pd.DataFrame:
    """Return c, s, t, k, r, the published multiplier and the one of the formula, for a definition of reserves.

    ``reserves`` is a key of :data:`RESERVES`; c, s, t are per demand deposits, k and r per demand, time and savings
    deposits.
    """
    # ASSUME: where a study of 2005 needs reserves that banks' balance sheets show from 2006 on only, the central
    # bank's deposits of financial corporations stand for them.
    amounts = {
        "central_bank": clean[CENTRAL_BANK],
        "spliced": clean[OWN].fillna(clean[CENTRAL_BANK]),
        "base_less_cash": total(clean, {"reserve_money": 1, "m0": -1}, "base less cash"),
    }[reserves]
    demand = clean["demand_deposits"]
    deposits = demand + clean["time_deposits"] + clean["savings_deposits"]
    frame = pd.DataFrame(
        {
            "c": clean["m0"] / demand,
            "s": clean["savings_deposits"] / demand,
            "t": clean["time_deposits"] / demand,
            "k": clean["m0"] / deposits,
            "r": amounts / deposits,
            "m": clean["m2"] / clean["reserve_money"],
        }
    )
    return frame.assign(formula=multiplier_from_two_ratios(frame["k"], frame["r"]))


def formula(form: str, values: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the multiplier of a form's ratios."""
    series = {name: pd.Series(value) for name, value in values.items()}
    if form == "kr":
        return np.asarray(multiplier_from_two_ratios(series["k"], series["r"]))
    return np.asarray(multiplier_from_ratios(series["c"], series["r"], series["s"], series["t"]))


def regress(values: np.ndarray, horizon: int, lags: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return fitted values (the first ``lags`` missing), forecasts and coefficients of lags.

    Least squares on a constant, a trend, calendar months and ``lags`` own lags.
    """
    result = AutoReg(values, lags=lags, trend="ct", seasonal=True, period=PERIOD).fit()
    own = np.concatenate([np.full(lags, np.nan), np.asarray(result.fittedvalues)])
    ahead = np.asarray(result.forecast(horizon)) if horizon else np.empty(0)
    return own, ahead, np.asarray(result.params)[len(result.params) - lags :]


def paths(table: pd.DataFrame, origin: pd.Period, horizon: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return fitted values and forecasts of every ratio by every regression, and of m itself, from one origin.

    Keys are ``<ratio>/<regression>``.
    """
    history = table.loc[:origin]
    return {
        f"{name}/{kind}": regress(history[name].to_numpy(), horizon, lags)[:2]
        for name in ("c", "s", "t", "k", "r", "m")
        for kind, lags in REGRESSIONS.items()
    }


def combined(
    found: Mapping[str, tuple[np.ndarray, np.ndarray]], part: int, form: str, kind: str, gap: float | np.ndarray
) -> np.ndarray:
    """Return the formula of fitted (``part`` 0) or forecast (1) ratios, times exp(``gap``)."""
    return formula(form, {name: found[f"{name}/{kind}"][part] for name in FORMS[form]}) * np.exp(gap)


def from_origin(table: pd.DataFrame, origin: pd.Period, horizon: int) -> pd.DataFrame:
    """Return the forecasts of all models for 1, .., ``horizon`` months after ``origin``, a column a model."""
    history = table.loc[:origin]
    m = history["m"].to_numpy()
    last_gap = float(np.log(history["m"].iloc[-1] / history["formula"].iloc[-1]))
    found = paths(table, origin, horizon)
    made = {
        "_".join((form, kind, gap)): combined(found, 1, form, kind, last_gap if gap == "last" else 0.0)
        for form, kind, gap in itertools.product(FORMS, REGRESSIONS, GAPS)
    }
    made |= {
        "no_change": no_change(m, horizon).mean,
        "seasonal_naive": seasonal_naive(m, horizon, PERIOD).mean,
        "seasonal_ar": seasonal_ar(m, horizon, PERIOD).mean,
        "direct_trend": found["m/trend"][1],
        "direct_ar": found["m/ar"][1],
    }
    months = pd.period_range(origin + 1, periods=horizon, freq="M", name="month")
    return pd.DataFrame(made, index=months)


def _measures(error: np.ndarray, actual: np.ndarray, scale: float) -> dict[str, float]:
    return {
        "n": len(error),
        "rmse": float(np.sqrt((error**2).mean())),
        "mae": float(np.abs(error).mean()),
        "mape": float(100 * np.abs(error / actual).mean()),
        "mase": float(np.abs(error).mean()) / scale,
        "mean_error": float(error.mean()),
    }


def forecast_errors(
    table: pd.DataFrame,
    sample: Mapping[str, str],
    holdout: Mapping[str, str],
    rolling_last: str,
    horizons: Sequence[int],
) -> dict[tuple[str, int], pd.DataFrame]:
    """Return actual less forecast, a column a model, by scheme and horizon.

    ``holdout`` is one path over the hold-out (its horizon is the number of its months); ``rolling`` has every month
    from the last of the sample on as origin, estimation windows growing, up to targets in ``rolling_last``.
    """
    known = table.loc[sample["first"] : rolling_last]
    m = known["m"]
    first, end = pd.Period(sample["last"], freq="M"), pd.Period(holdout["last"], freq="M")
    path = from_origin(known, first, (end - first).n)
    errors = {("holdout", len(path)): -path.sub(m.loc[path.index], axis=0)}
    made = {
        origin: from_origin(known, origin, max(horizons))
        for origin in pd.period_range(first, m.index[-1] - 1, freq="M")
    }
    for horizon in horizons:
        rows = {
            origin + horizon: m[origin + horizon] - path.iloc[horizon - 1]
            for origin, path in made.items()
            if origin + horizon <= m.index[-1]
        }
        errors["rolling", horizon] = pd.DataFrame(rows).T.set_axis(pd.PeriodIndex(list(rows), freq="M"))
    return errors


def scores(errors: Mapping[tuple[str, int], pd.DataFrame], m: pd.Series, sample: Mapping[str, str]) -> pd.DataFrame:
    """Return accuracy of every model.

    Parameters
    ----------
    errors
        Of :func:`forecast_errors`.
    m, sample
        The multiplier, and the window whose seasonal naive error the MASE is measured in.

    Returns
    -------
    DataFrame
        scheme, horizon, model, n, rmse, mae, mape (percent), mase, mean_error (actual less forecast), and for no change
        and the same month a year before relative_<benchmark> (RMSE), dm_<benchmark>, its p and p_holm; the tests are of
        rolling forecasts.
    """
    scale = float(m.loc[sample["first"] : sample["last"]].diff(PERIOD).abs().mean())
    found = []
    for (scheme, horizon), table in errors.items():
        actual = m.loc[table.index].to_numpy()
        for model in table:
            error = table[model].to_numpy(float)
            row = {"scheme": scheme, "horizon": horizon, "model": model} | _measures(error, actual, scale)
            for name in TESTED:
                other = table[name].to_numpy(float)
                row[f"relative_{name}"] = row["rmse"] / float(np.sqrt((other**2).mean()))
                if scheme == "rolling" and model != name:
                    statistic, p, _ = diebold_mariano(error**2 - other**2, horizon)
                    row |= {f"dm_{name}": float(statistic), f"dm_{name}_p": float(p)}
            found.append(row)
    result = pd.DataFrame(found)
    for name in TESTED:
        tested = result.dropna(subset=[f"dm_{name}_p"])
        result[f"dm_{name}_p_holm"] = tested.groupby("horizon")[f"dm_{name}_p"].transform(holm)
    return result


def power(
    errors: Mapping[tuple[str, int], pd.DataFrame],
    ratios: Sequence[float],
    significance: float,
    draws: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return how often the test of equal accuracy would see a better forecast, at these numbers of forecasts.

    Returns
    -------
    DataFrame
        horizon, n, correlation (of the errors of :data:`HEADLINE` and no change) and the columns of
        :func:`multiplier.forecasting.diebold_mariano.rejections`.
    """
    parts = []
    for (scheme, horizon), table in errors.items():
        if scheme == "rolling":
            correlation = float(table[[HEADLINE, "no_change"]].astype(float).corr().iloc[0, 1])
            found = rejections(len(table), horizon, correlation, ratios, significance, draws, rng)
            parts.append(found.assign(horizon=horizon, n=len(table), correlation=correlation))
    return pd.concat(parts, ignore_index=True)


def specifications(clean: pd.DataFrame, sample: Mapping[str, str], holdout: Mapping[str, str]) -> pd.DataFrame:
    """Return every reading of the procedure: fit inside the sample and accuracy of the hold-out.

    Returns
    -------
    DataFrame
        reserves, form, regression, gap; fit_rmse and fit_mape (percent) of the fitted ratios' multiplier, of the months
        that all fits have; rmse and mape of the hold-out; relative_no_change and relative_seasonal_naive (RMSE);
        beats_both.
    """
    first, end = pd.Period(sample["last"], freq="M"), pd.Period(holdout["last"], freq="M")
    rows = []
    for reserves in RESERVES:
        table = ratios_of(clean, reserves).loc[sample["first"] : holdout["last"]]
        history, actual = table.loc[:first], table["m"].loc[first + 1 : end].to_numpy()
        errors = actual[:, None] - from_origin(table, first, len(actual))
        rmse = np.sqrt((errors**2).mean())
        found = paths(table, first, 0)
        gaps = np.log(history["m"] / history["formula"]).to_numpy()
        for form, kind, gap in itertools.product(FORMS, REGRESSIONS, GAPS):
            model = "_".join((form, kind, gap))
            # Inside the sample the gap last seen is that of the month before.
            before = np.concatenate([[np.nan], gaps[:-1]]) if gap == "last" else np.zeros(len(gaps))
            fit = (history["m"].to_numpy() - combined(found, 0, form, kind, before))[1:]
            rows.append(
                {"reserves": reserves, "form": form, "regression": kind, "gap": gap}
                | {"fit_rmse": float(np.sqrt((fit**2).mean()))}
                | {"fit_mape": float(100 * np.abs(fit / history["m"].to_numpy()[1:]).mean())}
                | {"rmse": rmse[model], "mape": float(100 * np.abs(errors[model] / actual).mean())}
                | {f"relative_{name}": rmse[model] / rmse[name] for name in ("no_change", "seasonal_naive")}
                | {"beats_both": bool(rmse[model] < rmse[["no_change", "seasonal_naive"]].min())}
            )
    return pd.DataFrame(rows)


def by_ratio(table: pd.DataFrame, sample: Mapping[str, str], holdout: Mapping[str, str]) -> pd.DataFrame:
    """Return how well each ratio is fitted and forecast, and what its forecast error alone does to the multiplier.

    Returns
    -------
    DataFrame
        regression, ratio, lag (coefficient of the last value), fit_percent and forecast_percent (mean absolute error,
        percent of the ratio), mean_error_percent (actual less forecast, hold-out), multiplier_percent (mean change of
        the formula's multiplier, in percent, when this ratio alone is forecast and the others of c, s, t, r are known;
        for k with r).
    """
    first, end = pd.Period(sample["last"], freq="M"), pd.Period(holdout["last"], freq="M")
    history, later = table.loc[sample["first"] : first], table.loc[first + 1 : end]
    rows = []
    for kind, lags in REGRESSIONS.items():
        for name in ("c", "s", "t", "r", "k"):
            own, ahead, lag = regress(history[name].to_numpy(), len(later), lags)
            form = "kr" if name == "k" else "cstr"
            known = {ratio: later[ratio].to_numpy() for ratio in FORMS[form]}
            moved = formula(form, known | {name: ahead}) / formula(form, known) - 1
            actual = later[name].to_numpy()
            inside = history[name].to_numpy()[lags:]
            rows.append(
                {"regression": kind, "ratio": name, "lag": float(lag[0]) if lags else float("nan")}
                | {"fit_percent": float(100 * np.abs(own[lags:] / inside - 1).mean())}
                | {"forecast_percent": float(100 * np.abs(ahead / actual - 1).mean())}
                | {"mean_error_percent": float(100 * (actual / ahead - 1).mean())}
                | {"multiplier_percent": float(100 * moved.mean())}
            )
    return pd.DataFrame(rows)


def curvature(
    table: pd.DataFrame, sample: Mapping[str, str], horizon: int, draws: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Return by how much the formula of expected ratios misses the expected formula (Jensen's inequality).

    Errors of c, s, t, r are Gaussian with the covariance of the regressions' residuals, accumulated by the
    coefficients of the last values; parameters are taken as known.

    Returns
    -------
    DataFrame
        regression, horizon, plug_in, bias (simulated mean less plug_in), bias_se, second_order (half the trace of
        second derivatives times covariance), percent (of plug_in).
    """
    history = table.loc[sample["first"] : sample["last"]]
    names = FORMS["cstr"]
    symbols = [SOURCE.symbols[name] for name in names]
    hessian = sp.lambdify(symbols, sp.hessian(SOURCE.derived, symbols))
    half = rng.standard_normal((draws // 2, horizon, len(names)))
    shocks = np.concatenate([half, -half])  # antithetic: linear terms cancel exactly
    rows = []
    for kind, lags in REGRESSIONS.items():
        fits = [regress(history[name].to_numpy(), horizon, lags) for name in names]
        residuals = np.stack(
            [history[name].to_numpy()[lags:] - own[lags:] for name, (own, _, _) in zip(names, fits, strict=True)]
        )
        freedom = residuals.shape[1] - PERIOD - 1 - lags
        covariance = residuals @ residuals.T / freedom
        phi = np.array([float(lag[0]) if lags else 0.0 for _, _, lag in fits])
        expected = np.stack([ahead for _, ahead, _ in fits])  # (4, horizon)
        errors = shocks @ np.linalg.cholesky(covariance).T
        running, spread = np.zeros_like(errors[:, 0]), np.zeros_like(covariance)
        for h in range(horizon):
            running = running * phi + errors[:, h]
            spread = np.outer(phi, phi) * spread + covariance
            point = dict(zip(names, expected[:, h : h + 1], strict=True))
            plug_in = float(formula("cstr", point)[0])
            drawn = formula("cstr", dict(zip(names, (expected[:, h] + running).T, strict=True)))
            pairs = (drawn[: draws // 2] + drawn[draws // 2 :]) / 2 - plug_in
            second = 0.5 * float(np.trace(np.array(hessian(*expected[:, h]), float) @ spread))
            rows.append(
                {"regression": kind, "horizon": h + 1, "plug_in": plug_in, "bias": float(pairs.mean())}
                | {"bias_se": float(pairs.std(ddof=1) / np.sqrt(len(pairs)))}
                | {"second_order": second, "percent": 100 * float(pairs.mean()) / plug_in}
            )
    return pd.DataFrame(rows)


def study(
    clean: pd.DataFrame,
    sample: Mapping[str, str],
    holdout: Mapping[str, str],
    rolling_last: str,
    horizons: Sequence[int],
    draws: int,
    rmse_ratios: Sequence[float],
    significance: float,
    rng: np.random.Generator,
) -> dict[str, pd.DataFrame]:
    """Return everything about the bottom-up forecasts; where the vintage lacks figures, only which.

    Parameters
    ----------
    clean
        Cleaned monthly table of China.
    sample, holdout
        First and last months of the estimation window and of the hold-out.
    rolling_last, horizons
        Last month that is forecast from rolling origins, and months ahead.
    draws, rng
        Of :func:`curvature` and :func:`power`.
    rmse_ratios, significance
        Of :func:`power`.

    Returns
    -------
    dict
        Frames bottom_up_scope (missing: text, empty if nothing is), bottom_up_scores, bottom_up_power,
        bottom_up_specifications, bottom_up_ratios, bottom_up_curvature and bottom_up_paths (month, actual and a column
        a model).
    """
    lacking = missing(clean, sample["first"], rolling_last)
    frames = {"bottom_up_scope": pd.DataFrame([{**sample, "missing": lacking}])}
    kinds = ("scores", "power", "specifications", "ratios", "curvature", "paths")
    if lacking:
        return frames | {f"bottom_up_{kind}": pd.DataFrame({"model": pd.Series(dtype=str)}) for kind in kinds}
    table = ratios_of(clean, MAIN_RESERVES)
    errors = forecast_errors(table, sample, holdout, rolling_last, horizons)
    path = errors["holdout", next(horizon for scheme, horizon in errors if scheme == "holdout")]
    actual = table["m"].loc[path.index]
    made = {
        "scores": scores(errors, table["m"], sample),
        "power": power(errors, rmse_ratios, significance, draws, rng),
        "specifications": specifications(clean, sample, holdout),
        "ratios": by_ratio(table, sample, holdout),
        "curvature": curvature(table, sample, len(path), draws, rng),
        "paths": (-path).add(actual, axis=0).assign(actual=actual),
    }
    return frames | {f"bottom_up_{kind}": made[kind] for kind in kinds}
