# Growth of money, of base money and of the multiplier; money over output.

EVIDENCE += [
    "growth_years",
    "growth_correlations",
    "growth_by_end",
    "growth_search",
    "multiplier_trends",
    "monetisation",
    "monetisation_growth",
    "world_output",
]
RESULTS += [
    "growth_accounts",
    "growth_years",
    "growth_correlations",
    "growth_by_end",
    "growth_search",
    "multiplier_trends",
    "monetisation",
    "monetisation_growth",
]
STATED |= {
    "growth": config["growth"],
    "monetisation": config["monetisation"],
    "growth_draws": config["drivers"]["bootstrap_draws"],
    "growth_confidence": config["drivers"]["confidence"],
}


rule growth:
    input:
        ratios=table("ratios_china"),
        money_supply=archived("china/money_supply"),
        authority=raw("china/monetary_authority"),
        depository=raw("china/depository_corporations"),
        statutory=raw("china/reserve_requirement_ratio"),
        report=raw("china/monetary_policy_report"),
        corrections="data/corrections.csv",
        code=code("growth.py"),
    output:
        accounts=result("growth_accounts"),
        years=result("growth_years"),
        correlations=result("growth_correlations"),
        by_end=result("growth_by_end"),
        search=result("growth_search"),
        trends=result("multiplier_trends"),
    params:
        growth=config["growth"],
        draws=config["drivers"]["bootstrap_draws"],
        confidence=config["drivers"]["confidence"],
        significance=config["unit_roots"]["significance"],
        seed=config["seed"],
    message:
        "Growth of M2, base money and multiplier ({wildcards.vintage})"
    script:
        "../scripts/growth.py"


rule world_output:
    input:
        gdp=raw("world/nominal_gdp"),
        corrections="data/corrections.csv",
        code=code("world_output.py"),
    output:
        world_output=result("world_output"),
    message:
        "Output of the United States and Japan"
    script:
        "../scripts/world_output.py"


rule monetisation:
    input:
        ratios=table("ratios_china"),
        cycle=table("business_cycle"),
        money_stock=raw("us/money_stock"),
        world_output=table("world_output"),
        corrections="data/corrections.csv",
        code=code("monetisation.py"),
    output:
        monetisation=result("monetisation"),
        growth=result("monetisation_growth"),
    params:
        windows=config["monetisation"]["windows"],
        money_supply=pinned("china/money_supply"),
    message:
        "Money over output ({wildcards.vintage})"
    script:
        "../scripts/monetisation.py"
