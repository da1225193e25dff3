"""Tables of a user's country -> its figures in three formats and the data that they draw."""

from pathlib import Path

from files import read_table, write_bytes, write_table
from multiplier.figures.export import render
from multiplier.figures.one_country import draw

tables = {
    name: read_table(path, index="month" if name == "ratios" else None)
    for name, path in snakemake.input.items()
    if name != "code"
}
figures = draw(tables, snakemake.params.options)
for output in snakemake.output:
    figure, plotted = figures[Path(output).stem]
    form = Path(output).suffix.removeprefix(".")
    if form == "csv":
        write_table(plotted, output)
    else:
        write_bytes(render(figure, form), output)
