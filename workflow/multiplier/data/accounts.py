"""Accounting identities of the official tables, checked month by month.

An identity that fails in a month stops the build unless the corrections file knows of an oddity in
that month and in one of the identity's columns: what is odd must be written down before it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from multiplier import DataError

NO_END = "9999-12"  # of an identity within one table: newer vintages are checked to their last month
COLUMNS = ["identity", "month", "difference", "tolerance", "holds", "explained_by"]


@dataclass(frozen=True)
class Identity:
    """``total`` equals the sum of ``parts`` (column -> sign) from ``first`` to ``last`` within ``tolerance``.

    The tolerance is what rounding of the printed parts allows, in the table's own unit.
    """

    total: str
    parts: Mapping[str, int]
    tolerance: float
    first: str
    last: str

    @property
    def columns(self) -> list[str]:
        """Return every column that the identity names."""
        return [self.total, *self.parts]


def check_identity(frame: pd.DataFrame, name: str, identity: Identity) -> pd.DataFrame:
    """Return the identity's difference in every month for which all its figures are there.

    Returns
    -------
    DataFrame
        Columns identity, month, difference, tolerance, holds.
    """
    span = frame.loc[identity.first : identity.last, identity.columns].dropna()
    parts = sum(sign * span[column] for column, sign in identity.parts.items())
    difference = (span[identity.total] - parts).round(6)
    return pd.DataFrame(
        {
            "identity": name,
            "month": span.index,
            "difference": difference.to_numpy(),
            "tolerance": identity.tolerance,
            "holds": (difference.abs() <= identity.tolerance).to_numpy(),
        }
    )


def _explanation(row: pd.Series, identity: Identity, corrections: pd.DataFrame) -> str:
    last = corrections["last"].fillna(corrections["first"])
    month = str(row["month"])
    known = corrections[
        (corrections["first"] <= month) & (month <= last) & corrections["column"].isin(identity.columns)
    ]
    return "" if known.empty else str(known.iloc[0]["reason"])


def check_identities(
    frame: pd.DataFrame, identities: Mapping[str, Identity], corrections: pd.DataFrame, source: str
) -> pd.DataFrame:
    """Check all identities; a failure must be explained by a row of the corrections file.

    Parameters
    ----------
    frame
        Monthly table with every column that the identities name.
    identities
        Name -> identity.
    corrections
        Rows of data/corrections.csv.
    source
        The file or files that the table comes from, for the message.

    Returns
    -------
    DataFrame
        One row per identity and month with the columns :data:`COLUMNS`.

    Raises
    ------
    DataError
        For the first failure that no correction explains.
    """
    checks = []
    for name, identity in identities.items():
        check = check_identity(frame, name, identity)
        check["explained_by"] = [
            "" if row["holds"] else _explanation(row, identity, corrections) for _, row in check.iterrows()
        ]
        checks.append(check)
        open_rows = check[~check["holds"] & (check["explained_by"] == "")]
        if len(open_rows):
            row = open_rows.iloc[0]
            raise DataError(
                f"{source}: month {row['month']}, columns {', '.join(identity.columns)}: '{name}' fails by "
                f"{row['difference']:.12g}, expected at most {identity.tolerance:g}; look the figures up and add a row "
                "to data/corrections.csv."
            )
    return pd.concat(checks, ignore_index=True)[COLUMNS]
