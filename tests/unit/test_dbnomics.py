"""The reader of DBnomics, on answers made from the stored figures."""

import json
from types import SimpleNamespace
from urllib.parse import urlsplit

import pandas as pd
import pytest
from replay.answers import Request
from replay.layouts import dbnomics as layout

from sources import FetchError
from sources.dbnomics import ROUTES, fetch

MONEY = "china/money_supply"
M2 = "NBS/M_A0D01/A0D0101"


class Replay:
    """A client that answers from the layouts; ``changes`` alter or replace the answer of a code."""

    def __init__(self, changes=None):
        self.changes = changes or {}

    def get(self, url, params=None, expect=None):
        assert params == {"observations": "1"}
        parts = urlsplit(url)
        path = f"/{parts.netloc}{parts.path}"
        code = path.removeprefix(layout.HOST + "/")
        change = self.changes.get(code)
        if isinstance(change, bytes):
            return SimpleNamespace(content=change)
        if change:
            document = layout.document(code)
            change(document)
            return SimpleNamespace(content=json.dumps({"series": {"docs": [document]}}).encode())
        return SimpleNamespace(content=layout.ROUTES[path](Request(path, params, 1)).body)


def stored(table, vintage):
    frame = pd.read_csv(layout.RAW / table / f"{vintage}.csv", index_col=0)
    frame.index.name = "month"
    return frame.astype(float)


def refused(changes, *words, table=MONEY):
    with pytest.raises(FetchError) as caught:
        fetch(Replay(changes), table, "2026-02")
    for word in words:
        assert word in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(("table", "vintage"), [(MONEY, "2026-01"), ("china/cpi", "single")])
def test_the_stored_table_comes_back(table, vintage):
    fetched = fetch(Replay(), table, "2026-01")
    pd.testing.assert_frame_equal(fetched.frame, stored(table, vintage))
    assert fetched.unit == ROUTES[table].unit
    assert fetched.obtained_via.endswith(", indexed 2026-01-20")


def test_money_stock_has_all_columns_and_names_those_without_a_code():
    fetched = fetch(Replay(), "us/money_stock", "2023-12")
    # The last stored month has no figure of these series.
    expected = stored("us/money_stock", "2023-12").loc[:"2023-10"]
    assert list(fetched.frame.columns) == list(ROUTES["us/money_stock"].schema.columns)
    covered = list(ROUTES["us/money_stock"].series)
    pd.testing.assert_frame_equal(fetched.frame[covered], expected[covered])
    others = [column for column in fetched.frame if column not in covered]
    assert fetched.frame[others].isna().all(axis=None)
    assert fetched.obtained_via.endswith(f"without {', '.join(others)}")


def test_stated_units_are_converted():
    def in_billions(document):
        document["value"] = ["NA" if value == "NA" else value / 1000 for value in document["value"]]
        document["dimensions"]["UNIT_MULT"] = "1000000000"

    def in_words(document):
        document["value"] = [value * 100 for value in document["value"]]
        document["unit"] = "million yuan"

    base = fetch(Replay({"FED/H6_H6_MBASE/RESMO14A_N.M": in_billions}), "us/money_stock", "2023-12").frame["BOGMBASE"]
    pd.testing.assert_series_equal(base, stored("us/money_stock", "2023-12")["BOGMBASE"].loc[:"2023-10"])
    pd.testing.assert_series_equal(
        fetch(Replay({M2: in_words}), MONEY, "2026-01").frame["m2"], stored(MONEY, "2026-01")["m2"]
    )
    refused({M2: lambda document: document.update(unit="USD")}, M2, "'usd'", "100 million yuan")
    refused({M2: lambda document: document.update(unit="million dollars")}, M2, "'million dollars'")
    refused({M2: lambda document: document.update(UNIT_MULT="12345")}, M2, "'12345'")


def test_unit_that_is_not_stated_and_changed_leaves_the_range():
    def in_millions(document):
        document["value"] = [value * 100 for value in document["value"]]

    refused({M2: in_millions}, "2008-01", "column m2", "100 million yuan")


def test_missing_values_at_the_end_are_dropped_and_inside_stop():
    def late(document):
        document["value"][-1] = "NA"

    codes = ROUTES[MONEY].series.values()
    fetched = fetch(Replay({code: late for (code,) in codes}), MONEY, "2026-01")
    assert fetched.frame.index[-1] == "2025-10"

    def hole(document):
        document["value"][5] = None

    refused({code: hole for (code,) in codes}, "2008-06 is missing between 2008-01 and 2025-11")
    refused({M2: hole}, "2008-06", "column m2", "an empty cell")
    refused(
        {code: lambda document: document.update(value=["NA"] * len(document["value"])) for (code,) in codes},
        "only missing values",
    )


def test_two_parts_of_a_series_that_disagree():
    def revised(document):
        document["value"][0] += 0.5

    refused(
        {"NBS/M_A01010G/A01010G01": revised},
        "NBS/M_A01010G/A01010G01, 2015-12",
        "found 102.1, but the series before it has 101.6",
        table="china/cpi",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"<html><h1>503 Service Unavailable</h1></html>",
        b'{"message": "not found", "series": {"docs": []}}',
        b'{"series": {"docs": [{"period": ["2008-01"]}]}}',
        b"[]",
        b"",
    ],
)
def test_answers_of_another_form(content):
    refused({M2: content}, f"DBnomics {M2}: the answer begins '{content[:60].decode()}'", "look the code up")


def test_periods_and_values_that_do_not_fit():
    refused({M2: lambda document: document["value"].pop()}, M2, "215 periods (215 different) and 214 values")
    refused({M2: lambda document: document["period"].__setitem__(1, "2008-01")}, "214 different")
    refused({M2: lambda document: document["period"].__setitem__(1, "2008-Q1")}, "'2008-Q1'", "YYYY-MM")
    refused({M2: lambda document: document["period"].__setitem__(1, "2008-13")}, "'2008-13'")
    refused({M2: lambda document: document["value"].__setitem__(1, "many")}, M2, "2008-02", "'many'")
    refused({M2: lambda document: document["value"].__setitem__(1, True)}, M2, "2008-02", "'True'")
    refused({M2: lambda document: document["value"].__setitem__(1, float("inf"))}, M2, "2008-02", "'inf'", "a number")
    refused({M2: lambda document: document["value"].__setitem__(1, float("nan"))}, M2, "2008-02", "'nan'", "a number")


def test_periods_in_descending_order():
    def reverse(document):
        document["period"].reverse()
        document["value"].reverse()

    fetched = fetch(Replay({code: reverse for (code,) in ROUTES[MONEY].series.values()}), MONEY, "2026-02")
    pd.testing.assert_frame_equal(fetched.frame, stored(MONEY, "2026-01"))


def test_table_without_codes():
    refused({}, "us/fred_md: no series", MONEY, table="us/fred_md")
