"""Markdown in which text from data and configuration stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$~!&])")


def text(value: object) -> str:
    """Return ``value`` so that it is shown as it is written: no markup, no tag, one line."""
    return SPECIAL.sub(r"\\\1", " ".join(str(value).split()))


def code(value: object) -> str:
    """Return ``value`` as code within a line, whatever backticks it holds."""
    line = " ".join(str(value).split())
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    # A bar ends the cell of a table even within code.
    return f"{fence}{space}{line}{space}{fence}".replace("|", "\\|")


def block(value: str) -> str:
    """Return ``value`` as a quotation, line by line."""
    return "\n".join(f"> {text(line)}" if line.strip() else ">" for line in value.strip().splitlines())


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; the cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
