"""Policy dates for the figures, read from the announcement tables."""

from __future__ import annotations

import pandas as pd

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
PROGRAMME_LABELS = {"IOR": "interest on reserves", "TAPER": "tapering"}


def us_events(name: str, data: bytes) -> pd.DataFrame:
    """Return the first announcement of each programme: columns country, date, label."""
    rows = read_rows(data, POLICY_COLUMNS, name).sort_values("date")
    first = rows.drop_duplicates("programme")
    return pd.DataFrame(
        {
            "country": "us",
            "date": first["date"].to_numpy(),
            "label": first["programme"].map(lambda programme: PROGRAMME_LABELS.get(programme, programme)).to_numpy(),
        }
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
