"""Claims MZ-01 to MZ-03: a study of the ratio of money to output."""

from __future__ import annotations

from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Untestable

for identifier in (
    "MZ-01",
    "MZ-02",
    "MZ-03",
):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
