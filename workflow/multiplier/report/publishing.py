"""Markdown to HTML and to PDF: pandoc for both, typst for the pages. Same text, same bytes."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pypandoc
import typst

FORMAT = "markdown-implicit_figures-markdown_in_html_blocks+raw_attribute+east_asian_line_breaks"
DATA = "<!-- data -->"  # where the page template has what its scripts read
_PICTURE = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")
_FUNCTION = re.compile("(</mi>)?(<mrow><mi[^>]*>[a-z]+</mi><mo>\u2061</mo></mrow>)(?!(?:<mrow>)?<mo[^>]*>[(])")
_SAFE = " !$'()*+,-./:;=?@[]^_{|}~"  # what stands for itself in the attribute of an element and in a data: address


def to_html(
    markdown: str,
    template: str,
    bibliography: str,
    styles: Sequence[str],
    resources: str,
    scripts: Sequence[str] = (),
    data: Mapping[str, Any] | None = None,
) -> str:
    """Return a self-contained page with MathML, citations and a table of contents.

    Parameters
    ----------
    markdown
        The paper's text.
    template, bibliography, styles
        Paths of the page template, the BibTeX file and the style sheets.
    resources
        Folder in which the text's figures are found.
    scripts
        Paths of the scripts that the page carries.
    data
        What the scripts read: id of an element -> content, embedded as JSON.
    """
    page = pypandoc.convert_text(
        markdown,
        "html5",
        format=FORMAT,
        extra_args=[
            "--standalone",
            f"--template={template}",
            "--mathml",
            "--embed-resources",
            "--toc",
            "--toc-depth=2",
            "--number-sections",
            "--section-divs",
            "--reference-location=section",
            "--citeproc",
            "--metadata=link-citations:true",
            f"--bibliography={bibliography}",
            *(f"--css={style}" for style in styles),
            *(f"--variable=script:{script}" for script in scripts),
            f"--resource-path={resources}",
            "--columns=10000",
        ],
    )
    page = _FUNCTION.sub(_spaced, page)
    page = _PICTURE.sub(_as_text, page.replace('<aside id="footnotes" ', "<aside "))  # one a section
    return page.replace(DATA, "\n".join(_island(key, content) for key, content in (data or {}).items()), 1)


def _spaced(function: re.Match[str]) -> str:
    """Return a named function with the thin spaces around it that TeX sets and MathML leaves out."""
    space = '<mspace width="0.1667em"></mspace>'
    return f"{function[1]}{space}{function[2]}{space}" if function[1] else f"{function[2]}{space}"


def _as_text(picture: re.Match[str]) -> str:
    """Return an embedded drawing as escaped text, shorter than in base64 and byte by byte that of its file."""
    return f"data:image/svg+xml,{quote(base64.b64decode(picture[1]), safe=_SAFE)}"


def _island(key: str, content: Any) -> str:
    """Return JSON as an element that scripts read; no tag in it can end or open one."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c")
    return f'<script type="application/json" id="{key}">{safe}</script>'


def to_typst(markdown: str, template: str, bibliography: str) -> str:
    """Return the paper as typst source, citations resolved as in the page.

    Every formula passes the template's function ``formula``, which adds its alternative in words.
    """
    document = pypandoc.convert_text(
        markdown,
        "json",
        format=FORMAT,
        extra_args=["--citeproc", "--metadata=link-citations:true", f"--bibliography={bibliography}"],
    )
    return pypandoc.convert_text(
        json.dumps(_through_formula(json.loads(document))),
        "typst-citations",  # which are links by now
        format="json",
        extra_args=["--standalone", f"--template={template}", "--columns=10000"],
    )


def _through_formula(node: Any) -> Any:
    """Return a node of pandoc's document whose formulas are arguments of a typst function."""
    if isinstance(node, dict):
        return {key: _through_formula(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    found: list[Any] = []
    for item in node:
        if isinstance(item, dict) and item.get("t") == "Math":
            found += [_typst("#formula("), item, _typst(");")]
        else:
            found.append(_through_formula(item))
    return found


def _typst(source: str) -> dict[str, Any]:
    return {"t": "RawInline", "c": ["typst", source]}


def to_pdf(source: Path, edition: str, fonts: Sequence[str] = ()) -> bytes:
    """Return the PDF (PDF/A-2a, PDF/UA-1) of a typst file, dated ``edition`` (YYYY-MM-DD); figures are found beside it.

    Only the fonts that come with the compiler and those in the folders ``fonts`` are used, so that pages do not
    depend on the machine.
    """
    return typst.compile(
        str(source),
        root=str(source.parent),
        format="pdf",
        ignore_system_fonts=True,
        font_paths=list(fonts),
        # Level a of PDF/A-2 is level b with tags and text; PDF/UA-1 asks for alternatives and an order of reading.
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(datetime.fromisoformat(edition).replace(tzinfo=UTC).timestamp()),
    )
