# Unit roots of the multiplier and its drivers.

RESULTS += ["unit_roots"]


rule unit_roots:
    input:
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("unit_roots.py"),
    output:
        unit_roots=table("unit_roots"),
    params:
        sample=config["sample"],
        unit_roots={key: value for key, value in config["unit_roots"].items() if key != "headline"},
    message:
        "Unit root tests ({wildcards.vintage})"
    script:
        "../scripts/unit_roots.py"
