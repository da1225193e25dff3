"""`snakemake bundle` and the check of what it makes, on the finished build."""

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from urllib.parse import unquote

import pytest
import yaml
from conftest import ROOT, Project

from bundle import archive, checksums, computed
from bundle.crate import NAME as CRATE
from bundle.crate import README
from bundle.sources import FILES, sources

ZIP = "results/bundles/study.zip"
TOP = "money-multiplier-study"


@pytest.fixture(scope="module")
def project(build, tmp_path_factory):
    """The finished build with everything that the bundle takes beside it."""
    folder = tmp_path_factory.mktemp("bundled") / "project"
    ignored = shutil.ignore_patterns(".venv", ".git", "__pycache__", "bundles")
    shutil.copytree(build.path, folder, ignore=ignored)
    for name in FILES:
        shutil.copy2(ROOT / name, folder)
    shutil.copytree(ROOT / "tests", folder / "tests", ignore=ignored, dirs_exist_ok=True)
    for left in ("workflow/__pycache__/verify.pyc", "report/.page.html.swp", "notes.txt", "workflow/verify.py~"):
        (folder / left).parent.mkdir(exist_ok=True)
        (folder / left).write_text("no part of the project")
    return Project(folder)


@pytest.fixture(scope="module")
def zipped(project):
    run = project.snakemake("bundle")
    assert run.returncode == 0, run.stdout[-2000:]
    content = (project.path / ZIP).read_bytes()
    assert run.stdout.splitlines()[-1] == f"The bundle: {ZIP}, sha256 {checksums.digest(content)}"
    return content


@pytest.fixture(scope="module")
def files(zipped):
    with zipfile.ZipFile(io.BytesIO(zipped)) as entries:
        return {name.removeprefix(f"{TOP}/"): entries.read(name) for name in entries.namelist()}


@pytest.fixture(scope="module")
def unpacked(zipped, tmp_path_factory):
    """The bundle as `unzip` leaves it, dates included."""
    folder = tmp_path_factory.mktemp("unpacked")
    (folder / "study.zip").write_bytes(zipped)
    subprocess.run([sys.executable, "-m", "zipfile", "-e", "study.zip", "."], cwd=folder, check=True)
    with zipfile.ZipFile(io.BytesIO(zipped)) as entries:
        import os
        import time

        for entry in entries.infolist():
            seconds = time.mktime((*entry.date_time, 0, 0, -1))
            os.utime(folder / entry.filename, (seconds, seconds))
    return Project(folder / TOP)


def test_the_bundle_is_no_part_of_the_usual_build(project, zipped):
    (project.path / ZIP).unlink()
    assert project.planned() == {}
    assert project.planned("bundle") == {"bundle_zip": 1, "bundle": 1}
    assert project.snakemake("bundle").returncode == 0
    assert (project.path / ZIP).read_bytes() == zipped, "the same bytes again"


def test_what_is_missing_is_made_first(project, zipped):
    file = project.path / "results/study/figures/fig05.svg"
    content, bundle = file.read_bytes(), project.path / ZIP
    file.unlink()
    bundle.unlink()
    try:
        assert project.planned("bundle")["figure"] == 1
    finally:
        file.write_bytes(content)
        bundle.write_bytes(zipped)


def test_it_holds_project_and_results_and_nothing_else(project, files):
    described = {README, CRATE, "codecheck.yml", "SHA256SUMS"}
    results = {f"results/study/{name}" for name in project.results()}
    assert files.keys() == described | results | set(sources(ROOT))
    assert {
        "LICENSE",
        "requirements.txt",
        "data/raw/MANIFEST.csv",
        "tests/conftest.py",
        "workflow/verify.py",
    } <= files.keys()


def test_the_readme_lists_every_figure_and_table_of_the_paper_once(files):
    items = json.loads(files["results/study/contents.json"])["items"]
    rows = re.findall(
        r"^\| (Figure|Table) (\d+) \|.*\| `(results/[^`]+)` \| `snakemake --cores 4 ([^`]+)` \| `([\w-]+)` \|$",
        files[README].decode(),
        re.M,
    )
    listed = [(kind.lower(), number, key) for kind, number, *_, key in rows]
    assert listed == [(item["kind"], item["number"], item["key"]) for item in items]
    assert all(command.split()[0] == output and set(command.split()) <= files.keys() for *_, output, command, _ in rows)


def test_the_readme_names_every_raw_file_and_every_script(files):
    text = files[README].decode()
    manifest = [line.split(",")[0] for line in files["data/raw/MANIFEST.csv"].decode().splitlines()[1:]]
    table = text.partition("## Dataset list")[2].partition("## ")[0]
    for path in manifest:
        folder = path.rpartition("/")[0]
        assert (f"`data/raw/{path}`" in table) != (f"`data/raw/{folder}/*.csv`" in table), path
    scripts = set(re.findall(r"`(workflow/scripts/\w+\.py)`", text))
    steps = json.loads(files["results/study/provenance.json"])["steps"].values()
    others = {
        f"workflow/scripts/{name}.py" for name in ("numbers", "paper_text", "paper_html", "paper_pdf", "provenance")
    }
    assert {step["script"] for step in steps} | others <= scripts <= files.keys()
    assert "20100701" in text


def test_codecheck_lists_files_of_the_bundle(files):
    listed = [entry["file"] for entry in yaml.safe_load(files["codecheck.yml"])["manifest"]]
    items = json.loads(files["results/study/contents.json"])["items"]
    products = {re.sub(r"(figures/.*)\.csv$", r"\1.svg", path) for item in items for path in computed(item)[:1]}
    editions = {name for name in files if re.fullmatch(r"results/study/paper[^/]*\.(html|pdf)", name)}
    assert len(listed) == len(set(listed))
    assert (
        products | editions | {"results/study/numbers.json", "results/study/claims.csv"} <= set(listed) <= files.keys()
    )


def test_the_crate_has_every_file_and_resolves(files):
    graph = json.loads(files[CRATE])["@graph"]
    known = {entity["@id"] for entity in graph}
    hashes = {unquote(entity["@id"]): entity.get("sha256") for entity in graph if "File" in entity["@type"]}
    assert hashes.keys() == files.keys() - {CRATE}
    assert all(checksums.digest(files[path]) == found for path, found in hashes.items() if path != "SHA256SUMS")
    referred = set(re.findall(r'\{\s*"@id": "([^"]+)"\s*\}', files[CRATE].decode()))
    assert {found for found in referred - known if not found.startswith("https://")} == set()


def test_unpacked_it_is_a_finished_build_that_tests_itself(unpacked):
    run = unpacked.snakemake("--dry-run")
    assert "Nothing to be done" in run.stdout
    test = [sys.executable, "-m", "pytest", "-q", "tests/data/test_raw.py", "-k", "manifest or correction"]
    done = subprocess.run(test, cwd=unpacked.path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def verify(folder, *words):
    command = [sys.executable, "workflow/verify.py", "--cores", "2", *map(str, words)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_one_figure_is_computed_again_from_the_zip_alone(unpacked):
    done = verify(unpacked.path, "../study.zip", "--figure=fig05")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^agrees: .* 9 files, every number as printed and in full, every file by hash", done.stdout, re.M)


def test_a_raw_figure_that_was_changed_is_named_by_the_gate(unpacked, files, tmp_path):
    """The list of checksums was made to fit; the manifest was not."""
    path = "data/raw/china/money_supply/2019-07.csv"
    changed = files | {path: files[path].replace(b"586643.29", b"586643.20")}
    del changed["SHA256SUMS"]
    changed["SHA256SUMS"] = checksums.sums(changed).encode()
    (tmp_path / "changed.zip").write_bytes(archive.pack(changed, TOP))
    done = verify(unpacked.path, tmp_path / "changed.zip", "--figure=fig05")
    assert done.returncode == 2
    assert f"{path}: the file is not the one in MANIFEST.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bundle_of_another_configuration_or_unknown_files_is_refused(project):
    run = project.snakemake("--dry-run", "bundle", "--config", "seed=3")
    assert run.returncode != 0
    assert "the configuration was changed for this command (seed)" in run.stdout
    unknown = project.path / "data/figures.parquet"
    unknown.write_bytes(b"")
    try:
        run = project.snakemake("--dry-run", "bundle")
        assert run.returncode != 0
        assert "data/figures.parquet: files with the ending '.parquet' are not known to the bundle" in run.stdout
    finally:
        unknown.unlink()


def test_another_vintage_has_a_bundle_of_its_own(project):
    assert project.planned("bundle", "--config", "vintage=latest")["bundle_zip"] == 1
