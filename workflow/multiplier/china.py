"""China's monthly table: money supply, central bank, banks and the statutory ratio side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from multiplier import DataError
from multiplier.accounts import Identity, check_identities
from multiplier.cleaning import clean_table
from multiplier.reading import read_rows
from multiplier.schemas import MONEY_SUPPLY, MONEY_SUPPLY_COMPONENTS

COMPONENTS = ["demand_deposits", "time_deposits", "savings_deposits", "other_deposits"]

BALANCE_SHEET = {
    "total assets = total liabilities": Identity("total_assets", {"total_liabilities": 1}, 3, "2000-01", "2020-12")
}

IDENTITIES = {
    "M1 = M0 + demand deposits": Identity("m1", {"m0": 1, "demand_deposits": 1}, 5, "1999-12", "2016-12"),
    "M2 = M0 + demand + time + savings + other deposits": Identity(
        "m2", {"m0": 1} | dict.fromkeys(COMPONENTS, 1), 6, "1999-12", "2016-12"
    ),
    "reserve money = currency issue + deposits of financial and non-financial sector": Identity(
        "reserve_money",
        {"currency_issue": 1, "deposits_of_financial_corporations": 1, "deposits_of_nonfinancial_sector": 1},
        3,
        "2000-01",
        "2010-12",
    ),
    "reserve money = currency issue + deposits of depository corporations and non-financial institutions": Identity(
        "reserve_money",
        {"currency_issue": 1, "deposits_of_other_depository_corporations": 1, "deposits_of_nonfinancial_sector": 1},
        3,
        "2011-01",
        "2020-12",
    ),
    "M0 = currency issue - vault cash": Identity("m0", {"currency_issue": 1, "vault_cash": -1}, 3, "2006-01", "2020-12"),
}


def clean_money_supply(files: Mapping[str, bytes], corrections: pd.DataFrame) -> pd.DataFrame:
    """Clean the money supply files of a vintage, with or without components, and splice them.

    Parameters
    ----------
    files
        Path below data/raw -> bytes, in order of precedence.
    corrections
        Rows of data/corrections.csv.
    """
    tables = []
    for name, data in files.items():
        has_components = b"demand_deposits" in data.partition(b"\n")[0]
        table = MONEY_SUPPLY_COMPONENTS if has_components else MONEY_SUPPLY
        tables.append(clean_table(data, table, corrections, name))
    return splice_money_supply(tables)


def splice_money_supply(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return one money supply table; a month is taken whole from the first table that has it.

    Parameters
    ----------
    tables
        Cleaned vintages in order of precedence, with columns m0, m1, m2 and, in some, components.
    """
    spliced = tables[0]
    for table in tables[1:]:
        spliced = pd.concat([spliced, table.loc[table.index.difference(spliced.index)]])
    return spliced.sort_index()


def statutory_ratio(data: bytes, months: pd.PeriodIndex, name: str) -> pd.DataFrame:
    """Return the required reserve ratio in force at the end of each month, in percent.

    Parameters
    ----------
    data
        Bytes of the announcements' table: effective_date, large_institutions, small_institutions, note.
    months
        Months wanted.
    name
        File name for messages.

    Returns
    -------
    DataFrame
        Columns statutory_ratio_large, statutory_ratio_small; NaN before the first announcement and
        after the last one, from which nothing can be concluded.
    """
    rows = read_rows(data, ["effective_date", "large_institutions", "small_institutions", "note"], name)
    dates = pd.to_datetime(rows["effective_date"], format="%Y-%m-%d", errors="coerce")
    if dates.isna().any():
        wrong = rows.loc[dates.isna(), "effective_date"].iloc[0]
        raise DataError(f"{name}: column effective_date: found '{wrong}', expected YYYY-MM-DD; correct the row.")
    ratios = pd.DataFrame(
        {
            "statutory_ratio_large": pd.to_numeric(rows["large_institutions"]).to_numpy(float),
            "statutory_ratio_small": pd.to_numeric(rows["small_institutions"]).to_numpy(float),
        },
        index=dates.dt.to_period("M"),
    )
    in_force = ratios.groupby(level=0).last().reindex(months.union(ratios.index.unique())).ffill()
    return in_force.loc[in_force.index <= ratios.index.max()].reindex(months)


def assemble(
    money_supply: pd.DataFrame,
    authority: pd.DataFrame,
    depository: pd.DataFrame,
    statutory: pd.DataFrame,
    report: pd.DataFrame,
) -> pd.DataFrame:
    """Join the cleaned tables by month.

    Where the money supply table of the vintage has no components, they come from the banks' balance
    sheet: time and savings deposits and other deposits as listed there, demand deposits as M1 - M0.

    Parameters
    ----------
    money_supply, authority, depository
        Cleaned tables, 100 million yuan.
    statutory
        Columns statutory_ratio_large and statutory_ratio_small, percent.
    report
        Monetary policy report, quarterly.

    Returns
    -------
    DataFrame
        All months of the money supply table.
    """
    # ASSUME: where a vintage prints no components, corporate time deposits and household savings of the
    # banks' balance sheet stand for time and savings deposits of the money supply table.
    if "demand_deposits" not in money_supply:
        money_supply = money_supply.join(
            pd.DataFrame(
                {
                    "demand_deposits": money_supply["m1"] - money_supply["m0"],
                    "time_deposits": depository["corporate_time_deposits"],
                    "savings_deposits": depository["household_savings_deposits"],
                    "other_deposits": depository["of_which_deposits_in_broad_money"],
                }
            )
        )
    return (
        money_supply[["m0", "m1", "m2", *COMPONENTS]]
        .join(
            authority[
                [
                    "reserve_money",
                    "currency_issue",
                    "deposits_of_financial_corporations",
                    "deposits_of_other_depository_corporations",
                    "deposits_of_nonfinancial_sector",
                    "government_deposits",
                ]
            ]
        )
        .join(depository[["deposits_with_central_bank", "vault_cash"]])
        .join(statutory)
        .join(report.add_prefix("report_"))
    )


def identities(
    table: pd.DataFrame, authority: pd.DataFrame, depository: pd.DataFrame, corrections: pd.DataFrame
) -> pd.DataFrame:
    """Check the accounting identities of the assembled table and of both balance sheets, month by month.

    Raises
    ------
    DataError
        If one fails in a month for which the corrections file knows no reason.
    """
    parts = {"monetary_authority": authority, "depository_corporations": depository}
    checks = [
        check_identities(frame, {f"{name}: {key}": value for key, value in BALANCE_SHEET.items()}, corrections)
        for name, frame in parts.items()
    ]
    return pd.concat([*checks, check_identities(table, IDENTITIES, corrections)], ignore_index=True)
