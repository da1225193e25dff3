"""The built paper: from everything that it prints to files that the page carries or names, with the right sha256."""

import base64
import csv
import gzip
import hashlib
import html
import io
import json
import re

import pytest
from conftest import RAW

from multiplier.report.evidence import LIMIT
from multiplier.report.number import from_records

SETTINGS = "config.yaml"
LARGEST = 2_200_000  # bytes of the page that the evidence may take


@pytest.fixture(scope="module")
def results(build):
    return build.results()


@pytest.fixture(scope="module")
def page(results):
    return results["paper.html"].decode()


@pytest.fixture(scope="module")
def island(page):
    (found,) = re.findall(r'<script type="application/json" id="evidence">(.*?)</script>', page, re.S)
    assert len(found) <= LARGEST
    return json.loads(found)


def unpack(text):
    return gzip.decompress(base64.b64decode(text))


@pytest.fixture(scope="module")
def graph(island):
    return json.loads(unpack(island["provenance"]))


@pytest.fixture(scope="module")
def carried(island, graph):
    """Path -> bytes, as the page gives them."""
    packs = {name: unpack(text) for name, text in island["packs"].items()}
    return {
        path: packs[about["pack"]][about["start"] : about["start"] + about["bytes"]]
        for path, about in graph["files"].items()
        if "pack" in about
    }


def test_every_number_that_the_page_marks_has_a_product_that_is_known(page, graph):
    marked = {html.unescape(key) for key in re.findall(r'<span class="n" data-n="([^"]*)"', page)}
    assert marked == graph["numbers"].keys()
    assert len(marked) > 1200
    products = {number["product"] for number in graph["numbers"].values()}
    assert products - {SETTINGS} <= graph["files"].keys()
    assert graph["reading"]["script"] == "workflow/scripts/numbers.py"
    assert graph["reading"]["parameters"]["sample"] == graph["window"]


def test_what_a_number_says_is_what_the_page_prints(page, graph):
    for key, text in re.findall(r'<span class="n" data-n="([^"]*)">([^<]*)</span>', page):
        number = graph["numbers"][key]
        printed = html.unescape(text)
        if printed[:1].isdigit() or printed[:1] == "\u2212":
            assert printed in number["text"].replace("-", "\u2212") or printed == str(number["value"]), key


def test_the_cells_of_a_number_hold_it(graph, carried):
    """The value at the row and column that are named, times the factor, prints as the number does."""
    rows = {}
    seen = 0
    for key, number in graph["numbers"].items():
        places = (number["cells"] or {}).get("places", [])
        if number["product"] not in carried:
            continue
        if number["product"] not in rows:
            rows[number["product"]] = list(csv.DictReader(io.StringIO(carried[number["product"]].decode("utf-8-sig"))))
        for row, column in places:
            cell = rows[number["product"]][row][column]
            if number["unit"] == "month":
                assert cell == number["value"], key
            else:
                found = number["cells"]["factor"] * float(cell)
                assert found == pytest.approx(number["value"], rel=1e-9, abs=0), key  # tables keep twelve digits
            seen += 1
    assert seen > 700


def test_every_figure_and_table_names_files_that_are_known(graph):
    assert len(graph["items"]) == 94
    for item in graph["items"]:
        assert item["products"], item["key"]
        assert set(item["products"]) <= graph["files"].keys(), item["key"]


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("bottom-up-readings", ["bottom_up_specifications", "bottom_up_scores"]),
        ("stability", ["stability", "stability_power"]),
        ("unit-root-battery", ["unit_roots", "unit_root_power"]),
        ("formulas", ["formulas", "formula_derivatives"]),
        ("regimes", ["regime_dates", "regimes", "regime_models"]),
        ("identities", ["identities_china", "identities_us"]),
        ("real-time", ["real_time_summary", "real_time_step"]),
    ],
)
def test_a_table_names_every_table_of_results_that_it_shows(graph, table, names):
    (item,) = [item for item in graph["items"] if item["key"] == f"tab-{table}"]
    assert item["products"] == [f"results/study/tables/{name}.csv" for name in names]


def test_every_chain_ends_at_raw_files_or_files_of_the_project(graph):
    for path, step in graph["steps"].items():
        assert path in graph["files"]
        assert step["rule"]
        assert step["script"].startswith("workflow/scripts/")
        for file in step["inputs"]:
            assert file in graph["steps"] or file in graph["raw"] or file == "data/corrections.csv", file
    ends = graph["files"].keys() - graph["steps"].keys() - graph["raw"].keys()
    assert ends == {"data/corrections.csv", "data/easing_channels.csv"}


def test_what_the_page_carries_is_what_was_built(build, graph, carried):
    for path, content in carried.items():
        assert content == (build.path / path).read_bytes(), path
        assert hashlib.sha256(content).hexdigest() == graph["files"][path]["sha256"], path


def test_raw_files_have_the_sha256_of_the_manifest(graph, carried):
    with (RAW / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        manifest = {f"data/raw/{row['path']}": row for row in csv.DictReader(file)}
    assert len(graph["raw"]) > 300
    for path, row in graph["raw"].items():
        assert row["sha256"] == manifest[path]["sha256"] == graph["files"][path]["sha256"]
        assert row["publisher"] == manifest[path]["publisher"]
        assert path in carried, "every raw file is in the page"


def test_only_what_is_too_large_is_left_out(build, graph, carried):
    left_out = graph["files"].keys() - carried.keys()
    assert left_out == {f"results/study/tables/{name}.csv" for name in ("k2_candidates", "price_search")}
    for path in left_out:
        content = (build.path / path).read_bytes()
        assert len(gzip.compress(content, 9)) > LIMIT
        assert graph["files"][path] == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_the_file_of_results_says_what_the_page_says(results, graph):
    written = json.loads(results["provenance.json"])
    files = {path: {key: about[key] for key in ("bytes", "sha256")} for path, about in graph["files"].items()}
    assert {**graph, "files": files} == written


def test_no_mark_is_left_in_either_edition(results):
    for name in ("paper.html", "paper.typ"):
        assert not re.search("[\ue000-\ue002]|\\{\\.n", results[name].decode()), name


def test_numbers_file_and_page_agree(results, graph):
    records = json.loads(results["numbers.json"])
    numbers = from_records(records)
    for key, number in graph["numbers"].items():
        assert number["text"] == str(numbers[key])
        assert number["value"] == records[key]["value"]
