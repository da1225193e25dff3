"""Had the multiplier two regimes, the second from 2008 on? Breaks at unknown dates (determinants study, DT-01).

A multiplier is persistent: tests whose critical values take the errors as independent find breaks in series that have
none. p-values are therefore simulated, under an AR(1) around one trend and under a random walk, and the size of the
plain test is shown beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.companions.growth import trend_statistics
from multiplier.companions.segments import (
    Partition,
    fitted,
    information,
    partitions,
    sequential_f,
    smallest_regime,
)
from multiplier.formula.bias import cls_estimates
from multiplier.formula.break_tests import ANDREWS, ANDREWS_TRIMMING
from multiplier.months import window
from multiplier.simulation import autoregression, share_error

YEAR = 12
BATCH = 250  # paths at a time, so that the sums of squares of their segments stay in memory
VARIANTS = {  # what breaks at the unknown date, and what else the regression holds
    "trend": ("level", False),  # mean and trend of the multiplier
    "trend_season": ("level", True),  # the same beside calendar months that do not change
    "drift": ("changes", False),  # mean of the monthly changes: the trend of a series with a unit root
}
LEVEL_NULLS = ("ar1", "ar1_corrected", "random_walk")
NULLS = {"trend": LEVEL_NULLS, "trend_season": LEVEL_NULLS, "drift": ("ar1",)}
LARGEST_PHI = 0.999  # of a corrected coefficient


def stationary(phi: float, sigma: float, nobs: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return Gaussian AR(1) paths around zero that begin in their stationary distribution, shape (draws, nobs)."""
    errors = sigma * rng.standard_normal((draws, nobs))
    return autoregression(0.0, phi, errors[:, 0] / np.sqrt(1 - phi**2), errors[:, 1:])


def residual_process(residuals: np.ndarray) -> tuple[float, float]:
    """Return phi and the standard deviation of the errors of an AR(1) without mean, least squares."""
    phi = float(cls_estimates(residuals[None, :], False)[0][0])
    errors = residuals[1:] - phi * residuals[:-1]
    return phi, float(np.sqrt(errors @ errors / (len(errors) - 1)))


def corrected_phi(phi: float, sigma: float, common: np.ndarray, draws: int, rng: np.random.Generator) -> float:
    """Return phi plus its mean bias at the estimate, by simulation, at most :data:`LARGEST_PHI`.

    ``common`` holds the regressors whose residuals phi was estimated from: taking them out lowers it as well.
    """
    paths = stationary(phi, sigma, len(common), draws, rng)
    basis = np.linalg.qr(common)[0]
    estimates = cls_estimates(paths - (paths @ basis) @ basis.T, False)[0]
    return float(min(2 * phi - estimates.mean(), LARGEST_PHI))


class BreakTest:
    """F of a break in some coefficients at every date, as projections that serve any number of series."""

    def __init__(self, common: np.ndarray, changing: np.ndarray, smallest: int) -> None:
        nobs = len(common)
        self.dates = np.arange(smallest, nobs - smallest + 1)
        self.count = changing.shape[1]
        self.freedom = nobs - common.shape[1] - self.count
        self._common = np.linalg.qr(common)[0]
        after = np.arange(nobs) >= self.dates[:, None]
        extra = after[:, :, None] * changing
        extra = extra - self._common @ (self._common.T @ extra)
        self._extra = np.linalg.qr(extra)[0]  # (dates, nobs, count)

    def f(self, paths: np.ndarray) -> np.ndarray:
        """Return F by date for paths of shape (draws, nobs), shape (draws, dates)."""
        squares = (paths**2).sum(axis=1) - ((paths @ self._common) ** 2).sum(axis=1)
        dates, nobs, count = self._extra.shape
        flat = self._extra.transpose(1, 0, 2).reshape(nobs, dates * count)
        explained = ((paths @ flat) ** 2).reshape(len(paths), dates, count).sum(axis=2)
        return np.asarray(explained / count / ((squares[:, None] - explained) / self.freedom))

    def largest(self, paths: np.ndarray, batch: int = 4000) -> np.ndarray:
        """Return the largest F of every path."""
        return np.concatenate([self.f(paths[i : i + batch]).max(axis=1) for i in range(0, len(paths), batch)])


def _regressors(variant: str, index: pd.PeriodIndex) -> tuple[np.ndarray, np.ndarray]:
    """Return common and changing regressors of a variant."""
    kind, season = VARIANTS[variant]
    nobs = len(index)
    if kind == "changes":
        return np.ones((nobs, 1)), np.ones((nobs, 1))
    changing = np.column_stack([np.ones(nobs), (np.arange(nobs) - (nobs - 1) / 2) / nobs])
    if not season:
        return changing, changing
    months = pd.get_dummies(index.month, drop_first=True, dtype=float).to_numpy()
    return np.column_stack([changing, months]), changing


def sup_f(
    series: pd.Series, trimming: float, significance: float, draws: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Test for one break at an unknown date (Andrews 1993), every variant against every null it can face.

    Returns
    -------
    DataFrame
        variant, null, phi (of the null), months, statistic, month (first of the second regime), critical_asymptotic,
        size (share of null draws beyond it), size_se, critical_simulated, pvalue, pvalue_se, decision.
    """
    rows = []
    for variant, (kind, _) in VARIANTS.items():
        values = series.diff().dropna() if kind == "changes" else series
        common, changing = _regressors(variant, values.index)
        test = BreakTest(common, changing, smallest_regime(len(values), trimming))
        y = values.to_numpy() - values.mean()
        by_date = test.f(y[None, :])[0]
        statistic, month = float(by_date.max()), values.index[test.dates[int(by_date.argmax())]]
        table = ANDREWS[test.count].get(significance, np.nan) if trimming == ANDREWS_TRIMMING else np.nan
        plain = table / test.count
        residuals = y - common @ np.linalg.lstsq(common, y, rcond=None)[0]
        for null in NULLS[variant]:
            if null != "random_walk":
                phi, sigma = residual_process(residuals)
                if null == "ar1_corrected":
                    phi = corrected_phi(phi, sigma, common, draws, rng)
                paths = stationary(phi, sigma, len(y), draws, rng)
            else:
                phi = 1.0
                paths = np.cumsum(np.std(np.diff(y), ddof=1) * rng.standard_normal((draws, len(y))), axis=1)
            simulated = test.largest(paths)
            p = float((simulated >= statistic).mean())
            size = float((simulated >= plain).mean()) if np.isfinite(plain) else float("nan")
            rows.append(
                {"variant": variant, "null": null, "phi": phi, "months": len(y), "statistic": statistic}
                | {"month": str(month), "critical_asymptotic": plain}
                | {"size": size, "size_se": share_error(size, draws)}
                | {"critical_simulated": float(np.quantile(simulated, 1 - significance))}
                | {"pvalue": p, "pvalue_se": share_error(p, draws)}
                | {"decision": "rejected" if p < significance else "not rejected"}
            )
    return pd.DataFrame(rows)


def _simulated(centre: np.ndarray, process: tuple[float, float], draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return paths around fitted lines with errors of an AR(1)."""
    return centre + stationary(*process, len(centre), draws, rng)


def _in_batches(paths: np.ndarray, most: int, smallest: int) -> list[Partition]:
    parts = [partitions(paths[i : i + BATCH], most, smallest) for i in range(0, len(paths), BATCH)]
    return [
        Partition(
            np.concatenate([part[k].squares for part in parts]), np.concatenate([part[k].breaks for part in parts])
        )
        for k in range(most + 1)
    ]


def models(
    series: pd.Series,
    trimming: float,
    most: int,
    confidence: float,
    significance: float,
    crisis: Mapping[str, str],
    draws: int,
    rng: np.random.Generator,
) -> dict[str, pd.DataFrame]:
    """Return the best lines with 0, 1, .., ``most`` breaks, tests of one break more, and intervals of the dates.

    Parameters
    ----------
    series
        Monthly, without gaps.
    trimming
        Share of the months that a regime has at least.
    most
        Largest number of breaks.
    confidence, significance
        Of the intervals; of the tests of one break more.
    crisis
        Its first and last month.
    draws, rng
        Paths simulated from each fitted model, whose errors follow the AR(1) of its residuals.

    Returns
    -------
    dict
        ``models``: breaks, squares, bic, best_bic, phi (of the residuals), f_more, pvalue_more, pvalue_more_se (of one
        break more, simulated), sequential (the number at which these tests first do not reject).
        ``regimes``: breaks, regime, first, last, months, slope_year, t (Newey-West), start, end (of the line).
        ``dates``: breaks, number, month (first of the next regime), in_crisis, lower, upper (percentiles of
        re-estimated dates), share_in_crisis (of these).

    Notes
    -----
    Dates are re-estimated on paths around the fitted lines; an interval holds for errors as persistent as the
    residuals, and least squares understates that persistence.
    """
    y, index = series.to_numpy(), series.index
    nobs, smallest = len(y), smallest_regime(len(y), trimming)
    if (most + 2) * smallest > nobs:
        raise DataError(
            f"breaks of the multiplier: {most + 1} breaks of regimes of {smallest} months do not fit into {nobs} "
            "months; lower regimes.max_breaks or regimes.trimming in config.yaml."
        )
    found = partitions(y[None, :], most + 1, smallest)
    bic = [information(float(part.squares[0]), nobs, k) for k, part in enumerate(found[: most + 1])]
    rows, regimes, dates = [], [], []
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    for k in range(most + 1):
        breaks = found[k].breaks[0]
        centre = fitted(y, breaks)
        process = residual_process(y - centre)
        drawn = _in_batches(_simulated(centre, process, draws, rng), k + 1, smallest)
        statistic = float(sequential_f(found[k].squares, found[k + 1].squares, nobs, k)[0])
        null = sequential_f(drawn[k].squares, drawn[k + 1].squares, nobs, k)
        p = float((null >= statistic).mean())
        rows.append(
            {"breaks": k, "squares": float(found[k].squares[0]), "bic": bic[k], "best_bic": k == int(np.argmin(bic))}
            | {"phi": process[0], "f_more": statistic, "pvalue_more": p, "pvalue_more_se": share_error(p, draws)}
        )
        cuts = [0, *breaks, nobs]
        for number, (start, end) in enumerate(pairwise(cuts), start=1):
            slope, t = trend_statistics(y[start:end])
            regimes.append(
                {"breaks": k, "regime": number, "first": str(index[start]), "last": str(index[end - 1])}
                | {"months": end - start, "slope_year": YEAR * float(slope), "t": float(t)}
                | {"start": centre[start], "end": centre[end - 1]}
            )
        for number in range(k):
            low, high = np.quantile(drawn[k].breaks[:, number], tails, method="nearest")
            inside = (
                index.to_series().between(pd.Period(crisis["first"], "M"), pd.Period(crisis["last"], "M")).to_numpy()
            )
            dates.append(
                {"breaks": k, "number": number + 1, "month": str(index[breaks[number]])}
                | {"in_crisis": bool(inside[breaks[number]])}
                | {"lower": str(index[int(low)]), "upper": str(index[int(high)])}
                | {"share_in_crisis": float(inside[drawn[k].breaks[:, number]].mean())}
            )
    table = pd.DataFrame(rows)
    kept = table.index[table["pvalue_more"] >= significance]
    table["sequential"] = int(kept[0]) if len(kept) else most
    return {"models": table, "regimes": pd.DataFrame(regimes), "dates": pd.DataFrame(dates)}


def moves(series: pd.Series, crisis_first: str, within: int = YEAR) -> pd.DataFrame:
    """Return what followed the low of the crisis: the rise of a year, and how much of it was lost again.

    Parameters
    ----------
    series
        The multiplier.
    crisis_first
        First month of the crisis; the low is looked for in the twelve months from it.
    within
        Months in which a fast rise has its peak.

    Returns
    -------
    DataFrame
        One row: before_first, before_last, before_slope_year and before_t (line to the month before the crisis), high
        and high_month before it; low and low_month; peak and peak_month in the ``within`` months after the low;
        rise_percent; later and later_month, the lowest after the peak; given_back_percent, of the rise.
    """
    start = pd.Period(crisis_first, freq="M")
    before = series.loc[: start - 1]
    slope, t = trend_statistics(before.to_numpy())
    low_month = series.loc[start : start + YEAR - 1].idxmin()
    peak_month = series.loc[low_month : low_month + within].idxmax()
    later_month = series.loc[peak_month:].idxmin()
    low, peak, later = series[low_month], series[peak_month], series[later_month]
    row: dict[str, Any] = {
        "before_first": str(before.index[0]),
        "before_last": str(before.index[-1]),
        "before_slope_year": YEAR * float(slope),
        "before_t": float(t),
        "high_month": str(before.idxmax()),
        "high": before.max(),
        "low_month": str(low_month),
        "low": low,
        "peak_month": str(peak_month),
        "peak": peak,
        "rise_percent": 100 * (peak / low - 1),
        "later_month": str(later_month),
        "later": later,
        "given_back_percent": 100 * (peak - later) / (peak - low) if peak > low else float("nan"),
    }
    return pd.DataFrame([row])


def by_window(
    multiplier: pd.Series,
    windows: Mapping[str, Mapping[str, str]],
    crisis: Mapping[str, str],
    settings: Mapping[str, Any],
    confidence: float,
    significance: float,
    rng: np.random.Generator,
) -> dict[str, pd.DataFrame]:
    """Run everything on every window.

    Parameters
    ----------
    multiplier
        Monthly series.
    windows
        Name -> first and last month.
    crisis
        Its first and last month.
    settings
        ``trimming``, ``max_breaks``, ``test_draws`` of :func:`sup_f` and ``date_draws`` of :func:`models`.
    confidence, significance, rng
        See :func:`models`.

    Returns
    -------
    dict
        Frames regime_tests, regime_models, regimes, regime_dates and regime_moves, window in front.
    """
    frames: dict[str, dict[str, pd.DataFrame]] = {}
    for name, span in windows.items():
        series = window(multiplier.to_frame("multiplier"), **span, name=f"breaks of the multiplier, window {name}")
        m = series["multiplier"]
        best = models(
            m,
            settings["trimming"],
            settings["max_breaks"],
            confidence,
            significance,
            crisis,
            settings["date_draws"],
            rng,
        )
        frames[name] = {
            "regime_tests": sup_f(m, settings["trimming"], significance, settings["test_draws"], rng),
            "regime_models": best["models"],
            "regimes": best["regimes"],
            "regime_dates": best["dates"],
            "regime_moves": moves(m, crisis["first"]),
        }
    kinds = next(iter(frames.values()))
    return {
        kind: pd.concat({name: frame[kind] for name, frame in frames.items()}, names=["window"])
        .reset_index("window")
        .reset_index(drop=True)
        for kind in kinds
    }
