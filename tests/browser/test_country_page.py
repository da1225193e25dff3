"""The page of a user's country in Chromium: every width, light and dark; no request, no error, nothing cut off."""

import numpy as np
import pytest
from sample_country import KEY, files, page, settings
from test_ledger import Visit, browser  # noqa: F401

from multiplier.data.money_and_base import clean
from multiplier.one_country import study

WIDTHS = (360, 768, 1280)


@pytest.fixture(scope="module")
def address(tmp_path_factory, corrections, ratios_china, ratios_us):
    folder = tmp_path_factory.mktemp("country")
    ratios = clean(**files(), factors={}, corrections=corrections.iloc[:0])
    tables = study(KEY, ratios, {"china": ratios_china, "us": ratios_us}, **settings())
    html = page(tables, ratios, folder, name="A country with a rather long name <b>")
    (folder / "report.html").write_text(html, encoding="utf-8")
    return (folder / "report.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_off_or_fetched(browser, address, width, scheme):  # noqa: F811
    visit = Visit(browser, address, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.errors == []
    assert visit.outside() == []
    pictures = visit.page.eval_on_selector_all("img", "images => images.map(i => [i.naturalWidth, i.alt])")
    assert len(pictures) == 4
    assert all(natural > 0 and "<b>" in alt for natural, alt in pictures)
    ink, paper = (
        np.array(visit.page.evaluate(f"getComputedStyle(document.body).{name}.match(/\\d+/g).map(Number)")[:3])
        for name in ("color", "backgroundColor")
    )
    assert (ink.mean() > paper.mean()) == (scheme == "dark")
