"""Claims QX-01 to QX-09: an explainer of quantitative easing."""

from __future__ import annotations

import pandas as pd

from multiplier.claims.evidence import Evidence
from multiplier.claims.outcomes import Computed, Dated, Decided, Outcome, Untestable
from multiplier.claims.registry import claim
from multiplier.easing.programmes import as_of, first_held

YEAR = "2017"
RESERVES_VINTAGE = "2023-12"


def _weekly(e: Evidence) -> pd.DataFrame:
    return e.table("federal_reserve_assets").set_index("date")


@claim("QX-01")
def years_of_easing(e: Evidence) -> Outcome:
    programmes = e.table("programmes")
    first, last = programmes["announced"].iloc[0], programmes["end"].iloc[-1]
    held = first_held(_weekly(e), "mortgage_backed_securities")
    return Dated(
        f"{first}..{last}",
        "first announcement of purchases to the announcement of their end",
        {"first securities in the balance sheet to the announcement of the end": f"{held}..{last}"},
        f"Announced in {first[:7]}, the first purchases stand in the balance sheet of {held}.",
    )


@claim("QX-02")
def reserves_of_2017(e: Evidence) -> Outcome:
    year = e.monthly("reserves").loc[YEAR, ["reserve_balances", "base"]] / 1000
    printed = float(e.printed.loc["QX-02", "printed"])
    balances = year["reserve_balances"]
    assets = _weekly(e)["total_assets"].loc[YEAR : f"{YEAR}-12-31"] / 1000
    return Decided(
        bool(balances.max() > printed),
        f"{balances.min():.2f} to {balances.max():.2f} trillion",
        f"Reserve balances by month. The whole monetary base reaches {year['base'].max():.2f} and total assets of the "
        f"Federal Reserve {assets.max():.2f} trillion in that year.",
        "reserve balances at Federal Reserve Banks",
    )


@claim("QX-03")
def excess_reserves_of_2017(e: Evidence) -> Outcome:
    table = e.monthly("reserves")
    centre = table.loc[YEAR]
    near = table.loc[centre.index[0] - e.offset : centre.index[-1] + e.offset]
    bounds = {
        "excess_most": "reserve balances, which excess reserves cannot exceed",
        "excess_least": "reserve balances less all required reserves",
    }
    candidates = pd.concat(
        [
            pd.DataFrame(
                {
                    "month": near.index,
                    "definition": words,
                    "vintage": RESERVES_VINTAGE,
                    "value": near[column].to_numpy() / 1000,
                }
            )
            for column, words in bounds.items()
        ],
        ignore_index=True,
    )
    most = centre["excess_most"] / 1000
    peak = table["excess_most"].loc[:YEAR] / 1000
    return Computed(
        float(most.max()),
        str(most.idxmax()),
        bounds["excess_most"],
        RESERVES_VINTAGE,
        candidates,
        f"The series of excess reserves ends in {table['excess'].last_valid_index()}; the balances bound them "
        "from above: "
        f"{most.max():.2f} at most in {YEAR}, {centre['excess_least'].max() / 1000:.2f} less all that was required. "
        f"Their highest until then was {peak.max():.2f} in {peak.idxmax()}.",
        month_printed=False,
    )


@claim("QX-04")
def japans_output_in_dollars(e: Evidence) -> Outcome:
    output = e.table("world_output").set_index("quarter")["japan_gdp"].dropna() / 1000
    year = "2012"
    own = output[output.index.str[:4] == year].mean()
    printed = dict(zip(("1998", year, "2015"), e.printed.loc["QX-04", "printed"].split(), strict=True))
    return Untestable(
        f"the yen-dollar exchange rate, with Japan's GDP before {output.index[0]}",
        f"In yen output was {own:.0f} trillion in {year}, which is the printed {printed[year]} trillion dollars at "
        f"{own / float(printed[year]):.1f} yen a dollar.",
    )


@claim("QX-05")
def lag_to_inflation(e: Evidence) -> Outcome:
    return Untestable(
        "a series of consumer prices of the United States, of which the explainer speaks",
        "China's prices are in the data and are those of another country.",
    )


@claim("QX-06")
def bank_of_england(e: Evidence) -> Outcome:
    return Untestable("the Bank of England's announcement of August 2016")


@claim("QX-07")
def share_of_issuance(e: Evidence) -> Outcome:
    last = _weekly(e).index[-1]
    return Untestable(
        "net issuance of marketable Treasury debt", f"The Federal Reserve's holdings in these data end on {last}."
    )


@claim("QX-08", "assets > GDP")
def swiss_national_bank(e: Evidence) -> Outcome:
    return Untestable("the balance sheet of the Swiss National Bank with Switzerland's nominal GDP")


@claim("QX-09")
def programme_of_march_2020(e: Evidence) -> Outcome:
    weekly, programme = _weekly(e)["securities"], float(e.printed.loc["QX-09", "printed"])
    before = as_of(weekly.to_frame(), "2020-03-14")
    rise = weekly[weekly.index > before] - weekly[before]
    reached = rise.index[rise > programme]
    passed = f", and by more than the printed amount as early as {reached[0]}" if len(reached) else ""
    last = e.table("announcements")["date"].iloc[-1]
    return Untestable(
        "the announcement of March 2020",
        f"The announcements end on {last}; the holdings rose by {rise.max():.0f} billion from {before} to "
        f"{rise.idxmax()}{passed}, which tells what was bought and not what was announced first.",
    )
