"""A raw file and its row of the manifest, together or not at all.

What is being written lies below ``data/.incoming``, on the file system of data/raw. The file is linked into its place
(which fails if something is there), then the manifest is replaced; each is one step for every reader. A journal,
written before the first step and removed after the second, lets the next fetch undo the first if the process was killed
in between.
"""

from __future__ import annotations

import contextlib
import csv
import errno
import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from gate.manifest import INCOMING, JOURNAL, RawFile, read_manifest
from sources import FetchError

MANIFEST = "MANIFEST.csv"
STAGED, STAGED_MANIFEST = "staged.csv", "staged_manifest.csv"
NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS)
LONGEST_WAIT = 600  # seconds for another fetch, which holds the lock while it writes only


def _row(file: RawFile) -> list[str]:
    first = [file.path, file.sha256, str(file.rows), file.first, file.last, file.unit, file.publisher, file.title]
    return [*first, file.vintage, file.obtained_via, file.compared_with, file.acknowledged]


def _text(rows: list[list[str]]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def manifest_line(file: RawFile) -> str:
    """Return the row of the manifest as it is written."""
    return _text([_row(file)]).rstrip("\n")


def with_row(text: str, file: RawFile) -> str:
    """Return the manifest's text with a row more, before the first whose path comes later; the others stay."""
    rows = list(csv.reader(io.StringIO(text)))
    place = next((k for k, row in enumerate(rows[1:], start=1) if row[0] > file.path), len(rows))
    return _text([*rows[:place], _row(file), *rows[place:]])


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # some file systems cannot; then their order of writing has to do
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _place(staged: Path, target: Path) -> None:
    """Give the staged file its name in data/raw; :class:`FileExistsError` if the name is taken."""
    try:
        os.link(staged, target)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        # A file system without hard links: under the lock no other fetch can take the name in between.
        if target.exists():
            raise FileExistsError(errno.EEXIST, "exists", str(target)) from None
        staged.rename(target)


class Store:
    """The folder data/raw, for whoever adds to it."""

    def __init__(self, raw: Path, shown: str = "data/raw"):
        self.raw = raw
        self.shown = shown
        self.incoming = raw.parent / INCOMING

    def manifest(self) -> dict[str, RawFile]:
        """Return path -> row."""
        return read_manifest(self.raw / MANIFEST)

    def read(self, path: str) -> bytes:
        """Return the bytes of a raw file if they are what the manifest says; :class:`FetchError` otherwise."""
        data = (self.raw / path).read_bytes()
        if hashlib.sha256(data).hexdigest() != self.manifest()[path].sha256:
            raise FetchError(
                f"{self.shown}/{path}: the file is not the one in {MANIFEST}; restore it, then fetch again."
            )
        return data

    def check_absent(self, path: str, data: bytes) -> None:
        """Raise :class:`FetchError` if the vintage is there, saying whether it is the same."""
        target = self.raw / path
        # A file without row is left to recover, which knows whether a fetch left it.
        listed = path in self.manifest()
        if not listed and not (target.exists() and not (self.incoming / JOURNAL).exists()):
            return
        same = target.exists() and target.read_bytes() == data
        what = "with identical figures" if same else "with other figures"
        what = what if listed else f"{what}, but not in {MANIFEST}"
        remedy = "there is nothing to add" if same and listed else "raw files are never overwritten"
        raise FetchError(f"{self.shown}/{path}: this vintage exists, {what}; {remedy}.")

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the store alone; another fetch that writes is waited for, and what a killed one left is undone."""
        self.incoming.mkdir(exist_ok=True)
        lock = FileLock(self.incoming / "lock")
        try:
            lock.acquire(timeout=0.2)
        except Timeout:
            print("waiting for another fetch to finish writing", file=sys.stderr)
            try:
                lock.acquire(timeout=LONGEST_WAIT)
            except Timeout:
                raise FetchError(
                    f"data/{INCOMING}/lock: another fetch has held it for {LONGEST_WAIT} seconds; end that one, "
                    "then try again."
                ) from None
        try:
            self._recover()
            yield
        finally:
            lock.release()

    def _clear(self) -> None:
        # The journal goes last: as long as anything is left to undo, it says so.
        for name in (STAGED, STAGED_MANIFEST, JOURNAL):
            (self.incoming / name).unlink(missing_ok=True)

    def _recover(self, quiet: bool = False) -> None:
        """Undo what a killed fetch left: a file in data/raw without its row, and what was being written."""
        journal = self.incoming / JOURNAL
        if journal.exists():
            try:
                left = json.loads(journal.read_text(encoding="utf-8"))
                path, digest = str(left["path"]), str(left["sha256"])
            except (ValueError, KeyError, TypeError):
                path = digest = ""  # cut short: the first step had not begun
            target = self.raw / path
            if path and path not in self.manifest():
                if target.is_file() and self._ours(target, digest):
                    target.unlink()
                    if not quiet:
                        print(
                            f"{self.shown}/{path}: removed; an interrupted fetch left it without its row",
                            file=sys.stderr,
                        )
                self._remove_empty(target.parent)
        self._clear()

    def _ours(self, target: Path, digest: str) -> bool:
        """Return whether the fetch that wrote the journal put the file there, rather than a person."""
        staged = self.incoming / STAGED
        if staged.exists():
            return staged.samefile(target)
        return hashlib.sha256(target.read_bytes()).hexdigest() == digest

    def _remove_empty(self, folder: Path) -> None:
        while folder.is_dir() and folder != self.raw and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    def add(self, file: RawFile, data: bytes) -> None:
        """Write a vintage and its row; to be called while the store is locked.

        Parameters
        ----------
        file, data
            The row of the manifest, and the file's bytes.

        Raises
        ------
        FetchError
            If the file exists, or cannot be written; then nothing has changed.
        """
        target, manifest = self.raw / file.path, self.raw / MANIFEST
        staged, staged_manifest = self.incoming / STAGED, self.incoming / STAGED_MANIFEST
        try:
            text = with_row(manifest.read_text(encoding="utf-8"), file)
            _write(staged, data)
            _write(staged_manifest, text.encode("utf-8"))
            staged_manifest.chmod(manifest.stat().st_mode & 0o777)
            _write(self.incoming / JOURNAL, json.dumps({"path": file.path, "sha256": file.sha256}).encode())
            _sync_folder(self.incoming)
            target.parent.mkdir(parents=True, exist_ok=True)
            _place(staged, target)
            _sync_folder(target.parent)
            staged_manifest.replace(manifest)
            _sync_folder(self.raw)
        except FileExistsError:
            raise FetchError(
                f"{self.shown}/{file.path}: this vintage exists; raw files are never overwritten."
            ) from None
        except OSError as error:
            raise FetchError(
                f"{self.shown}/{file.path}: cannot be written ({error.strerror or error}); nothing was changed: "
                "make room or mend the folder, then fetch again."
            ) from None
        finally:
            # Also after Ctrl-C. What cannot be undone here, the journal tells the next fetch.
            self._recover(quiet=True)
