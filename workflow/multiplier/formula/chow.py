"""Did the forecasting formula change in the crisis? Chow's test of an AR(1) at a known date.

The F distribution presumes regressors that do not depend on past errors. Near a unit root and with few
observations the test then rejects too often, so that a p-value simulated under the fitted AR(1) goes
beside that of F.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import fdtrc

from multiplier import DataError
from multiplier.simulation import share_error, simulate_ar1


def _regressors(lag: np.ndarray, mean: bool) -> np.ndarray:
    return np.stack([np.ones_like(lag), lag], axis=-1) if mean else lag[..., None]


def _fit(y: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return coefficients and residual sum of squares; leading axes of ``y`` and ``x`` are replications."""
    moments = np.einsum("...ti,...tj->...ij", x, x)
    cross = np.einsum("...ti,...t->...i", x, y)
    coefficients = np.linalg.solve(moments, cross[..., None])[..., 0]
    residuals = y - np.einsum("...ti,...i->...t", x, coefficients)
    return coefficients, (residuals**2).sum(axis=-1)


def _statistic(series: np.ndarray, after: np.ndarray, mean: bool) -> np.ndarray:
    y, x = series[..., 1:], _regressors(series[..., :-1], mean)
    k = x.shape[-1]
    whole = _fit(y, x)[1]
    parts = _fit(y[..., after], x[..., after, :])[1] + _fit(y[..., ~after], x[..., ~after, :])[1]
    return (whole - parts) / k / (parts / (y.shape[-1] - 2 * k))


def second_regime(x: pd.Series, first_after: str, k: int) -> np.ndarray:
    """Return which observations of x(t) on x(t-1) belong to the regime from month ``first_after``.

    Raises
    ------
    DataError
        If a regime has fewer than ``k`` + 1 observations for its ``k`` coefficients.
    """
    after = np.asarray(x.index[1:] >= pd.Period(first_after, freq="M"))
    for regime, members in (("before", ~after), ("from", after)):
        if members.sum() < k + 1:
            raise DataError(
                f"Chow test: {members.sum()} observations {regime} {first_after}, at least {k + 1} are needed; "
                "choose another break month or a longer sample."
            )
    return after


def chow(x: pd.Series, first_after: str, mean: bool, draws: int, rng: np.random.Generator) -> dict[str, float]:
    """Test equal coefficients of x(t) = a + phi x(t-1) before and from month ``first_after`` (Chow 1960).

    Parameters
    ----------
    x
        The differenced series.
    first_after
        First month of the second regime, YYYY-MM.
    mean
        Whether the regression has an intercept.
    draws, rng
        Replications of the series under the AR(1) fitted without a break, and their generator.

    Returns
    -------
    dict
        statistic (F), pvalue (of F), pvalue_simulated with its Monte Carlo standard error
        pvalue_simulated_se, df_numerator, df_denominator, phi_before, phi_after.

    Raises
    ------
    DataError
        If a regime has fewer observations than coefficients plus one.
    """
    values = x.to_numpy()
    y, regressors = values[1:], _regressors(values[:-1], mean)
    k = regressors.shape[1]
    after = second_regime(x, first_after, k)
    statistic = float(_statistic(values, after, mean))
    freedom = len(y) - 2 * k
    coefficients, rss = _fit(y, regressors)
    paths = simulate_ar1(coefficients, np.sqrt(rss / (len(y) - k)), values[0], len(values), draws, rng)
    simulated = float((_statistic(paths, after, mean) >= statistic).mean())
    return {
        "statistic": statistic,
        "pvalue": float(fdtrc(k, freedom, statistic)),
        "pvalue_simulated": simulated,
        "pvalue_simulated_se": share_error(simulated, draws),
        "df_numerator": k,
        "df_denominator": freedom,
        "phi_before": float(_fit(y[~after], regressors[~after])[0][-1]),
        "phi_after": float(_fit(y[after], regressors[after])[0][-1]),
    }
