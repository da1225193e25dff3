"""Numbers, tables and figures -> the paper as Markdown."""

import jinja2
from files import read_json, read_table, write_json, write_text
from multiplier.report.markup import MadeBy
from multiplier.report.number import from_records
from multiplier.report.tables import paper_tables
from multiplier.report.template import render

inputs, params = snakemake.input, snakemake.params
dated = ("ratios_china", "ratios_us")
verbatim = ("claims", "printed", "claim_missing")
frames = {
    name: read_table(inputs[name], index="month" if name in dated else None, text=name in verbatim)
    for name in params.tables
}
numbers = from_records(read_json(inputs.numbers))
record = {"computations": read_json(inputs.computations), "evidence": params.evidence}
origins = {name: MadeBy(made["line"], tuple(made["products"])) for name, made in params.origins.items()}
tables = paper_tables(frames, params.settings | record, origins)
figures = {key: (f"figures/{key}.svg", origins[key]) for key in params.figures}
loader = jinja2.FileSystemLoader(params.folder)
paper = render(loader, "paper.md", numbers, tables, figures)
write_text(paper.text, snakemake.output.text)
write_json(paper.contents(), snakemake.output.contents)
