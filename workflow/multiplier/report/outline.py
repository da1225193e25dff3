"""Which figures and tables of the paper show a product: their numbers, titles, section and captions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_HEADING = re.compile(r"^# (?P<heading>.+?)(?P<plain> \{-\})?$|^<figure[^>]* id=\"(?P<anchor>[^\"]+)\"", re.MULTILINE)


@dataclass(frozen=True)
class Shown:
    """A product as the paper shows it, once or in several tables; the tuples run in the paper's order."""

    labels: tuple[str, ...]
    numbers: tuple[int, ...]
    titles: tuple[str, ...]
    captions: tuple[str, ...]
    section: str


def sections(text: str) -> dict[str, str]:
    """Return anchor of a figure or table -> heading of its section, numbered so that names sort as the paper runs.

    ``text`` is the paper's Markdown; a heading without a number, such as that of the appendix, stays without.
    """
    found, count, heading = {}, 0, ""
    for match in _HEADING.finditer(text):
        if match["anchor"]:
            found[match["anchor"]] = heading
        elif match["plain"]:
            heading = match["heading"]
        else:
            count += 1
            heading = f"{count:02d} {match['heading']}"
    return found


def outline(
    items: Iterable[Mapping[str, Any]], titles: Iterable[Mapping[str, str]], headings: Mapping[str, str]
) -> dict[str, Shown]:
    """Return product -> what the paper shows of it.

    Parameters
    ----------
    items
        Figures and tables in order, as contents.json has them.
    titles
        Rows of titles.csv: ``key``, ``product`` (a path without vintage and ending) and ``title``.
    headings
        Anchor -> heading of its section.
    """
    rows = {row["key"]: row for row in titles}
    shown: dict[str, list[Mapping[str, Any]]] = {}
    for item in items:
        shown.setdefault(rows[item["key"]]["product"], []).append(item)
    return {
        product: Shown(
            labels=tuple(f"{item['kind'].capitalize()} {item['number']}" for item in group),
            numbers=tuple(int(item["number"]) for item in group),
            titles=tuple(rows[item["key"]]["title"] for item in group),
            captions=tuple(item["caption"] for item in group),
            section=headings[group[0]["key"]],
        )
        for product, group in shown.items()
    }


def rst(text: str) -> str:
    """Return ``text`` escaped for reStructuredText and for the Jinja2 that Snakemake sends it through first."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def described(shown: Shown) -> str:
    """Return captions as paragraphs of reStructuredText, each after its label."""
    return "\n\n".join(
        f"**{label}.** {rst(caption)}" for label, caption in zip(shown.labels, shown.captions, strict=True)
    )
