"""Which sample gives a printed correlogram? Correlograms of thousands of samples at once.

A printed correlogram says more of its sample than a study does. Q is a function of the autocorrelations and of the
number of observations, so that both together give that number; and thirteen autocorrelations of three decimals
pick one window out of thousands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from multiplier.intervals import Interval

DECIMALS = 8  # to which the table keeps autocorrelations: enough for a Q of four decimals
STATISTICS = ("ac", "pac", "q", "p")
# What a first difference may be taken of. Relative changes are differences of no level, hence functions of levels.
FORMS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "first difference of the index": np.diff,
    "first difference of its logarithm": lambda x: np.diff(np.log(x)),
    "relative change of the index": lambda x: x[..., 1:] / x[..., :-1] - 1,
}


def autocorrelations(series: np.ndarray, lags: int) -> np.ndarray:
    """Return autocorrelations at lags 1..``lags`` of each row of ``series``, shape (rows, lags)."""
    z = series - series.mean(axis=-1, keepdims=True)
    variance = np.einsum("rt,rt->r", z, z)
    return np.stack([np.einsum("rt,rt->r", z[:, k:], z[:, :-k]) / variance for k in range(1, lags + 1)], axis=1)


def partial_autocorrelations(ac: np.ndarray) -> np.ndarray:
    """Return partial autocorrelations from autocorrelations by the recursion of Durbin and Levinson, same shape."""
    rows, lags = ac.shape
    pac = np.empty_like(ac)
    phi = np.zeros((rows, 0))
    for k in range(lags):
        above = ac[:, k] - (phi * ac[:, :k][:, ::-1]).sum(axis=1)
        last = above / (1 - (phi * ac[:, :k]).sum(axis=1))
        phi = np.column_stack([phi - last[:, None] * phi[:, ::-1], last])
        pac[:, k] = last
    return pac


def ljung_box(ac: np.ndarray, nobs: int) -> np.ndarray:
    """Return Ljung and Box's Q over the first 1, 2, ... lags, same shape as ``ac``."""
    return nobs * (nobs + 2) * np.cumsum(ac**2 / (nobs - np.arange(1, ac.shape[1] + 1)), axis=1)


def q_pvalues(q: np.ndarray) -> np.ndarray:
    """Return p-values of Q with as many degrees of freedom as lags."""
    return np.asarray(chdtrc(np.arange(1, q.shape[-1] + 1), q))


def statistics(ac: np.ndarray, nobs: int) -> dict[str, np.ndarray]:
    """Return all that a correlogram prints, from its autocorrelations, shape (rows, lags) each: :data:`STATISTICS`."""
    q = ljung_box(ac, nobs)
    return {"ac": ac, "pac": partial_autocorrelations(ac), "q": q, "p": q_pvalues(q)}


def q_interval(ac: Sequence[Interval], nobs: int) -> list[Interval]:
    """Return what Q over the first 1, 2, ... lags may be, given what the autocorrelations may be."""
    found, total = [], Interval.exact(0.0)
    for lag, value in enumerate(ac, start=1):
        total += value.square() * Interval.exact(nobs * (nobs + 2) / (nobs - lag))
        found.append(total)
    return found


def implied_observations(ac: str, q: str, longest: int) -> dict[int, int]:
    """Return, for each number of observations, at how many lags printed autocorrelations and Q agree with it.

    Parameters
    ----------
    ac, q
        As printed, numbers separated by blanks; what rounds to a printed number may stand behind it.
    longest
        Largest number of observations that is tried; the smallest is one more than the lags.
    """
    values, wanted = ([Interval.printed(number) for number in text.split()] for text in (ac, q))
    return {
        nobs: sum(one.overlaps(other) for one, other in zip(q_interval(values, nobs), wanted, strict=True))
        for nobs in range(len(values) + 1, longest + 1)
    }


def observations(ac: str, q: str, longest: int) -> list[int]:
    """Return the numbers of observations that fit at every lag."""
    fits = implied_observations(ac, q, longest)
    return [nobs for nobs, lags in fits.items() if lags == len(ac.split())]


def label(first: object, last: object, omitted: object = "") -> str:
    """Return a sample in words."""
    return f"{first}..{last}" + (f" without {omitted}" if omitted else "")


def _windows(levels: pd.Series, nobs: int) -> Iterator[tuple[np.ndarray, list[tuple[str, str, str]]]]:
    """Samples of ``levels`` that leave ``nobs`` differences: places of the levels kept, a row a sample, and labels.

    Whole windows, and windows that lack one month inside, whose neighbours are then differenced.
    """
    names = levels.index.astype(str)
    kept = nobs + 1
    starts = range(len(levels) - kept + 1)
    yield (
        np.array([np.arange(start, start + kept) for start in starts]).reshape(-1, kept),
        [(names[start], names[start + nobs], "") for start in starts],
    )
    starts = range(len(levels) - kept)
    gaps = range(1, kept)
    yield (
        np.array([np.delete(np.arange(start, start + kept + 1), gap) for start in starts for gap in gaps]).reshape(
            -1, kept
        ),
        [(names[start], names[start + kept], names[start + gap]) for start in starts for gap in gaps],
    )


def search(levels: pd.Series, counts: Sequence[int], lags: int) -> pd.DataFrame:
    """Return autocorrelations of every sample inside the stated one that leaves so many differences.

    Parameters
    ----------
    levels
        The price index inside the stated sample, without gaps.
    counts
        Numbers of differences, as :func:`observations` finds them; none means the whole sample.
    lags
        Of the correlogram.

    Returns
    -------
    DataFrame
        Columns form, first, last, omitted (a month left out inside, or empty), nobs, ac_1, ac_2, ...
    """
    values = levels.to_numpy(float)
    blocks = []
    for nobs in counts or [len(values) - 1]:
        for places, labels in _windows(levels, nobs):
            if not labels:
                continue
            for form, differenced in FORMS.items():
                ac = autocorrelations(differenced(values[places]), lags).round(DECIMALS)
                block = pd.DataFrame(labels, columns=["first", "last", "omitted"])
                block.insert(0, "form", form)
                block["nobs"] = nobs
                blocks.append(block.join(pd.DataFrame(ac, columns=[f"ac_{lag}" for lag in range(1, lags + 1)])))
    return pd.concat(blocks, ignore_index=True)


def autocorrelation_columns(table: pd.DataFrame) -> list[str]:
    """Return the columns of :func:`search` that hold autocorrelations, by lag."""
    return [column for column in table if str(column).startswith("ac_")]


def identified(table: pd.DataFrame, ac: str) -> pd.DataFrame:
    """Return the rows of :func:`search` whose autocorrelations all equal the printed ones at their precision.

    Samples that cannot be told apart, such as those without either of two equal neighbours, are one: the first.
    """
    printed = [Interval.printed(number) for number in ac.split()]
    values = table[autocorrelation_columns(table)].to_numpy()
    low, high = (np.array([getattr(one, end) for one in printed]) for end in ("low", "high"))
    slack = 0.5 * 10.0**-DECIMALS  # the table's own rounding
    equal = table[((values >= low - slack) & (values <= high + slack)).all(axis=1)]
    return equal.drop_duplicates(subset=autocorrelation_columns(table))
