"""Numbers of the text that remember their key, so that the page can say where each comes from.

A number enters the text between three characters of Unicode's private use area, passes templates, captions and
escaping unchanged, and is resolved once the text is whole: to a span on the page, to itself elsewhere.
"""

from __future__ import annotations

import re

BEGIN, MIDDLE, END = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{BEGIN}([^{BEGIN}{MIDDLE}{END}]*){MIDDLE}([^{BEGIN}{MIDDLE}{END}]*){END}")
# A raw block with its format, and what of prose is no place for a span: formulas and headings.
_RAW = re.compile(r"^(`{3,})\{=(\w+)\}\n.*?^\1$", re.MULTILINE | re.DOTALL)
_PLAIN = re.compile(r"\$\$.*?\$\$|(?<!\\)\$[^$\n]*\$|^#[^\n]*$", re.MULTILINE | re.DOTALL)
_HEADER = re.compile(r"\A---\n.*?(?=^abstract:|^---$)", re.MULTILINE | re.DOTALL)


def marked(key: str, text: str) -> str:
    """Return the printed ``text`` of the number ``key`` so that :func:`resolved` finds it."""
    return f"{BEGIN}{key}{MIDDLE}{text}{END}"


def plain(text: str) -> str:
    """Return ``text`` as a reader sees it, without marks."""
    return _MARK.sub(r"\2", text)


def _outside(text: str, kept: re.Pattern[str]) -> str:
    """Return prose with numbers as spans of Markdown, but for the parts that ``kept`` matches."""
    parts, at = [], 0
    for found in kept.finditer(text):
        parts += [_spans(text[at : found.start()]), plain(found[0])]
        at = found.end()
    return "".join([*parts, _spans(text[at:])])


def _spans(text: str) -> str:
    return _MARK.sub(
        lambda mark: f'[{mark[2]}]{{.n n="{mark[1]}"}}' if not set("[]`") & set(mark[2]) else mark[2], text
    )


def resolved(text: str) -> tuple[str, list[str]]:
    """Return the paper's Markdown with its marks resolved, and the keys of the numbers that became spans.

    In prose a number becomes a span of class ``n`` with its key as attribute ``n`` (on the page ``data-n``), in raw
    blocks of HTML the same element; in typst, formulas, headings and the header it is itself.
    """
    header = _HEADER.match(text)
    at = header.end() if header else 0
    parts = [plain(text[:at])]
    for block in _RAW.finditer(text, at):
        parts.append(_outside(text[at : block.start()], _PLAIN))
        if block[2] == "html":
            parts.append(_MARK.sub(r'<span class="n" data-n="\1">\2</span>', block[0]))
        else:
            parts.append(plain(block[0]))
        at = block.end()
    whole = "".join([*parts, _outside(text[at:], _PLAIN)])
    return whole, sorted(set(re.findall(r'(?:\{\.n n|class="n" data-n)="([^"]*)"', whole)))
