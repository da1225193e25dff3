"""Tables of results -> one figure in three formats, the data that it draws, and its interactive view."""

from importlib import import_module

from files import read_table, write_bytes, write_table, write_text
from multiplier.charts.reading import read
from multiplier.charts.specification import specification, text
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
write_text(text(specification(read(figure, snakemake.wildcards.figure))), snakemake.output.chart)
