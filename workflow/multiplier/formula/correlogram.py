"""Correlogram: autocorrelations, partial autocorrelations and the Ljung-Box Q with its p-values."""

from __future__ import annotations

import numpy as np
import pandas as pd
from statsmodels.tsa.stattools import acf, pacf

from multiplier import DataError
from multiplier.simulation import simulate_ar1


def ar1_autocorrelations(
    phi: float, nobs: int, lags: int, draws: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return mean and 2.5 and 97.5 percent quantiles of the sample autocorrelations of a stationary AR(1).

    In short samples they are far from phi, phi^2, ...: the mean is estimated, and they turn negative.

    Returns
    -------
    tuple of arrays
        Mean, lower and upper quantile, each for lags 1..``lags``.
    """
    first = rng.standard_normal(draws) / np.sqrt(1 - phi**2)
    paths = simulate_ar1(np.array([phi]), 1.0, first, nobs, draws, rng)
    paths -= paths.mean(axis=1, keepdims=True)
    variance = (paths**2).sum(axis=1)
    ac = np.stack([(paths[:, k:] * paths[:, :-k]).sum(axis=1) / variance for k in range(1, lags + 1)], axis=1)
    low, high = np.quantile(ac, [0.025, 0.975], axis=0)
    return ac.mean(axis=0), low, high


def correlogram(series: pd.Series, lags: int) -> pd.DataFrame:
    """Return the correlogram of ``series`` for lags 1..``lags``.

    Partial autocorrelations solve the Yule-Walker equations with autocovariances divided by n (as
    EViews and R do); Q and p are those of Ljung and Box (1978), with ``lag`` degrees of freedom.

    Returns
    -------
    DataFrame
        Columns lag, ac, pac, q, p, band (two standard errors of white noise, 2/sqrt(n)).

    Raises
    ------
    DataError
        If the series is shorter than twice the lags and two.
    """
    values = series.to_numpy()
    needed = 2 * lags + 2  # partial autocorrelations reach to less than half the sample
    if len(values) < needed:
        raise DataError(
            f"correlogram of {series.name}, {series.index[0]}..{series.index[-1]}: {len(values)} observations, "
            f"at least {needed} are needed for {lags} lags; widen the sample in config.yaml or take fewer lags."
        )
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
