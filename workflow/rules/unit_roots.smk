# Unit roots of the multiplier and its drivers.

EVIDENCE += ["unit_roots"]
RESULTS += ["unit_roots", "unit_root_conflicts"]


rule unit_roots:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("unit_roots.py"),
    output:
        unit_roots=result("unit_roots"),
        conflicts=result("unit_root_conflicts"),
    params:
        sample=config["sample"],
        tests={
            key: value for key, value in config["unit_roots"].items() if key not in ("headline", "conflicts")
        }
        | {"period": config["arima"]["seasonal_period"]},
        conflicts=config["unit_roots"]["conflicts"],
    message:
        "Unit root tests ({wildcards.vintage})"
    script:
        "../scripts/unit_roots.py"
