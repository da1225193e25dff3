"""ro-crate-metadata.json: RO-Crate 1.1 with the profiles Workflow RO-Crate 1.0 and Workflow Run Crate 0.5.

Specifications: https://w3id.org/ro/crate/1.1, https://w3id.org/workflowhub/workflow-ro-crate/1.0,
https://w3id.org/ro/wfrun/workflow/0.5.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from bundle.checksums import NAME as SUMS
from bundle.checksums import digest
from bundle.materials import RAW, Materials

NAME = "ro-crate-metadata.json"
README = "00-README.md"
WORKFLOW = "Snakefile"
CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}]
CRATE = "https://w3id.org/ro/crate/1.1"
WORKFLOW_CRATE = "https://w3id.org/workflowhub/workflow-ro-crate/1.0"
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    WORKFLOW_CRATE: ("Workflow RO-Crate", "1.0"),
}
BIOSCHEMAS = "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"
SNAKEMAKE = "https://w3id.org/workflowhub/workflow-ro-crate#snakemake"
COMPLETED = "http://schema.org/CompletedActionStatus"
CODE = {".py", ".smk", ".js", ".R"}
FORMATS = {
    "": "text/plain",
    ".bib": "application/x-bibtex",
    ".cff": "application/yaml",
    ".css": "text/css",
    ".csv": "text/csv",
    ".html": "text/html",
    ".in": "text/plain",
    ".jinja": "text/plain",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".py": "text/x-python",
    ".R": "text/x-r",
    ".smk": "text/x-python",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".ttf": "font/ttf",
    ".txt": "text/plain",
    ".typ": "text/plain",
    ".woff2": "font/woff2",
    ".xls": "application/vnd.ms-excel",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}

Entity = dict[str, Any]


def identifier(path: str) -> str:
    """Return the @id of a file: its path, percent-encoded."""
    return quote(path, safe="/")


def _to(*identifiers: str) -> dict[str, str] | list[dict[str, str]]:
    """Return a reference, or a list of several."""
    several = [{"@id": each} for each in identifiers]
    return several[0] if len(several) == 1 else several


def _slug(kind: str, name: str) -> str:
    return f"#{kind}-{quote(re.sub(r'[^a-z0-9]+', '-', name.casefold()).strip('-'))}"


def _publishers(names: str) -> dict[str, str]:
    """Return @id -> name of each publisher in a cell of the manifest."""
    return {_slug("publisher", name): name for name in names.split("; ")}


def _file(path: str, content: bytes, version: str) -> Entity:
    suffix = PurePosixPath(path).suffix
    code = {"@type": ["File", "SoftwareSourceCode"], "version": version}
    return {
        "@id": identifier(path),
        "@type": "File",
        "name": path,
        "encodingFormat": FORMATS.get(suffix, "application/octet-stream"),
        "contentSize": str(len(content)),
        "sha256": digest(content),
    } | (code if suffix in CODE else {})


def _raw(row: dict[str, str]) -> Entity:
    """Return what the manifest says of a raw file."""
    said: Entity = {
        "name": row["table"],
        "description": f"{row['table']}, unit: {row['unit']}. Obtained via: {row['obtained_via']}.",
        "publisher": _to(*_publishers(row["publisher"])),
        "license": {"@id": "NOTICE"},
    }
    if row["vintage"]:
        said["version"] = row["vintage"]
    if re.fullmatch(r"\d{4}(-\d{2})*", row["first"]) and re.fullmatch(r"\d{4}(-\d{2})*", row["last"]):
        said["temporalCoverage"] = f"{row['first']}/{row['last']}"
    return said


def _actions(materials: Materials, agents: Any) -> list[Entity]:
    """Return the whole build, from raw files to results, and each step that provenance.json has, as actions."""
    raw = sorted(path for path in materials.files if path.startswith(RAW) and path.endswith(".csv"))
    own = ["config.yaml", *sorted(path for path in materials.files if re.fullmatch(r"data/[^/]+\.csv", path))]
    results = sorted(path for path in materials.files if path.startswith(materials.results + "/"))
    build = {
        "@id": "#build",
        "@type": "CreateAction",
        "name": f"Build of the vintage {materials.vintage}",
        "description": f"snakemake --cores 4{materials.option}",
        "instrument": {"@id": WORKFLOW},
        "agent": agents,
        "object": _to(*map(identifier, [*own, *raw])),
        "result": _to(*map(identifier, results)),
        "actionStatus": COMPLETED,
        "endTime": materials.citation["date-released"],
    }
    steps: dict[tuple[str, ...], list[str]] = {}
    scripts: dict[tuple[str, ...], tuple[str, str]] = {}
    for product, step in sorted(materials.provenance["steps"].items()):
        same = (step["rule"], step["script"], json.dumps(step["parameters"], sort_keys=True), *step["inputs"])
        steps.setdefault(same, []).append(product)
        scripts[same] = (step["rule"], step["script"])
    actions = [
        {
            "@id": f"#step-{number}",
            "@type": "CreateAction",
            "name": f"Rule {scripts[same][0]}",
            "description": materials.purpose(scripts[same][1]),
            "instrument": {"@id": identifier(scripts[same][1])},
            "agent": agents,
            "object": _to(*(identifier(path) for path in same[3:])),
            "result": _to(*map(identifier, products)),
            "actionStatus": COMPLETED,
            "endTime": materials.citation["date-released"],
        }
        for number, (same, products) in enumerate(steps.items(), start=1)
    ]
    return [build, *actions]


def crate(materials: Materials) -> str:
    """Return ro-crate-metadata.json for the files of the bundle, which it does not list itself."""
    citation = materials.citation
    authors = [_slug("author", name) for name in materials.authors]
    entities = {path: _file(path, content, citation["version"]) for path, content in sorted(materials.files.items())}
    for row in materials.manifest:
        entities[RAW + row["path"]] |= _raw(row)
    licence = f"https://spdx.org/licenses/{citation['license']}"
    entities[WORKFLOW] |= {
        "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow"],
        "conformsTo": {"@id": BIOSCHEMAS},
        "name": citation["title"],
        "description": (ast.get_docstring(ast.parse(materials.text(WORKFLOW).split("\n\n")[0])) or ""),
        "programmingLanguage": {"@id": SNAKEMAKE},
        "license": {"@id": licence},
        "version": citation["version"],
    }
    for path in materials.files.keys() & {"README.md", README}:
        entities[path] |= {"about": {"@id": "./"}}
    sums = {"@id": SUMS, "@type": "File", "name": SUMS, "encodingFormat": "text/plain"}
    publishers = {key: name for row in materials.manifest for key, name in _publishers(row["publisher"]).items()}
    actions = _actions(materials, _to(*authors))
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{citation['title']} (bundle of the vintage {materials.vintage})",
        "description": citation["abstract"],
        "datePublished": citation["date-released"],
        "version": citation["version"],
        "license": {"@id": licence},
        "author": _to(*authors),
        "publisher": _to(*authors),
        "keywords": ", ".join(citation.get("keywords", [])),
        "conformsTo": _to(*PROFILES),
        "mainEntity": {"@id": WORKFLOW},
        "mentions": _to(*(action["@id"] for action in actions)),
        "hasPart": _to(*(entity["@id"] for entity in entities.values()), SUMS),
    }
    described = {
        "@id": NAME,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": _to(CRATE, WORKFLOW_CRATE),
    }
    context = [
        {"@id": licence, "@type": "CreativeWork", "name": citation["license"]},
        {
            "@id": SNAKEMAKE,
            "@type": "ComputerLanguage",
            "name": "Snakemake",
            "alternateName": "Snakemake",
            "identifier": {"@id": "https://doi.org/10.1093/bioinformatics/bts480"},
            "url": {"@id": "https://snakemake.readthedocs.io"},
            "version": materials.programmes["snakemake"],
        },
        *(
            {"@id": key, "@type": "CreativeWork", "name": name, "version": version}
            for key, (name, version) in PROFILES.items()
        ),
        *({"@id": key, "@type": "Organization", "name": name} for key, name in sorted(publishers.items())),
        *(
            {"@id": key, "@type": "Organization" if "name" in author else "Person", "name": name}
            for key, name, author in zip(authors, materials.authors, citation["authors"], strict=True)
        ),
    ]
    graph = [described, root, *entities.values(), sums, *context, *actions]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, indent=1, ensure_ascii=False) + "\n"
