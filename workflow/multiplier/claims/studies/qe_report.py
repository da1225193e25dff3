"""Claims QE-01 to QE-35: a report on quantitative easing."""

from __future__ import annotations

from multiplier.claims.registry import claim
from multiplier.claims.verdicts import Untestable

for identifier in (
    "QE-01",
    "QE-02",
    "QE-03",
    "QE-04",
    "QE-05",
    "QE-06",
    "QE-07",
    "QE-08",
    "QE-09",
    "QE-10",
    "QE-11",
    "QE-12",
    "QE-13",
    "QE-14",
    "QE-15",
    "QE-16",
    "QE-17",
    "QE-18",
    "QE-19",
    "QE-20",
    "QE-21",
    "QE-22",
    "QE-23",
    "QE-24",
    "QE-25",
    "QE-26",
    "QE-27",
    "QE-28",
    "QE-29",
    "QE-30",
    "QE-31",
    "QE-32",
    "QE-33",
    "QE-34",
    "QE-35",
):
    claim(identifier)(lambda e: Untestable("NOT YET WRITTEN"))
