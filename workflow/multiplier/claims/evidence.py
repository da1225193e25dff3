"""What claims are decided on: tables of the build, with a record of those that a claim has read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from multiplier.months import monthly, window

RATIOS = {"china": "ratios_china", "us": "ratios_us"}


@dataclass(frozen=True)
class Evidence:
    """Tables of the build, as the rules write them, by name.

    ``first`` and ``last`` bound the sample; ``vintages`` are the pinned vintages of money by country;
    ``definitions`` are those of the configuration; ``offset`` is the reach of the search in months,
    ``significance`` the level of the tests and ``headline_rule`` the lag rule of the unit root test
    that the text reports. ``printed`` are the rows of data/raw/claims/claims.csv by id. ``used``
    fills with the names of the tables that were read.
    """

    tables: Mapping[str, pd.DataFrame]
    printed: pd.DataFrame
    first: str
    last: str
    vintages: Mapping[str, str]
    definitions: Mapping[str, Mapping[str, str]]
    offset: int
    significance: float
    headline_rule: str
    used: set[str] = field(default_factory=set)

    def afresh(self) -> Evidence:
        """Return the same evidence with an empty record of use."""
        return replace(self, used=set())

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the build."""
        self.used.add(name)
        return self.tables[name]

    def monthly(self, name: str) -> pd.DataFrame:
        """Return a table of the build with its column month as index."""
        return monthly(self.table(name), name)

    def sample(self, column: str, country: str = "china", first: str = "", last: str = "") -> pd.Series:
        """Return a column of a ratios table inside the sample, or a window of it."""
        table = self.monthly(RATIOS[country])
        return window(table[[column]], first or self.first, last or self.last, f"{column} of {country}")[column]

    def at(self, column: str, month: str, country: str = "china") -> float:
        """Return one figure of a ratios table."""
        return float(self.sample(column, country, month, month).iloc[0])

    def search(self, country: str, quantity: str) -> pd.DataFrame:
        """Return all candidates of a quantity."""
        table = self.table("candidates")
        found = table[(table["country"] == country) & (table["quantity"] == quantity)]
        return found.assign(month=pd.PeriodIndex(found["month"], freq="M"))

    def near(self, candidates: pd.DataFrame, month: str, *others: str) -> pd.DataFrame:
        """Return the candidates within the offset of ``month``, and those of the months ``others``."""
        centre = pd.Period(month, freq="M")
        wanted = [centre + step for step in range(-self.offset, self.offset + 1)]
        wanted += [pd.Period(other, freq="M") for other in others]
        return candidates[candidates["month"].isin(wanted)]
