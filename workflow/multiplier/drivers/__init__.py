"""Drivers against the multiplier: correlations, what chance would give, leads and lags, regressions."""
