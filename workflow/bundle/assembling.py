"""The files of the project and its results -> the zip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bundle import archive, checksums, crate
from bundle.codecheck import codecheck
from bundle.materials import Materials
from bundle.readme import readme


def described(
    files: Mapping[str, bytes], vintage: str, made: Mapping[str, Mapping[str, str]], seeded: Sequence[str]
) -> dict[str, bytes]:
    """Return every file of the bundle, path -> content, its descriptions and checksums among them.

    Parameters
    ----------
    files
        The project's files and the results of ``vintage``.
    vintage
        Name of the vintage.
    made
        Product -> ``rule`` and ``script`` that make it.
    seeded
        Names of the rules that take the seed.

    Raises
    ------
    BundleError
        If what the descriptions are written from is not there.
    """
    materials = Materials(files, vintage, made, seeded)
    content = dict(files)
    content["codecheck.yml"] = codecheck(materials).encode()
    content[crate.README] = readme(materials).encode()
    content[crate.NAME] = crate.crate(Materials(content, vintage, made, seeded)).encode()
    content[checksums.NAME] = checksums.sums(content).encode()
    return content


def bundle(
    files: Mapping[str, bytes], vintage: str, made: Mapping[str, Mapping[str, str]], seeded: Sequence[str]
) -> bytes:
    """Return the zip; parameters and errors as of :func:`described`."""
    return archive.pack(described(files, vintage, made, seeded), Materials(files, vintage, made, seeded).top)
