"""The Chinese edition: abstract, figures with their captions, verdicts and the table of claims, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jinja2
import pandas as pd

from multiplier.report.chinese import Chinese
from multiplier.report.markup import MadeBy
from multiplier.report.number import Number
from multiplier.report.tables.claims import tables
from multiplier.report.template import Paper, render


def chinese_edition(
    loader: jinja2.BaseLoader,
    numbers: Mapping[str, Number],
    frames: Mapping[str, pd.DataFrame],
    settings: Mapping[str, Any],
    origins: Mapping[str, MadeBy],
    contents: Mapping[str, Any],
    language: Chinese,
) -> Paper:
    """Return the edition.

    Parameters
    ----------
    loader
        Where the templates of the edition are.
    numbers
        The numbers of the paper.
    frames, settings
        Of the tables of claims, as :func:`multiplier.report.tables.claims.tables` takes them.
    origins
        Name of a table or figure -> where it comes from.
    contents
        Content of contents.json of the English edition, which has the numbers of figures and tables.
    language
        The edition's language.
    """
    figures = [item["key"] for item in contents["items"] if item["kind"] == "figure"]
    placed = [*figures, "claims", "claim_counts", "claim_missing", "printed"]
    made = {name: MadeBy(language.data(origins[name].line), origins[name].products) for name in placed}
    printed = tables(frames, settings, made, language)
    return render(
        loader,
        "paper.md",
        numbers,
        printed,
        {key: (f"figures/{key}.svg", made[key]) for key in figures},
        language=language,
        numbering={item["key"]: item["number"] for item in contents["items"]},
    )
