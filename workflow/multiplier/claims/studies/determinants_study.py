"""Claims DT-01 and DT-02: a study of the multiplier's determinants."""

from __future__ import annotations

from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Untestable

for identifier in (
    "DT-01",
    "DT-02",
):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
