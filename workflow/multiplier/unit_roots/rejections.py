"""Unit root, stationarity and seasonal tests on many series at once, with the critical values of their decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import numpy as np
from arch.unitroot.critical_values.zivot_andrews import za_critical_values
from arch.unitroot.unitroot import kpss_crit, mackinnoncrit

from multiplier.unit_roots.batched.breaks import zivot_andrews_statistics
from multiplier.unit_roots.batched.dickey_fuller import dickey_fuller_by_rules
from multiplier.unit_roots.batched.lag_choice import chosen_lags
from multiplier.unit_roots.batched.long_run import kpss_statistics, phillips_perron_statistics
from multiplier.unit_roots.batched.seasonal import (
    canova_hansen_critical,
    canova_hansen_statistics,
    ocsb_critical,
    ocsb_statistics,
)
from multiplier.unit_roots.conventions import BANDWIDTHS, TRIM, bandwidth, longest_lags_with_break

LEVEL = 0.05  # of the critical values
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
    longest = max(0, longest_lags_with_break(paths.shape[1], max_lags))
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
