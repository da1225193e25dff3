"""The American multiplier by concept of the base against numbers that R took from the raw files (bases.R)."""

import pandas as pd
import pytest
from conftest import ROOT, named
from reference import SIX_DIGITS, reference

from multiplier.base_concepts import BIWEEKLY, by_base
from multiplier.data.cleaning import clean_table
from multiplier.data.schemas import FRED_MD, MONEY_STOCK
from multiplier.search.quantities import COLUMNS, tabulate, us_quantities, us_stock_quantities

witness = reference("bases")
MONTHS = {"2008-03": (8.9, 2), "2008-08": None, "2009-10": (4.44, 2)}


@pytest.fixture(scope="module")
def table(corrections):
    blocks = []
    for file in sorted((ROOT / "data/raw/us/fred_md").glob("*.csv")):
        path, data = named(f"us/fred_md/{file.name}")
        clean = clean_table(data, FRED_MD, corrections, path)
        blocks.append(tabulate(us_quantities(clean), "us", file.stem, "2006-01", "2010-02"))
    path, data = named("us/money_stock/2023-12.csv")
    stock = clean_table(data, MONEY_STOCK, corrections, path)
    blocks.append(tabulate(us_stock_quantities(stock), "us", "2023-12", "2006-01", "2010-02"))
    return by_base(pd.concat([block for block in blocks if len(block)])[COLUMNS], MONTHS)


def test_lowest_highest_and_matches(table):
    assert BIWEEKLY not in set(table["definition"])
    assert len(table) == 30
    for _, row in table.iterrows():
        where = (row["definition"], row["month"])
        assert row["low"] == pytest.approx(witness("low", *where), rel=SIX_DIGITS)
        assert row["high"] == pytest.approx(witness("high", *where), rel=SIX_DIGITS)
        assert row["values"] == witness("values", *where)
        if MONTHS[row["month"]]:
            assert row["matches"] == witness("matches", *where)
