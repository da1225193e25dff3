"""Two vintages against each other, on frames small enough to check by hand."""

import re

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from multiplier import DataError
from multiplier.vintages import behind, overlay, page, revisions
from multiplier.vintages.comparison import Products, captions, compare
from multiplier.vintages.decisions import JUDGED, compare_decisions
from multiplier.vintages.entering import STAND_INS
from multiplier.vintages.headlines import headlines
from multiplier.vintages.numbers import compare_numbers
from multiplier.vintages.summary import line, moved, others, sentences, summarise

SAMPLE = {"first": "2008-01", "last": "2008-03"}
NAMES = ("old", "new")
NO_CORRECTIONS = pd.DataFrame(columns=["file", "first", "last", "column", "action", "reason"])
FILE_A, FILE_B = "us/money/2009-12.csv", "us/money/2024-03.csv"
UNITS = {FILE_A: "billion dollars (base: million dollars)", FILE_B: "billion dollars (base: million dollars)"}


def record(value, unit="ratio", decimals=2, rule="ratios", inputs=("config.yaml",)):
    return {"value": value, "unit": unit, "decimals": decimals, "rule": rule, "inputs": list(inputs)}


def cells(text):
    """A raw file as text: one row a line, blanks between cells, - for an empty one."""
    rows = [["" if cell == "-" else cell for cell in line.split()] for line in text.strip().splitlines()]
    return pd.DataFrame(rows[1:], columns=rows[0])


OLD = cells("""
    month   m2     base  gone
    2007-12 100.0  1000  1
    2008-01 101.0  1010  -
    2008-02 102.0  1020  -
    2008-03 103.0  1030  -
""")
NEW = cells("""
    month   m2     base  gone
    2007-12 100.0  1000  -
    2008-01 101.0  1010  -
    2008-02 102.51 1020  -
    2008-03 103.04 1030  -
    2008-04 104.0  1040  -
""")


def revised(new=NEW, corrections=NO_CORRECTIONS):
    return revisions.compare_table("us/money", [(FILE_A, OLD)], [(FILE_B, new)], UNITS, corrections, SAMPLE)


class TestNumbers:
    def test_value_change_percent_and_what_is_printed(self):
        a = {"up": record(4.0), "fine": record(1.001), "text": record("yes", "decision", None), "same": record(7)}
        b = {"up": record(5.0), "fine": record(1.002), "text": record("no", "decision", None), "same": record(7)}
        found = compare_numbers(a, b, NAMES).set_index("key")
        assert found.loc["up", ["change", "percent", "printed_a", "printed_b"]].tolist() == [1.0, 25.0, "4.00", "5.00"]
        assert found["status"].to_dict() == {"up": "changed", "fine": "changed", "text": "changed", "same": "same"}
        assert found["printed_changed"].to_dict() == {"up": True, "fine": False, "text": True, "same": False}
        assert pd.isna(found.at["text", "change"])

    def test_a_key_that_one_vintage_lacks(self):
        found = compare_numbers({"a": record(1.0)}, {"b": record(2.0)}, NAMES).set_index("key")
        assert found["status"].to_dict() == {"a": "only in A", "b": "only in B"}
        assert found["printed_changed"].all()

    def test_another_unit_is_a_change_without_a_size(self):
        found = compare_numbers({"k": record(1.0, "percent")}, {"k": record(1.0, "ratio")}, NAMES)
        assert found.loc[0, ["unit", "status"]].tolist() == ["percent; ratio", "changed"]
        assert pd.isna(found.loc[0, "change"])

    def test_nought_has_no_percent_and_a_missing_value_no_change(self):
        found = compare_numbers({"z": record(0.0), "n": record(None)}, {"z": record(1.0), "n": record(2.0)}, NAMES)
        found = found.set_index("key")
        assert found.at["z", "change"] == 1.0
        assert found["percent"].isna().all()
        assert found.at["n", "printed_a"] == "n/a"

    def test_the_name_of_the_vintage_is_no_change(self):
        found = compare_numbers({"v": record("old", "name", None)}, {"v": record("new", "name", None)}, NAMES)
        assert len(found) == 0


class TestRevisions:
    def test_a_revised_cell_has_month_size_and_percent(self):
        found = revised().set_index(["series", "row"])
        assert list(found.index) == [
            ("base", "2008-04"),
            ("gone", "2007-12"),
            ("m2", "2008-02"),
            ("m2", "2008-03"),
            ("m2", "2008-04"),
        ]
        cell = found.loc[("m2", "2008-02")]
        assert cell["kind"] == "revised"
        assert cell["change"] == pytest.approx(0.51)
        assert cell["percent"] == pytest.approx(0.5)
        assert bool(cell["in_sample"])
        assert not cell["rounding"]
        assert found["unit"].to_dict()[("base", "2008-04")] == "million dollars"
        assert cell["unit"] == "billion dollars"

    def test_less_than_the_last_digit_of_the_coarser_is_rounding(self):
        found = revised().set_index(["series", "row"])
        assert bool(found.at[("m2", "2008-03"), "rounding"])  # 103.0 and 103.04
        whole = cells("month m2\n2008-01 101\n2008-02 103")
        found = revised(whole).set_index(["series", "row"])
        assert not found.at[("m2", "2008-02"), "rounding"]  # 102.0 and 103: a whole unit apart

    def test_what_only_one_has(self):
        found = revised().set_index(["series", "row"])["kind"]
        assert found[("gone", "2007-12")] == "only in A"
        assert found[("m2", "2008-04")] == "only in B"

    def test_a_cell_that_a_correction_replaces_has_no_effect_and_a_known_one_says_why(self):
        row = {"file": FILE_B, "first": "2008-02", "last": np.nan, "column": "m2", "reason": "Misprint."}
        for action, treated in (("replace", True), ("keep", False)):
            found = revised(corrections=pd.DataFrame([row | {"action": action}])).set_index(["series", "row"])
            assert bool(found.at[("m2", "2008-02"), "corrected"]) is treated
            assert found.at[("m2", "2008-02"), "known"] == "Misprint."
            assert len(revisions.effective(found)) == (0 if treated else 1)

    def test_a_month_is_taken_whole_from_the_first_file_that_has_it(self):
        first, second = cells("month m2 x\n2008-02 5 -"), cells("month m2 x\n2008-01 7 1\n2008-02 9 2")
        files = [(FILE_B, first), (FILE_A, second)]
        found = revisions.compare_table("t", [(FILE_A, second)], files, UNITS, NO_CORRECTIONS, SAMPLE)
        assert found[["series", "row", "kind"]].values.tolist() == [
            ["m2", "2008-02", "revised"],
            ["x", "2008-02", "only in A"],
        ]

    def test_the_same_figures_in_another_file_are_no_revision(self):
        assert len(revised(OLD)) == 0
        other = OLD.assign(m2=["100", "101", "102.00", "103.0"])
        assert len(revised(other)) == 0

    def test_a_figure_near_nought_is_measured_against_its_series(self):
        a, b = cells("month m2\n2008-01 0\n2008-02 200"), cells("month m2\n2008-01 1\n2008-02 200")
        found = revisions.compare_table("t", [(FILE_A, a)], [(FILE_B, b)], UNITS, NO_CORRECTIONS, SAMPLE)
        assert found["percent"].tolist() == [50.0]  # 1 over one percent of 200

    def test_by_series_and_by_year(self):
        series = revisions.by_series(revised()).set_index("series")
        assert series.index[0] == "m2"
        assert series.loc["m2", ["revised", "beyond_rounding", "in_sample", "only_b"]].tolist() == [2, 1, 1, 1]
        assert series.at["m2", "largest_row"] == "2008-02"
        assert series.loc["gone", ["revised", "only_a"]].tolist() == [0, 1]
        years = revisions.by_year(revised())
        assert years[["series", "year", "revised"]].values.tolist() == [["m2", "2008", 1]]

    @pytest.mark.parametrize(
        ("unit", "series", "expected"),
        [
            ("billion dollars (A, B: million dollars)", "B", "million dollars"),
            ("billion dollars (A, B: million dollars)", "C", "billion dollars"),
            ("percent (x); ratio (y); trillion yuan (z)", "y", "ratio"),
            ("billion dollars (us); billion yen (japan); annual rate", "japan", "billion yen"),
            ("100 million yuan, cumulated from January", "gdp", "100 million yuan, cumulated from January"),
        ],
    )
    def test_units_of_a_manifest(self, unit, series, expected):
        assert revisions.series_unit(unit, series) == expected


def roots(**changes):
    columns = {"country": "us", "series": "multiplier", "transform": "diff", "test": "ADF", "deterministic": "c"}
    rows = [
        columns | {"lag_rule": "fixed", "lags": 1, "statistic": -3.0, "pvalue": 0.04, "crit_5": -2.9},
        columns | {"lag_rule": "AIC", "lags": 1, "statistic": -3.0, "pvalue": 0.04, "crit_5": -2.9},
    ]
    frame = pd.DataFrame(rows).assign(decision="rejected")
    for column, value in changes.items():
        frame.loc[1, column] = value
    return frame


NO_CLAIMS = pd.DataFrame({"id": [], "verdict": [], "matched_month": []}, dtype=str)


def decided(tables, claims=(NO_CLAIMS, NO_CLAIMS), numbers=({}, {})):
    return compare_decisions(tables, claims, numbers, ("china", "us"))


class TestDecisions:
    def test_a_flip_carries_its_figures_and_a_chosen_lag_is_no_part_of_the_row(self):
        pair = roots(), roots(lags=12, statistic=-2.0, pvalue=0.3, decision="not rejected")
        found = decided({"unit_roots": pair}).set_index("key")
        assert found["flipped"].to_dict() == {
            "us, multiplier, diff, ADF, c, fixed, 1": False,
            "us, multiplier, diff, ADF, c, AIC": True,
        }
        flip = found.loc["us, multiplier, diff, ADF, c, AIC"]
        assert flip[["value_a", "value_b", "country", "series"]].tolist() == [
            "rejected",
            "not rejected",
            "us",
            "multiplier",
        ]
        assert flip[["lags_a", "lags_b", "pvalue_a", "pvalue_b", "critical_a"]].tolist() == [1, 12, 0.04, 0.3, -2.9]

    def test_rows_that_cannot_be_told_apart_are_refused(self):
        twice = pd.concat([roots(), roots()])
        with pytest.raises(DataError, match=r"unit_roots.csv: the row 'us, multiplier, .*' stands twice"):
            decided({"unit_roots": (twice, twice)})

    def test_verdicts_and_words(self):
        claims = [
            pd.DataFrame({"id": ["X-01", "X-02"], "verdict": [verdict, "close"], "matched_month": ["2008-02", ""]})
            for verdict in ("displaced", "reproduced")
        ]
        a = {"us_led": record(1, "yes or no", 0), "names": record("c and s", "names", None), "m": record(2.0)}
        b = {"us_led": record(0, "yes or no", 0), "names": record("c and s", "names", None), "m": record(3.0)}
        found = decided({}, tuple(claims), (a, b)).set_index("key")
        assert found["flipped"].to_dict() == {"X-01": True, "X-02": False, "us_led": True, "names": False}
        assert found.loc["us_led", ["value_a", "value_b", "country"]].tolist() == ["yes", "no", "us"]
        assert found.at["X-01", "month"] == "2008-02"

    def test_a_decision_on_a_driver_is_about_all_of_them_the_others_are_about_the_multiplier(self):
        rows = [["us", statement, "t", 0.5, "rejected", ""] for statement in ("drift", "driver_savings_ratio")]
        frame = pd.DataFrame(rows, columns=["country", "statement", "test", "pvalue", "decision", "direction"])
        found = decided({"decisions": (frame, frame)}).set_index("key")["series"]
        assert found.to_dict() == {"us, drift, t": "multiplier", "us, driver_savings_ratio, t": ""}

    def test_a_word_that_one_vintage_lacks(self):
        found = decided({}, numbers=({"led": record(True, "whether it leads", None)}, {}))
        assert found.loc[0, ["value_a", "value_b", "status", "flipped"]].tolist() == ["yes", "", "only in A", False]

    def test_words_that_carry_other_figures_are_the_same_words(self):
        a = {"near": record("sup-F (p 0.0502)", "tests", None), "order": record("(2,0,1)", "model", None)}
        b = {"near": record("sup-F (p 0.0500)", "tests", None), "order": record("(1,0,2)", "model", None)}
        found = decided({}, numbers=(a, b)).set_index("key")
        assert found["status"].to_dict() == {"near": "same", "order": "flipped"}
        assert found.at["near", "value_b"] == "sup-F (p 0.0500)"

    def test_words_are_of_the_country_and_the_series_of_the_rows_that_they_name(self):
        table = "results/old/tables/stability.csv"
        texts = {"one": "sup-F in the United States", "two": "sup-F in China; sup-F in the United States", "no": "none"}
        a = {key: record(text, "tests", None, inputs=(table,)) for key, text in texts.items()}
        a["names"] = record("the currency ratio in China", "names", None, inputs=("results/old/tables/drivers.csv",))
        b = {key: record("none", "tests", None, inputs=(table,)) for key in texts} | {
            "names": record("x", "names", None)
        }
        found = decided({}, numbers=(a, b)).set_index("key")
        assert found["country"].to_dict() == {"one": "us", "two": "", "no": "", "names": ""}
        assert found["series"].to_dict() == {"one": "multiplier", "two": "multiplier", "no": "multiplier", "names": ""}

    def test_the_tables_that_stand_in_are_known_to_the_rules(self):
        rules = (ROOT / "workflow/rules/compare.smk").read_text()
        listed = dict(re.findall(r'"(\S+)": "(\S+)"', re.search(r"^STAND_INS = \{(.*?)\}", rules, re.MULTILINE)[1]))
        assert listed == {table: other for table, (other, _) in STAND_INS.items()}

    def test_every_table_of_decisions_is_known_to_the_rules(self):
        rules = (ROOT / "workflow/rules/compare.smk").read_text()
        listed = re.search(r"^JUDGED = \[(.*?)\]", rules, re.DOTALL | re.MULTILINE)[1]
        assert set(re.findall(r'"(\w+)"', listed)) == set(JUDGED)

    def test_the_tables_that_rules_splice_are_compared_as_spliced(self):
        rules = {path.name: path.read_text() for path in (ROOT / "workflow/rules").glob("*.smk")}
        spliced = {table for text in rules.values() for table in re.findall(r'=raw_files\(\s*"([^"]+)"', text)}
        listed = re.search(r"^SPLICED = \[(.*?)\]", rules["compare.smk"], re.DOTALL | re.MULTILINE)[1]
        assert set(re.findall(r'"([^"]+)"', listed)) == spliced


PAIR = behind.Pair("old", "new", {"us": {"base": "X"}}, {"us": {"base": "X"}}, 3)
READINGS = {"us/money": behind.Reading([FILE_A], [FILE_B])}
MONTHS = pd.period_range("2008-01", "2008-03", freq="M", name="month")
RATIOS = (pd.DataFrame({"multiplier": [4.0, 4.0, 4.0]}, MONTHS), pd.DataFrame({"multiplier": [4.0, 5.0, 4.0]}, MONTHS))


def flip(**changes):
    row = {"kind": "test", "table": "roots", "key": "us, ADF", "country": "us", "series": "", "month": ""}
    return pd.DataFrame([row | {"value_a": "rejected", "value_b": "not rejected"} | changes])


def stands_behind(flips, files_a=(FILE_A,), files_b=(FILE_B,), pair=PAIR, raw=None, claims=None, numbers=None):
    tables = {"roots": ([*files_a, "ratios_us"], [*files_b, "ratios_us"])}
    known = behind.Record(tables, claims or {}, numbers or {})
    found = raw if raw is not None else revised()
    return behind.behind(flips, READINGS, found, known, {"us": RATIOS}, ("2008-01", "2008-03"), pair)


class TestBehind:
    def test_a_revision_is_named_with_its_months_and_its_largest(self):
        ((cause, computed),) = stands_behind(flip())
        assert cause.startswith("us/money: ")
        assert "m2 differs in 1 of the sample's 3 months, most by +0.5 percent in 2008-02" in cause
        assert "gone only in old (one row, 2007-12, none of them in the sample)" in cause
        assert computed == (
            "computed from these, ratios_us: multiplier differs in 1 of the sample's 3 months, "
            "most by +25 percent in 2008-02"
        )

    def test_other_definitions_are_said_first(self):
        other = behind.Pair("old", "new", {"us": {"base": "X"}}, {"us": {"base": "Y"}}, 3)
        assert stands_behind(flip(), pair=other)[0][0] == "definition of base (us): X in old, Y in new"

    def test_a_flip_without_a_cause_is_an_error(self):
        none = revised(OLD)
        with pytest.raises(DataError, match=r"roots, 'us, ADF' is 'rejected' in old and 'not rejected' in new, though"):
            stands_behind(flip(), raw=none)

    def test_a_table_that_the_row_does_not_rest_on_is_not_named(self):
        with pytest.raises(DataError, match="build both vintages again"):
            stands_behind(flip(), files_a=["us/other/single.csv"], files_b=["us/other/single.csv"])

    def test_a_row_of_one_country_is_not_moved_by_another(self):
        with pytest.raises(DataError):
            stands_behind(flip(country="china"))

    def test_a_claim_is_of_the_country_whose_ratios_decide_it(self):
        record = behind.Record({}, {"X-01": ["candidates", "ratios_china"], "X-02": ["candidates"]}, {})
        assert record.country({"kind": "verdict", "key": "X-01", "country": ""}) == "china"
        assert record.country({"kind": "verdict", "key": "X-02", "country": ""}) == ""

    def test_the_month_of_a_claim_is_shown_even_if_only_its_rounding_differs(self):
        ((cause, *_),) = stands_behind(flip(kind="verdict", key="X-01", month="2008-03"), claims={"X-01": ["roots"]})
        assert cause.startswith("us/money: in 2008-03 m2 is 103 in old, 103.04 in new; ")

    def test_a_correction_leaves_nothing_behind(self):
        fixed = pd.DataFrame(
            [{"file": FILE_B, "first": "2008-02", "last": "", "column": "m2", "action": "replace", "reason": "Typo."}]
        )
        ((cause, *_),) = stands_behind(flip(), raw=revised(corrections=fixed))
        assert "differs" not in cause

    def test_what_is_known_of_a_revision_is_said(self):
        noted = pd.DataFrame(
            [{"file": FILE_B, "first": "2008-02", "last": "", "column": "m2", "action": "keep", "reason": "Narrower."}]
        )
        ((cause, *_),) = stands_behind(flip(), raw=revised(corrections=noted))
        assert "in 2008-02 (known: Narrower)" in cause

    def test_many_vintages_of_a_table_are_one_entry(self):
        assert stands_behind(flip(), files_a=["us/money/*.csv"], files_b=["us/money/*.csv"])

    def test_a_number_that_one_vintage_lacks_goes_with_the_others_of_its_part(self):
        rows = pd.concat(
            [
                flip(kind="words", key="part_one", country="", value_b=""),
                flip(kind="words", key="part_two", country="", value_b=""),
            ]
        )
        numbers = {"part_one": ([f"data/raw/{FILE_A}"], ()), "part_two": (["config.yaml"], ())}
        first, second = stands_behind(rows, numbers=numbers)
        assert first[0].startswith("us/money: ")
        assert second[0] == "absent in new, as part_one is, its own inputs being the same"
        assert second[1:] == first

    def test_a_series_of_the_table_is_moved_by_itself_alone(self):
        ((cause, *_),) = stands_behind(flip(series="base"))
        assert "m2" not in cause
        assert "base only in new (one row, 2008-04, none of them in the sample)" in cause

    def test_lags_that_the_rule_chose_otherwise_are_said_behind_their_cause(self):
        causes = stands_behind(flip(lags_a=12.0, lags_b=1.0))[0]
        assert causes[1] == "other lags: 12 in old and 1 in new, as the rule chooses from these figures"
        with pytest.raises(DataError):  # they are no cause of their own
            stands_behind(flip(lags_a=12.0, lags_b=1.0), raw=revised(OLD))


MD_A, MD_B, STOCK = "us/fred_md/2009-12.csv", "us/fred_md/2024-03.csv", "us/money_stock/2023-12.csv"
MD_OLD = cells("""
    month   M1SL M2SL AMBSL
    2008-01 10   101  50.0
    2008-02 10   102  51.0
""")
MD_NEW = cells("""
    month   M1SL M2SL AMBSL
    2008-01 11   101  -
    2008-02 11   103  -
""")
STOCK_CELLS = cells("""
    month   AMBSL CURRSL
    2007-12 49.0  1
    2008-01 50.0  1
    2008-02 51.5  1
""")
MD_UNITS = dict.fromkeys((MD_A, MD_B, STOCK), "billion dollars")


def american(flips, definition=("AMBSL", "AMBSL"), definitions=None, ratios=RATIOS):
    """What stands behind rows that rest on a FRED-MD table, of which the newer lacks the base."""
    plain = revisions.compare_table("us/fred_md", [(MD_A, MD_OLD)], [(MD_B, MD_NEW)], MD_UNITS, NO_CORRECTIONS, SAMPLE)
    label = "us/fred_md, else us/money_stock"
    stand_in, elsewhere = revisions.compare_stand_ins(
        label,
        ([(MD_A, MD_OLD)], [(STOCK, STOCK_CELLS)]),
        ([(MD_B, MD_NEW)], [(STOCK, STOCK_CELLS)]),
        STAND_INS["us/fred_md"][1],
        MD_UNITS,
        NO_CORRECTIONS,
        SAMPLE,
    )
    readings = {
        "us/fred_md": behind.Reading([MD_A], [MD_B], frozenset(elsewhere)),
        label: behind.Reading([MD_A], [MD_B]),
    }
    pair = behind.Pair("old", "new", *({"us": {"base": base}} for base in definition), 3)
    tables = {"roots": ([MD_A, "ratios_us"], [MD_B, "ratios_us"]), "direct": ([MD_A], [MD_B])}
    tables["ratios_us"] = tables["roots"]
    known = behind.Record(tables, {"X-01": ["ratios_us"]}, {}, definitions or {})
    found = pd.concat([plain, stand_in])
    return behind.behind(flips, readings, found, known, {"us": ratios}, ("2008-01", "2008-03"), pair)


class TestEnteringSeries:
    def test_only_the_series_of_the_multiplier_and_the_base_from_the_table_that_has_it(self):
        causes = american(flip(series="multiplier"))[0]
        assert causes[:2] == [
            "us/fred_md: M2SL differs in 1 of the sample's 3 months, most by +0.98 percent in 2008-02",
            "us/fred_md, else us/money_stock: AMBSL differs in 1 of the sample's 3 months, most by +0.98 percent in "
            "2008-02; read from us/fred_md/2009-12 in old, from us/money_stock/2023-12 in new",
        ]

    def test_a_table_that_is_read_without_the_cleaning_lacks_the_base(self):
        (cause,) = american(flip(table="direct"))[0]
        assert "AMBSL only in old (two rows, 2008-01 to 2008-02, 2 of them in the sample)" in cause

    def test_where_the_base_is_another_the_definition_is_named_and_neither_base(self):
        for series in ("multiplier", ""):
            causes = american(flip(series=series), definition=("AMBSL", "BOGMBASE"))[0]
            assert causes[0] == "definition of base (us): AMBSL in old, BOGMBASE in new"
            assert not any("AMBSL" in cause for cause in causes[1:])

    def test_a_ratio_of_a_claim_names_its_series(self):
        row = flip(kind="verdict", table="claims", key="X-01", country="")
        for definition, said in (("M2SL over AMBSL", False), ("months that are complete", True)):
            causes = american(row, definitions={"X-01": [definition]})[0]
            assert any("M1SL" in cause for cause in causes) is said
            assert any("computed from these" in cause for cause in causes) is said

    def test_what_a_row_is_computed_from_is_shown_by_its_parts(self):
        frames = [frame.assign(m2=m2, base=2.0, reserve_ratio=m2) for frame, m2 in zip(RATIOS, (8.0, 9.0), strict=True)]
        computed = american(flip(series="multiplier"), ratios=tuple(frames))[0][-1]
        assert "m2 differs in 3" in computed
        assert "reserve_ratio" not in computed

    def test_demand_deposits_that_a_table_lacks_are_moved_by_m0_and_m1(self):
        files = ["china/money_supply/1.csv"], ["china/money_supply/2.csv"]
        old = cells("month m0 m1 m2 demand_deposits time_deposits\n2008-01 1 5 9 4 2")
        for new, moving in (
            ("month m0 m1 m2\n2008-01 1 6 8", True),
            ("month m0 m1 m2 demand_deposits time_deposits\n2008-01 1 6 8 3 2", False),
        ):
            units = dict.fromkeys((files[0][0], files[1][0]), "yuan")
            table = "china/money_supply"
            rows = revisions.compare_table(
                table, [(files[0][0], old)], [(files[1][0], cells(new))], units, NO_CORRECTIONS, SAMPLE
            )
            elsewhere = frozenset(["time_deposits"] if moving else [])
            record = behind.Record({"roots": ([*files[0], "ratios_china"], [*files[1], "ratios_china"])}, {}, {})
            found = behind.behind(
                flip(country="china", series="time_ratio"),
                {table: behind.Reading(*files, elsewhere)},
                rows,
                record,
                {"china": RATIOS},
                ("2008-01", "2008-03"),
                PAIR,
            )[0]
            assert ("m1 differs" in found[0]) is moving
            assert "m2" not in found[0]

    def test_a_correction_of_the_column_under_its_other_name_counts(self):
        own, other = cells("month time_deposits\n2008-01 5"), cells("month corporate_time_deposits\n2008-01 9")
        paths = ("china/money_supply/1.csv", "china/money_supply/2.csv", "china/depository_corporations/3.csv")
        fixed = pd.DataFrame(
            [{"file": paths[2], "first": "2008-01", "last": "", "column": "corporate_time_deposits"}]
        ).assign(action="replace", reason="Typo.")
        rows, read = revisions.compare_stand_ins(
            "t",
            ([(paths[0], own)], [(paths[2], other)]),
            ([(paths[1], cells("month m2\n2008-01 1"))], [(paths[2], other)]),
            STAND_INS["china/money_supply"][1],
            dict.fromkeys(paths, "yuan"),
            fixed,
            SAMPLE,
        )
        assert read == {"time_deposits": [[paths[0]], [paths[2]]]}
        assert rows[["series", "value_a", "value_b", "corrected"]].values.tolist() == [["time_deposits", 5, 9, True]]


def by_month(values, months=("2008-01", "2008-02", "2008-03", "2008-04")):
    return pd.DataFrame({"month": months, "country": "us", "m": values, "same": 1.0})


class TestOverlay:
    def test_unchanged_data_have_no_panel(self):
        frame = by_month([1.0, 2.0, 3.0, np.nan])
        assert overlay.panels(frame, frame.copy()) == []

    def test_a_changed_column_by_month(self):
        (panel,) = overlay.panels(by_month([1.0, 2.0, 3.0, 5.0]), by_month([1.0, 2.0, 4.0, 5.0]))
        assert panel.monthly
        assert panel.title == "m"
        assert panel.share == 0.25  # one, over a range of four
        assert (panel.b - panel.a).tolist() == [0.0, 0.0, 1.0, 0.0]

    def test_truth_values_count_as_nought_and_one(self):
        a = by_month([1.0, 2.0, 3.0, 5.0]).assign(led=[True, False, True, True])
        (panel,) = overlay.panels(a, a.assign(led=[True, True, True, True]))
        assert (panel.b - panel.a).tolist() == [0.0, 1.0, 0.0, 0.0]

    def test_months_that_only_one_has(self):
        longer = by_month([1.0, 2.0, 3.0, 4.0, 5.0], ("2008-01", "2008-02", "2008-03", "2008-04", "2008-05"))
        panels = overlay.panels(by_month([1.0, 2.0, 3.0, 4.0]), longer)
        assert {panel.title: panel.share for panel in panels} == {"m": np.inf, "same": np.inf}
        assert len(panels[0].a) == 5

    def test_rows_by_key_are_points(self):
        a = pd.DataFrame({"country": ["us", "us", "china"], "lag": [1, 2, 1], "ac": [0.5, 0.2, 0.1]})
        (panel,) = overlay.panels(a, a.assign(ac=[0.5, 0.3, 0.1]).iloc[::-1])
        assert not panel.monthly
        assert panel.share == pytest.approx(0.1 / 0.4)

    def test_one_month_for_many_rows_is_no_axis(self):
        a = pd.DataFrame({"month": "2012-03", "bound": "large", "rr": [1.0, 2.0, 3.0], "m": [9.0, 8.0, 7.0]})
        (panel,) = overlay.panels(a, a.assign(m=[9.0, 8.0, 6.0]))
        assert not panel.monthly

    def test_groups_are_panels_the_largest_difference_first(self):
        a = pd.concat([by_month([1.0, 2.0, 3.0, 5.0]), by_month([1.0, 2.0, 3.0, 5.0]).assign(country="china")])
        b = pd.concat([by_month([1.0, 2.0, 3.1, 5.0]), by_month([1.0, 2.0, 4.0, 5.0]).assign(country="china")])
        assert [panel.title for panel in overlay.panels(a, b)] == ["m (china)", "m (us)"]

    def test_lines_a_solid_b_dashed_and_the_difference_below(self):
        found = overlay.panels(by_month([1.0, 2.0, 3.0, 5.0]), by_month([1.0, 2.0, 4.0, 5.0]))
        above, below = overlay.draw(found, NAMES).axes
        assert [line.get_label() for line in above.lines] == ["old", "new"]
        assert above.lines[0].get_linestyle() == "-"
        assert above.lines[1].get_linestyle() == "--"
        assert below.lines[1].get_ydata().tolist() == [0.0, 0.0, 1.0, 0.0]


EVIL = "<script>alert(1)</script>"


def products(tables=None, numbers=None, plotted=None, ratios=RATIOS[0]):
    return Products(
        numbers or {"m": record(4.0, inputs=["results/old/tables/unit_roots.csv"])},
        NO_CLAIMS,
        {},
        tables or {"unit_roots": roots()},
        {"fig01": plotted if plotted is not None else by_month([1.0, 2.0, 3.0, 5.0])},
        {"us": ratios},
        '<figure id="fig01"><figcaption><span class="label">Figure 1.</span> Board&#x27;s base. More.</figcaption>',
    )


def whole(a, b, raw=(OLD, NEW), readings=None):
    chosen = {
        "names": list(NAMES),
        "readings": {"us/money": [[FILE_A], [FILE_B]]} if readings is None else readings,
        "units": UNITS,
        "rests": {"unit_roots": [[f"data/raw/{FILE_A}", "ratios_us"], [f"data/raw/{FILE_B}", "ratios_us"]]},
        "pins": [["us/money", "2009-12", "2024-03", "replaced"]],
        "definitions": [{"us": {"base": "X"}}] * 2,
        "sample": SAMPLE,
        "countries": ["china", "us"],
        "stand_ins": {},
        "unit_roots": {},
        "page": "results/compare/old..new/report.html",
    }
    return compare(a, b, {FILE_A: raw[0], FILE_B: raw[1]}, NO_CORRECTIONS, chosen, "", "")


class TestReport:
    def test_one_cell_revised_appears_behind_the_flip_with_month_and_size(self):
        flipped = products({"unit_roots": roots(decision="not rejected")}, ratios=RATIOS[1])
        found = whole(products(), flipped)
        (row,) = found.decisions[found.decisions["flipped"]].to_dict("records")
        assert "m2 differs in 1 of the sample's 3 months, most by +0.5 percent in 2008-02" in row["behind"]
        assert "m2 differs in 1 of the sample&#x27;s 3 months" in found.page
        assert found.summary["test"] == {"compared": 2, "flipped": 1, "only_a": 0, "only_b": 0}
        assert found.summary["line"] == (
            "old..new: 1 number, 0 changed (0 as printed); 0 decisions, 1 test, 0 verdicts and 0 statements in words "
            "flipped; results/compare/old..new/report.html"
        )

    def test_a_row_that_one_vintage_lacks_has_something_behind_it_and_is_no_flip(self):
        found = whole(products(), products({"unit_roots": roots().iloc[:1]}, ratios=RATIOS[1]))
        row = found.decisions.set_index("key").loc["us, multiplier, diff, ADF, c, AIC"]
        assert row["status"] == "only in A"
        assert "m2 differs in 1 of the sample's 3 months" in row["behind"]
        assert found.summary["test"] == {"compared": 1, "flipped": 0, "only_a": 1, "only_b": 0}
        assert "One result only old has: us, multiplier, diff, ADF, c, AIC." in found.page

    def test_a_column_from_another_table_is_shown_where_the_page_says_what_is_read(self):
        board = ["50.1", "50.2"]
        raw = {MD_A: MD_OLD, MD_B: MD_NEW.assign(BOGMBASE=board), STOCK: STOCK_CELLS.assign(BOGMBASE=["50", *board])}
        chosen = {
            "names": list(NAMES),
            "readings": {"us/fred_md": [[MD_A], [MD_B]]},
            "stand_ins": {"us/fred_md": [[STOCK], [STOCK]]},
            "units": MD_UNITS,
            "rests": {"unit_roots": [[f"data/raw/{MD_A}", "ratios_us"], [f"data/raw/{MD_B}", "ratios_us"]]},
            "pins": [],
            "definitions": [{"us": {"base": "AMBSL"}}] * 2,
            "sample": SAMPLE,
            "countries": ["us"],
            "unit_roots": {},
            "page": "p",
        }
        flipped = products({"unit_roots": roots(decision="not rejected")}, ratios=RATIOS[1])
        found = compare(products(), flipped, raw, NO_CORRECTIONS, chosen, "", "")
        text = re.sub("<wbr>", "", found.page)
        assert re.search(
            r"AMBSL \(us/fred_md, else us/money_stock\).*us/fred_md/.*2009-12.*us/money_stock/.*2023-12.*other table",
            text,
        )
        assert "BOGMBASE (us/fred_md" not in text  # neither vintage's definition names it
        (row,) = found.decisions[found.decisions["flipped"]].to_dict("records")
        assert "us/fred_md, else us/money_stock: AMBSL differs in 1 of the sample's 3 months" in row["behind"]
        assert set(found.revisions["table"]) == {"us/fred_md", "us/fred_md, else us/money_stock"}

    def test_the_same_content_twice_says_that_nothing_changed(self):
        found = whole(products(), products(), readings={})
        assert found.summary["line"] == "old..new: 1 number, nothing changed; results/compare/old..new/report.html"
        assert not found.decisions["flipped"].any()
        assert len(found.revisions) == 0
        assert found.overlays == {}
        assert "Nothing changed: 1 number of old and new and all decisions are the same." in found.page
        assert "Unchanged, and not drawn: Figure 1: Board&#x27;s base." in found.page

    def test_everything_from_the_data_is_escaped(self):
        series, reason = f"m{EVIL}", f"Because {EVIL}"
        old = cells(f"month {series}\n2008-01 1\n2008-02 2")
        new = cells(f"month {series}\n2008-01 1\n2008-02 3")
        numbers = [{f"k{EVIL}": record(EVIL + end, f"unit{EVIL}", None, EVIL)} for end in "ab"]
        plotted = by_month([1.0, 2.0, 3.0, 5.0]).rename(columns={"m": EVIL})
        for side in (0, 1):
            numbers[side][f"k{EVIL}"]["inputs"] = [f"data/raw/{(FILE_A, FILE_B)[side]}"]
        a = products({"unit_roots": roots(decision=reason)}, numbers[0], plotted)
        b = products({"unit_roots": roots(decision="x")}, numbers[1], plotted.assign(**{EVIL: 2.0}))
        found = whole(a, b, (old, new))
        assert found.page.count("<script>") == 1, "the page's own"
        assert "alert(1)" in found.page
        assert EVIL.encode() not in found.overlays["fig01"]

    def test_the_page_asks_for_nothing(self):
        found = whole(products(), products(plotted=by_month([1.0, 2.0, 3.0, 6.0])))
        assert 'src="data:image/svg+xml;base64,' in found.page
        assert not re.search(r"""(?:src|href)=["'](?!data:|#)""", found.page)

    def test_the_same_bytes_twice(self):
        pair = products(), products(plotted=by_month([1.0, 2.0, 3.0, 6.0]))
        first, second = whole(*pair), whole(*pair)
        assert first.page == second.page
        assert first.overlays == second.overlays

    def test_captions_are_the_first_sentence(self):
        assert captions(products().text) == {"fig01": "Figure 1: Board's base"}

    def test_captions_are_plain_where_the_paper_marks_their_numbers(self):
        caption = (
            'Over <span class="n" data-n="p">12</span> months to <span class="n" data-n="m">May 2009</span>. Shaded'
        )
        text = f'<figure id="fig06">\n<figcaption><span class="label">Figure 6.</span> {caption}.</figcaption>'
        assert captions(text) == {"fig06": "Figure 6: Over 12 months to May 2009"}

    def test_the_statistic_and_its_critical_value_come_before_a_p_that_is_called_asymptotic(self):
        figures = {"statistic_a": -3.56265, "critical_a": -3.56856, "lags_a": 12.0, "pvalue_a": 0.03315}
        shown = page._tested({"table": "unit_roots", "key": "us, multiplier"} | figures, "a")
        assert shown.text == "statistic \u22123.563, critical value \u22123.569, lags 12, asymptotic p 0.0331"
        assert shown.rank == pytest.approx(0.00591)
        simulated = page._tested({"table": "stability", "key": "us, w"} | figures | {"critical_a": np.nan}, "a")
        assert simulated.text == "statistic \u22123.563, lags 12, simulated p 0.0331"
        assert simulated.rank == 0.03315
        assert page._rounded(3e-5, 4) == "below 0.0001"
        assert page._rounded(0.0, 4) == "0.0000"
        paper = {"table": "decisions", "statistic_a": np.nan, "critical_a": np.nan, "lags_a": np.nan, "pvalue_a": 0.2}
        assert page._tested(paper | {"key": "us, unit_root, ADF_c"}, "a").text == "asymptotic p 0.2000"
        assert page._tested(paper | {"key": "us, drift, t"}, "a").text == "p 0.2000"

    def test_rows_that_one_vintage_lacks_come_after_the_flips(self):
        flips = ROWS[ROWS["kind"] == "words"].iloc[::-1].assign(month="")
        parts = "".join(page._flips(flips, [["x: y"], ["x: y"]], {}, *NAMES))
        assert parts.index("led") < parts.index("gone") < parts.index("no result")
        alone = "".join(page._flips(flips.iloc[:1], [["x: y"]], {}, *NAMES))
        assert alone.count("None flipped.") == 4

    def test_cells_sort_by_size(self):
        shown = page.table("t", ["change"], [[page._size(-2.5)], [page._size(1.0)], [page._size(None)]])
        assert re.findall(r'data-rank="([^"]*)"', shown) == ["2.5", "1.0"]
        assert "−2.5" in shown


ROWS = pd.DataFrame(
    [
        ["decision", "decisions", "us, drift", "us", "multiplier", "rejected", "not rejected", "flipped"],
        ["decision", "decisions", "china, drift", "china", "multiplier", "rejected", "rejected", "same"],
        ["test", "unit_roots", "us, ADF, c", "us", "multiplier", "rejected", "not rejected", "flipped"],
        ["test", "unit_roots", "us, ADF, n", "us", "multiplier", "rejected", "not rejected", "flipped"],
        ["verdict", "claims", "MB-16", "", "", "displaced", "reproduced", "flipped"],
        ["words", "numbers", "led", "", "", "yes", "no", "flipped"],
        ["words", "numbers", "gone", "", "", "yes", "", "only in A"],
    ],
    columns=["kind", "table", "key", "country", "series", "value_a", "value_b", "status"],
).assign(flipped=lambda frame: frame["status"] == "flipped")
STATUS = pd.DataFrame(
    {"status": ["changed", "same", "only in A"], "printed_changed": [True, False, True]}, index=["x", "y", "z"]
)


def test_headline_numbers_come_first_in_words():
    numbers = pd.DataFrame(
        {"key": ["us_m_last", "x", "claims_close"], "printed_a": ["4.2", "1", "1"], "printed_b": ["4.3", "2", "1"]}
    ).assign(change=[0.1, 1.0, 0.0], unit="ratio")
    found = headlines(numbers)
    assert found["label"].tolist() == [
        "United States: multiplier in the last month of the sample",
        "Ledger: claims close",
    ]
    shown = page._headlines(numbers, *NAMES)
    assert shown.count('<tr class="marked">') == 1
    assert "United States: multiplier" in shown


def test_what_both_read_alike_is_folded_away():
    pins = pd.DataFrame(
        [["us/x", "2009-12", "2024-03", "replaced"], ["us/y", "single", "single", "same"]],
        columns=["what", "a", "b", "reading"],
    )
    different, alike = page._pins(pins, *NAMES)
    assert ">replaced<" in different
    assert ">single<" not in different
    assert alike.startswith("<details><summary>One reading that is the same")
    assert page._pins(pins.iloc[1:], *NAMES)[0] == "<p>Both read the same files and use the same definitions.</p>"


def test_a_claim_is_shown_with_what_is_printed():
    flips = ROWS[ROWS["kind"] == "verdict"].assign(month="")
    shown = "".join(page._flips(flips, [["x: y"]], {"MB-16": "A study, m is 5"}, *NAMES))
    assert "MB-16: A study, m is 5" in shown


class TestSummary:
    def test_what_only_one_has_is_counted_apart(self):
        found = summarise(NAMES, STATUS, ROWS, {})
        assert found["numbers"] == {"compared": 2, "changed": 1, "changed_as_printed": 1, "only_a": 1, "only_b": 0}
        assert found["words"] == {"compared": 1, "flipped": 1, "only_a": 1, "only_b": 0}
        assert found["flipped"] == 5
        assert line(found, "p") == (
            "old..new: 2 numbers, 1 changed (1 as printed); one number and 1 statement in words only in old; "
            "1 decision, 2 tests, 1 verdict and 1 statement in words flipped; p"
        )
        changed, read = sentences(found, [], [], pd.DataFrame())
        assert changed[:2] == [
            "Of 2 numbers of the text that both have 1 differ between old and new, 1 of them as printed.",
            "Flipped: 1 of 2 decisions, 2 of 2 tests, 1 of 1 verdict and 1 of 1 statement in words that both have.",
        ]
        assert read == ["Both read the same raw files."]

    def test_a_row_that_one_vintage_lacks_is_a_change_though_nothing_flipped(self):
        found = summarise(NAMES, STATUS.loc[["y"]], ROWS[ROWS["key"] == "gone"], {})
        assert not found["flipped"]
        assert "1 statement in words only in old" in line(found, "p")
        assert "nothing changed" not in line(found, "p")

    def test_conclusions_that_moved_are_named_with_the_first_of_what_stands_behind_them(self):
        flips = ROWS[ROWS["status"] != "same"]
        causes = [["us/money: m2 differs, most by +1 percent; gone only in old", "computed from these, x: y"]] * len(
            flips
        )
        assert moved(flips, causes, {"MB-16": "A study, m is 5"}, NAMES) == [
            "Decision us, drift: rejected in old, not rejected in new. "
            "Behind it: us/money: m2 differs, most by +1 percent.",
            "Verdict MB-16 (A study, m is 5): displaced in old, reproduced in new. "
            "Behind it: us/money: m2 differs, most by +1 percent.",
        ]
        assert moved(flips[flips["kind"] == "test"], causes[:2], {}, NAMES) == ["No conclusion of the paper moved."]
        absent = flips[flips["kind"] == "verdict"].assign(value_b="", status="only in A")
        assert moved(absent, causes[:1], {}, NAMES) == ["No conclusion of the paper moved."]

    def test_tests_are_counted_by_the_part_that_suffices_and_absent_rows_apart(self):
        flips = ROWS[ROWS["status"] != "same"]
        causes = [["x: y"], ["m2 alone suffices: z"], ["base alone suffices: z"], ["x: y"], ["x: y"], ["x: y"]]
        assert others(flips, causes, NAMES) == [
            "Two tests flipped in unit_roots, multiplier of us: 1 where m2 alone suffices and 1 where base alone "
            "suffices.",
            "One statement says something else: led.",
            "One result only old has: gone.",
        ]


def test_one_of_a_kind_is_in_the_singular():
    counts = {
        kind: {"compared": 9, "flipped": 1, "only_a": 0, "only_b": 0}
        for kind in ("decision", "test", "verdict", "words")
    }
    numbers = {"compared": 9, "changed": 2, "changed_as_printed": 1, "only_a": 0, "only_b": 0}
    said = line({"a": "x", "b": "y", "numbers": numbers, "flipped": 4} | counts, "p")
    assert "1 decision, 1 test, 1 verdict and 1 statement in words flipped" in said
