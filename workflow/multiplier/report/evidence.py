"""The files behind the paper, packed so that its page carries them and unpacks one when a reader asks for it."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

# Bytes of a pack that a page carries. Searches over thousands of definitions are larger: two tables would weigh
# as much as all the rest, and of each the paper shows a handful of rows. These are named with sha256 and size.
LIMIT = 200_000


def _gzip(content: bytes) -> str:
    """Return ``content`` compressed, without a clock, as text."""
    return base64.b64encode(gzip.compress(content, compresslevel=9, mtime=0)).decode("ascii")


def _packs(paths: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return pack -> its files: each by itself, but for the raw vintages of one table.

    Those stand one behind the other, each beside the one that it repeats but for a few figures, and so take a tenth.
    """
    packs: dict[str, list[str]] = {}
    for path in sorted(paths):
        folder = str(PurePosixPath(path).parent)
        packs.setdefault(folder if path.startswith("data/raw/") else path, []).append(path)
    return packs


def packed(provenance: Mapping[str, Any], files: Mapping[str, bytes], limit: int = LIMIT) -> dict[str, Any]:
    """Return what the page embeds.

    Parameters
    ----------
    provenance
        Content of provenance.json.
    files
        Path -> content of every file that it names under ``files``.
    limit
        Bytes, compressed, above which a pack is left out.

    Returns
    -------
    dict
        ``packs``, name -> base64 of the gzipped files one behind the other; ``provenance``, base64 of the gzipped JSON,
        in which each file that is carried has ``pack`` and ``start``, the place of its first byte in the pack.
    """
    packs: dict[str, str] = {}
    named = {path: dict(about) for path, about in provenance["files"].items()}
    for name, paths in _packs(named).items():
        text = _gzip(b"".join(files[path] for path in paths))
        if len(text) * 3 // 4 > limit:
            continue
        packs[name] = text
        start = 0
        for path in paths:
            named[path] |= {"pack": name, "start": start}
            start += len(files[path])
    graph = json.dumps({**provenance, "files": named}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return {"packs": packs, "provenance": _gzip(graph.encode())}
