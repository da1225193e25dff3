"""Correlogram: autocorrelations, partial autocorrelations and the Ljung-Box Q with its p-values."""

from __future__ import annotations

import numpy as np
import pandas as pd
from statsmodels.tsa.stattools import acf, pacf


def correlogram(series: pd.Series, lags: int) -> pd.DataFrame:
    """Return the correlogram of ``series`` for lags 1..``lags``.

    Partial autocorrelations solve the Yule-Walker equations with autocovariances divided by n (as
    EViews and R do); Q and p are those of Ljung and Box (1978), with ``lag`` degrees of freedom.

    Returns
    -------
    DataFrame
        Columns lag, ac, pac, q, p, band (two standard errors of white noise, 2/sqrt(n)).
    """
    values = series.to_numpy()
    result = acf(values, nlags=lags, qstat=True, fft=False, result_object=True)
    return pd.DataFrame(
        {
            "lag": range(1, lags + 1),
            "ac": result.acf[1:],
            "pac": pacf(values, nlags=lags, method="ldb")[1:],
            "q": result.qstat,
            "p": result.pvalues,
            "band": 2 / np.sqrt(len(values)),
        }
    )
