"""Snakemake's report: everything that the paper shows is in it, once, under its number, and opens without a network."""

import csv
import html
import json
import pickle
import re
import subprocess
import sys
import zipfile

import pytest
from conftest import ROOT, copy_project
from docutils.core import publish_parts
from jinja2 import Environment
from test_ledger import Visit, browser  # noqa: F401

from multiplier.report.outline import described, outline, rst, sections

TITLES = list(csv.DictReader((ROOT / "report/titles.csv").open(encoding="utf-8", newline="")))
LEFT_OUT = {"data/raw/MANIFEST", "data/easing_channels", "tables/k2_candidates"}  # report/workflow/workflow.rst says so
LARGEST = 12e6
CATEGORIES = ["1 Figures", "2 Tables", "3 Claims"]


def path_of(product, vintage="study"):
    form = "svg" if product.startswith("figures/") else "csv"
    return f"{product}.{form}" if product.startswith("data/") else f"results/{vintage}/{product}.{form}"


SHOWN = {path_of(row["product"]) for row in TITLES if row["product"] not in LEFT_OUT}


def test_every_figure_and_table_has_a_title_and_its_product(build):
    items = json.loads(build.results()["contents.json"])["items"]
    products = {row["key"]: row["product"] for row in TITLES}
    assert list(products) == list(dict.fromkeys(products))
    assert {item["key"] for item in items} == products.keys()
    for item in items:
        made = [path.removeprefix("results/study/").removesuffix(".csv") for path in item["products"]]
        assert products[item["key"]] in [*made, "data/raw/MANIFEST"], item["key"]
    titles = [row["title"] for row in TITLES]
    assert all(titles)
    assert not [title for title in titles if title.endswith(".")]


def test_what_the_paper_shows_is_marked_with_caption_category_and_labels(tmp_path):
    project = copy_project(tmp_path / "project")
    plan = tmp_path / "plan.pickle"
    subprocess.run([sys.executable, str(ROOT / "tests/plan.py"), str(plan)], cwd=project.path, check=True)
    marks = [mark for job in pickle.loads(plan.read_bytes()) for mark in job["reported"].items()]
    assert {path for path, _ in marks} == SHOWN
    assert len(marks) == len(SHOWN), "marked once"
    for path, (category, caption, labelled) in marks:
        kind = {"figures": CATEGORIES[0], "claims": CATEGORIES[2]}
        name = path.removeprefix("results/study/").partition("/")[0].removesuffix(".csv")
        assert category == kind.get(name, CATEGORIES[1])
        assert (project.path / caption).is_file()
        assert labelled


@pytest.fixture(scope="module")
def page(build, tmp_path_factory):
    """Address of the report of the build, which changes nothing."""
    before = build.results()
    target = tmp_path_factory.mktemp("report") / "report.html"
    run = build.snakemake("--report", str(target))
    assert run.returncode == 0, run.stdout
    assert "Missing metadata" not in run.stdout
    assert build.results() == before
    assert "Nothing to be done" in build.snakemake("--dry-run").stdout
    assert target.stat().st_size < LARGEST
    return target.as_uri()


def quiet(visit):
    """Nothing was asked for and nothing went wrong; but for a note of the embedded styles."""
    frames = [url for url in visit.outside() if not url.startswith("file:")]
    assert frames == []
    assert [text for text in visit.errors if "cdn.tailwindcss.com should not be used in production" not in text] == []


def test_the_report_has_every_entry_once_with_its_caption(browser, page, build):  # noqa: F811
    visit = Visit(browser, page, offline=True)
    results = visit.page.evaluate("results")
    listed = visit.page.evaluate("Object.values(categories).flatMap((inside) => Object.values(inside)).flat()")
    assert sorted(listed) == sorted(results) == sorted(SHOWN)
    items = json.loads(build.results()["contents.json"])["items"]
    captions = {row["key"]: row["product"] for row in TITLES}
    for item in items:
        if captions[item["key"]] in LEFT_OUT:
            continue
        entry = results[path_of(captions[item["key"]])]
        text = visit.page.evaluate(
            "(html) => { const e = document.createElement('div'); e.innerHTML = html; return e.innerText }",
            entry["caption"],
        )
        label = f"{item['kind'].capitalize()} {item['number']}."
        assert " ".join(f"{label} {item['caption']}".split()) in " ".join(text.split()), item["key"]
        assert re.match(rf"(\d+, )*{int(item['number']):02d}\b", entry["labels"]["item"]), item["key"]
        assert entry["labels"]["vintage"] == "study"
    assert len({entry["labels"]["item"] for entry in results.values()}) == len(results)
    quiet(visit)


def test_every_entry_opens_without_a_network(browser, page):  # noqa: F811
    visit = Visit(browser, page, offline=True, viewport={"width": 1400, "height": 900})
    menu = visit.page.evaluate(
        "Object.entries(categories).map(([name, inside]) => "
        "[name, Object.entries(inside).map(([section, entries]) => [section, entries.length])])"
    )
    assert sorted(name for name, _ in menu) == CATEGORIES
    seen = []
    for category, inside in sorted(menu):
        for section, count in sorted(inside):
            visit.page.evaluate("app.setView({ navbarMode: 'menu' })")
            visit.page.get_by_text(category, exact=True).click()
            if len(inside) > 1:
                visit.page.get_by_text(section, exact=True).click()
            rows = visit.page.locator("tbody tr")
            assert rows.count() == count, (category, section)
            seen += [text.partition(".")[0] for text in rows.locator("td:first-child").all_text_contents()]
            for place in range(count):
                if category == CATEGORIES[0]:
                    rows.nth(place).locator("a").first.click()
                    picture = visit.page.locator(f"img[src*='filename=fig{place + 1:02d}.svg']")
                    assert (
                        picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth }") > 100
                    )
                else:
                    with visit.page.expect_download() as download:
                        rows.nth(place).locator("a").first.click()
                    assert download.value.suggested_filename.endswith(".csv")
    figures = seen[: len([row for row in TITLES if row["key"].startswith("fig")])]
    assert figures == [f"{number:02d}" for number in range(1, len(figures) + 1)], "in the paper's order"
    quiet(visit)


def test_the_workflow_is_described(browser, page):  # noqa: F811
    visit = Visit(browser, page, offline=True, viewport={"width": 1400, "height": 900})
    assert visit.page.get_by_role("heading", name="The money multiplier in the crisis").is_visible()
    assert visit.page.get_by_text("vintage study").is_visible()
    quiet(visit)


def test_as_a_zip_the_report_has_the_paper_too(browser, build, tmp_path):  # noqa: F811
    run = build.snakemake("--report", str(tmp_path / "report.zip"))
    assert run.returncode == 0, run.stdout
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        archive.extractall(tmp_path)
    visit = Visit(browser, (tmp_path / "report/report.html").as_uri(), offline=True)
    visit.page.get_by_text("4 Paper", exact=True).click()
    rows = visit.page.locator("tbody tr")
    assert rows.locator("td:first-child").all_text_contents() == ["The paper as a page", "The paper to print"]
    rows.first.locator("a").first.click()
    visit.page.frame_locator("iframe").get_by_role("heading", name="Introduction").wait_for()
    quiet(visit)


def test_a_report_before_the_build_gets_one_sentence(tmp_path):
    project = copy_project(tmp_path / "project")
    run = project.snakemake("--report", str(tmp_path / "report.html"))
    assert run.returncode != 0
    assert "Traceback" not in run.stdout
    assert re.search(
        r"results/study/contents.json does not exist.*build it first|marked for report but does not exist",
        run.stdout,
        re.S,
    )


def test_sections_follow_the_headings_and_sort_as_the_paper_runs():
    text = '# One\n\n<figure id="fig01">\n# Two\n\n<figure class="table wide" id="tab-a">\n'
    text += '# Appendix {-}\n<figure id="tab-b">\n'
    assert sections(text) == {"fig01": "01 One", "tab-a": "02 Two", "tab-b": "Appendix"}


def test_a_product_with_two_tables_is_one_entry():
    rows = [{"key": key, "product": "tables/x", "title": key.upper()} for key in ("tab-a", "tab-b")]
    items = [
        {"kind": "table", "key": key, "number": number, "caption": f"C{number}."}
        for key, number in (("tab-b", "3"), ("tab-a", "7"))
    ]
    (shown,) = outline(items, rows, {"tab-a": "2", "tab-b": "1"}).values()
    assert (shown.numbers, shown.titles, shown.section) == ((3, 7), ("TAB-B", "TAB-A"), "1")
    assert described(shown) == "**Table 3.** C3\\.\n\n**Table 7.** C7\\."


@pytest.mark.parametrize(
    "text", ["*a* `b` |c| x_ [1]_ :r:`t`", "{{ 7 * 7 }} {% x %} {# y #}", ".. raw:: html", "<b>&</b>", "a\n\n- b"]
)
def test_captions_stay_text(text):
    source = Environment().from_string(rst(text)).render()
    assert source == rst(text), "nothing for Jinja2"
    body = publish_parts(source, writer="html")["body"]
    assert body == f"<p>{html.escape(' '.join(text.split()))}</p>\n"
