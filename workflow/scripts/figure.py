"""Tables of results -> one figure in three formats and the data that it draws."""

from importlib import import_module

from files import read_table, write_bytes, write_table
from multiplier.figures.export import render

draw = import_module(f"multiplier.figures.{snakemake.params.module}").draw
tables = {
    name: read_table(path, index="month" if name == "ratios" else None)
    for name, path in snakemake.input.items()
    if name != "code"
}
figure, plotted = draw(tables, snakemake.params.options)
for form in ("svg", "pdf", "png"):
    write_bytes(render(figure, form), snakemake.output[form])
write_table(plotted, snakemake.output.csv)
