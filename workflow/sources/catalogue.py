"""Which table comes from where: routes, series, and what the manifest says of it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from sources import FetchError

BILLION = "billion dollars"
MILLION = "million dollars"
FORTNIGHT = 14
WEEK = 7


@dataclass(frozen=True)
class Entry:
    """A table that can be fetched; ``routes`` in order of preference."""

    routes: tuple[str, ...]
    publisher: str
    title: str
    unit: str
    units: Mapping[str, str] = field(default_factory=dict)  # column -> unit, in the file's order
    series: Mapping[str, str] = field(default_factory=dict)  # column -> FRED's name, where it has another
    every: int | None = None  # days from one row to the next; None: see ``leading``, or months
    leading: str = ""  # daily table: the column whose figures say which days are trading days

    @property
    def dated(self) -> bool:
        """Whether rows are days rather than months."""
        return bool(self.every or self.leading)


def _same(unit: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), unit)


# The publisher's site has two patterns of names, the newer one first.
FRED_MD_FILES = "https://www.stlouisfed.org/-/media/project/frbstl/stlouisfed/research/fred-md/monthly/"
FRED_MD_NAMES = ("{vintage}-md.csv", "{vintage}.csv")
FRED_MD_CURRENT = "current.csv"
FRED_MD_FIRST = "1999-01"  # first month that the files of the project have
FRED_MD_BASES = ("AMBSL", "BOGMBASE")  # columns that a vintage may lack: one took the place of the other

FRED_GRAPH = "https://fred.stlouisfed.org/graph/fredgraph.csv"
FRED_API = "https://api.stlouisfed.org/fred/"

PBOC = "People's Bank of China"
ST_LOUIS = "Federal Reserve Bank of St. Louis"
BOARD = "Board of Governors of the Federal Reserve System"
YUAN = "100 million yuan"

TABLES = {
    "us/fred_md": Entry(
        ("fred_md",),
        ST_LOUIS,
        "FRED-MD monthly vintage",
        "billion dollars (BOGMBASE, NONBORRES: million dollars)",
        {
            "M1SL": BILLION,
            "M2SL": BILLION,
            "AMBSL": BILLION,
            "BOGMBASE": MILLION,
            "TOTRESNS": BILLION,
            "NONBORRES": MILLION,
        },
    ),
    "us/money_stock": Entry(
        ("fred", "dbnomics"),
        f"{BOARD}; {ST_LOUIS}",
        "H.6 Money Stock, H.3 Aggregate Reserves, Adjusted Monetary Base",
        "billion dollars (MBCURRCIR, BOGMBBM, BOGMBASE: million dollars)",
        _same(BILLION, "AMBSL AMBNS")
        | _same(MILLION, "BOGMBASE")
        | _same(
            BILLION,
            "BOGAMBSL BOGUMBNS M1SL M1NS M2SL M2NS CURRSL CURRNS CURRDD OCDSL SAVINGSL STDSL TRARR REQRESNS EXCRESNS",
        )
        | _same(MILLION, "MBCURRCIR BOGMBBM"),
    ),
    "us/treasury_yields": Entry(
        ("fred",),
        BOARD,
        "H.15 Selected Interest Rates",
        "percent",
        _same("percent", "DGS1 DGS2 DGS3 DGS5 DGS7 DGS10 DGS20 DGS30 DFII5 DFII10 T5YIE T10YIE DFF"),
        leading="DGS10",
    ),
    "us/federal_reserve_assets": Entry(
        ("fred",),
        BOARD,
        "H.4.1 Factors Affecting Reserve Balances",
        MILLION,
        _same(MILLION, "total_assets treasury_securities mortgage_backed_securities"),
        {"total_assets": "WALCL", "treasury_securities": "TREAST", "mortgage_backed_securities": "WSHOMCB"},
        every=WEEK,
    ),
    "us/adjusted_base_biweekly": Entry(
        ("fred",),
        ST_LOUIS,
        "St. Louis Adjusted Monetary Base, two weeks ending Wednesday",
        "billion dollars (MULT: ratio)",
        {"BASE": BILLION, "BASENS": BILLION, "MULT": "ratio"},
        every=FORTNIGHT,
    ),
    "china/cpi": Entry(
        ("dbnomics",),
        "National Bureau of Statistics of China",
        "Consumer Price Index",
        "same month of last year = 100",
    ),
    "china/money_supply": Entry(("pboc", "dbnomics"), PBOC, "Money Supply", YUAN),
    "china/monetary_authority": Entry(("pboc",), PBOC, "Balance Sheet of Monetary Authority", YUAN),
    "china/depository_corporations": Entry(("pboc",), PBOC, "Balance Sheet of Other Depository Corporations", YUAN),
}


def entry(table: str) -> Entry:
    """Return what is known of ``table``; :class:`FetchError` with the tables there are."""
    if table not in TABLES:
        close = difflib.get_close_matches(table, TABLES, n=1, cutoff=0.5)
        hint = f"; did you mean '{close[0]}'?" if close else ";"
        raise FetchError(f"{table}: no source is known for this table{hint} Tables: {', '.join(TABLES)}.")
    return TABLES[table]


def route(table: str, wanted: str | None) -> str:
    """Return the source to take; :class:`FetchError` if the table does not come from the one that is wanted."""
    routes = entry(table).routes
    if wanted and wanted not in routes:
        raise FetchError(f"--source {wanted}: {table} comes from {' or '.join(routes)}; choose one of these.")
    return wanted or routes[0]
