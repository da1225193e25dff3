"""Which raw series enter a result, and from which table they come where the first has none of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from multiplier.definitions import BASES, CASH, DEPOSITS, RESERVES

# Table -> the table from which the cleaning takes a column that a file of the first lacks, and its name there.
STAND_INS: dict[str, tuple[str, Mapping[str, str]]] = {
    "us/fred_md": ("us/money_stock", {base: base for base in BASES["us"]}),
    "china/money_supply": (
        "china/depository_corporations",
        {
            "time_deposits": "corporate_time_deposits",
            "savings_deposits": "household_savings_deposits",
            "other_deposits": "of_which_deposits_in_broad_money",
        },
    ),
}
# The tables that the ratios are computed from; a series of one of them that does not enter a result cannot move it.
ACCOUNTS = ["china/money_supply", "china/monetary_authority", "china/depository_corporations"]
ACCOUNTS += ["us/fred_md", "us/money_stock"]
# Raw series of a cleaned column that has another name, or is a sum.
AMERICAN = {
    "m1": ["M1SL"],
    "m2": ["M2SL"],
    "currency": ["CURRSL"],
    "demand_deposits": ["CURRDD", "CURRSL", "OCDSL"],
    "time_deposits": ["STDSL"],
    "savings_deposits": ["SAVINGSL"],
    "other_deposits": ["M2SL", "CURRSL", "SAVINGSL", "STDSL", "CURRDD", "OCDSL"],
    "required_reserves": ["REQRESNS"],
    "excess_reserves": ["EXCRESNS"],
}
SUMS = {"base": BASES, "reserves": RESERVES, "deposits": DEPOSITS}  # what a definition chooses
CASH_COLUMN = "cash"
PARTS = {  # of a result: columns, or what a definition chooses
    "multiplier": ["m2", "base"],
    "currency_ratio": [CASH_COLUMN, "demand_deposits"],
    "savings_ratio": ["savings_deposits", "demand_deposits"],
    "time_ratio": ["time_deposits", "demand_deposits"],
    "reserve_ratio": ["reserves", "deposits"],
    "cash_deposit_ratio": [CASH_COLUMN, "deposits"],
}
# Tables about the multiplier alone, in whose rows no column says so; the paper's decisions on drivers are set apart.
OF_THE_MULTIPLIER = frozenset(
    "arima_diagnostics contest_orders cycle_leads cycle_turns decisions multiplier_trends order_search phi_bias "
    "regime_dates regime_tests stability trends".split()
)

Definitions = Mapping[str, Mapping[str, str]]


OVER = " over "  # between the two series of a ratio, in the definition of a claim's number


def label(table: str) -> str:
    """Return what the figures are called that come from a table, and from its stand-in where it has none."""
    return f"{table}, else {STAND_INS[table][0]}"


def series_of(table: str) -> str:
    """Return the series that all rows of a table of results are about, empty if none."""
    return "multiplier" if table in OF_THE_MULTIPLIER else ""


def parts(country: str, series: str) -> list[str]:
    """Return the columns of the table of ratios from which ``series`` is computed there."""
    return [CASH[country] if part == CASH_COLUMN else part for part in PARTS.get(series, [])]


def entering(country: str, series: str, definitions: Sequence[Definitions]) -> set[str] | None:
    """Return the raw series from which a country's ``series`` is computed; None if that is not known.

    What the vintages define differently is left out: there the definition is what differs, and the series of the one
    do not enter the other.
    """
    if country not in CASH or series not in (*PARTS, *SUMS):
        return None
    found: set[str] = set()
    for part in parts(country, series) or [series]:
        columns: Collection[str] = [part]
        if part in SUMS:
            chosen = {block.get(country, {}).get(part) for block in definitions}
            known = [name for name in chosen if name in SUMS[part][country]]
            columns = SUMS[part][country][known[0]] if len(chosen) == 1 and known else []
        for column in columns:
            found |= set(AMERICAN.get(column, [column]) if country == "us" else [column])
    return found


def _named(country: str, name: str) -> set[str] | None:
    """Return the raw series that a definition names, by itself, as an aggregate or as a sum."""
    for sums in SUMS.values():
        if name in sums[country]:
            columns = sums[country][name]
            return {
                raw for column in columns for raw in (AMERICAN.get(column, [column]) if country == "us" else [column])
            }
    if country == "us":
        return {name} if name in {raw for columns in AMERICAN.values() for raw in columns} else None
    return {name.lower()} if name.lower() in ("m0", "m1", "m2") else None


def entering_claim(country: str, texts: Collection[str]) -> set[str] | None:
    """Return the raw series of a number of a claim, by its definitions in both vintages.

    A definition names a series (``M2``) or two (``M2SL over AMBSL``). None if one of them says something else; of two
    definitions, what is in both.
    """
    if country not in CASH or not texts:
        return None
    found = []
    for text in texts:
        sides = [_named(country, name) for name in text.split(OVER)]
        if any(side is None for side in sides):
            return None
        found.append(set().union(*filter(None, sides)))
    return set.intersection(*found)
