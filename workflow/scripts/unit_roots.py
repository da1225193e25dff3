"""Ratios of both countries -> unit root tests of the multiplier and its drivers."""

from files import read_table, write_table
from multiplier.unit_roots import by_country

ratios = {country: read_table(snakemake.input[country], index="month") for country in ("china", "us")}
write_table(by_country(ratios, **snakemake.params.sample, **snakemake.params.unit_roots), snakemake.output.unit_roots)
