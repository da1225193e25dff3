# The multiplier forecast from forecasts of its ratios.

BOTTOM_UP = ("scope", "scores", "power", "specifications", "ratios", "curvature", "paths")
EVIDENCE += [
    "bottom_up_scope",
    "bottom_up_scores",
    "bottom_up_specifications",
    "bottom_up_ratios",
]
RESULTS += [f"bottom_up_{kind}" for kind in BOTTOM_UP]
STATED |= {"bottom_up": config["bottom_up"]}


rule bottom_up:
    input:
        clean=table("clean_china"),
        code=code("bottom_up.py"),
    output:
        **{f"bottom_up_{kind}": result(f"bottom_up_{kind}") for kind in BOTTOM_UP},
    params:
        bottom_up=config["bottom_up"]
        | {
            "rmse_ratios": config["contest"]["power"]["rmse_ratios"],
            "significance": config["unit_roots"]["significance"],
        },
        seed=config["seed"],
    message:
        "The multiplier from forecasts of its ratios ({wildcards.vintage})"
    script:
        "../scripts/bottom_up.py"
