"""What the paper prints -> the steps and raw files behind it, and these packed for the page."""

from pathlib import Path

from files import read_json, write_json
from multiplier.report.evidence import packed
from multiplier.report.provenance import provenance

inputs, outputs, params = snakemake.input, snakemake.output, snakemake.params
files = {path: Path(path).read_bytes() for path in inputs.files}
found = provenance(
    read_json(inputs.contents),
    read_json(inputs.numbers),
    steps=params.steps,
    raw=params.raw,
    files=files,
    reading=params.reading,
    window=params.window,
)
write_json(found, outputs.provenance)
write_json(packed(found, files), outputs.evidence)
