"""Markdown -> the self-contained page."""

from pathlib import Path

from files import read_json, read_text, write_text
from multiplier.report.publishing import to_html

inputs = snakemake.input
page = to_html(
    read_text(inputs.text),
    inputs.template,
    inputs.bibliography,
    inputs.styles,
    resources=str(Path(inputs.text).parent),
    scripts=inputs.scripts,
    data={"evidence": read_json(inputs.evidence)},
)
write_text(page, snakemake.output.page)
