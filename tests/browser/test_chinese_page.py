"""The Chinese edition in Chromium: its own font, its ledger in Chinese, no request, no error, no sideways scrolling."""

import shutil

import pytest
from playwright.sync_api import sync_playwright


@pytest.fixture(scope="module")
def browser():
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("Chromium is not installed and the page cannot be looked at; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def page(browser, build):
    """The page, opened once; what it asks for and complains about is judged at the end."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    errors, requests = [], []
    opened.on("console", lambda message: errors.append(message.text))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("request", lambda request: requests.append(request.url))
    opened.goto((build.path / "results/study/paper.zh.html").as_uri())
    opened.evaluate("document.fonts.ready")
    yield opened
    assert errors == []
    assert [url for url in requests[1:] if not url.startswith("data:")] == []


def test_chinese_is_set_in_the_font_that_the_page_carries(page):
    faces = page.evaluate(
        "[...document.fonts].filter(face => face.family.includes('Paper Song')).map(face => face.status)"
    )
    assert faces == ["loaded"]
    # A character of the page comes from the page's font, one that it does not carry from somewhere else.
    inked = """(text) => {
      const draw = (family) => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 80, height: 80 });
        const context = canvas.getContext("2d");
        context.font = `60px ${family}`;
        context.fillText(text, 5, 65);
        return canvas.toDataURL();
      };
      return draw('"Paper Song", "Adobe Blank", monospace') === draw('monospace');
    }"""
    assert not page.evaluate(inked, "货")
    assert page.evaluate(inked, "龘")
    for place in ("main p", "h1", "figcaption", ".ledger td.statement", ".ledger button"):
        assert "Paper Song" in page.locator(place).first.evaluate("element => getComputedStyle(element).fontFamily"), (
            place
        )


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_nothing_scrolls_sideways(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_ledger_is_filtered_sorted_and_opened_in_chinese(page):
    ledger = page.locator(".ledger")
    assert ledger.locator("output").text_content() == "138 / 138"
    ledger.get_by_label("判定").select_option("接近")
    shown = [row.get_attribute("id") for row in ledger.locator("tbody tr").all() if row.is_visible()]
    assert len(shown) == 1
    assert ledger.locator("output").text_content() == "1 / 138"
    ledger.get_by_role("button", name="全部显示").click()
    page.wait_for_function("document.querySelector('.ledger output').textContent === '138 / 138'")
    ledger.get_by_role("button", name="判定", exact=True).click()
    assert ledger.locator("tbody tr").first.locator(".badge").text_content() == "复现"
    ledger.get_by_role("button", name="编号").click()
    row = page.locator("#MB-12")
    row.locator("summary").click()
    assert "按原文的理解" in row.locator("dl").text_content()
    assert row.locator("pre").is_visible()


def test_what_is_stressed_is_not_slanted(page):
    style = page.locator("main p em").first.evaluate("element => getComputedStyle(element).fontStyle")
    assert style == "normal"


def test_links_of_places_are_named_in_chinese(page):
    names = page.evaluate("[...document.querySelectorAll('a.anchor')].map(link => link.getAttribute('aria-label'))")
    assert len(names) > 25
    assert all(name.endswith("的链接") for name in names)
    assert not [name for name in names if "Link" in name or "equation" in name]
    page.locator("a.anchor").first.evaluate(
        """link => {
          Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText: async () => {} } });
          link.click();
        }"""
    )
    page.wait_for_function("document.querySelector('#said').textContent !== ''")
    assert page.locator("#said").text_content() == "链接已复制"


def test_every_link_within_the_page_leads_somewhere(page):
    lost = page.evaluate(
        """[...document.querySelectorAll('a[href^="#"]')].map(link => decodeURIComponent(link.hash.slice(1)))
           .filter(id => !document.getElementById(id))"""
    )
    assert lost == []
