"""When a conclusion was knowable: the vintage from which it holds and is never taken back.

A vintage's month is a late bound, because its figures had been released before.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from multiplier.real_time.revisions import series


def holds_from(holds: pd.Series) -> str | None:
    """Return the label from which ``holds`` is true to the end, None if it is not true at the end."""
    if not len(holds) or not holds.iloc[-1]:
        return None
    fails = holds.index[~holds]
    return str(holds.index[0] if not len(fails) else holds.index[holds.index.get_loc(fails[-1]) + 1])


def knowable(table: pd.DataFrame, falls: Sequence[float], deterministics: Sequence[str]) -> pd.DataFrame:
    """Date every conclusion by the vintage from which it stands in all later ones.

    Parameters
    ----------
    table
        Rows of :func:`multiplier.real_time.estimates.estimates` with carried.
    falls
        Sizes, percent: the conclusion is that the multiplier has fallen by more since the window's first month, to its
        last one or, in vintages that end earlier, to theirs.
    deterministics
        Terms of the unit root tests: the conclusion is the decision of the newest vintage.

    The last conclusion, phi_cls, is that the formula's coefficient by least squares is below one: with one or more the
    forecast explodes.

    Returns
    -------
    DataFrame
        One row a series (:func:`multiplier.real_time.revisions.series`) and conclusion: series, conclusion, vintages
        (that can tell), first_vintage (of these), holds_from (missing: does not hold in the newest), last_month (of
        that vintage), value (change in percent, simulated p-value or coefficient in it), lapses (how often it held and
        was then given up).
    """
    rows = []
    for name, part in series(table).items():
        conclusions = {
            f"fall_{size:g}": (values, values < -size)
            for values in [part.set_index("vintage")["change_percent"].dropna()]
            for size in falls
        }
        for term in deterministics:
            told = part.set_index("vintage").dropna(subset=[f"adf_{term}_simulated_p"])
            decisions = told[f"adf_{term}_decision"]
            if len(decisions):
                conclusions[f"adf_{term}"] = (told[f"adf_{term}_simulated_p"], decisions == decisions.iloc[-1])
        phis = part.set_index("vintage")["phi_cls"].dropna()
        conclusions["phi_cls"] = (phis, phis < 1)
        last_months = part.set_index("vintage")["last_month"]
        for conclusion, (values, holds) in conclusions.items():
            if not len(values):
                continue
            row = {"series": name, "conclusion": conclusion, "vintages": len(values), "first_vintage": values.index[0]}
            since = holds_from(holds)
            row["lapses"] = int((~holds & holds.shift(fill_value=False)).sum())
            if since is not None:
                row |= {"holds_from": since, "last_month": last_months[since], "value": values[since]}
            rows.append(row)
    columns = "series conclusion vintages first_vintage holds_from last_month value lapses".split()
    return pd.DataFrame(rows, columns=columns)
