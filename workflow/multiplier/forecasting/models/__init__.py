"""Competitors of the forecasting formula, one module a kind; the registry names them."""
