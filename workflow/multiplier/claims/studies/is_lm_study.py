"""Claims IL-01 and IL-02: a study in the framework of IS and LM."""

from __future__ import annotations

from multiplier.claims.evidence import Evidence
from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Outcome, Untestable


@claim("IL-01")
def exports(e: Evidence) -> Outcome:
    return Untestable("China's exports of goods in dollars (General Administration of Customs, 2008)")


@claim("IL-02")
def growth_of_exports(e: Evidence) -> Outcome:
    return Untestable("China's exports of goods in dollars (General Administration of Customs, 2007 and 2008)")
