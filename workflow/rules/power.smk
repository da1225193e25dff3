# Size and power of the unit root tests, simulated for series like the observed ones.

RESULTS += ["unit_root_power", "power_calibration"]


rule unit_root_power:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("unit_root_power.py"),
    output:
        power=table("unit_root_power"),
        calibration=table("power_calibration"),
    params:
        sample=config["sample"],
        power={key: value for key, value in config["power"].items() if key != "shown"}
        | {
            "crisis": config["crisis"]["first"],
            "max_lags": config["unit_roots"]["max_lags"],
            "period": config["arima"]["seasonal_period"],
        },
        seed=config["seed"],
    message:
        "Size and power of the unit root tests ({wildcards.vintage})"
    script:
        "../scripts/unit_root_power.py"
