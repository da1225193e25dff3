"""Policy dates for the figures, read from the announcement tables."""

from __future__ import annotations

import pandas as pd

from multiplier import DataError
from multiplier.data.reading import read_rows
from multiplier.data.reserve_requirements import turning_points

POLICY_COLUMNS = [
    "date",
    "programme",
    "event",
    "treasuries_bn_usd",
    "mbs_bn_usd",
    "agency_bn_usd",
    "in_event_set",
    "source",
]
# The programmes, a closed list in the order in which they began, and their names in the figures.
PROGRAMME_LABELS = {"IOR": "interest on reserves", "QE1": "QE1", "QE2": "QE2", "QE3": "QE3", "TAPER": "tapering"}
UNTESTED = ("IOR",)  # no event study is made of it: none of its rows need be marked


def us_events(name: str, data: bytes) -> pd.DataFrame:
    """Return the first announcement of each programme: columns country, date, label."""
    first = announcements(name, data).drop_duplicates("programme")
    return pd.DataFrame(
        {
            "country": "us",
            "date": first["date"].to_numpy(),
            "label": first["programme"].map(PROGRAMME_LABELS).to_numpy(),
        }
    )


AMOUNTS = ["treasuries_bn_usd", "mbs_bn_usd", "agency_bn_usd"]


def announcements(name: str, data: bytes) -> pd.DataFrame:
    """Return the announcements of the Federal Reserve as data.

    Returns
    -------
    DataFrame
        In the order of their dates: date, programme, event, the amounts :data:`AMOUNTS` (billion dollars,
        missing where none was announced) and in_event_set (bool).

    Raises
    ------
    DataError
        For a date, amount or mark that cannot be read, dates out of order, a programme that is not one of
        :data:`PROGRAMME_LABELS` or not in their order, or one of them without a row or without a marked one.
    """
    rows = read_rows(data, POLICY_COLUMNS, name)
    dates = pd.to_datetime(rows["date"], format="%Y-%m-%d", errors="coerce")
    wrong = dates.isna() | ~dates.diff().fillna(pd.Timedelta(days=1)).gt(pd.Timedelta(0))
    if wrong.any():
        found = rows.loc[wrong, "date"].iloc[0]
        raise DataError(f"{name}: column date: found '{found}', expected YYYY-MM-DD in order; correct the row.")
    _check_programmes(name, rows)
    amounts = rows[AMOUNTS].apply(pd.to_numeric, errors="coerce")
    for column in AMOUNTS:
        bad = (amounts[column].isna() & (rows[column] != "")) | (amounts[column] < 0) | (amounts[column] > 1e4)
        if bad.any():
            row = rows[bad].iloc[0]
            raise DataError(
                f"{name}: date {row['date']}, column {column}: found '{row[column]}', "
                "expected 0 to 10000 billion dollars or an empty cell; check the unit and the cell."
            )
    marks = rows["in_event_set"]
    if not marks.isin(["yes", "no"]).all():
        place = (~marks.isin(["yes", "no"])).idxmax()
        raise DataError(
            f"{name}: date {rows.at[place, 'date']}, column in_event_set: found '{marks[place]}', expected yes or no; "
            "correct the cell."
        )
    for programme in PROGRAMME_LABELS:
        if programme not in UNTESTED and not (marks[rows["programme"] == programme] == "yes").any():
            first = rows.loc[rows["programme"] == programme, "date"].iloc[0]
            raise DataError(
                f"{name}: programme {programme}, from date {first}, column in_event_set: found no yes, expected at "
                "least one event to study; mark the row or add the one that is missing."
            )
    return rows.assign(**amounts, in_event_set=marks == "yes").drop(columns="source")


def _check_programmes(name: str, rows: pd.DataFrame) -> None:
    """Raise :class:`DataError` for a programme off the list, one that has no row, or one that begins out of turn."""
    listed = ", ".join(PROGRAMME_LABELS)
    unknown = rows[~rows["programme"].isin(list(PROGRAMME_LABELS))]
    if len(unknown):
        row = unknown.iloc[0]
        raise DataError(
            f"{name}: date {row['date']}, column programme: found '{row['programme']}', expected one of {listed}; "
            "correct the cell."
        )
    for programme in PROGRAMME_LABELS:
        if not (rows["programme"] == programme).any():
            raise DataError(
                f"{name}: column programme: found no row of {programme}, expected one at least of each of {listed}; "
                "add the announcements that are missing."
            )
    purchases = rows[~rows["programme"].isin(UNTESTED)]
    order = purchases["programme"].map(list(PROGRAMME_LABELS).index)
    back = order.diff() < 0
    if back.any():
        row, before = purchases[back].iloc[0], purchases[back.shift(-1, fill_value=False)].iloc[0]
        raise DataError(
            f"{name}: date {row['date']}, column programme: found '{row['programme']}' after '{before['programme']}' "
            f"of {before['date']}, expected one programme after the other, {listed}; correct the cell of either date."
        )


def china_events(name: str, data: bytes) -> pd.DataFrame:
    """Return the dates at which the required ratio of large institutions turns: columns country, date, label."""
    turns = turning_points(name, data)
    labels = {True: "reserve ratio raised", False: "reserve ratio cut"}
    return pd.DataFrame({"country": "china", "date": turns.index, "label": [labels[up] for up in turns]})


def events(ratio: tuple[str, bytes], policy: tuple[str, bytes]) -> pd.DataFrame:
    """Return both countries' events: columns country, month, date, label, sorted.

    ``ratio`` and ``policy`` are (path below data/raw, bytes) of the two announcement tables.
    """
    both = pd.concat([china_events(*ratio), us_events(*policy)], ignore_index=True)
    both.insert(1, "month", both["date"].str[:7])
    return both.sort_values(["country", "date"]).reset_index(drop=True)
