# Quantitative easing: programmes, yields, balance sheets, reserves.

EVIDENCE += [
    "announcements",
    "event_study",
    "placebo_orderings",
    "yields",
    "federal_reserve_assets",
    "assets_over_output",
    "programmes",
    "programme_ends",
    "holdings_changes",
    "reserves",
]
RESULTS += [
    "yields",
    "announcements",
    "event_changes",
    "event_study",
    "placebo_orderings",
    "federal_reserve_assets",
    "assets_over_output",
    "programmes",
    "programme_ends",
    "holdings_changes",
    "reserves",
    "share_by_date",
]
STATED |= {"easing": config["easing"]}


rule yields:
    input:
        yields=raw("us/treasury_yields"),
        policy=raw("us/policy_events"),
        corrections="data/corrections.csv",
        code=code("yields.py"),
    output:
        yields=result("yields"),
        announcements=result("announcements"),
    message:
        "Reading yields and announcements"
    script:
        "../scripts/yields.py"


rule event_study:
    input:
        yields=table("yields"),
        announcements=table("announcements"),
        corrections="data/corrections.csv",
        code=code("event_study.py"),
    output:
        event_changes=result("event_changes"),
        event_study=result("event_study"),
        orderings=result("placebo_orderings"),
    params:
        corrected=lambda wildcards: raw("us/treasury_yields")(wildcards).removeprefix(f"{RAW}/"),
        placebo=config["easing"]["placebo"],
        seed=config["seed"],
    message:
        "Yields around announcements, and on random days"
    script:
        "../scripts/event_study.py"


rule central_banks:
    input:
        federal_reserve=raw("us/federal_reserve_assets"),
        ecb=raw("world/ecb_assets"),
        boj=raw("world/boj_assets"),
        m3=raw("world/euro_area_m3"),
        gdp=table("world_output"),
        corrections="data/corrections.csv",
        code=code("central_banks.py"),
    output:
        federal_reserve=result("federal_reserve_assets"),
        assets=result("central_bank_assets"),
        euro_area=result("euro_area"),
        over_output=result("assets_over_output"),
    message:
        "Balance sheets of three central banks"
    script:
        "../scripts/central_banks.py"


rule programmes:
    input:
        announcements=table("announcements"),
        federal_reserve=table("federal_reserve_assets"),
        code=code("programmes.py"),
    output:
        programmes=result("programmes"),
        ends=result("programme_ends"),
        holdings=result("holdings_changes"),
    params:
        ends=config["easing"]["ends"],
    message:
        "Programmes as announced and on the balance sheet"
    script:
        "../scripts/programmes.py"


rule reserves:
    input:
        money_stock=raw("us/money_stock"),
        biweekly=raw("us/adjusted_base_biweekly"),
        ratios=table("ratios_us"),
        yields=table("yields"),
        announcements=table("announcements"),
        federal_reserve=table("federal_reserve_assets"),
        corrections="data/corrections.csv",
        code=code("reserves.py"),
    output:
        reserves=result("reserves"),
        shares=result("share_by_date"),
    params:
        window=config["comparison"]["windows"]["common"],
    message:
        "Reserves and the fall of the American multiplier ({wildcards.vintage})"
    script:
        "../scripts/reserves.py"
