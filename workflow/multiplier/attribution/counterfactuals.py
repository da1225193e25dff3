"""The path of the multiplier had one of its factors stood still: arithmetic, not what would have happened.

Whoever freezes a required ratio leaves banks the reserves that they chose under another one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from multiplier import DataError
from multiplier.attribution.factors import BOUNDS, admissible, factors, multiplier
from multiplier.months import stack

SCENARIOS = ("required", "excess", "cash")  # the factor of :mod:`multiplier.attribution.factors` that stands still


def frozen_path(path: pd.DataFrame, frozen: Sequence[str], at: pd.Series, name: str) -> pd.Series:
    """Return the multiplier of the factors ``path`` by month, with those of ``frozen`` held as in ``at``.

    Raises
    ------
    DataError
        If cash and reserves per deposit are zero or negative in some month.
    """
    held = path.assign(**{factor: at[factor] for factor in frozen})
    base = held["cash"] + held["required"] + held["excess"]
    if (base <= 0).any():
        raise DataError(
            f"{name}: cash and reserves per deposit come to {base.min():.4g} in {base.idxmin()}, expected more than 0; "
            "choose another month for attribution.frozen_at in config.yaml."
        )
    return multiplier(dict(held.items()))


def counterfactuals(ratios: Mapping[str, pd.DataFrame], first: str, last: str, frozen_at: str) -> pd.DataFrame:
    """Return the multiplier of ``first``..``last`` with each factor frozen as it was in ``frozen_at``.

    Parameters
    ----------
    ratios
        Country -> ratios table.
    first, last
        The sample, YYYY-MM.
    frozen_at
        The month whose factor is kept, inside the data; it may lie outside the sample.

    Returns
    -------
    DataFrame
        Columns country, month, bound, scenario (the factor that is frozen), multiplier, actual. Parts of M2
        and base money that the ratios leave out stay as they were.

    Raises
    ------
    DataError
        If a month is not in the data, or a figure is missing, zero or negative.
    """
    tables = {}
    for country, table in ratios.items():
        name = f"counterfactuals of {country}"
        sample = admissible(table, country, first, last, name)
        month = admissible(table, country, frozen_at, frozen_at, f"{name} (attribution.frozen_at)")
        blocks = []
        for bound in BOUNDS[country]:
            path, at = factors(sample, country, bound), factors(month, country, bound).iloc[0]
            for scenario in SCENARIOS:
                value = frozen_path(path, [scenario], at, f"{name}, bound {bound}, {scenario} frozen")
                block = pd.DataFrame({"multiplier": value, "actual": sample["multiplier"]})
                blocks.append(block.reset_index().assign(bound=bound, scenario=scenario))
        tables[country] = pd.concat(blocks)
    return stack(tables)[["country", "month", "bound", "scenario", "multiplier", "actual"]]
