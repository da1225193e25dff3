"""Text of the data and of the configuration is text in every product, whatever it looks like, or is refused."""

import io
import json
import pickle
import re
import subprocess
import sys
from html.parser import HTMLParser

import jinja2
import pandas as pd
import pypdf
import pytest
import yaml
from conftest import ROOT, copy_project

from files import read_json, read_table, write_json
from gate import GateError
from gate.text import check_file, check_settings, check_texts
from multiplier import DataError
from multiplier.data.corrections import check_corrections
from multiplier.report.marks import BEGIN, END, MIDDLE, marked
from multiplier.report.markup import Column, MadeBy, PrintedTable, figure_blocks
from multiplier.report.number import Number, as_records, from_records
from multiplier.report.numbers import contest
from multiplier.report.provenance import provenance
from multiplier.report.publishing import to_html, to_pdf, to_typst
from multiplier.report.tables import paper_tables
from multiplier.report.template import render

HOSTILE = (
    '<script>alert(1)</script> <img src=x onerror=alert(2)> </td></table></script><!-- #eval("1") #panic() {{7*7}} '
    "<% x %> << n.x >> <# y #> $x$ \\frac @ref *b* _i_ `c` ```{=html} [a](javascript:alert(3)) 'q' & &lt; ~ // = - +"
)
WORDS = HOSTILE.replace("$", "")  # between dollar signs the text has formulas
UNSEEN = [
    chr(code) for code in (0xE000, 0xE001, 0xE002, 0xF8FF, 0xF0000, 0x202E, 0x2066, 0x200F, 0x2028, 0, 0x1B, 0x85)
]
SIGNS = (
    "<script>alert(1)</script>",
    "onerror=alert(2)>",
    '#eval("1")',
    "{{7*7}}",
    "<<n.x>>",
    "$x$",
    "@ref",
    "*b*",
    "`c`",
)
REPORT = ROOT / "report"


def flat(text):
    """Text without spaces, soft breaks and what keeps signs of a print apart."""
    return re.sub(r"[\s\u200b\u00ad\u2060]+", "", text)


def page_of(markdown, folder, data=None, scripts=()):
    parts = [str(REPORT / name) for name in ("page/paper.html", "references.bib")]
    return to_html(markdown, *parts, [str(REPORT / "page/style.css")], str(folder), scripts, data)


def elements(page):
    """What could run in a page: elements of its own making, from the parsed page."""

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            self.found.append(tag)
            self.handlers += [name for name, value in attributes if name.startswith("on")]
            self.handlers += [value for _, value in attributes if (value or "").lstrip().startswith("javascript:")]

        def handle_data(self, data):
            self.text.append(data)

    reader = Reader()
    reader.found, reader.handlers, reader.text = [], [], []
    reader.feed(page)
    return reader


@pytest.fixture(scope="module")
def tables(build, tmp_path_factory):
    """The paper's tables that hold words of the data, each of those words hostile."""
    plan = tmp_path_factory.mktemp("plan") / "plan.pickle"
    subprocess.run([sys.executable, str(ROOT / "tests/plan.py"), str(plan)], cwd=build.path, check=True)
    (job,) = [job for job in pickle.loads(plan.read_bytes()) if job["rule"] == "paper_text"]
    inputs, params = job["input"], job["params"]
    verbatim, dated = ("claims", "printed", "claim_missing"), ("ratios_china", "ratios_us")
    frames = {
        name: read_table(
            str(build.path / getattr(inputs, name)), index="month" if name in dated else None, text=name in verbatim
        )
        for name in params.tables
    }
    changed = {
        "corrections": ["reason", "source"],
        "easing_channels": ["channel", "needs", "in_these_data"],
        "claims": ["statement", "cause", "computed", "matched_definition"],
        "printed": ["statement", "unit", "method_as_printed"],
        "claim_missing": ["missing"],
        "assumptions": ["assumption"],
        "environment": ["version"],
        "consistency": ["check", "printed", "follows"],
    }
    for name, columns in changed.items():
        frames[name] = frames[name].copy()
        for column in columns:
            frames[name][column] = HOSTILE
    row = dict.fromkeys(("title", "publisher", "unit", "vintage", "first", "last"), HOSTILE) | {"path": "data/x"}
    evidence = {
        name: {"rule": HOSTILE, "raw": [dict.fromkeys(("publisher", "title", "vintage"), HOSTILE) | {"path": "data/x"}]}
        for name in params.evidence
    }
    computed = read_json(str(build.path / inputs.computations))
    computations = {key: record | {"code": HOSTILE} for key, record in computed.items()}
    settings = params.settings | {"files": [row], "computations": computations, "evidence": evidence}
    origins = {name: MadeBy(HOSTILE, (HOSTILE,)) for name in params.origins}
    made = paper_tables(frames, settings, origins)
    keys = "data corrections easing-channels claims claim-missing assumptions environment consistency".split()
    return {key: made[key] for key in keys}


@pytest.fixture(scope="module")
def paper(tables, tmp_path_factory):
    """A paper of these tables, a figure and a number of text, as Markdown in a folder of its own."""
    folder = tmp_path_factory.mktemp("paper")
    (folder / "f.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'></svg>")
    source = "---\ntitle: T\nlang: en\n---\n\n# One\n\nReasons: << n.x >>.\n\n" + "\n".join(
        f'<% call table("{key}") %><< n.x >><% endcall %>' for key in tables
    )
    source += '\n<% call figure("f", alt="' + "<< n.x >>" + '") %>Caption<% endcall %>\n'
    source = source.replace('alt="<< n.x >>"', "alt=n.x")
    numbers = {"x": Number(WORDS, "words", None, "t")}
    figures = {"f": ("f.svg", MadeBy(HOSTILE, (HOSTILE,)))}
    found = render(jinja2.DictLoader({"p": source}), "p", numbers, tables, figures)
    (folder / "paper.md").write_text(found.text, encoding="utf-8")
    return folder, found


def test_the_page_shows_hostile_text_as_text(paper, tables):
    folder, found = paper
    steps = {HOSTILE: {"rule": HOSTILE, "script": HOSTILE, "parameters": {HOSTILE: HOSTILE}, "inputs": [HOSTILE]}}
    page = page_of(found.text, folder, {"provenance": steps})
    read = elements(page)
    assert read.found.count("script") == 1, "the data alone"
    assert read.found.count("img") == 1, "the figure alone"
    assert read.handlers == []
    text = flat("".join(read.text))
    for sign in SIGNS:
        assert text.count(sign) >= len(tables), sign
    (embedded,) = re.findall(r'<script type="application/json" id="provenance">(.*?)</script>', page, flags=re.S)
    assert json.loads(embedded) == steps


def test_the_print_shows_hostile_text_as_text(paper, tables):
    folder, found = paper
    source = folder / "paper.typ"
    source.write_text(to_typst(found.text, REPORT / "paper.typ", REPORT / "references.bib"), encoding="utf-8")
    pdf = pypdf.PdfReader(io.BytesIO(to_pdf(source, "2026-01-02")))
    text = flat("".join(sheet.extract_text() for sheet in pdf.pages))
    for sign in SIGNS:
        assert text.count(sign) >= len(tables), sign


def test_a_browser_runs_nothing_of_it(paper):
    from playwright.sync_api import sync_playwright

    folder, found = paper
    (folder / "paper.html").write_text(page_of(found.text, folder, {"d": HOSTILE}), encoding="utf-8")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = chromium.new_page()
        heard, asked = [], []
        page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((folder / "paper.html").as_uri())
        assert page.evaluate("JSON.parse(document.getElementById('d').textContent)") == HOSTILE
        assert page.locator("script:not([type='application/json'])").count() == 0
        assert heard == []
        assert [url for url in asked[1:] if not url.startswith("data:")] == []
        chromium.close()


def test_a_reason_of_a_correction_is_words_in_the_prose(tmp_path):
    """The reason of a break of coverage is quoted in a sentence."""
    breaks = pd.DataFrame([{"country": "china", "column": "m2", "month": "2011-10", "reason": f"M2 {WORDS} # H"}])
    before = pd.DataFrame(columns=["country", "column", "month"])
    number = contest._breaks(breaks, before, "w")["contest_breaks_reasons"]
    found = render(jinja2.DictLoader({"p": "A (<< n.r >>).\n"}), "p", {"r": number}, {}, {})
    page = page_of("---\ntitle: T\n---\n\n" + found.text, tmp_path)
    (paragraph,) = re.findall(r"<p>A \((.*?)</p>", page, flags=re.S)
    read = elements(paragraph)
    assert set(read.found) <= {"span"}, "words, marked as a number, and nothing else"
    text = flat("".join(read.text)).replace("\u201c", '"').replace("\u201d", '"')
    assert all(sign in text for sign in SIGNS if "$" not in sign)


def test_a_reason_that_would_be_a_formula_is_refused(corrections):
    rows = corrections.head(2).copy()
    assert check_corrections(rows) is rows
    rows.loc[rows.index[0], "reason"] = "The row holds $x$."
    with pytest.raises(DataError, match=r"a dollar sign in the reason, expected words; .* write dollars"):
        check_corrections(rows)


def test_an_alternative_text_cannot_leave_its_attribute():
    blocks = figure_blocks("f.svg", "f", "Figure 1", HOSTILE, HOSTILE, MadeBy(HOSTILE, (HOSTILE,)))
    read = elements(blocks.partition("{=typst}")[0])
    assert [tag for tag in read.found if tag in ("script", "img")] == ["img"]
    assert read.handlers == []


def test_numbers_and_provenance_survive_their_files(tmp_path):
    numbers = {"x": Number(HOSTILE, HOSTILE, None, "t")}
    records = as_records(numbers, {"t": {"rule": HOSTILE, "inputs": [HOSTILE]}})
    write_json(records, str(tmp_path / "numbers.json"))
    assert from_records(read_json(str(tmp_path / "numbers.json")))["x"].value == HOSTILE
    items = [{"kind": "figure", "key": "f", "number": "1", "caption": HOSTILE, "alt": HOSTILE, "products": [HOSTILE]}]
    found = provenance(
        {"items": items, "numbers": ["x"]},
        records,
        steps={HOSTILE: {}},
        raw={HOSTILE: {"publisher": HOSTILE}},
        files={},
        reading={},
        window={},
    )
    write_json(found, str(tmp_path / "provenance.json"))
    assert read_json(str(tmp_path / "provenance.json")) == found


@pytest.mark.parametrize("character", UNSEEN)
def test_unseen_characters_are_refused_by_place(tmp_path, character):
    (tmp_path / "MANIFEST.csv").write_text(
        f"path,publisher\nx.csv,People's{character} Bank\n", encoding="utf-8", newline=""
    )
    with pytest.raises(
        GateError, match=rf"MANIFEST.csv: line 2: found the character U\+{ord(character):04X}, .* delete it"
    ):
        check_texts(tmp_path, [])
    settings = {"countries": {"xx": {"name": f"Two {character}words"}}}
    with pytest.raises(GateError, match=r"config.yaml: countries.xx.name: found the character U\+"):
        check_settings(settings)
    with pytest.raises(GateError, match=r"config.yaml: pins, a key: found the character U\+"):
        check_settings({"pins": {f"stu{character}dy": {}}})


@pytest.mark.parametrize(
    "text",
    [
        "tab\tand\r\nline",
        "\u4e2d\u56fd\u4eba\u6c11\u94f6\u884c, \u20ac, \u2212\u00e9\U0001f4b0",
        "\ufeffmonth",
        HOSTILE,
    ],
)
def test_what_is_seen_is_accepted(tmp_path, text):
    (tmp_path / "x.csv").write_text(text, encoding="utf-8", newline="")
    check_file(tmp_path / "x.csv")
    check_settings({"a": [text.replace("\ufeff", "")]})


def test_the_files_of_the_project_are_accepted():
    check_texts(ROOT / "data/raw", [ROOT / "data/corrections.csv", ROOT / "data/easing_channels.csv"])
    check_settings(yaml.safe_load((ROOT / "config.yaml").read_text()))


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("data/corrections.csv", "The row repeats", "The \ue000row repeats", "data/corrections.csv: line 2: found the"),
        ("data/easing_channels.csv", "Duration", "Dura\u202etion", "data/easing_channels.csv: line 3: found the"),
        (
            "config.yaml",
            "countries: {}",
            'countries: {xx: {name: "A\\u202e name", money: M2, unit: bn}}',
            "config.yaml: countries.xx.name: found the character U+202E",
        ),
    ],
)
def test_the_workflow_stops_at_them_with_one_sentence(tmp_path, file, old, new, said):
    project = copy_project(tmp_path / "project")
    text = (project.path / file).read_text(encoding="utf-8")
    assert old in text
    (project.path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    run = project.snakemake("--dry-run")
    assert run.returncode != 0
    assert said in run.stdout
    assert "Traceback" not in run.stdout


@pytest.mark.parametrize("character", [BEGIN, MIDDLE, END])
def test_a_number_cannot_hold_the_marks_own_characters(character):
    with pytest.raises(DataError, match=rf"number 'x': found U\+{ord(character):04X}"):
        marked("x", f"a{character}b")


def test_cells_are_no_templates():
    table = PrintedTable([Column("a", "left")], [["<< n.x >> <% raw %> {{ 7*7 }}"]], "Rule r.")
    text = render(jinja2.DictLoader({"p": "<% call table('t') %>c<% endcall %>"}), "p", {}, {"t": table}, {}).text
    assert "&lt;&lt; n.x &gt;&gt; &lt;% raw %&gt; {{ 7*7 }}" in text
