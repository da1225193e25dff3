"""The ledger on the page and in print: every claim a row, every row its computation, nothing unescaped."""

import functools
import io
import re
import types
from html.parser import HTMLParser

import jinja2
import numpy as np
import pandas as pd
import pypdf
import pytest
import sample_ledger
from conftest import RAW, ROOT
from sample_ledger import HOSTILE, VECTOR

from gate.lineage import Lineage
from multiplier import DataError
from multiplier.claims.ledger import counts, ledger, missing_series
from multiplier.claims.names import STUDIES, claim_group
from multiplier.claims.outcomes import Computed, Decided, Untestable
from multiplier.claims.summary import counts_as_text
from multiplier.claims.verdicts import COLUMNS, VERDICTS
from multiplier.figures import verdicts_by_study
from multiplier.report.numbers import claims as claim_numbers
from multiplier.report.publishing import to_pdf, to_typst
from multiplier.report.tables.claims import claim_counts, claim_missing
from multiplier.report.template import render

IDS = sample_ledger.table()["id"].tolist()


class Rows(HTMLParser):
    """The tags and the text of each row of the ledger, by id."""

    def __init__(self, page):
        super().__init__()
        self.rows, self.tags, self.open = {}, [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag == "tr":
            self.open = dict(attributes).get("id")
            self.rows[self.open] = ""

    def handle_data(self, data):
        if self.open:
            self.rows[self.open] += data

    def handle_endtag(self, tag):
        if tag == "tr":
            self.open = None


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return sample_ledger.page(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def parsed(page):
    return Rows(page)


def test_each_claim_is_a_row_under_its_id(parsed):
    assert [name for name in parsed.rows if name] == IDS
    assert [attributes["id"] for _, attributes in parsed.tags if attributes.get("id") in IDS] == IDS


def test_hostile_text_appears_as_text_on_the_page(page, parsed):
    inside = page[page.index("<figure") : page.index("</figure>")]
    assert "<script" not in inside
    assert parsed.rows["QE-01"].replace("\u2212", "-").count(HOSTILE) >= 6, "cells, cause, terms, code"
    assert sum(tag == "table" for tag, _ in parsed.tags) == 1
    scripts = [attributes for tag, attributes in parsed.tags if tag == "script"]
    assert scripts == [{}], "the one script stands in the page"


def test_a_row_says_how_it_was_computed(parsed):
    row = re.sub(r"\s+", " ", parsed.rows["MB-01"])
    for part in (
        "9.85 percent",
        "Printed for2007-12",
        "Method as printedEViews",
        "Read asreserve_money; 2007-12; vintage 2019-07",
        "Matchedrounded; 2007-12",
        "Candidates tried18",
        "Matches expected by chance0.04",
        "ratios_china, rule ratios",
        "People's Bank of China: Money Supply (vintage 2019-07)",
        "This project: corrections",
        "workflow/multiplier/claims/studies/ma_bai_2010.py, function claim_0",
        "def claim_0(e):",
    ):
        assert part in row, part
    assert "No table of results" in parsed.rows["MB-02"]
    assert "Candidates" not in parsed.rows["MB-02"], "what is empty is left out"
    assert "Missingthe futures rate" in parsed.rows["QE-02"]
    assert "below 0.01" in parsed.rows["CP-01"]


def test_links_of_a_row_lead_to_tables_raw_files_and_code(parsed):
    links = {attributes["href"] for tag, attributes in parsed.tags if tag == "a" and "href" in attributes}
    assert {"tables/ratios_china.csv", "../../data/raw/china/money_supply/2019-07.csv"} <= links
    assert {"../../data/corrections.csv", "../../workflow/multiplier/claims/studies/ma_bai_2010.py"} <= links
    for link in links:
        if link.startswith("../../"):
            assert (ROOT / link.removeprefix("../../")).exists(), link


def test_claims_named_in_a_cause_are_links(page):
    assert 'see <a href="#CP-02">CP-02</a>, not XX-99.' in page


def test_columns_can_be_sorted_by_buttons(parsed):
    heads = [attributes for tag, attributes in parsed.tags if tag == "th" and attributes["scope"] == "col"]
    sortable = [attributes for attributes in heads if "aria-sort" in attributes]
    assert [attributes["aria-sort"] for attributes in sortable] == ["ascending"] + 6 * ["none"]
    assert sum(tag == "button" and attributes["type"] == "button" for tag, attributes in parsed.tags) == len(sortable)
    ranked = [attributes for tag, attributes in parsed.tags if "data-rank" in attributes]
    assert len(ranked) == len(IDS) * len(sortable)


def ranks(column):
    return {entry.id: entry.ranks[column] for entry in sample_ledger.sample().entries}


def in_order(column):
    places = ranks(column)
    return sorted(IDS, key=lambda name: places[name])


def test_ranks_put_numbers_by_size_before_words_and_verdicts_in_their_order():
    # -18, -0.135 (first of the vector), -0.021994, 9.85; then what is no number by its letters
    assert in_order("printed") == ["QE-02", "CP-01", "CP-02", "MB-01", "QE-01", "MB-02"]
    assert in_order("claim") == IDS
    verdicts = sample_ledger.table().set_index("id")["verdict"]
    assert ranks("verdict") == {name: VERDICTS.index(verdict) for name, verdict in verdicts.items()}
    assert ranks("study")["CP-01"] == ranks("study")["CP-02"] == 0, "equal texts share a place"


def test_filters_offer_what_there_is(page):
    form = page[page.index("<form") : page.index("</form>")]
    options = dict.fromkeys(re.findall(r'<option value="([^"]+)"', form))
    for text in (*VERDICTS, "number", "sign", "vector", "date", "Ma and Bai (2010)", "Consumer price study"):
        assert text in options
    assert re.search(r"<form [^>]*hidden", form), "without a script no filter is shown"
    assert "6 of 6" in form


def test_the_print_has_every_claim_by_study_with_its_label(tmp_path):
    source = tmp_path / "p.typ"
    report = ROOT / "report"
    source.write_text(to_typst(sample_ledger.text(), report / "paper.typ", report / "references.bib"))
    sheets = pypdf.PdfReader(io.BytesIO(to_pdf(source, "2026-01-02"))).pages
    printed = "".join("".join(sheet.extract_text() for sheet in sheets).replace("\u200b", "").split())
    for name in IDS:
        assert name in printed
    for study in ("MaandBai(2010):2claims", "Consumerpricestudy:2claims", "QEreport:2claims"):
        assert study in printed
    assert VECTOR.replace(" ", "").replace("-", "\u2212") in printed
    for part in ("<script>alert(1)</script>", '#eval("1")', "$x$", "@ref", "*b*", "_i_", "`c`"):
        assert printed.count(part) >= 3, part
    links = [link.get_object() for sheet in sheets for link in sheet.get("/Annots", [])]
    assert any("/Dest" in link or "/A" in link for link in links), "the link into the ledger is one in print as well"


def paper(text):
    return render(jinja2.DictLoader({"p": text}), "p", {}, {"claims": sample_ledger.sample()}, {}).text


def test_the_text_links_to_claims_by_id():
    place = "<% call table('claims') %>x<% endcall %>"
    assert paper(f'<< claim("CP-02") >>{place}').startswith("[CP-02](#CP-02)")
    with pytest.raises(DataError, match="claim 'CP-20', which the ledger does not have; did you mean 'CP-02'"):
        paper(f'<< claim("CP-20") >>{place}')


def test_counts_have_totals():
    table = sample_ledger.table()
    made = claim_counts(counts(table), "Rule r.")
    assert [column.header for column in made.columns] == ["Study", *VERDICTS, "all"]
    assert made.rows[0] == ["Ma and Bai (2010)", "1", "1", "0", "0", "0", "2"]
    assert made.rows[-1] == ["All studies", "2", "1", "1", "1", "1", "6"]


def test_counts_are_printed_aligned_with_totals_and_a_sentence():
    lines = counts_as_text(counts(sample_ledger.table())).splitlines()
    assert lines[0].split() == ["Study", *VERDICTS, "all"]
    assert len({len(line) for line in lines[:-1]}) == 1, "columns end at one place"
    assert re.fullmatch(r"Ma and Bai \(2010\) +1 +1 +0 +0 +0 +2", lines[1])
    assert lines[-2].split() == ["All", "studies", "2", "1", "1", "1", "1", "6"]
    assert lines[-1] == "6 claims: 2 reproduced, 1 displaced, 1 close, 1 contradicted, 1 untestable."


def test_every_study_of_the_claims_has_a_name():
    studies = pd.read_csv(RAW / "claims/claims.csv", dtype=str)["study"].unique()
    assert list(STUDIES) == list(studies)


def test_the_counts_of_the_text_tell_figures_from_statements():
    found = claim_numbers._counts(sample_ledger.table())
    value = {key: number.value for key, number in found.items()}
    assert (value["claims_numbers"], value["claims_vectors"], value["claims_dates"]) == (3, 1, 1)
    assert value["claims_statements"] == 1 == value["claims_statements_reproduced"]
    assert (value["claims_total"], value["claims_studies"]) == (6, 3)
    assert (value["mb_claims_numbers"], value["mb_claims_numbers_displaced"], value["mb_claims_dates"]) == (1, 1, 0)
    assert sum(value[f"claims_{verdict}"] for verdict in VERDICTS) == value["claims_total"]
    assert claim_group("procedure") == "statements"


def test_the_counts_of_the_search_name_what_chance_would_give():
    table = sample_ledger.table()
    likely = table.assign(verdict="displaced", expected_by_chance=["1.0", "", "0.99", "", "2", ""])
    value = {key: number.value for key, number in claim_numbers._searches(likely).items()}
    assert value == {
        "claims_searched": 3,
        "claims_candidates": 28,
        "claims_found_by_search": 3,
        "claims_found_like_chance": 2,
    }
    assert claim_numbers._searches(table)["claims_found_by_search"].value == 1


def _doubled(value):
    return 2 * value


def _helper(value):
    return _doubled(value) if value < 1 else _helper(value - 1)


def _unused(value):
    return value


def at(value):
    return value


def _claim(e):
    return Computed(_helper(e.at("x")), "2009-10", "M2 over base", "v1") if e else Untestable("the other series")


def one_claim(function, evidence):
    claims = sample_ledger.printed()[["id", "study", "kind", "statement", "month", "unit"]].head(1)
    claims = claims.assign(printed="2", decimals="0", method_as_printed="")
    return ledger(claims, {"MB-01": function}, evidence, 0.5)


class Stub:
    """Evidence with one figure."""

    used = ("b", "a")

    def afresh(self):
        return self

    def at(self, name):
        return 1


def test_the_record_of_a_computation_has_its_reading_and_its_code_with_what_it_calls():
    decided = one_claim(_claim, Stub())
    assert list(decided.table.columns) == COLUMNS
    record = decided.computations["MB-01"]
    assert record["tables"] == ["a", "b"]
    assert (record["definition"], record["months"], record["vintage"]) == ("M2 over base", "2009-10", "v1")
    names = re.findall(r"^def (\w+)", record["code"], flags=re.M)
    assert names == ["_doubled", "_helper", "_claim"], (
        "what is called stands before what calls it, once, and no namesake of a method"
    )
    assert missing_series(decided).empty


def test_untestable_claims_are_listed_by_the_series_they_lack():
    evidence = types.SimpleNamespace(used=set())
    evidence.afresh = lambda: evidence
    for_nothing = lambda e: Untestable("the other series")  # noqa: E731
    assert missing_series(one_claim(for_nothing, evidence)).to_numpy().tolist() == [["the other series", "MB-01"]]
    beyond = Computed(float("nan"), "2009-10", "x", "v", missing="yields, daily")
    assert missing_series(one_claim(lambda e: beyond, evidence))["missing"].tolist() == ["yields, daily"]
    found = pd.DataFrame({"missing": ["yields", "rates", "yields"], "id": ["X-01", "X-02", "X-03"]})
    assert claim_missing(found, "Rule r.").rows == [["Yields", "X-01, X-03"], ["Rates", "X-02"]]


def _made(sign):
    @functools.cache
    def inner(value):
        return sign * value

    return lambda e: Decided([_unused(one) for one in (1,)] == [inner(1)], "x", "y")


def test_a_function_made_by_another_shows_what_it_calls_in_loops_and_closures():
    evidence = types.SimpleNamespace(used=set())
    evidence.afresh = lambda: evidence
    for function in (
        _made(1),
        # A lambda in a loop: its source is a part of a statement.
        lambda e: Decided(_unused(True), "x", "y"),
    ):
        records = one_claim(function, evidence).computations
        assert "def _unused(value):" in records["MB-01"]["code"]
        assert "Decided(" in records["MB-01"]["code"]
        assert ("def inner(value):" in records["MB-01"]["code"]) == (function.__qualname__ == "_made.<locals>.<lambda>")


def manifest_row(path, vintage):
    folder = path.rpartition("/")[0]
    return types.SimpleNamespace(path=path, table=folder, publisher="P", title=f"T {folder}", vintage=vintage)


def test_the_files_behind_a_table_have_publisher_and_vintage(monkeypatch):
    years = range(2001, 2006)
    manifest = {f"us/fred/{year}.csv": manifest_row(f"us/fred/{year}.csv", str(year)) for year in years}
    manifest["us/few/2001.csv"] = manifest_row("us/few/2001.csv", "2001")
    manifest["china/cpi/single.csv"] = manifest_row("china/cpi/single.csv", "single")
    manifest["claims/claims.csv"] = manifest_row("claims/claims.csv", "")
    read = {f"data/raw/{path}" for path in manifest if path != "us/fred/2005.csv"} | {"data/corrections.csv"}
    monkeypatch.setattr(Lineage, "ends", lambda self, path: read)
    found = [tuple(entry.values()) for entry in Lineage([], ROOT).files("x", manifest)]
    assert found == [
        ("P", "T china/cpi", "", "data/raw/china/cpi/single.csv"),
        ("P", "T claims", "", "data/raw/claims/claims.csv"),
        ("P", "T us/few", "vintage 2001", "data/raw/us/few/2001.csv"),
        ("P", "T us/fred", "4 vintages, 2001 to 2004", "data/raw/us/fred/"),  # 2005 is there and is not read
        ("This project", "corrections", "", "data/corrections.csv"),
    ]
    assert Lineage([], ROOT).raw_inputs("x")[2:] == [
        "data/raw/claims/claims.csv",
        "data/raw/us/few/2001.csv",
        "data/raw/us/fred/*.csv",
    ]


def luminance(colour):
    channels = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_verdicts_and_text_stand_out_in_both_colour_schemes(scheme):
    style = (ROOT / "report/page/style.css").read_text()
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", style)
    colours = {name: pair[scheme] for name, *pair in pairs}
    for verdict in VERDICTS:
        assert contrast(colours[verdict], colours[f"{verdict}-back"]) >= 4.5, verdict
        assert f".badge.{verdict} {{ color: var(--{verdict}); background: var(--{verdict}-back); }}" in style
    for text in ("ink", "soft", "accent"):
        for back in ("paper", "stripe"):
            assert contrast(colours[text], colours[back]) >= 4.5, (text, back)


def test_the_figure_draws_the_counts_of_every_study():
    table = counts(sample_ledger.table())
    figure, drawn = verdicts_by_study.draw({"counts": table}, {})
    assert drawn["claims"].sum() == 6
    axis = figure.axes[0]
    assert [label.get_text() for label in axis.get_yticklabels()] == [
        "Ma and Bai (2010)",
        "Consumer price study",
        "QE report",
    ]
    counted = [text.get_text() for text in axis.texts if text.get_text()]
    assert sum(map(int, counted)) == 6
    assert {text.get_text() for text in axis.get_legend().get_texts()} == set(VERDICTS)
    assert {*verdicts_by_study.COLOURS} == {*VERDICTS}
