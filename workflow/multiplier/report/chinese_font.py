"""The font of the Chinese edition, cut to the characters that a page uses."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable

from fontTools import subset
from fontTools.ttLib import TTFont

from multiplier import DataError

# What Chinese text takes from its own font: its characters and full-width signs, and punctuation that Latin fonts
# have at another width.
RANGES = (
    (0x2014, 0x2014),
    (0x2018, 0x2019),
    (0x201C, 0x201D),
    (0x2026, 0x2026),
    (0x2E80, 0x9FFF),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),
)


def chinese_characters(text: str) -> list[str]:
    """Return the characters of a text that stand in the font for Chinese, sorted."""
    return sorted(c for c in set(text) if any(first <= ord(c) <= last for first, last in RANGES))


def check(characters: Iterable[str], font: bytes, name: str, text: str) -> None:
    """Check that a font has all characters; ``name`` is the font's path, ``text`` that of what needs them."""
    known = TTFont(io.BytesIO(font)).getBestCmap()
    missing = [character for character in characters if ord(character) not in known]
    if missing:
        listed = ", ".join(f"'{character}' (U+{ord(character):04X})" for character in missing)
        raise DataError(
            f"{text}: the font {name} lacks {listed}; write it another way, or add it to characters.txt beside the "
            "font and cut the font anew as README.txt there says."
        )


def cut(characters: Iterable[str], font: bytes) -> bytes:
    """Return the font with these characters alone, as WOFF2; same characters, same bytes."""
    options = subset.Options(flavor="woff2", layout_features=[], hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    made = TTFont(io.BytesIO(font), recalcTimestamp=False)
    cutter.populate(text="".join(characters))
    cutter.subset(made)
    made.flavor = "woff2"
    written = io.BytesIO()
    made.save(written, reorderTables=True)
    return written.getvalue()


def face(family: str, woff2: bytes) -> str:
    """Return the rule of CSS that gives a page this font, in it and for Chinese alone."""
    ranges = ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in RANGES)
    content = base64.b64encode(woff2).decode("ascii")
    return (
        f'@font-face {{ font-family: "{family}"; unicode-range: {ranges}; '
        f'src: url("data:font/woff2;base64,{content}") format("woff2"); }}'
    )


def with_font(page: str, family: str, font: bytes, name: str, text: str) -> str:
    """Return a page that carries the font ``family`` for its Chinese; parameters as for :func:`check`."""
    characters = chinese_characters(page)
    check(characters, font, name, text)
    return page.replace("</head>", f"<style>{face(family, cut(characters, font))}</style>\n</head>", 1)
