"""Tables and figures of a user's country -> its self-contained page."""

from pathlib import Path

import jinja2
from files import read_table, write_text
from multiplier.report.one_country import page
from multiplier.report.publishing import to_html

inputs, params = snakemake.input, snakemake.params
frames = {name: read_table(inputs[name], index="month" if name == "ratios" else None) for name in params.tables}
text = Path(inputs.text)
markdown = page(jinja2.FileSystemLoader(text.parent), text.name, frames, params.settings, params.origins)
resources = str(Path(snakemake.output.page).parent)
html = to_html(markdown, inputs.template, inputs.bibliography, inputs.styles, resources, inputs.scripts)
write_text(html, snakemake.output.page)
