# What every stage uses: the gate, the import path of scripts, and short names for inputs.

import os
import re
import sys
from functools import cache
from pathlib import Path

WORKFLOW = Path(workflow.basedir, "workflow")
ROOTS = (WORKFLOW,)

sys.path.insert(0, str(WORKFLOW))
# Scripts run in processes of their own and find the library here, whatever is installed elsewhere.
os.environ["PYTHONPATH"] = str(WORKFLOW)
# One thread a job: Snakemake runs the jobs in parallel, and sums do not depend on the machine's cores.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
# Nor on the kernels that OpenBLAS has for the newest of them: AVX2 wherever the processor has it, whatever the shell says.
CPU = Path("/proc/cpuinfo")
if CPU.is_file() and " avx2 " in CPU.read_text(encoding="utf-8"):
    os.environ["OPENBLAS_CORETYPE"] = "Haswell"
# What is wrong with the figures is said once more below Snakemake's closing lines.
os.environ["MULTIPLIER_ERRORS"] = str(Path(".snakemake/errors.txt").resolve())
# Nothing depends on the locale or the hash seed of the shell that started the build.
os.environ["PYTHONHASHSEED"] = "0"

import json

from snakemake.exceptions import WorkflowError
from snakemake.iocontainers import Wildcards

from gate import GateError
from gate.claims import check_claims
from gate.countries import check_countries
from gate.configuration import check_duplicate_keys, validate_configuration
from gate.imports import dependencies
from gate.lineage import Lineage
from gate.manifest import verify_manifest
from gate.revisions import check_revisions
from gate.text import check_settings, check_texts
from gate.vintages import (
    archive,
    check_pins,
    entry,
    of_the_paper,
    pair,
    resolve,
    settings,
    tables as raw_tables,
)

RAW = Path("data/raw")
RESULTS = []  # tables that numbers and text of the paper rest on; each stage adds its own
EVIDENCE = []  # tables that claims are decided on
STATED = {}  # what the text says of the configuration
LOCK = "requirements.txt"  # other versions of the libraries may give other results

try:
    check_duplicate_keys(Path(workflow.basedir, "config.yaml").read_text(encoding="utf-8"))
    for laid_over in workflow.overwrite_configfiles:
        check_duplicate_keys(Path(laid_over).read_text(encoding="utf-8"), os.path.relpath(laid_over))
    validate_configuration(
        config, json.loads(Path(WORKFLOW, "schemas/config.schema.json").read_text(encoding="utf-8"))
    )
    check_settings(config)
    MANIFEST, ROWS = verify_manifest(RAW)
    check_texts(RAW, [Path("data/corrections.csv"), Path("data/easing_channels.csv")])
    check_countries(RAW, config, MANIFEST, ROWS)
    check_revisions(str(RAW), MANIFEST, ROWS, config["admission"]["revision_percent"])
    del ROWS
    check_pins(config, MANIFEST)
    check_claims(RAW / "claims/claims.csv", WORKFLOW / "multiplier/claims/studies")
except GateError as error:
    raise WorkflowError(str(error)) from None


COUNTRIES = ("china", "us")


wildcard_constraints:
    vintage="[^/]+",
    country="|".join(COUNTRIES),


def raw_files(table, outcomes=False):
    """Input function: the raw files that a vintage pins for a table, or its outcomes, in order of precedence."""

    def files(wildcards):
        try:
            return [str(RAW / path) for path in resolve(wildcards.vintage, table, config, MANIFEST, outcomes)]
        except GateError as error:
            raise WorkflowError(str(error)) from None

    return files


def raw(table, outcomes=False):
    """Input function: the one raw file that a vintage pins for a table, or its outcomes."""

    def file(wildcards):
        first, *others = raw_files(table, outcomes)(wildcards)
        pins = [
            entry(wildcards.vintage, config).get(block, {}) for block in ("tables", *["outcomes"] * outcomes)
        ]
        # As of a month the newest file comes with older ones that begin earlier; here it stands alone.
        if others and any(table in block for block in pins):
            raise WorkflowError(
                f"config.yaml: pins.{wildcards.vintage}: {table}: more than one file; pin one vintage."
            )
        return first

    return file


def archived(table):
    """The raw files of a table that are gone through one by one, whatever vintage is built."""
    return [str(RAW / path) for path in archive(table, config, MANIFEST)]


def setting(block):
    """Parameter function: a block of the configuration as the vintage has it."""

    def chosen(wildcards):
        try:
            return settings(config, wildcards.vintage, block)
        except GateError as error:
            raise WorkflowError(str(error)) from None

    return chosen


def pinned(*tables, outcomes=False):
    """Parameter function: table -> the vintages that are pinned for it or its outcomes, in order of precedence."""

    def pins(wildcards):
        return {
            table: [Path(file).stem for file in raw_files(table, outcomes)(wildcards)] for table in tables
        }

    return pins


def code(script, *modules):
    """What computes a rule: its script, every file of the library that it or ``modules`` import, the lock file."""
    files = set(dependencies(WORKFLOW / "scripts" / script, ROOTS))
    for module in modules:
        files |= set(dependencies(WORKFLOW.joinpath(*module.split(".")).with_suffix(".py"), ROOTS))
    return [LOCK, *sorted(str(file.relative_to(workflow.basedir)) for file in files)]


@cache
def lineage():
    """Where products come from; to be called once all rules are known."""
    return Lineage(list(workflow.rules), Path(workflow.basedir))


def table(name):
    """The path of a table of results."""
    return f"results/{{vintage}}/tables/{name}.csv"


def outputs(folder="", areas=(), vintage=config["vintage"]):
    """Every product of a vintage below a folder of its results, and of these users' countries."""
    patterns = [
        re.sub(r"{(\w+),[^{}]*}", r"{\1}", str(file)) for made in workflow.rules for file in made.output
    ]
    wanted = [pattern for pattern in patterns if pattern.startswith(f"results/{{vintage}}/{folder}")]
    return sorted(
        {
            file
            for pattern in wanted
            for file in expand(pattern, vintage=vintage, country=COUNTRIES, figure=FIGURES, area=areas)
        }
    )
