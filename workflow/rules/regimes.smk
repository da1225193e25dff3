# Breaks of the multiplier at an unknown date, and the required ratio as announced.

EVIDENCE += [
    "regime_tests",
    "regimes",
    "regime_dates",
    "regime_moves",
    "reserve_requirements",
]
RESULTS += [
    "regime_tests",
    "regime_models",
    "regimes",
    "regime_dates",
    "regime_moves",
    "reserve_requirements",
]
STATED |= {"regimes": config["regimes"]}


rule regimes:
    input:
        ratios=table("ratios_china"),
        statutory=raw("china/reserve_requirement_ratio"),
        code=code("regimes.py"),
    output:
        regime_tests=result("regime_tests"),
        regime_models=result("regime_models"),
        regimes=result("regimes"),
        regime_dates=result("regime_dates"),
        regime_moves=result("regime_moves"),
        reserve_requirements=result("reserve_requirements"),
    params:
        regimes=config["regimes"],
        crisis=config["crisis"],
        confidence=config["drivers"]["confidence"],
        significance=config["unit_roots"]["significance"],
        seed=config["seed"],
    message:
        "Breaks of the multiplier at unknown dates ({wildcards.vintage})"
    script:
        "../scripts/regimes.py"
