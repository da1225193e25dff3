"""The Chinese edition's Markdown -> typst -> the PDF."""

from pathlib import Path

from files import read_text, write_bytes, write_text
from multiplier.report.chinese_font import check, chinese_characters
from multiplier.report.publishing import to_pdf, to_typst

inputs, outputs = snakemake.input, snakemake.output
source = to_typst(read_text(inputs.text), inputs.template, inputs.bibliography)
check(chinese_characters(source), Path(inputs.font).read_bytes(), inputs.font, inputs.text)
write_text(source, outputs.source)
pdf = to_pdf(Path(outputs.source), snakemake.params.edition, fonts=[str(Path(inputs.font).parent)])
write_bytes(pdf, outputs.pdf)
