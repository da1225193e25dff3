"""Claim ST-01: a forecast of the multiplier from forecasts of its ratios."""

from __future__ import annotations

from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Untestable

for identifier in ("ST-01",):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
