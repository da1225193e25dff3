"""A small paper with its evidence: a number, a table and a figure whose names and contents are hostile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
from conftest import ROOT
from sample_ledger import HOSTILE

from multiplier.report.evidence import packed
from multiplier.report.markup import Column, MadeBy, PrintedTable
from multiplier.report.number import Number, as_records
from multiplier.report.provenance import provenance
from multiplier.report.publishing import to_html
from multiplier.report.template import Paper, render

BREAKOUT = '</script><script>alert(1)</script><img src="x" onerror="alert(2)">'
RATIOS = "results/study/tables/ratios.csv"
SEARCH = "results/study/tables/search.csv"
RAW = "data/raw/us/base/2009-12.csv"
OLDER = [f"data/raw/us/base/2009-{month:02}.csv" for month in range(1, 12)]
OWN = "data/corrections.csv"
NUMBERS = {
    "m_last": Number(4.5678, "ratio", 2, "ratios"),
    "m_fall": Number(52.095, "percent", 1, "ratios"),
    "m_gap": Number(0.98765, "ratio", 2, "ratios"),
    "months": Number(3, "months", 0, "ratios"),
    "level": Number(0.05, "share", 2, "configuration"),
    "hostile": Number(BREAKOUT, "name", None, "ratios"),
}
MONTHS = [f"{2006 + place // 12}-{place % 12 + 1:02}" for place in range(60)]


def files() -> dict[str, bytes]:
    """Every file behind the paper."""
    cell = BREAKOUT.replace('"', '""')
    ratios = [f"{month},{4 + place / 7:.12g}," for place, month in enumerate(MONTHS)]
    ratios[45] = f'{MONTHS[45]},4.5678,"{cell}"'
    ratios[50] = f"{MONTHS[50]},-0.52095,"
    base = "".join(f"{month},{800 + 7 * place}\n" for place, month in enumerate(MONTHS))
    return {
        RATIOS: ("month,multiplier,note\n" + "\n".join(ratios) + "\n").encode(),
        SEARCH: b"definition,distance\n" + b"".join(b"%d,%d\n" % (k, k**5 % 99991) for k in range(1500)),
        OWN: f'file,reason\nx,"{cell}"\n'.encode(),
        **{path: f"month,base\n{base}{MONTHS[-1]},{path[-6:-4]}\n".encode() for path in [*OLDER, RAW]},
    }


def paper() -> Paper:
    """The paper's text, with each kind of number."""
    tables = {
        "t": PrintedTable(
            [Column("Name", "left"), Column("m, x")],
            [[BREAKOUT, "\u22121,234.5"], ['say "m"', "2"]],
            MadeBy("Rule ratios, script s, vintage study.", (RATIOS, SEARCH)),
        ),
        "s": PrintedTable([Column("x")], [["1"]], MadeBy("Rule search, script s, vintage study.", (SEARCH,))),
    }
    text = (
        "---\ntitle: T\nlang: en\nabstract: |\n  At the end << n.m_last >>.\n---\n\n# One\n\n"
        'It fell by << n.m_fall >> in << count(v.months, "month") >>; '
        "<< n.m_gap >> at << n.level >> for << n.hostile >>.\n\n"
        '<% call table("t") %>All of << n.m_last >>.<% endcall %>\n<% call table("s") %>S<% endcall %>\n'
        '<% call figure("fig01", alt="a") %>F<% endcall %>\n'
    )
    figures = {"fig01": ("fig01.svg", MadeBy("Rule figure, script s, vintage study.", (RATIOS,)))}
    return render(jinja2.DictLoader({"p": text}), "p", NUMBERS, tables, figures)


def graph(contents: dict[str, Any] | None = None) -> dict[str, Any]:
    """What provenance.json of the paper holds."""
    sources = {
        "ratios": {"rule": "ratios", "inputs": [RATIOS, RAW]},
        "configuration": {"rule": "numbers", "inputs": ["config.yaml"]},
    }
    row = {"publisher": HOSTILE, "title": "Base <b>", "unit": "x", "first": MONTHS[0], "last": MONTHS[-1], "rows": 60}
    return provenance(
        contents or paper().contents(),
        as_records(NUMBERS, sources),
        steps={
            RATIOS: {
                "rule": "ratios",
                "script": "workflow/scripts/ratios.py",
                "parameters": {"name": BREAKOUT},
                "inputs": [*OLDER, RAW, OWN],
            },
            SEARCH: {"rule": "search", "script": "workflow/scripts/s.py", "parameters": {}, "inputs": [RATIOS]},
        },
        raw={path: row | {"vintage": Path(path).stem, "sha256": "", "obtained_via": ""} for path in [*OLDER, RAW]},
        files=files(),
        reading={"rule": "numbers", "script": "workflow/scripts/numbers.py", "parameters": {"level": 0.05}},
        window={"first": MONTHS[6], "last": MONTHS[-1]},
    )


def page(folder: Path, limit: int = 1500) -> str:
    """The page of that paper; the search is too large for it."""
    (folder / "fig01.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>', "utf-8")
    report = ROOT / "report"
    return to_html(
        paper().text,
        str(report / "page/paper.html"),
        str(report / "references.bib"),
        [str(report / "page" / name) for name in ("style.css", "provenance.css")],
        str(folder),
        [str(report / "page/provenance.js")],
        {"evidence": packed(graph(), files(), limit)},
    )
