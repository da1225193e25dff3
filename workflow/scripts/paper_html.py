"""Markdown -> the self-contained page."""

from pathlib import Path

from files import read_text, write_text
from multiplier.report.fonts import check_characters
from multiplier.report.publishing import to_html

inputs = snakemake.input
page = to_html(
    read_text(inputs.text),
    inputs.template,
    inputs.bibliography,
    inputs.styles,
    resources=str(Path(inputs.text).parent),
    scripts=inputs.scripts,
)
check_characters(page, {Path(font).stem: Path(font).read_bytes() for font in inputs.fonts})
write_text(page, snakemake.output.page)
