"""Tables: consumer prices and money, 1999 to 2010."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.companions.terms import AVAILABLE, IDENTIFIED, MONEY, STATED
from multiplier.report.markup import Column, Origin, PrintedTable, joined
from multiplier.report.number import NOT_AVAILABLE, minus
from multiplier.report.tables.cells import fixed, probability

VECTORS = {"ac": "CP-02", "pac": "CP-03", "q": "CP-04", "p": "CP-05"}
HEAD = {"ac": "AC", "pac": "PAC", "q": "Q", "p": "p"}
CORRELATED = dict(zip(MONEY, ("CP-06", "CP-07", "CP-08", "CP-09", "CP-10"), strict=True))
NAME = {"base": "base money", "currency_issue": "currency issue", "m0": "M0", "m1": "M1", "m2": "M2"}


def correlograms(table: pd.DataFrame, printed: pd.Series, origin: Origin) -> PrintedTable:
    """Every printed number of the correlogram beside that of the stated and of the identified sample."""
    samples = {
        name: table[table["sample"] == name].set_index("lag").reindex(range(1, 1 + table["lag"].max()))
        for name in (STATED, IDENTIFIED)
    }
    texts = {statistic: printed[identifier].split() for statistic, identifier in VECTORS.items()}
    rows = []
    for place, lag in enumerate(samples[STATED].index):
        row = [str(lag)]
        for statistic in VECTORS:
            text = texts[statistic][place] if place < len(texts[statistic]) else NOT_AVAILABLE
            decimals = len(text.partition(".")[2])
            row += [minus(text), *(fixed(part.loc[lag, statistic], decimals) for part in samples.values())]
        rows.append(row)
    columns = [Column(f"{head}{suffix}") for head in HEAD.values() for suffix in ("", " stated", " found")]
    return PrintedTable([Column("Lag"), *columns], rows, origin)


def correlations(table: pd.DataFrame, claims: pd.DataFrame, origin: Origin) -> PrintedTable:
    """Correlations of prices and money: printed, on the identified sample and on the stated months that are there."""
    rows = []
    found = table.set_index(["sample", "variable"])
    for variable, identifier in CORRELATED.items():
        cells = []
        for sample in (IDENTIFIED, AVAILABLE):
            if (sample, variable) in found.index:
                row = found.loc[(sample, variable)]
                interval = f"{fixed(row['boot_lower'], 2)} to {fixed(row['boot_upper'], 2)}"
                cells += [fixed(row["correlation"], 3), interval, probability(row["pvalue_holm"])]
            else:
                cells += [NOT_AVAILABLE] * 3
        claim = claims.loc[identifier]
        rows.append([NAME[variable], minus(claim["printed"]), *cells, claim["verdict"]])
    return PrintedTable(
        [
            Column("Money", "left"),
            Column("Printed"),
            *(Column(f"{head}{of}") for of in ("", ", available") for head in ("r", "interval", "p")),
            Column("Verdict", "left"),
        ],
        rows,
        origin,
    )


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    claims = frames["claims"].set_index("id")
    return {
        "price-correlogram": correlograms(
            frames["price_correlogram"], claims["printed"], joined(origins["price_correlogram"], origins["claims"])
        ),
        "price-correlations": correlations(
            frames["price_correlations"], claims, joined(origins["price_correlations"], origins["claims"])
        ),
    }
