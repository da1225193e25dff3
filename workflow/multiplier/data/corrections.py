"""Known defects of the raw figures as data: what is changed, what is only watched, and on what ground.

A correction has the columns file, first, last, column, action, value, expected, reason, source.
Actions: ``replace`` (put ``value``), ``blank`` (the figure cannot be known), ``keep`` (a known
oddity, left as it is) and ``break`` (the series changes its meaning). ``expected`` is the guard:
the figure that the file must hold in month ``first``, so that a correction cannot outlive its defect.
"""

from __future__ import annotations

import pandas as pd

from multiplier import DataError

COLUMNS = ["file", "first", "last", "column", "action", "value", "expected", "reason", "source"]
ACTIONS = ("replace", "blank", "keep", "break")
GUARD_TOLERANCE = 0.005  # half a unit of the last printed decimal
SAME_FIGURE = 1e-5  # relative difference up to which two vintages print one figure, in whole units or with decimals


def _fault(row: pd.Series, found: str, expected: str, remedy: str) -> DataError:
    written = str(row["first"])
    unit = "quarter" if "Q" in written else "date" if written.count("-") == 2 else "month"
    return DataError(
        f"data/corrections.csv: {row['file']}, {unit} {row['first']}, column {row['column']}: "
        f"found {found}, expected {expected}; {remedy}."
    )


def check_corrections(corrections: pd.DataFrame) -> pd.DataFrame:
    """Return the corrections if every row is well formed.

    Raises
    ------
    DataError
        For an unknown column or action, an empty reason or source, a dollar sign in a reason, which the paper's text
        quotes, or a ``replace`` without value.
    """
    if list(corrections.columns) != COLUMNS:
        raise DataError(
            f"data/corrections.csv: columns are {', '.join(corrections.columns)}; expected {', '.join(COLUMNS)}."
        )
    for _, row in corrections.iterrows():
        if row["action"] not in ACTIONS:
            raise _fault(row, f"action '{row['action']}'", f"one of {', '.join(ACTIONS)}", "correct the action")
        if (row["action"] == "replace") == pd.isna(row["value"]):
            raise _fault(row, f"value '{row['value']}'", "a value for replace and none otherwise", "correct the value")
        for column in ("reason", "source"):
            if pd.isna(row[column]):
                raise _fault(row, f"no {column}", f"a {column}", "give it")
        if "$" in row["reason"]:
            raise _fault(row, "a dollar sign in the reason", "words", "the text takes it for a formula: write dollars")
    return corrections


def _place(written: str, index: pd.Index) -> pd.Period | str:
    """Return a month, a quarter or, in a table of days, a date as the table's index has it."""
    return pd.Period(written, freq=index.freq) if isinstance(index, pd.PeriodIndex) else written


def apply_corrections(frame: pd.DataFrame, corrections: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return ``frame`` with the corrections of file ``name`` made, each after its guard held.

    Parameters
    ----------
    frame
        Monthly (or dated) data frame as read from the file.
    corrections
        All corrections; rows of other files are passed over.
    name
        Path of the file below data/raw.

    Raises
    ------
    DataError
        If a guard does not hold: the file no longer has the defect, or not where the correction says.
    """
    corrected = frame.copy()
    for _, row in corrections[corrections["file"] == name].iterrows():
        month, column = _place(row["first"], frame.index), row["column"]
        if column not in frame.columns or month not in frame.index:
            raise _fault(row, "no such cell", "the cell that the correction is about", "correct the row")
        old = frame.at[month, column]
        empty = pd.isna(row["expected"])
        if pd.isna(old) != empty or (not empty and abs(old - row["expected"]) > GUARD_TOLERANCE):
            expected = "an empty cell" if empty else f"{row['expected']:.12g}"
            raise _fault(row, f"{old:.12g}", expected, "the file has changed: review the correction")
        last = month if pd.isna(row["last"]) else _place(row["last"], frame.index)
        if row["action"] == "replace":
            corrected.loc[month:last, column] = row["value"]
        elif row["action"] == "blank":
            corrected.loc[month:last, column] = float("nan")
    return corrected


def carried(corrections: pd.DataFrame, older: str, newer: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the corrections of an older vintage that hold in a newer one too, written for the newer.

    Parameters
    ----------
    corrections
        All corrections.
    older, newer
        Paths of the two files below data/raw.
    frame
        The newer one's figures, indexed by months, quarters or dates.

    Returns
    -------
    DataFrame
        Rows as in ``corrections``, ``file`` the newer one's and ``expected`` its figure; without those that it has
        already, and those whose cell it has differently or not at all.
    """
    own = corrections[corrections["file"] == newer]
    known = set(zip(own["first"], own["column"], own["action"], strict=True))
    rows = []
    for _, row in corrections[corrections["file"] == older].iterrows():
        place, column = _place(row["first"], frame.index), row["column"]
        if (row["first"], column, row["action"]) in known or column not in frame or place not in frame.index:
            continue
        found, expected = frame.at[place, column], row["expected"]
        if pd.isna(found) and pd.isna(expected):
            rows.append(row.to_dict() | {"file": newer})
        elif abs(found - expected) <= max(GUARD_TOLERANCE, SAME_FIGURE * abs(expected)):
            rows.append(row.to_dict() | {"file": newer, "expected": found})
    return pd.DataFrame(rows, columns=COLUMNS)
