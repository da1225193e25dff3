"""From printed numbers to files: what the graph says, which cells are named, what the page carries of the files."""

import base64
import gzip
import hashlib
import json
import re

import jinja2
import pytest
import sample_evidence as sample

from multiplier.report.evidence import packed
from multiplier.report.markup import MadeBy, joined, products
from multiplier.report.number import Number
from multiplier.report.provenance import PLACES, Cells, digits
from multiplier.report.template import render


def unpack(text):
    return gzip.decompress(base64.b64decode(text))


@pytest.fixture(scope="module")
def graph():
    return sample.graph()


def test_a_number_names_its_product_and_the_cell_that_holds_it(graph):
    number = graph["numbers"]["m_last"]
    assert (number["text"], number["value"], number["unit"]) == ("4.57", 4.5678, "ratio")
    assert number["product"] == sample.RATIOS
    assert number["cells"] == {"factor": 1, "count": 1, "places": [[45, "multiplier"]]}


def test_a_fall_in_percent_is_the_cell_it_was_made_from(graph):
    assert graph["numbers"]["m_fall"]["cells"] == {"factor": -100, "count": 1, "places": [[50, "multiplier"]]}


def test_a_computed_number_names_no_cell_and_a_count_is_not_searched(graph):
    assert graph["numbers"]["m_gap"]["cells"] == {"factor": 1, "count": 0, "places": []}
    assert graph["numbers"]["months"]["cells"] is None
    assert graph["numbers"]["level"]["cells"] is None
    assert graph["numbers"]["level"]["product"] == "config.yaml"


@pytest.mark.parametrize(
    ("value", "unit", "found"),
    [
        (0.5, "x", None),  # would meet cells by chance
        (3.0, "x", None),
        (float("nan"), "x", None),
        (None, "x", None),
        ("a", "name", None),
        (1.2345, "x", {"factor": 1, "count": 2, "places": [[0, "v"], [2, "w"]]}),
        (123.45, "x", {"factor": 100, "count": 2, "places": [[0, "v"], [2, "w"]]}),
        (1.23450001, "x", {"factor": 1, "count": 0, "places": []}),
        ("2009-10", "month", {"factor": 1, "count": 1, "places": [[1, "month"]]}),
    ],
)
def test_cells_are_found_by_value(value, unit, found):
    cells = Cells("\ufeffmonth,v,w\n2009-09,1.2345,x\n2009-10,2,3\n2009-11,,1.2345\n".encode())
    assert cells.find(Number(value, unit, 2, "t")) == found


def test_of_many_cells_all_are_counted_and_some_named():
    found = Cells(b"v\n" + b"1.2345\n" * (PLACES + 7)).find(Number(1.2345, "x", 2, "t"))
    assert (found["count"], len(found["places"])) == (PLACES + 7, PLACES)


def test_significant_digits_are_those_that_tables_keep():
    assert [digits(value) for value in (0.05, 1234.5, 1.2300000000000002, -52.095, 1 / 3)] == [1, 5, 3, 5, 12]


def test_every_file_has_size_and_sha256(graph):
    for path, content in sample.files().items():
        about = graph["files"][path]
        assert about == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_what_is_packed_comes_back_and_what_is_too_large_is_named(graph):
    files = sample.files()
    made = packed(graph, files, limit=1500)
    known = json.loads(unpack(made["provenance"]))
    left_out = {path for path, about in known["files"].items() if "pack" not in about}
    assert left_out == {sample.SEARCH}
    assert known["files"][sample.SEARCH]["sha256"] == hashlib.sha256(files[sample.SEARCH]).hexdigest()
    for path in files.keys() - left_out:
        about = known["files"][path]
        start = about["start"]
        assert unpack(made["packs"][about["pack"]])[start : start + about["bytes"]] == files[path]
    assert {**known, "files": None} == {**json.loads(json.dumps(graph)), "files": None}
    assert "pack" not in graph["files"][sample.RAW], "what was given stays as it was"


def test_the_limit_is_of_bytes_compressed(graph):
    files = sample.files()
    size = len(base64.b64decode(packed(graph, files)["packs"][sample.SEARCH]))
    assert size > 1500, "the other tests leave it out"
    assert sample.SEARCH in packed(graph, files, limit=size)["packs"]
    assert sample.SEARCH not in packed(graph, files, limit=size - 1)["packs"]


def test_vintages_of_a_table_share_a_pack_and_weigh_little_more_than_one(graph):
    files = sample.files()
    packs = packed(graph, files)["packs"]
    assert "data/raw/us/base" in packs
    assert not set(packs) & set(sample.OLDER)
    assert len(base64.b64decode(packs["data/raw/us/base"])) < 2 * len(gzip.compress(files[sample.RAW], 9))


def test_packs_are_the_same_bytes_each_time_and_hold_no_clock(graph):
    files = sample.files()
    first, second = packed(graph, files), packed(graph, dict(reversed(files.items())))
    assert json.dumps(first, sort_keys=True) == json.dumps(second, sort_keys=True)
    assert all(base64.b64decode(text)[4:8] == bytes(4) for text in first["packs"].values())


def test_no_tag_of_the_evidence_opens_or_ends_an_element(tmp_path):
    page = sample.page(tmp_path)
    (island,) = re.findall(r'<script type="application/json" id="evidence">(.*?)</script>', page, re.S)
    assert set(json.loads(island)) == {"packs", "provenance"}
    assert "<script>alert" not in page
    assert 'onerror="' not in page


def test_joined_origins_say_each_line_once_and_name_all_files():
    one, other = MadeBy("Rule a.", ("a.csv",)), MadeBy("Rule a.", ("b.csv", "a.csv"))
    assert joined(one, other, MadeBy("From c.", ("c.csv",))) == MadeBy("Rule a. From c.", ("a.csv", "b.csv", "c.csv"))
    assert products("Rule a.") == ()


def text_of(template, traced=True):
    return render(jinja2.DictLoader({"p": template}), "p", sample.NUMBERS, {}, {}, traced=traced)


def test_words_of_counts_keep_the_key_of_their_number():
    made = text_of('<< words(v.months) >> << count(v.months, "month") >> << v.months + 1 >> << words(v.months + 1) >>')
    assert made.text == '[three]{.n n="months"} [three]{.n n="months"} months 4 four'
    assert made.numbers == ("months",)
    assert text_of("<< words(v.months) >><% if v.months > 2 %>!<% endif %>", traced=False).text == "three!"


def test_a_heading_is_plain_and_the_prose_below_it_is_marked():
    made = text_of("# At << n.m_last >>\n\nText << n.m_last >>.\n\n## B\n\n$x = << n.m_fall >>$ << n.m_gap >>\n")
    assert made.text == ('# At 4.57\n\nText [4.57]{.n n="m_last"}.\n\n## B\n\n$x = 52.1$ [0.99]{.n n="m_gap"}\n')
    assert made.numbers == ("m_gap", "m_last")


def test_tables_of_the_paper_name_all_that_they_show():
    items = {item.key: item.products for item in sample.paper().items}
    assert items == {"tab-t": (sample.RATIOS, sample.SEARCH), "tab-s": (sample.SEARCH,), "fig01": (sample.RATIOS,)}
