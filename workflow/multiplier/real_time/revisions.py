"""How far revisions move each number once its sample is whole, and what the change of the base adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from multiplier.unit_roots.batched.dickey_fuller import adf_statistics

HELD = "_held"  # of the name of a series that goes on with its base as it last stood
OWN = "own"
MONEY_NUMBERS = ("multiplier_first", "multiplier_last", "multiplier_low", "change_percent")
AT_TARGET = ("outcome", "forecast_error")  # numbers that also use the month that is forecast


def quantities(table: pd.DataFrame) -> list[str]:
    """Return the columns of numbers of a table of :func:`multiplier.real_time.estimates.estimates`."""
    kinds = ("_statistic", "_simulated_p")
    tested = [column for column in table if column.startswith("adf_") and column.endswith(kinds)]
    phis = [column for column in table if column.startswith("phi_") and not column.endswith("_error")]
    return [*MONEY_NUMBERS, *tested, *phis, "forecast", *AT_TARGET]


def series(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of ``table`` that can be held against each other, oldest vintage first.

    Every base in the vintages that carry it; that base with its name and ``_held`` where later vintages go on with it;
    and, where the base changes, ``own``: whatever base each vintage carries.
    """
    ordered = table.sort_values("vintage", ignore_index=True)
    found = {}
    for base, rows in ordered.groupby("base", sort=False):
        found[base] = rows[rows["carried"]]
        if not rows["carried"].all():
            found[f"{base}{HELD}"] = rows
    if len(ordered["base"].unique()) > 1:
        found[OWN] = ordered[ordered["carried"]]
    return found


def _largest(panel: Mapping[str, pd.DataFrame], new: str, old: str, months: Iterable[pd.Period]) -> dict[str, object]:
    """Return the largest revision, percent, of each series of ``panel`` in ``months`` from one vintage to another."""
    found: dict[str, object] = {}
    for name, table in panel.items():
        if new not in table or old not in table:
            continue
        percent = (100 * (table[new] / table[old] - 1)).reindex(list(months)).dropna()
        percent = percent[percent != 0]
        if len(percent):
            month = percent.abs().idxmax()
            found |= {f"jump_{name}_percent": percent[month], f"jump_{name}_month": str(month)}
    return found


def spread(
    table: pd.DataFrame, panel: Mapping[str, pd.DataFrame], money: str, first: str, last: str, window: Mapping[str, str]
) -> pd.DataFrame:
    """Return range, spread and largest jump of every number within each series of vintages that have the whole sample.

    Parameters
    ----------
    table
        Rows of :func:`multiplier.real_time.estimates.estimates` with base_vintage and carried.
    panel
        Amounts, months x vintages: money under the name ``money``, the bases under theirs.
    first, last, window
        Sample, and first and last month of the change of the multiplier.

    Returns
    -------
    DataFrame
        One row a series (:func:`series`, without ``own``, whose base changes) and number: series, quantity,
        vintages, values (different ones, to six digits), first_vintage, first, last_vintage, last, minimum, maximum,
        std (of the vintages, each with equal weight), change (last less first); jump, the largest change from one
        vintage to the next, jump_vintage, the later of the two, and the largest revision of money and of the base
        behind it, percent and month (jump_money_*, jump_base_*), among the months that the number is computed from. A
        number that never moves has no jump.
    """
    ends = [pd.Period(window[key], freq="M") for key in ("first", "last")]
    sample = list(pd.period_range(first, last, freq="M"))
    inside = list(pd.period_range(*ends, freq="M"))
    months = {
        "multiplier_first": ends[:1],
        "multiplier_last": ends[1:],
        "change_percent": ends,
        "multiplier_low": inside,
    }
    whole = table[(table["months"] == len(sample)) & ~table["partial"].astype(bool)]
    rows = []
    for name, part in series(whole).items():
        if name == OWN:
            continue
        base = part["base"].iloc[0]
        amounts = {"money": panel[money], "base": panel[base]}
        base_vintages = part.set_index("vintage")["base_vintage"]
        for quantity in quantities(table):
            values = part.set_index("vintage")[quantity].dropna()
            if values.empty:
                continue
            row: dict[str, object] = {"series": name, "quantity": quantity, "vintages": len(values)}
            row |= {
                "values": len(set(values.map("{:.6g}".format))),
                "first_vintage": values.index[0],
                "first": values.iloc[0],
                "last_vintage": values.index[-1],
                "last": values.iloc[-1],
                "minimum": values.min(),
                "maximum": values.max(),
                "std": values.std(ddof=0),
                "change": values.iloc[-1] - values.iloc[0],
            }
            jumps = values.diff().iloc[1:]
            if len(jumps) and jumps.abs().max() > 0:
                new = jumps.abs().idxmax()
                old = values.index[values.index.get_loc(new) - 1]
                used = list(months.get(quantity, sample))
                if quantity in AT_TARGET:
                    target = pd.Period(part.set_index("vintage").at[new, "forecast_month"], freq="M")
                    used = [target] if quantity == "outcome" else [*used, target]
                row |= {"jump": jumps[new], "jump_vintage": new}
                row |= _largest({"money": amounts["money"]}, new, old, used)
                row |= _largest({"base": amounts["base"]}, base_vintages[new], base_vintages[old], used)
            rows.append(row)
    columns = "series quantity vintages values first_vintage first last_vintage last minimum maximum std change".split()
    columns += ["jump", "jump_vintage"]
    columns += [f"jump_{name}_{what}" for name in ("money", "base") for what in ("percent", "month")]
    return pd.DataFrame(rows, columns=columns)


def base_step(table: pd.DataFrame, sample: pd.DataFrame, deterministics: Sequence[str]) -> pd.DataFrame:
    """Split the change of every number where vintages begin to carry another base into revision, base and lags.

    With m(M, B) the number from money of vintage M over base B: before = m(old, old base), revised = m(new, old base),
    after = m(new, new base). A test statistic over the new base is also taken with the lags chosen over the old one
    (same_lags), so that what another choice of lags does is not put down to the base; for other numbers same_lags is
    after. The new base differs in concept and in seasonal adjustment; the two cannot be told apart here.

    Parameters
    ----------
    table
        Rows of :func:`multiplier.real_time.estimates.estimates` with carried.
    sample
        Multipliers, months of the sample x columns (vintage, base).
    deterministics
        Terms of the unit root tests.

    Returns
    -------
    DataFrame
        quantity, old_vintage, new_vintage, before, revised, same_lags, after, revision = revised - before,
        new_base = same_lags - revised, lags = after - same_lags; without simulated p-values, which belong to a choice
        of lags. Empty if the base never changes.
    """
    columns = "quantity old_vintage new_vintage before revised same_lags after revision new_base lags".split()
    ordered = table.sort_values("vintage")
    own = ordered[ordered["carried"]]
    changes = own["base"] != own["base"].shift()
    if changes.sum() != 2:
        return pd.DataFrame(columns=columns)
    after = own[changes].iloc[-1]
    before = own[own["vintage"] < after["vintage"]].iloc[-1]
    (_, revised), *_ = ordered[
        (ordered["vintage"] == after["vintage"]) & (ordered["base"] == before["base"])
    ].iterrows()
    path = sample[after["vintage"], after["base"]].dropna().to_numpy()[None]
    others = {  # tests whose lags differ, with the old number of lags
        f"adf_{terms}_statistic": adf_statistics(path, terms, int(revised[f"adf_{terms}_lags"]))[0]
        for terms in deterministics
        if revised[f"adf_{terms}_lags"] != after[f"adf_{terms}_lags"]
    }
    rows = []
    for quantity in quantities(table):
        if quantity.endswith("_simulated_p"):
            continue
        same_lags = others.get(quantity, after[quantity])
        rows.append(
            {
                "quantity": quantity,
                "old_vintage": before["vintage"],
                "new_vintage": after["vintage"],
                "before": before[quantity],
                "revised": revised[quantity],
                "same_lags": same_lags,
                "after": after[quantity],
                "revision": revised[quantity] - before[quantity],
                "new_base": same_lags - revised[quantity],
                "lags": after[quantity] - same_lags,
            }
        )
    return pd.DataFrame(rows, columns=columns)
