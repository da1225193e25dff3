"""Reserves, interest on them, and when the American multiplier fell."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.data.united_states import MILLIONS_IN_A_BILLION


def reserves(money_stock: pd.DataFrame, yields: pd.DataFrame) -> pd.DataFrame:
    """Return reserves, base money and the multiplier by month.

    Parameters
    ----------
    money_stock
        Cleaned table; BOGMBASE, MBCURRCIR and BOGMBBM in millions, the rest in billions.
    yields
        Daily; DFF is averaged over the trading days of the month.

    Returns
    -------
    DataFrame
        By month, billion dollars: reserve_balances, required, excess (published to 2013-05), excess_least and
        excess_most, base, m1, m2; multiplier (M2 over the Board's base), multiplier_m1, federal_funds_rate
        (percent).

    Notes
    -----
    Vault cash counts towards what is required, balances pay for the rest: excess reserves are at most the
    balances, and at least the balances less all that is required.
    """
    base = money_stock["BOGMBASE"] / MILLIONS_IN_A_BILLION
    balances = money_stock["BOGMBBM"] / MILLIONS_IN_A_BILLION
    months = pd.PeriodIndex(yields.index.str[:7], freq="M")
    return pd.DataFrame(
        {
            "reserve_balances": balances,
            "required": money_stock["REQRESNS"],
            "excess": money_stock["EXCRESNS"],
            "excess_least": balances - money_stock["REQRESNS"],
            "excess_most": balances,
            "base": base,
            "m1": money_stock["M1SL"],
            "m2": money_stock["M2SL"],
            "multiplier": money_stock["M2SL"] / base,
            "multiplier_m1": money_stock["M1SL"] / base,
            "federal_funds_rate": yields["DFF"].groupby(months).mean(),
        }
    ).rename_axis("month")


def turning_dates(announcements: pd.DataFrame, first_bought: str) -> dict[str, str]:
    """Return the dates that the fall of the multiplier is held against: mark -> date.

    Parameters
    ----------
    announcements
        As :func:`multiplier.data.events.announcements` gives them.
    first_bought
        The first week in which mortgage-backed securities stand in the balance sheet.
    """
    first = announcements.drop_duplicates("programme").set_index("programme")["date"]
    enlarged = announcements.loc[announcements["programme"] == "QE1", "date"].iloc[-1]
    return {
        "interest on reserves begins": str(first["IOR"]),
        "first purchases announced": str(first["QE1"]),
        "first securities bought": first_bought,
        "purchases enlarged": str(enlarged),
    }


def share_by_date(
    monthly: pd.DataFrame, biweekly_base: pd.Series, marks: Mapping[str, str], first: str, last: str
) -> pd.DataFrame:
    """Return how much of the rise of base money, and of the fall of the multiplier, had come by each date.

    Parameters
    ----------
    monthly
        Ratios of the United States by month: base and multiplier, averages of the month.
    biweekly_base
        St. Louis base of two weeks, indexed by their last day.
    marks
        What happened -> date. Only figures of periods that ended before the date count.
    first, last
        Months that the change is taken between; of the two weeks, the last that end in them.

    Returns
    -------
    DataFrame
        mark, date, measure (monthly multiplier, monthly base, biweekly base), until (the last period before the
        date), value, share (percent of the change in logarithms from ``first`` to ``last``); the last three are
        empty for a date before the window.

    Raises
    ------
    DataError
        If a measure has no figure in the first month.
    """
    series = {
        "monthly multiplier": monthly["multiplier"].set_axis(monthly.index.astype(str)),
        "monthly base": monthly["base"].set_axis(monthly.index.astype(str)),
        "biweekly base": biweekly_base,
    }
    rows = []
    for measure, values in series.items():
        part = values[(values.index >= first) & (values.index.str[:7] <= last)].dropna()
        begin = part[part.index.str[:7] == first]
        if begin.empty:
            raise DataError(
                f"timing of the fall: {measure} has no figure in {first}; choose another common window in config.yaml."
            )
        start = begin.iloc[-1]
        whole = np.log(part.iloc[-1] / start)
        for mark, date in marks.items():
            # A month counts before a date if it had ended by then; two weeks are known by their last day.
            known = part[part.index < (date if measure.startswith("biweekly") else date[:7])]
            value = known.iloc[-1] if len(known) else float("nan")
            rows.append(
                {
                    "mark": mark,
                    "date": date,
                    "measure": measure,
                    "until": known.index[-1] if len(known) else "",
                    "value": value,
                    "share": 100 * np.log(value / start) / whole,
                }
            )
    return pd.DataFrame(rows)
