"""The raw figures themselves: manifest, defects as described, every vintage usable."""

import csv
import io

import pandas as pd
import pytest
from conftest import CHINA_FILES, RAW, named

from gate.claims import COLUMNS as CLAIM_COLUMNS
from gate.manifest import verify_manifest
from multiplier.data import china
from multiplier.data.business_cycle import inflation
from multiplier.data.cleaning import clean_series, clean_table
from multiplier.data.schemas import CPI, FRED_MD, GDP, MONEY_STOCK
from multiplier.data.united_states import biweekly_base
from multiplier.data.united_states import clean as clean_united_states

VINTAGES = sorted(path.stem for path in (RAW / "us/fred_md").iterdir())
MONEY = sorted(path.stem for path in (RAW / "china/money_supply").iterdir())


def test_the_manifest_is_right():
    files = verify_manifest(RAW)[0]
    assert len(files) == 315
    assert all(file.publisher and file.unit and file.obtained_via and file.title for file in files.values())


def test_every_correction_finds_its_defect(corrections):
    """Guards hold in every file, also in those that no rule corrects."""
    for _, row in corrections.iterrows():
        rows = list(csv.DictReader(io.StringIO((RAW / row["file"]).read_text())))
        cells = {next(iter(line.values())): line for line in rows}
        found = cells[row["first"]][row["column"]]
        expected = "" if pd.isna(row["expected"]) else row["expected"]
        assert (found == "" and expected == "") or float(found) == expected, f"{row['file']} {row['first']}"
        if not pd.isna(row["last"]):
            assert row["last"] in cells


def test_known_defects_are_all_written_down(corrections):
    """The defects that data/raw/README.md lists, by file, month and column."""
    known = {(row["file"].split("/")[1], row["first"], row["column"]) for _, row in corrections.iterrows()}
    for defect in [
        ("money_supply", "2004-07", "m2"),
        ("money_supply", "2005-10", "m0"),
        ("money_supply", "2000-01", "m2"),
        ("money_supply", "2001-11", "demand_deposits"),
        ("money_supply", "2001-09", "other_deposits"),
        ("money_supply", "2006-12", "time_deposits"),
        ("money_supply", "2007-12", "other_deposits"),
        ("money_supply", "2009-12", "demand_deposits"),
        ("money_supply", "2017-01", "m2"),
        ("money_supply", "2007-03", "m2"),
        ("money_supply", "2001-06", "m2"),
        ("money_supply", "2002-01", "m2"),
        ("depository_corporations", "2006-01", "total_assets"),
        ("monetary_authority", "2008-01", "reserve_money"),
        ("monetary_authority", "2011-01", "reserve_money"),
        ("money_supply", "2011-10", "m2"),
        ("money_supply", "2018-01", "m2"),
        ("monetary_policy_report", "2009-12", "m2_multiplier"),
        ("monetary_policy_report", "2015-03", "excess_reserve_ratio"),
        ("fred_md", "2019-12", "BOGMBASE"),
        ("money_stock", "2020-05", "M1SL"),
        ("gdp", "1992-03", "gdp_year_to_date"),
    ]:
        assert defect in known, defect


def test_every_vintage_of_fred_md_passes(corrections):
    assert len(VINTAGES) == 296
    for vintage in VINTAGES:
        name, data = named(f"us/fred_md/{vintage}.csv")
        clean_table(data, FRED_MD, corrections, name)


@pytest.mark.parametrize("vintages", [["2019-07"], ["2021-01"], ["2026-01"], ["2026-01", "2021-01"]])
def test_every_vintage_of_money_supply_passes_its_identities(vintages, corrections):
    money = dict(named(f"china/money_supply/{vintage}.csv") for vintage in vintages)
    table, identities = china.clean(money, {key: named(path) for key, path in CHINA_FILES.items()}, corrections)
    failed = identities[~identities["holds"]]
    assert (failed["explained_by"] != "").all()
    parts = table.loc["2006-03":"2009-10", ["m0", *china.COMPONENTS]].sum(axis=1)
    assert (parts - table["m2"].reindex(parts.index)).abs().max() < 30


def test_without_its_correction_a_defect_stops_the_cleaning(corrections):
    files = {key: named(path) for key, path in CHINA_FILES.items()}
    repeated = corrections[corrections["first"] != "2004-07"]
    with pytest.raises(ValueError, match=r"2021-01.csv: month 2004-07: all figures repeat 2004-05"):
        china.clean(dict([named("china/money_supply/2021-01.csv")]), files, repeated)
    unexplained = corrections[corrections["first"] != "2006-01"]
    with pytest.raises(ValueError, match="2006-01, columns m0, currency_issue, vault_cash"):
        china.clean(dict([named("china/money_supply/2019-07.csv")]), files, unexplained)


def test_components_agree_whichever_table_they_come_from(clean_china, corrections):
    money = dict(named(f"china/money_supply/{vintage}.csv") for vintage in ("2026-01", "2021-01"))
    other, _ = china.clean(money, {key: named(path) for key, path in CHINA_FILES.items()}, corrections)
    assert str(other.index[0]) == "2000-01", "months before the newest file come from the older one"
    assert other.index.is_monotonic_increasing
    assert other.index.is_unique
    assert other.loc["2008-01", "m2"] == 417846.17, "a month that both have comes from the newest"
    span = slice("2006-03", "2009-10")
    for column in ("demand_deposits", "time_deposits", "savings_deposits"):
        # Within rounding, and within 41 where December 2007 differs between the vintages.
        assert (clean_china.loc[span, column] - other.loc[span, column]).abs().max() < 42, column


def test_us_table_is_in_billions(clean_us):
    assert clean_us.loc["2008-08", "BOGMBASE"] == 847.6
    assert clean_us.loc["2008-08", "AMBSL"] == pytest.approx(871.53)
    assert clean_us.loc["2008-08", "currency"] == 776.9


def test_a_vintage_without_the_st_louis_base_takes_it_from_the_table(corrections):
    table, _ = clean_united_states(named("us/fred_md/2024-03.csv"), named("us/money_stock/2023-12.csv"), corrections)
    assert table.loc["2008-08", "AMBSL"] == 872.297
    assert table.loc["2008-08", "BOGMBASE"] == 847.6


def test_biweekly_base_passes_and_its_faults_are_named():
    name, data = named("us/adjusted_base_biweekly/2018-07.csv")
    assert biweekly_base(name, data)["2009-10-07"] == 1883.681
    for old, new, expected in (
        (b"2009-10-07", b"2009-10-08", "found '2009-10-08', expected YYYY-MM-DD every 14 days"),
        (b"1883.681", b"1883681", "2009-10-07, column BASE: found '1883681'"),
    ):
        with pytest.raises(ValueError, match=expected):
            biweekly_base(name, data.replace(old, new))


def test_other_raw_tables_pass(corrections):
    clean_table(named("us/money_stock/2023-12.csv")[1], MONEY_STOCK, corrections, "us/money_stock/2023-12.csv")
    cpi = clean_series(*named("china/cpi/single.csv"), CPI, corrections)
    assert inflation(cpi).loc["2008-02"] == pytest.approx(8.7)
    assert len(clean_series(*named("china/gdp/single.csv"), GDP, corrections)) == 104


def test_claims_have_the_expected_columns_and_unique_ids():
    claims = pd.read_csv(RAW / "claims/claims.csv", dtype=str, keep_default_na=False)
    assert list(claims.columns) == CLAIM_COLUMNS
    assert claims["id"].is_unique
    assert len(claims) == 138
