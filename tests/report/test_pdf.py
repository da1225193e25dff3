"""The printed edition: tagged and archived as it claims, the same as the page, and nothing set over anything else."""

import html
import io
import json
import re
import shutil
import subprocess

import pandas as pd
import pypdf
import pytest
import typst as compiler
from conftest import ROOT

from multiplier.report.markup import Column, PrintedTable, table_blocks
from multiplier.report.publishing import to_pdf, to_typst

HANGING = 2.5  # points that punctuation may hang over the edge of a line
FOOT = 70  # points: the text area ends above, the page number stands below
MARGIN = {"portrait": 85.0, "landscape": 56.6}  # points


@pytest.fixture(scope="module")
def printed(build):
    return build.results()["paper.pdf"]


@pytest.fixture(scope="module")
def pdf(printed):
    return pypdf.PdfReader(io.BytesIO(printed))


@pytest.fixture(scope="module")
def page(build):
    """The body of the page without scripts and code."""
    text = build.results()["paper.html"].decode()
    return re.sub(r"<(script|style|pre)\b.*?</\1>", " ", text, flags=re.DOTALL)


@pytest.fixture(scope="module")
def items(build):
    return json.loads(build.results()["contents.json"])["items"]


@pytest.fixture(scope="module")
def elements(pdf):
    """The structure of the document in its order of reading: (types from the root down to the element, element)."""
    found = []

    def see(node, above):
        node = node.get_object()
        if isinstance(node, list):
            for part in node:
                see(part, above)
        elif isinstance(node, dict):
            if "/S" in node:
                above = (*above, node["/S"].removeprefix("/"))
                found.append((above, node))
            if "/K" in node:
                see(node["/K"], above)

    see(pdf.trailer["/Root"]["/StructTreeRoot"], ())
    return found


def of_type(elements, name):
    return [node for above, node in elements if above[-1] == name]


def inner(node, name):
    """Return the elements of one type inside ``node``."""
    kids = node.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    kids = [kid.get_object() for kid in kids]
    kids = [kid for kid in kids if isinstance(kid, dict) and "/S" in kid]
    return [kid for kid in kids if kid["/S"] == f"/{name}"] + [found for kid in kids for found in inner(kid, name)]


def tight(text):
    """Text without blanks, soft breaks and ligatures, to compare two editions."""
    for mark, plain in (("\u200b", ""), ("\u00ad", ""), ("\ufb01", "fi"), ("\ufb02", "fl"), ("\ufb00", "ff")):
        text = text.replace(mark, plain)
    return re.sub(r"[\s\-\u2010\u2060]+", "", text)


def visible(markup):
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


@pytest.fixture(scope="module")
def told(printed, tmp_path_factory):
    """What pdftotext says of the file, given its options."""
    if not shutil.which("pdftotext"):
        pytest.fail("pdftotext is not installed and pages cannot be measured; on Debian: apt-get install poppler-utils")
    path = tmp_path_factory.mktemp("pdf") / "paper.pdf"
    path.write_bytes(printed)

    def tell(option):
        command = ["pdftotext", option, str(path), "-"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    return tell


@pytest.fixture(scope="module")
def words(told):
    """Page by page: (width, height) and the words with their boxes (left, top, right, bottom)."""
    word = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
    found = []
    for sheet in told("-bbox").split("<page ")[1:]:
        width, height = re.match(r'width="(.*?)" height="(.*?)"', sheet).groups()
        on_it = [(*map(float, box), html.unescape(text)) for *box, text in word.findall(sheet)]
        found.append(((float(width), float(height)), on_it))
    return found


@pytest.fixture(scope="module")
def sheets(told):
    """Page by page the text, in the order in which it was set."""
    return told("-raw").split("\f")[:-1]


def test_the_file_says_which_standards_it_keeps(pdf):
    said = pdf.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    claims = dict(re.findall(r"<(pdf\w+id:\w+)>(\w+)</", said))
    assert claims == {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}


def test_the_file_names_itself(pdf):
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert pdf.metadata.title == "The money multiplier in the crisis: China and the United States, 2006–2009"
    assert pdf.metadata.author == "The money multiplier replication project"
    assert "excess reserves" in pdf.metadata.keywords
    assert pdf.metadata.creation_date.strftime("%Y-%m-%d") == "2026-11-20", "the edition's day, not the clock's"


def bookmarks(outline, depth=1):
    for entry in outline:
        if isinstance(entry, list):
            yield from bookmarks(entry, depth + 1)
        else:
            yield depth, tight(entry.title)


def test_bookmarks_and_contents_are_the_sections(pdf, page, elements, sheets):
    body = page[page.index('data-number="1"') - 100 :]
    sections = [
        (int(level), tight(visible(text)))
        for level, text in re.findall(r"<h([12])\b[^>]*>(.*?)</h\1>", body, flags=re.DOTALL)
    ]
    assert len(sections) > 40
    assert list(bookmarks(pdf.outline)) == sections
    assert len(of_type(elements, "TOCI")) == len(sections)
    contents = tight(sheets[0])
    assert all(text in contents for _, text in sections)


def test_headings_are_tagged_by_their_level(elements, page):
    for level in (1, 2):
        sections = re.findall(rf"<h{level}\b", page[page.index('data-number="1"') - 100 :])
        # Abstract and contents are headings, but no sections.
        assert len(of_type(elements, f"H{level}")) == len(sections) + (2 if level == 1 else 0)
    assert len(of_type(elements, "Title")) == 1


def test_every_figure_has_the_alternative_of_the_page(elements, page):
    alts = [html.unescape(alt) for alt in re.findall(r'<img[^>]*\balt="([^"]*)"', page)]
    assert len(alts) == 25
    assert [str(node["/Alt"]) for node in of_type(elements, "Figure")] == alts


def test_alternatives_say_what_is_seen_with_numbers(items):
    for item in items:
        if item["kind"] == "figure":
            alt = item["alt"]
            assert 80 <= len(alt) <= 700, item["key"]
            assert alt.endswith("."), item["key"]
            assert alt != item["caption"], item["key"]
            assert not re.search(r"n/a|nan|None|<|\*", alt), item["key"]


def test_alternatives_hold_computed_numbers_and_no_others():
    found = []
    for path in sorted((ROOT / "report/sections").glob("*.md")):
        for key, alt in re.findall(r'call figure\("(\w+)".*?\balt=(.*?)\) %>', path.read_text(encoding="utf-8")):
            found.append(key)
            assert re.search(r"\bn\.\w+", alt), f"{key}: no computed number"
            typed = " ".join(re.findall(r'"([^"]*)"', alt))
            typed = re.sub(r"\bM[0-3]\b|AR\(1\)|\bQE[123]\b|\b12-month\b|w_mean", "", typed)
            assert not re.search(r"\d", typed), f"{key}: a typed number"
    assert len(found) == 25


def test_every_figure_and_table_has_its_caption_tagged(elements, items):
    captions = of_type(elements, "Caption")
    assert len(captions) == len(items)
    around = [node for _, node in elements if node["/S"] == "/Div" and inner(node, "Caption")]
    assert len([node for node in around if inner(node, "Figure")]) == 25
    assert len([node for node in around if inner(node, "Table")]) == len(items) - 25


def test_tables_have_heads_and_whole_rows(elements, items):
    tables = of_type(elements, "Table")
    assert len(tables) == sum(item["kind"] == "table" for item in items)
    for item, table in zip((item for item in items if item["kind"] == "table"), tables, strict=True):
        (head,) = inner(table, "THead")
        width = len(inner(inner(head, "TR")[0], "TH"))
        assert width > 1, item["key"]
        rows = [row for body in inner(table, "TBody") for row in inner(body, "TR")]
        # The ledger's bodies begin with the name of a study, which is a head over all columns.
        assert {len(inner(row, "TD")) for row in rows if not inner(row, "TH")} == {width}, item["key"]


def test_floats_stand_near_the_text_that_names_them(items, sheets):
    """Each figure and table is named within three pages of where it stands; those of the appendix stand alone."""
    read = [tight(sheet) for sheet in sheets]
    appendix = next(number for number, sheet in enumerate(read) if "AppendixContestofforecasts" in sheet and number)
    far = []
    for item in items:
        label = f"{item['kind'].capitalize()}{item['number']}"
        (placed,) = [number for number, sheet in enumerate(read) if tight(f"{label}. {item['caption']}") in sheet]
        named = [number for number, sheet in enumerate(read) if re.search(rf"{label}(?!\d|\.[A-Z])", sheet)]
        if placed < appendix and min((abs(number - placed) for number in named), default=99) > 3:
            far.append((label, placed + 1, [number + 1 for number in named]))
    assert not far


def test_formulas_have_words(elements):
    said = [str(node["/Alt"]) for node in of_type(elements, "Formula")]
    assert len(said) > 100
    assert any(
        words.startswith("m equals M2 over B equals the fraction c plus 1 plus s plus t over c plus r (1 plus")
        for words in said
    )
    assert "w sub t equals m sub t minus m sub t minus 12" in said
    for words in said:
        assert words == words.strip() != ""
        assert not re.search(r"[=+\u2212/\\{}_^]", words), words


def test_a_formula_without_words_stops_the_paper(tmp_path):
    source = tmp_path / "p.typ"
    text = "---\ntitle: T\nlang: en\n---\n# A\n\n$\\begin{pmatrix} a & b \\end{pmatrix}$\n"
    source.write_text(to_typst(text, ROOT / "report/paper.typ", ROOT / "report/references.bib"))
    with pytest.raises(compiler.TypstError, match=r"for which report/paper\.typ knows no words"):
        to_pdf(source, "2026-01-02")


def test_dots_and_numbers_of_data_stay_as_they_are(tmp_path):
    source = tmp_path / "p.typ"
    data = ["3. third", "from ... to", "4.", "a.. b", "5.25"]
    table = PrintedTable([Column("x", "left", 1.0)], [[cell] for cell in data], "7. origin")
    text = "---\ntitle: T\nlang: en\n---\n# A\n" + table_blocks(table, "t", "Table 1", "9. caption...")
    source.write_text(to_typst(text, ROOT / "report/paper.typ", ROOT / "report/references.bib"))
    read = pypdf.PdfReader(io.BytesIO(to_pdf(source, "2026-01-02")))
    whole = tight("".join(sheet.extract_text() for sheet in read.pages))
    for cell in [*data, "7. origin", "9. caption..."]:
        assert tight(cell) in whole, cell


def test_a_formula_may_stand_before_a_bracket_and_a_full_stop(tmp_path):
    source = tmp_path / "p.typ"
    text = "---\ntitle: T\nlang: en\n---\n# A\n\nThe $f$(x), $g$[y] and $h$.k.\n"
    source.write_text(to_typst(text, ROOT / "report/paper.typ", ROOT / "report/references.bib"))
    read = pypdf.PdfReader(io.BytesIO(to_pdf(source, "2026-01-02")))
    assert re.search(r"The.(\(x\)),.(\[y\])and.\.k\.", tight("".join(sheet.extract_text() for sheet in read.pages)))


def fonts_and_images(resources):
    """Yield the fonts and images that a page uses, also those inside its forms."""
    for font in resources.get("/Font", {}).values():
        yield "font", font.get_object()
    for entry in resources.get("/XObject", {}).values():
        thing = entry.get_object()
        if thing["/Subtype"] == "/Image":
            yield "image", thing
        else:
            yield from fonts_and_images(thing.get("/Resources", {}))


def test_figures_are_drawn_and_fonts_embedded(pdf):
    kinds = set()
    for number, sheet in enumerate(pdf.pages, start=1):
        for kind, thing in fonts_and_images(sheet["/Resources"]):
            assert kind == "font", f"page {number}: a raster image"
            (inside,) = (font.get_object() for font in thing["/DescendantFonts"])
            descriptor = inside["/FontDescriptor"].get_object()
            assert any(key in descriptor for key in ("/FontFile2", "/FontFile3")), thing["/BaseFont"]
            assert "/ToUnicode" in thing, thing["/BaseFont"]
            kinds.add(thing["/BaseFont"].partition("+")[2])
    assert {name.split("-")[0] for name in kinds} == {"LibertinusSerif", "NewCMMath"}


def test_numbering_and_captions_are_those_of_the_page(page, sheets, items):
    found = re.findall(r"<figcaption>(.*?)</figcaption>", page, flags=re.DOTALL)
    assert len(found) == len(items)
    read = [tight(sheet) for sheet in sheets]
    for caption in found:
        label = visible(re.search(r'<span class="label">(.*?)</span>', caption)[1])
        assert any(tight(visible(caption)) in sheet for sheet in read), label


def test_equations_have_the_numbers_of_the_page(page, words):
    numbers = re.findall(r'<span class="number">(\(\d+\))</span>', page)
    assert numbers == [f"({number})" for number in range(1, len(numbers) + 1)]
    right = []
    for (width, _), found in words:
        edge = width - MARGIN["portrait"]
        placed = [(top, text) for _, top, end, _, text in found if edge - 1 < end and re.fullmatch(r"\(\d\d?\)", text)]
        right += [text for _, text in sorted(placed)]
    assert right == numbers


@pytest.fixture(scope="module")
def beginnings(page):
    """Id of every table but the ledger -> its caption, head with first row, and origin, as they are to be printed."""
    found = re.findall(
        r'<figure class="table[^"]*" id="([^"]+)">\n<figcaption>([^\n]*)</figcaption>\n<div class="scroll"[^>]*>'
        r'(.*?</thead>\n<tbody>\n<tr>.*?</tr>).*?<p class="origin">(.*?)</p>',
        page,
        flags=re.DOTALL,
    )
    return {key: [tight(visible(part)) for part in parts] for key, *parts in found}


def test_captions_stand_whole_above_their_tables(beginnings, sheets, items):
    """A caption with the head and the first row of its table, all on one page."""
    assert len(beginnings) == sum(item["kind"] == "table" for item in items) - 1
    read = [tight(sheet) for sheet in sheets]
    for key, (caption, beginning, _) in beginnings.items():
        assert any(caption + beginning in sheet for sheet in read), key


@pytest.mark.parametrize("key", ["tab-formulas", "tab-decisions"])
def test_a_short_table_of_text_is_not_broken(beginnings, sheets, key):
    caption, _, origin = beginnings[key]
    (sheet,) = [text for text in map(tight, sheets) if caption in text]
    assert origin in sheet[sheet.index(caption) :]


def test_every_claim_is_in_both_editions(build, page, sheets):
    claims = pd.read_csv(io.BytesIO(build.results()["claims.csv"]), dtype=str)["id"]
    whole = tight(" ".join(sheets))
    for claim in claims:
        assert re.search(rf'<tr[^>]* id="{claim}"', page)
        assert tight(claim) in whole


def test_the_text_can_be_read_out(sheets, page):
    whole = tight(" ".join(sheets))
    assert not re.search(r"\?\?|n/a|\bnan\b|<<|>>", " ".join(sheets)), "an unfilled place"
    assert "\ufffd" not in whole
    assert re.search(r"\u2212\d+\.\d", whole), "a true minus"
    assert "\u03c6" in whole or "\U0001d711" in whole or "\U0001d719" in whole, "Greek"
    abstract = re.search(r"Abstract</h2>\s*(?:<[^>]*>\s*)*(.*?)</p>", page, flags=re.DOTALL)[1]
    assert tight(visible(abstract)) in whole
    paragraphs = [visible(text) for text in re.findall(r"<p>(.*?)</p>", page, flags=re.DOTALL) if "<math" not in text]
    sentences = [text for text in paragraphs if len(text) > 300]
    assert len(sentences) > 40
    # A page may end within a paragraph, and its number, and what floats above, then stands in the midst of it.
    assert sum(tight(text)[:80] in whole for text in sentences) >= 0.95 * len(sentences)


def test_nothing_stands_in_the_margins(words):
    """Between the running head and the number of the page, which stands alone at its foot."""
    for number, ((width, height), found) in enumerate(words, start=1):
        margin = MARGIN["portrait" if width < height else "landscape"]
        for left, top, right, _, text in found:
            assert left > margin - HANGING, (number, text)
            assert right < width - margin + HANGING, (number, text)
            assert top > 30, (number, text)
        assert [text for *_, bottom, text in found if bottom > height - FOOT] == [str(number)], number


def test_no_word_is_set_over_another(words):
    for number, (_, found) in enumerate(words, start=1):
        down_the_page = sorted(found, key=lambda word: word[1])
        for at, one in enumerate(down_the_page):
            for other in down_the_page[at + 1 :]:
                if other[1] > one[3]:
                    break
                across = min(one[2], other[2]) - max(one[0], other[0])
                down = min(one[3], other[3]) - max(one[1], other[1])
                low = min(one[3] - one[1], other[3] - other[1])
                assert across < 1 or down < 0.5 * low, (number, one[4], other[4])


def test_words_are_broken_where_they_may_be(words):
    broken = [text for _, found in words for *_, text in found if text.endswith("\u00ad")]
    assert len(broken) < 4 * len(words), "rivers of hyphens"
    for text in broken:
        assert re.fullmatch(r"[^\w]*[A-Za-z\u2010-]*[A-Za-z]{2,}\u00ad", text), text
    ends = [text for _, found in words for *_, text in found if re.fullmatch(r"(p|\d+)-", text)]
    assert not ends


def test_no_page_is_half_empty(words, sheets):
    """Text reaches into the lower half of a page, but before the summary, before the wide pages, and on the last."""
    empty = [
        number
        for number, ((width, height), found) in enumerate(words[:-1], start=1)
        if max(bottom for *_, bottom, _ in found if bottom < height - 60) < 0.55 * height
        and words[number][0] == (width, height)
        and not re.match(r"TheMoneymultiplierinthecrisis\d+Whatholds\d+Whatholds", tight(sheets[number]), re.IGNORECASE)
    ]
    assert not empty


def test_the_same_source_gives_the_same_bytes(build, printed, tmp_path):
    (tmp_path / "figures").mkdir()
    for name, content in build.results().items():
        if name == "paper.typ" or re.fullmatch(r"figures/fig\d+\.svg", name):
            (tmp_path / name).write_bytes(content)
    again = [to_pdf(tmp_path / "paper.typ", "2026-11-20") for _ in range(2)]
    assert again == [printed, printed]
