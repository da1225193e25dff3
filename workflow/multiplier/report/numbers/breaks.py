"""Breaks in what a series means, as data/corrections.csv lists them: a reason is given only for a month that is one."""

from __future__ import annotations

import pandas as pd

MONEY, BASE, BANKS = "china/money_supply", "china/monetary_authority", "china/depository_corporations"


def is_break(corrections: pd.DataFrame, table: str, column: str, month: str) -> bool:
    """Return whether some vintage of ``table`` has a break of ``column`` in ``month`` (as YYYY-MM)."""
    return bool(
        (
            corrections["file"].str.startswith(f"{table}/")
            & (corrections["column"] == column)
            & (corrections["action"] == "break")
            & (corrections["first"] == month)
        ).any()
    )


def month_after(month: str) -> str:
    """Return the month after ``month``."""
    return str(pd.Period(month, freq="M") + 1)
