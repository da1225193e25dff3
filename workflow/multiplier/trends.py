"""Trend and season of a monthly series: a linear trend, the drift that it would need, calendar months."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtr
from statsmodels.regression.linear_model import OLS


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
