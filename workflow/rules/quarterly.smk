# Quarterly ratios and the multiplier, 2000 to 2012.

EVIDENCE += ["quarterly_ratios", "quarterly_correlations", "quarterly_regression", "quarterly_paths"]
RESULTS += ["quarterly_ratios", "quarterly_correlations", "quarterly_regression", "quarterly_paths"]
STATED |= {"quarterly": config["quarterly"]}


rule quarterly:
    input:
        clean=table("clean_china"),
        code=code("quarterly.py"),
    output:
        ratios=result("quarterly_ratios"),
        correlations=result("quarterly_correlations"),
        regression=result("quarterly_regression"),
        paths=result("quarterly_paths"),
    params:
        quarterly=config["quarterly"],
        adjustment={key: config["drivers"]["adjustment"][key] for key in ("model", "stl_span", "stl_robust")},
        draws=config["drivers"]["bootstrap_draws"],
        confidence=config["drivers"]["confidence"],
        seed=config["seed"],
    message:
        "Quarterly ratios and the multiplier ({wildcards.vintage})"
    script:
        "../scripts/quarterly.py"
