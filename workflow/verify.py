"""Check a bundle: unpack it, compare its checksums, compute its results again without a network, compare those.

    make verify BUNDLE=results/bundles/study.zip
    make verify BUNDLE=results/bundles/study.zip FIGURE=fig05

Exit code 0: every number, verdict, cell and file is the same. 3: all that is printed is the same, bytes are not.
1: a number as printed, a verdict, a word or a cell within six digits is not the same. 2: the bundle cannot be checked.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bundle import PREFIX, BundleError, computed
from bundle.archive import unpack
from bundle.checksums import check, digest
from bundle.comparison import PRINTED, RESULT, Comparison, compare
from bundle.rebuilding import rebuild, without_network

AGREES, DIFFERS, UNCHECKED, OTHER_BYTES = 0, 1, 2, 3
LISTED = 10  # differences of one file that are printed without --all
CORES = 4


def target(results: Path, wanted: str) -> str:
    """Return the file behind the key of a figure or table, or the name of a table, below ``results``."""
    items = json.loads((results / "contents.json").read_text(encoding="utf-8"))["items"]
    paths = {item["key"]: next(iter(computed(item)), "") for item in items}
    paths |= {file.stem: f"results/{results.name}/tables/{file.name}" for file in sorted(results.glob("tables/*.csv"))}
    if wanted not in paths:
        near = difflib.get_close_matches(wanted, paths, 3, 0.5) or list(paths)[:3]
        raise BundleError(f"FIGURE: '{wanted}' is no figure or table of the bundle; did you mean {', '.join(near)}?")
    if not paths[wanted]:
        raise BundleError(f"FIGURE: {wanted} prints a file of data/ as it is; there is nothing to compute again.")
    return str(paths[wanted])


def say(comparison: Comparison, everything: bool) -> None:
    """Print what differs, file by file."""
    seen: Counter[str] = Counter()
    for difference in comparison.differences:
        seen[difference.file] += 1
        if everything or seen[difference.file] <= LISTED:
            print(difference)
    for file, count in seen.items():
        if count > LISTED and not everything:
            print(f"{file}: {count - LISTED:,} more; the option --all prints them")


def summary(comparison: Comparison, seconds: float) -> tuple[int, str]:
    """Return the exit code and the line that sums it up."""
    counts = [f"{count:,} {kind}" for kind, count in sorted(comparison.counts.items(), reverse=True)]
    compared = ", ".join([*counts, f"{comparison.files:,} files"])
    took = f"; {seconds:.0f} s"
    if not comparison.differences:
        return AGREES, f"agrees: {compared}, every number as printed and in full, every file by hash{took}."
    files = len({difference.file for difference in comparison.differences})
    printed, results = (len(comparison.of(kind)) for kind in (PRINTED, RESULT))
    if printed or results:
        return DIFFERS, (
            f"differs: {printed:,} differences in numbers as printed, verdicts and text, {results:,} in cells, columns "
            f"or files that the text does not show; {files:,} files differ in all, of {compared}{took}."
        )
    return OTHER_BYTES, (
        f"agrees as printed, not in every byte: {files:,} files differ in further digits, versions of programmes or "
        f"drawing alone, as on another platform; compared: {compared}{took}."
    )


def verify(path: Path, figure: str, cores: int, everything: bool) -> int:
    """Check the bundle at ``path`` and return the exit code."""
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="verify-") as temporary:
        folder = unpack(path, Path(temporary, "bundle"))
        vintage = folder.name.removeprefix(PREFIX)
        files = check(folder, str(path))
        print(f"{path}: {len(files):,} files, each as SHA256SUMS lists it; sha256 of the bundle {_sha256(path)}")
        results, aside = folder / "results" / vintage, Path(temporary, "aside", vintage)
        if not (results / "numbers.json").is_file():
            raise BundleError(f"{path}: it has no results/{vintage}/numbers.json; give the zip that was published.")
        targets = [target(results, figure)] if figure else []
        aside.parent.mkdir()
        results.rename(aside)
        prefix = without_network()
        off = (
            "the network is off (unshare)" if prefix else "this system cannot switch the network off; no rule uses one"
        )
        print(f"Computing {', '.join(targets) or f'results/{vintage}'} from data/raw; {off}.", flush=True)
        rebuild(folder, vintage, targets, cores, prefix)
        try:
            comparison = compare(aside, results, only_rebuilt=bool(figure))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BundleError(f"{path}: a file of its results cannot be read ({error!r}).") from error
    say(comparison, everything)
    code, line = summary(comparison, time.monotonic() - begin)
    print(line)
    return code


def _sha256(path: Path) -> str:
    return digest(path.read_bytes())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, prog="verify.py", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bundle", help="the zip that `snakemake bundle` made")
    parser.add_argument("--figure", default="", metavar="KEY", help="only this figure or table, such as fig05")
    parser.add_argument("--cores", type=int, default=CORES, help=f"jobs at the same time (default: {CORES})")
    parser.add_argument("--all", action="store_true", help="print every difference, not the first ones of each file")
    return parser


def main(words: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    arguments = _parser().parse_args(words)
    try:
        if not arguments.bundle:
            raise BundleError("no bundle was named; say make verify BUNDLE=results/bundles/study.zip.")
        return verify(Path(arguments.bundle), arguments.figure, arguments.cores, arguments.all)
    except BundleError as error:
        print(f"error: {error}", file=sys.stderr)
    except OSError as error:
        print(f"error: {error.filename or arguments.bundle}: {error.strerror or error}.", file=sys.stderr)
    except KeyboardInterrupt:
        print("error: interrupted; nothing was changed.", file=sys.stderr)
    return UNCHECKED


if __name__ == "__main__":
    sys.exit(main())
