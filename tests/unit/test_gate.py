"""The gate: configuration, manifest, vintages and code dependencies."""

import copy
import csv
import io
import json
import shutil

import pytest
import yaml
from conftest import RAW, ROOT

from gate import GateError
from gate.claims import STATEMENTS, check_claims
from gate.configuration import check_duplicate_keys, validate_configuration
from gate.imports import dependencies
from gate.manifest import verify_manifest
from gate.vintages import check_pins, resolve, settings

SCHEMA = json.loads((ROOT / "workflow/schemas/config.schema.json").read_text())


@pytest.fixture
def config():
    return yaml.safe_load((ROOT / "config.yaml").read_text())


@pytest.fixture(scope="module")
def manifest():
    return verify_manifest(ROOT / "data/raw")[0]


def test_the_configuration_is_valid(config):
    validate_configuration(config, SCHEMA)


def test_the_schema_is_closed_at_every_level():
    def walk(node, place):
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert "additionalProperties" in node, place
            for key, value in node.items():
                walk(value, f"{place}.{key}")
        elif isinstance(node, list):
            for value in node:
                walk(value, place)

    walk(SCHEMA, "schema")


def set_at(config, path, value):
    *parents, last = path
    for key in parents:
        config = config[key]
    config[last] = value


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("vintag",), "study", ["top level", "'vintag'", "did you mean 'vintage'"]),
        (("sample", "frist"), "2006-03", ["sample", "'frist'", "did you mean 'first'", "first, last"]),
        (("arima", "readings", "w_mean", "means"), True, ["arima.readings.w_mean", "'mean'"]),
        (("forecast", "horizon"), "twelve", ["forecast.horizon", "'twelve'", "a whole number"]),
        (("forecast", "horizon"), True, ["forecast.horizon", "a whole number"]),
        (("sample", "first"), "2006-13", ["sample.first", "2006-13", "YYYY-MM"]),
        (("sample", "first"), 2006, ["sample.first", "2006", "text"]),
        (("sample", "first"), "2010-01", ["sample", "2010-01", "2009-10", "not before"]),
        (("definitions", "china", "reserves"), "reserve", ["definitions.china.reserves", "'reserve'", "Valid"]),
        (("definitions", "us", "base"), "AMBLS", ["did you mean 'AMBSL'"]),
        (("arima", "estimators"), ["cls"], ["arima.estimators", "expected all of exact_ml, cls"]),
        (("drivers", "transforms"), ["level"], ["drivers.transforms", "expected all of level, diff, diff12"]),
        (("arima", "correlogram_lags"), 20, ["arima.correlogram_lags", "20", "14"]),
        (("comparison", "index_month"), "2005-01", ["comparison.index_month", "2005-01", "2008-08..2009-10"]),
        (("decisions", "phi"), 0.85, ["decisions.phi", "0.85 is not among power.phis (0.7, 0.8, 0.9, 0.95)"]),
        (("decisions", "correlation"), 0.4, ["decisions.correlation", "drivers.power.correlations (0.3, 0.5, 0.7)"]),
        (("decisions", "rmse_ratio"), 0.7, ["decisions.rmse_ratio", "0.7 is not among contest.power.rmse_ratios"]),
        (("decisions", "horizons"), [1, 9], ["decisions.horizons", "9 is not among contest.horizons (1, 3, 6, 12)"]),
        (("decisions", "drivers"), ["reserve"], ["decisions.drivers", "'reserve'", "reserve_ratio"]),
        (("arima", "stability", "phi_change"), -0.3, ["arima.stability.phi_change", "-0.3", "0.05"]),
        (("arima", "stability", "phi"), [0.9, 0.6], ["arima.stability", "unknown key 'phi'", "phi_change"]),
        (("arima", "diagnostics", "second_lag"), 1, ["arima.diagnostics.second_lag", "1", "0.95"]),
        (("contest", "models"), ["drift"], ["contest.models", "expected all of no_change, seasonal_naive"]),
        (("contest", "horizons"), [0, 1], ["contest.horizons.0", "0", "minimum of 1"]),
        (("contest", "holdout", "first"), "2013-01", ["contest.holdout", "2013-01", "not before"]),
        (("contest", "holdout", "first"), "2009-10", ["contest.holdout", "2009-10 is not after the sample"]),
        (("contest", "power", "rmse_ratios"), [1, 0.5, 0.2], ["contest.power.rmse_ratios.0", "maximum of 1"]),
        (("contest", "power", "draws"), 10, ["contest.power.draws", "10", "1000"]),
    ],
)
def test_a_wrong_configuration_gives_one_sentence(config, path, value, expected):
    set_at(config, path, value)
    with pytest.raises(GateError) as error:
        validate_configuration(config, SCHEMA)
    message = str(error.value)
    assert message.startswith("config.yaml: ")
    assert "\n" not in message
    for part in expected:
        assert part in message


def test_a_key_that_stands_twice_is_named():
    check_duplicate_keys((ROOT / "config.yaml").read_text())
    with pytest.raises(GateError, match="line 4: key 'seed' stands twice"):
        check_duplicate_keys("seed: 1\nblock:\n  seed: 1\nseed: 2\n")
    with pytest.raises(GateError, match="line 3: key 'a' stands twice"):
        check_duplicate_keys("block:\n  a: 1\n  a: 2\n")


def test_a_missing_key_is_named(config):
    del config["arima"]["estimators"]
    with pytest.raises(GateError, match="arima: key 'estimators' is missing"):
        validate_configuration(config, SCHEMA)


def test_a_vintage_lays_its_own_definitions_over_the_common_ones(config):
    assert settings(config, "study", "definitions")["us"]["base"] == "AMBSL"
    latest = settings(config, "latest", "definitions")
    assert latest["us"] == {**config["definitions"]["us"], "base": "BOGMBASE"}
    assert latest["china"] == config["definitions"]["china"]
    assert config["definitions"]["us"]["base"] == "AMBSL", "the common block must stay as it is"


def test_pins_resolve_in_order_of_precedence(config, manifest):
    assert resolve("latest", "china/money_supply", config, manifest) == [
        "china/money_supply/2026-01.csv",
        "china/money_supply/2021-01.csv",
    ]
    assert resolve("study", "china/cpi", config, manifest) == ["china/cpi/single.csv"]


@pytest.mark.parametrize(
    ("vintage", "table", "pins", "expected"),
    [
        ("laetst", "china/cpi", None, ["'laetst'", "did you mean 'latest'"]),
        ("study", "china/cpy", None, ["china/cpy", "did you mean 'china/cpi'"]),
        ("study", "us/fred_md", ["2009-13"], ["pins.study.tables.us/fred_md", "2009-13"]),
        ("study", "us/fred_md", None, ["no pin for us/fred_md"]),
    ],
)
def test_what_cannot_be_resolved_is_named(config, manifest, vintage, table, pins, expected):
    config = copy.deepcopy(config)
    config["pins"]["study"]["tables"].pop("us/fred_md")
    if pins:
        config["pins"]["study"]["tables"]["us/fred_md"] = pins
    with pytest.raises(GateError) as error:
        resolve(vintage, table, config, manifest)
    for part in expected:
        assert part in str(error.value)


def test_outcomes_come_from_the_vintage_itself_unless_it_pins_others(config, manifest):
    assert resolve("study", "us/fred_md", config, manifest) == ["us/fred_md/2009-12.csv"]
    assert resolve("study", "us/fred_md", config, manifest, outcomes=True) == ["us/fred_md/2013-01.csv"]
    for table in ("china/money_supply", "us/money_stock"):
        own = resolve("study", table, config, manifest)
        assert resolve("study", table, config, manifest, outcomes=True) == own
    own = resolve("latest", "us/fred_md", config, manifest)
    assert resolve("latest", "us/fred_md", config, manifest, outcomes=True) == own
    config["pins"]["study"]["outcomes"]["us/fred_md"] = ["2013-13"]
    with pytest.raises(GateError, match=r"pins\.study\.outcomes\.us/fred_md: there is no vintage '2013-13'"):
        check_pins(config, manifest)


def test_every_pin_of_the_configuration_exists(config, manifest):
    check_pins(config, manifest)
    config["pins"]["study"]["tables"]["us/fred_md"] = ["1999-01"]
    with pytest.raises(GateError, match="1999-01"):
        check_pins(config, manifest)


@pytest.fixture
def raw(tmp_path):
    """A raw folder with two files and a right manifest."""
    source = ROOT / "data/raw"
    folder = tmp_path / "raw"
    wanted = ["china/cpi/single.csv", "us/fred_md/2009-12.csv"]
    with (source / "MANIFEST.csv").open() as file:
        rows = [row for row in csv.reader(file) if row[0] in ("path", *wanted)]
    for path in wanted:
        (folder / path).parent.mkdir(parents=True)
        shutil.copy(source / path, folder / path)
    with (folder / "MANIFEST.csv").open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    assert set(verify_manifest(folder)[0]) == set(wanted)
    return folder


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (lambda raw: edit(raw / "china/cpi/single.csv", "104.3", "104.4"), ["china/cpi/single.csv", "sha256"]),
        (lambda raw: (raw / "china/cpi/single.csv").unlink(), ["china/cpi/single.csv", "not found"]),
        (lambda raw: (raw / "china/new.csv").write_text("x\n"), ["china/new.csv", "not listed"]),
        (lambda raw: edit(raw / "MANIFEST.csv", ",372,", ",371,"), ["371", "372", "manifest"]),
        (lambda raw: edit(raw / "MANIFEST.csv", "2020-12", "2020-11"), ["2020-11", "2020-12"]),
        (lambda raw: edit(raw / "MANIFEST.csv", "sha256", "md5"), ["columns", "sha256"]),
        (lambda raw: edit(raw / "MANIFEST.csv", ",single,", ",2020-12,"), ["2020-12", "file name"]),
        (lambda raw: (raw / "MANIFEST.csv").unlink(), ["MANIFEST.csv", "not found"]),
    ],
)
def test_damaged_raw_files_are_named(raw, damage, expected):
    damage(raw)
    for _ in range(2):
        with pytest.raises(GateError) as error:
            verify_manifest(raw)
        for part in expected:
            assert part in str(error.value)


def test_dependencies_follow_imports_through_modules(tmp_path):
    package = tmp_path / "lib"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "a.py").write_text("from lib import b\nimport json\n")
    (package / "b.py").write_text("from lib.c import thing\n")
    (package / "c.py").write_text("thing = 1\n")
    (package / "d.py").write_text("")
    script = tmp_path / "script.py"
    script.write_text("from lib.a import x\n")
    found = {path.name for path in dependencies(script, (tmp_path,))}
    assert found == {"script.py", "__init__.py", "a.py", "b.py", "c.py"}


STUDIES = ROOT / "workflow/multiplier/claims/studies"
CLAIMS = (RAW / "claims/claims.csv").read_text(encoding="utf-8")
ROW = "MB-08,ma-bai-2010,sign,Over the sample the multiplier shows a downward trend.,,trend,negative,,"


def checked(tmp_path, text):
    path = tmp_path / "claims.csv"
    path.write_text(text, encoding="utf-8")
    check_claims(path, STUDIES)


def test_the_printed_claims_pass(tmp_path):
    checked(tmp_path, CLAIMS)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (",printed,", ",print,", "columns are id, study, kind, statement, month, unit, print"),
        (ROW + "\n", "", "claim MB-08, which .*ma_bai_2010.py decides, has no row; restore it"),
        (ROW, f"{ROW}\n{ROW}", "claim MB-08 stands twice"),
        (ROW, ROW + ",", "line 9 has 10 cells, expected 9"),
        (ROW, ROW.replace("negative", "positive"), "MB-08: 'positive' is printed, but its .* decides 'negative'"),
        (ROW, ROW.replace("negative", "falling"), "MB-08: 'falling' is printed"),
        (ROW, ROW.replace("sign", "sing"), "MB-08, column kind: found 'sing', expected one of number"),
        (ROW, ROW.replace("MB-08", "MB-88"), "claim MB-88 has no function; write one in .*studies/ma_bai_2010.py"),
        (ROW, ROW.replace("ma-bai-2010", "ma-bai"), "study 'ma-bai' has no module .*studies/ma_bai.py"),
        (",9.85,2,", ",about ten,2,", "MB-03, column printed: found 'about ten', expected a number"),
        (",9.85,2,", ",9.85,two,", "MB-03, column decimals: found 'two', expected a whole number"),
        ("0.135 0.170", "O.135 0.170", "CP-02, column printed: found 'O.135 0.170"),
        ("0.135 0.154", "0.154", "claim CP-03 has 12 numbers, CP-02 of its study 13"),
        ("date,2008-03-18", "date,18 March 2008", "QE-14, column printed: found '18 March 2008', expected YYYY"),
        (
            "observations,44",
            "observations,44 or so",
            "MB-01, column printed: found '44 or so', expected a whole",
        ),
    ],
)
def test_claims_that_cannot_be_decided_stop_by_name(tmp_path, old, new, expected):
    assert CLAIMS.count(old) >= 1
    with pytest.raises(GateError, match=expected):
        checked(tmp_path, CLAIMS.replace(old, new, 1))


def test_a_function_is_registered_for_the_statement_that_is_printed():
    """What the gate reads from the code is what registering it says."""
    for row in csv.DictReader(io.StringIO(CLAIMS)):
        if row["kind"] in STATEMENTS:
            module = (STUDIES / f"{row['study'].replace('-', '_')}.py").read_text(encoding="utf-8")
            assert f'@claim("{row["id"]}", "{row["printed"]}")' in module
