"""Unit root and stationarity tests of one series and of many, with their size and power."""
