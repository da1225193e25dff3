"""What sums of yield changes look like on as many days without an announcement (randomisation).

The days are drawn from trading days around the programme, so that they share its unrest, or from all years. A
randomisation p-value answers one question: how often would days that were picked at random show as much. It is
exact only if announcements fell on days that are otherwise like the others.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from multiplier.easing.event_study import (
    KIND,
    PROGRAMMES,
    TAPER,
    WINDOWS,
    Group,
    event_places,
    event_sums,
    groups,
)
from multiplier.multiple_testing import holm
from multiplier.simulation import share_error

REACH = max(before + after for before, after in WINDOWS.values())  # days apart from which windows do not overlap
TIE = 1e-6  # basis points; yields have two decimals, so that equal sums are common
BAND = (0.025, 0.975)
POOLS = ("near", "whole")
LONG_SHORT = ("DGS10", "DGS2")


def pool(change: pd.DataFrame, announced: list[int], first: int, last: int) -> np.ndarray:
    """Return the places from ``first`` to ``last`` with all changes, whose windows touch no announcement's."""
    places = np.arange(max(first, 0), min(last, len(change) - 1) + 1)
    complete = change.notna().all(axis=1).to_numpy()[places]
    apart = np.abs(places[:, None] - np.array(announced)[None, :]).min(axis=1) >= REACH
    return places[complete & apart]


def draw(places: np.ndarray, count: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return ``draws`` random sets of ``count`` places whose windows do not overlap, shape (draws, count).

    Sets with an overlap are drawn again, so that all others are equally likely; the order within a set is random.
    """
    chosen = places[rng.integers(len(places), size=(draws, count))]
    while count > 1:
        close = (np.diff(np.sort(chosen, axis=1), axis=1) < REACH).any(axis=1)
        if not close.any():
            break
        chosen[close] = places[rng.integers(len(places), size=(int(close.sum()), count))]
    return chosen


def placebo_sums(
    group: Group, pools: Mapping[str, np.ndarray], change: pd.DataFrame, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Return sums over random days in place of the group's events, shape (draws, columns of ``change``).

    Each programme's days come from its own pool. A column that lacks some events (a break) sums as many days less.
    """
    values = change.to_numpy()
    total = np.zeros((draws, values.shape[1]))
    for programme, events in group.items():
        if not events:
            continue
        moves = values[draw(pools[programme], len(events), draws, rng)]
        present = np.sort(~np.isnan(values[events]), axis=0)[::-1]  # as many as there are, first ones first
        total += np.einsum("dec,ec->dc", moves, present.astype(float))
    return total


def event_study(
    announcements: pd.DataFrame, change: pd.DataFrame, margin: int, draws: int, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the sums of every programme and set beside their placebo distribution.

    Parameters
    ----------
    announcements
        As :func:`multiplier.data.events.announcements` gives them; no random day's window touches that of any row.
    change
        Of :func:`multiplier.easing.event_study.changes`.
    margin
        Trading days before a programme's first and after its last event that the pool ``near`` spans.
    draws, seed
        Random sets of days, and the generator's seed.

    Returns
    -------
    study : DataFrame
        programme, set, pool, window, series, kind, events, basis_points, placebo_mean, placebo_low, placebo_high
        (the middle 95 percent), pvalue (two-sided), pvalue_error (Monte Carlo), direction (in which purchases,
        or their slowing, are said to move it), pvalue_directed, pvalue_directed_error,
        pvalue_holm (two-sided, over the maturities of the same kind).
    orderings : DataFrame
        statement, window, share of random draws in which it holds as well, share_error, draws.
    """
    rng = np.random.default_rng(seed)
    made = groups(announcements, change)
    announced = event_places(announcements, change.index)
    own = {name: made[name, "all_rows"][name] for name in (*PROGRAMMES, TAPER)}
    pools = {
        "near": {
            name: pool(change, announced, events[0] - margin, events[-1] + margin) for name, events in own.items()
        },
        "whole": {name: pool(change, announced, 0, len(change) - 1) for name in own},
    }
    blocks, kept = [], {}
    for (programme, label), group in made.items():
        observed, events = event_sums(group, change)
        for where in POOLS:
            random = placebo_sums(group, pools[where], change, draws, rng)
            if (label, where) == ("event_set", "near"):
                kept[programme] = random
            blocks.append(
                _block(observed, events, random, programme).assign(programme=programme, set=label, pool=where)
            )
    study = pd.concat(blocks, ignore_index=True)
    keys = ["programme", "set", "pool", "window", "kind"]
    study["pvalue_holm"] = study.groupby(keys)["pvalue"].transform(holm)
    first = ["programme", "set", "pool", "window", "series", "kind"]
    return study[first + [column for column in study if column not in first]], _orderings(kept, change.columns, draws)


def _block(observed: pd.Series, events: pd.Series, random: np.ndarray, programme: str) -> pd.DataFrame:
    """Rows of one programme, set and pool; purchases are said to lower yields and raise expected inflation."""
    draws = len(random)
    values = observed.to_numpy()
    kind = observed.index.get_level_values("series").map(KIND)
    rises = (kind == "breakeven inflation") != (programme == TAPER)
    sign = np.where(rises, 1.0, -1.0)
    two = (1 + (np.abs(random) >= np.abs(values) - TIE).sum(axis=0)) / (1 + draws)
    one = (1 + (sign * random >= sign * values - TIE).sum(axis=0)) / (1 + draws)
    low, high = np.quantile(random, BAND, axis=0)
    return pd.DataFrame(
        {
            "kind": kind,
            "events": events.to_numpy(),
            "basis_points": values,
            "placebo_mean": random.mean(axis=0),
            "placebo_low": low,
            "placebo_high": high,
            "pvalue": two,
            "pvalue_error": [share_error(p, draws) for p in two],
            "direction": np.where(rises, "rise", "fall"),
            "pvalue_directed": one,
            "pvalue_directed_error": [share_error(p, draws) for p in one],
        },
        index=observed.index,
    ).reset_index()


def _orderings(kept: Mapping[str, np.ndarray], columns: pd.MultiIndex, draws: int) -> pd.DataFrame:
    """How often random days show the orders that the statements name."""
    rows = []
    for window in WINDOWS:
        ten, two = (columns.get_loc((window, series)) for series in LONG_SHORT)
        sums = [kept[name][:, ten] for name in PROGRAMMES]
        weaker = (sums[0] < sums[1] - TIE) & (sums[1] < sums[2] - TIE)
        longer = kept["QE1"][:, ten] < kept["QE1"][:, two] - TIE
        for statement, holds in (("QE1 > QE2 > QE3", weaker), ("10 years > 2 years in QE1", longer)):
            share = float(holds.mean())
            rows.append((statement, window, share, share_error(share, draws), draws))
    return pd.DataFrame(rows, columns=["statement", "window", "share", "share_error", "draws"])
