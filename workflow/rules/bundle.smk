# One zip with everything that a reviewer needs: results/bundles/<vintage>.zip, made when `snakemake bundle` asks for it.

import yaml

from bundle import BundleError
from bundle.checksums import digest
from bundle.sources import sources

BUNDLE = "results/bundles/{vintage}.zip"
PICTURED = "results/study/figures/fig08.svg"  # the figure that the README shows


def bundled_products(wildcards):
    """Input function: every product of the vintage."""
    written = yaml.safe_load(Path(workflow.basedir, "config.yaml").read_text(encoding="utf-8"))
    changed = [key for key in sorted(config) if config[key] != written.get(key)]
    if named := ", ".join(key for key in changed if key not in ("vintage", "vintages")):
        raise WorkflowError(
            f"bundle: the configuration was changed for this command ({named}), and the bundle would not hold what made "
            "its results; write the change into config.yaml."
        )
    return outputs(vintage=wildcards.vintage)


def bundled_sources(wildcards):
    """Input function: the project's own files, and the figure that its README shows."""
    try:
        return [*sources(Path(workflow.basedir)), *{PICTURED}.difference(outputs(vintage=wildcards.vintage))]
    except BundleError as error:
        raise WorkflowError(str(error)) from None


def bundled_made(wildcards):
    """Parameter function: product -> the rule and script that make it."""
    made = lineage()
    return {
        path: {"rule": made.rule(path).name, "script": made.script(path)}
        for path in outputs(vintage=wildcards.vintage)
    }


def say_bundle():
    """Say where the bundle is last, below Snakemake's own closing lines."""
    for job in workflow.dag.jobs:
        if job.rule.name == "bundle_zip":
            content = Path(job.output.zip).read_bytes()
            atexit.register(print, f"The bundle: {job.output.zip}, sha256 {digest(content)}")


rule bundle_zip:
    input:
        products=bundled_products,
        sources=bundled_sources,
        code=code("bundle.py"),
    output:
        zip=BUNDLE,
    params:
        vintage="{vintage}",
        made=bundled_made,
        seeded=sorted(made.name for made in workflow.rules if "seed" in made.params.keys()),
    message:
        "The bundle ({wildcards.vintage})"
    script:
        "../scripts/bundle.py"


rule bundle:
    input:
        BUNDLE.format(vintage=config["vintage"]),
