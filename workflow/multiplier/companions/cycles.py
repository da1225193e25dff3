"""Does the multiplier's cycle coincide with that of consumer prices? (claim CY-02)

Three looks at the same two series: where they turn, how many months they rise and fall together, and their
correlation at leads and lags. The reference for the last two are surrogates of the multiplier, whose turns are
dated by the same rule.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.companions.terms import INFLATION, MULTIPLIER
from multiplier.companions.turning_points import (
    Rule,
    as_table,
    concordance,
    extremes,
    nearest,
    rising,
    smooth,
    turning_points,
)
from multiplier.drivers.surrogates import cross_correlations, random_phases, share_as_large, surrogates, turned
from multiplier.months import window
from multiplier.transforms import transform

KINDS = ("smoothed", "diff12")


def smoothed(series: pd.DataFrame, period: int) -> pd.DataFrame:
    """Return centred averages of both series, without the months at the ends that they do not reach."""
    return series.apply(lambda column: pd.Series(smooth(column.to_numpy(), period), column.index)).dropna()


def wandering(series: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return surrogates of a series that wanders: its changes with random phases, added up, shape (draws, nobs)."""
    changes = np.diff(series)
    made = surrogates(changes, turned(random_phases(len(changes), draws, rng)))
    return series[0] + np.concatenate([np.zeros((draws, 1)), made.cumsum(axis=1)], axis=1)


def dated(both: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """Return the turns of both smoothed series.

    Returns
    -------
    DataFrame
        Columns series, month, kind (peak, trough), value, and lead: by how many months a turn of the multiplier
        comes before the nearest one of its kind of inflation, negative if after it.
    """
    turns = {name: turning_points(both[name].to_numpy(), rule) for name in (MULTIPLIER, INFLATION)}
    tables = [as_table(found, both[name]).assign(series=name) for name, found in turns.items()]
    tables[0]["lead"] = pd.array(nearest(turns[MULTIPLIER], turns[INFLATION]), dtype="Int64")
    return pd.concat(tables, ignore_index=True).reindex(columns=["series", "month", "kind", "value", "lead"])


def together(both: pd.DataFrame, rule: Rule, draws: int, rng: np.random.Generator) -> dict[str, float]:
    """Return concordance of the two cycles and its p-value by surrogates of the multiplier.

    Returns
    -------
    dict
        concordance, expected (if independent), state_correlation, pvalue and pvalue_se (of its absolute value).
    """
    nobs = len(both)
    y = rising(turning_points(both[INFLATION].to_numpy(), rule), nobs)
    x = both[MULTIPLIER].to_numpy()
    share, expected, correlation = concordance(rising(turning_points(x, rule), nobs), y)
    made = wandering(x, draws, rng)
    reference = np.array(
        [
            concordance(rising(turning_points(path, rule, found), nobs), y)[2]
            for path, found in zip(made, extremes(made, rule.window), strict=True)
        ]
    )
    p, error = share_as_large(reference, correlation)
    return {
        "concordance": share,
        "expected": expected,
        "state_correlation": correlation,
        "pvalue": p,
        "pvalue_se": error,
    }


def leads(
    series: Mapping[str, pd.DataFrame], lags: int, confidence: float, draws: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Return correlations of multiplier and inflation at leads and lags, with bands of surrogates.

    Parameters
    ----------
    series
        Kind -> both series. Smoothed levels wander, so that their surrogates are those of the changes, added up.
    lags
        Largest lead and lag, months.
    confidence
        Of the pointwise bands.
    draws, rng
        Surrogates, and their generator.

    Returns
    -------
    DataFrame
        Columns kind, lag (positive: the multiplier's month comes first), correlation, band_lower, band_upper, nobs,
        pvalue (of this lag alone) and anywhere_p (share of surrogates with so large an absolute correlation at any
        lag), with errors.
    """
    blocks = []
    for kind, both in series.items():
        x, y = both[MULTIPLIER].to_numpy(), both[INFLATION].to_numpy()
        if len(y) < 2 * lags + 2:
            raise DataError(
                f"leads and lags of multiplier and inflation ({kind}), {both.index[0]}..{both.index[-1]}: {len(y)} "
                f"months for lags up to {lags}, at least {2 * lags + 2} are needed; choose a longer window for cycles "
                "in config.yaml."
            )
        if kind == "smoothed":
            made = wandering(x, draws, rng)
        else:
            made = surrogates(x, turned(random_phases(len(x), draws, rng)))
        found, reference = cross_correlations(x, y, lags), cross_correlations(made, y, lags)
        lower, upper = np.quantile(reference, [(1 - confidence) / 2, (1 + confidence) / 2], axis=0)
        extreme = np.abs(reference).max(axis=1)
        anywhere = [share_as_large(extreme, value) for value in found]
        alone = [share_as_large(reference[:, place], found[place]) for place in range(len(found))]
        blocks.append(
            pd.DataFrame(
                {
                    "kind": kind,
                    "lag": np.arange(-lags, lags + 1),
                    "correlation": found,
                    "band_lower": lower,
                    "band_upper": upper,
                    "nobs": len(y),
                    "pvalue": [p for p, _ in alone],
                    "pvalue_se": [se for _, se in alone],
                    "anywhere_p": [p for p, _ in anywhere],
                    "anywhere_p_se": [se for _, se in anywhere],
                }
            )
        )
    return pd.concat(blocks, ignore_index=True)


def study(
    ratios: pd.DataFrame,
    cycle: pd.DataFrame,
    windows: Mapping[str, Mapping[str, str]],
    smoothing: int,
    turning: Mapping[str, int],
    lags: int,
    concordance_draws: int,
    draws: int,
    confidence: float,
    rng: np.random.Generator,
) -> dict[str, pd.DataFrame]:
    """Return all tables on the two cycles, for every window.

    Parameters
    ----------
    ratios, cycle
        China's ratios and prices, by month.
    windows
        Name -> ``first`` and ``last``.
    smoothing
        Months of the centred average before turns are dated.
    turning
        ``window``, ``phase`` and ``cycle`` of :class:`multiplier.companions.turning_points.Rule`.
    lags, confidence
        Of the leads and lags.
    concordance_draws, draws, rng
        Surrogates for the concordance, and for leads and lags.

    Returns
    -------
    dict
        Frames cycle_series (both series, smoothed, by month), cycle_turns, cycle_concordance and cycle_leads, each
        with a column window in front.

    Raises
    ------
    DataError
        If a window leaves the data.
    """
    rule = Rule(**turning)
    tables: dict[str, list[pd.DataFrame]] = {}
    for name, span in windows.items():
        both = window(
            ratios[[MULTIPLIER]].join(cycle[INFLATION]), span["first"], span["last"], f"cycles of the window {name}"
        )
        level = smoothed(both, smoothing)
        views = {"smoothed": level, "diff12": both.apply(transform, kind="diff12")}
        turns = dated(level, rule)
        distances = turns["lead"].dropna().astype(float)
        summary = {"first": str(both.index[0]), "last": str(both.index[-1]), "nobs": len(level)}
        summary |= together(level, rule, concordance_draws, rng)
        summary |= {
            "turns_multiplier": int((turns["series"] == MULTIPLIER).sum()),
            "turns_inflation": int((turns["series"] == INFLATION).sum()),
            "median_lead": float(distances.median()),
            "median_distance": float(distances.abs().median()),
        }
        made = {
            "cycle_series": both.join(level.add_prefix("smoothed_")).reset_index(),
            "cycle_turns": turns,
            "cycle_concordance": pd.DataFrame([summary]),
            "cycle_leads": leads(views, lags, confidence, draws, rng),
        }
        for key, table in made.items():
            table.insert(0, "window", name)
            tables.setdefault(key, []).append(table)
    return {key: pd.concat(parts, ignore_index=True) for key, parts in tables.items()}
