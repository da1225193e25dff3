"""The command that adds a vintage: what it reads, what it refuses, and that a failure leaves no trace."""

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime

import fetch
import pandas as pd
import pytest
from conftest import RAW, ROOT
from hypothesis import given
from hypothesis import strategies as st
from replay.answers import JSON, Answer, page
from replay.layouts import pboc
from replay.layouts.fred import API, GRAPH, KEY
from replay.layouts.fred_md import FOLDER, SERIES, text
from replay.server import Replay

from gate.manifest import read_manifest, verify_manifest
from gate.revisions import check_revisions
from multiplier import DataError
from multiplier.data import china
from sources import Fetched, FetchError, admission, catalogue, fred, fred_md, units
from sources.client import Client, RefusedError

FILE = FOLDER + "2024-04-md.csv"
OLD_NAME = FOLDER + "2024-04.csv"
ADDRESS = "https://www.stlouisfed.org/-/media/project/frbstl/stlouisfed/research/fred-md/monthly/"


@pytest.fixture
def replay():
    with Replay() as server:
        yield server


@pytest.fixture(scope="session")
def copy_of_raw(tmp_path_factory):
    return shutil.copytree(RAW, tmp_path_factory.mktemp("once") / "raw")


@pytest.fixture
def raw(tmp_path, copy_of_raw):
    """Files of data/raw under other names (links are quick); the manifest, which is replaced, is a copy."""
    folder = shutil.copytree(copy_of_raw, tmp_path / "data" / "raw", copy_function=os.link)
    (folder / "MANIFEST.csv").unlink()
    shutil.copy(RAW / "MANIFEST.csv", folder)
    return folder


@pytest.fixture
def tree(raw):
    """Every folder and file below data, with its bytes."""

    def now():
        data = raw.parent
        return {str(path.relative_to(data)): path.is_file() and path.read_bytes() for path in data.rglob("*")}

    return now


@pytest.fixture
def run(raw, replay, capsys, monkeypatch):
    """Run the command against the replay: exit code, output, errors."""
    monkeypatch.delenv("FRED_API_KEY", raising=False)

    def command(*words, mirror=replay.url, attempts="3"):
        capsys.readouterr()
        options = ["--mirror", mirror, "--raw", str(raw), "--attempts", attempts, "--pause", "0.01"]
        code = fetch.main([*words, *options])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def gate(raw):
    """What is checked when the workflow is parsed."""
    manifest, rows = verify_manifest(raw)
    check_revisions(str(raw), manifest, rows, 1)
    return manifest


def changed(*pairs, **options):
    """A FRED-MD file with some of its text replaced."""
    content = text("2024-04", **options)
    for old, new in pairs:
        assert old in content
        content = content.replace(old, new)
    return Answer(content.encode())


# --- what is added


def test_a_fetch_adds_file_and_row_and_the_gate_passes(raw, run):
    before = (raw / "MANIFEST.csv").read_text(encoding="utf-8").splitlines()
    code, out, err = run("us/fred_md", "2024-04")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].endswith("us/fred_md/2024-04.csv: 303 rows, 1999-01 to 2024-03")
    assert out.splitlines()[1] == ("against 2024-03: 3 figures revised, the largest of 0.10 percent (M2SL, 2024-02)")
    assert out.splitlines()[-1] == "next: snakemake --cores 4 --config vintage=2024-04"
    file = gate(raw)["us/fred_md/2024-04.csv"]
    assert (file.compared_with, file.acknowledged) == ("2024-03", "")
    assert file.obtained_via == f"FRED-MD monthly file {ADDRESS}2024-04-md.csv"
    after = (raw / "MANIFEST.csv").read_text(encoding="utf-8").splitlines()
    assert len(after) == len(before) + 1
    assert [line for line in after if line in before] == before, "the other rows stay as they are, in their order"
    written = pd.read_csv(raw / "us/fred_md/2024-04.csv", index_col="month")
    known = pd.read_csv(RAW / "us/fred_md/2024-03.csv", index_col="month")
    assert list(written.columns) == SERIES
    pd.testing.assert_frame_equal(written.loc[:"2023-11"], known.loc[:"2023-11"], check_dtype=False)
    assert written.loc["2024-02", "M2SL"] == 20804.4  # 20783.6 x 1.001
    assert written.loc["2024-03", "M1SL"] == 17980.0  # 17944.1 x 1.002
    tail = (raw / "us/fred_md/2024-04.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert tail == "2024-03,17980,20846,,5908693.8,3574.8,3404295", "numbers in their shortest form"


def test_the_current_file_is_of_the_month_after_its_last_row(raw, run):
    assert run("us/fred_md")[0] == 0
    assert gate(raw)["us/fred_md/2024-04.csv"].obtained_via.endswith("current.csv")


def test_older_files_have_another_pattern_of_names(raw, run, replay):
    assert run("us/fred_md", "2024-05")[0] == 0
    assert replay.seen[FOLDER + "2024-05-md.csv"] == replay.seen[FOLDER + "2024-05.csv"] == 1


@pytest.mark.parametrize(
    "options",
    [
        {"date": "{month:02d}/01/{year}"},
        {"date": "{month}/1/{short}"},
        {"date": "{month:02d}/01/{short}"},
        {"date": "{year}-{month:02d}-01"},
        {"pad": 12},
        {"trailing": 3},
        {"columns": ["NONBORRES", "TOTRESNS", "BOGMBASE", "AMBSL", "M2SL", "M1SL"]},
    ],
)
def test_layouts_of_all_years_give_the_same_file(raw, run, replay, options):
    run("us/fred_md", "2024-04")
    expected = (raw / "us/fred_md/2024-04.csv").read_bytes()
    replay.always(FILE, changed(**options))
    assert "identical figures" in run("us/fred_md", "2024-04")[2]
    assert (raw / "us/fred_md/2024-04.csv").read_bytes() == expected


@given(year=st.integers(1959, 2058), month=st.integers(1, 12), form=st.sampled_from(range(5)))
def test_a_date_is_the_same_month_however_it_is_written(year, month, form):
    short = f"{year % 100:02d}"
    written = [
        f"{month}/1/{year}",
        f"{month:02d}/01/{year}",
        f"{month}/1/{short}",
        f"{month:02d}/01/{short} ",
        f"{year}-{month:02d}-01",
    ][form]
    assert fred_md.month_of(written, "file") == f"{year}-{month:02d}"


@pytest.mark.parametrize("written", ["1/2/1999", "13/1/1999", "0/1/1999", "1999", "", "1/1/999", "Jan 1999"])
def test_what_is_no_first_of_a_month_is_refused(written):
    with pytest.raises(FetchError, match=r"line 9, column sasdate: found .*expected"):
        fred_md.month_of(written, "file: line 9")


def test_two_digit_years_of_both_centuries():
    assert fred_md.month_of("11/1/99", "file") == "1999-11"
    assert fred_md.month_of("10/1/23", "file") == "2023-10"
    assert fred_md.month_of("1/1/59", "file") == "1959-01"


# --- what is refused, without a trace

DAMAGED = {
    "renamed": (
        changed(columns=["M1SL", "M2SLx", "BOGMBASE", "TOTRESNS", "NONBORRES"]),
        "no column M2SL; the nearest is 'M2SLx'",
    ),
    "no base": (changed(columns=["M1SL", "M2SL", "TOTRESNS", "NONBORRES"]), "neither AMBSL nor BOGMBASE"),
    "twice": (
        changed(columns=["M1SL", "M1SL", "M2SL", "BOGMBASE", "TOTRESNS", "NONBORRES"]),
        "column M1SL stands twice",
    ),
    "unit": (
        changed(billions=("BOGMBASE",)),
        "column BOGMBASE: found 0.001 times the figures of 2024-03, expected the same unit; if the publisher has",
    ),
    "order": (
        changed(("3/1/2024,", "x,"), ("2/1/2024,", "3/1/2024,"), ("x,", "2/1/2024,")),
        "month 2024-02: out of order",
    ),
    "swapped day": (changed(("2/1/2024,", "1/2/2024,")), "found '1/2/2024', expected the first of a month"),
    "repeated row": (changed(("2/1/2024,", "1/1/2024,")), "the month has two different rows"),
    "slipped decimal": (changed((",20811.0,", ",208110.0,")), "column M2SL: found 208110 between"),
    "text in a cell": (changed((",20811.0,", ",20811p,")), "month 2024-01, column M2SL: found '20811p'"),
    "no number": (changed((",20811.0,", ",nan,")), "found 'nan', expected a number"),
    "a cell short": (changed((",20811.0,", ",")), "cells, the header"),
    "large revision": (changed((",20811.0,", ",23811.0,")), "M2SL 14.53% (2024-01: 20790.2 to 23811; 1 rows beyond 1"),
    "figure withdrawn": (changed((",17987,", ",,")), "M1SL withdrawn (1 cells, 2024-01 to 2024-01)"),
    "gap in what the real-time study takes": (
        changed((",20811.0,", ",,")),
        "month 2024-01, column M2SL: found an empty cell between figures",
    ),
    "exchanged at the end": (
        changed((",17980.0,20846.0,", ",20846.0,17980.0,")),
        "month 2024-03, columns M1SL and M2SL: found 20846 and 17980, expected the first below the second",
    ),
    "the file of the month before": (
        Answer(text("2024-03").encode()),
        "the last month is 2024-02, expected the month before 2024-04 as in the other vintages",
    ),
    "underscores": (changed((",20811.0,", ",20_811,")), "month 2024-01, column M2SL: found '20_811'"),
    "other file": (Answer(b"observation_date,M2SL\n2024-01-01,1\n"), "the header begins with 'observation_date'"),
    "nothing": (Answer(b""), "the header begins with 'nothing'"),
    "header only": (Answer(text("2024-04").split("\r\n")[0].encode()), "no row from 1999-01 on"),
    "another code": (Answer("sasdate,单位".encode("gb18030")), "no CSV text in UTF-8"),
    "another vintage": (
        Answer(text("2024-05").encode()),
        "the last month is 2024-04, expected the month before 2024-04",
    ),
    "too old": (Answer("\r\n".join(text("2024-04").split("\r\n")[:-9]).encode()), "the file is not of that vintage"),
}


@pytest.mark.parametrize("fault", DAMAGED)
def test_a_damaged_file_is_named_and_leaves_no_trace(run, replay, tree, fault):
    answer, expected = DAMAGED[fault]
    replay.always(FILE, answer)
    before = tree()
    code, out, err = run("us/fred_md", "2024-04")
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert expected in err
    assert tree() == before


def without_rows(*months):
    lines = text("2024-04").split("\r\n")
    return Answer("\r\n".join(line for line in lines if not line.startswith(months)).encode())


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (("5/1/2009,",), "month 2009-05 is missing between 1999-01 and 2024-03"),
        (("3/1/2024,", "2/1/2024,"), "1 rows withdrawn (2024-02 to 2024-02)"),
        (("1/1/1999,",), "1 rows withdrawn (1999-01 to 1999-01)"),
    ],
)
def test_rows_that_are_gone_are_named(run, replay, tree, months, expected):
    replay.always(FILE, without_rows(*months))
    before = tree()
    code, _, err = run("us/fred_md", "2024-04")
    assert code == 1
    assert expected in err
    assert tree() == before


def test_a_repeated_row_is_named(run, replay):
    lines = text("2024-04").split("\r\n")
    place = next(k for k, line in enumerate(lines) if line.startswith("3/1/2024,"))
    lines[place] = lines[place - 2].replace("1/1/2024,", "3/1/2024,", 1)
    replay.always(FILE, Answer("\r\n".join(lines).encode()))
    assert "month 2024-03: all figures repeat 2024-01" in run("us/fred_md", "2024-04")[2]


FINAL = {
    "cut": (Answer(text("2024-04").encode(), cut=2000), 3, "the answer broke off"),
    "slow": (Answer(b"sasdate", wait=0.6), 3, "no answer within 0.2 seconds"),
    "500": (page(500), 3, "the server answered 500"),
    "503": (page(503), 3, "the server answered 503"),
    "429": (page(429), 3, "the server answered 429"),
    "429, too long": (page(429, Retry_After="125"), 1, "asks to wait 125 seconds"),
    "400": (page(400), 1, "the server answered 400"),
    "401": (page(401), 1, "the server answered 401"),
    "403": (page(403), 1, "the server answered 403"),
    "404": (page(404), 1, "there is no FRED-MD vintage 2024-04 (tried 2024-04-md.csv and 2024-04.csv)"),
    "a page": (page(200), 2, "found an HTML page, expected CSV"),
    "a page said to be CSV": (Answer(page().body), 2, "found an HTML page, expected CSV"),
    "redirected for ever": (page(302, Location=f"{ADDRESS}2024-04-md.csv"), 21, "TooManyRedirects"),
    "corrupt compression": (Answer(b"no gzip", headers={"Content-Encoding": "gzip"}), 3, "the answer broke off"),
}


@pytest.mark.parametrize("fault", FINAL)
def test_a_failing_server_is_tried_as_often_as_makes_sense(run, replay, tree, fault):
    answer, times, expected = FINAL[fault]
    replay.always(FILE, answer)
    before = tree()
    code, out, err = run("us/fred_md", "2024-04", "--timeout", "0.2" if fault == "slow" else "30")
    assert (code, out) == (1, "")
    assert err.startswith("error: https://www.stlouisfed.org/")
    assert err.count("\n") == 1
    assert expected in err
    assert replay.seen[FILE] == times
    assert tree() == before


@pytest.mark.parametrize(
    "fault",
    [
        page(500),
        page(502),
        page(429, Retry_After="0"),
        page(),
        Answer(text("2024-04").encode(), cut=9),
        Answer(b"", cut=0),
    ],
    ids=["500", "502", "429", "page", "cut", "nothing"],
)
def test_a_passing_fault_is_got_over(raw, run, replay, fault):
    faults = [fault] if fault.content_type.startswith("text/html") and fault.status == 200 else [fault, fault]
    if fault.body == b"":
        faults = [Answer(b"x", cut=0)]
    replay.first(FILE, *faults)
    code, _, err = run("us/fred_md", "2024-04")
    assert (code, err) == (0, "")
    gate(raw)


def test_pauses_grow_and_the_server_may_say_how_long(replay):
    slept = []
    client = Client(replay.url, attempts=5, pause=0.5, sleep=slept.append)
    later = "Fri, 26 Apr 2024 12:00:07 GMT"  # seven seconds after the server's clock
    replay.first(FILE, page(500), page(500), page(429, Retry_After="3"), page(429, Retry_After=later))
    assert client.get(ADDRESS + "2024-04-md.csv").content == replay.route(FILE).body
    assert slept == [0.5, 1.0, 3.0, 7.0]


def test_an_answer_says_what_it_is(replay):
    answer = Client(replay.url).get(ADDRESS + "2024-04-md.csv", {"a": "b"})
    assert answer.url == ADDRESS + "2024-04-md.csv?a=b", "the publisher's address, not the mirror's"
    assert (answer.content_type, answer.encoding, answer.date) == ("text/csv", "utf-8", "2024-04-26")
    replay.always("/x/page", page())
    assert Client(replay.url).get("https://x/page").content_type == "text/html", "a page where none is unexpected"
    with pytest.raises(RefusedError) as refused:
        Client(replay.url).get("https://x/other")
    assert refused.value.status == 404


def test_redirects_are_followed_on_the_mirror(replay):
    replay.always("/x/old", page(301, Location=f"{ADDRESS}2024-04-md.csv"))
    assert Client(replay.url).get("https://x/old").content == replay.route(FILE).body


def test_a_body_that_trickles_is_given_up(replay, monkeypatch):
    now = iter(range(0, 10_000, 200))
    monkeypatch.setattr("sources.client.time.monotonic", lambda: float(next(now)))
    with pytest.raises(FetchError, match="no whole answer within 100 seconds"):
        Client(replay.url, attempts=2, timeout=10, pause=0).get(ADDRESS + "2024-04-md.csv")


def test_an_unreachable_server_and_a_wrong_mirror(run, tree):
    before = tree()
    code, _, err = run("us/fred_md", "2024-04", mirror="http://127.0.0.1:9", attempts="2")
    assert code == 1
    assert "the server cannot be reached" in err
    assert "(tried 2 times)" in err
    code, _, err = run("us/fred_md", "2024-04", mirror="file:///etc")
    assert code == 1
    assert "expected an address that begins with http" in err
    assert tree() == before


def test_the_bar_goes_to_standard_error_and_only_when_wanted(run):
    assert run("us/fred_md", "2024-04", "--dry-run")[2] == ""
    code, out, err = run("us/fred_md", "2024-04", "--dry-run", "--progress")
    assert code == 0
    assert "2024-04-md.csv" in err
    assert "\r" not in out


# --- units, revisions


def test_a_new_unit_that_is_said_is_converted_and_noted(raw, run, replay):
    run("us/fred_md", "2024-04")
    expected = (raw / "us/fred_md/2024-04.csv").read_bytes()
    file = raw / "us/fred_md/2024-04.csv"
    file.unlink()
    shutil.copy(RAW / "MANIFEST.csv", raw / "MANIFEST.csv")
    replay.always(FILE, changed(billions=("BOGMBASE",)))
    assert run("us/fred_md", "2024-04", "--unit", "BOGMBASE=billion dollars")[0] == 0
    assert file.read_bytes() == expected
    assert gate(raw)["us/fred_md/2024-04.csv"].obtained_via.endswith("; BOGMBASE converted from billion dollars")


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("BOGMBASE", "expected COLUMN=UNIT, the column one of M1SL"),
        ("BOGBASE=billion dollars", "the column one of M1SL"),
        ("BOGMBASE=bushels", "the unit is not known"),
        ("BOGMBASE=percent", "cannot be converted to the table's, million dollars"),
        ("M2SL=million dollars", "column M2SL: found 0.001 times the figures of 2024-03"),
    ],
)
def test_a_wrong_unit_is_refused(run, tree, option, expected):
    before = tree()
    code, _, err = run("us/fred_md", "2024-04", "--unit", option)
    assert code == 1
    assert expected in err
    assert tree() == before


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Billions of Dollars", (9, "dollar")),
        ("Millions of U.S. Dollars", (6, "dollar")),
        ("million dollars", (6, "dollar")),
        ("100 Million Yen", (8, "yen")),
        ("100 million yuan", (8, "yuan")),
        ("Millions of Euros", (6, "euro")),
        ("Percent", (0, "percent")),
        ("Ratio", (0, "ratio")),
        ("Billions of Chained 2017 Dollars", None),
        ("Index 2015=100", None),
    ],
)
def test_units_as_publishers_write_them(written, expected):
    assert units.parse(written) == expected


@given(cents=st.integers(-(10**12), 10**12), exponent=st.sampled_from([-9, -3, 0, 3, 6]))
def test_a_converted_figure_has_no_digits_of_its_own(cents, exponent):
    value = cents / 100
    there = units.scaled(value, exponent)
    assert f"{units.scaled(there, -exponent):.12g}" == f"{value:.12g}"


def test_a_large_revision_needs_a_word_which_the_gate_then_finds(raw, run, replay):
    replay.always(FILE, changed((",20811.0,", ",23811.0,")))
    assert 'add --acknowledge "why"' in run("us/fred_md", "2024-04")[2]
    code, out, _ = run("us/fred_md", "2024-04", "--acknowledge", "annual review\n of seasonal factors")
    assert code == 0
    words = "M2SL 14.53%: annual review of seasonal factors"  # 23811 / 20790.2 = 1.1452992, rounded up
    assert f"acknowledged: {words}" in out
    assert gate(raw)["us/fred_md/2024-04.csv"].acknowledged == words


def test_a_word_without_a_large_revision_is_not_kept(raw, run):
    assert run("us/fred_md", "2024-04", "--acknowledge", "nothing")[0] == 0
    assert gate(raw)["us/fred_md/2024-04.csv"].acknowledged == ""


# --- what is there already


def test_an_existing_vintage_is_never_overwritten(raw, run, replay, tree):
    run("us/fred_md", "2024-04")
    before = tree()
    code, _, err = run("us/fred_md", "2024-04")
    assert code == 1
    assert err.endswith("2024-04.csv: this vintage exists, with identical figures; there is nothing to add.\n")
    replay.always(FILE, changed((",20811.0,", ",20811.1,")))
    assert "exists, with other figures; raw files are never overwritten" in run("us/fred_md", "2024-04")[2]
    assert tree() == before


def test_a_file_without_row_is_not_overwritten_either(raw, run, tree):
    (raw / "us/fred_md/2024-04.csv").write_text("month\n", encoding="utf-8")
    before = tree()
    assert "with other figures, but not in MANIFEST.csv" in run("us/fred_md", "2024-04")[2]
    assert tree() == before


def test_a_dry_run_says_all_and_writes_nothing(raw, run, tree):
    before = tree()
    code, out, _ = run("us/fred_md", "2024-04", "--dry-run")
    assert code == 0
    assert "  M2SL 2024-02: 20783.6 to 20804.4, 0.10 percent" in out
    assert out.splitlines()[-1] == "dry run: nothing was written"
    row = next(line for line in out.splitlines() if line.startswith("row of the manifest: "))
    assert tree() == before
    run("us/fred_md", "2024-04")
    assert row.partition(": ")[2] in (raw / "MANIFEST.csv").read_text(encoding="utf-8").splitlines()


def test_a_vintage_between_two_others_is_compared_with_the_older(raw, run):
    run("us/fred_md", "2024-05")
    assert run("us/fred_md", "2024-04")[0] == 0
    manifest = gate(raw)
    assert manifest["us/fred_md/2024-05.csv"].compared_with == "2024-03"
    assert manifest["us/fred_md/2024-04.csv"].compared_with == "2024-03"
    assert list(manifest) == sorted(manifest)


# --- FRED and ALFRED


@pytest.mark.parametrize(
    ("table", "stored"),
    [
        ("us/treasury_yields", "2017-01"),
        ("us/federal_reserve_assets", "2022-03"),
        ("us/adjusted_base_biweekly", "2018-07"),
    ],
)
def test_every_table_of_fred_comes_back_as_it_is_and_is_no_new_vintage(run, tree, table, stored):
    before = tree()
    code, _, err = run(table, "2024-04")
    assert code == 1
    assert f"{table}/2024-04.csv: the figures are those of {stored}, expected a new or a revised one" in err
    assert tree() == before


def test_a_late_publisher_needs_a_word_which_the_manifest_keeps(raw, run, replay):
    late = text("2024-04").replace("1/1/2024,2780,17987,", "1/1/2024,2780,17986,").split("\r\n")
    replay.always(FILE, Answer("\r\n".join(line for line in late if not line.startswith("3/1/2024,")).encode()))
    code, _, err = run("us/fred_md", "2024-04")
    assert code == 1
    assert "the last month is 2024-02, expected the month before 2024-04" in err
    assert run("us/fred_md", "2024-04", "--acknowledge", "offices\n closed")[0] == 0
    file = gate(raw)["us/fred_md/2024-04.csv"]
    assert file.obtained_via.endswith("2024-04-md.csv; ends 2 months before its vintage: offices closed")
    assert file.acknowledged == ""


def test_the_money_stock_gains_a_month(raw, run):
    assert run("us/money_stock", "2024-04")[0] == 0
    written = pd.read_csv(raw / "us/money_stock/2024-04.csv", index_col="month")
    assert written.loc["2023-11", "M2SL"] == 20746.3  # 20725.6 x 1.001
    assert pd.isna(written.loc["2023-11", "AMBSL"])


def test_without_a_key_only_the_current_month_can_be_had(run, replay, tree):
    before = tree()
    for words, expected in (
        (["us/money_stock"], "without a key in FRED_API_KEY the vintage must be said"),
        (["us/money_stock", "2024-03"], "current figures only, of 2024-04; for 2024-03 put a key"),
        (["us/money_stock", "--as-of", "2024-03-31"], "--as-of 2024-03-31: without a key FRED gives current figures"),
    ):
        code, _, err = run(*words)
        assert code == 1
        assert expected in err
    assert tree() == before
    replay.date(datetime(2024, 5, 1, tzinfo=UTC))
    assert "of 2024-05" in run("us/money_stock", "2024-04")[2], "the server's clock decides, not this machine's"


@pytest.fixture
def key(monkeypatch, run):
    monkeypatch.setenv("FRED_API_KEY", KEY)


def test_with_a_key_units_and_dates_are_the_publishers(raw, run, replay, key):
    code, out, _ = run("us/money_stock")
    assert code == 0
    assert KEY not in out
    file = gate(raw)["us/money_stock/2024-04.csv"]
    assert file.obtained_via.endswith("last updated 2024-04-23")
    replay.date(datetime(2025, 7, 1, tzinfo=UTC))
    _, _, err = run("us/money_stock", "--as-of", "2025-06-30")
    assert "2025-06.csv: the figures are those of 2024-04" in err, (
        "the Board's base is given in billions from 2025 on, and is converted"
    )
    assert run("us/money_stock", "2024-03")[0] == 0
    assert "real-time period 2024-03-31" in gate(raw)["us/money_stock/2024-03.csv"].obtained_via
    assert KEY not in (raw / "MANIFEST.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["2024-06"], "2024-06 lies ahead (FRED's date is 2024-04-26)"),
        (["2024-04", "--as-of", "2024-03-31"], "it does not lie in the vintage's month 2024-04"),
    ],
)
def test_dates_that_cannot_be_had(run, key, words, expected):
    assert expected in run("us/money_stock", *words)[2]


def test_a_wrong_key_is_one_sentence_and_is_never_printed(run, replay, tree, monkeypatch):
    secret = "fedcba9876543210fedcba9876543210"
    monkeypatch.setenv("FRED_API_KEY", secret)
    before = tree()
    said = [run("us/money_stock", attempts="2")]
    assert "FRED does not accept the key in FRED_API_KEY" in said[0][2]
    monkeypatch.setattr("replay.layouts.fred.KEY", secret)
    told = json.dumps({"error_message": f"Bad Request. The api_key {secret} is locked."}).encode()
    for answer in (page(500), page(403), page(), Answer(b"{}", cut=1), Answer(told, JSON, 400), Answer(b"{", JSON)):
        replay.always(API + "series", answer)
        said.append(run("us/money_stock", "--as-of", "2024-03-31", attempts="2"))
    said.append(run("us/money_stock", mirror="http://127.0.0.1:9", attempts="1"))
    assert [code for code, _, _ in said] == [1] * 8
    assert all(secret not in out + err for _, out, err in said)
    assert tree() == before


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("DATE,M2SL\n1999-01-01,1\n", None),
        ("observation_date,M2SL\n1999-01-01,.\n1999-02-01,\n1999-03-01,2\n", None),
        ("observation_date,M2NS\n1999-01-01,1\n", "the header is 'observation_date,M2NS', expected"),
        ("observation_date,M2SL\n1999-01-01\n", "has not two cells"),
        ("observation_date,M2SL\n1/1/1999,1\n", "found the date '1/1/1999'"),
        ("observation_date,M2SL\n1999-01-01,1\n1999-01-01,2\n", "a date stands twice"),
        ("observation_date,M2SL\n1999-01-01,x\n", "1999-01-01: found 'x'"),
        ("observation_date,M2SL\n1999-01-01,inf\n", "1999-01-01: found 'inf'"),
        ("observation_date,M2SL\n1999-01-01,nan\n", "1999-01-01: found 'nan'"),
        ("observation_date,M2SL\n1999-01-01,1_000\n", "1999-01-01: found '1_000'"),
        ("observation_date,M2SL\n1999-01-01,.\n", "there is no figure"),
        ("", "the header is ''"),
    ],
)
def test_graph_files(body, expected):
    if expected is None:
        figures = fred.parse_graph(body.encode(), "M2SL")
        assert figures.iloc[-1] == float(len(figures) == 1) + 2 * (len(figures) == 3)
        assert figures.isna().sum() == len(figures) - 1
        return
    with pytest.raises(FetchError, match="FRED, series M2SL") as error:
        fred.parse_graph(body.encode(), "M2SL")
    assert expected in str(error.value)


@pytest.mark.parametrize("content", [{}, {"seriess": []}, {"seriess": [{"units": "Percent"}]}, []])
def test_an_answer_of_another_form_is_one_sentence(run, replay, key, content):
    replay.always(API + "series", Answer(json.dumps(content).encode(), JSON))
    code, _, err = run("us/treasury_yields")
    assert code == 1
    assert "has not the form of the API" in err


def test_an_unknown_unit_stops_until_it_is_said(run, replay, key):
    about = {"seriess": [{"units": "Lots of Dollars", "last_updated": "2024-04-23"}]}
    replay.always(API + "series", Answer(json.dumps(about).encode(), JSON))
    assert "column AMBSL: the unit is given as 'Lots of Dollars'" in run("us/money_stock")[2]


def test_a_broken_graph_leaves_no_trace(run, replay, tree):
    before = tree()
    replay.always(GRAPH, page(200))
    code, _, err = run("us/federal_reserve_assets", "2024-04")
    assert code == 1
    assert "fredgraph.csv?id=WALCL: found an HTML page, expected CSV" in err
    assert tree() == before


# --- checks before anything is written


def monthly(columns, first="2024-01", **changes):
    index = pd.period_range(first, periods=len(next(iter(columns.values()))), freq="M").astype(str)
    frame = pd.DataFrame(columns, index=pd.Index(index, name="month"))
    return Fetched(
        **(
            {
                "frame": frame,
                "publisher": "p",
                "title": "Money Supply",
                "unit": "u",
                "obtained_via": "v",
                "vintage": "2026-02",
            }
            | changes
        )
    )


def admitted(table, fetched, corrections, reason=None):
    manifest = read_manifest(RAW / "MANIFEST.csv")
    return admission.admit(table, fetched, manifest, lambda path: (RAW / path).read_bytes(), corrections, 1, reason)


def money_supply():
    frame = pd.read_csv(RAW / "china/money_supply/2026-01.csv", index_col="month")
    return {column: list(frame[column]) for column in frame}


def test_a_table_of_china_passes_with_the_identities_of_its_country(corrections):
    columns = money_supply()
    with pytest.raises(FetchError, match="the figures are those of 2026-01"):
        admitted("china/money_supply", monthly(columns, "2008-01"), corrections)
    assert (columns["m2"][-1], columns["m2"][0]) == (3369890.52, 417846.17)
    columns["m2"][-1] = 3369890.53
    found = admitted("china/money_supply", monthly(columns, "2008-01"), corrections)
    assert found.data == (RAW / "china/money_supply/2026-01.csv").read_bytes().replace(b"3369890.52", b"3369890.53")
    assert (found.file.compared_with, found.findings, len(found.revisions)) == ("2026-01", (), 1)


def test_an_identity_across_files_is_checked(corrections):
    columns = money_supply()
    columns["m0"][10] += 100  # 2008-11; under one percent, so that no revision is in the way
    with pytest.raises(DataError, match=r"month 2008-11, columns m0, currency_issue, vault_cash.* fails by 1\d\d"):
        admitted("china/money_supply", monthly(columns, "2008-01"), corrections)


def a_month_more(table, vintage, **cells):
    """The stored table of China with 2021-01, one percent above the month before, and some of its cells changed."""
    fetched = stored(table, vintage, "month")
    fetched.frame.loc["2021-01"] = (1.01 * fetched.frame.loc["2020-12"]).round(2)
    for column, figure in cells.items():
        fetched.frame.loc["2021-01", column] = figure
    return fetched


BROKEN = [
    ("monetary_authority", "bonds_issued", 0, "total liabilities = listed liabilities"),
    ("monetary_authority", "own_capital", 2219.75, "total liabilities = listed liabilities"),
    ("monetary_authority", "government_deposits", 37000, "total liabilities = listed liabilities"),
    ("monetary_authority", "claims_on_government", 15000, "total assets = listed assets"),
    ("monetary_authority", "monetary_gold", 2000, "foreign assets = foreign exchange"),
    ("depository_corporations", "bonds_issued", 0, "total liabilities = listed liabilities"),
    ("depository_corporations", "claims_on_central_bank", 500, "total assets = listed assets"),
    ("depository_corporations", "vault_cash", 6000, "reserve assets = deposits with the central bank"),
    ("depository_corporations", "corporate_demand_deposits", 248000, "deposits in broad money = demand"),
]


@pytest.mark.parametrize(("table", "column", "figure", "identity"), BROKEN)
def test_the_newest_month_of_a_balance_sheet_adds_up(corrections, table, column, figure, identity):
    assert admitted(f"china/{table}", a_month_more(f"china/{table}", "2021-02"), corrections).file.last == "2021-01"
    with pytest.raises(DataError, match=f"month 2021-01, .*({identity})"):
        admitted(f"china/{table}", a_month_more(f"china/{table}", "2021-02", **{column: figure}), corrections)


def test_currency_less_vault_cash_reaches_the_newest_month(corrections):
    """Where both balance sheets have a month, M0 is held against them, however new it is."""
    raw = {
        key: (f"china/{table}/2021-02.csv", admission.csv_bytes(a_month_more(f"china/{table}", "2021-02").frame))
        for key, table in (("authority", "monetary_authority"), ("depository", "depository_corporations"))
    }
    for key, table in (("statutory", "reserve_requirement_ratio"), ("report", "monetary_policy_report")):
        raw[key] = (f"china/{table}/single.csv", (RAW / f"china/{table}/single.csv").read_bytes())
    money = pd.read_csv(RAW / "china/money_supply/2026-01.csv", index_col="month")[:"2021-01"]
    money.loc["2021-01", "m0"] = 1.01 * 84314.53  # of 2020-12, as in the two balance sheets
    for wrong in (0, 100):
        money.loc["2021-01", "m0"] += wrong
        files = {"china/money_supply/2026-01.csv": admission.csv_bytes(money)}
        if wrong:
            with pytest.raises(DataError, match="month 2021-01, columns m0, currency_issue, vault_cash"):
                china.clean(files, raw, corrections)
        else:
            china.clean(files, raw, corrections)


def test_an_identity_of_the_united_states_is_checked(corrections):
    frame = pd.read_csv(RAW / "us/money_stock/2023-12.csv", index_col="month")
    frame.loc["2008-11", "MBCURRCIR"] += 1000
    entry = catalogue.entry("us/money_stock")
    fetched = Fetched(frame, entry.publisher, entry.title, entry.unit, "v", "2024-01")
    with pytest.raises(DataError, match="month 2008-11, columns BOGMBASE, currency_in_circulation"):
        admitted("us/money_stock", fetched, corrections)


def stored(table, vintage, index, **changes):
    """A stored table as if fetched again, with some cells changed: column -> (row, figure), row -> None: left out."""
    file = max((RAW / table).glob("*.csv"))
    frame = pd.read_csv(file, index_col=index, dtype={index: str}).astype(float)
    for column, (row, figure) in changes.items():
        if figure is None:
            frame = frame.drop(index=row)
        else:
            frame.loc[row, column] = figure
    title = read_manifest(RAW / "MANIFEST.csv")[str(file.relative_to(RAW))].title
    return Fetched(frame, "p", title, "u", "v", vintage)


@pytest.mark.parametrize(
    ("table", "vintage", "index", "changes", "expected"),
    [
        (
            "us/treasury_yields",
            "2024-04",
            "date",
            {"DGS5": ("2009-03-18", 15.0)},
            "date 2009-03-18, column DGS5: found 15",
        ),
        ("us/federal_reserve_assets", "2024-04", "date", {"x": ("2009-03-18", None)}, "2009-03-25 comes 14 days after"),
        ("us/adjusted_base_biweekly", "2024-04", "date", {"x": ("2009-03-11", None)}, "2009-03-25 comes 28 days after"),
        (
            "us/adjusted_base_biweekly",
            "2024-04",
            "date",
            {"BASENS": ("2009-03-25", 16e6)},
            "BASENS: found 1.6e+07 after",
        ),
        (
            "us/adjusted_base_biweekly",
            "2024-04",
            "date",
            {"BASENS": ("2009-03-25", 16e3)},
            "BASENS: found 16000 between",
        ),
        ("us/adjusted_base_biweekly", "2024-04", "date", {"BASE": ("2003-01-08", 99.0)}, "column BASE: found '99'"),
    ],
)
def test_a_table_that_stands_alone_is_checked_as_its_cleaning_does(
    corrections, table, vintage, index, changes, expected
):
    with pytest.raises(DataError, match=f"{table}/{vintage}.csv") as error:
        admitted(table, stored(table, vintage, index, **changes), corrections)
    assert expected in str(error.value)


def test_a_vintage_older_than_the_tables_beside_it_is_checked_alone(corrections):
    fetched = stored("china/money_supply", "2026-02", "month", m2=("2009-05", 5.482e6))
    early = Fetched(fetched.frame[:"2018-12"], "p", "first of its title", "u", "v", "2019-02")
    with pytest.raises(DataError, match="month 2009-05, column m2: found 5482000 between"):
        admitted("china/money_supply", early, corrections)


def test_where_nothing_stands_beside_it_a_sound_vintage_passes(corrections):
    fetched = stored("china/money_supply", "2026-02", "month")
    early = Fetched(fetched.frame[:"2018-12"], "p", "first of its title", "u", "v", "2019-02")
    assert admitted("china/money_supply", early, corrections).file.compared_with == ""


@pytest.mark.parametrize(
    ("columns", "changes", "expected"),
    [
        ({"m0": [1.0], "m1": [1.0], "m3": [1.0]}, {}, "unknown columns 'm3'; did you mean 'm2'"),
        (
            {"m0": [1.0], "m1": [1.0], "m2": [1.0]},
            {"first": "2026-02"},
            "the last month is 2026-02, which a vintage of 2026-02",
        ),
        ({"m0": [1.0], "m1": [1.0], "m2": [1.0]}, {"first": "1990-01"}, "no month of it is in 2026-01"),
        ({"m0": [float("nan")], "m1": [float("nan")], "m2": [float("nan")]}, {}, "there is no figure"),
        (
            {"m0": [13.5], "m1": [112.0], "m2": [335.1]},
            {"first": "2025-10"},
            "column m0: found 9.965e-05 times the figures of 2026-01",
        ),
    ],
)
def test_a_table_that_does_not_follow_is_named(corrections, columns, changes, expected):
    with pytest.raises((FetchError, ValueError), match=r"china/money_supply/2026-02\.csv") as error:
        admitted("china/money_supply", monthly(columns, **changes), corrections)
    assert expected in str(error.value)


def test_columns_come_in_the_order_of_the_file(corrections):
    columns = money_supply()
    columns["m2"][-1] += 0.01
    turned = {name: columns[name] for name in ("m2", "m0", "m1")}
    found = admitted("china/money_supply", monthly(turned, "2008-01"), corrections)
    assert found.data.startswith(b"month,m0,m1,m2\n")


def test_the_predecessor_has_the_same_title_if_there_is_one():
    manifest = read_manifest(RAW / "MANIFEST.csv")
    parts = "Money Supply, with components of deposits"
    found = [
        admission.predecessor("china/money_supply", vintage, title, manifest)
        for vintage, title in (
            ("2026-02", "Money Supply"),
            ("2026-02", parts),
            ("2026-02", "other"),
            ("2019-01", parts),
        )
    ]
    assert [file.vintage if file else None for file in found] == ["2026-01", "2019-07", "2026-01", None]


# --- command line


def test_the_catalogue_says_what_the_manifest_says():
    manifest = read_manifest(RAW / "MANIFEST.csv").values()
    for table, entry in catalogue.TABLES.items():
        newest = max((file for file in manifest if file.table == table), key=lambda file: file.vintage)
        assert (entry.publisher, entry.title, entry.unit) == (newest.publisher, newest.title, newest.unit)
        if entry.units:
            header = (RAW / newest.path).read_text(encoding="utf-8").partition("\n")[0].split(",")
            assert header == ["date" if entry.dated else "month", *entry.units]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["us/fred-md"], "did you mean 'us/fred_md'? Tables: us/fred_md, us/money_stock"),
        (["us/policy_events"], "no source is known for this table"),
        (["us/fred_md", "--source", "fred"], "us/fred_md comes from fred_md"),
        (["us/fred_md", "--as-of", "2024-04-01"], "--as-of: it says nothing to the source fred_md"),
        (["us/fred_md", "--page", "x.htm"], "--page: it says nothing to the source fred_md"),
    ],
)
def test_a_careless_command_gets_one_sentence(run, tree, words, expected):
    before = tree()
    code, out, err = run(*words)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert expected in err
    assert tree() == before


@pytest.mark.parametrize("words", [["us/fred_md", "2024-4"], ["us/fred_md", "--as-of", "2024-02-30"], []])
def test_words_that_cannot_be_read_are_a_usage_error(words, capsys):
    with pytest.raises(SystemExit) as stop:
        fetch.main(words)
    assert stop.value.code == 2
    assert "usage: python workflow/fetch.py" in capsys.readouterr().err


@pytest.mark.timed
def test_help_needs_no_pandas():
    program = """
import sys, fetch
try:
    fetch.main(['--help'])
except SystemExit:
    sys.exit('pandas' in sys.modules or 'httpx' in sys.modules)
"""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT / "workflow", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert time.perf_counter() - began < 1
    assert "FRED_API_KEY" in done.stdout


def test_an_old_copy_is_no_new_vintage(corrections):
    copy = stored("us/fred_md", "2024-04", "month")
    with pytest.raises(FetchError, match=r"us/fred_md/2024-04\.csv: the figures are those of 2024-03, expected a new"):
        admitted("us/fred_md", copy, corrections, "it is said to be new")
    copy.frame.loc["2024-03"] = float("nan")
    with pytest.raises(FetchError, match="the figures are those of 2024-03"):
        admitted("us/fred_md", copy, corrections)


def test_a_file_that_the_real_time_study_could_not_read_is_no_vintage(corrections):
    both = stored("us/fred_md", "2024-04", "month")
    both.frame["AMBSL"] = both.frame["BOGMBASE"] / 1000
    with pytest.raises(DataError, match="carries AMBSL and BOGMBASE, expected one"):
        admitted("us/fred_md", both, corrections, "both are there")


def parts_exchanged(table, vintage, *pairs, month=-1):
    fetched = stored(table, vintage, "month")
    for one, other in pairs:
        columns = [fetched.frame.columns.get_loc(name) for name in (one, other)]
        fetched.frame.iloc[month, columns] = fetched.frame.iloc[month, columns[::-1]].to_numpy()
    return fetched


@pytest.mark.parametrize(
    ("table", "vintage", "pair", "month"),
    [
        ("us/fred_md", "2024-04", ("M1SL", "M2SL"), -1),
        ("us/money_stock", "2024-01", ("M1SL", "M2SL"), -2),  # the last row has no figure
        ("us/money_stock", "2024-01", ("M1NS", "M2NS"), -2),
        ("us/money_stock", "2024-01", ("CURRSL", "M1SL"), -2),
        ("us/money_stock", "2024-01", ("CURRNS", "M1NS"), -2),
        ("china/money_supply", "2026-02", ("m1", "m2"), -1),
        ("china/money_supply", "2026-02", ("m0", "m1"), -1),
    ],
)
def test_a_part_above_its_whole_is_named(corrections, table, vintage, pair, month):
    with pytest.raises(FetchError, match=f"columns {pair[0]} and {pair[1]}: found .* look whether they are exchanged"):
        admitted(table, parts_exchanged(table, vintage, pair, month=month), corrections)


CARRIED = "china/monetary_authority/2021-02.csv,2008-01,,reserve_money,break,,109477,Some deposits leave reserve money"


def revise(replay):
    """One unit from one liability of the central bank to another, in the last month: a revision."""
    page = pboc.page("china/monetary_authority", 2020)
    for column in ("own_capital", "other_liabilities"):
        cells = page.row(column).cells
        cells[11] = f"{float(cells[11]) + (1 if column == 'own_capital' else -1):.2f}"
    replay.always(f"{pboc.NODE}/2020/a.xlsx", Answer(pboc.xlsx(page), pboc.BOOK))


def test_known_breaks_of_the_vintage_before_are_offered_for_the_new_one(run, replay):
    revise(replay)
    code, out, err = run("china/monetary_authority", "2021-02", "--dry-run")
    assert code == 0, err
    assert CARRIED in out
    code, out, err = run("us/fred_md", "2024-04", "--dry-run")
    assert "known defects" not in out, "2024-03 has none"


def test_a_vintage_that_fails_for_a_known_defect_says_which_rows_to_add(run, monkeypatch, tree):
    def fail(*_):
        raise DataError("the identity fails.")

    before = tree()
    monkeypatch.setattr("sources.adding.admit", fail)
    code, _, err = run("china/monetary_authority", "2021-02")
    assert code == 1
    assert "the identity fails. Of the vintage before, these rows of data/corrections.csv hold" in err
    assert CARRIED in err
    assert tree() == before


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("us/fred_md", "2024-04", "--acknowledge", "  "), "the reason is empty"),
        (("us/fred_md", "2024-04", "--pause", "nan"), "'nan' is not a number from 0 to 3600"),
        (("us/fred_md", "2024-04", "--timeout", "0"), "'0' is not a number from 0.01 to 3600"),
        (("us/fred_md", "2024-04", "--attempts", "-3"), "'-3' is not a number from 1 to 100"),
        (("china/money_supply", "2024-04", "--from", "-5"), "'-5' is not a number from 1900 to 2200"),
        (("us/fred_md", "\uff12\uff10\uff12\uff14-04"), "is not a month"),
    ],
)
def test_an_option_that_makes_no_sense_is_named_before_anything_is_asked(capsys, words, expected):
    with pytest.raises(SystemExit) as ended:
        fetch.main(list(words))
    assert ended.value.code == 2
    assert expected in capsys.readouterr().err


@pytest.mark.parametrize("mirror", ["http://[::1", "http://127.0.0.1:87x65", "http://a\nb", "ftp://a", "http:///x"])
def test_a_mirror_that_is_no_address_is_named(run, mirror, tree):
    before = tree()
    code, _, err = run("us/fred_md", "2024-04", mirror=mirror)
    assert code == 1
    assert "expected an address that begins with http" in err
    assert tree() == before


def test_a_mirror_that_does_not_answer_is_named(run):
    _, _, err = run("us/fred_md", "2024-04", mirror="http://127.0.0.1:9", attempts="1")
    assert "cannot be reached by way of http://127.0.0.1:9" in err


@pytest.mark.parametrize("words", [("us/money_stock", "--as-of", "2999-01-31"), ("us/money_stock", "2999-01")])
def test_a_time_that_lies_ahead_is_refused(run, monkeypatch, tree, words):
    before = tree()
    monkeypatch.setenv("FRED_API_KEY", KEY)
    code, _, err = run(*words)
    assert code == 1
    assert "lies ahead (FRED's date is" in err
    assert tree() == before


def test_a_vintage_that_is_there_is_said_to_be_whatever_the_publisher_says(run, replay, tree):
    before = tree()
    code, _, err = run("us/fred_md", "2010-05")
    assert code == 1
    assert "us/fred_md/2010-05.csv: this vintage exists, and raw files are never overwritten" in err
    assert tree() == before


def test_what_comes_next_is_said_only_if_it_works(run, replay):
    _, out, _ = run("us/fred_md", "2024-04")
    assert out.splitlines()[-1] == "next: snakemake --cores 4 --config vintage=2024-04"
    revise(replay)
    _, out, err = run("china/monetary_authority", "2021-02")
    assert (
        "next: name a vintage with this file under pins in config.yaml; as a month alone, vintage '2021-02'" in out
    ), err
    assert "there is no file of us/" in out


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        ("config.yaml", "a: [", "admission.revision_percent cannot be read"),
        ("config.yaml", "admission: {revision_percent: one}", "admission.revision_percent cannot be read"),
        ("data/corrections.csv", "", "data/corrections.csv: cannot be read"),
    ],
)
def test_a_broken_file_of_the_project_is_named(raw, run, monkeypatch, tmp_path, file, content, expected):
    project = tmp_path / "project"
    (project / "data").mkdir(parents=True)
    for name in ("config.yaml", "data/corrections.csv"):
        shutil.copy(ROOT / name, project / name)
    (project / file).write_text(content, encoding="utf-8")
    monkeypatch.setattr(fetch, "ROOT", project)
    code, _, err = run("us/fred_md", "2024-04")
    assert code == 1
    assert expected in err


def test_without_the_packages_the_remedy_is_said():
    done = subprocess.run(
        [sys.executable, "-S", str(ROOT / "workflow/fetch.py"), "us/fred_md", "2024-04"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "is not installed for this Python; run `make paper` once" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_second_route_reaches_every_table_that_it_has(raw, run):
    code, _, err = run("china/cpi", "2021-02")
    assert code == 0, err
    figures = [(raw / f"china/cpi/{name}.csv").read_text(encoding="utf-8") for name in ("2021-02", "single")]
    assert figures[0] == figures[1]
    gate(raw)
    code, _, err = run("us/money_stock", "2024-01", "--source", "dbnomics")
    assert code == 1, "it lacks the adjusted bases, deposits by kind and reserves"
    assert "AMBSL withdrawn" in err


def test_a_unit_for_a_column_that_did_not_come_is_refused(run, tree):
    before = tree()
    code, _, err = run("us/fred_md", "2024-04", "--unit", "AMBSL=million dollars")
    assert code == 1
    assert "has no figure of AMBSL; leave the option out" in err
    assert tree() == before
