# One rule for all figures: `results/<vintage>/figures/fig05.svg` builds figure 5 and what it needs.

SPAN = {**config["sample"], "crisis": config["crisis"]}
RATIOS = {
    "china": {"ratios": table("ratios_china"), "events": table("events")},
    "us": {"ratios": table("ratios_us"), "events": table("events")},
}


def driver(column, title, label, percent=False, statutory=False):
    return {
        "module": "driver",
        "tables": RATIOS["china"],
        "options": {
            **SPAN,
            "country": "china",
            "driver": column,
            "title": title,
            "label": label,
            "percent": percent,
            "statutory": statutory,
        },
    }


# Figure -> module of multiplier.figures, tables it draws, options.
FIGURES = {
    "fig01": {
        "module": "growth_and_multiplier",
        "tables": RATIOS["china"],
        "options": {**SPAN, "country": "china"},
    },
    "fig02": {
        "module": "growth_and_multiplier",
        "tables": RATIOS["us"],
        "options": {**SPAN, "country": "us"},
    },
    "fig03": driver("currency_ratio", "Currency ratio c", "cash / demand deposits"),
    "fig04": driver("savings_ratio", "Savings ratio s", "savings deposits / demand deposits"),
    "fig05": driver("reserve_ratio", "Reserve ratio r", "reserves / deposits", percent=True, statutory=True),
    "fig06": {
        "module": "seasonal_difference",
        "tables": RATIOS["china"],
        "options": {
            **SPAN,
            "country": "china",
            "period": config["arima"]["seasonal_period"],
        },
    },
    "fig07": {
        "module": "correlograms",
        "tables": {"correlogram": table("correlogram")},
        "options": {},
    },
    "fig08": {
        "module": "indices",
        "tables": {"indices": table("indices")},
        "options": {
            "index_month": config["comparison"]["index_month"],
            "crisis": config["crisis"],
        },
    },
    "fig09": {
        "module": "forecast_fan",
        "tables": {**RATIOS["china"], "forecasts": table("forecasts")},
        "options": {
            **SPAN,
            "country": "china",
            "model": "{reading}/{estimator}".format(**config["arima"]["headline"]),
            "levels": config["forecast"]["levels"],
        },
    },
    "fig10": {
        "module": "contributions",
        "tables": {"rolling": table("attribution_rolling")},
        "options": SPAN,
    },
    "fig11": {
        "module": "frozen",
        "tables": {"counterfactuals": table("counterfactuals")},
        "options": {
            "crisis": config["crisis"],
            "frozen_at": config["attribution"]["frozen_at"],
        },
    },
    "fig12": {
        "module": "driver_correlations",
        "tables": {"drivers": table("drivers")},
        "options": {},
    },
    "fig13": {
        "module": "lead_lags",
        "tables": {"lead_lags": table("lead_lags")},
        "options": {"transform": "diff"},
    },
    "fig14": {
        "module": "power_curves",
        "tables": {"power": table("unit_root_power")},
        "options": {key: config["unit_roots"]["conflicts"][key] for key in ("criterion", "bandwidth")},
    },
    "fig15": {
        "module": "stability",
        "tables": {
            "recursive_phi": table("recursive_phi"),
            "stability_by_month": table("stability_by_month"),
        },
        "options": {
            "reading": config["arima"]["headline"]["reading"],
            "crisis": config["crisis"],
        },
    },
    "fig16": {
        "module": "forecast_contest",
        "tables": {"contest": table("contest")},
        "options": {
            "benchmark": "no_change",
            "readings": list(config["arima"]["readings"]),
        },
    },
    "fig17": {
        "module": "low_requirement",
        "tables": {"paths": table("quarterly_paths"), "quarters": table("quarterly_ratios")},
        "options": {},
    },
    "fig18": {
        "module": "growth_sources",
        "tables": {
            "accounts": table("growth_accounts"),
            "monetisation": table("monetisation"),
        },
        "options": {
            **config["growth"]["windows"]["long"],
            "crisis": config["crisis"],
        },
    },
    "fig19": {
        "module": "cycles",
        "tables": {
            "series": table("cycle_series"),
            "turns": table("cycle_turns"),
            "leads": table("cycle_leads"),
        },
        "options": {
            "shown": "whole",
            "window": "study",
            "kind": "diff12",
            "crisis": config["crisis"],
        },
    },
    "fig20": {
        "module": "crisis_money",
        "tables": {"indices": table("crisis_indices")},
        "options": {"crisis": config["crisis"]},
    },
    "fig21": {
        "module": "event_study",
        "tables": {"study": table("event_study")},
        "options": {},
    },
    "fig22": {
        "module": "assets_over_output",
        "tables": {"assets": table("assets_over_output")},
        "options": {
            "index_month": config["comparison"]["index_month"],
            "crisis": config["crisis"],
        },
    },
    "fig23": {
        "module": "reserves",
        "tables": {"reserves": table("reserves"), "events": table("events")},
        "options": {**config["easing"]["figure"], "crisis": config["crisis"]},
    },
    "fig24": {
        "module": "verdicts_by_study",
        "tables": {"counts": table("claim_counts")},
        "options": {},
    },
    "fig25": {
        "module": "real_time",
        "tables": {"vintages": table("real_time")},
        "options": {
            "close_up": config["real_time"]["close_up"],
            "published": config["claims"]["published"],
            "significance": config["unit_roots"]["significance"],
        },
    },
}
FORMATS = ("svg", "pdf", "png", "csv")
CHART = "results/{vintage}/figures/{figure}.json"  # the interactive view


wildcard_constraints:
    figure="|".join(FIGURES),


rule figure:
    input:
        unpack(lambda wildcards: FIGURES[wildcards.figure]["tables"]),
        code=lambda wildcards: code("figure.py", f"multiplier.figures.{FIGURES[wildcards.figure]['module']}"),
    output:
        **{form: f"results/{{vintage}}/figures/{{figure}}.{form}" for form in FORMATS}
        | {"svg": in_report("results/{vintage}/figures/{figure}.svg", "Figures")},
        chart=CHART,
    params:
        module=lambda wildcards: FIGURES[wildcards.figure]["module"],
        options=lambda wildcards: FIGURES[wildcards.figure]["options"],
    message:
        "Drawing {wildcards.figure} ({wildcards.vintage})"
    script:
        "../scripts/figure.py"
