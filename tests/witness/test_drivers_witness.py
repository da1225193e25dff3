"""Drivers against the multiplier, held against numbers that R computed (drivers.R, versions.csv).

X-13 has no second program here: it is itself the reference implementation, and the library only writes its
specification and reads its tables. Its result is held against the series (adjusted times seasonal).
"""

import numpy as np
import pandas as pd
import pytest
from conftest import FIRST, LAST
from reference import SIX_DIGITS, reference

from multiplier.drivers.bootstrap import block_length
from multiplier.drivers.correlations import COLUMNS, adjusted_views, correlations_of, views
from multiplier.drivers.identity_regressions import by_country as regressions
from multiplier.drivers.inference import inference
from multiplier.drivers.lead_lags import lead_lags
from multiplier.drivers.power import correlation_power, sign_test_power
from multiplier.drivers.seasonal_adjustment import by_country as adjust
from multiplier.drivers.seasonal_adjustment import stl, unbroken
from multiplier.drivers.sign_randomisation import random_signs, sign_randomisation
from multiplier.drivers.surrogates import random_phases, turned
from multiplier.identities import EXPECTED_SIGN
from multiplier.months import window

witness = reference("drivers")
COUNTRIES = ("china", "us")
EXACT = ("level", "diff", "diff12", "stl", "stl_diff")
SIMULATED = ("level", "diff", "diff12", "stl_diff")
DRAWS = 20000
PAIRS = [(country, kind, driver) for country in COUNTRIES for kind in EXACT for driver in EXPECTED_SIGN]


@pytest.fixture(scope="module")
def ratios(ratios_china, ratios_us):
    return {"china": ratios_china, "us": ratios_us}


@pytest.fixture(scope="module")
def adjusted(ratios):
    table = adjust(ratios, {"first": "2002-01", "last": LAST}, "(0 1 1)(0 1 1)", {"china": 20}, 13, True)
    return table.assign(month=table["month"].astype(str))


@pytest.fixture(scope="module")
def odd(ratios):
    """STL of histories with an odd number of months: with an even one R's robust weights are off (drivers.R)."""
    blocks = []
    for country, table in ratios.items():
        for name in COLUMNS:
            series = unbroken(table.loc["2002-01":LAST, name]).iloc[1:]
            assert len(series) % 2 == 1
            result = stl(series, 13, True, name)
            blocks.append(result.assign(country=country, method="stl", series=name, month=series.index.astype(str)))
    return pd.concat(blocks, ignore_index=True)


@pytest.fixture(scope="module")
def seen(ratios, odd):
    return {
        country: views(window(table[COLUMNS], FIRST, LAST, country), ["level", "diff", "diff12"])
        | adjusted_views(odd[odd["country"] == country], FIRST, LAST, country)
        for country, table in ratios.items()
    }


@pytest.fixture(scope="module")
def inferred(seen):
    rng = np.random.default_rng(11)
    cosines = {nobs: np.cos(random_phases(nobs, DRAWS, rng)) for nobs in (32, 43, 44)}
    return {
        country: inference({kind: found[kind] for kind in SIMULATED}, cosines, DRAWS, 0.95, rng).set_index(
            ["transform", "driver"]
        )
        for country, found in seen.items()
    }


def test_stl(odd):
    """R's stl with statsmodels' degrees, spans and passes."""
    table = odd.set_index(["country", "series", "month"])["adjusted"]
    for country in COUNTRIES:
        for series in COLUMNS:
            for month in ("2006-03", "2008-01", "2009-01", "2009-10"):
                expected = witness("stl_adjusted", f"{country}_{series}", month)
                assert table[country, series, month] == pytest.approx(expected, rel=SIX_DIGITS)


def test_x13_splits_the_series_into_its_parts(adjusted, ratios):
    """Exact but for the digits that X-13 prints; the factors of a year average one to within two percent."""
    table = adjusted[adjusted["method"] == "x13"]
    np.testing.assert_allclose(table["adjusted"] * table["seasonal"], table["value"], rtol=1e-9)
    for country in COUNTRIES:
        for series in COLUMNS:
            part = table[(table["country"] == country) & (table["series"] == series)]
            assert (part["value"].to_numpy() == ratios[country].loc[part["month"], series].to_numpy()).all()
            years = part["seasonal"].rolling(12).mean().dropna()
            assert np.abs(years - 1).max() < 0.02, (country, series)


@pytest.mark.parametrize(("country", "kind", "driver"), PAIRS)
def test_correlations_and_block_lengths(seen, country, kind, driver):
    view, label = seen[country][kind], f"{country}_{driver}"
    row = correlations_of({kind: view}, np.linspace(0, 1, 11)).set_index("driver").loc[driver]
    assert row["pearson"] == pytest.approx(witness("pearson", label, kind), rel=SIX_DIGITS)
    assert row["spearman"] == pytest.approx(witness("spearman", label, kind), rel=SIX_DIGITS)
    length = block_length(view[driver].to_numpy(), view["multiplier"].to_numpy())
    assert length == pytest.approx(witness("block_length", label, kind), rel=SIX_DIGITS)


@pytest.mark.parametrize("country", COUNTRIES)
def test_intervals_and_surrogates_within_monte_carlo_error(inferred, country):
    """Intervals are simulated on both sides: they may differ by 4 standard errors of one, times the root of two."""
    for (kind, driver), row in inferred[country].iterrows():
        label = f"{country}_{driver}"
        for side in ("lower", "upper"):
            error = witness(f"boot_{side}_se", label, kind)
            expected = witness(f"boot_{side}", label, kind)
            assert row[f"boot_{side}"] == pytest.approx(expected, abs=4 * np.sqrt(2) * error), (kind, driver, side)
        p = witness("surrogate_p", label, kind)
        # The library's p-value has no Monte Carlo error; R counts the value itself as one draw more.
        error = np.sqrt(row["surrogate_p"] * (1 - row["surrogate_p"]) / DRAWS)
        assert p == pytest.approx(row["surrogate_p"], abs=4 * error + 1 / DRAWS), (kind, driver)


@pytest.mark.parametrize("country", COUNTRIES)
def test_random_signs_within_monte_carlo_error(seen, country):
    """Both sides are simulated with as many draws."""
    signs = {43: random_signs(43, DRAWS, np.random.default_rng(13))}
    table = sign_randomisation(seen[country], signs)
    assert set(table["transform"]) == {"diff", "stl_diff"}
    for _, row in table.iterrows():
        p = witness("wild_p", f"{country}_{row['driver']}", row["transform"])
        error = np.sqrt(2 * p * (1 - p) / DRAWS)
        assert row["wild_p"] == pytest.approx(p, abs=4 * error + 1e-12), (row["driver"], row["transform"])


@pytest.mark.parametrize("country", COUNTRIES)
def test_size_where_the_observed_amounts_have_random_signs(seen, country):
    """R tests 2000 series, each by 999 draws of its own; the library 20000, in the limit of infinitely many."""
    noise = {43: np.random.default_rng(14).standard_normal((2, DRAWS, 43), dtype=np.float32)}
    table = correlation_power({"diff": seen[country]["diff"]}, [], 0.05, noise)
    cells = table[(table["design"] == "observed_amplitudes") & (table["driver"] == "savings_ratio")]
    for test, share in cells.set_index("test")["rejections"].items():
        expected = witness(f"size_kept_{test}", f"{country}_savings_ratio", "diff")
        error = np.sqrt(share * (1 - share) * (1 / 2000 + 1 / DRAWS))
        assert share == pytest.approx(expected, abs=4 * error), test


@pytest.mark.parametrize("country", COUNTRIES)
def test_leads_and_lags(seen, country):
    turns = {43: turned(random_phases(43, DRAWS, np.random.default_rng(12)))}
    table = lead_lags({"diff": seen[country]["diff"]}, turns, 12, 0.95, country).set_index(["driver", "lag"])
    for (driver, lag), row in table.iterrows():
        label = f"{country}_{driver}"
        assert row["correlation"] == pytest.approx(witness("lead_lag", label, lag), rel=SIX_DIGITS, abs=1e-9)
        if lag in {-12, 0, 12}:
            error = witness("band_upper_se", label, lag)
            assert row["band_upper"] == pytest.approx(witness("band_upper", label, lag), abs=4 * np.sqrt(2) * error)
        p = witness("largest_p", label, "diff")
        assert row["largest_p"] == pytest.approx(p, abs=4 * np.sqrt(2 * p * (1 - p) / DRAWS) + 1e-12)


def test_identity_regressions(ratios):
    """Derivatives in closed form here, by R's own differentiation there."""
    for _, row in regressions(ratios, FIRST, LAST, 0.25, 0.05).iterrows():
        label, detail = f"{row['country']}_{row['regressand']}", f"{row['form']}/{row['regressor']}"
        for column, quantity in (
            ("slope", "regression_slope"),
            ("hac_se", "regression_se"),
            ("analytic", "regression_analytic"),
            ("vif", "regression_vif"),
            ("difference_p", "regression_p"),
        ):
            assert row[column] == pytest.approx(witness(quantity, label, detail), rel=SIX_DIGITS), (label, detail)
        assert row["r2"] == pytest.approx(witness("regression_r2", label, row["form"]), rel=SIX_DIGITS)
        assert row["bandwidth"] == witness("regression_bandwidth", label, row["form"])


@pytest.mark.parametrize("share", [0.5, 0.6, 0.7, 0.8])
def test_power_of_the_sign_test(share):
    detail = f"{share:g}"
    assert sign_test_power(43, share, 0.05) == pytest.approx(witness("sign_test_power", "43", detail), rel=SIX_DIGITS)


def test_every_driver_has_a_witness(seen):
    assert list(pd.Series(COLUMNS)[1:]) == list(EXPECTED_SIGN)
    assert set(EXACT) == set(seen["china"])
