"""Did the forecasting formula change in the crisis? Chow's test of an AR(1) at a known date.

The F distribution presumes regressors that do not depend on past errors. Near a unit root and with few
observations the test then rejects too often, so that a p-value simulated under the fitted AR(1) goes
beside that of F (:mod:`multiplier.formula.break_tests`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import fdtrc

from multiplier import DataError


def regressors(lag: np.ndarray, mean: bool) -> np.ndarray:
    """Return the regressors of an AR(1): the first lag, and before it a constant where there is a mean."""
    return np.column_stack([np.ones_like(lag), lag]) if mean else lag[:, None]


def least_squares(y: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, float]:
    """Return least-squares coefficients and the residual sum of squares."""
    coefficients = np.linalg.lstsq(x, y, rcond=None)[0]
    residuals = y - x @ coefficients
    return coefficients, float(residuals @ residuals)


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


def chow(x: pd.Series, first_after: str, mean: bool) -> dict[str, float]:
    """Test equal coefficients of x(t) = a + phi x(t-1) before and from month ``first_after`` (Chow 1960).

    Parameters
    ----------
    x
        The differenced series.
    first_after
        First month of the second regime, YYYY-MM.
    mean
        Whether the regression has an intercept.

    Returns
    -------
    dict
        statistic (F), pvalue (of F), df_numerator, df_denominator, phi_before, phi_after.

    Raises
    ------
    DataError
        If a regime has fewer observations than coefficients plus one.
    """
    values = x.to_numpy()
    lag = values[:-1]
    y, x_lagged = values[1:], regressors(lag, mean)
    k = x_lagged.shape[1]
    after = second_regime(x, first_after, k)
    freedom = len(y) - 2 * k
    (_, whole), (before, rss_before), (since, rss_since) = (
        least_squares(y[part], x_lagged[part]) for part in (slice(None), ~after, after)
    )
    parts = rss_before + rss_since
    statistic = float((whole - parts) / k / (parts / freedom))
    return {
        "statistic": statistic,
        "pvalue": float(fdtrc(k, freedom, statistic)),
        "df_numerator": k,
        "df_denominator": freedom,
        "phi_before": float(before[-1]),
        "phi_after": float(since[-1]),
    }
