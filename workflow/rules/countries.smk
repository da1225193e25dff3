# Countries that a user adds, each from two files: money and base (data/examples/third_country/README.md).

AREAS = sorted(config["countries"])
COUNTRY_RESULTS = "results/{vintage}/countries/{area}"
COUNTRY_TABLES = [
    "indices",
    "changes",
    "trends",
    "unit_roots",
    "unit_root_conflicts",
    "correlogram",
    "arima",
    "forecasts",
    "accuracy",
    "methods",
]
COUNTRY_FIGURES = ["growth", "index", "correlogram", "forecast"]


wildcard_constraints:
    area="|".join(AREAS) or "(?!)",  # without a country no file is one's


def country_table(name):
    """The path of a table of a user's country."""
    return f"{COUNTRY_RESULTS}/tables/{name}.csv"


def country_outputs(wildcards):
    """Input function: every product of the users' countries under the configured vintage."""
    if not AREAS:
        raise WorkflowError(
            "config.yaml: countries: no country is named; data/examples/third_country/README.md says how to add one."
        )
    return outputs("countries/", AREAS)


def country_sample(wildcards):
    """Parameter function: the months that a user's country is estimated on; the paper's unless it has its own."""
    return config["countries"][wildcards.area].get("sample", config["sample"])


def country_rows(wildcards):
    """Parameter function: manifest rows of a user's two files."""
    files = [raw(f"{wildcards.area}/{name}")(wildcards) for name in ("money", "base")]
    return [manifest_row(file) for file in files]


def country_origins(wildcards):
    """Parameter function: name of a table, or figure -> the line printed under it."""
    paths = {name: country_table(name) for name in ("ratios", *COUNTRY_TABLES)}
    paths["figure"] = f"{COUNTRY_RESULTS}/figures/{COUNTRY_FIGURES[0]}.svg"
    made = lineage()
    return {
        name: made.origin(path.format(vintage=wildcards.vintage, area=wildcards.area), wildcards.vintage)
        for name, path in paths.items()
    }


rule country_ratios:
    input:
        money=lambda wildcards: raw(f"{wildcards.area}/money")(wildcards),
        base=lambda wildcards: raw(f"{wildcards.area}/base")(wildcards),
        corrections="data/corrections.csv",
        code=code("country_ratios.py"),
    output:
        ratios=country_table("ratios"),
    params:
        factors=lambda wildcards: config["countries"][wildcards.area].get("factors", {}),
    message:
        "Money and base of {wildcards.area} ({wildcards.vintage})"
    script:
        "../scripts/country_ratios.py"


rule country_study:
    input:
        own=country_table("ratios"),
        china=table("ratios_china"),
        us=table("ratios_us"),
        code=code("country_study.py"),
    output:
        **{name: country_table(name) for name in COUNTRY_TABLES},
    params:
        sample=country_sample,
        windows=lambda wildcards: config["countries"][wildcards.area].get("windows", {}),
        comparison={
            "index_month": config["comparison"]["index_month"],
            "common": config["comparison"]["windows"]["common"],
            "sample": config["sample"],
        },
        trend_tests=config["trends"]
        | {
            "significance": config["unit_roots"]["significance"],
            "draws": config["arima"]["bootstrap_draws"],
        },
        unit_root_tests={
            key: value for key, value in config["unit_roots"].items() if key not in ("headline", "conflicts")
        }
        | {"period": config["arima"]["seasonal_period"]},
        headline_tests=config["unit_roots"]["conflicts"],
        formula=FITTED | config["forecast"],
        seed=config["seed"],
    message:
        "The multiplier of {wildcards.area} ({wildcards.vintage})"
    script:
        "../scripts/country_study.py"


rule country_figures:
    input:
        **{name: country_table(name) for name in ("ratios", "indices", "correlogram", "forecasts")},
        code=code("country_figures.py"),
    output:
        expand(
            f"{COUNTRY_RESULTS}/figures/{{figure}}.{{form}}",
            figure=COUNTRY_FIGURES,
            form=FORMATS,
            allow_missing=True,
        ),
    params:
        options=lambda wildcards: {
            **country_sample(wildcards),
            **{key: config["countries"][wildcards.area][key] for key in ("name", "money", "unit")},
            "country": wildcards.area,
            "crisis": config["crisis"],
            "index_month": config["comparison"]["index_month"],
            "model": "{reading}/{estimator}".format(**config["arima"]["headline"]),
            "levels": config["forecast"]["levels"],
        },
    message:
        "Drawing the figures of {wildcards.area} ({wildcards.vintage})"
    script:
        "../scripts/country_figures.py"


rule country_page:
    input:
        **{name: country_table(name) for name in ("ratios", *COUNTRY_TABLES)},
        figures=expand(
            f"{COUNTRY_RESULTS}/figures/{{figure}}.svg", figure=COUNTRY_FIGURES, allow_missing=True
        ),
        text="report/country.jinja",
        template="report/page/paper.html",
        styles=PAGE_STYLES,
        fonts=PAGE_FONTS,
        scripts=ANY_PAGE_SCRIPTS,
        bibliography="report/references.bib",
        code=code("country_page.py"),
    output:
        page=f"{COUNTRY_RESULTS}/report.html",
    params:
        tables=["ratios", *COUNTRY_TABLES],
        settings=lambda wildcards: {
            **country_sample(wildcards),
            **{key: config["countries"][wildcards.area][key] for key in ("name", "money", "unit")},
            "country": wildcards.area,
            "vintage": wildcards.vintage,
            "edition": config["paper"]["edition"],
            "files": country_rows(wildcards),
            "criteria": config["unit_roots"]["criteria"],
            "headline_tests": config["unit_roots"]["conflicts"],
            "significance": config["unit_roots"]["significance"],
            "index_month": config["comparison"]["index_month"],
            "model": "{reading}/{estimator}".format(**config["arima"]["headline"]),
        },
        origins=country_origins,
    message:
        "The page of {wildcards.area} ({wildcards.vintage})"
    script:
        "../scripts/country_page.py"
