"""Summary of a comparison -> the exit code of `snakemake compare`; the line itself is said last, by the Snakefile."""

import sys

from files import read_json

if snakemake.params.flips == "fail" and read_json(snakemake.input.summary)["flipped"]:
    sys.exit(
        "error: something flipped, and config.yaml says compare.flips: fail; the report names what stands behind it."
    )
