"""Verdicts on quantitative easing and the crisis slides follow the data: each kind changes when the figures do."""

import ast
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from conftest import RAW, evidence_on, named

from multiplier import DataError
from multiplier.claims import studies  # importing it registers every claim
from multiplier.claims.registry import CLAIMS
from multiplier.claims.verdicts import decide
from multiplier.data.business_cycle import business_cycle
from multiplier.data.central_banks import central_bank_assets, euro_area_m3, federal_reserve
from multiplier.data.cleaning import clean_series, clean_table
from multiplier.data.events import announcements
from multiplier.data.schemas import CPI, GDP, MONEY_STOCK
from multiplier.data.world import world_output
from multiplier.data.yields import breaks, clean_yields
from multiplier.easing.balance_sheets import assets_over_output
from multiplier.easing.event_study import changes
from multiplier.easing.placebo import event_study
from multiplier.easing.programmes import holdings_changes, programme_ends, programmes
from multiplier.easing.reserves import reserves

H15 = "us/treasury_yields/2017-01.csv"
ENDS = {"weeks": 4, "billions": [10, 25, 50]}
PRINTED = pd.read_csv(RAW / "claims/claims.csv", dtype=str, keep_default_na=False).set_index("id", drop=False)


def flat(frame):
    """A table as the rules write it: periods as text, the index a column."""
    out = frame.reset_index() if frame.index.name else frame
    return out.assign(**{name: out[name].astype(str) for name in out if isinstance(out[name].dtype, pd.PeriodDtype)})


def build(corrections, ratios_china, ratios_us, rows=None, weekly=None, yields=None):
    """All tables that these claims read, from altered announcements, holdings or yields if given."""
    rows = announcements(*named("us/policy_events/single.csv")) if rows is None else rows
    weekly = federal_reserve(named("us/federal_reserve_assets/2022-03.csv"), corrections) if weekly is None else weekly
    yields = clean_yields(*named(H15), corrections) if yields is None else yields
    banks = (named("world/ecb_assets/single.csv"), named("world/boj_assets/single.csv"))
    assets = central_bank_assets(weekly, *banks, corrections)
    output = world_output(*named("world/nominal_gdp/single.csv"), corrections)
    study, orderings = event_study(rows, changes(yields, breaks(H15, corrections)), margin=125, draws=300, seed=1)
    ends = programme_ends(rows, weekly, ENDS)
    table = programmes(rows, ends)
    name, data = named("us/money_stock/2023-12.csv")
    stock = clean_table(data, MONEY_STOCK, corrections, name)
    m3 = euro_area_m3(named("world/euro_area_m3/single.csv"), corrections)
    prices = (
        clean_series(*named(f"china/{part}/single.csv"), kind, corrections)
        for part, kind in (("cpi", CPI), ("gdp", GDP))
    )
    frames = {
        "announcements": rows,
        "federal_reserve_assets": weekly,
        "yields": yields,
        "event_study": study,
        "placebo_orderings": orderings,
        "programmes": table,
        "programme_ends": ends,
        "holdings_changes": holdings_changes(rows, table, weekly),
        "world_output": output,
        "assets_over_output": assets_over_output(assets, output),
        "reserves": reserves(stock, yields),
        "euro_area": m3.to_frame().join(assets["ecb"].rename("ecb_assets")),
        "business_cycle": business_cycle(*prices),
        "ratios_china": ratios_china,
        "ratios_us": ratios_us,
    }
    return {key: flat(frame) for key, frame in frames.items()}


@pytest.fixture(scope="module")
def make(corrections, ratios_china, ratios_us):
    return partial(build, corrections, ratios_china, ratios_us)


@pytest.fixture(scope="module")
def tables(make):
    return make()


def row(tables, identifier):
    evidence = evidence_on(tables)
    return decide(PRINTED.loc[identifier], CLAIMS[identifier](evidence), 0.5)


def verdict(tables, identifier):
    return row(tables, identifier)["verdict"]


MINE = [name for name in PRINTED.index if name[:2] in ("QE", "QX", "CS", "IL", "SC")]


def test_every_claim_of_these_studies_is_decided_and_says_why(tables):
    rows = [row(tables, identifier) for identifier in MINE]
    assert len(rows) == 49
    for one in rows:
        assert one["verdict"] == "untestable" or one["computed"]
        assert len(one["cause"]) > 20
        assert "NOT YET" not in one["cause"]


def with_cell(rows, date, column, value):
    return rows.assign(**{column: rows[column].where(rows["date"] != date, value)})


def test_dates_follow_the_announcements(make, tables):
    assert verdict(tables, "QE-14") == "contradicted"
    assert "misprint" in row(tables, "QE-14")["cause"]
    rows = tables["announcements"]
    assert (
        verdict(tables | {"announcements": with_cell(rows, "2009-03-18", "date", "2008-03-18")}, "QE-14")
        == "reproduced"
    )
    assert verdict(tables, "QE-20") == "contradicted"
    assert (
        verdict(tables | {"announcements": with_cell(rows, "2013-12-18", "date", "2013-12-09")}, "QE-20")
        == "reproduced"
    )
    assert verdict(tables, "QE-09") == "displaced"
    without = rows[rows["date"] != "2012-08-31"]
    assert verdict(tables | {"announcements": without}, "QE-09") == "contradicted"
    assert verdict(tables, "QE-18") == "reproduced"
    assert (
        verdict(tables | {"announcements": with_cell(rows, "2012-09-13", "date", "2012-09-14")}, "QE-18")
        == "contradicted"
    )


def test_amounts_follow_the_announcements_and_holdings(make, tables):
    rows = tables["announcements"]
    assert verdict(tables, "QE-03") == "reproduced"
    assert (
        verdict(tables | {"announcements": with_cell(rows, "2008-11-25", "mbs_bn_usd", 400.0)}, "QE-03")
        == "contradicted"
    )
    assert verdict(tables, "QE-08") == "contradicted"
    assert (
        verdict(tables | {"announcements": with_cell(rows, "2010-11-03", "treasuries_bn_usd", 700.0)}, "QE-08")
        == "reproduced"
    )
    assert verdict(tables, "QE-05") == "untestable"
    assert (
        verdict(tables | {"announcements": with_cell(rows, "2009-03-18", "agency_bn_usd", 50.0)}, "QE-05")
        == "contradicted"
    )
    held = tables["holdings_changes"]
    for identifier, low, high in (("QE-11", 801, 801), ("QE-12", 869, 902)):
        one = row(tables, identifier)
        assert one["verdict"] == "untestable", "holdings are not purchases"
        assert f"by {low} to {high} with other ends" in one["cause"]
    doubled = row(tables | {"holdings_changes": held.assign(change=2 * held["change"])}, "QE-12")
    assert "by 1739 to 1804 with other ends" in doubled["cause"]


@pytest.mark.parametrize(
    ("identifier", "date", "expected"),
    [
        (
            "QE-04",
            "2009-03-18",
            "programme QE1, dates 2008-11-25 to 2009-01-28, column treasuries_bn_usd: found no amount",
        ),
        ("QE-14", "2009-03-18", "programme QE1, column mbs_bn_usd: found no announcement of 750 billion"),
        ("QE-06", "2010-11-03", "programme QE2, column date: found no announcement of 2010-11-03"),
        ("QE-08", "2010-11-03", "programme QE2, dates 2010-08-10 to 2010-09-21, column treasuries_bn_usd: found no am"),
        ("QE-10", "2014-10-29", "any programme, column date: found no announcement of 2014-10-29, the end of QE3"),
        ("QE-12", "2012-09-13", "programme QE3, column event: found no announcement that says 'MBS bn a month'"),
        (
            "QE-16",
            "2010-09-21",
            "any programme, column event: found no announcement that says 'prepared to provide add",
        ),
        ("QE-19", "2012-12-12", "programme QE3, column event: found no announcement that brings the pace to 85"),
    ],
)
def test_an_announcement_that_is_missing_is_named(tables, identifier, date, expected):
    rows = tables["announcements"]
    with pytest.raises(DataError, match=f"us/policy_events: {expected}"):
        row(tables | {"announcements": rows[rows["date"] != date]}, identifier)


def test_the_first_programme_must_be_there(tables):
    rows = tables["announcements"]
    with pytest.raises(DataError, match="us/policy_events: programme QE1, column programme: found no announcement at"):
        row(tables | {"announcements": rows[rows["programme"] != "QE1"]}, "QE-13")


def test_assets_over_output_need_their_quarters(tables):
    over = tables["assets_over_output"]
    for bank, expected in (("boj", "world/nominal_gdp: quarters 1999Q1"), ("ecb", "world/ecb_assets: quarter 20")):
        with pytest.raises(DataError, match=expected):
            row(tables | {"assets_over_output": blanked(over, bank)}, "QE-23")


def blanked(over, bank):
    """One bank's figures are left out, as where its file or its country's output lacks them."""
    return (
        over[over["bank"] != bank]
        if bank == "ecb"
        else over.assign(percent=over["percent"].where(over["bank"] != bank))
    )


def test_what_is_missing_is_named_without_a_mark_at_its_end(tables):
    """The verdict puts a full stop behind it."""
    for path in sorted(Path(studies.__path__[0]).glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Untestable" and call.args:
                text = call.args[0].values[-1] if isinstance(call.args[0], ast.JoinedStr) else call.args[0]
                written = getattr(text, "value", "")
                assert not str(written).endswith((",", ".", ";", ":", " ")), f"{path.name}: {written}"
    assert row(tables, "QX-04")["cause"].startswith(
        "These data cannot decide. Missing: the yen-dollar exchange rate, with Japan's GDP before 2003Q1. In yen"
    )


@pytest.mark.parametrize(
    ("identifier", "name", "outside"), [("QE-02", "QE1", "2009-05-06"), ("QE-07", "QE2", "2012-01-04")]
)
def test_an_end_is_open_while_the_holdings_allow_it(tables, identifier, name, outside):
    assert verdict(tables, identifier) == "untestable"
    ends = tables["programme_ends"]
    moved = ends.assign(date=ends["date"].where(ends["programme"] != name, outside))
    assert verdict(tables | {"programme_ends": moved}, identifier) == "contradicted"


def test_assets(make, tables):
    weekly = tables["federal_reserve_assets"]
    assert verdict(tables, "QE-21") == "displaced"
    small = weekly.assign(total_assets=weekly["total_assets"].clip(upper=990.0))
    assert verdict(tables | {"federal_reserve_assets": small}, "QE-21") == "reproduced"
    assert verdict(tables | {"federal_reserve_assets": weekly.assign(total_assets=2000.0)}, "QE-21") == "contradicted"
    assert verdict(tables, "QE-22") == "reproduced"
    assert verdict(tables | {"federal_reserve_assets": small}, "QE-22") == "contradicted"
    assert verdict(tables, "QE-23") == "untestable"
    over = tables["assets_over_output"]
    high = over.assign(percent=over["percent"].where(over["bank"] != "federal_reserve", 99.0))
    assert verdict(tables | {"assets_over_output": high}, "QE-23") == "contradicted"


def renamed(study, names):
    return study.assign(programme=study["programme"].replace(names))


def test_yields(tables):
    study = tables["event_study"]
    assert verdict(tables, "QE-28") == "reproduced"
    exchanged = tables | {"event_study": renamed(study, {"QE1": "QE3", "QE3": "QE1"})}
    assert verdict(exchanged, "QE-28") == "contradicted"
    only = (study["programme"] == "QE3") & (study["set"] == "event_set") & (study["window"] == "two_day")
    worse = tables | {"event_study": study.assign(basis_points=study["basis_points"].where(~only, -200.0))}
    assert verdict(worse, "QE-28") == "displaced"
    assert row(worse, "QE-28")["candidates"] == 96
    opposite = tables | {"event_study": study.assign(basis_points=-study["basis_points"])}
    for identifier in ("QE-29", "QE-30"):
        assert verdict(tables, identifier) == "reproduced"
        assert verdict(opposite, identifier) == "contradicted"


def test_the_method_of_the_real_yields_does_not_count_as_news(make, tables, corrections):
    """Whatever the first day of the new curve does, the sums of breakevens stay."""
    yields = clean_yields(*named(H15), corrections)
    jump = yields.copy()
    late = jump.index >= "2008-12-01"
    jump.loc[late, ["DFII5", "DFII10"]] += 1
    jump.loc[late, ["T5YIE", "T10YIE"]] -= 1
    assert row(make(yields=jump), "QE-29")["computed"] == row(tables, "QE-29")["computed"]


def test_reserves(tables):
    table = tables["reserves"]
    assert verdict(tables, "QX-02") == "contradicted"
    assert verdict(tables, "QX-03") == "contradicted"
    year = table["month"].str.startswith("2017")
    factor = 4.5 / 2.3
    more = table.assign(reserve_balances=table["reserve_balances"].where(~year, table["reserve_balances"] * factor))
    assert verdict(tables | {"reserves": more}, "QX-02") == "reproduced"
    exact = table.assign(excess_most=table["excess_most"].where(~year, 2800.0))
    assert verdict(tables | {"reserves": exact}, "QX-03") == "reproduced"
    least = table.assign(excess_least=table["excess_least"].where(table["month"] != "2017-05", 2790.0))
    assert verdict(tables | {"reserves": least}, "QX-03") == "displaced"


def test_years_of_easing(tables):
    assert verdict(tables, "QX-01") == "displaced"
    later = tables["programmes"].assign(announced="2009-03-18")
    assert verdict(tables | {"programmes": later}, "QX-01") == "reproduced"


def test_money_in_the_crisis(tables):
    us = tables["ratios_us"]
    assert verdict(tables, "CS-01") == "reproduced"
    last = us["month"] == "2009-06"
    for column, value in (("base", us.loc[us["month"] == "2007-03", "base"].iloc[0] * 0.9), ("m2", 14000.0)):
        changed = us.assign(**{column: us[column].where(~last, value)})
        assert verdict(tables | {"ratios_us": changed}, "CS-01") == "contradicted", column
    assert verdict(tables, "CS-02") == "untestable"
