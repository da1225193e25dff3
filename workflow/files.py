"""How scripts read and write: tidy UTF-8 CSV with months as YYYY-MM, sorted JSON, one number format."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

import pandas as pd

FLOAT_FORMAT = "%.12g"
ERRORS = "MULTIPLIER_ERRORS"  # environment variable: the file whose sentences the workflow repeats at its end


def _one_sentence(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print errors about figures as one sentence, everything else in full."""
    if "multiplier" in sys.modules and isinstance(error, sys.modules["multiplier"].DataError):
        print(f"error: {error}", file=sys.stderr)
        if os.environ.get(ERRORS):
            with Path(os.environ[ERRORS]).open("a", encoding="utf-8") as said:
                print(f"error: {error}", file=said)
    else:
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _one_sentence


def named_bytes(path: str) -> tuple[str, bytes]:
    """Read a raw file: its path below data/raw, by which corrections and messages know it, and its bytes."""
    return Path(path).as_posix().partition("data/raw/")[2], Path(path).read_bytes()


def read_table(path: str, index: str | None = None, text: bool = False) -> pd.DataFrame:
    """Read a table; ``index="month"`` makes its months a monthly index, ``text`` keeps every cell as written."""
    if text:
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    frame = pd.read_csv(path, keep_default_na=False, na_values=[""])
    if index == "month":
        frame["month"] = pd.PeriodIndex(frame["month"], freq="M")
        return frame.set_index("month")
    return frame


def write_table(frame: pd.DataFrame, path: str) -> None:
    """Write a table; a month index becomes the first column."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    named = frame.reset_index() if frame.index.name else frame
    named.to_csv(path, index=False, float_format=FLOAT_FORMAT, lineterminator="\n", encoding="utf-8")


def write_json(content: Any, path: str) -> None:
    """Write sorted JSON."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    Path(path).write_text(text + "\n", encoding="utf-8")


def read_json(path: str) -> Any:
    """Read JSON."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def write_text(text: str, path: str) -> None:
    """Write text as UTF-8 with one kind of line end."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8", newline="\n")


def write_bytes(content: bytes, path: str) -> None:
    """Write a file as it is."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(content)


def read_text(path: str) -> str:
    """Read text as UTF-8."""
    return Path(path).read_text(encoding="utf-8")
