"""The checks of printed statements against each other; importing the package registers them in this order."""

from multiplier.claims.checks import levels, statistics, programmes  # noqa: F401, I001  in the order of the table
