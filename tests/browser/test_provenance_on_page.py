"""Where things come from, in Chromium: from a number to the raw rows, downloads, keyboard, hostile text, print."""

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest
import sample_evidence as sample
from playwright.sync_api import expect
from test_ledger import WIDTHS, Visit, browser  # noqa: F401


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Address of the small page with hostile evidence."""
    folder = tmp_path_factory.mktemp("evidence")
    (folder / "paper.html").write_text(sample.page(folder), encoding="utf-8")
    return (folder / "paper.html").as_uri()


def watched(visit):
    """Fail on whatever would run or be fetched."""
    visit.dialogs = []
    visit.page.on("dialog", lambda dialog: (visit.dialogs.append(dialog.message), dialog.dismiss()))
    return visit


def unharmed(visit):
    assert visit.errors == []
    assert [url for url in visit.outside() if not url.startswith("blob:")] == []
    assert visit.dialogs == []


@pytest.fixture
def small(browser, address):  # noqa: F811
    visit = watched(Visit(browser, address, viewport={"width": 1280, "height": 900}))
    yield visit
    unharmed(visit)
    visit.page.context.close()


@pytest.fixture(scope="module")
def whole(browser, build):  # noqa: F811
    """The built paper, opened once."""
    visit = watched(
        Visit(browser, (build.path / "results/study/paper.html").as_uri(), viewport={"width": 1280, "height": 900})
    )
    yield visit
    unharmed(visit)
    visit.page.context.close()


@pytest.fixture
def paper(whole):
    yield whole.page
    if panel(whole.page).is_visible():
        whole.page.keyboard.press("Escape")


def panel(page):
    return page.locator("dialog.evidence-panel")


def number(page, key):
    return page.locator(f'.n[data-n="{key}"]').first


def fact(page, term):
    return panel(page).locator(f"dt:text-is('{term}') + dd").first


def titled(page, title):
    expect(panel(page).locator("h2")).to_have_text(title)


def downloaded(page, button):
    with page.expect_download() as waiting:
        button.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def highlighted(page):
    """Cells of the highlighted rows."""
    return (
        panel(page)
        .locator(".rows tbody tr.here")
        .evaluate_all("rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))")
    )


def test_from_a_number_in_the_abstract_to_the_raw_rows(paper, build):
    """The fall of the American multiplier: printed, in full, its cell, the ratios, the raw months of the base."""
    number(paper, "us_common_m_change_size").click()
    records = json.loads((build.path / "results/study/numbers.json").read_text(encoding="utf-8"))
    value = records["us_common_m_change_size"]["value"]
    titled(paper, f"{value:.1f}")
    assert float(fact(paper, "In full").inner_text()) == value
    assert fact(paper, "Unit").inner_text() == "percent"
    assert "us_common_m_change_size" in fact(paper, "Key").inner_text()
    (row,) = highlighted(paper)
    assert row[1:6] == ["us", "common", "2008-08", "2009-10", "multiplier"]
    assert abs(float(panel(paper).locator("td.here").inner_text()) + value) < 1e-9 * value

    panel(paper).locator('[data-path="results/study/tables/ratios_us.csv"]').first.click()
    titled(paper, "ratios_us.csv")
    assert [row[1] for row in highlighted(paper)] == ["2008-08", "2009-10"]
    multipliers = [row[1:] for row in highlighted(paper)]
    raw = panel(paper).locator('[data-path="data/raw/us/fred_md/2009-12.csv"]').first
    raw.click()
    titled(paper, "us_fred_md_2009-12.csv")
    file = build.path / "data/raw/us/fred_md/2009-12.csv"
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert digest in fact(paper, "sha256").inner_text()
    expect(fact(paper, "sha256")).to_contain_text("The bytes in this page agree with it.")
    assert fact(paper, "Publisher").inner_text() == "Federal Reserve Bank of St. Louis"
    wanted = [row for row in csv.reader(file.open(encoding="utf-8")) if row[0] in ("2008-08", "2009-10")]
    assert [row[1:] for row in highlighted(paper)] == wanted
    assert multipliers[0][0] == wanted[0][0]
    panel(paper).get_by_role("button", name="Back").click()
    titled(paper, "ratios_us.csv")


def test_figure_5_to_its_data_and_raw_file(paper, build):
    figure = paper.locator("#fig05")
    name, content = downloaded(paper, figure.get_by_role("button", name="Data (CSV)"))
    assert (name, content) == ("fig05.csv", (build.path / "results/study/figures/fig05.csv").read_bytes())
    name, content = downloaded(paper, figure.get_by_role("button", name="SVG"))
    assert (name, content) == ("fig05.svg", (build.path / "results/study/figures/fig05.svg").read_bytes())
    figure.get_by_role("button", name="Where from").click()
    titled(paper, "Figure 5")
    panel(paper).locator('[data-path="data/raw/china/money_supply/2019-07.csv"]').first.click()
    titled(paper, "china_money_supply_2019-07.csv")
    # Without a month of its own the file is shown from the first month of the sample.
    assert panel(paper).locator(".rows tbody tr").first.locator("td").first.inner_text() == "2006-03"
    name, content = downloaded(paper, panel(paper).get_by_role("button", name="Download"))
    assert name == "china_money_supply_2019-07.csv"
    assert content == (build.path / "data/raw/china/money_supply/2019-07.csv").read_bytes()


def test_every_figure_and_table_has_its_line(paper, build):
    contents = json.loads((build.path / "results/study/contents.json").read_text(encoding="utf-8"))
    lines = paper.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("figure > .evidence")].map((line) => [
             line.parentElement.id, [...line.querySelectorAll("button")].map((button) => button.textContent)]))"""
    )
    own = {"figure": "SVG", "table": "As printed (CSV)"}
    assert lines == {item["key"]: ["Data (CSV)", own[item["kind"]], "Where from"] for item in contents["items"]}


@pytest.mark.parametrize("key", ["fig25", "tab-data", "tab-claims", "tab-stability", "tab-corrections"])
def test_a_figure_or_table_says_where_it_is_from(paper, build, key):
    contents = json.loads((build.path / "results/study/contents.json").read_text(encoding="utf-8"))
    (item,) = [item for item in contents["items"] if item["key"] == key]
    paper.locator(f'[id="{key}"]').get_by_role("button", name="Where from").click()
    titled(paper, f"{item['kind'].capitalize()} {item['number']}")
    assert panel(paper).locator(".files button.link").all_inner_texts() == item["products"]
    ends = panel(paper).locator(".chain .end, .vintages li")
    assert ends.count() >= 1


def test_a_table_too_large_for_the_page_is_named_with_its_sha256(paper, build):
    paper.locator("#tab-k2-search").get_by_role("button", name="Data (CSV)").click()
    titled(paper, "Table 34")
    panel(paper).locator('.files [data-path="results/study/tables/k2_candidates.csv"]').click()
    titled(paper, "k2_candidates.csv")
    content = (build.path / "results/study/tables/k2_candidates.csv").read_bytes()
    assert fact(paper, "sha256").inner_text().strip() == hashlib.sha256(content).hexdigest()
    assert fact(paper, "Size").inner_text() == f"{len(content):,} bytes"
    assert panel(paper).get_by_text("larger than what the page carries").is_visible()
    assert panel(paper).get_by_role("button", name="Download").count() == 0


def test_all_vintages_behind_a_real_time_number_can_be_opened(paper):
    paper.locator("#tab-real-time").get_by_role("button", name="Where from").click()
    titled(paper, "Table 58")
    folded = panel(paper).locator("details:has(> .vintages)").first
    folded.locator("summary").first.click()
    assert folded.locator(".vintages button").count() == 296
    folded.get_by_role("button", name="2024-03", exact=True).click()
    titled(paper, "us_fred_md_2024-03.csv")
    expect(fact(paper, "sha256")).to_contain_text("agree")


def test_all_rows_can_be_shown(paper, build):
    number(paper, "us_common_m_change_size").click()
    panel(paper).locator('[data-path="results/study/tables/ratios_china.csv"]').first.click()
    titled(paper, "ratios_china.csv")
    assert panel(paper).locator(".rows tbody tr").count() < 40
    panel(paper).get_by_role("button", name="Show all").click()
    rows = list(csv.reader((build.path / "results/study/tables/ratios_china.csv").open(encoding="utf-8")))
    shown = (
        panel(paper)
        .locator(".rows tr")
        .evaluate_all("rows => rows.map((row) => [...row.cells].slice(1).map((cell) => cell.textContent))")
    )
    assert shown == rows


def test_a_number_of_the_configuration_shows_the_settings(small):
    number(small.page, "level").click()
    titled(small.page, "0.05")
    assert fact(small.page, "Where").inner_text() == "A setting of this build."
    panel(small.page).locator("summary").click()
    assert json.loads(panel(small.page).locator("pre").inner_text()) == {"level": 0.05}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("m_last", "One cell holds the same value: row 46, column multiplier."),
        (
            "m_fall",
            "One cell holds the same value, times a hundred and with the opposite sign: row 51, column multiplier.",
        ),
        ("m_gap", "Computed from the table: no cell of it holds this value."),
        ("months", "Read or counted from the table."),
    ],
)
def test_it_says_no_more_than_is_known_of_the_cell(small, key, said):
    number(small.page, key).click()
    expect(fact(small.page, "Where")).to_have_text(said)


def test_marked_numbers_are_reached_opened_and_left_with_the_keyboard(small):
    page = small.page
    assert number(page, "m_last").get_attribute("tabindex") is None
    toggle = page.get_by_role("button", name="Mark numbers")
    toggle.focus()
    page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    assert "underline" in number(page, "m_fall").evaluate("span => getComputedStyle(span).textDecorationLine")
    page.keyboard.press("Tab")
    expect(number(page, "m_fall")).to_be_focused()
    for key in ("Enter", " "):
        page.keyboard.press(key)
        titled(page, "52.1")
        page.keyboard.press("Escape")
        expect(panel(page)).to_be_hidden()
        expect(number(page, "m_fall")).to_be_focused()
    toggle.click()
    assert number(page, "m_fall").get_attribute("role") is None


def test_reading_goes_on_at_the_number_that_was_clicked(small):
    number(small.page, "m_gap").click()
    titled(small.page, "0.99")
    small.page.keyboard.press("Escape")
    expect(number(small.page, "m_gap")).to_be_focused()


def test_within_the_panel_the_focus_stays_and_it_is_named(small):
    page = small.page
    where = page.locator("#fig01").get_by_role("button", name="Where from")
    where.focus()
    page.keyboard.press("Enter")
    titled(page, "Figure 1")
    expect(page.get_by_role("dialog", name="Figure 1")).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(where).to_be_focused()


def test_a_link_to_a_number_opens_it_and_a_wrong_one_does_nothing(browser, address):  # noqa: F811
    visit = watched(Visit(browser, f"{address}#n=m_gap"))
    titled(visit.page, "0.99")
    expect(number(visit.page, "m_gap")).to_be_in_viewport()
    visit.page.keyboard.press("Escape")
    for wrong in ("#n=nothing", "#n=%E0%A4%A", "#n=constructor", "#n="):
        visit.page.evaluate("hash => { location.hash = hash; }", wrong)
        visit.page.wait_for_timeout(100)
        assert not panel(visit.page).is_visible()
    visit.page.evaluate("location.hash = '#n=m_fall'")
    titled(visit.page, "52.1")
    unharmed(visit)
    visit.page.context.close()


def test_hostile_names_cells_and_parameters_are_text(small):
    page = small.page
    # In prose quotation marks are set as the typesetter sets them.
    assert number(page, "hostile").inner_text().replace("\u201c", '"').replace("\u201d", '"') == sample.BREAKOUT
    number(page, "hostile").click()
    titled(page, sample.BREAKOUT)
    panel(page).locator("summary").first.click()
    assert sample.BREAKOUT in json.loads(panel(page).locator("pre").first.inner_text())["name"]
    assert sample.HOSTILE in panel(page).locator(".chain").first.inner_text()
    panel(page).locator(f'.chain [data-path="{sample.RATIOS}"]').click()
    titled(page, "ratios.csv")
    panel(page).get_by_role("button", name="Show all").click()
    assert panel(page).locator("td", has_text="alert").inner_text() == sample.BREAKOUT
    assert panel(page).locator("img, script").count() == 0


def test_a_changed_file_is_found_out(browser, address, tmp_path):  # noqa: F811
    """The page whose bytes are not those that it names says so."""
    graph, files = sample.graph(), sample.files()
    graph["files"][sample.RATIOS]["sha256"] = "0" * 64
    made = sample.packed(graph, files)
    visit = watched(Visit(browser, address))
    visit.page.evaluate("made => { document.getElementById('evidence').textContent = JSON.stringify(made); }", made)
    number(visit.page, "m_last").click()
    panel(visit.page).locator(f'.chain [data-path="{sample.RATIOS}"]').click()
    titled(visit.page, "ratios.csv")
    found = hashlib.sha256(files[sample.RATIOS]).hexdigest()
    expect(panel(visit.page).locator(".differs")).to_have_text(f"The bytes in this page have {found}.")
    unharmed(visit)
    visit.page.context.close()


def test_a_table_is_downloaded_as_it_is_printed(small):
    name, content = downloaded(small.page, small.page.locator("#tab-t").get_by_role("button", name="As printed (CSV)"))
    assert name == "tab-t.csv"
    rows = list(csv.reader(io.StringIO(content.decode())))
    assert rows == [["Name", "m, x"], [sample.BREAKOUT, "\u22121,234.5"], ['say "m"', "2"]]


def test_a_cell_of_a_table_leads_to_the_cells_that_print_so(paper, build):
    """With numbers marked: the currency ratio of a month, to its row, and on to the raw row of that month."""
    toggle = paper.get_by_role("button", name="Mark numbers")
    row = paper.locator("#tab-ratios-us tbody tr", has_text="2008-12")
    row.locator("td").nth(4).click()
    assert not panel(paper).is_visible(), "cells are opened where numbers are marked"
    toggle.click()
    printed = row.locator("td").nth(4).inner_text()
    row.locator("td").nth(4).click()
    titled(paper, "Table 4")
    (found,) = highlighted(paper)
    header = panel(paper).locator(".rows thead th").all_inner_texts()
    assert found[header.index("month")] == "2008-12"
    assert f"{float(found[header.index('currency_ratio')]):.3f}" == printed
    said = panel(paper).locator(".found").inner_text()
    assert said.startswith(f"One cell of ratios_us.csv prints as {printed}, in rows")
    panel(paper).locator('[data-path="data/raw/us/fred_md/2009-12.csv"]').first.click()
    titled(paper, "us_fred_md_2009-12.csv")
    assert [cells[1] for cells in highlighted(paper)] == ["2008-12"]
    paper.keyboard.press("Escape")
    toggle.click()


def test_a_printed_value_is_sought_from_the_keyboard(small):
    page = small.page
    page.locator("#fig01").get_by_role("button", name="Where from").click()
    titled(page, "Figure 1")
    field = panel(page).get_by_label("A value as printed")
    for value, said, months in (
        ("4.57", "2 cells of ratios.csv print as 4.57.", ["2006-05", "2009-10"]),
        ("\u221252.1", "One cell of ratios.csv, times a hundred, prints as \u221252.1.", ["2010-03"]),
        ("4,567.8", "No cell of these files prints as 4,567.8.", []),
        ("<b>", "No cell of these files prints as <b>.", []),
    ):
        field.fill(value)
        page.keyboard.press("Enter")
        expect(panel(page).locator(".found")).to_have_text(said)
        assert [row[1] for row in highlighted(page)] == months


def test_files_come_back_byte_for_byte(small):
    name, content = downloaded(small.page, small.page.locator("#fig01").get_by_role("button", name="Data (CSV)"))
    assert (name, content) == ("ratios.csv", sample.files()[sample.RATIOS])


def test_without_a_script_the_lines_stand_and_nothing_else(browser, address):  # noqa: F811
    visit = Visit(browser, address, java_script_enabled=False)
    assert visit.page.locator(".origin").all_inner_texts() == [
        "Rule ratios, script s, vintage study.",
        "Rule search, script s, vintage study.",
        "Rule figure, script s, vintage study.",
    ]
    assert visit.page.locator(".evidence, dialog").count() == 0
    assert number(visit.page, "m_last").inner_text() == "4.57"
    visit.page.context.close()


def test_print_has_nothing_of_it(small):
    page = small.page
    page.get_by_role("button", name="Mark numbers").click()
    number(page, "m_last").click()
    expect(panel(page)).to_be_visible()
    page.emulate_media(media="print")
    assert not panel(page).is_visible()
    assert not page.locator(".evidence").first.is_visible()
    assert number(page, "m_last").evaluate("span => getComputedStyle(span).textDecorationLine") == "none"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_panel_fits_the_window(browser, address, width):  # noqa: F811
    visit = watched(Visit(browser, address, viewport={"width": width, "height": 800}))
    page = visit.page
    number(page, "m_last").click()
    titled(page, "4.57")
    panel(page).locator("summary").first.click()
    box = panel(page).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 800
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert panel(page).locator(".body").evaluate("body => body.scrollWidth <= body.clientWidth")
    unharmed(visit)
    page.context.close()
