"""The money multiplier in the crisis: pure functions on pandas objects.

Monthly data are data frames whose index is a :class:`pandas.PeriodIndex` of frequency M named
``month``. Chinese amounts are in 100 million yuan at the end of the month, US amounts in billion
dollars as averages of daily figures over the month.
"""


class DataError(ValueError):
    """Figures that cannot be used; the message names file, month, column, found, expected and what to do."""
