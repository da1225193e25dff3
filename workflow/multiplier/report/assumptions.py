"""Economic assumptions, marked ``# ASSUME`` in the library's code."""

from __future__ import annotations

from collections.abc import Mapping

MARK = "# ASSUME"


def assumptions(sources: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (module, text) of every mark, the comment lines that follow it joined.

    Parameters
    ----------
    sources
        Module name -> its source text.
    """
    found = []
    for module, text in sorted(sources.items()):
        lines = [line.strip() for line in text.splitlines()]
        for place, line in enumerate(lines):
            if not line.startswith(MARK):
                continue
            words = [line.removeprefix(MARK).lstrip(": ")]
            for following in lines[place + 1 :]:
                if not following.startswith("# "):
                    break
                words.append(following.removeprefix("# "))
            sentence = " ".join(words)
            found.append((module, sentence[:1].upper() + sentence[1:]))
    return found
