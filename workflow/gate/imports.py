"""Which modules a script needs, read from its own import statements.

Every rule takes these files as inputs, so that an edit of a module reruns exactly the rules whose
scripts import it, directly or through other modules, and no list of modules can be forgotten.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


def _imported_names(source: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise SyntaxError("relative imports are not followed; write the package's name")
            module = node.module or ""
            names.add(module)
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return names


def _file_of(name: str, roots: tuple[Path, ...]) -> Path | None:
    for root in roots:
        stem = root.joinpath(*name.split("."))
        for candidate in (stem.with_suffix(".py"), stem / "__init__.py"):
            if candidate.is_file():
                return candidate
    return None


def _with_parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[: i + 1]) for i in range(len(parts))]


@cache
def _direct(path: Path, roots: tuple[Path, ...]) -> frozenset[Path]:
    names = _imported_names(path.read_text(encoding="utf-8"))
    files = (_file_of(part, roots) for name in names for part in _with_parents(name))
    return frozenset(file for file in files if file is not None)


def dependencies(script: Path, roots: tuple[Path, ...]) -> list[Path]:
    """Return ``script`` and every file below ``roots`` that importing it would load, sorted.

    Parameters
    ----------
    script
        A Python file.
    roots
        The folders that are on the import path; what lies outside them (installed libraries) is
        covered by the lock file.
    """
    seen: set[Path] = set()
    queue = [script]
    while queue:
        path = queue.pop()
        if path not in seen:
            seen.add(path)
            queue.extend(_direct(path, roots))
    return sorted(seen)
