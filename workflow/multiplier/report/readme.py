"""The map of the README: every figure and table of the paper with the command, the code and the data behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

BEGIN, END = "<!-- map: make readme-map -->", "<!-- end of the map -->"
HEAD = "| in the paper | shows | command | code | data |\n|---|---|---|---|---|"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _row(item: Mapping[str, Any], title: Mapping[str, str], steps: Mapping[str, Mapping[str, Any]]) -> str:
    label, made = f"{item['kind'].capitalize()} {item['number']}", [path for path in item["products"] if path in steps]
    if not made:
        return f"| {label} | {title['title']} | comes with the project | | `{title['product']}.csv` |"
    if item["kind"] == "figure":
        targets = [path.removesuffix(".csv") + ".svg" for path in made]
        codes = {
            f"workflow/multiplier/figures/{steps[path]['parameters']['module']}.py": steps[path]["rule"]
            for path in made
        }
    else:
        targets = made
        codes = {steps[path]["script"]: steps[path]["rule"] for path in made}
    code = "; ".join(f"rule `{rule}`, `{script}`" for script, rule in codes.items())
    cells = [label, title["title"], f"`snakemake --cores 4 {' '.join(targets)}`", code, _quoted(made)]
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
