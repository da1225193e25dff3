"""The headline numbers of many multipliers at once, each estimated on what its vintage has of the sample."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.formula.arima import MINIMUM, Reading
from multiplier.formula.bias import ESTIMATES
from multiplier.real_time.random_walks import RandomWalks, critical_values
from multiplier.unit_roots.batched.dickey_fuller import dickey_fuller_by_rules
from multiplier.unit_roots.dickey_fuller import PARAMETERS

TESTED = ("lags", "statistic", "critical", "decision", "simulated_p", "simulated_p_error")  # of every unit root test


def fewest(deterministics: Sequence[str], max_lags: int, reading: Reading) -> int:
    """Return the fewest months of a sample that every test and estimate can be computed from."""
    most = max(PARAMETERS[term] for term in deterministics) + max_lags
    return max(max_lags + 1 + most + 1, reading.period + reading.difference + MINIMUM)


def check_fewest(
    fewest_months: int, first: str, last: str, deterministics: Sequence[str], max_lags: int, reading: Reading
) -> None:
    """Stop if ``fewest_months`` are too few for the tests and estimates, or more than the sample has."""
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


def unit_root_tests(
    paths: np.ndarray,
    deterministics: Sequence[str],
    rule: str,
    max_lags: int,
    significance: float,
    walks: RandomWalks,
) -> dict[str, np.ndarray]:
    """Return augmented Dickey-Fuller tests as :func:`multiplier.unit_roots.dickey_fuller.adf` runs them one by one.

    Parameters
    ----------
    paths
        Series of shape (vintages, months).
    deterministics, rule, max_lags
        Terms; criterion that chooses the lags among 0..``max_lags``.
    significance
        Level of the decision, one of :data:`multiplier.real_time.random_walks.CRITICAL`.
    walks
        The same tests of random walks of as many months.

    Returns
    -------
    dict
        adf_<terms>_lags, _statistic, _critical (for the observations used), _decision, and _simulated_p, the share of
        random walks with a statistic as low, with its Monte Carlo standard error _simulated_p_error; shape (vintages,)
        each. The asymptotic p-value of a search over lags in so few months is too low.
    """
    statistics, lags = dickey_fuller_by_rules(paths, deterministics, (), max_lags, (rule,))["ADF"]
    found: dict[str, np.ndarray] = {}
    for place, terms in enumerate(deterministics):
        values, chosen = statistics[place, 0], lags[place, 0]
        critical = critical_values(terms, paths.shape[1] - 1 - chosen, significance)
        pvalues = walks.share_below(place, values)
        found |= {
            f"adf_{terms}_lags": chosen,
            f"adf_{terms}_statistic": values,
            f"adf_{terms}_critical": critical,
            f"adf_{terms}_decision": np.where(values < critical, "rejected", "not rejected"),
            f"adf_{terms}_simulated_p": pvalues,
            f"adf_{terms}_simulated_p_error": np.sqrt(pvalues * (1 - pvalues) / walks.draws),
        }
    return found


def cls_errors(paths: np.ndarray, phi: np.ndarray, intercept: np.ndarray, mean: bool) -> np.ndarray:
    """Return the standard error of phi of every path by least squares of x(t) on x(t-1), shape (draws,)."""
    y, x = paths[:, 1:], paths[:, :-1]
    residuals = y - intercept[:, None] - phi[:, None] * x
    deviations = x - x.mean(axis=1, keepdims=True) if mean else x
    freedom = x.shape[1] - 1 - mean
    return np.sqrt((residuals**2).sum(axis=1) / freedom / (deviations**2).sum(axis=1))


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
    walks: Mapping[int, RandomWalks],
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
    walks
        Months of a sample -> the tests of random walks of that length, for every length from ``fewest_months`` on.
    reading, estimator, horizon
        The formula whose coefficient and forecast are reported; its estimator, a key of
        :data:`multiplier.formula.bias.ESTIMATES`; and the months from the end of the sample to the forecast one.

    Returns
    -------
    DataFrame
        One row a column: its names; last_month; months, those of the sample that it has; partial, whether it ends
        before the window does; multiplier_first and multiplier_last, at either end of the window, or at change_to, the
        last month inside; change_percent between them; multiplier_low in the window and low_month; sample, a digest
        of the multipliers of the sample, by which equal samples are known; adf_*; phi_<estimator> of every estimator;
        phi_cls_error, the standard error of least squares; forecast_month, forecast, outcome (the same
        vintage's figure) and forecast_error (outcome less forecast). What a vintage cannot give is missing.

    Raises
    ------
    DataError
        If ``fewest_months`` are too few for the tests or more than the sample has, or a sample has a gap.
    """
    check_fewest(fewest_months, first, last, deterministics, max_lags, reading)
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
        found: dict[str, Any] = {"sample": [hashlib.sha256(path.tobytes()).hexdigest()[:12] for path in values]}
        found |= unit_root_tests(values, deterministics, rule, max_lags, significance, walks[int(months)])
        x = differenced(values, reading)
        fits = {name: estimate(x, reading.mean) for name, estimate in ESTIMATES.items()}
        found |= {f"phi_{name}": fit[0] for name, fit in fits.items()}
        found["phi_cls_error"] = cls_errors(x, *fits["cls"], reading.mean)
        target = sample.index[months - 1] + horizon
        found |= {"forecast_month": str(target), "forecast": forecasts(values, *fits[estimator], reading, horizon)}
        outcome = multipliers.reindex([target]).iloc[0, group.index].to_numpy()
        found |= {"outcome": outcome, "forecast_error": outcome - found["forecast"]}
        blocks.append(pd.DataFrame(found, index=group.index))
    columns = [
        "sample",
        *(f"adf_{term}_{part}" for term in deterministics for part in TESTED),
        *(f"phi_{name}" for name in ESTIMATES),
        "phi_cls_error",
        "forecast_month",
        "forecast",
        "outcome",
        "forecast_error",
    ]
    return rows.join(pd.concat(blocks) if blocks else pd.DataFrame(columns=columns))
