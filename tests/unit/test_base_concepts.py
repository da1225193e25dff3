"""The multiplier by concept of the base: grouping, matches, months that the search does not have."""

import pandas as pd
import pytest

from multiplier import DataError
from multiplier.base_concepts import BIWEEKLY, by_base
from multiplier.search.quantities import COLUMNS


def candidates(*rows):
    return pd.DataFrame([("us", "multiplier", *row) for row in rows], columns=COLUMNS)


def test_vintages_are_gathered_and_matches_counted():
    table = by_base(
        candidates(
            ("M2SL over AMBSL", "2008-04", "2008-03", 8.904),
            ("M2SL over AMBSL", "2008-05", "2008-03", 8.93),
            ("M2SL over AMBSL", "2008-06", "2008-03", 8.93),
            ("M2SL over BASE, two weeks to 2008-03-12", "2008-04", "2008-03", 8.8),
            ("M2SL over BASE, two weeks to 2008-03-26", "2008-04", "2008-03", 8.9),
        ),
        {"2008-03": (8.9, 2)},
    ).set_index("definition")
    row = table.loc["M2SL over AMBSL"]
    assert (row["vintages"], row["values"], row["matches"]) == (3, 2, 1)
    assert (row["low"], row["high"]) == (8.904, 8.93)
    assert table.loc[BIWEEKLY, "values"] == 2
    assert table.loc[BIWEEKLY, "vintages"] == 1
    assert table.loc[BIWEEKLY, "matches"] == 1


def test_without_a_printed_number_nothing_is_matched():
    table = by_base(candidates(("M2SL over AMBSL", "2008-09", "2008-08", 8.8)), {"2008-08": None})
    assert table["matches"].isna().all()


def test_a_month_outside_the_search_is_named():
    table = candidates(("M2SL over AMBSL", "2008-09", "2008-08", 8.8))
    with pytest.raises(DataError, match=r"no candidate for 2012-01; the search runs from 2008-08 to 2008-08"):
        by_base(table, {"2012-01": None})
