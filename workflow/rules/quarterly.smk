# Quarterly ratios and the multiplier, 2000 to 2012.
