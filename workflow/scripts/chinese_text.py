"""Numbers, claims and their Chinese -> the Chinese edition as Markdown."""

import jinja2
from files import read_json, read_table, write_text
from multiplier.report.chinese import chinese
from multiplier.report.chinese_edition import chinese_edition
from multiplier.report.markup import MadeBy
from multiplier.report.number import from_records

inputs, params = snakemake.input, snakemake.params
frames = {
    name: read_table(inputs[name], text=name != "claim_counts")
    for name in ("claim_counts", "claim_missing", "claims", "printed")
}
pairs = {name: read_table(inputs[name], text=True) for name in ("words", "terms", "causes", "statements")}
language = chinese(**pairs)
settings = {"computations": read_json(inputs.computations), "evidence": params.evidence}
origins = {name: MadeBy(made["line"], tuple(made["products"])) for name, made in params.origins.items()}
numbers, contents = from_records(read_json(inputs.numbers)), read_json(inputs.contents)
loader = jinja2.FileSystemLoader(params.folder)
edition = chinese_edition(loader, numbers, frames, settings, origins, contents, language)
write_text(edition.text, snakemake.output.text)
