"""Policy dates for the figures, read from the announcement tables."""

from __future__ import annotations

import pandas as pd

from multiplier.reading import read_rows

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
RATIO_COLUMNS = ["effective_date", "large_institutions", "small_institutions", "note"]
PROGRAMME_LABELS = {"IOR": "interest on reserves", "TAPER": "tapering"}


def us_events(data: bytes, name: str) -> pd.DataFrame:
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


def china_events(data: bytes, name: str) -> pd.DataFrame:
    """Return the dates at which the required ratio of large institutions turns: columns country, date, label."""
    rows = read_rows(data, RATIO_COLUMNS, name).sort_values("effective_date")
    step = pd.to_numeric(rows["large_institutions"]).diff()
    moves = rows.assign(up=step > 0)[step.fillna(0) != 0]
    turns = moves[moves["up"] != moves["up"].shift()]
    return pd.DataFrame(
        {
            "country": "china",
            "date": turns["effective_date"].to_numpy(),
            "label": turns["up"].map({True: "reserve ratio raised", False: "reserve ratio cut"}).to_numpy(),
        }
    )


def events(ratio: bytes, ratio_name: str, policy: bytes, policy_name: str) -> pd.DataFrame:
    """Return both countries' events: columns country, month, date, label, sorted."""
    both = pd.concat([china_events(ratio, ratio_name), us_events(policy, policy_name)], ignore_index=True)
    both.insert(1, "month", both["date"].str[:7])
    return both.sort_values(["country", "date"]).reset_index(drop=True)
