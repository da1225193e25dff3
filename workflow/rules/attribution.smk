# What moved M2 and the multiplier, and paths with one factor frozen.

RESULTS += ["attribution", "attribution_rolling", "counterfactuals"]


rule attribution:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("attribution.py"),
    output:
        attribution=result("attribution"),
        rolling=result("attribution_rolling"),
        counterfactuals=result("counterfactuals"),
    params:
        sample=config["sample"],
        windows=config["comparison"]["windows"],
        attribution=config["attribution"],
    message:
        "What moved the multiplier ({wildcards.vintage})"
    script:
        "../scripts/attribution.py"
