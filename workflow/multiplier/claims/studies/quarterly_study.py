"""Claims QS-01 to QS-04: a quarterly study, 2000 to 2012."""

from __future__ import annotations

from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Untestable

for identifier in (
    "QS-01",
    "QS-02",
    "QS-03",
    "QS-04",
):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
