"""Characters of a page that none of its fonts can draw: a reader would see a box, or another machine's letters."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from html import unescape

from fontTools.ttLib import TTFont

from multiplier import DataError

MATH = "math"  # in the name of the font that sets formulas, in which text finds what its own fonts lack
SERIF = "serif"  # in the names of the fonts of the text, each of which must have every character

_UNSEEN = re.compile(r"<(style|script|code)\b.*?</\1>", re.DOTALL)
_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def characters(font: bytes) -> frozenset[str]:
    """Return the characters that a font file draws."""
    return frozenset(map(chr, TTFont(io.BytesIO(font)).getBestCmap()))


def check_characters(page: str, fonts: Mapping[str, bytes]) -> None:
    """Stop a page that shows a character which its fonts do not have.

    Parameters
    ----------
    page
        The page as HTML. Code is left out: it is set in a font of the reader's machine.
    fonts
        Name of the file -> font as the page embeds it.

    Raises
    ------
    DataError
        For the first such character, with the words around it.
    """
    drawn = {name: characters(font) for name, font in fonts.items()}
    formulas = frozenset().union(*(found for name, found in drawn.items() if MATH in name))
    text = [found for name, found in drawn.items() if SERIF in name]
    prose = (frozenset.intersection(*text) if text else frozenset()) | formulas
    shown = _UNSEEN.sub(" ", page)
    parts = [("a formula", formulas, " ".join(_FORMULA.findall(shown))), ("the text", prose, _FORMULA.sub(" ", shown))]
    for place, known, part in parts:
        words = unescape(_TAG.sub("", part))
        for character in sorted(set(words) - known):
            if not character.isspace() and unicodedata.category(character) not in {"Cf", "Mn"}:
                at = words.index(character)
                around = words[max(0, at - 20) : at + 20].strip()
                raise DataError(
                    f"report: '{character}' (U+{ord(character):04X}) in {place}, at '{around}', is in no font of the "
                    "page; add it to report/fonts/subset.txt and make the fonts anew as README.txt there says."
                )
