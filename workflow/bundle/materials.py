"""What the bundle's descriptions are written from: the files of the bundle itself, read once."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from bundle import PREFIX, BundleError, computed

RAW = "data/raw/"
MANIFEST = RAW + "MANIFEST.csv"
MANY = 3  # more files than this of one table are one entry of a list


@dataclass(frozen=True)
class Listed:
    """A figure or table of the paper and how to make it."""

    number: str  # "Figure 5"
    key: str
    caption: str
    rule: str
    script: str
    output: str
    command: str


@dataclass(frozen=True)
class Source:
    """The raw files of one table with one title."""

    table: str
    rows: Sequence[Mapping[str, str]]  # of the manifest

    @property
    def files(self) -> list[str]:
        """Return the paths of its files, or one pattern for its many."""
        if len(self.rows) > MANY:
            return [f"{RAW}{self.table}/*.csv"]
        return [RAW + row["path"] for row in self.rows]

    @property
    def months(self) -> str:
        """Return the first and the last row of all its files."""
        return f"{min(row['first'] for row in self.rows)} to {max(row['last'] for row in self.rows)}"

    @property
    def vintages(self) -> str:
        """Return its vintages in words."""
        names = sorted(row["vintage"] for row in self.rows)
        if len(names) > MANY:
            return f"{len(names)}, {names[0]} to {names[-1]}"
        return "undated" if names in (["single"], [""]) else ", ".join(names)

    @property
    def dated(self) -> str:
        """Return its vintages as a reference names them."""
        several = "s" if len(self.rows) > 1 else ""
        return self.vintages if self.vintages == "undated" else f"vintage{several} {self.vintages}"

    def all(self, column: str) -> str:
        """Return the different cells of a column, in the order of the manifest."""
        return "; ".join(dict.fromkeys(row[column] for row in self.rows))


@dataclass(frozen=True)
class Materials:
    """The bundle's files (path -> content), its vintage, and what the workflow says of its rules.

    ``made`` is product -> ``rule`` and ``script``; ``seeded`` names the rules that take the seed.
    """

    files: Mapping[str, bytes]
    vintage: str
    made: Mapping[str, Mapping[str, str]]
    seeded: Sequence[str]

    def text(self, path: str) -> str:
        """Return a file of the bundle as text."""
        return self.files[path].decode("utf-8")

    @property
    def top(self) -> str:
        """Return the name of the one folder at the top of the zip."""
        return PREFIX + self.vintage

    @property
    def results(self) -> str:
        """Return the folder of the results."""
        return f"results/{self.vintage}"

    @cached_property
    def config(self) -> dict[str, Any]:
        """Return the configuration."""
        content: dict[str, Any] = yaml.safe_load(self.text("config.yaml"))
        return content

    @cached_property
    def citation(self) -> dict[str, Any]:
        """Return the content of CITATION.cff."""
        # Dates stay as they are written.
        content: dict[str, Any] = yaml.load(self.text("CITATION.cff"), Loader=yaml.BaseLoader)
        return content

    @cached_property
    def authors(self) -> list[str]:
        """Return the names of the authors."""
        return [
            author.get("name") or f"{author['given-names']} {author['family-names']}"
            for author in self.citation["authors"]
        ]

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """Return the content of provenance.json."""
        content: dict[str, Any] = json.loads(self.files[f"{self.results}/provenance.json"])
        return content

    @cached_property
    def manifest(self) -> list[dict[str, str]]:
        """Return the rows of the raw manifest, each with its file in the bundle."""
        rows = list(csv.DictReader(io.StringIO(self.text(MANIFEST))))
        for row in rows:
            if RAW + row["path"] not in self.files:
                raise BundleError(f"{MANIFEST}: {row['path']} is not in the bundle; restore it from version control.")
        return rows

    @cached_property
    def sources(self) -> list[Source]:
        """Return the raw files by table and title, in the order of the manifest."""
        groups: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in self.manifest:
            groups.setdefault((row["path"].rpartition("/")[0], row["table"]), []).append(row)
        return [Source(table, rows) for (table, _), rows in groups.items()]

    @cached_property
    def option(self) -> str:
        """Return what a command takes beside its target, so that this vintage is built."""
        return "" if self.vintage == self.config["vintage"] else f" --config vintage={self.vintage}"

    @cached_property
    def programmes(self) -> dict[str, str]:
        """Return the versions of the programmes of this build."""
        rows = csv.DictReader(io.StringIO(self.text(f"{self.results}/tables/environment.csv")))
        return {row["programme"]: row["version"] for row in rows}

    @cached_property
    def listed(self) -> list[Listed]:
        """Return every figure and table in the order of the paper; what no step computes is printed by the text's."""
        items = json.loads(self.files[f"{self.results}/contents.json"])["items"]
        return [self._listed(item) for item in items]

    def _listed(self, item: Mapping[str, Any]) -> Listed:
        outputs = computed(item) or [f"{self.results}/paper.md"]
        if item["kind"] == "figure":
            outputs = [re.sub(r"\.csv$", ".svg", outputs[0])]
        output = outputs[0]
        for path in outputs:
            if path not in self.made:
                raise BundleError(f"contents.json: {item['key']}: no rule makes {path}; build the paper again.")
        return Listed(
            f"{item['kind'].capitalize()} {item['number']}",
            item["key"],
            item["caption"],
            self.made[output]["rule"],
            self.made[output]["script"],
            output,
            f"snakemake --cores 4 {' '.join(outputs)}",
        )

    def purpose(self, script: str) -> str:
        """Return the first line of a script's docstring."""
        return (ast.get_docstring(ast.parse(self.text(script))) or "").partition("\n")[0]

    def section(self, title: str) -> str:
        """Return a section of the project's README, its heading left out.

        Raises
        ------
        BundleError
            If there is no such section.
        """
        found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", self.text("README.md"), re.M | re.S)
        if found is None:
            raise BundleError(
                f"README.md: no section '## {title}', which the bundle's own README repeats; put the section back, or "
                "change the title in workflow/bundle/readme.py."
            )
        return found[1].strip()

    def behind(self, product: str) -> tuple[list[str], list[str]]:
        """Return the products on the way to ``product``, first made first, and the other files that it rests on."""
        steps = self.provenance["steps"]
        chain: list[str] = []
        ends: set[str] = set()

        def visit(path: str) -> None:
            if path not in steps:
                ends.add(path)
            elif path not in chain:
                for source in steps[path]["inputs"]:
                    visit(source)
                chain.append(path)

        visit(product)
        return chain, sorted(ends)
