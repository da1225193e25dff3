"""What the multiplier turned out to be: sample and hold-out from one vintage that holds both, and where it breaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from multiplier import DataError
from multiplier.months import stack, window

COLUMNS = ["base", "m2", "multiplier", "cash_deposit_ratio", "reserve_ratio", "multiplier_from_ratios"]
BREAK_COLUMNS = ["country", "month", "column", "change", "median_change", "reason"]


def outcomes(ratios: pd.DataFrame, first: str, last: str, country: str) -> pd.DataFrame:
    """Return the columns that the contest needs for ``first``..``last``, complete.

    Parameters
    ----------
    ratios
        Table of :func:`multiplier.ratios.ratios`, from the vintage that holds the outcomes.
    first, last
        First month of the sample and last of the hold-out.
    country
        For messages.

    Raises
    ------
    DataError
        If the vintage ends before the hold-out does, begins after the sample, or has a gap.
    """
    end = ratios.index.max()
    if end < pd.Period(last, freq="M"):
        raise DataError(
            f"outcomes of {country}: the tables run to {end}, but the hold-out ends in {last}; pin a later vintage "
            "under 'outcomes' of the vintage in config.yaml, or end contest.holdout earlier."
        )
    return window(ratios[COLUMNS], first, last, f"outcomes of {country}")


def revisions(
    later: Mapping[str, pd.DataFrame], studied: Mapping[str, pd.DataFrame], first: str, last: str
) -> pd.DataFrame:
    """Return how far the multiplier of the sample differs between the vintage of the outcomes and that of the study.

    Returns
    -------
    DataFrame
        country, months, max_abs_percent, max_month (its month), mean_abs_percent.
    """
    rows = {}
    for country, table in later.items():
        new, old = (
            window(frame[["multiplier"]], first, last, f"revisions of {country}")["multiplier"]
            for frame in (table, studied[country])
        )
        percent = 100 * (new / old - 1).abs()
        rows[country] = pd.DataFrame(
            [
                {
                    "months": len(percent),
                    "max_abs_percent": percent.max(),
                    "max_month": str(percent.idxmax()),
                    "mean_abs_percent": percent.mean(),
                }
            ]
        )
    return stack(rows)


def breaks(
    corrections: pd.DataFrame,
    files: Mapping[str, Iterable[str]],
    clean: Mapping[str, pd.DataFrame],
    holdout: Mapping[str, str],
) -> pd.DataFrame:
    """Return the months of the hold-out from which a series of the outcomes has another meaning.

    Parameters
    ----------
    corrections
        Rows of data/corrections.csv; those with the action ``break`` count.
    files
        Country -> paths below data/raw that its outcomes were read from.
    clean
        Country -> cleaned table, for the change in the month of the break.
    holdout
        first and last month.

    Returns
    -------
    DataFrame
        country, month, column, change (percent, on the month before), median_change (of the other months of the
        hold-out), reason; both changes are missing for a column that the cleaned table does not carry.
    """
    first, last = pd.Period(holdout["first"], freq="M"), pd.Period(holdout["last"], freq="M")
    rows = []
    for country, names in files.items():
        found = corrections[corrections["file"].isin(list(names)) & (corrections["action"] == "break")]
        found = found[found["first"].between(str(first), str(last))].sort_values(["first", "column"])
        for _, row in found.drop_duplicates(["first", "column"]).iterrows():
            month, column = pd.Period(row["first"], freq="M"), row["column"]
            values = clean[country].get(column, pd.Series(float("nan"), index=clean[country].index))
            changes = 100 * (values / values.shift() - 1).loc[first:last]
            rows.append(
                {
                    "country": country,
                    "month": str(month),
                    "column": column,
                    "change": changes[month],
                    "median_change": changes.drop(month).median(),
                    "reason": row["reason"],
                }
            )
    return pd.DataFrame(rows, columns=BREAK_COLUMNS)
