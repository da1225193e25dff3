"""Quarterly ratios and the multiplier mm = (1 + cd) / (cd + er + rr), 2000 to 2012 (claims QS-01 to QS-03).

cd = cash / deposits, rr the statutory ratio, er = reserves / deposits - rr, all at the end of the quarter and with
deposits = M2 - M0. The statutory ratio of all banks is not published from 2008 on: everything is computed as if all
banks were large and as if all were small. mm is a function of the three ratios; correlations and regressions describe
how the ratios moved, not what moved mm.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtr

from multiplier import DataError
from multiplier.companions.least_squares import CONSTANT, coefficients
from multiplier.companions.terms import BOUNDS, DRIVERS
from multiplier.drivers.bootstrap import block_length, counts, stationary_indices, weighted_correlations
from multiplier.drivers.seasonal_adjustment import stl, x13
from multiplier.transforms import transform

ADJUSTMENTS = ("none", "x13", "stl")
TRANSFORMS = ("level", "diff")


def ratios(clean: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Return the ratios at the ends of the quarters from ``first`` to ``last``.

    Returns
    -------
    DataFrame
        By last month of the quarter: m2, base (reserve money), deposits, reserves (100 million yuan), multiplier
        (M2 / base), mm (from the ratios), cd, reserve_ratio, and for both bounds rr_<bound> and er_<bound>, fractions.
        rr and er are missing where the announcements end.

    Raises
    ------
    DataError
        If a quarter has no figure for money, base or reserves.
    """
    months = pd.period_range(first, last, freq="M", name="month")
    ends = months[months.month % 3 == 0]
    # ASSUME: reserves of the quarterly study are the banks' deposits with the central bank; before their balance sheet
    # begins, in 2006, the deposits of financial corporations in that of the central bank.
    reserves = clean["deposits_with_central_bank"].fillna(clean["deposits_of_financial_corporations"])
    deposits = clean["m2"] - clean["m0"]
    cd, actual = clean["m0"] / deposits, reserves / deposits
    frame = pd.DataFrame(
        {
            "m2": clean["m2"],
            "base": clean["reserve_money"],
            "deposits": deposits,
            "reserves": reserves,
            "multiplier": clean["m2"] / clean["reserve_money"],
            "mm": (1 + cd) / (cd + actual),
            "cd": cd,
            "reserve_ratio": actual,
        }
    ).reindex(ends)
    if frame.isna().to_numpy().any():
        missing = frame.isna().any(axis=1).idxmax()
        raise DataError(
            f"quarterly ratios, {first}..{last}: {missing} has no figure for money, base or reserves; choose another "
            "window under quarterly in config.yaml."
        )
    for bound in BOUNDS:
        rr = clean[f"statutory_ratio_{bound}"].reindex(ends) / 100
        frame[f"rr_{bound}"], frame[f"er_{bound}"] = rr, frame["reserve_ratio"] - rr
    return frame


def part(frame: pd.DataFrame, bound: str, first: str, last: str) -> pd.DataFrame:
    """Return mm, multiplier, cd, er, rr and reserve_ratio of the quarters that have a statutory ratio, by quarter."""
    chosen = frame.loc[first:last]
    named = chosen[["mm", "multiplier", "cd", "reserve_ratio"]].assign(
        er=chosen[f"er_{bound}"], rr=chosen[f"rr_{bound}"]
    )
    known = named.dropna()
    if known.empty:
        raise DataError(f"quarterly ratios, {first}..{last}: no quarter has a statutory ratio; choose another window.")
    return known.set_axis(pd.PeriodIndex(known.index, freq="M").asfreq("Q"))


def adjusted(quarters: pd.DataFrame, method: str, settings: Mapping[str, Any], name: str) -> pd.DataFrame:
    """Return the quarters with season taken out of mm, multiplier, cd and the reserve ratio.

    Parameters
    ----------
    quarters
        As of :func:`part`.
    method
        ``none``, ``x13`` or ``stl``.
    settings
        ``model``, ``stl_span`` and ``stl_robust`` of :mod:`multiplier.drivers.seasonal_adjustment`.
    name
        Of the quarters, for messages.
    """
    if method == "none":
        return quarters
    # ASSUME: the statutory ratio has no season, being set by decree; er is the adjusted reserve ratio less rr, which
    # may be negative and could not be adjusted in logarithms by itself.
    series = {}
    for column in ("mm", "multiplier", "cd", "reserve_ratio"):
        label = f"quarterly {column}, {name}"
        found = (
            x13(quarters[column], settings["model"], 0, label)
            if method == "x13"
            else stl(quarters[column], settings["stl_span"], settings["stl_robust"], label)
        )
        series[column] = found["adjusted"]
    table = pd.DataFrame(series)
    return table.assign(er=table["reserve_ratio"] - quarters["rr"], rr=quarters["rr"])


def _cell(view: pd.DataFrame, draws: int, confidence: float, rng: np.random.Generator) -> pd.DataFrame:
    """Correlations of mm with each ratio of each bound, from one set of replications."""
    mm = view["mm"].to_numpy()
    others = [column for column in view if column != "mm"]
    length = max(block_length(mm, view[column].to_numpy()) for column in others)
    weights = counts(stationary_indices(len(mm), length, draws, rng))
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    rows = []
    for column in others:
        x = view[column].to_numpy()
        lower, upper = np.nanquantile(weighted_correlations(x, mm, weights), tails)
        rows.append((column, len(mm), np.corrcoef(x, mm)[0, 1], lower, upper, length))
    return pd.DataFrame(rows, columns=["column", "nobs", "pearson", "lower", "upper", "block_length"])


def correlations(
    frame: pd.DataFrame,
    windows: Mapping[str, Mapping[str, str]],
    adjustment: Mapping[str, Any],
    draws: int,
    confidence: float,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return correlations of mm with cd, er and rr, before and after seasonal adjustment, in level and change.

    Intervals are percentiles of the stationary bootstrap; one mean block length, the longest of the pairs, serves all
    pairs of a cell.

    Returns
    -------
    DataFrame
        Columns window, first, last (quarters used), adjustment, transform, bound, driver, nobs, pearson, lower, upper,
        block_length. cd does not depend on the bound and stands under both.
    """
    blocks = []
    for name, window in windows.items():
        bounds = {bound: part(frame, bound, **window) for bound in BOUNDS}
        for method in ADJUSTMENTS:
            seen = {bound: adjusted(table, method, adjustment, name) for bound, table in bounds.items()}
            joined = seen["large"][["mm", "cd"]].assign(
                **{f"{driver}_{bound}": table[driver] for bound, table in seen.items() for driver in ("er", "rr")}
            )
            for kind in TRANSFORMS:
                view = joined.apply(transform, kind=kind).dropna()
                found = _cell(view, draws, confidence, rng).set_index("column")
                blocks += [
                    found.loc[[driver if driver == "cd" else f"{driver}_{bound}" for driver in DRIVERS]].assign(
                        window=name,
                        first=str(joined.index[0]),
                        last=str(joined.index[-1]),
                        adjustment=method,
                        transform=kind,
                        bound=bound,
                        driver=DRIVERS,
                    )
                    for bound in BOUNDS
                ]
    table = pd.concat(blocks, ignore_index=True)
    front = ["window", "first", "last", "adjustment", "transform", "bound", "driver"]
    return table[[*front, "nobs", "pearson", "lower", "upper", "block_length"]]


def elasticities(cd: float, er: float, rr: float) -> dict[str, float]:
    """Return the elasticities of mm by its ratios."""
    below = cd + er + rr
    return {"cd": cd * (1 / (1 + cd) - 1 / below), "er": -er / below, "rr": -rr / below}


def log_regressions(frame: pd.DataFrame, windows: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Return regressions of log mm on the logarithms of cd, er and rr beside the elasticities of the identity.

    Quarters with a negative excess ratio have no logarithm and are left out.

    Returns
    -------
    DataFrame
        Columns window, first, last (quarters used), bound, left_out (quarters), those of
        :func:`multiplier.companions.least_squares.coefficients`, elasticity (at the means), difference_t,
        difference_p (slope equals elasticity, t with n - k degrees of freedom).
    """
    blocks = []
    for name, window in windows.items():
        for bound in BOUNDS:
            quarters = part(frame, bound, **window)
            usable = quarters[quarters["er"] > 0]
            x, y = np.log(usable[DRIVERS]), np.log(usable["mm"])
            found = coefficients(y, x, f"log regression of the quarterly multiplier, {name}, {bound}")
            implied = elasticities(**usable[DRIVERS].mean().to_dict())
            elasticity = found["term"].map(implied)
            t = (found["estimate"] - elasticity) / found["hac_se"]
            blocks.append(
                found.assign(
                    window=name,
                    first=str(usable.index[0]),
                    last=str(usable.index[-1]),
                    bound=bound,
                    left_out=len(quarters) - len(usable),
                    elasticity=elasticity,
                    difference_t=t,
                    difference_p=2 * stdtr(len(usable) - len(DRIVERS) - 1, -t.abs()),
                )
            )
    table = pd.concat(blocks, ignore_index=True)
    front = ["window", "first", "last", "bound", "left_out"]
    return table[[*front, *(column for column in table if column not in front)]]


def slopes(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a regression's slopes."""
    return table[table["term"] != CONSTANT]
