"""Claims CP-01 to CP-12: a study of consumer prices and money, 1999 to 2010."""

from __future__ import annotations

import pandas as pd

from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Computed, ComputedVector, Decided, Outcome, Untestable
from multiplier.claims.registry import claim
from multiplier.companions.admissible import admissible
from multiplier.companions.correlogram_search import (
    STATISTICS,
    autocorrelation_columns,
    identified,
    label,
    observations,
    statistics,
)
from multiplier.companions.terms import AVAILABLE, FIRST_DIFFERENCE, IDENTIFIED, INDEX, STATED, UNIT_ROOT_TESTS
from multiplier.trends import linear_trend

VINTAGE = "as compiled"  # of consumer prices, of which there is one file
VECTORS = dict(zip(STATISTICS, ("CP-02", "CP-03", "CP-04", "CP-05"), strict=True))
CORRELATED = {
    "CP-06": ("base", "base money"),
    "CP-07": ("currency_issue", "currency issue"),
    "CP-08": ("m0", "M0"),
    "CP-09": ("m1", "M1"),
    "CP-10": ("m2", "M2"),
}


def candidate_vectors(search: pd.DataFrame, statistic: str) -> pd.DataFrame:
    """Return the rows of the search with one column a lag, 0, 1, ..., of one of the printed statistics."""
    columns = autocorrelation_columns(search)
    blocks = []
    for nobs, part in search.groupby("nobs"):
        values = statistics(part[columns].to_numpy(), int(nobs))[statistic]
        months = [label(*row) for row in part[["first", "last", "omitted"]].fillna("").itertuples(index=False)]
        texts = pd.DataFrame({"definition": part["form"].to_numpy(), "months": months, "vintage": VINTAGE})
        blocks.append(texts.join(pd.DataFrame(values)))
    return pd.concat(blocks, ignore_index=True)


def _vector(e: Evidence, statistic: str) -> ComputedVector:
    table, search = e.table("price_correlogram"), e.table("price_search")
    rows = table[table["sample"] == STATED]
    printed = {name: str(e.printed.loc[identifier, "printed"]) for name, identifier in VECTORS.items()}
    counts = observations(printed["ac"], printed["q"], int(rows["nobs"].iloc[0]))
    note = (
        f"Q and autocorrelations as printed fit {' or '.join(map(str, counts)) or 'no number of'} observations; the "
        f"stated months give {rows['nobs'].iloc[0]}."
    )
    matched = identified(search, printed["ac"])
    if len(matched) == 1:
        row = matched.fillna("").iloc[0]
        found = statistics(row[autocorrelation_columns(search)].to_numpy(float)[None, :], int(row["nobs"]))
        wrong = [
            f"at lag {lag} {text} is printed where {value:.{len(text.partition('.')[2])}f} follows"
            for lag, (text, value) in enumerate(zip(printed[statistic].split(), found[statistic][0], strict=True), 1)
            if abs(value - float(text)) > 0.5 * 10.0 ** -len(text.partition(".")[2]) * (1 + 1e-9)
        ]
        note += f" The autocorrelations are all those of {label(row['first'], row['last'], row['omitted'])}"
        note += f"; there {' and '.join(wrong)}." if wrong else "."
    return ComputedVector(
        values=tuple(rows[statistic]),
        months=str(rows["months"].iloc[0]),
        definition=FIRST_DIFFERENCE + " of the index",
        vintage=VINTAGE,
        candidates=candidate_vectors(search, statistic),
        note=note,
    )


@claim("CP-02")
def autocorrelations(e: Evidence) -> Outcome:
    return _vector(e, "ac")


@claim("CP-03")
def partial_autocorrelations(e: Evidence) -> Outcome:
    return _vector(e, "pac")


@claim("CP-04")
def ljung_box_statistics(e: Evidence) -> Outcome:
    return _vector(e, "q")


@claim("CP-05")
def ljung_box_pvalues(e: Evidence) -> Outcome:
    return _vector(e, "p")


def _correlation(e: Evidence, identifier: str) -> Outcome:
    """Decide a correlation, by one rule for all five.

    It is computed on the stated months if the data have them, else on the sample that the study's own correlogram
    gives away; if it gives away none, the correlation cannot be decided.
    """
    variable, name = CORRELATED[identifier]
    first, last = str(e.printed.loc[identifier, "month"]).split("..")
    table = e.table("price_correlations")
    rows = table[table["variable"] == variable].fillna("").set_index("sample")
    available = rows.loc[AVAILABLE]
    whole = (available["first"], available["last"]) == (first, last)
    if not whole and IDENTIFIED not in rows.index:
        before = pd.Period(available["begins"], freq="M") - 1
        return Untestable(f"{name} of {first}..{before} (balance sheet of the central bank and money supply)")
    row = available if whole else rows.loc[IDENTIFIED]
    months = label(row["first"], row["last"], row["omitted"])
    search = e.table("price_correlation_search")
    search = search[search["variable"] == variable]
    own = search.loc[search["sample"] == row.name, "value"]
    printed = float(e.printed.loc[identifier, "printed"])
    inside = row["boot_lower"] <= printed <= row["boot_upper"]
    notes = [
        f"Computed on {months}.",
        f"The other readings tried there give {own.min():.3f} to {own.max():.3f}.",
        f"The bootstrap interval {row['boot_lower']:.2f} to {row['boot_upper']:.2f} "
        f"{'holds' if inside else 'does not hold'} the printed number; p by surrogates "
        f"{row['pvalue_holm']:.3f} after Holm's adjustment for the five.",
    ]
    if not whole:
        notes[0] = (
            f"These data have {name} from {available['begins']} on, so that it is computed on {months}, the sample "
            f"that the study's correlogram gives away; on {available['first']}..{available['last']} it is "
            f"{available['correlation']:.3f}."
        )
    if variable == "currency_issue":
        m0 = float(e.printed.loc["CP-08", "printed"])
        low, high = admissible(float(row["with_m0"]), m0)
        notes.append(
            f"First differences of currency issue and of M0 correlate by {row['with_m0']:.3f}; with {m0:.3f} printed "
            f"for M0 (CP-08) only {low:.2f} to {high:.2f} is possible for currency issue."
        )
    return Computed(
        value=float(row["correlation"]),
        month=str(row["last"]),
        definition=f"{name}, {FIRST_DIFFERENCE}",
        vintage=e.vintages["china"],
        candidates=search.assign(
            month=pd.PeriodIndex(search["month"], freq="M"),
            definition=search["definition"] + ", " + search["sample"] + " sample",
        ),
        note=" ".join(notes),
        stand_in="" if whole else months,
    )


@claim("CP-06")
def correlation_with_base_money(e: Evidence) -> Outcome:
    return _correlation(e, "CP-06")


@claim("CP-07")
def correlation_with_currency_issue(e: Evidence) -> Outcome:
    return _correlation(e, "CP-07")


@claim("CP-08")
def correlation_with_m0(e: Evidence) -> Outcome:
    return _correlation(e, "CP-08")


@claim("CP-09")
def correlation_with_m1(e: Evidence) -> Outcome:
    return _correlation(e, "CP-09")


@claim("CP-10")
def correlation_with_m2(e: Evidence) -> Outcome:
    return _correlation(e, "CP-10")


def _unit_root_tests(e: Evidence, series: str, kind: str, term: str = "c") -> tuple[pd.Series, pd.Series]:
    """Return which tests reject a unit root, and which reject stationarity, by test and automatic lag rule."""
    table = e.table("price_unit_roots")
    table = table[
        (table["series"] == series)
        & (table["transform"] == kind)
        & (table["deterministic"] == term)
        & (table["lag_rule"] != "fixed")
        & (table["state"] == "computed")
    ].set_index(["test", "lag_rule"])
    rejected = table["decision"] == "rejected"
    names = table.index.get_level_values("test")
    return rejected[names.isin(UNIT_ROOT_TESTS)], rejected[names == "KPSS"]


def _listed(rejected: pd.Series) -> str:
    """Return how many of the tests reject."""
    return f"{int(rejected.sum())} of {len(rejected)}"


@claim("CP-01", "I(1)")
def prices_are_integrated_of_order_one(e: Evidence) -> Outcome:
    level, difference = (_unit_root_tests(e, INDEX, kind) for kind in ("level", "diff"))
    integrated = not level[0].any() and level[1].all()
    stationary = difference[0].all() and not difference[1].any()
    return Decided(
        bool(integrated and stationary),
        f"level: {_listed(level[0])} tests reject a unit root, {_listed(level[1])} stationarity; first difference: "
        f"{_listed(difference[0])} and {_listed(difference[1])}",
        "ADF, DF-GLS and PP against KPSS, with a constant and every automatic lag rule; holds if all of them agree. "
        "The index compares with the month a year before, so that what the tests take for a unit root is in part the "
        "overlap of its twelve months.",
    )


@claim("CP-11", "unit root")
def money_is_not_stationary(e: Evidence) -> Outcome:
    names = dict(CORRELATED.values())
    found = {name: _unit_root_tests(e, variable, "level") for variable, name in names.items()}
    trend = {name: _unit_root_tests(e, variable, "level", "ct")[0] for variable, name in names.items()}
    against = [name for name, rejected in trend.items() if rejected.any()]
    return Decided(
        all(not unit_root.any() and stationary.all() for unit_root, stationary in found.values()),
        "; ".join(
            f"{name}: {_listed(one)} reject a unit root, {_listed(two)} stationarity"
            for name, (one, two) in found.items()
        ),
        "ADF, DF-GLS and PP against KPSS in level, with a constant and every automatic lag rule; holds if all agree "
        "for all five. "
        + (f"Around a trend some test rejects a unit root for {' and '.join(against)}." if against else ""),
    )


@claim("CP-12", "negative")
def money_declines_year_by_year(e: Evidence) -> Outcome:
    table = e.table("price_years")
    levels = {name: part["level"] for name, part in table.groupby("variable")}
    growth = {name: part["growth_percent"] for name, part in table.groupby("variable")}
    falls = {name: int((values < 0).sum()) for name, values in growth.items()}
    slower = {name: int((values.diff() < 0).sum()) for name, values in growth.items()}
    years = min(map(len, growth.values()))
    trend = {name: linear_trend(values) for name, values in growth.items()}
    readings = {
        "growth falls every year": all(count == years - 1 for count in slower.values()),
        "growth has a falling trend": all(slope < 0 for slope in trend.values()),
    }
    names = list(levels)
    return Decided(
        all(count == years for count in falls.values()),
        "years with a fall of the level: " + ", ".join(f"{name.upper()} {falls[name]} of {years}" for name in names),
        "December against December. Growth is lower than the year before in "
        + ", ".join(f"{slower[name]} of {years - 1} ({name.upper()})" for name in names)
        + " years, and its trend is "
        + ", ".join(f"{trend[name]:+.2f} ({name.upper()})" for name in names)
        + " percentage points a year.",
        alternative=" and ".join(reading for reading, holds in readings.items() if holds),
        tried=1 + len(readings),
        months=f"{table['month'].min()}..{table['month'].max()}",
    )
