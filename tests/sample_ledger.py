"""A small ledger with hostile text, a vector, a date and an untestable claim, and the page that it makes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from conftest import ROOT

from multiplier.claims.verdicts import COLUMNS, VERDICTS
from multiplier.report.ledger import Ledger
from multiplier.report.publishing import to_html
from multiplier.report.tables.claims import claims

HOSTILE = '<script>alert(1)</script> #eval("1") $x$ @ref *b* _i_ `c` ```{=html} </td></table> \\ & "q" ~ // = - +'
VECTOR = " ".join(f"{number / 1000:.3f}" for number in range(-135, 1165, 100))
# id, study, kind, statement, printed, computed, verdict, matched month and definition, candidates, by chance, cause
ROWS = [
    (
        "MB-01",
        "ma-bai-2010",
        "number",
        "Growth of base.",
        "9.85",
        "9.8580",
        "displaced",
        "2007-12",
        "rounded",
        "18",
        "0.04",
        "As stated 9.8580.",
    ),
    (
        "MB-02",
        "ma-bai-2010",
        "sign",
        "m falls with c.",
        "negative",
        "dm/dc = -c",
        "reproduced",
        "",
        "symbolic",
        "",
        "",
        "Sign over all c; see CP-02, not XX-99.",
    ),
    (
        "CP-01",
        "cpi-study",
        "vector",
        "Autocorrelations.",
        VECTOR,
        VECTOR,
        "close",
        "",
        "",
        "7",
        "0.001",
        "No number differs.",
    ),
    ("CP-02", "cpi-study", "number", "Correlation.", "-0.021994", "-0.5", "contradicted", "", "", "", "", "Far off."),
    ("QE-01", "qe-report", "date", HOSTILE, HOSTILE, HOSTILE, "reproduced", HOSTILE, HOSTILE, "3", "1.2", HOSTILE),
    (
        "QE-02",
        "qe-report",
        "number",
        "Futures fall.",
        "-18",
        "",
        "untestable",
        "",
        "",
        "",
        "",
        "The futures rate is missing.",
    ),
]
EVIDENCE = {
    "ratios_china": {
        "rule": "ratios",
        "raw": [
            {
                "publisher": "People's Bank of China",
                "title": "Money Supply",
                "vintage": "vintage 2019-07",
                "path": "data/raw/china/money_supply/2019-07.csv",
            },
            {"publisher": "This project", "title": "corrections", "vintage": "", "path": "data/corrections.csv"},
        ],
    }
}


def table() -> pd.DataFrame:
    """The ledger as claims.csv has it."""
    return pd.DataFrame(ROWS, columns=[*COLUMNS[:5], "computed", "verdict", *COLUMNS[7:]], dtype=str)


def printed() -> pd.DataFrame:
    """The rows of data/raw/claims/claims.csv."""
    units = {"MB-01": "percent", "CP-02": "correlation", "QE-01": HOSTILE, "QE-02": "basis points"}
    frame = table()[["id", "study", "kind", "statement", "printed"]]
    return frame.assign(
        month=["2007-12", "", "", "", "", ""],
        unit=frame["id"].map(units).fillna(""),
        decimals="",
        method_as_printed=["EViews", "", "", "", HOSTILE, ""],
    )


def computations() -> dict[str, dict[str, object]]:
    """The records of the computations."""
    return {
        name: {
            "module": "multiplier.claims.studies.ma_bai_2010",
            "function": "<lambda>" if name == "QE-01" else f"claim_{place}",
            "code": HOSTILE if name == "QE-01" else f"def claim_{place}(e):\n    return {' + '.join('e' * 60)}",
            "tables": [] if name in ("MB-02", "QE-02") else ["ratios_china"],
            "definition": "reserve_money" if name == "MB-01" else "",
            "months": "2007-12" if name == "MB-01" else "",
            "vintage": "2019-07" if name == "MB-01" else "",
            "missing": "the futures rate" if name == "QE-02" else "",
        }
        for place, name in enumerate(table()["id"])
    }


def sample() -> Ledger:
    """The ledger as the paper has it."""
    return claims(table(), printed(), computations(), EVIDENCE, VERDICTS, "Rule r.")


def text() -> str:
    """A paper that holds nothing but the ledger and a link into it."""
    head = "---\ntitle: T\nlang: en\n---\n\nSee [CP-02](#CP-02).\n"
    return head + sample().blocks("tab-claims", "Table 1", "All claims.")


def page(folder: Path) -> str:
    """The page of that paper."""
    report = ROOT / "report"
    files = [str(report / name) for name in ("page/paper.html", "references.bib")]
    styles = [str(report / "page" / name) for name in ("style.css", "print.css")]
    scripts = [str(report / "page/ledger.js")]
    return to_html(text(), *files, styles, str(folder), scripts)
