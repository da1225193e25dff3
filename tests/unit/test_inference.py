"""What correlations are worth: bootstrap, surrogates, power, leads and lags, identity regressions."""

import itertools

import numpy as np
import pandas as pd
import pytest
from arch.bootstrap import StationaryBootstrap
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, rankdata, spearmanr

from multiplier import DataError
from multiplier.drivers.bootstrap import (
    block_length,
    correlation_intervals,
    counts,
    stationary_indices,
    weighted_correlations,
    weighted_ranks,
)
from multiplier.drivers.correlations import COLUMNS, views
from multiplier.drivers.identity_regressions import (
    FORMS,
    analytic_slopes,
    bandwidth,
    regression,
    slope_power,
    variance_inflation,
)
from multiplier.drivers.inference import check_views, inference
from multiplier.drivers.lead_lags import lead_lags, peaks
from multiplier.drivers.power import (
    Pairs,
    correlation_power,
    fourier,
    implied_correlation,
    largest_correlation,
    largest_lag_power,
    observed_amplitudes,
    persistence,
    sign_test_power,
    signs_reject,
    surrogates_reject,
)
from multiplier.drivers.sign_randomisation import (
    products_of_changes,
    random_signs,
    sign_pvalues,
    sign_randomisation,
    wild_pvalue,
)
from multiplier.drivers.surrogates import (
    cross_correlations,
    exact_pvalues,
    random_phases,
    share_as_large,
    surrogate_correlations,
    surrogate_pvalue,
    surrogates,
    turned,
)
from multiplier.identities import DRIVERS, EXPECTED_SIGN, derivatives, derivatives_two_ratios, multiplier_from_ratios
from multiplier.multiple_testing import holm

LENGTHS = (32, 43)  # even and odd


def ar1(phi, nobs, rng):
    x = np.zeros(nobs)
    for t in range(1, nobs):
        x[t] = phi * x[t - 1] + rng.standard_normal()
    return x


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def sample(nobs=44, seed=3):
    rng = np.random.default_rng(seed)
    index = pd.period_range("2006-03", periods=nobs, freq="M", name="month")
    return pd.DataFrame(rng.standard_normal((nobs, len(COLUMNS))).cumsum(axis=0), columns=COLUMNS, index=index)


# ---------------------------------------------------------------- the bootstrap


def test_indices_are_distributed_as_those_of_arch():
    """Counts of successions, starts and repeats against arch's own StationaryBootstrap, 4 standard errors."""
    nobs, length, draws = 20, 4.0, 4000
    ours = stationary_indices(nobs, length, draws, np.random.default_rng(1)).T
    theirs = StationaryBootstrap(length, np.arange(nobs), seed=np.random.default_rng(2))
    other = np.array([data[0][0] for data in theirs.bootstrap(draws)])
    assert ours.shape == other.shape == (draws, nobs)
    # Statistics whose distributions would tell a wrong start, block end or wrap-around.
    for statistic in (
        lambda i: ((i[:, 1:] - i[:, :-1]) % nobs == 1).mean(axis=1),
        lambda i: (i == nobs - 1).mean(axis=1),
        lambda i: ((i[:, 1:] == 0) & (i[:, :-1] == nobs - 1)).mean(axis=1),
        lambda i: np.array([len(np.unique(row)) for row in i]) / nobs,
        lambda i: i[:, 0] / nobs,
    ):
        a, b = statistic(ours), statistic(other)
        error = np.sqrt((a.var() + b.var()) / draws)
        assert a.mean() == pytest.approx(b.mean(), abs=4 * error)
    # Two months belong together with chance 1 - 1/length, or by accident.
    assert ((ours[:, 1:] - ours[:, :-1]) % nobs == 1).mean() == pytest.approx(1 - 1 / 4 + 1 / 4 / nobs, abs=0.01)


def test_counts_and_weighted_moments_are_those_of_the_resampled_series(rng):
    x, y = np.round(rng.standard_normal((2, 30)), 1), rng.standard_normal(30)
    x = x[0]  # rounded to one decimal: ties
    indices = stationary_indices(30, 3.0, 50, rng)
    weights = counts(indices)
    assert (weights.sum(axis=0) == 30).all()
    pearson = weighted_correlations(x, y, weights)
    ranks = weighted_ranks(x, weights), weighted_ranks(y, weights)
    spearman = weighted_correlations(*ranks, weights)
    for draw in range(50):
        chosen = indices[:, draw]
        assert pearson[draw] == pytest.approx(np.corrcoef(x[chosen], y[chosen])[0, 1], abs=1e-12)
        assert spearman[draw] == pytest.approx(spearmanr(x[chosen], y[chosen]).statistic, abs=1e-12)
        np.testing.assert_allclose(ranks[0][chosen, draw], rankdata(x[chosen]))


def test_a_resample_without_variation_has_no_correlation():
    x, y = np.array([1.0, 2, 3]), np.array([1.0, 2, 1])
    weights = np.array([[3.0, 2], [0, 1], [0, 0]])
    found = weighted_correlations(1e6 + x, y, weights)
    assert np.isnan(found[0])
    assert found[1] == pytest.approx(1)


@given(scale=st.floats(0.01, 100), shift=st.floats(-100, 100))
@settings(max_examples=15)
def test_intervals_and_p_values_do_not_depend_on_units(scale, shift):
    data = sample()
    other = data.assign(reserve_ratio=scale * data["reserve_ratio"] + shift)
    tables = []
    for each in (data, other):
        rng = np.random.default_rng(5)
        cosines = {nobs: np.cos(random_phases(nobs, 500, rng)) for nobs in (44, 43)}
        tables.append(inference(views(each, ["level", "diff"]), cosines, 500, 0.95, rng))
    pd.testing.assert_frame_equal(*tables, check_exact=False, rtol=1e-6, atol=1e-9)


def test_blocks_are_longer_for_the_more_persistent_series(rng):
    noise, slow = rng.standard_normal(400), ar1(0.9, 400, rng)
    assert block_length(noise, slow) == block_length(slow, noise) == block_length(slow, slow)
    assert block_length(slow, slow) > 3 * block_length(noise, noise)
    assert block_length(noise, noise) >= 1


def test_intervals_cover_the_true_correlation(rng):
    """95 percent intervals of autocorrelated pairs: between 85 and 98 percent, for percentile intervals fall short."""
    true, hits = implied_correlation(0.5, 0.5, 0.5), 0
    for _ in range(200):
        common = rng.standard_normal(150)
        x, y = np.zeros((2, 150))
        for t in range(1, 150):
            other = 0.5 * common[t] + np.sqrt(0.75) * rng.standard_normal()
            x[t], y[t] = 0.5 * x[t - 1] + common[t], 0.5 * y[t - 1] + other
        found = correlation_intervals(x, y, block_length(x, y), 500, 0.95, rng)
        hits += found["boot_lower"] <= true <= found["boot_upper"]
    assert 170 <= hits <= 196


# ---------------------------------------------------------------- surrogates


@pytest.mark.parametrize("nobs", LENGTHS)
def test_surrogates_keep_spectrum_and_mean_and_are_real(nobs, rng):
    x = ar1(0.6, nobs, rng) + 5
    phases = random_phases(nobs, 40, rng)
    found = surrogates(x, turned(phases))
    assert found.shape == (40, nobs)
    assert np.isrealobj(found)
    np.testing.assert_allclose(found.mean(axis=1), x.mean())
    np.testing.assert_allclose(np.abs(np.fft.rfft(found, axis=1)), np.tile(np.abs(np.fft.rfft(x)), (40, 1)), atol=1e-9)
    assert np.abs(found[0] - found[1]).max() > 0.1


@pytest.mark.parametrize("nobs", LENGTHS)
def test_correlations_of_surrogates_need_no_surrogates(nobs, rng):
    """The formula over frequencies has the distribution of correlations of surrogates that are built."""
    x, y = ar1(0.6, nobs, rng), ar1(0.8, nobs, rng)
    phases = random_phases(nobs, 20000, rng)
    formula = surrogate_correlations(x, y, np.cos(phases))
    built = surrogates(x, turned(random_phases(nobs, 20000, rng)))
    direct = (built - x.mean()) @ (y - y.mean()) / (nobs * built.std(axis=1) * y.std())
    for level in (0.05, 0.25, 0.5, 0.75, 0.95):
        assert np.quantile(formula, level) == pytest.approx(np.quantile(direct, level), abs=0.015)
    # With the phases of y added both are equal draw by draw.
    turns = np.exp(1j * (phases + np.angle(np.fft.rfft(y)[1:])))
    same = surrogates(x, turns)
    np.testing.assert_allclose(same @ (y - y.mean()) / (nobs * x.std() * y.std()), formula, atol=1e-9)


def test_the_p_value_counts_the_value_itself():
    reference = np.array([-0.5, 0.1, 0.2, 0.4])
    assert share_as_large(reference, 0.3)[0] == pytest.approx(3 / 5)
    assert share_as_large(reference, -0.9)[0] == pytest.approx(1 / 5)
    assert share_as_large(reference, 0.4)[0] == share_as_large(reference, 0.4 + 1e-15)[0] == pytest.approx(3 / 5)
    assert share_as_large(reference, 0.3)[1] == pytest.approx(np.sqrt(0.6 * 0.4 / 4))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_is_monotone_and_never_below_the_p_value(pvalues):
    raw = pd.Series(pvalues)
    adjusted = holm(raw)
    assert (adjusted >= raw - 1e-15).all()
    assert (adjusted <= 1).all()
    assert adjusted[raw.sort_values().index].is_monotonic_increasing
    assert adjusted.min() == pytest.approx(min(1, len(raw) * raw.min()))


# ---------------------------------------------------------------- random signs


def patterns(nobs):
    """All 2^nobs combinations of signs."""
    return np.array(list(itertools.product([-1.0, 1.0], repeat=nobs)))


def test_the_level_of_random_signs_is_exact_if_products_are_symmetric(rng):
    """Over all signs that given amounts can have, no more than a share alpha has a p-value of alpha or less.

    By hand for amounts 1 and 2: the sums 3, 1, -1 and -3 are equally likely, so that |sum| is 3 in half the cases.
    """
    amounts = rng.standard_normal(10) ** 3
    every = patterns(10)
    sums = every @ amounts
    # All patterns serve as draws; the value itself is among them, so that the share needs no count of one more.
    pvalues = (np.abs(sums)[:, None] <= np.abs(sums)[None, :] + 1e-12).mean(axis=1)
    for alpha in (0.01, 0.05, 0.2, 0.5):
        assert (pvalues <= alpha).mean() <= alpha
        assert (pvalues <= alpha).mean() > alpha - 4 / len(every)  # sums come in pairs, all else distinct
    two = patterns(2) @ np.array([1.0, 2.0])
    assert share_as_large(two, 3.0)[0] == pytest.approx((1 + 2) / (4 + 1))


@given(scale=st.floats(0.01, 100), shift=st.floats(-100, 100), seed=st.integers(0, 50))
@settings(max_examples=25)
def test_random_signs_know_neither_units_nor_order_of_the_pair(scale, shift, seed):
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((2, 43))
    signs = random_signs(43, 500, rng)
    p = wild_pvalue(x, y, signs)[0]
    assert wild_pvalue(scale * x + shift, y, signs)[0] == pytest.approx(p)
    assert wild_pvalue(y, -scale * x + shift, signs)[0] == pytest.approx(p)
    assert products_of_changes(x, y).sum() == pytest.approx(np.corrcoef(x, y)[0, 1])
    order = rng.permutation(43)
    assert wild_pvalue(x[order], y[order], signs[:, order])[0] == pytest.approx(p)


def test_a_limit_of_many_signs(rng):
    """The Fourier series against 200000 draws, for amounts alike and for amounts of which a few tower."""
    signs = random_signs(43, 200000, rng)
    assert set(np.unique(signs)) == {-1.0, 1.0}
    assert np.abs(signs.mean(axis=0)).max() < 5 / np.sqrt(200000)
    for tail in (1, 2, 4):
        amounts = np.abs(rng.standard_normal(43)) ** tail
        sums = np.abs(signs @ amounts)
        for level in (0.5, 0.9, 0.95, 0.99):
            value = np.quantile(sums, level)
            found = sign_pvalues(amounts[None, :], np.array([value]))[0]
            assert found == pytest.approx(1 - level, abs=4 * np.sqrt(level * (1 - level) / 200000) + 0.001)
    assert sign_pvalues(amounts[None, :], np.array([0.0]))[0] == 1
    assert sign_pvalues(amounts[None, :], np.array([amounts.sum()]))[0] < 0.001


def test_replications_are_decided_as_by_their_own_signs(rng):
    """The bounds that spare a p-value, and the series, against 20000 signs for each replication."""
    signs = random_signs(43, 20000, rng)
    heavy = rng.standard_t(2, (2, 200, 43))
    heavy[1] += 0.3 * heavy[0]
    products = products_of_changes(*heavy)
    found = signs_reject(products, 0.05)
    pvalues = np.array([share_as_large(signs @ row, row.sum())[0] for row in products])
    near = np.abs(pvalues - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 20000) + 0.002
    assert near.mean() < 0.15
    assert (found == (pvalues <= 0.05))[~near].all()
    assert 10 < found.sum() < 190


def test_large_months_deceive_surrogates_and_not_random_signs(rng):
    """Amounts that tower in the same months, signs independent: the size of both tests, 4 standard errors."""
    x, y = rng.standard_normal((2, 43))
    x[20:26] *= 4
    y[20:26] *= 4
    draws = 4000
    pair = observed_amplitudes(x, y, np.stack([random_signs(43, draws, rng), random_signs(43, draws, rng)]))
    np.testing.assert_allclose(np.abs(pair[0]), np.tile(np.abs(x - x.mean()), (draws, 1)))
    assert abs(np.mean([np.corrcoef(a, b)[0, 1] for a, b in zip(*pair, strict=True)])) < 0.05
    assert surrogates_reject(fourier(pair[0]), fourier(pair[1]), 43, 0.05).mean() > 0.2
    known = pair[0] * pair[1]  # without the estimated means the level is exact, or below where sums are few
    assert signs_reject(known, 0.05).mean() <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / draws)
    assert signs_reject(products_of_changes(*pair), 0.05).mean() < 0.08


def test_random_signs_are_for_months_that_do_not_overlap():
    data = sample()
    signs = {43: random_signs(43, 500, np.random.default_rng(1))}
    seen = views(data, ["level", "diff", "diff12"]) | {"x13_diff": data.diff().iloc[1:]}
    table = sign_randomisation(seen, signs)
    assert set(table["transform"]) == {"diff", "x13_diff"}
    assert len(table) == 2 * len(EXPECTED_SIGN)
    np.testing.assert_allclose(table["wild_p_holm"], holm(table["wild_p"]))
    assert (table["wild_p"] >= 1 / 501).all()


# ---------------------------------------------------------------- leads and lags


def test_a_driver_that_leads_shows_at_a_positive_lag(rng):
    x = rng.standard_normal(200)
    m = np.concatenate([np.zeros(3), x[:-3]])  # the multiplier repeats the driver three months later
    found = cross_correlations(x, m, 5)
    assert np.argmax(found) - 5 == 3
    d, e = x - x.mean(), m - m.mean()
    assert found[5 - 2] == pytest.approx((d[2:] * e[:-2]).sum() / np.sqrt((d**2).sum() * (e**2).sum()))
    np.testing.assert_allclose(cross_correlations(np.stack([x, -x]), m, 5), [found, -found])


def test_bands_and_the_largest_lag_have_their_level(rng):
    """Without a relation a band of 90 percent leaves out a tenth, and so does the p-value of the largest."""
    turns = turned(random_phases(43, 400, rng))
    outside, small = [], []
    for seed in range(60):
        view = sample(44, seed).diff().iloc[1:]
        table = lead_lags({"diff": view}, {43: turns}, 6, 0.9, "x")
        outside.append((~table["correlation"].between(table["band_lower"], table["band_upper"])).mean())
        small += list(table.groupby("driver")["largest_p"].first() < 0.1)
    assert np.mean(outside) == pytest.approx(0.1, abs=0.03)
    assert np.mean(small) == pytest.approx(0.1, abs=0.06)
    tests = table.groupby("driver", sort=False)[["largest_p", "largest_p_holm"]].first()
    np.testing.assert_allclose(tests["largest_p_holm"], holm(tests["largest_p"]))
    top = peaks(table).set_index("driver")
    assert list(top.index) == list(EXPECTED_SIGN)
    for driver, part in table.groupby("driver"):
        assert abs(top.loc[driver, "correlation"]) == part["correlation"].abs().max()
    with pytest.raises(DataError, match=r"leads and lags of x \(diff\), .*: 20 months for lags up to 12, at least 26"):
        lead_lags({"diff": sample(20)}, {20: turns}, 12, 0.9, "x")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda frame: frame.iloc[:20], "20 months, at least 24 are needed"),
        (lambda frame: frame.assign(time_ratio=2.0), "time_ratio is constant at 2"),
        (lambda frame: frame.assign(time_ratio=frame["time_ratio"].where(frame.index != "2006-05")), "in 2006-05"),
    ],
)
def test_series_that_cannot_be_correlated_are_named(change, expected):
    with pytest.raises(DataError, match=expected) as error:
        check_views({"level": change(sample())}, "x")
    assert "correlations of x (level), 2006-03.." in str(error.value)
    check_views({"level": sample()}, "x")


# ---------------------------------------------------------------- power


def recursions(phi_x, phi_y, rho, noise):
    """AR(1) pairs of shape (draws, nobs) by their recursions, from the joint stationary distribution."""
    joint, (e, f) = implied_correlation(phi_x, phi_y, rho), noise
    x, y = np.zeros((2, *e.shape))
    x[:, 0] = e[:, 0] / np.sqrt(1 - phi_x**2)
    y[:, 0] = (joint * e[:, 0] + np.sqrt(1 - joint**2) * f[:, 0]) / np.sqrt(1 - phi_y**2)
    for t in range(1, e.shape[1]):
        x[:, t] = phi_x * x[:, t - 1] + e[:, t]
        y[:, t] = phi_y * y[:, t - 1] + rho * e[:, t] + np.sqrt(1 - rho**2) * f[:, t]
    return x, y


@pytest.mark.parametrize(
    ("nobs", "phi_x", "phi_y", "rho"), [(43, 0.1, 0.5, 0.4), (32, 0.9, 0.9, 0.0), (32, 0.3, 0.9, 0.6)]
)
def test_replications_are_decided_as_by_their_own_surrogates(nobs, phi_x, phi_y, rho, rng):
    """Spectra of simulated pairs against series by recursion, tested by 20000 surrogates drawn for each."""
    noise = rng.standard_normal((2, 300, nobs))
    found = Pairs(phi_x, phi_y, noise).rejected(rho, 0.05)
    pvalues = []
    for x, y in zip(*recursions(phi_x, phi_y, rho, noise), strict=True):
        reference = surrogate_correlations(x, y, np.cos(random_phases(nobs, 20000, rng)))
        pvalues.append(share_as_large(reference, np.corrcoef(x, y)[0, 1])[0])
    near = np.abs(np.array(pvalues) - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 20000) + 0.001
    assert near.mean() < 0.1
    assert (found == (np.array(pvalues) <= 0.05))[~near].all()
    assert found.any()
    assert not found.all()


@pytest.mark.parametrize("nobs", LENGTHS)
def test_exact_p_values_are_those_of_many_surrogates(nobs, rng):
    cosines = np.cos(random_phases(nobs, 100000, rng))
    for decay in (0.0, 0.2, 0.5):  # from all frequencies alike to a few
        weights = np.exp(-decay * np.arange(nobs // 2))[None, :]
        sums = np.abs(cosines @ weights[0])
        for level in (0.5, 0.8, 0.95, 0.99):
            value = np.quantile(sums, level)
            exact = exact_pvalues(weights, np.array([value]), nobs)[0]
            assert exact == pytest.approx(1 - level, abs=4 * np.sqrt(level * (1 - level) / 100000) + 0.002)
    assert exact_pvalues(weights, np.array([weights.sum()]), nobs)[0] == pytest.approx(0, abs=1e-9)
    assert exact_pvalues(weights, np.array([0.0]), nobs)[0] == 1


def test_the_p_value_of_observed_series_is_that_of_many_surrogates(rng):
    """Also for a trending pair, whose lowest frequency outweighs the rest; never nought."""
    for nobs, phi in ((43, 0.2), (44, 0.98)):
        x, y = ar1(phi, nobs, rng), ar1(phi, nobs, rng)
        reference = surrogate_correlations(x, y, np.cos(random_phases(nobs, 100000, rng)))
        expected, error = share_as_large(reference, np.corrcoef(x, y)[0, 1])
        assert surrogate_pvalue(x, y) == pytest.approx(expected, abs=4 * error + 1e-4)
        assert 0 < surrogate_pvalue(x, x) < 1e-6


@pytest.mark.parametrize("rho", [0.0, 0.5])
def test_series_of_the_simulated_pairs_are_the_recursions(rho, rng):
    noise = rng.standard_normal((2, 50, 43))
    for found, expected in zip(Pairs(-0.3, 0.8, noise).series(rho), recursions(-0.3, 0.8, rho, noise), strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-12)


def test_power_names_test_and_design():
    seen = views(sample(), ["diff", "diff12"])
    rng = np.random.default_rng(2)
    noise = {nobs: rng.standard_normal((2, 400, nobs), dtype=np.float32) for nobs in (43, 32)}
    table = correlation_power(seen, [0.7], 0.05, noise)
    cells = table.groupby(["transform", "test", "design"])["truth"].apply(lambda truths: sorted(set(truths)))
    assert cells.to_dict() == {
        ("diff", "surrogate", "gaussian_ar1"): [0, 0.7],
        ("diff", "surrogate", "observed_amplitudes"): [0],
        ("diff", "wild", "gaussian_ar1"): [0, 0.7],
        ("diff", "wild", "observed_amplitudes"): [0],
        ("diff12", "surrogate", "gaussian_ar1"): [0, 0.7],
    }
    # The rows of a driver are those of its own series: noise without autocorrelation has the level, then power.
    wild = table[(table["test"] == "wild") & (table["truth"] == 0)]
    assert wild["rejections"].between(0.0, 0.15).all()
    assert (table.loc[(table["truth"] == 0.7) & (table["transform"] == "diff"), "rejections"] > 0.9).all()


def test_implied_correlation_is_that_of_long_series(rng):
    e, f = rng.standard_normal((2, 100000))
    x, y = np.zeros((2, 100000))
    for t in range(1, 100000):
        x[t], y[t] = 0.3 * x[t - 1] + e[t], 0.8 * y[t - 1] + 0.6 * e[t] + 0.8 * f[t]
    assert np.corrcoef(x, y)[0, 1] == pytest.approx(implied_correlation(0.3, 0.8, 0.6), abs=0.02)
    assert implied_correlation(0.5, 0.5, 0.7) == pytest.approx(0.7)
    assert persistence(y) == pytest.approx(0.8, abs=0.01)
    assert abs(persistence(np.arange(10.0))) < 1


def test_power_of_the_sign_test_by_hand():
    # Ten tosses at 5 percent reject at 0, 1, 9 and 10: 22 of 1024.
    assert sign_test_power(10, 0.5, 0.05) == pytest.approx(22 / 1024)
    expected = binom.cdf(1, 10, 0.8) + binom.sf(8, 10, 0.8)
    assert sign_test_power(10, 0.8, 0.05) == pytest.approx(expected)


# ---------------------------------------------------------------- identity regressions


def perturbed(size, seed=2, nobs=60):
    """Ratios that move a little around a point, and the multiplier that they make."""
    rng = np.random.default_rng(seed)
    point = {"c": 0.3, "s": 1.2, "t": 0.4, "r": 0.18}
    index = pd.period_range("2006-03", periods=nobs, freq="M", name="month")
    ratios = {symbol: value * (1 + size * rng.standard_normal(nobs)) for symbol, value in point.items()}
    frame = pd.DataFrame({DRIVERS[symbol]: values for symbol, values in ratios.items()}, index=index)
    m = multiplier_from_ratios(**{symbol: frame[column] for symbol, column in DRIVERS.items()})
    total = 1 + frame["savings_ratio"] + frame["time_ratio"]
    return frame.assign(multiplier=m, multiplier_from_ratios=m, cash_deposit_ratio=frame["currency_ratio"] / total)


@pytest.mark.parametrize("form", FORMS)
def test_small_movements_give_the_derivatives(form):
    """The difference is the curvature, so that it vanishes with the size of the movements."""
    table = regression(perturbed(1e-5), "multiplier", form, "x")
    np.testing.assert_allclose(table["slope"], table["analytic"], rtol=1e-3)
    assert table["r2"].min() > 1 - 1e-6
    rough = regression(perturbed(0.1), "multiplier", form, "x")
    far, near = (np.abs(each["slope"] / each["analytic"] - 1).max() for each in (rough, table))
    assert far > 100 * near


def test_derivatives_of_both_forms_agree():
    point = {"c": 0.3, "s": 1.2, "t": 0.4, "r": 0.18}
    q = 1 + point["s"] + point["t"]
    k = point["c"] / q
    four, two = derivatives(**point), derivatives_two_ratios(k=k, r=point["r"])
    # c, s and t act through k = c / (1 + s + t).
    assert four["c"] == pytest.approx(two["k"] / q)
    assert four["s"] == pytest.approx(-two["k"] * point["c"] / q**2)
    assert four["r"] == pytest.approx(two["r"])
    logs = analytic_slopes({"k": k, "r": point["r"]}, True)
    step = 1e-6
    m = [(1 + k * f) / (k * f + point["r"]) for f in (1 - step, 1 + step)]
    assert logs["k"] == pytest.approx(np.log(m[1] / m[0]) / (2 * step), rel=1e-6)


def test_variance_inflation_of_two_regressors_by_hand(rng):
    x = rng.standard_normal(50)
    frame = pd.DataFrame({"a": x, "b": x + rng.standard_normal(50)})
    r2 = np.corrcoef(frame.T)[0, 1] ** 2
    np.testing.assert_allclose(variance_inflation(frame), 1 / (1 - r2))


def test_the_bandwidth_rule():
    assert (bandwidth(100), bandwidth(44), bandwidth(200)) == (4, 3, 4)


def test_regressions_that_cannot_be_run_are_named():
    data = perturbed(0.1)
    with pytest.raises(DataError, match=r"of x on its ratios \(level_four\), 2006-03\.\.2006-11: 9 months for 5 coeff"):
        regression(data.iloc[:9], "multiplier", "level_four", "x")
    with pytest.raises(DataError, match="time_ratio is constant"):
        regression(data.assign(time_ratio=0.4), "multiplier", "level_four", "x")
    with pytest.raises(DataError, match="the ratios are collinear"):
        regression(data.assign(time_ratio=2 * data["savings_ratio"]), "multiplier", "level_four", "x")


def test_the_largest_correlation_is_that_of_the_lags_one_by_one():
    rng = np.random.default_rng(3)
    x, y = rng.standard_normal((2, 6, 43))
    expected = [np.abs(cross_correlations(a, b, 12)).max() for a, b in zip(x, y, strict=True)]
    np.testing.assert_allclose(largest_correlation(x, y, 12), expected, rtol=1e-10)
    # The ends of the series do not meet: a pair that is one series turned round by more than the lags.
    spike = np.zeros((1, 43))
    spike[0, 0] = 1.0
    late = np.zeros((1, 43))
    late[0, -1] = 1.0
    assert largest_correlation(spike, late, 12)[0] < 0.1


def test_a_search_over_lags_has_its_level_and_less_power_than_one_lag():
    rng = np.random.default_rng(4)
    m = rng.standard_normal(43)
    view = pd.DataFrame({"multiplier": m, "reserve_ratio": 0.3 * m + rng.standard_normal(43)})
    noise = rng.standard_normal((2, 4000, 43))
    table = largest_lag_power(view, "reserve_ratio", 12, [0.3, 0.7], 0.05, noise)
    size, weak, strong = table["rejections"]
    assert size == pytest.approx(0.05, abs=0.001)
    pairs = Pairs(persistence(view["reserve_ratio"].to_numpy()), persistence(m), noise)
    assert size < weak < pairs.rejected(0.3, 0.05).mean()
    assert strong > 0.9
    assert (table["test"] == "largest_lag").all()


def test_power_of_a_slope_begins_at_the_level_and_rises_with_the_departure():
    analytic, errors = np.array([-4.0, 0.5]), np.array([1.0, 0.1])
    at = [slope_power(analytic, errors, 39, departure, 0.05) for departure in (1e-9, 0.25, 2.0)]
    np.testing.assert_allclose(at[0], 0.05, atol=1e-6)
    assert (at[0] < at[1]).all()
    assert (at[2] > 0.99).all()
    # R: b <- qt(0.975, 39); 1 - pt(b, 39, 1) + pt(-b, 39, 1), and with 1.25 for the second
    np.testing.assert_allclose(at[1], [0.164113410574, 0.230199221335], rtol=1e-8)
