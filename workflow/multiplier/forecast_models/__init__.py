"""Competitors of the forecasting formula, one module a kind; :mod:`multiplier.forecast_models.registry` names them."""
