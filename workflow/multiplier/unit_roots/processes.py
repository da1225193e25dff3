"""Series that could have been: processes with and without a unit root, calibrated to an observed series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.simulation import autoregression

WALK = 1.0  # the phi of a unit root


@dataclass(frozen=True)
class Process:
    """``location + scale * standard``: an AR(1) with unit innovations, or a random walk where ``phi`` is 1.

    The AR(1) starts from its stationary distribution, the walk at ``location``. ``drift`` and ``step`` are in
    innovation standard deviations; the step comes at observation ``step_at``.
    """

    name: str
    phi: float
    location: float
    scale: float
    drift: float = 0.0
    step: float = 0.0
    step_at: int = 0

    @property
    def shape(self) -> tuple[float, float, float, int]:
        """What decides the tests that depend neither on location nor on scale."""
        return self.phi, self.drift, self.step, self.step_at

    @property
    def unit_root(self) -> bool:
        """Whether the process has a unit root."""
        return self.phi == WALK

    def standard(self, shocks: np.ndarray) -> np.ndarray:
        """Return paths with location 0 and scale 1 from standard normal ``shocks`` (replications, nobs)."""
        first = 0.0 if self.unit_root else shocks[:, 0] / np.sqrt(1 - self.phi**2)
        paths = autoregression(self.drift, self.phi, first, shocks[:, 1:])
        if self.step:
            paths[:, self.step_at :] += self.step
        return paths

    def paths(self, shocks: np.ndarray) -> np.ndarray:
        """Return paths of shape (replications, nobs)."""
        return self.location + self.scale * self.standard(shocks)


@dataclass(frozen=True)
class SeasonalProcess:
    """A season around an AR(1) or random walk (``root`` false), or a season that wanders itself (``root`` true).

    With a stable season the paths are ``season`` (nobs values) plus the process; with a seasonal root each
    month is the same month a year before plus the process, and ``season`` holds the first year.
    """

    name: str
    process: Process
    season: tuple[float, ...]
    root: bool

    def paths(self, shocks: np.ndarray) -> np.ndarray:
        """Return paths of shape (replications, nobs) from standard normal ``shocks`` of that shape."""
        if not self.root:
            return np.asarray(self.season) + self.process.paths(shocks)
        period = len(self.season)
        changes = self.process.paths(shocks[:, period:])
        paths = np.empty(shocks.shape)
        paths[:, :period] = self.season
        for t in range(period, shocks.shape[1]):
            paths[:, t] = paths[:, t - period] + changes[:, t - period]
        return paths


def fit_ar1(values: np.ndarray, mean: bool = True) -> tuple[float, float]:
    """Return phi and the innovation standard deviation of an AR(1) by least squares, degrees of freedom corrected."""
    lagged, explained = values[:-1], values[1:]
    if mean:
        lagged, explained = lagged - lagged.mean(), explained - explained.mean()
    phi = float(lagged @ explained / (lagged @ lagged))
    errors = explained - phi * lagged
    return phi, float(np.sqrt(errors @ errors / (len(errors) - 1 - mean)))


def seasonal_pattern(series: pd.Series) -> np.ndarray:
    """Return the mean season of a monthly series, one value an observation, mean zero over the year.

    Cumulated mean changes of each calendar month less the mean change, so that a series that wanders between
    years does not bend its season.
    """
    changes = series.diff().iloc[1:]
    months = changes.index.month
    monthly = changes.groupby(months).mean().reindex(range(1, 13))
    if monthly.isna().any():
        raise DataError(
            f"season of {series.name}: {len(series)} observations; at least 13 are needed, one change of every month."
        )
    level = (monthly - monthly.mean()).cumsum()
    return (level - level.mean()).reindex(series.index.month).to_numpy()


def calibration(series: pd.Series, crisis: str) -> dict[str, Any]:
    """Return what the processes take from an observed series.

    Parameters
    ----------
    series
        Monthly observations without gaps.
    crisis
        First month after the break in level.

    Returns
    -------
    dict
        nobs, first, mean; phi and sigma (AR(1) with mean, least squares); walk_sigma (root mean square of the
        changes), drift and drift_sigma (mean and standard deviation of the changes); break_at (position of
        ``crisis``), break_size (mean from it on less mean before) and break_sigma (innovations of an AR(1)
        around the two means).

    Raises
    ------
    DataError
        If the crisis does not leave at least three months of the series on either side.
    """
    values = series.to_numpy(dtype=float)
    after = np.asarray(series.index >= pd.Period(crisis, freq="M"))
    at = int(np.argmax(after))
    if not 3 <= at <= len(values) - 3:
        raise DataError(
            f"power of {series.name}: the crisis begins in {crisis}, the series runs from {series.index[0]} to "
            f"{series.index[-1]}; both parts need at least three months, change crisis.first or the sample."
        )
    phi, sigma = fit_ar1(values)
    changes = np.diff(values)
    size = values[at:].mean() - values[:at].mean()
    around_means = values - values[:at].mean() - size * after
    return {
        "nobs": len(values),
        "first": values[0],
        "mean": values.mean(),
        "phi": phi,
        "sigma": sigma,
        "walk_sigma": float(np.sqrt((changes**2).mean())),
        "drift": changes.mean(),
        "drift_sigma": changes.std(ddof=1),
        "break_at": at,
        "break_size": size,
        "break_sigma": fit_ar1(around_means, mean=False)[1],
    }


def processes(found: dict[str, Any], phis: Sequence[float]) -> list[Process]:
    """Return the random walk from the first observation on, and AR(1) processes around the mean.

    ``found`` is a :func:`calibration`. Innovations have the standard deviation of the fit that the process
    belongs to, whatever its phi.
    """
    walk = Process("random_walk", WALK, found["first"], found["walk_sigma"])
    return [walk, *(Process("ar1", phi, found["mean"], found["sigma"]) for phi in phis)]


def troubled(found: dict[str, Any], phi: float) -> list[Process]:
    """Return what the tests are not made for: a random walk with drift, and an AR(1) whose level breaks."""
    drift, scale = found["drift"], found["drift_sigma"]
    step, sigma = found["break_size"], found["break_sigma"]
    return [
        Process("random_walk_drift", WALK, found["first"], scale, drift=drift / scale),
        Process("ar1_break", phi, found["mean"], sigma, step=step / sigma, step_at=found["break_at"]),
    ]


def seasonal_processes(series: pd.Series, phi: float, period: int) -> list[SeasonalProcess]:
    """Return processes with the observed season, stable or wandering, with an AR(1) and with a random walk.

    A stable season is :func:`seasonal_pattern`, the process around it calibrated to what it leaves. A wandering
    season starts with the first observed year; its 12-month difference is calibrated to the observed one.
    """
    values = series.to_numpy(dtype=float)
    season = seasonal_pattern(series)
    left = values - season
    sigma, walk = fit_ar1(left)[1], float(np.sqrt((np.diff(left) ** 2).mean()))
    yearly = values[period:] - values[:-period]
    yearly_sigma, yearly_walk = fit_ar1(yearly, mean=False)[1], float(np.sqrt((np.diff(yearly) ** 2).mean()))
    location = float(left.mean())
    # The walk of the yearly change starts at zero: a first value would be a slope from year to year.
    return [
        SeasonalProcess("stable_season", Process("", phi, location, sigma), tuple(season), root=False),
        SeasonalProcess("stable_season", Process("", WALK, left[0], walk), tuple(season), root=False),
        SeasonalProcess("seasonal_root", Process("", phi, 0.0, yearly_sigma), tuple(values[:period]), root=True),
        SeasonalProcess("seasonal_root", Process("", WALK, 0.0, yearly_walk), tuple(values[:period]), root=True),
    ]
