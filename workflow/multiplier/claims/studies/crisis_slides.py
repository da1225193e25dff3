"""Claims CS-01 and CS-02: slides on money in the crisis, United States and euro area."""

from __future__ import annotations

from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Untestable

for identifier in (
    "CS-01",
    "CS-02",
):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
