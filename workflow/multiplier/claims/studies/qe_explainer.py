"""Claims QX-01 to QX-09: an explainer of quantitative easing."""

from __future__ import annotations

from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Untestable

for identifier in (
    "QX-01",
    "QX-02",
    "QX-03",
    "QX-04",
    "QX-05",
    "QX-06",
    "QX-07",
    "QX-08",
    "QX-09",
):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
