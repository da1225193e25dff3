"""Claims CY-01 to CY-04: a study of the multiplier and the business cycle."""

from __future__ import annotations

from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Untestable

for identifier in (
    "CY-01",
    "CY-02",
    "CY-03",
    "CY-04",
):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
