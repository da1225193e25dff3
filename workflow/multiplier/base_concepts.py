"""The multiplier of the United States over each concept of base money, and how far vintages differ."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multiplier import DataError
from multiplier.search.chance import distinct

BIWEEKLY = "M2SL over BASE of two weeks"


def by_base(candidates: pd.DataFrame, months: Mapping[str, tuple[float, int] | None]) -> pd.DataFrame:
    """Return the lowest and highest multiplier of each definition in chosen months over all vintages.

    Parameters
    ----------
    candidates
        Columns country, quantity, definition, vintage, month, value (:mod:`multiplier.search.quantities`).
    months
        Month (YYYY-MM) -> printed number and its decimals, or None where nothing is printed.

    Returns
    -------
    DataFrame
        One row per definition and month: definition, month, vintages (files), values (different ones, to
        six digits), low, high, printed, matches (values equal at the printed precision; missing where
        nothing is printed). The two-week bases that end in the month count as one definition.

    Raises
    ------
    DataError
        If no candidate has one of the months.
    """
    table = candidates[(candidates["country"] == "us") & (candidates["quantity"] == "multiplier")]
    biweekly = table["definition"].str.contains("two weeks")
    table = table.assign(definition=table["definition"].mask(biweekly, BIWEEKLY), month=table["month"].astype(str))
    rows = []
    for month, printed in months.items():
        part = table[table["month"] == month]
        if part.empty:
            raise DataError(
                f"multiplier by base: no candidate for {month}; the search runs from {table['month'].min()} to "
                f"{table['month'].max()}: widen claims.window in config.yaml."
            )
        for definition, found in part.groupby("definition", sort=True):
            values = distinct(found)["value"]
            row = {
                "definition": definition,
                "month": month,
                "vintages": found["vintage"].nunique(),
                "values": len(values),
                "low": values.min(),
                "high": values.max(),
            }
            if printed is not None:
                number, decimals = printed
                equal = (values - number).abs() <= 0.5 * 10.0**-decimals * (1 + 1e-9)
                row |= {"printed": number, "matches": int(equal.sum())}
            rows.append(row)
    return pd.DataFrame(
        rows, columns=["definition", "month", "vintages", "values", "low", "high", "printed", "matches"]
    )
