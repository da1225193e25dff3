# Growth of money, of base money and of the multiplier; money over output.

EVIDENCE += ["world_output"]
RESULTS += ["world_output"]


rule world_output:
    input:
        gdp=raw("world/nominal_gdp"),
        corrections="data/corrections.csv",
        code=code("world_output.py"),
    output:
        world_output=table("world_output"),
    message:
        "Output of the United States and Japan"
    script:
        "../scripts/world_output.py"
