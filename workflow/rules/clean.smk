# Raw figures to one checked monthly table a country. Corrections and identities are applied here.

EVIDENCE += ["business_cycle"]
RESULTS += ["identities_china", "identities_us", "events"]


rule clean_china:
    input:
        money_supply=raw_files("china/money_supply"),
        authority=raw("china/monetary_authority"),
        depository=raw("china/depository_corporations"),
        statutory=raw("china/reserve_requirement_ratio"),
        report=raw("china/monetary_policy_report"),
        corrections=in_report("data/corrections.csv", "Tables"),
        code=code("clean_china.py"),
    output:
        clean=result("clean_china"),
        identities=result("identities_china"),
    message:
        "Cleaning China's tables ({wildcards.vintage})"
    script:
        "../scripts/clean_china.py"


rule clean_us:
    input:
        fred_md=raw("us/fred_md"),
        money_stock=raw("us/money_stock"),
        corrections="data/corrections.csv",
        code=code("clean_us.py"),
    output:
        clean=result("clean_us"),
        identities=result("identities_us"),
    message:
        "Cleaning the United States' tables ({wildcards.vintage})"
    script:
        "../scripts/clean_us.py"


rule events:
    input:
        statutory=raw("china/reserve_requirement_ratio"),
        policy=raw("us/policy_events"),
        code=code("events.py"),
    output:
        events=result("events"),
    message:
        "Reading policy dates"
    script:
        "../scripts/events.py"


rule business_cycle:
    input:
        cpi=raw("china/cpi"),
        gdp=raw("china/gdp"),
        corrections="data/corrections.csv",
        code=code("business_cycle.py"),
    output:
        cycle=result("business_cycle"),
    message:
        "Reading prices and output of China"
    script:
        "../scripts/business_cycle.py"
