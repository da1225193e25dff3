"""The battery of unit root tests against numbers that R computed (unit_roots.R, versions.csv)."""

import pytest
from reference import SIX_DIGITS, reference

from multiplier.transforms import TRANSFORMS, transform
from multiplier.unit_roots.battery import (
    BREAKS,
    df_gls,
    kpss,
    phillips_perron,
    zivot_andrews,
)
from multiplier.unit_roots.conventions import longest_lags_with_break
from multiplier.unit_roots.dickey_fuller import adf
from multiplier.unit_roots.lag_selection import CRITERIA, choose_lags, ols_detrended
from multiplier.unit_roots.seasonal import canova_hansen, ocsb

witness = reference("unit_roots")

LETTER = {
    "m": "multiplier",
    "c": "currency_ratio",
    "s": "savings_ratio",
    "t": "time_ratio",
    "r": "reserve_ratio",
    "k": "cash_deposit_ratio",
}
CASES = [(f"{country}_{letter}", kind) for country in ("china", "us") for letter in LETTER for kind in TRANSFORMS]
every_sample = pytest.mark.parametrize(("name", "kind"), CASES)
AROUND = ("c", "ct")


@pytest.fixture(scope="module")
def sample(sample_china, sample_us):
    tables = {"china": sample_china, "us": sample_us}

    def series(name, kind):
        country, letter = name.split("_")
        return transform(tables[country][LETTER[letter]], kind)

    return series


@every_sample
def test_adf(sample, name, kind):
    for terms in ("n", "c", "ct"):
        for lags in range(13) if kind == "level" else (0, 3):
            row = adf(sample(name, kind), terms, "fixed", lags, 0.05)
            expected = witness("adf", name, f"{kind}/{terms}/{lags}")
            assert row["statistic"] == pytest.approx(expected, rel=SIX_DIGITS, abs=1e-9)


@every_sample
def test_lags_by_every_criterion(sample, name, kind):
    """Criteria written out in R; urca's own choice by AIC and BIC agrees with them there, beyond one lag."""
    for rule in CRITERIA:
        values = sample(name, kind).to_numpy()
        for terms in ("n", "c", "ct"):
            assert choose_lags(values, terms, rule, 12) == witness("adf_lags", name, f"{kind}/{terms}/{rule}")
        for terms in AROUND:
            detrended = choose_lags(ols_detrended(values, terms), "n", rule, 12)
            assert detrended == witness("dfgls_lags", name, f"{kind}/{terms}/{rule}")
            assert df_gls(values, terms, rule, 12, 0.05)["lags"] == detrended


@every_sample
def test_phillips_perron(sample, name, kind):
    """Z-tau written out in R. urca's ur.pp takes the moment of x(t) where the test has that of x(t-1) and differs.

    By less than a tenth here; the script shows that nothing else is behind it.
    """
    values = sample(name, kind).to_numpy()
    for rule in ("l4", "l12"):
        for terms in ("n", "c", "ct"):
            statistic = phillips_perron(values, terms, rule, 0.05)["statistic"]
            expected = witness("pp", name, f"{kind}/{terms}/{rule}")
            assert statistic == pytest.approx(expected, rel=SIX_DIGITS, abs=1e-9)
            if terms != "n":
                assert statistic == pytest.approx(witness("pp_urca", name, f"{kind}/{terms}/{rule}"), abs=0.1)


@every_sample
def test_kpss(sample, name, kind):
    values = sample(name, kind).to_numpy()
    for rule in ("l4", "l12"):
        for terms in AROUND:
            expected = witness("kpss", name, f"{kind}/{terms}/{rule}")
            assert kpss(values, terms, rule, 0.05)["statistic"] == pytest.approx(expected, rel=SIX_DIGITS)


@every_sample
def test_df_gls(sample, name, kind):
    values = sample(name, kind).to_numpy()
    for terms in AROUND:
        for lags in (0, 3, 12):
            expected = witness("dfgls", name, f"{kind}/{terms}/{lags}")
            statistic = df_gls(values, terms, "fixed", lags, 0.05)["statistic"]
            assert statistic == pytest.approx(expected, rel=SIX_DIGITS, abs=1e-9)


@every_sample
def test_zivot_andrews(sample, name, kind):
    """ur.za tries every month; its statistics within the trimmed window are compared, and the month of the least."""
    values = sample(name, kind).to_numpy()
    for terms in BREAKS:
        for lags in (0, longest_lags_with_break(len(values), 12)):
            row = zivot_andrews(values, terms, "fixed", lags, 0.05)
            assert row["statistic"] == pytest.approx(witness("za", name, f"{kind}/{terms}/{lags}"), rel=SIX_DIGITS)
            assert row["break_position"] == witness("za_break", name, f"{kind}/{terms}/{lags}")


@every_sample
def test_seasonal_roots(sample, name, kind):
    """OCSB as pmdarima has it, with a constant in the first regression; R's forecast 8.20 has none there.

    Both are written out in R; without the constant the script gets forecast's statistic. With one lag, as the tests
    are counted against each other, every decision is the same either way.
    """
    if kind == "diff12":
        return
    values = sample(name, kind).to_numpy()
    critical = witness("ocsb_critical", "")
    for lags in (1, 2, 3):
        row = ocsb(values, lags, 12)
        assert row["crit_5"] == pytest.approx(critical, rel=SIX_DIGITS)
        assert row["statistic"] == pytest.approx(witness("ocsb", name, f"{kind}/{lags}"), rel=SIX_DIGITS)
    other = witness("ocsb_forecast", name, f"{kind}/1")
    assert (other < critical) == (ocsb(values, 1, 12)["decision"] == "rejected")
    assert canova_hansen(values, 12)["statistic"] == pytest.approx(witness("ch", name, kind), rel=SIX_DIGITS)
