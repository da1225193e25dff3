"""Trend and season of a monthly series: a linear trend, the drift that it would need, calendar months."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.special import fdtri, ncfdtr, nctdtr, stdtr, stdtrit
from statsmodels.regression.linear_model import OLS

from multiplier.months import stack, window
from multiplier.unit_roots.dickey_fuller import check_series


def linear_trend(series: pd.Series) -> float:
    """Return the least squares slope per month.

    No standard error goes with it: in a sample this short those of a persistent series, robust ones
    included, reject a true slope of zero far more often than they should. :func:`drift` is the test.
    """
    time = np.arange(len(series), dtype=float)
    return float(np.polyfit(time, series.to_numpy(), 1)[0])


def drift(series: pd.Series) -> dict[str, float]:
    """Test whether the mean monthly change is zero (t test), which is valid for a series with a unit root.

    Returns
    -------
    dict
        mean, std_error, statistic, pvalue (two-sided).
    """
    change = series.diff().dropna()
    mean, error = float(change.mean()), float(change.std(ddof=1) / np.sqrt(len(change)))
    statistic = mean / error
    return {
        "mean": mean,
        "std_error": error,
        "statistic": statistic,
        "pvalue": float(2 * stdtr(len(change) - 1, -abs(statistic))),
    }


def seasonality(series: pd.Series) -> dict[str, float]:
    """Test equal means of the calendar months in the first differences of ``series`` (F test).

    Returns
    -------
    dict
        statistic, pvalue, share (R squared of the month dummies).
    """
    change = series.diff().dropna()
    months = pd.get_dummies(change.index.month, drop_first=True, dtype=float)
    result = OLS(change.to_numpy(), np.column_stack([np.ones(len(change)), months])).fit()
    return {"statistic": float(result.fvalue), "pvalue": float(result.f_pvalue), "share": float(result.rsquared)}


def drift_power(series: pd.Series, percent: float, significance: float) -> float:
    """Return the power of :func:`drift` against a drift that moves ``series`` by ``percent`` of its mean.

    The drift is spread evenly over the sample; the monthly changes are taken as independent and normal
    with the standard deviation that they have, so that the statistic is noncentral t.
    """
    change = series.diff().dropna()
    freedom = len(change) - 1
    shift = percent / 100 * float(series.mean()) / len(change) / float(change.std(ddof=1) / np.sqrt(len(change)))
    bound = stdtrit(freedom, 1 - significance / 2)
    return float(1 - nctdtr(freedom, shift, bound) + nctdtr(freedom, shift, -bound))


def seasonality_power(series: pd.Series, share: float, significance: float) -> float:
    """Return the power of :func:`seasonality` if calendar months make up ``share`` of the changes' variance.

    With normal changes the statistic is noncentral F with noncentrality n share / (1 - share).
    """
    change = series.diff().dropna()
    months = change.index.month.nunique()
    numerator, denominator = months - 1, len(change) - months
    bound = fdtri(numerator, denominator, 1 - significance)
    return float(1 - ncfdtr(numerator, denominator, len(change) * share / (1 - share), bound))


def by_country(
    ratios: Mapping[str, pd.DataFrame],
    first: str,
    last: str,
    drift_percent: float,
    season_share: float,
    significance: float,
) -> pd.DataFrame:
    """Test drift and season of every country's multiplier inside ``first``..``last``.

    Parameters
    ----------
    ratios
        Country -> ratios table.
    drift_percent, season_share
        Alternatives of :func:`drift_power` and :func:`seasonality_power`.
    significance
        Level of the decisions.

    Returns
    -------
    DataFrame
        Columns country, test (drift, seasonality), nobs (changes), statistic, pvalue, decision (on "no
        drift", "no season"), alternative (percent of the mean; share of the variance), power.
    """
    tables = {}
    for country, table in ratios.items():
        name = f"trend and season of the multiplier of {country}"
        m = window(table[["multiplier"]], first, last, name)["multiplier"]
        check_series(m, name, 12, 26)
        found = {
            "drift": (drift(m), drift_percent, drift_power(m, drift_percent, significance)),
            "seasonality": (seasonality(m), season_share, seasonality_power(m, season_share, significance)),
        }
        tables[country] = pd.DataFrame(
            [
                {
                    "test": test,
                    "nobs": len(m) - 1,
                    "statistic": result["statistic"],
                    "pvalue": result["pvalue"],
                    "decision": "rejected" if result["pvalue"] < significance else "not rejected",
                    "alternative": alternative,
                    "power": power,
                }
                for test, (result, alternative, power) in found.items()
            ]
        )
    return stack(tables)
