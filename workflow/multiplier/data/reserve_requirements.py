"""China's required reserve ratio from the announcements of its changes."""

from __future__ import annotations

import pandas as pd

from multiplier import DataError
from multiplier.data.reading import read_rows

COLUMNS = ["effective_date", "large_institutions", "small_institutions", "note"]


def announcements(name: str, data: bytes) -> pd.DataFrame:
    """Return the announced ratios in percent by effective date (a DatetimeIndex), oldest first.

    Parameters
    ----------
    name, data
        The file's path below data/raw and its bytes; columns :data:`COLUMNS`.

    Returns
    -------
    DataFrame
        Columns statutory_ratio_large and statutory_ratio_small.

    Raises
    ------
    DataError
        For a date not written YYYY-MM-DD, a date that stands twice, or a ratio that is no number from 0 to 50.
    """
    rows = read_rows(data, COLUMNS, name)
    dates = pd.to_datetime(rows["effective_date"], format="%Y-%m-%d", errors="coerce")
    wrong = rows["effective_date"][dates.isna() | dates.duplicated()]
    if len(wrong):
        raise DataError(
            f"{name}: column effective_date: found '{wrong.iloc[0]}', expected one row a date, YYYY-MM-DD; correct it."
        )
    ratios = {}
    for column in ("large_institutions", "small_institutions"):
        values = pd.to_numeric(rows[column], errors="coerce")
        outside = ~values.between(0, 50)
        if outside.any():
            place = outside.idxmax()
            raise DataError(
                f"{name}: {rows.at[place, 'effective_date']}, column {column}: found '{rows.at[place, column]}', "
                "expected a percentage from 0 to 50; correct the cell."
            )
        ratios[f"statutory_ratio_{column.partition('_')[0]}"] = values.to_numpy(float)
    return pd.DataFrame(ratios, index=pd.DatetimeIndex(dates, name="date")).sort_index()


def statutory_ratio(name: str, data: bytes, months: pd.PeriodIndex) -> pd.DataFrame:
    """Return the required reserve ratios in force at the end of each of ``months``, in percent.

    NaN before the first announcement, and after the month of the last one, from which nothing can be
    concluded. Parameters, columns and errors as in :func:`announcements`.
    """
    ratios = announcements(name, data)
    by_month = ratios.groupby(ratios.index.to_period("M")).last()
    in_force = by_month.reindex(months.union(by_month.index)).ffill()
    return in_force.loc[in_force.index <= by_month.index.max()].reindex(months)


def turning_points(name: str, data: bytes) -> pd.Series:
    """Return the dates (YYYY-MM-DD) at which the ratio of large institutions turns: True up, False down."""
    steps = announcements(name, data)["statutory_ratio_large"].diff()
    up = steps[steps.fillna(0) != 0] > 0
    turns = up[up != up.shift()]
    return turns.set_axis(turns.index.strftime("%Y-%m-%d"))
