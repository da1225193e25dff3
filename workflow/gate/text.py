"""Characters that no reader sees, in figures' texts and configuration: what is printed must be what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gate import GateError

# Controls but tab and line ends, marks that turn the direction of writing, separators of lines and paragraphs, half
# characters, and the private use areas, of which the paper's text uses three characters for its own marks.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff"
    "\U000f0000-\U0010ffff]"
)


def _refuse(place: str, character: str) -> None:
    raise GateError(f"{place}: found the character U+{ord(character):04X}, which is not printed; delete it.")


def check_file(path: Path) -> None:
    """Raise :class:`GateError` for the first unseen character of a text file; one that is not UTF-8 is passed over."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return  # reading the file names the encoding
    found = UNSEEN.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        _refuse(f"{path}: line {line}", found[0])


def check_texts(raw: Path, others: Iterable[Path]) -> None:
    """Check every CSV file below ``raw``, its manifest included, and the project's ``others``."""
    for path in [*sorted(raw.rglob("*.csv")), *others]:
        check_file(path)


def check_settings(settings: Any, place: str = "") -> None:
    """Raise :class:`GateError` for the first unseen character in keys and texts of the configuration."""
    if isinstance(settings, dict):
        for key, value in settings.items():
            check_settings(str(key), f"{place}, a key")
            check_settings(value, f"{place}.{key}" if place else str(key))
    elif isinstance(settings, list):
        for value in settings:
            check_settings(value, place)
    elif isinstance(settings, str) and (found := UNSEEN.search(settings)):
        _refuse(f"config.yaml: {place.removeprefix(', ')}", found[0])
