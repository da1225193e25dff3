"""What moved M2 and the multiplier: decompositions over windows and over a rolling year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.attribution.decompositions import Parts, additive, lmdi, logarithmic, midpoint, shapley
from multiplier.attribution.factors import BOUNDS, FACTORS, admissible, check_mixtures, factors, multiplier, needed
from multiplier.definitions import TRILLION
from multiplier.months import stack

COLUMNS = ["country", "window", "first", "last", "bound", "method", "part", "value", "unit"]
LOG_POINTS = "log points"  # a hundred times the change of a logarithm
NO_BOUND = "none"  # the division between multiplier and base does not ask what is required


def log_multiplier(at: Parts) -> Any:
    """Return the logarithm of the multiplier of factors, in log points."""
    return 100 * np.log(multiplier(at))


def growth_parts(start: pd.Series, end: pd.Series, country: str) -> list[tuple[str, str, Parts, float]]:
    """Return method, unit, parts and total of the change of M2 between multiplier and base.

    Parameters
    ----------
    start, end
        multiplier, base and m2 of two months.
    country
        Its amounts are printed in trillions.

    Returns
    -------
    list of tuple
        ``log`` in log points; ``additive`` (with ``cross``) and ``midpoint`` in trillions.
    """
    scale, unit = TRILLION[country]
    amounts = (start["multiplier"], end["multiplier"], start["base"] / scale, end["base"] / scale)
    logs = {part: 100 * value for part, value in logarithmic(*amounts).items()}
    change = (end["m2"] - start["m2"]) / scale
    return [
        ("log", LOG_POINTS, logs, 100 * np.log(end["m2"] / start["m2"])),
        ("additive", unit, additive(*amounts), change),
        ("midpoint", unit, midpoint(*amounts), change),
    ]


def driver_parts(part: pd.DataFrame, country: str, bound: str, name: str) -> list[tuple[str, str, Parts, float]]:
    """Return method, unit, parts and total of the change of the multiplier from the first to the last row of ``part``.

    Returns
    -------
    list of tuple
        ``shapley`` of ln m in log points and of m itself (unit ``ratio``), ``lmdi`` in log points.
    """
    start, end = (dict(row) for _, row in factors(part.iloc[[0, -1]], country, bound).iterrows())
    check_mixtures(start, end, name)
    m0, m1 = part["multiplier"].iloc[[0, -1]]
    change = 100 * np.log(m1 / m0)
    return [
        ("shapley", LOG_POINTS, shapley(log_multiplier, start, end), change),
        ("shapley", "ratio", shapley(multiplier, start, end), m1 - m0),
        ("lmdi", LOG_POINTS, {name: 100 * value for name, value in lmdi(start, end).items()}, change),
    ]


def attribution(ratios: Mapping[str, pd.DataFrame], windows: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Return every decomposition of M2 and of the multiplier over every window.

    Parameters
    ----------
    ratios
        Country -> ratios table.
    windows
        Name -> first and last month.

    Returns
    -------
    DataFrame
        Columns :data:`COLUMNS`. ``part`` is one of multiplier, base, cross (of M2) or of
        :data:`multiplier.attribution.factors.FACTORS` (of the multiplier), and ``total``, the published change, to
        which the others of the same method, bound and unit sum.

    Raises
    ------
    DataError
        If a window leaves the data, or a figure that it needs is missing, zero or negative.
    """
    rows = []
    for country, table in ratios.items():
        for window, span in windows.items():
            name = f"attribution of {country}, {span['first']} to {span['last']}"
            part = admissible(table, country, **span, name=name)
            found = {NO_BOUND: growth_parts(part.iloc[0], part.iloc[-1], country)}
            found |= {bound: driver_parts(part, country, bound, name) for bound in BOUNDS[country]}
            rows += [
                (country, window, span["first"], span["last"], bound, method, label, value, unit)
                for bound, decompositions in found.items()
                for method, unit, parts, total in decompositions
                for label, value in {**parts, "total": total}.items()
            ]
    return pd.DataFrame(rows, columns=COLUMNS)


def rolling(ratios: Mapping[str, pd.DataFrame], first: str, last: str, months: int) -> pd.DataFrame:
    """Return Shapley parts of the change of ln m over the ``months`` before every month of ``first``..``last``.

    Months before ``first`` serve as beginnings where the tables have them. A country's rows begin where
    there is a beginning ``months`` earlier; from there on no month may be missing.

    Returns
    -------
    DataFrame
        Columns country, month, bound, part (factors and total), log_points.

    Raises
    ------
    DataError
        If no month has a beginning, or a figure after the first one is missing, zero or negative.
    """
    blocks = {}
    for country, table in ratios.items():
        where = f"rolling attribution of {country}"
        wanted = pd.Period(first, freq="M") - months
        usable = table.loc[str(wanted) : last, needed(country)].dropna().index
        begin = usable.min() if len(usable) else pd.Period(last, freq="M")
        if begin + months > pd.Period(last, freq="M"):
            raise DataError(
                f"{where}: figures from {begin} on leave no month up to {last} with one {months} months before; "
                "lower attribution.rolling_months or widen the sample in config.yaml."
            )
        part = admissible(table, country, str(begin), last, where)
        total = 100 * np.log(part["multiplier"] / part["multiplier"].shift(months)).iloc[months:]
        for bound in BOUNDS[country]:
            end = factors(part, country, bound)
            start = end.shift(months).iloc[months:]
            end = end.iloc[months:]
            check_mixtures(start, end, f"{where}, bound {bound}")
            contributions = shapley(log_multiplier, dict(start.items()), dict(end.items()))
            wide = pd.DataFrame(contributions)[list(FACTORS)].assign(total=total)
            long = wide.rename_axis(columns="part").stack().rename("log_points").reset_index()
            blocks[country, bound] = long.assign(bound=bound)
    return stack({country: pd.concat([blocks[country, bound] for bound in BOUNDS[country]]) for country in ratios})[
        ["country", "month", "bound", "part", "log_points"]
    ]
