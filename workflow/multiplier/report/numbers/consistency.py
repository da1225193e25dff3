"""Numbers: printed statistics against each other, without the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multiplier.report.number import Number, Numbers


def numbers(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Numbers:
    """Return the numbers of this part; parameters as in :func:`multiplier.report.numbers.paper_numbers`."""
    table = tables["consistency"]
    counts = {name: int((table["consistent"] == name).sum()) for name in ("yes", "no", "open")}
    compared = {identifier for row in table["claims"] for identifier in row.split()}
    verdicts = tables["claims"].set_index("id")["verdict"]
    found: Numbers = {
        f"consistency_{name}": Number(count, "checks", 0, "consistency") for name, count in counts.items()
    }
    untestable = sum(verdicts[identifier] == "untestable" for identifier in compared)
    return found | {
        "consistency_checks": Number(len(table), "checks", 0, "consistency"),
        "consistency_claims": Number(len(compared), "claims", 0, "consistency"),
        "consistency_untestable": Number(int(untestable), "claims", 0, "consistency"),
    }
