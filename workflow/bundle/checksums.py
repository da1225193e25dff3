"""SHA256SUMS: every file of a bundle but itself, as the program sha256sum writes and reads it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from bundle import BundleError

NAME = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  (.+)")
MENTIONED = 5  # files that one sentence names


def digest(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def sums(files: Mapping[str, bytes]) -> str:
    """Return the content of SHA256SUMS for ``files``, path -> content."""
    return "".join(f"{digest(files[path])}  {path}\n" for path in sorted(files))


def _named(paths: list[str]) -> str:
    more = len(paths) - MENTIONED
    return ", ".join(paths[:MENTIONED]) + (f" and {more:,} more" if more > 0 else "")


def check(folder: Path, shown: str) -> dict[str, str]:
    """Compare every file below ``folder`` with its SHA256SUMS and return path -> sha256.

    Parameters
    ----------
    folder
        The unpacked bundle.
    shown
        How messages call the bundle.

    Raises
    ------
    BundleError
        If the list is missing or cannot be read, or a file is missing, not listed or not the listed one.
    """
    list_of_files = folder / NAME
    if not list_of_files.is_file():
        raise BundleError(f"{shown}: it has no {NAME}; give the zip that `snakemake bundle` made.")
    expected: dict[str, str] = {}
    for number, line in enumerate(list_of_files.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        parts = LINE.fullmatch(line)
        if parts is None or parts[2] in expected:
            raise BundleError(f"{shown}: {NAME}, line {number}: not 'sha256  path', or a path listed twice.")
        expected[parts[2]] = parts[1]
    present = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()} - {NAME}
    if missing := sorted(expected.keys() - present):
        raise BundleError(f"{shown}: listed in {NAME} but missing: {_named(missing)}; get the bundle again.")
    if extra := sorted(present - expected.keys()):
        raise BundleError(f"{shown}: not listed in {NAME}: {_named(extra)}; get the bundle again.")
    altered = [path for path in sorted(expected) if digest((folder / path).read_bytes()) != expected[path]]
    if altered:
        raise BundleError(
            f"{shown}: not the file that {NAME} lists (its sha256 is another): {_named(altered)}; get the bundle again."
        )
    return expected
