"""Event study, holdings, assets over output and money in the crisis against numbers that R computed (easing.R).

Sums and growth rates agree to six digits. p-values over random days agree within four Monte Carlo errors, with
R's exact ones (all days, all pairs of days) or with its own draws.
"""

import numpy as np
import pandas as pd
import pytest
from conftest import named
from reference import SIX_DIGITS, reference

from multiplier.companions.crisis import crisis_growth
from multiplier.data.central_banks import central_bank_assets, euro_area_m3, federal_reserve
from multiplier.data.events import announcements
from multiplier.data.united_states import biweekly_base
from multiplier.data.world import world_output
from multiplier.data.yields import SERIES, breaks, clean_yields
from multiplier.easing.balance_sheets import assets_over_output
from multiplier.easing.event_study import WINDOWS, changes, event_changes, event_sums, groups, trading_places
from multiplier.easing.placebo import event_study, pool
from multiplier.easing.programmes import end_by_kink, holdings_changes, programme_ends, programmes
from multiplier.easing.reserves import share_by_date

witness = reference("easing")
H15 = "us/treasury_yields/2017-01.csv"
ERRORS = 4.0
PROGRAMMES = ("QE1", "QE2", "QE3", "TAPER", "QE")


@pytest.fixture(scope="module")
def rows():
    return announcements(*named("us/policy_events/single.csv"))


@pytest.fixture(scope="module")
def change(corrections):
    return changes(clean_yields(*named(H15), corrections), breaks(H15, corrections))


@pytest.fixture(scope="module")
def weekly(corrections):
    return federal_reserve(named("us/federal_reserve_assets/2022-03.csv"), corrections)


@pytest.fixture(scope="module")
def assets(weekly, corrections):
    files = (named("world/ecb_assets/single.csv"), named("world/boj_assets/single.csv"))
    return central_bank_assets(weekly, *files, corrections)


@pytest.fixture(scope="module")
def study(rows, change):
    table, _ = event_study(rows, change, margin=125, draws=20000, seed=20100701)
    return table.set_index(["programme", "set", "pool", "window", "series"])


def test_changes_around_each_announcement(rows, change):
    table = event_changes(rows, change)
    known = table.dropna(subset=["basis_points"])
    for row in known.itertuples():
        expected = witness("change", row.date, f"{row.window}/{row.series}")
        assert row.basis_points == pytest.approx(expected, rel=SIX_DIGITS, abs=1e-9)
    assert len(table) - len(known) == len(WINDOWS) * 4, "real yields and breakevens across their break"


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_sums_of_programmes(rows, change, programme):
    sums, events = event_sums(groups(rows, change)[programme, "event_set"], change)
    for window in WINDOWS:
        for series in SERIES:
            detail = f"{window}/{series}"
            assert sums[window, series] == pytest.approx(witness("sum", programme, detail), rel=SIX_DIGITS, abs=1e-9)
            assert events[window, series] == witness("events", programme, detail)


def test_the_days_to_draw_from(rows, change):
    made = groups(rows, change)
    announced = trading_places(list(rows["date"]), change.index)
    for programme in ("QE1", "QE2", "QE3", "TAPER"):
        own = made[programme, "all_rows"][programme]
        assert len(pool(change, announced, own[0] - 125, own[-1] + 125)) == witness("pool", programme, "size")


@pytest.mark.parametrize(
    ("programme", "label", "series", "where"),
    [
        ("QE2", "without_largest", "DGS10", "QE2_without_largest"),
        ("QE2", "event_set", "DGS2", "QE2"),
        ("QE2", "event_set", "DGS10", "QE2"),
        ("QE2", "event_set", "DGS30", "QE2"),
    ],
)
def test_pvalues_against_all_days_and_all_pairs_of_days(study, programme, label, series, where):
    row = study.loc[(programme, label, "near", "two_day", series)]
    assert abs(row["pvalue"] - witness("pvalue_exact", where, series)) < ERRORS * row["pvalue_error"]


@pytest.mark.parametrize("programme", ["QE1", "QE3", "TAPER"])
def test_pvalues_against_draws_of_r(study, programme):
    row = study.loc[(programme, "event_set", "near", "two_day", "DGS10")]
    other, draws = (witness(name, programme, "DGS10") for name in ("pvalue_drawn", "pvalue_draws"))
    error = np.hypot(row["pvalue_error"], np.sqrt(other * (1 - other) / draws))
    assert abs(row["pvalue"] - other) < ERRORS * error + 1 / 20001


def test_assets_over_output(assets, corrections):
    output = world_output(*named("world/nominal_gdp/single.csv"), corrections)
    table = assets_over_output(assets, output).dropna(subset=["percent"])
    shared = table[table["quarter"].between("2003Q1", "2015Q4")]
    assert shared.groupby("bank").size().to_dict() == {"boj": 52, "federal_reserve": 52}
    for row in shared.itertuples():
        assert row.percent == pytest.approx(witness("percent", row.bank, row.quarter), rel=SIX_DIGITS)


def test_holdings_and_their_kinks(rows, weekly):
    ends = programme_ends(rows, weekly, {"weeks": 4, "billions": [25]})
    table = holdings_changes(rows, programmes(rows, ends), weekly)
    of = table[(table["programme"] == "QE3") & (table["end"] == "end")].set_index(["series", "start"])["change"]
    for series, start in (("treasury_securities", "2012-12-12"), ("mortgage_backed_securities", "2012-09-13")):
        assert of[series, start] == pytest.approx(witness("holdings", "QE3", series), rel=SIX_DIGITS)
    for programme, series, span in (
        ("QE1", "mortgage_backed_securities", ("2009-03-18", "2010-08-10")),
        ("QE2", "treasury_securities", ("2010-11-03", "2012-08-31")),
    ):
        found = pd.Timestamp(end_by_kink(weekly[series], *span))
        assert (found - pd.Timestamp("1970-01-01")).days == witness("kink", programme, series)


def test_money_in_the_crisis(ratios_us, assets, corrections):
    m3 = euro_area_m3(named("world/euro_area_m3/single.csv"), corrections)
    euro = m3.to_frame().join(assets["ecb"].rename("ecb_assets"))
    table = crisis_growth(ratios_us, euro, "2007-03", "2009-06")
    for row in table[table["span"] == "window"].itertuples():
        assert row.growth_percent == pytest.approx(witness("growth", row.area, row.series), rel=SIX_DIGITS)


def test_timing(ratios_us):
    marks = {day: day for day in ("2008-10-09", "2008-11-25", "2009-03-18")}
    base = biweekly_base(*named("us/adjusted_base_biweekly/2018-07.csv"))
    table = share_by_date(ratios_us, base, marks, "2008-08", "2009-10")
    for row in table[table["measure"] == "biweekly base"].itertuples():
        assert row.share == pytest.approx(witness("share", "biweekly base", row.date), rel=SIX_DIGITS)
