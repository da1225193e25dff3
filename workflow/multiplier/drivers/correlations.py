"""Drivers against the multiplier: correlations, signs month by month, and what chance would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.special import bdtr

from multiplier.identities import DRIVERS, EXPECTED_SIGN, derivatives, elasticities
from multiplier.months import window
from multiplier.simulation import share_error
from multiplier.transforms import transform

LEVELS = ("level", "x13", "stl")  # as they are or seasonally adjusted, not differenced
MONTHLY_CHANGES = ("diff", "x13_diff", "stl_diff")
COLUMNS = ["multiplier", *EXPECTED_SIGN]


def views(sample: pd.DataFrame, transforms: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return multiplier and drivers under each transform: kind -> columns :data:`COLUMNS` by month."""
    return {kind: pd.DataFrame({column: transform(sample[column], kind) for column in COLUMNS}) for kind in transforms}


def adjusted_views(adjusted: pd.DataFrame, first: str, last: str, name: str) -> dict[str, pd.DataFrame]:
    """Return the seasonally adjusted series of one country inside ``first``..``last`` and their monthly changes.

    Parameters
    ----------
    adjusted
        Of one country, as :func:`multiplier.drivers.seasonal_adjustment.by_country` returns it, months as text.
    first, last
        Months, YYYY-MM.
    name
        Of the country, for messages.

    Returns
    -------
    dict
        ``<method>`` and ``<method>_diff`` of every method -> columns :data:`COLUMNS` by month.

    Raises
    ------
    DataError
        If the adjusted series do not cover the window.
    """
    found = {}
    for method, part in adjusted.groupby("method", sort=False):
        wide = part.pivot(index="month", columns="series", values="adjusted").rename_axis("month")
        wide.index = pd.PeriodIndex(wide.index, freq="M", name="month")
        sample = window(wide[COLUMNS], first, last, f"seasonally adjusted series ({method}) of {name}")
        found[str(method)] = sample
        found[f"{method}_diff"] = sample.diff().iloc[1:]
    return found


def monthly_signs(sample: pd.DataFrame, transforms: Sequence[str]) -> pd.DataFrame:
    """Return, per driver, transform and month, whether driver and multiplier moved as theory says.

    Parameters
    ----------
    sample
        Ratios of one country inside the sample.
    transforms
        Kinds of :func:`multiplier.transforms.transform`; a level is taken from its sample mean.

    Returns
    -------
    DataFrame
        Columns driver, transform, month, driver_change, multiplier_change, agrees.

    Notes
    -----
    Expected signs are those of the partial derivatives (Ma and Bai 2010): c and r negative, s and t
    positive. The signs of s and t hold only with c, which is per demand deposit, held fixed.
    """
    return signs_of(views(sample, transforms))


def signs_of(seen: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """As :func:`monthly_signs`, of series that are transformed already (:func:`views`)."""
    blocks = []
    for kind, view in seen.items():
        changes = view - view.mean() if kind in LEVELS else view
        m = changes["multiplier"]
        for driver, sign in EXPECTED_SIGN.items():
            x = changes[driver]
            blocks.append(
                pd.DataFrame(
                    {
                        "driver": driver,
                        "transform": kind,
                        "month": x.index,
                        "driver_change": x.to_numpy(),
                        "multiplier_change": m.to_numpy(),
                        "agrees": np.sign(x.to_numpy()) * np.sign(m.to_numpy()) == sign,
                    }
                )
            )
    return pd.concat(blocks, ignore_index=True)


def random_walk_correlations(nobs: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return |r| of ``draws`` pairs of independent Gaussian random walks of ``nobs`` months, sorted.

    This is what a correlation of two trending levels looks like when there is no relation at all
    (Granger and Newbold 1974).
    """
    walks = rng.standard_normal((2, draws, nobs)).cumsum(axis=2)
    walks -= walks.mean(axis=2, keepdims=True)
    x, y = walks
    return np.sort(np.abs((x * y).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))))


def share_above(reference: np.ndarray, value: float) -> tuple[float, float]:
    """Return the share of the sorted ``reference`` at or above |value| and its Monte Carlo standard error."""
    share = 1 - np.searchsorted(reference, abs(value), side="left") / len(reference)
    return float(share), share_error(share, len(reference))


def sign_test(agreements: int, months: int) -> float:
    """Return the two-sided p-value of ``agreements`` in ``months`` fair and independent tosses."""
    tail = min(agreements, months - agreements)
    return float(min(1.0, 2 * bdtr(tail, months, 0.5)))


def correlations(sample: pd.DataFrame, transforms: Sequence[str], reference: np.ndarray) -> pd.DataFrame:
    """Return Pearson and Spearman correlations of each driver with the multiplier.

    Parameters
    ----------
    sample
        Ratios of one country inside the sample.
    transforms
        Kinds of transform.
    reference
        Sorted |r| of independent random walks of the sample's length
        (:func:`random_walk_correlations`); reported beside correlations of levels only.

    Returns
    -------
    DataFrame
        Columns driver, transform, nobs, pearson, spearman, expected_sign, agreements (months),
        agreement_share, sign_test_p (first differences), random_walk_share, random_walk_share_se.
    """
    return correlations_of(views(sample, transforms), reference)


def correlations_of(seen: Mapping[str, pd.DataFrame], reference: np.ndarray) -> pd.DataFrame:
    """As :func:`correlations`, of series that are transformed already (:func:`views`)."""
    signs = signs_of(seen)
    rows = []
    for kind, view in seen.items():
        m = view["multiplier"]
        for driver, sign in EXPECTED_SIGN.items():
            x = view[driver]
            pearson = x.corr(m)
            agrees = signs.loc[(signs["driver"] == driver) & (signs["transform"] == kind), "agrees"]
            share, error = share_above(reference, pearson) if kind in LEVELS else (np.nan, np.nan)
            rows.append(
                {
                    "driver": driver,
                    "transform": kind,
                    "nobs": len(x),
                    "pearson": pearson,
                    "spearman": x.rank().corr(m.rank()),
                    "expected_sign": sign,
                    "agreements": int(agrees.sum()),
                    "agreement_share": agrees.mean(),
                    # Months are near enough to independent in first differences only.
                    "sign_test_p": sign_test(int(agrees.sum()), len(agrees)) if kind in MONTHLY_CHANGES else np.nan,
                    "random_walk_share": share,
                    "random_walk_share_se": error,
                }
            )
    return pd.DataFrame(rows)


def sensitivities(ratios: Mapping[str, pd.DataFrame], first: str, last: str) -> pd.DataFrame:
    """Return derivatives and elasticities of the multiplier at the sample means of the ratios.

    Returns
    -------
    DataFrame
        Columns country, ratio, mean, derivative, elasticity.
    """
    rows = []
    for country, table in ratios.items():
        means = window(table[list(DRIVERS.values())], first, last, f"sensitivities of {country}").mean()
        point = {symbol: float(means[column]) for symbol, column in DRIVERS.items()}
        slopes, percents = derivatives(**point), elasticities(**point)
        rows += [
            {
                "country": country,
                "ratio": DRIVERS[symbol],
                "mean": point[symbol],
                "derivative": slopes[symbol],
                "elasticity": percents[symbol],
            }
            for symbol in DRIVERS
        ]
    return pd.DataFrame(rows)
