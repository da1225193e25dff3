"""Ratios of both countries -> tests of drift and season of the multiplier, with their power."""

from files import read_table, write_table
from multiplier.trends import by_country

ratios = {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")}
write_table(by_country(ratios, **snakemake.params.sample, **snakemake.params.trends), snakemake.output.trends)
