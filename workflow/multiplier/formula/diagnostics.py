"""Are the residuals of an AR(1) uncorrelated, normal and of constant variance, and would a test have noticed?

Ljung-Box, Jarque-Bera and ARCH-LM statistics with asymptotic p-values and, since thirty residuals of an
estimated model are few, with p-values simulated under the Gaussian AR(1) that was fitted. The power of each
test against stated alternatives stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import chdtrc
from statsmodels.stats.diagnostic import acorr_ljungbox, het_arch
from statsmodels.stats.stattools import jarque_bera

from multiplier.formula.arima import Fit, Reading, differenced, fit_reading
from multiplier.formula.bias import ESTIMATES
from multiplier.months import stack, window
from multiplier.simulation import autoregression, power, share_error

SEASON = 12


def innovations(paths: np.ndarray, phi: np.ndarray, intercept: np.ndarray, estimator: str) -> np.ndarray:
    """Return the residuals of AR(1) paths at given coefficients, shape (..., nobs) or one fewer.

    Least squares leaves the first observation out. Exact maximum likelihood has a residual for it, its
    distance from the mean over its standard deviation, in units of the others'.
    """
    slope, constant = np.asarray(phi)[..., None], np.asarray(intercept)[..., None]
    later = paths[..., 1:] - slope * paths[..., :-1] - constant
    if estimator == "cls":
        return later
    first = np.sqrt(1 - slope**2) * (paths[..., :1] - constant / (1 - slope))
    return np.concatenate([first, later], axis=-1)


def ljung_box(residuals: np.ndarray, lags: int) -> np.ndarray:
    """Return Q of Ljung and Box (1978) of each row of ``residuals``."""
    nobs = residuals.shape[-1]
    z = residuals - residuals.mean(axis=-1, keepdims=True)
    variance = np.einsum("...t,...t->...", z, z)
    q = np.zeros(z.shape[:-1])
    for lag in range(1, lags + 1):
        q += (np.einsum("...t,...t->...", z[..., lag:], z[..., :-lag]) / variance) ** 2 / (nobs - lag)
    return nobs * (nobs + 2) * q


def normality(residuals: np.ndarray) -> np.ndarray:
    """Return the statistic of Jarque and Bera (1987) of each row of ``residuals``."""
    nobs = residuals.shape[-1]
    z = residuals - residuals.mean(axis=-1, keepdims=True)
    squares = z * z
    variance = squares.mean(axis=-1)
    skewness = np.einsum("...t,...t->...", squares, z) / nobs / variance**1.5
    kurtosis = np.einsum("...t,...t->...", squares, squares) / nobs / variance**2
    return nobs / 6 * (skewness**2 + (kurtosis - 3) ** 2 / 4)


def arch(residuals: np.ndarray, lags: int) -> np.ndarray:
    """Return Engle's (1982) LM statistic of each row: n R2 of squared residuals on a constant and ``lags`` lags."""
    squares = residuals**2
    windows = np.stack([squares[..., lags - lag : squares.shape[-1] - lag] for lag in range(lags + 1)], axis=-2)
    windows -= windows.mean(axis=-1, keepdims=True)
    moments = windows @ np.swapaxes(windows, -1, -2)
    cross = moments[..., 1:, :1]
    explained = (cross * np.linalg.solve(moments[..., 1:, 1:], cross)).sum(axis=(-1, -2))
    return windows.shape[-1] * explained / moments[..., 0, 0]


def second_lag(errors: np.ndarray, coefficient: float) -> np.ndarray:
    """Return innovations that depend on those of two months before: u(t) = coefficient u(t-2) + e(t).

    A dependence on the month before would be distinct only beside a large phi: where phi is small, an AR(1)
    that is fitted again takes most of it up.
    """
    made = errors.copy()
    made[:, :2] /= np.sqrt(1 - coefficient**2)
    for t in range(2, errors.shape[1]):
        made[:, t] += coefficient * made[:, t - 2]
    return made


def seasonal_ma(errors: np.ndarray, theta: float) -> np.ndarray:
    """Return u(t) = e(t) + theta e(t-12): what differencing over 12 months leaves of a fixed season."""
    return errors[:, SEASON:] + theta * errors[:, :-SEASON]


def arch_errors(errors: np.ndarray, share: float) -> np.ndarray:
    """Return innovations of variance one whose variance depends on the last square with weight ``share``."""
    made = np.empty_like(errors)
    made[:, 0] = errors[:, 0]
    for t in range(1, errors.shape[1]):
        made[:, t] = errors[:, t] * np.sqrt(1 - share + share * made[:, t - 1] ** 2)
    return made


def alternatives(
    nobs: int, draws: int, settings: Mapping[str, float], rng: np.random.Generator
) -> dict[str, tuple[str, np.ndarray]]:
    """Return innovations under each alternative: its name -> the test meant for it, errors (draws, nobs).

    Parameters
    ----------
    settings
        ``second_lag``, ``seasonal_ma``, ``t_freedom`` and ``arch``.
    """
    normal = rng.standard_normal((draws, nobs + SEASON))
    freedom = settings["t_freedom"]
    heavy = rng.standard_t(freedom, (draws, nobs)) * np.sqrt((freedom - 2) / freedom)
    return {
        "second_lag": ("Ljung-Box", second_lag(normal[:, SEASON:], settings["second_lag"])),
        "seasonal_ma": ("Ljung-Box", seasonal_ma(normal, settings["seasonal_ma"])),
        "t_errors": ("Jarque-Bera", heavy),
        "arch": ("ARCH-LM", arch_errors(normal[:, SEASON:], settings["arch"])),
    }


def paths_of(fit: Fit, estimator: str, start: float, errors: np.ndarray) -> np.ndarray:
    """Return paths of a fitted AR(1) with innovations ``errors`` of variance one, shape (draws, nobs) as they.

    The first path value is ``start`` for least squares. For exact maximum likelihood it is made from the first
    innovation, with the standard deviation of the stationary distribution.
    """
    sigma = np.sqrt(fit.sigma2)
    first: float | np.ndarray = start
    if estimator == "exact_ml":
        first = fit.intercept / (1 - fit.phi) + sigma / np.sqrt(1 - fit.phi**2) * errors[:, 0]
    return autoregression(fit.intercept, fit.phi, first, sigma * errors[:, 1:])


def one_fit(
    fit: Fit,
    estimator: str,
    x: np.ndarray,
    mean: bool,
    lags: int,
    arch_lags: int,
    null: np.ndarray,
    others: Mapping[str, tuple[str, np.ndarray]],
    significance: float,
) -> list[dict[str, Any]]:
    """Return one row per test and alternative of one fit.

    Parameters
    ----------
    fit, estimator, x, mean
        The fit, the key of its estimator, the differenced series, and whether it has a mean.
    lags, arch_lags
        Of the Ljung-Box and the ARCH-LM test.
    null, others
        Innovations of variance one, Gaussian and under the alternatives, shape (draws, nobs).
    significance
        Level at which power is counted.
    """
    tests: dict[str, tuple[Callable[[np.ndarray], np.ndarray], int, int, float, float]] = {}
    residuals = innovations(x, np.array(fit.phi), np.array(fit.intercept), estimator)
    box = acorr_ljungbox(residuals, lags=[lags], model_df=1).iloc[0]
    bera = jarque_bera(residuals)
    lm = het_arch(residuals, nlags=arch_lags, result_object=False)
    tests["Ljung-Box"] = (lambda e: ljung_box(e, lags), lags, lags - 1, float(box["lb_stat"]), float(box["lb_pvalue"]))
    tests["Jarque-Bera"] = (normality, 0, 2, float(bera[0]), float(chdtrc(2, bera[0])))
    tests["ARCH-LM"] = (lambda e: arch(e, arch_lags), arch_lags, arch_lags, float(lm[0]), float(lm[1]))

    def refitted(errors: np.ndarray) -> np.ndarray:
        paths = paths_of(fit, estimator, float(x[0]), errors)
        return innovations(paths, *ESTIMATES[estimator](paths, mean), estimator)

    draws, under_null = len(null), refitted(null)
    simulated = {name: test[0](under_null) for name, test in tests.items()}
    rows = []
    for alternative, (name, errors) in others.items():
        statistic, used, freedom, value, pvalue = tests[name]
        share = float((simulated[name] >= value).mean())
        found, error = power(statistic(refitted(errors)), simulated[name], significance)
        rows.append(
            {
                "test": name,
                "lags": used,
                "df": freedom,
                "statistic": value,
                "pvalue": pvalue,
                "pvalue_simulated": share,
                "se": share_error(share, draws),
                "critical_simulated": float(np.quantile(simulated[name], 1 - significance)),
                "alternative": alternative,
                "power": found,
                "power_se": error,
                "nobs": len(residuals),
                "converged": fit.converged,
            }
        )
    return rows


def by_country(
    ratios: Mapping[str, pd.DataFrame],
    first: str,
    last: str,
    readings: Mapping[str, Reading],
    estimators: Sequence[str],
    lags: int,
    settings: Mapping[str, Any],
    significance: float,
    draws: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return the diagnostics of every reading and estimator for the multiplier of every country.

    Parameters
    ----------
    first, last
        The sample.
    readings, estimators, lags
        What is fitted and how; lags of the Ljung-Box test.
    settings
        ``arch_lags`` and the alternatives, see :func:`alternatives`.
    significance, draws, rng
        Level of the tests whose power is counted, replications and their generator.

    Returns
    -------
    DataFrame
        country, reading, estimator, test, lags, df, statistic, pvalue, pvalue_simulated, se,
        critical_simulated, alternative, power, power_se, nobs, converged; one row per test and alternative.
    """
    blocks = {}
    for country, table in ratios.items():
        series = window(table[["multiplier"]], first, last, f"multiplier of {country}")["multiplier"]
        rows = []
        for key, reading in readings.items():
            x = differenced(series, reading).to_numpy()
            null = rng.standard_normal((draws, len(x)))
            others = alternatives(len(x), draws, settings, rng)
            for estimator in estimators:
                fit = fit_reading(series, reading, estimator, lags, f"the multiplier of {country}")
                rows += [
                    {"reading": key, "estimator": estimator} | row
                    for row in one_fit(
                        fit, estimator, x, reading.mean, lags, settings["arch_lags"], null, others, significance
                    )
                ]
        blocks[country] = pd.DataFrame(rows)
    return stack(blocks)
