"""Conventions that the tests of the observed series and of simulated ones share: bandwidths, trimming, lags."""

from __future__ import annotations

BANDWIDTHS = {"l4": 4, "l12": 12}
TRIM = 0.15  # share of months at either end without a break; the simulated critical values have the same


def bandwidth(rule: str, nobs: int) -> int:
    """Return the lags of the Bartlett kernel: ``l4`` is [4 (n/100)^(1/4)], ``l12`` is [12 (n/100)^(1/4)].

    Schwert (1989); the brackets cut to a whole number. With 44 observations 3 and 9. Kwiatkowski and others
    (1992) print their test for both: the longer one keeps the size, the shorter one the power.
    """
    return int(BANDWIDTHS[rule] * (nobs / 100) ** 0.25)


def longest_lags_with_break(nobs: int, max_lags: int) -> int:
    """Return the largest number of lags, at most ``max_lags``, that leaves three observations before the first break.

    With fewer a kink is no break: the regressors would be linearly dependent. 3 for 44 observations, 1 for 32.
    """
    return min(max_lags, int(TRIM * nobs) - 3)
