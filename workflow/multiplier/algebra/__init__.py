"""Formula claims decided symbolically: what follows from the definitions, derivatives, signs for all admissible ratios.

Every multiplier of the studies is money over base. Divided by one amount it becomes a rational function of positive
ratios, of which some are fractions; its sign is settled where all coefficients of numerator and denominator have
one sign once each fraction is written x / (1 + x).
"""

from multiplier.algebra.equivalence import invariant_to_shift_from_demand_to_savings, two_driver_form_holds
from multiplier.algebra.formula import equal, text
from multiplier.algebra.source_study import (
    SYMBOLS,
    derivative,
    factored,
    multiplier_identity_holds,
    printed_derivative,
    sign,
)

__all__ = [
    "SYMBOLS",
    "derivative",
    "equal",
    "factored",
    "invariant_to_shift_from_demand_to_savings",
    "multiplier_identity_holds",
    "printed_derivative",
    "sign",
    "text",
    "two_driver_form_holds",
]
