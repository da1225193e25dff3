"""The built Chinese edition: every figure and claim, the numbers of the English one, its font in page and PDF."""

import base64
import html
import io
import json
import re
from collections import Counter
from decimal import Decimal

import pandas as pd
import pypdf
import pytest
from conftest import ROOT
from fontTools.ttLib import TTFont

from multiplier.report.chinese import chinese, date
from multiplier.report.chinese_font import chinese_characters
from multiplier.report.language import SMALL


@pytest.fixture(scope="module")
def pages(build):
    """Both pages: English, Chinese."""
    return {name: build.results()[f"paper{name}.html"].decode() for name in ("", ".zh")}


@pytest.fixture(scope="module")
def contents(build):
    return json.loads(build.results()["contents.json"])["items"]


@pytest.fixture(scope="module")
def claims(build):
    return pd.read_csv(io.BytesIO(build.results()["claims.csv"]), dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def font(pages):
    (content,) = re.findall(r"data:font/woff2;base64,([^\"]+)\"\) format\(\"woff2\"\); }</style>", pages[".zh"])
    return base64.b64decode(content)


def rows(page):
    """Claim -> its row of the ledger."""
    return dict(re.findall(r'<tr role="row" id="([^"]+)"(.*?)</tr>', page, flags=re.S))


def visible(markup):
    """The text of markup without code, file names and what is marked as English."""
    for hidden in ("<pre.*?</pre>", "<code.*?</code>", '<span lang="en">.*?</span>', "<script.*?</script>"):
        markup = re.sub(hidden, "", markup, flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def numbers(text):
    """The numbers of a text; months count as year and month in both languages."""
    return Counter(str(float(number)) for number in re.findall(r"\d+(?:\.\d+)?", date(text).replace(",", "")))


def in_units_of_print(text):
    """A text with monthly purchases in units of 0.1 billion, in which Chinese counts them; all else stays as it is."""
    pace = r"\d+(?:\.\d+)?(?: to \d+(?:\.\d+)?)?(?= bn a month)"
    return re.sub(pace, lambda found: re.sub(r"[\d.]+", lambda one: str(Decimal(one[0]) * 10), found[0]), text)


def test_every_figure_and_table_has_the_number_and_anchor_of_the_english_edition(pages, contents):
    labels = dict(
        re.findall(r'<figure[^>]* id="([^"]+)">.*?<span class="label">([^<]+)</span>', pages[".zh"], flags=re.S)
    )
    wanted = {item["key"]: f"图 {item['number']}" for item in contents if item["kind"] == "figure"}
    assert len(wanted) == 25
    claim_tables = ("tab-claims", "tab-claim-counts", "tab-claim-missing")
    wanted |= {item["key"]: f"表 {item['number']}" for item in contents if item["key"] in claim_tables}
    assert labels == wanted


def test_every_figure_has_a_chinese_alternative_text(pages):
    texts = re.findall(r'<img[^>]* alt="([^"]*)"', pages[".zh"])
    assert len(texts) == 25
    assert all(re.search(r"[\u4e00-\u9fff]{4}", text) for text in texts)


def test_the_abstract_has_the_numbers_of_the_english_one(pages, build):
    records = json.loads(build.results()["numbers.json"])
    found = []
    for page in pages.values():
        abstract = re.search(r'<section id="abstract">.*?</section>', page, flags=re.S)[0]
        found.append(Counter(re.findall(r'data-n="([^"]+)">([^<]+)<', abstract)))
    english, chinese_one = found
    months = {key: date(records[key]["value"]) for key, _ in english if records[key]["unit"] == "month"}
    assert len(months) == 2
    digits = {word: str(count) for count, word in enumerate(SMALL)}
    expected = {(key, months.get(key, digits.get(text, text))): count for (key, text), count in english.items()}
    assert chinese_one == Counter(expected)
    assert english.total() > 15


def test_every_claim_has_its_row_with_the_same_verdict(pages, claims):
    english, chinese = (rows(page) for page in pages.values())
    assert list(chinese) == list(english) == claims["id"].tolist()
    badge = r'class="badge (\w+)">'
    verdicts = [re.search(badge, row)[1] for row in chinese.values()]
    assert verdicts == [re.search(badge, row)[1] for row in english.values()] == claims["verdict"].tolist()


def test_the_counts_of_verdicts_are_those_of_the_english_table(pages):
    found = [
        re.findall(
            r'<td class="right">(\d+)</td>', re.search(r'id="tab-claim-counts">.*?</figure>', page, flags=re.S)[0]
        )
        for page in pages.values()
    ]
    assert found[0] == found[1]
    assert len(found[0]) > 50


def test_every_number_of_a_cause_and_of_a_result_stands_in_the_chinese_one(pages, claims):
    chinese = rows(pages[".zh"])
    for claim in claims.itertuples():
        row = chinese[claim.id]
        cause = visible(re.search(r'<p class="cause">(.*?)</p>', row, flags=re.S)[1])
        assert not numbers(in_units_of_print(claim.cause)) - numbers(cause), claim.id
        cell = visible(re.search(r'class="computed"[^>]*>(.*?)</td>', row, flags=re.S)[1])
        assert not numbers(in_units_of_print(claim.computed)) - numbers(cell), claim.id


def test_nothing_of_the_study_is_left_in_english(pages):
    page = pages[".zh"]
    assert '<span lang="en">' not in page
    assert "尚无中文" not in page
    text = re.sub(r'<div id="refs".*?</div>\s*</section>', "", page[page.index("<main") :], flags=re.S)
    # Names and symbols may stand side by side, three words of lower case are a phrase.
    assert not re.findall(r"\b[a-z]{3,} [a-z]{2,} [a-z]{2,}\b", visible(text))


def test_editions_lead_to_each_other(pages):
    assert '<a href="paper.zh.html" hreflang="zh-CN">Chinese edition</a>' in pages[""]
    assert '<a href="paper.html" hreflang="en" lang="en">English edition</a>' in pages[".zh"]
    assert '<html lang="zh-CN">' in pages[".zh"]


def test_the_page_carries_a_font_with_every_character_it_uses(pages, font):
    assert len(base64.b64encode(font)) <= 250_000
    held = set(TTFont(io.BytesIO(font)).getBestCmap())
    assert held == set(map(ord, chinese_characters(pages[".zh"])))
    assert len(held) > 500


def test_the_page_is_one_file_of_moderate_size(pages):
    assert len(pages[".zh"].encode()) < 5_000_000
    assert not re.findall(r'(?:src|href)="https?://(?!doi\.org)[^"]*\.(?:js|css|woff2?)"', pages[".zh"])


def test_the_pdf_has_text_claims_and_the_font_of_its_own(build, claims):
    pdf = pypdf.PdfReader(io.BytesIO(build.results()["paper.zh.pdf"]))
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf.xmp_metadata.stream.get_data()
    fonts = {
        str(font.get_object()["/BaseFont"]) for sheet in pdf.pages for font in sheet["/Resources"]["/Font"].values()
    }
    assert any("NotoSerifCJKsc" in name for name in fonts)
    text = re.sub(r"\s+", "", "".join(sheet.extract_text() for sheet in pdf.pages))
    assert "国际金融危机中的货币乘数" in text
    assert "摘要" in text
    places = [text.index(f"{claim}", text.index("全部论断")) for claim in claims["id"]]
    assert len(places) == 138
    assert text.count("图1中国") == 1
    assert not re.search(r"[\ue000-\ue0ff]", text)


def test_the_pdf_keeps_the_years_of_the_title_together_and_its_tables_in_order(build):
    sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(build.results()["paper.zh.pdf"])).pages]
    first = [re.sub(r"\s", "", line) for line in sheets[0].splitlines()]
    assert any(re.search(r"\d{4}—\d{4}年", line) for line in first)
    text = re.sub(r"\s+", "", "".join(sheets))
    assert text.index("各项研究的判定计数。") < text.index("数据表所缺的序列，以及")
    captions = [re.findall(r"^图\s*(\d+)\s", sheet, flags=re.MULTILINE) for sheet in sheets]
    assert sum(len(found) == 2 for found in captions) >= 8


def test_no_blank_stands_between_chinese_sentences(pages):
    assert not re.search(r"。 \S", visible(pages[".zh"][pages[".zh"].index("<main") :]))


def test_whatever_definition_a_search_may_find_has_its_chinese(build):
    tables = (
        pd.read_csv(ROOT / f"report/zh/{name}.csv", dtype=str, keep_default_na=False)
        for name in ("words", "terms", "causes", "claims")
    )
    language = chinese(*tables)
    found = pd.read_csv(io.BytesIO(build.results()["tables/candidates.csv"]))["definition"].dropna().unique()
    for definition in found:
        language.data(f"{definition} (vintage 2019-07)")
    assert len(found) > 50
    assert not language.left
