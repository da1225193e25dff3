"""How many different candidates there are, and how many would match a printed number by chance."""

from __future__ import annotations

import numpy as np
import pandas as pd


def distinct(candidates: pd.DataFrame) -> pd.DataFrame:
    """Return the candidates without copies: of equal values (to six digits) of one month the first is kept.

    Definitions that coincide, and vintages that did not revise, are one candidate, not many.
    """
    magnitude = 10.0 ** (5 - np.floor(np.log10(np.abs(candidates["value"].astype(float)).clip(lower=1e-12))))
    key = (candidates["value"] * magnitude).round()
    return candidates[~pd.DataFrame({"month": candidates["month"], "key": key, "size": magnitude}).duplicated()]


def expected_by_chance(values: np.ndarray, printed: float, decimals: int, reach: float = 0.05) -> float:
    """Return how many of ``values`` would match ``printed`` at its precision by chance.

    The density of the candidates near the printed number (within ``reach``, a fraction of it, at
    least ten units of the last decimal), times the width of one unit of the last decimal.
    """
    unit = 10.0**-decimals
    half_width = max(reach * abs(printed), 10 * unit)
    near = int((np.abs(values - printed) <= half_width).sum())
    return near * unit / (2 * half_width)
