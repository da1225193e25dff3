"""Tests of a stable AR(1) side by side: Chow, sup-F and CUSUM, each with the breaks that it would have found.

Critical values and p-values are simulated under the AR(1) fitted without a break; power is the share of
rejections among series simulated with one, at the critical value that holds the level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import fdtri

from multiplier.formula.arima import MINIMUM, Reading, differenced
from multiplier.formula.bias import cls_estimates
from multiplier.formula.chow import chow, least_squares, regressors, second_regime
from multiplier.formula.parameter_change import (
    Sums,
    cusum,
    cusum_line,
    cusum_pvalue,
    cusum_statistic,
    f_by_date,
    recursive_estimates,
    recursive_residuals,
    running_sums,
    trimmed,
)
from multiplier.months import stack, window
from multiplier.multiple_testing import holm
from multiplier.simulation import autoregression, power, share_error
from multiplier.unit_roots.dickey_fuller import check_series

TESTS = ("Chow", "sup-F", "CUSUM")
# Asymptotic critical values of sup-F times its coefficients at a trimming of 0.15, by number of coefficients
# and significance (Andrews 2003, table 1).
ANDREWS_TRIMMING = 0.15
ANDREWS = {1: {0.1: 7.12, 0.05: 8.68, 0.01: 12.16}, 2: {0.1: 10.00, 0.05: 11.72, 0.01: 15.56}}
BAND = 2  # standard errors either side of a recursive estimate


@dataclass(frozen=True)
class Process:
    """An AR(1) with one break: (intercept, phi) before and after it, standard deviation of its errors."""

    before: tuple[float, float]
    after: tuple[float, float]
    sigma: float

    def paths(self, first: float, after: np.ndarray, errors: np.ndarray) -> np.ndarray:
        """Return paths from ``first``; ``after`` marks the steps of the second regime, ``errors`` have variance one."""
        intercept, phi = (
            np.where(after, second, before) for before, second in zip(self.before, self.after, strict=True)
        )
        return autoregression(intercept, phi, first, self.sigma * errors)


def _ols(y: np.ndarray, x: np.ndarray, mean: bool) -> tuple[tuple[float, float], float]:
    """Return (intercept, phi) and the residual sum of squares of y on x."""
    coefficients, rss = least_squares(y, regressors(x, mean))
    return ((float(coefficients[0]) if mean else 0.0), float(coefficients[-1])), rss


def processes(x: np.ndarray, after: np.ndarray, mean: bool, settings: Mapping[str, Any]) -> dict[str, Process]:
    """Return the AR(1) without a break and those with one, by name.

    ``none``: fitted to the whole series. ``estimated``: fitted before and after. ``phi``: as ``none``, with phi lower
    by ``settings["phi_change"]`` in the second regime and the intercept such that what follows the series' mean
    (zero without an intercept) stays the same. ``intercept``: as ``none``, with the intercept up by
    ``settings["intercept_shift"]`` residual standard deviations in the second regime. The last two begin as the
    process whose critical values they are held against.
    """
    y, lag, k = x[1:], x[:-1], 1 + mean
    whole, rss = _ols(y, lag, mean)
    sigma = float(np.sqrt(rss / (len(y) - k)))
    early, rss_early = _ols(y[~after], lag[~after], mean)
    late, rss_late = _ols(y[after], lag[after], mean)
    centre = float(x.mean()) if mean else 0.0
    lower = (whole[0] + settings["phi_change"] * centre, whole[1] - settings["phi_change"])
    shifted = (whole[0] + settings["intercept_shift"] * sigma, whole[1])
    return {
        "none": Process(whole, whole, sigma),
        "estimated": Process(early, late, float(np.sqrt((rss_early + rss_late) / (len(y) - 2 * k)))),
        "phi": Process(whole, lower, sigma),
        "intercept": Process(whole, shifted, sigma),
    }


def statistics(sums: Sums, date: int, dates: slice) -> dict[str, np.ndarray]:
    """Return the statistic of every test: Chow's at ``date``, the largest over ``dates``, the CUSUM's."""
    f = f_by_date(sums)
    return {
        "Chow": f[..., date],
        "sup-F": f[..., dates].max(axis=-1),
        "CUSUM": cusum_statistic(recursive_residuals(sums)),
    }


def asymptotic(k: int, nobs: int, trimming: float, significance: float) -> dict[str, float]:
    """Return the critical values that take the sample as large; NaN where no table has them."""
    table = ANDREWS[k].get(significance, np.nan) if trimming == ANDREWS_TRIMMING else np.nan
    return {
        "Chow": float(fdtri(k, nobs - 2 * k, 1 - significance)),
        "sup-F": table / k,
        "CUSUM": float(brentq(lambda a: cusum_pvalue(a) - significance, 0.5, 3)),
    }


def _rejections(simulated: np.ndarray, critical: float) -> float:
    """Return the share of simulated statistics at or beyond a critical value; NaN where there is none."""
    return float((simulated >= critical).mean()) if np.isfinite(critical) else float("nan")


def one_reading(
    x: pd.Series,
    mean: bool,
    break_month: str,
    settings: Mapping[str, Any],
    significance: float,
    draws: int,
    rng: np.random.Generator,
    name: str,
) -> dict[str, pd.DataFrame]:
    """Return the tests of one differenced series, their power, and what they look like month by month.

    Parameters
    ----------
    x, mean
        The differenced series, and whether its AR(1) has an intercept.
    break_month
        First month of the second regime in Chow's test and in the simulated breaks.
    settings
        ``trimming``, ``recursive_start``, ``phi_change`` and ``intercept_shift``.
    significance, draws, rng
        Level of the tests, replications and their generator.
    name
        Of the series, for messages.

    Returns
    -------
    dict
        ``tests`` (one row per test), ``power`` (one per test and process), ``monthly`` (F by break date and
        CUSUM with its bound), ``recursive`` (phi with its band).

    Raises
    ------
    DataError
        If the series is too short, constant or has gaps, or leaves too few observations beside a break.
    """
    k = 1 + mean
    check_series(x, f"stability of {name}", k, MINIMUM)
    values, months = x.to_numpy(), x.index[1:].astype(str)
    nobs = len(values) - 1
    after = second_regime(x, break_month, k)
    dates = trimmed(nobs, k, settings["trimming"], name)
    date = int((~after).sum()) - k - 1
    sums = running_sums(values, mean)
    found = {test: float(value) for test, value in statistics(sums, date, dates).items()}
    made = processes(values, after, mean, settings)

    first = float(values[0])
    null_errors = rng.standard_normal((draws, nobs))
    other_errors = rng.standard_normal((draws, nobs))
    simulated = {
        key: statistics(
            running_sums(process.paths(first, after, null_errors if key == "none" else other_errors), mean), date, dates
        )
        for key, process in made.items()
    }
    exact = {test: float(np.quantile(simulated["none"][test], 1 - significance)) for test in TESTS}
    large = asymptotic(k, nobs, settings["trimming"], significance)
    rows_of_power = []
    for key, process in made.items():
        for test in TESTS:
            if key == "none":
                share = _rejections(simulated[key][test], large[test])
                error = share_error(share, draws)
            else:
                share, error = power(simulated[key][test], simulated["none"][test], significance)
            rows_of_power.append(
                {
                    "test": test,
                    "alternative": key,
                    "critical": "asymptotic" if key == "none" else "simulated",
                    "share": share,
                    "se": error,
                    "phi_before": process.before[1],
                    "phi_after": process.after[1],
                    "nobs": nobs,
                }
            )

    f = f_by_date(sums)[dates]
    size = int(f.argmax()) + dates.start + k + 1  # observations before the break
    regimes = [cls_estimates(part, mean)[0] for part in (values[: size + 1], values[size:])]
    p = {test: float((simulated["none"][test] >= found[test]).mean()) for test in TESTS}
    rows = [
        {"test": "Chow", "break_month": break_month}
        | chow(x, break_month, mean)
        | {"pvalue_simulated": p["Chow"], "pvalue_simulated_se": share_error(p["Chow"], draws)},
        {
            "test": "sup-F",
            "break_month": months[size],
            "statistic": found["sup-F"],
            "pvalue_simulated": p["sup-F"],
            "pvalue_simulated_se": share_error(p["sup-F"], draws),
            "df_numerator": k,
            "df_denominator": nobs - 2 * k,
            "phi_before": float(regimes[0]),
            "phi_after": float(regimes[1]),
        },
        {
            "test": "CUSUM",
            "statistic": found["CUSUM"],
            "pvalue": cusum_pvalue(found["CUSUM"]),
            "pvalue_simulated": p["CUSUM"],
            "pvalue_simulated_se": share_error(p["CUSUM"], draws),
        },
    ]
    residuals = recursive_residuals(sums)
    phi, std_error = recursive_estimates(sums, settings["recursive_start"])
    changing = pd.DataFrame(
        {"f": f, "f_critical": exact["sup-F"]}, index=months[dates.start + k + 1 : dates.stop + k + 1]
    )
    running = pd.DataFrame(
        {"cusum": cusum(residuals), "cusum_bound": exact["CUSUM"] * cusum_line(len(residuals))}, index=months[k:]
    )
    critical = pd.DataFrame(
        {"test": TESTS, "critical_simulated": exact.values(), "critical_asymptotic": large.values()}
    )
    return {
        "tests": pd.DataFrame(rows),
        "critical": critical,
        "power": pd.DataFrame(rows_of_power),
        "monthly": running.join(changing).rename_axis("month").reset_index(),
        "recursive": pd.DataFrame(
            {
                "month": months[settings["recursive_start"] - 1 :],
                "nobs": np.arange(settings["recursive_start"], nobs + 1),
                "phi": phi,
                "std_error": std_error,
                "low": phi - BAND * std_error,
                "high": phi + BAND * std_error,
            }
        ),
    }


def decided(tests: pd.DataFrame, critical: pd.DataFrame, significance: float) -> pd.DataFrame:
    """Return tests with critical values, Holm's adjustment over the readings of each test, and ``decision``.

    Parameters
    ----------
    tests, critical
        The tests and their critical values, by reading and test.
    significance
        Level of ``decision``, by the simulated p-value.
    """
    adjusted = [
        part.assign(pvalue_holm=holm(part["pvalue_simulated"])) for _, part in tests.groupby("test", sort=False)
    ]
    table = pd.concat(adjusted, ignore_index=True).merge(critical, on=["reading", "test"], how="left")
    rejected = table["pvalue_simulated"] < significance
    return table.assign(decision=rejected.map({True: "rejected", False: "not rejected"}))


def by_country(
    ratios: Mapping[str, pd.DataFrame],
    first: str,
    last: str,
    readings: Mapping[str, Reading],
    break_month: str,
    settings: Mapping[str, Any],
    significance: float,
    draws: int,
    rng: np.random.Generator,
) -> dict[str, pd.DataFrame]:
    """Run :func:`one_reading` on every reading of the multiplier of every country inside ``first``..``last``.

    Returns
    -------
    dict
        Frames stability, stability_power, stability_by_month and recursive_phi, country and reading in front.
    """
    blocks: dict[str, dict[str, pd.DataFrame]] = {}
    for country, table in ratios.items():
        series = window(table[["multiplier"]], first, last, f"multiplier of {country}")["multiplier"]
        results = {
            key: one_reading(
                differenced(series, reading),
                reading.mean,
                break_month,
                settings,
                significance,
                draws,
                rng,
                f"the multiplier of {country}, {key}",
            )
            for key, reading in readings.items()
        }
        frames = {
            kind: pd.concat({key: result[kind] for key, result in results.items()}, names=["reading"])
            .reset_index(level="reading")
            .reset_index(drop=True)
            for kind in ("tests", "critical", "power", "monthly", "recursive")
        }
        blocks[country] = {
            "stability": decided(frames["tests"], frames["critical"], significance),
            "stability_power": frames["power"],
            "stability_by_month": frames["monthly"],
            "recursive_phi": frames["recursive"],
        }
    kinds = next(iter(blocks.values()))
    return {kind: stack({country: block[kind] for country, block in blocks.items()}) for kind in kinds}
