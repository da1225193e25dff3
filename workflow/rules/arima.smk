# The forecasting formula: correlogram, readings, stability, forecasts.

RESULTS += ["correlogram", "arima", "stability", "forecasts", "forecast_accuracy"]


rule arima:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("arima.py"),
    output:
        correlogram=table("correlogram"),
        arima=table("arima"),
        stability=table("stability"),
        forecasts=table("forecasts"),
        accuracy=table("forecast_accuracy"),
        models="results/{vintage}/models/arima.json",
    params:
        sample=config["sample"],
        crisis=config["crisis"],
        arima={key: value for key, value in config["arima"].items() if key != "headline"},
        forecast=config["forecast"],
        seed=config["seed"],
    message:
        "Correlograms, AR(1) readings and forecasts ({wildcards.vintage})"
    script:
        "../scripts/arima.py"
