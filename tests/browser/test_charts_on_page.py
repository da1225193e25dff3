"""The interactive figures of the paper in Chromium: they switch, answer the pointer, leave out series and zoom."""

import csv
import io
import json
import re

import pytest
from conftest import ROOT
from playwright.sync_api import expect
from test_ledger import Visit, browser  # noqa: F401

from multiplier.charts.reading import read
from multiplier.charts.runtime import runtime
from multiplier.charts.specification import specification
from multiplier.figures import style
from multiplier.report.markup import figure_blocks
from multiplier.report.publishing import to_html

FIGURES = [f"fig{number:02d}" for number in range(1, 26)]
NASTY = "</script><img src=x onerror=alert(1)> datum['m'] \" \\ ${1}"
PLACES = """([key, place, rows]) => {
  const panel = document.querySelectorAll(`#${key} .panel`)[place], { view } = panel;
  const box = panel.querySelector("svg").getBoundingClientRect(), origin = view.origin(), padding = view.padding();
  const at = (value) => (/^\\d{4}-/.test(value) ? Date.parse(value) : Number(value));
  return rows.map(({ at: x, y }) => [
    box.left + origin[0] + padding.left + view.scale("x")(at(x)),
    box.top + origin[1] + padding.top + view.scale("y")(Number(y)),
  ]);
}"""


@pytest.fixture(scope="module")
def address(build):
    return (build.path / "results/study/paper.html").as_uri()


@pytest.fixture(scope="module")
def specified(build):
    """Figure -> its interactive view as it was written beside the printed one."""
    folder = build.path / "results/study/figures"
    return {key: json.loads((folder / f"{key}.json").read_text(encoding="utf-8")) for key in FIGURES}


@pytest.fixture(scope="module")
def visit(browser, address):  # noqa: F811
    """The paper, open at 1280 pixels; every test leaves the whole spans and all series behind."""
    found = Visit(browser, address, viewport={"width": 1280, "height": 1000})
    yield found
    found.page.context.close()


def interactive(page, key):
    """Switch a figure and wait until it is drawn."""
    page.locator(f"#{key}").get_by_role("button", name="Interactive", exact=True).click()
    expect(page.locator(f"#{key} .panel svg").last).to_be_visible()
    expect(page.locator(f"#{key} .chart")).not_to_have_attribute("aria-busy", "true")
    page.locator(f"#{key} .panel").first.scroll_into_view_if_needed()


def panels(specification_):
    return [panel for row in specification_["vconcat"] for panel in row["hconcat"]]


def wait(page, key, place, condition, value):
    """Wait until ``condition`` holds of a panel's ``view``, its first ``x`` and ``value``."""
    page.wait_for_function(
        f"""([key, place, value]) => {{
          const {{ view }} = document.querySelectorAll(`#${{key}} .panel`)[place], x = +view.scale("x").domain()[0];
          return {condition};
        }}""",
        arg=[key, place, value],
    )


def domain(page, key, place=0):
    return page.evaluate(
        "([key, place]) => document.querySelectorAll(`#${key} .panel`)[place].view.scale('x').domain().map(Number)",
        [key, place],
    )


def drawn(page, key):
    """The numbers of every path: the areas that answer the pointer may begin at another of their corners."""
    return page.eval_on_selector_all(
        f"#{key} .panel path",
        "paths => paths.map(p => ((p.getAttribute('d') ?? '').match(/-?[\\d.]+/g) ?? []).sort().join(' ')).sort()",
    )


def named_rows(specification_, place):
    """The rows of a panel that the pointer names, with the names of their series."""
    panel = panels(specification_)[place]
    names = specification_["params"][0]["value"]
    wanted = json.loads(re.search(r"\[.*?\]", panel["layer"][-1]["transform"][0]["filter"])[0])
    rows = [row for row in csv.DictReader(io.StringIO(panel["data"]["values"])) if int(row["m"]) in wanted]
    return [row | {"name": names[int(row["m"])]} for row in rows if row["at"] and row["y"]]


def apart(places, low):
    """Number of a place that is farthest from all others, below ``low``, which the window shows."""
    shown = [number for number, (_, y) in enumerate(places) if 0 < y < low]
    return max(
        shown,
        key=lambda one: min(
            (
                (places[one][0] - x) ** 2 + (places[one][1] - y) ** 2
                for other, (x, y) in enumerate(places)
                if other != one
            ),
            default=0,
        ),
    )


def number(text):
    return float(text.replace("\u2212", "-").replace(",", ""))


def test_every_figure_switches_and_back(visit, specified):
    for key in FIGURES:
        figure = visit.page.locator(f"#{key}")
        expect(figure.locator("img")).to_be_visible()
        expect(figure.locator(".chart")).to_be_hidden()
        interactive(visit.page, key)
        expect(figure.locator("img")).to_be_hidden()
        expect(figure.get_by_role("button", name="Interactive", exact=True)).to_have_attribute("aria-pressed", "true")
        assert figure.locator(".panel svg").count() == len(panels(specified[key]))
        assert figure.locator(".series label").all_inner_texts() == [
            series["name"] for series in specified[key]["usermeta"]["series"]
        ]
        figure.get_by_role("button", name="Printed", exact=True).press("Enter")
        expect(figure.locator("img")).to_be_visible()
        expect(figure.locator(".chart")).to_be_hidden()


@pytest.mark.parametrize("key", FIGURES)
def test_the_pointer_is_told_series_and_value_as_in_the_data(visit, specified, key):
    interactive(visit.page, key)
    for place in range(len(panels(specified[key]))):
        visit.page.locator(f"#{key} .panel").nth(place).scroll_into_view_if_needed()
        rows = named_rows(specified[key], place)
        places = visit.page.evaluate(PLACES, [key, place, rows])
        chosen = apart(places, 1000)
        row = rows[chosen]
        rules = json.loads(
            re.search(r"\[.*?\]", panels(specified[key])[place]["layer"][-1]["transform"][3]["calculate"])[0]
        )
        visit.page.mouse.move(*places[chosen])
        tip = visit.page.locator(".chart-tip")
        expect(tip).to_be_visible()
        series, across, *ups = tip.locator("dd").all_inner_texts()
        assert series == row["name"]
        if int(row["m"]) in rules:
            assert ups == []
            continue
        (up,) = ups
        if "-" in row["at"][1:]:
            assert row["at"].startswith(across)
        if row.get("v"):
            assert number(across if row["name"] in ("reproduced", "contradicted") else up) == pytest.approx(
                float(row["v"]), rel=1e-4
            )
        elif row.get("y2"):
            assert [number(end) for end in up.split(" to ")] == pytest.approx(
                sorted(float(row[end]) for end in ("y", "y2")), rel=1e-4
            )
        elif not row.get("k"):
            assert number(up) == pytest.approx(float(row["y"]), rel=1e-4)
        elif row.get("at2"):
            assert [number(end) for end in across.split(" to ")] == pytest.approx(
                sorted(float(row[end]) for end in ("at", "at2")), rel=1e-4
            )
        else:
            assert number(across) == pytest.approx(float(row["at"]), rel=1e-4)
    visit.page.mouse.move(2, 2)


@pytest.mark.parametrize("key", FIGURES)
def test_a_series_is_switched_off_and_on_by_keyboard_and_pointer(visit, specified, key):
    interactive(visit.page, key)
    whole = drawn(visit.page, key)
    name = specified[key]["usermeta"]["series"][0]["name"]
    box = visit.page.locator(f"#{key} .series input").first
    box.press("Space")
    expect(box).not_to_be_checked()
    page = visit.page
    for place in range(len(panels(specified[key]))):
        wait(page, key, place, "view.signal('off').includes(value)", name)
    page.wait_for_function(
        "([key, count]) => document.querySelectorAll(`#${key} .panel path`).length !== count", arg=[key, len(whole)]
    )
    visit.page.locator(f"#{key} .series label").first.click()
    expect(box).to_be_checked()
    page.wait_for_function(
        "([key, count]) => document.querySelectorAll(`#${key} .panel path`).length === count", arg=[key, len(whole)]
    )
    assert drawn(page, key) == whole


@pytest.mark.parametrize("key", FIGURES)
def test_zoom_changes_the_span_of_panels_that_share_it_and_reset_restores_it(visit, specified, key):
    interactive(visit.page, key)
    zooms = specified[key]["usermeta"]["zooms"]
    page = visit.page
    whole = [domain(page, key, place) for place in range(len(zooms))]
    page.locator(f"#{key}").get_by_role("button", name="Zoom in").click()
    for place in range(len(zooms)):
        wait(page, key, place, "x > value", whole[place][0])
        assert domain(page, key, place)[1] < whole[place][1]
        assert domain(page, key, place) == domain(page, key, zooms.index(zooms[place]))
    page.locator(f"#{key}").get_by_role("button", name="Show the whole span").click()
    for place in range(len(zooms)):
        wait(page, key, place, "x === value", whole[place][0])
        assert domain(page, key, place) == whole[place]


def middle(page, key, place=0):
    box = page.locator(f"#{key} .panel svg").nth(place).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_wheel_scrolls_the_page_and_zooms_only_with_ctrl(visit):
    page, key = visit.page, "fig05"
    interactive(page, key)
    whole = domain(page, key)
    page.mouse.move(*middle(page, key))
    before = page.evaluate("scrollY")
    page.mouse.wheel(0, 120)
    page.wait_for_function("before => scrollY > before", arg=before)
    assert domain(page, key) == whole
    page.locator(f"#{key} .panel").first.scroll_into_view_if_needed()
    page.mouse.move(*middle(page, key))
    before = page.evaluate("scrollY")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    wait(page, key, 0, "x > value", whole[0])
    assert page.evaluate("scrollY") == before
    assert domain(page, key, 1) == domain(page, key, 0), "both panels show the same months"
    page.mouse.dblclick(*middle(page, key))
    wait(page, key, 1, "x === value", whole[0])
    assert domain(page, key) == domain(page, key, 1) == whole


def test_dragging_moves_the_span(visit):
    page, key = visit.page, "fig08"
    interactive(page, key)
    whole = domain(page, key)
    x, y = middle(page, key)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 100, y, steps=4)
    page.mouse.up()
    moved = domain(page, key, 2)
    assert moved[0] > whole[0]
    assert moved[1] - moved[0] == pytest.approx(whole[1] - whole[0])
    page.locator(f"#{key}").get_by_role("button", name="Show the whole span").click()


def test_print_shows_the_printed_figure(visit):
    interactive(visit.page, "fig03")
    visit.page.emulate_media(media="print")
    try:
        expect(visit.page.locator("#fig03 img")).to_be_visible()
        for hidden in (".chart", ".views"):
            expect(visit.page.locator(f"#fig03 {hidden}")).to_be_hidden()
    finally:
        visit.page.emulate_media(media="screen")


def test_nothing_was_asked_for_or_complained_about(visit):
    assert visit.errors == []
    assert visit.outside() == []


def light_ink(page, key):
    """Whether the labels of a chart are light, as they are on the dark page."""
    ink = page.evaluate(
        "key => getComputedStyle(document.querySelector(`#${key} .role-axis-label text`)).fill"
        ".match(/\\d+/g).map(Number)",
        key,
    )
    return sum(ink[:3]) > 3 * 128


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_the_reader_chose_counts_before_the_system(browser, address, scheme):  # noqa: F811
    found = Visit(browser, address, viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    interactive(found.page, "fig05")
    for chosen in ("dark", "light", "auto"):
        found.page.locator(f"input[name=theme][value={chosen}]").check()
        found.page.wait_for_timeout(500)
        assert light_ink(found.page, "fig05") == ((scheme if chosen == "auto" else chosen) == "dark"), chosen
    look = (
        "[...document.querySelectorAll('#fig05 .panel')].map(p => [p.clientWidth, p.querySelectorAll('text').length])"
    )
    before = found.page.evaluate(look)
    found.page.locator("#fig05").get_by_role("button", name="Printed").click()
    for chosen in ("dark", "light"):  # nobody sees the view meanwhile
        found.page.locator(f"input[name=theme][value={chosen}]").check()
    found.page.wait_for_timeout(500)
    interactive(found.page, "fig05")
    found.page.wait_for_timeout(500)
    assert found.page.evaluate(look) == before
    assert not light_ink(found.page, "fig05")
    found.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1920])
def test_every_width_and_both_schemes(browser, address, specified, width, scheme):  # noqa: F811
    found = Visit(browser, address, viewport={"width": width, "height": 900}, color_scheme=scheme)
    for key in ("fig05", "fig12", "fig25"):
        interactive(found.page, key)
        across = {round(found.page.locator(f"#{key} .panel").nth(place).bounding_box()["x"]) for place in range(2)}
        wide = width > 360 and specified[key]["usermeta"]["columns"] > 1
        assert len(across) == (2 if wide else 1), "panels stand below each other where room is short"
        assert light_ink(found.page, key) == (scheme == "dark")
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width
    found.page.set_viewport_size({"width": 600, "height": 900})
    found.page.wait_for_function(
        "Math.abs(document.querySelector('#fig05 .panel svg').getBoundingClientRect().width"
        " - document.querySelector('#fig05 .panel').clientWidth) < 2"
    )
    assert found.errors == []
    assert found.outside() == []
    found.page.context.close()


def test_without_scripts_the_printed_figure_stands_alone(browser, address):  # noqa: F811
    found = Visit(browser, address, java_script_enabled=False)
    expect(found.page.locator("#fig05 img")).to_be_visible()
    assert found.page.locator(".views, .chart").count() == 0
    found.page.context.close()


def test_a_name_is_shown_as_text(browser, tmp_path):  # noqa: F811
    figure, (axis,) = style.panels(1)
    axis.plot([1, 2, 3], [1, 2, 4], label=NASTY)
    axis.set_yticks([1, 4], [NASTY, "b"])
    axis.set_title(NASTY.replace("$", r"\$"))
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    page = to_html(
        "---\ntitle: T\nlang: en\n---\n" + figure_blocks("a.svg", "fig01", "Figure 1", "c", "a", "o"),
        str(ROOT / "report/page/paper.html"),
        str(ROOT / "report/references.bib"),
        [str(ROOT / "report/page" / name) for name in ("style.css", "figures.css")],
        str(tmp_path),
        [str(ROOT / "report/page/figures.js")],
        {"chart-fig01": specification(read(figure, "fig01")), "chart-runtime": runtime()},
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    found = Visit(browser, (tmp_path / "page.html").as_uri())
    found.page.on("dialog", lambda dialog: pytest.fail(f"a name was run: {dialog.message}"))
    interactive(found.page, "fig01")
    assert found.page.locator(".series label").all_inner_texts() == [NASTY]
    ((x, y),) = found.page.evaluate(PLACES, ["fig01", 0, [{"at": "2", "y": "2"}]])
    found.page.mouse.move(x, y)
    told = found.page.locator(".chart-tip dd").all_inner_texts()
    assert told == [NASTY, "2", NASTY]
    assert found.page.locator(".panel img, .chart-tip img, .series img").count() == 0
    assert found.errors == []
    found.page.context.close()
