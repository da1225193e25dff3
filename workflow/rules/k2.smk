# The multiplier regressed on its own components, 2000 to 2009.

EVIDENCE += ["k2_ratios", "k2_regression", "k2_candidates"]
RESULTS += ["k2_ratios", "k2_regression", "k2_candidates"]
STATED["k2"] = config["k2"]


rule k2:
    input:
        clean=table("clean_china"),
        code=code("k2.py"),
    output:
        ratios=result("k2_ratios"),
        regression=result("k2_regression"),
    params:
        **config["k2"],
    message:
        "The multiplier regressed on its components ({wildcards.vintage})"
    script:
        "../scripts/k2.py"


rule k2_candidates:
    input:
        clean=table("clean_china"),
        money_supply=archived("china/money_supply"),
        statutory=raw("china/reserve_requirement_ratio"),
        corrections="data/corrections.csv",
        code=code("k2_candidates.py"),
    output:
        candidates=result("k2_candidates"),
    params:
        **config["k2"]["windows"]["stated"],
        without=config["k2"]["without"],
    message:
        "Definition search for the regression's coefficients ({wildcards.vintage})"
    script:
        "../scripts/k2_candidates.py"
