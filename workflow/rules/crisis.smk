# Money, base money and multiplier in the crisis, United States and euro area.

EVIDENCE += ["euro_area"]
RESULTS += ["crisis_growth"]
STATED |= {"crisis_slides": config["crisis_slides"]}


rule crisis:
    input:
        ratios=table("ratios_us"),
        euro_area=table("euro_area"),
        code=code("crisis.py"),
    output:
        indices=result("crisis_indices"),
        growth=result("crisis_growth"),
    params:
        window=config["crisis_slides"],
    message:
        "Money in the crisis, United States and euro area ({wildcards.vintage})"
    script:
        "../scripts/crisis.py"
