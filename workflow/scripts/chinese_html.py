"""The Chinese edition's Markdown -> the self-contained page, its font in it."""

from pathlib import Path

from files import read_text, write_text
from multiplier.report.chinese_font import with_font
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
lettered = with_font(page, snakemake.params.family, Path(inputs.font).read_bytes(), inputs.font, inputs.text)
write_text(lettered, snakemake.output.page)
