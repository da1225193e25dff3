"""The built paper: every number computed, the page whole, claims decided."""

import html
import io
import json
import re

import pandas as pd
import pytest
from conftest import RAW, ROOT

from multiplier.claims.verdicts import COLUMNS, VERDICTS

# What the sections place; that everything made is placed, the rendering itself checks.
SECTIONS = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "report/sections").glob("*.md")))
FIGURES = re.findall(r'call figure\("(\w+)"', SECTIONS)
TABLES = re.findall(r'call table\("([\w-]+)"', SECTIONS)

# Digits that are names, not results.
NAMES = re.compile(
    r"\bM[0123]\b|AR\(1\)|\bQE[123]\b|\b12-month\b|\b(?:MB|K2)-\d\d\b|\b0\.05\b|\bfig\d\d\b|mb_\d\d|diff12|crit_5",
    re.ASCII,  # names end where Chinese begins
)


@pytest.mark.parametrize("path", sorted((ROOT / "report").rglob("*.md")), ids=lambda path: path.name)
def test_no_digit_is_typed(path):
    source = path.read_text(encoding="utf-8")
    without_equations = re.sub(r"<% call equation.*?<% endcall %>", " ", source, flags=re.S)
    text = re.sub(r"<<.*?>>|<%.*?%>|<#.*?#>", " ", without_equations, flags=re.S)
    text = re.sub(r"\$[^$]*\$", " ", text)
    text = re.sub(r"@\w+", " ", text)
    text = NAMES.sub(" ", text)
    found = re.findall(r".{0,30}\d.{0,30}", text)
    assert not found, f"{path.name}: {found}"


@pytest.mark.parametrize("path", sorted((ROOT / "report").rglob("*.md")), ids=lambda path: path.name)
def test_expressions_hold_no_results(path):
    """Numbers inside template expressions are thresholds and places, not results."""
    for expression in re.findall(r"<<(.*?)>>|<%(.*?)%>", path.read_text(encoding="utf-8"), flags=re.S):
        code = NAMES.sub(" ", re.sub(r"alt=.*", "", "".join(expression), flags=re.S))
        assert not re.search(r"(?<![\w.])\d+\.?\d*", re.sub(r"[<>=!]=?\s*[0-2]\b|indent\(2,", "", code)), code


def test_typed_digits_would_be_found(tmp_path):
    for text in ("The multiplier was 4.56.", "It fell by 52 percent.", "in 2009-10", "three << n.x >> and 7"):
        path = tmp_path / "x.md"
        path.write_text(text)
        with pytest.raises(AssertionError):
            test_no_digit_is_typed(path)


@pytest.fixture(scope="module")
def numbers(build):
    return json.loads(build.results()["numbers.json"])


def test_numbers_carry_unit_decimals_rule_and_inputs(numbers, build):
    assert len(numbers) > 300
    files = set(build.results())
    for key, record in numbers.items():
        assert set(record) == {"value", "unit", "decimals", "rule", "inputs"}, key
        assert record["unit"], key
        for path in record["inputs"]:
            if path.startswith("results/study/"):
                assert path.removeprefix("results/study/") in files, key
            elif not path.endswith("*.csv"):
                assert (build.path / path).is_file(), (key, path)
        assert any(path.startswith(("data/", "config.yaml")) for path in record["inputs"]), key


def test_numbers_are_those_of_the_tables(numbers, build):
    ratios = pd.read_csv(io.BytesIO(build.results()["tables/ratios_china.csv"])).set_index("month")
    assert numbers["china_m_last"]["value"] == pytest.approx(586643.29 / 128776, rel=1e-11)
    assert numbers["china_m_last"]["value"] == ratios.loc["2009-10", "multiplier"]
    change = (ratios["multiplier"] - ratios["multiplier"].shift(12)).loc["2007-03":"2009-10"]
    assert numbers["china_w_low"]["value"] == pytest.approx(change.min(), rel=1e-11)
    assert numbers["china_w_high_month"]["value"] == change.idxmax()
    assets = pd.read_csv(io.BytesIO(build.results()["tables/assets_over_output.csv"])).set_index(["bank", "quarter"])
    own = assets.loc["ecb", "assets"]
    assert numbers["easing_ecb_index"]["value"] == pytest.approx(100 * own["2015Q4"] / own["2008Q2"], rel=1e-11)
    assert numbers["china_s_high_month"]["value"] == "2009-01"
    assert numbers["china_m_last"]["rule"] == "ratios"
    assert "data/raw/china/money_supply/2019-07.csv" in numbers["china_m_last"]["inputs"]
    assert not any("us/" in path for path in numbers["china_m_last"]["inputs"])


def test_every_number_of_the_text_is_printed_from_the_file(numbers, build):
    used = set()
    for path in (ROOT / "report").rglob("*.md"):
        used |= set(re.findall(r"\b[nv]\.(\w+)", path.read_text(encoding="utf-8")))
    assert used <= set(numbers)
    assert len(used) > 150


@pytest.fixture(scope="module")
def page(build):
    return build.results()["paper.html"].decode()


def test_the_page_is_whole_and_self_contained(page):
    assert page.count("<figure") == len(FIGURES) + len(TABLES) > 20
    assert not re.search(r'(src|href)="(https?:)?//(?!doi\.org)', re.sub(r'href="https://doi[^"]*"', "", page))
    assert not re.search(r"<script[^>]* src=", page), "every script is in the page"
    page = re.sub(r"<script[^>]*>.*?</script>|<pre.*?</pre>", " ", page, flags=re.S)
    assert page.count("<math") > 10
    anchors = set(re.findall(r'\bid="([^"]+)"', page))
    for link in re.findall(r'href="#([^"]+)"', page):
        assert html.unescape(link) in anchors, link
    text = re.sub(r"<style.*?</style>|<[^>]+>", " ", page, flags=re.S)
    assert not re.search(r"<<|>>|\bnan\b|n/a|\?\?", text), "an unfilled place"
    assert not re.search(r"<td[^>]*>(None|nan)</td>", page)
    alts = re.findall(r'<img[^>]*alt="([^"]+)"', page)
    assert len(alts) == len(FIGURES)
    assert all(re.search(r"\d", alt) and len(alt) > 80 for alt in alts), "alternative texts say what is seen"


def test_figures_and_tables_carry_rule_script_and_vintage(page):
    origins = re.findall(r'<p class="origin">(.*?)</p>', page)
    assert len(origins) == len(FIGURES) + len(TABLES)
    for origin in origins:
        # What shows several tables of results has a line for each of their rules.
        lines = re.findall(r"(?:Rule \w+, script (\S+), vintage study|From (\S+))\.", origin)
        assert lines
        assert " ".join(re.findall(r"(?:Rule|From) .*?\.(?= |$)", origin)) == origin
        for script, file in lines:
            assert (ROOT / (script or file)).is_file()


def test_captions_are_plain_text(page):
    """Links and formulas are not rendered in captions."""
    for caption in re.findall(r"<figcaption>(.*?)</figcaption>", page, flags=re.S):
        assert not re.search(r"\]\(#|\$|\\[a-z]", caption), caption


def test_figure_numbers_are_those_of_the_files(page):
    for key, label in re.findall(r'<figure id="(fig\d\d)">.*?<span class="label">Figure (\d+)\.', page, flags=re.S):
        assert int(key[3:]) == int(label)


@pytest.fixture(scope="module")
def claims(build):
    return pd.read_csv(io.BytesIO(build.results()["claims.csv"]), dtype=str, keep_default_na=False)


def test_every_claim_has_a_verdict_and_a_cause(claims):
    printed = pd.read_csv(RAW / "claims/claims.csv", dtype=str, keep_default_na=False)
    assert list(claims.columns) == COLUMNS
    assert claims["id"].tolist() == printed["id"].tolist()
    assert set(claims["verdict"]) <= set(VERDICTS)
    assert (claims["cause"].str.len() > 20).all()
    displaced = claims[claims["verdict"] == "displaced"]
    assert (displaced["matched_month"] != "").all()
    assert (displaced["matched_definition"] != "").all()
    assert (displaced["candidates"].astype(int) > 0).all()


def test_the_search_holds_what_it_says(build):
    table = pd.read_csv(io.BytesIO(build.results()["tables/candidates.csv"]))
    biweekly = table[table["definition"].str.contains("two weeks")]
    assert biweekly["vintage"].max() == "2010-06", "nothing that the study could not have seen"
    china = table[(table["country"] == "china") & (table["vintage"] == "2019-07")].set_index(["definition", "month"])
    value = china["value"]
    m2, base = value["M2", "2009-01"], value["reserve_money", "2008-12"]
    assert value["M2 over reserve_money of the month before", "2009-01"] == pytest.approx(m2 / base, rel=1e-9)


def test_cited_works_are_in_the_bibliography_and_print(page):
    keys = set()
    for path in (ROOT / "report").rglob("*.md"):
        keys |= set(re.findall(r"@([A-Za-z]\w+)", path.read_text(encoding="utf-8")))
    entries = set(re.findall(r"^@\w+\{(\w+),", (ROOT / "report/references.bib").read_text(), flags=re.M))
    assert keys <= entries
    assert page.count('class="csl-entry"') == len(keys)


def test_the_figure_of_the_readme_is_that_of_the_build(build):
    kept = ROOT / "results/study/figures/fig08.svg"
    assert kept.read_bytes() == build.results()["figures/fig08.svg"]
