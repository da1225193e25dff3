"""Drivers against the multiplier from beginning to end: correlations, inference, power, leads and lags, signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from multiplier.drivers.correlations import (
    COLUMNS,
    LEVELS,
    MONTHLY_CHANGES,
    adjusted_views,
    correlations_of,
    monthly_signs,
    random_walk_correlations,
    views,
)
from multiplier.drivers.inference import check_views, inference
from multiplier.drivers.lead_lags import lead_lags
from multiplier.drivers.power import correlation_power, largest_lag_power, sign_power
from multiplier.drivers.sign_randomisation import random_signs, sign_randomisation
from multiplier.drivers.surrogates import random_phases, turned
from multiplier.months import stack, window


def by_country(
    ratios: Mapping[str, pd.DataFrame],
    adjusted: pd.DataFrame,
    first: str,
    last: str,
    transforms: Sequence[str],
    random_walk_draws: int,
    bootstrap_draws: int,
    surrogate_draws: int,
    sign_draws: int,
    confidence: float,
    lags: Mapping[str, Any],
    power: Mapping[str, Any],
    significance: float,
    rng: np.random.Generator,
) -> dict[str, pd.DataFrame]:
    """Return all tables of drivers against the multiplier inside ``first``..``last``.

    Parameters
    ----------
    ratios
        Country -> table of ratios.
    adjusted
        Seasonally adjusted series (:func:`multiplier.drivers.seasonal_adjustment.by_country`), months as text.
    first, last
        Months, YYYY-MM.
    transforms
        Kinds of :func:`multiplier.transforms.transform`; the adjusted series and their changes come on top.
    random_walk_draws, bootstrap_draws, surrogate_draws, sign_draws, rng
        Replications, and their generator.
    confidence
        Of intervals and bands.
    lags
        ``months``, the largest lead and lag, and ``transforms``.
    power
        ``draws``, ``transforms``, true ``correlations`` and true ``agreement_shares``, sizes not among them.
    significance
        Level of the tests whose power is asked for.

    Returns
    -------
    dict
        Frames drivers, driver_signs, driver_power and lead_lags, each with a column country in front;
        drivers also has random_walk_band, the |r| that independent random walks reach with chance
        1 - ``confidence``, for levels, and wild_p, wild_p_se and wild_p_holm of the test by random signs, for
        changes from month to month.
    """
    samples = {
        country: window(table[COLUMNS], first, last, f"drivers of {country}") for country, table in ratios.items()
    }
    seen = {
        country: views(sample, transforms)
        | adjusted_views(adjusted[adjusted["country"] == country], first, last, country)
        for country, sample in samples.items()
    }
    for country, found in seen.items():
        check_views(found, country)
    # The walks come first, so that their draws do not depend on what is tested after them.
    reference = random_walk_correlations(len(next(iter(samples.values()))), random_walk_draws, rng)
    keys = ["driver", "transform"]
    lengths = sorted({len(view) for found in seen.values() for view in found.values()})
    phases = {nobs: random_phases(nobs, surrogate_draws, rng) for nobs in lengths}
    cosines = {nobs: np.cos(angles) for nobs, angles in phases.items()}
    correlated = {
        country: correlations_of(found, reference).merge(
            inference(found, cosines, bootstrap_draws, confidence, rng), on=keys, validate="one_to_one"
        )
        for country, found in seen.items()
    }
    for table in correlated.values():
        level = table["transform"].isin(LEVELS)
        table.insert(
            table.columns.get_loc("block_length"),
            "random_walk_band",
            np.where(level, np.quantile(reference, confidence), np.nan),
        )
    shifted = {country: {kind: found[kind] for kind in lags["transforms"]} for country, found in seen.items()}
    turns = {
        nobs: turned(phases[nobs]) for nobs in {len(view) for found in shifted.values() for view in found.values()}
    }
    led = {country: lead_lags(found, turns, lags["months"], confidence, country) for country, found in shifted.items()}
    chosen = {country: {kind: found[kind] for kind in power["transforms"]} for country, found in seen.items()}
    lengths = sorted({len(view) for found in chosen.values() for view in found.values()})
    innovations = {nobs: rng.standard_normal((2, power["draws"], nobs), dtype=np.float32) for nobs in lengths}
    powers = {
        country: pd.concat(
            [
                correlation_power(found, power["correlations"], significance, innovations),
                largest_lag_power(
                    found["diff"],
                    "reserve_ratio",
                    lags["months"],
                    power["correlations"],
                    significance,
                    innovations[len(found["diff"])],
                ),
                sign_power(len(samples[country]) - 1, power["agreement_shares"], significance),
            ],
            ignore_index=True,
        )
        for country, found in chosen.items()
    }
    lengths = sorted({len(found[kind]) for found in seen.values() for kind in MONTHLY_CHANGES if kind in found})
    signs = {nobs: random_signs(nobs, sign_draws, rng) for nobs in lengths}
    correlated = {
        country: table.merge(sign_randomisation(seen[country], signs), on=keys, how="left", validate="one_to_one")
        for country, table in correlated.items()
    }
    return {
        "drivers": stack(correlated),
        "driver_signs": stack({country: monthly_signs(sample, transforms) for country, sample in samples.items()}),
        "driver_power": stack(powers),
        "lead_lags": stack(led),
    }
