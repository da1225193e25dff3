# The multiplier as a time series: drivers, unit roots, the forecasting formula and its forecasts.


rule drivers:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("drivers.py"),
    output:
        correlations=table("drivers"),
        signs=table("driver_signs"),
        sensitivities=table("sensitivities"),
    params:
        sample=config["sample"],
        drivers=config["drivers"],
        seed=config["seed"],
    message:
        "Drivers against the multiplier ({wildcards.vintage})"
    script:
        "../scripts/drivers.py"


rule unit_roots:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("unit_roots.py"),
    output:
        unit_roots=table("unit_roots"),
    params:
        sample=config["sample"],
        unit_roots={key: value for key, value in config["unit_roots"].items() if key != "headline"},
    message:
        "Unit root tests ({wildcards.vintage})"
    script:
        "../scripts/unit_roots.py"


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
