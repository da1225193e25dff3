"""What tables and figures call the models."""

NAMES = {
    "no_change": "last value",
    "seasonal_naive": "same month a year before",
    "drift": "last value and drift",
    "seasonal_ar": "monthly means, AR(1)",
    "w_no_mean": "formula, no mean",
    "w_mean": "formula, mean",
    "dw": "formula, change of w",
    "ets": "exponential smoothing",
    "theta": "Theta method",
    "auto_arima": "automatic ARIMA",
    "local_level": "local level",
    "bottom_up": "ratios k and r",
    "combination": "mean of all",
    "m2_drift": "M2's own growth",
}
