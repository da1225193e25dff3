"""Quantitative easing: dated tables and their faults, windows, random days, programmes, balance sheets, timing."""

import io
import itertools

import numpy as np
import pandas as pd
import pytest
from conftest import named

from multiplier import DataError
from multiplier.companions.crisis import crisis_growth, crisis_indices
from multiplier.data.central_banks import central_bank_assets, euro_area_m3, federal_reserve
from multiplier.data.corrections import COLUMNS
from multiplier.data.events import announcements, us_events
from multiplier.data.yields import BREAKEVEN, NOMINAL, REAL, SERIES, YEARS, breaks, clean_yields
from multiplier.easing.balance_sheets import assets_over_output
from multiplier.easing.event_study import changes, event_changes, event_sums, groups, trading_places
from multiplier.easing.placebo import draw, event_study, placebo_sums, pool
from multiplier.easing.programmes import end_by_holdings, end_by_kink, first_held, programme_ends, programmes
from multiplier.easing.reserves import reserves, share_by_date

H15, H41 = "us/treasury_yields/2017-01.csv", "us/federal_reserve_assets/2022-03.csv"
ECB, BOJ, M3 = ("world/ecb_assets/single.csv", "world/boj_assets/single.csv", "world/euro_area_m3/single.csv")
POLICY = "us/policy_events/single.csv"
NONE = pd.DataFrame(columns=COLUMNS)


def altered(path, *pairs):
    name, data = named(path)
    for old, new in pairs:
        assert data.count(old) == 1, old
        data = data.replace(old, new)
    return name, data


def line(path, start):
    return next(row for row in named(path)[1].splitlines(keepends=True) if row.startswith(start))


# ---------------------------------------------------------------------------------------------- raw tables

DAY = line(H15, b"2009-03-18")
NEXT = line(H15, b"2009-03-19")


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(NEXT, NEXT + NEXT)], ["column date: 2009-03-19", "stands twice"]),
        ([(DAY + NEXT, NEXT + DAY)], ["column date: 2009-03-18", "out of order"]),
        ([(b"2009-03-19,", b"2009-03-21,"), (line(H15, b"2009-03-20"), b"")], ["2009-03-21 is a Saturday"]),
        ([(b"2009-03-19,", b"19.03.2009,")], ["line", "'19.03.2009'", "YYYY-MM-DD"]),
        (
            [(line(H15, b"2009-03-%d" % day), b"") for day in (19, 20)],
            ["2009-03-23", "5 days after the row before it", "at most 4"],
        ),
        ([(DAY, DAY.replace(b",2.51,", b",251,"))], ["date 2009-03-18, column DGS10", "251", "percent"]),
        ([(DAY, DAY.replace(b",2.51,", b",5.81,"))], ["date 2009-03-18, column DGS10", "5.81", "at most 2.5"]),
        ([(DAY, DAY.replace(b",2.51,", b",2.15,"))], ["2009-03-18, column T10YIE", "DGS10 less DFII10"]),
        ([(DAY, DAY.replace(b",2.51,", b",,"))], ["date 2009-03-18, column DGS10", "an empty cell"]),
        ([(DAY, DAY.replace(b",2.51,", b",2,51,"))], ["Expected 14 fields in line", "saw 15", "correct the line"]),
        ([(DAY, DAY.replace(b",2.51,", b",n/a,"))], ["date 2009-03-18, column DGS10: found 'n/a'"]),
        ([(b"date,DGS1,", b"date,GS1,")], ["unknown columns 'GS1'", "nearest missing: 'DGS1'"]),
        ([(DAY, DAY.replace(b",2.51,", b",2.52,"))], ["2009-03-18, column T10YIE", "DGS10 less DFII10"]),
    ],
)
def test_a_fault_of_the_yields_is_named(corrections, pairs, expected):
    assert b",2.51," in DAY
    with pytest.raises(DataError) as error:
        clean_yields(*altered(H15, *pairs), corrections)
    for part in expected:
        assert part in str(error.value)


def rescaled(path, scale):
    """A raw file with columns (name -> factor) in another unit."""
    name, data = named(path)
    table = pd.read_csv(io.BytesIO(data))
    return name, table.assign(**{column: table[column] * by for column, by in scale.items()}).to_csv(
        index=False
    ).encode()


@pytest.mark.parametrize("column", [*NOMINAL, *REAL, *BREAKEVEN, "DFF"])
def test_one_column_of_yields_in_another_unit_is_named(corrections, column):
    """The rows on the break of the real yields guard four columns by themselves: they are left out here."""
    with pytest.raises(DataError, match=rf"{H15}: date 20.*, column (\w*): found .*, expected .*; check the") as error:
        clean_yields(*rescaled(H15, {column: 0.01}), NONE)
    named_column = str(error.value).split("column ")[1].split(":")[0]
    # Of an identity of three the message names the difference.
    assert named_column == (column if column in (*NOMINAL, "DFF") else f"T{YEARS[column]}YIE")


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (SERIES, r"date 2003-01-02, column DGS10: found 0.0407, expected 0.5 to 10 percent"),
        (("DGS5", "DFII5", "T5YIE"), r"date 2003-01-02, column DGS5: found 0.0305, expected 1.72 to 4.12 percent"),
    ],
)
def test_columns_that_change_their_unit_together_are_named(columns, expected):
    with pytest.raises(DataError, match=expected):
        clean_yields(*rescaled(H15, dict.fromkeys(columns, 0.01)), NONE)


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (
            {"treasury_securities": 0.001},
            "date 2002-12-18, column treasury_securities: found 629.397, expected 400000 to",
        ),
        (
            {"mortgage_backed_securities": 0.001},
            "date 2009-01-14, column mortgage_backed_securities: found 5.634, expected 0 or at least 1000 million",
        ),
        (
            {"mortgage_backed_securities": 0.2},
            "date 2009-07-01, column mortgage_backed_securities: found 92487.2, expected at least 100000 million",
        ),
        ({"mortgage_backed_securities": 0}, "date 2009-07-01, column mortgage_backed_securities: found 0, expected at"),
        ({"mortgage_backed_securities": 10}, "date 2009-03-18, column total_assets: found .* at least the securities"),
        ({"total_assets": 0.001}, "date 2002-12-18, column total_assets: found 719.542"),
    ],
)
def test_one_column_of_the_balance_sheet_in_another_unit_is_named(scale, expected):
    with pytest.raises(DataError, match=f"{H41}: {expected}"):
        federal_reserve(rescaled(H41, scale), NONE)


def test_the_break_of_the_real_yields_is_guarded(corrections):
    assert breaks(H15, corrections) == {column: ["2008-12-01"] for column in (*REAL, *BREAKEVEN)}
    with pytest.raises(DataError, match=r"date 2008-12-01, column DFII5: found 2.03, expected 2.04"):
        clean_yields(*named(H15), corrections.replace({"expected": {2.03: 2.04}}))


@pytest.mark.parametrize(
    ("make", "pairs", "expected"),
    [
        ("fed", [(line(H41, b"2009-03-18"), b"")], [H41, "2009-03-25 comes 14 days", "expected 7"]),
        ("fed", [(b"2009-03-18,", b"2009-03-19,")], [H41, "2009-03-19 comes 8 days"]),
        ("fed", [(b"2009-03-18,206", b"2009-03-18,206000")], [H41, "2009-03-18, column total_assets", "unit by 1000"]),
        ("fed", [(b"2009-03-18,206", b"2009-03-18,60")], [H41, "2009-03-18, column total_assets", "at least the sec"]),
        ("ecb", [(line(ECB, b"2008-10-10"), b"")], [ECB, "2008-10-17 comes 14 days"]),
        ("boj", [(line(BOJ, b"2008-10"), b"")], [BOJ, "month 2008-10 is missing"]),
        ("m3", [(b"2008-10,9", b"2008-10,0.9")], [M3, "month 2008-10, column m3"]),
    ],
)
def test_a_fault_of_the_balance_sheets_is_named(make, pairs, expected):
    files = {"fed": H41, "ecb": ECB, "boj": BOJ, "m3": M3}
    given = {bank: named(path) for bank, path in files.items()} | {make: altered(files[make], *pairs)}

    def read():
        weekly = federal_reserve(given["fed"], NONE)
        central_bank_assets(weekly, given["ecb"], given["boj"], NONE)
        euro_area_m3(given["m3"], NONE)

    with pytest.raises(DataError) as error:
        read()
    for part in expected:
        assert part in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"2009-03-18,", b"2009-02-30,", "column date: found '2009-02-30'"),
        (b"2009-03-18,", b"2009-01-18,", "column date: found '2009-01-18', expected YYYY-MM-DD in order"),
        (b",300,750,100,", b",300,750 bn,100,", "date 2009-03-18, column mbs_bn_usd: found '750 bn'"),
        (b",300,750,100,", b",300000,750,100,", "column treasuries_bn_usd: found '300000'"),
        (
            b",600,0,0,no,",
            b",600,0,0,maybe,",
            "date 2010-11-03, column in_event_set: found 'maybe', expected yes or no",
        ),
        *(
            (
                b"2009-03-18,QE1,",
                b"2009-03-18," + wrong.encode() + b",",
                f"{POLICY}: date 2009-03-18, column programme: found '{wrong}', expected one of IOR, QE1, QE2, QE3, ",
            )
            for wrong in ("QE-1", "QE9", "qe1", "")
        ),
        (
            b"2009-01-28,QE1,",
            b"2009-01-28,QE2,",
            "date 2009-03-18, column programme: found 'QE1' after 'QE2' of 2009-01-28, expected one programme after",
        ),
        (line(POLICY, b"2008-10-09"), b"", "column programme: found no row of IOR, expected one at least of each"),
    ],
)
def test_a_fault_of_the_announcements_is_named(old, new, expected):
    with pytest.raises(DataError, match=expected):
        announcements(*altered(POLICY, (old, new)))


# ---------------------------------------------------------------------------------------------- event study

DAYS = pd.Index([f"2009-01-{day:02d}" for day in range(5, 31) if pd.Timestamp(2009, 1, day).day_of_week < 5])


def yields_of(levels):
    return pd.DataFrame(dict.fromkeys(SERIES, levels), index=DAYS[: len(levels)])


def test_windows_by_hand():
    found = changes(yields_of([1.0, 1.1, 1.4, 1.2, 1.25]), {})
    assert found["one_day", "DGS10"].round(9).tolist()[1:] == [10, 30, -20, 5]
    assert found["two_day", "DGS10"].round(9).tolist()[1:4] == [40, 10, -15]
    assert found["two_day"].iloc[[0, -1]].isna().all(axis=None), "no window leaves the data"


def test_no_change_is_taken_across_a_break():
    found = changes(yields_of(np.arange(8.0)), {"DFII5": [DAYS[4]]})
    # From day 3 to day 4 the method changes: the one-day change of day 4, the two-day ones of days 3 and 4.
    assert found["one_day", "DFII5"].isna().to_numpy().nonzero()[0].tolist() == [0, 4]
    assert found["two_day", "DFII5"].isna().to_numpy().nonzero()[0].tolist() == [0, 3, 4, 7]
    assert found["two_day", "DGS10"].notna().sum() == 6


def test_an_announcement_on_a_holiday_counts_on_the_next_trading_day():
    assert trading_places(["2009-01-10", "2009-01-12"], DAYS) == [5, 5]
    with pytest.raises(DataError, match="date 2010-01-01: the yields run from 2009-01-05"):
        trading_places(["2010-01-01"], DAYS)


@pytest.fixture(scope="module")
def rows():
    return announcements(*named(POLICY))


def test_a_programme_without_an_event_to_study_is_named():
    data = b"".join(
        row.replace(b",yes,", b",no,") if b",QE2," in row else row for row in named(POLICY)[1].splitlines(keepends=True)
    )
    with pytest.raises(DataError, match="programme QE2, from date 2010-08-10, column in_event_set: found no yes, exp"):
        announcements(POLICY, data)


def test_the_figures_read_the_same_closed_list():
    labels = us_events(*named(POLICY))["label"].tolist()
    assert labels == ["interest on reserves", "QE1", "QE2", "QE3", "tapering"]
    with pytest.raises(DataError, match="column programme: found 'QE-1'"):
        us_events(*altered(POLICY, (b"2009-03-18,QE1,", b"2009-03-18,QE-1,")))


@pytest.mark.parametrize(
    "study",
    [
        groups,
        event_changes,
        lambda rows, change: event_study(rows, change, margin=125, draws=10, seed=1),
    ],
)
def test_an_event_of_the_set_must_be_a_trading_day(study, change):
    expected = "date 2009-03-21, column date: found a Saturday on which the table of yields has no row, expected a trad"
    with pytest.raises(DataError, match=expected):
        study(announcements(*altered(POLICY, (b"2009-03-18,", b"2009-03-21,"))), change)
    unmarked = announcements(*altered(POLICY, (b"2010-11-03,", b"2010-11-06,")))
    assert event_changes(unmarked, change).set_index("date").loc["2010-11-06", "trading_day"].eq("2010-11-08").all()


@pytest.fixture(scope="module")
def change(corrections):
    return changes(clean_yields(*named(H15), corrections), breaks(H15, corrections))


def test_sets_of_events(rows, change):
    made = groups(rows, change)
    days = {key: [change.index[place] for places in group.values() for place in places] for key, group in made.items()}
    assert days["QE2", "event_set"] == ["2010-08-10", "2010-09-21"]
    assert days["QE2", "all_rows"] == ["2010-08-10", "2010-09-21", "2010-11-03"]
    assert set(days["QE1", "event_set"]) - set(days["QE1", "without_largest"]) == {"2009-03-18"}
    assert set(days["QE", "event_set"]) == {day for name in ("QE1", "QE2", "QE3") for day in days[name, "event_set"]}


def test_random_days_keep_their_distance_and_are_equally_likely():
    places = np.array([3, 4, 5, 6, 9])
    drawn = draw(places, 2, 40000, np.random.default_rng(0))
    assert (np.abs(np.diff(drawn, axis=1)) >= 2).all()
    pairs, counts = np.unique(np.sort(drawn, axis=1), axis=0, return_counts=True)
    admissible = [pair for pair in itertools.combinations(places, 2) if pair[1] - pair[0] >= 2]
    assert [tuple(pair) for pair in pairs] == admissible
    expected = 40000 / len(admissible)
    assert np.abs(counts - expected).max() < 4 * np.sqrt(expected)
    for column in range(2):
        assert set(drawn[:, column]) == set(places), "a set has no order"


def test_the_pool_leaves_out_announcements_and_gaps():
    found = changes(yields_of(np.r_[np.arange(10.0), np.nan, np.arange(6.0)]), {})
    assert pool(found, [4], 0, 100).tolist() == [1, 2, 6, 7, 8, 12, 13, 14, 15]
    assert pool(found, [4], 2, 7).tolist() == [2, 6, 7]


def test_a_series_that_lacks_an_event_is_held_against_as_many_days_less():
    move = pd.DataFrame(1.0, index=range(30), columns=pd.MultiIndex.from_product([["two_day"], ["DGS10", "DFII5"]]))
    move.iloc[5, 1] = np.nan
    group = {"QE1": [5, 8], "QE2": [11]}
    pools = dict.fromkeys(group, np.arange(14, 30))
    found = placebo_sums(group, pools, move, 50, np.random.default_rng(0))
    assert (found[:, 0] == 3).all()
    assert (found[:, 1] == 2).all()
    sums, events = event_sums(group, move)
    assert sums.tolist() == [3, 2]
    assert events.tolist() == [3, 2]


def test_size_of_the_placebo_test_on_days_without_news():
    """On noise a fifth of the p-values lie below 0.2."""
    rng = np.random.default_rng(1)
    group, pools = {"QE1": [50, 53, 60]}, {"QE1": np.arange(100, 400)}
    found = []
    for _ in range(400):
        noise = pd.DataFrame(rng.normal(size=(500, 1)))
        random = placebo_sums(group, pools, noise, 199, rng)[:, 0]
        observed = float(event_sums(group, noise)[0].iloc[0])
        found.append((1 + (np.abs(random) >= abs(observed)).sum()) / 200)
    assert abs(np.mean(np.array(found) <= 0.2) - 0.2) < 4 * np.sqrt(0.16 / 400)


def test_pvalues_are_seeded_and_point_the_stated_way(rows, change):
    first, second = (event_study(rows, change, margin=125, draws=500, seed=3)[0] for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    assert not first.equals(event_study(rows, change, margin=125, draws=500, seed=4)[0])
    at = first[(first["set"] == "event_set") & (first["pool"] == "near") & (first["window"] == "two_day")]
    direction = at.set_index(["programme", "series"])["direction"]
    assert direction["QE1", "DGS10"] == "fall"
    assert direction["QE1", "T10YIE"] == "rise"
    assert direction["TAPER", "DGS10"] == "rise"
    assert direction["TAPER", "T10YIE"] == "fall"
    one = at.set_index(["programme", "series"])["pvalue_directed"]
    assert one["QE1", "DGS10"] < 0.05
    assert one["TAPER", "DGS10"] < 0.05, "yields rise when purchases are to slow"
    assert (first["pvalue_holm"] >= first["pvalue"]).all()
    assert len(first) == 5 * 3 * 2 * 2 * len(SERIES)
    assert first.loc[first["kind"] == "nominal yield", "series"].nunique() == len(NOMINAL)


# ---------------------------------------------------------------------------------------------- programmes


def weekly_of(values):
    index = pd.date_range("2009-01-07", periods=len(values), freq="7D").strftime("%Y-%m-%d")
    return pd.Series(values, index=index, dtype=float)


def test_ends_by_hand():
    """Ten a week for ten weeks, then nothing: the kink stands in the last week of growth."""
    held = weekly_of(np.r_[np.arange(10) * 10.0, np.full(10, 90.0)])
    last = held.index[9]
    assert end_by_kink(held, held.index[0], "2010-01-01") == last
    # Four weeks around week t hold 40 while t + 2 <= 9, 30 one week later, 20 two weeks later.
    for billions, place in ((40, 7), (30, 8), (20, 9), (10, 10)):
        assert end_by_holdings(held, held.index[0], "2010-01-01", 4, billions) == held.index[place]
    assert end_by_holdings(held, held.index[0], "2010-01-01", 4, 50) == ""


def test_programmes_as_announced(rows):
    weekly = federal_reserve(named(H41), NONE)
    settings = {"weeks": 4, "billions": [25]}
    table = programmes(rows, programme_ends(rows, weekly, settings)).set_index("programme")
    assert table["announced"].tolist() == ["2008-11-25", "2010-11-03", "2012-09-13"]
    assert table.loc["QE1", ["treasuries_bn_usd", "mbs_bn_usd", "agency_bn_usd"]].tolist() == [300, 1250, 200]
    assert table.loc["QE3", ["end", "end_rule"]].tolist() == ["2014-10-29", "announced"]
    assert table.at["QE3", "pace_bn_usd_a_month"] == 85
    unfinished = rows[~rows["event"].str.contains("concluded")]
    with pytest.raises(DataError, match="no row says that QE3 was concluded"):
        programme_ends(unfinished, weekly, settings)
    with pytest.raises(DataError, match="programme QE2, dates 2010-08-10 to 2010-09-21, columns treasuries_bn_usd, "):
        programme_ends(rows[rows["date"] != "2010-11-03"], weekly, settings)
    with pytest.raises(DataError, match=r"dates .*, column mortgage_backed_securities: found 0 in every week"):
        first_held(weekly.assign(mortgage_backed_securities=0.0), "mortgage_backed_securities")


# ------------------------------------------------------------------------- balance sheets, reserves, crisis


def test_assets_over_output_in_one_unit():
    months = pd.period_range("2010-01", "2010-06", freq="M", name="month")
    assets = pd.DataFrame({"federal_reserve": 2000.0, "ecb": 1900.0, "boj": 120000.0}, index=months)
    output = pd.DataFrame({"us_gdp": [15000.0, 16000.0], "japan_gdp": [5e5, np.nan]}, index=["2010Q1", "2010Q2"])
    table = assets_over_output(assets, output).set_index(["bank", "quarter"])["percent"]
    assert table["federal_reserve", "2010Q2"] == 12.5
    assert table["boj"].to_dict() == {"2010Q1": 24.0}
    assert table["ecb"].isna().all()


def test_excess_reserves_lie_between_their_bounds(corrections):
    from multiplier.data.cleaning import clean_table
    from multiplier.data.schemas import MONEY_STOCK

    name, data = named("us/money_stock/2023-12.csv")
    yields = clean_yields(*named(H15), corrections)
    table = reserves(clean_table(data, MONEY_STOCK, corrections, name), yields)
    known = table.dropna(subset=["excess"]).loc["2003-01":]
    assert (known["excess"] <= known["excess_most"]).all()
    assert (known["excess"] >= known["excess_least"]).all()
    assert table["federal_funds_rate"].first_valid_index() == pd.Period("2003-01")
    assert table.at[pd.Period("2008-12"), "federal_funds_rate"] == pytest.approx(0.17, abs=0.02)


def test_shares_count_only_periods_that_had_ended():
    months = pd.period_range("2008-08", "2008-12", freq="M", name="month")
    monthly = pd.DataFrame({"base": [1.0, 2, 4, 8, 16], "multiplier": [16.0, 8, 4, 2, 1]}, index=months)
    days = ["2008-08-13", "2008-08-27", "2008-09-10", "2008-09-24", "2008-12-31"]
    base = pd.Series([5.0, 1, 2, 4, 16], index=days)
    table = share_by_date(monthly, base, {"x": "2008-09-24", "y": "2008-11-01"}, "2008-08", "2008-12")
    found = table.set_index(["mark", "measure"])
    assert found.loc[("x", "monthly base"), ["until", "share"]].tolist() == ["2008-08", 0]
    assert found.loc[("y", "monthly multiplier"), ["until", "share"]].tolist() == ["2008-10", 50]
    assert found.loc[("x", "biweekly base"), ["until", "share"]].tolist() == ["2008-09-10", 25]
    assert found.loc[("y", "biweekly base"), ["until", "share"]].tolist() == ["2008-09-24", 50]
    early = share_by_date(monthly, base, {"z": "2008-08-01"}, "2008-08", "2008-12").set_index("measure")
    assert early["share"].isna().tolist() == [True, True, True]
    with pytest.raises(DataError, match="biweekly base has no figure in 2008-10"):
        share_by_date(monthly, base, {"x": "2008-11-24"}, "2008-10", "2008-12")


def test_crisis_window_and_as_many_months_before():
    months = pd.period_range("2006-01", "2006-09", freq="M", name="month")
    us = pd.DataFrame({name: 2.0 ** np.arange(9) for name in ("m1", "m2", "base", "multiplier")}, index=months)
    euro = pd.DataFrame({"m3": np.arange(1.0, 6), "ecb_assets": 1.0}, index=months[4:])
    table = crisis_growth(us, euro, "2006-05", "2006-09").set_index(["area", "series", "span"])
    assert table.at[("us", "m2", "window"), "growth_percent"] == 1500
    assert table.at[("us", "m2", "before"), "first"] == pd.Period("2006-01")
    assert table.at[("euro_area", "m3", "window"), "growth_percent"] == 400
    assert ("euro_area", "m3", "before") not in table.index
    indices = crisis_indices(us, euro, "2006-05", "2006-09").set_index(["series", "month"])["index"]
    assert indices["m3"].tolist() == [100, 200, 300, 400, 500]
    with pytest.raises(DataError, match=r"crisis window of euro_area: window 2006-04..2006-09: month 2006-04"):
        crisis_indices(us, euro, "2006-04", "2006-09")
