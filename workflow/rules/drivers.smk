# Drivers against the multiplier.

RESULTS += ["drivers", "sensitivities"]


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
