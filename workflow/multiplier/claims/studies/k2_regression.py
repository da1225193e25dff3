"""Claims K2-01 to K2-08: a regression of the multiplier on its own components."""

from __future__ import annotations

from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Untestable

for identifier in (
    "K2-01",
    "K2-02",
    "K2-03",
    "K2-04",
    "K2-05",
    "K2-06",
    "K2-07",
    "K2-08",
):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
