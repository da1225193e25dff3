"""Least squares with errors that allow for autocorrelation, one row a coefficient."""

from __future__ import annotations

import numpy as np
import pandas as pd
from statsmodels.regression.linear_model import OLS, RegressionResults
from statsmodels.tools import add_constant

from multiplier import DataError
from multiplier.drivers.identity_regressions import bandwidth, variance_inflation

CONSTANT = "constant"


def check_regressors(x: pd.DataFrame, place: str) -> None:
    """Raise :class:`DataError` if there are too few rows, a regressor that does not vary, or collinear ones."""
    k = x.shape[1] + 1
    if len(x) < 2 * k:
        raise DataError(f"{place}: {len(x)} observations for {k} coefficients; widen the window in config.yaml.")
    scaled = (x - x.mean()) / x.std().replace(0, 1)
    if np.linalg.matrix_rank(add_constant(scaled, has_constant="add").to_numpy()) < k:
        raise DataError(f"{place}: the regressors are collinear; choose a window in which each varies by itself.")


def fitted(y: pd.Series, x: pd.DataFrame) -> RegressionResults:
    """Return the fit of y on x and a constant with Newey-West errors (Bartlett weights, times n / (n - k))."""
    return OLS(y.to_numpy(), add_constant(x.to_numpy(), has_constant="add")).fit(
        cov_type="HAC", cov_kwds={"maxlags": bandwidth(len(y)), "use_correction": True}, use_t=True
    )


def coefficients(y: pd.Series, x: pd.DataFrame, place: str) -> pd.DataFrame:
    """Return the coefficients of y on x and a constant.

    Parameters
    ----------
    y, x
        Of one index.
    place
        What is estimated, for messages.

    Returns
    -------
    DataFrame
        Columns term (:data:`CONSTANT` first), estimate, hac_se, vif (nothing for the constant), mean, std, r2, nobs,
        bandwidth.
    """
    check_regressors(x, place)
    fit = fitted(y, x)
    return pd.DataFrame(
        {
            "term": [CONSTANT, *x.columns],
            "estimate": np.asarray(fit.params),
            "hac_se": np.asarray(fit.bse),
            "vif": [np.nan, *variance_inflation(x)],
            "mean": [np.nan, *x.mean()],
            "std": [np.nan, *x.std()],
            "r2": float(fit.rsquared),
            "nobs": len(y),
            "bandwidth": bandwidth(len(y)),
        }
    )
