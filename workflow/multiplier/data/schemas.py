"""What each raw monthly table must look like: columns, units and the range a unit implies.

The ranges are wide for the figures and narrow for the unit: a column in millions where billions
are expected leaves its range. They are enforced with pandera.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
import pandera.pandas as pa

from multiplier import DataError

YUAN = "100 million yuan"
BILLION = "billion dollars"
MILLION = "million dollars"


@dataclass(frozen=True)
class Table:
    """A raw monthly table.

    ``ranges`` maps column -> (unit, lowest, highest); ``complete`` columns have no empty cell.
    """

    ranges: dict[str, tuple[str, float, float]]
    complete: tuple[str, ...] = field(default=())
    step: int = 1  # periods from one row to the next: months, or quarters in a table of quarters

    @property
    def columns(self) -> list[str]:
        """Return the columns in the file's order."""
        return list(self.ranges)

    def schema(self) -> pa.DataFrameSchema:
        """Return the pandera schema: floats inside their ranges, no other columns."""
        return pa.DataFrameSchema(
            {
                column: pa.Column(float, pa.Check.in_range(low, high), nullable=column not in self.complete)
                for column, (_, low, high) in self.ranges.items()
            },
            strict=True,
        )


def _same(unit: str, low: float, high: float, *columns: str) -> dict[str, tuple[str, float, float]]:
    return dict.fromkeys(columns, (unit, low, high))


MONEY_TOTALS = {
    "m0": (YUAN, 5e3, 5e5),
    "m1": (YUAN, 2e4, 4e6),
    "m2": (YUAN, 5e4, 1e7),
}

MONEY_SUPPLY = Table(MONEY_TOTALS, complete=("m0", "m1", "m2"))

MONEY_SUPPLY_COMPONENTS = Table(
    MONEY_TOTALS
    | {
        "quasi_money": (YUAN, 3e4, 5e6),
        "demand_deposits": (YUAN, 1e4, 2e6),
        "time_deposits": (YUAN, 1e3, 2e6),
        "savings_deposits": (YUAN, 2e4, 4e6),
        "other_deposits": (YUAN, 1e2, 1e6),
    },
    complete=("m0", "m1", "m2"),
)

_AUTHORITY = _same(
    YUAN,
    -1e4,
    1e6,
    *(
        "foreign_assets foreign_exchange monetary_gold other_foreign_assets claims_on_government "
        "claims_on_central_government claims_on_other_depository_corporations "
        "claims_on_other_financial_corporations claims_on_nonfinancial_sector other_assets total_assets "
        "reserve_money currency_issue deposits_of_financial_corporations "
        "deposits_of_other_depository_corporations deposits_of_other_financial_corporations "
        "deposits_of_nonfinancial_sector deposits_excluded_from_reserve_money bonds_issued "
        "foreign_liabilities government_deposits own_capital other_liabilities total_liabilities"
    ).split(),
)
MONETARY_AUTHORITY = Table(
    _AUTHORITY | {"reserve_money": (YUAN, 1e4, 1e6), "currency_issue": (YUAN, 5e3, 3e5)},
    complete=tuple(_AUTHORITY),
)

_DEPOSITORY = _same(
    YUAN,
    -1e4,
    1e7,
    *(
        "foreign_assets reserve_assets deposits_with_central_bank vault_cash claims_on_government "
        "claims_on_central_government claims_on_central_bank claims_on_other_depository_corporations "
        "claims_on_other_financial_corporations claims_on_nonfinancial_sector claims_on_households "
        "other_assets total_assets liabilities_to_nonfinancial_and_households deposits_in_broad_money "
        "corporate_demand_deposits corporate_time_deposits household_savings_deposits "
        "deposits_excluded_from_broad_money transferable_deposits other_deposits_excluded "
        "other_liabilities_to_nonfinancial liabilities_to_central_bank "
        "liabilities_to_other_depository_corporations liabilities_to_other_financial_corporations "
        "of_which_deposits_in_broad_money foreign_liabilities bonds_issued paid_in_capital "
        "other_liabilities total_liabilities"
    ).split(),
)
DEPOSITORY_CORPORATIONS = Table(
    _DEPOSITORY
    | {
        "deposits_with_central_bank": (YUAN, 1e4, 1e6),
        "vault_cash": (YUAN, 5e2, 5e4),
        "corporate_demand_deposits": (YUAN, 1e4, 2e6),
        "household_savings_deposits": (YUAN, 2e4, 4e6),
    },
    complete=tuple(_DEPOSITORY),
)

MONETARY_POLICY_REPORT = Table(
    {
        "m2_multiplier": ("ratio", 1, 20),
        "base_money": ("trillion yuan", 1, 100),
        "excess_reserve_ratio": ("percent", 0, 20),
    },
    step=3,
)

FRED_MD = Table(
    {
        "M1SL": (BILLION, 5e2, 5e4),
        "M2SL": (BILLION, 2e3, 1e5),
        "AMBSL": (BILLION, 2e2, 1e4),
        "BOGMBASE": (MILLION, 2e5, 1e7),
        "TOTRESNS": (BILLION, 1e1, 1e4),
        "NONBORRES": (MILLION, -1e6, 1e7),
    }
)

MONEY_STOCK = Table(
    _same(BILLION, 2e1, 1e4, "AMBSL", "AMBNS", "BOGAMBSL", "BOGUMBNS")
    | _same(BILLION, 1e2, 5e4, "M1SL", "M1NS", "M2SL", "M2NS")
    | _same(BILLION, 1e1, 5e3, "CURRSL", "CURRNS")
    | _same(BILLION, 0, 2e4, "CURRDD", "OCDSL", "SAVINGSL", "STDSL")
    | _same(BILLION, 0, 5e3, "TRARR", "REQRESNS", "EXCRESNS")
    | _same(MILLION, 1e4, 1e7, "BOGMBASE", "MBCURRCIR", "BOGMBBM")
)


def enforce(frame: pd.DataFrame, table: Table, name: str) -> pd.DataFrame:
    """Return ``frame`` if it fits ``table``.

    Raises
    ------
    DataError
        For the first cell outside its range or empty where the table is complete.
    """
    try:
        return table.schema().validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        case = errors.failure_cases.iloc[0]
        unit, low, high = table.ranges[case["column"]]
        place = f"{frame.index.name} {case['index']}"
        found = "an empty cell" if pd.isna(case["failure_case"]) else f"{case['failure_case']:g}"
        raise DataError(
            f"{name}: {place}, column {case['column']}: found {found}, expected {low:g} to {high:g} {unit}; "
            "check the unit and the cell."
        ) from None


CPI = Table({"cpi_yoy_index": ("same month of last year = 100", 80, 140)}, complete=("cpi_yoy_index",))

GDP = Table({"gdp_year_to_date": (YUAN, 1e3, 2e6)}, complete=("gdp_year_to_date",), step=3)

NOMINAL_GDP = Table(
    {
        "us_gdp": ("billion dollars, annual rate", 5e3, 5e4),
        "japan_gdp": ("billion yen, annual rate", 2e5, 1e6),
    },
    complete=("us_gdp",),
)

PERCENT = "percent"
YIELDS = Table(
    _same(PERCENT, -1, 10, *"DGS1 DGS2 DGS3 DGS5 DGS7".split())
    # The ten-year yield has never closed below half a percent: a table in fractions leaves this range.
    | _same(PERCENT, 0.5, 10, "DGS10", "DGS20", "DGS30")
    | _same(PERCENT, -4, 10, *"DFII5 DFII10 T5YIE T10YIE".split())
    | _same(PERCENT, 0, 10, "DFF"),
    # The 30-year yield was not published from 2002-02 to 2006-02.
    complete=tuple("DGS1 DGS2 DGS3 DGS5 DGS7 DGS10 DGS20 DFII5 DFII10 T5YIE T10YIE DFF".split()),
)

FEDERAL_RESERVE_ASSETS = Table(
    {
        "total_assets": (MILLION, 5e5, 2e7),
        "treasury_securities": (MILLION, 4e5, 2e7),
        "mortgage_backed_securities": (MILLION, 0, 2e7),
    },
    complete=("total_assets", "treasury_securities", "mortgage_backed_securities"),
)
ECB_ASSETS = Table({"total_assets": ("million euro", 4e5, 2e7)}, complete=("total_assets",))
BOJ_ASSETS = Table({"total_assets": ("100 million yen", 4e5, 2e7)}, complete=("total_assets",))
EURO_AREA_M3 = Table({"m3": ("euro", 1e12, 1e14)}, complete=("m3",))
