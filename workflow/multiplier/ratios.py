"""The multiplier and its ratios from a cleaned monthly table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from multiplier.definitions import BASES, CASH, DEPOSITS, RESERVES, total
from multiplier.identities import multiplier_from_ratios, multiplier_from_two_ratios

GROWTH = ("base", "m2", "multiplier")
EXTRA = {
    "china": [
        "statutory_ratio_large",
        "statutory_ratio_small",
        "report_m2_multiplier",
        "report_base_money",
        "report_excess_reserve_ratio",
    ],
    "us": ["required_reserves", "excess_reserves"],
}


def with_growth(frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` with growth of base, m2 and multiplier behind it, percent, over a month and over twelve."""
    growth = {
        f"{column}_{name}": 100 * frame[column].pct_change(months, fill_method=None)
        for column in GROWTH
        for name, months in (("growth_percent", 1), ("growth_12_percent", 12))
    }
    return frame.assign(**growth)


def ratios(clean: pd.DataFrame, country: str, base: str, reserves: str, deposits: str) -> pd.DataFrame:
    """Return the multiplier M2/B, its ratios and growth rates.

    Parameters
    ----------
    clean
        Cleaned monthly table of the country.
    country
        ``china`` or ``us``.
    base, reserves, deposits
        Names of definitions (module :mod:`multiplier.definitions`).

    Returns
    -------
    DataFrame
        Per month: base, cash in circulation (m0 or currency), m1, m2, reserves, deposits (amounts);
        currency_ratio C/D, savings_ratio S/D, time_ratio T/D, reserve_ratio R/deposits,
        cash_deposit_ratio C/deposits (fractions); multiplier M2/B, multiplier_from_ratios;
        multiplier_gap, their difference, and its exact logarithmic parts log_gap_deposits (deposits
        of M2 that the definition leaves out) and log_gap_base (base other than C + R: vault cash,
        non-financial deposits); growth rates in percent, monthly and over twelve months.

    Notes
    -----
    With the deposits of Ma and Bai (2010), D+T+S, multiplier_from_ratios is their equation; with
    others it is the same ratio of money to base with that definition.
    """
    cash = clean[CASH[country]]
    demand = clean["demand_deposits"]
    b = total(clean, BASES[country][base], f"base '{base}' of {country}")
    reserve = total(clean, RESERVES[country][reserves], f"reserves '{reserves}' of {country}")
    deposit = total(clean, DEPOSITS[country][deposits], f"deposits '{deposits}' of {country}")
    c, s, t = cash / demand, clean["savings_deposits"] / demand, clean["time_deposits"] / demand
    r, k = reserve / deposit, cash / deposit
    multiplier = clean["m2"] / b
    if deposits == "demand_time_savings":
        from_ratios = multiplier_from_ratios(c, r, s, t)
    else:
        from_ratios = multiplier_from_two_ratios(k, r)
    frame = pd.DataFrame(
        {
            "base": b,
            CASH[country]: cash,
            "m1": clean["m1"],
            "m2": clean["m2"],
            "reserves": reserve,
            "deposits": deposit,
            "currency_ratio": c,
            "reserve_ratio": r,
            "savings_ratio": s,
            "time_ratio": t,
            "cash_deposit_ratio": k,
            "multiplier": multiplier,
            "multiplier_from_ratios": from_ratios,
            "multiplier_gap": multiplier - from_ratios,
            "log_gap_deposits": np.log(clean["m2"] / (cash + deposit)),
            "log_gap_base": -np.log(b / (cash + reserve)),
        }
    )
    return with_growth(frame).join(clean[EXTRA[country]])
