"""The items of the yearly tables of the People's Bank of China and the columns they become.

An item is known by its Chinese words; brackets, blanks, digits, punctuation and width do not count,
nor does a leading 其中 ("of which"). A row with English alone is known by that. The wordings of all
years stand side by side: before 2006 banks are 存款货币银行 (deposit money banks), afterwards 其他存款性公司
(other depository corporations); deposits in the broad money table are 企业 (enterprises) and 居民储蓄 (household
savings) before 单位 (corporate) and 个人 (personal).

Rules by which items that appear and vanish become columns without gaps, as the stored tables have them:

- an item that a year's page does not list is 0 in that year, but only in the years named under ``absent``;
  in any other year a missing item stops;
- an empty cell of an item with ``none`` is 0 in an empty row and before its first or after its last figure; between
  figures only a dash is, as an empty cell there may be a figure lost;
- ``total``: up to 2001 deposits of banks are not split, and the column of other depository corporations takes the
  total; the stored table has the two equal in 2000 and 2001;
- from 2002 to 2005 the stored deposits of other depository corporations exceed the total by the deposits of the
  non-financial sector; the page's row is taken as it stands and nothing is derived;
- from 2002 to 2005 the stored claims on the non-financial sector are 0 though assets without them fall short of their
  total: a page that lists them is believed, and the difference shows as a revision.

Tested against pages made from the stored figures in these layouts. The wordings of single years on the live
site have not all been seen; one that is not here stops by name.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass

from sources import FetchError

Years = tuple[int, int]


@dataclass(frozen=True)
class Item:
    """A row of a table: its column, its wordings, and how it may be missing.

    ``under`` is the column of the item of the first level to which a sub-item belongs.
    """

    column: str
    chinese: str
    english: str
    under: str | None = None
    absent: tuple[Years, ...] = ()
    none: bool = False
    total: str | None = None

    def may_be_absent(self, year: int) -> bool:
        """Say whether the page of ``year`` need not list the item."""
        return any(first <= year <= last for first, last in self.absent)


@dataclass(frozen=True)
class Table:
    """A yearly table: its titles and its items, in the order of the columns.

    ``first_year`` is the first whose items these are. ``components`` are columns that a page may leave out altogether
    or leave empty together in a month.
    """

    title: str
    chinese: tuple[str, ...]
    first_year: int
    items: tuple[Item, ...]
    components: tuple[str, ...] = ()


EARLY = (1990, 2001)
LATE = 2100

MONEY_SUPPLY = Table(
    "Money Supply",
    ("货币供应量", "货币供应量表", "货币供应量统计表"),
    2000,
    (
        Item("m0", "流通中货币 流通中现金", "Currency in Circulation (M0)|Currency in Circulation|M0"),
        Item("m1", "货币 狭义货币", "Money (M1)|Money|M1"),
        Item(
            "m2",
            "货币和准货币 货币与准货币 广义货币",
            "Money and Quasi-Money (M2)|Money & Quasi-Money (M2)|Money and Quasi-Money|Money & Quasi-Money|M2",
        ),
        Item("quasi_money", "准货币", "Quasi-Money"),
        Item("demand_deposits", "活期存款 单位活期存款 企业活期存款", "Demand Deposits|Corporate Demand Deposits"),
        Item("time_deposits", "定期存款 单位定期存款 企业定期存款", "Time Deposits|Corporate Time Deposits"),
        Item(
            "savings_deposits",
            "储蓄存款 居民储蓄存款 个人存款",
            "Savings Deposits|Saving Deposits|Personal Deposits",
        ),
        Item("other_deposits", "其他存款", "Other Deposits"),
    ),
    components=("quasi_money", "demand_deposits", "time_deposits", "savings_deposits", "other_deposits"),
)

MONETARY_AUTHORITY = Table(
    "Balance Sheet of Monetary Authority",
    ("货币当局资产负债表",),
    2000,
    (
        Item("foreign_assets", "国外资产 国外资产净", "Foreign Assets|Foreign Assets (Net)"),
        Item("foreign_exchange", "外汇 中央银行外汇占款", "Foreign Exchange", "foreign_assets"),
        Item("monetary_gold", "货币黄金 黄金", "Monetary Gold|Gold", "foreign_assets"),
        Item("other_foreign_assets", "其他国外资产 国际金融机构净", "Other Foreign Assets", "foreign_assets"),
        Item("claims_on_government", "对政府债权", "Claims on Government"),
        Item(
            "claims_on_central_government",
            "中央政府 对中央政府债权",
            "Central Government",
            "claims_on_government",
            absent=(EARLY,),
        ),
        Item(
            "claims_on_other_depository_corporations",
            "对其他存款性公司债权 对存款货币银行债权",
            "Claims on Other Depository Corporations|Claims on Deposit Money Banks",
        ),
        Item(
            "claims_on_other_financial_corporations",
            "对其他金融性公司债权 对其他金融机构债权 对非货币金融机构债权",
            "Claims on Other Financial Corporations|Claims on Other Financial Institutions"
            "|Claims on Non-monetary Financial Institutions",
        ),
        Item(
            "claims_on_nonfinancial_sector",
            "对非金融性部门债权 对非金融性公司债权 对非金融部门债权 对非金融机构债权",
            "Claims on Non-financial Sector|Claims on Non-financial Sectors|Claims on Non-financial Corporations"
            "|Claims on Non-financial Institutions",
            absent=((2002, 2005), (2020, LATE)),
            none=True,
        ),
        Item("other_assets", "其他资产", "Other Assets", absent=(EARLY,)),
        Item("total_assets", "总资产 资产总计", "Total Assets"),
        Item("reserve_money", "储备货币", "Reserve Money"),
        Item("currency_issue", "货币发行 发行货币", "Currency Issue|Currency Issued", "reserve_money"),
        Item(
            "deposits_of_financial_corporations",
            "金融性公司存款 金融机构存款 对金融机构负债",
            "Deposits of Financial Corporations|Deposits of Financial Institutions"
            "|Liabilities to Financial Institutions",
            "reserve_money",
            absent=((2011, 2018),),
        ),
        Item(
            "deposits_of_other_depository_corporations",
            "其他存款性公司存款 其他存款性公司 存款货币银行存款 存款货币银行",
            "Deposits of Other Depository Corporations|Other Depository Corporations|Deposits of Deposit Money Banks"
            "|Deposit Money Banks",
            "reserve_money",
            total="deposits_of_financial_corporations",
            absent=(EARLY,),
        ),
        Item(
            "deposits_of_other_financial_corporations",
            "其他金融性公司存款 其他金融性公司 其他金融机构存款 其他金融机构",
            "Deposits of Other Financial Corporations|Other Financial Corporations"
            "|Deposits of Other Financial Institutions|Other Financial Institutions",
            "reserve_money",
            absent=(EARLY, (2011, LATE)),
            none=True,
        ),
        Item(
            "deposits_of_nonfinancial_sector",
            "非金融机构存款 非金融性公司存款 非金融部门存款 非金融性部门存款",
            "Deposits of Non-financial Institutions|Deposits of Non-financial Corporations"
            "|Deposits of Non-financial Sector|Deposits of Non-financial Sectors",
            "reserve_money",
            absent=((2008, 2016),),
            none=True,
        ),
        Item(
            "deposits_excluded_from_reserve_money",
            "不计入储备货币的金融性公司存款",
            "Deposits of Financial Corporations Excluded from Reserve Money"
            "|Deposits of Other Financial Corporations Excluded from Reserve Money",
            absent=((1990, 2007),),
        ),
        Item(
            "bonds_issued", "发行债券 债券发行 债券", "Bond Issue|Bonds|Bonds Issued", absent=((2001, 2001),), none=True
        ),
        Item("foreign_liabilities", "国外负债", "Foreign Liabilities", absent=(EARLY,)),
        Item(
            "government_deposits",
            "政府存款",
            "Deposits of Government|Government Deposits|Deposits of Governments",
        ),
        Item("own_capital", "自有资金 自有资本", "Own Capital|Self-owned Funds"),
        Item("other_liabilities", "其他负债 其他净", "Other Liabilities|Other Items (Net)"),
        Item("total_liabilities", "总负债 负债总计", "Total Liabilities"),
    ),
)

_NONFINANCIAL = "liabilities_to_nonfinancial_and_households"
DEPOSITORY_CORPORATIONS = Table(
    "Balance Sheet of Other Depository Corporations",
    ("其他存款性公司资产负债表",),
    2006,
    (
        Item("foreign_assets", "国外资产", "Foreign Assets"),
        Item("reserve_assets", "储备资产", "Reserve Assets"),
        Item(
            "deposits_with_central_bank",
            "准备金存款 存放中央银行款项",
            "Deposits with Central Bank",
            "reserve_assets",
        ),
        Item("vault_cash", "库存现金", "Cash in Vault|Vault Cash", "reserve_assets"),
        Item("claims_on_government", "对政府债权", "Claims on Government"),
        Item(
            "claims_on_central_government",
            "中央政府 对中央政府债权",
            "Central Government",
            "claims_on_government",
        ),
        Item(
            "claims_on_central_bank",
            "对中央银行债权 央行债券 中央银行债券",
            "Claims on Central Bank|Central Bank Bonds|Central Bank Bond",
            none=True,
        ),
        Item(
            "claims_on_other_depository_corporations",
            "对其他存款性公司债权",
            "Claims on Other Depository Corporations",
        ),
        Item(
            "claims_on_other_financial_corporations",
            "对其他金融机构债权 对其他金融性公司债权",
            "Claims on Other Financial Institutions|Claims on Other Financial Corporations",
        ),
        Item(
            "claims_on_nonfinancial_sector",
            "对非金融机构债权 对非金融性公司债权",
            "Claims on Non-financial Institutions|Claims on Non-financial Corporations",
        ),
        Item(
            "claims_on_households",
            "对其他居民部门债权 对居民部门债权",
            "Claims on Other Resident Sectors|Claims on Other Resident Sector",
        ),
        Item("other_assets", "其他资产", "Other Assets"),
        Item("total_assets", "总资产 资产总计", "Total Assets"),
        Item(
            _NONFINANCIAL,
            "对非金融机构及住户负债 对非金融机构及居民负债",
            "Liabilities to Non-financial Institutions and Households"
            "|Liabilities to Non-financial Institutions & Households",
        ),
        Item(
            "deposits_in_broad_money",
            "纳入广义货币的存款",
            "Deposits Included in Broad Money",
            _NONFINANCIAL,
        ),
        Item(
            "corporate_demand_deposits",
            "单位活期存款 企业活期存款",
            "Corporate Demand Deposits|Demand Deposits of Enterprises",
            _NONFINANCIAL,
        ),
        Item(
            "corporate_time_deposits",
            "单位定期存款 企业定期存款",
            "Corporate Time Deposits|Time Deposits of Enterprises",
            _NONFINANCIAL,
        ),
        Item(
            "household_savings_deposits",
            "个人存款 居民储蓄存款 储蓄存款",
            "Personal Deposits|Saving Deposits|Savings Deposits|Household Savings Deposits",
            _NONFINANCIAL,
        ),
        Item(
            "deposits_excluded_from_broad_money",
            "不纳入广义货币的存款",
            "Deposits Excluded from Broad Money",
            _NONFINANCIAL,
        ),
        Item("transferable_deposits", "可转让存款", "Transferable Deposits", _NONFINANCIAL),
        Item("other_deposits_excluded", "其他存款", "Other Deposits", _NONFINANCIAL),
        Item("other_liabilities_to_nonfinancial", "其他负债", "Other Liabilities", _NONFINANCIAL),
        Item("liabilities_to_central_bank", "对中央银行负债", "Liabilities to Central Bank"),
        Item(
            "liabilities_to_other_depository_corporations",
            "对其他存款性公司负债",
            "Liabilities to Other Depository Corporations",
        ),
        Item(
            "liabilities_to_other_financial_corporations",
            "对其他金融性公司负债 对其他金融机构负债",
            "Liabilities to Other Financial Corporations|Liabilities to Other Financial Institutions",
        ),
        Item(
            "of_which_deposits_in_broad_money",
            "计入广义货币的存款",
            "Deposits Included in Broad Money",
            "liabilities_to_other_financial_corporations",
        ),
        Item("foreign_liabilities", "国外负债", "Foreign Liabilities"),
        Item("bonds_issued", "债券发行 发行债券", "Bond Issue|Bonds Issued"),
        Item("paid_in_capital", "实收资本", "Paid-in Capital"),
        Item("other_liabilities", "其他负债", "Other Liabilities"),
        Item("total_liabilities", "总负债 负债总计", "Total Liabilities"),
    ),
)

TABLES = {
    "china/money_supply": MONEY_SUPPLY,
    "china/monetary_authority": MONETARY_AUTHORITY,
    "china/depository_corporations": DEPOSITORY_CORPORATIONS,
}

# Rows that carry no figures and divide a table.
HEADINGS = frozenset("资产 负债 资产项目 负债项目 负债及所有者权益 assets liabilities items item 项目 报表项目".split())

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z]+[0-9]?")


def plain(text: str) -> str:
    """Return ``text`` in one width, with single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def chinese(text: str) -> str:
    """Return the Chinese characters of a label, without a leading 其中."""
    return "".join(_HAN.findall(unicodedata.normalize("NFKC", text))).removeprefix("其中")


def english(text: str) -> str:
    """Return the letters of a label in lower case, without a leading "of which"."""
    return "".join(_LATIN.findall(unicodedata.normalize("NFKC", text).lower())).removeprefix("ofwhich")


def title_of(text: str) -> str | None:
    """Return the table whose title stands in ``text``, or None."""
    words = chinese(text).strip("年月度"), english(text)
    for name, table in TABLES.items():
        if words[0] in table.chinese or (not words[0] and words[1] == english(table.title)):
            return name
    return None


def is_heading(text: str) -> bool:
    """Say whether ``text`` is a heading such as 资产 Assets."""
    return (chinese(text) or english(text)) in HEADINGS


def identify(label: str, table: Table, under: str | None, place: str) -> Item:
    """Return the item that a row's ``label`` names.

    ``under`` is the column of the last item of the first level above the row: it tells apart labels that
    occur twice. ``place`` names the page.

    Raises
    ------
    FetchError
        For an unknown label, with the nearest known one; for a sub-item below another item than its own; and for
        Chinese and English words that name different items.
    """
    words = chinese(label)
    if words:
        known = [item for item in table.items if words in item.chinese.split()]
        wordings = [wording for item in table.items for wording in item.chinese.split()]
    else:
        words = english(label)
        known = [item for item in table.items if words in _english(item)]
        wordings = [wording for item in table.items for wording in item.english.split("|")]
    if not known:
        nearest = _nearest(words, wordings)
        raise FetchError(
            f"{place}: row '{plain(label)}' is not known, the nearest known label is {nearest}; compare the page and "
            "add the wording to workflow/sources/pboc_items.py if it names the same item."
        )
    item = _of_parent(known, under)
    if plain(label).lower().lstrip("-—· ").startswith(("其中", "of which")) and item.under != under:
        raise FetchError(
            f"{place}: row '{plain(label)}' stands under {under or 'no item'}, expected under "
            f"{item.under or 'no item'}; compare the order of the page's rows."
        )
    meant = [other.column for other in table.items if english(label) in _english(other)]
    if chinese(label) and meant and item.column not in meant:
        raise FetchError(
            f"{place}: row '{plain(label)}' says {item.column} in Chinese and {' or '.join(meant)} in English; "
            "compare the page with the publisher's other formats."
        )
    return item


def _of_parent(known: list[Item], under: str | None) -> Item:
    below = [item for item in known if item.under is not None and item.under == under]
    first = [item for item in known if item.under is None]
    return (below or first or known)[0]


def _english(item: Item) -> set[str]:
    return {english(wording) for wording in item.english.split("|")}


def _nearest(words: str, wordings: list[str]) -> str:
    keys = {chinese(wording) or english(wording): wording for wording in wordings}
    return f"'{keys[difflib.get_close_matches(words, list(keys), n=1, cutoff=0)[0]]}'"
