"""The paper in Chromium: its ledger sorts, filters, opens, links; every width; no request, no error."""

import re
import shutil
from urllib.parse import unquote

import pytest
import sample_ledger
from playwright.sync_api import expect, sync_playwright

from multiplier.claims.verdicts import VERDICTS

WIDTHS = (360, 768, 1280, 1920)
IDS = sample_ledger.table()["id"].tolist()
# Other tests keep the machine busy: what a page is to show may take longer than the usual five seconds.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def browser():
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("Chromium is not installed and the page cannot be looked at; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Address of a page that holds a ledger of six claims."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "paper.html").write_text(sample_ledger.page(folder), encoding="utf-8")
    return (folder / "paper.html").as_uri()


@pytest.fixture(scope="module")
def paper(build):
    """Address of the built paper."""
    return (build.path / "results/study/paper.html").as_uri()


class Visit:
    """An open page with what it asked for and what it complained about."""

    def __init__(self, browser, address, **context):
        self.page = browser.new_context(**context).new_page()
        self.errors, self.requests = [], []
        self.page.on("console", lambda message: self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        # Pictures of the page stand in it as data: addresses.
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)
        self.outside = lambda: [url for url in self.requests[1:] if not url.startswith("data:")]

    def shown(self):
        """The ids of the rows that are seen, from above."""
        return [row.get_attribute("id") for row in self.page.locator(".ledger tbody tr").all() if row.is_visible()]

    def count(self):
        return self.page.locator(".ledger output").text_content()


@pytest.fixture
def visit(browser, small):
    found = Visit(browser, small, viewport={"width": 1280, "height": 900})
    yield found
    assert found.errors == []
    assert found.outside() == []
    found.page.context.close()


def head(visit, name):
    return visit.page.locator(f".ledger thead th.{name}")


def test_a_column_is_sorted_up_then_down(visit):
    button = head(visit, "printed").get_by_role("button")
    button.click()
    assert visit.shown() == ["QE-02", "CP-01", "CP-02", "MB-01", "QE-01", "MB-02"]
    expect(head(visit, "printed")).to_have_attribute("aria-sort", "ascending")
    expect(head(visit, "claim")).to_have_attribute("aria-sort", "none")
    button.click()
    assert visit.shown() == ["MB-02", "QE-01", "MB-01", "CP-02", "CP-01", "QE-02"]
    expect(head(visit, "printed")).to_have_attribute("aria-sort", "descending")
    head(visit, "claim").get_by_role("button").click()
    assert visit.shown() == IDS


def test_every_column_can_be_sorted_from_the_keyboard(visit):
    for name in ("claim", "study", "kind", "statement", "printed", "computed", "verdict"):
        head(visit, name).get_by_role("button").focus()
        before = head(visit, name).get_attribute("aria-sort")
        visit.page.keyboard.press("Enter")
        expect(head(visit, name)).to_have_attribute("aria-sort", "descending" if before == "ascending" else "ascending")
    table = sample_ledger.table().set_index("id")["verdict"]
    assert [table[name] for name in visit.shown()] == sorted(table, key=VERDICTS.index)


def test_equal_rows_keep_the_order_they_had(visit):
    head(visit, "computed").get_by_role("button").click()
    head(visit, "kind").get_by_role("button").click()
    assert visit.shown() == ["QE-01", "CP-02", "MB-01", "QE-02", "MB-02", "CP-01"]


def test_filters_combine_and_the_count_follows(visit):
    page = visit.page
    assert visit.count() == "6 of 6"
    page.get_by_label("Study").select_option("QE report")
    assert (visit.shown(), visit.count()) == (["QE-01", "QE-02"], "2 of 6")
    page.get_by_label("Verdict").select_option("untestable")
    assert (visit.shown(), visit.count()) == (["QE-02"], "1 of 6")
    page.get_by_label("Kind").select_option("date")
    assert (visit.shown(), visit.count()) == ([], "0 of 6")
    page.get_by_role("button", name="Show all").click()
    # Emptying the form puts back the count at once, the rows come with the next task.
    expect(page.locator("#QE-01")).to_be_visible()
    assert (visit.shown(), visit.count()) == (IDS, "6 of 6")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BASE", ["MB-01"]),
        ("-0.021994", ["CP-02"]),
        ("\u22120.021994", ["CP-02"]),
        ("correlation. far", ["CP-02"]),
        ("def claim", []),
        ("<script>", ["QE-01"]),
        ("  ", IDS),
    ],
)
def test_free_text_finds_words_of_the_row_in_any_case(visit, text, found):
    visit.page.get_by_label("Text").fill(text)
    assert visit.shown() == found


def test_a_row_opens_and_shows_its_computation(visit):
    row = visit.page.locator("#MB-01")
    code = row.get_by_text("def claim_0(e):")
    assert not code.is_visible()
    row.get_by_text("Computation").click()
    assert code.is_visible()
    assert row.get_by_text("Matches expected by chance").is_visible()


def test_a_link_opens_its_row(browser, small):
    there = Visit(browser, f"{small}#QE-02")
    opened = there.page.locator(".ledger details[open]")
    assert opened.count() == 1
    assert there.page.locator("#QE-02 details").get_attribute("open") is not None
    expect(there.page.locator("#QE-02")).to_be_in_viewport()


def test_a_link_in_the_text_opens_its_row_even_if_it_is_filtered_away(visit):
    page = visit.page
    page.get_by_label("Study").select_option("QE report")
    link = page.get_by_role("link", name="CP-02").first
    link.click()
    expect(page.locator("#CP-02 dl")).to_be_visible()
    assert visit.count() == "6 of 6"
    page.locator("#CP-02 summary").click()
    expect(page.locator("#CP-02 dl")).to_be_hidden()
    link.click()
    expect(page.locator("#CP-02 dl")).to_be_visible()


def test_without_a_script_the_whole_table_stands_and_rows_open(browser, small):
    plain = Visit(browser, small, java_script_enabled=False)
    assert not plain.page.locator(".filters").is_visible()
    assert plain.page.locator(".ledger thead button").first.is_disabled()
    assert len(plain.shown()) == len(IDS)
    plain.page.locator("#MB-01 summary").click()
    assert plain.page.get_by_text("def claim_0(e):").is_visible()


def test_print_shows_all_rows_and_no_controls(visit):
    page = visit.page
    page.get_by_label("Study").select_option("QE report")
    page.emulate_media(media="print")
    assert visit.shown() == IDS
    assert not page.locator(".filters").is_visible()
    assert not page.locator("#MB-01 summary").is_visible()


def test_hostile_text_runs_nothing(browser, small):
    dialogs = []
    context = browser.new_context()
    page = context.new_page()
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(small)
    page.locator("#QE-01 summary").click()
    assert dialogs == []
    assert sample_ledger.HOSTILE in page.locator("#QE-01 pre").inner_text()
    context.close()


def too_wide(page):
    """Elements that reach beyond the window though nothing around them scrolls."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".ledger *")].filter((element) => {
             const box = element.getBoundingClientRect();
             const beyond = box.width && box.right > document.documentElement.clientWidth + 1;
             return beyond && !element.closest("pre, .unseen");
           }).map((element) => element.outerHTML.slice(0, 80))"""
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_the_small_page_fits_with_every_row_open(browser, small, width):
    visit = Visit(browser, small, viewport={"width": width, "height": 800})
    visit.page.evaluate("for (const row of document.querySelectorAll('details')) row.open = true")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    assert too_wide(visit.page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_paper_fits_the_window_and_is_whole(browser, paper, width):
    visit = Visit(browser, f"{paper}#MB-33", viewport={"width": width, "height": 800})
    page = visit.page
    assert page.locator(".ledger tbody tr").count() == 138
    assert visit.count() == "138 of 138"
    expect(page.locator("#MB-33 pre")).to_be_visible()
    expect(page.locator("#MB-33")).to_be_in_viewport()
    page.evaluate("for (const row of document.querySelectorAll('.ledger details')) row.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    assert too_wide(page) == []
    assert visit.errors == []
    assert visit.outside() == [], "the page asks for something"
    page.context.close()


LEGIBLE = 7  # px


@pytest.mark.parametrize("width", WIDTHS)
def test_type_in_figures_is_legible_and_what_scrolls_says_so(browser, paper, width):
    page = Visit(browser, paper, viewport={"width": width, "height": 800}).page
    page.add_style_tag(content=".scroll { content-visibility: visible !important; }")
    regions = page.locator("figure > .scroll")
    pictures = page.locator("figure > .scroll > img")
    assert pictures.count() > 20
    for picture in pictures.all():
        drawn = unquote(picture.get_attribute("src").partition(",")[2])
        # Type is drawn as outlines of a hundredth of its size, in the unit of the picture's box.
        smallest = 100 * min(map(float, re.findall(r"scale\(([\d.]+) -", drawn)))
        unit = picture.bounding_box()["width"] / float(re.search(r"viewBox=['\"]0 0 ([\d.]+)", drawn)[1])
        assert smallest * unit >= LEGIBLE, picture.locator("xpath=../..").get_attribute("id")
    # What is said of the regions follows the layout with the next frame.
    page.wait_for_function("document.querySelector('.scroll.more') || innerWidth > 1000")
    found = regions.evaluate_all(
        """all => all.map((region) => ({
             scrolls: region.scrollWidth > region.clientWidth + 1, more: region.classList.contains("more"),
             reached: region.tabIndex === 0, role: region.getAttribute("role"), name: region.getAttribute("aria-label"),
           }))"""
    )
    assert all(region["scrolls"] == region["more"] == region["reached"] for region in found)
    assert all(region["role"] == "region" and region["name"] for region in found)
    assert any(region["scrolls"] for region in found) == (width < 1000)
    page.context.close()


def test_a_figure_is_scrolled_from_the_keyboard_to_its_end(browser, paper):
    page = Visit(browser, paper, viewport={"width": 360, "height": 800}).page
    region = page.locator("#fig18 .scroll")
    region.scroll_into_view_if_needed()
    expect(region).to_have_class("scroll more")
    region.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    expect(region).to_have_class("scroll")
    assert region.evaluate("region => region.scrollLeft") > 0
    page.context.close()
