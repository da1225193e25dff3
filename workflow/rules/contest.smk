# Would the formula have helped? The contest of forecasts on a hold-out after the sample.

RESULTS += [
    "revisions",
    "outcome_breaks",
    "contest",
    "contest_power",
    "contest_orders",
    "contest_before_breaks",
    "contest_coefficients",
]


rule outcomes:
    input:
        money_supply=raw_files("china/money_supply", outcomes=True),
        authority=raw("china/monetary_authority", outcomes=True),
        depository=raw("china/depository_corporations", outcomes=True),
        statutory=raw("china/reserve_requirement_ratio", outcomes=True),
        report=raw("china/monetary_policy_report", outcomes=True),
        fred_md=raw("us/fred_md", outcomes=True),
        money_stock=raw("us/money_stock", outcomes=True),
        ratios_china=table("ratios_china"),
        ratios_us=table("ratios_us"),
        corrections="data/corrections.csv",
        code=code("outcomes.py"),
    output:
        china=result("outcomes_china"),
        us=result("outcomes_us"),
        revisions=result("revisions"),
        breaks=result("outcome_breaks"),
    params:
        sample=config["sample"],
        holdout=config["contest"]["holdout"],
        definitions=setting("definitions"),
    message:
        "What came after the sample ({wildcards.vintage})"
    script:
        "../scripts/outcomes.py"


rule contest:
    input:
        china=table("outcomes_china"),
        us=table("outcomes_us"),
        breaks=table("outcome_breaks"),
        code=code("contest.py"),
    output:
        forecasts=result("contest_forecasts"),
        scores=result("contest"),
        power=result("contest_power"),
        orders=result("contest_orders"),
        before_breaks=result("contest_before_breaks"),
        coefficients=result("contest_coefficients"),
    params:
        first=config["sample"]["first"],
        contest=config["contest"],
        arima={key: config["arima"][key] for key in ("readings", "headline", "seasonal_period")},
        levels=config["forecast"]["levels"],
        significance=config["unit_roots"]["significance"],
        seed=config["seed"],
    message:
        "The contest of forecasts ({wildcards.vintage})"
    script:
        "../scripts/contest.py"
