"""00-README.md of the bundle, in the order of the Social Science Data Editors' template for replication packages.

Source of the order: https://social-science-data-editors.github.io/template_README/
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence

import pypandoc

from bundle.checksums import NAME as SUMS
from bundle.crate import NAME as CRATE
from bundle.markdown import block, code, table, text
from bundle.materials import MANY, RAW, Listed, Materials, Source

EXAMPLE = "fig05"  # the figure that a stranger checks first, if the paper has it
BIBLIOGRAPHY = "report/references.bib"
MEASURED = "Time and memory"  # section of the project's README
LAYOUT = "Layout"
MEGABYTE = 1e6


def _fenced(*lines: str) -> str:
    return "\n".join(["```", *lines, "```"])


def _list(items: Sequence[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _layout(materials: Materials) -> str:
    """Return the list of folders, without what the section says below it."""
    begin, fence, end = materials.section(LAYOUT).partition("```\n\n")
    return (begin + fence).strip() if end else begin


def example(materials: Materials) -> Listed:
    """Return the figure with which the README begins."""
    figures = [item for item in materials.listed if item.number.startswith("Figure")]
    return next((item for item in figures if item.key == EXAMPLE), figures[0])


def _files(source: Source) -> str:
    return ", ".join(map(code, source.files))


def _ends(ends: Sequence[str], sources: Sequence[Source]) -> list[str]:
    """Return a line for each file, the many of one table as one."""
    lines = {
        RAW + row["path"]: f"{code(source.files[0] if len(source.rows) > MANY else RAW + row['path'])}: "
        f"{text(row['table'])}, {text(row['publisher'])}"
        for source in sources
        for row in source.rows
    }
    return list(dict.fromkeys(lines.get(path, f"{code(path)}: the project's own list") for path in ends))


def _first(materials: Materials) -> str:
    """Return the way to one figure, in three steps."""
    item = example(materials)
    chain, ends = materials.behind(item.output.replace(".svg", ".csv"))
    steps = [
        f"{code(path)}: rule {text(materials.made[path]['rule'])}, {code(materials.made[path]['script'])}"
        for path in chain
    ]
    return f"""## Check {text(item.number)} in one minute

1. *Open* {code(materials.results + "/paper.html")} in a browser, no network needed, and go to {text(item.number)}: {text(item.caption)}
2. *Look* at what it draws, {code(item.output.replace(".svg", ".csv"))}, and at what that was computed from, first step first:

{_list(_ends(ends, materials.sources))}
{_list(steps)}

3. *Compute it again* from the raw files, without a network, and compare, in this folder and with the zip that it came from:

{_fenced(f"make verify BUNDLE=../{materials.vintage}.zip FIGURE={item.key}")}

The command needs Python 3.11 and make; the first time it installs the locked packages into `.venv`, for which alone a network is needed.
It says what differs, or that everything agrees. Without `FIGURE` it computes everything; any key of the list of tables and programs below can stand for the figure."""


def _overview(materials: Materials) -> str:
    kinds = Counter(item.number.split()[0] for item in materials.listed)
    numbers = materials.provenance["numbers"]
    return f"""## Overview

{text(materials.citation["abstract"])} This bundle holds the paper, its {kinds["Figure"]} figures and {kinds["Table"]} tables, every result, the raw figures and the code that
leads from these to those, for the vintage {code(materials.vintage)}. One command, `make paper`, runs all programs; `make verify` does so aside and compares.
{len(numbers):,} numbers of the text are marked in {code(materials.results + "/provenance.json")} with the file from which each is read, and nothing in the text is typed.

{text(materials.citation["title"])}, version {text(materials.citation["version"])}, by {text(", ".join(materials.authors))}."""


def _sources(materials: Materials) -> str:
    rows = [
        [
            text(source.all("table")),
            text(source.all("publisher")),
            _files(source),
            text(source.vintages),
            text(source.all("obtained_via")),
        ]
        for source in materials.sources
    ]
    details = table(["Title", "Publisher", "Files", "Vintage", "Obtained via"], rows)
    return f"""## Data availability and provenance statements

### Statement about rights

The word of the project on them, from {code("NOTICE")}:

{block(materials.text("NOTICE"))}

### License for data

The raw figures have no licence of this project; each remains subject to the terms of its publisher, which is named below.

### Summary of availability

All data are in this bundle: the {len(materials.manifest):,} raw files of {code(RAW + "MANIFEST.csv")}, each compared with its sha256 before any program runs. Nothing is confidential, and no access has to be asked for.

### Details on each data source

{details}

Publisher, unit, first and last row, vintage, route and sha256 of every single file are in {code(RAW + "MANIFEST.csv")}; known defects and breaks in {code("data/corrections.csv")}."""


def _datasets(materials: Materials) -> str:
    rows = [
        [
            _files(source),
            text(f"{len(source.rows):,}"),
            text(source.months),
            text(f"{sum(int(row['rows']) for row in source.rows):,}"),
            text(source.all("unit")),
            "yes",
        ]
        for source in materials.sources
    ]
    own = [
        [
            code(path),
            "1",
            "",
            text(f"{max(len(materials.text(path).splitlines()) - 1, 0):,}"),
            "this project's own",
            "yes",
        ]
        for path in sorted(materials.files)
        if path.startswith("data/") and path.endswith(".csv") and path.count("/") == 1
    ]
    return "## Dataset list\n\n" + table(
        ["Data file", "Files", "First to last row", "Rows", "Unit", "Provided"], rows + own
    )


def _requirements(materials: Materials) -> str:
    size = sum(map(len, materials.files.values())) / MEGABYTE
    used = sorted({made["rule"] for made in materials.made.values()} & set(materials.seeded))
    versions = _list([f"{text(name)} {text(version)}" for name, version in materials.programmes.items()])
    return f"""## Computational requirements

### Software requirements

This build was made with the following; {code("requirements.txt")} has every package with version and hashes, and `make` installs them into `.venv`.

{versions}

### Controlled randomness

Every random draw takes the seed {code(materials.config["seed"])} of {code("config.yaml")}; draws are made by the rules {text(", ".join(used))}.
Two builds on one machine give the same bytes.

### Memory, runtime and storage requirements

Unpacked the bundle takes {size:,.0f} MB, a build beside it as much again for its results. From the project's README:

{materials.section(MEASURED)}"""


def _programs(materials: Materials) -> str:
    rules = dict.fromkeys((made["rule"], made["script"]) for made in materials.made.values())
    rows = [[text(rule), code(script), text(materials.purpose(script))] for rule, script in sorted(rules)]
    return f"""## Description of programs/code

{_layout(materials)}

Each rule of the workflow runs one script, which reads, calls the library in {code("workflow/multiplier")} once, and writes:

{table(["Rule", "Script", "What it does"], rows)}

### License for code

{text(materials.citation["license"])}, see {code("LICENSE")}; what it does not cover, {code("NOTICE")} says."""


def _instructions(materials: Materials) -> str:
    return f"""## Instructions to replicators

1. `sha256sum --check --quiet {SUMS}` compares every file of the bundle with the list; nothing printed means all agree.
2. `make verify BUNDLE=../{materials.vintage}.zip` builds everything again in a folder of its own and compares numbers, verdicts, cells and files.
3. `make paper` builds in this folder what is missing, `make clean paper` everything; `make test` runs the tests.

### Details

- One figure or table: its command in the list below, in the activated environment (`. .venv/bin/activate`).
- Every choice (sample, windows, definitions, tests, seed) stands in {code("config.yaml")}; a change reruns what depends on it.
- {code("codecheck.yml")} lists the outputs for a codechecker; {code(CRATE)} describes every file, publisher and step for machines (RO-Crate).
- Vintages beside this one: `snakemake --cores 4 --config vintage=latest`, and what else the project's {code("README.md")} says."""


def _items(materials: Materials) -> str:
    rows = [
        [
            text(item.number),
            text(item.caption),
            f"{text(item.rule)}, {code(item.script)}",
            code(item.output),
            code(item.command + materials.option),
            code(item.key),
        ]
        for item in materials.listed
    ]
    head = ["Figure/Table", "Title", "Program (rule, script)", "Output file", "Command", "Key"]
    return "## List of tables and programs\n\n" + table(head, rows)


def _references(materials: Materials) -> str:
    """Return every entry of the bibliography, and each source of the data."""
    nocite = "---\nnocite: '@*'\nreferences: []\n---\n"
    with tempfile.NamedTemporaryFile(suffix=".bib") as bibliography:
        bibliography.write(materials.files[BIBLIOGRAPHY])
        bibliography.flush()
        entries = pypandoc.convert_text(
            nocite,
            "gfm-raw_html",
            format="markdown",
            extra_args=["--citeproc", f"--bibliography={bibliography.name}", "--wrap=none"],
        )
    data = [
        f"{text(source.all('publisher'))}: {text(source.all('table'))}. {text(source.months)}, "
        f"{text(source.dated)}. {_files(source)}"
        for source in materials.sources
    ]
    return f"## References\n\n{entries.strip()}\n\nData:\n\n{_list(data)}"


def readme(materials: Materials) -> str:
    """Return the README of the bundle; nothing in it is known but from the files of the bundle."""
    title = text(materials.citation["title"])
    parts = [
        f"# Replication package for: {title}",
        _first(materials),
        _overview(materials),
        _sources(materials),
        _datasets(materials),
        _requirements(materials),
        _programs(materials),
        _instructions(materials),
        _items(materials),
        _references(materials),
    ]
    return "\n\n".join(parts) + "\n"
