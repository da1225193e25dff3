"""From the bytes of a raw file to a monthly data frame, or one sentence on why not."""

from __future__ import annotations

import codecs
import difflib
import io
from collections.abc import Sequence

import pandas as pd

from multiplier import DataError
from multiplier.months import monthly

GBK_FAMILY = "gb18030"


def decode(data: bytes, name: str) -> str:
    """Return ``data`` as text; UTF-8 without byte-order mark is the only encoding accepted.

    Raises
    ------
    DataError
        Naming the encoding that was found: a byte-order mark, GBK, or neither.
    """
    if data.startswith(codecs.BOM_UTF8):
        raise DataError(
            f"{name}: starts with a UTF-8 byte-order mark, expected UTF-8 without one; save it again without the mark."
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DataError(f"{name}: is encoded as UTF-16, expected UTF-8; convert the file to UTF-8.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        try:
            data.decode(GBK_FAMILY)
        except UnicodeDecodeError:
            found = "is in no known encoding"
        else:
            found = "is encoded as GBK"
        raise DataError(f"{name}: {found} (byte {error.start}), expected UTF-8; convert the file to UTF-8.") from None


def _check_header(found: Sequence[str], expected: Sequence[str], name: str) -> None:
    unknown = [column for column in found if column not in expected]
    missing = [column for column in expected if column not in found]
    if not unknown and not missing:
        return
    pairs = []
    for column in unknown:
        close = difflib.get_close_matches(column, missing, n=1, cutoff=0.4)
        pairs.append(f"'{column}'" + (f" (nearest missing: '{close[0]}')" if close else ""))
    parts = []
    if pairs:
        parts.append(f"unknown columns {', '.join(pairs)}")
    if missing:
        parts.append(f"missing columns {', '.join(repr(column) for column in missing)}")
    raise DataError(f"{name}: {'; '.join(parts)}; rename them to what workflow/multiplier/data/schemas.py lists.")


def _numbers(text: pd.DataFrame, name: str) -> pd.DataFrame:
    numbers = text.apply(pd.to_numeric, errors="coerce")
    wrong = numbers.isna() & (text != "")
    if wrong.to_numpy().any():
        column = wrong.any().idxmax()
        month = wrong[column].idxmax()
        raise DataError(
            f"{name}: {text.index.name} {month}, column {column}: found '{text.loc[wrong[column], column].iloc[0]}', "
            "expected a number or an empty cell; correct the cell."
        )
    return numbers.astype(float)


def read_rows(data: bytes, columns: Sequence[str], name: str) -> pd.DataFrame:
    """Parse any raw table as text, one column of strings for each of ``columns``; empty cells are ''.

    Raises
    ------
    DataError
        For a wrong encoding or header, or a line with too many cells.
    """
    try:
        text = pd.read_csv(io.StringIO(decode(data, name)), dtype=str, keep_default_na=False)
    except pd.errors.ParserError as error:
        what = str(error).rpartition("C error: ")[2].strip()
        raise DataError(f"{name}: {what}; correct the line.") from None
    _check_header(list(text.columns), list(columns), name)
    return text[list(columns)]


def read_monthly(data: bytes, columns: Sequence[str], name: str) -> pd.DataFrame:
    """Parse a raw monthly table: a ``month`` column and numbers.

    Parameters
    ----------
    data
        The file's bytes.
    columns
        Expected columns without ``month``; others, or their absence, are an error.
    name
        File name for messages.

    Returns
    -------
    DataFrame of floats, shape (months, columns), in the file's order of rows; empty cells are NaN.

    Raises
    ------
    DataError
        For a wrong encoding, header, month or cell.
    """
    return _numbers(monthly(read_rows(data, ["month", *columns], name), name), name)


def read_dated(data: bytes, columns: Sequence[str], name: str) -> pd.DataFrame:
    """Parse a raw table of days: a ``date`` column (YYYY-MM-DD) and numbers, indexed by the dates as text.

    Parameters and errors as in :func:`read_monthly`.
    """
    text = read_rows(data, ["date", *columns], name)
    wrong = text["date"][pd.to_datetime(text["date"], format="%Y-%m-%d", errors="coerce").isna()]
    if len(wrong):
        raise DataError(
            f"{name}: line {int(wrong.index[0]) + 2}, column date: found '{wrong.iloc[0]}', expected YYYY-MM-DD; "
            "correct the line."
        )
    return _numbers(text.set_index("date"), name)


def read_quarterly(data: bytes, columns: Sequence[str], name: str) -> pd.DataFrame:
    """Parse a raw quarterly table: a ``quarter`` column (YYYYQn) and numbers, indexed by quarters.

    Parameters and errors as in :func:`read_monthly`.
    """
    text = read_rows(data, ["quarter", *columns], name)
    wrong = text["quarter"][~text["quarter"].str.fullmatch(r"\d{4}Q[1-4]")]
    if len(wrong):
        raise DataError(
            f"{name}: line {int(wrong.index[0]) + 2}, column quarter: found '{wrong.iloc[0]}', expected YYYYQn; "
            "correct the line."
        )
    quarters = pd.PeriodIndex(text["quarter"], freq="Q", name="quarter")
    return _numbers(text.drop(columns="quarter").set_index(quarters), name)
