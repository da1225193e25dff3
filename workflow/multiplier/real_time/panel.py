"""Every vintage of a table side by side: months down, vintages across, one multiplier a vintage and concept of base."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

import pandas as pd

from multiplier import DataError
from multiplier.data.china import clean_money_supply, splice_money_supply
from multiplier.data.cleaning import clean_table
from multiplier.data.schemas import FRED_MD, MONETARY_AUTHORITY
from multiplier.data.united_states import MILLIONS_IN_A_BILLION
from multiplier.definitions import BASES, total

BASE_COLUMNS = ("AMBSL", "BOGMBASE")  # of FRED-MD, in the order in which it carried them
KEYS = ["vintage", "base"]  # of a column of multipliers


def united_states(files: Mapping[str, bytes], corrections: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Read FRED-MD vintages, each cleaned and checked as any other raw table.

    Parameters
    ----------
    files
        Path below data/raw -> bytes.
    corrections
        Rows of data/corrections.csv.

    Returns
    -------
    dict
        M2SL, AMBSL and BOGMBASE, billion dollars: months x vintages, oldest first; a base that a vintage does not
        carry is missing throughout.

    Raises
    ------
    DataError
        For a figure that cannot be used, two bases in one vintage or none, a month without figure between others.
    """
    columns = ["M2SL", *BASE_COLUMNS]
    tables = {}
    for path, data in sorted(files.items()):
        table = clean_table(data, FRED_MD, corrections, path)[columns]
        carried = [base for base in BASE_COLUMNS if table[base].notna().any()]
        if len(carried) != 1:
            raise DataError(
                f"{path}: carries {' and '.join(carried) or 'no base'}, expected one of {' or '.join(BASE_COLUMNS)}; "
                "correct the file or leave its vintage out of archive in config.yaml."
            )
        for column in ("M2SL", *carried):
            _check_gaps(table[column], path)
        tables[PurePosixPath(path).stem] = table.assign(BOGMBASE=table["BOGMBASE"] / MILLIONS_IN_A_BILLION)
    return {column: pd.DataFrame({name: table[column] for name, table in tables.items()}) for column in columns}


def _check_gaps(series: pd.Series, path: str) -> None:
    known = series.loc[series.first_valid_index() : series.last_valid_index()]
    if known.isna().any():
        raise DataError(
            f"{path}: month {known.index[known.isna()][0]}, column {series.name}: found an empty cell between figures, "
            "expected a figure; look the month up and correct the cell."
        )


def with_concepts(panel: Mapping[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the multiplier of every vintage over the base that it carries, and over the first base throughout.

    FRED-MD gave up the St. Louis adjusted base with vintage 2020-01. In later vintages M2 is also divided by that base
    as it last stood, so that a revision of M2 can be told from the change of the base.

    Parameters
    ----------
    panel
        As from :func:`united_states`.

    Returns
    -------
    tuple of DataFrame
        Multipliers, months x (vintage, base); and one row a column of these: vintage, base, base_vintage (the vintage
        that the base is read from), carried (whether that is the vintage itself).
    """
    columns, rows = {}, []
    held = ""  # the last vintage that carries the first base
    for vintage in panel["M2SL"]:
        if panel[BASE_COLUMNS[0]][vintage].notna().any():
            held = vintage
            choices = [(BASE_COLUMNS[0], vintage)]
        else:
            choices = [(BASE_COLUMNS[0], held)] * bool(held) + [(BASE_COLUMNS[1], vintage)]
        for base, base_vintage in choices:
            columns[vintage, base] = panel["M2SL"][vintage] / panel[base][base_vintage]
            rows.append((vintage, base, base_vintage, base_vintage == vintage))
    return _wide(columns), pd.DataFrame(rows, columns=[*KEYS, "base_vintage", "carried"])


def _wide(columns: Mapping[tuple[str, str], pd.Series]) -> pd.DataFrame:
    wide = pd.DataFrame(columns)
    wide.columns = pd.MultiIndex.from_tuples(list(columns), names=KEYS)
    return wide


def china(
    money_supply: Mapping[str, bytes], authority: tuple[str, bytes], corrections: pd.DataFrame, base: str
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame, pd.DataFrame]:
    """Return M2 and base of every vintage of China's money supply, and multipliers as from :func:`with_concepts`.

    The base has one vintage, so that only revisions of M2 can be seen. Where a vintage begins too late, earlier months
    come from the newest older one that has them, as when the pipeline is run on it.

    Parameters
    ----------
    money_supply
        Path below data/raw -> bytes.
    authority
        Path and bytes of the balance sheet of the monetary authority.
    corrections
        Rows of data/corrections.csv.
    base
        A base of China, by its name in :mod:`multiplier.definitions`.
    """
    cleaned = {
        PurePosixPath(path).stem: clean_money_supply({path: data}, corrections)[["m2"]]
        for path, data in sorted(money_supply.items())
    }
    vintages = list(cleaned)
    spliced = {
        vintage: splice_money_supply([cleaned[older] for older in reversed(vintages[: place + 1])])["m2"]
        for place, vintage in enumerate(vintages)
    }
    name, data = authority
    amounts = total(clean_table(data, MONETARY_AUTHORITY, corrections, name), BASES["china"][base], f"base '{base}'")
    panel = {"m2": pd.DataFrame(spliced), base: pd.DataFrame(dict.fromkeys(vintages, amounts))}
    columns = {(vintage, base): m2 / amounts for vintage, m2 in panel["m2"].items()}
    base_vintage = PurePosixPath(name).stem
    rows = [(vintage, base, base_vintage, True) for vintage in vintages]
    return panel, _wide(columns), pd.DataFrame(rows, columns=[*KEYS, "base_vintage", "carried"])
