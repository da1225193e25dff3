"""p-values of many tests at once."""

from __future__ import annotations

import numpy as np
import pandas as pd


def holm(pvalues: pd.Series) -> pd.Series:
    """Return p-values adjusted for their number by the method of Holm (1979), in the same order."""
    ordered = pvalues.sort_values()
    factors = np.arange(len(ordered), 0, -1)
    return (ordered * factors).cummax().clip(upper=1.0).reindex(pvalues.index)
