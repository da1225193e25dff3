# Drivers against the multiplier: seasonal adjustment, correlations and what they are worth, identity regressions.

EVIDENCE += ["drivers"]
RESULTS += [
    "adjusted",
    "drivers",
    "driver_signs",
    "sensitivities",
    "driver_power",
    "lead_lags",
    "identity_regressions",
]


rule seasonal_adjustment:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("seasonal_adjustment.py"),
    output:
        adjusted=result("adjusted"),
    params:
        adjustment=config["drivers"]["adjustment"],
    message:
        "Seasonal adjustment by X-13 and STL ({wildcards.vintage})"
    script:
        "../scripts/seasonal_adjustment.py"


rule drivers:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        adjusted=table("adjusted"),
        code=code("drivers.py"),
    output:
        drivers=result("drivers"),
        driver_signs=result("driver_signs"),
        sensitivities=result("sensitivities"),
        driver_power=result("driver_power"),
        lead_lags=result("lead_lags"),
    params:
        sample=config["sample"],
        drivers={key: value for key, value in config["drivers"].items() if key != "adjustment"},
        significance=config["unit_roots"]["significance"],
        seed=config["seed"],
    message:
        "Drivers against the multiplier ({wildcards.vintage})"
    script:
        "../scripts/drivers.py"


rule identity_regressions:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("identity_regressions.py"),
    output:
        regressions=result("identity_regressions"),
    params:
        sample=config["sample"],
        test={
            "departure": config["drivers"]["power"]["slope_departure"],
            "significance": config["unit_roots"]["significance"],
        },
    message:
        "Regressions of the multiplier on its own ratios ({wildcards.vintage})"
    script:
        "../scripts/identity_regressions.py"
