"""Tables: growth of money, of base money and of the multiplier; money over output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.markup import PrintedTable


def tables(
    frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], origins: Mapping[str, str]
) -> dict[str, PrintedTable]:
    """Return the tables of this part; parameters as in :func:`multiplier.report.tables.paper_tables`."""
    return {}
