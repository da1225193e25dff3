"""The example's two files, the settings of its rule with few draws, and its page, for the tests of a user's country."""

import jinja2
import numpy as np
import yaml
from conftest import ROOT

from multiplier.figures import one_country as figures
from multiplier.figures.export import render
from multiplier.report import one_country as report
from multiplier.report.publishing import to_html

EXAMPLE = ROOT / "data/examples/third_country"
CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text())
KEY = "us_unadjusted"
SAMPLE = {"first": "2006-03", "last": "2009-10"}
MONEY, BASE = f"{KEY}/money/2023-12.csv", f"{KEY}/base/2023-12.csv"


def files(**changes):
    """Name and bytes of the example's files, ``old -> new`` replaced in one of them."""
    found = {}
    for table, name in (("money", MONEY), ("base", BASE)):
        data = (EXAMPLE / f"{table}.csv").read_bytes()
        for old, new in changes.get(table, {}).items():
            assert old.encode() in data
            data = data.replace(old.encode(), new.encode(), 1)
        found[table] = (name, data)
    return found


def settings(**changes):
    """What the rule hands to the library, with few draws."""
    tests = {key: value for key, value in CONFIG["unit_roots"].items() if key not in ("headline", "conflicts")}
    arima = {key: CONFIG["arima"][key] for key in ("seasonal_period", "correlogram_lags", "readings", "estimators")}
    return {
        "sample": SAMPLE,
        "windows": {"crisis": {"first": "2008-08", "last": "2009-06"}},
        "comparison": {
            "index_month": "2008-08",
            "common": CONFIG["comparison"]["windows"]["common"],
            "sample": SAMPLE,
        },
        "trend_tests": CONFIG["trends"] | {"significance": 0.05, "draws": 200},
        "unit_root_tests": tests | {"period": 12},
        "headline_tests": CONFIG["unit_roots"]["conflicts"],
        "formula": arima | CONFIG["forecast"] | {"bootstrap_draws": 200},
        "trend_rng": np.random.default_rng(1),
        "formula_rng": np.random.default_rng(2),
    } | changes


def page(tables, ratios, folder=None, **changes):
    """The page of the example's tables, with figures drawn into ``folder``."""
    options = {"country": KEY, "name": "United States, not adjusted", "money": "M2", "unit": "billion dollars"}
    options |= SAMPLE | {
        "vintage": "study",
        "edition": "2026-11-20",
        "index_month": "2008-08",
        "model": "w_mean/exact_ml",
    }
    options |= {"significance": 0.05, "criteria": ["AIC"], "headline_tests": CONFIG["unit_roots"]["conflicts"]}
    row = {"title": "t", "publisher": "p", "unit": "u", "vintage": "2023-12", "first": "2000-01", "last": "2012-12"}
    options |= {"files": [row, row], "crisis": CONFIG["crisis"], "levels": [80, 95]} | changes
    as_read = {name: frame.copy() for name, frame in tables.items()} | {"ratios": ratios}
    origins = dict.fromkeys((*as_read, "figure"), "Rule x, script y, vintage study.")
    text = report.page(jinja2.FileSystemLoader(ROOT / "report"), "country.jinja", as_read, options, origins)
    if folder is None:
        return text
    (folder / "figures").mkdir()
    for name, (figure, _) in figures.draw(as_read, options).items():
        (folder / "figures" / f"{name}.svg").write_bytes(render(figure, "svg"))
    parts = [str(ROOT / "report" / name) for name in ("page/paper.html", "references.bib")]
    styles, scripts = (
        [str(ROOT / "report/page" / name) for name in names]
        for names in (("fonts.css", "style.css", "print.css"), ("contents.js", "scroll.js", "tables.js", "notes.js"))
    )
    return to_html(text, *parts, styles, str(folder), scripts)
