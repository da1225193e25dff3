"""Size and power against R's (power.R): other draws and code, critical values of urca where it has them."""

import numpy as np
import pandas as pd
import pytest
from reference import SIX_DIGITS, reference

from multiplier.unit_roots.batched.seasonal import ocsb_statistics
from multiplier.unit_roots.power import by_country
from multiplier.unit_roots.processes import calibration

witness = reference("power")
CELLS = [
    ("china", "ADF/c/fixed/1/random_walk/1"),
    ("china", "ADF/ct/fixed/4/random_walk_drift/1"),
    ("china", "ADF/c/fixed/0/ar1/0.8"),
    ("china", "ADF/n/fixed/12/ar1/0.95"),
    ("us", "ADF/n/fixed/1/random_walk_drift/1"),
    ("us", "ADF/n/fixed/0/random_walk/1"),
    ("us", "ADF/c/AIC//random_walk/1"),
    ("us", "ADF/n/AIC//ar1/0.7"),
    ("china", "KPSS/c/l12/9/random_walk/1"),
    ("china", "KPSS/c/l4/3/ar1/0.9"),
    ("us", "ZA/c/AIC//ar1_break/0.8"),
    ("china", "ZA/c/AIC//ar1/0.7"),
    ("us", "OCSB/n/fixed/1/seasonal_root/1"),
    ("china", "OCSB/n/fixed/1/seasonal_root/1"),
]


@pytest.fixture(scope="module")
def cells(ratios_china, ratios_us):
    table, _ = by_country(
        {"china": ratios_china, "us": ratios_us},
        "2006-03",
        "2009-10",
        crisis="2008-09",
        replications=20000,
        rng=np.random.default_rng(20100701),
        phis=[0.7, 0.8, 0.9, 0.95],
        single_phi=0.8,
        lags=[0, 1, 4, 12],
        max_lags=12,
        criteria=["AIC"],
        za_max_lags=3,
        ocsb_lags=[1],
        period=12,
    )
    lags = table["lags"].map(lambda value: "" if pd.isna(value) else str(value))
    parts = [table["test"], table["deterministic"], table["lag_rule"], lags, table["process"]]
    detail = pd.Series("", index=table.index).str.cat(parts, sep="/").str[1:] + table["phi"].map("/{:g}".format)
    return table[table["transform"] == "level"].assign(detail=detail).set_index(["country", "detail"])


@pytest.mark.parametrize(("country", "detail"), CELLS)
def test_shares_of_rejections(cells, country, detail):
    """Within four joint Monte Carlo standard errors.

    Critical values differ in the second decimal: MacKinnon's surfaces of 2010 and arch's quantiles here,
    those of 1996 and of the papers in R.
    """
    cell = cells.loc[(country, detail)]
    share = witness("rejections_share", f"{country}_m", detail)
    error = np.hypot(cell["share_se"], witness("share_se", f"{country}_m", detail))
    assert abs(cell["rejections_share"] - share) < 4 * error


@pytest.mark.parametrize("country", ["china", "us"])
def test_calibration(sample_china, sample_us, country):
    sample = {"china": sample_china, "us": sample_us}[country]
    found = calibration(sample["multiplier"], "2008-09")
    names = {"walk": "walk_sigma", "size": "break_size"}
    for quantity in ("first", "mean", "sigma", "walk", "drift", "drift_sigma", "size"):
        expected = witness("calibration", f"{country}_m", quantity)
        assert found[names.get(quantity, quantity)] == pytest.approx(expected, rel=SIX_DIGITS)


@pytest.mark.parametrize("country", ["china", "us"])
def test_ocsb_statistic(sample_china, sample_us, country):
    """With a constant in the first regression, as in pmdarima; R's forecast leaves it out."""
    values = {"china": sample_china, "us": sample_us}[country]["multiplier"].to_numpy()
    expected = witness("ocsb", f"{country}_m", "fixed/1")
    assert ocsb_statistics(values[None], 12, 1)[0] == pytest.approx(expected, rel=SIX_DIGITS)
