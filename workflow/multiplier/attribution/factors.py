"""The factors of the published multiplier: cash, required and excess reserves, and what the ratios leave out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.identities import multiplier_from_two_ratios
from multiplier.months import window

FACTORS = ("cash", "required", "excess", "other_deposits", "other_base")
# Readings of the required ratio by country: the column it comes from, and how it is read. Where two
# bounds are given, each is a decomposition of its own.
# ASSUME: China's banks are taken to be all large, then all small, since the weights of their deposits are
# not published; the required ratio of the deposits counted here is taken to lie between the two.
BOUNDS = {
    "china": {"large": "statutory_ratio_large", "small": "statutory_ratio_small"},
    "us": {"reported": "required_reserves"},
}
RATIOS = ("cash_deposit_ratio", "reserve_ratio", "multiplier", "base", "m2")
GAPS = ("log_gap_deposits", "log_gap_base")


def needed(country: str) -> list[str]:
    """Return the columns of the ratios' table that the factors of ``country`` are made of."""
    return [*RATIOS, *GAPS, "deposits", *BOUNDS[country].values()]


def admissible(table: pd.DataFrame, country: str, first: str, last: str, name: str) -> pd.DataFrame:
    """Return the months ``first``..``last`` of what the factors need, without gaps and positive.

    Raises
    ------
    DataError
        If the window leaves the data, a value is missing, or one is zero or negative.
    """
    part = window(table[needed(country)], first, last, name)
    wrong = part.drop(columns=list(GAPS)) <= 0
    if wrong.to_numpy().any():
        column = wrong.any().idxmax()
        month = wrong[column].idxmax()
        raise DataError(
            f"{name}: {month}, {column}: found {part.at[month, column]:g}, expected more than 0; "
            "correct the figure or choose another definition in config.yaml."
        )
    return part


def factors(table: pd.DataFrame, country: str, bound: str) -> pd.DataFrame:
    """Return the factors of the multiplier under one reading of the required ratio.

    Parameters
    ----------
    table
        Months of the ratios' table, as :func:`admissible` returns them.
    country
        ``china`` or ``us``.
    bound
        A key of :data:`BOUNDS`: in China ``large`` or ``small``, as if all banks were; in the United States
        ``reported``.

    Returns
    -------
    DataFrame
        cash k, required and excess (fractions of the deposits counted), other_deposits and other_base
        (logarithms of what M2 and base money hold beyond the ratios). excess is what the actual reserve
        ratio exceeds the required one by; it may be negative.
    """
    column = table[BOUNDS[country][bound]]
    required = column / 100 if country == "china" else column / table["deposits"]
    return pd.DataFrame(
        {
            "cash": table["cash_deposit_ratio"],
            "required": required,
            "excess": table["reserve_ratio"] - required,
            "other_deposits": table["log_gap_deposits"],
            "other_base": table["log_gap_base"],
        }
    )


def multiplier(at: Mapping[str, Any]) -> Any:
    """Return m = (1+k) / (k+required+excess) * exp(other_deposits + other_base): the published M2/B."""
    ratios = multiplier_from_two_ratios(at["cash"], at["required"] + at["excess"])
    return ratios * np.exp(at["other_deposits"] + at["other_base"])


def check_mixtures(start: Mapping[str, Any], end: Mapping[str, Any], name: str) -> None:
    """Raise :class:`DataError` if some mixture of factors of ``start`` and ``end`` leaves no base money per deposit."""
    lowest = np.min(sum(np.minimum(start[part], end[part]) for part in ("cash", "required", "excess")))
    if lowest <= 0:
        raise DataError(
            f"{name}: cash and reserves per deposit come to {lowest:.4g} when factors of both months are mixed, "
            "expected more than 0; choose another window or definition of reserves in config.yaml."
        )
