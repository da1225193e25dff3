"""Claim SC-01: a study of settlement currencies."""

from __future__ import annotations

from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Untestable

for identifier in ("SC-01",):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
