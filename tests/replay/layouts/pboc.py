"""Yearly pages of the People's Bank of China, written in the publisher's layouts from the figures in data/raw.

`page` gives a page as data, so that a test can damage it; `htm` and `xlsx` write it; `ROUTES` serves the whole way
from the index of years to the files. Only the layout is the publisher's: every figure is a stored one.
"""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

import openpyxl
import pandas as pd
from replay.answers import Answer, Route

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
HOST = "/www.pbc.gov.cn"
NODE = f"{HOST}/diaochatongjisi/116219/116319"
YEARS = range(2000, 2021)

TITLES = {
    "china/money_supply": ("货币供应量", "Money Supply"),
    "china/monetary_authority": ("货币当局资产负债表", "Balance Sheet of Monetary Authority"),
    "china/depository_corporations": ("其他存款性公司资产负债表", "Balance Sheet of Other Depository Corporations"),
}
FIRST_YEAR = {"china/money_supply": 2000, "china/monetary_authority": 2000, "china/depository_corporations": 2006}

# column -> (level, {first year of the wording: label}), in the order of the page. None: not listed from then on.
Labels = dict[str, tuple[int, dict[int, str | None]]]

MONEY: Labels = {
    "m2": (0, {0: "货币和准货币（M2） Money & Quasi-Money (M2)"}),
    "m1": (1, {0: "货币（M1） Money (M1)"}),
    "m0": (2, {0: "流通中货币（M0） Currency in Circulation (M0)"}),
    "demand_deposits": (2, {0: "活期存款 Demand Deposits", 2011: "单位活期存款 Corporate Demand Deposits"}),
    "quasi_money": (1, {0: "准货币 Quasi-Money"}),
    "time_deposits": (2, {0: "定期存款 Time Deposits", 2011: "单位定期存款 Corporate Time Deposits"}),
    "savings_deposits": (2, {0: "储蓄存款 Savings Deposits", 2011: "个人存款 Personal Deposits"}),
    "other_deposits": (2, {0: "其他存款 Other Deposits"}),
}

AUTHORITY: Labels = {
    "foreign_assets": (0, {0: "国外资产（净） Foreign Assets (Net)", 2002: "国外资产 Foreign Assets"}),
    "foreign_exchange": (1, {0: "外汇 Foreign Exchange"}),
    "monetary_gold": (1, {0: "黄金 Gold", 2002: "货币黄金 Monetary Gold"}),
    "other_foreign_assets": (1, {0: "国际金融机构（净）", 2002: "其他国外资产 Other Foreign Assets"}),
    "claims_on_government": (0, {0: "对政府债权 Claims on Government"}),
    "claims_on_central_government": (1, {0: None, 2002: "其中：中央政府 Of which: Central Government"}),
    "claims_on_other_depository_corporations": (
        0,
        {
            0: "对存款货币银行债权 Claims on Deposit Money Banks",
            2006: "对其他存款性公司债权 Claims on Other Depository Corporations",
        },
    ),
    "claims_on_other_financial_corporations": (
        0,
        {
            0: "对非货币金融机构债权 Claims on Non-monetary Financial Institutions",
            2002: "对其他金融机构债权 Claims on Other Financial Institutions",
            2006: "对其他金融性公司债权 Claims on Other Financial Corporations",
        },
    ),
    "claims_on_nonfinancial_sector": (
        0,
        {
            0: "对非金融部门债权 Claims on Non-financial Sectors",
            2002: None,
            2006: "对非金融性公司债权 Claims on Non-financial Corporations",
            2011: "对非金融性部门债权 Claims on Non-financial Sector",
            2020: None,
        },
    ),
    "other_assets": (0, {0: None, 2002: "其他资产 Other Assets"}),
    "total_assets": (0, {0: "总资产 Total Assets"}),
    "reserve_money": (0, {0: "储备货币 Reserve Money"}),
    "currency_issue": (1, {0: "发行货币 Currency Issue", 2002: "货币发行 Currency Issue"}),
    "deposits_of_financial_corporations": (
        1,
        {
            0: "对金融机构负债 Liabilities to Financial Institutions",
            2002: "金融机构存款 Deposits of Financial Institutions",
            2006: "金融性公司存款 Deposits of Financial Corporations",
            2011: None,
            2019: "金融性公司存款 Deposits of Financial Corporations",
        },
    ),
    "deposits_of_other_depository_corporations": (
        2,
        {
            0: None,
            2002: "存款货币银行 Deposit Money Banks",
            2006: "其他存款性公司 Other Depository Corporations",
            2011: "其他存款性公司存款 Deposits of Other Depository Corporations",
        },
    ),
    "deposits_of_other_financial_corporations": (
        2,
        {
            0: None,
            2002: "其他金融机构 Other Financial Institutions",
            2006: "其他金融性公司 Other Financial Corporations",
            2011: None,
            2019: "其他金融性公司存款 Deposits of Other Financial Corporations",
        },
    ),
    "deposits_of_nonfinancial_sector": (
        1,
        {
            0: "非金融机构存款 Deposits of Non-financial Institutions",
            2006: "非金融性公司存款 Deposits of Non-financial Corporations",
            2008: None,
            2017: "非金融机构存款 Deposits of Non-financial Institutions",
        },
    ),
    "deposits_excluded_from_reserve_money": (
        0,
        {
            0: None,
            2008: "不计入储备货币的金融性公司存款 Deposits of Financial Corporations Excluded from Reserve Money",
        },
    ),
    "bonds_issued": (0, {0: "债券 Bonds", 2001: None, 2002: "发行债券 Bond Issue"}),
    "foreign_liabilities": (0, {0: None, 2002: "国外负债 Foreign Liabilities"}),
    "government_deposits": (0, {0: "政府存款 Deposits of Government"}),
    "own_capital": (0, {0: "自有资金 Own Capital"}),
    "other_liabilities": (0, {0: "其他（净） Other Items (Net)", 2002: "其他负债 Other Liabilities"}),
    "total_liabilities": (0, {0: "总负债 Total Liabilities"}),
}

DEPOSITORY: Labels = {
    "foreign_assets": (0, {0: "国外资产 Foreign Assets"}),
    "reserve_assets": (0, {0: "储备资产 Reserve Assets"}),
    "deposits_with_central_bank": (1, {0: "准备金存款 Deposits with Central Bank"}),
    "vault_cash": (1, {0: "库存现金 Cash in Vault"}),
    "claims_on_government": (0, {0: "对政府债权 Claims on Government"}),
    "claims_on_central_government": (1, {0: "其中：中央政府 Of which: Central Government"}),
    "claims_on_central_bank": (0, {0: "央行债券 Central Bank Bonds", 2008: "对中央银行债权 Claims on Central Bank"}),
    "claims_on_other_depository_corporations": (
        0,
        {0: "对其他存款性公司债权 Claims on Other Depository Corporations"},
    ),
    "claims_on_other_financial_corporations": (
        0,
        {
            0: "对其他金融性公司债权 Claims on Other Financial Corporations",
            2010: "对其他金融机构债权 Claims on Other Financial Institutions",
        },
    ),
    "claims_on_nonfinancial_sector": (
        0,
        {
            0: "对非金融性公司债权 Claims on Non-financial Corporations",
            2010: "对非金融机构债权 Claims on Non-financial Institutions",
        },
    ),
    "claims_on_households": (0, {0: "对其他居民部门债权 Claims on Other Resident Sectors"}),
    "other_assets": (0, {0: "其他资产 Other Assets"}),
    "total_assets": (0, {0: "总资产 Total Assets"}),
    "liabilities_to_nonfinancial_and_households": (
        0,
        {0: "对非金融机构及住户负债 Liabilities to Non-financial Institutions and Households"},
    ),
    "deposits_in_broad_money": (1, {0: "纳入广义货币的存款 Deposits Included in Broad Money"}),
    "corporate_demand_deposits": (
        2,
        {0: "企业活期存款 Corporate Demand Deposits", 2011: "单位活期存款 Corporate Demand Deposits"},
    ),
    "corporate_time_deposits": (
        2,
        {0: "企业定期存款 Corporate Time Deposits", 2011: "单位定期存款 Corporate Time Deposits"},
    ),
    "household_savings_deposits": (
        2,
        {0: "居民储蓄存款 Saving Deposits", 2011: "个人存款 Personal Deposits"},
    ),
    "deposits_excluded_from_broad_money": (1, {0: "不纳入广义货币的存款 Deposits Excluded from Broad Money"}),
    "transferable_deposits": (2, {0: "可转让存款 Transferable Deposits"}),
    "other_deposits_excluded": (2, {0: "其他存款 Other Deposits"}),
    "other_liabilities_to_nonfinancial": (1, {0: "其他负债 Other Liabilities"}),
    "liabilities_to_central_bank": (0, {0: "对中央银行负债 Liabilities to Central Bank"}),
    "liabilities_to_other_depository_corporations": (
        0,
        {0: "对其他存款性公司负债 Liabilities to Other Depository Corporations"},
    ),
    "liabilities_to_other_financial_corporations": (
        0,
        {0: "对其他金融性公司负债 Liabilities to Other Financial Corporations"},
    ),
    "of_which_deposits_in_broad_money": (
        1,
        {0: "其中：计入广义货币的存款 Of which: Deposits Included in Broad Money"},
    ),
    "foreign_liabilities": (0, {0: "国外负债 Foreign Liabilities"}),
    "bonds_issued": (0, {0: "债券发行 Bond Issue"}),
    "paid_in_capital": (0, {0: "实收资本 Paid-in Capital"}),
    "other_liabilities": (0, {0: "其他负债 Other Liabilities"}),
    "total_liabilities": (0, {0: "总负债 Total Liabilities"}),
}

LABELS = {
    "china/money_supply": MONEY,
    "china/monetary_authority": AUTHORITY,
    "china/depository_corporations": DEPOSITORY,
}


@dataclass
class Row:
    """A row of a page: column of the project, depth of its indent, label and twelve cells as printed."""

    column: str
    level: int
    label: str
    cells: list[str]


@dataclass
class Page:
    """A yearly page, line by line."""

    titles: list[str]
    units: list[str]
    header: list[str | float]
    rows: list[Row]
    notes: list[str] = field(default_factory=list)

    def row(self, column: str) -> Row:
        """Return the row of a column."""
        return next(row for row in self.rows if row.column == column)


@cache
def stored(table: str, vintage: str = "2021-01") -> pd.DataFrame:
    """Return a stored table."""
    return pd.read_csv(ROOT / f"data/raw/{table}/{vintage}.csv", index_col="month")


@cache
def served(table: str) -> pd.DataFrame:
    """Return the figures that the site shows.

    For the money supply they are those of two vintages, as the stored one that goes back to 2000 repeats a month.
    """
    if table != "china/money_supply":
        return stored(table)
    totals = ["m0", "m1", "m2"]
    older, newer = stored(table, "2019-07")[totals], stored(table, "2026-01")[totals]
    return pd.concat([older.loc["2000-01":"2007-12"], newer.loc[:"2020-12"]])


def printed(value: float, blank: str) -> str:
    """Return a figure as a page prints it; nothing is ``blank``."""
    return blank if pd.isna(value) or value == 0 else f"{value:.2f}"


def page(table: str, year: int, vintage: str | None = None) -> Page:
    """Return the page of a year as served, or with a stored vintage. Months after the last one are empty."""
    frame = (stored(table, vintage) if vintage else served(table)).reindex(
        [f"{year}-{month:02d}" for month in range(1, 13)]
    )
    rows = []
    for column, (level, wordings) in LABELS[table].items():
        label = wordings[max(first for first in wordings if first <= year)]
        if column in frame and label is not None:
            future = frame.isna().all(axis=1)
            cells = ["" if late else printed(v, "-") for v, late in zip(frame[column], future, strict=True)]
            rows.append(Row(column, level, label, cells))
    return Page(
        list(TITLES[table]),
        ["单位：亿元人民币", "Unit: 100 Million Yuan"],
        [f"{year}.{month:02d}" for month in range(1, 13)],
        rows,
        ["注：自2011年1月起，统计口径调整。"] if year == 2011 else [],
    )


def months_as_numbers(page: Page) -> Page:
    """Write the months as numbers: 2000.1 is October."""
    page.header = [float(month) for month in page.header]
    return page


def thousands(page: Page) -> Page:
    """Print figures with separators."""
    for row in page.rows:
        row.cells = [f"{float(cell):,.2f}" if cell.strip("- ") else cell for cell in row.cells]
    return page


def htm(page: Page, encoding: str = "utf-8", declared: str | None = "utf-8") -> bytes:
    """Return a page as a spreadsheet program writes it: merged titles, indents of no-break spaces."""

    def line(*cells: tuple[str, str]) -> str:
        return "<tr>" + "".join(f"<td{attributes}>{text}</td>" for text, attributes in cells) + "</tr>"

    wide = ' colspan="13"'
    body = [line((html.escape(title), wide)) for title in page.titles]
    body += [line((html.escape(unit), wide)) for unit in page.units]
    body.append(line(("项目&nbsp; Item", ""), *((str(month), "") for month in page.header)))
    body.append(line(("资产&nbsp;Assets", wide)))
    for row in page.rows:
        chinese, _, english = row.label.partition(" ")
        label = "&nbsp;" * 2 * row.level + html.escape(chinese) + "<br>&nbsp;" + html.escape(english)
        body.append(line((label, ""), *((cell or "&nbsp;", "") for cell in row.cells)))
    body += [line((html.escape(note), wide)) for note in page.notes]
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    text = f"<html><head>{meta}</head><body><table>{''.join(body)}</table></body></html>"
    return text.encode(encoding)


def grid(page: Page, indents: int = 1) -> list[list[str | float | None]]:
    """Return a page as cells, figures and months as numbers; labels are indented over ``indents`` columns."""
    empty: list[None] = [None] * (indents + 11)
    lines: list[list[str | float | None]] = [[title, *empty] for title in page.titles]
    lines += [[unit, *empty] for unit in page.units]
    lines.append(["项目 Item", *[None] * (indents - 1), *page.header])
    for row in page.rows:
        label: list[str | float | None] = [None] * indents
        label[min(row.level, indents - 1)] = "\u00a0" * 2 * row.level + row.label
        lines.append([*label, *(float(cell) if cell.strip("- ") else cell or None for cell in row.cells)])
    return lines + [[note, *empty] for note in page.notes]


def xlsx(page: Page, indents: int = 1, second: Page | None = None) -> bytes:
    """Return a page as a workbook with merged titles, and a second sheet if ``second`` is given."""
    book = openpyxl.Workbook()
    for number, content in enumerate([page] if second is None else [page, second]):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = f"Sheet{number + 1}"
        for line in grid(content, indents):
            sheet.append(line)
        for row in range(1, len(content.titles) + 1):
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=indents + 12)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# The way from the index to the files ------------------------------------------------------------------------

BOOK = "application/vnd.ms-excel"
NAMES = {"china/money_supply": "m", "china/monetary_authority": "a", "china/depository_corporations": "d"}


def formats(table: str, year: int) -> dict[str, Callable[[], bytes]]:
    """Return the files of a table and year: the older years are pages alone, in the encodings of their time."""
    content = partial(page, table, year)
    if (table, year) == ("china/monetary_authority", 2009):
        return {"xls": (FIXTURES / "monetary_authority_2009.xls").read_bytes, "htm": lambda: htm(content())}
    if year < 2006:
        return {"htm": lambda: htm(content(), "gbk", None)}
    if year < 2011:
        return {"htm": lambda: htm(thousands(content()), "gbk", "gb2312")}
    if year < 2016:
        return {"xlsx": lambda: xlsx(months_as_numbers(content())), "htm": lambda: htm(content())}
    return {"htm": lambda: htm(content()), "xlsx": lambda: xlsx(content())}


def tables(year: int) -> list[str]:
    """Return the tables that have a page for the year."""
    return [table for table in TITLES if year >= FIRST_YEAR[table]]


def index() -> bytes:
    """Return the index of years, the newest first."""
    links = [
        f'<li><a href="/diaochatongjisi/116219/116319/{year}/index.html">{year}年统计数据</a></li>' for year in YEARS
    ]
    return f"<html><body><ul>{''.join(reversed(links))}</ul></body></html>".encode()


def year_page(year: int) -> bytes:
    """Return the page of a year: up to 2007 with the tables, then with links to groups of tables."""
    if year <= 2007:
        return overview(year)
    links = '<a href="tsf/index.html">社会融资规模</a><a href="mb/index.html">货币统计概览</a>'
    return f"<html><body>{links}</body></html>".encode()


def overview(year: int) -> bytes:
    """Return the page with a row a table and a link a format, other tables between."""
    base = f"/diaochatongjisi/116219/116319/{year}"
    lines = [
        "<tr><td>存款性公司概览</td><td>Depository Corporations Survey</td>"
        f'<td><a href="{base}/s.htm">htm</a></td></tr>'
    ]
    for table in tables(year):
        links = "".join(
            f'<td><a href="{base}/{NAMES[table]}.{suffix}">{suffix}</a></td>' for suffix in formats(table, year)
        )
        chinese, english = TITLES[table]
        lines.append(f'<tr><td>{chinese}</td><td>{english}</td>{links}<td><a href="{base}/x.pdf">pdf</a></td></tr>')
    return f"<html><body><table>{''.join(lines)}</table></body></html>".encode("gb18030")


def _answer(content: Callable[[], bytes], kind: str) -> Route:
    # The site does not say how its pages are encoded.
    return lambda request: Answer(content(), kind)


def _routes() -> dict[str, Route]:
    routes = {f"{NODE}/index.html": _answer(index, "text/html")}
    for year in YEARS:
        routes[f"{NODE}/{year}/index.html"] = _answer(partial(year_page, year), "text/html")
        routes[f"{NODE}/{year}/mb/index.html"] = _answer(partial(overview, year), "text/html")
        for table in tables(year):
            for suffix, content in formats(table, year).items():
                kind = "text/html" if suffix == "htm" else BOOK
                routes[f"{NODE}/{year}/{NAMES[table]}.{suffix}"] = _answer(content, kind)
    return routes


ROUTES = _routes()
