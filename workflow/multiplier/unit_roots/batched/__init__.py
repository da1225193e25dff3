"""Unit root and stationarity tests on many series at once, for size and power by simulation.

Every function takes ``paths`` of shape (replications, nobs) and returns one statistic a replication, equal
to what the library's function returns series by series (statsmodels, arch, pmdarima).
"""
