"""Every character of the page is in a font that it carries."""

import re

import pytest
from conftest import ROOT

from multiplier import DataError
from multiplier.report.fonts import characters, check_characters

FONTS = {file.stem: file.read_bytes() for file in sorted((ROOT / "report/fonts").glob("*.woff2"))}


def test_what_the_fonts_have_passes():
    check_characters("<p>Größe −1 “x” Δφ → ↩ &minus;&#8203;</p><math><mi>φ</mi><mi>𝑟</mi><mo>\u2061</mo></math>", FONTS)


@pytest.mark.parametrize(
    ("page", "said"),
    [("<p>the word 乘数 here</p>", "'乘' (U+4E58) in the text"), ("<math><mi>乘</mi></math>", "in a formula")],
)
def test_what_no_font_has_stops_the_page(page, said):
    with pytest.raises(DataError, match=re.escape(said)):
        check_characters(page, FONTS)


def test_code_is_set_in_a_font_of_the_machine():
    check_characters("<style>乘</style><script>乘</script><code>乘</code>", FONTS)


def test_fonts_are_those_that_the_style_sheet_names_and_small():
    named = set(re.findall(r"fonts/([\w-]+)\.woff2", (ROOT / "report/page/fonts.css").read_text()))
    assert named == FONTS.keys()
    assert sum(map(len, FONTS.values())) * 4 / 3 < 350_000
    assert all(len(characters(font)) > 50 for font in FONTS.values())
