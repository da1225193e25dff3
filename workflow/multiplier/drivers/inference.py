"""What a correlation of a driver with the multiplier is worth: an interval, and a p-value by surrogates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.drivers.bootstrap import block_length, correlation_intervals
from multiplier.drivers.correlations import COLUMNS, LEVELS
from multiplier.drivers.surrogates import surrogate_correlations, surrogate_pvalue
from multiplier.identities import EXPECTED_SIGN
from multiplier.multiple_testing import holm

MINIMUM = 24  # months below which the automatic block length rests on a handful of autocorrelations


def check_views(seen: Mapping[str, pd.DataFrame], name: str) -> None:
    """Raise :class:`DataError` if a series of a country is too short, has gaps or does not vary."""
    for kind, view in seen.items():
        place = f"correlations of {name} ({kind}), {view.index[0]}..{view.index[-1]}" if len(view) else name
        if len(view) < MINIMUM:
            raise DataError(
                f"{place}: {len(view)} months, at least {MINIMUM} are needed; widen the sample in config.yaml."
            )
        for column in COLUMNS:
            values = view[column]
            if values.isna().any():
                raise DataError(
                    f"{place}: {column} has no value in {values.index[values.isna()][0]}; choose a window without gaps."
                )
            if values.nunique() == 1:
                raise DataError(
                    f"{place}: {column} is constant at {values.iloc[0]:g}; a constant correlates with nothing."
                )


def inference(
    seen: Mapping[str, pd.DataFrame],
    cosines: Mapping[int, np.ndarray],
    bootstrap_draws: int,
    confidence: float,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return intervals and p-values of the correlation of each driver with the multiplier.

    Parameters
    ----------
    seen
        Transformed series by kind of transform (:func:`multiplier.drivers.correlations.views`).
    cosines
        Number of months -> cosines of random phases (:func:`multiplier.drivers.surrogates.surrogate_correlations`).
    bootstrap_draws, rng
        Replications of the bootstrap and their generator.
    confidence
        Of the intervals.

    Returns
    -------
    DataFrame
        Columns driver, transform, block_length (months), boot_lower, boot_upper, spearman_boot_lower,
        spearman_boot_upper, surrogate_band (|r| that surrogates reach with chance 1 - confidence),
        surrogate_p (in the limit of infinitely many surrogates), surrogate_p_holm (over all rows: drivers times
        transforms) and stationary: False for levels, whose surrogates assume what levels
        do not satisfy.
    """
    rows = []
    for kind, view in seen.items():
        m = view["multiplier"].to_numpy()
        for driver in EXPECTED_SIGN:
            x = view[driver].to_numpy()
            length = block_length(x, m)
            intervals = correlation_intervals(x, m, length, bootstrap_draws, confidence, rng)
            reference = surrogate_correlations(x, m, cosines[len(m)])
            rows.append(
                {"driver": driver, "transform": kind, "block_length": length}
                | intervals
                | {
                    "surrogate_band": float(np.quantile(np.abs(reference), confidence)),
                    "surrogate_p": surrogate_pvalue(x, m),
                    "stationary": kind not in LEVELS,
                }
            )
    table = pd.DataFrame(rows)
    table.insert(table.columns.get_loc("surrogate_p") + 1, "surrogate_p_holm", holm(table["surrogate_p"]))
    return table
