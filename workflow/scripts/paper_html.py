"""Markdown -> the self-contained page."""

from pathlib import Path

from files import read_text, write_text
from multiplier.report.publishing import to_html

inputs = snakemake.input
resources = str(Path(inputs.text).parent)
page = to_html(read_text(inputs.text), inputs.template, inputs.bibliography, inputs.style, resources, inputs.script)
write_text(page, snakemake.output.page)
