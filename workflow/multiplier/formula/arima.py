"""The readings of "AR(1) after a 12-month difference", each by exact likelihood and by least squares.

A reading is the order of a further difference of w(t) = m(t) - m(t-12) (0 or 1) and whether w has a
mean. Exact maximum likelihood is statsmodels' state-space likelihood of the differenced series;
conditional least squares (what EViews 5 and 6 did) regresses it on its own first lag.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.tsa.ar_model import AutoReg
from statsmodels.tsa.arima.model import ARIMA

from multiplier.unit_roots.dickey_fuller import check_series

OPTIMISER = {"method": "bfgs", "gtol": 1e-7, "maxiter": 500}
MINIMUM = 12  # observations of the differenced series that an AR(1) is fitted to, at least


@dataclass(frozen=True)
class Reading:
    """``difference`` of w (0 or 1) and ``mean`` of the differenced series; ``period`` of the season."""

    difference: int
    mean: bool
    period: int = 12

    @property
    def order(self) -> tuple[int, int, int]:
        """Return (p, d, q)."""
        return (1, self.difference, 0)

    @property
    def seasonal_order(self) -> tuple[int, int, int, int]:
        """Return (P, D, Q, s)."""
        return (0, 1, 0, self.period)

    @property
    def trend(self) -> str:
        """Return ``c`` with a mean, ``n`` without."""
        return "c" if self.mean else "n"


def readings_of(settings: Mapping[str, Mapping[str, Any]], period: int) -> dict[str, Reading]:
    """Return readings by name from ``difference`` and ``mean`` of each, for a season of ``period`` months."""
    return {key: Reading(**values, period=period) for key, values in settings.items()}


@dataclass(frozen=True)
class Fit:
    """An estimated AR(1): x(t) = intercept + phi x(t-1) + e(t), x the differenced series.

    ``errors`` are standard errors by parameter; ``mean`` = intercept / (1 - phi) where there is one.
    """

    phi: float
    intercept: float
    sigma2: float
    errors: dict[str, float]
    nobs: int
    loglik: float
    aicc: float
    ljung_box_p: float
    converged: bool


def differenced(series: pd.Series, reading: Reading) -> pd.Series:
    """Return (1-L)^difference (1-L^period) of ``series``."""
    x = series.diff(reading.period).iloc[reading.period :]
    for _ in range(reading.difference):
        x = x.diff().iloc[1:]
    return x


def corrected_aic(loglik: float, parameters: int, nobs: int) -> float:
    """Return AICc; ``parameters`` counts the variance (Hurvich and Tsai 1989)."""
    return -2 * loglik + 2 * parameters * nobs / (nobs - parameters - 1)


def _ljung_box(residuals: np.ndarray, lags: int) -> float:
    return float(acorr_ljungbox(residuals, lags=[lags], model_df=1)["lb_pvalue"].iloc[0])


def fit_exact_ml(x: pd.Series, mean: bool, lags: int) -> Fit:
    """Fit an AR(1) by exact Gaussian maximum likelihood; standard errors from the observed information.

    Parameters
    ----------
    x
        Differenced series.
    mean
        Whether the series has a mean.
    lags
        Lags of the Ljung-Box test of the residuals, whose degrees of freedom are one less.
    """
    # The scale is concentrated out: with it in, the flat likelihood leaves phi to four digits only.
    # Started from the stationary side, because least squares can be explosive.
    model = ARIMA(x.to_numpy(), order=(1, 0, 0), trend="c" if mean else "n", concentrate_scale=True)
    start = ([x.mean()] if mean else []) + [0.5]
    result = model.fit(start_params=start, cov_type="approx", method_kwargs=dict(OPTIMISER))
    estimates = dict(zip(model.param_names, result.params, strict=True))
    errors = dict(zip(model.param_names, result.bse, strict=True))
    phi = float(estimates["ar.L1"])
    centre = float(estimates.get("const", 0.0))
    return Fit(
        phi=phi,
        intercept=centre * (1 - phi),
        sigma2=float(result.scale),
        errors={"phi": float(errors["ar.L1"])} | ({"mean": float(errors["const"])} if mean else {}),
        nobs=len(x),
        loglik=float(result.llf),
        aicc=corrected_aic(float(result.llf), len(start) + 1, len(x)),
        # Scaled by their standard deviations: the first innovation of a process near a unit root is not
        # of the size of the others.
        ljung_box_p=_ljung_box(result.standardized_forecasts_error[0], lags),
        converged=bool(result.mle_retvals["converged"]),
    )


def fit_cls(x: pd.Series, mean: bool, lags: int) -> Fit:
    """Fit an AR(1) by conditional least squares: x(t) on x(t-1), the first observation given."""
    result = AutoReg(x.to_numpy(), lags=1, trend="c" if mean else "n").fit()
    nobs, parameters = int(result.nobs), len(result.params)
    phi = float(result.params[-1])
    residuals = np.asarray(result.resid)
    # Standard errors with the regression's degrees of freedom, as EViews prints them.
    scale = np.sqrt(nobs / (nobs - parameters))
    errors = {"phi": float(result.bse[-1] * scale)}
    if mean:
        errors["intercept"] = float(result.bse[0] * scale)
    return Fit(
        phi=phi,
        intercept=float(result.params[0]) if mean else 0.0,
        sigma2=float(residuals @ residuals / (nobs - parameters)),
        errors=errors,
        nobs=nobs,
        loglik=float(result.llf),
        aicc=corrected_aic(float(result.llf), parameters + 1, nobs),
        ljung_box_p=_ljung_box(residuals, lags),
        converged=True,
    )


ESTIMATORS = {"exact_ml": fit_exact_ml, "cls": fit_cls}


def fit_reading(series: pd.Series, reading: Reading, estimator: str, lags: int, name: str) -> Fit:
    """Fit one reading by one estimator.

    Parameters
    ----------
    series
        The multiplier inside the sample.
    reading, estimator
        What is fitted and how (a key of :data:`ESTIMATORS`).
    lags
        Lags of the residuals' Ljung-Box test.
    name
        Name of the series for messages.

    Raises
    ------
    DataError
        If the sample is too short, has gaps, or the differenced series does not vary.
    """
    x = differenced(series, reading)
    label = f"AR(1) of {name} after a {reading.period}-month difference"
    lower = ["arima.correlogram_lags"] if lags + 2 > MINIMUM else []
    check_series(x, label, 3, max(MINIMUM, lags + 2), lower)
    return ESTIMATORS[estimator](x, reading.mean, lags)


def parameter_rows(fit: Fit, reading: Reading) -> list[dict[str, object]]:
    """Return one row per parameter of a fit: phi, the mean or intercept where there is one, sigma2."""
    estimates = {"phi": fit.phi}
    if "mean" in fit.errors:
        estimates["mean"] = fit.intercept / (1 - fit.phi)
    if "intercept" in fit.errors:
        estimates["intercept"] = fit.intercept
    estimates["sigma2"] = fit.sigma2
    return [
        {
            "order": "({},{},{})".format(*reading.order),
            "seasonal_order": "({},{},{},{})".format(*reading.seasonal_order),
            "trend": reading.trend,
            "parameter": parameter,
            "estimate": estimate,
            "std_error": fit.errors.get(parameter, float("nan")),
            "nobs": fit.nobs,
            "loglik": fit.loglik,
            "aicc": fit.aicc,
            "ljung_box_p": fit.ljung_box_p,
            "converged": fit.converged,
        }
        for parameter, estimate in estimates.items()
    ]
