"""Leads and lags of the drivers: does the multiplier move with a driver of months before, or after?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.drivers.surrogates import cross_correlations, share_as_large, surrogates
from multiplier.identities import EXPECTED_SIGN
from multiplier.multiple_testing import holm


def lead_lags(
    seen: Mapping[str, pd.DataFrame], turns: Mapping[int, np.ndarray], months: int, confidence: float, name: str
) -> pd.DataFrame:
    """Return correlations of each driver with the multiplier at leads and lags up to ``months``.

    Parameters
    ----------
    seen
        Transformed series by kind of transform (:func:`multiplier.drivers.correlations.views`).
    turns
        Number of months -> random points of the unit circle (:func:`multiplier.drivers.surrogates.turned`) that make
        the surrogates behind the bands and the p-value.
    months
        Largest lead and lag.
    confidence
        Of the pointwise bands.
    name
        Of the country, for messages.

    Returns
    -------
    DataFrame
        Columns driver, transform, lag, correlation, band_lower, band_upper, nobs, largest_p, largest_p_se,
        largest_p_holm (over drivers times transforms).
        At a positive lag the driver leads: its month lies before the multiplier's. The bands hold the
        correlation at one lag of surrogates without relation; largest_p, the same for all lags of a driver,
        is the share of surrogates whose largest absolute correlation over all lags is at least the one found.

    Raises
    ------
    DataError
        If the series are too short for the lags.
    """
    blocks = []
    for kind, view in seen.items():
        if len(view) < 2 * months + 2:
            raise DataError(
                f"leads and lags of {name} ({kind}), {view.index[0]}..{view.index[-1]}: {len(view)} months for lags "
                f"up to {months}, at least {2 * months + 2} are needed; widen the sample or allow fewer lags in "
                "config.yaml."
            )
        m = view["multiplier"].to_numpy()
        for driver in EXPECTED_SIGN:
            x = view[driver].to_numpy()
            found = cross_correlations(x, m, months)
            reference = cross_correlations(surrogates(x, turns[len(m)]), m, months)
            lower, upper = np.quantile(reference, [(1 - confidence) / 2, (1 + confidence) / 2], axis=0)
            p, error = share_as_large(np.abs(reference).max(axis=1), float(np.abs(found).max()))
            blocks.append(
                pd.DataFrame(
                    {
                        "driver": driver,
                        "transform": kind,
                        "lag": np.arange(-months, months + 1),
                        "correlation": found,
                        "band_lower": lower,
                        "band_upper": upper,
                        "nobs": len(x),
                        "largest_p": p,
                        "largest_p_se": error,
                    }
                )
            )
    table = pd.concat(blocks, ignore_index=True)
    keys = ["driver", "transform"]
    tests = table.groupby(keys, sort=False)["largest_p"].first()
    return table.merge(holm(tests).rename("largest_p_holm").reset_index(), on=keys, validate="many_to_one")


def peaks(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of :func:`lead_lags` with the largest absolute correlation of each driver and transform."""
    lines = table.groupby(["transform", "driver"], sort=False)["correlation"]
    return table.loc[[values.abs().idxmax() for _, values in lines]]
