"""Size and power of the unit root tests for series like the observed ones, by batched simulation.

One array of standard normal shocks drives every process of both countries and feeds every test, so that
cells differ by what they say and not by their draws. A test with deterministic terms depends neither on
mean nor on variance of its series: its statistics are computed once for all series of one length. Canova
and Hansen's does not depend on the stable part of the season either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd
from arch.unitroot.critical_values.zivot_andrews import za_critical_values
from arch.unitroot.unitroot import kpss_crit, mackinnoncrit

from multiplier.batched.breaks import zivot_andrews_statistics
from multiplier.batched.dickey_fuller import chosen_lags, dickey_fuller_by_rules
from multiplier.batched.long_run import BANDWIDTHS, bandwidth, kpss_statistics, phillips_perron_statistics
from multiplier.batched.seasonal import (
    canova_hansen_critical,
    canova_hansen_statistics,
    ocsb_critical,
    ocsb_statistics,
)
from multiplier.months import window
from multiplier.power_processes import Process, calibration, processes, seasonal_processes, troubled
from multiplier.transforms import transform
from multiplier.unit_roots import check_series

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
]
LEVEL = 0.05  # of the critical values
TRIM = 0.15
SERIES = "multiplier"
STATIONARY_NULL = ("KPSS", "CH")  # rejected above the critical value


class Key(NamedTuple):
    """A test as it is run: ``lags`` is None where they are chosen from each series."""

    test: str
    deterministic: str
    lag_rule: str
    lags: int | None


class Outcome(NamedTuple):
    """Statistics (replications,) and the critical value, one or, where lags are chosen, one a replication."""

    statistic: np.ndarray
    critical: float | np.ndarray

    def rejected(self, test: str) -> np.ndarray:
        """Return whether the test's null is rejected, shape (replications,)."""
        return self.statistic > self.critical if test in STATIONARY_NULL else self.statistic < self.critical


Outcomes = dict[Key, Outcome]


def _by_rules(
    test: str,
    deterministic: str,
    lags: Sequence[int],
    criteria: Sequence[str],
    statistics: np.ndarray,
    chosen: np.ndarray,
    critical: np.ndarray,
) -> Outcomes:
    """Return outcomes of fixed lags and criteria; ``critical`` holds the value for 0, 1, ... lags."""
    found = {
        Key(test, deterministic, "fixed", lag): Outcome(row, float(critical[lag]))
        for lag, row in zip(lags, statistics, strict=False)
    }
    for criterion, row, used in zip(criteria, statistics[len(lags) :], chosen, strict=True):
        found[Key(test, deterministic, criterion, None)] = Outcome(row, critical[used])
    return found


def _mackinnon(deterministic: str, nobs: int, most: int, kind: str = "adf-t") -> np.ndarray:
    """Return the 5 % values of regressions with 0..``most`` lags (MacKinnon 2010; DF-GLS: arch's surfaces)."""
    regression, distribution = cast(Any, deterministic), cast(Any, kind)
    return np.array([mackinnoncrit(1, regression, nobs - 1 - lags, distribution)[1] for lags in range(most + 1)])


def phillips_perron(paths: np.ndarray, deterministic: str) -> Outcomes:
    """Return outcomes of Phillips-Perron tests with every bandwidth."""
    nobs = paths.shape[1]
    critical = float(_mackinnon(deterministic, nobs, 0)[0])
    return {
        Key("PP", deterministic, rule, bandwidth(rule, nobs)): Outcome(
            phillips_perron_statistics(paths, deterministic, bandwidth(rule, nobs)), critical
        )
        for rule in BANDWIDTHS
    }


def kpss(paths: np.ndarray, deterministic: str) -> Outcomes:
    """Return outcomes of KPSS tests with every bandwidth."""
    nobs = paths.shape[1]
    critical = float(kpss_crit(0.0, cast(Any, deterministic))[1][1])
    return {
        Key("KPSS", deterministic, rule, bandwidth(rule, nobs)): Outcome(
            kpss_statistics(paths, deterministic, bandwidth(rule, nobs)), critical
        )
        for rule in BANDWIDTHS
    }


def dickey_fuller(
    paths: np.ndarray,
    deterministics: Sequence[str],
    tests: Sequence[str],
    lags: Sequence[int],
    max_lags: int,
    criteria: Sequence[str],
) -> Outcomes:
    """Return outcomes of ADF and DF-GLS tests with the terms asked for."""
    nobs, most = paths.shape[1], max(max_lags, *lags)
    found: Outcomes = {}
    computed = dickey_fuller_by_rules(paths, deterministics, lags, max_lags, criteria, tests)
    for test, (statistics, chosen) in computed.items():
        for place, terms in enumerate(deterministics):
            critical = _mackinnon(terms, nobs, most, "adf-t" if test == "ADF" else "dfgls")
            found |= _by_rules(test, terms, lags, criteria, statistics[place], chosen[place], critical)
    return found


def zivot_andrews(paths: np.ndarray, max_lags: int) -> Outcomes:
    """Return the outcome of the Zivot-Andrews test with a step, lags by AIC in the regression without break.

    As in the tests of the observed series, no more lags than leave three observations before the first break.
    """
    table = za_critical_values["c"]
    critical = float(np.interp(100 * LEVEL, table[:, 0], table[:, 1]))
    longest = max(0, min(max_lags, int(TRIM * paths.shape[1]) - 3))
    used = chosen_lags(paths, "ct", longest, "AIC")
    statistic = np.empty(len(paths))
    for lags in np.unique(used):
        statistic[used == lags] = zivot_andrews_statistics(paths[used == lags], "c", int(lags), TRIM)
    return {Key("ZA", "c", "AIC", None): Outcome(statistic, critical)}


def with_terms(paths: np.ndarray, deterministic: str, za_max_lags: int, **rules: Any) -> Outcomes:
    """Return outcomes of the tests with a constant, which depend on neither location nor scale, or with a trend.

    Those with a trend, Zivot-Andrews among them, do not depend on a drift either.
    """
    found = dickey_fuller(paths, (deterministic,), ("ADF", "DF-GLS"), **rules)
    found |= phillips_perron(paths, deterministic) | kpss(paths, deterministic)
    return found | zivot_andrews(paths, za_max_lags) if deterministic == "ct" else found


def without_terms(paths: np.ndarray, **rules: Any) -> Outcomes:
    """Return outcomes of the tests without constant."""
    return dickey_fuller(paths, ("n",), ("ADF",), **rules) | phillips_perron(paths, "n")


def ocsb(paths: np.ndarray, period: int, lags: Sequence[int]) -> Outcomes:
    """Return outcomes of the test of a seasonal unit root."""
    critical = ocsb_critical(period)
    return {Key("OCSB", "n", "fixed", lag): Outcome(ocsb_statistics(paths, period, lag), critical) for lag in lags}


def canova_hansen(paths: np.ndarray, period: int) -> Outcomes:
    """Return the outcome of the test of a stable season, which does not depend on location, scale or season."""
    outcome = Outcome(canova_hansen_statistics(paths, period), canova_hansen_critical(period))
    return {Key("CH", "c", f"s{period}", None): outcome}


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
                "share_se": np.sqrt(share * (1 - share) / replications),
                "size_adjusted_share": adjusted,
                "critical_5": np.nan if np.ndim(outcome.critical) else outcome.critical,
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
        :func:`multiplier.power_processes.calibration`. ``nobs`` is the length of the series, ``lags`` and
        ``critical_5`` are missing where lags are chosen from each series, ``phi`` is 1 for a unit root.

    Raises
    ------
    DataError
        If a series has gaps, is constant or too short, before anything is simulated.
    """
    most = max(settings["max_lags"], *settings["lags"])
    samples: dict[tuple[str, str], pd.Series] = {}
    for country, table in ratios.items():
        level = window(table[[SERIES]], first, last, f"power of {country}")[SERIES]
        for kind in ("level", "diff12"):
            values = transform(level, kind)
            check_series(values, f"power of {SERIES} of {country} ({kind})", most + 3, 2 * most + 5)
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
