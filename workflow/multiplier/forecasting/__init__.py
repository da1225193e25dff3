"""The contest of forecasting models."""
