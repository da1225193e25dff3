"""Paper, results, raw figures and code -> the bundle."""

from pathlib import Path

from files import write_bytes
from bundle.assembling import bundle

inputs, params = snakemake.input, snakemake.params
paths = {str(path) for name in ("products", "sources") for path in inputs[name]}
files = {path: Path(path).read_bytes() for path in paths}
write_bytes(bundle(files, params.vintage, params.made, params.seeded), snakemake.output.zip)
