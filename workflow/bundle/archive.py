"""The zip itself: written with the same bytes whenever its files are the same, and unpacked without trust."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from bundle import PREFIX, BundleError

DATE = (1980, 1, 1, 0, 0, 0)  # the oldest that a zip can hold
LATER = (1980, 1, 2, 0, 0, 0)  # of results: unpacked, they are newer than what they are made from and stand as they are
RESULTS = "results/"
MODE = stat.S_IFREG | 0o644
LEVEL = 9
MOST_FILES = 20_000
MOST_BYTES = 2**30  # unpacked; a bundle has about 50 million
BLOCK = 2**20
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, NotImplementedError, RuntimeError)


def pack(files: Mapping[str, bytes], top: str) -> bytes:
    """Return a zip of ``files`` (path -> content) below the folder ``top``: sorted, with fixed dates and one mode."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{path}", LATER if path.startswith(RESULTS) else DATE)
            entry.create_system, entry.external_attr = 3, MODE << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[path], compresslevel=LEVEL)
    return packed.getvalue()


def _shown(name: str) -> str:
    """Return a name from a zip that may hold anything, fit for a terminal."""
    return ascii(name)[1:-1][:120]


def _check(zip_path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse what no bundle holds before anything of it is written."""
    seen: set[str] = set()
    for entry in entries:
        name, kind = entry.filename, stat.S_IFMT(entry.external_attr >> 16)
        wrong = ""
        if name != entry.orig_filename or not name.isprintable() or "\\" in name or ":" in name:
            wrong = "is no plain file name"
        elif any(part in ("", ".", "..") for part in name.removesuffix("/").split("/")):
            wrong = "leads out of the folder that it is unpacked into"
        elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            wrong = "is a link or a device, not a file"
        elif name in seen:
            wrong = "is there twice"
        elif entry.flag_bits & 1:
            wrong = "is encrypted"
        if wrong:
            raise BundleError(f"{zip_path}: '{_shown(name)}' {wrong}; no bundle of this project: nothing was unpacked.")
        seen.add(name)
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES or size > MOST_BYTES:
        raise BundleError(
            f"{zip_path}: unpacked it would be {len(entries):,} files of {size:,} bytes, a bundle has at most "
            f"{MOST_FILES:,} files of {MOST_BYTES:,} bytes; nothing was unpacked."
        )
    tops = sorted({name.partition("/")[0] for name in seen})
    if len(tops) != 1 or not tops[0].startswith(PREFIX) or tops[0] == PREFIX:
        found = ", ".join(f"'{_shown(top)}'" for top in tops[:3]) or "nothing"
        raise BundleError(
            f"{zip_path}: at its top it has {found}, a bundle has one folder, {PREFIX}<vintage>; "
            "give the zip that `snakemake bundle` made."
        )


def unpack(zip_path: Path, target: Path) -> Path:
    """Unpack a bundle into the empty folder ``target`` and return the folder at its top.

    Raises
    ------
    BundleError
        If it is no zip, is damaged, or holds anything that a bundle cannot hold (a path that leads elsewhere, a link,
        a name twice, more than fits); nothing outside ``target`` is written.
    """
    if not zip_path.is_file():
        raise BundleError(f"{zip_path}: no such file; name the zip that `snakemake bundle` made.")
    try:
        with zipfile.ZipFile(zip_path) as archive:
            entries = archive.infolist()
            _check(zip_path, entries)
            for entry in entries:
                path = target / entry.filename
                if entry.is_dir():
                    path.mkdir(parents=True, exist_ok=True)
                    continue
                path.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as packed, path.open("xb") as unpacked:
                    while block := packed.read(BLOCK):
                        unpacked.write(block)
    except BundleError:
        raise
    except DAMAGED as error:
        raise BundleError(f"{zip_path}: not a zip file, or damaged ({error}); get it again.") from error
    except OSError as error:
        raise BundleError(f"{zip_path}: could not be unpacked ({error.strerror or error}).") from error
    return target / entries[0].filename.partition("/")[0]
