"""Changes of yields around announcements, and their sums by programme.

What such a study identifies: the news of the announcement, if markets had not expected it, if nothing else
of weight came out inside the window and if yields took it in before the window closed. What was expected
beforehand is missed, what was believed for a day only is counted, and of the channels (signals of the policy
rate, duration, liquidity) it shows the sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.data.yields import BREAKEVEN, NOMINAL, REAL, SERIES

WINDOWS = {"one_day": (1, 0), "two_day": (1, 1)}  # closes before and after the day whose difference is taken
PROGRAMMES = ("QE1", "QE2", "QE3")
ALL_PROGRAMMES = "QE"
TAPER = "TAPER"
SETS = ("event_set", "all_rows", "without_largest")
KIND = (
    dict.fromkeys(NOMINAL, "nominal yield")
    | dict.fromkeys(REAL, "real yield")
    | dict.fromkeys(BREAKEVEN, "breakeven inflation")
)
LARGEST_IN = ("two_day", "DGS10")  # the change by which the largest event of a programme is found
BASIS_POINTS = 100.0

Group = Mapping[str, Sequence[int]]  # programme -> places of its events among the trading days


def changes(yields: pd.DataFrame, breaks: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return the change around every trading day, basis points.

    Parameters
    ----------
    yields
        Percent, indexed by trading day; the columns :data:`~multiplier.data.yields.SERIES`.
    breaks
        Column -> days from which it is computed otherwise; no change is taken across them.

    Returns
    -------
    DataFrame
        Shape (days, windows x series), columns (window, series); missing where a window leaves the data,
        holds a missing yield or crosses a break.
    """
    levels = yields[list(SERIES)]
    found = {}
    for window, (before, after) in WINDOWS.items():
        change = BASIS_POINTS * (levels.shift(-after) - levels.shift(before))
        for column, days in breaks.items():
            for day in days:
                place = levels.index.searchsorted(day)
                # The first close on the new footing is that of the day itself.
                change.iloc[max(place - after, 0) : place + before, change.columns.get_loc(column)] = np.nan
        found[window] = change
    return pd.concat(found, axis=1, names=["window", "series"])


def trading_places(dates: Sequence[str], days: pd.Index) -> list[int]:
    """Return the places of the first trading days on or after ``dates``.

    Raises
    ------
    DataError
        For a date outside the yields.
    """
    outside = [date for date in dates if not days[0] < date < days[-1]]
    if outside:
        raise DataError(
            f"us/policy_events: date {outside[0]}: the yields run from {days[0]} to {days[-1]}; "
            "choose a file of yields that holds the announcement."
        )
    return [int(days.searchsorted(date)) for date in dates]


def event_places(announcements: pd.DataFrame, days: pd.Index) -> list[int]:
    """Return the places of the trading days of announcements.

    An announcement outside the event set may fall on a day without trade and counts on the next one.

    Parameters
    ----------
    announcements
        As :func:`multiplier.data.events.announcements` gives them.
    days
        The trading days, dates as text.

    Raises
    ------
    DataError
        For a date outside the yields, or an event of the event set that is no day of them: its window would be
        that of another day.
    """
    places = trading_places(list(announcements["date"]), days)
    marked = announcements[announcements["in_event_set"]]
    off = marked[~marked["date"].isin(days)]
    if len(off):
        row = off.iloc[0]
        raise DataError(
            f"us/policy_events: date {row['date']}, column date: found a {pd.Timestamp(row['date']).day_name()} on "
            f"which the table of yields has no row, expected a trading day for one of the set ({row['programme']}); "
            "correct the date, or write no in the column in_event_set."
        )
    return places


def groups(announcements: pd.DataFrame, change: pd.DataFrame) -> dict[tuple[str, str], Group]:
    """Return (programme, set) -> its events.

    Parameters
    ----------
    announcements
        As :func:`multiplier.data.events.announcements` gives them.
    change
        Of :func:`changes`.

    Returns
    -------
    dict
        For each programme, for :data:`ALL_PROGRAMMES` and for the slowing of purchases the sets :data:`SETS`:
        the marked rows; all rows; the marked rows without the one that moved the 10-year yield most.
    """
    rows = announcements.assign(place=event_places(announcements, change.index))
    size = change[LARGEST_IN].abs().to_numpy()
    found: dict[tuple[str, str], Group] = {}
    for name, parts in {**{one: (one,) for one in (*PROGRAMMES, TAPER)}, ALL_PROGRAMMES: PROGRAMMES}.items():
        own = rows[rows["programme"].isin(parts)]
        marked = own[own["in_event_set"]]
        largest = max(marked["place"], key=lambda place: size[place])
        for label, chosen in zip(SETS, (marked, own, marked[marked["place"] != largest]), strict=True):
            found[name, label] = {part: list(chosen.loc[chosen["programme"] == part, "place"]) for part in parts}
    return found


def event_changes(announcements: pd.DataFrame, change: pd.DataFrame) -> pd.DataFrame:
    """Return the change around each announcement.

    Returns
    -------
    DataFrame
        date, programme, event, in_event_set, trading_day, window, series, basis_points (missing across a break).
    """
    places = event_places(announcements, change.index)
    wide = change.iloc[places].set_axis(announcements["date"]).stack(["window", "series"], future_stack=True)
    long = wide.rename("basis_points").reset_index()
    days = pd.Series(change.index[places], index=announcements["date"])
    told = announcements[["date", "programme", "event", "in_event_set"]]
    table = told.merge(long, on="date", validate="one_to_many")
    table.insert(4, "trading_day", days[table["date"]].to_numpy())
    return table


def event_sums(group: Group, change: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the sums of changes over the events of a group, basis points, and how many events each holds."""
    part = change.iloc[[place for places in group.values() for place in places]]
    return part.sum(), part.notna().sum()
