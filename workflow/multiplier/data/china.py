"""China's monthly table: money supply, central bank, banks and the statutory ratio side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from multiplier.data.accounts import NO_END, Identity, check_identities
from multiplier.data.cleaning import clean_table
from multiplier.data.reserve_requirements import statutory_ratio
from multiplier.data.schemas import (
    DEPOSITORY_CORPORATIONS,
    MONETARY_AUTHORITY,
    MONETARY_POLICY_REPORT,
    MONEY_SUPPLY,
    MONEY_SUPPLY_COMPONENTS,
    Table,
)

COMPONENTS = ["demand_deposits", "time_deposits", "savings_deposits", "other_deposits"]

OWNERS = {"authority": "central bank", "depository": "banks"}

BALANCE = {"total assets = total liabilities": Identity("total_assets", {"total_liabilities": 1}, 3, "2000-01", NO_END)}


def _sum(total: str, parts: str, first: str) -> Identity:
    """Return ``total`` = sum of ``parts``: figures cut to units fall short of it by up to one each."""
    columns = parts.split()
    return Identity(total, dict.fromkeys(columns, 1), len(columns), first, NO_END)


# Owner -> identities within its balance sheet, to the last month of any vintage. The central bank's listed assets
# fall short of their total by 68 to 220 from 2002 to 2005.
BALANCE_SHEETS = {
    "authority": BALANCE
    | {
        "total assets = listed assets": _sum(
            "total_assets",
            "foreign_assets claims_on_government claims_on_other_depository_corporations "
            "claims_on_other_financial_corporations claims_on_nonfinancial_sector other_assets",
            "2006-01",
        ),
        "total liabilities = listed liabilities": _sum(
            "total_liabilities",
            "reserve_money deposits_excluded_from_reserve_money bonds_issued foreign_liabilities government_deposits "
            "own_capital other_liabilities",
            "2000-01",
        ),
        "foreign assets = foreign exchange + gold + other": _sum(
            "foreign_assets", "foreign_exchange monetary_gold other_foreign_assets", "2000-01"
        ),
    },
    "depository": BALANCE
    | {
        "total assets = listed assets": _sum(
            "total_assets",
            "foreign_assets reserve_assets claims_on_government claims_on_central_bank "
            "claims_on_other_depository_corporations claims_on_other_financial_corporations "
            "claims_on_nonfinancial_sector claims_on_households other_assets",
            "2006-01",
        ),
        "total liabilities = listed liabilities": _sum(
            "total_liabilities",
            "liabilities_to_nonfinancial_and_households liabilities_to_central_bank "
            "liabilities_to_other_depository_corporations liabilities_to_other_financial_corporations "
            "foreign_liabilities bonds_issued paid_in_capital other_liabilities",
            "2006-01",
        ),
        "reserve assets = deposits with the central bank + vault cash": _sum(
            "reserve_assets", "deposits_with_central_bank vault_cash", "2006-01"
        ),
        "deposits in broad money = demand + time + savings deposits": _sum(
            "deposits_in_broad_money",
            "corporate_demand_deposits corporate_time_deposits household_savings_deposits",
            "2006-01",
        ),
    },
}

DEMAND_IDENTITY = "M1 = M0 + demand deposits"
IDENTITIES = {
    DEMAND_IDENTITY: Identity("m1", {"m0": 1, "demand_deposits": 1}, 5, "1999-12", "2016-12"),
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
        NO_END,
    ),
    "M0 = currency issue - vault cash": Identity("m0", {"currency_issue": 1, "vault_cash": -1}, 3, "2006-01", NO_END),
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


def clean(
    money_supply: Mapping[str, bytes], files: Mapping[str, tuple[str, bytes]], corrections: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Clean all raw tables of a vintage of China, join them and check their accounting identities.

    Parameters
    ----------
    money_supply
        Path below data/raw -> bytes, in order of precedence.
    files
        ``authority``, ``depository``, ``statutory`` and ``report``: (path below data/raw, bytes).
    corrections
        Rows of data/corrections.csv.

    Returns
    -------
    tuple of DataFrame
        The monthly table of :func:`assemble`, and the identities' differences by month.

    Raises
    ------
    DataError
        For a figure that cannot be used, or an identity that fails in a month for which the
        corrections know no reason.
    """

    def one(key: str, table: Table) -> pd.DataFrame:
        name, data = files[key]
        return clean_table(data, table, corrections, name)

    money = clean_money_supply(money_supply, corrections)
    authority, depository = one("authority", MONETARY_AUTHORITY), one("depository", DEPOSITORY_CORPORATIONS)
    name, announcements = files["statutory"]
    statutory = statutory_ratio(name, announcements, money.index)
    table = assemble(money, authority, depository, statutory, one("report", MONETARY_POLICY_REPORT))
    balance_sheets = {"authority": authority, "depository": depository}
    checks = [
        check_identities(
            frame,
            {f"{OWNERS[owner]}: {key}": value for key, value in BALANCE_SHEETS[owner].items()},
            corrections,
            files[owner][0],
        )
        for owner, frame in balance_sheets.items()
    ]
    source = ", ".join([*money_supply, files["authority"][0], files["depository"][0]])
    identities = {
        name: identity
        for name, identity in IDENTITIES.items()
        # Where demand deposits are M1 - M0 by construction, the identity says nothing.
        if name != DEMAND_IDENTITY or "demand_deposits" in money
    }
    checks.append(check_identities(table, identities, corrections, source))
    return table, pd.concat(checks, ignore_index=True)
