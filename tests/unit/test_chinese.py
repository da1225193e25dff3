"""The Chinese edition's language, catalogue, numbering and font."""

import csv
import io
import re

import jinja2
import pandas as pd
import pytest
import sample_ledger
from conftest import ROOT
from fontTools.ttLib import TTFont

from multiplier import DataError
from multiplier.claims.verdicts import VERDICTS
from multiplier.report.chinese import Catalogue, Chinese, chinese
from multiplier.report.chinese_font import check, chinese_characters, cut, with_font
from multiplier.report.number import BOUNDED, Number
from multiplier.report.publishing import to_html
from multiplier.report.tables.claims import claim_missing, claims, entries
from multiplier.report.template import render

ZH = ROOT / "report/zh"
FONT = (ROOT / "report/fonts/noto-serif-cjk/NotoSerifCJKsc-Regular.otf").read_bytes()


def read(name):
    return pd.read_csv(ZH / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture
def language():
    return chinese(read("words"), read("terms"), read("causes"), read("claims"))


def small(*rows):
    return Chinese({"Table {}": "表 {}", "Figure {}": "图 {}"}, rows, {"MB-01": ("m falls.", "m下降。")})


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        ("2006-03", "month", None, "2006年3月"),
        ("2003Q1", "quarter", None, "2003年第1季度"),
        (0.0004, BOUNDED, 3, "小于0.001"),
        (0.0123, BOUNDED, 3, "0.012"),
        (-52.13, "percent", 1, "\u221252.1"),
        (-0.0001, "percent", 1, "0.0"),
        (105936, "count", 0, "105,936"),
        (None, "ratio", 2, "无"),
        (float("nan"), "ratio", 2, "无"),
        ("MAIC", "name", None, "MAIC"),
        ("reproduced", "verdict", None, "复现"),
    ],
)
def test_numbers_are_shown_from_their_value(language, value, unit, decimals, text):
    assert language.number(Number(value, unit, decimals, "t")) == text


@pytest.mark.parametrize(
    ("english", "text"),
    [
        ("2006-03..2009-10", "2006年3月至2009年10月"),
        ("2008-11-25", "2008年11月25日"),
        ("2009..2014", "2009至2014年"),
        ("1998-07..", "1998年7月起"),
        ("1995..", "1995年起"),
        ("2011Q1..2011Q3", "2011年第1季度至2011年第3季度"),
        ("11.57..18.73", "11.57至18.73"),
        ("dm/dc = -(1 - r)/(c + r)^2", "dm/dc = \u2212(1 \u2212 r)/(c + r)^2"),
        ("2006-12 (12.94), 2007-02 (10.22)", "2006年12月（12.94）、2007年2月（10.22）"),
        ("", ""),
    ],
)
def test_dates_and_formulas_need_no_row(language, english, text):
    assert language.data(english) == text
    assert not language.left


@pytest.mark.parametrize(
    ("english", "text"),
    [
        ("Open-ended MBS purchases of 40 bn a month", "不设期限的MBS购买，每月400亿美元"),
        ("Treasury purchases of 45 bn a month added", "增购国债，每月450亿美元"),
        ("Purchases cut from 85 to 75 bn a month", "每月购买由850亿美元减至750亿美元"),
    ],
)
def test_monthly_purchases_are_counted_as_in_chinese(language, english, text):
    assert language.data(english) == text


def test_a_table_of_missing_series_stays_where_the_chinese_text_has_it(language):
    table = pd.DataFrame({"id": ["X-01"], "missing": ["Yields"]})
    assert not claim_missing(table, "r", language).floating
    assert claim_missing(table, "r").floating


def test_pieces_are_translated_in_their_turn_and_put_where_the_chinese_has_them():
    found = small(
        ("{#} of {#} match {}", "{2}种中有{1}种与{}相符"),
        ("{} in {#}", "{2}的{1}"),
        ("base money", "基础货币"),
        ("rule {=}, {}", "规则{}，{}"),
    )
    assert found.data("3 of 12 match base money in 2009-08.") == "12种中有3种与2009年8月的基础货币相符。"
    assert found.data("rule base money, base money") == "规则base money，基础货币"
    assert not found.left


def test_what_says_most_is_tried_first():
    rows = [("{} over {}", "{} / {}"), ("{} over all {}", "{} / 全部{}"), ("all s", "所有s")]
    assert Catalogue(rows).translate("m over all s") == Catalogue(rows[::-1]).translate("m over all s") == "m / 全部s"


def test_a_sentence_without_a_row_stays_in_english_marked_and_counted(language):
    text = language.data("The sample's high is in 2009-01. The moon was full. The sample's high is in 2009-01.")
    block = f"\n```{{=html}}\n<p>{text}</p>\n```\n\n```{{=typst}}\n[{text}]\n```\n"
    done = language.finished(block)
    high = "样本的最高值在2009年1月。"
    assert f'<p>{high}<span lang="en">The moon was full.</span>{high}</p>' in done
    assert f"[{high}The moon was full.{high}]" in done
    assert language.left == {"The moon was full."}


def test_a_piece_without_a_row_takes_its_sentence_with_it():
    found = small(("{} falls", "{}下降"))
    assert "The whole moon falls" in found.data("The whole moon falls")
    assert found.left == {"The whole moon falls"}


@pytest.mark.parametrize("chinese_text", ["{}", "{1}{1}", "{1}和{3}", "{}{}{}", "{}{}{3}", "甲"])
def test_a_row_must_use_each_place(chinese_text):
    with pytest.raises(DataError, match="each of its 2 places"):
        Catalogue([("{} of {}", chinese_text)])


def test_a_claim_that_says_something_else_now_stays_in_english():
    found = small()
    assert found.statement("MB-01", "m falls.") == "m下降。"
    for claim, text in (("MB-01", "m rises."), ("MB-99", "A new claim.")):
        assert text in found.statement(claim, text)
        assert text in found.left


def test_a_word_of_the_programme_must_be_there(language):
    with pytest.raises(DataError, match=r"words\.csv: no Chinese for 'Moon'"):
        language.say("Moon")


def test_every_claim_has_its_chinese_of_the_present_statement():
    with (ROOT / "data/raw/claims/claims.csv").open(encoding="utf-8") as file:
        printed = [(row["id"], row["statement"]) for row in csv.DictReader(file)]
    rows = read("claims")
    changed = [
        claim for claim, text in printed if (claim, text) not in set(zip(rows["id"], rows["english"], strict=True))
    ]
    assert not changed, f"report/zh/claims.csv: translate anew: {changed}"
    assert (rows["chinese"].str.contains(r"[\u4e00-\u9fff]") | rows["chinese"].str.contains("=")).all()


@pytest.mark.parametrize("name", ["words", "terms", "causes"])
def test_no_row_stands_twice(name):
    assert not read(name)["english"].duplicated().any()


def calls(folder):
    """Figure -> its call, caption and alternative text as written."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md")))
    common = "".join(re.findall(r"<% set .*? %>", text))
    return common, dict(re.findall(r'call figure\("(fig\d\d)"(.*?)<% endcall %>', text, flags=re.S))


def keys(text):
    return set(re.findall(r"\b[nv]\.(\w+)", text))


def test_captions_and_alternative_texts_say_the_same_numbers_as_in_english():
    _, english = calls(ROOT / "report/sections")
    common, chinese_calls = calls(ZH)
    assert list(chinese_calls) == sorted(english)
    for figure, call in chinese_calls.items():
        crisis = keys(common) if "<< crisis >>" in call else set()
        assert keys(call) | crisis == keys(english[figure]), figure


def test_the_abstract_uses_the_same_numbers_as_in_english():
    english, chinese_text = (
        (ROOT / "report" / path).read_text(encoding="utf-8") for path in ("sections/abstract.md", "zh/abstract.md")
    )
    assert keys(chinese_text) == keys(english)


def test_figures_and_tables_take_the_numbers_of_the_english_edition():
    text = '<% call figure("b", alt="x") %>甲<% endcall %><< fig("b") >>'
    arguments = (jinja2.DictLoader({"p": text}), "p", {}, {}, {"b": ("b.svg", "o")})
    paper = render(*arguments, language=small(), numbering={"b": "7"})
    assert paper.items[0].number == "7"
    assert "[图 7](#b)" in paper.text
    assert '<span class="label">图 7</span> 甲' in paper.text
    with pytest.raises(DataError, match="figure 'b' is not in the English edition"):
        render(*arguments, language=small(), numbering={"a": "1"})


def test_what_comes_from_data_is_text_in_both_formats(language, tmp_path):
    made = claims(
        sample_ledger.table(),
        sample_ledger.printed(),
        sample_ledger.computations(),
        sample_ledger.EVIDENCE,
        VERDICTS,
        "r",
        language,
    )
    text = language.finished(made.blocks("tab-claims", "表 1", "全部论断。"))
    report = ROOT / "report"
    page = to_html(
        f"---\ntitle: T\nlang: zh-Hans\n---\n{text}",
        *(str(report / name) for name in ("page/paper.html", "references.bib")),
        [],
        str(tmp_path),
    )
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '<span class="badge displaced">错位</span>' in page
    assert re.search(r'<p class="cause"><span lang="en">&lt;script&gt;', page)
    assert "\\#eval" in text
    assert not re.search(r"(?<!\\)#eval", text.split("{=typst}")[1])


def test_the_ledger_is_sorted_by_the_pinyin_of_its_texts_and_by_the_size_of_its_numbers(language):
    table = sample_ledger.table()
    printed = sample_ledger.printed()
    told = {"Growth of base.": "中", "m falls with c.": "安", "Autocorrelations.": "波"}
    told |= {text: f"在{text}" for text in table["statement"] if text not in told}
    rows = list(read("terms").itertuples(index=False, name=None))
    known = dict(zip(table["id"], ((text, told[text]) for text in table["statement"]), strict=True))
    words = dict(zip(read("words")["english"], read("words")["chinese"], strict=True))
    arguments = (table, printed, sample_ledger.computations(), sample_ledger.EVIDENCE, VERDICTS)
    found, english = entries(*arguments, Chinese(words, rows, known)), entries(*arguments)
    order = [entry.id for entry in sorted(found, key=lambda entry: entry.ranks["statement"])]
    assert [order.index(claim) for claim in ("MB-02", "CP-01", "MB-01")] == [0, 1, len(table) - 1]
    kinds = {entry.cells["kind"]: entry.ranks["kind"] for entry in found}
    pinyin = ["定性", "方法", "符号", "公式", "排序", "日期", "数列", "数值", "样本"]
    assert sorted(kinds, key=kinds.get) == [kind for kind in pinyin if kind in kinds]
    for column in ("printed", "computed", "verdict"):
        assert [entry.ranks[column] for entry in found] == [entry.ranks[column] for entry in english]


def test_the_font_is_cut_to_the_characters_used_always_alike():
    made = cut("货币乘数", FONT)
    assert made == cut("数乘币货", FONT)
    assert set(TTFont(io.BytesIO(made)).getBestCmap()) == set(map(ord, "货币乘数"))
    assert len(made) < 4000
    assert TTFont(io.BytesIO(made))["head"].modified == TTFont(io.BytesIO(FONT))["head"].modified


def test_a_character_that_the_font_lacks_is_named_with_file_and_remedy():
    with pytest.raises(DataError, match=r"paper\.zh\.md: the font f\.otf lacks '𠮷' \(U\+20BB7\).*characters\.txt"):
        check("货𠮷", FONT, "f.otf", "paper.zh.md")
    with pytest.raises(DataError, match=r"'㐀' \(U\+3400\)"):
        with_font("<head></head>㐀", "F", FONT, "f.otf", "paper.zh.md")


def test_rare_characters_count_as_chinese():
    assert chinese_characters("a“货𠮷，é") == ["“", "货", "，", "𠮷"]
