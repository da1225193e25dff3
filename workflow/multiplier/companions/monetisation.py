"""Money over output: M2 at the end of a quarter over nominal GDP of the four quarters to it.

Used for statements on China's monetisation ratio (monetisation study, MZ-01 and MZ-02), with the United States
beside it as the one benchmark that the tables hold.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.companions.growth import newey_west_lags

QUARTERS = 4


def output_of_a_year(gdp: pd.Series) -> pd.Series:
    """Return the sum of the last four quarters of GDP; missing where one of them is."""
    return gdp.rolling(QUARTERS).sum()


def money_over_output(
    china_m2: pd.Series, china_gdp: pd.Series, us_m2: pd.Series, world_output: pd.DataFrame
) -> pd.DataFrame:
    """Return M2 over GDP of both countries at the ends of quarters.

    Parameters
    ----------
    china_m2, us_m2
        Monthly M2: of China at the end of the month (100 million yuan), of the United States the average of its days
        (billion dollars).
    china_gdp
        Nominal GDP of the quarter (100 million yuan), at the last months of quarters.
    world_output
        Of :func:`multiplier.data.world.world_output`: us_gdp at annual rates.

    Returns
    -------
    DataFrame
        By month (last of a quarter): china_m2, china_gdp (four quarters), china, us_m2, us_gdp (mean of four
        quarters at annual rates), us. Quarters that have China's ratio.
    """
    # ASSUME: the year of output that the stock of money is divided by is that of the last four quarters; a study
    # that divides by the calendar year has the same figure in December only.
    gdp = output_of_a_year(china_gdp.dropna())
    quarters = pd.PeriodIndex(world_output["quarter"], freq="Q").asfreq("M", how="end")
    us_gdp = output_of_a_year(pd.Series(world_output["us_gdp"].to_numpy(), index=quarters)) / QUARTERS
    table = pd.DataFrame({"china_m2": china_m2.reindex(gdp.index), "china_gdp": gdp})
    table["china"] = table["china_m2"] / table["china_gdp"]
    table["us_m2"], table["us_gdp"] = us_m2.reindex(gdp.index), us_gdp.reindex(gdp.index)
    table["us"] = table["us_m2"] / table["us_gdp"]
    return table.dropna(subset=["china"]).rename_axis("month")


def break_quarters(corrections: pd.DataFrame, files: list[str], index: pd.PeriodIndex) -> pd.PeriodIndex:
    """Return the quarters of ``index`` into which a break in the coverage of M2 falls, by the corrections."""
    rows = corrections[
        corrections["file"].isin(files) & (corrections["action"] == "break") & (corrections["column"] == "m2")
    ]
    ends = pd.PeriodIndex(rows["first"], freq="M").asfreq("Q").asfreq("M", how="end").unique()
    return ends.intersection(index[1:])


def mean_growth(growth: np.ndarray) -> tuple[float, float]:
    """Return the mean of a series and its t statistic with Newey-West errors, scaled by n / (n - 1)."""
    nobs = len(growth)
    centred, lags = growth - growth.mean(), newey_west_lags(nobs)
    long_run = float(centred @ centred)
    for lag in range(1, lags + 1):
        long_run += 2 * (1 - lag / (lags + 1)) * float(centred[lag:] @ centred[:-lag])
    return float(growth.mean()), float(growth.mean() / np.sqrt(long_run / (nobs - 1) / nobs))


def growth(table: pd.DataFrame, breaks: pd.PeriodIndex, windows: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Return the growth of China's ratio on every window, with and without the quarters of a break in coverage.

    Returns
    -------
    DataFrame
        window, first, last, quarters (changes), start, end (ratio), growth_year (log points a year), t (Newey-West),
        breaks (number), growth_year_without, t_without, up (quarters of the window above the same of the year
        before), compared (quarters that have one).

    Raises
    ------
    DataError
        If a window leaves the data.
    """
    rows = []
    for name, span in windows.items():
        months = pd.period_range(span["first"], span["last"], freq="M")
        wanted = months[months.month % 3 == 0]
        ratio = table.loc[table.index.isin(wanted), "china"]
        absent = wanted.difference(ratio.index)
        if len(absent):
            raise DataError(
                f"money over output: window {name}: quarter to {absent[0]} is not in the data, which run from "
                f"{table.index[0]} to {table.index[-1]}; choose a window inside them under monetisation.windows in "
                "config.yaml."
            )
        changes = 100 * np.log(ratio).diff().dropna()
        kept = changes[~changes.index.isin(breaks)]
        (mean, t), (mean_kept, t_kept) = (mean_growth(part.to_numpy()) for part in (changes, kept))
        year = ratio.diff(QUARTERS).dropna()
        rows.append(
            {"window": name, **span, "quarters": len(changes), "start": ratio.iloc[0], "end": ratio.iloc[-1]}
            | {"growth_year": QUARTERS * mean, "t": t, "breaks": len(changes) - len(kept)}
            | {"growth_year_without": QUARTERS * mean_kept, "t_without": t_kept}
            | {"up": int((year > 0).sum()), "compared": len(year)}
        )
    return pd.DataFrame(rows)
