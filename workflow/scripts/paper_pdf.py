"""Markdown -> typst -> the PDF."""

from pathlib import Path

from files import read_text, write_bytes, write_text
from multiplier.report.publishing import to_pdf, to_typst

inputs, outputs = snakemake.input, snakemake.output
write_text(to_typst(read_text(inputs.text), inputs.template, inputs.bibliography), outputs.source)
write_bytes(to_pdf(Path(outputs.source), snakemake.params.edition), outputs.pdf)
