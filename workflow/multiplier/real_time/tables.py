"""The tables of the real-time study of both countries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from multiplier.formula.arima import Reading
from multiplier.months import stack
from multiplier.real_time.estimates import check_fewest, estimates
from multiplier.real_time.knowable import knowable
from multiplier.real_time.panel import KEYS, china, united_states, with_concepts
from multiplier.real_time.random_walks import simulate
from multiplier.real_time.random_walks import summary as of_walks
from multiplier.real_time.revisions import base_step, spread

MONEY = {"china": "m2", "us": "M2SL"}


def by_country(
    files: Mapping[str, Mapping[str, bytes]],
    authority: tuple[str, bytes],
    corrections: pd.DataFrame,
    base: str,
    sample: Mapping[str, str],
    window: Mapping[str, str],
    falls: Sequence[float],
    deterministics: Sequence[str],
    draws: int,
    rng: np.random.Generator,
    **settings: Any,
) -> dict[str, pd.DataFrame]:
    """Return the headline numbers by vintage, their spread, the step of the base and the dates of conclusions.

    Parameters
    ----------
    files
        ``china`` (money supply) and ``us`` (FRED-MD): path below data/raw -> bytes of every vintage.
    authority
        Path and bytes of the balance sheet of China's monetary authority.
    corrections
        Rows of data/corrections.csv.
    base
        China's base, by its name in :mod:`multiplier.definitions`.
    sample, window
        first and last month of the sample, and of the change of the multiplier.
    falls, deterministics
        Sizes of the fall and terms of the unit root tests that are dated, see
        :func:`multiplier.real_time.knowable.knowable`.
    draws, rng
        Random walks behind each p-value, and source of their shocks.
    settings
        Others of :func:`multiplier.real_time.estimates.estimates`; ``reading`` as a mapping of the fields of
        :class:`multiplier.formula.arima.Reading`.

    Returns
    -------
    dict
        ``vintages``, ``summary`` (:func:`multiplier.real_time.revisions.spread`), ``step``
        (:func:`multiplier.real_time.revisions.base_step`), ``knowable`` and ``walks``
        (:func:`multiplier.real_time.random_walks.summary`); vintages, summary and knowable with a column country in
        front, the step of the United States alone.

    Raises
    ------
    DataError
        As :func:`multiplier.real_time.estimates.estimates`.
    """
    panel = united_states(files["us"], corrections)
    sources = {
        "china": china(files["china"], authority, corrections, base),
        "us": (panel, *with_concepts(panel)),
    }
    months = len(pd.period_range(sample["first"], sample["last"], freq="M"))
    settings |= {"reading": Reading(**settings["reading"]), "deterministics": deterministics}
    check_fewest(
        settings["fewest_months"],
        sample["first"],
        sample["last"],
        deterministics,
        settings["max_lags"],
        settings["reading"],
    )
    walks = simulate(
        range(settings["fewest_months"], months + 1), deterministics, settings["rule"], settings["max_lags"], draws, rng
    )
    settings |= {"walks": walks}
    vintages, summary, dates = {}, {}, {}
    for country, (amounts, multipliers, concepts) in sources.items():
        table = concepts.merge(estimates(multipliers, sample["first"], sample["last"], window, **settings), on=KEYS)
        vintages[country] = table.sort_values(KEYS, ignore_index=True)
        summary[country] = spread(table, amounts, MONEY[country], sample["first"], sample["last"], window)
        dates[country] = knowable(table, falls, deterministics)
    return {
        "vintages": stack(vintages),
        "summary": stack(summary),
        "step": base_step(vintages["us"], sources["us"][1].loc[sample["first"] : sample["last"]], deterministics),
        "knowable": stack(dates),
        "walks": of_walks(walks, deterministics, settings["max_lags"]),
    }
