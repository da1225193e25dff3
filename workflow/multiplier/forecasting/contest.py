"""The contest of forecasts: every model from every origin, its scores, and tests against two benchmarks.

Hold-out: one path from the last month before it to its end. Rolling: every month from there on is an
origin, the estimation window grows, and the forecasts 1, 3, 6 and 12 months ahead are compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.data.outcomes import COLUMNS
from multiplier.forecasting.coverage_breaks import before_breaks
from multiplier.forecasting.diebold_mariano import diebold_mariano, rejections
from multiplier.forecasting.models.automatic import choose_orders
from multiplier.forecasting.models.autoregressions import coefficients
from multiplier.forecasting.models.path import Model, Path
from multiplier.forecasting.models.registry import COMBINATION, combine, models
from multiplier.formula.arima import Reading
from multiplier.months import stack, window
from multiplier.multiple_testing import holm
from multiplier.unit_roots.dickey_fuller import check_series

BENCHMARK = "no_change"
OWN_DRIFT = "m2_drift"
SEASONS = 3  # years of the season that the first origin has to have, so that every model can be fitted
SAME = 1e-6  # forecasts this near to each other, relative to the outcome, are the same forecast


def m2_drift(history: pd.DataFrame, horizon: int) -> Path:
    """Forecast M2 by its own average growth, the base left aside: ln M2 as a random walk with drift."""
    m2 = np.log(history["m2"].to_numpy())
    steps, ahead = np.diff(m2), np.arange(1, horizon + 1)
    mean = np.exp(m2[-1] + steps.mean() * ahead)
    return Path(mean, mean * steps.std(ddof=1) * np.sqrt(ahead * (1 + ahead / len(steps))))


def from_origin(
    table: pd.DataFrame, origin: pd.Period, competitors: Mapping[str, Model], levels: Sequence[int], combined: bool
) -> pd.DataFrame:
    """Return every model's forecasts of all months of ``table`` after ``origin``, of m and of M2 given the base.

    Parameters
    ----------
    table
        Outcomes; a model is shown the rows up to ``origin`` only. Of what comes after, the base alone is used,
        to turn a forecast of the multiplier into one of M2.
    origin
        Last month that is known.
    competitors
        Models by name.
    levels
        Of the intervals, percent.
    combined
        Whether the combination of all takes part.
    """
    history, ahead = table.loc[:origin], table.loc[origin + 1 :]
    horizon = len(ahead)
    paths = {name: model(history, horizon) for name, model in competitors.items()}
    if combined:
        paths[COMBINATION] = combine(list(paths.values()))
    base = ahead["base"].to_numpy()
    entries = [("m", name, path, 1.0) for name, path in paths.items()]
    entries += [("m2", name, path, base) for name, path in paths.items()]
    entries.append(("m2", OWN_DRIFT, m2_drift(history, horizon), 1.0))

    def column(parts: Sequence[np.ndarray]) -> np.ndarray:
        return np.concatenate([part * scale for part, (_, _, _, scale) in zip(parts, entries, strict=True)])

    result = pd.DataFrame(
        {
            "target": np.repeat([target for target, *_ in entries], horizon),
            "model": np.repeat([name for _, name, *_ in entries], horizon),
            "origin": str(origin),
            "horizon": np.tile(np.arange(1, horizon + 1), len(entries)),
            "month": np.tile(ahead.index.astype(str).to_numpy(), len(entries)),
            "forecast": column([path.mean for _, _, path, _ in entries]),
        }
    )
    for level in sorted(levels):
        lower, upper = zip(*(path.bounds(level) for _, _, path, _ in entries), strict=True)
        result[f"lower_{level}"], result[f"upper_{level}"] = column(lower), column(upper)
    actual = {"m": ahead["multiplier"].to_numpy(), "m2": ahead["m2"].to_numpy()}
    result["actual"] = np.concatenate([actual[target] for target, *_ in entries])
    result["converged"] = np.repeat([path.converged for _, _, path, _ in entries], horizon)
    return result


def forecasts(
    table: pd.DataFrame,
    first: str,
    holdout: Mapping[str, str],
    horizons: Sequence[int],
    competitors: Mapping[str, Model],
    levels: Sequence[int],
    combined: bool = True,
) -> pd.DataFrame:
    """Return the forecasts of both schemes.

    Returns
    -------
    DataFrame
        Columns scheme (holdout, rolling), target (m, m2), model, origin, horizon, month, forecast,
        lower_<level>, upper_<level>, converged, actual.
    """
    known = table.loc[first : holdout["last"]]
    origins = pd.period_range(pd.Period(holdout["first"], freq="M") - 1, known.index[-1] - 1, freq="M")
    every = [from_origin(known, origin, competitors, levels, combined) for origin in origins]
    rolling = pd.concat(every, ignore_index=True)
    rolling = rolling[rolling["horizon"].isin(horizons)]
    return (
        pd.concat({"holdout": every[0], "rolling": rolling}, names=["scheme"])
        .reset_index("scheme")
        .reset_index(drop=True)
    )


def _errors(part: pd.DataFrame, levels: Sequence[int]) -> pd.DataFrame:
    """Return errors and widths in units of m, or in percent of M2."""
    unit = np.where(part["target"] == "m", 1.0, 100 / part["actual"])
    frame = part[["scheme", "target", "model", "origin", "horizon", "converged"]].assign(
        error=(part["actual"] - part["forecast"]) * unit
    )
    for level in levels:
        lower, upper = part[f"lower_{level}"], part[f"upper_{level}"]
        frame[f"inside_{level}"] = part["actual"].between(lower, upper)
        frame[f"wide_{level}"] = (upper - lower) * unit
    return frame


def scaling(sample: pd.DataFrame, period: int) -> dict[str, float]:
    """Return the mean absolute error of the seasonal naive forecast inside the sample: of m, and of M2 in percent."""
    m, m2 = sample["multiplier"], sample["m2"]
    return {
        "m": float(m.diff(period).abs().mean()),
        "m2": float((100 * (1 - m2.shift(period) / m2)).abs().mean()),
    }


def scores(table: pd.DataFrame, scale: Mapping[str, float], levels: Sequence[int], formula: str) -> pd.DataFrame:
    """Return accuracy, intervals and tests of every model, horizon, target and scheme.

    Parameters
    ----------
    table
        Forecasts of :func:`forecasts`.
    scale
        Target -> mean absolute error that the MASE is measured in (Hyndman and Koehler 2006).
    levels
        Of the intervals, percent.
    formula
        Model that is the study's formula.

    Returns
    -------
    DataFrame
        scheme, target, model, horizon (of the hold-out: the length of its path), n, rmse, relative_rmse (over that
        of no change), mean_error, mae, mase, coverage_<level> (share), width_<level> (mean), unconverged (number
        of forecasts from fits that did not converge), and for both benchmarks dm_vs_<benchmark>, its p, p_holm
        and bartlett (which variance). m is in its own units, M2 in percent of the outcome. A test is missing for
        the hold-out, whose errors come from one origin, for a benchmark against itself and for a model whose
        forecasts are those of the benchmark.
    """
    errors = _errors(table, levels)
    longest = table["horizon"].max()
    errors.loc[errors["scheme"] == "holdout", "horizon"] = longest
    keys = ["scheme", "target", "horizon"]
    benchmarks = {"no_change": BENCHMARK, "formula": formula}
    rows = []
    for (scheme, target, horizon), part in errors.groupby(keys, sort=True):
        wide = {model: rows_of["error"].to_numpy() for model, rows_of in part.groupby("model", sort=False)}
        size = np.abs(table["actual"][part.index]).max() if target == "m" else 100.0
        for model, of_model in part.groupby("model", sort=False):
            error = wide[model]
            rmse = float(np.sqrt((error**2).mean()))
            row: dict[str, Any] = {
                "scheme": scheme,
                "target": target,
                "model": model,
                "horizon": horizon,
                "n": len(error),
                "rmse": rmse,
                "relative_rmse": rmse / float(np.sqrt((wide[BENCHMARK] ** 2).mean())),
                "mean_error": float(error.mean()),
                "mae": float(np.abs(error).mean()),
                "mase": float(np.abs(error).mean()) / scale[target],
            }
            for level in sorted(levels):
                row[f"coverage_{level}"] = float(of_model[f"inside_{level}"].mean())
                row[f"width_{level}"] = float(of_model[f"wide_{level}"].mean())
            row["unconverged"] = int((~of_model["converged"]).sum())
            for name, benchmark in benchmarks.items():
                same = np.abs(error - wide[benchmark]).max() <= SAME * size
                if scheme == "rolling" and not same:
                    statistic, pvalue, bartlett = diebold_mariano(error**2 - wide[benchmark] ** 2, horizon)
                    row |= {f"dm_vs_{name}": float(statistic), f"dm_vs_{name}_p": float(pvalue)}
                    row[f"dm_vs_{name}_bartlett"] = bool(bartlett)
            rows.append(row)
    result = pd.DataFrame(rows)
    for name in benchmarks:
        column = f"dm_vs_{name}_p"
        tested = result.dropna(subset=[column])
        result[f"{column}_holm"] = tested.groupby(keys)[column].transform(holm)
    return result


def power(
    table: pd.DataFrame,
    formula: str,
    ratios: Sequence[float],
    significance: float,
    draws: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return what the test could find at the contest's numbers of forecasts, by horizon.

    The errors of the simulated pair are as correlated as those of the formula and of no change are.

    Returns
    -------
    DataFrame
        horizon, n, correlation and the columns of :func:`multiplier.forecasting.diebold_mariano.rejections`.
    """
    chosen = table[(table["scheme"] == "rolling") & (table["target"] == "m")]
    chosen = chosen.assign(error=chosen["actual"] - chosen["forecast"])
    parts = []
    for horizon, part in chosen.groupby("horizon"):
        pair = part.pivot(index="origin", columns="model", values="error")[[formula, BENCHMARK]]
        correlation = float(pair.corr().iloc[0, 1])
        found = rejections(len(pair), int(horizon), correlation, ratios, significance, draws, rng)
        parts.append(found.assign(horizon=horizon, n=len(pair), correlation=correlation))
    result = pd.concat(parts, ignore_index=True)
    return result[["horizon", "n", "correlation", "rmse_ratio", "rejections", "rejections_se", "bartlett"]]


def check(
    table: pd.DataFrame, first: str, holdout: Mapping[str, str], horizons: Sequence[int], period: int, name: str
) -> None:
    """Raise :class:`DataError` if the window has gaps, or sample or hold-out are too short for the contest."""
    known = window(table[COLUMNS], first, holdout["last"], f"contest of {name}")
    origin = pd.Period(holdout["first"], freq="M") - 1
    sample = known.loc[:origin]
    for column in ("multiplier", "cash_deposit_ratio", "reserve_ratio"):
        check_series(sample[column], f"contest of {name}: {column} to the first origin", period + 2, SEASONS * period)
    months = len(known) - len(sample)
    if months < max(horizons) + 1:
        raise DataError(
            f"contest of {name}: the hold-out {holdout['first']}..{holdout['last']} has {months} months, at least "
            f"{max(horizons) + 1} are needed for forecasts {max(horizons)} months ahead; lengthen contest.holdout or "
            "drop the longest of contest.horizons in config.yaml."
        )


def by_country(
    outcomes: Mapping[str, pd.DataFrame],
    breaks: pd.DataFrame,
    first: str,
    holdout: Mapping[str, str],
    horizons: Sequence[int],
    names: Sequence[str],
    readings: Mapping[str, Mapping[str, Any]],
    headline: Mapping[str, str],
    seasonal_period: int,
    levels: Sequence[int],
    ratios: Sequence[float],
    draws: int,
    significance: float,
    rng: np.random.Generator,
) -> dict[str, pd.DataFrame]:
    """Hold the contest in every country.

    Parameters
    ----------
    outcomes
        Country -> table of :func:`multiplier.data.outcomes.outcomes`.
    breaks
        Of :func:`multiplier.data.outcomes.breaks`.
    first
        First month of the estimation windows.
    holdout, horizons
        First and last month of the hold-out; months ahead of the rolling forecasts.
    names
        Models.
    readings, headline
        Readings of the study's formula; ``reading`` and ``estimator`` of the one that stands for it.
    seasonal_period, levels
        Months of a season; levels of the intervals.
    ratios, draws, significance, rng
        Of the power of the tests.

    Returns
    -------
    dict of DataFrame
        ``forecasts``, ``scores``, ``power``, ``orders`` (models that the automatic search found, best first),
        ``before_breaks`` (errors of the months before a break in coverage) and ``coefficients`` (of the
        autoregressions around monthly means at the first origin).
    """
    for country, table in outcomes.items():
        check(table, first, holdout, horizons, seasonal_period, country)
    formulas = {key: Reading(**value, period=seasonal_period) for key, value in readings.items()}
    kinds = ("forecasts", "scores", "power", "orders", "before_breaks", "coefficients")
    found: dict[str, dict[str, pd.DataFrame]] = {kind: {} for kind in kinds}
    for country, table in outcomes.items():
        sample = table.loc[first : str(pd.Period(holdout["first"], freq="M") - 1)]
        orders = choose_orders(sample["multiplier"].to_numpy(), seasonal_period)
        competitors = models(names, formulas, headline["estimator"], orders[0], seasonal_period)
        made = forecasts(table, first, holdout, horizons, competitors, levels, COMBINATION in names)
        scale = scaling(sample, seasonal_period)
        found["forecasts"][country] = made
        found["scores"][country] = scores(made, scale, levels, headline["reading"])
        found["power"][country] = power(made, headline["reading"], ratios, significance, draws, rng)
        found["before_breaks"][country] = before_breaks(made, breaks[breaks["country"] == country], BENCHMARK)
        found["coefficients"][country] = coefficients(sample, seasonal_period)
        found["orders"][country] = pd.DataFrame(
            [{"rank": rank, **asdict(each)} for rank, each in enumerate(orders, start=1)]
        ).astype({"order": str, "seasonal_order": str})
    return {kind: stack(frames) for kind, frames in found.items()}
