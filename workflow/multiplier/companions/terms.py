"""What the tables of the companion studies call their series, samples and readings.

Apart from the computations, so that text and claims can name them without loading what computes them.
"""

from __future__ import annotations

import itertools

from multiplier.companions.least_squares import CONSTANT

# Consumer prices and money.
INDEX = "cpi_yoy_index"
MONEY = ("base", "currency_issue", "m0", "m1", "m2")
STATED, IDENTIFIED, AVAILABLE = "stated", "identified", "available"
FIRST_DIFFERENCE = "first difference"
UNIT_ROOT_TESTS = ("ADF", "DF-GLS", "PP")  # whose null is a unit root; that of KPSS is stationarity

# Cycles.
MULTIPLIER, INFLATION = "multiplier", "inflation_percent"

# Quarters.
DRIVERS = ["cd", "er", "rr"]
BOUNDS = ("large", "small")

# The regression of K2: coefficient -> its claim, and the decimals that are printed.
K2_CLAIMS = {CONSTANT: "K2-03", "r": "K2-04", "g": "K2-05", "h": "K2-06", "e": "K2-07"}
K2_DECIMALS = 2

# Growth.
# ASSUME: two sources of growth take turns if neither is the larger one in more than three quarters of the months;
# the study gives no criterion.
TURNS_PERCENT = 25.0

# Bottom-up forecasts.
MAIN_RESERVES = "central_bank"
FORMS = {"cstr": ("c", "s", "t", "r"), "kr": ("k", "r")}
REGRESSIONS = {"trend": 0, "ar": 1}  # lags of the ratio beside trend and calendar months
GAPS = ("none", "last")  # M2 over base less the ratios' multiplier: left out, or kept as last seen (in logarithms)
HEADLINE = "cstr_ar_none"  # four ratios, each on its last value, trend and calendar months
BENCHMARKS = ("no_change", "seasonal_naive", "seasonal_ar", "direct_trend", "direct_ar")


def model_names() -> list[str]:
    """Return the names of the bottom-up forecasts: form, regression, treatment of the gap."""
    return ["_".join(key) for key in itertools.product(FORMS, REGRESSIONS, GAPS)]
