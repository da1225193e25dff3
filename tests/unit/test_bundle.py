"""The bundle: its bytes, what belongs into it, and the descriptions that are written for people and machines."""

import html
import io
import json
import re
import zipfile
from functools import cache
from urllib.parse import unquote

import pytest
import sample_bundle as sample
import yaml
from conftest import ROOT

from bundle import BundleError, archive, checksums, markdown
from bundle.assembling import bundle
from bundle.crate import NAME as CRATE
from bundle.crate import README
from bundle.sources import FILES, FOLDERS, sources

ORDER = [
    "Check Figure 1 in one minute",
    "Overview",
    "Data availability and provenance statements",
    "Dataset list",
    "Computational requirements",
    "Description of programs/code",
    "Instructions to replicators",
    "List of tables and programs",
    "References",
]


@pytest.fixture(scope="module")
def files():
    return sample.bundled()


@pytest.fixture(scope="module")
def readme(files):
    return files[README].decode()


@pytest.fixture(scope="module")
def graph(files):
    return json.loads(files[CRATE])["@graph"]


@cache
def packed():
    files = sample.project()
    return bundle(files, sample.VINTAGE, sample.made(files), [])


def test_the_same_files_give_the_same_bytes_in_whatever_order_they_come():
    files = sample.project()
    backwards = dict(reversed(files.items()))
    assert packed() == bundle(backwards, sample.VINTAGE, sample.made(backwards), [])


def test_an_entry_says_nothing_of_the_machine():
    entries = zipfile.ZipFile(io.BytesIO(packed())).infolist()
    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    assert all(name.startswith(f"{sample.TOP}/") for name in names)
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {(entry.extra, entry.comment, entry.create_system) for entry in entries} == {(b"", b"", 3)}
    dates = {entry.filename.removeprefix(f"{sample.TOP}/").startswith("results/"): entry.date_time for entry in entries}
    assert dates == {True: (1980, 1, 2, 0, 0, 0), False: (1980, 1, 1, 0, 0, 0)}, "results are newer than their sources"


def test_checksums_list_every_file_but_themselves(files, tmp_path):
    sample.write(files, tmp_path)
    listed = checksums.check(tmp_path, "it")
    assert listed.keys() == files.keys() - {"SHA256SUMS"}
    assert listed["config.yaml"] == checksums.digest(files["config.yaml"])


def test_the_readme_has_the_order_of_the_template(readme):
    assert re.findall(r"^## (.+)$", readme, re.M) == ORDER


def test_the_readme_lists_each_figure_and_table_once_with_its_command(readme):
    rows = re.findall(r"^\| (Figure|Table) (\d+) \|.*\| `(snakemake [^`]+)` \| `([\w-]+)` \|$", readme, re.M)
    assert [(kind.lower(), number, key) for kind, number, _, key in rows] == [
        (item["kind"], item["number"], item["key"]) for item in sample.ITEMS
    ]
    commands = {key: command for *_, command, key in rows}
    assert commands["fig01"] == "snakemake --cores 4 results/study/figures/fig01.svg"
    assert commands["tab-data"] == "snakemake --cores 4 results/study/paper.md"


def test_the_readme_says_what_the_files_say(readme):
    for said in (
        "All data are in this bundle: the 1 raw files",
        "seed `7` of `config.yaml`; draws are made by the rules copy.",
        "| build | 2 s |",
        "> The figures are the publishers'.",
        "Writer, Wanda. 1963",
        "make verify BUNDLE=../study.zip FIGURE=fig01",
        "`data/raw/china/money/single.csv`: Money, A bank; An office",
    ):
        assert said in readme, said


def test_a_raw_file_that_is_not_there_stops_the_bundle():
    rows = [sample.raw(), sample.raw("us/gdp/single.csv")]
    changed = {"data/raw/MANIFEST.csv": sample.manifest(rows), "data/raw/us/gdp/single.csv": b"month,m2\n2006-03,1\n"}
    assert "the 2 raw files" in sample.bundled(**changed)[README].decode()
    del changed["data/raw/us/gdp/single.csv"]
    with pytest.raises(BundleError, match=r"MANIFEST\.csv: us/gdp/single\.csv is not in the bundle"):
        sample.bundled(**changed)


def test_many_vintages_of_a_table_are_one_line(readme):
    rows = [sample.raw(f"us/fred_md/2009-{month:02d}.csv") for month in range(1, 6)]
    files = {f"data/raw/{row[0]}": b"month,m2\n2006-03,1\n" for row in rows}
    text = sample.bundled(**files, **{"data/raw/MANIFEST.csv": sample.manifest([sample.raw(), *rows])})[README].decode()
    assert text.count("| `data/raw/us/fred_md/*.csv` | 5 |") == 1


def test_a_section_that_the_readme_repeats_must_be_there():
    with pytest.raises(BundleError, match="no section '## Time and memory'"):
        sample.bundled(**{"README.md": b"# Project\n"})


def test_an_item_that_no_rule_makes_stops_the_bundle():
    files = sample.project()
    made = sample.made(files)
    del made[f"{sample.RESULTS}/tables/a.csv"]
    with pytest.raises(BundleError, match=r"tab-a: no rule makes results/study/tables/a\.csv"):
        bundle(files, sample.VINTAGE, made, [])


def test_codecheck_lists_every_output_once(files):
    content = yaml.safe_load(files["codecheck.yml"])
    assert content["version"] == "https://codecheck.org.uk/spec/config/1.0/"
    assert content["paper"] == {"title": "A study", "authors": [{"name": "The project"}, {"name": "Ann Other"}]}
    listed = [entry["file"] for entry in content["manifest"]]
    expected = {"paper.md", "figures/fig01.svg", "tables/a.csv", "tables/environment.csv"}
    expected |= {"numbers.json", "claims.csv", "provenance.json", "paper.html"}
    assert sorted(listed) == sorted(f"{sample.RESULTS}/{name}" for name in expected)
    assert set(listed) <= files.keys()
    assert all(entry["comment"] for entry in content["manifest"])


def test_the_crate_describes_every_file_with_its_hash(files, graph):
    described = {unquote(entity["@id"]): entity for entity in graph if "File" in entity["@type"]}
    assert described.keys() == files.keys() - {CRATE}
    for path, entity in described.items():
        if path != "SHA256SUMS":  # which lists the crate and cannot be listed by it
            assert entity["sha256"] == checksums.digest(files[path]), path
            assert entity["contentSize"] == str(len(files[path])), path
            assert entity["encodingFormat"] != "application/octet-stream", path


def references(value):
    """Every @id that something refers to."""
    if isinstance(value, list):
        return {found for each in value for found in references(each)}
    if isinstance(value, dict):
        return {value["@id"]} if value.keys() == {"@id"} else references(list(value.values()))
    return set()


def test_every_reference_of_the_crate_resolves(graph):
    known = [entity["@id"] for entity in graph]
    assert len(known) == len(set(known)), "an @id stands once"
    outside = {found for found in references(graph) - set(known) if not found.startswith("https://")}
    assert outside == set()


def test_the_crate_is_a_workflow_with_a_run_and_its_sources(graph):
    entities = {entity["@id"]: entity for entity in graph}
    root = entities["./"]
    workflow = entities[root["mainEntity"]["@id"]]
    assert "ComputationalWorkflow" in workflow["@type"]
    assert entities[workflow["programmingLanguage"]["@id"]]["version"] == "9.27.1"
    assert {entity["@id"] for entity in root["hasPart"]} == {
        entity["@id"] for entity in graph if "File" in entity["@type"]
    }
    money = entities["data/raw/china/money/single.csv"]
    assert [entities[each["@id"]]["name"] for each in money["publisher"]] == ["A bank", "An office"]
    assert money["temporalCoverage"] == "2006-03/2006-03"
    build = entities["#build"]
    assert "data/raw/china/money/single.csv" in {each["@id"] for each in build["object"]}
    assert f"{sample.RESULTS}/paper.html" in {each["@id"] for each in build["result"]}
    steps = [entity for entity in graph if entity["@id"].startswith("#step-")]
    drawn = next(step for step in steps if step["result"] == {"@id": f"{sample.RESULTS}/figures/fig01.csv"})
    assert drawn["object"] == {"@id": f"{sample.RESULTS}/tables/a.csv"}
    assert drawn["instrument"] == {"@id": "workflow/scripts/copy.py"}


def test_what_data_and_captions_hold_stays_text():
    items = [sample.item("table", 1, "tab-a", f"{sample.RESULTS}/tables/a.csv", sample.HOSTILE)]
    provenance = json.loads(sample.project()[f"{sample.RESULTS}/provenance.json"])
    items.append(sample.item("figure", 1, "fig01", f"{sample.RESULTS}/figures/fig01.csv"))
    files = sample.bundled(
        **{
            "data/raw/MANIFEST.csv": sample.manifest([sample.raw(publisher=sample.HOSTILE, title=sample.HOSTILE)]),
            f"{sample.RESULTS}/contents.json": json.dumps({"items": items, "numbers": []}).encode(),
            f"{sample.RESULTS}/provenance.json": json.dumps(provenance | {"items": items}).encode(),
            "NOTICE": sample.HOSTILE.encode(),
        }
    )
    import pypandoc

    page = pypandoc.convert_text(files[README].decode(), "html", format="gfm", extra_args=["--wrap=none"])
    assert "<script" not in page
    assert 'href="b"' not in page
    shown = re.sub(r"<[^>]+>", "", page).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert shown.replace("&quot;", '"').count(sample.HOSTILE) >= 5, "title, publisher, caption and notice"
    comments = [entry["comment"] for entry in yaml.safe_load(files["codecheck.yml"])["manifest"]]
    assert any(sample.HOSTILE in comment for comment in comments)
    names = [entity.get("name", "") for entity in json.loads(files[CRATE])["@graph"]]
    assert sample.HOSTILE in names


def test_text_in_a_cell_stays_in_its_cell():
    import pypandoc

    cells = [markdown.text(sample.HOSTILE), markdown.text("next")]
    page = pypandoc.convert_text(markdown.table(["a", "b"], [cells]), "html", format="gfm", extra_args=["--wrap=none"])
    assert [html.unescape(cell) for cell in re.findall(r"<td>(.*?)</td>", page)] == [sample.HOSTILE, "next"]


@pytest.mark.parametrize("value", ["plain", "`", "``a`", "a|b", " x\ny ", "<b>"])
def test_code_is_shown_as_it_is_written(value):
    import pypandoc

    cell = pypandoc.convert_text(markdown.table(["a"], [[markdown.code(value)]]), "html", format="gfm")
    shown = re.search(r"<td><code>(.*?)</code></td>", cell)[1]
    assert shown.replace("&lt;", "<").replace("&gt;", ">") == " ".join(value.split())


def test_only_what_belongs_is_bundled(tmp_path):
    sample.write(dict.fromkeys(FILES, b""), tmp_path)
    own = {"workflow/rules/a.smk", "report/fonts/OFL.txt", "report/fonts/a.woff2", "data/raw/a.csv", "tests/unit/a.py"}
    left = {
        "workflow/__pycache__/a.pyc",
        "workflow/__pycache__/a.py",
        "workflow/a.py~",
        "report/.a.md.swp",
        "data/.incoming/a.csv",
        "tests/#a.py#",
    }
    left |= {"results/study/paper.html", ".venv/bin/python", ".git/config", "notes.txt", "tests/a.orig"}
    sample.write(dict.fromkeys(own | left, b""), tmp_path)
    assert set(sources(tmp_path)) == own | set(FILES)
    sample.write({"data/raw/a.parquet": b""}, tmp_path)
    with pytest.raises(BundleError, match=r"data/raw/a\.parquet: files with the ending '\.parquet' are not known"):
        sources(tmp_path)


def test_every_file_of_the_project_is_known():
    found = sources(ROOT)
    assert {path.partition("/")[0] for path in found} == {*FILES, *FOLDERS}
    assert all((ROOT / path).is_file() for path in found)


def zipped(entries):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as zipped_files:
        for name, attributes in entries:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = attributes << 16
            zipped_files.writestr(entry, b"x")
    return content.getvalue()


REGULAR, LINK = 0o100644, 0o120777


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([(f"{sample.TOP}/../../evil", REGULAR)], "leads out of the folder"),
        ([("/etc/evil", REGULAR)], "leads out of the folder"),
        ([(f"{sample.TOP}/./a", REGULAR)], "leads out of the folder"),
        ([(f"{sample.TOP}\\evil", REGULAR)], "is no plain file name"),
        ([(f"{sample.TOP}/a\n", REGULAR)], "is no plain file name"),
        ([("C:/evil", REGULAR)], "is no plain file name"),
        ([(f"{sample.TOP}/link", LINK)], "is a link or a device"),
        ([(f"{sample.TOP}/a", REGULAR), (f"{sample.TOP}/a", REGULAR)], "is there twice"),
        ([("other/a", REGULAR)], "at its top it has 'other', a bundle has one folder"),
        ([(f"{sample.TOP}/a", REGULAR), ("second/a", REGULAR)], "at its top it has 'money-multiplier-study', 'second'"),
        ([], "at its top it has nothing"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_that_is_no_bundle_is_refused_and_writes_nothing(tmp_path, entries, said):
    (tmp_path / "in").mkdir()
    path = tmp_path / "in/x.zip"
    path.write_bytes(zipped(entries))
    with pytest.raises(BundleError, match=re.escape(said)) as raised:
        archive.unpack(path, tmp_path / "out" / "deep")
    assert "damaged" not in str(raised.value)
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["in", "x.zip"]


def test_a_zip_that_would_fill_the_disk_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "x.zip"
    path.write_bytes(archive.pack({"a": b"0" * 5000, "b": b"1"}, sample.TOP))
    monkeypatch.setattr(archive, "MOST_BYTES", 5000)
    with pytest.raises(BundleError, match="unpacked it would be 2 files of 5,001 bytes"):
        archive.unpack(path, tmp_path / "out")
    monkeypatch.undo()
    monkeypatch.setattr(archive, "MOST_FILES", 1)
    with pytest.raises(BundleError, match="unpacked it would be 2 files"):
        archive.unpack(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("damage", ["truncated", "altered", "text", "empty", "absent", "a folder"])
def test_a_damaged_zip_gets_one_sentence(tmp_path, damage):
    path = tmp_path / "x.zip"
    content = packed()
    if damage == "a folder":
        path.mkdir()
    elif damage != "absent":
        at = len(content) // 3
        path.write_bytes(
            {
                "truncated": content[: -len(content) // 3],
                "altered": content[:at] + bytes(255 - byte for byte in content[at : at + 40]) + content[at + 40 :],
                "text": b"This is no zip.",
                "empty": b"",
            }[damage]
        )
    with pytest.raises(BundleError, match=r"x\.zip: (not a zip file, or damaged|no such file)") as raised:
        archive.unpack(path, tmp_path / "out")
    assert "\n" not in str(raised.value)
