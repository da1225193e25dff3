# Printed statements against the figures: the definition search and the ledger of verdicts.

RESULTS += ["base_concepts"]


rule candidates:
    input:
        money_supply=all_raw("china/money_supply"),
        authority=raw("china/monetary_authority"),
        depository=raw("china/depository_corporations"),
        statutory=raw("china/reserve_requirement_ratio"),
        report=raw("china/monetary_policy_report"),
        fred_md=all_raw("us/fred_md"),
        money_stock=raw("us/money_stock"),
        biweekly=raw("us/adjusted_base_biweekly"),
        corrections="data/corrections.csv",
        code=code("candidates.py"),
    output:
        candidates=table("candidates"),
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
        bases=table("base_concepts"),
    params:
        printed=["MB-16", "MB-17"],  # the multipliers that the study prints for the United States
        index_month=config["comparison"]["index_month"],
    message:
        "The American multiplier by concept of the base ({wildcards.vintage})"
    script:
        "../scripts/base_concepts.py"


rule verdicts:
    input:
        claims="data/raw/claims/claims.csv",
        china=table("ratios_china"),
        us=table("ratios_us"),
        candidates=table("candidates"),
        drivers=table("drivers"),
        unit_roots=table("unit_roots"),
        correlogram=table("correlogram"),
        arima=table("arima"),
        stability=table("stability"),
        changes=table("changes"),
        cpi=raw("china/cpi"),
        gdp=raw("china/gdp"),
        corrections="data/corrections.csv",
        code=code("verdicts.py"),
    output:
        claims="results/{vintage}/claims.csv",
        counts=table("claim_counts"),
    params:
        sample=config["sample"],
        claims={key: value for key, value in config["claims"].items() if key not in ("window", "published")},
        definitions=setting("definitions"),
        headline_rule=config["unit_roots"]["headline"],
        vintages=pinned("china/money_supply", "us/fred_md"),
    message:
        "Verdicts on the claims ({wildcards.vintage})"
    script:
        "../scripts/verdicts.py"
