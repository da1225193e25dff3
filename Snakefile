"""The money multiplier in the crisis: from data/raw to results/<vintage>/paper.html and paper.pdf."""

import atexit
import shutil
from pathlib import Path


configfile: "config.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/clean.smk"
include: "workflow/rules/ratios.smk"
include: "workflow/rules/drivers.smk"
include: "workflow/rules/trends.smk"
include: "workflow/rules/unit_roots.smk"
include: "workflow/rules/power.smk"
include: "workflow/rules/arima.smk"
include: "workflow/rules/contest.smk"
include: "workflow/rules/comparison.smk"
include: "workflow/rules/attribution.smk"
include: "workflow/rules/decisions.smk"
include: "workflow/rules/formulas.smk"
include: "workflow/rules/k2.smk"
include: "workflow/rules/quarterly.smk"
include: "workflow/rules/growth.smk"
include: "workflow/rules/prices.smk"
include: "workflow/rules/cycles.smk"
include: "workflow/rules/regimes.smk"
include: "workflow/rules/bottom_up.smk"
include: "workflow/rules/crisis.smk"
include: "workflow/rules/easing.smk"
include: "workflow/rules/consistency.smk"
include: "workflow/rules/claims.smk"
include: "workflow/rules/real_time.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/paper.smk"
include: "workflow/rules/chinese.smk"
include: "workflow/rules/countries.smk"
include: "workflow/rules/compare.smk"
include: "workflow/rules/bundle.smk"


rule all:
    default_target: True
    input:
        outputs(),


rule figures:
    input:
        outputs("figures/"),


rule tables:
    input:
        outputs("tables/"),


rule countries:
    input:
        country_outputs,


rule claims:
    # No output: asked for by name it always runs, so that the counts are printed even if all is up to date.
    input:
        ledger=outputs("claims.csv"),
        counts=table("claim_counts").format(vintage=config["vintage"]),
        code=code("claims.py"),
    message:
        f"Verdicts by study ({config['vintage']})"
    script:
        "workflow/scripts/claims.py"


onstart:
    Path(os.environ["MULTIPLIER_ERRORS"]).unlink(missing_ok=True)


onsuccess:
    say_comparison()
    say_bundle()
    pages = [
        str(page) for job in workflow.dag.jobs if job.rule.name == "paper_html" for page in job.output
    ]
    for page in pages:
        # Said last, below Snakemake's own closing lines.
        atexit.register(print, f"The paper: {page} and {Path(page).with_suffix('.pdf').name} beside it")
    for job in workflow.dag.jobs:
        if job.rule.name == "country_page":
            atexit.register(print, f"The page of {job.wildcards.area}: {job.output[0]}")


onerror:
    # What the unfinished jobs would have renewed is out of date. It goes, so that nobody reads it and the
    # next run cannot take it for done.
    for job in workflow.dag.needrun_jobs():
        for file in job.output:
            if Path(file).is_dir():
                shutil.rmtree(file)
            Path(file).unlink(missing_ok=True)
    say_comparison()
    errors = Path(os.environ["MULTIPLIER_ERRORS"])
    if errors.is_file():
        for sentence in dict.fromkeys(errors.read_text(encoding="utf-8").splitlines()):
            atexit.register(print, sentence)
