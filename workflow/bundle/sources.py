"""Which files of the project, beside its results, belong into the bundle."""

from __future__ import annotations

from pathlib import Path

from bundle import BundleError

FILES = (
    *("Snakefile", "config.yaml", "Makefile", "pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"),
    *("CITATION.cff", "LICENSE", "NOTICE"),
    *("requirements.in", "requirements.txt", "requirements-dev.in", "requirements-dev.txt"),
)
FOLDERS = ("workflow", "report", "data", "tests")
ENDINGS = {
    *(".py", ".smk", ".json", ".R", ".csv", ".xls", ".yaml", ".md", ".txt", ".typ", ".bib", ".csl"),
    *(".html", ".css", ".js", ".jinja", ".rst", ".svg", ".ttf", ".otf", ".woff2"),
}
LEFT_BEHIND = {".pyc", ".pyo", ".orig", ".rej", ".bak", ".swp", ".tmp"}  # by programs and editors


def _left_behind(path: Path) -> bool:
    """Return whether a program or an editor left this file; ``path`` is relative to the project."""
    hidden = any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    return hidden or path.suffix in LEFT_BEHIND or path.name.endswith("~") or path.name.startswith("#")


def sources(root: Path) -> list[str]:
    """Return the project's own files, sorted; caches and what editors leave are passed over.

    Raises
    ------
    BundleError
        If a file is of a kind that the project does not have: it is neither dropped nor passed on unseen.
    """
    inside = [file for folder in FOLDERS for file in sorted((root / folder).rglob("*")) if file.is_file()]
    relative = [file.relative_to(root) for file in inside]
    own = [path for path in relative if not _left_behind(path)]
    for path in own:
        if path.suffix not in ENDINGS and path.name != "LICENSE":
            raise BundleError(
                f"{path.as_posix()}: files with the ending '{path.suffix}' are not known to the bundle; remove "
                "the file, or add the ending to ENDINGS in workflow/bundle/sources.py."
            )
    return sorted([*FILES, *(path.as_posix() for path in own)])
