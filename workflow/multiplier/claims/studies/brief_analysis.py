"""Claims BA-01 to BA-09: a brief analysis of the multiplier and its growth."""

from __future__ import annotations

from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Untestable

for identifier in (
    "BA-01",
    "BA-02",
    "BA-03",
    "BA-04",
    "BA-05",
    "BA-06",
    "BA-07",
    "BA-08",
    "BA-09",
):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
