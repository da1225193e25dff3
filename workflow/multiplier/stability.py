"""Did the forecasting formula change in the crisis? Chow's test of an AR(1) at a known date."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import fdtrc

from multiplier import DataError


def _rss(y: np.ndarray, x: np.ndarray) -> float:
    residuals = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return float(residuals @ residuals)


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
        statistic (F), pvalue, df_numerator, df_denominator, phi_before, phi_after.

    Raises
    ------
    DataError
        If a regime has fewer observations than coefficients plus one.
    """
    y, lag = x.to_numpy()[1:], x.to_numpy()[:-1]
    regressors = np.column_stack([np.ones_like(lag), lag]) if mean else lag[:, None]
    k = regressors.shape[1]
    after = x.index[1:] >= pd.Period(first_after, freq="M")
    for regime, members in (("before", ~after), ("from", after)):
        if members.sum() < k + 1:
            raise DataError(
                f"Chow test: {members.sum()} observations {regime} {first_after}, at least {k + 1} are needed; "
                "choose another break month or a longer sample."
            )
    parts = _rss(y[after], regressors[after]) + _rss(y[~after], regressors[~after])
    freedom = len(y) - 2 * k
    statistic = (_rss(y, regressors) - parts) / k / (parts / freedom)
    slopes = [float(np.linalg.lstsq(regressors[part], y[part], rcond=None)[0][-1]) for part in (~after, after)]
    return {
        "statistic": statistic,
        "pvalue": float(fdtrc(k, freedom, statistic)),
        "df_numerator": k,
        "df_denominator": freedom,
        "phi_before": slopes[0],
        "phi_after": slopes[1],
    }
