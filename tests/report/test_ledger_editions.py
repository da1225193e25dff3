"""The ledger in the built paper: every row in both editions, links that lead somewhere, one page of summary."""

import html
import io
import json
import re

import pandas as pd
import pypdf
import pytest

from multiplier.report.tables.cells import minus_signs


@pytest.fixture(scope="module")
def ledger(build):
    page = build.results()["paper.html"].decode()
    start = page.index('<figure class="table wide ledger"')
    return page[start : page.index("</figure>", start)]


@pytest.fixture(scope="module")
def claims(build):
    return pd.read_csv(io.BytesIO(build.results()["claims.csv"]), dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def sheets(build):
    return pypdf.PdfReader(io.BytesIO(build.results()["paper.pdf"])).pages


def plain(text):
    """Text with spaces and soft breaks taken out, to compare two editions."""
    return re.sub(r"[\s\u200b]+", "", text)


def test_every_claim_is_a_row_of_the_page_with_its_verdict_and_code(ledger, claims, build):
    rows = re.findall(r'<tr role="row" id="([^"]+)".*?</tr>', ledger, flags=re.S)
    assert rows == claims["id"].tolist()
    assert len(rows) == 138
    badges = re.findall(r'<span class="badge (\w+)">(\w+)</span>', ledger)
    assert badges == [(verdict, verdict) for verdict in claims["verdict"]]
    records = json.loads(build.results()["claim_computations.json"])
    for name, row in zip(rows, re.findall(r"<tr role=\"row\" id=.*?</tr>", ledger, flags=re.S), strict=True):
        assert records[name]["code"] in html.unescape(row), name
        for table in records[name]["tables"]:
            assert f'href="tables/{table}.csv"' in row, name


def test_every_file_that_a_row_links_to_is_there(ledger, build):
    links = set(re.findall(r'href="([^#"]+)"', ledger))
    assert len(links) > 20
    for link in links:
        assert (build.path / "results/study" / html.unescape(link)).exists(), link


def test_every_table_that_a_row_names_has_rule_and_raw_files(ledger):
    inputs = re.findall(r'<li><a href="tables/[^"]+">.*?</a>, rule (\w+)<ul>(.*?)</ul></li>', ledger)
    assert len(inputs) > 30
    assert all("../../data/" in behind for _, behind in inputs)


def test_the_summary_is_one_page(sheets):
    # The running head names the section, and its heading follows.
    texts = [plain(sheet.extract_text()) for sheet in sheets]
    (summary,) = [text for text in texts if text[:100].count("Whatholds") == 2]
    for part in ("Claimsbystudyandverdict.", "Verdictsbystudy.", "Averdictiscomputed,neverwritten", "Allstudies"):
        assert part in summary, part


def test_the_ledger_is_printed_whole_under_a_head_that_is_repeated(sheets, claims):
    wide = [sheet for sheet in sheets if sheet.mediabox.width > sheet.mediabox.height]
    assert wide == list(sheets[-len(wide) :]), "the ledger ends the paper"
    texts = [plain(sheet.extract_text()) for sheet in wide]
    for text in texts:
        assert "ClaimStatementPrintedComputedVerdictCause" in text
        assert re.search(r":\d+claims?", text), "the study's name stands on every page"
    whole = "".join(texts)
    places = [
        whole.index(f"{name}{plain(minus_signs(statement))[:12]}")
        for name, statement in zip(claims["id"], claims["statement"], strict=True)
    ]
    assert places == sorted(places)


def test_the_ledger_is_set_in_eight_points(sheets):
    sizes = set()
    wide = next(sheet for sheet in sheets if sheet.mediabox.width > sheet.mediabox.height)

    def see(text, outer, inner, font, size):
        if text.strip():
            sizes.add(round(abs(size * inner[3] * outer[3]), 1))

    wide.extract_text(visitor_text=see)
    assert min(sizes) >= 8
