# The forecasting formula: correlogram, readings, forecasts; then whether it holds: bias and diagnostics of its
# estimates, other orders, stability.

EVIDENCE += ["correlogram", "arima", "stability"]
RESULTS += ["correlogram", "arima", "forecasts", "forecast_accuracy"]
RESULTS += ["phi_bias", "arima_diagnostics", "order_search", "stability", "stability_power", "recursive_phi"]
FITTED = {
    key: config["arima"][key]
    for key in ("seasonal_period", "correlogram_lags", "bootstrap_draws", "readings", "estimators")
}


rule arima:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("arima.py"),
    output:
        correlogram=result("correlogram"),
        arima=result("arima"),
        forecasts=result("forecasts"),
        accuracy=result("forecast_accuracy"),
        models="results/{vintage}/models/arima.json",
    params:
        sample=config["sample"],
        arima=FITTED,
        forecast=config["forecast"],
        seed=config["seed"],
    message:
        "Correlograms, AR(1) readings and forecasts ({wildcards.vintage})"
    script:
        "../scripts/arima.py"


rule arima_diagnostics:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("arima_diagnostics.py"),
    output:
        bias=result("phi_bias"),
        diagnostics=result("arima_diagnostics"),
    params:
        sample=config["sample"],
        arima=FITTED,
        bias=config["arima"]["bias"],
        diagnostics=config["arima"]["diagnostics"],
        significance=config["unit_roots"]["significance"],
        seed=config["seed"],
    message:
        "Bias of the AR(1) coefficient and diagnostics of its residuals ({wildcards.vintage})"
    script:
        "../scripts/arima_diagnostics.py"


rule order_search:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("order_search.py"),
    output:
        orders=result("order_search"),
    params:
        sample=config["sample"],
        period=config["arima"]["seasonal_period"],
        grid=config["arima"]["order_search"],
    message:
        "ARIMA orders by AICc ({wildcards.vintage})"
    script:
        "../scripts/order_search.py"


rule stability:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("stability.py"),
    output:
        stability=result("stability"),
        stability_power=result("stability_power"),
        stability_by_month=result("stability_by_month"),
        recursive_phi=result("recursive_phi"),
    params:
        sample=config["sample"],
        crisis=config["crisis"],
        arima=FITTED,
        stability=config["arima"]["stability"],
        significance=config["unit_roots"]["significance"],
        seed=config["seed"],
    message:
        "Tests of a stable formula and their power ({wildcards.vintage})"
    script:
        "../scripts/stability.py"
