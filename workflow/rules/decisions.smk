# What the tests decide about the study's statements, each with its power.

RESULTS += ["decisions"]


rule decisions:
    input:
        **{
            name: table(name)
            for name in (
                "unit_roots",
                "unit_root_power",
                "trends",
                "drivers",
                "driver_power",
                "arima_diagnostics",
                "stability",
                "stability_power",
                "contest",
                "contest_power",
            )
        },
        code=code("decisions.py"),
    output:
        decisions=result("decisions"),
    params:
        chosen={
            "countries": list(COUNTRIES),
            "drivers": config["decisions"]["drivers"],
            "horizons": config["decisions"]["horizons"],
            "settings": config["arima"]["headline"]
            | {key: config["decisions"][key] for key in ("phi", "correlation", "rmse_ratio")}
            | {
                "criterion": config["unit_roots"]["conflicts"]["criterion"],
                "significance": config["unit_roots"]["significance"],
            },
        },
    message:
        "Decisions and their power ({wildcards.vintage})"
    script:
        "../scripts/decisions.py"
