"""FRED's graph CSV and its API, with the figures of the tables of data/raw and a month more."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path

from replay.answers import JSON, Answer, Request, Route, page

RAW = Path(__file__).resolve().parents[3] / "data" / "raw" / "us"
GRAPH = "/fred.stlouisfed.org/graph/fredgraph.csv"
API = "/api.stlouisfed.org/fred/"
KEY = "0123456789abcdef0123456789abcdef"
MILLIONS = ("BOGMBASE", "MBCURRCIR", "BOGMBBM", "WALCL", "TREAST", "WSHOMCB")
NAMES = {"total_assets": "WALCL", "treasury_securities": "TREAST", "mortgage_backed_securities": "WSHOMCB"}
FILES = (
    "money_stock/2023-12",
    "treasury_yields/2017-01",
    "federal_reserve_assets/2022-03",
    "adjusted_base_biweekly/2018-07",
)
UPDATED = "2024-04-23 13:01:03-05"
BILLIONS_FROM = "2025"  # real-time periods in which the Board's base is given in billions


@cache
def series() -> dict[str, list[tuple[str, str]]]:
    """Name -> (date, text) of all observations; monthly ones go on for a month, and the fund rate has weekends."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in FILES:
        with (RAW / f"{name}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        time = next(iter(rows[0]))
        for column in list(rows[0])[1:]:
            pairs = [(row[time] + ("-01" if time == "month" else ""), row[column]) for row in rows]
            known = [pair for pair in pairs if pair[1]]
            if known[-1][0] == "2023-10-01":
                pairs[-1] = ("2023-11-01", f"{float(known[-1][1]) * 1.001:.1f}")
            found[NAMES.get(column, column)] = pairs
    found["DFF"] = sorted([*found["DFF"], ("2003-01-04", "1.25"), ("2003-01-05", "1.25")])
    return found


def unit(name: str, real_time: str) -> str:
    """Units as the API words them."""
    if name == "MULT":
        return "Ratio"
    if name.startswith(("DGS", "DFII", "T5", "T10", "DFF")):
        return "Percent"
    millions = name in MILLIONS and not (name == "BOGMBASE" and real_time >= BILLIONS_FROM)
    return "Millions of Dollars" if millions else "Billions of Dollars"


def _graph(request: Request) -> Answer:
    name = request.query.get("id", "")
    if name not in series():
        return page(404)
    rows = "".join(f"{date},{text}\n" for date, text in series()[name])
    return Answer(f"observation_date,{name}\n{rows}".encode())


def _bad(message: str) -> Answer:
    return Answer(json.dumps({"error_code": 400, "error_message": f"Bad Request.  {message}"}).encode(), JSON, 400)


def _refusal(request: Request) -> Answer | None:
    if request.query.get("api_key") != KEY:
        return _bad("The value for variable api_key is not registered.")
    if request.query.get("series_id") not in series():
        return _bad("The series does not exist.")
    return None


def _about(request: Request) -> Answer:
    if refusal := _refusal(request):
        return refusal
    name = request.query["series_id"]
    about = {"id": name, "units": unit(name, request.query.get("realtime_start", "")), "last_updated": UPDATED}
    return Answer(json.dumps({"seriess": [about]}).encode(), JSON)


def _observations(request: Request) -> Answer:
    if refusal := _refusal(request):
        return refusal
    name, real_time = request.query["series_id"], request.query.get("realtime_start", "2024-04-26")
    scale = 1000 if unit(name, real_time) == "Billions of Dollars" and name in MILLIONS else 1
    pairs = [(date, f"{float(text) / scale:.12g}" if text else ".") for date, text in series()[name]]
    start, limit = int(request.query.get("offset", 0)), min(700, int(request.query.get("limit", 100_000)))
    observations = [
        {"realtime_start": real_time, "realtime_end": real_time, "date": date, "value": text}
        for date, text in pairs[start : start + limit]
    ]
    content = {"count": len(pairs), "offset": start, "limit": limit, "observations": observations}
    return Answer(json.dumps(content).encode(), JSON)


ROUTES: dict[str, Route] = {GRAPH: _graph, API + "series": _about, API + "series/observations": _observations}
