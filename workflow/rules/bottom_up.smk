# The multiplier forecast from forecasts of its ratios.
