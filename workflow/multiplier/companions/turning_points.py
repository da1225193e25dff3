"""Turning points of monthly series by the rules of Bry and Boschan (1971), and how two cycles go together.

Of their procedure the rules are kept that decide what a turn is: a peak is the highest month within some months
on either side, peaks and troughs alternate, none lies near the ends, phases and cycles have a least length. Their
sequence of ever shorter averages is replaced by one centred average, which also takes the season out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

Turn = tuple[int, int]  # position in the series; +1 peak, -1 trough
PEAK, TROUGH = 1, -1
KIND = {PEAK: "peak", TROUGH: "trough"}


@dataclass(frozen=True)
class Rule:
    """What a turn is, in months: ``window`` on either side, least length of a ``phase`` and of a ``cycle``.

    No turn lies within the first or last ``phase`` months.
    """

    window: int
    phase: int
    cycle: int


def smooth(values: np.ndarray, period: int) -> np.ndarray:
    """Return the centred average over ``period`` months, half weights at its ends; NaN where it does not reach.

    An even period spans one month more; a season of that period is taken out.
    """
    weights = np.full(period + 1, 1.0 / period)
    weights[[0, -1]] /= 2
    half = period // 2
    inner = np.convolve(values, weights, mode="valid")
    return np.concatenate([np.full(half, np.nan), inner, np.full(half, np.nan)])


def extremes(series: np.ndarray, window: int) -> np.ndarray:
    """Return +1 where a row of ``series`` is highest within ``window`` months on either side, -1 where it is lowest.

    The first of equal months counts. Months nearer to an end than ``window`` are nought.
    """
    found = np.zeros(series.shape, dtype=int)
    if series.shape[-1] < 2 * window + 1:
        return found
    around = np.lib.stride_tricks.sliding_window_view(series, 2 * window + 1, axis=-1)
    inner = found[..., window:-window]
    varied = around.max(axis=-1) > around.min(axis=-1)
    inner[(around.argmax(axis=-1) == window) & varied] = PEAK
    inner[(around.argmin(axis=-1) == window) & varied] = TROUGH
    return found


def _alternating(turns: list[Turn], values: np.ndarray) -> list[Turn]:
    """Keep, of consecutive turns of one kind, the highest peak or the lowest trough."""
    kept: list[Turn] = []
    for place, kind in turns:
        if kept and kept[-1][1] == kind:
            if kind * values[place] > kind * values[kept[-1][0]]:
                kept[-1] = (place, kind)
        else:
            kept.append((place, kind))
    return kept


def _without_short_phase(turns: list[Turn], phase: int) -> list[Turn] | None:
    """Leave out both ends of the shortest phase if it is too short; None if there is none."""
    lengths = [later[0] - earlier[0] for earlier, later in pairwise(turns)]
    if not lengths or min(lengths) >= phase:
        return None
    at = lengths.index(min(lengths))
    return turns[:at] + turns[at + 2 :]


def _without_short_cycle(turns: list[Turn], values: np.ndarray, cycle: int) -> list[Turn] | None:
    """Leave out the lower of two peaks, or the higher of two troughs, that are too near; None if there are none."""
    lengths = [later[0] - earlier[0] for earlier, later in zip(turns, turns[2:], strict=False)]
    if not lengths or min(lengths) >= cycle:
        return None
    first = lengths.index(min(lengths))
    kind = turns[first][1]
    weaker = min((first, first + 2), key=lambda at: kind * values[turns[at][0]])
    return turns[:weaker] + turns[weaker + 1 :]


def turning_points(values: np.ndarray, rule: Rule, candidates: np.ndarray | None = None) -> list[Turn]:
    """Return the turns of one series without gaps, in order.

    Parameters
    ----------
    values
        The smoothed series.
    rule
        Of what a turn is.
    candidates
        :func:`extremes` of the series, if it is known already.
    """
    found = extremes(values, rule.window) if candidates is None else candidates
    places = np.flatnonzero(found)
    inside = places[(places >= rule.phase) & (places < len(values) - rule.phase)]
    turns = _alternating([(int(place), int(found[place])) for place in inside], values)
    while True:
        fewer = _without_short_phase(turns, rule.phase)
        if fewer is None:
            fewer = _without_short_cycle(turns, values, rule.cycle)
        if fewer is None:
            return turns
        turns = _alternating(fewer, values)


def rising(turns: list[Turn], nobs: int) -> np.ndarray:
    """Return whether the series rises in each month: after a trough up to and with the peak.

    All months are False if there is no turn.
    """
    state = np.zeros(nobs, dtype=bool)
    if not turns:
        return state
    begin, up = 0, turns[0][1] == PEAK
    for place, kind in turns:
        state[begin : place + 1] = kind == PEAK
        begin, up = place + 1, kind == TROUGH
    state[begin:] = up
    return state


def concordance(x: np.ndarray, y: np.ndarray) -> tuple[float, float, float]:
    """Return how two states go together (Harding and Pagan 2002, 2006).

    Returns
    -------
    tuple of float
        Share of months in which both rise or both fall; that share if the two were independent; correlation of
        the states, nought if one of them does not vary.
    """
    share, up_x, up_y = float((x == y).mean()), float(x.mean()), float(y.mean())
    expected = up_x * up_y + (1 - up_x) * (1 - up_y)
    spread = np.sqrt(up_x * (1 - up_x) * up_y * (1 - up_y))
    return share, expected, float((share - expected) / (2 * spread)) if spread > 0 else 0.0


def nearest(turns: list[Turn], others: list[Turn]) -> list[int | None]:
    """Return by how many months each turn comes before the nearest one of its kind among ``others``."""
    found: list[int | None] = []
    for place, kind in turns:
        gaps = [other - place for other, same in others if same == kind]
        found.append(min(gaps, key=abs) if gaps else None)
    return found


def as_table(turns: list[Turn], series: pd.Series) -> pd.DataFrame:
    """Return turns with their months: columns month, kind, value."""
    return pd.DataFrame(
        {
            "month": [str(series.index[place]) for place, _ in turns],
            "kind": [KIND[kind] for _, kind in turns],
            "value": [float(series.iloc[place]) for place, _ in turns],
        }
    )
