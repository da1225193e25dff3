"""Numbers, template, markup: nothing typed, nothing missing, nothing unescaped."""

import types

import jinja2
import pandas as pd
import pytest
from conftest import ROOT

from multiplier import DataError
from multiplier.definitions import BASES, DEPOSITS, RESERVES
from multiplier.report import numbers
from multiplier.report.assumptions import assumptions
from multiplier.report.language import counted, in_words
from multiplier.report.markup import Column, PrintedTable, figure_blocks, table_blocks
from multiplier.report.number import BOUNDED, Number, as_records, from_records
from multiplier.report.numbers.breaks import MONEY, is_break, month_after
from multiplier.report.numbers.sample import PHRASES
from multiplier.report.publishing import to_html, to_pdf, to_typst
from multiplier.report.tables.cells import fixed, minus_signs, probability
from multiplier.report.template import render

NUMBERS = {
    "m_last": Number(4.5555, "ratio", 2, "ratios_china"),
    "change": Number(-0.004, "percent", 2, "changes"),
    "month": Number("2009-10", "month", None, "configuration"),
    "lost": Number(float("nan"), "ratio", 2, "forecasts"),
}
TABLE = PrintedTable([Column("Name", "left"), Column("x")], [["a", "1"]], "Rule r.")


def paper(text, tables=None, figures=None):
    return render(jinja2.DictLoader({"p": text}), "p", NUMBERS, tables or {}, figures or {}, traced=False).text


def test_numbers_print_with_their_decimals_and_a_true_minus():
    assert [str(number) for number in NUMBERS.values()] == ["4.56", "0.00", "October 2009", "n/a"]
    assert str(Number(-1234.5, "x", 1, "t")) == "\u22121,234.5"


def test_numbers_survive_their_file():
    sources = {number.source: {"rule": "r", "inputs": ["f"]} for number in NUMBERS.values()}
    records = as_records(NUMBERS, sources)
    assert records["m_last"] == {"value": 4.5555, "unit": "ratio", "decimals": 2, "rule": "r", "inputs": ["f"]}
    assert records["lost"]["value"] is None
    assert [str(number) for number in from_records(records).values()] == [str(number) for number in NUMBERS.values()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<< n.m_lst >>", "'m_lst', which nothing computes; did you mean 'm_last'"),
        ("<% if v.nothing > 1 %>x<% endif %>", "'nothing'"),
        ("<% call table('t') %>x<% endcall %>", "table 't' does not exist"),
        ("<% call figure('f', alt='') %>x<% endcall %>", "figure 'f' does not exist"),
        ("<< fig('fig01') >>", "reference to figure 'fig01', which is placed nowhere"),
    ],
)
def test_what_does_not_exist_stops_the_paper(text, expected):
    with pytest.raises(DataError, match=expected):
        paper(text)


def test_an_unknown_name_stops_the_paper():
    with pytest.raises(jinja2.UndefinedError):
        paper("<< nobody >>")


def test_a_table_left_out_or_placed_twice_stops_the_paper():
    with pytest.raises(DataError, match="t is made but stands nowhere"):
        paper("x", {"t": TABLE})
    with pytest.raises(DataError, match="placed twice"):
        paper("<% call table('t') %>a<% endcall %><% call table('t') %>b<% endcall %>", {"t": TABLE})


def test_references_may_point_forward_and_are_numbered_once():
    text = paper(
        "<< tab('b') >> << tab('a') >>\n<% call table('a') %>A<% endcall %>\n<% call table('b') %>B<% endcall %>",
        {"a": TABLE, "b": TABLE},
    )
    assert text.startswith("[Table 2](#tab-b) [Table 1](#tab-a)")


HOSTILE = '<script>alert(1)</script> #eval("1") $x$ @ref *b* _i_ `c` ```{=html} [a](b) \\ & "q" ~ // = - +'


def test_hostile_text_appears_as_text_in_both_formats(tmp_path):
    table = PrintedTable([Column(HOSTILE, "left"), Column("x", "left", 1.0)], [[HOSTILE, "1"]], HOSTILE)
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'></svg>"
    (tmp_path / "f.svg").write_text(svg)
    text = "---\ntitle: T\nlang: en\n---\n" + table_blocks(table, "t", HOSTILE, HOSTILE)
    text += figure_blocks("f.svg", "f", "Figure 1", HOSTILE, HOSTILE, HOSTILE)
    report = ROOT / "report"
    page = to_html(text, report / "page/paper.html", report / "references.bib", [report / "page/style.css"], tmp_path)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    source = tmp_path / "p.typ"
    source.write_text(to_typst(text, report / "paper.typ", report / "references.bib"))
    import io

    import pypdf

    pdf = pypdf.PdfReader(io.BytesIO(to_pdf(source, "2026-01-02")))
    printed = "".join(page.extract_text() for page in pdf.pages).replace("\u200b", "")
    flat = "".join(printed.split())
    for part in ("<script>alert(1)</script>", '#eval("1")', "$x$", "@ref", "*b*", "_i_", "`c`", "//=-+"):
        assert flat.count(part) >= 3, part


def test_every_definition_has_a_name_in_the_text():
    for kind, choices in (("base", BASES), ("reserves", RESERVES), ("deposits", DEPOSITS)):
        assert {name for country in choices.values() for name in country} == set(PHRASES[kind])


def test_small_counts_are_words():
    assert [in_words(count) for count in (0, 1, 12, 13)] == ["no", "one", "twelve", "13"]


def test_a_counted_noun_is_in_the_plural_unless_it_is_one():
    found = [counted(count, "month") for count in (0, 1, 2, 13)]
    assert found == ["no months", "one month", "two months", "13 months"]
    assert [counted(count, "series", "series") for count in (1, 2)] == ["one series", "two series"]


def test_cells_are_formatted_for_print():
    assert fixed(-0.0004, 2) == "0.00"
    assert fixed(float("nan"), 2) == "n/a"
    assert fixed(1234567.891, 1) == "1,234,567.9"
    assert probability(0.00042) == "< 0.001"
    assert probability(0.4786) == "0.479"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("slope -0.02, 2008-09 -x", "slope \u22120.02, 2008-09 -x"),
        ("-41.5 percent (-12.88 at the means)", "\u221241.5 percent (\u221212.88 at the means)"),
        ("dm/dc = -(1 - r)(1 + s)/(c + r)^2", "dm/dc = \u2212(1 \u2212 r)(1 + s)/(c + r)^2"),
        ("2006-03..2009-10, QE-20, X-13, Y-9C", "2006-03..2009-10, QE-20, X-13, Y-9C"),
        ("lags 1-13, 12-month, (2008-11-25)", "lags 1-13, 12-month, (2008-11-25)"),
        ("non-financial", "non-financial"),
    ],
)
def test_only_minus_signs_become_true_ones(text, printed):
    assert minus_signs(text) == printed


def test_assumptions_are_collected_with_their_continuation():
    code = "x = 1\n# ASSUME: first line\n# second line.\ny = 2\n# plain comment\n"
    assert assumptions({"m": code}) == [("m", "First line second line.")]


def test_a_number_that_two_parts_compute_is_refused(monkeypatch):
    part = types.SimpleNamespace(__name__="first", numbers=lambda tables, settings: {"x": Number(1, "ratio", 0, "t")})
    other = types.SimpleNamespace(__name__="second", numbers=part.numbers)
    monkeypatch.setattr(numbers, "PARTS", (part,))
    assert set(numbers.paper_numbers({}, {})) == {"x"}
    monkeypatch.setattr(numbers, "PARTS", (part, other))
    with pytest.raises(KeyError, match="second: the number 'x' is computed by another part"):
        numbers.paper_numbers({}, {})


def test_p_values_below_what_is_printed_are_given_as_a_bound():
    shown = [str(Number(p, BOUNDED, 3, "event_study")) for p in (0.0002, 0.0014, 0.5, None)]
    assert shown == ["below 0.001", "0.001", "0.500", "n/a"]


def test_a_reason_is_given_only_for_a_month_that_is_a_break():
    corrections = pd.DataFrame(
        {
            "file": ["china/money_supply/2019-07.csv", "china/money_supply/2019-07.csv"],
            "first": ["2002-01", "2003-01"],
            "column": ["m2", "m2"],
            "action": ["break", "keep"],
        }
    )
    found = [is_break(corrections, MONEY, "m2", month) for month in ("2002-01", "2003-01", "2002-02")]
    assert found == [True, False, False]
    assert month_after("2005-12") == "2006-01"
