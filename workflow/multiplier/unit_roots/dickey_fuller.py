"""Augmented Dickey-Fuller tests, as the source study ran them and beside it as they should be run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from statsmodels.tsa.stattools import adfuller

from multiplier import DataError
from multiplier.transforms import transform
from multiplier.unit_roots.lag_selection import choose_lags

COLUMNS = [
    "series",
    "transform",
    "test",
    "deterministic",
    "lag_rule",
    "lags",
    "nobs",
    "statistic",
    "pvalue",
    "crit_1",
    "crit_5",
    "crit_10",
    "decision",
    "null",
]
PARAMETERS = {"n": 1, "c": 2, "ct": 3}
MAX_LAGS = "unit_roots.max_lags"  # key of the configuration, for messages


def check_series(series: pd.Series, name: str, parameters: int, minimum: int, lower: Sequence[str] = ()) -> None:
    """Raise :class:`DataError` if ``series`` has gaps, does not vary, or is too short to estimate on.

    ``lower`` names the keys of the configuration that ask for fewer observations if they are lowered.
    """
    span = f"{series.index[0]}..{series.index[-1]}" if len(series) else "empty"
    if series.isna().any():
        raise DataError(f"{name}, {span}: no value in {series.index[series.isna()][0]}; choose a window without gaps.")
    if len(series) < minimum:
        raise DataError(
            f"{name}, {span}: {len(series)} observations for {parameters} parameters, at least {minimum} are needed; "
            f"widen the sample{' or lower ' + ' and '.join(lower) if lower else ''} in config.yaml."
        )
    if series.nunique() == 1:
        raise DataError(f"{name}, {span}: constant at {series.iloc[0]:g}; a constant series cannot be tested.")


def adf(series: pd.Series, deterministic: str, lag_rule: str, lags: int, significance: float) -> dict[str, Any]:
    """Run one augmented Dickey-Fuller test (Dickey and Fuller 1979).

    Parameters
    ----------
    series
        Observations without gaps.
    deterministic
        ``n`` none, ``c`` constant, ``ct`` constant and trend.
    lag_rule
        ``fixed``, or the criterion (``AIC``, ``BIC``, ``MAIC``, ``t``) that chooses among 0..``lags`` on one
        sample, see :func:`multiplier.unit_roots.lag_selection.choose_lags`.
    lags
        Number of lagged differences, or the largest to try.
    significance
        Level of the decision: 0.01, 0.05 or 0.1.

    Returns
    -------
    dict
        lags, nobs (n - 1 - lags), statistic, pvalue (MacKinnon 1994), crit_1, crit_5, crit_10 (MacKinnon 2010,
        for the observations used), decision, ``rejected`` or ``not rejected`` (a unit root), and null.
    """
    values = series.to_numpy()
    if lag_rule != "fixed":
        lags = choose_lags(values, deterministic, lag_rule, lags)
    result = adfuller(values, maxlag=lags, regression=deterministic, autolag=None, result_object=True)
    critical = {key: float(result.critical_values[f"{key}%"]) for key in (1, 5, 10)}
    return {
        "lags": int(result.lags),
        "nobs": int(result.nobs),
        "statistic": float(result.statistic),
        "pvalue": float(result.pvalue),
        "crit_1": critical[1],
        "crit_5": critical[5],
        "crit_10": critical[10],
        "decision": "rejected" if result.statistic < critical[round(100 * significance)] else "not rejected",
        "null": "unit root",
    }


def fewest(parameters: int, max_lags: int) -> int:
    """Return the observations that a test with so many parameters, ``max_lags`` of them lags, needs.

    One is lost to the difference and one to every lag, and one more than the parameters must be left; ``adfuller`` asks
    for twice the parameters.
    """
    return max(max_lags + 1 + parameters + 1, 2 * parameters)


def adf_table(
    series: Mapping[str, pd.Series],
    transforms: Sequence[str],
    deterministics: Sequence[str],
    max_lags: int,
    criteria: Sequence[str],
    significance: float,
    where: str,
) -> pd.DataFrame:
    """Run the test for every series of ``where``, transform, deterministic term and lag rule.

    Fixed lags run from 0 to ``max_lags``; each criterion chooses among them.

    Returns
    -------
    DataFrame
        Columns :data:`COLUMNS`.

    Raises
    ------
    DataError
        If a series has gaps, is constant or too short, named before anything is estimated.
    """
    samples = {(name, kind): transform(values, kind) for name, values in series.items() for kind in transforms}
    for (name, kind), values in samples.items():
        parameters = max(PARAMETERS[term] for term in deterministics) + max_lags
        check_series(
            values,
            f"unit root test of {name} of {where} ({kind})",
            parameters,
            fewest(parameters, max_lags),
            [MAX_LAGS],
        )
    rules = [("fixed", lags) for lags in range(max_lags + 1)] + [(rule, max_lags) for rule in criteria]
    rows = [
        {"series": name, "transform": kind, "test": "ADF", "deterministic": term, "lag_rule": rule}
        | adf(values, term, rule, lags, significance)
        for (name, kind), values in samples.items()
        for term in deterministics
        for rule, lags in rules
    ]
    return pd.DataFrame(rows)[COLUMNS]
