# Size and power of the unit root tests, simulated for series like the observed ones.

RESULTS += ["unit_root_power", "power_calibration"]


rule unit_root_power:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("unit_root_power.py"),
    output:
        power=result("unit_root_power"),
        calibration=result("power_calibration"),
    params:
        sample=config["sample"],
        power=config["power"]
        | {
            "criteria": config["unit_roots"]["criteria"],
            "max_lags": config["unit_roots"]["max_lags"],
            "za_max_lags": config["unit_roots"]["za_max_lags"],
            "ocsb_lags": list(range(1, config["unit_roots"]["ocsb_max_lags"] + 1)),
            "crisis": config["crisis"]["first"],
            "period": config["arima"]["seasonal_period"],
        },
        seed=config["seed"],
    message:
        "Size and power of the unit root tests ({wildcards.vintage})"
    script:
        "../scripts/unit_root_power.py"
