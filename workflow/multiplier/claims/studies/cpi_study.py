"""Claims CP-01 to CP-12: a study of consumer prices and money, 1999 to 2010."""

from __future__ import annotations

from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Untestable

for identifier in (
    "CP-01",
    "CP-02",
    "CP-03",
    "CP-04",
    "CP-05",
    "CP-06",
    "CP-07",
    "CP-08",
    "CP-09",
    "CP-10",
    "CP-11",
    "CP-12",
):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
