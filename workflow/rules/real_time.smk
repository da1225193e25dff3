# What was knowable when: the headline numbers over every archived vintage, whatever vintage is built.

RESULTS += ["real_time", "real_time_summary", "real_time_step", "real_time_knowable", "real_time_walks"]
STATED |= {
    "fewest_months": config["real_time"]["fewest_months"],
    "published": config["claims"]["published"],
    "horizon": config["forecast"]["horizon"],
}


rule real_time:
    input:
        money_supply=archived("china/money_supply"),
        authority=raw("china/monetary_authority"),
        fred_md=archived("us/fred_md"),
        corrections="data/corrections.csv",
        code=code("real_time.py"),
    output:
        vintages=result("real_time"),
        summary=result("real_time_summary"),
        step=result("real_time_step"),
        knowable=result("real_time_knowable"),
        walks=result("real_time_walks"),
    params:
        real_time=lambda wildcards: {
            **{key: config["real_time"][key] for key in ("fewest_months", "falls")},
            "draws": config["real_time"]["walks"],
            "base": setting("definitions")(wildcards)["china"]["base"],
            "sample": config["sample"],
            "window": config["comparison"]["windows"]["common"],
            **{key: config["unit_roots"][key] for key in ("deterministics", "max_lags", "significance")},
            "rule": config["unit_roots"]["headline"],
            "reading": {
                **config["arima"]["readings"][config["arima"]["headline"]["reading"]],
                "period": config["arima"]["seasonal_period"],
            },
            "estimator": config["arima"]["headline"]["estimator"],
            "horizon": config["forecast"]["horizon"],
        },
        seed=config["seed"],
    message:
        "Headline numbers vintage by vintage ({wildcards.vintage})"
    script:
        "../scripts/real_time.py"
