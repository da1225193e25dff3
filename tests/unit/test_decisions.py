"""The closing table: the rows that it picks, the decisions, and alternatives that nothing simulated."""

import pandas as pd
import pytest

from multiplier import DataError
from multiplier.decisions import COLUMNS, decisions
from multiplier.report.tables.decisions import decisions as printed

SETTINGS = {
    "criterion": "MAIC",
    "phi": 0.9,
    "correlation": 0.3,
    "rmse_ratio": 0.8,
    "reading": "w_mean",
    "estimator": "cls",
    "significance": 0.05,
}
COUNTRIES = ("china", "us")


def frame(country_rows):
    return pd.DataFrame([{"country": country} | row for country in COUNTRIES for row in country_rows])


@pytest.fixture
def tables():
    tests = [
        {"test": "ADF", "deterministic": terms, "lag_rule": rule, "pvalue": value, "decision": "not rejected"}
        for terms in ("n", "c")
        for rule, value in (("MAIC", 0.41), ("AIC", 0.2))
    ]
    cells = [
        {
            "test": "ADF",
            "deterministic": terms,
            "lag_rule": rule,
            "process": process,
            "phi": phi,
            "rejections_share": share + (0.5 if rule == "AIC" else 0) + (0.2 if terms == "c" else 0),
            "share_se": 0.001,
        }
        for terms in ("n", "c")
        for rule in ("MAIC", "AIC")
        for process, phi, share in (("random_walk", 1.0, 0.05), ("ar1", 0.9, 0.1), ("ar1", 0.7, 0.3))
    ]
    of_m = {"series": "multiplier", "transform": "level"}
    pairs = [{"driver": driver, "transform": kind} for driver in ("r", "s") for kind in ("level", "diff")]
    return {
        "unit_roots": frame([of_m | row for row in tests]),
        "unit_root_power": frame([of_m | row for row in cells]),
        "trends": frame(
            [
                {"test": test, "pvalue": 0.03, "pvalue_simulated": p, "decision": decision, "power": share}
                | {"alternative": alternative, "power_se": 0.002, "size": 0.4}
                for test, p, decision, alternative, share in (
                    ("drift", 0.7, "not rejected", 10, 0.07),
                    ("seasonality", 0.01, "rejected", 0.3, 0.7),
                )
            ]
        ),
        "drivers": frame(
            [pair | {"surrogate_p_holm": 0.04 if pair["driver"] == "r" else 0.06, "wild_p_holm": 0.3} for pair in pairs]
        ),
        "driver_power": frame(
            [
                {**pair, "test": test, "design": design, "truth": truth, "rejections": size, "rejections_se": 0.002}
                for pair in pairs
                for test, design in (
                    ("surrogate", "gaussian_ar1"),
                    ("wild", "gaussian_ar1"),
                    ("surrogate", "observed_amplitudes"),
                    ("sign", "independent"),
                )
                for truth in (0.0, 0.3, 0.5)
                for size in [truth + (0.05 if design == "gaussian_ar1" else 0.1)]
            ]
        ),
        "arima_diagnostics": frame(
            [
                {
                    "reading": reading,
                    "estimator": estimator,
                    "test": "Ljung-Box",
                    "alternative": alternative,
                    "pvalue_simulated": 0.3 if reading == "w_mean" and estimator == "cls" else 0.01,
                    "power": 0.4 if alternative == "second_lag" else 0.9,
                    "power_se": 0.003,
                }
                for reading in ("w_mean", "dw")
                for estimator in ("cls", "exact_ml")
                for alternative in ("second_lag", "seasonal_ma")
            ]
        ),
        "stability": frame(
            [
                {"reading": reading, "test": test, "pvalue_simulated": p, "pvalue_holm": 2 * p, "decision": "rejected"}
                for reading in ("w_mean", "dw")
                for test, p in (("Chow", 0.01), ("sup-F", 0.04), ("CUSUM", 0.03))
            ]
        ),
        "stability_power": frame(
            [
                {
                    "reading": reading,
                    "test": test,
                    "alternative": alternative,
                    "phi_before": 0.987654,
                    "phi_after": -0.3,
                    "share": 0.2 if alternative == "phi" else 0.8,
                    "se": 0.004,
                }
                for reading in ("w_mean", "dw")
                for test in ("Chow", "sup-F", "CUSUM")
                for alternative in ("phi", "intercept")
            ]
        ),
        "contest": frame(
            [
                {
                    "scheme": scheme,
                    "target": target,
                    "model": model,
                    "horizon": 1,
                    "dm_vs_no_change": -1.0 if model == "dw" else 2.5,
                    "dm_vs_no_change_p": value if (scheme, target) == ("rolling", "m") else 0.9,
                }
                for scheme in ("rolling", "holdout")
                for target in ("m", "m2")
                for model, value in (("w_mean", 0.02), ("dw", 0.5))
            ]
        ),
        "contest_power": frame(
            [
                {"horizon": 1, "rmse_ratio": ratio, "rejections": 1.05 - ratio, "rejections_se": 0.002}
                for ratio in (1.0, 0.8, 0.6)
            ]
        ),
    }


def test_every_statement_has_its_own_row_and_power(tables):
    table = decisions(tables, COUNTRIES, ["s", "r"], [1], SETTINGS)
    assert list(table.columns) == COLUMNS
    china = table[table["country"] == "china"].set_index(["statement", "test"])
    assert len(table) == 2 * len(china) == 2 * 13
    assert china.index.is_unique
    assert china.loc[("unit_root", "ADF_n"), ["size", "power"]].tolist() == pytest.approx([0.05, 0.1])
    assert china.loc[("unit_root", "ADF_c"), ["size", "power"]].tolist() == pytest.approx([0.25, 0.3])
    assert china.loc[("unit_root", "ADF_c"), "pvalue"] == 0.41
    assert china.loc[("driver_r", "surrogate"), ["decision", "size", "power"]].tolist() == ["rejected", 0.05, 0.35]
    assert china.loc[("driver_r", "wild"), ["pvalue", "decision"]].tolist() == [0.3, "not rejected"]
    assert china.loc[("driver_s", "surrogate"), "decision"] == "not rejected"
    assert china.loc[("residuals", "Ljung-Box"), ["decision", "power"]].tolist() == ["not rejected", 0.4]
    assert china.loc[("stability", "Chow"), ["pvalue", "decision"]].tolist() == [0.02, "rejected"]
    # Rejected by itself, not once it is adjusted for the readings.
    assert china.loc[("stability", "sup-F"), ["pvalue", "decision", "power"]].tolist() == [0.08, "not rejected", 0.2]
    assert china.loc[("stability", "sup-F"), "alternative"] == "phi 0.99 to -0.30"
    assert china.loc[("forecast_1", "Diebold-Mariano"), "decision"] == "rejected"
    assert china.loc[("forecast_1", "Diebold-Mariano"), ["size", "power"]].tolist() == pytest.approx([0.05, 0.25])
    assert china.loc[("drift", "t"), ["pvalue", "size", "power", "power_se"]].tolist() == [0.7, 0.05, 0.07, 0.002]


@pytest.mark.parametrize(("reading", "expected"), [("w_mean", "formula worse"), ("dw", "formula better")])
def test_a_two_sided_comparison_says_which_side(tables, reading, expected):
    table = decisions(tables, COUNTRIES, ["r"], [1], SETTINGS | {"reading": reading})
    forecasts = table["statement"] == "forecast_1"
    assert table.loc[forecasts, ["null", "direction"]].to_numpy().tolist() == [["equal accuracy", expected]] * 2
    assert table.loc[~forecasts, "direction"].isna().all()
    rows = printed(table[~table["statement"].str.startswith("driver")], "Rule decisions.").rows
    assert [row[1] for row in rows if "(formula" in row[1]] == [f"Diebold-Mariano ({expected})"]
    assert not any("nan" in cell for row in rows for cell in row)


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("phi", 0.85, r"power of unit root tests: nothing was computed for phi = 0\.85; there is 0\.7, 0\.9"),
        (
            "correlation",
            0.4,
            r"power of correlations: nothing was computed for truth = 0\.4; there is 0\.0, 0\.3, 0\.5",
        ),
        ("criterion", "t", r"unit root tests: nothing was computed for lag_rule = t; there is AIC, MAIC"),
    ],
)
def test_an_alternative_that_was_not_simulated_is_named(tables, setting, value, expected):
    with pytest.raises(DataError, match=expected):
        decisions(tables, COUNTRIES, ["r"], [1], SETTINGS | {setting: value})


def test_two_rows_where_one_is_expected_are_not_passed_over(tables):
    tables["trends"] = pd.concat([tables["trends"], tables["trends"].iloc[:1]])
    with pytest.raises(DataError, match="tests of drift and season: 2 rows"):
        decisions(tables, COUNTRIES, ["r"], [1], SETTINGS)
