"""The United States' monthly table: one vintage of FRED-MD and the components of the money stock."""

from __future__ import annotations

import pandas as pd

from multiplier import DataError
from multiplier.data.accounts import Identity, check_identities
from multiplier.data.cleaning import clean_table
from multiplier.data.reading import read_rows
from multiplier.data.schemas import FRED_MD, MONEY_STOCK
from multiplier.definitions import BASES

MILLIONS_IN_A_BILLION = 1000.0

IDENTITIES = {
    "Board's base = currency + reserve balances": Identity(
        "BOGMBASE", {"currency_in_circulation": 1, "reserve_balances": 1}, 0.2, "1959-01", "2020-12"
    )
}


def assemble(fred_md: pd.DataFrame, money_stock: pd.DataFrame) -> pd.DataFrame:
    """Join a FRED-MD vintage with the money stock table, everything in billion dollars.

    Money, base and total reserves come from the vintage where it carries them, so that a real-time
    vintage is used as it stood; components, and bases that the vintage lacks, come from the table.

    Parameters
    ----------
    fred_md
        One cleaned vintage: M1SL, M2SL, AMBSL, TOTRESNS in billions, BOGMBASE and NONBORRES in millions.
    money_stock
        Cleaned table; BOGMBASE, MBCURRCIR and BOGMBBM in millions, the rest in billions.

    Returns
    -------
    DataFrame
        The vintage's months; columns m1, m2, currency, demand_deposits (demand and other checkable
        deposits), savings_deposits, time_deposits (small time), other_deposits (the rest of M2), the
        bases of :mod:`multiplier.definitions`, TOTRESNS, required_reserves and excess_reserves.
    """
    stock = money_stock.reindex(fred_md.index)
    demand = stock["CURRDD"] - stock["CURRSL"] + stock["OCDSL"]
    frame = pd.DataFrame(
        {
            "m1": fred_md["M1SL"],
            "m2": fred_md["M2SL"],
            "currency": stock["CURRSL"],
            "demand_deposits": demand,
            "time_deposits": stock["STDSL"],
            "savings_deposits": stock["SAVINGSL"],
            # ASSUME: what M2 of the vintage holds beyond currency, checkable, savings and small time
            # deposits (money funds, travellers' checks, revisions of the parts) counts as other deposits.
            "other_deposits": fred_md["M2SL"]
            - stock[["CURRSL", "SAVINGSL", "STDSL"]].sum(axis=1, skipna=False)
            - demand,
            "TOTRESNS": fred_md["TOTRESNS"],
            "required_reserves": stock["REQRESNS"],
            "excess_reserves": stock["EXCRESNS"],
            "currency_in_circulation": stock["MBCURRCIR"] / MILLIONS_IN_A_BILLION,
            "reserve_balances": stock["BOGMBBM"] / MILLIONS_IN_A_BILLION,
        }
    )
    for base in BASES["us"]:
        own = fred_md[base] if base in fred_md else pd.Series(float("nan"), index=fred_md.index)
        other = stock[base]
        if base == "BOGMBASE":
            own, other = own / MILLIONS_IN_A_BILLION, other / MILLIONS_IN_A_BILLION
        frame[base] = other if own.isna().all() else own
    return frame


def biweekly_base(name: str, data: bytes) -> pd.Series:
    """Return the St. Louis adjusted base of two weeks ending Wednesday, billion dollars, by date (YYYY-MM-DD).

    Parameters
    ----------
    name, data
        The file's path below data/raw and its bytes; columns date, BASE, BASENS, MULT.

    Raises
    ------
    DataError
        For a date that is not 14 days after the one before, or a base that is no number from 100 to 10,000.
    """
    rows = read_rows(data, ["date", "BASE", "BASENS", "MULT"], name)
    dates = pd.to_datetime(rows["date"], format="%Y-%m-%d", errors="coerce")
    steps = dates.diff().iloc[1:]
    wrong = rows["date"][dates.isna()].tolist() or rows["date"].iloc[1:][steps != pd.Timedelta(days=14)].tolist()
    if wrong:
        raise DataError(f"{name}: column date: found '{wrong[0]}', expected YYYY-MM-DD every 14 days; correct the row.")
    base = pd.to_numeric(rows["BASE"], errors="coerce")
    if not base.between(1e2, 1e4).all():
        place = (~base.between(1e2, 1e4)).idxmax()
        raise DataError(
            f"{name}: {rows.at[place, 'date']}, column BASE: found '{rows.at[place, 'BASE']}', "
            "expected 100 to 10000 billion dollars; check the unit and the cell."
        )
    return base.set_axis(rows["date"])


def clean(
    fred_md: tuple[str, bytes], money_stock: tuple[str, bytes], corrections: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Clean both raw tables, join them and check their accounting identities.

    Parameters
    ----------
    fred_md, money_stock
        (Path below data/raw, bytes).
    corrections
        Rows of data/corrections.csv.

    Returns
    -------
    tuple of DataFrame
        The monthly table of :func:`assemble`, and the identities' differences by month.
    """
    vintage, stock = (
        clean_table(data, table, corrections, name)
        for (name, data), table in ((fred_md, FRED_MD), (money_stock, MONEY_STOCK))
    )
    joined = assemble(vintage, stock)
    return joined, check_identities(joined, IDENTITIES, corrections, money_stock[0])
