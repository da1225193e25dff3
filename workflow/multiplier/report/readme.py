"""The map of the README: every figure and table of the paper with the command, the code and the data behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

BEGIN, END = "<!-- map: make readme-map -->", "<!-- end of the map -->"
HEAD = "| in the paper | shows | command | code | data |\n|---|---|---|---|---|"


def _row(item: Mapping[str, Any], title: Mapping[str, str], steps: Mapping[str, Mapping[str, Any]]) -> str:
    label, data = f"{item['kind'].capitalize()} {item['number']}", item["product"]
    if not data:
        return f"| {label} | {title['title']} | comes with the project | | `{title['product']}.csv` |"
    step = steps[data]
    figure = item["kind"] == "figure"
    target = data.removesuffix(".csv") + ".svg" if figure else data
    code = f"workflow/multiplier/figures/{step['parameters']['module']}.py" if figure else step["script"]
    cells = [label, title["title"], f"`snakemake --cores 4 {target}`", f"rule `{step['rule']}`, `{code}`", f"`{data}`"]
    return f"| {' | '.join(cells)} |"


def result_map(
    items: Iterable[Mapping[str, Any]], titles: Iterable[Mapping[str, str]], steps: Mapping[str, Mapping[str, Any]]
) -> str:
    """Return the map as Markdown: figures and tables in two tables that open.

    Parameters
    ----------
    items
        Figures and tables in order, as contents.json has them.
    titles
        Rows of titles.csv: ``key``, ``product`` (a path without vintage and ending) and ``title``.
    steps
        Product -> how it is made, as provenance.json has it.
    """
    rows = {row["key"]: row for row in titles}
    found: dict[str, list[str]] = {"figure": [], "table": []}
    for item in items:
        found[item["kind"]].append(_row(item, rows[item["key"]], steps))
    return "\n\n".join(
        f"<details>\n<summary>{len(lines)} {kind}s</summary>\n\n" + "\n".join([HEAD, *lines]) + "\n\n</details>"
        for kind, lines in found.items()
    )


def with_map(readme: str, content: str) -> str:
    """Return the README with ``content`` between the marks of the map."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{content}\n\n{END}{after}"
