"""Markdown -> the self-contained page."""

from pathlib import Path

from files import read_json, read_text, write_text
from multiplier.charts.runtime import runtime
from multiplier.report.publishing import to_html

inputs = snakemake.input
charts = {f"chart-{Path(path).stem}": read_json(path) for path in inputs.charts}
page = to_html(
    read_text(inputs.text),
    inputs.template,
    inputs.bibliography,
    inputs.styles,
    resources=str(Path(inputs.text).parent),
    scripts=inputs.scripts,
    data=charts | {"chart-runtime": runtime(), "evidence": read_json(inputs.evidence)},
)
write_text(page, snakemake.output.page)
