"""Numbers that R computed, by the name of the script that wrote them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

SIX_DIGITS = 1e-6  # relative tolerance of a witness, where nothing else is said beside it


def reference(script: str) -> Callable[..., float]:
    """Return a function of quantity, series and detail that looks up a number of ``<script>.csv``."""
    table = pd.read_csv(Path(__file__).with_name(f"{script}.csv"), keep_default_na=False, dtype={"detail": str})
    values = table.set_index(["quantity", "series", "detail"])["value"]

    def witness(quantity: str, series: str, detail: object = "") -> float:
        return float(values[quantity, series, str(detail)])

    return witness
