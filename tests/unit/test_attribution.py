"""What moved M2 and the multiplier: every division sums to the change, bounds, frozen paths, errors."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from multiplier import DataError
from multiplier.attribution.contributions import attribution, log_multiplier, rolling
from multiplier.attribution.counterfactuals import SCENARIOS, counterfactuals, frozen_path
from multiplier.attribution.decompositions import additive, lmdi, logarithmic, logarithmic_mean, midpoint, shapley
from multiplier.attribution.factors import BOUNDS, FACTORS, admissible, factors, multiplier
from multiplier.ratios import ratios
from multiplier.report.number import NOT_AVAILABLE
from multiplier.report.numbers import attribution as numbers_of
from multiplier.report.tables import attribution as tables_of

positive = st.floats(0.01, 100)
products = st.tuples(positive, positive, positive, positive)
mixtures = st.fixed_dictionaries(
    {
        "cash": st.floats(0.01, 0.5),
        "required": st.floats(0.001, 0.25),
        "excess": st.floats(-0.005, 0.3),
        "other_deposits": st.floats(-0.2, 0.2),
        "other_base": st.floats(-0.2, 0.2),
    }
)
WINDOWS = {
    "before": {"first": "2006-03", "last": "2008-08"},
    "common": {"first": "2008-08", "last": "2009-10"},
    "sample": {"first": "2006-03", "last": "2009-10"},
}


@pytest.fixture(scope="module")
def both(ratios_china, ratios_us):
    return {"china": ratios_china, "us": ratios_us}


def close(value, scale=1.0):
    return pytest.approx(value, rel=1e-9, abs=1e-11 * scale)


@given(products)
def test_products_are_divided_without_remainder(amounts):
    m0, m1, b0, b1 = amounts
    assert sum(logarithmic(*amounts).values()) == close(np.log(m1 * b1) - np.log(m0 * b0), 1)
    for method in (additive, midpoint):
        assert sum(method(*amounts).values()) == close(m1 * b1 - m0 * b0, max(m1 * b1, m0 * b0))


@given(products)
def test_the_cross_term_is_what_both_changes_add_together(amounts):
    """Known by hand: area of the corner; the midpoint gives half of it to either factor."""
    m0, m1, b0, b1 = amounts
    parts, middle = additive(*amounts), midpoint(*amounts)
    scale = max(m1 * b1, m0 * b0)
    only_m, only_b = m1 * b0 - m0 * b0, m0 * b1 - m0 * b0
    assert parts["cross"] == close((m1 * b1 - m0 * b0) - only_m - only_b, scale)
    assert middle["multiplier"] == close(parts["multiplier"] + parts["cross"] / 2, scale)
    assert middle["base"] == close(parts["base"] + parts["cross"] / 2, scale)
    assert additive(2.0, 5.0, 10.0, 14.0) == {"multiplier": 30.0, "base": 8.0, "cross": 12.0}


@given(mixtures, mixtures)
def test_parts_of_the_multiplier_sum_to_its_change(start, end):
    change = log_multiplier(end) - log_multiplier(start)
    assert sum(shapley(log_multiplier, start, end).values()) == close(change, 100)
    assert sum(shapley(multiplier, start, end).values()) == close(multiplier(end) - multiplier(start), 100)
    assert 100 * sum(lmdi(start, end).values()) == close(change, 1e4)


@given(mixtures, mixtures)
def test_shapley_is_the_mean_over_all_orderings(start, end):
    parts = dict.fromkeys(FACTORS, 0.0)
    orderings = list(permutations(FACTORS))
    for ordering in orderings:
        at = dict(start)
        for factor in ordering:
            before = log_multiplier(at)
            at[factor] = end[factor]
            parts[factor] += (log_multiplier(at) - before) / len(orderings)
    found = shapley(log_multiplier, start, end)
    for factor in FACTORS:
        assert found[factor] == pytest.approx(parts[factor], rel=1e-9, abs=1e-10)


@given(mixtures, mixtures, st.sampled_from(FACTORS))
def test_a_factor_that_stands_still_gets_nothing(start, end, still):
    end = end | {still: start[still]}
    assert shapley(log_multiplier, start, end)[still] == 0
    assert lmdi(start, end)[still] == 0


@given(mixtures, mixtures)
def test_exchanging_factors_exchanges_their_parts(start, end):
    """Required and excess enter by their sum, so that their labels are a matter of names only."""
    swap = {"required": "excess", "excess": "required"}

    def swapped(parts):
        return {swap.get(name, name): parts[name] for name in parts}

    for method in (lambda a, b: shapley(log_multiplier, a, b), lmdi):
        there, back = method(start, end), method(swapped(start), swapped(end))
        for name, part in there.items():
            assert back[swap.get(name, name)] == pytest.approx(part, rel=1e-9, abs=1e-10)


@given(products)
def test_of_a_product_shapley_is_the_midpoint_whatever_the_order_of_its_factors(amounts):
    m0, m1, b0, b1 = amounts
    expected = midpoint(*amounts)
    first, last = {"multiplier": m0, "base": b0}, {"multiplier": m1, "base": b1}
    for names in permutations(expected):
        start, end = ({name: at[name] for name in names} for at in (first, last))
        found = shapley(lambda at: at["multiplier"] * at["base"], start, end)
        for name in expected:
            assert found[name] == close(expected[name], max(m0, m1) * max(b0, b1))


@given(mixtures, mixtures)
def test_the_way_back_has_the_opposite_parts(start, end):
    for method in (lambda a, b: shapley(log_multiplier, a, b), lmdi):
        there, back = method(start, end), method(end, start)
        for name, part in there.items():
            assert back[name] == pytest.approx(-part, rel=1e-9, abs=1e-10)


@given(positive, positive)
def test_the_logarithmic_mean_lies_between_geometric_and_arithmetic_mean(x, y):
    mean = float(logarithmic_mean(x, y))
    assert np.sqrt(x * y) * (1 - 1e-9) <= mean <= (x + y) / 2 * (1 + 1e-9)
    assert mean == pytest.approx(float(logarithmic_mean(y, x)), rel=1e-9)
    assert logarithmic_mean(x, x) == x


@given(mixtures, mixtures)
def test_lmdi_is_the_index_with_logarithmic_mean_weights(start, end):
    """The literal form, weights times changes of logarithms, which needs every component to be positive."""
    assume(start["excess"] > 1e-4 and end["excess"] > 1e-4)

    def index(names, unit):
        sums = [sum(at[name] for name in names) + unit for at in (end, start)]
        return {
            name: logarithmic_mean(end[name], start[name]) / logarithmic_mean(*sums) * np.log(end[name] / start[name])
            for name in names
        }

    above, below = index(["cash"], 1), index(["cash", "required", "excess"], 0)
    found = lmdi(start, end)
    assert found["cash"] == pytest.approx(float(above["cash"] - below["cash"]), rel=1e-7, abs=1e-12)
    for name in ("required", "excess"):
        assert found[name] == pytest.approx(float(-below[name]), rel=1e-7, abs=1e-12)


@given(
    mixtures,
    mixtures,
    st.floats(0, 1),
    st.floats(0.05, 0.2),
    st.floats(0.05, 0.2),
)
def test_any_weights_of_banks_give_a_part_between_the_bounds(start, end, weight, large, small):
    """The window opens before the split, where both bounds are one."""
    assume(end["cash"] + end["required"] + end["excess"] > 0.3)
    reserves = end["required"] + end["excess"]

    def part(required):
        split = end | {"required": required, "excess": reserves - required}
        mixed = min(start["required"], required) + min(start["excess"], split["excess"])
        assume(min(start["cash"], end["cash"]) + mixed > 0.001)
        return shapley(log_multiplier, start, split)["required"]

    bounds = sorted([part(large), part(small)])
    assert bounds[0] - 1e-9 <= part(weight * large + (1 - weight) * small) <= bounds[1] + 1e-9


def test_the_factors_are_those_of_the_published_multiplier(both):
    for country, table in both.items():
        part = admissible(table, country, "2006-03", "2009-10", "x")
        for bound in BOUNDS[country]:
            made = factors(part, country, bound)
            np.testing.assert_allclose(multiplier(dict(made.items())), part["multiplier"], rtol=1e-12)
            np.testing.assert_allclose(made["required"] + made["excess"], part["reserve_ratio"], rtol=1e-12)
            assert tuple(made) == FACTORS
    us = both["us"].loc["2008-08"]
    at = factors(admissible(both["us"], "us", "2008-08", "2008-08", "x"), "us", "reported").iloc[0]
    assert at["required"] == close(us["required_reserves"] / us["deposits"])


def test_parts_of_every_decomposition_sum_to_the_published_change(both):
    table = attribution(both, WINDOWS)
    keys = ["country", "window", "bound", "method", "unit"]
    groups = table.groupby(keys)
    # Three ways to divide M2, three to divide the multiplier under each reading of the required ratio.
    assert len(groups) == len(WINDOWS) * (2 * 3 + 3 * sum(map(len, BOUNDS.values())))
    for key, part in groups:
        values = part.set_index("part")["value"]
        assert values.drop("total").sum() == pytest.approx(values["total"], rel=1e-9), key
    common = table[(table["country"] == "china") & (table["window"] == "common") & (table["part"] == "total")]
    totals = common.set_index(["method", "unit", "bound"])["value"]
    china = both["china"]
    m, m2 = china["multiplier"], china["m2"]
    assert totals["shapley", "ratio", "large"] == close(m["2009-10"] - m["2008-08"])
    assert totals["log", "log points", "none"] == close(100 * np.log(m2["2009-10"] / m2["2008-08"]))
    assert totals["additive", "trillion yuan", "none"] == close((m2["2009-10"] - m2["2008-08"]) / 1e4)


def test_both_bounds_are_one_before_the_split_and_differ_after(both):
    table = attribution({"china": both["china"]}, WINDOWS)
    wide = table[table["bound"] != "none"].pivot(
        index=["window", "method", "unit", "part"], columns="bound", values="value"
    )
    apart = (wide["large"] - wide["small"]).abs().groupby(["window", "part"]).max()
    assert apart["before"].max() == 0
    assert apart["common"][["required", "excess"]].min() > 0.1
    assert apart["common"]["total"] == 0
    months = rolling({"china": both["china"]}, "2006-03", "2009-10", 12)
    parts = months.pivot(index=["month", "part"], columns="bound", values="log_points")
    differ = (parts["large"] - parts["small"]).abs().groupby("month").max() > 0
    assert str(differ.idxmax()) == "2008-09"
    assert differ.loc[pd.Period("2008-09") :].all()


def test_divisions_do_not_depend_on_units(clean_china, clean_us):
    """Amounts a hundred times as large, as in millions of yuan: log points and parts of the ratio stay."""
    percents = ("statutory", "report_m2", "report_excess")
    scaled = {
        "china": clean_china.assign(
            **{name: 100 * values for name, values in clean_china.items() if not name.startswith(percents)}
        ),
        "us": 100 * clean_us,
    }
    settings = {
        "china": ("reserve_money", "deposits_with_central_bank", "demand_time_savings"),
        "us": ("AMBSL", "TOTRESNS", "demand_time_savings"),
    }
    tables = [
        attribution({country: ratios(frames[country], country, *settings[country]) for country in settings}, WINDOWS)
        for frames in ({"china": clean_china, "us": clean_us}, scaled)
    ]
    amounts = tables[0]["unit"].str.startswith("trillion")
    assert amounts.any()
    np.testing.assert_allclose(
        tables[1]["value"], tables[0]["value"] * np.where(amounts, 100, 1), rtol=1e-9, atol=1e-11
    )


def test_the_rolling_year_is_the_window_of_that_year(both):
    table = rolling(both, "2006-03", "2009-10", 12)
    keys = ["country", "bound", "part"]
    last = table[table["month"] == pd.Period("2009-10")].set_index(keys)["log_points"]
    year = attribution(both, {"year": {"first": "2008-10", "last": "2009-10"}})
    same = year[(year["method"] == "shapley") & (year["unit"] == "log points")].set_index(keys)["value"]
    pd.testing.assert_series_equal(last.sort_index(), same.sort_index(), check_names=False, rtol=1e-12)
    wide = table.pivot(index=["country", "bound", "month"], columns="part", values="log_points")
    np.testing.assert_allclose(wide[list(FACTORS)].sum(axis=1), wide["total"], rtol=1e-9, atol=1e-9)


def test_the_rolling_year_begins_where_the_data_allow_and_leaves_no_gap(both):
    table = rolling(both, "2006-03", "2009-10", 12)
    months = table.groupby("country")["month"].agg(["min", "max", "nunique"])
    # The balance sheets of China's banks begin in 2006-01.
    assert months.loc["china"].tolist() == [pd.Period("2007-01"), pd.Period("2009-10"), 34]
    assert months.loc["us"].tolist() == [pd.Period("2006-03"), pd.Period("2009-10"), 44]
    china = both["china"].copy()
    china.loc["2007-05", "reserve_ratio"] = np.nan
    with pytest.raises(DataError, match=r"rolling attribution of china: .* reserve_ratio has no value in 2007-05"):
        rolling({"china": china}, "2006-03", "2009-10", 12)
    with pytest.raises(DataError, match=r"figures from 2006-01 on leave no month up to 2006-11 with one 12 months"):
        rolling({"china": both["china"]}, "2006-03", "2006-11", 12)


def test_frozen_paths_meet_the_actual_one_in_their_month(both):
    table = counterfactuals(both, "2006-03", "2009-10", "2008-08")
    assert set(table["scenario"]) == set(SCENARIOS)
    at = table[table["month"] == pd.Period("2008-08")]
    assert len(at) == len(SCENARIOS) * sum(map(len, BOUNDS.values()))
    np.testing.assert_allclose(at["multiplier"], at["actual"], rtol=1e-12)
    later = table[table["month"] > pd.Period("2008-09")]
    assert ((later["multiplier"] - later["actual"]).abs() > 1e-6).all()
    assert table.groupby(["country", "bound", "scenario"]).size().eq(44).all()


@given(mixtures)
def test_freezing_nothing_gives_the_actual_path_and_freezing_all_a_constant(at):
    months = pd.period_range("2008-01", periods=3, freq="M", name="month")
    path = pd.DataFrame({name: [value, value * 1.1, value * 0.9] for name, value in at.items()}, index=months)
    pd.testing.assert_series_equal(frozen_path(path, [], path.iloc[0], "x"), multiplier(dict(path.items())))
    still = frozen_path(path, FACTORS, path.iloc[0], "x")
    assert still.tolist() == pytest.approx([multiplier(at)] * 3, rel=1e-12)


def test_frozen_by_hand():
    """k = 0.1, q = 0.1, e = 0: m = 1.1 / 0.2; with q kept at 0.1 while it rises to 0.3 the same."""
    months = pd.period_range("2008-01", periods=2, freq="M", name="month")
    zero = [0.0, 0.0]
    path = pd.DataFrame(
        {"cash": [0.1, 0.1], "required": [0.1, 0.3], "excess": zero, "other_deposits": zero, "other_base": zero},
        index=months,
    )
    assert multiplier(dict(path.items())).tolist() == pytest.approx([5.5, 2.75])
    assert frozen_path(path, ["required"], path.iloc[0], "x").tolist() == pytest.approx([5.5, 5.5])


def test_bad_input_is_named_in_one_sentence(both):
    def changed(country, month, column, value):
        table = both[country].copy()
        table.loc[month, column] = value
        return {country: table}

    late = {"late": {"first": "2011-03", "last": "2013-03"}}
    cases = [
        (lambda: attribution(both, {"w": {"first": "1990-01", "last": "2009-10"}}), "month 1990-01 is not in the data"),
        (lambda: attribution(both, late), "statutory_ratio_large has no value in 2012-06"),
        (
            lambda: attribution(changed("us", "2008-09", "required_reserves", 0.0), WINDOWS),
            "2008-09, required_reserves: found 0, expected more than 0",
        ),
        (
            lambda: attribution(changed("china", "2007-02", "cash_deposit_ratio", -0.1), WINDOWS),
            "2007-02, cash_deposit_ratio: found -0.1, expected more than 0",
        ),
        (lambda: counterfactuals(both, "2006-03", "2009-10", "1990-01"), "1990-01 is not in the data"),
        (lambda: counterfactuals(both, "2006-03", "2009-10", "2005-06"), "reserve_ratio has no value in 2005-06"),
    ]
    for run, expected in cases:
        with pytest.raises(DataError, match=expected) as error:
            run()
        message = str(error.value)
        assert message.startswith(("attribution of", "counterfactuals of")), message
        assert message.count("\n") == 0
        assert message.endswith((".", "yaml.")), message


def test_factors_that_cannot_be_mixed_are_named(both):
    """A required ratio below all reserves of the other month, with a large negative excess."""
    table = both["china"].copy()
    table.loc["2008-08", "statutory_ratio_large"] = 90.0
    with pytest.raises(DataError, match=r"attribution of china, 2008-08 to 2009-10: cash and reserves per deposit"):
        attribution({"china": table}, {"common": WINDOWS["common"]})
    with pytest.raises(DataError, match=r"counterfactuals of china, bound large, excess frozen: cash and reserves"):
        counterfactuals({"china": table}, "2006-03", "2009-10", "2008-08")


@pytest.mark.parametrize("weight", [0.1, 0.5, 0.9])
def test_constant_weights_of_banks_stay_between_the_bounds_in_every_window(both, weight):
    china = both["china"]
    mixed = weight * china["statutory_ratio_large"] + (1 - weight) * china["statutory_ratio_small"]
    windows = WINDOWS | {"after": {"first": "2008-09", "last": "2009-10"}}
    keys = ["window", "method", "unit", "part"]

    def parts(table, bound):
        found = attribution({"china": table}, windows)
        found = found[(found["bound"] == bound) & found["part"].isin(["required", "excess"])]
        return found.set_index(keys)["value"]

    bounds = pd.concat([parts(china, "large"), parts(china, "small")], axis=1)
    middle = parts(china.assign(statutory_ratio_large=mixed), "large")
    assert (middle >= bounds.min(axis=1) - 1e-9).all()
    assert (middle <= bounds.max(axis=1) + 1e-9).all()


def printed(both, windows):
    """Tables as the paper reads them: months are text."""
    frames = {
        "attribution": attribution(both, windows),
        "attribution_rolling": rolling(both, "2006-03", "2009-10", 12),
        "counterfactuals": counterfactuals(both, "2006-03", "2009-10", "2008-08"),
    }
    return {
        name: frame.assign(month=frame["month"].astype(str)) if "month" in frame else frame
        for name, frame in frames.items()
    } | {f"ratios_{country}": table for country, table in both.items()}


SETTINGS = {
    "attribution": {"rolling_months": 12, "frozen_at": "2008-08"},
    "sample": {"first": "2006-03", "last": "2009-10"},
}


def test_numbers_of_the_text_are_finite_or_not_available(both):
    # Between these months the ratio of large institutions did not move, and there is nothing to take back.
    still = WINDOWS | {"still": {"first": "2008-12", "last": "2009-10"}}
    found = numbers_of.numbers(printed(both, still), SETTINGS)
    assert str(found["china_still_large_offset"]) == NOT_AVAILABLE
    for key, number in found.items():
        if isinstance(number.value, float):
            assert np.isfinite(number.value) or str(number) == NOT_AVAILABLE, key
    assert found["statutory_split_month"].value == "2008-09"
    shares = [found[f"china_common_{bound}_required_share"].value for bound in ("large", "small")]
    assert found["china_common_required_least"].value == min(shares)
    one = both["china"].assign(statutory_ratio_small=both["china"]["statutory_ratio_large"])
    without = numbers_of.numbers(printed({**both, "china": one}, WINDOWS), SETTINGS)
    assert without["statutory_split_month"].value is None


def test_the_tables_have_a_row_for_each_division_and_fit_the_page(both):
    frames = printed(both, WINDOWS)
    tables = tables_of.tables(frames, {}, {"attribution": "x"})
    assert len(tables["attribution-growth"].rows) == 2 * len(WINDOWS)
    assert len(tables["attribution-drivers"].rows) == len(WINDOWS) * 2 * sum(map(len, BOUNDS.values()))
    for table in tables.values():
        assert len(table.columns) <= 9
        assert all(len(row) == len(table.columns) for row in table.rows)
    spans = [(row[0], row[1]) for row in tables["attribution-growth"].rows]
    assert spans[:2] == [("2006-03 to 2008-08", "China"), ("2006-03 to 2008-08", "United States")]
    for row in tables["attribution-growth"].rows:
        numbers = [float(cell.replace("\u2212", "-").replace(",", "")) for cell in row[2:]]
        for parts in (numbers[:2], numbers[2:5], numbers[5:]):
            assert sum(parts) == pytest.approx(100, abs=1.5), "whole percents"
