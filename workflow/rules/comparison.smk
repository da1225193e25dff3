# China against the United States on common windows.

EVIDENCE += ["changes"]
RESULTS += ["changes"]


rule comparison:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("comparison.py"),
    output:
        indices=result("indices"),
        changes=result("changes"),
    params:
        sample=config["sample"],
        comparison=config["comparison"],
    message:
        "China against the United States ({wildcards.vintage})"
    script:
        "../scripts/comparison.py"
