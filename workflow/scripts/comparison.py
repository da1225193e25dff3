"""Ratios of both countries -> indices and changes over common windows."""

from files import read_table, write_table
from multiplier.comparison import changes, indices

ratios = {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")}
comparison = snakemake.params.comparison
write_table(indices(ratios, comparison["index_month"], **snakemake.params.sample), snakemake.output.indices)
write_table(changes(ratios, comparison["windows"]), snakemake.output.changes)
