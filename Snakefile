"""The money multiplier in the crisis: from data/raw to results/<vintage>/paper.html and paper.pdf."""

configfile: "config.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/clean.smk"
include: "workflow/rules/ratios.smk"
include: "workflow/rules/series.smk"
include: "workflow/rules/comparison.smk"
include: "workflow/rules/claims.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/paper.smk"


rule all:
    default_target: True
    input:
        products("paper.html", "paper.pdf", "numbers.json", "claims.csv"),
        rules.figures.input,


onsuccess:
    paper = Path(workflow.basedir) / f"results/{config['vintage']}/paper.html"
    if paper.exists():
        print(f"The paper: {paper} and paper.pdf beside it.")
