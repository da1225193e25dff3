"""Where a product comes from: its rule, its script and the raw files at the end of the chain.

Read from Snakemake's own rules, so that what is printed under a figure cannot differ from what ran.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from snakemake.iocontainers import Wildcards

from gate.manifest import RawFile

CODE = ("workflow/", "requirements.txt")
RESULTS = "results/"
RAW = "data/raw/"
MANY = 3  # more raw files than this of one table are written as one entry


def _folded(files: Iterable[str]) -> dict[str, list[str]]:
    """Return entry -> its files: each file by itself, but for more than :data:`MANY` of one folder, folder/*.csv."""
    folders: dict[str, list[str]] = {}
    for file in sorted(files):
        folders.setdefault(str(PurePosixPath(file).parent), []).append(file)
    entries: dict[str, list[str]] = {}
    for folder, inside in folders.items():
        entries |= {f"{folder}/*.csv": inside} if len(inside) > MANY else {file: [file] for file in inside}
    return entries


class Lineage:
    """The workflow's rules, asked backwards."""

    def __init__(self, rules: Sequence[Any], root: Path) -> None:
        self._rules, self._root = rules, root
        self._inputs: dict[str, list[str]] = {}  # product -> what its rule reads; many products share their ancestors

    def rule(self, path: str) -> Any:
        """Return the rule that makes ``path``."""
        return next(rule for rule in self._rules if rule.is_producer(path))

    def data_inputs(self, path: str) -> list[str]:
        """Return what the rule behind ``path`` reads, its code left out."""
        if path not in self._inputs:
            rule = self.rule(path)
            inputs = rule.expand_input(Wildcards(fromdict=rule.get_wildcards(path)))[0]
            self._inputs[path] = [str(file) for file in inputs if not str(file).startswith(CODE)]
        return self._inputs[path]

    def ends(self, path: str) -> set[str]:
        """Return every file at the end of the chain behind ``path``."""
        found: set[str] = set()
        queue, seen = [path], {path}
        while queue:
            for file in self.data_inputs(queue.pop()):
                if not file.startswith(RESULTS):
                    found.add(file)
                elif file not in seen:
                    seen.add(file)
                    queue.append(file)
        return found

    def raw_inputs(self, path: str) -> list[str]:
        """Return the files at the end of the chain behind ``path``, vintages of one table folded into one entry."""
        return sorted(_folded(self.ends(path)))

    def source(self, path: str) -> dict[str, Any]:
        """Return the rule's name and the inputs of numbers read from ``path``, as numbers.json has them."""
        return {"rule": self.rule(path).name, "inputs": [path, *self.raw_inputs(path)]}

    def files(self, path: str, manifest: Mapping[str, RawFile]) -> list[dict[str, str]]:
        """Return publisher, title, vintage and path of what is at the end of the chain behind ``path``, by publisher.

        Many vintages of one table are one entry, whose path is their folder; what is no raw file is the project's own.
        """
        found = []
        for file, files in sorted(_folded(self.ends(path)).items()):
            # What is read, not what the folder holds: a vintage fetched later stands beside and changes nothing.
            rows = [manifest[inside] for inside in (name.removeprefix(RAW) for name in files) if inside in manifest]
            if not rows:
                found.append({"publisher": "This project", "title": Path(file).stem, "vintage": "", "path": file})
                continue
            vintages = sorted(row.vintage for row in rows)
            one = "" if vintages[0] in ("", "single") else f"vintage {vintages[0]}"
            found.append(
                {
                    "publisher": rows[0].publisher,
                    "title": rows[0].title,
                    "vintage": f"{len(rows)} vintages, {vintages[0]} to {vintages[-1]}" if len(rows) > 1 else one,
                    "path": file.removesuffix("*.csv"),
                }
            )
        return sorted(found, key=lambda entry: (entry["publisher"], entry["path"]))

    def origin(self, path: str, vintage: str) -> str:
        """Return the line printed under a figure or table: rule, script and vintage that made it."""
        return f"Rule {self.rule(path).name}, script {self.script(path)}, vintage {vintage}."

    def script(self, path: str) -> str:
        """Return the script that makes ``path``, as a path of the project."""
        rule = self.rule(path)
        script = Path(rule.basedir.get_path_or_uri(secret_free=True), rule.script).resolve()
        return script.relative_to(self._root).as_posix()

    def parameters(self, path: str) -> dict[str, Any]:
        """Return the parameters with which the script makes ``path``."""
        rule = self.rule(path)
        wildcards = Wildcards(fromdict=rule.get_wildcards(path))
        inputs, outputs = rule.expand_input(wildcards)[0], rule.expand_output(wildcards)[0]
        return dict(rule.expand_params(wildcards, inputs, outputs, None)[0].items())

    def step(self, path: str) -> dict[str, Any]:
        """Return rule, script, parameters and inputs of what makes ``path``."""
        return {
            "rule": self.rule(path).name,
            "script": self.script(path),
            "parameters": self.parameters(path),
            "inputs": self.data_inputs(path),
        }

    def steps(self, paths: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Return every product behind ``paths``, and these: path -> rule, script, parameters and inputs."""
        found: dict[str, dict[str, Any]] = {}
        queue = [path for path in paths if path.startswith(RESULTS)]
        while queue:
            path = queue.pop()
            if path in found:
                continue
            found[path] = self.step(path)
            queue += [file for file in found[path]["inputs"] if file.startswith(RESULTS)]
        return found
