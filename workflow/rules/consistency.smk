# Printed statistics against each other, without the data.

RESULTS += ["consistency"]


rule consistency:
    input:
        claims="data/raw/claims/claims.csv",
        policy=raw("us/policy_events"),
        code=code("consistency.py"),
    output:
        consistency=result("consistency"),
    message:
        "Printed statements against each other ({wildcards.vintage})"
    script:
        "../scripts/consistency.py"
