"""The headline numbers of many multipliers at once, each estimated on what its vintage has of the sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.tsa.adfvalues import mackinnoncrit, mackinnonp

from multiplier import DataError
from multiplier.formula.arima import MINIMUM, Reading
from multiplier.formula.bias import ESTIMATES
from multiplier.unit_roots.batched.dickey_fuller import dickey_fuller_by_rules
from multiplier.unit_roots.dickey_fuller import PARAMETERS

CRITICAL = (0.01, 0.05, 0.1)  # levels of the critical values, in the order in which they come


def fewest(deterministics: Sequence[str], max_lags: int, reading: Reading) -> int:
    """Return the fewest months of a sample that every test and estimate can be computed from."""
    most = max(PARAMETERS[term] for term in deterministics) + max_lags
    return max(max_lags + 1 + most + 1, reading.period + reading.difference + MINIMUM)


def unit_root_tests(
    paths: np.ndarray, deterministics: Sequence[str], rule: str, max_lags: int, significance: float
) -> dict[str, np.ndarray]:
    """Return augmented Dickey-Fuller tests as :func:`multiplier.unit_roots.dickey_fuller.adf` runs them one by one.

    Parameters
    ----------
    paths
        Series of shape (vintages, months).
    deterministics, rule, max_lags
        Terms; criterion that chooses the lags among 0..``max_lags``.
    significance
        Level of the decision, one of :data:`CRITICAL`.

    Returns
    -------
    dict
        adf_<terms>_lags, _statistic, _pvalue and _decision, shape (vintages,) each.
    """
    statistics, lags = dickey_fuller_by_rules(paths, deterministics, (), max_lags, (rule,))["ADF"]
    found: dict[str, np.ndarray] = {}
    for place, terms in enumerate(deterministics):
        values, chosen = statistics[place, 0], lags[place, 0]
        observations = paths.shape[1] - 1 - chosen
        table = {
            nobs: mackinnoncrit(1, terms, nobs)[CRITICAL.index(significance)] for nobs in map(int, set(observations))
        }
        critical = np.array([table[int(nobs)] for nobs in observations])
        found |= {
            f"adf_{terms}_lags": chosen,
            f"adf_{terms}_statistic": values,
            f"adf_{terms}_pvalue": np.array([mackinnonp(value, terms, 1) for value in values]),
            f"adf_{terms}_decision": np.where(values < critical, "rejected", "not rejected"),
        }
    return found


def differenced(paths: np.ndarray, reading: Reading) -> np.ndarray:
    """Return (1-L)^difference (1-L^period) of every path, as :func:`multiplier.formula.arima.differenced` of one."""
    return np.diff(paths[:, reading.period :] - paths[:, : -reading.period], n=reading.difference, axis=1)


def forecasts(paths: np.ndarray, phi: np.ndarray, intercept: np.ndarray, reading: Reading, horizon: int) -> np.ndarray:
    """Return the value of every path ``horizon`` months past its end, shape (vintages,).

    The AR(1) of the differenced series is run forward and the differences are added up again, which is the difference
    equation of :func:`multiplier.formula.forecasts.difference_equation`.
    """
    path, period = paths, reading.period
    x = differenced(paths, reading)[:, -1]
    w = paths[:, -1] - paths[:, -1 - period]
    for _ in range(horizon):
        x = intercept + phi * x
        w = w + x if reading.difference else x
        path = np.column_stack([path, path[:, -period] + w])
    return path[:, -1]


def _of_months(multipliers: pd.DataFrame, first: str, last: str, window: Mapping[str, str]) -> pd.DataFrame:
    """Return what needs no estimation: last month, months of the sample, levels and the fall over the window."""
    sample = multipliers.loc[first:last]
    after = multipliers.loc[window["first"] : window["last"]]
    start, end = pd.Period(window["first"], freq="M"), pd.Period(window["last"], freq="M")
    rows = []
    for key in multipliers:
        series = multipliers[key]
        newest = series.last_valid_index()
        row: dict[str, Any] = dict(zip(multipliers.columns.names, key, strict=True))
        row |= {"last_month": str(newest), "months": int(sample[key].notna().sum())}
        row["partial"] = newest < end
        known = after[key].dropna()
        if len(known) and known.index[0] == start:
            row |= {"multiplier_first": known.iloc[0], "multiplier_low": known.min(), "low_month": str(known.idxmin())}
        if len(known) > 1 and known.index[0] == start:
            row |= {
                "multiplier_last": known.iloc[-1],
                "change_to": str(known.index[-1]),
                "change_percent": 100 * (known.iloc[-1] / known.iloc[0] - 1),
            }
        rows.append(row)
    columns = [*multipliers.columns.names, "last_month", "months", "partial", "multiplier_first", "multiplier_last"]
    columns += ["change_to", "change_percent", "multiplier_low", "low_month"]
    return pd.DataFrame(rows, columns=columns)


def estimates(
    multipliers: pd.DataFrame,
    first: str,
    last: str,
    window: Mapping[str, str],
    fewest_months: int,
    deterministics: Sequence[str],
    rule: str,
    max_lags: int,
    significance: float,
    reading: Reading,
    estimator: str,
    horizon: int,
) -> pd.DataFrame:
    """Return the headline numbers of every column of ``multipliers``.

    Parameters
    ----------
    multipliers
        Months x columns (vintage, base); a column is missing after its last month.
    first, last
        The sample, which is cut at the last month of a vintage.
    window
        first and last month of the change of the multiplier.
    fewest_months
        Months of the sample that a vintage must have for tests and estimates.
    deterministics, rule, max_lags, significance
        Of the unit root tests, see :func:`unit_root_tests`.
    reading, estimator, horizon
        The formula whose coefficient and forecast are reported; its estimator, a key of
        :data:`multiplier.formula.bias.ESTIMATES`; and the months from the end of the sample to the forecast one.

    Returns
    -------
    DataFrame
        One row a column: its names; last_month; months, those of the sample that it has; partial, whether it ends
        before the window does; multiplier_first and multiplier_last, at either end of the window, or at change_to, the
        last month inside; change_percent between them; multiplier_low in the window and low_month; adf_*;
        phi_<estimator> of every estimator; forecast_month, forecast, outcome (the same vintage's figure) and
        forecast_error (outcome less forecast). What a vintage cannot give is missing.

    Raises
    ------
    DataError
        If ``fewest_months`` are too few for the tests or more than the sample has, or a sample has a gap.
    """
    needed = fewest(deterministics, max_lags, reading)
    if fewest_months < needed:
        raise DataError(
            f"real_time.fewest_months: {fewest_months} months, but tests with {max_lags} lags and the formula need "
            f"{needed}; raise it or lower unit_roots.max_lags in config.yaml."
        )
    longest = len(pd.period_range(first, last, freq="M"))
    if fewest_months > longest:
        raise DataError(
            f"real_time.fewest_months: {fewest_months} months, but the sample {first}..{last} has {longest}; lower it "
            "in config.yaml."
        )
    multipliers = multipliers.sort_index(axis=1)
    rows = _of_months(multipliers, first, last, window)
    sample = multipliers.loc[first:last]
    blocks = []
    begins = sample.notna().to_numpy()[0] if len(sample) else np.zeros(len(rows), bool)
    for months, group in rows[(rows["months"] >= fewest_months) & begins].groupby("months"):
        values = sample.iloc[:months, group.index].to_numpy().T
        if not np.isfinite(values).all():
            vintage, place = (int(found[0]) for found in np.nonzero(~np.isfinite(values)))
            raise DataError(
                f"real time: vintage {group.iloc[vintage]['vintage']}, month {sample.index[place]}: no multiplier; "
                "choose a sample without gaps in config.yaml."
            )
        found: dict[str, Any] = unit_root_tests(values, deterministics, rule, max_lags, significance)
        x = differenced(values, reading)
        fits = {name: estimate(x, reading.mean) for name, estimate in ESTIMATES.items()}
        found |= {f"phi_{name}": fit[0] for name, fit in fits.items()}
        target = sample.index[months - 1] + horizon
        found |= {"forecast_month": str(target), "forecast": forecasts(values, *fits[estimator], reading, horizon)}
        outcome = multipliers.reindex([target]).iloc[0, group.index].to_numpy()
        found |= {"outcome": outcome, "forecast_error": outcome - found["forecast"]}
        blocks.append(pd.DataFrame(found, index=group.index))
    tests = [f"adf_{term}_{part}" for term in deterministics for part in ("lags", "statistic", "pvalue", "decision")]
    columns = [
        *tests,
        *(f"phi_{name}" for name in ESTIMATES),
        "forecast_month",
        "forecast",
        "outcome",
        "forecast_error",
    ]
    return rows.join(pd.concat(blocks) if blocks else pd.DataFrame(columns=columns))
