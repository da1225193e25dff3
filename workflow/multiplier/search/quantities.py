"""Every admissible way to compute a quantity that studies print, month by month, over all vintages."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from multiplier.data.china import clean as clean_china
from multiplier.data.cleaning import clean_table
from multiplier.data.schemas import FRED_MD, MONEY_STOCK
from multiplier.data.united_states import MILLIONS_IN_A_BILLION, biweekly_base
from multiplier.definitions import BASES, CASH, DEPOSITS, RESERVES, TRILLION, total

COLUMNS = ["country", "quantity", "definition", "vintage", "month", "value"]


def ratio_definition(reserves: str, deposits: str) -> str:
    """Return the label of a reserve ratio."""
    return f"{reserves} over {deposits}"


def china_quantities(clean: pd.DataFrame) -> dict[tuple[str, str], pd.Series]:
    """Return (quantity, definition) -> monthly values for one vintage of China.

    Quantities: base and m2 (trillion yuan), multiplier, reserve_ratio (percent), savings_ratio.
    """
    trillion, _ = TRILLION["china"]
    found: dict[tuple[str, str], pd.Series] = {("m2", "M2"): clean["m2"] / trillion}
    demand, cash, savings = clean["demand_deposits"], clean[CASH["china"]], clean["savings_deposits"]
    bases = {name: total(clean, parts, name) for name, parts in BASES["china"].items()}
    for name, base in bases.items():
        found["base", name] = base / trillion
        found["multiplier", f"M2 over {name}"] = clean["m2"] / base
        # A slip of one row between two columns of a table.
        found["multiplier", f"M2 over {name} of the month before"] = clean["m2"] / base.shift(1)
    found["base", "monetary policy report"] = clean["report_base_money"]
    found["multiplier", "monetary policy report"] = clean["report_m2_multiplier"]
    for (reserves, r_parts), (deposits, d_parts) in itertools.product(
        RESERVES["china"].items(), DEPOSITS["china"].items()
    ):
        r, d = total(clean, r_parts, reserves), total(clean, d_parts, deposits)
        label = ratio_definition(reserves, deposits)
        found["reserve_ratio", label] = 100 * r / d
        found["multiplier", f"from ratios, {label}"] = (cash + d) / (cash + r)
    found["savings_ratio", "S over demand deposits"] = savings / demand
    found["savings_ratio", "S over M1"] = savings / (cash + demand)
    found["savings_ratio", "S and T over demand deposits"] = (savings + clean["time_deposits"]) / demand
    return found


def us_quantities(fred_md: pd.DataFrame) -> dict[tuple[str, str], pd.Series]:
    """Return (quantity, definition) -> monthly multipliers of one FRED-MD vintage, by the base it carries."""
    return {
        ("multiplier", f"M2SL over {base}"): fred_md["M2SL"] / (fred_md[base] / scale)
        for base, scale in (("AMBSL", 1.0), ("BOGMBASE", MILLIONS_IN_A_BILLION))
        if fred_md[base].notna().any()
    }


def us_stock_quantities(stock: pd.DataFrame) -> dict[tuple[str, str], pd.Series]:
    """Return (quantity, definition) -> monthly multipliers of the money stock table, five bases, two M2."""
    return {
        ("multiplier", f"{money} over {base}"): stock[money]
        / (stock[base] / (MILLIONS_IN_A_BILLION if base == "BOGMBASE" else 1.0))
        for money, base in itertools.product(("M2SL", "M2NS"), BASES["us"])
    }


def us_biweekly(fred_md: pd.DataFrame, base: pd.Series, vintage: str) -> pd.DataFrame:
    """Return multipliers of one FRED-MD vintage over the base of two weeks that end in the month.

    ``base`` is indexed by date (YYYY-MM-DD); columns :data:`COLUMNS`.
    """
    months = pd.PeriodIndex(base.index.str[:7], freq="M")
    rows = pd.DataFrame(
        {
            "country": "us",
            "quantity": "multiplier",
            "definition": "M2SL over BASE, two weeks to " + base.index,
            "vintage": vintage,
            "month": months,
            "value": fred_md["M2SL"].reindex(months).to_numpy() / base.to_numpy(),
        }
    )
    return rows.dropna(subset=["value"])


def tabulate(
    quantities: Mapping[tuple[str, str], pd.Series], country: str, vintage: str, first: str, last: str
) -> pd.DataFrame:
    """Return the candidates of one vintage inside ``first``..``last`` as rows with columns :data:`COLUMNS`."""
    blocks = [
        pd.DataFrame(
            {
                "country": country,
                "quantity": quantity,
                "definition": definition,
                "vintage": vintage,
                "month": values.index,
                "value": values.to_numpy(),
            }
        )
        for (quantity, definition), series in quantities.items()
        if len(values := series.loc[first:last].dropna())
    ]
    return pd.concat(blocks, ignore_index=True) if blocks else pd.DataFrame(columns=COLUMNS)


def search(files: Mapping[str, Any], corrections: pd.DataFrame, first: str, last: str, published: str) -> pd.DataFrame:
    """Return all candidates of all vintages inside ``first``..``last``.

    Parameters
    ----------
    files
        ``money_supply`` and ``fred_md``: path below data/raw -> bytes of every vintage; ``authority``,
        ``depository``, ``statutory``, ``report``, ``money_stock``, ``biweekly``: (path, bytes).
    corrections
        Rows of data/corrections.csv.
    published
        Month in which the study appeared: biweekly bases are combined with vintages before it only, to
        keep the grid to what could have been seen.
    """

    blocks = []
    for path, data in files["money_supply"].items():
        table, _ = clean_china({path: data}, files, corrections)
        blocks.append(tabulate(china_quantities(table), "china", PurePosixPath(path).stem, first, last))
    biweekly = biweekly_base(*files["biweekly"])
    biweekly = biweekly[(biweekly.index >= first) & (biweekly.index <= f"{last}-31")]
    for path, data in files["fred_md"].items():
        vintage = PurePosixPath(path).stem
        fred_md = clean_table(data, FRED_MD, corrections, path)
        blocks.append(tabulate(us_quantities(fred_md), "us", vintage, first, last))
        if vintage < published:
            blocks.append(us_biweekly(fred_md, biweekly, vintage))
    path, data = files["money_stock"]
    stock = clean_table(data, MONEY_STOCK, corrections, path)
    blocks.append(tabulate(us_stock_quantities(stock), "us", PurePosixPath(path).stem, first, last))
    return pd.concat([block for block in blocks if len(block)], ignore_index=True)[COLUMNS]
