"""The money multiplier in the crisis: from data/raw to results/<vintage>/paper.html and paper.pdf."""

import atexit


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
        rules.tables.input,


onsuccess:
    pages = [
        str(page) for job in workflow.dag.jobs if job.rule.name == "paper_html" for page in job.output
    ]
    for page in pages:
        # Said last, below Snakemake's own closing lines.
        atexit.register(print, f"The paper: {page} and {Path(page).with_suffix('.pdf').name} beside it")
