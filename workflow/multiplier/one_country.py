"""What money and base of one country allow: its multiplier by the methods that the paper applies to two.

Nothing is estimated here: every table is that of the module which the paper takes it from. A method that these
months do not allow says why in one sentence, and leaves its table empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from multiplier import DataError, trends
from multiplier.comparison import changes, indices
from multiplier.formula import readings
from multiplier.months import stack, window
from multiplier.transforms import TRANSFORMS
from multiplier.unit_roots.conflicts import conflicts
from multiplier.unit_roots.table import battery

COMPUTED = "computed"
COMMON = "common"
Tables = dict[str, pd.DataFrame]


def _unit_roots(
    table: pd.DataFrame, area: str, sample: Mapping[str, str], tests: Mapping[str, Any], headline: Mapping[str, Any]
) -> Tables:
    name = f"the multiplier of {area}"
    series = {"multiplier": window(table[["multiplier"]], **sample, name=name)["multiplier"]}
    found = stack({area: battery(series, tuple(TRANSFORMS), area, **tests)})
    return {"unit_roots": found, "unit_root_conflicts": conflicts(found, **headline)}


def _formula(tables: Mapping[str, pd.DataFrame], **settings: Any) -> Tables:
    made = readings.by_country(tables, **settings)
    return {name: made[name] for name in ("correlogram", "arima", "forecasts", "accuracy")}


def study(
    area: str,
    table: pd.DataFrame,
    paper: Mapping[str, pd.DataFrame],
    *,
    sample: Mapping[str, str],
    windows: Mapping[str, Mapping[str, str]],
    comparison: Mapping[str, Any],
    trend_tests: Mapping[str, Any],
    unit_root_tests: Mapping[str, Any],
    headline_tests: Mapping[str, Any],
    formula: Mapping[str, Any],
    trend_rng: np.random.Generator,
    formula_rng: np.random.Generator,
) -> Tables:
    """Return every table of a country.

    Parameters
    ----------
    area
        The country's key.
    table
        As :func:`multiplier.data.money_and_base.clean` returns it.
    paper
        Country -> ratios table of those that it is compared with.
    sample
        First and last month that are estimated on.
    windows
        The country's own, over which its changes are reported.
    comparison
        ``index_month``; ``sample`` and ``common``, the paper's sample and common window.
    trend_tests, unit_root_tests, headline_tests, formula
        Settings of :func:`multiplier.trends.by_country`, :func:`multiplier.unit_roots.table.battery`,
        :func:`multiplier.unit_roots.conflicts.conflicts` and :func:`multiplier.formula.readings.by_country`.
    trend_rng, formula_rng
        Generators of the simulated tests of trend and season, and of the band of the correlogram.

    Returns
    -------
    dict
        indices (the country with those of ``paper``), changes (over the common window of all, over its own of the
        country), trends, unit_roots, unit_root_conflicts, correlogram, arima, forecasts, accuracy, all with a column
        country; empty where they cannot be computed; and methods: method, state (:data:`COMPUTED`, or why not).

    Raises
    ------
    DataError
        If the sample leaves the data: nothing could be computed.
    """
    window(table[["base", "m2", "multiplier"]], **sample, name=f"sample of {area}")
    own, everyone = {area: table}, {**paper, area: table}
    spans = {COMMON: (everyone, comparison["common"])} | {name: (own, span) for name, span in windows.items()}
    methods: list[tuple[str, tuple[str, ...], Callable[[], Tables]]] = [
        (
            "index",
            ("indices",),
            lambda: {"indices": indices(everyone, comparison["index_month"], **comparison["sample"])},
        ),
        *(
            (
                f"changes, window {name}",
                ("changes",),
                lambda who=who, name=name, span=span: {"changes": changes(who, {name: span})},
            )
            for name, (who, span) in spans.items()
        ),
        (
            "drift and season",
            ("trends",),
            lambda: {"trends": trends.by_country(own, **{**sample, **trend_tests}, rng=trend_rng)},
        ),
        (
            "unit roots",
            ("unit_roots", "unit_root_conflicts"),
            lambda: _unit_roots(table, area, sample, unit_root_tests, headline_tests),
        ),
        (
            "forecasting formula",
            ("correlogram", "arima", "forecasts", "accuracy"),
            lambda: _formula(own, **sample, **formula, rng=formula_rng),
        ),
    ]
    found: dict[str, list[pd.DataFrame]] = {}
    states = []
    for method, names, compute in methods:
        parts: Tables = {}
        try:
            parts, state = compute(), COMPUTED
        except DataError as error:
            state = str(error)
        states.append({"method": method, "state": state})
        for name in names:
            found.setdefault(name, []).extend([parts[name]] if parts else [])
    made = {name: pd.concat(parts, ignore_index=True) if parts else _empty() for name, parts in found.items()}
    return made | {"methods": pd.DataFrame(states)}


def _empty() -> pd.DataFrame:
    return pd.DataFrame(columns=["country"])
