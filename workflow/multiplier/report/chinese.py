"""The Chinese edition's language: numbers and months in Chinese form, texts of the data by a catalogue of patterns.

A row of the catalogue is an English text with places, ``{}`` for any text, ``{#}`` for a number or date and ``{=}`` for
a name that stays as it is, and its Chinese, in which ``{1}``, ``{2}`` are pieces by their place in the English and
``{}`` the others in order. Pieces are translated in turn, so that a sentence and the definitions in it need a row each,
whatever the figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import pandas as pd

from multiplier import DataError
from multiplier.report.language import Language
from multiplier.report.marks import keyed
from multiplier.report.number import BOUNDED, Number, minus

FOREIGN, NATIVE = "\ue010", "\ue011"  # around a text that stays in English; resolved once the text is whole
_FOREIGN = re.compile(f"{FOREIGN}([^{NATIVE}]*){NATIVE}")
_RAW_HTML = re.compile(r"^(`{3,})\{=html\}\n.*?^\1$", re.MULTILINE | re.DOTALL)

_NUMBER = r"[-+\u2212]?\d(?:[\w.,\-]*\w)?"
_PLACES = {"{}": "(.+?)", "{#}": f"({_NUMBER})", "{=}": "(.+?)"}
_DATE = re.compile(r"(?<![A-Za-z0-9-])(?:(\d{4})-(\d\d)(?:-(\d\d))?|(\d{4})Q([1-4]))(?![A-Za-z0-9-])")
_YEARS = re.compile(r"(?<![\d.])(\d{4})至(\d{4})(?![\d.])")
# A text is the same in both languages if it has no other words than names, symbols and numbers.
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Z0-9]+)*")
_ENGLISH = frozenset("a an as at by if in is it no of on or so to be we us do and".split())
_SYMBOL = re.compile(r"[A-Z0-9-]+[a-z]?|[a-z]\d?|[a-z]{2}|d[mr]\d?|dr[dt]")
# What may join texts, with its Chinese counterpart.
_JOINTS = (("; ", "；"), (": ", "："), (", ", "，"), (" and ", "和"), (" to ", "至"))


def date(text: str) -> str:
    """Return YYYY, YYYY-MM, YYYY-MM-DD, YYYYQn in Chinese: 2006-03 is 2006年3月; what is no date stays as it is."""

    def written(found: re.Match[str]) -> str:
        year, month, day, in_year, quarter = found.groups()
        if quarter:
            return f"{in_year}年第{quarter}季度"
        return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")

    return _DATE.sub(written, text)


def same(text: str) -> bool:
    """Return whether a text is the same in both languages but for its dates."""
    return all(word not in _ENGLISH and _SYMBOL.fullmatch(word) for word in _WORD.findall(text))


def shown(text: str) -> str:
    """Return a text of numbers, symbols and dates in Chinese form."""
    if re.fullmatch(r"\d{4}(-\d\d)?\.\.", text):
        return f"{date(text[:-2])}起" if "-" in text else f"{text[:-2]}年起"
    ends = _YEARS.sub(r"\1至\2年", re.sub(r"(?<=\d)\.\.(?=\d)", "至", text))
    dated = date(re.sub(r"(?<![^\s(\[=/*^至])-(?=[\d(\[])|(?<=\s)-(?=\s)", "\u2212", ends))
    if dated == ends or "=" in dated:
        return dated
    # A list of dates, each perhaps with its figure in brackets.
    return re.sub(r" \(([^()]*)\)", r"（\1）", dated).replace(", ", "、")


class Catalogue:
    """English texts with places -> Chinese ones."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """Read the rows; one whose places differ between the languages is an error."""
        self._exact: dict[str, str] = {}
        patterns = []
        for english, chinese in rows:
            places = re.findall(r"\{[#=]?\}", english)
            if not places:
                self._exact[english] = chinese
                continue
            named = {int(number) for number in re.findall(r"\{(\d+)\}", chinese)}
            free = [place for place in range(1, len(places) + 1) if place not in named]
            if chinese.count("{}") != len(free) or not named <= set(range(1, len(places) + 1)):
                raise DataError(
                    f"report/zh: the Chinese of '{english}' must use each of its {len(places)} places, as {{}} in "
                    "order or as {1}, {2} by number; correct the row."
                )
            numbers = iter(free)
            numbered = re.sub(r"\{\}", lambda _, left=numbers: f"{{{next(left)}}}", chinese)  # type: ignore[misc]
            parts = re.split(r"(\{[#=]?\})", english)
            pattern = "".join(_PLACES.get(part, re.escape(part)) for part in parts)
            # Most letters first: the pattern that says most of a text is tried before one that leaves more open.
            patterns.append(
                (
                    -sum(len(part) for part in parts if part not in _PLACES),
                    pattern,
                    numbered,
                    [place == "{=}" for place in places],
                )
            )
        self._patterns = [(re.compile(pattern), chinese, kept) for _, pattern, chinese, kept in sorted(patterns)]
        self._known: dict[str, str | None] = {}

    def has(self, text: str) -> bool:
        """Return whether a row has just this text."""
        return text in self._exact

    def translate(self, text: str) -> str | None:
        """Return the Chinese of a text, None if a part of it is in no row."""
        if text not in self._known:
            self._known[text] = None  # a text is no part of itself
            self._known[text] = self._translated(text)
        return self._known[text]

    def _translated(self, text: str) -> str | None:
        if text in self._exact:
            return self._exact[text]
        for pattern, chinese, kept in self._patterns:
            found = pattern.fullmatch(text)
            if found and (pieces := self._all(found.groups(), kept)) is not None:
                return re.sub(r"\{(\d+)\}", partial(_piece, pieces), chinese)
        if same(text):
            return shown(text)
        for joint, between in _JOINTS:
            parts = text.split(joint)
            if len(parts) > 1 and (pieces := self._all(parts)) is not None:
                return between.join(pieces)
        return None

    def _all(self, texts: Sequence[str], kept: Sequence[bool] = ()) -> list[str] | None:
        pieces = []
        for place, text in enumerate(texts):
            piece = text if kept and kept[place] else self.translate(text)
            if piece is None:
                return None
            pieces.append(piece)
        return pieces


def _piece(pieces: list[str], place: re.Match[str]) -> str:
    return pieces[int(place[1]) - 1]


class Chinese(Language):
    """Chinese as the edition has it.

    ``left`` holds the texts of the data that no row of the catalogue translates; they are shown in English.
    """

    tag = "zh-CN"
    between = ""

    def __init__(
        self,
        words: Mapping[str, str],
        catalogue: Iterable[tuple[str, str]],
        statements: Mapping[str, tuple[str, str]],
    ) -> None:
        """Take the words of the programme, the catalogue and, by claim, the English statement and its Chinese."""
        self._words, self._statements = words, statements
        self._catalogue = Catalogue(catalogue)
        self.left: set[str] = set()

    def say(self, phrase: str, *values: object) -> str:
        """Return a phrase of the programme; one without Chinese is an error, as no data bring it."""
        if phrase not in self._words:
            raise DataError(f"report/zh/words.csv: no Chinese for '{phrase}'; add a row with the same places.")
        return self._words[phrase].format(*values)

    def _foreign(self, text: str) -> str:
        self.left.add(text)
        return f"{FOREIGN}{text}{NATIVE}"

    def name(self, text: str) -> str:
        """Return a name, in English if the catalogue does not have it."""
        found = self._catalogue.translate(text)
        if found is None:
            self.left.add(text)
        return text if found is None else found

    def data(self, text: str) -> str:
        """Return a text sentence by sentence, what the catalogue lacks in English and marked."""
        if self._catalogue.has(text) or same(text):
            return self._catalogue.translate(text) or ""
        sentences = []
        for sentence in re.split(r"(?<=\.) ", text) if text else ():
            body = sentence.removesuffix(".")
            chinese = self._catalogue.translate(body)
            stop = "。" if sentence.endswith(".") else ""
            sentences.append(self._foreign(sentence) if chinese is None else chinese + stop)
        return "".join(sentences)

    def statement(self, claim: str, text: str) -> str:
        """Return a claim; one that is new, or that says something else in English now, stays in English."""
        english, chinese = self._statements.get(claim, ("", ""))
        return chinese if chinese and english == text else self._foreign(text)

    def printed(self, text: str, unit: str) -> str:
        """Return a printed number with its unit."""
        if not unit:
            return text
        # Ten to the ninth is no unit of Chinese counting; after several numbers the unit is that of all.
        apart = " " in text or unit.startswith("billion")
        return f"{text}（{self.name(unit)}）" if apart else f"{text}{self.name(unit)}"

    def number(self, number: Number) -> str:
        """Return a number of the text; small p-values as a bound, months in Chinese form."""
        if number.value is None or (isinstance(number.value, float) and math.isnan(number.value)):
            return "无"
        if number.decimals is None:
            return self.name(str(number.value))
        if number.unit == BOUNDED and float(number.value) < 10**-number.decimals:
            return f"小于{10**-number.decimals:.{number.decimals}f}"
        return minus(f"{number.value:,.{number.decimals}f}")

    def words(self, count: int) -> str:
        """Return a count, which Chinese text has in digits."""
        return keyed(count, str(count))

    def counted(self, count: int, noun: str, plural: str | None = None) -> str:
        """Return a count with its measure word and noun."""
        return f"{self.words(count)}{noun}"

    def moved(self, change: float) -> str:
        """Return the verb of a change."""
        return "上升" if change > 0 else "下降"

    def finished(self, text: str) -> str:
        """Mark what stays in English as such on the page; other formats have it as it is."""
        marked = _RAW_HTML.sub(lambda block: _FOREIGN.sub(r'<span lang="en">\1</span>', block[0]), text)
        return _FOREIGN.sub(r"\1", marked)


def chinese(words: pd.DataFrame, terms: pd.DataFrame, causes: pd.DataFrame, statements: pd.DataFrame) -> Chinese:
    """Return the language from its tables, all as text.

    Parameters
    ----------
    words, terms, causes
        Columns english and chinese: words of the programme; names and definitions; sentences of the verdicts.
    statements
        Columns id, english and chinese, one row a claim.
    """
    rows = pd.concat([terms, causes])
    return Chinese(
        dict(zip(words["english"], words["chinese"], strict=True)),
        list(zip(rows["english"], rows["chinese"], strict=True)),
        {row.id: (row.english, row.chinese) for row in statements.itertuples()},
    )
