"""Transforms of a monthly series inside its sample: what is not observed in the sample is not used."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

TRANSFORMS: dict[str, Callable[[pd.Series], pd.Series]] = {
    "level": lambda series: series,
    "diff": lambda series: series.diff().iloc[1:],
    "diff12": lambda series: series.diff(12).iloc[12:],
}


def transform(series: pd.Series, kind: str) -> pd.Series:
    """Return ``series`` in level, as first difference (``diff``) or 12-month difference (``diff12``).

    The result is 0, 1 or 12 months shorter at its beginning.
    """
    return TRANSFORMS[kind](series)
