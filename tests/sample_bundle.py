"""A project small enough to be bundled, computed again and compared within a second or two."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from bundle.assembling import described
from bundle.checksums import digest
from gate.manifest import COLUMNS

VINTAGE = "study"
RESULTS = f"results/{VINTAGE}"
TOP = f"money-multiplier-{VINTAGE}"
HOSTILE = "<script>alert(1)</script> | `#eval(1)` [a](b) *x* \"y\" 'z' \\ & $m$"

# Results are copied from here, one job a file, so that a rebuild takes no longer than Snakemake does.
SNAKEFILE = '''"""A stand-in for the workflow."""

import os

configfile: "config.yaml"

FOUND = glob_wildcards("workflow/results/{path,.+}").path
RESULTS = sorted(path for path in FOUND if os.path.isfile(f"workflow/results/{path}"))

rule all:
    input:
        expand("results/{vintage}/{path}", vintage=config["vintage"], path=RESULTS),

rule copy:
    input:
        "workflow/results/{path}",
    output:
        "results/{vintage}/{path}",
    wildcard_constraints:
        vintage="[^/]+",
    shell:
        "cp {input} {output}"
'''

NUMBERS = {
    "low": {"value": 3.6849, "unit": "ratio", "decimals": 2, "rule": "numbers", "inputs": [f"{RESULTS}/tables/a.csv"]},
    "month": {"value": "2008-12", "unit": "month", "decimals": None, "rule": "numbers", "inputs": []},
}
CLAIMS = "id,statement,verdict\nMB-01,Rises.,reproduced\nMB-02,Falls.,contradicted\n"
TABLE = "month,country,ratio\n2006-03,china,4.96123456789\n2006-04,china,0\n2006-05,china,5.01\n"
TEXT = """The low is 3.68.

```{=html}
<figure id="tab-a"><td>4.96</td></figure>
```

```{=html}
<figure id="tab-environment"><td>3.11.7</td></figure>
```
"""
README = "# Project\n\n## Time and memory\n\n| build | 2 s |\n\n## Layout\n\n```\nworkflow/  code\n```\n\nMore.\n"
CITATION = """cff-version: 1.2.0
title: "A study"
abstract: "What it does."
version: "1.0.0"
date-released: "2026-11-20"
license: MIT
keywords: [money]
authors:
  - name: "The project"
  - given-names: Ann
    family-names: Other
"""


def item(kind: str, number: int, key: str, product: str, caption: str = "What it shows.") -> dict[str, object]:
    """A row of contents.json."""
    return {"kind": kind, "number": str(number), "key": key, "caption": caption, "alt": "", "products": [product]}


ITEMS = [
    item("table", 1, "tab-data", "data/raw/a.csv"),
    item("figure", 1, "fig01", f"{RESULTS}/figures/fig01.csv"),
    item("table", 2, "tab-a", f"{RESULTS}/tables/a.csv"),
    item("table", 3, "tab-environment", f"{RESULTS}/tables/environment.csv"),
]


def manifest(rows: list[list[str]]) -> bytes:
    """data/raw/MANIFEST.csv of these rows."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows([COLUMNS, *rows])
    return lines.getvalue().encode()


def raw(name: str = "china/money/single.csv", publisher: str = "A bank; An office", title: str = "Money") -> list[str]:
    """A row of the manifest."""
    content = b"month,m2\n2006-03,1\n"
    return [name, digest(content), "1", "2006-03", "2006-03", "yuan", publisher, title, "single", "print", "", ""]


def project(**changes: bytes) -> dict[str, bytes]:
    """The files of the project and its results, path -> content."""
    steps = {
        path: {"rule": "copy", "script": "workflow/scripts/copy.py", "parameters": {}, "inputs": inputs}
        for path, inputs in {
            f"{RESULTS}/figures/fig01.csv": [f"{RESULTS}/tables/a.csv"],
            f"{RESULTS}/tables/a.csv": ["data/raw/china/money/single.csv", "data/corrections.csv"],
            f"{RESULTS}/tables/environment.csv": [],
        }.items()
    }
    results = {
        "numbers.json": json.dumps(NUMBERS),
        "claims.csv": CLAIMS,
        "contents.json": json.dumps({"items": ITEMS, "numbers": ["low"]}),
        "provenance.json": json.dumps({"items": ITEMS, "numbers": {"low": {}}, "steps": steps, "raw": {}}),
        "paper.md": TEXT,
        "paper.html": "<p>3.68</p>",
        "tables/a.csv": TABLE,
        "tables/environment.csv": "programme,version\nPython,3.11.7\nsnakemake,9.27.1\n",
        "figures/fig01.csv": TABLE,
        "figures/fig01.svg": "<svg/>",
        "models/arima.json": '{"phi": [0.91, 0.25]}',
    }
    files = {
        "Snakefile": SNAKEFILE,
        "config.yaml": "vintage: study\nseed: 7\n",
        "README.md": README,
        "NOTICE": "The figures are the publishers'.\n",
        "LICENSE": "MIT\n",
        "CITATION.cff": CITATION,
        "data/corrections.csv": "file,month\n",
        "data/raw/china/money/single.csv": "month,m2\n2006-03,1\n",
        "report/references.bib": "@book{A, author={Writer, Wanda}, title={A Book}, year={1963}, publisher={House}}\n",
        "workflow/scripts/copy.py": '"""Copies."""\n',
        **{f"workflow/results/{path}": content for path, content in results.items()},
        **{f"{RESULTS}/{path}": content for path, content in results.items()},
    }
    packed = {path: content.encode() for path, content in files.items()}
    return packed | {"data/raw/MANIFEST.csv": manifest([raw()])} | changes


def made(files: dict[str, bytes]) -> dict[str, dict[str, str]]:
    """What the workflow says of each product."""
    step = {"rule": "copy", "script": "workflow/scripts/copy.py"}
    return {path: step for path in files if path.startswith("results/")}


def bundled(**changes: bytes) -> dict[str, bytes]:
    """Every file of the bundle of the small project."""
    files = project(**changes)
    return described(files, VINTAGE, made(files), ["copy", "elsewhere"])


def write(files: dict[str, bytes], folder: Path) -> None:
    """Write files below a folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
