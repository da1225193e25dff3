"""The purchase programmes: what was announced, when they ended, and what the balance sheet took in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.data.events import AMOUNTS
from multiplier.easing.event_study import PROGRAMMES

PACE = r"(\d+) bn a month"  # a pace in the words of an announcement
CONCLUDED = "concluded"
MOST_BOUGHT = {"treasuries_bn_usd": "treasury_securities", "mbs_bn_usd": "mortgage_backed_securities"}
# ASSUME: mortgage-backed securities are delivered, and booked, up to a quarter after they were bought; Treasuries
# the next day.
SETTLEMENT_WEEKS = {"treasury_securities": 0, "mortgage_backed_securities": 13, "securities": 13}
SLACK_WEEKS = 26  # how long after the end the highest holdings are looked for


def as_of(weekly: pd.DataFrame, date: str) -> str:
    """Return the last date of a weekly table that is not later than ``date``.

    Raises
    ------
    DataError
        If the table begins later.
    """
    place = int(weekly.index.searchsorted(date, side="right")) - 1
    if place < 0 or date > weekly.index[-1]:
        raise DataError(
            f"us/federal_reserve_assets: date {date} is not in the data, which run from {weekly.index[0]} to "
            f"{weekly.index[-1]}; choose a file that holds it."
        )
    return str(weekly.index[place])


def purchase_rows(announcements: pd.DataFrame, programme: str) -> pd.DataFrame:
    """Return the rows of a programme that state an amount or a pace of purchases.

    Raises
    ------
    DataError
        If there is none.
    """
    own = announcements[announcements["programme"] == programme]
    found = own[(own[AMOUNTS] > 0).any(axis=1) | own["event"].str.contains(PACE.replace("(", "(?:"))]
    if found.empty:
        raise DataError(
            f"us/policy_events: programme {programme}, {_span(own)}, columns {', '.join(AMOUNTS)}: found neither an "
            "amount above 0 nor, in column event, a pace ('40 bn a month'), expected at least one; add the row of the "
            "announcement or its amount."
        )
    return found


def _span(rows: pd.DataFrame) -> str:
    """The dates of some announcements, for messages."""
    return f"dates {rows['date'].iloc[0]} to {rows['date'].iloc[-1]}" if len(rows) else "no date"


def announced_amounts(announcements: pd.DataFrame, programme: str, column: str) -> pd.DataFrame:
    """Return the rows of a programme that announce an amount of one kind of security.

    Raises
    ------
    DataError
        If there is none.
    """
    own = announcements[announcements["programme"] == programme]
    found = own[own[column] > 0]
    if found.empty:
        raise DataError(
            f"us/policy_events: programme {programme}, {_span(own)}, column {column}: found no amount above 0, "
            "expected at least one; add the row of the announcement or its amount."
        )
    return found


def end_by_holdings(held: pd.Series, first: str, before: str, weeks: int, billions: float) -> str:
    """Return the last week around which holdings rose by ``billions`` or more in ``weeks`` weeks.

    The span is centred: half of it lies before the week, half after. ``held`` is searched from ``first`` to
    the week before ``before``; an empty text says that no week qualifies.
    """
    rise = held.shift(-(weeks // 2)) - held.shift(weeks - weeks // 2)
    inside = rise[(rise.index > first) & (rise.index < before)]
    qualified = inside.index[inside >= billions]
    return str(qualified[-1]) if len(qualified) else ""


def end_by_kink(held: pd.Series, first: str, before: str) -> str:
    """Return the week at which the growth of holdings breaks: least squares of two lines that meet there.

    ``held`` is taken from ``first`` to the week before ``before``.
    """
    part = held[(held.index >= first) & (held.index < before)]
    time = np.arange(len(part), dtype=float)
    kinks = time[2:-2]
    # One regression a kink, all at once: constant, trend, and trend from the kink on.
    regressors = np.stack(
        [
            np.ones((len(kinks), len(time))),
            np.broadcast_to(time, (len(kinks), len(time))),
            np.maximum(time[None, :] - kinks[:, None], 0),
        ],
        axis=2,
    )
    values = part.to_numpy()
    moments = regressors.transpose(0, 2, 1)
    slopes = np.linalg.solve(moments @ regressors, moments @ values[:, None])
    residuals = values - (regressors @ slopes)[:, :, 0]
    return str(part.index[int(kinks[(residuals**2).sum(axis=1).argmin()])])


def programme_ends(announcements: pd.DataFrame, weekly: pd.DataFrame, settings: Mapping[str, Any]) -> pd.DataFrame:
    """Return when each programme ended: as announced where a row says so, else by each rule on the holdings.

    Parameters
    ----------
    announcements, weekly
        Tables of announcements and of weekly assets (billion dollars).
    settings
        ``weeks`` and ``billions`` (several) of the rules on the rise of holdings.

    Returns
    -------
    DataFrame
        programme, rule, series, date, stated (the announcement, or the kink of what was bought most).
        The rules look at the weeks from the programme's last announcement to the next programme's first.
    """
    rows: list[tuple[str, str, str, str, bool]] = []
    starts = announcements.drop_duplicates("programme").set_index("programme")["date"]
    for programme, following in zip(PROGRAMMES, [*PROGRAMMES[1:], None], strict=True):
        bought = purchase_rows(announcements, programme)
        first = str(bought["date"].iloc[-1])
        if following is None:
            told = announcements["event"].str.contains(CONCLUDED) & (announcements["date"] > first)
            if not told.any():
                raise DataError(f"us/policy_events: no row says that {programme} was {CONCLUDED}; add it.")
            rows.append((programme, "announced", "", str(announcements.loc[told, "date"].iloc[0]), True))
            continue
        before = str(starts[following])
        most = MOST_BOUGHT[str(bought[list(MOST_BOUGHT)].sum().idxmax())]
        rows += [
            (programme, "kink", series, end_by_kink(weekly[series], first, before), series == most)
            for series in (most, "securities")
        ]
        for billions in settings["billions"]:
            found = end_by_holdings(weekly["securities"], first, before, settings["weeks"], billions)
            if found:
                rows.append((programme, f"rise of {billions:g} billion", "securities", found, False))
    return pd.DataFrame(rows, columns=["programme", "rule", "series", "date", "stated"])


def programmes(announcements: pd.DataFrame, ends: pd.DataFrame) -> pd.DataFrame:
    """Return one row a programme.

    Returns
    -------
    DataFrame
        programme, first_signal (first row of any kind), announced (first row with an amount or a pace), end,
        end_rule, and the announced amounts in billion dollars (missing where only a pace was announced), monthly
        pace at the last announcement.
    """
    rows = []
    stated = ends[ends["stated"]].set_index("programme")
    for programme in PROGRAMMES:
        bought = purchase_rows(announcements, programme)
        amounts = bought[AMOUNTS].sum(min_count=1)
        paces = bought["event"].str.extract(PACE)[0].astype(float)
        first = announcements.loc[announcements["programme"] == programme, "date"].iloc[0]
        rows.append(
            {
                "programme": programme,
                "first_signal": first,
                "announced": bought["date"].iloc[0],
                "end": stated.at[programme, "date"],
                "end_rule": stated.at[programme, "rule"],
                **amounts.to_dict(),
                "pace_bn_usd_a_month": paces.sum(min_count=1),
            }
        )
    return pd.DataFrame(rows)


def holdings_changes(announcements: pd.DataFrame, table: pd.DataFrame, weekly: pd.DataFrame) -> pd.DataFrame:
    """Return by how much holdings changed over each programme, for every start and end that can be meant.

    Parameters
    ----------
    announcements, table, weekly
        Announcements, the table of :func:`programmes` and weekly assets (billion dollars).

    Returns
    -------
    DataFrame
        programme, series, start (an announcement), end (the programme's end, the week of the highest
        holdings, a settlement period after the end), first, last (the weeks), change (billion dollars,
        net of what matured or was repaid).
    """
    rows = []
    for _, programme in table.iterrows():
        end = as_of(weekly, programme["end"])
        place = weekly.index.get_loc(end)
        for series, weeks in SETTLEMENT_WEEKS.items():
            later = weekly[series].iloc[place : place + SLACK_WEEKS + 1]
            lasts: dict[str, str] = {"end": end, "highest": str(later.idxmax())}
            if weeks:
                lasts["settlement"] = str(weekly.index[min(place + weeks, len(weekly) - 1)])
            for start in announcements.loc[announcements["programme"] == programme["programme"], "date"]:
                first = as_of(weekly, start)
                rows += [
                    {
                        "programme": programme["programme"],
                        "series": series,
                        "start": start,
                        "end": name,
                        "first": first,
                        "last": last,
                        "change": weekly.at[last, series] - weekly.at[first, series],
                    }
                    for name, last in lasts.items()
                ]
    return pd.DataFrame(rows)


def first_held(weekly: pd.DataFrame, series: str) -> str:
    """Return the first week in which a kind of security is held.

    Raises
    ------
    DataError
        If it never is.
    """
    held: Sequence[str] = weekly.index[weekly[series] > 0]
    if not len(held):
        raise DataError(
            f"us/federal_reserve_assets: dates {weekly.index[0]} to {weekly.index[-1]}, column {series}: found 0 in "
            "every week, expected holdings; choose a file that has them."
        )
    return str(held[0])
