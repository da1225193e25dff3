"""Claim SC-01: a study of settlement currencies."""

from __future__ import annotations

from multiplier.claims.evidence import Evidence
from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Outcome, Untestable


@claim("SC-01")
def world_output_and_reserve_share(e: Evidence) -> Outcome:
    return Untestable(
        "the currency composition of foreign exchange reserves (IMF COFER) with output shares of the issuers"
    )
