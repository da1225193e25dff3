"""The ledger: verdicts by one rule, the search, and a function for every claim."""

import numpy as np
import pandas as pd
import pytest
from conftest import RAW, evidence_on

from multiplier.claims import studies
from multiplier.claims.ledger import counts, ledger
from multiplier.claims.outcomes import Computed, ComputedVector, Dated, Decided, Untestable
from multiplier.claims.registry import CLAIMS
from multiplier.claims.registry import claim as register
from multiplier.claims.searches import search_of, search_row
from multiplier.claims.verdicts import COLUMNS, VERDICTS, decide, matches
from multiplier.search.chance import distinct, expected_by_chance
from multiplier.search.levels import growth, growth_between
from multiplier.search.quantities import us_biweekly, us_quantities
from multiplier.search.statistics import adf_grid, windows
from multiplier.unit_roots.dickey_fuller import adf


def claim(printed="4.39", decimals="2", kind="number"):
    return pd.Series(
        {"id": "X-01", "study": "x", "kind": kind, "statement": "s", "printed": printed, "decimals": decimals}
    )


def candidates(*rows):
    frame = pd.DataFrame(rows, columns=["month", "definition", "vintage", "value"])
    return frame.assign(month=pd.PeriodIndex(frame["month"], freq="M"))


def computed(value, *rows):
    return (
        Computed(value, "2009-10", "M2 over base", "v1", candidates(*rows))
        if rows
        else Computed(value, "2009-10", "M2 over base", "v1")
    )


HIT = ("2009-09", "M2 over base", "v1", 4.3881)
MISS = ("2009-10", "M2 over base", "v1", 4.5555)


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        (computed(4.3949), "reproduced"),
        (computed(4.3851), "reproduced"),
        (computed(4.5555, MISS, HIT), "displaced"),
        (computed(4.4085, MISS), "close"),
        (computed(4.5555, MISS), "contradicted"),
        (computed(4.4125), "contradicted"),
        (Untestable("the futures level"), "untestable"),
        (Decided(True, "c", "because"), "reproduced"),
        (Decided(False, "c", "because"), "contradicted"),
        (Decided(False, "c", "because", alternative="differences", tried=3), "displaced"),
        (Decided(True, "c", "because", alternative="differences", tried=3), "reproduced"),
    ],
)
def test_the_first_verdict_that_applies(outcome, verdict):
    row = decide(claim(), outcome, 0.5)
    assert list(row) == COLUMNS
    assert row["verdict"] == verdict
    assert row["cause"], "every verdict has a cause"


def test_a_displaced_claim_names_where_it_matches_and_how_many_were_tried():
    row = decide(claim(), computed(4.5555, MISS, HIT, ("2009-08", "other", "v2", 4.39)), 0.5)
    assert row["matched_month"] == "2009-09"
    assert row["matched_definition"] == "M2 over base (vintage v1)"
    assert row["candidates"] == 3
    assert "2 of 3 different candidates match." in row["cause"]
    assert row["expected_by_chance"] > 0


def test_the_least_departure_wins():
    near = ("2009-10", "M2 over base", "v2", 4.39)
    other = ("2009-10", "A over B", "v1", 4.39)
    assert decide(claim(), computed(4.5, HIT, other, near), 0.5)["matched_definition"] == "M2 over base (vintage v2)"
    assert decide(claim(), computed(4.5, HIT, other), 0.5)["matched_definition"] == "A over B (vintage v1)"


def test_other_ways_of_rounding_are_a_cause():
    assert "Cut off instead of rounded" in decide(claim("9.85"), computed(9.858), 0.5)["cause"]
    assert "rounds to the printed 8.3 at 1 decimal." in decide(claim("8.3"), computed(8.2878), 0.5)["cause"]


def test_matching_is_at_the_printed_precision():
    assert matches(4.385, 4.39, 2)
    assert matches(4.395, 4.39, 2)
    assert not matches(4.3849, 4.39, 2)
    assert matches(-0.6552614, -0.655261, 6)


def test_chance_is_the_density_of_candidates_times_the_width_of_a_match():
    values = np.random.default_rng(0).uniform(3, 6, 30000)
    printed = np.round(np.linspace(3.6, 5.4, 181), 2)
    found = [np.abs(values - number).__le__(0.005).sum() for number in printed]
    expected = [expected_by_chance(values, number, 2) for number in printed]
    assert np.mean(expected) == pytest.approx(np.mean(found), rel=0.05)
    assert np.mean(expected) == pytest.approx(30000 * 0.01 / 3, rel=0.05)


def levels(*values, vintage="v"):
    months = pd.period_range("2008-08", periods=len(values), freq="M")
    return pd.DataFrame(
        {
            "country": "china",
            "quantity": "base",
            "definition": "d",
            "vintage": vintage,
            "month": months,
            "value": values,
        }
    )


def test_growth_is_from_the_month_before_of_the_same_series():
    table = pd.concat([levels(100.0, 110.0, 99.0), levels(1.0, 2.0, vintage="w")])
    found = growth(table, 9)
    found = found[found["definition"] == "d"].set_index(["vintage", "month"])["value"]
    assert found["v"].round(9).tolist() == [10, -10]
    assert found["w"].tolist() == [100]
    gap = levels(100.0, 110.0, 121.0).drop(index=1)
    assert growth(gap, 2).empty, "growth over a gap is no monthly growth"


def test_growth_of_rounded_levels_is_a_reading_of_its_own():
    found = growth(levels(10.8619, 11.5353), 2).set_index("definition")["value"]
    assert found["d"] == pytest.approx(100 * (11.5353 / 10.8619 - 1))
    assert found["d, rounded to 2 decimals"] == pytest.approx(100 * (11.54 / 10.86 - 1))


def test_copies_are_not_candidates():
    copies = candidates(
        HIT, ("2009-09", "same by definition", "v2", 4.3881), ("2009-08", "another month", "v1", 4.3881)
    )
    assert distinct(copies)["month"].astype(str).tolist() == ["2009-09", "2009-08"]
    near = candidates(("2009-09", "a", "v", 4.38811), ("2009-09", "b", "v", 4.38814), ("2009-09", "c", "v", 4.388112))
    assert len(distinct(near)) == 2, "six digits decide"
    row = decide(claim(), Computed(4.5555, "2009-10", "M2 over base", "v1", copies), 0.5)
    assert row["candidates"] == 2


def test_biweekly_bases_belong_to_the_month_in_which_they_end():
    fred_md = pd.DataFrame({"M2SL": [8360.1]}, index=pd.period_range("2009-10", periods=1, freq="M"))
    base = pd.Series({"2009-09-23": 1800.0, "2009-10-07": 1883.681, "2009-10-21": 1950.0})
    found = us_biweekly(fred_md, base, "2009-12").set_index("definition")["value"]
    assert found.index.tolist() == [
        "M2SL over BASE, two weeks to 2009-10-07",
        "M2SL over BASE, two weeks to 2009-10-21",
    ]
    assert found.iloc[0] == pytest.approx(4.43817, abs=1e-5)


def test_growth_between_moves_both_ends_and_rounds_the_levels():
    table = growth_between(levels(11.726, 11.7336, 11.5), "2008-09", "2008-10", 1, 2)
    stated = table[(table["definition"] == "d from 2008-09") & (table["month"] == pd.Period("2008-10"))]
    assert stated["value"].iloc[0] == pytest.approx(100 * (11.5 / 11.7336 - 1))
    assert stated["shift"].iloc[0] == 0
    rounded = table[(table["definition"] == "d, rounded to 2 decimals from 2008-09") & (table["shift"] == 0)]
    assert rounded.set_index("month").at[pd.Period("2008-10"), "value"] == pytest.approx(100 * (11.5 / 11.73 - 1))
    assert table["shift"].max() == 1


def test_the_base_of_a_vintage_is_the_one_it_carries():
    frame = pd.DataFrame({"M2SL": [8000.0], "AMBSL": [float("nan")], "BOGMBASE": [2_000_000.0]})
    found = us_quantities(frame)
    assert list(found) == [("multiplier", "M2SL over BOGMBASE")]
    assert found["multiplier", "M2SL over BOGMBASE"].tolist() == [4.0]


ALL = pd.read_csv(RAW / "claims/claims.csv", dtype=str, keep_default_na=False)


def test_every_claim_has_a_function_in_its_study_and_no_function_is_without_a_claim():
    assert set(CLAIMS) == set(ALL["id"])
    for _, row in ALL.iterrows():
        assert CLAIMS[row["id"]].__module__ == f"{studies.__name__}.{row['study'].replace('-', '_')}", row["id"]


def test_a_claim_has_one_function():
    with pytest.raises(KeyError, match="MB-01 has two functions"):
        register("MB-01")(lambda evidence: Untestable("x"))


def evidence(**tables):
    return evidence_on(tables)


def test_the_ledger_keeps_what_each_claim_read_and_the_code_that_decided_it():
    def reads(e):
        return Decided(bool(e.table("a")["x"].iloc[0]), "c", "because")

    def reads_nothing(e):
        return Untestable("x")

    found = ledger(
        ALL[ALL["id"].isin(["MB-01", "MB-02"])],
        {"MB-01": reads, "MB-02": reads_nothing},
        evidence(a=pd.DataFrame({"x": [1]})),
        0.5,
    )
    assert found.table["verdict"].tolist() == ["reproduced", "untestable"]
    assert found.computations["MB-01"]["tables"] == ["a"]
    assert found.computations["MB-02"]["tables"] == []
    assert 'e.table("a")' in found.computations["MB-01"]["code"]
    assert found.computations["MB-01"]["function"] == "reads"
    assert found.searches.empty


def test_counts_add_up_and_keep_the_order_of_the_studies():
    outcomes = (Decided(True, "", "x"), Decided(False, "", "x"), Untestable("y"))
    rows = pd.DataFrame([decide(claim(), outcome, 0.5) for outcome in outcomes])
    table = counts(pd.concat([rows.assign(study="z"), rows.head(1)]))
    assert table["study"].tolist() == ["z", "x"]
    assert list(table.columns) == ["study", *VERDICTS]
    assert table.drop(columns="study").sum(axis=1).tolist() == [3, 1]


def vector(*values, rows=()):
    table = pd.DataFrame(
        [(name, "2000..2001", "v", *numbers) for name, numbers in rows],
        columns=["definition", "months", "vintage", *range(len(values))],
    )
    return ComputedVector(values, "1999..2001", "as stated", "v", table)


PRINTED = claim("0.135 2.2083 -0.5", "3", "vector")


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        (vector(0.1354, 2.20833, -0.51), "reproduced"),
        (vector(0.1356, 2.20833, -0.51), "close"),
        (vector(0.1356, 2.2, -0.5), "close"),
        (vector(0.2, 2.2083, -0.5), "contradicted"),
        (vector(0.2, 2.2083, -0.5, rows=[("other", (0.2, 2.2083, -0.5))]), "contradicted"),
        (vector(0.2, 2.2083, -0.5, rows=[("x", (9, 9, 9)), ("other", (0.135, 2.2083, -0.5))]), "displaced"),
    ],
)
def test_a_vector_is_equal_if_each_number_is_at_its_own_precision(outcome, verdict):
    row = decide(PRINTED, outcome, 0.5)
    assert row["verdict"] == verdict
    if verdict == "displaced":
        assert row["matched_definition"] == "other (vintage v)"
        assert row["candidates"] == 2
    if verdict == "contradicted":
        assert "2 of 3 numbers are equal" in row["cause"]


def test_the_nearest_vector_has_most_numbers_equal_then_the_least_deviation():
    rows = [("near", (0.1360, 2.2081, -0.5)), ("two", (5.0, 2.2083, -0.5)), ("two nearer", (0.2, 2.2083, -0.5))]
    search = search_of(PRINTED, vector(0, 0, 0, rows=rows))
    assert (search.nearest.definition, search.nearest.equal, search.matches) == ("two nearer", 2, 0)
    assert search_row(PRINTED, search)["nearest_value"] == "0.200 2.2083 -0.5"


def test_a_vector_of_another_length_is_an_error_of_ours():
    with pytest.raises(ValueError, match="2 numbers computed, 3 printed"):
        decide(PRINTED, vector(1.0, 2.0), 0.5)


@pytest.mark.parametrize(
    ("printed", "date", "verdict"),
    [
        ("2008-11", "2008-11-25", "reproduced"),
        ("2008-11-25", "2008-11-25", "reproduced"),
        ("2009..2014", "2009-03-18..2014-10-29", "reproduced"),
        ("2009..2014", "2008-11-25..2014-10-29", "contradicted"),
        ("2008-03-18", "2009-03-18", "contradicted"),
        ("2012-08", "2012-09-13", "displaced"),
    ],
)
def test_a_date_is_equal_at_its_printed_precision(printed, date, verdict):
    outcome = Dated(date, "announcement", {"speech": "2012-08-31", "announcement": date})
    row = decide(claim(printed, "", "date"), outcome, 0.5)
    assert row["verdict"] == verdict
    assert row["computed"] == date
    if verdict == "displaced":
        assert row["matched_definition"] == "speech"


def test_the_nearest_candidate_of_a_number_is_named():
    row = decide(claim(), computed(4.5555, MISS, ("2009-08", "other", "v2", 4.41)), 0.5)
    assert "the nearest, other in 2009-08 (vintage v2), gives 4.4100" in row["cause"]


def test_beyond_the_data_a_match_displaces_and_without_one_the_missing_series_is_named():
    beyond = {"missing": "base money before 2000"}
    none = Computed(float("nan"), "2009-10", "d", "v1", candidates(MISS), **beyond)
    row = decide(claim(), none, 0.5)
    assert row["verdict"] == "untestable"
    assert "Missing: base money before 2000." in row["cause"]
    assert "gives 4.5555" in row["cause"]
    assert row["candidates"] == 1
    found = decide(claim(), Computed(float("nan"), "2009-10", "d", "v1", candidates(MISS, HIT), **beyond), 0.5)
    assert (found["verdict"], found["matched_month"]) == ("displaced", "2009-09")
    rows = [("other", (0.135, 2.2083, -0.5))]
    whole = ComputedVector((), "1999..2001", "d", "v", vector(0, 0, 0, rows=rows).candidates, **beyond)
    assert decide(PRINTED, whole, 0.5)["verdict"] == "displaced"


def series(definition, values, first="2005-01", vintage="v"):
    months = pd.period_range(first, periods=len(values), freq="M")
    return pd.DataFrame({"definition": definition, "vintage": vintage, "month": months, "value": values})


def test_the_grid_of_statistics_equals_one_test_after_another():
    walks = 4 + np.random.default_rng(3).normal(0, 0.1, (2, 70)).cumsum(axis=1)
    table = pd.concat([series("a", walks[0]), series("b", walks[1])])
    grid = adf_grid(table, "2006-03", "2009-10", 1, [0, 3], [2])
    assert len(grid) == 2 * 2 * 9 * 2, "series, rounding, windows, lags"
    found = grid.set_index(["definition", "month"])["value"]
    months = pd.period_range("2005-01", periods=70, freq="M")
    whole = pd.Series(walks[1], months)
    inside = whole.loc["2006-02":"2009-11"].round(2)
    expected = adf(inside, "n", "fixed", 3, 0.05)["statistic"]
    label = "b, rounded to 2 decimals, 3 lags, from 2006-02"
    assert found[label, pd.Period("2009-11")] == pytest.approx(expected, abs=1e-8)
    assert grid.loc[grid["definition"] == label, "shift"].tolist() == [1, 1, 1]


def test_series_with_gaps_are_left_out_of_the_grid():
    walk = 4 + np.random.default_rng(4).normal(0, 0.1, 70).cumsum()
    holed = walk.copy()
    holed[30] = np.nan
    grid = adf_grid(pd.concat([series("whole", walk), series("holed", holed)]), "2006-03", "2009-10", 0, [1], [])
    assert grid["definition"].tolist() == ["whole, 1 lag"]


def test_windows_move_either_end():
    found = list(windows("2006-03", "2009-10", 1))
    assert len(found) == 9
    assert (pd.Period("2006-02"), pd.Period("2009-11"), 1) in found
