# The multiplier and its ratios, one table a country.

EVIDENCE += ["ratios_china", "ratios_us"]
RESULTS += ["ratios_china", "ratios_us"]


rule ratios:
    input:
        clean=table("clean_{country}"),
        code=code("ratios.py"),
    output:
        ratios=result("ratios_{country}"),
    params:
        definitions=lambda wildcards: setting("definitions")(wildcards)[wildcards.country],
    message:
        "Ratios of {wildcards.country} ({wildcards.vintage})"
    script:
        "../scripts/ratios.py"
