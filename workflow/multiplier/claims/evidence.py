"""What claims are decided on: the results of the build and the candidates of the definition search."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from multiplier.months import window


@dataclass(frozen=True)
class Evidence:
    """Tables of the build, as the rules write them.

    ``china`` and ``us`` are ratios tables with a month index; ``first`` and ``last`` bound the
    sample; ``china_vintage`` and ``us_vintage`` are the pinned vintages of money; ``definitions``
    are those of the configuration; ``offset`` is the reach of the search in months and
    ``headline_rule`` the lag rule of the unit root test that the text reports.
    """

    china: pd.DataFrame
    us: pd.DataFrame
    candidates: pd.DataFrame
    drivers: pd.DataFrame
    unit_roots: pd.DataFrame
    correlogram: pd.DataFrame
    arima: pd.DataFrame
    stability: pd.DataFrame
    changes: pd.DataFrame
    cpi: pd.Series
    gdp: pd.Series
    first: str
    last: str
    china_vintage: str
    us_vintage: str
    definitions: dict[str, dict[str, str]]
    offset: int
    headline_rule: str

    def headline_lags(self, series: str, transform: str, deterministic: str) -> int:
        """Return the lags that the configured rule chooses for a test of China."""
        rows = self.unit_roots.query(
            "test == 'ADF' and country == 'china' and series == @series and transform == @transform "
            "and deterministic == @deterministic and lag_rule == @self.headline_rule"
        )
        return int(rows["lags"].iloc[0])

    def sample(self, column: str, country: str = "china", first: str = "", last: str = "") -> pd.Series:
        """Return a column of a ratios table inside the sample, or a window of it."""
        table = self.china if country == "china" else self.us
        return window(table[[column]], first or self.first, last or self.last, f"{column} of {country}")[column]

    def at(self, column: str, month: str, country: str = "china") -> float:
        """Return one figure of a ratios table."""
        return float(self.sample(column, country, month, month).iloc[0])

    def search(self, country: str, quantity: str) -> pd.DataFrame:
        """Return all candidates of a quantity."""
        table = self.candidates
        return table[(table["country"] == country) & (table["quantity"] == quantity)]

    def near(self, candidates: pd.DataFrame, month: str, *others: str) -> pd.DataFrame:
        """Return the candidates within the offset of ``month``, and those of the months ``others``."""
        centre = pd.Period(month, freq="M")
        wanted = [centre + step for step in range(-self.offset, self.offset + 1)]
        wanted += [pd.Period(other, freq="M") for other in others]
        return candidates[candidates["month"].isin(wanted)]
