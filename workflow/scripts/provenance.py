"""What the paper prints -> the steps and raw files behind it."""

from files import read_json, write_json
from multiplier.report.provenance import provenance

inputs, params = snakemake.input, snakemake.params
write_json(
    provenance(read_json(inputs.contents), read_json(inputs.numbers), params.steps, params.raw),
    snakemake.output.provenance,
)
