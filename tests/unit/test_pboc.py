"""The readers of the People's Bank of China's yearly tables, on pages made from the stored figures."""

import datetime
import io
from types import SimpleNamespace
from urllib.parse import urlsplit

import openpyxl
import pandas as pd
import pytest
import xlrd
from replay.answers import Request
from replay.layouts import pboc as layout

from multiplier import DataError
from multiplier.data import schemas
from sources import FetchError
from sources.pboc import COLUMNS, START, fetch, find
from sources.pboc_grids import _flat
from sources.pboc_items import TABLES
from sources.pboc_tables import read

MONEY, AUTHORITY, DEPOSITORY = TABLES


class Replay:
    """A client that answers from the routes of the layouts, as a mirror would."""

    def __init__(self, answers=()):
        self.answers = dict(answers)

    def get(self, url, params=None, expect=None):
        assert (expect == "a workbook") == url.endswith((".xls", ".xlsx"))
        parts = urlsplit(url)
        path = f"/{parts.netloc}{parts.path}"
        if path in self.answers:
            return SimpleNamespace(content=self.answers[path])
        return SimpleNamespace(content=layout.ROUTES[path](Request(path, {}, 1)).body)

    def each(self, items, what):
        return iter(items)


def stored(table, year, vintage=None):
    frame = (layout.stored(table, vintage) if vintage else layout.served(table)).astype(float)
    return frame[frame.index.str.startswith(str(year))]


def refused(content, table, *words):
    """Assert that a page stops with one sentence that has all the words."""
    with pytest.raises(FetchError) as caught:
        read(content, table, "page")
    message = str(caught.value)
    for word in words:
        assert word in message
    assert message.startswith("page")
    assert message.endswith(".")
    return message


def files(folder, table, years, vintage=None):
    paths = []
    for year in years:
        path = folder / f"{year}.htm"
        path.write_bytes(layout.htm(layout.page(table, year, vintage)))
        paths.append(str(path))
    return tuple(paths)


# Years in every format and the way back to the stored tables ------------------------------------------------


@pytest.mark.parametrize(("table", "first"), [(MONEY, 2000), (AUTHORITY, 2000), (DEPOSITORY, 2006)])
def test_all_years_from_the_index_are_the_stored_table(table, first):
    fetched = fetch(Replay(), table, (), None, "2021-01")
    expected = layout.served(table).astype(float)
    assert expected.index[0] == f"{first}-01"
    pd.testing.assert_frame_equal(fetched.frame, expected[[c for c in COLUMNS[table] if c in expected]])
    assert fetched.frame.index.name == "month"
    assert (fetched.unit, fetched.publisher) == ("100 million yuan", "People's Bank of China")
    assert fetched.title == TABLES[table].title
    assert "yearly tables of" in fetched.obtained_via
    assert "2020, www.pbc.gov.cn" in fetched.obtained_via


def test_stored_money_supply_comes_back(tmp_path):
    fetched = fetch(Replay(), MONEY, files(tmp_path, MONEY, range(2000, 2021), "2021-01"), None, "2021-01")
    pd.testing.assert_frame_equal(fetched.frame, layout.stored(MONEY, "2021-01").astype(float))
    assert (
        fetched.obtained_via
        == "yearly tables of 2000 to 2020, kept files; note of 2011: 注:自2011年1月起,统计口径调整。"
    )


def test_money_supply_with_components_is_the_stored_table(tmp_path):
    pages = files(tmp_path, MONEY, range(2000, 2020), "2019-07")
    fetched = fetch(Replay(), MONEY, pages[::-1], 2000, "2019-07")
    pd.testing.assert_frame_equal(fetched.frame, layout.stored(MONEY, "2019-07").astype(float).loc["2000-01":])
    assert fetched.frame.index[-1] == "2019-05"  # the empty months of 2019 are dropped
    assert fetched.frame.loc["2001-11"].isna().sum() == 5  # a month whose components were not published
    assert fetched.title == "Money Supply, with components of deposits"
    assert str(tmp_path) not in fetched.obtained_via


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", None),
        ("utf-8", "gb2312"),
        ("utf-8-sig", None),
        ("gbk", "gb2312"),
        ("gbk", "gbk"),
        ("gbk", None),
        ("gbk", "utf-8"),
        ("utf-16", None),
    ],
)
def test_encodings_declared_or_not_or_wrongly(encoding, declared):
    content = layout.htm(layout.page(AUTHORITY, 2009), encoding, declared)
    pd.testing.assert_frame_equal(read(content, AUTHORITY, "page").frame, stored(AUTHORITY, 2009))


def test_page_that_declares_itself_as_xml():
    content = b'<?xml version="1.0" encoding="gb2312"?>' + layout.htm(layout.page(AUTHORITY, 2009))
    pd.testing.assert_frame_equal(read(content, AUTHORITY, "page").frame, stored(AUTHORITY, 2009))


def test_bytes_that_are_no_text():
    refused(b"<html>\xff\xff\xff\xff", AUTHORITY, "neither UTF-8 nor GB18030")


@pytest.mark.parametrize("indents", [1, 3])
def test_workbook_with_merged_titles_and_labels_indented_by_column(indents):
    content = layout.xlsx(layout.page(MONEY, 2008, "2019-07"), indents)
    frame = read(content, MONEY, "page").frame
    pd.testing.assert_frame_equal(frame, stored(MONEY, 2008, "2019-07"))


def test_merged_label_cells_count_once():
    book = openpyxl.load_workbook(io.BytesIO(layout.xlsx(layout.page(MONEY, 2008), 3)))
    for row in (5, 6):
        book.active.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
    file = io.BytesIO()
    book.save(file)
    pd.testing.assert_frame_equal(read(file.getvalue(), MONEY, "page").frame, stored(MONEY, 2008))


def test_old_workbooks_with_months_as_numbers():
    money = (layout.FIXTURES / "money_supply_2010.xls").read_bytes()
    pd.testing.assert_frame_equal(read(money, MONEY, "page").frame, stored(MONEY, 2010, "2019-07"))
    authority = (layout.FIXTURES / "monetary_authority_2009.xls").read_bytes()
    pd.testing.assert_frame_equal(read(authority, AUTHORITY, "page").frame, stored(AUTHORITY, 2009))


@pytest.mark.parametrize(
    "header",
    [
        [f"2009-{month:02d}" for month in range(1, 13)],
        [f"2009年{month}月" for month in range(1, 13)],
        [f"２００９．{month:02d}" for month in range(1, 13)],
        [f"2009{month:02d}" for month in range(1, 13)],
        ["2009.01", *[f"2009.{month:02d}" for month in range(2, 10)], "2009.1", "2009.11", "2009.12"],
        ["2009.1", *[f"2009.{month}" for month in range(2, 10)], "2009.1", "2009.11", "2009.12"],
        [round(2009 + month / 100, 2) for month in range(1, 13)],
        [datetime.datetime(2009, month, 1) for month in range(1, 13)],
        [200900 + month for month in range(1, 13)],
        [2009.1, *[round(2009 + month / 10, 1) for month in range(2, 10)], 2009.1, 2009.11, 2009.12],
    ],
)
def test_months_in_every_writing(header):
    page = layout.page(AUTHORITY, 2009)
    page.header = header
    pd.testing.assert_frame_equal(read(layout.xlsx(page), AUTHORITY, "page").frame, stored(AUTHORITY, 2009))


def test_header_of_two_lines_with_the_items_merged_down():
    book = openpyxl.load_workbook(io.BytesIO(layout.xlsx(layout.page(AUTHORITY, 2009))))
    sheet = book.active
    sheet.insert_rows(5)
    sheet["A5"], sheet["B5"], sheet["A6"] = "项目 Item", "月末余额", None
    sheet.merge_cells("A5:A6")
    file = io.BytesIO()
    book.save(file)
    pd.testing.assert_frame_equal(read(file.getvalue(), AUTHORITY, "page").frame, stored(AUTHORITY, 2009))


def test_table_inside_a_table_that_lays_the_page_out():
    content = layout.htm(layout.page(AUTHORITY, 2009))
    content = content.replace(b"<table>", b"<table><tr><td>x</td></tr><tr><td><table>").replace(
        b"</table>", b"</table></td></tr></table>"
    )
    pd.testing.assert_frame_equal(read(content, AUTHORITY, "page").frame, stored(AUTHORITY, 2009))


def test_separators_and_full_width_digits():
    page = layout.thousands(layout.page(AUTHORITY, 2009))
    cells = page.row("reserve_money").cells
    page.row("reserve_money").cells = [
        cell.translate(str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")) for cell in cells
    ]
    page.row("other_liabilities").cells[0] = "(1,234.50)"
    frame = read(layout.htm(page), AUTHORITY, "page").frame
    expected = stored(AUTHORITY, 2009)
    expected.loc["2009-01", "other_liabilities"] = -1234.5
    pd.testing.assert_frame_equal(frame, expected)


def test_english_labels_alone():
    page = layout.page(DEPOSITORY, 2012)
    for row in page.rows:
        row.label = " " + row.label.partition(" ")[2]
    pd.testing.assert_frame_equal(read(layout.htm(page), DEPOSITORY, "page").frame, stored(DEPOSITORY, 2012))


# Header and months ------------------------------------------------------------------------------------------


def test_month_missing_in_the_header():
    page = layout.page(AUTHORITY, 2009)
    del page.header[4]
    for row in page.rows:
        del row.cells[4]
    refused(layout.htm(page), AUTHORITY, "column 5", "'2009.06'", "month 5 of 12")


def test_last_month_missing_in_the_header():
    page = layout.page(AUTHORITY, 2009)
    page.header.pop()
    refused(layout.htm(page), AUTHORITY, "11 months", "'2009.11'", "expected twelve")


def test_header_cell_empty():
    page = layout.page(AUTHORITY, 2009)
    page.header[4] = ""
    refused(layout.htm(page), AUTHORITY, "column 5", "an empty cell", "month 5 of 12")


def test_month_doubled_in_the_header():
    page = layout.page(AUTHORITY, 2009)
    page.header[4] = page.header[3]
    refused(layout.htm(page), AUTHORITY, "column 5", "'2009.04'", "month 5 of 12")


def test_a_thirteenth_month():
    page = layout.page(AUTHORITY, 2009)
    page.header.append("2010.01")
    refused(layout.htm(page), AUTHORITY, "column 13", "no more than twelve")


def test_months_of_two_years():
    page = layout.page(AUTHORITY, 2009)
    page.header[11] = "2008.12"
    refused(layout.htm(page), AUTHORITY, "2008 and 2009", "one year")


def test_header_without_item():
    content = layout.htm(layout.page(AUTHORITY, 2009)).replace("项目&nbsp; Item".encode(), b"Period")
    refused(content, AUTHORITY, "without '项目 Item'")


def test_a_component_that_is_empty_beside_others_stops():
    page = layout.page(MONEY, 2010, "2019-07")
    row = page.row("time_deposits")
    row.cells = ["", *row.cells[:-1]]  # a row that has slipped
    refused(layout.htm(page), MONEY, "2010-01 though other components have figures", "定期存款")


def test_months_to_come_may_be_noughts_and_months_inside_may_not():
    page = layout.page(MONEY, 2010)
    for row in page.rows:
        row.cells[10:] = ["0.00", "0"]
    pd.testing.assert_frame_equal(read(layout.htm(page), MONEY, "page").frame, stored(MONEY, 2010).loc[:"2010-10"])
    for row in page.rows:
        row.cells[4] = "0"
    refused(layout.htm(page), MONEY, "2010-05 is empty or nought in all rows")


def test_future_months_are_dropped_and_a_month_empty_inside_stops():
    page = layout.page(AUTHORITY, 2009)
    for row in page.rows:
        row.cells[9:] = ["", "-", "\u00a0"]
    pd.testing.assert_frame_equal(
        read(layout.htm(page), AUTHORITY, "page").frame, stored(AUTHORITY, 2009).loc[:"2009-09"]
    )
    for row in page.rows:
        row.cells[4] = ""
    refused(layout.htm(page), AUTHORITY, "2009-05", "later months have figures")
    for row in page.rows:
        row.cells = [""] * 12
    refused(layout.htm(page), AUTHORITY, "all months of 2009 are empty")


def shifted(table, year, last=12):
    """The page with an empty cell before its months: every figure stands one column left of its month."""
    page = layout.page(table, year)
    for row in page.rows:
        row.cells[last:] = [""] * (12 - last)
    item = "<td>项目&nbsp; Item</td>".encode()
    assert item in layout.htm(page)
    book = openpyxl.load_workbook(io.BytesIO(layout.xlsx(page)))
    book.active.unmerge_cells("A1:M1")
    book.active.unmerge_cells("A2:M2")
    for column in range(14, 2, -1):
        book.active.cell(5, column).value = book.active.cell(5, column - 1).value
    book.active["B5"] = None
    file = io.BytesIO()
    book.save(file)
    return {"htm": layout.htm(page).replace(item, item + b"<td></td>"), "xlsx": file.getvalue()}


@pytest.mark.parametrize("kind", ["htm", "xlsx"])
@pytest.mark.parametrize("last", [12, 9, 1])
@pytest.mark.parametrize(("table", "year"), [(AUTHORITY, 2009), (AUTHORITY, 2020), (DEPOSITORY, 2012), (MONEY, 2010)])
def test_a_header_one_column_off_its_figures_stops(table, year, last, kind):
    refused(
        shifted(table, year, last)[kind], table, "column 2: found", "before the columns of the months", "a column off"
    )


def test_figures_after_the_last_month_stop():
    page = layout.page(AUTHORITY, 2009)
    page.row("own_capital").cells.append("219.75")
    refused(
        layout.xlsx(page),
        AUTHORITY,
        "自有资金 Own Capital",
        "column 14: found '219.75' after the columns of the months",
    )


# Rows -------------------------------------------------------------------------------------------------------


def test_rows_moved_are_read_by_their_labels():
    page = layout.page(AUTHORITY, 2009)
    page.rows.append(page.rows.pop(page.rows.index(page.row("monetary_gold"))))
    page.rows.insert(0, page.rows.pop(page.rows.index(page.row("reserve_money"))))
    pd.testing.assert_frame_equal(read(layout.htm(page), AUTHORITY, "page").frame, stored(AUTHORITY, 2009))


def test_of_which_under_another_item_stops():
    page = layout.page(DEPOSITORY, 2009)
    page.rows.append(page.rows.pop(page.rows.index(page.row("of_which_deposits_in_broad_money"))))
    refused(
        layout.htm(page),
        DEPOSITORY,
        "其中:计入广义货币的存款",
        "stands under total_liabilities",
        "expected under liabilities_to_other_financial_corporations",
    )


def test_same_label_under_two_items_is_told_apart():
    frame = read(layout.htm(layout.page(DEPOSITORY, 2015)), DEPOSITORY, "page").frame
    expected = stored(DEPOSITORY, 2015)
    assert (frame["other_liabilities_to_nonfinancial"] == expected["other_liabilities_to_nonfinancial"]).all()
    assert (frame["other_liabilities"] == expected["other_liabilities"]).all()
    page = layout.page(DEPOSITORY, 2015)
    page.rows.append(page.rows.pop(page.rows.index(page.row("other_liabilities_to_nonfinancial"))))
    refused(layout.htm(page), DEPOSITORY, "其他负债", "other_liabilities", "expected each once")


def test_reworded_label_is_shown_beside_the_nearest():
    page = layout.page(AUTHORITY, 2009)
    page.row("reserve_money").label = "储备性货币 Reserve Money"
    refused(layout.htm(page), AUTHORITY, "'储备性货币 Reserve Money' is not known", "'储备货币'")


def test_unknown_label_stops():
    page = layout.page(AUTHORITY, 2009)
    page.rows.insert(
        5, layout.Row("", 0, "对特定存款机构债权 Claims on Specific Depository Institutions", ["1.00"] * 12)
    )
    refused(layout.htm(page), AUTHORITY, "对特定存款机构债权", "is not known", "pboc_items.py")


def test_unknown_english_label_stops():
    page = layout.page(AUTHORITY, 2009)
    page.row("reserve_money").label = " Base Money"
    refused(layout.htm(page), AUTHORITY, "'Base Money' is not known", "nearest")


def test_chinese_and_english_that_disagree():
    page = layout.page(AUTHORITY, 2009)
    page.row("foreign_liabilities").label = "国外负债 Foreign Assets"
    refused(layout.htm(page), AUTHORITY, "foreign_liabilities in Chinese", "foreign_assets in English")


@pytest.mark.parametrize(
    "column", ["reserve_money", "currency_issue", "total_assets", "deposits_of_financial_corporations"]
)
def test_item_vanished(column):
    page = layout.page(AUTHORITY, 2009)
    page.rows.remove(page.row(column))
    refused(layout.htm(page), AUTHORITY, f"({column}) in 2009", "no row", "absent")


def test_items_that_a_year_does_not_list():
    absent = read(layout.htm(layout.page(AUTHORITY, 2012)), AUTHORITY, "page").frame
    assert (absent[["deposits_of_financial_corporations", "deposits_of_nonfinancial_sector"]] == 0).all(axis=None)
    # Up to 2001 the deposits of banks are one item, which both columns carry.
    early = read(layout.htm(layout.page(AUTHORITY, 2001)), AUTHORITY, "page").frame
    assert early["deposits_of_other_depository_corporations"].equals(
        early["deposits_of_financial_corporations"].rename("deposits_of_other_depository_corporations")
    )
    # From 2017-06 there are deposits of non-financial institutions again: dashes before.
    began = read(layout.htm(layout.page(AUTHORITY, 2017)), AUTHORITY, "page").frame["deposits_of_nonfinancial_sector"]
    assert began.loc[:"2017-05"].eq(0).all()
    assert began.loc["2017-06":].gt(0).all()


def test_empty_cell_of_an_item_that_is_always_there():
    page = layout.page(AUTHORITY, 2009)
    page.row("reserve_money").cells[6] = "-"
    refused(layout.htm(page), AUTHORITY, "储备货币 Reserve Money", "2009-07", "empty")


def test_an_item_of_which_there_may_be_none_is_nought_where_the_page_says_so():
    page = layout.page(AUTHORITY, 2009)
    cells = page.row("bonds_issued").cells
    assert cells[4] == "41415.00"
    cells[4] = ""
    refused(layout.htm(page), AUTHORITY, "发行债券 Bond Issue", "2009-05 between figures", "a figure or a dash")
    cells[4] = "-"
    expected = stored(AUTHORITY, 2009)
    expected.loc["2009-05", "bonds_issued"] = 0
    pd.testing.assert_frame_equal(read(layout.htm(page), AUTHORITY, "page").frame, expected)
    cells[4], cells[:2], cells[11] = "41415.00", ["", ""], ""
    found = read(layout.htm(page), AUTHORITY, "page").frame["bonds_issued"]
    assert found[["2009-01", "2009-02", "2009-12"]].eq(0).all(), "it may begin or end in the year"
    cells[:] = [""] * 12
    assert read(layout.htm(page), AUTHORITY, "page").frame["bonds_issued"].eq(0).all()


@pytest.mark.parametrize(
    ("column", "year"), [("claims_on_nonfinancial_sector", 2019), ("bonds_issued", 2002), ("bonds_issued", 2000)]
)
def test_an_item_with_a_figure_in_the_stored_year_must_be_listed(column, year):
    page = layout.page(AUTHORITY, year)
    page.rows.remove(page.row(column))
    refused(layout.htm(page), AUTHORITY, f"({column}) in {year}", "no row")


@pytest.mark.parametrize("mark", ["①", "¹", "⑩", " ②", "<sup>1</sup>", "<sup>①</sup>", "<font><sup>1)</sup></font>"])
def test_the_mark_of_a_footnote_is_no_digit(mark):
    page = layout.page(AUTHORITY, 2009)
    expected = stored(AUTHORITY, 2009)
    for cell in ("221", "220.5"):
        page.row("own_capital").cells[11] = cell
        expected.loc["2009-12", "own_capital"] = float(cell)
        content = layout.htm(page).replace(f"<td>{cell}</td>".encode(), f"<td>{cell}{mark}</td>".encode())
        assert mark.encode() in content
        pd.testing.assert_frame_equal(read(content, AUTHORITY, "page").frame, expected)


def test_the_raised_mark_of_a_footnote_in_a_workbook_is_no_digit():
    rich = openpyxl.cell.rich_text
    book = openpyxl.load_workbook(io.BytesIO(layout.xlsx(layout.page(AUTHORITY, 2009))))
    cell = next(row[12] for row in book.active.iter_rows() if row[0].value == "自有资金 Own Capital")
    raised = openpyxl.cell.text.InlineFont(vertAlign="superscript")
    cell.value = rich.CellRichText("221", rich.TextBlock(raised, "1"))
    file = io.BytesIO()
    book.save(file)
    assert read(file.getvalue(), AUTHORITY, "page").frame.loc["2009-12", "own_capital"] == 221


def test_an_old_workbook_is_read_without_raised_marks(monkeypatch):
    content = (layout.FIXTURES / "monetary_authority_2009.xls").read_bytes()
    book = xlrd.open_workbook(file_contents=content, formatting_info=True)
    sheet = book.sheet_by_index(0)
    row = next(row for row in range(sheet.nrows) if "Own Capital" in str(sheet.cell_value(row, 0)))
    column = sheet.ncols - 1
    while sheet.cell_value(row, column) == "":
        column -= 1
    sheet.put_cell(row, column, xlrd.XL_CELL_TEXT, "2211", sheet.cell_xf_index(row, column))
    sheet.rich_text_runlist_map[row, column] = [(3, len(book.font_list))]
    book.font_list.append(SimpleNamespace(escapement=1))
    monkeypatch.setattr(xlrd, "open_workbook", lambda **_: book)
    assert read(content, AUTHORITY, "page").frame.loc["2009-12", "own_capital"] == 221


def test_the_raised_mark_of_a_footnote_in_an_old_workbook_is_no_digit():
    book = SimpleNamespace(font_list=[SimpleNamespace(escapement=kind) for kind in (0, 1, 2)])
    assert _flat("221", None, book) == _flat("221", [], book) == "221"
    assert _flat(221.0, [(0, 1)], book) == 221.0
    assert _flat("2211", [(3, 1)], book) == "221"
    assert _flat("22115", [(3, 1), (4, 0)], book) == "2215"
    assert _flat("2211", [(3, 2)], book) == "2211", "lowered is not raised"


@pytest.mark.parametrize("cell", ["①221", "2①21", "221½", "221₁5", "221<br>221", "221 221", "221<p>5</p>"])
def test_digits_of_two_kinds_or_two_figures_in_a_cell_stop(cell):
    content = layout.htm(layout.page(AUTHORITY, 2009))
    figure = layout.page(AUTHORITY, 2009).row("own_capital").cells[11].encode()
    content = content[::-1].replace(figure[::-1], cell.encode()[::-1], 1)[::-1]
    refused(content, AUTHORITY, "自有资金 Own Capital", "2009-12", "expected a figure")


@pytest.mark.parametrize("cell", ["0,759", "00,759", "0,123,456"])
def test_a_comma_behind_a_nought_parts_no_thousands(cell):
    page = layout.page(MONEY, 2010)
    page.row("m0").cells[6] = cell
    refused(layout.htm(page), MONEY, "2010-07", f"'{cell}'", "expected a figure")


def test_a_decimal_comma_before_three_digits_leaves_the_range():
    """Printed in trillions, 40758.58 is 4,076: taken for thousands it is a thousand times too large."""
    page = layout.page(MONEY, 2010)
    page.units = ["单位：万亿元"]
    for row in page.rows:
        row.cells = [f"{float(cell) / 1e4:.3f}".replace(".", ",") for cell in row.cells]
    frame = read(layout.htm(page), MONEY, "page").frame
    assert frame.loc["2010-01", "m0"] == 4.076e7
    with pytest.raises(DataError, match=r"2010-01, column m0: found 4\.076e\+07, expected 5000 to 500000"):
        schemas.enforce(frame, schemas.MONEY_SUPPLY, "page")


@pytest.mark.parametrize("cell", ["n.a.", "12.3.4", "1,23", "#REF!", "12 %", "1e5"])
def test_cell_that_is_no_figure(cell):
    page = layout.page(AUTHORITY, 2009)
    page.row("reserve_money").cells[6] = cell
    refused(layout.htm(page), AUTHORITY, "储备货币 Reserve Money", "2009-07", f"'{cell}'", "expected a figure")


def test_figures_without_a_label():
    page = layout.page(AUTHORITY, 2009)
    page.row("reserve_money").label = " "
    refused(layout.htm(page), AUTHORITY, "without a label", page.row("reserve_money").cells[0])


def test_notes_are_kept_and_figures_after_them_stop():
    page = layout.page(AUTHORITY, 2011)
    page.notes = ["注：1. 2011年1月起口径调整。", "2. 对历史数据进行了修订。", "详见网站。"]
    year = read(layout.htm(page), AUTHORITY, "page")
    assert year.notes == ("注:1. 2011年1月起口径调整。", "2. 对历史数据进行了修订。", "详见网站。")
    content = layout.htm(page).replace(b"</table>", b"<tr><td>x</td><td>5.00</td></tr></table>")
    refused(content, AUTHORITY, "5.00", "after the notes")


# Titles and units -------------------------------------------------------------------------------------------


def test_page_of_another_table():
    refused(layout.htm(layout.page(MONEY, 2009)), AUTHORITY, "'Money Supply'", "'Balance Sheet of Monetary Authority'")


def test_title_of_no_known_table():
    page = layout.page(AUTHORITY, 2009)
    page.titles = ["存款性公司概览", "Depository Corporations Survey"]
    refused(layout.htm(page), AUTHORITY, "'存款性公司概览'")


def test_title_with_the_year_and_workbook_without_a_table():
    page = layout.page(AUTHORITY, 2009)
    page.titles = ["2009年货币当局资产负债表"]
    pd.testing.assert_frame_equal(read(layout.xlsx(page), AUTHORITY, "page").frame, stored(AUTHORITY, 2009))
    page.header, page.rows = [], []
    refused(layout.xlsx(page), AUTHORITY, "found 'no such table'")


@pytest.mark.parametrize("titles", [["2009年货币当局资产负债表"], ["Balance Sheet of Monetary Authority (2009)"]])
def test_a_title_of_another_year_stops(titles):
    page = layout.page(AUTHORITY, 2010)
    page.titles = titles
    refused(layout.htm(page), AUTHORITY, "2009", "stands over months of 2010")


def test_a_sheet_named_after_another_year_stops():
    book = openpyxl.load_workbook(io.BytesIO(layout.xlsx(layout.page(AUTHORITY, 2010))))
    for name, fits in (("2010", True), ("货币当局2010.12", True), ("2009", False)):
        book.active.title = name
        file = io.BytesIO()
        book.save(file)
        if fits:
            read(file.getvalue(), AUTHORITY, "page")
        else:
            refused(file.getvalue(), AUTHORITY, "sheet 2009: '2009' stands over months of 2010")


def test_title_in_english_alone():
    page = layout.page(AUTHORITY, 2009)
    page.titles = ["Balance Sheet of Monetary Authority (2009)"]
    pd.testing.assert_frame_equal(read(layout.xlsx(page), AUTHORITY, "page").frame, stored(AUTHORITY, 2009))


def test_title_above_the_table():
    page = layout.page(AUTHORITY, 2009)
    page.titles = []
    content = layout.htm(page).replace(b"<table>", "<h1>货币当局资产负债表</h1><table>".encode())
    pd.testing.assert_frame_equal(read(content, AUTHORITY, "page").frame, stored(AUTHORITY, 2009))


@pytest.mark.parametrize(
    ("units", "factor"),
    [
        (["单位：万元"], 10_000),
        (["单位：亿元 人民币"], 1),
        (["Unit: 10,000 Yuan"], 10_000),
        (["单位：百万元人民币", "Unit: Million Yuan"], 100),
        (["单位：十亿元 Unit: Billion Yuan"], 0.1),
    ],
)
def test_units_that_are_converted(units, factor, tmp_path):
    page = layout.page(AUTHORITY, 2009)
    page.units = units
    for row in page.rows:
        row.cells = [f"{float(cell) * factor:.2f}" if cell.strip("- ") else cell for cell in row.cells]
    (tmp_path / "page.htm").write_bytes(layout.htm(page))
    fetched = fetch(Replay(), AUTHORITY, (str(tmp_path / "page.htm"),), 2009, "2010-01")
    pd.testing.assert_frame_equal(fetched.frame, stored(AUTHORITY, 2009))
    assert ("2009 converted from" in fetched.obtained_via) == (factor != 1)


@pytest.mark.parametrize(
    ("units", "words"),
    [
        (["单位：亿美元"], "'亿美元'"),
        (["Unit: 100 Million USD"], "'100 Million USD'"),
        (["单位：亿元人民币", "Unit: Million Yuan"], "contradict each other (亿元人民币 / Million Yuan)"),
        ([], "no unit line"),
    ],
)
def test_units_that_stop(units, words):
    page = layout.page(AUTHORITY, 2009)
    page.units = units
    refused(layout.htm(page), AUTHORITY, words)


# Files ------------------------------------------------------------------------------------------------------


def test_second_sheet_equal_or_different():
    page, other = layout.page(AUTHORITY, 2009), layout.page(AUTHORITY, 2009)
    pd.testing.assert_frame_equal(
        read(layout.xlsx(page, second=other), AUTHORITY, "page").frame, stored(AUTHORITY, 2009)
    )
    other.row("reserve_money").cells[6] = "1.00"
    refused(
        layout.xlsx(page, second=other), AUTHORITY, "sheet Sheet2", "2009-07", "reserve_money", "second time with 1,"
    )
    refused(layout.xlsx(page, second=layout.page(AUTHORITY, 2010)), AUTHORITY, "2010", "2009")
    # A sheet with another table is none of ours.
    read(layout.xlsx(layout.page(MONEY, 2009), second=page), AUTHORITY, "page")


@pytest.mark.parametrize("titles", [["货币当局资产负债表（修订）"], []])
@pytest.mark.parametrize("first", [True, False])
def test_a_second_sheet_with_the_tables_items_under_another_title_stops(titles, first):
    page, other = layout.page(AUTHORITY, 2009), layout.page(AUTHORITY, 2009)
    other.titles = titles
    pair = (page, other) if first else (other, page)
    refused(layout.xlsx(pair[0], second=pair[1]), AUTHORITY, "23 items of 'Balance Sheet of Monetary Authority'")
    other.titles, other.header = ["存款性公司概览"], [f"2008.{month:02d}" for month in range(1, 13)]
    read(layout.xlsx(pair[0], second=pair[1]), AUTHORITY, "page")  # another year
    other.header, other.rows = page.header, page.rows[:5]
    read(layout.xlsx(pair[0], second=pair[1]), AUTHORITY, "page")  # another table, some of whose items are the same


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_damaged_workbooks(kind):
    whole = {
        "xlsx": layout.xlsx(layout.page(AUTHORITY, 2009)),
        "xls": (layout.FIXTURES / "monetary_authority_2009.xls").read_bytes(),
    }[kind]
    read(whole, AUTHORITY, "page")
    for part in (0.1, 0.5, 0.9):
        refused(whole[: int(len(whole) * part)], AUTHORITY, f".{kind} file cannot be read", "fetch it again")


def test_one_damaged_byte_in_a_workbook():
    whole = bytearray(layout.xlsx(layout.page(AUTHORITY, 2009)))
    place = whole.index(b"xl/worksheets/sheet1.xml") + 200
    whole[place] ^= 0xFF
    refused(bytes(whole), AUTHORITY, ".xlsx file cannot be read")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty file"),
        (b"%PDF-1.7", "a PDF"),
        (b"<html><title>502 Bad Gateway</title><body><h1>502 Bad Gateway</h1></body></html>", "502 Bad Gateway"),
        ("<html><body>您访问的页面不存在</body></html>".encode("gbk"), "您访问的页面不存在"),
        (b"<html><table><tr><td>Item</td><td>x</td></tr></table></html>", "Item x"),
    ],
)
def test_something_else_instead_of_a_table(content, words):
    refused(content, AUTHORITY, words)


# Years to a vintage -----------------------------------------------------------------------------------------


def test_year_missing_in_the_middle_and_at_the_beginning(tmp_path):
    pages = files(tmp_path, AUTHORITY, [2008, 2010, 2011])
    with pytest.raises(FetchError, match=r"^No page of 2009 among the 3 read"):
        fetch(Replay(), AUTHORITY, pages, 2008, "2021-01")
    with pytest.raises(FetchError, match=r"^No page of 2007, 2009 "):
        fetch(Replay(), AUTHORITY, pages, 2007, "2021-01")
    assert fetch(Replay(), AUTHORITY, pages, 2010, "2021-01").frame.index[0] == "2010-01"


def test_year_that_ends_early_and_is_followed(tmp_path):
    pages = files(tmp_path, AUTHORITY, [2008, 2009])
    page = layout.page(AUTHORITY, 2008)
    for row in page.rows:
        row.cells[10:] = ["", ""]
    (tmp_path / "2008.htm").write_bytes(layout.htm(page))
    with pytest.raises(FetchError, match="last month of 2008 is 2008-10 though 2009 follows"):
        fetch(Replay(), AUTHORITY, pages, 2008, "2021-01")


def test_same_year_twice_equal_or_revised(tmp_path):
    (page,) = files(tmp_path, AUTHORITY, [2008])
    again = tmp_path / "again.xlsx"
    revised = layout.page(AUTHORITY, 2008)
    again.write_bytes(layout.xlsx(revised))
    pd.testing.assert_frame_equal(
        fetch(Replay(), AUTHORITY, (page, str(again)), 2008, "2021-01").frame, stored(AUTHORITY, 2008)
    )
    revised.row("reserve_money").cells[2] = "100000.55"
    again.write_bytes(layout.xlsx(revised))
    with pytest.raises(FetchError, match=r"again\.xlsx, 2008-03, reserve_money: found 100000\.55, but .*2008\.htm has"):
        fetch(Replay(), AUTHORITY, (page, str(again)), 2008, "2021-01")


def test_revised_figure_comes_out_and_its_note_is_told(tmp_path):
    page = layout.page(AUTHORITY, 2008)
    page.row("reserve_money").cells[2] = "100000.55"
    page.notes = ["注：2008年3月储备货币数据已修订。", "资料来源：中国人民银行。"]
    (tmp_path / "page.htm").write_bytes(layout.htm(page))
    fetched = fetch(Replay(), AUTHORITY, (str(tmp_path / "page.htm"),), 2008, "2021-01")
    assert fetched.frame.at["2008-03", "reserve_money"] == 100000.55
    assert "note of 2008: 注:2008年3月储备货币数据已修订。" in fetched.obtained_via
    assert "资料来源" not in fetched.obtained_via


def test_table_and_file_that_do_not_exist():
    with pytest.raises(FetchError, match=r"^china/gdp: not a yearly table"):
        fetch(Replay(), "china/gdp", (), 2000, "2021-01")
    with pytest.raises(FetchError, match=r"^missing.htm: No such file"):
        fetch(Replay(), AUTHORITY, ("missing.htm",), 2000, "2021-01")


# The way from the index -------------------------------------------------------------------------------------


def test_the_way_from_the_index_prefers_workbooks():
    pages = find(Replay(), AUTHORITY, 2007)
    assert len(pages) == 14
    assert pages[0] == "https://www.pbc.gov.cn/diaochatongjisi/116219/116319/2007/a.htm"
    assert pages[2].endswith("2009/a.xls")
    assert pages[5].endswith("2012/a.xlsx")
    assert pages[10].endswith("2017/a.xlsx")  # the page lists .htm first
    # The second of two links in one row, and another table with words of the title, are not mistaken.
    assert all(page.rsplit("/", 1)[1].startswith("m.") for page in find(Replay(), MONEY, 2000))


INDEX = START.removeprefix("https:/")


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        (INDEX, "<html><body><a href='x'>首页</a></body></html>", "no link such as '2019年统计数据'"),
        (INDEX, " ", "empty page"),
        (INDEX.replace("index", "2020/mb/index"), "<html><body><p>货币供应量</p></body></html>", "no row '货币供应量'"),
    ],
)
def test_index_that_has_changed(path, content, words):
    client = Replay({path: content.encode()})
    with pytest.raises(FetchError, match=words):
        find(client, MONEY, 2019)
