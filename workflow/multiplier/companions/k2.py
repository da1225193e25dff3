"""The multiplier K2 regressed on the ratios that make it up (claims K2-01 to K2-08).

K2 = (1 + h) / (r + g + h + e) with h = M0 / D, D = M2 - M0, r the statutory ratio, e = reserves / D - r and
g = base / D - r - e - h. As g is what is left, K2 is M2 over the base, whatever r and e are. A regression on r, g, h
and e is therefore the linear projection of a known function and has no error but the function's curvature; its
derivatives by r, g and e are equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.companions.least_squares import CONSTANT, coefficients, fitted
from multiplier.data.china import COMPONENTS

TERMS = ["r", "g", "h", "e"]
EQUAL = ["r", "g", "e"]  # the derivative of K2 by these is one


def ratios(
    m0: pd.Series, deposits: pd.Series, base: pd.Series, reserves: pd.Series, statutory: pd.Series
) -> pd.DataFrame:
    """Return K2 and its four ratios by month.

    Parameters
    ----------
    m0, deposits, base, reserves
        Amounts of one unit.
    statutory
        Required reserve ratio, a fraction.
    """
    h, r = m0 / deposits, statutory
    e = reserves / deposits - r
    g = base / deposits - r - e - h
    return pd.DataFrame({"k2": (1 + h) / (r + g + h + e), "r": r, "g": g, "h": h, "e": e})


def stated(clean: pd.DataFrame) -> pd.DataFrame:
    """Return K2 and its ratios as the study defines them, of China's cleaned table.

    The column components says whether the table prints all components of M2 in a month.
    """
    # ASSUME: reserves of the regression study are the deposits of financial corporations with the central bank, in all
    # years; the banks' own balance sheet begins in 2006.
    return ratios(
        clean["m0"],
        clean["m2"] - clean["m0"],
        clean["reserve_money"] + clean["government_deposits"],
        clean["deposits_of_financial_corporations"],
        clean["statutory_ratio_large"] / 100,
    ).assign(components=clean[COMPONENTS].notna().all(axis=1))


def sample(frame: pd.DataFrame, first: str, last: str, without: Sequence[str]) -> pd.DataFrame:
    """Return the months ``first``..``last`` but those of ``without``.

    The errors of the regression take the months before and after one that is left out for neighbours.

    Raises
    ------
    DataError
        If a month or a figure is missing.
    """
    left_out = pd.PeriodIndex(list(without), freq="M")
    wanted = pd.period_range(first, last, freq="M", name="month").difference(left_out)
    absent = wanted.difference(frame.dropna().index)
    if len(absent):
        raise DataError(
            f"regression of K2, {first}..{last}: {absent[0]} has no figure for every ratio; choose another window "
            "under k2 in config.yaml."
        )
    return frame.loc[wanted]


def derivatives(part: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the partial derivatives of K2 by month: -(1 + h) / x^2 by r, g and e, (r + g + e - 1) / x^2 by h."""
    rest = part[EQUAL].sum(axis=1)
    x2 = (rest + part["h"]) ** 2
    same = -(1 + part["h"]) / x2
    return {"h": (rest - 1) / x2} | dict.fromkeys(EQUAL, same)


def regression(part: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the regression of K2 on its ratios with what the identity implies for each slope.

    Parameters
    ----------
    part
        Columns k2, r, g, h, e.
    name
        Of the window, for messages.

    Returns
    -------
    DataFrame
        Columns of :func:`multiplier.companions.least_squares.coefficients`, and derivative (at the means),
        derivative_low and derivative_high (over the months), equal_slopes (projection with one slope for r, g and e),
        equal_f and equal_p (test that the slopes on r, g and e are one, with the same errors), k2_mean.
    """
    found = coefficients(part["k2"], part[TERMS], f"regression of K2, {name}")
    at_means = derivatives(part[TERMS].mean().to_frame().T)
    by_month = derivatives(part)
    one = part.assign(q=part[EQUAL].sum(axis=1))
    restricted = pd.Series(np.asarray(fitted(one["k2"], one[["q", "h"]]).params), index=[CONSTANT, "q", "h"])
    fit = fitted(part["k2"], part[TERMS])
    rows = np.zeros((2, 1 + len(TERMS)))
    for row, term in enumerate(EQUAL[1:]):
        rows[row, 1 + TERMS.index(EQUAL[0])], rows[row, 1 + TERMS.index(term)] = 1, -1
    test = fit.f_test(rows)
    return found.assign(
        derivative=found["term"].map({term: float(value.iloc[0]) for term, value in at_means.items()}),
        derivative_low=found["term"].map({term: value.min() for term, value in by_month.items()}),
        derivative_high=found["term"].map({term: value.max() for term, value in by_month.items()}),
        equal_slopes=[restricted["q" if term in EQUAL else term] for term in found["term"]],
        equal_f=float(test.fvalue),
        equal_p=float(test.pvalue),
        k2_mean=part["k2"].mean(),
    )


def regressions(clean: pd.DataFrame, windows: Mapping[str, Mapping[str, str]], without: Sequence[str]) -> pd.DataFrame:
    """Return :func:`regression` for every window: columns window, first, last and those of it.

    The window named ``stated`` is the study's; ``without`` are the months that it leaves out.
    """
    frame = stated(clean)
    blocks = []
    for name, window in windows.items():
        part = sample(frame, window["first"], window["last"], without)
        blocks.append(regression(part, name).assign(window=name, **window))
    table = pd.concat(blocks, ignore_index=True)
    front = ["window", "first", "last"]
    return table[[*front, *(column for column in table if column not in front)]]
