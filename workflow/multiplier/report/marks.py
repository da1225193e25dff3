"""Numbers of the text that remember their key, so that the page can say where each comes from.

A number enters the text between three characters of Unicode's private use area, passes templates, captions and
escaping unchanged, and is resolved once the text is whole: to a span on the page, to itself elsewhere.
"""

from __future__ import annotations

import re

from multiplier import DataError

BEGIN, MIDDLE, END = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{BEGIN}([^{BEGIN}{MIDDLE}{END}]*){MIDDLE}([^{BEGIN}{MIDDLE}{END}]*){END}")
# A raw block with its format; and in prose a mark, or what is no place for a span: formulas and headings.
_RAW = re.compile(r"^(`{3,})\{=(\w+)\}\n.*?^\1$", re.MULTILINE | re.DOTALL)
_PROSE = re.compile(rf"{_MARK.pattern}|\$\$.*?\$\$|(?<!\\)\$[^$\n]*\$|^#[^\n]*$", re.MULTILINE | re.DOTALL)
_HEADER = re.compile(r"\A---\n.*?(?=^abstract:|^---$)", re.MULTILINE | re.DOTALL)


def marked(key: str, text: str) -> str:
    """Return the printed ``text`` of the number ``key`` so that :func:`resolved` finds it.

    Raises
    ------
    DataError
        If the text holds one of the marks' own characters.
    """
    taken = sorted({BEGIN, MIDDLE, END} & set(text))
    if taken:
        raise DataError(f"report: number '{key}': found U+{ord(taken[0]):04X}, which marks numbers; delete it.")
    return f"{BEGIN}{key}{MIDDLE}{text}{END}"


class Count(int):
    """A whole number of the text that remembers its key; what is computed from it no longer does."""

    key: str

    @classmethod
    def of(cls, key: str, value: int) -> Count:
        """Return ``value`` with its key."""
        made = cls(value)
        made.key = key
        return made


def keyed(count: int, text: str) -> str:
    """Return the ``text`` of a count with the count's key, if it has one."""
    return marked(count.key, text) if isinstance(count, Count) else text


def plain(text: str) -> str:
    """Return ``text`` as a reader sees it, without marks."""
    return _MARK.sub(r"\2", text)


def _inline(text: str) -> str:
    """Return a number's text as Markdown that says nothing but the text; formulas in it stay formulas."""
    parts = re.split(r"(\$[^$\n]*\$)", text)
    return "".join(
        part if place % 2 else re.sub(r"([\\`*_{}\[\]<>#@^~|&])", r"\\\1", part) for place, part in enumerate(parts)
    )


def _prose(text: str) -> str:
    """Return prose with numbers as spans of Markdown, but for formulas and headings, where they are themselves."""

    # A mark is looked for first: the text of a number may hold a formula.
    def resolve(found: re.Match[str]) -> str:
        if found[0].startswith(BEGIN):
            return f'[{_inline(found[2])}]{{.n n="{found[1]}"}}'
        if found[0].startswith("#"):
            return _MARK.sub(lambda mark: _inline(mark[2]), found[0])
        return plain(found[0])

    return _PROSE.sub(resolve, text)


def resolved(text: str) -> tuple[str, list[str]]:
    """Return the paper's Markdown with its marks resolved, and the keys of the numbers that became spans.

    In prose a number becomes a span of class ``n`` with its key as attribute ``n`` (on the page ``data-n``), in raw
    blocks of HTML the same element; in typst, formulas, headings and the header it is itself.
    """
    header = _HEADER.match(text)
    at = header.end() if header else 0
    parts = [plain(text[:at])]
    for block in _RAW.finditer(text, at):
        parts.append(_prose(text[at : block.start()]))
        if block[2] == "html":
            parts.append(_MARK.sub(r'<span class="n" data-n="\1">\2</span>', block[0]))
        else:
            parts.append(plain(block[0]))
        at = block.end()
    whole = "".join([*parts, _prose(text[at:])])
    return whole, sorted(set(re.findall(r'(?:\{\.n n|class="n" data-n)="([^"]*)"', whole)))
