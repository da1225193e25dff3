"""Claims MB-01 to MB-40: the study of Ma and Bai (2010), statement by statement."""

from __future__ import annotations

import pandas as pd

from multiplier import algebra
from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Computed, Decided, Outcome
from multiplier.claims.registry import claim
from multiplier.definitions import TRILLION
from multiplier.formula.correlogram import correlogram
from multiplier.search.levels import growth, growth_between
from multiplier.search.quantities import ratio_definition
from multiplier.search.statistics import adf_grid, lag_label
from multiplier.transforms import transform
from multiplier.trends import drift, linear_trend, seasonality

# ASSUME: a correlation is called high from 0.7 in absolute value; the study gives no threshold.
HIGH_CORRELATION = 0.7
PRINTED_BASE_DECIMALS = 2  # base money is printed in trillions with two decimals
MULTIPLIER_DECIMALS = (2, 3, 4)  # to which the series may have been rounded before the test
TRANSFORM_NAMES = {"level": "levels", "diff": "first differences", "diff12": "12-month differences"}


def _number(
    e: Evidence, quantity: str, column: str, month: str, definition: str, scale: float = 1.0, note: str = ""
) -> Computed:
    """A level of China as stated, with the candidates of neighbouring months."""
    return Computed(
        value=e.at(column, month) * scale,
        month=month,
        definition=definition,
        vintage=e.vintages["china"],
        candidates=e.near(e.search("china", quantity), month),
        note=note,
    )


def _base(e: Evidence) -> str:
    return e.definitions["china"]["base"]


def _reserve_ratio(e: Evidence) -> str:
    return ratio_definition(e.definitions["china"]["reserves"], e.definitions["china"]["deposits"])


def _base_growth(e: Evidence, month: str) -> Computed:
    return Computed(
        value=e.at("base_growth_percent", month),
        month=month,
        definition=_base(e),
        vintage=e.vintages["china"],
        candidates=e.near(growth(e.search("china", "base"), PRINTED_BASE_DECIMALS), month),
    )


def _base_level(e: Evidence, month: str) -> Computed:
    return _number(e, "base", "base", month, _base(e), 1 / TRILLION["china"][0])


def _window_growth(e: Evidence, column: str, quantity: str, definition: str, decimals: int) -> Computed:
    first, last = "2008-09", "2009-10"
    candidates = growth_between(e.search("china", quantity), first, last, e.offset, decimals)
    return Computed(
        value=100 * (e.at(column, last) / e.at(column, first) - 1),
        month=last,
        definition=f"{definition} from {first}",
        vintage=e.vintages["china"],
        candidates=candidates,
    )


def _us(e: Evidence, month: str) -> Computed:
    return Computed(
        value=e.at("multiplier", month, "us"),
        month=month,
        definition=f"M2SL over {e.definitions['us']['base']}",
        vintage=e.vintages["us"],
        candidates=e.near(e.search("us", "multiplier"), month),
    )


def _correlation(e: Evidence, driver: str, transform: str) -> float:
    table = e.table("drivers")
    row = table[(table["country"] == "china") & (table["driver"] == driver) & (table["transform"] == transform)]
    return float(row["pearson"].iloc[0])


def _change(e: Evidence, country: str, variable: str) -> float:
    table = e.table("changes")
    row = table[(table["country"] == country) & (table["window"] == "common") & (table["variable"] == variable)]
    return float(row["change_percent"].iloc[0])


def _china(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["country"] == "china"]


@claim("MB-01")
def sample(e: Evidence) -> Outcome:
    months = e.sample("multiplier")
    return Computed(float(len(months)), e.first, f"months {e.first} to {e.last}", e.vintages["china"])


@claim("MB-02", "identity")
def formula(e: Evidence) -> Outcome:
    gap = e.sample("multiplier_gap")
    return Decided(
        algebra.multiplier_identity_holds(),
        f"identity holds; M2/B less the ratios' m: {gap.min():.3f} to {gap.max():.3f}",
        "The algebra holds where M2 = C + D + T + S and B = C + R; on the figures other deposits, vault cash and "
        "non-financial deposits at the central bank open the gap shown.",
        "symbolic",
    )


@claim("MB-03")
def base_growth_december_2007(e: Evidence) -> Outcome:
    return _base_growth(e, "2007-12")


@claim("MB-04")
def base_growth_june_2008(e: Evidence) -> Outcome:
    return _base_growth(e, "2008-06")


@claim("MB-05")
def base_growth_december_2008(e: Evidence) -> Outcome:
    return _base_growth(e, "2008-12")


@claim("MB-06", "3 largest")
def three_largest_rises(e: Evidence) -> Outcome:
    rises = e.sample("base").pct_change().dropna().mul(100).sort_values(ascending=False)
    named = {pd.Period(month, freq="M") for month in ("2007-12", "2008-06", "2008-12")}
    largest = ", ".join(f"{month} ({value:.2f})" for month, value in rises.head(3).items())
    ranks = ", ".join(f"{month} is number {int((rises > rises[month]).sum()) + 1}" for month in sorted(named))
    return Decided(
        set(rises.index[:3]) == named,
        f"largest monthly rises in percent: {largest}",
        f"By monthly growth inside the sample {ranks}.",
        _base(e),
    )


@claim("MB-07", "M2 < base")
def m2_grows_less_than_base(e: Evidence) -> Outcome:
    change = {name: e.sample(name).iloc[-1] / e.sample(name).iloc[0] * 100 - 100 for name in ("m2", "base")}
    return Decided(
        change["m2"] < change["base"],
        f"M2 {change['m2']:.1f} percent, base {change['base']:.1f} percent",
        f"Growth from {e.first} to {e.last}.",
    )


@claim("MB-08", "negative")
def downward_trend(e: Evidence) -> Outcome:
    m = e.sample("multiplier")
    change = drift(m)
    return Decided(
        linear_trend(m) < 0,
        f"slope {linear_trend(m):.4f} a month; mean monthly change {change['mean']:.4f} (p = {change['pvalue']:.2f})",
        "The least squares line falls, which is what is stated; whether a drift lies behind it is asked in MB-32.",
    )


@claim("MB-09", "negative")
def growth_of_multiplier_and_base(e: Evidence) -> Outcome:
    correlation = e.sample("multiplier").pct_change().corr(e.sample("base").pct_change())
    return Decided(
        correlation < 0,
        f"correlation of monthly growth {correlation:.3f}",
        "Base money is the denominator of the multiplier, so that a negative correlation arises by construction "
        "whenever M2 moves less than the base.",
    )


@claim("MB-10")
def base_september_2008(e: Evidence) -> Outcome:
    return _base_level(e, "2008-09")


@claim("MB-11")
def base_october_2009(e: Evidence) -> Outcome:
    return _base_level(e, "2009-10")


@claim("MB-12")
def base_growth_in_crisis(e: Evidence) -> Outcome:
    return _window_growth(e, "base", "base", _base(e), PRINTED_BASE_DECIMALS)


@claim("MB-13")
def m2_september_2008(e: Evidence) -> Outcome:
    return _number(e, "m2", "m2", "2008-09", "M2", 1 / TRILLION["china"][0])


@claim("MB-14")
def m2_october_2009(e: Evidence) -> Outcome:
    return _number(e, "m2", "m2", "2009-10", "M2", 1 / TRILLION["china"][0])


@claim("MB-15")
def m2_growth_in_crisis(e: Evidence) -> Outcome:
    return _window_growth(e, "m2", "m2", "M2", 4)


@claim("MB-16")
def us_march_2008(e: Evidence) -> Outcome:
    return _us(e, "2008-03")


@claim("MB-17")
def us_october_2009(e: Evidence) -> Outcome:
    return _us(e, "2009-10")


def _derivative_sign(ratio: str, expected: str, cause: str) -> Decided:
    derivative = algebra.derivative(ratio)
    return Decided(algebra.sign(derivative) == expected, f"dm/d{ratio} = {algebra.text(derivative)}", cause, "symbolic")


@claim("MB-18", "negative")
def sign_of_c(e: Evidence) -> Outcome:
    return _derivative_sign("c", "negative", "Sign over all c, s, t > 0 and 0 < r < 1.")


@claim("MB-19", "positive")
def sign_of_s(e: Evidence) -> Outcome:
    shift = algebra.invariant_to_shift_from_demand_to_savings()
    return _derivative_sign(
        "s",
        "positive",
        "Sign with c held fixed. "
        + (
            "Since c is per demand deposit, this is not a move from demand to savings deposits, "
            "which leaves m unchanged."
            if shift
            else "A move from demand to savings deposits changes m as well."
        ),
    )


@claim("MB-20", "as printed")
def derivative_by_r(e: Evidence) -> Outcome:
    printed = algebra.printed_derivative()
    derivative = algebra.derivative("r")
    return Decided(
        algebra.equal(printed, derivative) and algebra.sign(derivative) == "negative",
        f"dm/dr = {algebra.text(derivative)}",
        f"The sign is {algebra.sign(derivative)}; the printed expression differs from the derivative by the factor "
        f"{algebra.text(algebra.factored(printed / derivative))}.",
        "symbolic",
    )


@claim("MB-21", "negative")
def cash_ratio_moves_against(e: Evidence) -> Outcome:
    found = {kind: _correlation(e, "currency_ratio", kind) for kind in TRANSFORM_NAMES}
    holding = [name for kind, name in TRANSFORM_NAMES.items() if found[kind] < 0]
    return Decided(
        len(holding) == len(found),
        "correlation " + ", ".join(f"{found[kind]:.2f} in {name}" for kind, name in TRANSFORM_NAMES.items()),
        "The statement does not say whether levels or changes are meant; it holds as stated if all have the sign.",
        alternative=" and ".join(holding),
        tried=len(found),
        months=f"{e.first}..{e.last}",
    )


@claim("MB-22", "12")
def cash_ratio_has_a_yearly_period(e: Evidence) -> Outcome:
    ratio = e.sample("currency_ratio")
    table = correlogram(ratio.diff().dropna(), 18).set_index("lag")
    peak, band = int(table["ac"].idxmax()), float(table["band"].iloc[0])
    whole_years = ratio[ratio.index.year > ratio.index[0].year]
    highs = whole_years.groupby(whole_years.index.year).idxmax().astype(str)
    return Decided(
        bool(peak == 12 and table["ac"][peak] > band),
        f"largest autocorrelation of its change at lag {peak} ({table['ac'][peak]:.2f}, band {band:.2f})",
        "Autocorrelations of the first difference at lags 1 to 18; a yearly period must give the largest at lag 12. "
        f"The highs of the years, {', '.join(highs)}, follow the Spring Festival, which moves with the moon.",
    )


@claim("MB-23")
def savings_ratio_high(e: Evidence) -> Outcome:
    high = e.sample("savings_ratio").idxmax()
    return _number(
        e,
        "savings_ratio",
        "savings_ratio",
        "2009-01",
        "S over demand deposits",
        note=f"The sample's high is in {high}.",
    )


@claim("MB-24")
def savings_ratio_october_2009(e: Evidence) -> Outcome:
    return _number(e, "savings_ratio", "savings_ratio", "2009-10", "S over demand deposits")


def _multiplier(e: Evidence, month: str, note: str = "") -> Computed:
    return _number(e, "multiplier", "multiplier", month, f"M2 over {_base(e)}", note=note)


@claim("MB-25")
def multiplier_january_2009(e: Evidence) -> Outcome:
    return _multiplier(e, "2009-01")


@claim("MB-26")
def multiplier_october_2009(e: Evidence) -> Outcome:
    report = e.at("report_m2_multiplier", "2009-09")
    return _multiplier(e, "2009-10", f"The central bank's Monetary Policy Report prints {report:.2f} for 2009-09.")


@claim("MB-27")
def multiplier_peak(e: Evidence) -> Outcome:
    peak = e.sample("multiplier", first="2009-01").idxmax()
    return _multiplier(e, "2009-09", f"From January 2009 the sample's peak is in {peak}.")


@claim("MB-28")
def reserve_ratio_start(e: Evidence) -> Outcome:
    low = str(e.sample("reserve_ratio").idxmin())
    return Computed(
        value=100 * e.at("reserve_ratio", low),
        month=low,
        definition=_reserve_ratio(e),
        vintage=e.vintages["china"],
        candidates=e.near(e.search("china", "reserve_ratio"), low),
        note=f"No month is printed; the rise starts at the sample's low, {low}.",
        month_printed=False,
    )


@claim("MB-29")
def reserve_ratio_high(e: Evidence) -> Outcome:
    high = str(e.sample("reserve_ratio").idxmax())
    stated = "2009-12"
    # The printed month lies outside the study's sample: the month of the sample's high is searched too.
    return Computed(
        value=100 * e.at("reserve_ratio", stated),
        month=stated,
        definition=_reserve_ratio(e),
        vintage=e.vintages["china"],
        candidates=e.near(e.search("china", "reserve_ratio"), stated, high),
        note=f"The printed month is outside the study's sample, whose high is in {high}.",
    )


@claim("MB-30", "negative")
def reserve_ratio_moves_against(e: Evidence) -> Outcome:
    level, diff = (_correlation(e, "reserve_ratio", kind) for kind in ("level", "diff"))
    return Decided(
        level < 0 and diff < 0,
        f"correlation {level:.2f} in level, {diff:.2f} month to month",
        "Reserves are part of the base, which is the denominator of the multiplier.",
    )


@claim("MB-31", "positive")
def savings_ratio_moves_with(e: Evidence) -> Outcome:
    spans = {"before": ("", "2008-12"), "exception": ("2009-01", "2009-10")}
    found = {
        name: e.sample("savings_ratio", first=first, last=last).corr(e.sample("multiplier", first=first, last=last))
        for name, (first, last) in spans.items()
    }
    whole = _correlation(e, "savings_ratio", "level")
    return Decided(
        whole > 0 and found["before"] > 0 and found["exception"] < 0,
        f"correlation of levels {whole:.2f} over the sample, {found['before']:.2f} to 2008-12, "
        f"{found['exception']:.2f} from 2009-01 to 2009-10",
        "Levels, as stated; independent random walks of this length often show as much.",
    )


@claim("MB-32", "no trend; seasonal")
def no_trend_but_seasonal(e: Evidence) -> Outcome:
    m = e.sample("multiplier")
    change, season = drift(m), seasonality(m)
    return Decided(
        change["pvalue"] > e.significance and season["pvalue"] < e.significance,
        f"mean monthly change {change['mean']:.4f} (t = {change['statistic']:.2f}, p = {change['pvalue']:.2f}), "
        f"calendar months p = {season['pvalue']:.3f}",
        "Holds if the mean change does not differ from zero and calendar months differ, at "
        f"{100 * e.significance:g} percent. That a drift is not found in so few months does not show that there is "
        "none.",
    )


def _study_adf(e: Evidence) -> pd.DataFrame:
    table = _china(e.table("unit_roots"))
    return table[
        (table["test"] == "ADF")
        & (table["series"] == "multiplier")
        & (table["transform"] == "level")
        & (table["deterministic"] == "n")
        & (table["lag_rule"] == "fixed")
    ]


def _headline_lags(e: Evidence) -> int:
    """Return the lags that the configured rule chooses for the study's test."""
    rows = _china(e.table("unit_roots")).query(
        "test == 'ADF' and series == 'multiplier' and transform == 'level' and deterministic == 'n' "
        "and lag_rule == @e.headline_rule"
    )
    return int(rows["lags"].iloc[0])


@claim("MB-33")
def adf_statistic(e: Evidence) -> Outcome:
    tests = _study_adf(e)
    chosen = _headline_lags(e)
    stated = tests.loc[tests["lags"] == chosen].iloc[0]
    series = e.search("china", "multiplier")
    printed_quarterly = series["definition"].str.contains("report")
    lags = sorted(int(count) for count in tests["lags"])
    grid = adf_grid(series[~printed_quarterly], e.first, e.last, e.offset, lags, MULTIPLIER_DECIMALS)
    low, high = tests["statistic"].min(), tests["statistic"].max()
    return Computed(
        value=float(stated["statistic"]),
        month=e.last,
        definition=f"M2 over {_base(e)}, {lag_label(chosen)}",
        vintage=e.vintages["china"],
        candidates=grid,
        note=f"The lag length is not printed; {e.headline_rule} chooses {chosen}. With 0 to "
        f"{tests['lags'].max()} lags the statistics of M2 over base range from {low:.3f} to {high:.3f}. The "
        "months that slip in MB-11 and MB-25 to MB-27 suggest a series that differs in a few months.",
    )


@claim("MB-34", "not rejected")
def unit_root_not_rejected(e: Evidence) -> Outcome:
    tests = _study_adf(e)
    above = (tests["statistic"] > tests["crit_10"]).all()
    return Decided(
        bool(above),
        f"statistics {tests['statistic'].min():.2f} to {tests['statistic'].max():.2f}, "
        f"10 percent critical value {tests['crit_10'].iloc[0]:.2f}",
        f"Lags 0 to {tests['lags'].max()}. A test without constant has little power against a series that varies "
        "around a mean far from zero.",
    )


@claim("MB-35", "AR(1)")
def ar1_identified(e: Evidence) -> Outcome:
    table = _china(e.table("correlogram"))
    first, rest = table.iloc[0], table.iloc[1:]
    band = first["band"]
    fitted = _china(e.table("arima")).query("reading == 'w_no_mean' and estimator == 'exact_ml'").iloc[0]
    inside = table["ac"].between(table["ar1_ac_low"], table["ar1_ac_high"])
    last = table.iloc[-1]
    partial = first["pac"] > band and (rest["pac"].abs() < band).all()
    return Decided(
        bool(partial and inside.all() and fitted["ljung_box_p"] > e.significance),
        f"PAC {first['pac']:.2f}, then at most {rest['pac'].abs().max():.2f} (band {band:.2f}); {int(inside.sum())} of "
        f"{len(table)} autocorrelations as an AR(1) would have them; residual Ljung-Box p {fitted['ljung_box_p']:.2f}",
        "Sample autocorrelations of so short an AR(1) do not decay exponentially: with the fitted coefficient they "
        f"fall to {last['ar1_ac_mean']:.2f} at lag {int(last['lag'])} on average, and those found, {last['ac']:.2f} "
        "there, lie in the range of its draws.",
    )


@claim("MB-36", "stable")
def formula_stable(e: Evidence) -> Outcome:
    tests = _china(e.table("stability")).query("test == 'Chow'")
    rejected = tests[tests["pvalue_holm"] < e.significance]
    names = {"w_no_mean": "no mean", "w_mean": "with a mean", "dw": "change of w"}
    listed = ", ".join(f"{names[row['reading']]} {row['pvalue_simulated']:.3f}" for _, row in tests.iterrows())
    return Decided(
        rejected.empty,
        f"Chow test at {tests['break_month'].iloc[0]}, simulated p: {listed}",
        f"Holds if no reading of the formula rejects stability at {100 * e.significance:g} percent after Holm's "
        f"adjustment; {len(rejected)} of {len(tests)} do. The study runs no test.",
    )


@claim("MB-37", "US fall > China change")
def us_collapses_china_steady(e: Evidence) -> Outcome:
    us, china = _change(e, "us", "multiplier"), _change(e, "china", "multiplier")
    return Decided(
        us < 0 and abs(us) > abs(china),
        f"US {us:.1f} percent, China {china:.1f} percent",
        "Change of the multiplier over the common window.",
    )


@claim("MB-38", "China < US base growth; China > US money growth")
def china_buys_more_money_with_less_base(e: Evidence) -> Outcome:
    change = {(country, name): _change(e, country, name) for country in ("china", "us") for name in ("base", "m2")}
    return Decided(
        change["china", "base"] < change["us", "base"] and change["china", "m2"] > change["us", "m2"],
        f"base: China {change['china', 'base']:.1f}, US {change['us', 'base']:.1f} percent; "
        f"M2: China {change['china', 'm2']:.1f}, US {change['us', 'm2']:.1f} percent",
        "Growth over the common window; what the base bought is not shown by two growth rates.",
    )


@claim("MB-39", "equal lows")
def savings_ratio_back_at_low(e: Evidence) -> Outcome:
    now, then = e.at("savings_ratio", "2009-10"), e.at("savings_ratio", "2007-10")
    low = e.sample("savings_ratio", first="2007-01", last="2007-12")
    return Decided(
        round(now, 2) in (round(then, 2), round(low.min(), 2)),
        f"{now:.2f} in 2009-10, {then:.2f} in 2007-10, low of 2007 {low.min():.2f} ({low.idxmin()})",
        f"October 2009 is {100 * (now / then - 1):.1f} percent above October 2007 and "
        f"{100 * (now / low.min() - 1):.1f} percent above the low of that year; equal means equal at two decimals.",
    )


@claim("MB-40", "high")
def reserve_ratio_and_business_cycle(e: Evidence) -> Outcome:
    r = e.sample("reserve_ratio")
    cycle = e.monthly("business_cycle")
    prices = pd.concat([r, cycle["inflation_percent"].reindex(r.index)], axis=1)
    output = pd.concat([r, cycle["gdp_growth_percent"].reindex(r.index)], axis=1).dropna()
    found = {
        ("CPI inflation", "level"): prices,
        ("CPI inflation", "diff12"): prices.apply(transform, kind="diff12"),
        ("growth of nominal GDP", "level"): output,
        ("growth of nominal GDP", "diff12"): output.diff(4).dropna(),
    }
    values = {key: float(frame.corr().iloc[0, 1]) for key, frame in found.items()}
    holding = [key for key, value in values.items() if abs(value) >= HIGH_CORRELATION]
    listed = [f"{values[key]:.2f} with {key[0]} in {TRANSFORM_NAMES[key[1]]}" for key in found]
    return Decided(
        any(kind == "level" for _, kind in holding),
        "correlation " + ", ".join(listed),
        "Contemporaneous; the cycle is measured by inflation and by growth of nominal GDP, and high means "
        f"{HIGH_CORRELATION} in absolute value. As stated the levels are meant.",
        alternative=", ".join(f"{measure} in {TRANSFORM_NAMES[kind]}" for measure, kind in holding),
        tried=len(found),
        months=f"{e.first}..{e.last}",
    )
