"""codecheck.yml, configuration 1.0 of CODECHECK (https://codecheck.org.uk/spec/config/1.0/)."""

from __future__ import annotations

from typing import Any

import yaml

from bundle.materials import Materials

SPECIFICATION = "https://codecheck.org.uk/spec/config/1.0/"
PRODUCTS = {
    "numbers.json": "Every number of the text with value, unit, decimals, rule and inputs",
    "claims.csv": "The verdict on each printed statement",
    "provenance.json": "From figures, tables and numbers to rules, scripts, parameters and raw files",
}
EDITIONS = (".html", ".pdf")


def codecheck(materials: Materials) -> str:
    """Return codecheck.yml: every figure and table with its output, numbers, verdicts and the editions of the paper.

    Certificate, codechecker, report and check_time are the codechecker's to add.
    """
    comments: dict[str, list[str]] = {}
    for item in materials.listed:
        comments.setdefault(item.output, []).append(f"{item.number}: {item.caption}")
    for name, comment in PRODUCTS.items():
        comments.setdefault(f"{materials.results}/{name}", []).append(comment)
    for path in materials.files:
        if path.startswith(f"{materials.results}/paper") and path.endswith(EDITIONS):
            comments.setdefault(path, []).append(f"The paper, {path.rpartition('/')[2]}")
    citation = materials.citation
    content: dict[str, Any] = {
        "version": SPECIFICATION,
        "paper": {"title": citation["title"], "authors": [{"name": name} for name in materials.authors]},
        "manifest": [{"file": file, "comment": " / ".join(lines)} for file, lines in comments.items()],
        "summary": f"{citation['abstract']} 00-README.md says how to check one figure and everything.",
    }
    if "repository-code" in citation:
        content["repository"] = citation["repository-code"]
    return "---\n" + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=118)
