"""What "base", "reserves" and "deposits" may mean, as sums of published columns."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multiplier import DataError

Sum = Mapping[str, int]

# What turns amounts of the tables into trillions, and what the trillions are of.
TRILLION = {"china": (1e4, "trillion yuan"), "us": (1e3, "trillion dollars")}
CASH = {"china": "m0", "us": "currency"}

BASES: dict[str, dict[str, Sum]] = {
    "china": {
        "reserve_money": {"reserve_money": 1},
        "reserve_money_without_nonfinancial": {"reserve_money": 1, "deposits_of_nonfinancial_sector": -1},
    },
    "us": {base: {base: 1} for base in ("AMBSL", "AMBNS", "BOGMBASE", "BOGAMBSL", "BOGUMBNS")},
}

RESERVES: dict[str, dict[str, Sum]] = {
    "china": {
        "deposits_with_central_bank": {"deposits_with_central_bank": 1},
        "deposits_and_vault_cash": {"deposits_with_central_bank": 1, "vault_cash": 1},
        "base_minus_m0": {"reserve_money": 1, "m0": -1},
        "deposits_of_financial_corporations": {"deposits_of_financial_corporations": 1},
        "deposits_of_other_depository_corporations": {"deposits_of_other_depository_corporations": 1},
    },
    "us": {
        "TOTRESNS": {"TOTRESNS": 1},
        "required_and_excess": {"required_reserves": 1, "excess_reserves": 1},
        "base_minus_currency": {"AMBSL": 1, "currency": -1},
    },
}


def _deposits(cash: str) -> dict[str, Sum]:
    three = {"demand_deposits": 1, "time_deposits": 1, "savings_deposits": 1}
    return {
        "demand_time_savings": three,
        "with_other_deposits": {**three, "other_deposits": 1},
        "m2_minus_currency": {"m2": 1, cash: -1},
    }


DEPOSITS: dict[str, dict[str, Sum]] = {country: _deposits(cash) for country, cash in CASH.items()}


def total(frame: pd.DataFrame, parts: Sum, name: str) -> pd.Series:
    """Return the signed sum of columns of ``frame``.

    Raises
    ------
    DataError
        If a column has no figure at all in this vintage; ``name`` says what was to be computed.
    """
    for column in parts:
        if column not in frame or frame[column].isna().all():
            raise DataError(
                f"{name}: column {column} has no figures in this vintage; choose another definition in config.yaml."
            )
    return sum((sign * frame[column] for column, sign in parts.items()), start=pd.Series(0.0, index=frame.index))
