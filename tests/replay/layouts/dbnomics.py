"""Answers of DBnomics in the service's layout, made from the figures in data/raw."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pandas as pd
from replay.answers import JSON, Answer, Request, Route, page

RAW = Path(__file__).resolve().parents[3] / "data/raw"
HOST = "/api.db.nomics.world/v22/series"
INDEXED = "2026-01-20T08:15:00.000Z"

# code -> (table, vintage, column, first month, last month); the office's price index has a code a basket.
SERIES = {
    "NBS/M_A0D01/A0D0105": ("china/money_supply", "2026-01", "m0", "2008-01", "2025-11"),
    "NBS/M_A0D01/A0D0103": ("china/money_supply", "2026-01", "m1", "2008-01", "2025-11"),
    "NBS/M_A0D01/A0D0101": ("china/money_supply", "2026-01", "m2", "2008-01", "2025-11"),
    "NBS/M_A010101/A01010101": ("china/cpi", "single", "cpi_yoy_index", "1990-01", "2015-12"),
    "NBS/M_A01010G/A01010G01": ("china/cpi", "single", "cpi_yoy_index", "2015-12", "2018-12"),
    "NBS/M_A01010J/A01010J01": ("china/cpi", "single", "cpi_yoy_index", "2019-01", "2020-12"),
    "FED/H6_H6_M1/M1.M": ("us/money_stock", "2023-12", "M1SL", "1959-01", "2023-11"),
    "FED/H6_H6_M1/M1_N.M": ("us/money_stock", "2023-12", "M1NS", "1959-01", "2023-11"),
    "FED/H6_H6_M2/M2.M": ("us/money_stock", "2023-12", "M2SL", "1959-01", "2023-11"),
    "FED/H6_H6_M2/M2_N.M": ("us/money_stock", "2023-12", "M2NS", "1959-01", "2023-11"),
    "FED/H6_H6_M2/MCU.M": ("us/money_stock", "2023-12", "CURRSL", "1959-01", "2023-11"),
    "FED/H6_H6_MBASE/RESMO14A_N.M": ("us/money_stock", "2023-12", "BOGMBASE", "1959-01", "2023-11"),
    "FED/H6_H6_MBASE/RESMOC14A_N.M": ("us/money_stock", "2023-12", "MBCURRCIR", "1959-01", "2023-11"),
    "FED/H6_H6_MBASE/RESMOB14A_N.M": ("us/money_stock", "2023-12", "BOGMBBM", "1959-01", "2023-11"),
}


def document(code: str) -> dict:
    """Return ``series.docs[0]`` of a code; a month without a figure is "NA"."""
    table, vintage, column, first, last = SERIES[code]
    values = pd.read_csv(RAW / table / f"{vintage}.csv", index_col=0)[column].loc[first:last]
    provider, dataset, series = code.split("/")
    result = {
        "provider_code": provider,
        "dataset_code": dataset,
        "series_code": series,
        "indexed_at": INDEXED,
        "period": list(values.index),
        "period_start_day": [f"{month}-01" for month in values.index],
        "value": ["NA" if pd.isna(value) else float(value) for value in values],
    }
    if provider == "FED":
        # The release states the multiple of a dollar; the base is kept in millions.
        million = column in ("BOGMBASE", "MBCURRCIR", "BOGMBBM")
        result["dimensions"] = {"UNIT": "Currency", "UNIT_MULT": "1000000" if million else "1000000000"}
    return result


def answer(code: str) -> bytes:
    """Return the JSON of a code."""
    return json.dumps({"series": {"docs": [document(code)], "num_found": 1}}).encode()


def _serve(code: str, request: Request) -> Answer:
    return Answer(answer(code), JSON) if request.query.get("observations") == "1" else page(404)


ROUTES: dict[str, Route] = {f"{HOST}/{code}": partial(_serve, code) for code in SERIES}
