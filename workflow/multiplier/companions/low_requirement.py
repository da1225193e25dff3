"""What a low statutory ratio would do to the multiplier and to M2, two ways (claim QS-04).

mm = (1 + cd) / (cd + er + rr). Nothing in the figures says what er does when rr falls. Either banks hold the excess
reserves that they hold, and money grows until the released reserves are required again; or they keep what is released
as excess, and nothing happens. The base is given in both.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from multiplier.companions.terms import BOUNDS

MECHANICAL, ABSORBED = "mechanical", "absorbed"


def paths(frame: pd.DataFrame, last: str, step: float) -> pd.DataFrame:
    """Return multiplier and M2 as the statutory ratio falls from its last known value to nought.

    Parameters
    ----------
    frame
        Quarterly ratios (:func:`multiplier.companions.quarterly.ratios`).
    last
        Month that the study ends in; the last quarter up to it with a statutory ratio is the starting point.
    step
        Of the statutory ratio, percentage points; the grid is of whole steps, the lowest ratio of the quarters and the
        starting value.

    Returns
    -------
    DataFrame
        Columns month (the starting point), start_percent, lowest_percent (of the quarters), bound, scenario
        (``mechanical``: er and cd stay; ``absorbed``: the whole reserve ratio and cd stay), rr_percent, er_percent,
        multiplier, m2 (100 million yuan at the base of the starting point).
    """
    known = frame.loc[:last].dropna(subset=["rr_large"])
    month, row = known.index[-1], known.iloc[-1]
    base = row["m2"] / row["mm"]
    blocks = []
    for bound in BOUNDS:
        # Rounded: percentages are announced in quarters of a point, and sums of fractions are not exact.
        start = round(100 * row[f"rr_{bound}"], 6)
        lowest = round(100 * frame[f"rr_{bound}"].min(), 6)
        percent = np.unique(np.append(np.arange(0, start, step), [lowest, start]))
        for scenario in (MECHANICAL, ABSORBED):
            kept = row[f"er_{bound}"] if scenario == MECHANICAL else row["reserve_ratio"] - percent / 100
            below = row["cd"] + kept + percent / 100
            m = (1 + row["cd"]) / below
            blocks.append(
                pd.DataFrame(
                    {
                        "month": str(month),
                        "start_percent": start,
                        "lowest_percent": lowest,
                        "bound": bound,
                        "scenario": scenario,
                        "rr_percent": percent,
                        "er_percent": 100 * kept,
                        "multiplier": m,
                        "m2": m * base,
                    }
                )
            )
    return pd.concat(blocks, ignore_index=True)
