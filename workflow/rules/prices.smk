# Consumer prices and money, 1999 to 2010.

PRICE_TABLES = [
    "price_search",
    "price_correlogram",
    "price_correlations",
    "price_correlation_search",
    "price_unit_roots",
    "price_years",
]
EVIDENCE += PRICE_TABLES
RESULTS += PRICE_TABLES
STATED |= {"prices": config["prices"]}


rule prices:
    input:
        cycle=table("business_cycle"),
        china=table("clean_china"),
        money_supply=archived("china/money_supply"),
        corrections="data/corrections.csv",
        claims="data/raw/claims/claims.csv",
        code=code("prices.py"),
    output:
        **{name: result(name) for name in PRICE_TABLES},
    params:
        prices=config["prices"],
        printed={"ac": "CP-02", "q": "CP-04"},  # what gives the study's sample away
        authority=pinned("china/monetary_authority"),
        base=lambda wildcards: setting("definitions")(wildcards)["china"]["base"],
        offset=config["claims"]["month_offset"],
        draws=config["drivers"]["bootstrap_draws"],
        confidence=config["drivers"]["confidence"],
        tests={
            key: value for key, value in config["unit_roots"].items() if key not in ("headline", "conflicts")
        }
        | {"period": config["arima"]["seasonal_period"]},
        seed=config["seed"],
    message:
        "Consumer prices and money ({wildcards.vintage})"
    script:
        "../scripts/prices.py"
