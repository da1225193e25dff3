"""A country that a user adds: its two files, what stops them, its tables against numpy, its page."""

import copy
import csv
import hashlib
import io
import json
import re
import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import RAW, ROOT
from sample_country import BASE, CONFIG, EXAMPLE, KEY, MONEY, SAMPLE, files, page, settings

from gate import GateError
from gate.configuration import validate_configuration
from gate.countries import check_countries
from gate.manifest import proposed_row, read_manifest, verify_manifest
from gate.vintages import check_pins, resolve
from multiplier import DataError
from multiplier.data.money_and_base import clean
from multiplier.figures import style
from multiplier.formula import readings
from multiplier.one_country import COMPUTED, study
from multiplier.report.tables.one_country import amounts_decimals, printed_months
from multiplier.unit_roots.table import by_country

SCHEMA = json.loads((ROOT / "workflow/schemas/config.schema.json").read_text())


@pytest.fixture(scope="module")
def none(corrections):
    return corrections.iloc[:0]


@pytest.fixture(scope="module")
def ratios(none):
    return clean(**files(), factors={}, corrections=none)


@pytest.fixture(scope="module")
def tables(ratios, ratios_china, ratios_us):
    return study(KEY, ratios, {"china": ratios_china, "us": ratios_us}, **settings())


# ------------------------------------------------------------------ the example's figures


@pytest.mark.parametrize(("table", "column"), [("money", "M2NS"), ("base", "BOGUMBNS")])
def test_the_example_holds_the_figures_of_the_raw_table(table, column):
    raw = pd.read_csv(RAW / "us/money_stock/2023-12.csv", dtype=str).set_index("month")[column]
    example = pd.read_csv(EXAMPLE / f"{table}.csv", dtype=str).set_index("month")["value"]
    assert len(example) == 156
    assert (example == raw[example.index]).all()


def test_the_example_manifest_describes_its_files():
    rows = list(csv.DictReader((EXAMPLE / "manifest.csv").read_text().splitlines()))
    assert [row["path"] for row in rows] == [BASE, MONEY]
    for row in rows:
        data = (EXAMPLE / f"{row['path'].split('/')[1]}.csv").read_bytes()
        assert row["sha256"] == hashlib.sha256(data).hexdigest()
        assert int(row["rows"]) == len(data.decode().splitlines()) - 1


# ------------------------------------------------------------------ cleaning


def test_multiplier_and_growth_are_those_of_hand(ratios):
    assert (str(ratios.index[0]), str(ratios.index[-1])) == ("2000-01", "2012-12")
    row = ratios.loc["2009-10"]
    assert row["multiplier"] == pytest.approx(8426.4 / 1935.885, rel=1e-14)
    assert row["base_growth_percent"] == pytest.approx(100 * (1935.885 / 1800.22 - 1), rel=1e-9)
    assert ratios.loc["2008-08", "m2"] == 7742.7
    earlier = ratios.loc["2008-10"]
    assert row["m2_growth_12_percent"] == pytest.approx(100 * (8426.4 / earlier["m2"] - 1), rel=1e-12)
    assert np.isnan(ratios["multiplier_growth_12_percent"].iloc[11])
    assert np.isfinite(ratios["multiplier_growth_12_percent"].iloc[12])


def test_factors_bring_both_files_to_one_unit(none, ratios):
    scaled = clean(**files(), factors={"money": 0.001, "base": 0.001}, corrections=none)
    np.testing.assert_allclose(scaled["multiplier"], ratios["multiplier"], rtol=1e-14)
    np.testing.assert_allclose(scaled["m2"], ratios["m2"] / 1000, rtol=1e-14)


def test_months_that_only_one_file_has_are_left_out(none):
    short = files()
    money = short["money"][1].split(b"\n")
    short["money"] = (MONEY, b"\n".join(money[:1] + money[13:]))
    table = clean(**short, factors={}, corrections=none)
    assert (str(table.index[0]), str(table.index[-1])) == ("2001-01", "2012-12")


def test_a_correction_replaces_a_figure(none):
    rows = [[MONEY, "2008-08", np.nan, "value", "replace", 7743.0, 7742.7, "a reason", "a source"]]
    corrections = pd.DataFrame(rows, columns=none.columns)
    assert clean(**files(), factors={}, corrections=corrections).loc["2008-08", "m2"] == 7743.0


FAULTS = {
    "gap": ({"money": {"2008-08,7742.7\n": ""}}, f"{MONEY}: month 2008-08 is missing"),
    "twice": ({"base": {"2008-08,": "2008-07,"}}, f"{BASE}: month 2008-07: the month has two different rows"),
    "order": ({"money": {"2000-01,": "2013-01,"}}, f"{MONEY}: month 2000-02: out of order"),
    "month": ({"money": {"2008-08,": "2008/08,"}}, f"{MONEY}: line 105, column month: found '2008/08'"),
    "empty": ({"base": {"2008-08,848.263": "2008-08,"}}, f"{BASE}: month 2008-08, column value: found an empty cell"),
    "nought": (
        {"base": {"2008-08,848.263": "2008-08,0"}},
        "month 2008-08, column value: found 0, expected a number ab",
    ),
    "negative": ({"money": {"2008-08,": "2008-08,-"}}, "month 2008-08, column value: found -7742.7"),
    "endless": ({"money": {"2008-08,7742.7": "2008-08,inf"}}, "month 2008-08, column value: found inf"),
    "text": (
        {"money": {"2008-08,7742.7": "2008-08,n.a."}},
        "month 2008-08, column value: found 'n.a.', expected a num",
    ),
    "decimal": ({"money": {"2008-08,7742.7": "2008-08,77427"}}, "month 2008-08, column value: found 77427 between"),
    "header": ({"money": {"month,value": "month,M2"}}, "unknown columns 'M2'"),
    "repeats": (
        {"money": {"2008-08,7742.7": "2008-08,7745.0"}, "base": {"2008-08,848.263": "2008-08,847.587"}},
        f"{MONEY}, {BASE}: month 2008-08: all figures repeat 2008-07",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_file_gets_one_sentence(fault, none):
    changes, expected = FAULTS[fault]
    if fault == "repeats":
        frame = pd.read_csv(EXAMPLE / "base.csv", dtype=str).set_index("month")["value"]
        money = pd.read_csv(EXAMPLE / "money.csv", dtype=str).set_index("month")["value"]
        changes["base"] = {"2008-08,848.263": f"2008-08,{frame['2008-07']}"}
        changes["money"] = {"2008-08,7742.7": f"2008-08,{money['2008-07']}"}
    with pytest.raises(DataError) as error:
        clean(**files(**changes), factors={}, corrections=none)
    assert expected in str(error.value)
    assert str(error.value).endswith((".", "lists."))


def test_a_jump_of_the_unit_is_seen_whatever_the_unit(none):
    """In trillions the amounts are below the size at which the tables of the paper are looked at."""
    for factor in (1.0, 1e-6):
        lines = (EXAMPLE / "money.csv").read_text().splitlines()
        cells = [line.split(",") for line in lines[1:]]
        values = [float(value) * factor * (1000 if month >= "2008-08" else 1) for month, value in cells]
        text = "month,value\n" + "".join(
            f"{month},{value!r}\n" for (month, _), value in zip(cells, values, strict=True)
        )
        with pytest.raises(DataError, match=r"month 2008-08, column value: .* a change of unit by 1000"):
            clean((MONEY, text.encode()), files()["base"], factors={}, corrections=none)


def test_exchanged_files_and_units_are_named(none):
    both = files()
    with pytest.raises(DataError, match=r"money/2023-12.csv, .*base/2023-12.csv: month 2000-01: .* may be exchanged"):
        clean((MONEY, both["base"][1]), (BASE, both["money"][1]), factors={}, corrections=none)
    with pytest.raises(DataError, match="in different units: state the factors"):
        clean(**both, factors={"base": 0.001}, corrections=none)


def test_files_without_common_months_are_named(none):
    early = b"month,value\n1950-01,100.25\n1950-02,101.5\n"
    with pytest.raises(DataError, match="2000-01 to 2012-12 and 1950-01 to 1950-02, expected months in common"):
        clean((MONEY, early), files()["base"], factors={}, corrections=none)
    with pytest.raises(DataError, match="found no month"):
        clean((MONEY, b"month,value\n"), files()["base"], factors={}, corrections=none)


def test_few_digits_may_repeat(none):
    money = b"month,value\n2000-01,31\n2000-02,31\n2000-03,32\n"
    base = b"month,value\n2000-01,4\n2000-02,4\n2000-03,4\n"
    assert len(clean((MONEY, money), (BASE, base), factors={}, corrections=none)) == 3


# ------------------------------------------------------------------ tables, against numpy


def test_every_method_is_computed(tables):
    assert set(tables["methods"]["state"]) == {COMPUTED}
    assert list(tables["methods"]["method"]) == [
        "index",
        "changes, window common",
        "changes, window crisis",
        "drift and season",
        "unit roots",
        "forecasting formula",
    ]


def test_index_and_changes_are_those_of_hand(tables, ratios):
    index = tables["indices"].set_index(["country", "month"])
    assert set(tables["indices"]["country"]) == {"china", "us", KEY}
    month = pd.Period("2009-10", freq="M")
    assert index.loc[(KEY, month), "base"] == pytest.approx(100 * 1935.885 / 848.263, rel=1e-12)
    changes = tables["changes"].set_index(["country", "window", "variable"])
    assert set(changes.loc[KEY].index.get_level_values(0)) == {"common", "crisis"}
    assert set(changes.loc["china"].index.get_level_values(0)) == {"common"}
    own = changes.loc[KEY].loc["common"]
    assert own.loc["base", "log_points"] == pytest.approx(100 * np.log(1935.885 / 848.263), rel=1e-12)
    assert own.loc[["multiplier", "base"], "log_points"].sum() == pytest.approx(own.loc["m2", "log_points"], rel=1e-12)


def test_correlogram_and_least_squares_are_those_of_hand(tables):
    money = pd.read_csv(EXAMPLE / "money.csv").set_index("month")["value"]
    base = pd.read_csv(EXAMPLE / "base.csv").set_index("month")["value"]
    m = (money / base).loc["2006-03":"2009-10"].to_numpy()
    w = m[12:] - m[:-12]
    z = w - w.mean()
    row = tables["correlogram"].set_index("lag").loc[3]
    assert row["ac"] == pytest.approx((z[3:] * z[:-3]).sum() / (z * z).sum(), rel=1e-10)
    arima = tables["arima"].set_index(["reading", "estimator", "parameter"])["estimate"]
    assert arima["w_no_mean", "cls", "phi"] == pytest.approx(w[1:] @ w[:-1] / (w[:-1] @ w[:-1]), rel=1e-10)
    slope, intercept = np.polyfit(w[:-1], w[1:], 1)
    assert arima["w_mean", "cls", "phi"] == pytest.approx(slope, rel=1e-8)
    forecasts = tables["forecasts"].set_index(["model", "horizon"])
    first = forecasts.loc[("w_mean/cls", 1)]
    assert first["forecast"] == pytest.approx(m[-12] + intercept + slope * w[-1], rel=1e-8)
    assert first["actual"] == pytest.approx(money["2009-11"] / base["2009-11"], rel=1e-12)
    assert tables["accuracy"]["months"].tolist() == [12] * len(tables["accuracy"])


def test_the_dickey_fuller_statistic_is_that_of_hand(tables):
    money = pd.read_csv(EXAMPLE / "money.csv").set_index("month")["value"]
    base = pd.read_csv(EXAMPLE / "base.csv").set_index("month")["value"]
    m = (money / base).loc["2006-03":"2009-10"].to_numpy()
    d = np.diff(m)
    x = np.column_stack([m[1:-1], d[:-1], np.ones(len(d) - 1)])
    beta, *_ = np.linalg.lstsq(x, d[1:], rcond=None)
    errors = d[1:] - x @ beta
    variance = errors @ errors / (len(errors) - 3) * np.linalg.inv(x.T @ x)
    rows = tables["unit_roots"]
    chosen = rows[
        (rows["test"] == "ADF")
        & (rows["transform"] == "level")
        & (rows["deterministic"] == "c")
        & (rows["lag_rule"] == "fixed")
        & (rows["lags"] == 1)
    ]
    assert chosen["statistic"].tolist() == pytest.approx([beta[0] / np.sqrt(variance[0, 0])], rel=1e-8)


def test_the_paper_s_own_figures_give_the_paper_s_own_tables(ratios_us, none):
    """Two files with the paper's American money and base: what the paper's modules say of the United States."""
    text = {
        name: "month,value\n" + "".join(f"{month},{value!r}\n" for month, value in ratios_us[column].items())
        for name, column in (("money", "m2"), ("base", "base"))
    }
    own = clean(*((f"x/{name}/single.csv", text[name].encode()) for name in ("money", "base")), {}, none)
    np.testing.assert_allclose(own["multiplier"], ratios_us["multiplier"], rtol=1e-14)
    chosen = settings()
    made = study("us", own, {}, **chosen)
    tests = by_country({"us": ratios_us}, **SAMPLE, **chosen["unit_root_tests"])
    tests = tests[tests["series"] == "multiplier"].reset_index(drop=True)
    pd.testing.assert_frame_equal(made["unit_roots"], tests, rtol=1e-9)
    formula = readings.by_country({"us": ratios_us}, **SAMPLE, **chosen["formula"], rng=np.random.default_rng(2))
    for name in ("arima", "forecasts", "accuracy", "correlogram"):
        pd.testing.assert_frame_equal(made[name], formula[name], rtol=1e-6)


def test_what_the_months_do_not_allow_is_said_and_the_rest_is_computed(ratios, ratios_china, ratios_us):
    paper = {"china": ratios_china, "us": ratios_us}
    own = {"first": "2010-01", "last": "2012-06"}  # thirty months, after the paper's
    windows = {"recent": own, "outside": {"first": "2012-06", "last": "2013-06"}}
    made = study(KEY, ratios.loc["2010-01":], paper, **settings(sample=own, windows=windows))
    states = dict(made["methods"].to_numpy())
    assert states["changes, window recent"] == states["drift and season"] == COMPUTED
    assert "month 2006-03 is not in the data" in states["index"]
    assert "month 2013-01 is not in the data" in states["changes, window outside"]
    assert "29 observations for 15 parameters, at least 30" in states["unit roots"]
    assert "at least 26 are needed for 12 lags" in states["forecasting formula"]
    assert set(made["changes"]["window"]) == {"recent"}
    assert made["unit_roots"].empty
    assert not made["trends"].empty
    with pytest.raises(DataError, match=f"sample of {KEY}: window 2012-01..2013-06"):
        study(KEY, ratios, paper, **settings(sample={"first": "2012-01", "last": "2013-06"}))


@pytest.mark.parametrize(
    ("months", "method"), [(26, "drift and season"), (42, "unit roots"), (38, "forecasting formula")]
)
def test_the_months_that_the_guide_names_are_enough_and_one_less_is_not(months, method, ratios):
    guide = " ".join((EXAMPLE / "README.md").read_text().split())
    assert "drift and season 26 months, unit roots 42, the formula 38" in guide
    for count in (months - 1, months):
        sample = {"first": "2003-01", "last": str(pd.Period("2003-01", freq="M") + count - 1)}
        states = dict(study(KEY, ratios, {}, **settings(sample=sample))["methods"].to_numpy())
        assert (states[method] == COMPUTED) == (count == months), count


# ------------------------------------------------------------------ the page and its figures


def test_the_page_is_whole_and_has_the_numbers_of_the_tables(tables, ratios, tmp_path):
    html = page(tables, ratios, tmp_path)
    assert not re.search(r'(src|href)="(https?:)?//', html)
    text = " ".join(re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>", " ", html, flags=re.S).split())
    assert not re.search(r"<<|>>|\bnan\b|n/a|None", text)
    assert "went from 8.43 to 4.35" in text  # 6796.7 / 806.2 and 8426.4 / 1935.9
    assert "base money by 128.2" in text  # 1935.885 / 848.263
    alts = re.findall(r'<img[^>]*alt="([^"]+)"', html)
    assert len(alts) == 4
    assert all(len(alt) > 80 and re.search(r"\d", alt) for alt in alts)
    assert "Not computed" not in text


def test_names_are_words_and_nothing_else(tables, ratios, tmp_path):
    """In the page, in the title, in captions, alternative texts, cells and figures."""
    nasty = "<script>x</script> *a* $b$ [c](d) \"'&"
    html = page(tables, ratios, tmp_path, name=nasty, money="M3 $x_{1$ <b>", unit="`u` <i> % ")
    assert "<script" not in re.sub(r"<script>// .*?</script>", "", html, flags=re.S), (
        "the page's own begin with a remark"
    )
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<em>a" not in html
    assert "<math" not in html
    assert html.count("&lt;script&gt;x&lt;/script&gt; *a* $b$ [c](d)") > 5
    assert "<title>The money multiplier: &lt;script&gt;" in html


def test_the_page_says_what_could_not_be_computed(ratios, ratios_china, ratios_us, tmp_path):
    own = {"first": "2011-01", "last": "2012-06"}
    made = study(
        KEY, ratios.loc["2010-01":], {"china": ratios_china, "us": ratios_us}, **settings(sample=own, windows={})
    )
    html = page(made, ratios, tmp_path, **own)
    text = " ".join(re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>", " ", html, flags=re.S).split())
    assert text.count("Not computed") == 4
    assert "18 observations for 12 parameters, at least 26 are needed" in text
    assert "month 2006-03 is not in the data" in text
    assert len(re.findall("<img", html)) == 1, "the figure of growth"
    assert "<figure" in html


def test_no_forecast_is_scored_where_the_files_end_with_the_sample(ratios, ratios_china, ratios_us, tmp_path):
    table = ratios.loc[:"2009-10"]
    html = page(study(KEY, table, {"china": ratios_china, "us": ratios_us}, **settings()), table, tmp_path)
    assert "no forecast can be held against what came after" in html
    assert "How the forecasts fared" not in html


def test_a_sample_may_begin_where_the_files_do(ratios, ratios_china, ratios_us, tmp_path):
    whole = {"first": "2000-01", "last": "2012-12"}
    made = study(KEY, ratios, {"china": ratios_china, "us": ratios_us}, **settings(sample=whole))
    html = page(made, ratios, tmp_path, **whole)
    assert set(made["methods"]["state"]) == {COMPUTED}
    assert not re.search(r"\bnan\b|n/a", re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>", " ", html, flags=re.S))


def test_no_digit_is_typed_into_the_page():
    text = (ROOT / "report/country.jinja").read_text()
    text = re.sub(r"<<.*?>>|<%.*?%>", " ", text, flags=re.S)
    text = re.sub(r"\bM2\b|AR\(1\)|\b12-month\b", " ", text)
    assert not re.findall(r".{0,30}\d.{0,30}", text)


def test_a_long_sample_prints_its_ends_and_decembers(ratios):
    shown = printed_months(ratios.loc["2000-02":"2012-03"])
    assert [str(month) for month in shown.index[[0, 1, -2, -1]]] == ["2000-02", "2000-12", "2011-12", "2012-03"]
    assert len(shown) == 14
    assert len(printed_months(ratios.loc["2006-03":"2009-10"])) == 44


def test_amounts_show_four_digits(ratios):
    assert amounts_decimals(ratios.loc["2006-03":"2009-10"]) == 1  # 806.2
    assert amounts_decimals(1000 * ratios) == 0
    assert amounts_decimals(ratios / 1000) == 3


@pytest.mark.parametrize(("years", "step"), [(5, 6), (10, 12), (20, 24), (50, 60), (100, 120)])
def test_the_dates_of_an_axis_have_room(years, step):
    months = pd.period_range("1900-01", periods=12 * years, freq="M")
    assert style.interval(months) == step
    assert len(months) / step <= 10


# ------------------------------------------------------------------ the gate


@pytest.fixture
def raw(tmp_path):
    """The raw folder, its FRED-MD left out, with the example's files but not their rows."""
    target = tmp_path / "raw"
    shutil.copytree(RAW, target)
    for table in ("money", "base"):
        (target / KEY / table).mkdir(parents=True)
        shutil.copy(EXAMPLE / f"{table}.csv", target / KEY / table / "2023-12.csv")
    return target


def listed(raw):
    """Append the example's rows to the manifest."""
    manifest = raw / "MANIFEST.csv"
    manifest.write_text(manifest.read_text() + (EXAMPLE / "manifest.csv").read_text().partition("\n")[2])
    return verify_manifest(raw)


@pytest.fixture
def config():
    example = yaml.safe_load((EXAMPLE / "config.yaml").read_text())
    return copy.deepcopy(CONFIG) | example


def test_the_gate_proposes_the_row_of_a_file_that_is_not_listed(raw):
    with pytest.raises(GateError) as error:
        verify_manifest(raw)
    sentence, *lines = str(error.value).splitlines()
    assert BASE in sentence
    assert MONEY in sentence
    assert sentence.endswith("with the words in capitals filled in:")
    ready = list(csv.reader(io.StringIO((EXAMPLE / "manifest.csv").read_text())))[1:]
    for line, row in zip(csv.reader(lines), ready, strict=True):
        capitals = [place for place, cell in enumerate(line) if cell in ("UNIT", "PUBLISHER", "TABLE", "OBTAINED FROM")]
        assert capitals == [5, 6, 7, 9]
        assert [cell for place, cell in enumerate(line) if place not in capitals] == [
            cell for place, cell in enumerate(row) if place not in capitals
        ]
    listed(raw)


def test_the_row_of_a_second_vintage_names_the_first(raw):
    listed(raw)
    shutil.copy(raw / MONEY, raw / KEY / "money/2024-06.csv")
    row = next(csv.reader([proposed_row(raw, f"{KEY}/money/2024-06.csv", read_manifest(raw / "MANIFEST.csv"))]))
    assert row[5:7] == ["billion dollars", "Board of Governors of the Federal Reserve System"]
    assert row[7] == "H.6 Money Stock, M2, not seasonally adjusted"
    assert row[8:] == ["2024-06", "OBTAINED FROM", "2023-12", ""]
    assert str(proposed_row(raw, MONEY, {})).count("UNIT") == 1


def test_an_empty_line_at_the_end_of_a_file_is_nothing(raw):
    (raw / MONEY).write_bytes((raw / MONEY).read_bytes() + b"\n")
    row = proposed_row(raw, MONEY, {})
    with (raw / "MANIFEST.csv").open("a") as manifest:
        manifest.write(row + "\n" + (EXAMPLE / "manifest.csv").read_text().splitlines()[1] + "\n")
    assert len(verify_manifest(raw)[1][MONEY]) == 157


def test_the_example_passes_the_gate(raw, config):
    validate_configuration(config, SCHEMA)
    manifest, rows = listed(raw)
    check_countries(raw, config, manifest, rows)
    check_pins(config, manifest)
    assert resolve("study", f"{KEY}/money", config, manifest) == [MONEY]


def test_a_vintage_before_the_users_files_refuses_only_them(raw, config):
    manifest, _ = listed(raw)
    later = f"{KEY}/money/2024-02.csv"
    manifest[later] = replace(manifest.pop(MONEY), path=later, vintage="2024-02")
    config["vintage"] = "2024-01"
    check_pins(config, manifest)
    assert resolve("2024-01", "us/fred_md", config, manifest)[0] == "us/fred_md/2024-01.csv"
    assert resolve("2024-01", f"{KEY}/base", config, manifest) == [BASE]
    with pytest.raises(GateError, match=rf"as of 2024-01 there is no file of {KEY}/money \(the oldest is 2024-02\)"):
        resolve("2024-01", f"{KEY}/money", config, manifest)
    assert resolve("2024-03", f"{KEY}/money", config, manifest) == [later]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"unit": "million dollars"}, "unit in MANIFEST.csv is 'billion dollars', .*unit is 'million dollars'; state"),
        (
            {"factors": {"base": 0.001}},
            "factors.base: 0.001 for a file in billion dollars, which is the country's unit",
        ),
    ],
)
def test_units_that_do_not_agree_are_named(raw, config, change, expected):
    manifest, rows = listed(raw)
    config["countries"][KEY] |= change
    with pytest.raises(GateError, match=expected):
        check_countries(raw, config, manifest, rows)


def test_a_stated_factor_settles_another_unit(raw, config):
    manifest, rows = listed(raw)
    config["countries"][KEY] |= {"unit": "trillion dollars", "factors": {"money": 0.001, "base": 0.001}}
    check_countries(raw, config, manifest, rows)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("month,value", "month;value", "columns are month;value; expected month,value: name them so"),
        ("2000-02,4674.4", '2000-02,"4,674.4"', "month 2000-02, column value: found '4,674.4', expected a number with"),
        ("2000-02,4674.4", "2000-02,4674.4,p", "month 2000-02: found 3 cells, expected month,value"),
    ],
)
def test_the_form_of_a_file_is_looked_at_before_anything_runs(raw, config, old, new, expected):
    manifest, rows = listed(raw)
    text = (raw / MONEY).read_text()
    assert old in text
    rows[MONEY] = list(csv.reader(io.StringIO(text.replace(old, new))))
    with pytest.raises(GateError, match=re.escape(expected)):
        check_countries(raw, config, manifest, rows)


def test_a_country_without_files_is_named(config):
    with pytest.raises(
        GateError, match=rf"countries.{KEY}: there is no file .*{KEY}/money/VINTAGE.csv in MANIFEST.csv"
    ):
        check_countries(RAW, config, *verify_manifest(RAW))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"us": {}}, "countries: found 'us', expected small letters and underscores, and none of china, us"),
        ({"Peru": {}}, "countries: found 'Peru', expected small letters"),
        ({"peru": {}}, "countries.peru: key 'money' is missing"),
        ({"peru": {"nmae": "x"}}, "unknown key 'nmae'; did you mean 'name'?"),
        ({"peru": {"name": "_x"}}, "countries.peru.name: found '_x', expected a line of text that begins with neither"),
        (
            {"peru": {"sample": {"first": "2010-01", "last": "2009-01"}}},
            "countries.peru.sample: first month 2010-01 is",
        ),
        ({"peru": {"windows": {"common": {"first": "2010-01", "last": "2011-01"}}}}, "found 'common', expected small"),
        (
            {"peru": {"windows": {"a": {"first": "2010-01", "last": "2009-01"}}}},
            "countries.peru.windows.a: first month",
        ),
        ({"peru": {"factors": {"money": 0}}}, "countries.peru.factors.money"),
    ],
)
def test_a_careless_entry_gets_one_sentence(entry, expected):
    whole = {"name": "Peru", "money": "M2", "unit": "million soles"}
    if entry.get("peru"):
        entry = {"peru": whole | entry["peru"]}
    with pytest.raises(GateError) as error:
        validate_configuration(CONFIG | {"countries": entry}, SCHEMA)
    assert expected in str(error.value)
