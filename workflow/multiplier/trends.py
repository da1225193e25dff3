"""Trend and season of a monthly series: a linear trend with robust errors, month dummies with an F test."""

from __future__ import annotations

import numpy as np
import pandas as pd
from statsmodels.regression.linear_model import OLS


def linear_trend(series: pd.Series, hac_lags: int = 12) -> dict[str, float]:
    """Return slope per month, HAC standard error (Newey and West 1987, Bartlett, ``hac_lags``) and two-sided p."""
    time = np.arange(len(series), dtype=float)
    result = OLS(series.to_numpy(), np.column_stack([np.ones_like(time), time])).fit(
        cov_type="HAC", cov_kwds={"maxlags": hac_lags}
    )
    return {"slope": float(result.params[1]), "std_error": float(result.bse[1]), "pvalue": float(result.pvalues[1])}


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
