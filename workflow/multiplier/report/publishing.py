"""Markdown to HTML and to PDF: pandoc for both, typst for the pages. Same text, same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pypandoc
import typst

FORMAT = "markdown-implicit_figures-markdown_in_html_blocks+raw_attribute"
PDF_STANDARD: Final = "a-2b"


def to_html(markdown: str, template: str, bibliography: str, style: str, resources: str, script: str = "") -> str:
    """Return a self-contained page with MathML, citations and a table of contents.

    Parameters
    ----------
    markdown
        The paper's text.
    template, bibliography, style
        Paths of the page template, the BibTeX file and the style sheet.
    resources
        Folder in which the text's figures are found.
    script
        Path of a script that the page carries.
    """
    return pypandoc.convert_text(
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
            "--citeproc",
            "--metadata=link-citations:true",
            f"--bibliography={bibliography}",
            f"--css={style}",
            *([f"--variable=script:{script}"] if script else []),
            f"--resource-path={resources}",
            "--columns=10000",
        ],
    )


def to_typst(markdown: str, template: str, bibliography: str) -> str:
    """Return the paper as typst source, citations resolved as in the page."""
    return pypandoc.convert_text(
        markdown,
        "typst",
        format=FORMAT,
        extra_args=[
            "--standalone",
            f"--template={template}",
            "--citeproc",
            "--metadata=link-citations:true",
            f"--bibliography={bibliography}",
            "--columns=10000",
        ],
    )


def to_pdf(source: Path, edition: str) -> bytes:
    """Return the PDF (PDF/A-2b) of a typst file, dated ``edition`` (YYYY-MM-DD); figures are found beside it.

    Only the fonts that come with the compiler are used, so that pages do not depend on the machine.
    """
    return typst.compile(
        str(source),
        root=str(source.parent),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=PDF_STANDARD,
        timestamp=int(datetime.fromisoformat(edition).replace(tzinfo=UTC).timestamp()),
    )
