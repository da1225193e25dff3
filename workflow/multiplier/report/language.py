"""The language of an edition: the programme's own words, counts and numbers, and texts that come with the data."""

from __future__ import annotations

from multiplier.report.marks import keyed
from multiplier.report.number import Number

SMALL = "no one two three four five six seven eight nine ten eleven twelve".split()


def in_words(count: int) -> str:
    """Return a count up to twelve as a word (nought as "no"), a larger one in digits."""
    return keyed(count, SMALL[count] if count < len(SMALL) else str(count))


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return a count with its noun: one month, two months; ``plural`` where it takes more than an s."""
    return f"{in_words(count)} {noun if count == 1 else plural or noun + 's'}"


class Language:
    """English, in which everything is written; another language says the same in its own words."""

    tag = "en"
    between = " "  # between two sentences

    def say(self, phrase: str, *values: object) -> str:
        """Return a phrase of the programme, its places filled with ``values``."""
        return phrase.format(*values)

    def name(self, text: str) -> str:
        """Return a name that comes with the data: a study, a kind of claim, a unit."""
        return text

    def data(self, text: str) -> str:
        """Return a text that comes with the data or is computed from them."""
        return text

    def statement(self, claim: str, text: str) -> str:
        """Return what the claim states; ``text`` is its statement in English."""
        return text

    def printed(self, text: str, unit: str) -> str:
        """Return a printed number with its unit, "" where there is none to name."""
        return f"{text} {unit}".strip()

    def number(self, number: Number) -> str:
        """Return a number of the text."""
        return str(number)

    def words(self, count: int) -> str:
        """Return a count as running text has it."""
        return in_words(count)

    def counted(self, count: int, noun: str, plural: str | None = None) -> str:
        """Return a count with its noun."""
        return counted(count, noun, plural)

    def moved(self, change: float) -> str:
        """Return the verb of a change."""
        return "rose" if change > 0 else "fell"

    def finished(self, text: str) -> str:
        """Return the whole text, marks of the language resolved."""
        return text


ENGLISH = Language()
