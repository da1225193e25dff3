"""Size and power of the unit root tests for series like the observed ones, by batched simulation.

One array of standard normal shocks drives every process of both countries and feeds every test, so that
cells differ by what they say and not by their draws. A test with deterministic terms depends neither on
mean nor on variance of its series: its statistics are computed once for all series of one length. Canova
and Hansen's does not depend on the stable part of the season either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from multiplier.months import window
from multiplier.simulation import share_error
from multiplier.transforms import transform
from multiplier.unit_roots.dickey_fuller import MAX_LAGS, check_series
from multiplier.unit_roots.processes import Process, calibration, processes, seasonal_processes, troubled
from multiplier.unit_roots.rejections import LEVEL, Outcomes, canova_hansen, ocsb, with_terms, without_terms

COLUMNS = [
    "country",
    "series",
    "transform",
    "test",
    "deterministic",
    "lag_rule",
    "lags",
    "nobs",
    "process",
    "phi",
    "under_null",
    "replications",
    "rejections_share",
    "share_se",
    "size_adjusted_share",
    "critical_5",
    "critical_simulated",
]
SERIES = "multiplier"


def _under_null(test: str, process: str, phi: float) -> bool:
    """Return whether a process satisfies the null of a test.

    Canova and Hansen's null is a stable season, whatever the rest; a break in level satisfies no null.
    """
    if test == "KPSS":
        return process == "ar1"
    if test == "CH":
        return process == "stable_season"
    if test == "OCSB":
        return process == "seasonal_root"
    return phi == 1


def _rows(outcomes: Outcomes, reference: Outcomes, process: str, phi: float, nobs: int) -> list[dict[str, Any]]:
    """Return a row a test; ``reference`` are the outcomes under the random walk, for size-adjusted power."""
    rows = []
    for key, outcome in outcomes.items():
        rejected = outcome.rejected(key.test)
        replications, share = len(rejected), float(rejected.mean())
        null = _under_null(key.test, process, phi)
        simulated = np.nan
        if process == "random_walk" and key.test != "KPSS":
            simulated = float(np.quantile(outcome.statistic, LEVEL))
        adjusted = np.nan
        if key in reference and key.test != "KPSS" and not null:
            # Where lags are chosen the statistic itself is compared, as a test with one critical value would.
            adjusted = float((outcome.statistic < np.quantile(reference[key].statistic, LEVEL)).mean())
        rows.append(
            {
                **key._asdict(),
                "nobs": nobs,
                "process": process,
                "phi": phi,
                "under_null": null,
                "replications": replications,
                "rejections_share": share,
                "share_se": share_error(share, replications),
                "size_adjusted_share": adjusted,
                "critical_5": np.nan if np.ndim(outcome.critical) else outcome.critical,
                "critical_simulated": simulated,
            }
        )
    return rows


class Simulation:
    """Shocks and the tests fed with them; what does not depend on a country is computed once."""

    def __init__(self, shocks: np.ndarray, settings: Mapping[str, Any]) -> None:
        self._shocks = shocks
        self._rules = {name: settings[name] for name in ("lags", "max_lags", "criteria")}
        self._settings = settings
        self._known: dict[tuple[int, str, tuple[float, float, float, int]], Outcomes] = {}
        self._known_seasons: dict[tuple[str, float, int], Outcomes] = {}

    def outcomes(self, process: Process, nobs: int) -> Outcomes:
        """Return the outcomes of every test but the seasonal ones for a process of ``nobs`` observations."""
        shocks = self._shocks[:, :nobs]
        found = without_terms(process.paths(shocks), **self._rules)
        for terms in ("c", "ct"):
            alike = process if terms == "c" else replace(process, drift=0.0)
            known = (nobs, terms, alike.shape)
            if known not in self._known:
                paths = alike.standard(shocks)
                self._known[known] = with_terms(paths, terms, self._settings["za_max_lags"], **self._rules)
            found |= self._known[known]
        return found

    def rows(self, chosen: Sequence[Process], nobs: int) -> list[dict[str, Any]]:
        """Return rows of all processes; the first is the random walk that size-adjusted power refers to."""
        reference = self.outcomes(chosen[0], nobs)
        rows = _rows(reference, reference, chosen[0].name, chosen[0].phi, nobs)
        for process in chosen[1:]:
            rows += _rows(self.outcomes(process, nobs), reference, process.name, process.phi, nobs)
        return rows

    def seasonal_rows(self, series: pd.Series) -> list[dict[str, Any]]:
        """Return rows of the seasonal tests of processes like ``series``."""
        nobs, period, lags = len(series), self._settings["period"], self._settings["ocsb_lags"]
        rows: list[dict[str, Any]] = []
        for process in seasonal_processes(series, self._settings["single_phi"], period):
            paths = process.paths(self._shocks[:, :nobs])
            known = (process.name, process.process.phi, nobs)
            if known not in self._known_seasons:
                self._known_seasons[known] = canova_hansen(paths, period)
            outcomes = ocsb(paths, period, lags) | self._known_seasons[known]
            rows += _rows(outcomes, {}, process.name, process.process.phi, nobs)
        return rows


def by_country(
    ratios: Mapping[str, pd.DataFrame],
    first: str,
    last: str,
    crisis: str,
    replications: int,
    rng: np.random.Generator,
    **settings: Any,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return size and power of the tests of every country's multiplier inside ``first``..``last``.

    Parameters
    ----------
    ratios
        Country -> monthly ratios.
    first, last
        The sample.
    crisis
        First month after the break in level.
    replications
        Simulated series a cell.
    rng
        Source of the shocks.
    settings
        phis (of the AR(1) processes), single_phi (of those with a break or a season), lags (fixed, of ADF and
        DF-GLS), max_lags and criteria (of the automatic choice), za_max_lags, ocsb_lags, period.

    Returns
    -------
    tuple of DataFrame
        The cells, columns :data:`COLUMNS`, and the calibrations: country, series, transform and those of
        :func:`multiplier.unit_roots.processes.calibration`. ``nobs`` is the length of the series, ``lags`` and
        ``critical_5`` are missing where lags are chosen from each series, ``phi`` is 1 for a unit root;
        ``critical_simulated``, of tests of a unit root under the random walk, is where they have the level.

    Raises
    ------
    DataError
        If a series has gaps, is constant or too short, before anything is simulated.
    """
    asked = {MAX_LAGS: settings["max_lags"], "power.lags": max(settings["lags"])}
    most = max(asked.values())
    lower = [key for key, lags in asked.items() if lags == most]
    samples: dict[tuple[str, str], pd.Series] = {}
    for country, table in ratios.items():
        level = window(table[[SERIES]], first, last, f"power of {country}")[SERIES]
        for kind in ("level", "diff12"):
            values = transform(level, kind)
            check_series(values, f"power of {SERIES} of {country} ({kind})", most + 3, 2 * most + 5, lower)
            samples[country, kind] = values
    found = {key: calibration(values, crisis) for key, values in samples.items()}
    longest = max(len(values) for values in samples.values())
    simulation = Simulation(rng.standard_normal((replications, longest)), settings)
    blocks = []
    for (country, kind), values in samples.items():
        chosen = processes(found[country, kind], settings["phis"])
        if kind == "level":
            chosen += troubled(found[country, kind], settings["single_phi"])
        rows = simulation.rows(chosen, len(values))
        if kind == "level":
            rows += simulation.seasonal_rows(values)
        blocks.append(pd.DataFrame(rows).assign(country=country, series=SERIES, transform=kind))
    cells = pd.concat(blocks, ignore_index=True)[COLUMNS]
    cells["lags"] = cells["lags"].astype("Int64")
    calibrations = [
        {"country": country, "series": SERIES, "transform": kind} | values for (country, kind), values in found.items()
    ]
    return cells, pd.DataFrame(calibrations)
