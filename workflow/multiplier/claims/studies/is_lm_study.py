"""Claims IL-01 and IL-02: a study in the framework of IS and LM."""

from __future__ import annotations

from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Untestable

for identifier in (
    "IL-01",
    "IL-02",
):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
