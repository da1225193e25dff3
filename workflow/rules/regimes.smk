# Breaks of the multiplier at an unknown date.
