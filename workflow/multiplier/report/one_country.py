"""The page of a country that a user adds, as Markdown for the paper's page template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jinja2
import pandas as pd

from multiplier.one_country import COMPUTED
from multiplier.report.markup import Origin
from multiplier.report.numbers.one_country import page_numbers
from multiplier.report.tables.one_country import page_tables
from multiplier.report.template import render

# Figure -> the method that it shows.
FIGURES = {
    "growth": "",
    "index": "index",
    "correlogram": "forecasting formula",
    "forecast": "forecasting formula",
}


def page(
    loader: jinja2.BaseLoader,
    template: str,
    frames: Mapping[str, pd.DataFrame],
    settings: Mapping[str, Any],
    origins: Mapping[str, Origin],
) -> str:
    """Return the page as Markdown.

    Parameters
    ----------
    loader, template
        Where the page's text is.
    frames, settings
        As of :func:`multiplier.report.numbers.one_country.page_numbers`.
    origins
        Name of a frame, and ``figure`` -> rule, script and vintage that made it.
    """
    states = dict(frames["methods"].to_numpy())
    figures = {
        name: (f"figures/{name}.svg", origins["figure"])
        for name, method in FIGURES.items()
        if states.get(method, COMPUTED) == COMPUTED
    }
    tables = page_tables(frames, settings, origins)
    return render(loader, template, page_numbers(frames, settings), tables, figures, traced=False).text
