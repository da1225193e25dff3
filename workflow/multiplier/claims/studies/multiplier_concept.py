"""Claims MC-01 to MC-06: a study of the concept of the multiplier."""

from __future__ import annotations

from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Untestable

for identifier in (
    "MC-01",
    "MC-02",
    "MC-03",
    "MC-04",
    "MC-05",
    "MC-06",
):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
