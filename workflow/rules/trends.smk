# Drift and season of the multiplier.

RESULTS += ["trends"]


rule trends:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("trends.py"),
    output:
        trends=result("trends"),
    params:
        sample=config["sample"],
        trends=config["trends"]
        | {
            "significance": config["unit_roots"]["significance"],
            "draws": config["arima"]["bootstrap_draws"],
        },
        seed=config["seed"],
    message:
        "Drift and season of the multiplier ({wildcards.vintage})"
    script:
        "../scripts/trends.py"
