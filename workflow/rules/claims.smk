# Printed statements against the figures: the definition search and the ledger of verdicts.

EVIDENCE += ["candidates"]
RESULTS += ["base_concepts"]


rule candidates:
    input:
        money_supply=archived("china/money_supply"),
        authority=raw("china/monetary_authority"),
        depository=raw("china/depository_corporations"),
        statutory=raw("china/reserve_requirement_ratio"),
        report=raw("china/monetary_policy_report"),
        fred_md=archived("us/fred_md"),
        money_stock=raw("us/money_stock"),
        biweekly=raw("us/adjusted_base_biweekly"),
        corrections="data/corrections.csv",
        code=code("candidates.py"),
    output:
        candidates=result("candidates"),
    params:
        window=config["claims"]["window"],
        published=config["claims"]["published"],
    message:
        "Definition search over all vintages ({wildcards.vintage})"
    script:
        "../scripts/candidates.py"


rule base_concepts:
    input:
        candidates=table("candidates"),
        claims="data/raw/claims/claims.csv",
        code=code("base_concepts.py"),
    output:
        bases=result("base_concepts"),
    params:
        printed=["MB-16", "MB-17"],  # the multipliers that the study prints for the United States
        index_month=config["comparison"]["index_month"],
    message:
        "The American multiplier by concept of the base ({wildcards.vintage})"
    script:
        "../scripts/base_concepts.py"


rule verdicts:
    input:
        **{name: table(name) for name in EVIDENCE},
        claims="data/raw/claims/claims.csv",
        code=code("verdicts.py"),
    output:
        claims=in_report("results/{vintage}/claims.csv", "Claims"),
        searches=result("definition_search"),
        counts=result("claim_counts"),
        missing=result("claim_missing"),
        computations="results/{vintage}/claim_computations.json",
    params:
        evidence=lambda wildcards: {
            **config["sample"],
            "vintages": {
                country: vintages[0]
                for country, vintages in zip(
                    COUNTRIES, pinned("china/money_supply", "us/fred_md")(wildcards).values()
                )
            },
            "definitions": setting("definitions")(wildcards),
            "offset": config["claims"]["month_offset"],
            "significance": config["unit_roots"]["significance"],
            "headline_rule": config["unit_roots"]["headline"],
        },
        close_percent=config["claims"]["close_percent"],
    message:
        "Verdicts on the claims ({wildcards.vintage})"
    script:
        "../scripts/verdicts.py"
