"""From a vintage's name to files: pins, months, archives; and the revisions between one vintage and the next."""

import copy
import math
import re

import pandas as pd
import pytest
import yaml
from conftest import RAW, ROOT

from gate import GateError
from gate.manifest import RawFile, verify_manifest
from gate.revisions import (
    check_columns,
    check_revisions,
    check_units,
    findings,
    predecessor,
    revisions,
    unacknowledged,
)
from gate.vintages import archive, check_pins, entry, pair, resolve, settings


@pytest.fixture
def config():
    return yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def official():
    return verify_manifest(RAW)


def raw_file(path, first="2000-01", title="Table", **more):
    vintage = path.rpartition("/")[2].removesuffix(".csv")
    return RawFile(path, "", 1, first, "2010-12", "", "", title, vintage, "", **more)


@pytest.fixture
def few():
    """Three vintages of one table, one of them with another title, and a table without dated releases."""
    files = [
        raw_file("china/money/2005-03.csv", "2000-01"),
        raw_file("china/money/2007-01.csv", "1999-01", title="Other form"),
        raw_file("china/money/2009-06.csv", "2004-01"),
        raw_file("china/gdp/single.csv"),
    ]
    return {file.path: file for file in files}


def pins(**entries):
    return {"pins": entries, "vintage": next(iter(entries), "2009-06"), "vintages": "2009-06,2009-06", "archive": {}}


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2005-03", ["2005-03"]),
        ("2006-12", ["2005-03"]),
        ("2007-01", ["2007-01"]),  # begins earlier than any other of its title
        ("2009-05", ["2007-01"]),
        ("2009-06", ["2009-06", "2005-03"]),  # the older one of the same title reaches further back
        ("2030-01", ["2009-06", "2005-03"]),
    ],
)
def test_a_month_takes_the_newest_vintage_not_after_it(few, month, expected):
    files = [f"china/money/{vintage}.csv" for vintage in expected]
    assert resolve(month, "china/money", pins(), few) == files
    assert resolve("named", "china/money", pins(named={"as_of": month}), few) == files
    assert resolve(month, "china/gdp", pins(), few) == ["china/gdp/single.csv"]


def test_a_dated_vintage_goes_before_the_undated_one(few):
    few = few | {"china/gdp/2008-05.csv": raw_file("china/gdp/2008-05.csv", "2001-01")}
    assert resolve("2008-05", "china/gdp", pins(), few) == ["china/gdp/2008-05.csv", "china/gdp/single.csv"]
    assert resolve("2008-04", "china/gdp", pins(), few) == ["china/gdp/single.csv"]
    assert predecessor(few["china/gdp/2008-05.csv"], few) is None, "there is no dated one to compare it with"


def test_newest_has_no_end(few):
    assert resolve("latest", "china/money", pins(latest={"as_of": "newest"}), few)[0] == "china/money/2009-06.csv"


def test_a_pin_goes_before_the_month(few):
    config = pins(mixed={"as_of": "2009-06", "tables": {"china/money": ["2005-03"]}})
    assert resolve("mixed", "china/money", config, few) == ["china/money/2005-03.csv"]


def test_all_that_a_month_lacks_is_named_at_once(few):
    few = few | {"china/base/2006-01.csv": raw_file("china/base/2006-01.csv")}
    expected = (
        r"as of 2005-01 there is no file of china/base \(the oldest is 2006-01\), china/money \(the oldest is 2005-03\)"
    )
    with pytest.raises(GateError, match=expected):
        check_pins(pins(early={"as_of": "2005-01"}), few)
    with pytest.raises(GateError, match=r"of china/money \(the oldest is 2005-03\); pin"):
        resolve("2005-01", "china/money", pins(), few)
    check_pins(pins(early={"as_of": "2005-01", "tables": {"china/base": ["2006-01"], "china/money": ["2005-03"]}}), few)


@pytest.mark.parametrize("name", ["studdy", "2009-13", "2009-6", "2009"])
def test_a_name_that_is_no_month_and_no_vintage_is_refused(config, name):
    with pytest.raises(GateError, match=rf"'{name}' is not a known vintage.*latest, study, or a month, YYYY-MM\."):
        entry(name, config)
    assert entry("2009-12", config) == {"as_of": "2009-12"}
    assert settings(config, "2009-12", "definitions") == config["definitions"]


def test_a_month_without_its_nought_is_recognised(config):
    with pytest.raises(GateError, match="'2024-4' is not a known vintage; did you mean '2024-04'"):
        entry("2024-4", config)


def test_two_vintages_may_be_written_with_a_blank(config):
    assert pair(config | {"vintages": "study, 2024-03"}) == ("study", "2024-03")


@pytest.mark.parametrize("which", ["vintage", "vintages"])
def test_what_is_to_be_built_or_compared_must_exist(config, official, which):
    check_pins(config, official[0])
    config[which] = "study,latset" if which == "vintages" else "latset"
    with pytest.raises(GateError, match="'latset' is not a known vintage; did you mean 'latest'"):
        check_pins(config, official[0])


def test_a_file_added_later_leaves_named_vintages_and_the_archive_alone(config, official):
    """Every table of the source study's vintage is pinned, and the search ends where the configuration says."""
    manifest = official[0]
    known = sorted({file.table for file in manifest.values() if file.vintage})
    later = {f"{table}/2031-01.csv": raw_file(f"{table}/2031-01.csv", compared_with="2024-03") for table in known}
    for table in known:
        assert resolve("study", table, config, manifest | later) == resolve("study", table, config, manifest)
    for table in config["archive"]:
        assert archive(table, config, manifest | later) == archive(table, config, manifest)
        assert resolve("latest", table, config, manifest | later)[0] == f"{table}/2031-01.csv"
    assert len(archive("us/fred_md", config, manifest)) == 296
    broken = copy.deepcopy(config)
    broken["archive"]["us/fred_md"] = "2024-13"
    with pytest.raises(GateError, match=r"archive\.us/fred_md: there is no vintage '2024-13'"):
        check_pins(broken, manifest)


OLD = [["month", "m1", "m2"], ["2000-01", "100", "1000"], ["2000-02", "101", ""], ["2000-03", "102", "1020"]]


def changed(row, column, value):
    rows = copy.deepcopy(OLD)
    rows[row][column] = value
    return rows


def test_revisions_by_hand():
    assert revisions(OLD, OLD) == []
    assert revisions(changed(1, 1, "100.0"), OLD) == [], "the same number in other words is no revision"
    assert revisions(changed(2, 2, "1010"), OLD) == [], "a figure where there was none is no revision"
    (found,) = revisions(changed(3, 2, "1071"), OLD)
    assert (found.column, found.row, found.old, found.new) == ("m2", "2000-03", 1020, 1071)
    assert found.percent == pytest.approx(5)
    (gone,) = revisions(changed(1, 1, ""), OLD)
    assert gone.new is None
    assert gone.percent == math.inf


def test_a_figure_near_nought_is_measured_against_its_column():
    old = [["month", "x"], ["2000-01", "0"], ["2000-02", "-1000"]]
    (found,) = revisions([["month", "x"], ["2000-01", "1"], ["2000-02", "-1000"]], old)
    assert found.percent == pytest.approx(10), "1 over a hundredth of 1000"


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (changed(3, 1, "103"), []),  # 0.98 percent
        (changed(3, 1, "104"), ["m1 1.97%"]),
        (changed(1, 1, ""), ["m1 withdrawn"]),
        ([OLD[0], *OLD[2:]], ["1 rows withdrawn"]),
        ([OLD[0], OLD[3]], ["2 rows withdrawn"]),
        ([["month", "m1"], *(row[:2] for row in OLD[1:])], ["m2 withdrawn"]),
    ],
)
def test_findings_and_the_words_that_accept_them(new, expected):
    found = findings(new, OLD, 1)
    assert [finding.acknowledgement for finding in found] == expected
    file = raw_file("china/money/2009-06.csv", compared_with="2005-03", acknowledged="; ".join(expected) + ": why")
    assert unacknowledged(file, found) == []
    for finding in found:
        assert unacknowledged(raw_file("china/money/2009-06.csv"), found) == [finding]


def test_an_acknowledgement_covers_its_size_and_no_more():
    found = findings(changed(3, 1, "104"), OLD, 1)
    for words, left in (("m1 1.97%", 0), ("m1 1.96%", 1), ("m2 50%", 1), ("m1 withdrawn", 1), ("m1 3%; m2 1%", 0)):
        file = raw_file("a/b/2009-06.csv", acknowledged=f"{words}: benchmark")
        assert len(unacknowledged(file, found)) == left, words
        for silent in (words, f"{words}: "):
            with pytest.raises(GateError, match="has no reason; write it as"):
                unacknowledged(raw_file("a/b/2009-06.csv", acknowledged=silent), found)
    with pytest.raises(GateError, match=r"'m1 about 2%' cannot be read; write it as COLUMN 1\.5%"):
        unacknowledged(raw_file("a/b/2009-06.csv", acknowledged="m1 about 2%: benchmark"), found)


def test_another_unit_is_no_revision():
    thousand = [OLD[0], *([row[0], row[1], row[2] and str(1000 * int(row[2]))] for row in OLD[1:])]
    with pytest.raises(GateError, match="file: column m2: found 1000 times the figures of 2005-03, expected the same"):
        check_units("file", thousand, OLD, "2005-03")
    check_units("file", changed(1, 1, "900000"), OLD, "2005-03")  # one cell is a revision, however large
    few = [["month", "x"], ["2005-01", ""], ["2005-02", ""], ["2005-03", "7"]]
    with pytest.raises(GateError, match="file: column x: found 1000 times"):
        check_units("file", [*few[:3], ["2005-03", "7000"]], few, "2005-03")  # most of its figures, if not of its rows


def test_renamed_columns_fail_with_the_difference_named():
    with pytest.raises(GateError, match=r"unknown columns 'M1S'; did you mean 'M1SL'\?; missing columns 'M1SL'"):
        check_columns("file", ["month", "M1S", "M2SL"], ["month", "M1SL", "M2SL"], "2005-03")
    check_columns("file", ["month", "M2SL", "M1SL"], ["month", "M1SL", "M2SL"], "2005-03")


@pytest.mark.parametrize(
    ("compared_with", "expected"),
    [("", "found nothing, expected an older"), ("2031-01", "found '2031-01'"), ("2009-06", "found '2009-06'")],
)
def test_every_vintage_but_the_oldest_names_an_older_one(few, compared_with, expected):
    file = raw_file("china/money/2009-06.csv", compared_with=compared_with)
    with pytest.raises(GateError, match=expected):
        predecessor(file, few)
    assert predecessor(few["china/money/2005-03.csv"], few) is None
    assert predecessor(few["china/gdp/single.csv"], few) is None
    named = raw_file("china/money/2009-06.csv", compared_with="2005-03")
    assert predecessor(named, few) == few["china/money/2005-03.csv"]


def test_the_official_figures_are_acknowledged_as_far_as_they_must(official):
    manifest, rows = official
    check_revisions("data/raw", manifest, rows, 1)
    noted = {path for path, file in manifest.items() if file.acknowledged}
    assert noted, "some vintages were revised by more than the limit"
    for path in noted:
        silent = manifest | {path: RawFile(**{**vars(manifest[path]), "acknowledged": ""})}
        with pytest.raises(GateError, match=rf"{path}: compared with .*does not acknowledge"):
            check_revisions("data/raw", silent, rows, 1)
    with pytest.raises(GateError, match="does not acknowledge"):
        check_revisions("data/raw", manifest, rows, 0.5)


DIFFER = re.compile(
    r"(\d+) of (\d+) months of ([\w ]+?) differ \((\S+) to (\S+)\), (\d+) up and (\d+) down, "
    r"(?:(all) beyond 1 percent|beyond 1 percent ([-\d a-z]+))(?:, (\d+) percent of the changes cancel)?"
)


def test_what_the_manifest_says_of_a_revision_is_so(official):
    """Counts, months, directions and how much of it cancels, again from the two files."""
    told = 0
    for path, file in official[0].items():
        for match in DIFFER.finditer(file.acknowledged.partition(": ")[2]):
            differ, months, columns, first, last, up, down, every, beyond, cancel = match.groups()
            for column in columns.split(" and of "):
                new, old = (
                    pd.read_csv(RAW / file.table / f"{vintage}.csv", index_col="month")[column]
                    for vintage in (file.vintage, file.compared_with)
                )
                both = pd.DataFrame({"old": old, "change": new - old}).dropna()
                change = both["change"][both["change"] != 0]
                scale = both["old"].abs().clip(lower=0.01 * old.abs().max())
                large = change.index[(change.abs() / scale[change.index]) > 0.01]
                assert (int(differ), int(months)) == (len(change), len(both)), path
                assert (first, last) == (change.index[0], change.index[-1]), path
                assert (int(up), int(down)) == ((change > 0).sum(), (change < 0).sum()), path
                spans = [span.split(" to ") for span in (beyond or f"{first} to {last}").split(" and ")]
                named = [f"{month}" for span in spans for month in pd.period_range(span[0], span[-1], freq="M")]
                assert named == list(large), path
                assert every is None or len(large) == len(change), path
                years = change.groupby(change.index.str[:4]).sum().abs().sum() / change.abs().sum()
                assert cancel is None or int(cancel) == round(100 * (1 - years)), path
                told += 1
    assert told == 16


def test_a_figure_near_nought_is_told_apart_in_the_manifest(official):
    """NONBORRES of 2008-01 in the vintage of 2009-07: 875 over 1595, and over a hundredth of 377502."""
    file = official[0]["us/fred_md/2009-07.csv"]
    rows = {name: official[1][f"us/fred_md/{name}.csv"] for name in ("2009-06", "2009-07")}
    at = rows["2009-06"][0].index("NONBORRES")
    old, new = ({row[0]: row[at] for row in rows[name]} for name in rows)
    assert (old["2008-01"], new["2008-01"], old["2009-05"]) == ("-1595", "-720", "377502")
    assert "NONBORRES 23.18%" in file.acknowledged  # 875 / 3775.02 = 0.231787
    assert "of itself it changes by 54.86 percent" in file.acknowledged  # 875 / 1595 = 0.548589


@pytest.mark.parametrize("text", ["n/a", "nan", "inf", "-Infinity"])
def test_a_cell_that_is_no_number_is_named(text):
    new, old = raw_file("china/money/2009-06.csv", compared_with="2005-03"), raw_file("china/money/2005-03.csv")
    rows = {new.path: changed(1, 2, text), old.path: OLD}
    with pytest.raises(GateError, match=f"2000-01, column m2: found '{text}', expected a number or an empty cell"):
        check_revisions("data/raw", {old.path: old, new.path: new}, rows, 1)


def test_rows_that_are_gone_stop_until_acknowledged():
    old = raw_file("china/money/2005-03.csv")
    rows = {"china/money/2009-06.csv": [OLD[0], *OLD[2:]], old.path: OLD}
    for words, expected in (
        ("", r"does not acknowledge 1 rows withdrawn \(2000-01 to 2000-01\)"),
        ("2 rows withdrawn: more than there are", r"does not acknowledge 1 rows withdrawn"),
        ("rows withdrawn: no number", r"'rows withdrawn' cannot be read; write it as COLUMN 1\.5%"),
        ("1 rows withdrawn: the table begins later", None),
    ):
        new = raw_file("china/money/2009-06.csv", compared_with="2005-03", acknowledged=words)
        if expected is None:
            check_revisions("data/raw", {old.path: old, new.path: new}, rows, 1)
        else:
            with pytest.raises(GateError, match=expected):
                check_revisions("data/raw", {old.path: old, new.path: new}, rows, 1)
    rows[new.path] = [OLD[0], OLD[3]]
    with pytest.raises(GateError, match=r"does not acknowledge 2 rows withdrawn \(2000-01 to 2000-02\)"):
        check_revisions("data/raw", {old.path: old, new.path: new}, rows, 1)


def test_a_row_without_a_figure_is_nothing_that_could_be_withdrawn():
    assert findings(OLD, [*OLD, ["2000-04", "", ""]], 1) == []
    (found,) = findings(OLD, [*OLD, ["2000-04", "", "7"]], 1)
    assert (found.acknowledgement, found.where) == ("1 rows withdrawn", "2000-04 to 2000-04")


@pytest.mark.parametrize("title", ["Table", "Table ", "Another"])
def test_a_column_that_is_gone_needs_a_word_under_every_title(title):
    old = raw_file("china/money/2005-03.csv")
    rows = {"china/money/2009-06.csv": [row[:2] for row in OLD], old.path: OLD}
    for words in ("", "m2 withdrawn: not published any more"):
        new = raw_file("china/money/2009-06.csv", compared_with="2005-03", title=title, acknowledged=words)
        if words and title != "Table":
            check_revisions("data/raw", {old.path: old, new.path: new}, rows, 1)
        else:
            with pytest.raises(GateError, match=r"missing columns 'm2'|acknowledge m2 withdrawn \(the whole column\)"):
                check_revisions("data/raw", {old.path: old, new.path: new}, rows, 1)
