"""Reading and checking raw tables: every fault is named with file, month and column."""

import pandas as pd
import pytest

from multiplier import DataError
from multiplier.data.cleaning import clean_table
from multiplier.data.corrections import COLUMNS, apply_corrections, carried, check_corrections
from multiplier.data.reading import read_monthly
from multiplier.data.reserve_requirements import announcements, statutory_ratio, turning_points
from multiplier.data.schemas import FRED_MD, MONEY_SUPPLY

NAME = "china/money_supply/2030-01.csv"
GOOD = "month,m0,m1,m2\n2008-01,36673,154870,417818\n2008-02,32454,150177,421037\n2008-03,30433,150867,423054\n"
NONE = pd.DataFrame(columns=COLUMNS)


def clean(text, encoding="utf-8"):
    return clean_table(text.encode(encoding), MONEY_SUPPLY, NONE, NAME)


def test_a_good_table_is_read_as_it_stands():
    frame = clean(GOOD)
    assert list(frame.columns) == ["m0", "m1", "m2"]
    assert frame.loc["2008-02", "m2"] == 421037
    assert str(frame.index.dtype) == "period[M]"


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        (GOOD, "utf-8-sig", ["UTF-8 byte-order mark"]),
        (GOOD, "utf-16", ["encoded as UTF-16", "convert the file"]),
        (GOOD.replace("m2", "货币"), "gb18030", ["encoded as GBK", "UTF-8"]),
        (GOOD.replace("m2", "M2"), "utf-8", ["unknown columns 'M2'", "missing columns 'm2'", "nearest missing: 'm2'"]),
        (GOOD.replace("m1,", ""), "utf-8", ["missing columns 'm1'"]),
        (GOOD.replace("2008-02", "2008/02"), "utf-8", ["line 3", "column month", "'2008/02'", "YYYY-MM"]),
        (GOOD.replace("2008-02", "2008-13"), "utf-8", ["'2008-13'"]),
        (GOOD.replace("150177", "15O177"), "utf-8", ["month 2008-02", "column m1", "'15O177'", "expected a number"]),
        (GOOD.replace("150177", ""), "utf-8", ["month 2008-02", "column m1", "an empty cell"]),
        (GOOD.replace("2008-02,32454,150177,421037\n", ""), "utf-8", ["month 2008-02 is missing"]),
        (
            GOOD.replace("2008-03,30433,150867,423054", "2008-02,32454,150177,421037"),
            "utf-8",
            ["2008-02", "stands twice"],
        ),
        (GOOD.replace("2008-03", "2008-02"), "utf-8", ["2008-02", "two different rows"]),
        (GOOD.replace("2008-01", "2008-04"), "utf-8", ["out of order"]),
        (GOOD.replace("30433,150867,423054", "32454,150177,421037"), "utf-8", ["2008-03", "repeat 2008-02"]),
        (GOOD.replace("150867", "150867000"), "utf-8", ["2008-03", "column m1", "change of unit by 1000"]),
        (GOOD.replace("421037", "42103"), "utf-8", ["2008-02", "column m2", "42103 between 417818 and 423054"]),
        (GOOD.replace("150177", "1501770"), "utf-8", ["2008-02", "column m1", "1501770 between"]),
        (GOOD.replace("423054", "42305"), "utf-8", ["2008-03", "column m2", "42305", "100 million yuan"]),
    ],
)
def test_a_fault_is_named(text, encoding, expected):
    with pytest.raises(DataError) as error:
        clean(text, encoding)
    message = str(error.value)
    assert message.startswith(NAME)
    for part in expected:
        assert part in message


def test_a_whole_column_in_the_wrong_unit_is_named():
    text = "month,M1SL,M2SL,AMBSL,BOGMBASE,TOTRESNS,NONBORRES\n2008-01,1377.7,7505500,,830600,44.9,1000\n"
    with pytest.raises(DataError, match=r"2008-01, column M2SL: found 7.5055e\+06, expected 2000 to 100000 billion"):
        clean_table(text.encode(), FRED_MD, NONE, "us/fred_md/2030-01.csv")


def test_columns_come_in_the_expected_order():
    frame = read_monthly(b"b,month,a\n1,2008-01,2\n", ["a", "b"], "x")
    assert list(frame.columns) == ["a", "b"]
    assert frame.iloc[0].tolist() == [2.0, 1.0]


def correction(**changes):
    row = {
        "file": NAME,
        "first": "2008-02",
        "last": None,
        "column": "m0",
        "action": "replace",
        "value": 1.0,
        "expected": 32454.0,
        "reason": "r",
        "source": "s",
    }
    return pd.DataFrame([row | changes], columns=COLUMNS)


def test_a_correction_changes_its_cell_only():
    frame = clean(GOOD)
    corrected = apply_corrections(frame, correction(), NAME)
    assert corrected.at[pd.Period("2008-02"), "m0"] == 1
    corrected.at[pd.Period("2008-02"), "m0"] = 32454
    pd.testing.assert_frame_equal(corrected, frame)


def test_blank_and_ranges_and_other_files():
    frame = clean(GOOD)
    blanked = apply_corrections(frame, correction(action="blank", value=None, last="2008-03"), NAME)
    assert blanked["m0"].isna().tolist() == [False, True, True]
    pd.testing.assert_frame_equal(apply_corrections(frame, correction(file="other"), NAME), frame)
    pd.testing.assert_frame_equal(apply_corrections(frame, correction(action="keep", value=None), NAME), frame)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"expected": 32455.0}, ["found 32454", "expected 32455", "review the correction"]),
        ({"expected": None}, ["found 32454", "expected an empty cell"]),
        ({"column": "m9"}, ["no such cell"]),
        ({"first": "2009-02"}, ["no such cell"]),
    ],
)
def test_a_correction_without_its_defect_stops(changes, expected):
    with pytest.raises(DataError) as error:
        apply_corrections(clean(GOOD), correction(**changes), NAME)
    for part in expected:
        assert part in str(error.value)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"action": "delete"}, "action 'delete'"),
        ({"value": None}, "a value for replace"),
        ({"action": "keep"}, "none otherwise"),
        ({"reason": None}, "no reason"),
        ({"source": None}, "no source"),
    ],
)
def test_a_badly_formed_correction_stops(changes, expected):
    with pytest.raises(DataError, match=expected):
        check_corrections(correction(**changes))


RATIO = (
    "effective_date,large_institutions,small_institutions,note\n"
    "2008-06-15,17,17,\n2008-06-25,17.5,17.5,second\n2008-10-15,17,16,\n"
)


def test_the_statutory_ratio_is_that_in_force_at_the_end_of_the_month():
    months = pd.period_range("2008-05", "2008-11", freq="M")
    table = statutory_ratio("x", RATIO.encode(), months)
    assert table["statutory_ratio_large"].iloc[1:6].tolist() == [17.5, 17.5, 17.5, 17.5, 17.0]
    assert table["statutory_ratio_small"].loc["2008-10"] == 16
    assert table.loc["2008-05"].isna().all(), "nothing is known before the first announcement"
    assert table.loc["2008-11"].isna().all(), "nothing is known after the last announcement"
    assert turning_points("x", RATIO.encode()).to_dict() == {"2008-06-25": True, "2008-10-15": False}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2008-06-25", "25.06.2008", "'25.06.2008'"),
        ("2008-06-25", "2008-06-15", "one row a date"),
        ("17.5,17.5", "175,17.5", "large_institutions: found '175'"),
        ("17.5,17.5", "17.5,x", "small_institutions: found 'x'"),
    ],
)
def test_a_wrong_announcement_is_named(old, new, expected):
    with pytest.raises(DataError, match=expected):
        announcements("x", RATIO.replace(old, new).encode())


@pytest.mark.parametrize(
    ("figure", "holds"),
    [(32454.0, True), (32454.3, True), (32455.0, False), (None, False)],  # whole units or decimals of one figure
)
def test_a_known_defect_is_carried_where_the_newer_vintage_has_it_too(figure, holds):
    frame = clean(GOOD)
    frame.loc[pd.Period("2008-02"), "m0"] = figure
    rows = carried(correction(), NAME, "newer.csv", frame)
    assert list(rows.columns) == COLUMNS
    assert len(rows) == holds
    if holds:
        assert rows.iloc[0][["file", "expected", "reason"]].tolist() == ["newer.csv", figure, "r"]
        apply_corrections(frame, rows, "newer.csv")  # its guard holds
        both = pd.concat([correction(), rows])
        assert carried(both, NAME, "newer.csv", frame).empty, "it has the row already"
    assert carried(correction(column="m9"), NAME, "newer.csv", frame).empty
    assert carried(correction(first="2031-01"), NAME, "newer.csv", frame).empty
    assert carried(correction(file="other.csv"), NAME, "newer.csv", frame).empty


def test_a_cell_that_is_empty_in_both_is_carried():
    frame = clean(GOOD)
    frame.loc[pd.Period("2008-02"), "m0"] = None
    assert len(carried(correction(expected=None, action="keep", value=None), NAME, "newer.csv", frame)) == 1
