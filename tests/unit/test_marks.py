"""Numbers of the text keep their key on the page and are themselves elsewhere."""

import jinja2
import pytest

from multiplier.report.marks import marked, plain, resolved
from multiplier.report.number import Number
from multiplier.report.template import render

X = marked("x_1", "\u22121,234.5")
SPAN = '[\u22121,234.5]{.n n="x_1"}'
ELEMENT = '<span class="n" data-n="x_1">\u22121,234.5</span>'


@pytest.mark.parametrize(
    ("text", "expected", "keys"),
    [
        (f"It fell by {X} percent.", f"It fell by {SPAN} percent.", ["x_1"]),
        (f"*{X}*, ({X})", f"*{SPAN}*, ({SPAN})", ["x_1"]),
        (f"where $a = {X}$ holds", "where $a = \u22121,234.5$ holds", []),
        (f"$$\na = {X}\n$$\n{X}", f"$$\na = \u22121,234.5\n$$\n{SPAN}", ["x_1"]),
        (f"costs \\$5 or {X} or \\$6", f"costs \\$5 or {SPAN} or \\$6", ["x_1"]),
        (f"# In {X} months\n\n{X}", f"# In \u22121,234.5 months\n\n{SPAN}", ["x_1"]),
        (f"```{{=html}}\n<p>{X}</p>\n```\n", f"```{{=html}}\n<p>{ELEMENT}</p>\n```\n", ["x_1"]),
        (f"```{{=typst}}\n#p[{X}]\n```\n", "```{=typst}\n#p[\u22121,234.5]\n```\n", []),
        (f"````{{=html}}\n```\n{X}\n````\n{X}", f"````{{=html}}\n```\n{ELEMENT}\n````\n{SPAN}", ["x_1"]),
        (
            f"---\ntitle: {X}\nabstract: |\n  {X}\n---\n",
            f"---\ntitle: \u22121,234.5\nabstract: |\n  {SPAN}\n---\n",
            ["x_1"],
        ),
        (f"---\ntitle: {X}\n---\n{X}", f"---\ntitle: \u22121,234.5\n---\n{SPAN}", ["x_1"]),
        ("of " + marked("y", "the change of $w$"), 'of [the change of $w$]{.n n="y"}', ["y"]),
        ("see " + marked("y", "a [b]"), 'see [a \\[b\\]]{.n n="y"}', ["y"]),
    ],
)
def test_a_mark_becomes_what_its_place_allows(text, expected, keys):
    assert resolved(text) == (expected, keys)


def test_a_reader_sees_no_mark():
    assert plain(f"{X} and {X}") == "\u22121,234.5 and \u22121,234.5"


def test_a_page_that_is_not_traced_has_no_marks():
    loader = jinja2.DictLoader({"p": "<< n.m >> and << n.m ~ '!' >>"})
    numbers = {"m": Number(4.5555, "ratio", 2, "ratios_china")}
    assert render(loader, "p", numbers, {}, {}, traced=False).text == "4.56 and 4.56!"
    traced = render(loader, "p", numbers, {}, {})
    assert traced.text == '[4.56]{.n n="m"} and [4.56]{.n n="m"}!'
    assert traced.contents() == {"items": [], "numbers": ["m"]}
