"""The check of a bundle: what it finds, how it says so, and its exit code."""

import json
import os
import shutil
import subprocess
import sys
from functools import cache

import pytest
import sample_bundle as sample
import verify
from conftest import ROOT

from bundle import archive, checksums, rebuilding
from bundle.comparison import agree

NUMBERS = f"{sample.RESULTS}/numbers.json"


@cache
def sound():
    """The files of a bundle that agrees with what its workflow makes."""
    return sample.bundled()


def altered(**changes):
    """A bundle in which files are others (None: gone) and the list of checksums says so."""
    files = {path: content for path, content in (sound() | changes).items() if content is not None}
    del files[checksums.NAME]
    return files | {checksums.NAME: checksums.sums(files).encode()}


def number(**changes):
    """A bundle whose number `low` has other fields."""
    numbers = json.loads(sound()[NUMBERS])
    numbers["low"] |= changes
    return altered(**{NUMBERS: json.dumps(numbers).encode()})


def swapped(name, old, new):
    """A bundle in which a result has ``new`` for ``old``."""
    path = f"{sample.RESULTS}/{name}"
    assert old.encode() in sound()[path]
    return altered(**{path: sound()[path].replace(old.encode(), new.encode())})


def copied(folder, vintage, targets, cores, prefix):
    """What the workflow of the small project does, without the time that Snakemake takes to start."""
    shutil.copytree(folder / "workflow/results", folder / f"results/{vintage}", dirs_exist_ok=True)


@pytest.fixture
def check(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(verify, "rebuild", copied)

    def run(files, *options):
        path = tmp_path / "b.zip"
        path.write_bytes(files if isinstance(files, bytes) else archive.pack(files, sample.TOP))
        code = verify.main([str(path), *options])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out.splitlines(), said.err

    return run


def test_a_sound_bundle_agrees(check):
    code, lines, errors = check(sound())
    assert (code, errors) == (0, "")
    assert f"{len(sound()) - 1} files, each as SHA256SUMS lists it" in lines[0]
    assert len(lines) == 3
    assert lines[-1].startswith(
        "agrees: 2 verdicts, 2 numbers, 22 cells, 11 files, every number as printed and in full, every file by hash"
    )


@pytest.mark.parametrize(
    ("files", "code", "line"),
    [
        (
            lambda: number(value=3.6951),
            1,
            "study/numbers.json, low: in the bundle 3.70 (3.6951), rebuilt 3.68 (3.6849)",
        ),
        (
            lambda: number(value=3.68491),
            3,
            "study/numbers.json, low: in the bundle 3.68 (3.68491), rebuilt 3.68 (3.6849) (bytes alone)",
        ),
        (lambda: number(unit="percent"), 1, "study/numbers.json, low, unit: in the bundle percent, rebuilt ratio"),
        (lambda: number(decimals=3), 1, "study/numbers.json, low, decimals: in the bundle 3, rebuilt 2"),
        (
            lambda: altered(**{NUMBERS: json.dumps({"low": sample.NUMBERS["low"]}).encode()}),
            1,
            "study/numbers.json, month: in the bundle nothing, rebuilt December 2008",
        ),
        (
            lambda: swapped("claims.csv", "contradicted", "reproduced"),
            1,
            "study/claims.csv, MB-02, verdict: in the bundle reproduced, rebuilt contradicted",
        ),
        (
            lambda: swapped("tables/a.csv", "5.01", "5.02"),
            1,
            "study/tables/a.csv, line 4 (2006-05, china), ratio: in the bundle 5.02, rebuilt 5.01 (not in the text)",
        ),
        (
            lambda: swapped("tables/a.csv", "4.96123456789", "4.96123456788"),
            3,
            "study/tables/a.csv, line 2 (2006-03, china), ratio: in the bundle 4.96123456788, rebuilt 4.96123456789 "
            "(bytes alone)",
        ),
        (
            lambda: swapped("tables/a.csv", "2006-05,china,5.01\n", ""),
            1,
            "study/tables/a.csv, rows: in the bundle 2, rebuilt 3 (not in the text)",
        ),
        (
            lambda: swapped("tables/a.csv", "country", "area"),
            1,
            "study/tables/a.csv, columns: in the bundle month,area,ratio, rebuilt "
            "month,country,ratio (not in the text)",
        ),
        (
            lambda: swapped("tables/environment.csv", "3.11.7", "3.11.2"),
            3,
            "study/tables/environment.csv, line 2 (Python, 3.11.2), version: in the bundle 3.11.2, rebuilt 3.11.7 "
            "(bytes alone)",
        ),
        (
            lambda: swapped("paper.md", "4.96", "4.97"),
            1,
            'study/paper.md, line 4: in the bundle <figure id="tab-a"><td>4.97</td></figure>, '
            'rebuilt <figure id="tab-a"><td>4.96</td></figure>',
        ),
        (
            lambda: swapped("paper.md", "3.11.7", "3.11.2"),
            3,
            'study/paper.md, line 8: in the bundle <figure id="tab-environment"><td>3.11.2</td></figure>, '
            'rebuilt <figure id="tab-environment"><td>3.11.7</td></figure> (bytes alone)',
        ),
        (
            lambda: swapped("models/arima.json", "0.25", "0.26"),
            1,
            "study/models/arima.json, phi[1]: in the bundle 0.26, rebuilt 0.25 (not in the text)",
        ),
        (
            lambda: swapped("figures/fig01.svg", "<svg/>", "<svg />"),
            3,
            "study/figures/fig01.svg: in the bundle 7 bytes, rebuilt 6 other bytes (bytes alone)",
        ),
        (
            lambda: altered(**{f"{sample.RESULTS}/tables/a.csv": None}),
            1,
            "study/tables/a.csv: in the bundle nothing, rebuilt the file (not in the text)",
        ),
        (
            lambda: altered(**{f"{sample.RESULTS}/tables/b.csv": b"a\n1\n"}),
            1,
            "study/tables/b.csv: in the bundle the file, rebuilt nothing (not in the text)",
        ),
    ],
)
def test_what_differs_is_named(check, files, code, line):
    found, lines, _ = check(files())
    assert (found, lines[2:-1]) == (code, [line])
    hidden = line.endswith("(not in the text)")
    differs = f"differs: {1 - hidden} differences in numbers as printed, verdicts and text, {hidden:d} in cells"
    begins = {1: differs, 3: "agrees as printed, not in every byte: 1 files differ"}
    assert lines[-1].startswith(begins[code])


def test_many_differences_of_a_file_are_cut_short_and_can_be_asked_for(check):
    rows = "".join(f"{2000 + year}-01,china,{year}\n" for year in range(15))
    name = f"{sample.RESULTS}/tables/a.csv"
    kept = "workflow/results/tables/a.csv"
    files = altered(**{name: f"month,country,ratio\n{rows}".encode()})
    files = altered(**{name: files[name], kept: files[name].replace(b",china,", b",china,1")})
    assert "study/tables/a.csv: 5 more; the option --all prints them" in check(files)[1]
    assert len(check(files, "--all")[1]) == 3 + 15


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"data/raw/china/money/single.csv": b"month,m2\n2006-03,2\n"}, "not the file that SHA256SUMS lists"),
        ({"data/raw/china/money/single.csv": None}, "listed in SHA256SUMS but missing"),
        ({"data/raw/china/extra.csv": b""}, "not listed in SHA256SUMS"),
        ({"SHA256SUMS": None}, "it has no SHA256SUMS"),
        ({"SHA256SUMS": b"abc\n"}, "SHA256SUMS, line 1: not 'sha256  path'"),
    ],
)
def test_a_file_that_is_not_as_listed_stops_the_check(check, monkeypatch, change, said):
    monkeypatch.setattr(verify, "rebuild", lambda *_: pytest.fail("nothing of such a bundle may run"))
    code, lines, errors = check({path: content for path, content in (sound() | change).items() if content is not None})
    assert (code, lines) == (2, [])
    assert said in errors
    assert next(iter(change)) in errors
    assert errors.startswith("error: ")
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (lambda: b"no zip", "b.zip: not a zip file, or damaged"),
        (lambda: archive.pack(sound(), "another"), "b.zip: at its top it has 'another'"),
        (lambda: archive.pack(sound(), "money-multiplier-x"), "b.zip: it has no results/x/numbers.json"),
        (lambda: altered(**{NUMBERS: b"[1]"}), "b.zip: a file of its results cannot be read"),
        (lambda: altered(**{NUMBERS: b'{"low": 1}'}), "b.zip: a file of its results cannot be read"),
        (lambda: altered(**{f"{sample.RESULTS}/tables/a.csv": b""}), "b.zip: a file of its results cannot be read"),
    ],
)
def test_what_is_no_bundle_gets_one_sentence(check, files, said):
    code, _, errors = check(files())
    assert code == 2
    assert said in errors
    assert len(errors.splitlines()) == 1


def test_one_figure_compares_only_what_it_takes(check, monkeypatch):
    def one(folder, vintage, targets, cores, prefix):
        assert targets == [f"{sample.RESULTS}/figures/fig01.csv"]
        (folder / f"results/{vintage}/figures").mkdir(parents=True)
        shutil.copy(folder / "workflow/results/figures/fig01.csv", folder / targets[0])

    monkeypatch.setattr(verify, "rebuild", one)
    code, lines, _ = check(swapped("tables/a.csv", "5.01", "5.02"), "--figure=fig01")
    assert (code, lines[-1].split(";")[0]) == (
        0,
        "agrees: 9 cells, 1 files, every number as printed and in full, every file by hash",
    )
    assert check(swapped("figures/fig01.csv", "5.01", "5.02"), "--figure=fig01")[0] == 1


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("fig1", "FIGURE: 'fig1' is no figure or table of the bundle; did you mean fig01"),
        ("tab-data", "FIGURE: tab-data prints a file of data/ as it is; there is nothing to compute again."),
    ],
)
def test_a_figure_that_cannot_be_computed_gets_one_sentence(check, key, said):
    code, _, errors = check(sound(), f"--figure={key}")
    assert code == 2
    assert said in errors


@pytest.mark.parametrize("key", ["tab-a", "a"])
def test_a_table_goes_by_its_key_or_its_name(tmp_path, key):
    sample.write(sound(), tmp_path)
    assert verify.target(tmp_path / sample.RESULTS, key) == f"{sample.RESULTS}/tables/a.csv"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1.234564", "1.234566", True),
        ("1.23456", "1.23457", False),
        ("154283.3", "154283.4", True),
        ("0", "1e-17", True),
        ("0", "1e-9", False),
        ("nan", "nan ", False),
        ("inf", "1", False),
        ("yes", "no", False),
        ("", "0", False),
    ],
)
def test_cells_agree_to_the_sixth_digit(one, other, same):
    assert agree(one, other, largest=5.0) is same


def run(*words, **environment):
    """Run the program itself, on a stand-in for the workflow that Snakemake runs."""
    command = [sys.executable, str(ROOT / "workflow/verify.py"), *map(str, words)]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)


def test_the_program_runs_the_workflow_of_the_bundle(tmp_path):
    path = tmp_path / "with a space.zip"
    path.write_bytes(archive.pack(swapped("tables/a.csv", "5.01", "5.02"), sample.TOP))
    done = run(path, "--cores=2")
    assert done.returncode == 1, done.stderr
    assert (
        "study/tables/a.csv, line 4 (2006-05, china), ratio: in the bundle 5.02, rebuilt 5.01 (not in the text)"
        in done.stdout
    )
    assert done.stdout.splitlines()[-1].startswith(
        "differs: 0 differences in numbers as printed, verdicts and text, 1 in cells"
    )


def test_a_build_that_fails_says_why(tmp_path):
    path = tmp_path / "b.zip"
    path.write_bytes(
        archive.pack(altered(Snakefile=b'raise WorkflowError("data/raw/a.csv: sha256 is another")'), sample.TOP)
    )
    done = run(path)
    assert done.returncode == 2
    assert "could not be computed again; the build says:" in done.stderr
    assert "data/raw/a.csv: sha256 is another" in done.stderr
    assert "Traceback" not in done.stderr


PROBE = b"""
import os, socket
try:
    socket.create_connection(("127.0.0.1", 9), timeout=5)
    reached = "yes"
except OSError as error:
    reached = error.strerror
raise WorkflowError(f"error: network: {reached}; keys: {sorted(os.environ.keys() & {'FRED_API_KEY'})}")
"""


@pytest.mark.skipif(not rebuilding.without_network(), reason="this system cannot switch the network off")
def test_the_rebuild_has_neither_network_nor_keys(tmp_path):
    """Without a network even this machine's own address cannot be reached; with one the port refuses."""
    path = tmp_path / "b.zip"
    path.write_bytes(archive.pack(altered(Snakefile=PROBE), sample.TOP))
    done = run(path, FRED_API_KEY="secret")
    assert "the network is off (unshare)" in done.stdout
    assert "network: Network is unreachable; keys: []" in done.stderr


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"BUNDLE": "nowhere.zip"}, "error: nowhere.zip: no such file"),
        ({}, "error: no bundle was named; say make verify BUNDLE="),
        ({"BUNDLE": "--help"}, "error: --help: no such file"),
        ({"BUNDLE": "$(touch pwned) `touch pwned`; touch pwned"}, "no such file"),
    ],
)
def test_make_hands_the_names_on_as_they_are(tmp_path, variables, said):
    """The recipe of the Makefile, run as make runs it."""
    recipe = (ROOT / "Makefile").read_text().partition("\nverify: ")[2].splitlines()[1].strip().removeprefix("@")
    command = recipe.replace("$(BIN)/python", sys.executable).replace("$(CORES)", "1").replace("$$", "$")
    command = command.replace("workflow/verify.py", str(ROOT / "workflow/verify.py"))
    environment = {key: value for key, value in os.environ.items() if key not in ("BUNDLE", "FIGURE")} | variables
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []
