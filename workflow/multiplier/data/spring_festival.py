"""The Chinese New Year, which moves between January and February, as a regressor of month-end figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from multiplier import DataError

# New moons by the Chinese calendar: first day of each year from 1999 on.
DATES = pd.DatetimeIndex(
    """
    1999-02-16 2000-02-05 2001-01-24 2002-02-12 2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-18 2008-02-07
    2009-01-26 2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16
    2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17
    """.split()
)
MONTHS = pd.period_range(DATES[0].to_period("Y").start_time, DATES[-1].to_period("Y").end_time, freq="M")


def nearness(months: pd.PeriodIndex, days: int) -> pd.Series:
    """Return how near the end of each month is to a New Year: one on the day, nought ``days`` before or after.

    Cash is drawn before the New Year and returns after it, so that a month-end stock depends on the distance.
    """
    ends = months.to_timestamp(how="end").normalize()
    distance = np.abs(ends.to_numpy()[:, None] - DATES.to_numpy()).min(axis=1) / np.timedelta64(1, "D")
    return pd.Series(np.clip(1 - distance / days, 0, None), index=months)


def regressor(months: pd.PeriodIndex, days: int) -> pd.Series:
    """Return :func:`nearness` less its mean over all years of each calendar month.

    What is the same every year is left to the season, and only what moves to the holiday.

    Raises
    ------
    DataError
        If a month lies outside the years whose New Years are known.
    """
    if months[0] < MONTHS[0] or months[-1] > MONTHS[-1]:
        raise DataError(
            f"Spring Festival, {months[0]}..{months[-1]}: New Years are known from {MONTHS[0]} to {MONTHS[-1]}; "
            "shorten the history in config.yaml or add their dates."
        )
    near = nearness(MONTHS, days)
    return (near - near.groupby(MONTHS.month).transform("mean"))[months]
