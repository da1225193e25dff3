"""`snakemake compare`: report, line and exit code; what is rerun; what is refused; the page in Chromium."""

import json
import os
import re
import shutil

import pandas as pd
import pytest
from playwright.sync_api import sync_playwright
from statsmodels.tsa.stattools import adfuller

from multiplier.vintages.decisions import JUDGED

FOLDER = "results/compare/study..latest"
LINE = re.compile(rf"study\.\.latest: \d+ numbers, \d+ changed .* flipped; {re.escape(FOLDER)}/report\.html")
PRODUCTS = {"report.html", "numbers.csv", "decisions.csv", "revisions.csv", "summary.json"}


def last_line(run):
    return run.stdout.strip().splitlines()[-1]


def report(project):
    folder = project.path / FOLDER
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.fixture(scope="module")
def compared(build):
    run = build.snakemake("compare")
    assert run.returncode == 0, run.stdout
    assert LINE.fullmatch(last_line(run)), last_line(run)
    return build


def test_the_report_stands_beside_the_vintages_and_the_line_is_said_again_without_a_job(compared):
    before = report(compared)
    assert set(before) >= PRODUCTS
    assert any(re.fullmatch(r"figures/fig\d\d\.svg", name) for name in before)
    again = compared.snakemake("compare")
    assert again.returncode == 0
    assert LINE.fullmatch(last_line(again))
    assert "Comparing study with latest" not in again.stdout
    assert report(compared) == before
    assert str(compared.path).encode() not in before["report.html"]


def test_a_plain_build_leaves_the_comparison_alone(compared):
    assert "Nothing to be done" in compared.snakemake().stdout


def test_the_same_bytes_again(compared):
    before = report(compared)
    shutil.rmtree(compared.path / FOLDER)
    assert compared.snakemake("compare").returncode == 0
    assert report(compared) == before


def test_the_line_counts_what_the_files_hold(compared):
    folder = compared.path / FOLDER
    summary = json.loads((folder / "summary.json").read_text())
    numbers, decisions = (
        pd.read_csv(folder / name, keep_default_na=False) for name in ("numbers.csv", "decisions.csv")
    )
    shared = numbers[numbers["status"].isin(["same", "changed"])]
    changed = shared[shared["status"] == "changed"]
    printed = (changed["printed_a"] != changed["printed_b"]) | changed["unit"].str.contains("; ")
    assert summary["numbers"] == {
        "compared": len(shared),
        "changed": len(changed),
        "changed_as_printed": int(printed.sum()),
        "only_a": int((numbers["status"] == "only in A").sum()),
        "only_b": int((numbers["status"] == "only in B").sum()),
    }
    assert len(shared) < len(numbers)
    for kind in ("decision", "test", "verdict", "words"):
        rows = decisions[decisions["kind"] == kind]
        alone = {f"only_{side}": int((rows[f"value_{other}"] == "").sum()) for side, other in ("ab", "ba")}
        assert summary[kind] == {
            "compared": len(rows) - sum(alone.values()),
            "flipped": int(rows["flipped"].astype(str).eq("True").sum()),
            **alone,
        }
    verdicts = [
        pd.read_csv(compared.path / f"results/{vintage}/claims.csv", dtype=str).set_index("id")["verdict"]
        for vintage in ("study", "latest")
    ]
    assert summary["verdict"]["flipped"] == (verdicts[0] != verdicts[1]).sum()


def test_every_flip_has_something_behind_it_and_it_is_true_of_the_raw_files(compared):
    decisions = pd.read_csv(compared.path / FOLDER / "decisions.csv", keep_default_na=False)
    flips = decisions[decisions["flipped"].astype(str) == "True"]
    assert len(flips)
    assert (flips["behind"] != "").all()
    assert (decisions.loc[decisions["status"] != "same", "behind"] != "").all()
    assert (decisions.loc[decisions["status"] == "same", "behind"] == "").all()
    american = flips[flips["country"] == "us"]
    assert (
        american["behind"]
        .str.contains("definition of base (us): AMBSL in study, BOGMBASE in latest", regex=False)
        .all()
    )
    assert not american["behind"].str.contains("china/").any()
    assert not flips.loc[flips["country"] == "china", "behind"].str.contains("us/").any()
    raw = compared.path / "data/raw/us/fred_md"
    old, new = (pd.read_csv(raw / f"{vintage}.csv", index_col="month")["M2SL"] for vintage in ("2009-12", "2024-03"))
    change = (100 * (new - old) / old).loc["2006-03":"2009-10"]
    month = change.abs().idxmax()
    said = american.loc[american["table"] == "unit_roots", "behind"].iloc[0]
    size = f"{change[month]:+.3g}".replace("-", "\u2212")
    assert f"M2SL differs in 44 of the sample's 44 months, most by {size} percent in {month}" in said


def test_no_series_is_behind_the_multiplier_that_does_not_enter_it(compared):
    decisions = pd.read_csv(compared.path / FOLDER / "decisions.csv", keep_default_na=False)
    flips = decisions[(decisions["status"] != "same") & (decisions["series"] == "multiplier")]
    assert set(flips["country"]) == {"us", ""}
    for series in ("TOTRESNS", "M1SL", "time_deposits", "m0", "currency_ratio"):
        assert not flips["behind"].str.contains(rf"\b{series}\b").any(), series
    assert not flips.loc[flips["country"] == "us", "behind"].str.contains("china/").any()
    assert not flips["behind"].str.contains("AMBSL (?:differs|only)").any()  # the definition is what differs


def test_the_part_that_suffices_is_what_the_raw_files_say(compared):
    decisions = pd.read_csv(compared.path / FOLDER / "decisions.csv", keep_default_na=False).set_index("key")
    raw = compared.path / "data/raw/us/fred_md"
    old, new = (
        pd.read_csv(raw / f"{vintage}.csv", index_col="month").loc["2006-03":"2009-10"]
        for vintage in ("2009-12", "2024-03")
    )
    mixed = {"m2": new["M2SL"] / old["AMBSL"], "base": 1000 * old["M2SL"] / new["BOGMBASE"]}
    for lags, verdict in ((4, "base alone suffices"), (6, "m2 alone suffices"), (12, "base alone suffices")):
        said = decisions.at[f"us, multiplier, diff, ADF, n, fixed, {lags}", "behind"]
        assert said.startswith(f"{verdict}: ")
        for part, values in mixed.items():
            change = values.diff().dropna()
            statistic = adfuller(change, maxlag=lags, regression="n", autolag=None, result_object=False)[0]
            assert f"{part} of latest gives {statistic:.3f}".replace("-", "\u2212") in said


def test_every_table_with_a_decision_is_compared(compared):
    tables = (compared.path / "results/study/tables").glob("*.csv")
    decided = {path.stem for path in tables if "decision" in path.open().readline().strip().split(",")}
    assert decided <= set(JUDGED)


def test_a_flip_is_an_error_where_the_configuration_says_so_and_the_report_stays(compared):
    before = report(compared)
    shutil.rmtree(compared.path / FOLDER)
    for _ in range(2):  # made in the same run, and found made
        run = compared.snakemake("compare", "--config", "compare={flips: fail}")
        assert run.returncode == 1
        assert "something flipped, and config.yaml says compare.flips: fail" in run.stdout
        assert LINE.fullmatch(last_line(run))
        assert "Traceback (most recent call last)" not in run.stdout
        assert report(compared) == before
    assert compared.snakemake("compare").returncode == 0


def test_an_edit_of_its_code_reruns_the_comparison_alone(compared):
    for name in ("workflow/multiplier/vintages/page.py", "report/page/compare.css"):
        file = compared.path / name
        before, times = file.read_bytes(), file.stat()
        file.write_bytes(before + b"\n")
        try:
            assert compared.planned("compare") == {"comparison_of_vintages": 1, "compare": 1}
            assert "Nothing to be done" in compared.snakemake("--dry-run").stdout
        finally:
            file.write_bytes(before)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert compared.planned("compare") == {"compare": 1}


@pytest.mark.parametrize(
    ("vintages", "expected"),
    [
        ("study,study", "vintages: 'study' stands twice; write two vintages, A,B."),
        ("study,lates", "'lates' is not a known vintage; did you mean 'latest'?"),
        ("study", "vintages: found 'study', expected two vintages, written A,B."),
    ],
)
def test_careless_names_get_one_sentence(compared, vintages, expected):
    run = compared.snakemake("compare", "--config", f"vintages={vintages}")
    assert run.returncode != 0
    assert expected in run.stdout
    assert "Traceback (most recent call last)" not in run.stdout


def test_the_page_fits_every_width_sorts_and_asks_for_nothing(compared):
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("Chromium is not installed and the page cannot be looked at; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for width in (360, 768, 1280, 1920):
            page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
            asked, errors = [], []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.on("console", lambda message, errors=errors: errors.append(message.text))
            page.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
            page.goto((compared.path / FOLDER / "report.html").as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert [url for url in asked[1:] if not url.startswith("data:")] == []
            assert errors == []
        table = page.locator("#revisions table").first
        sizes = [abs(float(text.replace("\u2212", "-"))) for text in filter(None, largest(table))]
        assert sizes == sorted(sizes, reverse=True)
        table.locator("thead button").nth(6).click()
        table.locator("thead button").nth(6).click()
        again = [abs(float(text.replace("\u2212", "-"))) for text in filter(None, largest(table))]
        assert again == sorted(sizes)
        assert table.locator("thead th").nth(6).get_attribute("aria-sort") == "ascending"
        chromium.close()


def largest(table):
    """The column of the largest revision, from above."""
    return table.locator("tbody tr td:nth-child(7)").all_text_contents()
