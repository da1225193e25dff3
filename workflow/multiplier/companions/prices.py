"""Consumer prices and money: the correlogram of the price index, its correlations with money, unit roots.

Claims CP-01 to CP-12. The study states the months 1999 to 2010; money begins in these data later than that. Its
correlogram identifies the sample that it used (:mod:`multiplier.companions.correlogram_search`), and on that
sample all series exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from multiplier import DataError
from multiplier.companions.correlogram_search import identified, label, observations, search
from multiplier.companions.terms import AVAILABLE, FIRST_DIFFERENCE, IDENTIFIED, INDEX, MONEY, STATED
from multiplier.definitions import BASES, total
from multiplier.drivers.bootstrap import block_length, correlation_intervals
from multiplier.drivers.surrogates import surrogate_pvalue
from multiplier.formula.correlogram import correlogram
from multiplier.months import window
from multiplier.multiple_testing import holm
from multiplier.unit_roots.table import battery

# What the study's first difference of money may have been taken of.
FORMS: dict[str, Callable[[pd.Series], pd.Series]] = {
    FIRST_DIFFERENCE: lambda x: x,
    "first difference of logarithms": np.log,
    "first difference of 12-month growth": lambda x: 100 * (x / x.shift(12) - 1),
}
RELATIVE = "relative change"


def money(clean: pd.DataFrame, base: str) -> pd.DataFrame:
    """Return the money of :data:`MONEY`, 100 million yuan, of a cleaned monthly table of China."""
    columns = {name: clean[name] for name in MONEY if name != "base"}
    return pd.DataFrame({"base": total(clean, BASES["china"][base], base), **columns})[list(MONEY)]


def months_of(first: str, last: str, omitted: object = "") -> pd.PeriodIndex:
    """Return the months of a sample, without the one that is left out."""
    months = pd.period_range(first, last, freq="M", name="month")
    return months[months.astype(str) != str(omitted)]


def samples(prices: pd.DataFrame, matched: pd.DataFrame, first: str, last: str) -> dict[str, pd.PeriodIndex]:
    """Return the samples on which prices and money are correlated: name -> months.

    ``available`` are the stated months that all series have, ``identified`` those that the study's correlogram
    gives away, left out if there is not exactly one such sample.
    """
    there = prices.dropna().loc[first:last].index
    if not len(there):
        raise DataError(
            f"prices and money {first}..{last}: no month has prices, base money and money supply; choose other months "
            "for prices.sample in config.yaml."
        )
    found = {AVAILABLE: pd.PeriodIndex(there, name="month")}
    if len(matched) == 1:
        row = matched.iloc[0]
        found[IDENTIFIED] = months_of(row["first"], row["last"], row["omitted"])
    return found


def differences(levels: pd.DataFrame, months: pd.PeriodIndex) -> pd.DataFrame:
    """Return differences from each month of a sample to the next that it has, across months left out."""
    return levels.reindex(months).diff().iloc[1:]


def correlations(
    index: pd.Series,
    levels: pd.DataFrame,
    chosen: Mapping[str, pd.PeriodIndex],
    festival_months: Sequence[int],
    draws: int,
    confidence: float,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return correlations of the first differences of the price index and of money.

    Parameters
    ----------
    index
        Consumer prices, same month of last year = 100.
    levels
        Columns :data:`MONEY`.
    chosen
        Of :func:`samples`.
    festival_months
        Calendar months whose changes the New Year moves, 1 to 12.
    draws, confidence, rng
        Of the stationary bootstrap behind the intervals.

    Returns
    -------
    DataFrame
        Columns variable, begins (its first month in the data), sample, first, last, omitted, nobs (differences),
        correlation, block_length, boot_lower, boot_upper, pvalue (surrogates in the limit of infinitely many),
        outside and outside_nobs (correlation without the changes of the festival months, and how many are left),
        with_m0 (correlation of the money's first differences with those of M0), pvalue_holm (over the money of a
        sample).

    Raises
    ------
    DataError
        If a series has no value inside a sample.
    """
    tables = []
    for sample, months in chosen.items():
        both = levels.join(index)
        part = both.reindex(months)
        if part.isna().any(axis=None):
            column = part.isna().any().idxmax()
            raise DataError(
                f"prices and money, {sample} sample {months[0]}..{months[-1]}: {column} has no value in "
                f"{part[column].isna().idxmax()}; choose a vintage that has it in config.yaml."
            )
        changes = differences(both, months)
        y = changes[INDEX].to_numpy()
        outside = changes[~changes.index.month.isin(festival_months)]
        omitted = months_of(str(months[0]), str(months[-1])).difference(months)
        rows = []
        for variable in MONEY:
            x = changes[variable].to_numpy()
            length = block_length(x, y)
            interval = correlation_intervals(x, y, length, draws, confidence, rng)
            rows.append(
                {
                    "variable": variable,
                    "begins": str(levels[variable].first_valid_index()),
                    "sample": sample,
                    "first": str(months[0]),
                    "last": str(months[-1]),
                    "omitted": " ".join(map(str, omitted)),
                    "nobs": len(y),
                    "correlation": float(np.corrcoef(x, y)[0, 1]),
                    "block_length": length,
                    "boot_lower": interval["boot_lower"],
                    "boot_upper": interval["boot_upper"],
                    "pvalue": surrogate_pvalue(x, y),
                    "outside": float(outside[variable].corr(outside[INDEX])),
                    "outside_nobs": len(outside),
                    "with_m0": float(np.corrcoef(x, changes["m0"])[0, 1]),
                }
            )
        table = pd.DataFrame(rows)
        tables.append(table.assign(pvalue_holm=holm(table["pvalue"])))
    return pd.concat(tables, ignore_index=True)


def correlation_search(
    index: pd.Series,
    series: Mapping[tuple[str, str, str], pd.Series],
    chosen: Mapping[str, pd.PeriodIndex],
    offset: int,
) -> pd.DataFrame:
    """Return correlations with prices for every admissible reading of money, on every sample.

    Parameters
    ----------
    index
        Consumer prices.
    series
        (variable, definition, vintage) -> money, 100 million yuan.
    chosen
        Of :func:`samples`.
    offset
        Money of so many months before or after is tried as well.

    Returns
    -------
    DataFrame
        Columns variable, definition (series, form, months by which money comes first), vintage, sample, month (last
        one of the sample), shift (months by which money is moved) and value. Readings without a value in some
        month of a sample are left out.
    """
    blocks = []
    for sample, months in chosen.items():
        y = differences(index.to_frame(), months)[INDEX]
        columns: dict[tuple[str, str, str, int], pd.Series] = {}
        for (variable, definition, vintage), values in series.items():
            for shift in range(-offset, offset + 1):
                moved = values.shift(shift)
                readings = {
                    form: differences(level(moved).to_frame(), months).iloc[:, 0] for form, level in FORMS.items()
                }
                readings[RELATIVE] = moved.reindex(months).pct_change(fill_method=None).iloc[1:]
                for form, change in readings.items():
                    columns[variable, f"{definition}, {form}", vintage, shift] = change
        table = pd.DataFrame(columns)
        complete = table.loc[:, table.notna().all()]
        values = np.corrcoef(complete.to_numpy().T, y.to_numpy())[-1, :-1]
        names = complete.columns.to_frame(index=False)
        names.columns = pd.Index(["variable", "definition", "vintage", "shift"])
        moves = [
            f", money {abs(k)} month{'' if abs(k) == 1 else 's'} {'before' if k > 0 else 'after'}" if k else ""
            for k in names["shift"]
        ]
        blocks.append(
            names.assign(
                definition=names["definition"] + moves,
                sample=sample,
                month=str(months[-1]),
                shift=names["shift"].abs(),
                value=values,
            )
        )
    return pd.concat(blocks, ignore_index=True)


def money_series(
    clean: pd.DataFrame, vintages: Mapping[str, pd.DataFrame], authority: str
) -> dict[tuple[str, str, str], pd.Series]:
    """Return every admissible series of money: (variable, definition, vintage) -> values.

    Parameters
    ----------
    clean
        The vintage's monthly table, for the central bank's balance sheet.
    vintages
        Vintage -> cleaned money supply table.
    authority
        Vintage of the balance sheet.
    """
    found = {("base", name, authority): total(clean, parts, name) for name, parts in BASES["china"].items()}
    found["currency_issue", "currency issue", authority] = clean["currency_issue"]
    for vintage, table in vintages.items():
        found |= {(name, name.upper(), vintage): table[name] for name in ("m0", "m1", "m2")}
    return found


def yearly_changes(levels: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Return money at the ends of the years and its growth over the year, percent (CP-12).

    Returns
    -------
    DataFrame
        Columns variable, month (December), level (100 million yuan) and growth_percent, from the first December that
        has one a year before it in the data.
    """
    decembers = levels.loc[:last][levels.loc[:last].index.month == 12]
    growth = 100 * (decembers / decembers.shift(1) - 1)
    long = [
        pd.DataFrame({"variable": name, "level": decembers[name], "growth_percent": growth[name]})
        for name in ("m0", "m1", "m2")
    ]
    table = pd.concat(long).rename_axis("month").reset_index().dropna()
    return table[table["month"] >= pd.Period(first, freq="M")][["variable", "month", "level", "growth_percent"]]


def study(
    cycle: pd.DataFrame,
    clean: pd.DataFrame,
    vintages: Mapping[str, pd.DataFrame],
    authority: str,
    printed: Mapping[str, str],
    base: str,
    sample: Mapping[str, str],
    lags: int,
    festival_months: Sequence[int],
    offset: int,
    draws: int,
    confidence: float,
    tests: Mapping[str, Any],
    rng: np.random.Generator,
) -> dict[str, pd.DataFrame]:
    """Return all tables of the study of consumer prices.

    Parameters
    ----------
    cycle, clean
        Prices (:func:`multiplier.data.business_cycle.business_cycle`) and China's monthly table.
    vintages, authority
        Money supply by vintage, and the vintage of the central bank's balance sheet.
    printed
        ``ac`` and ``q``: autocorrelations and Q as the study prints them.
    base
        Definition of base money.
    sample
        ``first`` and ``last`` of the stated months.
    lags
        Of the correlogram.
    festival_months
        See :func:`correlations`.
    offset, draws, confidence, rng
        Of the search, and of the bootstrap.
    tests
        Settings of :func:`multiplier.unit_roots.table.battery`.

    Returns
    -------
    dict
        Frames price_search, price_correlogram (stated sample, and identified one if there is), price_correlations,
        price_correlation_search, price_unit_roots and price_years.
    """
    first, last = sample["first"], sample["last"]
    index = window(cycle[[INDEX]], first, last, "consumer prices")[INDEX]
    counts = observations(printed["ac"], printed["q"], len(index) - 1)
    found = search(index, counts, lags)
    matched = identified(found, printed["ac"])
    levels = money(clean, base)
    chosen = samples(levels.join(cycle[INDEX]), matched, first, last)
    correlograms = {STATED: index} | ({IDENTIFIED: index[chosen[IDENTIFIED]]} if IDENTIFIED in chosen else {})
    table = pd.concat(
        {
            name: correlogram(part.diff().iloc[1:], lags).assign(
                months=label(part.index[0], part.index[-1], matched["omitted"].iloc[0] if name == IDENTIFIED else ""),
                nobs=len(part) - 1,
            )
            for name, part in correlograms.items()
        },
        names=["sample"],
    )
    available = levels.loc[chosen[AVAILABLE][0] : chosen[AVAILABLE][-1]]
    roots = [
        battery({INDEX: index}, ("level", "diff"), "consumer prices", **tests),
        battery(dict(available.items()), ("level", "diff"), "money of China", **tests),
    ]
    return {
        "price_search": found,
        "price_correlogram": table.reset_index(level="sample").reset_index(drop=True),
        "price_correlations": correlations(cycle[INDEX], levels, chosen, festival_months, draws, confidence, rng),
        "price_correlation_search": correlation_search(
            cycle[INDEX], money_series(clean, vintages, authority), chosen, offset
        ),
        "price_unit_roots": pd.concat(roots, ignore_index=True),
        "price_years": yearly_changes(levels, first, last),
    }
