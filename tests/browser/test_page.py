"""The paper in Chromium: widths, colours, contents, notes, sorting, print, accessibility; no request, no error."""

import io
import re

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from test_ledger import Visit, browser  # noqa: F401

WIDTHS = (360, 768, 1280, 1920)
HEIGHT = 900


@pytest.fixture(scope="module")
def address(build):
    return (build.path / "results/study/paper.html").as_uri()


@pytest.fixture(scope="module")
def visits(browser, address):  # noqa: F811
    """The paper in windows of given widths and colours, each opened once."""
    opened = {}

    def visit(width=1280, scheme="light"):
        if (width, scheme) not in opened:
            opened[width, scheme] = Visit(
                browser, address, viewport={"width": width, "height": HEIGHT}, color_scheme=scheme
            )
        found = opened[width, scheme]
        found.page.keyboard.press("Escape")
        return found

    yield visit
    for found in opened.values():
        assert found.errors == []
        assert found.outside() == [], "the page asks for something"
        found.page.context.close()


@pytest.fixture
def page(visits):
    return visits().page


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_does_not_scroll_sideways(visits, width):
    page = visits(width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    beyond = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((element) => {
             const box = element.getBoundingClientRect();
             const scrolls = element.closest(".skip, .unseen, #note")
               || element.parentElement.closest(".scroll, .equation > div, pre");
             return box.width && !scrolls && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
           }).map((element) => element.outerHTML.slice(0, 90))"""
    )
    assert beyond == []


def test_the_page_at_twice_the_size_does_not_scroll_sideways(visits):
    page = visits(768).page
    page.evaluate("document.documentElement.style.fontSize = '36px'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 768
    page.evaluate("document.documentElement.style.fontSize = ''")


@pytest.mark.parametrize("width", [768, 1280, 1920])
def test_a_line_of_text_has_sixty_to_eighty_characters(visits, width):
    lines = visits(width).page.evaluate(
        """() => {
             const found = [];
             for (const part of document.querySelectorAll("#introduction > p")) {
               const height = parseFloat(getComputedStyle(part).lineHeight);
               found.push([part.textContent.length, Math.round(part.getBoundingClientRect().height / height)]);
             }
             return found;
           }"""
    )
    characters, count = (sum(column) for column in zip(*lines, strict=True))
    # The last line of each paragraph is half full on average.
    assert 60 <= characters / (count - len(lines) / 2) <= 80


def test_nothing_may_be_fetched(browser, address):  # noqa: F811
    page = Visit(browser, address).page
    policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
    assert policy.startswith("default-src 'none';")
    allowed = {source for rule in policy.split(";")[1:] for source in rule.split()[1:]}
    assert allowed <= {"data:", "blob:", "'unsafe-inline'", "'unsafe-eval'", "'none'"}
    assert page.evaluate("fetch('https://example.org/').then(() => 'fetched', () => 'refused')") == "refused"
    page.context.close()


FONTS = {"Libertinus Serif", "Libertinus Math", "Source Sans 3"}


def test_letters_are_those_that_the_page_carries(visits, browser):  # noqa: F811
    page = visits().page
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family.replaceAll('\"', ''))"
    )
    assert set(loaded) == FONTS
    protocol = page.context.new_cdp_session(page)
    protocol.send("DOM.enable")
    protocol.send("CSS.enable")
    root = protocol.send("DOM.getDocument")["root"]["nodeId"]
    for selector in ("#introduction", "#tab-data", "#eq-ratios", "nav", "#tab-drivers", "#refs", "#tab-arima"):
        node = protocol.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        parts = protocol.send("DOM.querySelectorAll", {"nodeId": node, "selector": "*:not(code, pre, .anchor)"})[
            "nodeIds"
        ]
        for part in [node, *parts]:
            for font in protocol.send("CSS.getPlatformFontsForNode", {"nodeId": part})["fonts"]:
                assert font["isCustomFont"], (selector, font)


def test_every_link_within_the_page_has_its_target_and_no_id_is_there_twice(page):
    dead = page.evaluate(
        """() => [...document.querySelectorAll("a[href^='#']")].map((link) => link.getAttribute("href"))
             .filter((href) => !document.getElementById(decodeURIComponent(href.slice(1))))"""
    )
    assert dead == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))


def test_contents_stand_beside_the_text_and_mark_the_section(page):
    bar = page.locator("nav#contents")
    for key in ("the-coefficient", "conclusions", "china"):
        page.evaluate(f"document.getElementById('{key}').scrollIntoView()")
        expect(bar.locator("[aria-current]")).to_have_attribute("href", f"#{key}")
        expect(bar.locator("[aria-current]")).to_be_in_viewport()
        expect(bar.locator("[aria-current]")).to_have_count(1)
    box, text = bar.bounding_box(), page.locator("#text").bounding_box()
    assert box["x"] + box["width"] <= text["x"]


def test_contents_fold_on_a_narrow_window(visits):
    page = visits(360).page
    page.evaluate("document.getElementById('china').scrollIntoView()")
    bar = page.locator("nav#contents")
    expect(bar.locator("summary")).to_contain_text("China")
    expect(bar.locator("summary")).to_be_in_viewport()
    expect(bar.get_by_role("link").first).to_be_hidden()
    bar.locator("summary").click()
    expect(bar.get_by_role("link", name="Conclusions")).to_be_visible()
    bar.get_by_role("link", name="Conclusions").click()
    expect(bar.get_by_role("link").first).to_be_hidden()
    expect(page.locator("#conclusions h1")).to_be_in_viewport()
    top = page.locator("#conclusions h1").bounding_box()["y"]
    assert top >= bar.bounding_box()["height"], "the bar covers the heading"
    bar.locator("summary").click()
    page.keyboard.press("Escape")
    expect(bar.get_by_role("link").first).to_be_hidden()


def test_contents_open_without_a_script(browser, address):  # noqa: F811
    for width in (360, 1280):
        context = browser.new_context(viewport={"width": width, "height": HEIGHT}, java_script_enabled=False)
        plain = context.new_page()
        plain.goto(address)
        link = plain.locator("nav#contents").get_by_role("link", name="Conclusions")
        if width == 360:
            plain.locator("nav#contents summary").click()
        expect(link).to_be_visible()
        context.close()


def colours(page):
    return [
        sum(map(int, re.findall(r"\d+", page.evaluate(f"getComputedStyle(document.body).{name}"))[:3]))
        for name in ("color", "backgroundColor")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_follow_the_machine_or_the_reader(browser, address, scheme):  # noqa: F811
    visit = Visit(browser, address, viewport={"width": 1280, "height": HEIGHT}, color_scheme=scheme)
    page, dark = visit.page, scheme == "dark"
    ink, paper = colours(page)
    assert (ink > paper) == dark
    other = "light" if dark else "dark"
    page.get_by_role("radio", name=other).check(force=True)
    ink, paper = colours(page)
    assert (ink > paper) != dark
    page.reload()
    ink, paper = colours(page)
    assert (ink > paper) != dark, "the choice is forgotten"
    page.get_by_role("radio", name="auto").check(force=True)
    ink, paper = colours(page)
    assert (ink > paper) == dark
    assert visit.errors == []
    page.context.close()


def bring(link):
    """Scroll to a link, and again once what is near it has been laid out."""
    for _ in range(2):
        link.evaluate("link => link.scrollIntoView({ block: 'center' })")
        link.page.wait_for_timeout(150)


def point(link):
    """Bring a link and leave the pointer on it, again where the page moved under the pointer meanwhile."""
    for _ in range(4):
        bring(link)
        link.hover()
        link.page.wait_for_timeout(400)
        if link.page.locator("#note").is_visible():
            return
        link.page.mouse.move(1, HEIGHT - 1)


NOTES = {
    "main a[href^='#ref-']": "Ma",
    "main a.footnote-ref": "Turning points",
    "main a[href='#tab-changes']": "Table",
    "main p a[href='#eq-two']": "",
    "main p a[href='#MB-03'], #framework ~ * a[href^='#MB-'], .footnotes a[href='#MB-20']": "printed",
}


@pytest.mark.parametrize(
    ("selector", "says"), NOTES.items(), ids=["reference", "footnote", "table", "equation", "claim"]
)
@pytest.mark.parametrize("width", [360, 1280])
def test_a_link_shows_what_it_leads_to(visits, selector, says, width):
    page = visits(width).page
    note, link = page.locator("#note"), page.locator(selector).first
    point(link)
    expect(note).to_be_visible()
    assert says.lower() in note.inner_text().lower()
    box = note.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= HEIGHT
    expect(link).to_have_attribute("aria-describedby", "note")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    assert link.get_attribute("aria-describedby") is None
    page.mouse.move(1, HEIGHT - 1)


def test_a_figure_is_shown_small_and_the_pointer_may_go_there(page):
    link = page.locator("main p a[href='#fig01']").first
    point(link)
    note = page.locator("#note")
    expect(note.locator("img")).to_be_visible()
    box = note.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=8)
    page.wait_for_timeout(400)
    expect(note).to_be_visible()
    page.mouse.move(1, 1)
    expect(note).to_be_hidden()


def test_notes_open_from_the_keyboard_and_lead_back(page):
    link = page.locator("a.footnote-ref").first
    bring(link)
    page.locator("#data-and-definitions a").first.focus()
    while not page.evaluate("document.activeElement.matches('a.footnote-ref')"):
        page.keyboard.press("Tab")
    expect(page.locator("#note")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#fn1")).to_be_in_viewport()
    page.locator("#fn1 .footnote-back").click()
    expect(link).to_be_in_viewport()
    assert page.locator("a.footnote-ref").count() >= 8


def test_the_first_touch_shows_and_the_second_leads_there(browser, address):  # noqa: F811
    visit = Visit(browser, address, viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    page = visit.page
    link = page.locator("#introduction a[href='#ref-MaBai2010']").first
    link.scroll_into_view_if_needed()
    link.tap()
    expect(page.locator("#note")).to_be_visible()
    assert "#ref" not in page.url
    page.locator("#note .go").tap()
    expect(page.locator("#note")).to_be_hidden()
    expect(page.locator("#ref-MaBai2010")).to_be_in_viewport()
    assert visit.errors == []
    page.context.close()


def test_references_figures_and_tables_say_where_they_are_mentioned(page):
    reference = page.locator("#ref-MaBai2010 .mentions")
    assert "section 1" in reference.inner_text()
    reference.get_by_role("link", name="section 1", exact=True).click()
    expect(page.locator("#introduction a[href='#ref-MaBai2010']").first).to_be_in_viewport()
    assert page.locator("figure > .mentions").count() > 60


def test_headings_figures_tables_and_equations_link_to_themselves(page):
    for selector, href in {
        "#china > h1": "#china",
        "#fig05": "#fig05",
        "#tab-changes": "#tab-changes",
        "#eq-ratios": "#eq-ratios",
    }.items():
        link = page.locator(selector).locator(".anchor").first
        assert link.get_attribute("href") == href
        assert link.get_attribute("aria-label").startswith("Link to ")
    page.locator("#china > h1").hover()
    expect(page.locator("#china > h1 .anchor")).to_be_visible()


def column(page, table, place):
    return page.locator(f"#{table} tbody tr").evaluate_all(
        f"rows => rows.map((row) => row.cells[{place}].textContent.trim())"
    )


def click(page, table, place):
    head = page.locator(f"#{table} thead th").nth(place)
    head.locator("button").click()
    return head.get_attribute("aria-sort")


def as_number(text):
    found = re.match(r"[<>]?\s*([−-]?[\d,]*\.?\d+)", text)
    return float(found[1].replace("−", "-").replace(",", "")) if found else None


@pytest.mark.parametrize(
    ("table", "place"),
    [("tab-attribution-growth", 5), ("tab-drivers", 4), ("tab-contest-tests", 2), ("tab-unit-roots", 3)],
    ids=["thousands and minus", "minus", "dashes and bounds", "with lags in brackets"],
)
def test_numbers_are_sorted_up_down_and_as_they_were(page, table, place):
    before = column(page, table, place)
    assert click(page, table, place) == "ascending"
    up = [as_number(text) for text in column(page, table, place)]
    numbers = [number for number in up if number is not None]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) > 2
    assert up[len(numbers) :] == [None] * (len(up) - len(numbers)), "what is no number stands last"
    assert click(page, table, place) == "descending"
    down = [as_number(text) for text in column(page, table, place)]
    assert [number for number in down if number is not None] == sorted(numbers, reverse=True)
    assert down[len(numbers) :] == [None] * (len(up) - len(numbers))
    assert click(page, table, place) is None
    assert column(page, table, place) == before


def test_months_and_names_are_sorted_and_the_sum_stays_below(page):
    before = column(page, "tab-cycle-turns", 1)
    click(page, "tab-cycle-turns", 1)
    click(page, "tab-cycle-turns", 1)
    assert column(page, "tab-cycle-turns", 1) == sorted(before, reverse=True) != before
    click(page, "tab-cycle-turns", 1)
    click(page, "tab-claim-counts", 1)
    assert column(page, "tab-claim-counts", 0)[-1] == "All studies"
    click(page, "tab-claim-counts", 1)
    assert column(page, "tab-claim-counts", 0)[-1] == "All studies"
    click(page, "tab-claim-counts", 1)


def test_a_sorted_row_says_to_which_group_it_belongs(page):
    before = column(page, "tab-bottom-up-rolling", 0)
    assert before.count("") == 24
    click(page, "tab-bottom-up-rolling", 2)
    groups = column(page, "tab-bottom-up-rolling", 0)
    assert {group: groups.count(group) for group in set(groups)} == {"1 (24)": 9, "3 (22)": 9, "6 (19)": 9}
    click(page, "tab-bottom-up-rolling", 2)
    click(page, "tab-bottom-up-rolling", 2)
    assert column(page, "tab-bottom-up-rolling", 0) == before


def test_every_table_is_sorted_by_every_column_and_restored(page):
    wrong = page.evaluate(
        """() => {
             const wrong = [];
             for (const figure of document.querySelectorAll("figure.table:not(.ledger)")) {
               const body = figure.querySelector("tbody");
               const before = body.innerHTML.trim().replace(/\\s+/g, " ");
               const rows = [...body.rows].map((row) => row.textContent);
               for (const button of figure.querySelectorAll("thead button")) {
                 button.click();
                 button.click();
                 button.click();
                 const after = [...body.rows].map((row) => row.textContent);
                 if (after.join("|") !== rows.join("|")) wrong.push(figure.id);
               }
               if (body.rows.length > 1 && !figure.querySelector("thead button")) wrong.push(figure.id);
             }
             return wrong;
           }"""
    )
    assert wrong == []


def test_tables_are_sorted_from_the_keyboard(page):
    button = page.locator("#tab-changes thead button").nth(2)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#tab-changes thead th").nth(2)).to_have_attribute("aria-sort", "ascending")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    expect(page.locator("#tab-changes [aria-sort]")).to_have_count(0)


# Rows that repeat the form of the ones above them say nothing new of accessibility, and take minutes.
CUT = """() => {
  for (const body of document.querySelectorAll("tbody")) [...body.rows].slice(4).forEach((row) => row.remove());
  for (const link of document.querySelectorAll("a[href^='#']")) {
    if (!document.getElementById(decodeURIComponent(link.hash.slice(1)))) link.replaceWith(...link.childNodes);
  }
  for (const math of [...document.querySelectorAll("math")].slice(30)) math.remove();
  const style = document.createElement("style");
  style.textContent = ".scroll, .ledger tr { content-visibility: visible !important; }";
  document.head.append(style);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_keeps_a_reader_out(browser, address, width, scheme):  # noqa: F811
    page = Visit(browser, address, viewport={"width": width, "height": HEIGHT}, color_scheme=scheme).page
    page.evaluate(CUT)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response
    assert len(found["passes"]) > 20
    broken = [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found["violations"]]
    assert broken == []
    page.context.close()


def test_the_keyboard_begins_with_the_way_to_the_text(browser, address):  # noqa: F811
    page = Visit(browser, address, viewport={"width": 1280, "height": HEIGHT}).page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="To the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"
    page.context.close()


SHEET = (794, 1123)  # A4 in CSS pixels
MARGINS = 2 * 76  # 20 mm on either side


def test_on_paper_nothing_is_cut_and_no_control_is_left(browser, address):  # noqa: F811
    page = Visit(browser, address, viewport={"width": SHEET[0] - MARGINS, "height": SHEET[1]}, color_scheme="dark").page
    page.emulate_media(media="print")
    ink, paper = colours(page)
    assert ink < paper, "paper is white"
    wide = page.evaluate(
        """(width) => [...document.querySelectorAll("main *, header *")].filter((element) => {
             const box = element.getBoundingClientRect();
             return box.width && (box.right > width + 1 || box.left < -1) && !element.closest(".unseen");
           }).map((element) => [element.closest("figure")?.id, element.outerHTML.slice(0, 80)])""",
        SHEET[0] - MARGINS,
    )
    assert wide == []
    cut = page.evaluate(
        """(height) => [...document.querySelectorAll("figure")].filter((figure) => {
             const picture = figure.querySelector("img");
             if (!picture) return false;
             const width = picture.naturalWidth / picture.naturalHeight * picture.offsetHeight;
             const low = picture.offsetWidth < 300 || figure.offsetHeight > height;
             return low || Math.abs(width - picture.offsetWidth) > 9;
           }).map((figure) => figure.id)""",
        SHEET[1] - 160,
    )
    assert cut == []
    for selector in ("nav", ".theme", ".skip", ".anchor", ".mentions", ".filters", "#note"):
        for element in page.locator(selector).all()[:3]:
            assert not element.is_visible(), selector
    page.context.close()


def test_the_printed_sheets_are_a4_and_hold_every_figure_and_table(browser, address):  # noqa: F811
    page = Visit(browser, address, viewport={"width": 1280, "height": HEIGHT}).page
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert all(sheet.mediabox.width == pytest.approx(595, abs=1) for sheet in sheets)
    assert all(sheet.mediabox.height == pytest.approx(842, abs=1) for sheet in sheets)
    text = "\n".join(sheet.extract_text() for sheet in sheets)
    labels = page.locator("figcaption > .label").all_text_contents()
    assert len(labels) > 90
    assert [label for label in labels if label not in text] == []
    page.context.close()


@pytest.mark.timed
def test_the_page_is_there_in_a_second_and_small_enough(browser, build, address):  # noqa: F811
    assert (build.path / "results/study/paper.html").stat().st_size < 8_000_000
    taken = []
    for _ in range(3):
        page = Visit(browser, address, viewport={"width": 1280, "height": HEIGHT}).page
        taken.append(
            page.evaluate(
                """() => [performance.getEntriesByName("first-contentful-paint")[0].startTime,
                          performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd]"""
            )
        )
        page.context.close()
    painted, ready = (min(column) for column in zip(*taken, strict=True))
    assert painted < 500, "milliseconds to the first text"
    assert ready < 1000, "milliseconds until the page is whole"
