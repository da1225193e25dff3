"""The study's forecasting formula: identification, estimation, diagnostics, stability, forecasts."""
