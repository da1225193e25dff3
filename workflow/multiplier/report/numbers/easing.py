"""Numbers: quantitative easing: programmes, yields, balance sheets, reserves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.claims.verdicts import VERDICTS
from multiplier.data.yields import NOMINAL, YEARS
from multiplier.easing.event_study import ALL_PROGRAMMES, PROGRAMMES, TAPER
from multiplier.months import quarter_ended
from multiplier.report.number import BOUNDED, Number, Numbers, month_name

BP = "basis points"
BILLION, TRILLION = "billion dollars", "trillion dollars"
TEN = "DGS10"
NAMED_YEAR = "2017"  # of which the explainer gives reserves
OF_PROGRAMMES = [f"QE-{number:02d}" for number in range(1, 21)]
NAMED = ("DGS1", "DGS2", "DGS10", "DGS30", "DFII5", "DFII10", "T5YIE", "T10YIE")


def probability(value: float, source: str = "event_study") -> Number:
    """Return a p-value, as a bound where it is below what the tables print."""
    return Number(float(value), BOUNDED, 3, source)


def _day(date: str, source: str) -> Number:
    """Return a date in words."""
    year, month, day = date.split("-")
    return Number(f"{int(day)} {month_name(f'{year}-{month}')}", "date", None, source)


def _study(table: pd.DataFrame, significance: float) -> Numbers:
    """Sums by programme and maturity, and what depends on the choices."""
    rows = table.set_index(["programme", "set", "pool", "window", "series"])
    source = "event_study"
    found: Numbers = {}
    for programme in (*PROGRAMMES, TAPER, ALL_PROGRAMMES):
        key = f"easing_{programme.lower()}"
        for series in NAMED:
            row = rows.loc[(programme, "event_set", "near", "two_day", series)]
            name = f"{key}_{series.lower()}"
            found |= {
                name: Number(row["basis_points"], BP, 0, source),
                f"{name}_size": Number(abs(row["basis_points"]), BP, 0, source),
                f"{name}_low": Number(row["placebo_low"], BP, 0, source),
                f"{name}_high": Number(row["placebo_high"], BP, 0, source),
                f"{name}_p": probability(row["pvalue"]),
                f"{name}_holm": probability(row["pvalue_holm"]),
                f"{name}_directed": probability(row["pvalue_directed"]),
                f"{name}_events": Number(int(row["events"]), "events", 0, source),
                f"{name}_one": Number(
                    rows.at[(programme, "event_set", "near", "one_day", series), "basis_points"], BP, 0, source
                ),
            }
        for name, where in (
            ("rest", ("without_largest", "near", "two_day", TEN)),
            ("all", ("all_rows", "near", "two_day", TEN)),
            ("whole", ("event_set", "whole", "two_day", TEN)),
        ):
            row = rows.loc[(programme, *where)]
            found |= {
                f"{key}_{name}": Number(row["basis_points"], BP, 0, source),
                f"{key}_{name}_p": probability(row["pvalue"]),
                f"{key}_{name}_holm": probability(row["pvalue_holm"]),
            }
        own = rows.loc[[(programme, "event_set", "near", "two_day", series) for series in NOMINAL]]
        found[f"{key}_largest_years"] = Number(YEARS[own["basis_points"].idxmin()[-1]], "years", 0, source)
        found[f"{key}_sign_count"] = Number(int((own["basis_points"] < 0).sum()), "maturities", 0, source)
        found[f"{key}_found"] = Number(int((own["pvalue_holm"] < significance).sum()), "maturities", 0, source)
    longest = max(NOMINAL, key=lambda series: YEARS[series])
    is_longest = int(found["easing_qe1_largest_years"].value == YEARS[longest])
    found["easing_qe1_largest_is_longest"] = Number(is_longest, "0 or 1", 0, source)
    found["easing_maturities"] = Number(len(NOMINAL), "maturities", 0, source)
    found["easing_p_error"] = Number(table["pvalue_error"].max(), "probability", 4, source)
    return found


def _orderings(table: pd.DataFrame) -> Numbers:
    shares = table[table["window"] == "two_day"].set_index("statement")
    source = "placebo_orderings"
    return {
        f"easing_{key}_by_chance": Number(100 * shares.at[statement, "share"], "percent", 0, source)
        for key, statement in (("weakening", "QE1 > QE2 > QE3"), ("duration", "10 years > 2 years in QE1"))
    } | {"easing_by_chance_error": Number(100 * shares["share_error"].max(), "percentage points", 1, source)}


def _across_the_break(changes: pd.DataFrame, yields: pd.DataFrame) -> Numbers:
    """What the five-year breakeven does, as published, in the window in which the method changes."""
    blank = changes[(changes["window"] == "two_day") & changes["basis_points"].isna()]
    value = float("nan")
    if len(blank):
        levels = yields.set_index("date")["T5YIE"]
        place = levels.index.get_loc(blank["trading_day"].iloc[0])
        value = 100 * (levels.iloc[place + 1] - levels.iloc[place - 1])
    return {"easing_break_t5yie": Number(value, BP, 0, "yields")}


def _amounts(programmes: pd.DataFrame, holdings: pd.DataFrame) -> Numbers:
    """What was announced and by how much holdings rose, where they differ most."""
    told = programmes.set_index("programme")
    found: Numbers = {}
    for programme, column, series, end in (
        ("QE1", "mbs", "mortgage_backed_securities", "highest"),
        ("QE2", "treasuries", "treasury_securities", "end"),
    ):
        own = holdings[(holdings["programme"] == programme) & (holdings["series"] == series) & (holdings["end"] == end)]
        rise = own.loc[own["start"] == told.at[programme, "announced"], "change"].iloc[0]
        key = f"easing_{programme.lower()}_{column}"
        found[f"{key}_announced"] = Number(told.at[programme, f"{column}_bn_usd"], BILLION, 0, "programmes")
        found[f"{key}_held"] = Number(rise, BILLION, 0, "holdings_changes")
    return found


def _events(changes: pd.DataFrame, programmes: pd.DataFrame) -> Numbers:
    """The largest event, the break of the real yields, and the effect per amount announced."""
    source = "event_changes"
    two = changes[(changes["window"] == "two_day") & changes["in_event_set"] & changes["programme"].isin(PROGRAMMES)]
    ten = two[two["series"] == TEN].set_index("date")["basis_points"]
    largest = ten.abs().idxmax()
    blank = two[two["basis_points"].isna()]
    found: Numbers = {
        "easing_events": Number(len(ten), "events", 0, source),
        "easing_largest_day": _day(largest, source),
        "easing_largest": Number(abs(ten[largest]), BP, 0, source),
        "easing_blank_events": Number(blank["date"].nunique(), "events", 0, source),
        "easing_blank_series": Number(blank["series"].nunique(), "series", 0, source),
        "easing_break_day": _day(blank["date"].iloc[0], source) if len(blank) else Number(None, "date", None, source),
    }
    amounts = programmes.set_index("programme")
    sums = two[two["series"] == TEN].groupby("programme")["basis_points"].sum()
    for programme in PROGRAMMES:
        row = amounts.loc[programme]
        bought = row[["treasuries_bn_usd", "mbs_bn_usd", "agency_bn_usd"]].sum()
        key = f"easing_{programme.lower()}"
        found[f"{key}_announced_amount"] = Number(bought, BILLION, 0, "programmes")
        per_hundred = 100 * sums[programme] / bought if bought else float("nan")
        found[f"{key}_per_hundred"] = Number(per_hundred, f"{BP} per 100 {BILLION}", 1, source)
    hundreds = [float(found[f"easing_{name}_per_hundred"].value or 0) for name in ("qe1", "qe2")]
    ratio = hundreds[0] / hundreds[1] if hundreds[1] else float("nan")
    found["easing_ratio_per_hundred"] = Number(ratio, "ratio", 1, source)
    return found


def _claims(table: pd.DataFrame, balances_high: float) -> Numbers:
    """Verdicts by group of claims."""
    source = "claims"
    own = table[table["id"].str[:2].isin(["QE", "QX"])]
    programmes = own[own["id"].isin(OF_PROGRAMMES)]["verdict"]
    printed = float(table.loc[table["id"] == "QX-03", "printed"].iloc[0])
    return {
        "easing_claims": Number(len(own), "claims", 0, source),
        "easing_programme_claims": Number(len(programmes), "claims", 0, source),
        "easing_high_is_printed": Number(int(round(balances_high, 1) == printed), "0 or 1", 0, source),
    } | {
        f"easing_programme_{verdict}": Number(int((programmes == verdict).sum()), "claims", 0, source)
        for verdict in VERDICTS
    }


def _holdings(weekly: pd.DataFrame, announcements: pd.DataFrame, ends: pd.DataFrame, crisis: str) -> Numbers:
    """Assets and securities at the turning points of the crisis."""
    source = "federal_reserve_assets"
    table = weekly.set_index("date")
    first = announcements.drop_duplicates("programme").set_index("programme")["date"]
    held = table.index[table["mortgage_backed_securities"] > 0][0]
    marks = {"lehman": f"{crisis}-01", "ior": first["IOR"], "qe1": first["QE1"], "held": held}
    found: Numbers = {"easing_held_day": _day(held, source), "easing_ior_day": _day(first["IOR"], "announcements")}
    found["easing_qe1_day"] = _day(first["QE1"], "announcements")
    for key, date in marks.items():
        row = table[table.index < date].iloc[-1]
        found |= {
            f"easing_assets_{key}": Number(row["total_assets"], BILLION, 0, source),
            f"easing_securities_{key}": Number(row["securities"], BILLION, 0, source),
        }
    for programme, part in ends.groupby("programme"):
        key = f"easing_{programme.lower()}"
        found |= {
            f"{key}_end_first": _day(part["date"].min(), "programme_ends"),
            f"{key}_end_last": _day(part["date"].max(), "programme_ends"),
            f"{key}_end_rules": Number(len(part), "rules", 0, "programme_ends"),
        }
    return found


def _over_output(table: pd.DataFrame, index_month: str) -> Numbers:
    source = "assets_over_output"
    wide = table.pivot(index="quarter", columns="bank", values="percent")
    both = wide[["federal_reserve", "boj"]].dropna()
    own = table[table["bank"] == "ecb"].set_index("quarter")["assets"] / 1000
    last = both.index[-1]
    found: Numbers = {
        "easing_output_quarters": Number(len(both), "quarters", 0, source),
        "easing_output_below": Number(int((both["federal_reserve"] < both["boj"]).sum()), "quarters", 0, source),
        "easing_output_above": Number(int((both["federal_reserve"] >= both["boj"]).sum()), "quarters", 0, source),
        "easing_output_first": Number(both.index[0], "quarter", None, source),
        "easing_output_last": Number(last, "quarter", None, source),
        "easing_ecb_last": Number(own.get(last), "trillion euro", 1, source),
        "easing_ecb_break_even": Number(
            100 * own.get(last, float("nan")) / both.at[last, "federal_reserve"], "trillion euro", 1, source
        ),
    }
    for bank in both:
        found |= {
            f"easing_{bank}_first": Number(both[bank].iloc[0], "percent", 1, source),
            f"easing_{bank}_last": Number(both[bank].iloc[-1], "percent", 1, source),
            f"easing_{bank}_high": Number(both[bank].max(), "percent", 1, source),
            f"easing_{bank}_high_quarter": Number(both[bank].idxmax(), "quarter", None, source),
        }
    start = quarter_ended(index_month)
    found["easing_index_quarter"] = Number(start, "quarter", None, source)
    for bank, part in table[table["quarter"] <= last].groupby("bank"):
        assets = part.set_index("quarter")["assets"]
        found[f"easing_{bank}_index"] = Number(100 * assets[last] / assets[start], "index", 0, source)
    return found


def _reserves(table: pd.DataFrame, shares: pd.DataFrame, before: str, interest: str) -> Numbers:
    source = "reserves"
    months = table.set_index("month")
    year_end = f"{interest[:4]}-12"
    excess = months["excess"].dropna()
    balances = months["reserve_balances"].loc[: f"{NAMED_YEAR}-12"]
    multiplier = months["multiplier"].loc[before:"2015-12"]
    found: Numbers = {
        "easing_before": Number(before, "month", None, source),
        "easing_balances_before": Number(months.at[before, "reserve_balances"], BILLION, 0, source),
        "easing_required_before": Number(months.at[before, "required"], BILLION, 0, source),
        "easing_excess_before": Number(excess.get(before), BILLION, 0, source),
        "easing_rate_before": Number(months.at[before, "federal_funds_rate"], "percent", 2, source),
        "easing_rate_after": Number(months.at[year_end, "federal_funds_rate"], "percent", 2, source),
        "easing_rate_after_month": Number(year_end, "month", None, source),
        "easing_balances_high": Number(balances.max() / 1000, TRILLION, 2, source),
        "easing_balances_high_month": Number(balances.idxmax(), "month", None, source),
        "easing_excess_last": Number(excess.iloc[-1] / 1000, TRILLION, 2, source),
        "easing_excess_last_month": Number(excess.index[-1], "month", None, source),
        "easing_multiplier_low": Number(multiplier.min(), "ratio", 2, source),
        "easing_multiplier_low_month": Number(multiplier.idxmin(), "month", None, source),
        "easing_multiplier_before": Number(multiplier.iloc[0], "ratio", 2, source),
    }
    # The last month before interest on reserves, and the one in which it begins.
    begun = pd.Period(interest[:7], freq="M")
    for key, month in (("prior", str(begun - 1)), ("begun", str(begun))):
        found[f"easing_excess_{key}"] = Number(excess.get(month), BILLION, 0, source)
        found[f"easing_{key}_month"] = Number(month, "month", None, source)
    for _, row in shares.iterrows():
        key = f"easing_{row['measure'].replace(' ', '_')}_{row['mark'].split(' ')[0]}_{row['mark'].split(' ')[-1]}"
        found[key] = Number(row["share"], "percent", 0, "share_by_date")
        found[f"{key}_until"] = Number(
            row["until"] if isinstance(row["until"], str) else None, "period", None, "share_by_date"
        )
    bought = float(found["easing_monthly_multiplier_first_bought"].value or 0)
    found["easing_older_than_purchases"] = Number(int(bought > 50), "0 or 1", 0, "share_by_date")
    return found


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    placebo = settings["easing"]["placebo"]
    found: Numbers = {
        "easing_draws": Number(placebo["draws"], "draws", 0, "configuration"),
        "easing_margin": Number(placebo["margin"], "trading days", 0, "configuration"),
        "easing_second": Number(PROGRAMMES[1], "programme", None, "programmes"),
        "easing_third": Number(PROGRAMMES[2], "programme", None, "programmes"),
    }
    found |= _study(tables["event_study"], settings["significance"]) | _orderings(tables["placebo_orderings"])
    found |= _events(tables["event_changes"], tables["programmes"])
    found |= _across_the_break(tables["event_changes"], tables["yields"])
    found |= _amounts(tables["programmes"], tables["holdings_changes"])
    found |= _holdings(
        tables["federal_reserve_assets"], tables["announcements"], tables["programme_ends"], settings["crisis"]["first"]
    )
    found |= _over_output(tables["assets_over_output"], settings["comparison"]["index_month"])
    before = settings["comparison"]["windows"]["common"]["first"]
    first = tables["announcements"].drop_duplicates("programme").set_index("programme")["date"]
    found |= _reserves(tables["reserves"], tables["share_by_date"], before, first["IOR"])
    return found | _claims(tables["claims"], float(found["easing_balances_high"].value or 0))
