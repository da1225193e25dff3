# The multiplier and its ratios, one table a country.


rule ratios_china:
    input:
        clean=table("clean_china"),
        code=code("ratios_china.py"),
    output:
        ratios=table("ratios_china"),
    params:
        definitions=lambda wildcards: setting("definitions")(wildcards)["china"],
    message:
        "Ratios of China ({wildcards.vintage})"
    script:
        "../scripts/ratios_china.py"


rule ratios_us:
    input:
        clean=table("clean_us"),
        code=code("ratios_us.py"),
    output:
        ratios=table("ratios_us"),
    params:
        definitions=lambda wildcards: setting("definitions")(wildcards)["us"],
    message:
        "Ratios of the United States ({wildcards.vintage})"
    script:
        "../scripts/ratios_us.py"
